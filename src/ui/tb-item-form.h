/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a note, time entry, charge or attachment's name is typed into: in the composer and in the dialog. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbItemForm:
 *
 * The fields of one kind, from a table. Of from, to and duration the third follows from two; a charge's total
 * is shown while it is typed.
 *
 * Properties: `kind` (TbItemKind, int, construct-only), `desk`, `currency` (nullable: the instance's),
 * `placeholder` (nullable: in place of the kind's own).
 *
 * Signals: `changed` (typed).
 */
#define TB_TYPE_ITEM_FORM (tb_item_form_get_type ())
G_DECLARE_FINAL_TYPE (TbItemForm, tb_item_form, TB, ITEM_FORM, AdwBin)

GtkWidget *tb_item_form_new (TbItemKind kind);

/** tb_item_form_is_empty: nothing was typed but what stands there anyway, as today's date. */
gboolean tb_item_form_is_empty (TbItemForm *self);
void     tb_item_form_clear (TbItemForm *self);
/** tb_item_form_focus: puts the focus where typing begins. */
void tb_item_form_focus (TbItemForm *self);

/**
 * tb_item_form_read:
 * @draft: (out caller-allocates): filled but for its marks; its strings belong to the form, until it is read
 *   again
 *
 * Returns: %FALSE if something is wrong: the form says what, at the field, which has the focus then
 */
gboolean tb_item_form_read (TbItemForm  *self,
                            TbItemDraft *draft);
/** tb_item_form_show: fills the fields from an item. */
void tb_item_form_show (TbItemForm         *self,
                        const TbItemRecord *item);
/** tb_item_form_show_error: shows an error of the engine at its field, or under the form. */
void tb_item_form_show_error (TbItemForm   *self,
                              const GError *error);

/** tb_item_form_store: writes what was typed, as typed, into the group `entry`; nothing if it is empty. */
void tb_item_form_store (TbItemForm *self,
                         GKeyFile   *file);
/** tb_item_form_restore: the other way round. What is being typed stays. */
void tb_item_form_restore (TbItemForm *self,
                           GKeyFile   *file);

G_END_DECLS
