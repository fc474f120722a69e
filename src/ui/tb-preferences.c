/* SPDX-License-Identifier: GPL-3.0-or-later
 * The settings of the instance and of this window. */
#include "config.h"

#include "tb-preferences.h"

#include "tb-background-group.h"
#include "tb-backup-group.h"
#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-own-server-group.h"
#include "tb-status-row.h"
#include "tb-text.h"
#include "tb-user-row.h"

#include <glib/gi18n.h>

#define N_MEANINGS (TB_MEANING_COMPLETE + 1)

struct _TbPreferences
{
  AdwWindow parent_instance;

  AdwViewStack        *stack;
  TbFormField         *company;
  TbFormField         *zone;
  TbFormField         *currency;
  AdwActionRow        *names_row;
  GtkSwitch           *names;
  TbFormField         *url;
  TbFormField         *listen;
  TbFormField         *file_limit;
  TbFormField         *fetch_limit;
  TbOwnServerGroup    *server;
  AdwViewStackPage    *backups_page;
  TbBackupGroup       *backups;
  AdwComboRow         *acting;
  GtkListBox          *users;
  GtkWidget           *new_user_group;
  TbFormField         *new_user;
  GtkListBox          *statuses;
  GtkWidget           *new_status_group;
  TbFormField         *new_status;
  AdwComboRow         *new_meaning;
  AdwViewStackPage    *notices_page;
  TbBackgroundGroup   *background;
  AdwPreferencesGroup *notices;

  TbDesk  *desk;        /* (owned) (nullable) */
  int      moved_step;  /* a status was moved so; 0: none */
  int      moved_index; /* where it stands now */
  gboolean is_showing;  /* the program sets the widgets, not the user */
};

G_DEFINE_FINAL_TYPE (TbPreferences, tb_preferences, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_READ_ONLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/** Setting: a field, the setting that it stores, the desk's property that shows it. */
typedef struct
{
  const char *key;
  const char *property;
  gsize       offset;
} Setting;

/** Notice: a switch and its key. */
typedef struct
{
  const char *key;
  const char *title;
} Notice;

/* clang-format off */
static const Setting settings[] = {
  { "name", "company", G_STRUCT_OFFSET (TbPreferences, company) },
  { "timezone", "zone", G_STRUCT_OFFSET (TbPreferences, zone) },
  { "currency", "currency", G_STRUCT_OFFSET (TbPreferences, currency) },
  { "url", "url", G_STRUCT_OFFSET (TbPreferences, url) },
  { "listen", "listen", G_STRUCT_OFFSET (TbPreferences, listen) },
  { TB_SETTING_FILE_LIMIT, "file-limit", G_STRUCT_OFFSET (TbPreferences, file_limit) },
  { TB_SETTING_FETCH_LIMIT, "fetch-limit", G_STRUCT_OFFSET (TbPreferences, fetch_limit) },
};

static const Notice notices[] = {
  { "notify-received", N_("a partner offers a ticket") },
  { "notify-accepted", N_("a partner accepts a ticket") },
  { "notify-declined", N_("a ticket is declined, also by the end of the time to answer") },
  { "notify-canceled", N_("a partner cancels an offer") },
  { "notify-item", N_("a note, time, charge or file of a partner arrives") },
  { "notify-question", N_("a partner asks a question") },
  { "notify-submitted", N_("a partner submits work for approval") },
  { "notify-approved", N_("a partner approves your work") },
  { "notify-rejected", N_("a partner rejects a completion") },
  { "notify-completed", N_("a partner completes a ticket") },
  { "notify-failing", N_("messages to a partner cannot be delivered") },
  { "notify-deadline", N_("an agreed date is near") },
};
/* clang-format on */

/* Of a desk that changes with each message these alone are shown here. */
static const char *const followed[] = {
  "notify::company",
  "notify::zone",
  "notify::currency",
  "notify::names-travel",
  "notify::url",
  "notify::listen",
  "notify::file-limit",
  "notify::fetch-limit",
  "notify::permission",
  "notify::user-name",
};

static TbFormField *
get_field (TbPreferences *self,
           guint          index)
{
  return G_STRUCT_MEMBER (TbFormField *, self, settings[index].offset);
}

static gboolean
is_read_only (TbPreferences *self)
{
  return self->desk == NULL || tb_desk_get_permission (self->desk) < TB_PERMISSION_ALL;
}

/* ---- Fields ---- */

static char *
get_stored (TbPreferences *self,
            guint          index)
{
  char *text = NULL;

  g_object_get (self->desk, settings[index].property, &text, NULL);
  return text != NULL ? text : g_strdup ("");
}

static void
on_setting_stored_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr (TbFormField) field = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    tb_form_field_show_error (field, error);
}

static void
apply (TbPreferences *self,
       guint          index)
{
  TbFormField     *field = get_field (self, index);
  TbCommand        command = { .type = TB_COMMAND_CONFIG, .name = settings[index].key };
  g_autofree char *stored = get_stored (self, index);
  g_autofree char *typed = g_strstrip (g_strdup (tb_form_field_get_text (field)));
  g_autofree char *upper = g_ascii_strup (typed, -1);

  if (is_read_only (self) || g_str_equal (typed, stored))
    return;
  command.value = g_str_equal (settings[index].key, "currency") ? upper : typed;
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_setting_stored_cb,
                      g_object_ref (field));
}

static void
on_field_left_cb (TbPreferences *self)
{
  guint i;

  /* The others have nothing new to store. */
  for (i = 0; self->desk != NULL && i < G_N_ELEMENTS (settings); i++)
    apply (self, i);
}

static void
update_fields (TbPreferences *self)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *stored = get_stored (self, i);

      /* What somebody is typing stays. */
      if (gtk_widget_get_focus_child (GTK_WIDGET (get_field (self, i))) == NULL ||
          *tb_form_field_get_text (get_field (self, i)) == '\0')
        tb_form_field_set_text (get_field (self, i), stored);
    }
}

/* ---- Switches and dropdowns ---- */

static void
on_names_stored_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbPreferences) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) || self->desk == NULL)
    return;
  text = tb_text_problem (error);
  adw_action_row_set_subtitle (self->names_row, text);
  gtk_widget_add_css_class (GTK_WIDGET (self->names_row), "error");
}

static void
on_names_changed_cb (TbPreferences *self)
{
  const char     *value = gtk_switch_get_active (self->names) ? "on" : "off";
  const TbCommand command = { .type = TB_COMMAND_CONFIG, .name = "names", .value = value };

  if (!self->is_showing && self->desk != NULL)
    tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_names_stored_cb,
                        g_object_ref (self));
}

static void
fill_acting (TbPreferences *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *users = tb_desk_get_users (self->desk);
  const char *acting = tb_desk_get_user_name (self->desk);
  guint       selected = GTK_INVALID_LIST_POSITION;
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr (TbObject) user = g_list_model_get_item (users, i);
      const TbUserRecord *record = tb_object_get_record (user);

      if (!record->active && g_strcmp0 (record->name, acting) != 0)
        continue;
      if (g_strcmp0 (record->name, acting) == 0)
        selected = g_list_model_get_n_items (G_LIST_MODEL (names));
      gtk_string_list_append (names, record->name);
    }
  self->is_showing = TRUE;
  adw_combo_row_set_model (self->acting, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->acting, selected);
  self->is_showing = FALSE;
}

static void
on_acting_stored_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (TbPreferences) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) || self->desk == NULL)
    return;
  text = tb_text_problem (error);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->acting), text);
  fill_acting (self);
}

static void
on_acting_chosen_cb (TbPreferences *self)
{
  TbCommand        command = { .type = TB_COMMAND_CONFIG, .name = "user" };
  GtkStringObject *chosen = adw_combo_row_get_selected_item (self->acting);

  if (self->is_showing || self->desk == NULL || chosen == NULL)
    return;
  command.value = gtk_string_object_get_string (chosen);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_acting_stored_cb,
                      g_object_ref (self));
}

static void
update (TbPreferences *self)
{
  gboolean can_change, names_travel;

  if (self->desk == NULL)
    return;
  can_change = !is_read_only (self);
  g_object_get (self->desk, "names-travel", &names_travel, NULL);
  update_fields (self);
  self->is_showing = TRUE;
  gtk_switch_set_active (self->names, names_travel);
  self->is_showing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->names_row), can_change);
  gtk_widget_set_visible (self->new_user_group, can_change);
  gtk_widget_set_visible (self->new_status_group, can_change);
  fill_acting (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

/* ---- New users and statuses ---- */

static void
on_added_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbFormField) field = data;
  g_autoptr (GError) error = NULL;

  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    tb_form_field_set_text (field, "");
  else
    tb_form_field_show_error (field, error);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

static void
on_add_user_cb (TbPreferences *self)
{
  const TbCommand command = {
    .type = TB_COMMAND_USER_ADD,
    .name = tb_form_field_get_text (self->new_user),
    .permission = TB_PERMISSION_OUTSOURCE,
  };

  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_added_cb,
                      g_object_ref (self->new_user));
}

static void
on_add_status_cb (TbPreferences *self)
{
  const TbCommand command = {
    .type = TB_COMMAND_STATUS_ADD,
    .name = tb_form_field_get_text (self->new_status),
    .meaning = adw_combo_row_get_selected (self->new_meaning),
  };

  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_added_cb,
                      g_object_ref (self->new_status));
}

/* ---- Life ---- */

static GtkWidget *
make_user_row (gpointer item,
               gpointer data)
{
  return tb_user_row_new (data, TB_USER_OBJECT (item));
}

static void
on_status_moved_cb (TbPreferences *self,
                    int            step,
                    TbStatusRow   *row)
{
  self->moved_step = step;
  self->moved_index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + step;
}

static GtkWidget *
make_status_row (gpointer item,
                 gpointer data)
{
  TbPreferences *self = data;
  GtkWidget     *row = tb_status_row_new (self->desk, TB_TICKET_STATUS_OBJECT (item));

  g_signal_connect_object (row, "moved", G_CALLBACK (on_status_moved_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* The list has made a new row for a status that has moved: the focus goes on with it. */
static void
on_statuses_changed_cb (TbPreferences *self)
{
  GtkListBoxRow *row;

  if (self->moved_step == 0)
    return;
  row = gtk_list_box_get_row_at_index (self->statuses, self->moved_index);
  if (row != NULL)
    tb_status_row_focus (TB_STATUS_ROW (row), self->moved_step);
}

static void
make_notices (TbPreferences *self,
              GSettings     *preferences)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (notices); i++)
    {
      const char *title = _ (notices[i].title);
      GtkWidget  *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "title-lines", 0, NULL);
      GtkWidget  *toggle = gtk_switch_new ();

      gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
      g_settings_bind (preferences, notices[i].key, toggle, "active", G_SETTINGS_BIND_DEFAULT);
      adw_preferences_group_add (self->notices, row);
    }
  tb_dialog_name_rows (GTK_WIDGET (self->notices));
}

static gboolean
tb_preferences_close_request (GtkWindow *window)
{
  TbPreferences *self = TB_PREFERENCES (window);
  GtkListBoxRow *row;
  int            i;

  on_field_left_cb (self);
  for (i = 0; (row = gtk_list_box_get_row_at_index (self->users, i)) != NULL; i++)
    tb_user_row_apply (TB_USER_ROW (row));
  for (i = 0; (row = gtk_list_box_get_row_at_index (self->statuses, i)) != NULL; i++)
    tb_status_row_apply (TB_STATUS_ROW (row));
  return GTK_WINDOW_CLASS (tb_preferences_parent_class)->close_request (window);
}

static void
tb_preferences_dispose (GObject *object)
{
  TbPreferences *self = TB_PREFERENCES (object);

  if (self->users != NULL)
    gtk_list_box_bind_model (self->users, NULL, NULL, NULL, NULL);
  if (self->statuses != NULL)
    gtk_list_box_bind_model (self->statuses, NULL, NULL, NULL, NULL);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_PREFERENCES);
  G_OBJECT_CLASS (tb_preferences_parent_class)->dispose (object);
}

static void
tb_preferences_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_READ_ONLY)
    g_value_set_boolean (value, is_read_only (TB_PREFERENCES (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_preferences_class_init (TbPreferencesClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_preferences_dispose;
  object_class->get_property = tb_preferences_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = tb_preferences_close_request;

  /**
   * TbPreferences:read-only: whether the user may only look.
   */
  properties[PROP_READ_ONLY] =
    g_param_spec_boolean ("read-only", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TB_TYPE_FORM_FIELD);
  g_type_ensure (TB_TYPE_OWN_SERVER_GROUP);
  g_type_ensure (TB_TYPE_BACKUP_GROUP);
  g_type_ensure (TB_TYPE_BACKGROUND_GROUP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, stack);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, company);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, zone);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, currency);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, names_row);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, names);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, url);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, listen);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, file_limit);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, fetch_limit);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, server);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, backups_page);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, backups);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, acting);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, users);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, new_user_group);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, new_user);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, statuses);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, new_status_group);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, new_status);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, new_meaning);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, notices_page);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, background);
  gtk_widget_class_bind_template_child (widget_class, TbPreferences, notices);
  gtk_widget_class_bind_template_callback (widget_class, on_field_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_names_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_acting_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_user_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_add_status_cb);
}

static void
tb_preferences_init (TbPreferences *self)
{
  g_autoptr (GtkStringList) meanings = gtk_string_list_new (NULL);
  guint i;

  gtk_widget_init_template (GTK_WIDGET (self));
  tb_dialog_name_rows (GTK_WIDGET (self));
  for (i = 0; i < N_MEANINGS; i++)
    gtk_string_list_append (meanings, tb_text_word (TB_TYPE_MEANING, (int)i));
  adw_combo_row_set_model (self->new_meaning, G_LIST_MODEL (meanings));
  adw_combo_row_set_selected (self->new_meaning, TB_MEANING_WAITING);
  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_field_left_cb), self);
      gtk_widget_add_controller (GTK_WIDGET (get_field (self, i)), focus);
    }
}

GtkWidget *
tb_preferences_new (TbDesk            *desk,
                    const TbTransport *transport,
                    GSettings         *preferences)
{
  TbPreferences *self;
  guint          i;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (preferences == NULL || G_IS_SETTINGS (preferences), NULL);

  self = g_object_new (TB_TYPE_PREFERENCES, NULL);
  self->desk = g_object_ref (desk);
  gtk_list_box_bind_model (self->users, tb_desk_get_users (desk), make_user_row, desk, NULL);
  gtk_list_box_bind_model (self->statuses, tb_desk_get_statuses (desk), make_status_row, self, NULL);
  g_signal_connect_object (tb_desk_get_statuses (desk), "items-changed", G_CALLBACK (on_statuses_changed_cb),
                           self, G_CONNECT_SWAPPED);
  if (preferences != NULL)
    {
      make_notices (self, preferences);
      tb_background_group_set_up (self->background, preferences,
                                  tb_engine_get_dir (tb_desk_get_engine (desk)));
      gtk_widget_set_visible (GTK_WIDGET (self->background), !tb_desk_is_sample (desk));
    }
  else
    {
      adw_view_stack_page_set_visible (self->notices_page, FALSE);
    }
  tb_own_server_group_set_up (self->server, desk, transport);
  tb_backup_group_set_up (self->backups, desk);
  adw_view_stack_page_set_visible (self->backups_page, !tb_desk_is_sample (desk));
  for (i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (desk, followed[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tb_desk_get_users (desk), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
tb_preferences_show_page (TbPreferences *self,
                          const char    *page)
{
  g_return_if_fail (TB_IS_PREFERENCES (self));

  adw_view_stack_set_visible_child_name (self->stack, page);
}
