/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticket outsourcen“: the terms of an outsourcing. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

#define TB_TYPE_TERMS_DIALOG (tb_terms_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbTermsDialog, tb_terms_dialog, TB, TERMS_DIALOG, AdwWindow)

GtkWidget *tb_terms_dialog_new (TbDesk *desk, gint64 ticket, const char *partner);

G_END_DECLS
