/* SPDX-License-Identifier: GPL-3.0-or-later
 * One Ticketstatus in the preferences: name, colour, meaning, place in the list. */
#include "config.h"

#include "tb-status-row.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-text.h"

#include <glib/gi18n.h>

#define N_MEANINGS (TB_MEANING_COMPLETE + 1)

struct _TbStatusRow
{
  AdwExpanderRow parent_instance;

  GtkLabel        *swatch;
  GtkWidget       *up_button;
  GtkWidget       *down_button;
  TbFormField     *name;
  AdwComboRow     *meaning;
  GtkWidget       *color_row;
  GtkColorChooser *color;
  GtkWidget       *problem_row;
  GtkLabel        *problem;

  TbDesk         *desk;       /* (owned) (nullable) */
  TbTicketStatus *status;     /* (owned) (nullable) */
  GSignalGroup   *following;  /* (owned) */
  gboolean        is_showing; /* the program sets the widgets, not the user */
};

G_DEFINE_FINAL_TYPE (TbStatusRow, tb_status_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  SIGNAL_MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const TbTicketStatusRecord *
get_record (TbStatusRow *self)
{
  return tb_object_get_record (TB_OBJECT (self->status));
}

static void
show_problem (TbStatusRow *self,
              const char  *text)
{
  tb_dialog_set_problem (self->problem, text);
  gtk_widget_set_visible (self->problem_row, text != NULL);
}

/* Returns: (transfer full) (nullable): the record @step places on */
static TbTicketStatusRecord *
find_neighbour (TbStatusRow *self,
                int          step)
{
  GListModel *statuses = tb_desk_get_statuses (self->desk);
  guint       n = g_list_model_get_n_items (statuses);
  guint       i;

  for (i = 0; i < n; i++)
    {
      g_autoptr (TbObject) status = g_list_model_get_item (statuses, i);
      g_autoptr (TbObject) other = NULL;

      if (tb_object_get_id (status) != tb_object_get_id (TB_OBJECT (self->status)))
        continue;
      if ((step < 0 && i == 0) || (step > 0 && i + 1 == n))
        return NULL;
      other = g_list_model_get_item (statuses, step < 0 ? i - 1 : i + 1);
      return tb_record_ref (tb_object_get_record (other));
    }
  return NULL;
}

static void
show_color (TbStatusRow *self,
            const char  *color)
{
  GdkRGBA          rgba;
  g_autofree char *markup = g_markup_printf_escaped ("<span foreground=\"%s\">●</span>", color);

  gtk_label_set_markup (self->swatch, markup);
  if (gdk_rgba_parse (&rgba, color))
    gtk_color_chooser_set_rgba (self->color, &rgba);
}

static void
name_button (GtkWidget  *button,
             const char *text)
{
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
update_places (TbStatusRow *self)
{
  gboolean is_admin = tb_desk_get_permission (self->desk) >= TB_PERMISSION_ALL;
  g_autoptr (TbTicketStatusRecord) above = find_neighbour (self, -1);
  g_autoptr (TbTicketStatusRecord) below = find_neighbour (self, 1);
  /* Translators: %s is a ticket status. */
  g_autofree char *up = g_strdup_printf (_ ("Move “%s” up"), get_record (self)->name);
  /* Translators: %s is a ticket status. */
  g_autofree char *down = g_strdup_printf (_ ("Move “%s” down"), get_record (self)->name);

  name_button (self->up_button, up);
  name_button (self->down_button, down);
  gtk_widget_set_sensitive (self->up_button, is_admin && above != NULL);
  gtk_widget_set_sensitive (self->down_button, is_admin && below != NULL);
}

static void
update (TbStatusRow *self)
{
  const TbTicketStatusRecord *record;
  gboolean                    is_admin;

  if (self->status == NULL || self->desk == NULL)
    return;
  record = get_record (self);
  is_admin = tb_desk_get_permission (self->desk) >= TB_PERMISSION_ALL;
  self->is_showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), record->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 tb_text_word (TB_TYPE_MEANING, (int)record->meaning));
  tb_form_field_set_text (self->name, record->name);
  adw_combo_row_set_selected (self->meaning, (guint)record->meaning);
  show_color (self, record->color);
  g_object_set (self->name, "read-only", !is_admin, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->meaning), is_admin);
  gtk_widget_set_sensitive (self->color_row, is_admin);
  self->is_showing = FALSE;
  update_places (self);
  tb_dialog_name_rows (GTK_WIDGET (self));
}

/* ---- Changes ---- */

static void
on_name_stored_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (TbStatusRow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) && self->status != NULL)
    tb_form_field_show_error (self->name, error);
}

void
tb_status_row_apply (TbStatusRow *self)
{
  TbCommand command = { .type = TB_COMMAND_STATUS_SET, .value = "name" };

  g_return_if_fail (TB_IS_STATUS_ROW (self));

  if (self->status == NULL || g_str_equal (tb_form_field_get_text (self->name), get_record (self)->name))
    return;
  command.name = get_record (self)->name;
  command.new_name = tb_form_field_get_text (self->name);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_name_stored_cb,
                      g_object_ref (self));
}

static void
show_refusal (TbStatusRow  *self,
              const GError *error)
{
  g_autofree char *text = NULL;

  /* That is how the engine refuses to turn open tickets into complete ones behind their back. */
  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_BAD_VALUE))
    text = g_strdup (_ ("There are tickets with this status: it cannot begin or cease to mean “complete”. "
                        "Add another status instead."));
  else
    text = tb_text_problem (error);
  show_problem (self, text);
  update (self);
}

static void
on_stored_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (TbStatusRow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) && self->status != NULL)
    show_refusal (self, error);
}

static void
on_meaning_chosen_cb (TbStatusRow *self)
{
  TbCommand command = { .type = TB_COMMAND_STATUS_SET, .value = "meaning" };

  if (self->is_showing || self->status == NULL)
    return;
  show_problem (self, NULL);
  command.name = get_record (self)->name;
  command.meaning = adw_combo_row_get_selected (self->meaning);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_stored_cb, g_object_ref (self));
}

static guint
to_byte (float part)
{
  return (guint)(CLAMP (part, 0, 1) * 255 + 0.5f);
}

static void
on_color_chosen_cb (TbStatusRow *self)
{
  TbCommand        command = { .type = TB_COMMAND_STATUS_SET, .value = "color" };
  g_autofree char *color = NULL;
  GdkRGBA          rgba;

  gtk_color_chooser_get_rgba (self->color, &rgba);
  color = g_strdup_printf ("#%02x%02x%02x", to_byte (rgba.red), to_byte (rgba.green), to_byte (rgba.blue));
  show_problem (self, NULL);
  command.name = get_record (self)->name;
  command.color = color;
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_stored_cb, g_object_ref (self));
}

static void
on_moved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbStatusRow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_dialog_do_all_finish (TB_ENGINE (object), result, NULL, &error) && self->status != NULL)
    show_refusal (self, error);
}

/* The two change places. */
static void
move (TbStatusRow *self,
      int          step)
{
  const TbTicketStatusRecord *record = get_record (self);
  g_autoptr (TbTicketStatusRecord) other = find_neighbour (self, step);
  TbCommand commands[2] = {
    { .type = TB_COMMAND_STATUS_SET, .value = "position" },
    { .type = TB_COMMAND_STATUS_SET, .value = "position" },
  };

  if (other == NULL)
    return;
  show_problem (self, NULL);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0, step);
  commands[0].name = record->name;
  commands[0].position = other->position;
  commands[1].name = other->name;
  commands[1].position = record->position;
  tb_dialog_do_all_async (tb_desk_get_engine (self->desk), commands, G_N_ELEMENTS (commands), on_moved_cb,
                          g_object_ref (self));
}

static void
on_up_cb (TbStatusRow *self)
{
  move (self, -1);
}

static void
on_down_cb (TbStatusRow *self)
{
  move (self, 1);
}

/* ---- Life ---- */

static void
tb_status_row_dispose (GObject *object)
{
  TbStatusRow *self = TB_STATUS_ROW (object);

  g_clear_object (&self->following);
  g_clear_object (&self->status);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_STATUS_ROW);
  G_OBJECT_CLASS (tb_status_row_parent_class)->dispose (object);
}

static void
tb_status_row_class_init (TbStatusRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_status_row_dispose;

  signals[SIGNAL_MOVED] = g_signal_new ("moved", TB_TYPE_STATUS_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-status-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, up_button);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, down_button);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, name);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, meaning);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, color_row);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, color);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, problem_row);
  gtk_widget_class_bind_template_child (widget_class, TbStatusRow, problem);
  gtk_widget_class_bind_template_callback (widget_class, tb_status_row_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_down_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_meaning_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_color_chosen_cb);
}

static void
tb_status_row_init (TbStatusRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint i;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (i = 0; i < N_MEANINGS; i++)
    gtk_string_list_append (names, tb_text_word (TB_TYPE_MEANING, (int)i));
  adw_combo_row_set_model (self->meaning, G_LIST_MODEL (names));
  /* The button inside takes the focus. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->color))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Color of the ticket status"), -1);
  self->following = g_signal_group_new (TB_TYPE_TICKET_STATUS);
  g_signal_group_connect_swapped (self->following, "notify", G_CALLBACK (update), self);
}

GtkWidget *
tb_status_row_new (TbDesk         *desk,
                   TbTicketStatus *status)
{
  TbStatusRow *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_TICKET_STATUS_OBJECT (status), NULL);

  self = g_object_new (TB_TYPE_STATUS_ROW, NULL);
  self->desk = g_object_ref (desk);
  self->status = g_object_ref (status);
  g_signal_group_set_target (self->following, status);
  g_signal_connect_object (desk, "notify::permission", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tb_desk_get_statuses (desk), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
tb_status_row_focus (TbStatusRow *self,
                     int          step)
{
  GtkWidget *wanted, *other;

  g_return_if_fail (TB_IS_STATUS_ROW (self));

  wanted = step < 0 ? self->up_button : self->down_button;
  other = step < 0 ? self->down_button : self->up_button;
  gtk_widget_grab_focus (gtk_widget_get_sensitive (wanted) ? wanted : other);
}
