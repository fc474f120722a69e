/* SPDX-License-Identifier: GPL-3.0-or-later
 * The own server in the preferences: whether it is reached, whether messages are delivered, its fingerprint.
 */
#include "config.h"

#include "tb-own-server-group.h"

#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbOwnServerGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *check_row;
  GtkSpinner   *check_spinner;
  GtkWidget    *check_button;
  AdwActionRow *state_row;
  AdwActionRow *fingerprint_row;

  TbDesk            *desk;        /* (owned) (nullable) */
  const TbTransport *transport;   /* (borrowed) (nullable): the session's, which outlives its windows */
  GCancellable      *closed;      /* (owned): what only this window wants */
  char              *url;         /* (owned) (nullable) */
  char              *fingerprint; /* (owned) (nullable) */
  guint              state_timer;
};

G_DEFINE_FINAL_TYPE (TbOwnServerGroup, tb_own_server_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_URL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
show_check (TbOwnServerGroup *self,
            const char       *text,
            const char       *css_class) /* (nullable) */
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_row), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check_row), "error");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->check_row), css_class);
  adw_action_row_set_subtitle (self->check_row, text);
}

static void
on_checked_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbOwnServerGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean         is_fine;

  if (self->desk == NULL)
    return;
  is_fine = self->transport->probe_finish (self->transport->self, result, &error);
  gtk_spinner_stop (self->check_spinner);
  gtk_widget_hide (GTK_WIDGET (self->check_spinner));
  gtk_widget_set_sensitive (self->check_button, TRUE);
  text = is_fine ? g_strdup (_ ("The address leads here.")) : tb_text_problem (error);
  show_check (self, text, is_fine ? "success" : "error");
}

static void
on_check_cb (TbOwnServerGroup *self)
{
  if (self->url == NULL || *self->url == '\0')
    {
      show_check (self, _ ("Enter your own address first."), "error");
      return;
    }
  show_check (self, _ ("The address is being tried…"), NULL);
  gtk_widget_set_sensitive (self->check_button, FALSE);
  gtk_widget_show (GTK_WIDGET (self->check_spinner));
  gtk_spinner_start (self->check_spinner);
  self->transport->probe (self->transport->self, self->url, self->closed, on_checked_cb, g_object_ref (self));
}

static void
say_copied (TbOwnServerGroup *self)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay),
                                 adw_toast_new (_ ("The fingerprint was copied.")));
}

static void
on_copy_cb (TbOwnServerGroup *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->fingerprint);
  say_copied (self);
}

/* In groups of four, as people compare them. */
static char *
group_digits (const char *hex)
{
  GString *text = g_string_new (NULL);
  gsize    i;

  for (i = 0; hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, hex[i]);
    }
  return g_string_free (text, FALSE);
}

static void
on_fingerprint_read_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      data)
{
  g_autoptr (TbOwnServerGroup) self = data;
  g_autofree char *hex = tb_engine_get_config_finish (TB_ENGINE (object), result, NULL);
  g_autofree char *shown = NULL;

  /* Without one there is nothing to compare: the row is not shown. */
  if (self->desk == NULL || hex == NULL || *hex == '\0' || g_strcmp0 (hex, self->fingerprint) == 0)
    return;
  shown = group_digits (hex);
  g_free (self->fingerprint);
  self->fingerprint = g_steal_pointer (&hex);
  adw_action_row_set_subtitle (self->fingerprint_row, shown);
  gtk_widget_show (GTK_WIDGET (self->fingerprint_row));
}

/* Returns: (transfer full): a sentence */
static char *
describe_delivery (TbOwnServerGroup *self)
{
  const GError    *failure = self->transport->get_failure (self->transport->self);
  g_autofree char *listen = NULL;

  g_object_get (self->desk, "listen", &listen, NULL);
  if (failure != NULL)
    return tb_text_problem (failure);
  if (!self->transport->is_running (self->transport->self))
    return g_strdup (_ ("Another program that is open for this company delivers."));
  if (listen == NULL || *listen == '\0')
    return g_strdup (_ ("Runs; partners cannot reach you, your program fetches from them."));
  /* Translators: %s is an address with a port. */
  return g_strdup_printf (_ ("Runs and listens at %s."), listen);
}

static void
update_delivery (TbOwnServerGroup *self)
{
  g_autofree char *text = describe_delivery (self);

  adw_action_row_set_subtitle (self->state_row, text);
  if (self->transport->get_failure (self->transport->self) != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_row), "error");
  if (self->fingerprint == NULL)
    tb_engine_get_config_async (tb_desk_get_engine (self->desk), "fingerprint", self->closed,
                                on_fingerprint_read_cb, g_object_ref (self));
}

/* The courier has no signals: a look a second, while the window is open. */
static gboolean
on_state_timer_cb (gpointer data)
{
  update_delivery (data);
  return G_SOURCE_CONTINUE;
}

/* ---- Life ---- */

static void
tb_own_server_group_dispose (GObject *object)
{
  TbOwnServerGroup *self = TB_OWN_SERVER_GROUP (object);

  g_clear_handle_id (&self->state_timer, g_source_remove);
  g_cancellable_cancel (self->closed);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_OWN_SERVER_GROUP);
  G_OBJECT_CLASS (tb_own_server_group_parent_class)->dispose (object);
}

static void
tb_own_server_group_finalize (GObject *object)
{
  TbOwnServerGroup *self = TB_OWN_SERVER_GROUP (object);

  g_clear_object (&self->closed);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->fingerprint, g_free);
  G_OBJECT_CLASS (tb_own_server_group_parent_class)->finalize (object);
}

static void
tb_own_server_group_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  if (prop_id == PROP_URL)
    g_value_set_string (value, TB_OWN_SERVER_GROUP (object)->url);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_own_server_group_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  TbOwnServerGroup *self = TB_OWN_SERVER_GROUP (object);

  if (prop_id != PROP_URL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (g_strcmp0 (self->url, g_value_get_string (value)) == 0)
    return;
  g_free (self->url);
  self->url = g_value_dup_string (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_own_server_group_class_init (TbOwnServerGroupClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_own_server_group_dispose;
  object_class->finalize = tb_own_server_group_finalize;
  object_class->get_property = tb_own_server_group_get_property;
  object_class->set_property = tb_own_server_group_set_property;

  /**
   * TbOwnServerGroup:url: the address that is tried, as it is typed.
   */
  properties[PROP_URL] = g_param_spec_string (
    "url", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-own-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TbOwnServerGroup, check_row);
  gtk_widget_class_bind_template_child (widget_class, TbOwnServerGroup, check_spinner);
  gtk_widget_class_bind_template_child (widget_class, TbOwnServerGroup, check_button);
  gtk_widget_class_bind_template_child (widget_class, TbOwnServerGroup, state_row);
  gtk_widget_class_bind_template_child (widget_class, TbOwnServerGroup, fingerprint_row);
  gtk_widget_class_bind_template_callback (widget_class, on_check_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
}

static void
tb_own_server_group_init (TbOwnServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->closed = g_cancellable_new ();
  gtk_widget_hide (GTK_WIDGET (self->fingerprint_row));
}

void
tb_own_server_group_set_up (TbOwnServerGroup  *self,
                            TbDesk            *desk,
                            const TbTransport *transport)
{
  g_return_if_fail (TB_IS_OWN_SERVER_GROUP (self));
  g_return_if_fail (TB_IS_DESK (desk) && self->desk == NULL);

  self->desk = g_object_ref (desk);
  self->transport = transport;
  gtk_widget_set_visible (GTK_WIDGET (self), transport != NULL);
  if (transport == NULL)
    return;
  self->state_timer = g_timeout_add_seconds (1, on_state_timer_cb, self);
  update_delivery (self);
}
