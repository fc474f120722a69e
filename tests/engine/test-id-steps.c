/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the steps from one list of ids to another: they lead there, they are few, what moves is never
 * away. */
#include "config.h"

#include "tb-id-steps-private.h"

#define N 200

static GArray *
count_up (guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64  id;

  for (id = 1; id <= n; id++)
    g_array_append_val (ids, id);
  return ids;
}

static const gint64 *
values (GArray *ids)
{
  return (const gint64 *)(gpointer)ids->data;
}

static GArray *
find (GArray *old,
      GArray *now,
      guint   limit)
{
  return tb_id_steps_find (values (old), old->len, values (now), now->len, limit);
}

static gboolean
contains (GArray *ids,
          gint64  id)
{
  guint i;

  for (i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static void
assert_same (GArray *a,
             GArray *b)
{
  g_assert_cmpmem (a->data, a->len * sizeof (gint64), b->data, b->len * sizeof (gint64));
}

/* Walks the steps; @stays: is there before and after, so it must be there all the time. */
static void
assert_leads (GArray *old,
              GArray *now,
              GArray *steps,
              gint64  stays)
{
  g_autoptr (GArray) ids = g_array_ref (old);
  guint i;

  g_assert_nonnull (steps);
  for (i = 0; i < steps->len; i++)
    {
      GArray *next = tb_id_steps_apply (ids, &g_array_index (steps, TbIdStep, i));

      g_array_unref (ids);
      ids = next;
      g_assert_true (contains (ids, stays));
    }
  assert_same (ids, now);
}

static void
move (GArray *ids,
      guint   from,
      guint   to)
{
  gint64 id = g_array_index (ids, gint64, from);

  g_array_remove_index (ids, from);
  g_array_insert_val (ids, to, id);
}

static void
test_a_move_takes_two_steps (void)
{
  static const guint places[] = { 0, 1, N / 2, N - 2, N - 1 };
  guint              a, b;

  for (a = 0; a < G_N_ELEMENTS (places); a++)
    for (b = 0; b < G_N_ELEMENTS (places); b++)
      {
        g_autoptr (GArray) old = count_up (N);
        g_autoptr (GArray) now = count_up (N);
        g_autoptr (GArray) steps = NULL;

        move (now, places[a], places[b]);
        steps = find (old, now, 2);
        assert_leads (old, now, steps, (gint64)places[a] + 1);
        g_assert_cmpuint (steps->len, ==, a == b ? 0 : 2);
      }
}

static void
test_some_moves_lead_there (void)
{
  guint round;

  for (round = 0; round < 500; round++)
    {
      g_autoptr (GArray) old = count_up (N);
      g_autoptr (GArray) now = count_up (N);
      g_autoptr (GArray) steps = NULL;
      guint  n;
      gint64 fresh = N + 1;

      for (n = g_test_rand_int_range (0, 5); n > 0; n--)
        move (now, g_test_rand_int_range (0, N), g_test_rand_int_range (0, N));
      if (g_test_rand_bit ())
        g_array_insert_val (now, g_test_rand_int_range (0, N), fresh);
      steps = find (old, now, N);
      if (steps != NULL)
        assert_leads (old, now, steps, 7);
      /* Four moves and one more that came are few, unless they fell close together. */
      g_assert_true (steps == NULL || steps->len <= 20);
    }
}

static void
test_ends_and_nothing (void)
{
  g_autoptr (GArray) none = count_up (0);
  g_autoptr (GArray) three = count_up (3);
  g_autoptr (GArray) four = count_up (4);
  g_autoptr (GArray) grow = find (three, four, 1);
  g_autoptr (GArray) shrink = find (four, three, 1);
  g_autoptr (GArray) fill = find (none, three, 3);
  g_autoptr (GArray) empty = find (three, none, 3);
  g_autoptr (GArray) nothing = find (none, none, 0);

  assert_leads (three, four, grow, 1);
  assert_leads (four, three, shrink, 1);
  g_assert_cmpuint (fill->len, ==, 3);
  g_assert_cmpuint (empty->len, ==, 3);
  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_too_many_are_not_tried (void)
{
  g_autoptr (GArray) old = count_up (N);
  g_autoptr (GArray) now = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  for (id = N; id > 0; id--)
    g_array_append_val (now, id);
  g_assert_null (find (old, now, 16));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/id-steps/a-move-takes-two", test_a_move_takes_two_steps);
  g_test_add_func ("/engine/id-steps/some-moves-lead-there", test_some_moves_lead_there);
  g_test_add_func ("/engine/id-steps/ends-and-nothing", test_ends_and_nothing);
  g_test_add_func ("/engine/id-steps/too-many-are-not-tried", test_too_many_are_not_tried);
  return g_test_run ();
}
