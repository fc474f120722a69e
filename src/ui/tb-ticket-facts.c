/* SPDX-License-Identifier: GPL-3.0-or-later
 * Title, customer, the facts of a ticket and its description, each edited where it stands. */
#include "config.h"

#include "tb-ticket-facts.h"

#include "tb-beside-layout.h"
#include "tb-columns-layout.h"
#include "tb-dialog.h"
#include "tb-down-layout.h"
#include "tb-draft-timer.h"
#include "tb-fact-choice.h"
#include "tb-fact-field.h"
#include "tb-in-place.h"
#include "tb-step-dialog.h"
#include "tb-tell.h"
#include "tb-text.h"
#include "tb-ticket-menu.h"

#include <glib/gi18n.h>

struct _TbTicketFacts
{
  AdwBin parent_instance;

  /* template */
  TbInPlace    *title;
  TbFactField  *organisation;
  GtkLabel     *contact;
  GtkWidget    *why_box;
  GtkLabel     *why;
  TbFactChoice *status;
  TbFactChoice *priority;
  TbFactField  *due;
  TbFactField  *queue;
  TbFactChoice *assignee;
  GtkLabel     *recorded;
  TbInPlace    *description;

  TbDesk        *desk;           /* (owned) (nullable) */
  TbTicketSheet *sheet;          /* (owned) (nullable) */
  GSignalGroup  *sheet_signals;  /* (owned) */
  GSignalGroup  *user_signals;   /* (owned): of the list of users */
  GSignalGroup  *status_signals; /* (owned): of the list of statuses */
  GCancellable  *draft_cancel;   /* (owned) (nullable): of the reading of a draft */
  TbDraftTimer   draft_timer;    /* of the description */
  gint64         shown_ticket;   /* whose facts are shown; 0: none */
};

G_DEFINE_FINAL_TYPE (TbTicketFacts, tb_ticket_facts, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* ---- Showing ---- */

static const TbTicketRecord *
get_ticket (TbTicketFacts *self)
{
  TbTicketDetails *details = self->sheet != NULL ? tb_ticket_sheet_get_details (self->sheet) : NULL;

  return details != NULL ? tb_object_get_record (TB_OBJECT (details)) : NULL;
}

static const TbTicketDetailsExtra *
get_names (TbTicketFacts *self)
{
  return tb_object_get_extra (TB_OBJECT (tb_ticket_sheet_get_details (self->sheet)));
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
show_title (TbTicketFacts        *self,
            const TbTicketRecord *ticket)
{
  g_object_set (self->title, "text", ticket->title, NULL);
}

static void
show_description (TbTicketFacts        *self,
                  const TbTicketRecord *ticket)
{
  g_object_set (self->description, "text", ticket->description, NULL);
}

/* What was typed about a customer is no markup; a telephone number can be called. */
static void
show_organisation (TbTicketFacts        *self,
                   const TbTicketRecord *ticket)
{
  const TbTicketDetailsExtra *names = get_names (self);
  g_autofree char            *contact = g_markup_escape_text (or_empty (names->contact_name), -1);
  g_autofree char            *phone = g_markup_escape_text (or_empty (names->contact_phone), -1);
  g_autofree char            *uri = g_uri_escape_string (or_empty (names->contact_phone), "+", FALSE);
  g_autofree char            *link = NULL;
  g_autofree char            *text = NULL;

  if (*phone != '\0')
    link = g_strdup_printf ("<a href=\"tel:%s\">%s</a>", uri, phone);
  text = tb_text_join (contact, link, TB_TEXT_END);
  gtk_label_set_markup (self->contact, text);
  tb_fact_field_set_text (self->organisation, names->organisation_name);
  g_object_set (self->organisation, "shown",
                names->organisation_name != NULL ? names->organisation_name : _ ("No organisation"), NULL);
}

static void
show_status (TbTicketFacts        *self,
             const TbTicketRecord *ticket)
{
  GListModel *statuses = tb_desk_get_statuses (self->desk);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) colors = g_ptr_array_new ();
  guint i, n = g_list_model_get_n_items (statuses);

  for (i = 0; i < n; i++)
    {
      g_autoptr (TbObject) status = g_list_model_get_item (statuses, i);
      const TbTicketStatusRecord *record = tb_object_get_record (status);

      g_ptr_array_add (names, record->name);
      g_ptr_array_add (colors, (gpointer)or_empty (record->color));
    }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (colors, NULL);
  tb_fact_choice_set_options (self->status, (const char *const *)names->pdata,
                              (const char *const *)colors->pdata);
  tb_fact_choice_set_chosen (self->status, tb_fact_choice_find (self->status, get_names (self)->status_name));
}

static void
show_priority (TbTicketFacts        *self,
               const TbTicketRecord *ticket)
{
  const char *names[TB_PRIORITY_CRITICAL + 2] = { NULL };
  guint       i;

  for (i = 0; i <= TB_PRIORITY_CRITICAL; i++)
    names[i] = tb_text_word (TB_TYPE_PRIORITY, i);
  tb_fact_choice_set_options (self->priority, names, NULL);
  tb_fact_choice_set_chosen (self->priority, ticket->priority);
}

/* Nobody, all who are active, and who has it although he is not any more. */
static void
show_assignee (TbTicketFacts        *self,
               const TbTicketRecord *ticket)
{
  GListModel *users = tb_desk_get_users (self->desk);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint i, chosen = 0;

  g_ptr_array_add (names, (gpointer)C_ ("assignee", "Nobody"));
  for (i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr (TbObject) user = g_list_model_get_item (users, i);
      const TbUserRecord *record = tb_object_get_record (user);

      if (record->id == ticket->assignee)
        chosen = names->len;
      if (record->active || record->id == ticket->assignee)
        g_ptr_array_add (names, record->name);
    }
  g_ptr_array_add (names, NULL);
  tb_fact_choice_set_options (self->assignee, (const char *const *)names->pdata, NULL);
  tb_fact_choice_set_chosen (self->assignee, chosen);
}

static void
show_due (TbTicketFacts        *self,
          const TbTicketRecord *ticket)
{
  g_autofree char *instant =
    tb_text_instant (ticket->due_at, tb_desk_get_zone (self->desk), tb_desk_get_now (self->desk));

  tb_fact_field_set_instant (self->due, ticket->due_at);
  g_object_set (self->due, "shown", ticket->due_at > 0 ? instant : C_ ("due date", "None"), "is-overdue",
                ticket->is_overdue != 0, NULL);
}

static void
show_queue (TbTicketFacts        *self,
            const TbTicketRecord *ticket)
{
  gboolean is_empty = *or_empty (ticket->queue) == '\0';

  tb_fact_field_set_text (self->queue, ticket->queue);
  g_object_set (self->queue, "shown", is_empty ? C_ ("queue", "None") : ticket->queue, NULL);
}

static void
show_recorded (TbTicketFacts        *self,
               const TbTicketRecord *ticket)
{
  gint64           minutes, amount;
  g_autofree char *hours = NULL;
  g_autofree char *money = NULL;
  g_autofree char *text = NULL;

  g_object_get (self->sheet, "time-total", &minutes, "charge-total", &amount, NULL);
  if (minutes != 0)
    hours = tb_text_minutes (minutes);
  if (amount != 0)
    money = tb_text_money (amount, tb_desk_get_currency (self->desk));
  text = tb_text_join (hours, money, TB_TEXT_END);
  gtk_label_set_label (self->recorded, *text != '\0' ? text : C_ ("recorded", "Nothing"));
}

/* ---- Changing ---- */

/* One fact: how it is shown, and where it says what went wrong. */
typedef struct
{
  const char *name; /* of the engine's field */
  void (*show) (TbTicketFacts        *self,
                const TbTicketRecord *ticket);
  void (*finish) (TbTicketFacts *self,
                  const GError  *error);
} Fact;

#define DEFINE_FINISH(member, function)    \
  static void                              \
    finish_##member (TbTicketFacts *self,  \
                     const GError  *error) \
  {                                        \
    function (self->member, error);        \
  }

DEFINE_FINISH (title, tb_in_place_finish)
DEFINE_FINISH (description, tb_in_place_finish)
DEFINE_FINISH (organisation, tb_fact_field_finish)
DEFINE_FINISH (due, tb_fact_field_finish)
DEFINE_FINISH (queue, tb_fact_field_finish)
DEFINE_FINISH (status, tb_fact_choice_finish)
DEFINE_FINISH (priority, tb_fact_choice_finish)
DEFINE_FINISH (assignee, tb_fact_choice_finish)

typedef enum
{
  FACT_TITLE,
  FACT_DESCRIPTION,
  FACT_ORGANISATION,
  FACT_STATUS,
  FACT_PRIORITY,
  FACT_DUE,
  FACT_QUEUE,
  FACT_ASSIGNEE,
  FACT_RECORDED,
  N_FACTS,
} FactId;

/* clang-format off */
static const Fact facts[N_FACTS] = {
  [FACT_TITLE] = { "title", show_title, finish_title },
  [FACT_DESCRIPTION] = { "description", show_description, finish_description },
  [FACT_ORGANISATION] = { "organisation", show_organisation, finish_organisation },
  [FACT_STATUS] = { "status", show_status, finish_status },
  [FACT_PRIORITY] = { "priority", show_priority, finish_priority },
  [FACT_DUE] = { "due", show_due, finish_due },
  [FACT_QUEUE] = { "queue", show_queue, finish_queue },
  [FACT_ASSIGNEE] = { "assignee", show_assignee, finish_assignee },
  [FACT_RECORDED] = { NULL, show_recorded, NULL },
};
/* clang-format on */

typedef struct
{
  TbTicketFacts *self; /* (owned) */
  gint64         ticket;
  FactId         fact;
} Change;

static void
on_set_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autofree Change *change = data;
  g_autoptr (TbTicketFacts) self = change->self;
  g_autoptr (GError) error = NULL;

  tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error);
  if (self->desk == NULL)
    return; /* disposed */
  if (change->ticket == self->shown_ticket)
    facts[change->fact].finish (self, error);
  else if (error != NULL)
    tb_tell_error (GTK_WIDGET (self), error);
}

static void
set_fact (TbTicketFacts *self,
          FactId         fact,
          const char    *value)
{
  TbCommand command = { .type = TB_COMMAND_SET, .name = facts[fact].name, .value = value };
  Change   *change;

  if (self->sheet == NULL || self->desk == NULL)
    return;
  change = g_new0 (Change, 1);
  change->self = g_object_ref (self);
  change->ticket = command.ticket = tb_ticket_sheet_get_ticket (self->sheet);
  change->fact = fact;
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_set_cb, change);
}

/* ---- Callbacks ---- */

static void
on_title_save_cb (TbTicketFacts *self,
                  const char    *text)
{
  set_fact (self, FACT_TITLE, text);
}

static void
on_description_save_cb (TbTicketFacts *self,
                        const char    *text)
{
  set_fact (self, FACT_DESCRIPTION, text);
}

static void
on_organisation_save_cb (TbTicketFacts *self,
                         const char    *text)
{
  set_fact (self, FACT_ORGANISATION, text);
}

static void
on_due_save_cb (TbTicketFacts *self,
                const char    *text)
{
  set_fact (self, FACT_DUE, text);
}

static void
on_queue_save_cb (TbTicketFacts *self,
                  const char    *text)
{
  set_fact (self, FACT_QUEUE, text);
}

static void
on_priority_chosen_cb (TbTicketFacts *self,
                       guint          option)
{
  set_fact (self, FACT_PRIORITY, tb_nick (TB_TYPE_PRIORITY, option));
}

static void
on_assignee_chosen_cb (TbTicketFacts *self,
                       guint          option)
{
  /* The first one is nobody. */
  set_fact (self, FACT_ASSIGNEE, option == 0 ? "" : tb_fact_choice_get_name (self->assignee, option));
}

static gboolean
ends_outsourcing (TbTicketFacts              *self,
                  const TbTicketStatusRecord *status)
{
  TbTicketSituation situation = tb_ticket_situation_of (self->desk, self->sheet);

  return status->meaning == TB_MEANING_COMPLETE &&
         (tb_transition_find (situation.lead, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET) != NULL ||
          tb_transition_find (situation.service, TB_ACTOR_SERVICE, TB_ACTION_CLOSE_TICKET) != NULL);
}

/* The only coupling of the two fields: whoever ends an outsourcing with it is asked before. */
static void
on_status_chosen_cb (TbTicketFacts *self,
                     guint          option)
{
  g_autoptr (TbObject) status = g_list_model_get_item (tb_desk_get_statuses (self->desk), option);
  const TbTicketStatusRecord *record = status != NULL ? tb_object_get_record (status) : NULL;
  GtkRoot                    *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget                  *dialog;

  if (record == NULL)
    return;
  if (!ends_outsourcing (self, record))
    {
      set_fact (self, FACT_STATUS, record->name);
      return;
    }
  dialog = tb_step_dialog_new (self->desk, self->sheet, TB_ACTION_CLOSE_TICKET);
  g_object_set (dialog, "status", record->name, NULL);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  tb_dialog_present (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
}

/* ---- Drafts of a description ---- */

static char *
dup_draft_key (gint64 ticket)
{
  return g_strdup_printf ("description-%" G_GINT64_FORMAT, ticket);
}

static void
keep_draft (TbTicketFacts *self)
{
  g_autofree char *key = dup_draft_key (self->shown_ticket);
  g_autofree char *typed = tb_in_place_dup_typed (self->description);

  tb_draft_timer_stop (&self->draft_timer);
  if (self->desk != NULL && self->shown_ticket != 0)
    tb_desk_save_draft (self->desk, key, typed);
}

static void
on_description_typed_cb (TbTicketFacts *self)
{
  tb_draft_timer_touch (&self->draft_timer);
}

static void
on_draft_loaded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbTicketFacts) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tb_desk_load_draft_finish (TB_DESK (object), result, &error);

  /* Cancelled, or there is none; an unreadable store shows elsewhere. */
  if (text != NULL && self->desk != NULL && !g_cancellable_is_cancelled (self->draft_cancel))
    tb_in_place_edit (self->description, text);
}

static void
load_draft (TbTicketFacts *self)
{
  g_autofree char *key = dup_draft_key (self->shown_ticket);

  self->draft_cancel = g_cancellable_new ();
  tb_desk_load_draft_async (self->desk, key, self->draft_cancel, on_draft_loaded_cb, g_object_ref (self));
}

/* Another ticket comes, or none. */
static void
leave_ticket (TbTicketFacts *self)
{
  g_cancellable_cancel (self->draft_cancel);
  g_clear_object (&self->draft_cancel);
  if (self->draft_timer.source != 0)
    keep_draft (self);
  tb_in_place_cancel (self->description);
  tb_in_place_cancel (self->title);
  tb_fact_choice_finish (self->status, NULL);
  tb_fact_choice_finish (self->priority, NULL);
  tb_fact_choice_finish (self->assignee, NULL);
  self->shown_ticket = 0;
  tb_draft_timer_stop (&self->draft_timer);
}

/* ---- All of it ---- */

static void
update_read_only (TbTicketFacts *self)
{
  TbTicketSituation situation = tb_ticket_situation_of (self->desk, self->sheet);
  gboolean          is_read_only = !tb_ticket_can_write (&situation);
  const char       *why = tb_ticket_why_not_write (&situation);
  GtkWidget *const  widgets[] = {
     GTK_WIDGET (self->title), GTK_WIDGET (self->organisation), GTK_WIDGET (self->status),
     GTK_WIDGET (self->priority), GTK_WIDGET (self->due), GTK_WIDGET (self->queue),
     GTK_WIDGET (self->assignee), GTK_WIDGET (self->description)
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (widgets); i++)
    g_object_set (widgets[i], "is-read-only", is_read_only, NULL);
  gtk_label_set_label (self->why, why != NULL ? why : "");
  gtk_widget_set_visible (self->why_box, why != NULL);
}

static void
refresh (TbTicketFacts *self)
{
  const TbTicketRecord *ticket = get_ticket (self);
  guint                 i;

  if (ticket == NULL || self->desk == NULL)
    return;
  for (i = 0; i < N_FACTS; i++)
    facts[i].show (self, ticket);
  update_read_only (self);
  if (self->shown_ticket == ticket->id)
    return;
  self->shown_ticket = ticket->id;
  if (ticket->is_confirmed)
    load_draft (self);
}

static void
set_sheet (TbTicketFacts *self,
           TbTicketSheet *sheet)
{
  if (self->sheet == sheet)
    return;
  leave_ticket (self);
  g_set_object (&self->sheet, sheet);
  g_signal_group_set_target (self->sheet_signals, sheet);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHEET]);
}

static void
set_desk (TbTicketFacts *self,
          TbDesk        *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  g_object_set (self->organisation, "desk", desk, NULL);
  g_object_set (self->due, "desk", desk, NULL);
  g_object_set (self->queue, "desk", desk, NULL);
  g_signal_group_set_target (self->user_signals, desk != NULL ? tb_desk_get_users (desk) : NULL);
  g_signal_group_set_target (self->status_signals, desk != NULL ? tb_desk_get_statuses (desk) : NULL);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
tb_ticket_facts_dispose (GObject *object)
{
  TbTicketFacts *self = TB_TICKET_FACTS (object);

  g_signal_group_set_target (self->sheet_signals, NULL);
  g_signal_group_set_target (self->user_signals, NULL);
  g_signal_group_set_target (self->status_signals, NULL);
  if (self->description != NULL)
    leave_ticket (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TICKET_FACTS);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_ticket_facts_parent_class)->dispose (object);
}

static void
tb_ticket_facts_finalize (GObject *object)
{
  TbTicketFacts *self = TB_TICKET_FACTS (object);

  g_object_unref (self->sheet_signals);
  g_object_unref (self->user_signals);
  g_object_unref (self->status_signals);
  G_OBJECT_CLASS (tb_ticket_facts_parent_class)->finalize (object);
}

static void
tb_ticket_facts_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TbTicketFacts *self = TB_TICKET_FACTS (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_facts_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TbTicketFacts *self = TB_TICKET_FACTS (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_SHEET:
      set_sheet (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, title);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, organisation);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, contact);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, why_box);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, why);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, status);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, priority);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, due);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, queue);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, assignee);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, recorded);
  gtk_widget_class_bind_template_child (widget_class, TbTicketFacts, description);
  gtk_widget_class_bind_template_callback (widget_class, on_title_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_description_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_description_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_organisation_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_due_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_queue_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_status_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_priority_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_assignee_chosen_cb);
}

static void
tb_ticket_facts_class_init (TbTicketFactsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_ticket_facts_dispose;
  object_class->finalize = tb_ticket_facts_finalize;
  object_class->get_property = tb_ticket_facts_get_property;
  object_class->set_property = tb_ticket_facts_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_BESIDE_LAYOUT);
  g_type_ensure (TB_TYPE_COLUMNS_LAYOUT);
  g_type_ensure (TB_TYPE_FACT_CHOICE);
  g_type_ensure (TB_TYPE_FACT_FIELD);
  g_type_ensure (TB_TYPE_IN_PLACE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-ticket-facts.ui");
  bind_template (widget_class);
}

static void
tb_ticket_facts_init (TbTicketFacts *self)
{
  self->draft_timer = (TbDraftTimer){ (TbKeepFunc)keep_draft, self };
  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (refresh), self);
  /* Somebody new, or another name or colour, shows at once. */
  self->user_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->user_signals, "items-changed", G_CALLBACK (refresh), self);
  self->status_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->status_signals, "items-changed", G_CALLBACK (refresh), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
