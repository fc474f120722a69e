/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Umgezogen oder kopiert?“: asked when the profile is not where it was. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/** tb_place_ask: asks in a dialog over @window; once at a time, and not if it is where it was. Closing it
 * answers nothing: nothing is delivered, and nothing lost. */
void tb_place_ask (GtkWindow *window,
                   TbDesk    *desk);

G_END_DECLS
