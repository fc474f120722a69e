/* SPDX-License-Identifier: GPL-3.0-or-later
 * A picture that waits a moment for what is to be seen in it. */
#include "config.h"

#include "tb-hold.h"

#define LONGEST_US 8000
/* After each step events are looked for. */
#define STEP_US 20

/** Hold: there is one main thread, so there is one of these. */
typedef struct
{
  guint      source; /* 0: nobody waits */
  GtkWidget *widget; /* (weak) */
  TbHoldFunc is_awaiting;
  gint64     end;
} Hold;

static Hold hold;

/* Comes with the events and with what the store gives back; the frame clock draws only when none of them is
 * left to be handled. */
static gboolean
on_hold_cb (gpointer data)
{
  if (hold.widget != NULL && hold.is_awaiting (hold.widget) && g_get_monotonic_time () < hold.end)
    {
      g_usleep (STEP_US);
      return G_SOURCE_CONTINUE;
    }
  g_clear_weak_pointer (&hold.widget);
  hold.source = 0;
  return G_SOURCE_REMOVE;
}

void
tb_hold_picture (GtkWidget *widget,
                 TbHoldFunc is_awaiting)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (is_awaiting != NULL);

  if (!gtk_widget_get_mapped (widget))
    return;
  g_set_weak_pointer (&hold.widget, widget);
  hold.is_awaiting = is_awaiting;
  hold.end = g_get_monotonic_time () + LONGEST_US;
  if (hold.source == 0)
    hold.source = g_idle_add_full (GDK_PRIORITY_EVENTS, on_hold_cb, NULL, NULL);
}
