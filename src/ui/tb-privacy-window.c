/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Personenbezogene Daten“: finds a person, tells, blocks, erases; age rules with a look ahead. */
#include "config.h"

#include "tb-privacy-window.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-place-words.h"
#include "tb-privacy.h"
#include "tb-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* More places than anybody reads here; what is saved has them all. */
#define MAX_ROWS 200

enum
{
  RULE_CONTACTS,
  RULE_TICKETS,
  N_RULES,
};

static const char *const rule_keys[N_RULES] = { "retention-contacts", "retention-tickets" };

struct _TbPrivacyWindow
{
  AdwWindow parent_instance;

  /* template */
  TbFormField *name;
  TbFormField *email;
  TbFormField *phone;
  GtkWidget   *search_button;
  GtkLabel    *summary;
  GtkWidget   *results_group;
  GtkButton   *block_button;
  GtkListBox  *places;
  TbFormField *contacts;
  TbFormField *tickets;
  GtkWidget   *apply_button;

  TbDesk           *desk;        /* (owned) (nullable): gone after dispose */
  GCancellable     *cancellable; /* (owned): of what only this window wants */
  TbPersonFindings *findings;    /* (owned) (nullable) */
  char             *found[3];    /* (owned): name, address, number that were looked for */
};

G_DEFINE_FINAL_TYPE (TbPrivacyWindow, tb_privacy_window, ADW_TYPE_WINDOW)

static const char *const result_actions[] = { "privacy.save", "privacy.block", "privacy.erase" };

static TbPerson
found_person (TbPrivacyWindow *self)
{
  return (TbPerson){ self->found[0], self->found[1], self->found[2] };
}

static void
say (TbPrivacyWindow *self,
     const char      *text)
{
  gtk_label_set_text (self->summary, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), text != NULL);
}

static void
enable (TbPrivacyWindow *self,
        gboolean         is_enabled)
{
  guint i;

  gtk_widget_set_sensitive (self->search_button, is_enabled);
  for (i = 0; i < G_N_ELEMENTS (result_actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), result_actions[i],
                                   is_enabled && self->findings != NULL);
  if (self->findings != NULL && self->findings->n_contacts == 0)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "privacy.block", FALSE);
}

/* ---- What was found ---- */

static GtkWidget *
create_row (const TbPersonPlace *place)
{
  GtkWidget       *row = adw_action_row_new ();
  const char      *where = g_dpgettext2 (NULL, "place", tb_word_place (place->table, place->column));
  g_autofree char *head = tb_text_join (where, place->number, TB_TEXT_END);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), head);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place->excerpt);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, head,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, place->excerpt, -1);
  return row;
}

static char *
describe_counts (const TbPersonFindings *findings)
{
  g_autofree char *places = NULL;
  g_autofree char *tickets = NULL;
  g_autofree char *files = NULL;
  const char      *blocked = findings->is_blocked ? _ ("The person is blocked.") : NULL;

  if (findings->places->len == 0)
    return g_strdup (_ ("Nothing is stored of this person."));
  /* Translators: %u is a number of places in which somebody stands. */
  places = g_strdup_printf (ngettext ("Found in %u place", "Found in %u places", findings->places->len),
                            findings->places->len);
  /* Translators: %u is a number of tickets. */
  tickets = g_strdup_printf (ngettext ("%u ticket", "%u tickets", findings->n_tickets), findings->n_tickets);
  if (findings->n_files > 0)
    /* Translators: %u is a number of attachments. */
    files = g_strdup_printf (ngettext ("%u attachment that nobody has looked into",
                                       "%u attachments that nobody has looked into", findings->n_files),
                             findings->n_files);
  return tb_text_join (places, tickets, files, blocked, TB_TEXT_END);
}

static void
show_findings (TbPrivacyWindow *self)
{
  TbPersonFindings *findings = self->findings;
  g_autofree char  *counts = describe_counts (findings);
  GtkWidget        *child;
  guint             i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->places))) != NULL)
    gtk_list_box_remove (self->places, child);
  for (i = 0; i < MIN (findings->places->len, MAX_ROWS); i++)
    gtk_list_box_append (self->places, create_row (findings->places->pdata[i]));
  gtk_button_set_label (self->block_button, findings->is_blocked ? _ ("_Lift block") : _ ("_Block"));
  gtk_widget_set_visible (self->results_group, findings->places->len > 0);
  say (self, counts);
}

static void
on_found_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbPrivacyWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbPersonFindings) findings =
    tb_engine_find_person_finish (TB_ENGINE (object), result, &error);

  if (self->desk == NULL)
    return;
  g_clear_pointer (&self->findings, tb_person_findings_free);
  self->findings = g_steal_pointer (&findings);
  gtk_widget_set_visible (self->results_group, FALSE);
  if (self->findings != NULL)
    show_findings (self);
  else
    tb_dialog_show_error (self->summary, error);
  enable (self, TRUE);
}

static void
on_search_cb (TbPrivacyWindow *self)
{
  TbFormField *fields[] = { self->name, self->email, self->phone };
  TbPerson     person;
  guint        i;

  if (!gtk_widget_get_sensitive (self->search_button))
    return;
  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_free (self->found[i]);
      self->found[i] = g_strdup (tb_form_field_get_text (fields[i]));
    }
  person = found_person (self);
  enable (self, FALSE);
  say (self, _ ("Searching…"));
  tb_engine_find_person_async (tb_desk_get_engine (self->desk), &person, TRUE, self->cancellable, on_found_cb,
                               g_object_ref (self));
}

/* ---- „Auskunft speichern…“ ---- */

static void
on_written_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbPrivacyWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  if (self->desk != NULL)
    say (self, is_done ? _ ("The information was saved.") : error->message);
}

static void
on_file_chosen_cb (TbPrivacyWindow      *self,
                   int                   response,
                   GtkFileChooserNative *chooser)
{
  const TbPerson person = found_person (self);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *json;

  if (response != GTK_RESPONSE_ACCEPT || self->desk == NULL || self->findings == NULL)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  json = tb_person_findings_to_json (self->findings, &person, tb_desk_get_now (self->desk));
  bytes = g_bytes_new_take (json, strlen (json));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written_cb,
                                       g_object_ref (self));
}

static void
save (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_ ("Save Information"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _ ("_Save"), _ ("_Cancel"));

  /* Translators: proposed name of a file with what is stored of a person. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _ ("information.json"));
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_file_chosen_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect (chooser, "response", G_CALLBACK (g_object_unref), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- „Sperren“ ---- */

static void
on_blocked_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbPrivacyWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error);

  if (self->desk == NULL)
    return;
  enable (self, TRUE);
  if (is_done)
    on_search_cb (self);
  else
    tb_dialog_show_error (self->summary, error);
}

static void
block (GtkWidget  *widget,
       const char *name,
       GVariant   *parameter)
{
  TbPrivacyWindow *self = TB_PRIVACY_WINDOW (widget);
  const TbPerson   person = found_person (self);
  const TbCommand  command = { .type = TB_COMMAND_PERSON_BLOCK,
                               .person = &person,
                               .is_active = !self->findings->is_blocked };

  enable (self, FALSE);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_blocked_cb, g_object_ref (self));
}

/* ---- „Anonymisieren…“ ---- */

static char *
describe_backups (GPtrArray *backups)
{
  g_autofree char *names = NULL;

  if (backups->len == 0)
    return NULL;
  g_ptr_array_add (backups, NULL);
  names = g_strjoinv (", ", (char **)backups->pdata);
  /* Translators: %s is a list of backups: 2026-11-24, 2026-11-25. */
  return g_strdup_printf (_ ("The person still stands in the backups of %s. They go within a week."), names);
}

static void
on_erased_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (TbPrivacyWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbErasureReport) report = tb_engine_erase_finish (TB_ENGINE (object), result, &error);
  g_autofree char *backups = NULL;
  g_autofree char *text = NULL;

  if (self->desk == NULL)
    return;
  g_clear_pointer (&self->findings, tb_person_findings_free);
  gtk_widget_set_visible (self->results_group, FALSE);
  enable (self, TRUE);
  if (report == NULL)
    {
      tb_dialog_show_error (self->summary, error);
      return;
    }
  backups = describe_backups (report->backups);
  text = g_strdup_printf ("%s%s%s%s%s", _ ("The person was anonymised."), report->remains ? "\n" : "",
                          report->remains ? _ ("The name still stands in what was to be kept.") : "",
                          backups != NULL ? "\n" : "", backups != NULL ? backups : "");
  say (self, text);
}

static void
on_erase_answered_cb (TbPrivacyWindow  *self,
                      const char       *response,
                      AdwMessageDialog *dialog)
{
  const TbPerson person = found_person (self);
  TbEraseFlags   flags = 0;
  GtkWidget     *box = adw_message_dialog_get_extra_child (dialog);
  GtkWidget     *check;
  guint          bit = 1;

  if (g_strcmp0 (response, "erase") != 0 || self->desk == NULL)
    return;
  for (check = gtk_widget_get_first_child (box); check != NULL; check = gtk_widget_get_next_sibling (check))
    {
      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        flags |= bit;
      bit <<= 1;
    }
  enable (self, FALSE);
  say (self, _ ("The person is being anonymised…"));
  tb_engine_erase_person_async (tb_desk_get_engine (self->desk), &person, flags, on_erased_cb,
                                g_object_ref (self));
}

/* In the order of TbEraseFlags. */
static GtkWidget *
create_choices (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *texts = gtk_check_button_new_with_label (_ ("Also in titles, entries and other texts"));
  GtkWidget *closed = gtk_check_button_new_with_label (_ ("Only in closed tickets"));
  GtkWidget *backups = gtk_check_button_new_with_label (_ ("Remove the backups that hold the name"));

  G_STATIC_ASSERT (TB_ERASE_TEXTS == 1 && TB_ERASE_CLOSED == 2 && TB_ERASE_BACKUPS == 4);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (texts), TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), closed);
  gtk_box_append (GTK_BOX (box), backups);
  return box;
}

static void
erase (GtkWidget  *widget,
       const char *name,
       GVariant   *parameter)
{
  TbPrivacyWindow  *self = TB_PRIVACY_WINDOW (widget);
  TbPersonFindings *findings = self->findings;
  AdwMessageDialog *dialog;
  g_autofree char  *counts = describe_counts (findings);
  g_autofree char  *partners = NULL;
  g_autofree char  *body = NULL;

  /* Translators: %u is a number of partners. */
  partners = g_strdup_printf (ngettext ("%u partner is told and can do the same.",
                                        "%u partners are told and can do the same.", findings->n_partners),
                              findings->n_partners);
  body = g_strdup_printf ("%s.%s%s\n\n%s", counts, findings->n_partners > 0 ? "\n" : "",
                          findings->n_partners > 0 ? partners : "",
                          _ ("In place of the person stands “[gelöscht]” then. This cannot be undone."));
  dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (self), _ ("Anonymise this person?"), body));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "erase", _ ("_Anonymise"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_extra_child (dialog, create_choices ());
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_erase_answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Age rules ---- */

static TbFormField *
rule_field (TbPrivacyWindow *self,
            guint            rule)
{
  return rule == RULE_CONTACTS ? self->contacts : self->tickets;
}

/** Look: which rule is looked at, and with which number. */
typedef struct
{
  TbPrivacyWindow *window; /* (owned) */
  guint            rule;
} Look;

static void
on_due_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  Look *look = data;
  g_autoptr (TbPrivacyWindow) self = look->window;
  g_autofree char *text = NULL;
  guint            count = 0;

  if (tb_engine_count_due_finish (TB_ENGINE (object), result, &count, NULL) && self->desk != NULL)
    {
      /* Translators: %u is a number of tickets. */
      text = g_strdup_printf (ngettext ("Now this is %u ticket.", "Now these are %u tickets.", count), count);
      g_object_set (rule_field (self, look->rule), "hint", text, NULL);
    }
  g_free (look);
}

/* How many it would be, before somebody says so. */
static void
look_ahead (TbPrivacyWindow *self,
            guint            rule)
{
  TbFormField *field = rule_field (self, rule);
  guint64      months = 0;
  Look        *look;

  g_object_set (field, "hint", NULL, NULL);
  if (!g_ascii_string_to_unsigned (tb_form_field_get_text (field), 10, 1, 1200, &months, NULL))
    return;
  look = g_new0 (Look, 1);
  look->window = g_object_ref (self);
  look->rule = rule;
  tb_engine_count_due_async (tb_desk_get_engine (self->desk), rule_keys[rule], (gint64)months,
                             self->cancellable, on_due_cb, look);
}

static void
on_rule_changed_cb (TbPrivacyWindow *self,
                    TbFormField     *field)
{
  gtk_widget_set_sensitive (self->apply_button, TRUE);
  look_ahead (self, field == self->contacts ? RULE_CONTACTS : RULE_TICKETS);
}

static void
on_applied_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbPrivacyWindow) self = data;
  g_autoptr (GError) error = NULL;
  guint    refused = 0;
  gboolean is_done = tb_dialog_do_all_finish (TB_ENGINE (object), result, &refused, &error);

  if (self->desk == NULL)
    return;
  gtk_widget_set_sensitive (self->apply_button, !is_done);
  if (!is_done)
    tb_form_field_show_error (rule_field (self, refused), error);
}

static void
on_apply_cb (TbPrivacyWindow *self)
{
  TbCommand commands[N_RULES];
  guint     i;

  for (i = 0; i < N_RULES; i++)
    commands[i] = (TbCommand){ .type = TB_COMMAND_CONFIG,
                               .name = rule_keys[i],
                               .value = tb_form_field_get_text (rule_field (self, i)) };
  gtk_widget_set_sensitive (self->apply_button, FALSE);
  tb_dialog_do_all_async (tb_desk_get_engine (self->desk), commands, N_RULES, on_applied_cb,
                          g_object_ref (self));
}

static void
on_rule_loaded_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  Look *look = data;
  g_autoptr (TbPrivacyWindow) self = look->window;
  g_autofree char *value = tb_engine_get_config_finish (TB_ENGINE (object), result, NULL);

  if (self->desk != NULL && value != NULL && g_strcmp0 (value, "0") != 0)
    {
      tb_form_field_set_text (rule_field (self, look->rule), value);
      look_ahead (self, look->rule);
    }
  g_free (look);
}

static void
load_rules (TbPrivacyWindow *self)
{
  guint i;

  for (i = 0; i < N_RULES; i++)
    {
      Look *look = g_new0 (Look, 1);

      look->window = g_object_ref (self);
      look->rule = i;
      tb_engine_get_config_async (tb_desk_get_engine (self->desk), rule_keys[i], self->cancellable,
                                  on_rule_loaded_cb, look);
    }
}

/* ---- Object ---- */

static void
tb_privacy_window_dispose (GObject *object)
{
  TbPrivacyWindow *self = TB_PRIVACY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_PRIVACY_WINDOW);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_privacy_window_parent_class)->dispose (object);
}

static void
tb_privacy_window_finalize (GObject *object)
{
  TbPrivacyWindow *self = TB_PRIVACY_WINDOW (object);
  guint            i;

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->findings, tb_person_findings_free);
  for (i = 0; i < G_N_ELEMENTS (self->found); i++)
    g_free (self->found[i]);
  G_OBJECT_CLASS (tb_privacy_window_parent_class)->finalize (object);
}

static void
tb_privacy_window_class_init (TbPrivacyWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_privacy_window_dispose;
  object_class->finalize = tb_privacy_window_finalize;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_install_action (widget_class, "privacy.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "privacy.block", NULL, block);
  gtk_widget_class_install_action (widget_class, "privacy.erase", NULL, erase);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-privacy-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, name);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, email);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, phone);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, results_group);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, block_button);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, places);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, contacts);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, tickets);
  gtk_widget_class_bind_template_child (widget_class, TbPrivacyWindow, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, on_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_rule_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_apply_cb);
}

static void
tb_privacy_window_init (TbPrivacyWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_privacy_window_new (TbDesk *desk)
{
  TbPrivacyWindow *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_PRIVACY_WINDOW, NULL);
  self->desk = g_object_ref (desk);
  enable (self, TRUE);
  load_rules (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return GTK_WIDGET (self);
}
