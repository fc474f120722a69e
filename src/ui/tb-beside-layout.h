/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two children beside each other, or below each other where there is no room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbBesideLayout:
 *
 * The first child takes the room that the second leaves. Where the second would take more than some two
 * fifths, it stands below.
 *
 * Properties, read-write: `follows` (the second child follows the first at once, and stands below only where
 * both do not fit).
 */
#define TB_TYPE_BESIDE_LAYOUT (tb_beside_layout_get_type ())
G_DECLARE_FINAL_TYPE (TbBesideLayout, tb_beside_layout, TB, BESIDE_LAYOUT, GtkLayoutManager)

G_END_DECLS
