/* SPDX-License-Identifier: GPL-3.0-or-later
 * Marks the msgids in this room's tables; the doors translate them. */
#pragma once

#define N_(text) (text)
#define NC_(context, text) (text)
