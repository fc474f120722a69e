/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Weg ändern“: how messages get to a partner and back. */
#include "config.h"

#include "tb-way-dialog.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-text.h"

#include <glib/gi18n.h>

#define MAX_COMMANDS 3

struct _TbWayDialog
{
  AdwWindow parent_instance;

  GtkListBox  *ways;
  TbFormField *url;
  TbFormField *mailbox;
  GtkLabel    *problem;

  TbDesk         *desk;    /* (owned) (nullable): gone after dispose */
  TbPartner      *partner; /* (owned) (nullable) */
  GtkCheckButton *checks[TB_TRAVEL_AWAIT];
};

G_DEFINE_FINAL_TYPE (TbWayDialog, tb_way_dialog, ADW_TYPE_WINDOW)

/* In the order of TbTravel; that the partner fetches cannot be chosen: it is so without an address. */
/* clang-format off */
static const char *const explanations[TB_TRAVEL_AWAIT] = {
  [TB_TRAVEL_AUTO] = N_("As the addresses of both allow"),
  [TB_TRAVEL_PUSH] = N_("Each calls the other; both need an address"),
  [TB_TRAVEL_PULL] = N_("You send, and fetch what is there for you; only the partner needs an address"),
  [TB_TRAVEL_MAILBOX] = N_("For two who cannot be called: a third keeps it, sealed, until it is fetched"),
};
/* clang-format on */

static const TbPartnerRecord *
get_record (TbWayDialog *self)
{
  return tb_object_get_record (TB_OBJECT (self->partner));
}

static TbTravel
get_chosen (TbWayDialog *self)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (self->checks); i++)
    if (gtk_check_button_get_active (self->checks[i]))
      return (TbTravel)i;
  return TB_TRAVEL_AUTO;
}

/* ---- Saving ---- */

/* What a way needs comes before the way. Only what is another is stored. */
static guint
collect_commands (TbWayDialog *self,
                  const char  *url,
                  const char  *code,
                  TbCommand    commands[MAX_COMMANDS])
{
  const TbPartnerRecord *record = get_record (self);
  const TbCommand        base = { .type = TB_COMMAND_PARTNER_SET, .partner = record->name };
  TbTravel               way = (TbTravel)record->way;
  guint                  n = 0;

  if (g_strcmp0 (url, record->url != NULL ? record->url : "") != 0)
    {
      commands[n] = base;
      commands[n].name = "url";
      commands[n++].value = url;
    }
  if (*code != '\0')
    {
      commands[n] = base;
      commands[n].name = "mailbox";
      commands[n++].value = code;
      way = TB_TRAVEL_MAILBOX;
    }
  if (way != get_chosen (self))
    {
      commands[n] = base;
      commands[n].name = "way";
      commands[n++].value = tb_nick (TB_TYPE_TRAVEL, (int)get_chosen (self));
    }
  return n;
}

static void
show_at (TbFormField *field,
         const char  *text)
{
  tb_form_field_set_error (field, text);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

static void
show_error (TbWayDialog  *self,
            const GError *error)
{
  const TbFormFieldName fields[] = { { "url", self->url }, { "mailbox", self->mailbox } };
  const char           *field = error->domain == TB_PROBLEM ? tb_problem_get_field (error) : NULL;

  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_EMPTY) && g_strcmp0 (field, "url") == 0)
    {
      show_at (self->url, _ ("This way needs the address of the partner."));
    }
  else if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_EMPTY) && g_strcmp0 (field, "mailbox") == 0)
    {
      show_at (self->mailbox, _ ("This way needs the code of a mailbox."));
    }
  else if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_MAILBOX_CODE))
    {
      tb_form_field_show_error (self->mailbox, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->mailbox));
    }
  else if (!tb_form_field_place_error (fields, G_N_ELEMENTS (fields), error))
    {
      tb_dialog_show_error (self->problem, error);
    }
}

static void
on_saved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbWayDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_saved = tb_dialog_do_all_finish (TB_ENGINE (object), result, NULL, &error);

  if (self->desk == NULL)
    return;
  if (is_saved)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", TRUE);
  show_error (self, error);
}

static void
save (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  TbWayDialog     *self = TB_WAY_DIALOG (widget);
  g_autofree char *url = g_strstrip (g_strdup (tb_form_field_get_text (self->url)));
  g_autofree char *code = g_strstrip (g_strdup (tb_form_field_get_text (self->mailbox)));
  TbCommand        commands[MAX_COMMANDS];
  guint            n = collect_commands (self, url, code, commands);

  tb_dialog_set_problem (self->problem, NULL);
  if (n == 0)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_widget_action_set_enabled (widget, "dialog.save", FALSE);
  tb_dialog_do_all_async (tb_desk_get_engine (self->desk), commands, n, on_saved_cb, g_object_ref (self));
}

static void
on_activate_cb (TbWayDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.save", NULL);
}

/* ---- Life ---- */

static void
add_ways (TbWayDialog *self)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (self->checks); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      self->checks[i] = GTK_CHECK_BUTTON (gtk_check_button_new ());
      if (i > 0)
        gtk_check_button_set_group (self->checks[i], self->checks[0]);
      gtk_widget_set_valign (GTK_WIDGET (self->checks[i]), GTK_ALIGN_CENTER);
      g_object_set (row, "title", tb_text_word (TB_TYPE_TRAVEL, (int)i), "subtitle", _ (explanations[i]),
                    "title-lines", 0, "subtitle-lines", 0, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->checks[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      tb_text_word (TB_TYPE_TRAVEL, (int)i), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), GTK_WIDGET (self->checks[i]));
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->checks[i]));
      gtk_list_box_append (self->ways, row);
    }
  tb_dialog_name_rows (GTK_WIDGET (self->ways));
}

static void
tb_way_dialog_dispose (GObject *object)
{
  TbWayDialog *self = TB_WAY_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_WAY_DIALOG);
  g_clear_object (&self->partner);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_way_dialog_parent_class)->dispose (object);
}

static void
tb_way_dialog_class_init (TbWayDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_way_dialog_dispose;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.save", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-way-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbWayDialog, ways);
  gtk_widget_class_bind_template_child (widget_class, TbWayDialog, url);
  gtk_widget_class_bind_template_child (widget_class, TbWayDialog, mailbox);
  gtk_widget_class_bind_template_child (widget_class, TbWayDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
tb_way_dialog_init (TbWayDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_ways (self);
}

GtkWidget *
tb_way_dialog_new (TbDesk    *desk,
                   TbPartner *partner)
{
  TbWayDialog           *self;
  const TbPartnerRecord *record;
  g_autofree char       *hint = NULL;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_PARTNER_OBJECT (partner), NULL);

  self = g_object_new (TB_TYPE_WAY_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->partner = g_object_ref (partner);
  record = get_record (self);
  gtk_check_button_set_active (self->checks[record->way < TB_TRAVEL_AWAIT ? record->way : 0], TRUE);
  tb_form_field_set_text (self->url, record->url != NULL ? record->url : "");
  if (record->box != NULL)
    /* Translators: %s is an address. */
    hint = g_strdup_printf (_ ("Present mailbox: %s. Leave this empty to keep it."),
                            record->box_url != NULL ? record->box_url : "?");
  else
    hint = g_strdup (_ ("Whoever offers the mailbox gives it to both of you."));
  g_object_set (self->mailbox, "hint", hint, NULL);
  return GTK_WIDGET (self);
}
