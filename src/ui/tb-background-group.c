/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ohne Fenster“ in the preferences. */
#include "config.h"

#include "tb-background-group.h"

#include "tb-application.h"
#include "tb-autostart.h"

#include <glib/gi18n.h>

struct _TbBackgroundGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *stays_row;
  GtkSwitch    *stays;
  AdwActionRow *starts_row;
  GtkSwitch    *starts;
  GtkSwitch    *search;

  GSettings *settings; /* (owned) (nullable) */
  char      *id;       /* (owned) (nullable): of the application that shows the profile */
  char      *profile;  /* (owned) (nullable): %NULL: the default one */
  gboolean   uses_portal;
  gboolean   is_showing; /* the program sets the switches, not the user */
};

G_DEFINE_FINAL_TYPE (TbBackgroundGroup, tb_background_group, ADW_TYPE_PREFERENCES_GROUP)

/** Wish: what the user has switched, until the desktop has answered. */
typedef struct
{
  TbBackgroundGroup *self; /* (owned) */
  AdwActionRow      *row;  /* (borrowed): of self */
  gboolean           stays;
  gboolean           starts;
} Wish;

static void
show_settings (TbBackgroundGroup *self)
{
  gboolean stays = g_settings_get_boolean (self->settings, "background");

  self->is_showing = TRUE;
  gtk_switch_set_active (self->stays, stays);
  gtk_switch_set_active (self->starts, stays && g_settings_get_boolean (self->settings, "autostart"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->starts_row), stays);
  self->is_showing = FALSE;
}

static void
say (AdwActionRow *row,
     const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    text = g_strdup (_ ("Your desktop does not allow this. You can change that in its settings."));
  else
    /* Translators: %s is the system's reason. */
    text = g_strdup_printf (_ ("Your desktop cannot do this (%s)."), error->message);
  adw_action_row_set_subtitle (row, text);
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
}

static void
on_answered_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autofree Wish *wish = data;
  g_autoptr (TbBackgroundGroup) self = wish->self;
  g_autoptr (GError) error = NULL;
  gboolean is_done = tb_autostart_request_finish (result, &error);

  if (self->settings == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  /* To stop is always possible; what is left then of an entry only starts what ends at once. */
  if (is_done || !wish->stays)
    {
      g_settings_set_boolean (self->settings, "background", wish->stays);
      g_settings_set_boolean (self->settings, "autostart", wish->starts);
    }
  if (!is_done)
    say (wish->row, error);
  show_settings (self);
}

static void
ask (TbBackgroundGroup *self,
     AdwActionRow      *row,
     gboolean           stays,
     gboolean           starts)
{
  Wish       *wish = g_new0 (Wish, 1);
  const char *reason;

  wish->self = g_object_ref (self);
  wish->row = row;
  wish->stays = stays;
  wish->starts = starts;
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  /* Translators: why the program wants to run without a window. */
  reason = _ ("Tickets come and go also while the window is closed.");
  tb_autostart_request_async (self->id, self->profile, starts, reason, self->uses_portal, NULL,
                              on_answered_cb, wish);
}

static void
on_stays_changed_cb (TbBackgroundGroup *self)
{
  if (!self->is_showing && self->settings != NULL)
    ask (self, self->stays_row, gtk_switch_get_active (self->stays), FALSE);
}

static void
on_starts_changed_cb (TbBackgroundGroup *self)
{
  if (!self->is_showing && self->settings != NULL)
    ask (self, self->starts_row, TRUE, gtk_switch_get_active (self->starts));
}

static void
tb_background_group_dispose (GObject *object)
{
  TbBackgroundGroup *self = TB_BACKGROUND_GROUP (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_BACKGROUND_GROUP);
  G_OBJECT_CLASS (tb_background_group_parent_class)->dispose (object);
}

static void
tb_background_group_finalize (GObject *object)
{
  TbBackgroundGroup *self = TB_BACKGROUND_GROUP (object);

  g_free (self->id);
  g_free (self->profile);
  G_OBJECT_CLASS (tb_background_group_parent_class)->finalize (object);
}

static void
tb_background_group_class_init (TbBackgroundGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_background_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_background_group_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-background-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TbBackgroundGroup, stays_row);
  gtk_widget_class_bind_template_child (widget_class, TbBackgroundGroup, stays);
  gtk_widget_class_bind_template_child (widget_class, TbBackgroundGroup, starts_row);
  gtk_widget_class_bind_template_child (widget_class, TbBackgroundGroup, starts);
  gtk_widget_class_bind_template_child (widget_class, TbBackgroundGroup, search);
  gtk_widget_class_bind_template_callback (widget_class, on_stays_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_starts_changed_cb);
}

static void
tb_background_group_init (TbBackgroundGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->uses_portal = tb_autostart_is_sandboxed ();
}

void
tb_background_group_set_up (TbBackgroundGroup *self,
                            GSettings         *settings,
                            const char        *profile)
{
  g_return_if_fail (TB_IS_BACKGROUND_GROUP (self));
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (self->settings == NULL);

  self->id = tb_application_id_of (profile);
  if (!g_str_equal (self->id, TB_APPLICATION_ID))
    self->profile = g_canonicalize_filename (profile, NULL);
  self->settings = g_object_ref (settings);
  g_settings_bind (settings, "desktop-search", self->search, "active", G_SETTINGS_BIND_DEFAULT);
  show_settings (self);
}

void
tb_background_group_use_portal (TbBackgroundGroup *self,
                                gboolean           uses_portal)
{
  g_return_if_fail (TB_IS_BACKGROUND_GROUP (self));

  self->uses_portal = uses_portal;
}
