/* SPDX-License-Identifier: GPL-3.0-or-later
 * One ticket as a page shows it: objects that stay the same while their rows change.
 *
 * One read is under way at a time; what changes meanwhile is read once more afterwards. A snapshot is
 * compared with what is shown, and only what differs is told. */
#include "config.h"

#include "tb-ticket-sheet.h"

#include "tb-sheet-rows-private.h"

#define LOOK_MS 500

struct _TbTicketSheet
{
  GObject parent_instance;

  TbEngine     *engine; /* (owned) (nullable): gone after dispose */
  gint64        ticket;
  GCancellable *cancel; /* (owned): of our read */

  TbTicketDetails *details;  /* (owned) (nullable) */
  TbEngagement    *lead;     /* (owned) (nullable) */
  TbEngagement    *service;  /* (owned) (nullable) */
  TbSheetRows     *items;    /* (owned): of TbItem */
  TbSheetRows     *history;  /* (owned): of TbHistoryEntry */
  GHashTable      *partners; /* (owned) (element-type gint64): whose name or delivery is shown */
  gint64           time_total;
  gint64           charge_total;
  gint64           late_items;

  gboolean is_loading;
  gboolean is_gone;
  gboolean is_reading;
  gboolean must_read;
  guint    look_timer;
};

G_DEFINE_FINAL_TYPE (TbTicketSheet, tb_ticket_sheet, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_DETAILS,
  PROP_LEAD,
  PROP_SERVICE,
  PROP_IS_LOADING,
  PROP_IS_GONE,
  PROP_TIME_TOTAL,
  PROP_CHARGE_TOTAL,
  PROP_LATE_ITEMS,
  N_PROPS,
};

enum
{
  SIGNAL_UPDATED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* Kinds of records besides the ticket's own that show on its page; of a partner's its partners' only. */
static const char *const page_kinds[] = {
  "contact",
  "organisation",
  "setting",
  "ticket_status",
  "user",
  NULL,
};
static const char *const partner_kinds[] = { "outbox", "partner", NULL };
/* How far files are changes with each part: that is looked at now and then. */
static const char *const file_kinds[] = { "put", "arrival", NULL };

/* ---- What a snapshot brings ---- */

static void
set_number (TbTicketSheet *self,
            gint64        *member,
            gint64         value,
            guint          property)
{
  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_flag (TbTicketSheet *self,
          gboolean      *member,
          gboolean       value,
          guint          property)
{
  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_details (TbTicketSheet *self,
              TbTicketView  *view)
{
  g_autoptr (TbTicketDetailsExtra) extra = tb_ticket_details_extra_new ();
  gboolean is_first = self->details == NULL;

  if (view->status != NULL)
    {
      extra->status_name = g_strdup (view->status->name);
      extra->status_color = g_strdup (view->status->color);
      extra->status_meaning = view->status->meaning;
    }
  if (view->organisation != NULL)
    {
      extra->organisation_name = g_strdup (view->organisation->name);
      extra->organisation_alert = g_strdup (view->organisation->alert);
    }
  if (view->contact != NULL)
    {
      extra->contact_name = g_strdup (view->contact->name);
      extra->contact_phone = g_strdup (view->contact->phone);
    }
  if (view->assignee != NULL)
    extra->assignee_name = g_strdup (view->assignee->name);
  extra->erasures = view->erasures;
  extra->arriving = g_strdup (view->arriving);
  extra->come = view->come;
  extra->come_size = view->come_size;
  if (is_first)
    self->details = tb_object_new (TB_TYPE_TICKET_DETAILS, view->ticket);
  else
    tb_object_set_record (TB_OBJECT (self->details), view->ticket);
  tb_object_set_extra (TB_OBJECT (self->details), extra);
  if (is_first)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAILS]);
}

static void
take_engagement (TbTicketSheet    *self,
                 TbEngagement    **member,
                 TbEngagementView *view,
                 guint             property)
{
  g_autoptr (TbEngagementExtra) extra = NULL;
  g_autoptr (TbEngagement) old = NULL;

  if (view != NULL)
    {
      extra = tb_engagement_extra_new ();
      extra->partner_name = g_strdup (view->partner);
      extra->pending = view->pending;
      extra->delivery = view->delivery;
      extra->next_attempt = view->next_attempt;
      extra->link_problem = g_strdup (view->link_problem);
      if (*member != NULL && tb_object_get_id (TB_OBJECT (*member)) == view->record->id)
        {
          tb_object_set_record (TB_OBJECT (*member), view->record);
          tb_object_set_extra (TB_OBJECT (*member), extra);
          return;
        }
    }
  else if (*member == NULL)
    {
      return;
    }
  /* Another one, or none any more. */
  old = g_steal_pointer (member);
  if (view != NULL)
    {
      *member = tb_object_new (TB_TYPE_ENGAGEMENT, view->record);
      tb_object_set_extra (TB_OBJECT (*member), extra);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static TbItemExtra *
create_item_extra (const TbItemView *view)
{
  TbItemExtra *extra = tb_item_extra_new ();

  extra->partner_name = g_strdup (view->partner);
  extra->is_read_only = view->is_read_only;
  extra->is_local_only = view->is_local_only;
  extra->is_waiting = view->is_waiting;
  extra->is_cut = view->is_cut;
  extra->is_late = view->is_late;
  extra->counts_in = view->counts_in;
  extra->transfer = view->transfer;
  extra->across = view->across;
  extra->most = view->most;
  return extra;
}

static void
take_items (TbTicketSheet *self,
            TbTicketView  *view)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GPtrArray) extras = g_ptr_array_new_with_free_func (tb_record_unref);
  gint64 minutes = 0;
  gint64 amount = 0;
  guint  i;

  for (i = 0; i < view->items->len; i++)
    {
      const TbItemView *item = g_ptr_array_index (view->items, i);

      if (item->record->is_deleted)
        continue;
      g_ptr_array_add (records, item->record);
      g_ptr_array_add (extras, create_item_extra (item));
      if (item->record->kind == TB_ITEM_TIME)
        minutes += item->record->minutes;
      else if (item->record->kind == TB_ITEM_CHARGE)
        amount += item->record->amount;
    }
  tb_sheet_rows_merge (self->items, records, extras);
  set_number (self, &self->time_total, minutes, PROP_TIME_TOTAL);
  set_number (self, &self->charge_total, amount, PROP_CHARGE_TOTAL);
}

static void
take_partners (TbTicketSheet *self,
               TbTicketView  *view)
{
  guint i;

  for (i = 0; i < view->engagements->len; i++)
    {
      const TbEngagementView *engagement = g_ptr_array_index (view->engagements, i);

      g_hash_table_add (self->partners, g_memdup2 (&engagement->record->partner, sizeof (gint64)));
    }
}

static void
take_view (TbTicketSheet *self,
           TbTicketView  *view)
{
  TbEngagementView *service = tb_ticket_view_latest (view, TB_ROLE_SERVICE);

  /* What is told of the page itself is told when all of it is there. */
  g_object_freeze_notify (G_OBJECT (self));
  take_partners (self, view);
  take_details (self, view);
  take_engagement (self, &self->lead, tb_ticket_view_latest (view, TB_ROLE_LEAD), PROP_LEAD);
  take_engagement (self, &self->service, service, PROP_SERVICE);
  take_items (self, view);
  tb_sheet_rows_merge (self->history, view->history, NULL);
  set_number (self, &self->late_items, service != NULL ? service->record->late_items : 0, PROP_LATE_ITEMS);
  set_flag (self, &self->is_loading, FALSE, PROP_IS_LOADING);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/* A ticket that is gone does not come back: ids are not given twice. What was shown stays, for the page to
 * close in its own way. */
static void
take_failure (TbTicketSheet *self,
              const GError  *error)
{
  gboolean is_gone = g_error_matches (error, TB_PROBLEM, TB_PROBLEM_NOT_FOUND) &&
                     g_strcmp0 (tb_problem_get_argument (error), TB_TICKET.table) == 0;

  set_flag (self, &self->is_loading, FALSE, PROP_IS_LOADING);
  if (is_gone)
    set_flag (self, &self->is_gone, TRUE, PROP_IS_GONE);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

/* ---- Reading ---- */

static void read_if_needed (TbTicketSheet *self);

static void
on_ticket_loaded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  GWeakRef *sheet = data;
  g_autoptr (TbTicketSheet) self = g_weak_ref_get (sheet);
  g_autoptr (TbTicketView) view = NULL;
  g_autoptr (GError) error = NULL;

  g_weak_ref_clear (sheet);
  g_free (sheet);
  view = tb_engine_load_ticket_finish (TB_ENGINE (source), result, &error);
  if (self == NULL || self->engine == NULL)
    return;
  if (view != NULL)
    take_view (self, view);
  else
    take_failure (self, error);
  /* Only now: a main loop inside a handler must not bring the next snapshot while this one is being told. */
  self->is_reading = FALSE;
  read_if_needed (self);
}

static void
read_if_needed (TbTicketSheet *self)
{
  GWeakRef *sheet;

  if (self->engine == NULL || self->is_reading || self->is_gone || !self->must_read)
    return;
  self->must_read = FALSE;
  self->is_reading = TRUE;
  if (self->details == NULL)
    set_flag (self, &self->is_loading, TRUE, PROP_IS_LOADING);
  sheet = g_new0 (GWeakRef, 1);
  g_weak_ref_init (sheet, self);
  tb_engine_load_ticket_async (self->engine, self->ticket, self->cancel, on_ticket_loaded_cb, sheet);
}

/* Which partners are shown is not known for sure while a snapshot is on its way. */
static gboolean
is_shown_partner (TbTicketSheet *self,
                  gint64         partner)
{
  return self->is_reading || self->details == NULL || g_hash_table_contains (self->partners, &partner);
}

static gboolean
on_look_cb (gpointer data)
{
  TbTicketSheet *self = data;

  self->look_timer = 0;
  self->must_read = TRUE;
  read_if_needed (self);
  return G_SOURCE_REMOVE;
}

static void
look_later (TbTicketSheet *self,
            gint64         partner)
{
  if (self->look_timer == 0 && is_shown_partner (self, partner))
    self->look_timer = g_timeout_add (LOOK_MS, on_look_cb, self);
}

static void
on_changed_cb (TbTicketSheet *self,
               GPtrArray     *changes,
               gboolean       everything)
{
  guint i;

  if (everything)
    self->must_read = TRUE;
  for (i = 0; i < changes->len && !self->must_read; i++)
    {
      const TbChangeRecord *change = g_ptr_array_index (changes, i);

      if (g_strcmp0 (change->kind, TB_TICKET.table) == 0)
        self->must_read = change->row == self->ticket;
      else if (g_strv_contains (partner_kinds, change->kind))
        self->must_read = is_shown_partner (self, change->row);
      else if (g_strv_contains (file_kinds, change->kind))
        look_later (self, change->row);
      else
        self->must_read = g_strv_contains (page_kinds, change->kind);
    }
  read_if_needed (self);
}

/* ---- GObject ---- */

static void
tb_ticket_sheet_dispose (GObject *object)
{
  TbTicketSheet *self = TB_TICKET_SHEET (object);

  g_clear_handle_id (&self->look_timer, g_source_remove);
  g_cancellable_cancel (self->cancel);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (tb_ticket_sheet_parent_class)->dispose (object);
}

static void
tb_ticket_sheet_finalize (GObject *object)
{
  TbTicketSheet *self = TB_TICKET_SHEET (object);

  g_clear_object (&self->details);
  g_clear_object (&self->lead);
  g_clear_object (&self->service);
  g_object_unref (self->items);
  g_object_unref (self->history);
  g_hash_table_unref (self->partners);
  g_object_unref (self->cancel);

  G_OBJECT_CLASS (tb_ticket_sheet_parent_class)->finalize (object);
}

static void
tb_ticket_sheet_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TbTicketSheet *self = TB_TICKET_SHEET (object);

  switch (prop_id)
    {
    case PROP_DETAILS:
      g_value_set_object (value, self->details);
      break;
    case PROP_LEAD:
      g_value_set_object (value, self->lead);
      break;
    case PROP_SERVICE:
      g_value_set_object (value, self->service);
      break;
    case PROP_IS_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    case PROP_IS_GONE:
      g_value_set_boolean (value, self->is_gone);
      break;
    case PROP_TIME_TOTAL:
      g_value_set_int64 (value, self->time_total);
      break;
    case PROP_CHARGE_TOTAL:
      g_value_set_int64 (value, self->charge_total);
      break;
    case PROP_LATE_ITEMS:
      g_value_set_int64 (value, self->late_items);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_sheet_class_init (TbTicketSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_ticket_sheet_dispose;
  object_class->finalize = tb_ticket_sheet_finalize;
  object_class->get_property = tb_ticket_sheet_get_property;

  /**
   * TbTicketSheet:details: (nullable): the ticket; %NULL until it was read. Always the same object.
   */
  properties[PROP_DETAILS] =
    g_param_spec_object ("details", NULL, NULL, TB_TYPE_TICKET_DETAILS, flags);
  /**
   * TbTicketSheet:lead: (nullable): the latest outsourcing of which we are the lead.
   */
  properties[PROP_LEAD] = g_param_spec_object ("lead", NULL, NULL, TB_TYPE_ENGAGEMENT, flags);
  /**
   * TbTicketSheet:service: (nullable): the latest in which we work for a lead partner.
   */
  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, TB_TYPE_ENGAGEMENT, flags);
  /**
   * TbTicketSheet:is-loading: whether nothing is there yet, but being read.
   */
  properties[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  /**
   * TbTicketSheet:is-gone: whether the ticket was deleted. What was shown stays.
   */
  properties[PROP_IS_GONE] = g_param_spec_boolean ("is-gone", NULL, NULL, FALSE, flags);
  /**
   * TbTicketSheet:time-total: the minutes of all time entries.
   */
  properties[PROP_TIME_TOTAL] =
    g_param_spec_int64 ("time-total", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  /**
   * TbTicketSheet:charge-total: the minor units of all Warenposten.
   */
  properties[PROP_CHARGE_TOTAL] =
    g_param_spec_int64 ("charge-total", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  /**
   * TbTicketSheet:late-items: how many entries no longer reached the lead partner.
   */
  properties[PROP_LATE_ITEMS] =
    g_param_spec_int64 ("late-items", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbTicketSheet::updated: a snapshot was taken in; all that differs was told before.
   */
  signals[SIGNAL_UPDATED] = g_signal_new ("updated", TB_TYPE_TICKET_SHEET, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * TbTicketSheet::failed: the store could not be read. It is asked again with the next change.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", TB_TYPE_TICKET_SHEET, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tb_ticket_sheet_init (TbTicketSheet *self)
{
  self->cancel = g_cancellable_new ();
  self->items = tb_sheet_rows_new (TB_TYPE_ITEM);
  self->history = tb_sheet_rows_new (TB_TYPE_HISTORY_ENTRY);
  self->partners = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TbTicketSheet *
tb_ticket_sheet_new (TbEngine *engine,
                     gint64    ticket)
{
  TbTicketSheet *self;

  g_return_val_if_fail (TB_IS_ENGINE (engine), NULL);

  self = g_object_new (TB_TYPE_TICKET_SHEET, NULL);
  self->engine = g_object_ref (engine);
  self->ticket = ticket;
  self->must_read = TRUE;
  g_signal_connect_object (engine, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  read_if_needed (self);
  return self;
}

gint64
tb_ticket_sheet_get_ticket (TbTicketSheet *self)
{
  g_return_val_if_fail (TB_IS_TICKET_SHEET (self), 0);

  return self->ticket;
}

void
tb_ticket_sheet_announce (TbTicketSheet *self)
{
  g_return_if_fail (TB_IS_TICKET_SHEET (self));

  if (self->details != NULL)
    g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

TbTicketDetails *
tb_ticket_sheet_get_details (TbTicketSheet *self)
{
  g_return_val_if_fail (TB_IS_TICKET_SHEET (self), NULL);

  return self->details;
}

TbEngagement *
tb_ticket_sheet_get_engagement (TbTicketSheet *self,
                                TbRole         role)
{
  g_return_val_if_fail (TB_IS_TICKET_SHEET (self), NULL);
  g_return_val_if_fail (role == TB_ROLE_LEAD || role == TB_ROLE_SERVICE, NULL);

  return role == TB_ROLE_LEAD ? self->lead : self->service;
}

TbSheetRows *
tb_ticket_sheet_get_items (TbTicketSheet *self)
{
  g_return_val_if_fail (TB_IS_TICKET_SHEET (self), NULL);

  return self->items;
}

TbSheetRows *
tb_ticket_sheet_get_history (TbTicketSheet *self)
{
  g_return_val_if_fail (TB_IS_TICKET_SHEET (self), NULL);

  return self->history;
}

GPtrArray *
tb_ticket_sheet_get_late (TbTicketSheet *self)
{
  GPtrArray *late;
  guint      i;

  g_return_val_if_fail (TB_IS_TICKET_SHEET (self), NULL);

  late = g_ptr_array_new_with_free_func (g_object_unref);
  for (i = 0; i < tb_sheet_rows_get_length (self->items); i++)
    if (((const TbItemExtra *)tb_sheet_rows_get_extra (self->items, i))->is_late)
      g_ptr_array_add (late, g_list_model_get_item (G_LIST_MODEL (self->items), i));
  return late;
}
