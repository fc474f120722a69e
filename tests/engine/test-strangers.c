/* SPDX-License-Identifier: GPL-3.0-or-later
 * A partner reads and touches only what belongs to its own agreement: whatever Ost says to Alpen with its own
 * good key, over every route and with every id that it could have got hold of, what Alpen has with Nord, and
 * what it has alone, stays as it is, and not a word of it goes to Ost. TB_STRANGER_COUNT: how much. */
#include "config.h"

#include "tb-corner.h"
#include "tb-letter.h"
#include "tb-pack.h"
#include "tb-speaker.h"
#include "tb-workflow.h"

#include <string.h>

#define SECRET "GEHEIMNIS"
#define TO_NORD "0123456789abcdef0123456789abcdef"
#define TO_OST "fedcba9876543210fedcba9876543210"
#define LETTER "11111111-2222-4333-8444-555555555555"

typedef struct
{
  TbPair     pair; /* Nord leads Alpen; Alpen and Ost lead each other */
  TbSide    *victim;
  TbSide    *ost;
  char      *with_nord; /* numbers at Alpen */
  char      *alone;
  char      *to_ost;
  char      *from_ost;
  GPtrArray *engagements; /* (element-type utf8): ids that Ost could name */
  GPtrArray *uuids;       /* of items */
  GPtrArray *agreements;
  GPtrArray *events;
  GPtrArray *hashes;
  GRand     *rand;
  gint64     seq;
} Siege;

/* ---- What there is to be had ---- */

static gboolean
read_ids (TbTx    *tx,
          gpointer data,
          GError **error)
{
  Siege *siege = data;
  g_autoptr (GPtrArray) partners = tb_tx_select (tx, TB_Q_PARTNERS, error, "");

  g_assert_nonnull (partners);
  for (guint i = 0; i < partners->len; i++)
    {
      gint64 id = ((TbPartnerRecord *)partners->pdata[i])->id;
      g_autoptr (GPtrArray) agreements = tb_tx_select (tx, TB_Q_AGREEMENTS_OF_PARTNER, error, "i", id);
      g_autoptr (GPtrArray) rows = tb_tx_select (tx, TB_Q_OUTBOX_OPEN, error, "i", id);

      g_assert_true (agreements != NULL && rows != NULL);
      for (guint k = 0; k < agreements->len; k++)
        g_ptr_array_add (siege->agreements, g_strdup (((TbAgreementRecord *)agreements->pdata[k])->uuid));
      for (guint k = 0; k < rows->len; k++)
        g_ptr_array_add (siege->events, g_strdup (((TbOutboxRow *)rows->pdata[k])->event));
    }
  return TRUE;
}

static void
learn_ticket (Siege      *siege,
              const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (siege->victim, number);

  for (guint i = 0; i < view->engagements->len; i++)
    g_ptr_array_add (siege->engagements,
                     g_strdup (((TbEngagementView *)view->engagements->pdata[i])->record->eid));
  for (guint i = 0; i < view->items->len; i++)
    {
      const TbItemRecord *item = ((TbItemView *)view->items->pdata[i])->record;

      g_ptr_array_add (siege->uuids, g_strdup (item->uuid));
      if (item->sha256 != NULL)
        g_ptr_array_add (siege->hashes, g_strdup (item->sha256));
    }
}

static char *
add_file (TbSide     *side,
          const char *number,
          const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tb_corner_add (
    side, number, (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = SECRET ".txt" });
}

static void
set_up_work (Siege *siege)
{
  TbPair          *pair = &siege->pair;
  g_autofree char *lead = NULL;
  g_autofree char *ost = NULL;

  tb_pair_accepted (pair, &lead, &siege->with_nord);
  tb_corner_set (&pair->lead, lead, "title", SECRET);
  g_free (tb_side_note (&pair->lead, lead, SECRET " von Nord", FALSE));
  g_free (add_file (&pair->lead, lead, SECRET " Lohnliste"));
  g_free (tb_side_note (siege->victim, siege->with_nord, SECRET " für Nord", FALSE));
  tb_pair_exchange (pair);
  /* Something is always on its way to Nord. */
  g_free (tb_side_note (siege->victim, siege->with_nord, SECRET " unterwegs", FALSE));
  siege->alone = tb_side_new_ticket (siege->victim, SECRET " allein");
  g_free (tb_side_note (siege->victim, siege->alone, SECRET " intern", TRUE));
  g_free (add_file (siege->victim, siege->alone, SECRET " Vertrag"));
  tb_clock_advance (pair->clock, TB_SECOND);
  siege->to_ost = tb_side_new_ticket (siege->victim, "Für Ost");
  tb_side_outsource (siege->victim, siege->to_ost, "Ost");
  tb_exchange (siege->victim, siege->ost);
  ost = tb_side_newest (siege->ost);
  tb_side_act (siege->ost, ost, TB_ACTION_ACCEPT, NULL);
  tb_exchange (siege->victim, siege->ost);
  /* Ost has acknowledged more numbers than there are rows to Nord: its refusals would fit those. */
  for (guint i = 0; i < 8; i++)
    g_free (tb_side_note (siege->victim, siege->to_ost, "Für Ost", FALSE));
  tb_exchange (siege->victim, siege->ost);
}

static void
siege_start (Siege  *siege,
             guint32 seed)
{
  *siege = (Siege){ .rand = g_rand_new_with_seed (seed) };
  tb_pair_setup (&siege->pair);
  tb_pair_add_third (&siege->pair);
  siege->victim = &siege->pair.service;
  siege->ost = &siege->pair.third;
  siege->engagements = g_ptr_array_new_with_free_func (g_free);
  siege->uuids = g_ptr_array_new_with_free_func (g_free);
  siege->agreements = g_ptr_array_new_with_free_func (g_free);
  siege->events = g_ptr_array_new_with_free_func (g_free);
  siege->hashes = g_ptr_array_new_with_free_func (g_free);
  set_up_work (siege);
  learn_ticket (siege, siege->with_nord);
  learn_ticket (siege, siege->alone);
  learn_ticket (siege, siege->to_ost);
  g_assert_true (tb_store_read (siege->victim->store, read_ids, siege, NULL));
  g_assert_true (siege->engagements->len == 2 && siege->uuids->len > 4 && siege->agreements->len >= 2 &&
                 siege->events->len > 0 && siege->hashes->len == 2);
}

static void
siege_end (Siege *siege)
{
  g_ptr_array_unref (siege->engagements);
  g_ptr_array_unref (siege->uuids);
  g_ptr_array_unref (siege->agreements);
  g_ptr_array_unref (siege->events);
  g_ptr_array_unref (siege->hashes);
  g_rand_free (siege->rand);
  g_free (siege->with_nord);
  g_free (siege->alone);
  g_free (siege->to_ost);
  tb_pair_teardown (&siege->pair);
}

/* ---- What must stay as it is ---- */

static void
print_record (GString      *out,
              gconstpointer record)
{
  const TbRecordType *type = tb_record_get_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const TbField *field = &type->fields[i];

      g_string_append_printf (out, "%s.%s=", type->table, field->name);
      if (field->type == TB_FIELD_TEXT)
        g_string_append_printf (out, "%s", tb_record_get_text (record, field));
      else if (field->type == TB_FIELD_BYTES)
        g_string_append_printf (out, "%u", g_bytes_hash (tb_record_get_bytes (record, field)));
      else
        g_string_append_printf (out, "%" G_GINT64_FORMAT, tb_record_get_int (record, field));
      g_string_append_c (out, '\n');
    }
}

static void
print_ticket (GString    *out,
              TbSide     *side,
              const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);

  print_record (out, view->ticket);
  for (guint i = 0; i < view->engagements->len; i++)
    print_record (out, ((TbEngagementView *)view->engagements->pdata[i])->record);
  for (guint i = 0; i < view->items->len; i++)
    print_record (out, ((TbItemView *)view->items->pdata[i])->record);
  for (guint i = 0; i < view->history->len; i++)
    print_record (out, view->history->pdata[i]);
}

static char *
photograph (Siege *siege)
{
  GString *out = g_string_new (NULL);
  g_autoptr (TbPartnerRecord) nord = tb_look_partner (siege->victim, "Nord");
  g_autoptr (GPtrArray) rows = tb_engine_rows (siege->victim->engine, TB_TABLE_OUTBOX, NULL);

  /* The key is no text. */
  g_string_append_printf (out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                          nord->problem, nord->out_seq, nord->out_ack, nord->in_seq);
  for (guint i = 0; i < rows->len; i++)
    {
      const TbOutboxRow *row = rows->pdata[i];

      if (row->partner == nord->id)
        g_string_append_printf (out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", row->event, row->state,
                                row->seq);
    }
  print_ticket (out, siege->victim, siege->with_nord);
  print_ticket (out, siege->victim, siege->alone);
  return g_string_free (out, FALSE);
}

/* ---- What Ost says ---- */

static const char *
pick (Siege     *siege,
      GPtrArray *from)
{
  return from->pdata[g_rand_int_range (siege->rand, 0, (gint32)from->len)];
}

static gint64
below (Siege *siege,
       gint32 n)
{
  return g_rand_int_range (siege->rand, 0, n);
}

static TbEventItem *
random_item (Siege *siege)
{
  TbEventItem *item = tb_event_item_new ();

  item->uuid = below (siege, 4) == 0 ? tb_id_new () : g_strdup (pick (siege, siege->uuids));
  item->rev = 1 + below (siege, 9);
  item->kind = below (siege, 2) == 0 ? TB_ITEM_NOTE : TB_ITEM_FILE;
  item->deleted = below (siege, 5) == 0;
  if (item->deleted)
    return item;
  item->text = g_strdup ("von Ost");
  if (item->kind == TB_ITEM_FILE)
    {
      item->file_name = g_strdup ("ost.txt");
      item->content_type = g_strdup ("text/plain");
      item->size = 19;
      item->sha256 = g_strdup (pick (siege, siege->hashes));
    }
  return item;
}

static void
fill_parts (Siege   *siege,
            TbEvent *event)
{
  if (event->parts & TB_EVENT_OFFER)
    {
      event->number = g_strdup ("T20261123.0001");
      event->title = g_strdup ("Angebot");
      event->description = g_strdup ("");
      event->town = g_strdup ("");
      event->instructions = g_strdup ("");
      event->agreement_of_offer = g_strdup (pick (siege, siege->agreements));
      event->answer_by = tb_clock_now (siege->pair.clock) / 1000 * 1000 + TB_HOUR;
      event->amount = event->authorized_minutes = event->authorized_charges = TB_AMOUNT_NONE;
      event->currency = g_strdup ("EUR");
    }
  if (event->parts & TB_EVENT_REQUEST)
    event->verb = (TbVerb)(1 + below (siege, TB_VERB_COMPLETE));
  if (event->parts & TB_EVENT_STATUS)
    {
      event->status = (TbStatus)(TB_STATUS_ASSIGNED + below (siege, 7));
      event->status_epoch = 1 + below (siege, 3);
      event->status_rev = 1 + below (siege, 20);
      event->has_outcome = below (siege, 2) == 0;
      event->answers = event->has_outcome ? g_strdup (pick (siege, siege->events)) : NULL;
    }
  if (event->parts & TB_EVENT_ITEMS)
    for (gint64 i = below (siege, 3); i >= 0; i--)
      g_ptr_array_add (event->items, random_item (siege));
  if (event->parts & TB_EVENT_CUSTOMER)
    {
      event->company = g_strdup ("Kundin");
      event->contact = g_strdup ("");
      event->address = g_strdup ("");
      event->customer_town = g_strdup ("");
      event->phone = g_strdup ("");
    }
}

static TbEvent *
random_event (Siege *siege)
{
  static const TbEventParts parts[] = { TB_EVENT_OFFER, TB_EVENT_REQUEST, TB_EVENT_STATUS,
                                        TB_EVENT_ITEMS, TB_EVENT_CUSTOMER, TB_EVENT_STATUS | TB_EVENT_ITEMS,
                                        TB_EVENT_REQUEST | TB_EVENT_ITEMS, TB_EVENT_AGREEMENT };
  TbEvent                  *event = tb_event_new ();

  event->parts = parts[below (siege, G_N_ELEMENTS (parts))];
  event->id = below (siege, 8) == 0 ? g_strdup (pick (siege, siege->events)) : tb_id_new ();
  event->n = event->parts == TB_EVENT_OFFER ? 1 : 1 + below (siege, 12);
  event->phase = event->parts == TB_EVENT_OFFER ? 0 : below (siege, 3);
  event->at = tb_clock_now (siege->pair.clock) / 1000 * 1000;
  event->by_name = g_strdup ("Ost");
  event->by_id = g_strdup ("ost");
  if (event->parts == TB_EVENT_AGREEMENT)
    {
      event->agreement = g_strdup (pick (siege, siege->agreements));
      event->agreement_state = (TbAgreementState)(TB_AGREEMENT_INVITED + below (siege, 4));
      return event;
    }
  event->engagement = below (siege, 6) == 0 ? tb_hex_new (20) : g_strdup (pick (siege, siege->engagements));
  fill_parts (siege, event);
  return event;
}

static TbEnvelope *
say (Siege      *siege,
     const char *route,
     GBytes     *body)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (siege->ost, siege->victim->name);
  g_autoptr (TbEnvelope) request = tb_envelope_new (route, partner->link, body);
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer;

  tb_envelope_sign (request, partner->key, partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER, NULL,
                    tb_clock_now (siege->pair.clock));
  answer = tb_engine_receive (siege->victim->engine, request, &error);
  g_assert_no_error (error);
  return answer;
}

static GBytes *
random_push (Siege *siege)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (siege->ost, siege->victim->name);
  g_autoptr (TbBatch) batch = tb_batch_new ();

  batch->epoch = partner->own_epoch;
  batch->epoch_id = g_strdup (partner->own_epoch_id);
  batch->at = tb_clock_now (siege->pair.clock);
  batch->ack = partner->in_seq;
  for (gint64 i = below (siege, 2); i > 0; i--)
    tb_batch_add_nack (batch, pick (siege, siege->events), (TbProblem)below (siege, 20));
  if (below (siege, 4) == 0)
    tb_batch_add_applied (batch, pick (siege, siege->events), pick (siege, siege->events));
  for (gint64 i = below (siege, 4); i > 0; i--)
    {
      g_autoptr (TbEvent) event = random_event (siege);
      g_autoptr (GBytes) bytes = tb_event_encode (event, NULL);

      if (bytes != NULL)
        g_assert_true (tb_batch_add_row (batch, ++siege->seq, 1, bytes));
    }
  return tb_batch_encode (batch);
}

static GBytes *
random_part (Siege *siege)
{
  TbFilePart part = { .engagement = (char *)pick (siege, siege->engagements),
                      .sha256 = (char *)pick (siege, siege->hashes),
                      .offset = below (siege, 20),
                      .size = 1 + below (siege, 30) };
  g_autoptr (GBytes) data = g_bytes_new_static ("0123456789", (gsize)MIN (10, part.size));

  part.data = data;
  return tb_file_part_encode (&part);
}

static GBytes *
random_wish (Siege *siege)
{
  const TbFileRequest request = { .engagement = (char *)pick (siege, siege->engagements),
                                  .sha256 = (char *)pick (siege, siege->hashes),
                                  .offset = below (siege, 20) };

  return tb_file_request_encode (&request);
}

static GBytes *
random_question (Siege *siege)
{
  char *ids[] = { (char *)pick (siege, siege->engagements), (char *)pick (siege, siege->engagements), NULL };

  return tb_state_encode_request (below (siege, 3) == 0 ? NULL : ids);
}

static GBytes *
random_pull (Siege *siege)
{
  g_autoptr (GBytes) push = random_push (siege);
  g_autoptr (TbBatch) batch = tb_batch_decode (push, NULL);

  g_ptr_array_set_size (batch->rows, 0);
  batch->is_pull = TRUE;
  batch->limit = below (siege, 2) * TB_BATCH_MAX_ROWS;
  batch->is_fetching = below (siege, 2) == 0;
  return tb_batch_encode (batch);
}

static const struct
{
  const char *route;
  GBytes *(*make) (Siege *siege);
} sayings[] = {
  { "push", random_push },
  { "push", random_push },
  { "push", random_push },
  { "state", random_question },
  { "files/put", random_part },
  { "files/get", random_wish },
  { "pull", random_pull },
};

/* No word of others, in whatever the answer says: neither texts nor names. */
static void
assert_silent (const TbEnvelope *answer)
{
  static const char *const words[] = { SECRET, "Nord", "Seeblick", "Mailserver" };
  g_autoptr (GBytes) plain = tb_unpack (answer->body, TB_BATCH_MAX_BYTES, NULL);
  gsize       length;
  const char *text = g_bytes_get_data (plain, &length);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strstr_len (text, (gssize)length, words[i]) != NULL)
      g_error ("said %s: %.*s", words[i], (int)length, text);
}

static guint
count_from_env (guint otherwise)
{
  const char *text = g_getenv ("TB_STRANGER_COUNT");

  return text != NULL ? (guint)g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
besiege (guint32 seed,
         guint   n_sayings)
{
  Siege            siege;
  g_autofree char *before = NULL;
  g_autoptr (TbPartnerRecord) ost = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  guint n_heard = 0;

  siege_start (&siege, seed);
  before = photograph (&siege);
  ost = tb_look_partner (siege.ost, "Alpen");
  siege.seq = ost->out_seq;
  for (guint i = 0; i < n_sayings; i++)
    {
      const guint k = (guint)below (&siege, G_N_ELEMENTS (sayings));
      g_autoptr (GBytes) body = sayings[k].make (&siege);
      g_autoptr (TbEnvelope) answer = say (&siege, sayings[k].route, body);
      g_autofree char *after = photograph (&siege);

      n_heard += answer->status == 200;
      assert_silent (answer);
      g_assert_cmpstr (after, ==, before);
    }
  findings = tb_engine_check (siege.victim->engine, NULL);
  g_assert_cmpuint (findings->len, ==, 0);
  /* It was listened to until the end. */
  g_assert_cmpuint (n_heard, >, n_sayings / 3);
  siege_end (&siege);
}

static void
test_others_stay_as_they_are (void)
{
  guint count = count_from_env (400);

  for (guint i = 0; i < 8; i++)
    besiege (1000 + i, count / 8);
}

/* ---- Files that are not for Ost ---- */

static char *
text_of (const TbEnvelope *answer)
{
  gsize       length;
  const char *text = g_bytes_get_data (answer->body, &length);

  return g_strndup (text, length);
}

/* Whatever engagement Ost names, and from wherever on: it gets nothing, and what it is told of a file that is
 * here is what it is told of one that is nowhere. */
static void
test_files_of_others_cannot_be_had (void)
{
  Siege                    siege;
  g_autofree char         *nowhere = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "nirgends", -1);
  static const char *const routes[] = { "files/get", "files/put" };

  siege_start (&siege, 7);
  for (guint i = 0; i < siege.hashes->len * siege.engagements->len * G_N_ELEMENTS (routes); i++)
    {
      const char *route = routes[i % 2];
      char       *eid = siege.engagements->pdata[i / 2 % siege.engagements->len];
      char       *hashes[] = { siege.hashes->pdata[i / 2 / siege.engagements->len], nowhere };
      char       *said[2];

      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
          const TbFilePart    part = { eid, hashes[k], 0, 19, nothing };
          const TbFileRequest wish = { eid, hashes[k], 0 };
          g_autoptr (GBytes) body = i % 2 == 0 ? tb_file_request_encode (&wish) : tb_file_part_encode (&part);
          g_autoptr (TbEnvelope) answer = say (&siege, route, body);

          g_assert_true (i % 2 == 1 || answer->status == 403);
          assert_silent (answer);
          said[k] = text_of (answer);
        }
      g_assert_cmpstr (said[0], ==, said[1]);
      g_free (said[0]);
      g_free (said[1]);
    }
  siege_end (&siege);
}

/* ---- Boxes that are not for Ost ---- */

static TbMailbox
add_box (Siege      *siege,
         const char *name)
{
  TbResult  result = { 0 };
  TbMailbox box = { 0 };

  tb_side_do (siege->victim, (TbCommand){ .type = TB_COMMAND_BOX_ADD, .name = name }, &result);
  g_assert_true (tb_mailbox_from_code (result.code, &box, NULL));
  tb_result_clear (&result);
  return box;
}

static TbEnvelope *
say_to_box (Siege      *siege,
            const char *box,
            GBytes     *token,
            const char *route,
            GBytes     *body)
{
  g_autoptr (TbEnvelope) request = tb_envelope_new (route, box, body);
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer;

  tb_envelope_sign (request, token, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (siege->pair.clock));
  answer = tb_engine_receive (siege->victim->engine, request, &error);
  g_assert_no_error (error);
  return answer;
}

static GBytes *
take_all (void)
{
  char              *addresses[] = { (char *)TO_NORD, (char *)TO_OST, NULL };
  char              *done[] = { (char *)LETTER, NULL };
  const TbTakeLetter take = { .addresses = addresses, .done = done };

  return tb_take_letter_encode (&take);
}

static void
put_letter (Siege           *siege,
            const TbMailbox *box)
{
  g_autoptr (GBytes) sealed = g_bytes_new_static (SECRET, strlen (SECRET));
  const TbPutLetter put = { .to = (char *)TO_NORD,
                            .letter = (char *)LETTER,
                            .sealed = sealed };
  g_autoptr (GBytes) body = tb_put_letter_encode (&put);
  g_autoptr (TbEnvelope) answer = say_to_box (siege, box->box, box->token, "mailbox/put", body);

  g_assert_cmpuint (answer->status, ==, 200);
}

/* Its own box opens with its own token, which opens no other; the key of its link opens none. */
static void
test_boxes_of_others_stay_shut (void)
{
  Siege                    siege;
  TbMailbox                own, other;
  static const char *const routes[] = { "mailbox/pull", "mailbox/put", "mailbox/put" };

  siege_start (&siege, 7);
  tb_engine_offer_mailbox (siege.victim->engine, TRUE);
  own = add_box (&siege, "Ost und Süd");
  other = add_box (&siege, "Nord und West");
  put_letter (&siege, &other);
  {
    g_autoptr (TbPartnerRecord) link = tb_look_partner (siege.ost, "Alpen");
    GBytes *tokens[] = { own.token, own.token, link->key, link->key };
    char   *boxes[] = { own.box, other.box, other.box, own.box };

    for (guint i = 0; i < G_N_ELEMENTS (boxes) * G_N_ELEMENTS (routes); i++)
      {
        g_autoptr (GBytes) body = take_all ();
        g_autoptr (TbEnvelope) answer = say_to_box (&siege, boxes[i % 4], tokens[i % 4], routes[i / 4], body);

        g_assert_cmpuint (answer->status, ==, i % 4 != 0 ? 401 : i / 4 == 0 ? 200
                                                                            : 422);
        assert_silent (answer);
      }
  }
  {
    const TbTakeLetter take = { .addresses = (char *[]){ (char *)TO_NORD, NULL } };
    g_autoptr (GBytes) right = tb_take_letter_encode (&take);
    g_autoptr (TbEnvelope) answer = say_to_box (&siege, other.box, other.token, "mailbox/pull", right);
    g_autofree char *said = text_of (answer);

    g_assert_nonnull (strstr (said, SECRET));
  }
  tb_mailbox_clear (&own);
  tb_mailbox_clear (&other);
  siege_end (&siege);
}

/* The same sentences are not empty: about Ost's own engagement they are heard. */
static void
test_own_is_heard (void)
{
  Siege siege;
  g_autoptr (TbPartnerRecord) ost = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbEvent) event = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbBatch) batch = tb_batch_new ();

  siege_start (&siege, 1);
  ost = tb_look_partner (siege.ost, "Alpen");
  e = tb_look_engagement (siege.victim, siege.to_ost);
  event = random_event (&siege);
  while (event->parts != TB_EVENT_ITEMS || ((TbEventItem *)event->items->pdata[0])->kind != TB_ITEM_NOTE)
    {
      tb_event_free (event);
      event = random_event (&siege);
    }
  g_ptr_array_set_size (event->items, 1);
  g_free (((TbEventItem *)event->items->pdata[0])->uuid);
  ((TbEventItem *)event->items->pdata[0])->uuid = tb_id_new ();
  tb_set_text (&event->engagement, e->eid);
  event->n = e->n_in + 1;
  event->phase = e->phase;
  bytes = tb_event_encode (event, NULL);
  batch->epoch = ost->own_epoch;
  batch->epoch_id = g_strdup (ost->own_epoch_id);
  batch->at = tb_clock_now (siege.pair.clock);
  batch->ack = ost->in_seq;
  g_assert_true (tb_batch_add_row (batch, ost->out_seq + 1, 1, bytes));
  body = tb_batch_encode (batch);
  answer = say (&siege, "push", body);
  g_assert_cmpuint (answer->status, ==, 200);
  g_clear_pointer (&e, tb_engagement_record_unref);
  e = tb_look_engagement (siege.victim, siege.to_ost);
  g_assert_cmpint (e->n_in, ==, event->n);
  siege_end (&siege);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/strangers/others-stay-as-they-are", test_others_stay_as_they_are);
  g_test_add_func ("/engine/strangers/files-of-others-cannot-be-had", test_files_of_others_cannot_be_had);
  g_test_add_func ("/engine/strangers/boxes-of-others-stay-shut", test_boxes_of_others_stay_shut);
  g_test_add_func ("/engine/strangers/own-is-heard", test_own_is_heard);
  return g_test_run ();
}
