/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two instances with their couriers, over each of the ways, and what they do with each other. */
#include "config.h"

#include "courier-pair.h"

#include <string.h>

/* ---- Instances ---- */

void
run (Side     *side,
     TbCommand command,
     TbResult *result)
{
  g_autoptr (GError) error = NULL;

  tb_engine_do (side->engine, &command, result, &error);
  g_assert_no_error (error);
}

void
configure (Side       *side,
           const char *name,
           const char *value)
{
  run (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = name, .value = value }, NULL);
}

const TbTransport *
transport_of (Side *side)
{
  return tb_courier_get_transport (side->courier);
}

void
open_engine (Side *side)
{
  g_autoptr (GError) error = NULL;

  side->store = tb_store_open (side->dir, TB_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  side->engine = tb_engine_new (side->store, side->clock, &error);
  g_assert_no_error (error);
}

/* Begins to deliver; @listen NULL: where it listened before. */
void
start_courier (Pair       *pair,
               Side       *side,
               const char *listen)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  if (pair->kind == BY_FOLDER)
    {
      side->courier = tb_courier_new (side->engine, way_folder_new (pair->folder), NULL);
      tb_courier_start (side->courier, NULL, FALSE, NULL, &error);
      url = g_strdup_printf ("http://127.0.0.1/%s", side->name);
      side->postbox = postbox_new (pair->folder, url, side->engine);
    }
  else
    {
      side->courier = tb_courier_new (side->engine, NULL, NULL);
      if (side->is_hidden)
        tb_courier_start (side->courier, NULL, FALSE, NULL, &error);
      else
        tb_courier_start (side->courier, listen != NULL ? listen : strstr (side->url, "//") + 2,
                          pair->kind == BY_TLS || pair->kind == BY_PULL_OF_LEAD, &url, &error);
    }
  g_assert_no_error (error);
  g_free (side->url);
  side->url = g_steal_pointer (&url);
}

void
stop_courier (Side *side)
{
  g_clear_pointer (&side->postbox, postbox_free);
  if (side->courier == NULL)
    return;
  tb_courier_stop (side->courier);
  /* What it had under way lets go of it one by one. */
  g_object_add_weak_pointer (G_OBJECT (side->courier), (gpointer *)&side->courier);
  g_object_unref (side->courier);
  spin_until (side->courier == NULL);
}

void
side_open (Pair       *pair,
           Side       *side,
           const char *name)
{
  side->name = name;
  side->dir = make_dir ();
  side->clock = tb_clock_new_real ();
  open_engine (side);
  start_courier (pair, side, "127.0.0.1:0");
  configure (side, "name", name);
  if (!side->is_hidden)
    configure (side, "url", side->url);
}

void
side_close (Side *side)
{
  stop_courier (side);
  settle ();
  g_clear_object (&side->engine);
  tb_store_close (side->store);
  g_clear_object (&side->store);
  g_clear_pointer (&side->clock, tb_clock_unref);
  remove_dir (side->dir);
  g_free (side->dir);
  g_free (side->url);
}

gboolean
is_quiet (Side *side)
{
  return side->courier == NULL || transport_of (side)->idle (side->courier);
}

/* What a partner has to fetch is not on its way, yet it waits. */
static gboolean
is_all_told (Side *side)
{
  g_autoptr (GPtrArray) rows = tb_engine_rows (side->engine, TB_TABLE_OUTBOX, NULL);
  g_autoptr (GPtrArray) routes = tb_engine_routes (side->engine, NULL);

  for (guint i = 0; i < routes->len; i++)
    if (((TbRoute *)routes->pdata[i])->due_at != G_MAXINT64)
      return FALSE;

  return rows->len == 0 && is_quiet (side);
}

void
exchange (Pair *pair)
{
  spin_until (is_all_told (&pair->lead) && is_all_told (&pair->service));
}

void
join (Side       *inviter,
      Side       *accepter,
      const char *box)
{
  g_auto (TbResult) invited = { 0 };

  run (inviter, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = accepter->name, .value = box }, &invited);
  run (accepter, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
}

static void
open_operator (Pair *pair)
{
  g_auto (TbResult) result = { 0 };

  side_open (pair, &pair->operator, "Postamt");
  tb_engine_offer_mailbox (pair->operator.engine, TRUE);
  run (&pair->operator, (TbCommand){ .type = TB_COMMAND_BOX_ADD, .name = "Nord und Alpen" }, &result);
  pair->box = g_strdup (result.code);
}

void
pair_open (Pair *pair,
           Kind  kind)
{
  memset (pair, 0, sizeof *pair);
  pair->kind = kind;
  pair->folder = make_dir ();
  pair->lead.is_hidden = kind == BY_PULL_OF_LEAD || kind == BY_MAILBOX;
  pair->service.is_hidden = kind == BY_PULL || kind == BY_MAILBOX;
  if (kind == BY_MAILBOX)
    open_operator (pair);
  side_open (pair, &pair->lead, "Nord");
  side_open (pair, &pair->service, "Alpen");
  /* Whoever cannot be reached is invited first, and answers with an invitation of its own. */
  if (kind == BY_PULL_OF_LEAD)
    {
      join (&pair->service, &pair->lead, NULL);
      exchange (pair);
    }
  join (&pair->lead, &pair->service, pair->box);
  exchange (pair);
}

void
pair_close (Pair *pair)
{
  side_close (&pair->lead);
  side_close (&pair->service);
  if (pair->operator.engine != NULL)
    side_close (&pair->operator);
  g_free (pair->box);
  remove_dir (pair->folder);
  g_free (pair->folder);
}

/* ---- What they do ---- */

char *
newest (Side *side)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_UPDATED, .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 1, &error);

  g_assert_no_error (error);

  return rows->len > 0 ? g_strdup (((TbListRow *)rows->pdata[0])->number) : NULL;
}

gint64
find (Side       *side,
      const char *number)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tb_engine_find_ticket (side->engine, number, &error);

  g_assert_no_error (error);

  return id;
}

TbTicketView *
show (Side       *side,
      const char *number)
{
  g_autoptr (GError) error = NULL;
  TbTicketView *view = tb_engine_load_ticket (side->engine, find (side, number), &error);

  g_assert_no_error (error);

  return view;
}

TbStatus
status_of (Side       *side,
           const char *number)
{
  g_autoptr (TbTicketView) view = show (side, number);
  TbEngagementView *latest = tb_ticket_view_latest (view, TB_ROLE_NONE);

  return latest != NULL ? (TbStatus)latest->record->status : TB_STATUS_NONE;
}

gboolean
has_note (Side       *side,
          const char *number,
          const char *text)
{
  g_autoptr (TbTicketView) view = show (side, number);

  for (guint i = 0; i < view->items->len; i++)
    if (g_strcmp0 (((TbItemView *)view->items->pdata[i])->record->text, text) == 0)
      return TRUE;

  return FALSE;
}

char *
outsource_new (Side       *side,
               const char *title,
               const char *partner)
{
  const TbTicketDraft draft = { .title = title,
                                .description = "Der Dienst startet nicht.",
                                .organisation = "Hotel" };
  TbTerms             terms = TB_TERMS_EMPTY;
  g_auto (TbResult) result = { 0 };

  run (side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  run (side,
       (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                    .ticket = find (side, result.number),
                    .partner = partner,
                    .terms = &terms },
       NULL);

  return g_strdup (result.number);
}

void
act (Side       *side,
     const char *number,
     TbAction    action)
{
  run (side,
       (TbCommand){ .type = TB_COMMAND_ACT,
                    .ticket = find (side, number),
                    .action = action,
                    .reason = "Bitte noch dokumentieren.",
                    .organisation = "Nord Partnerfirma" },
       NULL);
}

void
note (Side       *side,
      const char *number,
      const char *text)
{
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = text };

  run (side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = find (side, number), .item = &draft }, NULL);
}

void
attach (Side       *side,
        const char *number,
        GBytes     *bytes)
{
  const TbItemDraft draft = { .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "protokoll.bin" };

  run (side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = find (side, number), .item = &draft }, NULL);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* What the two sides know in the end, without what differs by chance: ids, numbers, times. */
static char *
describe (Side       *side,
          const char *number)
{
  g_autoptr (TbTicketView) view = show (side, number);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < view->engagements->len; i++)
    {
      TbEngagementView *e = view->engagements->pdata[i];

      g_ptr_array_add (lines, g_strdup_printf ("engagement %s %s pending %d delivery %d problem %s",
                                               e->partner, tb_nick (TB_TYPE_STATUS, (int)e->record->status),
                                               e->pending, e->delivery, e->link_problem));
    }
  for (guint i = 0; i < view->items->len; i++)
    {
      TbItemView *item = view->items->pdata[i];

      g_ptr_array_add (
        lines, g_strdup_printf ("item %s “%s” of %s, sha256 %s, local only %d, waiting %d, read-only %d",
                                tb_nick (TB_TYPE_ITEM_KIND, (int)item->record->kind), item->record->text,
                                item->partner, item->record->sha256, item->is_local_only, item->is_waiting,
                                item->is_read_only));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
submit_until_approved (Pair       *pair,
                       const char *lead,
                       const char *service)
{
  act (&pair->service, service, TB_ACTION_SUBMIT);
  exchange (pair);
  g_assert_cmpint (status_of (&pair->lead, lead), ==, TB_STATUS_WAITING_APPROVAL);
  act (&pair->lead, lead, TB_ACTION_REJECT);
  exchange (pair);
  g_assert_cmpint (status_of (&pair->service, service), ==, TB_STATUS_IN_PROGRESS);
  act (&pair->service, service, TB_ACTION_SUBMIT);
  exchange (pair);
  act (&pair->lead, lead, TB_ACTION_APPROVE);
  exchange (pair);
  g_assert_cmpint (status_of (&pair->lead, lead), ==, TB_STATUS_COMPLETE);
  g_assert_cmpint (status_of (&pair->service, service), ==, TB_STATUS_COMPLETE);
}

/* From the invitation to the approval. Returns: the end state of both sides */
char *
play (Kind kind)
{
  Pair             pair;
  g_autofree char *lead = NULL;
  g_autofree char *service = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *text = g_strnfill (2000 * 1000, 'p');
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  g_autofree char *at_lead = NULL;
  g_autofree char *at_service = NULL;
  g_autofree char *sha256 = NULL;
  char            *both;

  pair_open (&pair, kind);
  lead = outsource_new (&pair.lead, "Mailserver nimmt keine Verbindungen an", "Alpen");
  exchange (&pair);
  offer = newest (&pair.service);
  g_assert_cmpint (status_of (&pair.service, offer), ==, TB_STATUS_ASSIGNED);
  act (&pair.service, offer, TB_ACTION_ACCEPT);
  exchange (&pair);
  service = newest (&pair.service);
  g_assert_cmpint (status_of (&pair.lead, lead), ==, TB_STATUS_ACCEPTED);

  note (&pair.service, service, "Dienst neu gestartet");
  note (&pair.lead, lead, "Danke, wir schauen");
  attach (&pair.service, service, file); /* travels in parts, before the event that names it */
  exchange (&pair);
  g_assert_cmpint (status_of (&pair.lead, lead), ==, TB_STATUS_IN_PROGRESS);
  g_assert_true (has_note (&pair.lead, lead, "Dienst neu gestartet"));
  g_assert_true (has_note (&pair.service, service, "Danke, wir schauen"));

  submit_until_approved (&pair, lead, service);
  at_lead = describe (&pair.lead, lead);
  at_service = describe (&pair.service, service);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  g_assert_nonnull (strstr (at_lead, sha256));
  both = g_strconcat (at_lead, "\n--\n", at_service, NULL);
  g_test_message ("%s", both);
  pair_close (&pair);

  return both;
}
