/* SPDX-License-Identifier: GPL-3.0-or-later
 * The body of one request while it comes in. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbHttpBody: space for a body whose length is known. A large one is memory of its own that the machine gets
 * back as soon as it is freed; what was not written to costs nothing. */
typedef struct
{
  guint8 *data; /* (owned) (nullable) */
  gsize   size;
  gsize   length; /* so much is there */
} TbHttpBody;

void _tb_http_body_init (TbHttpBody *self,
                         gsize       size);
void _tb_http_body_clear (TbHttpBody *self);
/** _tb_http_body_append: Returns: how many of the bytes belong to it */
gsize _tb_http_body_append (TbHttpBody   *self,
                            const guint8 *data,
                            gsize         length);
/** _tb_http_body_steal: Returns: (transfer full): the whole body, without a copy */
GBytes *_tb_http_body_steal (TbHttpBody *self);

G_END_DECLS
