/* SPDX-License-Identifier: GPL-3.0-or-later
 * How the lines of „Verlauf“ are to be read: msgids and types; the doors translate and print them. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TbHistoryWords: how the values of one code of [struct@HistoryRecord] are to be read.
 * @from_type, @to_type: %G_TYPE_INVALID for a value that is no nick of an enum
 * @is_problem: the reason is a problem's nick
 */
typedef struct
{
  const char *code;
  const char *label; /* msgid */
  GType (*from_type) (void);
  GType (*to_type) (void);
  gboolean    has_from;
  gboolean    has_to;
  gboolean    has_reason;
  gboolean    is_problem;
  const char *icon_name;
} TbHistoryWords;

/** tb_history_words: Returns: (transfer none) (nullable): the row of @code; %NULL for `set` (a field)
 * and for codes of a newer version */
const TbHistoryWords *tb_history_words (const char *code);
/** tb_history_join: Returns: (transfer full): `label: from → to (reason)`; each part but @label may be %NULL
 * or empty */
char *tb_history_join (const char *label,
                       const char *from,
                       const char *to,
                       const char *reason);

G_END_DECLS
