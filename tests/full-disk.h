/* SPDX-License-Identifier: GPL-3.0-or-later
 * A disk that is full on order. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** set_disk_full: from now on no database and no attached file can be written to by this process. */
void set_disk_full (gboolean is_full);

G_END_DECLS
