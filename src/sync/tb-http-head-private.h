/* SPDX-License-Identifier: GPL-3.0-or-later
 * The head of one HTTP/1.1 request, read strictly: what is ambiguous is refused, not guessed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbHttpHead: a head that passed. */
typedef struct
{
  char       *method;
  char       *path;       /* begins with a slash; a query is part of it */
  GHashTable *fields;     /* name in lower case → value */
  gint64      length;     /* of the body; -1: not told */
  gboolean    keep_alive; /* the client leaves the connection open */
  gboolean    expects_continue;
} TbHttpHead;

/**
 * _tb_http_head_parse:
 * @data: the head without the empty line that ends it
 * @status: (out): the HTTP status of the refusal
 *
 * Returns: (transfer full) (nullable): %NULL if it is refused
 */
TbHttpHead *_tb_http_head_parse (const char *data,
                                 gsize       length,
                                 guint      *status);
void        _tb_http_head_free (TbHttpHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbHttpHead, _tb_http_head_free)
/** _tb_http_head_get: Returns: (transfer none) (nullable): the value of a field; @name in lower case */
const char *_tb_http_head_get (const TbHttpHead *self,
                               const char       *name);

G_END_DECLS
