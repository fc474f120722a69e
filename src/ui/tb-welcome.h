/* SPDX-License-Identifier: GPL-3.0-or-later
 * The first questions to a new user. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbWelcome:
 *
 * Properties: `desk`. Signals: `done`, `sample` (the sample company is asked for), `join` (the user has
 * an invitation).
 */
#define TB_TYPE_WELCOME (tb_welcome_get_type ())
G_DECLARE_FINAL_TYPE (TbWelcome, tb_welcome, TB, WELCOME, AdwBin)

G_END_DECLS
