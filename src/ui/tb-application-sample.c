/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Beispielfirma ansehen“: a sample company in a profile of its own, which goes away in one click. */
#include "config.h"

#include "tb-application-private.h"

void
tb_application_show_sample (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       data)
{
}

void
tb_application_leave_sample (GSimpleAction *action,
                             GVariant      *parameter,
                             gpointer       data)
{
}
