/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where notes, time entries, charges and attachments are written. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbComposer:
 *
 * One line at the foot of a page that grows while something is written, with a form for each kind. It says
 * whom something reaches, or why nothing can be written. What was typed survives another ticket, closing and
 * a crash (drafts of the desk), and a refusal of the engine.
 *
 * Ctrl+Return adds, Esc leaves.
 *
 * Properties: `desk`, `sheet` (TbTicketSheet, nullable).
 */
#define TB_TYPE_COMPOSER (tb_composer_get_type ())
G_DECLARE_FINAL_TYPE (TbComposer, tb_composer, TB, COMPOSER, AdwBin)

/** tb_composer_start: shows the composer of a kind and gives it the focus. */
void tb_composer_start (TbComposer *self,
                        TbItemKind  kind);
/** tb_composer_start_question: the same, for a note that asks the lead partner (“Ask a question …”). */
void tb_composer_start_question (TbComposer *self);
/** tb_composer_accept_drops: files that are dropped on @area are attached. */
void tb_composer_accept_drops (TbComposer *self,
                               GtkWidget  *area);

G_END_DECLS
