/* SPDX-License-Identifier: GPL-3.0-or-later
 * The list of what waits: partners, their messages, what was refused first; it stays true to the store. */
#include "config.h"

#include "tb-outbox-list.h"

#include "tb-speaker.h"

/* More than two pages. */
#define MANY 450

typedef struct
{
  TbAccepted    accepted;
  TbTicketList *list;
  GString      *changes; /* of the list: `position-removed+added` */
} Fixture;

static void
on_items_changed_cb (Fixture *f,
                     guint    position,
                     guint    removed,
                     guint    added)
{
  g_string_append_printf (f->changes, " %u-%u+%u", position, removed, added);
}

static void
on_changed_cb (Fixture   *f,
               GPtrArray *changes,
               gboolean   everything)
{
  tb_ticket_list_apply_changes (f->list, everything ? NULL : changes);
}

static void
wait_until_read (Fixture *f)
{
  while (tb_ticket_list_is_loading (f->list) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static void
open_list (Fixture *f)
{
  f->list = tb_outbox_list_new (f->accepted.pair.lead.store);
  g_signal_connect_swapped (f->list, "items-changed", G_CALLBACK (on_items_changed_cb), f);
  g_signal_connect_swapped (f->accepted.pair.lead.engine, "changed", G_CALLBACK (on_changed_cb), f);
  wait_until_read (f);
  g_string_truncate (f->changes, 0);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  tb_accepted_setup (&f->accepted, data);
  f->changes = g_string_new (NULL);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (f->accepted.pair.lead.engine, f);
  g_assert_finalize_object (f->list);
  g_string_free (f->changes, TRUE);
  tb_accepted_teardown (&f->accepted, data);
}

static TbOutboxMessage *
get (Fixture *f,
     guint    position)
{
  TbOutboxMessage *message = g_list_model_get_item (G_LIST_MODEL (f->list), position);

  wait_until_read (f);
  return message;
}

static TbOutboxView *
view_at (Fixture *f,
         guint    position)
{
  g_autoptr (TbOutboxMessage) message = get (f, position);

  g_assert_cmpint (tb_outbox_message_get_partner (message), ==, 0);
  return tb_record_ref (tb_object_get_record (TB_OBJECT (message)));
}

static guint
count (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->list));
}

static void
add_note (Fixture    *f,
          const char *text)
{
  g_free (tb_side_note (&f->accepted.pair.lead, f->accepted.lead, text, FALSE));
}

static void
hold (Fixture *f)
{
  tb_step_hold (&f->accepted.pair.lead, &f->accepted.pair.service);
}

static void
test_a_partner_and_its_messages (Fixture      *f,
                                 gconstpointer data)
{
  g_autoptr (TbOutboxMessage) partner = NULL;
  g_autoptr (TbOutboxView) view = NULL;

  open_list (f);
  g_assert_cmpuint (count (f), ==, 0);
  add_note (f, "erste");
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 2);
  partner = get (f, 0);
  g_assert_cmpint (tb_outbox_message_get_partner (partner), ==,
                   tb_side_partner (&f->accepted.pair.lead, "Alpen"));
  view = view_at (f, 1);
  g_assert_cmpstr (view->what, ==, "items");
  g_assert_cmpint (view->item_kind, ==, TB_ITEM_NOTE);
  g_assert_cmpint (view->n_items, ==, 1);
  g_assert_cmpint (view->n_deleted, ==, 0);
  g_assert_cmpint (view->state, ==, TB_OUTBOX_QUEUED);
  g_assert_cmpstr (view->number, ==, f->accepted.lead);
  tb_pair_exchange (&f->accepted.pair);
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 0);
}

static void
test_what_was_refused_comes_first (Fixture      *f,
                                   gconstpointer data)
{
  TbSide          *lead = &f->accepted.pair.lead;
  g_autofree char *other = tb_side_new_ticket (lead, "Drucker");
  g_autoptr (TbOutboxView) queued = NULL;
  g_autoptr (TbOutboxView) held = NULL;
  g_autoptr (TbOutboxView) behind = NULL;

  open_list (f);
  add_note (f, "zu viel");
  hold (f);
  tb_side_outsource (lead, other, "Alpen");
  add_note (f, "danach");
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 4);
  held = view_at (f, 1);
  behind = view_at (f, 2);
  queued = view_at (f, 3);
  g_assert_cmpint (held->state, ==, TB_OUTBOX_HELD);
  g_assert_cmpstr (held->problem, ==, tb_problem_nick (TB_PROBLEM_MALFORMED));
  g_assert_true (held->can_skip);
  g_assert_cmpint (behind->state, ==, TB_OUTBOX_BEHIND);
  g_assert_cmpstr (queued->what, ==, "offer");
  g_assert_cmpint (queued->state, ==, TB_OUTBOX_QUEUED);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_SKIP, .ticket = held->ticket }, NULL);
  tb_pair_exchange (&f->accepted.pair);
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 0);
}

static void
test_a_file_without_a_message_is_there (Fixture      *f,
                                        gconstpointer data)
{
  g_autoptr (TbOutboxView) view = NULL;

  open_list (f);
  g_free (tb_side_file (&f->accepted.pair.lead, f->accepted.lead, 2 * TB_FILE_PART_BYTES));
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 2);
  view = view_at (f, 1);
  g_assert_cmpint (view->state, ==, TB_OUTBOX_WAITING);
  g_assert_cmpint (view->item_kind, ==, TB_ITEM_FILE);
  tb_pair_exchange (&f->accepted.pair);
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 0);
}

/* Of many only what somebody looks at is read, and one more is one more. */
static void
test_many_cost_what_is_looked_at (Fixture      *f,
                                  gconstpointer data)
{
  g_autoptr (TbOutboxMessage) last = NULL;
  g_autoptr (TbOutboxMessage) still = NULL;
  guint i;

  for (i = 0; i < MANY; i++)
    add_note (f, "Notiz");
  open_list (f);
  g_assert_cmpuint (count (f), ==, MANY + 1);
  last = g_list_model_get_item (G_LIST_MODEL (f->list), MANY);
  g_assert_null (tb_object_get_record (TB_OBJECT (last)));
  wait_until_read (f);
  g_assert_nonnull (tb_object_get_record (TB_OBJECT (last)));
  add_note (f, "noch eine");
  wait_until_read (f);
  g_assert_cmpstr (f->changes->str, ==, " 451-0+1");
  still = g_list_model_get_item (G_LIST_MODEL (f->list), MANY);
  g_assert_true (still == last);
  tb_pair_exchange (&f->accepted.pair);
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 0);
}

static void
on_held_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  *(GPtrArray **)data = tb_engine_held_finish (TB_ENGINE (object), result, NULL);
}

static void
test_what_was_refused_of_a_ticket (Fixture      *f,
                                   gconstpointer data)
{
  TbSide *lead = &f->accepted.pair.lead;
  gint64  ticket = tb_side_ticket (lead, f->accepted.lead);
  g_autoptr (GPtrArray) held = NULL;

  open_list (f);
  add_note (f, "zu viel");
  hold (f);
  add_note (f, "danach");
  tb_engine_held_async (lead->engine, ticket, NULL, on_held_cb, &held);
  while (held == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (held->len, ==, 1);
  g_assert_cmpint (((TbOutboxView *)held->pdata[0])->state, ==, TB_OUTBOX_HELD);
  g_assert_cmpint (((TbOutboxView *)held->pdata[0])->ticket, ==, ticket);
}

/* What is about no ticket is sent again by its partner. */
static void
test_an_agreement_is_sent_again (Fixture      *f,
                                 gconstpointer data)
{
  TbSide *lead = &f->accepted.pair.lead;
  g_autoptr (TbOutboxView) held = NULL;

  open_list (f);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, NULL);
  hold (f);
  wait_until_read (f);
  held = view_at (f, 1);
  g_assert_cmpstr (held->what, ==, "agreement");
  g_assert_cmpint (held->ticket, ==, 0);
  g_assert_false (held->can_skip);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_RESEND, .partner = "Alpen" }, NULL);
  tb_pair_exchange (&f->accepted.pair);
  wait_until_read (f);
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_cmpint (tb_look_agreement (&f->accepted.pair.service, "Nord", TB_ROLE_SERVICE), ==,
                   TB_AGREEMENT_INACTIVE);
}

#define ADD(path, func) g_test_add ("/engine/outbox-list/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-partner-and-its-messages", test_a_partner_and_its_messages);
  ADD ("what-was-refused-comes-first", test_what_was_refused_comes_first);
  ADD ("a-file-without-a-message-is-there", test_a_file_without_a_message_is_there);
  ADD ("many-cost-what-is-looked-at", test_many_cost_what_is_looked_at);
  ADD ("what-was-refused-of-a-ticket", test_what_was_refused_of_a_ticket);
  ADD ("an-agreement-is-sent-again", test_an_agreement_is_sent_again);
  return g_test_run ();
}
