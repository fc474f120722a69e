/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong with a row of a form: in words, with an icon, and for the screen reader. */
#include "config.h"

#include "tb-form-mark.h"

#include "tb-form-field.h"
#include "tb-problem.h"

void
tb_form_mark_show (const TbFormMark *mark,
                   const char       *error,
                   const char       *hint)
{
  GtkAccessible *typed = GTK_ACCESSIBLE (mark->typed);
  const char    *description = error != NULL ? error : hint;

  gtk_label_set_label (mark->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (mark->error_box, error != NULL);
  if (mark->hint_label != NULL)
    {
      gtk_label_set_label (mark->hint_label, hint != NULL ? hint : "");
      gtk_widget_set_visible (GTK_WIDGET (mark->hint_label), error == NULL && hint != NULL);
    }
  if (error != NULL)
    gtk_widget_add_css_class (mark->row, "error");
  else
    gtk_widget_remove_css_class (mark->row, "error");
  gtk_accessible_update_state (typed, GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (description != NULL)
    gtk_accessible_update_property (typed, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  else
    gtk_accessible_reset_property (typed, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

gboolean
tb_form_field_place_error (const TbFormFieldName *fields,
                           guint                  n_fields,
                           const GError          *error)
{
  const char *name;
  guint       i;

  g_return_val_if_fail (error != NULL, FALSE);

  name = tb_problem_get_field (error);
  for (i = 0; name != NULL && i < n_fields; i++)
    if (g_str_equal (fields[i].name, name))
      {
        tb_form_field_show_error (fields[i].field, error);
        gtk_widget_grab_focus (GTK_WIDGET (fields[i].field));
        return TRUE;
      }
  return FALSE;
}
