/* SPDX-License-Identifier: GPL-3.0-or-later
 * A text that is read, and edited where it stands. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TbInPlace:
 *
 * Shows a text; a button beside it, or Return on it, lets it be edited at the same place. Return
 * (Ctrl+Return where there are lines) saves, Escape gives the old text back. What is being typed survives
 * a change of the text below.
 *
 * Properties, read-write: `label` (its name: “Title”), `text`, `is-multiline` (construct-only),
 * `is-read-only`, `placeholder` (shown while there is no text). Read-only: `is-editing`.
 *
 * Signals: `save` (string): somebody wants this text; whoever takes it calls tb_in_place_finish(). `typed`:
 * tb_in_place_dup_typed() may return something else now.
 */
#define TB_TYPE_IN_PLACE (tb_in_place_get_type ())
G_DECLARE_FINAL_TYPE (TbInPlace, tb_in_place, TB, IN_PLACE, AdwBin)

/** tb_in_place_edit: begins to edit. @text: (nullable): what is typed already; %NULL: what is shown */
void     tb_in_place_edit (TbInPlace  *self,
                           const char *text);
gboolean tb_in_place_is_editing (TbInPlace *self);
/** tb_in_place_dup_typed: Returns: (transfer full) (nullable): what is typed and not saved; %NULL if
 * nothing is */
char *tb_in_place_dup_typed (TbInPlace *self);
/** tb_in_place_cancel: gives the old text back */
void tb_in_place_cancel (TbInPlace *self);
/** tb_in_place_finish: what was typed is saved, or refused: then it stays with @error below it. @error:
 * (nullable)
 */
void tb_in_place_finish (TbInPlace    *self,
                         const GError *error);

G_END_DECLS
