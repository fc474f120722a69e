/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two instances behind routers and a mailbox between them, whose operator sees nothing and may do what it
 * likes. */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "tb-corner.h"

#include "tb-letter.h"

#include <string.h>

/* What the operator does with a letter that it hands out. */
typedef enum
{
  HONEST,
  DROPS,   /* hands out nothing and throws it away */
  REPEATS, /* hands out the one before once more */
  ALTERS,
} Trick;

typedef struct
{
  TbCorner   corner;
  TbSide     operator;
  char      *code;
  GPtrArray *seen; /* (element-type GBytes): the body of every request and answer that passed the mailbox */
  GBytes    *last; /* (nullable): the answer with the letter before */
  GRand     *rand; /* (nullable): plays tricks */
  guint      n_tricks;
} Post;

static void
close_side (TbSide *side)
{
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "url", .value = "" }, NULL);
}

static void
setup (Post         *post,
       gconstpointer data)
{
  TbPair  *pair = &post->corner.pair;
  TbResult result = { 0 };

  *post = (Post){ .seen = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref) };
  /* 2026-11-23T08:00:00Z */
  pair->clock = tb_clock_new_virtual (G_GINT64_CONSTANT (1795420800000000));
  tb_side_open (&pair->lead, "Nord", pair->clock);
  tb_side_open (&pair->service, "Alpen", pair->clock);
  tb_side_open (&post->operator, "Postamt", pair->clock);
  close_side (&pair->lead);
  close_side (&pair->service);
  tb_engine_offer_mailbox (post->operator.engine, TRUE);
  tb_side_do (&post->operator, (TbCommand){ .type = TB_COMMAND_BOX_ADD, .name = "Nord und Alpen" }, &result);
  post->code = g_steal_pointer (&result.code);
  tb_result_clear (&result);
}

static void
teardown (Post         *post,
          gconstpointer data)
{
  tb_side_close (&post->operator);
  g_ptr_array_unref (post->seen);
  g_clear_pointer (&post->last, g_bytes_unref);
  g_clear_pointer (&post->rand, g_rand_free);
  g_free (post->code);
  tb_corner_teardown (&post->corner, data);
}

static Trick
choose_trick (Post *post)
{
  if (post->rand == NULL || g_rand_int_range (post->rand, 0, 3) != 0)
    return HONEST;
  post->n_tricks++;
  return (Trick)g_rand_int_range (post->rand, DROPS, ALTERS + 1);
}

static GBytes *
alter (GBytes *body)
{
  gsize   size;
  guint8 *data = g_bytes_unref_to_data (g_bytes_ref (body), &size);

  data[size - 1 - size / 3] ^= 1;
  return g_bytes_new_take (data, size);
}

/* Asks the mailbox in somebody's name. Returns: the status of its answer */
static guint
ask (Post       *post,
     const char *route,
     const char *box,
     GBytes     *token,
     GBytes     *body)
{
  g_autoptr (TbEnvelope) request = tb_envelope_new (route, box, body);
  g_autoptr (TbEnvelope) answer = NULL;

  tb_envelope_sign (request, token, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (post->corner.pair.clock));
  answer = tb_engine_receive (post->operator.engine, request, NULL);
  return answer->status;
}

static GBytes *
throw_away (Post            *post,
            const TbMailbox *mailbox,
            GBytes          *body)
{
  g_autofree char *letter = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) request = NULL;
  char        *nowhere[] = { (char *)"0", NULL };
  char        *done[] = { NULL, NULL };
  TbTakeLetter take = { .addresses = nowhere, .done = done };

  g_assert_true (tb_taken_letter_decode (body, &letter, &sealed, NULL));
  done[0] = letter;
  request = tb_take_letter_encode (&take);
  g_assert_cmpuint (ask (post, "mailbox/pull", mailbox->box, mailbox->token, request), ==, 200);
  return tb_taken_letter_encode (NULL, NULL);
}

/* The mailbox has its own key to sign with: what it hands out is its word. */
static void
play_trick (Post             *post,
            Trick             trick,
            const TbEnvelope *request,
            TbEnvelope       *answer)
{
  TbMailbox mailbox = { 0 };
  GBytes   *body = NULL;

  if (g_bytes_get_size (answer->body) < 10)
    return;
  g_assert_true (tb_mailbox_from_code (post->code, &mailbox, NULL));
  if (trick == ALTERS)
    body = alter (answer->body);
  else if (trick == DROPS)
    body = throw_away (post, &mailbox, answer->body);
  else if (trick == REPEATS && post->last != NULL)
    body = g_bytes_ref (post->last);
  g_clear_pointer (&post->last, g_bytes_unref);
  post->last = g_bytes_ref (answer->body);
  if (body != NULL)
    {
      g_bytes_unref (answer->body);
      answer->body = body;
      tb_envelope_sign (answer, mailbox.token, TB_SIGNER_INVITER, request->id,
                        tb_clock_now (post->corner.pair.clock));
    }
  tb_mailbox_clear (&mailbox);
}

/* Carries one request of @side to the mailbox. Returns: the answer */
static TbEnvelope *
carry (Post       *post,
       TbSide     *side,
       gint64      partner,
       TbEnvelope *request)
{
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer = tb_engine_receive (post->operator.engine, request, &error);

  g_assert_no_error (error);
  g_ptr_array_add (post->seen, g_bytes_ref (request->body));
  g_ptr_array_add (post->seen, g_bytes_ref (answer->body));
  if (g_str_equal (request->route, "mailbox/pull") && answer->status == 200)
    play_trick (post, choose_trick (post), request, answer);
  tb_engine_settle (side->engine, partner, request, answer, NULL, &error);
  g_assert_no_error (error);
  return answer;
}

/* One put and one pull of a side. Returns: whether anything went either way */
static gboolean
visit (Post   *post,
       TbSide *side)
{
  g_autoptr (GPtrArray) routes = tb_engine_routes (side->engine, NULL);
  gboolean went = FALSE;

  for (guint i = 0; i < routes->len; i++)
    {
      TbRoute *route = routes->pdata[i];
      g_autoptr (TbEnvelope) put = NULL;
      g_autoptr (TbEnvelope) pull = NULL;
      g_autoptr (TbEnvelope) put_answer = NULL;
      g_autoptr (TbEnvelope) pull_answer = NULL;

      g_assert_cmpint (route->travel, ==, TB_TRAVEL_MAILBOX);
      if (route->due_at <= tb_clock_now (post->corner.pair.clock))
        put = tb_engine_prepare (side->engine, route->partner, FALSE, NULL);
      if (put != NULL)
        put_answer = carry (post, side, route->partner, put);
      pull = tb_engine_prepare_pull (side->engine, route->partner, 1000, 0, NULL);
      pull_answer = carry (post, side, route->partner, pull);
      went = went || put != NULL || g_bytes_get_size (pull_answer->body) > 10;
    }
  return went;
}

static gboolean
is_at_rest (TbSide *side)
{
  g_autoptr (GPtrArray) routes = tb_engine_routes (side->engine, NULL);

  for (guint i = 0; i < routes->len; i++)
    if (((TbRoute *)routes->pdata[i])->due_at != G_MAXINT64)
      return FALSE;
  return TRUE;
}

static void
advance (Post  *post,
         gint64 by)
{
  tb_clock_advance (post->corner.pair.clock, by);
}

/* Both come by until neither has anything to say; time goes on when nothing moves. */
static void
exchange (Post *post)
{
  TbPair *pair = &post->corner.pair;

  for (guint i = 0; i < 3000; i++)
    {
      gboolean went = visit (post, &pair->lead);

      went = visit (post, &pair->service) || went;
      if (!went && is_at_rest (&pair->lead) && is_at_rest (&pair->service))
        return;
      if (!went)
        advance (post, 10 * TB_SECOND);
    }
  g_assert_not_reached ();
}

static void
join (Post *post)
{
  TbPair  *pair = &post->corner.pair;
  TbResult invited = { 0 };

  tb_side_do (&pair->lead,
              (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Alpen", .value = post->code },
              &invited);
  tb_side_do (&pair->service, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text },
              NULL);
  tb_result_clear (&invited);
  exchange (post);
}

/* From the offer to the first note. */
static void
work (Post *post)
{
  TbPair          *pair = &post->corner.pair;
  g_autofree char *offer = NULL;

  post->corner.lead = tb_side_new_ticket (&pair->lead, "Mailserver nimmt keine Verbindungen an");
  tb_side_outsource (&pair->lead, post->corner.lead, "Alpen");
  exchange (post);
  offer = tb_side_newest (&pair->service);
  tb_side_act (&pair->service, offer, TB_ACTION_ACCEPT, NULL);
  exchange (post);
  post->corner.service = tb_side_newest (&pair->service);
  g_free (tb_side_note (&pair->service, post->corner.service, "Dienst neu gestartet", FALSE));
  g_free (tb_side_note (&pair->lead, post->corner.lead, "Der Schlüssel liegt am Empfang.", FALSE));
  exchange (post);
}

static void
assert_worked (Post *post)
{
  TbPair *pair = &post->corner.pair;
  g_autoptr (GPtrArray) lead = NULL;
  g_autoptr (GPtrArray) service = NULL;

  tb_corner_assert_status (&post->corner, TB_STATUS_IN_PROGRESS);
  g_assert_true (tb_corner_has_item (&pair->lead, post->corner.lead, "Dienst neu gestartet"));
  g_assert_true (
    tb_corner_has_item (&pair->service, post->corner.service, "Der Schlüssel liegt am Empfang."));
  lead = tb_engine_rows (pair->lead.engine, TB_TABLE_OUTBOX, NULL);
  service = tb_engine_rows (pair->service.engine, TB_TABLE_OUTBOX, NULL);
  g_assert_cmpuint (lead->len, ==, 0);
  g_assert_cmpuint (service->len, ==, 0);
}

static TbBoxRecord *
only_box (Post *post)
{
  g_autoptr (GPtrArray) boxes = tb_engine_rows (post->operator.engine, TB_TABLE_BOXES, NULL);

  g_assert_cmpuint (boxes->len, ==, 1);
  return tb_box_record_copy (boxes->pdata[0]);
}

/* ---- Tests ---- */

static void
test_works (Post         *post,
            gconstpointer data)
{
  g_autoptr (TbBoxRecord) box = NULL;

  join (post);
  work (post);
  assert_worked (post);
  /* What was applied is taken away by the next visit. */
  visit (post, &post->corner.pair.lead);
  visit (post, &post->corner.pair.service);
  box = only_box (post);
  g_assert_cmpint (box->n_letters, ==, 0);
  g_assert_cmpint (box->n_bytes, ==, 0);
}

static gboolean
contains (const void *data,
          gsize       size,
          const char *word)
{
  return memmem (data, size, word, strlen (word)) != NULL;
}

static void
test_operator_sees_nothing (Post         *post,
                            gconstpointer data)
{
  static const char *const words[] = { "Mailserver", "Dienst neu", "Hotel", "Nord", "Alpen", "accept",
                                       "engagement", "events", "v1,", "push", "share", "inviter" };
  static const char *const names[] = { "ticketbruecke.db", "ticketbruecke.db-wal" };
  guint                    n_searched = 0;

  join (post);
  work (post);
  for (guint i = 0; i < post->seen->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (words); k++)
      {
        gsize       size;
        const void *bytes = g_bytes_get_data (post->seen->pdata[i], &size);

        g_assert_false (contains (bytes, size, words[k]));
        n_searched++;
      }
  g_assert_cmpuint (n_searched, >, 100);
  /* Nor does its disk: the box's own name is the only thing that it was told. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (post->operator.dir, names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize            size;

      if (!g_file_get_contents (path, &bytes, &size, NULL))
        continue;
      g_assert_false (contains (bytes, size, "Mailserver"));
      g_assert_false (contains (bytes, size, "Dienst neu"));
      g_assert_false (contains (bytes, size, "Hotel"));
    }
}

static void
test_operator_plays_tricks (Post         *post,
                            gconstpointer data)
{
  post->rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  join (post);
  work (post);
  assert_worked (post);
  g_assert_cmpuint (post->n_tricks, >, 3);
}

/* Neither is ever there while the other is: that is what a box is for. */
static void
test_never_at_the_same_time (Post         *post,
                             gconstpointer data)
{
  TbPair          *pair = &post->corner.pair;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (TbBoxRecord) box = NULL;

  join (post);
  first = tb_side_new_ticket (&pair->lead, "Erstes");
  tb_side_outsource (&pair->lead, first, "Alpen");
  while (visit (post, &pair->lead))
    ;
  /* More is said before the evening: the letter is written anew, and only one lies there. */
  advance (post, TB_MINUTE);
  second = tb_side_new_ticket (&pair->lead, "Zweites");
  tb_side_outsource (&pair->lead, second, "Alpen");
  g_assert_true (visit (post, &pair->lead));
  box = only_box (post);
  g_assert_cmpint (box->n_letters, ==, 1);
  advance (post, 12 * TB_HOUR);
  while (visit (post, &pair->service))
    ;
  g_assert_cmpint (tb_status_of (&pair->lead, first, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  {
    const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
    g_autoptr (GPtrArray) offers = tb_engine_list (pair->service.engine, &query, 0, NULL);

    g_assert_cmpuint (offers->len, ==, 2);
  }
  advance (post, 12 * TB_HOUR);
  while (visit (post, &pair->lead))
    ;
  g_assert_true (is_at_rest (&pair->lead));
}

static GBytes *
make_put (const char *letter,
          gsize       size)
{
  g_autofree guint8 *bytes = g_malloc0 (size);
  g_autoptr (GBytes) sealed = g_bytes_new (bytes, size);
  const TbPutLetter put = { .to = (char *)"0123456789abcdef0123456789abcdef",
                            .letter = (char *)letter,
                            .sealed = sealed };

  return tb_put_letter_encode (&put);
}

static void
test_token (Post         *post,
            gconstpointer data)
{
  TbMailbox mailbox = { 0 };
  g_autoptr (GBytes) other = tb_random_bytes (32);
  g_autoptr (GBytes) body = make_put ("00000000-0000-4000-8000-000000000001", 100);
  g_autoptr (TbBoxRecord) box = NULL;

  g_assert_true (tb_mailbox_from_code (post->code, &mailbox, NULL));
  g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, other, body), ==, 401);
  g_assert_cmpuint (ask (post, "mailbox/put", "00000000-0000-4000-8000-000000000009", mailbox.token, body),
                    ==, 401);
  g_assert_cmpuint (ask (post, "mailbox/empty", mailbox.box, mailbox.token, body), ==, 404);
  tb_engine_offer_mailbox (post->operator.engine, FALSE);
  g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, mailbox.token, body), ==, 404);
  tb_engine_offer_mailbox (post->operator.engine, TRUE);
  g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, mailbox.token, body), ==, 200);
  /* The same again lies there once. */
  g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, mailbox.token, body), ==, 200);
  box = only_box (post);
  g_assert_cmpint (box->n_letters, ==, 1);
  tb_side_do (&post->operator, (TbCommand){ .type = TB_COMMAND_BOX_REMOVE, .name = "Nord und Alpen" }, NULL);
  g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, mailbox.token, body), ==, 401);
  tb_mailbox_clear (&mailbox);
}

static void
test_quota_and_age (Post         *post,
                    gconstpointer data)
{
  TbMailbox mailbox = { 0 };
  guint     n = 0;
  guint     status = 200;

  g_assert_true (tb_mailbox_from_code (post->code, &mailbox, NULL));
  while (status == 200 && n < 100)
    {
      g_autofree char *letter = tb_id_new ();
      g_autoptr (GBytes) body = make_put (letter, 1024 * 1024);
      g_autoptr (TbBoxRecord) box = NULL;

      status = ask (post, "mailbox/put", mailbox.box, mailbox.token, body);
      n += status == 200;
      box = only_box (post);
      g_assert_cmpint (box->n_bytes, <=, 64 * 1024 * 1024);
      g_assert_cmpint (box->n_letters, ==, n);
    }
  g_assert_cmpuint (status, ==, 507);
  g_assert_cmpuint (n, ==, 64);
  advance (post, 31 * TB_DAY);
  g_assert_true (tb_engine_tick (post->operator.engine, NULL, NULL));
  {
    g_autoptr (TbBoxRecord) box = only_box (post);
    g_autoptr (GBytes) body = make_put ("00000000-0000-4000-8000-000000000001", 100);

    g_assert_cmpint (box->n_letters, ==, 0);
    g_assert_cmpint (box->n_bytes, ==, 0);
    g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, mailbox.token, body), ==, 200);
  }
  tb_mailbox_clear (&mailbox);
}

static void
test_full_box_is_told (Post         *post,
                       gconstpointer data)
{
  TbMailbox mailbox = { 0 };
  g_autoptr (GPtrArray) partners = NULL;

  join (post);
  g_assert_true (tb_mailbox_from_code (post->code, &mailbox, NULL));
  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *letter = tb_id_new ();
      g_autoptr (GBytes) body = make_put (letter, 1024 * 1024);

      g_assert_cmpuint (ask (post, "mailbox/put", mailbox.box, mailbox.token, body), ==, 200);
    }
  post->corner.lead = tb_side_new_ticket (&post->corner.pair.lead, "Voll");
  tb_side_outsource (&post->corner.pair.lead, post->corner.lead, "Alpen");
  {
    g_autoptr (TbEnvelope) put = tb_engine_prepare (
      post->corner.pair.lead.engine, tb_side_partner (&post->corner.pair.lead, "Alpen"), FALSE, NULL);
    g_autoptr (TbEnvelope) answer = carry (post, &post->corner.pair.lead,
                                           tb_side_partner (&post->corner.pair.lead, "Alpen"), put);

    g_assert_cmpuint (answer->status, ==, 507);
  }
  partners = tb_engine_partners (post->corner.pair.lead.engine, NULL);
  g_assert_cmpstr (((TbPartnerView *)partners->pdata[0])->record->problem, ==, "mailbox-full");
  tb_mailbox_clear (&mailbox);
}

static void
test_needs_a_box_or_an_address (Post         *post,
                                gconstpointer data)
{
  TbCommand invite = { .type = TB_COMMAND_INVITE, .partner = "Alpen" };

  tb_side_refuse (&post->corner.pair.lead, invite, TB_PROBLEM_NO_URL);
  invite.value = "tbm1-x";
  tb_side_refuse (&post->corner.pair.lead, invite, TB_PROBLEM_MAILBOX_CODE);
}

static void
test_way_can_be_changed (Post         *post,
                         gconstpointer data)
{
  TbSide   *lead = &post->corner.pair.lead;
  TbCommand set = { .type = TB_COMMAND_PARTNER_SET, .partner = "Alpen", .name = "way", .value = "pull" };
  g_autoptr (GPtrArray) routes = NULL;

  join (post);
  tb_side_refuse (lead, set, TB_PROBLEM_EMPTY);
  set.value = "await";
  tb_side_refuse (lead, set, TB_PROBLEM_BAD_VALUE);
  set.name = "url";
  set.value = "https://alpen.example";
  tb_side_do (lead, set, NULL);
  set.name = "way";
  set.value = "pull";
  tb_side_do (lead, set, NULL);
  routes = tb_engine_routes (lead->engine, NULL);
  g_assert_cmpint (((TbRoute *)routes->pdata[0])->travel, ==, TB_TRAVEL_PULL);
  g_assert_cmpstr (((TbRoute *)routes->pdata[0])->url, ==, "https://alpen.example");
  set.value = "mailbox";
  tb_side_do (lead, set, NULL);
  set.name = "mailbox";
  set.value = "";
  tb_side_do (lead, set, NULL);
  g_clear_pointer (&routes, g_ptr_array_unref);
  routes = tb_engine_routes (lead->engine, NULL);
  g_assert_cmpint (((TbRoute *)routes->pdata[0])->travel, ==, TB_TRAVEL_PULL);
}

#define ADD(path, data, func) g_test_add (path, Post, data, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/mailbox/works", NULL, test_works);
  ADD ("/engine/mailbox/operator-sees-nothing", NULL, test_operator_sees_nothing);
  ADD ("/engine/mailbox/never-at-the-same-time", NULL, test_never_at_the_same_time);
  ADD ("/engine/mailbox/token-repeat-and-removal", NULL, test_token);
  ADD ("/engine/mailbox/quota-and-age", NULL, test_quota_and_age);
  ADD ("/engine/mailbox/full-box-is-told", NULL, test_full_box_is_told);
  ADD ("/engine/mailbox/needs-a-box-or-an-address", NULL, test_needs_a_box_or_an_address);
  ADD ("/engine/mailbox/way-can-be-changed", NULL, test_way_can_be_changed);
  for (guint seed = 1; seed <= 20; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/mailbox/operator-plays-tricks/%u", seed);

      ADD (path, GUINT_TO_POINTER (seed), test_operator_plays_tricks);
    }

  return g_test_run ();
}
