/* SPDX-License-Identifier: GPL-3.0-or-later
 * Makes a profile with many tickets: always the same, but for their dates, which end today.
 * Every eighth ticket is outsourced; nothing waits to be sent, and no partner has an address.
 *
 * Usage: fill PROFILE COUNT [--notes N]     Prints what is known of some tickets, a line of JSON each. */
#include "config.h"

#include "bench-texts.h"
#include "tb-engine.h"
#include "tb-event.h"
#include "tb-store.h"

#include <stdio.h>
#include <stdlib.h>

#define BATCH 1000
#define MANY_NOTES 1000
#define N_ORGANISATIONS 200
#define N_DAYS 250
#define OUTSOURCED_EACH 8
#define N_PARTNERS 2
#define FIRST_NOTE 2 /* of bench_words() */

/* What an outsourced ticket is like. @n_own: how many of its notes are ours; -1: it has none. */
typedef struct
{
  TbRole   role;
  TbStatus status;
  gboolean was_accepted;
  int      n_own;
} Kind;

/* clang-format off */
static const Kind kinds[] = {
  { TB_ROLE_LEAD, TB_STATUS_UNSENT, FALSE, 3 },
  { TB_ROLE_LEAD, TB_STATUS_ASSIGNED, FALSE, 3 },
  { TB_ROLE_LEAD, TB_STATUS_CANCELED, FALSE, 3 },
  { TB_ROLE_LEAD, TB_STATUS_DECLINED, FALSE, 3 },
  { TB_ROLE_LEAD, TB_STATUS_ACCEPTED, TRUE, 2 },
  { TB_ROLE_LEAD, TB_STATUS_IN_PROGRESS, TRUE, 2 },
  { TB_ROLE_LEAD, TB_STATUS_WAITING_APPROVAL, TRUE, 2 },
  { TB_ROLE_LEAD, TB_STATUS_COMPLETE, TRUE, 2 },
  { TB_ROLE_SERVICE, TB_STATUS_ASSIGNED, FALSE, -1 },
  { TB_ROLE_SERVICE, TB_STATUS_CANCELED, FALSE, -1 },
  { TB_ROLE_SERVICE, TB_STATUS_DECLINED, FALSE, -1 },
  { TB_ROLE_SERVICE, TB_STATUS_ACCEPTED, TRUE, 2 },
  { TB_ROLE_SERVICE, TB_STATUS_IN_PROGRESS, TRUE, 2 },
  { TB_ROLE_SERVICE, TB_STATUS_WAITING_APPROVAL, TRUE, 2 },
  { TB_ROLE_SERVICE, TB_STATUS_COMPLETE, TRUE, 2 },
};
static const char *const people[] = { "Marlene Krüger", "Aylin Demir", "Jens Petersen" };
static const char *const settings[][2] = {
  { "name", "Nordlicht IT GmbH" }, { "timezone", "Europe/Berlin" },
  { "mode", "partners" }, { "set-up", "on" },
};
static const char *const partner_names[N_PARTNERS] = { "Küstennetz GmbH", "Alpentechnik KG" };
static const char *const queues[] = { "Server", "Netzwerk", "Arbeitsplatz", "Sicherheit" };
/* clang-format on */

typedef struct
{
  guint            count, n_notes;
  guint            first; /* of the batch */
  gint64           now, midnight;
  guint            n_statuses;
  gint64           users[G_N_ELEMENTS (people) + 1];
  gint64           organisations[N_ORGANISATIONS], contacts[N_ORGANISATIONS];
  TbPartnerRecord *partners[N_PARTNERS];
  gint64           agreements[N_PARTNERS][3]; /* by our role */
} Fill;

/* One ticket while it is written. */
typedef struct
{
  TbTx               *tx;
  Fill               *fill;
  guint               number;
  const Kind         *kind;    /* NULL: not outsourced */
  TbPartnerRecord    *partner; /* with @kind */
  TbTicketRecord     *ticket;
  TbEngagementRecord *engagement; /* with @kind */
  gint64              last_item;
} Work;

static void
put (TbTx    *tx,
     gpointer record)
{
  g_autoptr (GError) error = NULL;

  if (!tb_tx_insert (tx, record, &error))
    g_error ("%s", error->message);
}

static void
change (TbTx         *tx,
        gconstpointer record)
{
  g_autoptr (GError) error = NULL;

  if (!tb_tx_update (tx, record, &error))
    g_error ("%s", error->message);
}

static void
command (TbEngine        *engine,
         const TbCommand *command,
         gint64          *id)
{
  g_autoptr (GError) error = NULL;
  g_auto (TbResult) result = { 0 };

  if (!tb_engine_do (engine, command, &result, &error))
    g_error ("%s", error->message);
  if (id != NULL)
    *id = result.id;
}

/* ---- The company, its customers and partners ---- */

static void
found_company (TbEngine *engine,
               Fill     *fill)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbUserRecord) first = NULL;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    command (engine,
             &(TbCommand){ .type = TB_COMMAND_CONFIG, .name = settings[i][0], .value = settings[i][1] },
             NULL);
  for (i = 0; i < G_N_ELEMENTS (people); i++)
    command (engine,
             &(TbCommand){ .type = TB_COMMAND_USER_ADD,
                           .name = people[i],
                           .permission = TB_PERMISSION_OUTSOURCE },
             &fill->users[i + 1]);
  first = tb_engine_get_user (engine, &error);
  g_assert_no_error (error);
  fill->users[0] = first->id;
}

static void
add_organisations (TbTx *tx,
                   Fill *fill)
{
  guint i;

  for (i = 0; i < N_ORGANISATIONS; i++)
    {
      g_autoptr (TbOrganisationRecord) organisation = tb_organisation_record_new ();
      g_autoptr (TbContactRecord) contact = tb_contact_record_new ();

      organisation->name = g_strdup_printf ("Firma %03u GmbH", i);
      organisation->kind = g_strdup ("customer");
      organisation->town = g_strdup ("Kempten");
      put (tx, organisation);
      contact->organisation = fill->organisations[i] = organisation->id;
      contact->name = g_strdup_printf ("Kontakt %03u", i);
      contact->phone = g_strdup_printf ("0831 %06u", i);
      put (tx, contact);
      fill->contacts[i] = contact->id;
    }
}

static void
add_partner (TbTx       *tx,
             Fill       *fill,
             guint       index,
             const char *name)
{
  g_autoptr (TbOrganisationRecord) organisation = tb_organisation_record_new ();
  TbPartnerRecord *partner = tb_partner_record_new ();
  TbRole           role;

  organisation->name = g_strdup (name);
  organisation->kind = g_strdup ("partner");
  put (tx, organisation);
  partner->name = g_strdup (name);
  partner->instance = tb_id_new ();
  partner->link = tb_id_new ();
  partner->link_state = TB_LINK_LINKED;
  partner->is_inviter = TRUE;
  partner->key = tb_random_bytes (32);
  partner->organisation = organisation->id;
  partner->own_epoch = partner->their_epoch = 1;
  partner->own_epoch_id = tb_hex_new (16);
  partner->their_epoch_id = tb_hex_new (16);
  partner->last_contact = partner->heard_at = partner->used_at = fill->now;
  partner->told = -1;
  put (tx, partner);
  for (role = TB_ROLE_LEAD; role <= TB_ROLE_SERVICE; role++)
    {
      g_autoptr (TbAgreementRecord) agreement = tb_agreement_record_new ();

      agreement->uuid = tb_id_new ();
      agreement->partner = partner->id;
      agreement->role = role;
      agreement->state = TB_AGREEMENT_ACTIVE;
      agreement->created_at = fill->now - N_DAYS * TB_DAY;
      put (tx, agreement);
      fill->agreements[index][role] = agreement->id;
    }
  fill->partners[index] = partner;
}

static gboolean
add_others (TbTx    *tx,
            gpointer data,
            GError **error)
{
  Fill *fill = data;
  guint i;

  add_organisations (tx, fill);
  for (i = 0; i < N_PARTNERS; i++)
    add_partner (tx, fill, i, partner_names[i]);
  return TRUE;
}

/* ---- Tickets ---- */

/* Something that seems to be by chance, and is not. */
static guint
dice (guint number,
      guint sides)
{
  return (guint)((number * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 33) % sides;
}

static gint64
created_at (Fill *fill,
            guint number)
{
  const guint a_day = fill->count / N_DAYS + 1;
  const guint day = (number - 1) / a_day;
  const guint seq = (number - 1) % a_day;

  return fill->midnight - (N_DAYS - day) * TB_DAY + 8 * TB_HOUR + seq * (8 * TB_HOUR / a_day);
}

static void
set_deadline (Work *work)
{
  const guint face = dice (work->number, 16);

  if (face == 0)
    {
      work->ticket->due_at = work->ticket->created_at + TB_HOUR;
      work->ticket->is_overdue = work->ticket->is_open;
    }
  else if (face < 5)
    work->ticket->due_at = work->fill->now + (300 + face) * TB_DAY;
}

/* A Ticketstatus has the id of its place in the first set. */
static void
set_status (Work *work)
{
  TbTicketRecord *ticket = work->ticket;
  const gboolean  is_done = work->kind != NULL && work->kind->status == TB_STATUS_COMPLETE;

  ticket->status = 1 + dice (work->number, work->fill->n_statuses);
  if (work->kind != NULL && !is_done && ticket->status == work->fill->n_statuses)
    ticket->status = 2;
  if (is_done)
    ticket->status = work->fill->n_statuses;
  ticket->is_open = ticket->status != work->fill->n_statuses;
}

static void
make_ticket (Work *work)
{
  Fill           *fill = work->fill;
  TbTicketRecord *ticket = work->ticket;
  const guint     number = work->number;
  const guint     customer = dice (number, N_ORGANISATIONS);

  ticket->is_confirmed = work->kind == NULL || work->kind->role == TB_ROLE_LEAD || work->kind->was_accepted;
  ticket->created_at = created_at (fill, number);
  ticket->number_day = tb_time_day (ticket->created_at, "Europe/Berlin");
  ticket->number_seq = (number - 1) % (fill->count / N_DAYS + 1) + 1;
  ticket->number =
    tb_number_format (ticket->is_confirmed ? 'T' : 'A', ticket->number_day, ticket->number_seq);
  ticket->title = bench_words (number, 0, BENCH_TITLE_WORDS);
  ticket->description = bench_words (number, 1, BENCH_BODY_WORDS);
  ticket->organisation = fill->organisations[customer];
  ticket->contact = fill->contacts[customer];
  ticket->priority = dice (number, 4);
  ticket->queue = g_strdup (queues[dice (number + 1, G_N_ELEMENTS (queues))]);
  ticket->source = g_strdup ("own");
  ticket->updated_at = ticket->created_at + (1 + dice (number, 5 * 24 * 60)) * TB_MINUTE;
  /* The one with many notes stands above all. */
  ticket->updated_at = number == 1 ? fill->now : MIN (ticket->updated_at, fill->now - TB_SECOND);
  if (work->kind != NULL && work->kind->role == TB_ROLE_SERVICE)
    {
      ticket->organisation = work->partner->organisation;
      ticket->contact = 0;
      g_free (ticket->source);
      ticket->source = g_strdup ("insourcing");
      ticket->alias = ticket->is_confirmed ? tb_number_format ('A', ticket->number_day, ticket->number_seq)
                                           : NULL;
    }
  if (!ticket->is_confirmed)
    return;
  set_status (work);
  set_deadline (work);
  if (dice (number, 3) > 0)
    ticket->assignee = fill->users[dice (number + 2, G_N_ELEMENTS (fill->users))];
}

static void
add_history (Work       *work,
             const char *code,
             const char *from,
             const char *to)
{
  g_autoptr (TbHistoryRecord) row = tb_history_record_new ();

  row->ticket = work->ticket->id;
  row->engagement = work->engagement != NULL ? work->engagement->id : 0;
  row->at = work->ticket->created_at;
  row->actor = g_strdup (people[dice (work->number, G_N_ELEMENTS (people))]);
  row->code = g_strdup (code);
  row->from_value = g_strdup (from);
  row->to_value = g_strdup (to);
  put (work->tx, row);
}

static void
add_note (Work    *work,
          guint    index,
          gboolean is_theirs)
{
  g_autoptr (TbItemRecord) item = tb_item_record_new ();
  g_autoptr (TbItemLinkRecord) link = NULL;

  item->uuid = tb_id_new ();
  item->ticket = work->ticket->id;
  item->kind = TB_ITEM_NOTE;
  item->text = bench_words (work->number, FIRST_NOTE + index, BENCH_NOTE_WORDS);
  item->created_at = work->ticket->created_at + (index + 1) * TB_MINUTE;
  item->date = tb_time_date (item->created_at, "Europe/Berlin");
  item->quantity = 1000;
  if (is_theirs)
    {
      item->partner = work->partner->id;
      item->engagement = work->engagement->id;
      item->author = g_strdup (work->partner->name);
    }
  else
    {
      item->user = work->fill->users[1 + dice (work->number + index, G_N_ELEMENTS (people))];
      item->author = g_strdup (people[dice (work->number + index, G_N_ELEMENTS (people))]);
    }
  put (work->tx, item);
  work->last_item = item->id;
  add_history (work, "item-added", NULL, item->uuid);
  if (work->kind == NULL || !work->kind->was_accepted)
    return;
  link = tb_item_link_record_new ();
  link->item = item->id;
  link->engagement = work->engagement->id;
  link->uuid = g_strdup (item->uuid);
  link->rev = 1;
  link->phase = 1;
  put (work->tx, link);
}

/* ---- What was outsourced ---- */

static void
make_engagement (Work *work)
{
  TbEngagementRecord *e = work->engagement = tb_engagement_record_new ();
  const Kind         *kind = work->kind;
  Fill               *fill = work->fill;

  e->eid = tb_hex_new (20);
  e->ticket = work->ticket->id;
  e->partner = work->partner->id;
  e->agreement = fill->agreements[work->partner == fill->partners[0] ? 0 : 1][kind->role];
  e->role = kind->role;
  e->status = kind->status;
  e->status_epoch = 1;
  e->status_rev = kind->was_accepted ? 2 : 1;
  e->status_since = e->sent_at = e->created_at = work->ticket->created_at;
  e->phase = kind->was_accepted ? 1 : 0;
  e->was_accepted = kind->was_accepted;
  e->pause = kind->status == TB_STATUS_WAITING_APPROVAL ? 2 : 0;
  e->answer_by = fill->now + 400 * TB_DAY;
  e->complete_by = fill->now + 420 * TB_DAY;
  e->instructions = g_strdup ("Bitte vorher anrufen.");
  e->rate_kind = TB_RATE_HOURLY;
  e->amount = 9500;
  e->authorized_minutes = 240;
  e->authorized_charges = e->customer_rate = TB_AMOUNT_NONE;
  e->currency = g_strdup ("EUR");
  if (kind->was_accepted)
    {
      e->accepted_at = work->ticket->created_at;
      e->accepted_by = g_strdup (work->partner->name);
      e->remote_number = g_strdup (work->ticket->number);
    }
  if (kind->role == TB_ROLE_LEAD)
    e->sent_by = fill->users[1 + dice (work->number, G_N_ELEMENTS (people))];
  put (work->tx, e);
}

/* What is sent is about as long as a note. */
static GBytes *
encode_event (Work       *work,
              const char *id)
{
  g_autoptr (TbEvent) event = tb_event_new ();
  g_autoptr (GError) error = NULL;
  TbEventItem *item = tb_event_item_new ();
  GBytes      *bytes;

  item->uuid = tb_id_new ();
  item->rev = 1;
  item->text = bench_words (work->number, FIRST_NOTE, BENCH_NOTE_WORDS);
  event->parts = TB_EVENT_ITEMS;
  event->id = g_strdup (id);
  event->engagement = g_strdup (work->engagement->eid);
  event->n = work->engagement->n_out;
  event->phase = work->engagement->phase;
  event->at = work->ticket->created_at / 1000 * 1000;
  event->by_name = g_strdup ("Nordlicht IT GmbH");
  event->by_id = tb_id_new ();
  g_ptr_array_add (event->items, item);
  bytes = tb_event_encode (event, &error);
  if (bytes == NULL)
    g_error ("%s", error->message);
  return bytes;
}

/* Acknowledged of late: its bytes are still kept. */
static void
add_sent (Work *work)
{
  g_autoptr (TbOutboxRow) row = tb_outbox_row_new ();

  row->partner = work->partner->id;
  row->seq = ++work->partner->out_seq;
  row->epoch = 1;
  row->engagement = work->engagement->id;
  row->n = ++work->engagement->n_out;
  row->event = tb_id_new ();
  row->bytes = encode_event (work, row->event);
  row->created_at = work->ticket->created_at;
  row->settled_at = work->fill->now;
  row->state = 1;
  put (work->tx, row);
}

static void
add_received (Work *work)
{
  g_autoptr (TbInboxRow) row = tb_inbox_row_new ();

  row->partner = work->partner->id;
  row->seq = ++work->partner->in_seq;
  row->epoch = 1;
  row->engagement = work->engagement->id;
  row->scope = g_strdup (work->engagement->eid);
  row->event = tb_id_new ();
  row->n = ++work->engagement->n_in;
  row->hash = tb_hex_new (32);
  row->received_at = row->applied_at = work->ticket->created_at;
  put (work->tx, row);
}

/* How many events went and came: the offer and the states are the lead's, requests the other's. */
static void
add_events (Work *work)
{
  const Kind    *kind = work->kind;
  const gboolean is_lead = kind->role == TB_ROLE_LEAD;
  guint          n_lead = kind->status == TB_STATUS_UNSENT ? 0 : kind->status == TB_STATUS_ASSIGNED ? 1
                                                                                                    : 2;
  guint          n_service = kind->was_accepted || kind->status == TB_STATUS_DECLINED ? 1 : 0;
  const guint    n_notes = kind->was_accepted ? work->fill->n_notes : 0;
  const guint    n_own = MIN (n_notes, (guint)MAX (kind->n_own, 0));
  guint          i;

  n_lead += is_lead ? n_own : n_notes - n_own;
  n_service += is_lead ? n_notes - n_own : n_own;
  for (i = 0; i < (is_lead ? n_lead : n_service); i++)
    add_sent (work);
  for (i = 0; i < (is_lead ? n_service : n_lead); i++)
    add_received (work);
}

static void
outsource (Work *work)
{
  TbTicketRecord *ticket = work->ticket;
  const Kind     *kind = work->kind;

  make_engagement (work);
  add_events (work);
  if (kind->role == TB_ROLE_LEAD)
    {
      ticket->lead_engagement = work->engagement->id;
      ticket->lead_status = kind->status;
      ticket->sender = work->engagement->sent_by;
    }
  else
    {
      ticket->service_engagement = work->engagement->id;
      ticket->service_status = kind->status;
    }
  ticket->was_accepted = kind->was_accepted;
  add_history (work, "status", tb_nick (TB_TYPE_STATUS, TB_STATUS_UNSENT),
               tb_nick (TB_TYPE_STATUS, kind->status));
}

/* What can only be known when all else is there. */
static void
finish (Work *work)
{
  if (work->engagement->pause != 0)
    work->engagement->pause_mark = work->last_item;
  change (work->tx, work->engagement);
  change (work->tx, work->ticket);
}

static void
add_ticket (TbTx *tx,
            Fill *fill,
            guint number)
{
  Work  work = { .tx = tx, .fill = fill, .number = number };
  guint n_notes = number == 1 ? MANY_NOTES : fill->n_notes;
  guint i;

  if (number % OUTSOURCED_EACH == 0)
    {
      work.kind = &kinds[number / OUTSOURCED_EACH % G_N_ELEMENTS (kinds)];
      work.partner = fill->partners[number / OUTSOURCED_EACH % N_PARTNERS];
    }
  work.ticket = tb_ticket_record_new ();
  make_ticket (&work);
  put (tx, work.ticket);
  add_history (&work, "created", NULL, work.ticket->source);
  if (work.kind != NULL)
    outsource (&work);
  if (work.kind != NULL && work.kind->n_own < 0)
    n_notes = 0;
  for (i = 0; i < n_notes; i++)
    add_note (&work, i, work.kind != NULL && (int)i >= work.kind->n_own);
  if (work.kind != NULL)
    finish (&work);
  g_clear_pointer (&work.engagement, tb_engagement_record_unref);
  tb_ticket_record_unref (work.ticket);
}

static gboolean
add_batch (TbTx    *tx,
           gpointer data,
           GError **error)
{
  Fill *fill = data;
  guint i;

  for (i = fill->first; i < fill->first + BATCH && i <= fill->count; i++)
    add_ticket (tx, fill, i);
  for (i = 0; i < N_PARTNERS; i++)
    {
      fill->partners[i]->out_ack = fill->partners[i]->out_seq;
      change (tx, fill->partners[i]);
    }
  return TRUE;
}

/* ---- What is known of them ---- */

static gboolean
tell_known (TbTx    *tx,
            gpointer data,
            GError **error)
{
  static const struct
  {
    const char *name;
    guint       number;
  } known[] = {
    { "many-notes", 1 },
    { "plain", 2 },
    { "lead-in-progress", 5 * OUTSOURCED_EACH },
    { "service-in-progress", 12 * OUTSOURCED_EACH },
  };
  const Fill *fill = data;
  guint       i;

  for (i = 0; i < G_N_ELEMENTS (known) && known[i].number <= fill->count; i++)
    {
      g_autoptr (TbTicketRecord) ticket = tb_tx_get (tx, &TB_TICKET, known[i].number, error);

      if (ticket == NULL)
        return FALSE;
      printf ("{\"name\": \"%s\", \"id\": %u, \"number\": \"%s\", \"title\": \"%s\"}\n", known[i].name,
              known[i].number, ticket->number, ticket->title);
    }
  return TRUE;
}

static gboolean
fill_store (TbEngine *engine,
            TbStore  *store,
            Fill     *fill,
            GError  **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autoptr (GDateTime) midnight = NULL;

  midnight = g_date_time_new (zone, g_date_time_get_year (now), g_date_time_get_month (now),
                              g_date_time_get_day_of_month (now), 0, 0, 0);
  fill->now = g_date_time_to_unix (now) * TB_SECOND;
  fill->midnight = g_date_time_to_unix (midnight) * TB_SECOND;
  fill->n_statuses = 6;
  found_company (engine, fill);
  if (!tb_store_write (store, add_others, fill, error))
    return FALSE;
  for (fill->first = 1; fill->first <= fill->count; fill->first += BATCH)
    if (!tb_store_write (store, add_batch, fill, error))
      return FALSE;
  /* As a program would leave it that ran all the time: nothing is left to be done at the next start. */
  return tb_engine_tick (engine, NULL, error) && tb_store_read (store, tell_known, fill, error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) store = NULL;
  g_autoptr (TbEngine) engine = NULL;
  Fill     fill = { .n_notes = BENCH_NOTES };
  gboolean is_done;
  guint    i;

  if (argc != 3 && !(argc == 5 && g_str_equal (argv[3], "--notes")))
    return 2;
  fill.count = (guint)strtoul (argv[2], NULL, 10);
  if (argc == 5)
    fill.n_notes = (guint)strtoul (argv[4], NULL, 10);
  tb_random_seed (20261123);
  store = tb_store_open (argv[1], TB_STORE_INLINE, NULL, &error);
  engine = store != NULL ? tb_engine_new (store, clock, &error) : NULL;
  is_done = engine != NULL && fill_store (engine, store, &fill, &error);
  if (!is_done)
    g_printerr ("%s\n", error->message);
  for (i = 0; i < N_PARTNERS; i++)
    g_clear_pointer (&fill.partners[i], tb_partner_record_unref);
  g_clear_object (&engine);
  if (store != NULL)
    tb_store_close (store);
  return is_done ? 0 : 1;
}
