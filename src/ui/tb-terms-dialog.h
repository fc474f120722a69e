/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticket outsourcen“: the terms of an outsourcing. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbTermsDialog:
 *
 * Filled with the saved terms, or what was typed and not saved, or the last engagement's. Once they were sent
 * it only shows them. What is typed is kept as a draft until a command succeeds.
 */
#define TB_TYPE_TERMS_DIALOG (tb_terms_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbTermsDialog, tb_terms_dialog, TB, TERMS_DIALOG, AdwWindow)

/** tb_terms_dialog_new: to outsource a ticket; read-only while an outsourcing of it runs. @ticket: its id.
 * @partner: (nullable): name of the one that is chosen already */
GtkWidget *tb_terms_dialog_new (TbDesk     *desk,
                                gint64      ticket,
                                const char *partner);
/** tb_terms_dialog_new_for_reading: „Bedingungen anzeigen“: the terms of the latest engagement of @role as
 * they were sent, also of one that has ended */
GtkWidget *tb_terms_dialog_new_for_reading (TbDesk *desk,
                                            gint64  ticket,
                                            TbRole  role);

G_END_DECLS
