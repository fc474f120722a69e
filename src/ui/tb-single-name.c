/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each name is said once by a screen reader. */
#include "config.h"

#include "tb-single-name.h"

/* A button's text is its label and, by GTK's doing, its name; elsewhere a name was given on purpose. */
static void
name_once (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (!gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
      !gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return;
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL);
  else
    gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static gboolean
on_mapped_cb (GSignalInvocationHint *hint,
              guint                  n_values,
              const GValue          *values,
              gpointer               data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  name_once (widget);
  /* A button that gets another text names itself twice again. */
  if (GTK_IS_BUTTON (widget) &&
      g_signal_handler_find (widget, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, name_once, NULL) == 0)
    g_signal_connect (widget, "notify::label", G_CALLBACK (name_once), NULL);
  return TRUE;
}

void
tb_single_name_install (void)
{
  /* Makes the signal known. */
  G_GNUC_UNUSED g_autoptr (GTypeClass) widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_mapped_cb, NULL, NULL);
}
