/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bars on top of a ticket: outsourcing, delivery, terms, alerts, Taskfire. */
#include "config.h"

#include "tb-ticket-bars.h"

#include "tb-bar.h"
#include "tb-engagement-text.h"
#include "tb-shrink-layout.h"
#include "tb-text.h"
#include "tb-ticket-menu.h"
#include "tb-words.h"

#include <glib/gi18n.h>

#define DEFAULT_PATIENCE 1500 /* milliseconds */
#define N_BARS 14

struct _TbTicketBars
{
  AdwBin parent_instance;

  /* template */
  GtkBox *box;

  TbBar         *bars[N_BARS];   /* (borrowed): children of the box, as the table below has them */
  GtkBox        *late_entries;   /* (borrowed): in the popover of a bar */
  TbDesk        *desk;           /* (owned) (nullable) */
  TbTicketSheet *sheet;          /* (owned) (nullable) */
  GSignalGroup  *desk_signals;   /* (owned) */
  GSignalGroup  *sheet_signals;  /* (owned) */
  gint64         queued_since;   /* monotonic; 0: nothing is on its way */
  guint          refresh_source; /* 0: none */
  guint          patience;       /* milliseconds */
};

G_DEFINE_FINAL_TYPE (TbTicketBars, tb_ticket_bars, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  PROP_PATIENCE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What the two sides call the same things. */
typedef struct
{
  TbRole      role;
  const char *status; /* msgid with one %s */
  TbRole      other;  /* the partner's role */
} RoleWords;

/* clang-format off */
static const RoleWords role_words[] = {
  /* Translators: %s is an outsourcing status: Outsourcing status: In progress. */
  [TB_ROLE_LEAD] = { TB_ROLE_LEAD, N_("Outsourcing status: %s"), TB_ROLE_SERVICE },
  /* Translators: %s is an outsourcing status: Insourcing status: In progress. */
  [TB_ROLE_SERVICE] = { TB_ROLE_SERVICE, N_("Insourcing status: %s"), TB_ROLE_LEAD },
};

/* What the wait for a confirmation means. */
static const struct
{
  TbVerb      verb;
  const char *sentence; /* msgid */
} pending_sentences[] = {
  { TB_VERB_ACCEPT, N_("The ticket is created as soon as the lead partner has confirmed. "
                       "Until then nothing can be added to it.") },
  { TB_VERB_DECLINE, N_("The ticket leaves your folders as soon as the lead partner has confirmed.") },
  { TB_VERB_SUBMIT, N_("Earlier entries are read-only from now on, new ones stay here.") },
  { TB_VERB_COMPLETE, N_("New entries stay here.") },
};
/* clang-format on */

/* All that a bar may speak of. */
typedef struct
{
  const TbTicketRecord       *ticket;
  const TbTicketDetailsExtra *names;
  TbTicketSituation           situation;
  TbRole                      role; /* NONE for bars that have nothing to do with outsourcing */
  TbEngagement               *engagement;
  const TbEngagementRecord   *record;
  const TbEngagementExtra    *extra;
  gboolean                    is_compact; /* two outsourcings want their place */
} Context;

/* ---- Orange ---- */

static char *
dup_action_name (const Context *context,
                 TbAction       action)
{
  return g_strconcat ("ticket.", tb_ticket_action_name (&context->situation, context->role, action), NULL);
}

/* Steps that somebody has to take now stand on the bar as well. */
static guint
find_urgent_actions (const Context *context,
                     TbBarAction   *actions,
                     char         **names,
                     guint          n_max)
{
  TbStatus status = context->record->status;
  g_autoptr (GPtrArray) items = tb_menu (context->role, status, context->situation.permission);
  gboolean is_urgent = context->role == TB_ROLE_LEAD
                         ? status == TB_STATUS_WAITING_APPROVAL || status == TB_STATUS_UNSENT
                         : status == TB_STATUS_ASSIGNED;
  guint    i, n = 0;

  for (i = 0; is_urgent && i < items->len && n < n_max; i++)
    {
      const TbMenuItem *item = g_ptr_array_index (items, i);

      /* Looking at the terms is urgent only where they wait to be sent. */
      if ((item->action == TB_ACTION_SHOW_TERMS) != (status == TB_STATUS_UNSENT) ||
          !tb_ticket_can (&context->situation, context->role, item->action))
        continue;
      names[n] = dup_action_name (context, item->action);
      actions[n] = (TbBarAction){ _ (item->label), names[n], FALSE };
      n++;
    }
  return n;
}

static gboolean
fill_status (TbTicketBars  *self,
             const Context *context,
             TbBar         *bar)
{
  const TbStatusLook *look = tb_status_look (context->record->status);
  g_autofree char    *head = NULL;
  g_autofree char    *instant = NULL;
  g_autofree char    *since = NULL;
  g_autofree char    *text = NULL;
  char               *names[2] = { NULL };
  TbBarAction         actions[2];
  guint               n = find_urgent_actions (context, actions, names, G_N_ELEMENTS (actions));

  head = tb_word_fill_in (_ (role_words[context->role].status), _ (look->label));
  instant = tb_text_instant (context->record->status_since, tb_desk_get_zone (self->desk),
                             tb_desk_get_now (self->desk));
  if (*instant != '\0')
    /* Translators: %s is an instant: since today, 09:12. */
    since = g_strdup_printf (_ ("since %s"), instant);
  text = tb_engagement_text_status (self->desk, self->sheet, context->engagement);
  tb_bar_set_icon (bar, look->icon_name);
  tb_bar_set_words (bar, head, since, context->is_compact && n == 0 ? NULL : text, NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (bar), context->is_compact ? text : NULL);
  tb_bar_set_actions (bar, actions, n);
  g_free (names[0]);
  g_free (names[1]);
  return TRUE;
}

static gboolean
fill_pending (TbTicketBars  *self,
              const Context *context,
              TbBar         *bar)
{
  TbVerb      pending = context->extra->pending;
  const char *word = tb_word_pending (pending);
  const char *sentence = NULL;
  guint       i;

  if (word == NULL)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (pending_sentences); i++)
    if (pending_sentences[i].verb == pending)
      sentence = _ (pending_sentences[i].sentence);
  tb_bar_set_icon (bar, "content-loading-symbolic");
  tb_bar_set_words (bar, _ (word), NULL, sentence, NULL);
  return TRUE;
}

static gboolean
fill_delivery (TbTicketBars  *self,
               const Context *context,
               TbBar         *bar)
{
  const TbBarAction actions[] = {
    { _ ("Outbox"), "win.outbox", TRUE },
    { _ ("Send now"), "ticket.send-now", FALSE },
  };
  g_autofree char *text = tb_engagement_text_delivery (self->desk, context->engagement);
  g_autofree char *problem = NULL;
  gboolean         is_waiting = context->extra->next_attempt > tb_desk_get_now (self->desk);
  gboolean         is_long;

  if (text == NULL)
    return FALSE;
  is_long = self->queued_since != 0 &&
            g_get_monotonic_time () - self->queued_since >= self->patience * G_GINT64_CONSTANT (1000);
  if (!is_waiting && !is_long)
    return FALSE;
  if (context->extra->link_problem != NULL)
    problem = tb_text_problem_nick (context->extra->link_problem, context->extra->partner_name);
  tb_bar_set_icon (bar, "network-offline-symbolic");
  tb_bar_set_words (bar, text, NULL, problem, NULL);
  tb_bar_set_actions (bar, actions, context->extra->delivery == TB_DELIVERY_QUEUED ? 2 : 1);
  return TRUE;
}

static gboolean
fill_held (TbTicketBars  *self,
           const Context *context,
           TbBar         *bar)
{
  const TbBarAction actions[] = {
    { _ ("Outbox"), "win.outbox", TRUE },
    { _ ("Send again"), "ticket.resend", FALSE },
  };
  g_autofree char *problem = NULL;

  if (context->record->held_problem == NULL)
    return FALSE;
  problem = tb_text_problem_nick (context->record->held_problem, context->extra->partner_name);
  tb_bar_set_icon (bar, "dialog-error-symbolic");
  tb_bar_set_words (bar, _ ("The partner has refused a message:"), problem, NULL, NULL);
  tb_bar_set_actions (bar, actions, G_N_ELEMENTS (actions));
  return TRUE;
}

static GtkWidget *
create_late_button (TbTicketBars *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->late_entries = GTK_BOX (box);
  gtk_widget_add_css_class (box, "late-entries");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Show entries"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static char *
describe_entry (const TbItemRecord *item)
{
  g_autofree char *minutes = item->kind == TB_ITEM_TIME ? tb_text_minutes (item->minutes) : NULL;

  return tb_text_join (tb_text_word (TB_TYPE_ITEM_KIND, item->kind), minutes, item->file_name, item->text,
                       TB_TEXT_END);
}

static gboolean
fill_late (TbTicketBars  *self,
           const Context *context,
           TbBar         *bar)
{
  g_autoptr (GPtrArray) late = tb_ticket_sheet_get_late (self->sheet);
  int              n = context->record->late_items;
  g_autofree char *head = NULL;
  GtkWidget       *child;
  guint            i;

  if (n <= 0)
    return FALSE;
  /* Translators: %d is a number of entries. */
  head = g_strdup_printf (ngettext ("%d entry did not reach the lead partner any more.",
                                    "%d entries did not reach the lead partner any more.", n),
                          n);
  tb_bar_set_icon (bar, "mail-mark-important-symbolic");
  tb_bar_set_words (bar, head, NULL, NULL, NULL);
  if (self->late_entries == NULL)
    tb_bar_set_suffix (bar, create_late_button (self));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->late_entries))) != NULL)
    gtk_box_remove (self->late_entries, child);
  for (i = 0; i < late->len; i++)
    {
      g_autofree char *text = describe_entry (tb_object_get_record (g_ptr_array_index (late, i)));

      child = gtk_label_new (text);
      gtk_label_set_xalign (GTK_LABEL (child), 0);
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (child), 40);
      gtk_box_append (self->late_entries, child);
    }
  return TRUE;
}

/* ---- Blue ---- */

static gboolean
fill_terms (TbTicketBars  *self,
            const Context *context,
            TbBar         *bar)
{
  const TbEngagementRecord *record = context->record;
  TbEngagementUse           use = tb_engagement_use_of (self->sheet, context->engagement);
  g_autofree char          *action_name = dup_action_name (context, TB_ACTION_SHOW_TERMS);
  const TbBarAction         action = { _ ("Show terms"), action_name, TRUE };
  g_autofree char          *instant = NULL;
  g_autofree char          *there = NULL;
  g_autofree char          *complete_by = NULL;
  g_autofree char          *aside = NULL;
  g_autofree char          *text = NULL;
  g_autofree char          *rate = tb_engagement_text_rate (record);
  g_autofree char          *authorized = tb_engagement_text_authorized (record);
  g_autofree char          *used = tb_engagement_text_use (record, use);
  g_autofree char          *excess = tb_engagement_text_excess (record, use);

  if (record->remote_number != NULL && *record->remote_number != '\0')
    /* Translators: %s is the number that the ticket has at the partner. */
    there = g_strdup_printf (_ ("there %s"), record->remote_number);
  if (record->complete_by > 0)
    {
      instant =
        tb_text_instant (record->complete_by, tb_desk_get_zone (self->desk), tb_desk_get_now (self->desk));
      /* Translators: %s is an instant: Complete by Wed, 25 Nov, 18:00. */
      complete_by = g_strdup_printf (_ ("Complete by %s"), instant);
    }
  aside = tb_text_join (tb_text_word (TB_TYPE_ROLE, role_words[context->role].other), there, TB_TEXT_END);
  text = tb_text_join (complete_by, rate, authorized, used, TB_TEXT_END);
  tb_bar_set_icon (bar, "dialog-information-symbolic");
  tb_bar_set_name (bar, _ ("Outsourcing information bar"));
  tb_bar_set_words (bar, context->extra->partner_name != NULL ? context->extra->partner_name : "", aside,
                    text, excess);
  tb_bar_set_actions (bar, &action,
                      tb_ticket_can (&context->situation, context->role, TB_ACTION_SHOW_TERMS) ? 1 : 0);
  return TRUE;
}

/* ---- Yellow, green ---- */

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
fill_alert (TbTicketBars  *self,
            const Context *context,
            TbBar         *bar)
{
  if (!has_text (context->ticket->alert))
    return FALSE;
  tb_bar_set_icon (bar, "dialog-warning-symbolic");
  tb_bar_set_words (bar, tb_text_field ("alert"), context->ticket->alert, NULL, NULL);
  return TRUE;
}

static gboolean
fill_organisation_alert (TbTicketBars  *self,
                         const Context *context,
                         TbBar         *bar)
{
  g_autofree char *head = NULL;

  if (!has_text (context->names->organisation_alert))
    return FALSE;
  head = tb_text_join (tb_text_field ("alert"), context->names->organisation_name, TB_TEXT_END);
  tb_bar_set_icon (bar, "dialog-warning-symbolic");
  tb_bar_set_words (bar, head, context->names->organisation_alert, NULL, NULL);
  return TRUE;
}

/* Nothing of one's own goes by itself. */
static gboolean
fill_erasure (TbTicketBars  *self,
              const Context *context,
              TbBar         *bar)
{
  const TbBarAction actions[] = {
    /* Translators: button: keeps one's own copy of what a partner has deleted. */
    { C_ ("erasure", "Keep"), "ticket.dismiss-erasure", TRUE },
    { _ ("Delete here, too"), "ticket.follow-erasure", FALSE },
  };

  if (context->names->erasures == 0)
    return FALSE;
  tb_bar_set_icon (bar, "edit-clear-all-symbolic");
  tb_bar_set_words (bar, _ ("Your partner has deleted personal data"), NULL,
                    _ ("Your own copy still holds them: end customer, texts and entries of this ticket."),
                    NULL);
  tb_bar_set_actions (bar, actions,
                      context->situation.permission == TB_PERMISSION_ALL ? G_N_ELEMENTS (actions) : 0);
  return TRUE;
}

static gboolean
fill_taskfire (TbTicketBars  *self,
               const Context *context,
               TbBar         *bar)
{
  if (!context->ticket->is_taskfire)
    return FALSE;
  tb_bar_set_icon (bar, "system-users-symbolic");
  tb_bar_set_words (bar, _ ("Taskfire"), _ ("This ticket came from the customer’s internal help desk."), NULL,
                    NULL);
  return TRUE;
}

/* ---- All of them ---- */

typedef struct
{
  TbRole      role; /* of the engagement that it speaks of; NONE: of none */
  const char *css_class;
  gboolean (*fill) (TbTicketBars  *self,
                    const Context *context,
                    TbBar         *bar); /* FALSE: there is nothing to say */
} BarKind;

/* clang-format off */
static const BarKind bar_kinds[N_BARS] = {
  { TB_ROLE_LEAD, "orange", fill_status },
  { TB_ROLE_LEAD, "orange", fill_delivery },
  { TB_ROLE_LEAD, "orange", fill_held },
  { TB_ROLE_LEAD, "blue", fill_terms },
  { TB_ROLE_SERVICE, "orange", fill_status },
  { TB_ROLE_SERVICE, "orange", fill_pending },
  { TB_ROLE_SERVICE, "orange", fill_delivery },
  { TB_ROLE_SERVICE, "orange", fill_held },
  { TB_ROLE_SERVICE, "orange", fill_late },
  { TB_ROLE_SERVICE, "blue", fill_terms },
  { TB_ROLE_NONE, "yellow", fill_alert },
  { TB_ROLE_NONE, "yellow", fill_organisation_alert },
  { TB_ROLE_NONE, "yellow", fill_erasure },
  { TB_ROLE_NONE, "green", fill_taskfire },
};
/* clang-format on */

static TbEngagement *
find_engagement (TbTicketBars *self,
                 TbRole        role)
{
  return role != TB_ROLE_NONE ? tb_ticket_sheet_get_engagement (self->sheet, role) : NULL;
}

static void
take_role (TbTicketBars *self,
           Context      *context,
           TbRole        role)
{
  context->role = role;
  context->engagement = find_engagement (self, role);
  context->record = NULL;
  context->extra = NULL;
  if (context->engagement == NULL)
    return;
  context->record = tb_object_get_record (TB_OBJECT (context->engagement));
  context->extra = tb_object_get_extra (TB_OBJECT (context->engagement));
}

static gboolean
is_on_its_way (TbTicketBars *self)
{
  TbRole role;

  for (role = TB_ROLE_LEAD; role <= TB_ROLE_SERVICE; role++)
    {
      TbEngagement            *engagement = tb_ticket_sheet_get_engagement (self->sheet, role);
      const TbEngagementExtra *extra;

      extra = engagement != NULL ? tb_object_get_extra (TB_OBJECT (engagement)) : NULL;
      if (extra != NULL && (extra->delivery == TB_DELIVERY_QUEUED || extra->delivery == TB_DELIVERY_WAITING))
        return TRUE;
    }
  return FALSE;
}

static void refresh (TbTicketBars *self);

static gboolean
on_patience_over_cb (gpointer data)
{
  TbTicketBars *self = data;

  self->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* What arrives within a moment is not worth a word. */
static void
watch_delivery (TbTicketBars *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (!is_on_its_way (self))
    {
      self->queued_since = 0;
      return;
    }
  if (self->queued_since == 0)
    self->queued_since = g_get_monotonic_time ();
  if (g_get_monotonic_time () - self->queued_since < self->patience * G_GINT64_CONSTANT (1000))
    self->refresh_source = g_timeout_add (self->patience + 1, on_patience_over_cb, self);
}

static void
refresh (TbTicketBars *self)
{
  TbTicketDetails *details = self->sheet != NULL ? tb_ticket_sheet_get_details (self->sheet) : NULL;
  Context          context = { 0 };
  gboolean         is_empty = TRUE;
  guint            i;

  if (self->desk == NULL || details == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  watch_delivery (self);
  context.ticket = tb_object_get_record (TB_OBJECT (details));
  context.names = tb_object_get_extra (TB_OBJECT (details));
  context.situation = tb_ticket_situation_of (self->desk, self->sheet);
  context.is_compact = find_engagement (self, TB_ROLE_LEAD) != NULL &&
                       find_engagement (self, TB_ROLE_SERVICE) != NULL;
  for (i = 0; i < N_BARS; i++)
    {
      const BarKind *kind = &bar_kinds[i];
      gboolean       is_shown;

      take_role (self, &context, kind->role);
      is_shown = (kind->role == TB_ROLE_NONE || context.record != NULL) &&
                 kind->fill (self, &context, self->bars[i]);
      gtk_widget_set_visible (GTK_WIDGET (self->bars[i]), is_shown);
      is_empty = is_empty && !is_shown;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), !is_empty);
}

static void
set_sheet (TbTicketBars  *self,
           TbTicketSheet *sheet)
{
  if (!g_set_object (&self->sheet, sheet))
    return;
  self->queued_since = 0;
  g_signal_group_set_target (self->sheet_signals, sheet);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHEET]);
}

static void
set_desk (TbTicketBars *self,
          TbDesk       *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  g_signal_group_set_target (self->desk_signals, desk);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
tb_ticket_bars_dispose (GObject *object)
{
  TbTicketBars *self = TB_TICKET_BARS (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_signal_group_set_target (self->sheet_signals, NULL);
  g_signal_group_set_target (self->desk_signals, NULL);
  self->late_entries = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TICKET_BARS);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_ticket_bars_parent_class)->dispose (object);
}

static void
tb_ticket_bars_finalize (GObject *object)
{
  TbTicketBars *self = TB_TICKET_BARS (object);

  g_object_unref (self->sheet_signals);
  g_object_unref (self->desk_signals);
  G_OBJECT_CLASS (tb_ticket_bars_parent_class)->finalize (object);
}

static void
tb_ticket_bars_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbTicketBars *self = TB_TICKET_BARS (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    case PROP_PATIENCE:
      g_value_set_uint (value, self->patience);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_bars_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbTicketBars *self = TB_TICKET_BARS (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_SHEET:
      set_sheet (self, g_value_get_object (value));
      break;
    case PROP_PATIENCE:
      if (self->patience == g_value_get_uint (value))
        break;
      self->patience = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_bars_class_init (TbTicketBarsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_ticket_bars_dispose;
  object_class->finalize = tb_ticket_bars_finalize;
  object_class->get_property = tb_ticket_bars_get_property;
  object_class->set_property = tb_ticket_bars_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  properties[PROP_PATIENCE] = g_param_spec_uint ("patience", NULL, NULL, 0, 60000, DEFAULT_PATIENCE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TB_TYPE_SHRINK_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-ticket-bars.ui");
  gtk_widget_class_bind_template_child (widget_class, TbTicketBars, box);
}

static void
tb_ticket_bars_init (TbTicketBars *self)
{
  guint i;

  self->patience = DEFAULT_PATIENCE;
  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (refresh), self);
  self->desk_signals = g_signal_group_new (TB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "notify::permission", G_CALLBACK (refresh), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (i = 0; i < N_BARS; i++)
    {
      GtkWidget *bar = tb_bar_new (bar_kinds[i].css_class);

      gtk_widget_set_visible (bar, FALSE);
      gtk_box_append (self->box, bar);
      self->bars[i] = TB_BAR (bar);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
