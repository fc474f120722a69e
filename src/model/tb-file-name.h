/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names of attached files: for show only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tb_file_name_clean:
 * @name: (nullable): as somebody else, or a folder of this computer, calls a file; any bytes
 *
 * The name under which a file is shown and proposed for saving (protocol.md section 7): its last part only,
 * valid UTF-8, one line, read in the order in which it is written, at most %TB_LIMIT_NAME characters. What
 * controls the direction of writing, or is not seen at all, is left out, so that an ending cannot be hidden;
 * separators and controls become `_`; white space is one blank, and there is none, nor a dot, at the end; the
 * names of devices get a `_` before them. A clean name stays as it is.
 *
 * Returns: (transfer full): never empty
 */
char *tb_file_name_clean (const char *name);

G_END_DECLS
