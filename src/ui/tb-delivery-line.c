/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line below the folders: whether all has reached the partners. */
#include "config.h"

#include "tb-delivery-line.h"

#include "tb-text.h"

#include <glib/gi18n.h>

/* Words such as “yesterday” grow old by themselves. */
#define REFRESH_SECONDS 60
/* What delivers has no signals. */
#define LOOK_SECONDS 2

struct _TbDeliveryLine
{
  AdwBin parent_instance;

  GtkButton *button;
  GtkImage  *icon;
  GtkLabel  *label;

  TbDesk            *desk;    /* (owned) (nullable) */
  GSignalGroup      *signals; /* (owned): of the desk */
  GNetworkMonitor   *monitor; /* (owned) */
  gboolean           has_network;
  const TbTransport *transport; /* (borrowed) (nullable): outlives all windows */
  char              *failure;   /* (owned) (nullable): what keeps it from working */
  guint              look;
  guint              refresh;
  const char        *css_class; /* (borrowed) (nullable): of the table */
};

G_DEFINE_FINAL_TYPE (TbDeliveryLine, tb_delivery_line, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_HAS_NETWORK,
  PROP_TEXT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef enum
{
  LINE_SAMPLE,
  LINE_ELSEWHERE,
  LINE_STOPPED,
  LINE_NO_PARTNER,
  LINE_HELD,
  LINE_HEALING,
  LINE_OFFLINE,
  LINE_WAITING,
  LINE_SENDING,
  LINE_NO_BACKUP,
  LINE_DELIVERED,
} Line;

typedef struct
{
  const char *icon;
  const char *css_class;
  const char *action;
  const char *tooltip; /* msgid: what a click does */
} LineLook;

/* clang-format off */
static const LineLook looks[] = {
  [LINE_SAMPLE] = { "dialog-information-symbolic", "is-quiet", "app.leave-sample", N_("Leave sample") },
  [LINE_ELSEWHERE] = { "dialog-question-symbolic", "is-warning", "win.place",
                       N_("Say whether it was moved or copied") },
  [LINE_STOPPED] = { "dialog-warning-symbolic", "is-warning", "win.server",
                     N_("Open the preferences of the server") },
  [LINE_NO_PARTNER] = { "system-users-symbolic", "is-quiet", "win.invite", N_("Invite a partner") },
  [LINE_HELD] = { "dialog-warning-symbolic", "is-warning", "win.outbox", N_("Show outbox") },
  [LINE_HEALING] = { "view-refresh-symbolic", "is-waiting", "win.outbox", N_("Show outbox") },
  [LINE_OFFLINE] = { "network-offline-symbolic", "is-waiting", "win.outbox", N_("Show outbox") },
  [LINE_WAITING] = { "network-transmit-receive-symbolic", "is-waiting", "win.outbox", N_("Show outbox") },
  [LINE_SENDING] = { "network-transmit-receive-symbolic", "is-quiet", "win.outbox", N_("Show outbox") },
  [LINE_NO_BACKUP] = { "dialog-warning-symbolic", "is-warning", "win.backups", N_("Show backups") },
  [LINE_DELIVERED] = { "object-select-symbolic", "is-quiet", "win.outbox", N_("Show outbox") },
};
/* clang-format on */

/* ---- Words ---- */

typedef struct
{
  gint64 waiting;
  gint64 held;
  gint64 last_contact;
  gint64 next_attempt;
  gint64 now;
  gint64 no_backup_since; /* an instant; 0: there are backups */

  gboolean    is_elsewhere;
  const char *healing; /* (borrowed) (nullable): name of a partner */
} Numbers;

static Line
find_line (TbDeliveryLine *self,
           const Numbers  *numbers)
{
  if (tb_desk_is_sample (self->desk))
    return LINE_SAMPLE;
  if (numbers->is_elsewhere)
    return LINE_ELSEWHERE;
  if (self->failure != NULL)
    return LINE_STOPPED;
  if (numbers->held > 0)
    return LINE_HELD;
  if (numbers->healing != NULL && self->has_network)
    return LINE_HEALING;
  if (numbers->waiting > 0 && !self->has_network)
    return LINE_OFFLINE;
  if (numbers->waiting > 0)
    return numbers->next_attempt > numbers->now ? LINE_WAITING : LINE_SENDING;
  if (numbers->no_backup_since != 0)
    return LINE_NO_BACKUP;
  if (g_list_model_get_n_items (tb_desk_get_partners (self->desk)) == 0)
    return LINE_NO_PARTNER;
  return LINE_DELIVERED;
}

/* The clock alone today, the day too before. */
static char *
describe_time (TbDeliveryLine *self,
               gint64          instant,
               gint64          now)
{
  const char      *zone = tb_desk_get_zone (self->desk);
  g_autofree char *today = tb_text_day (now, zone);
  g_autofree char *day = tb_text_day (instant, zone);

  return g_str_equal (today, day) ? tb_text_clock (instant, zone) : tb_text_instant (instant, zone, now);
}

static char *
describe_waiting (TbDeliveryLine *self,
                  const Numbers  *numbers)
{
  g_autofree char *number = tb_text_number (numbers->waiting);
  g_autofree char *waiting = NULL;
  g_autofree char *time = NULL;
  g_autofree char *next = NULL;

  /* Translators: %s is a number of messages that have not reached a partner yet. */
  waiting = g_strdup_printf (ngettext ("%s is waiting", "%s are waiting", numbers->waiting), number);
  if (!self->has_network)
    /* Translators: %s: “3 are waiting”. */
    return g_strdup_printf (_ ("%s, no network"), waiting);
  if (numbers->next_attempt <= numbers->now)
    return g_steal_pointer (&waiting);
  time = describe_time (self, numbers->next_attempt, numbers->now);
  /* Translators: %s is a time: “14:32”. */
  next = g_strdup_printf (_ ("next attempt %s"), time);
  /* Translators: “3 are waiting”, “next attempt 14:32”. */
  return g_strdup_printf (_ ("%s, %s"), waiting, next);
}

static char *
describe_no_backup (TbDeliveryLine *self,
                    const Numbers  *numbers)
{
  g_autofree char *time = describe_time (self, numbers->no_backup_since, numbers->now);

  /* Translators: %s is a time: “14:32”. */
  return g_strdup_printf (_ ("No backup since %s"), time);
}

static char *
describe_held (TbDeliveryLine *self,
               const Numbers  *numbers)
{
  g_autofree char *number = tb_text_number (numbers->held);
  g_autofree char *held = NULL;
  g_autofree char *waiting = NULL;

  /* Translators: %s is a number of messages that a partner did not take. */
  held = g_strdup_printf (ngettext ("%s was refused", "%s were refused", numbers->held), number);
  if (numbers->waiting > 0)
    waiting = describe_waiting (self, numbers);
  return tb_text_join (held, waiting, TB_TEXT_END);
}

static char *
describe_delivered (TbDeliveryLine *self,
                    const Numbers  *numbers)
{
  g_autofree char *time = NULL;

  if (numbers->last_contact == 0)
    return g_strdup (_ ("Nothing to deliver"));
  time = describe_time (self, numbers->last_contact, numbers->now);
  return tb_text_join (_ ("All delivered"), time, TB_TEXT_END);
}

static char *
describe (TbDeliveryLine *self,
          Line            line,
          const Numbers  *numbers)
{
  switch (line)
    {
    case LINE_SAMPLE:
      return g_strdup (_ ("Sample: nothing is sent"));
    case LINE_STOPPED:
      /* Translators: %s is a sentence: “Another program listens at 0.0.0.0:8443.” */
      return g_strdup_printf (_ ("Delivery has stopped: %s"), self->failure);
    case LINE_ELSEWHERE:
      return g_strdup (_ ("Nothing is sent"));
    case LINE_HEALING:
      /* Translators: %s is a partner: after one of both went back to a backup. */
      return g_strdup_printf (_ ("Comparing with %s"), numbers->healing);
    case LINE_NO_BACKUP:
      return describe_no_backup (self, numbers);
    case LINE_NO_PARTNER:
      return g_strdup (_ ("No partner yet"));
    case LINE_HELD:
      return describe_held (self, numbers);
    case LINE_OFFLINE:
    case LINE_WAITING:
    case LINE_SENDING:
      return describe_waiting (self, numbers);
    case LINE_DELIVERED:
      return describe_delivered (self, numbers);
    }
  g_assert_not_reached ();
}

static void
show_line (TbDeliveryLine *self,
           const LineLook *look,
           const char     *text)
{
  g_autofree char *name = tb_text_join (text, _ (look->tooltip), TB_TEXT_END);

  if (self->css_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
  self->css_class = look->css_class;
  gtk_widget_add_css_class (GTK_WIDGET (self), self->css_class);
  gtk_image_set_from_icon_name (self->icon, look->icon);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), look->action);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ (look->tooltip));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (g_str_equal (gtk_label_get_text (self->label), text))
    return;
  gtk_label_set_text (self->label, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static const char *
find_healing (TbDeliveryLine *self)
{
  GListModel *partners = tb_desk_get_partners (self->desk);
  guint       n = g_list_model_get_n_items (partners);
  guint       i;

  for (i = 0; i < n; i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      const TbPartnerRecord *record = tb_object_get_record (partner);

      /* The list keeps it. */
      if (record != NULL && record->heal != 0 && record->link_state == TB_LINK_LINKED)
        return record->name;
    }
  return NULL;
}

static void
read_backups (TbDeliveryLine *self,
              Numbers        *numbers)
{
  G_GNUC_UNUSED g_autofree char *failure =
    tb_engine_get_backup_failure (tb_desk_get_engine (self->desk), &numbers->no_backup_since);
}

static void
update (TbDeliveryLine *self)
{
  g_autofree char *text = NULL;
  Numbers          numbers = { 0 };
  Line             line;

  if (self->desk == NULL || self->label == NULL)
    return;
  g_object_get (self->desk, "waiting", &numbers.waiting, "held", &numbers.held,
                "last-contact", &numbers.last_contact, "next-attempt", &numbers.next_attempt,
                "is-elsewhere", &numbers.is_elsewhere, NULL);
  numbers.healing = find_healing (self);
  read_backups (self, &numbers);
  numbers.now = tb_desk_get_now (self->desk);
  line = find_line (self, &numbers);
  text = describe (self, line, &numbers);
  show_line (self, &looks[line], text);
}

/* ---- Callbacks ---- */

static gboolean
on_refresh_cb (gpointer data)
{
  update (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_look_cb (gpointer data)
{
  TbDeliveryLine  *self = data;
  const GError    *error = self->transport->get_failure (self->transport->self);
  g_autofree char *failure = error != NULL ? tb_text_problem (error) : NULL;

  if (g_strcmp0 (failure, self->failure) == 0)
    return G_SOURCE_CONTINUE;
  g_free (self->failure);
  self->failure = g_steal_pointer (&failure);
  update (self);
  return G_SOURCE_CONTINUE;
}

static void
start_looking (TbDeliveryLine *self)
{
  if (self->transport == NULL || self->look != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  on_look_cb (self);
  self->look = g_timeout_add_seconds (LOOK_SECONDS, on_look_cb, self);
}

static void
on_network_changed_cb (TbDeliveryLine *self)
{
  g_object_set (self, "has-network", g_network_monitor_get_network_available (self->monitor), NULL);
}

/* ---- GtkWidget, GObject ---- */

static void
tb_delivery_line_map (GtkWidget *widget)
{
  TbDeliveryLine *self = TB_DELIVERY_LINE (widget);

  GTK_WIDGET_CLASS (tb_delivery_line_parent_class)->map (widget);
  update (self);
  self->refresh = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh_cb, self);
  start_looking (self);
}

static void
tb_delivery_line_unmap (GtkWidget *widget)
{
  TbDeliveryLine *self = TB_DELIVERY_LINE (widget);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_handle_id (&self->look, g_source_remove);
  GTK_WIDGET_CLASS (tb_delivery_line_parent_class)->unmap (widget);
}

static void
tb_delivery_line_dispose (GObject *object)
{
  TbDeliveryLine *self = TB_DELIVERY_LINE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->monitor);
  g_clear_object (&self->desk);
  /* The template unparents a child with an id, of which the bin would not learn. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_DELIVERY_LINE);
  G_OBJECT_CLASS (tb_delivery_line_parent_class)->dispose (object);
}

static void
tb_delivery_line_finalize (GObject *object)
{
  g_free (TB_DELIVERY_LINE (object)->failure);
  G_OBJECT_CLASS (tb_delivery_line_parent_class)->finalize (object);
}

static void
tb_delivery_line_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TbDeliveryLine *self = TB_DELIVERY_LINE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_HAS_NETWORK:
      g_value_set_boolean (value, self->has_network);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->label != NULL ? gtk_label_get_text (self->label) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_desk (TbDeliveryLine *self,
          TbDesk         *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  g_signal_group_set_target (self->signals, desk);
  if (desk != NULL)
    g_signal_connect_object (tb_desk_get_partners (desk), "items-changed", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
tb_delivery_line_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  TbDeliveryLine *self = TB_DELIVERY_LINE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_HAS_NETWORK:
      if (self->has_network == g_value_get_boolean (value))
        break;
      self->has_network = g_value_get_boolean (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_delivery_line_class_init (TbDeliveryLineClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_delivery_line_dispose;
  object_class->finalize = tb_delivery_line_finalize;
  object_class->get_property = tb_delivery_line_get_property;
  object_class->set_property = tb_delivery_line_set_property;
  widget_class->map = tb_delivery_line_map;
  widget_class->unmap = tb_delivery_line_unmap;

  /**
   * TbDeliveryLine:desk: whose delivery is shown.
   */
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  /**
   * TbDeliveryLine:has-network: whether the machine has a network at all.
   */
  properties[PROP_HAS_NETWORK] = g_param_spec_boolean ("has-network", NULL, NULL, TRUE, flags);
  /**
   * TbDeliveryLine:text: what the line says.
   */
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-delivery-line.ui");
  gtk_widget_class_bind_template_child (widget_class, TbDeliveryLine, button);
  gtk_widget_class_bind_template_child (widget_class, TbDeliveryLine, icon);
  gtk_widget_class_bind_template_child (widget_class, TbDeliveryLine, label);
}

static void
tb_delivery_line_init (TbDeliveryLine *self)
{
  static const char *const names[] = {
    "notify::waiting",
    "notify::held",
    "notify::last-contact",
    "notify::next-attempt",
    "notify::is-sample",
    "notify::is-elsewhere",
    "notify::zone",
    "day-changed",
    NULL,
  };
  guint i;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->has_network = g_network_monitor_get_network_available (self->monitor);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->signals = g_signal_group_new (TB_TYPE_DESK);
  for (i = 0; names[i] != NULL; i++)
    g_signal_group_connect_swapped (self->signals, names[i], G_CALLBACK (update), self);
}

void
tb_delivery_line_set_transport (TbDeliveryLine    *self,
                                const TbTransport *transport)
{
  g_return_if_fail (TB_IS_DELIVERY_LINE (self));

  self->transport = transport;
  start_looking (self);
}
