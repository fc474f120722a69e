/* SPDX-License-Identifier: GPL-3.0-or-later
 * A second way to travel, for tests: requests and answers as files in a folder. */
#pragma once

#include "tb-way.h"

G_BEGIN_DECLS

/** way_folder_new: Returns: (transfer full): what is sent to an URL goes to the folder of that name, `/` as
 * `_`, within @dir */
TbWay *way_folder_new (const char *dir);

/** Postbox: the receiving end: hands what lies in its folder to an engine and lays the answer beside it. */
typedef struct
{
  TbEngine *engine;
  char     *path;
  guint     timer;
  guint     n_received;
} Postbox;
Postbox *postbox_new (const char *dir,
                      const char *url,
                      TbEngine   *engine);
void     postbox_free (Postbox *self);

G_END_DECLS
