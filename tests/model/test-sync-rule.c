/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of what travels as what, and of what cannot be changed. */
#include "config.h"

#include "tb-workflow.h"

static void
test_rules (void)
{
  /* product.md section 6; at acceptance: notes and files of the lead; activity: section 3 */
  static const TbSyncRule expected[] = {
    { TB_ROLE_LEAD, TB_ITEM_NOTE, TB_ITEM_NOTE, FALSE, TRUE, FALSE },
    { TB_ROLE_LEAD, TB_ITEM_TIME, TB_ITEM_NOTE, FALSE, FALSE, FALSE },
    { TB_ROLE_LEAD, TB_ITEM_CHARGE, TB_ITEM_CHARGE, FALSE, FALSE, FALSE },
    { TB_ROLE_LEAD, TB_ITEM_FILE, TB_ITEM_FILE, FALSE, TRUE, FALSE },
    { TB_ROLE_SERVICE, TB_ITEM_NOTE, TB_ITEM_NOTE, TRUE, FALSE, TRUE },
    { TB_ROLE_SERVICE, TB_ITEM_TIME, TB_ITEM_TIME, FALSE, FALSE, TRUE },
    { TB_ROLE_SERVICE, TB_ITEM_CHARGE, TB_ITEM_CHARGE, FALSE, FALSE, TRUE },
    { TB_ROLE_SERVICE, TB_ITEM_FILE, TB_ITEM_FILE, TRUE, FALSE, FALSE },
  };
  guint n, i;

  tb_sync_rules (&n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (i = 0; i < n; i++)
    {
      const TbSyncRule *rule = tb_sync_rule (expected[i].from, expected[i].kind);

      g_assert_nonnull (rule);
      g_assert_cmpint (rule->from, ==, expected[i].from);
      g_assert_cmpint (rule->kind, ==, expected[i].kind);
      g_assert_cmpint (rule->arrives_as, ==, expected[i].arrives_as);
      g_assert_cmpint (rule->arrives_internal, ==, expected[i].arrives_internal);
      g_assert_cmpint (rule->goes_at_acceptance, ==, expected[i].goes_at_acceptance);
      g_assert_cmpint (rule->is_activity, ==, expected[i].is_activity);
    }
  g_assert_null (tb_sync_rule (TB_ROLE_NONE, TB_ITEM_NOTE));
}

typedef struct
{
  GPtrArray          *engagements;
  TbEngagementRecord *ended;  /* with partner 7 */
  TbEngagementRecord *paused; /* with partner 8, at item 10 */
  TbItemRecord       *item;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->engagements = g_ptr_array_new_with_free_func (tb_record_unref);
  f->ended = tb_engagement_record_new ();
  f->ended->partner = 7;
  f->ended->status = TB_STATUS_COMPLETE;
  f->ended->pause_mark = 1000;
  g_ptr_array_add (f->engagements, f->ended);
  f->paused = tb_engagement_record_new ();
  f->paused->partner = 8;
  f->paused->status = TB_STATUS_WAITING_APPROVAL;
  f->paused->pause = 2;
  f->paused->pause_mark = 10;
  g_ptr_array_add (f->engagements, f->paused);
  f->item = tb_item_record_new ();
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_ptr_array_unref (f->engagements);
  tb_item_record_unref (f->item);
}

static gboolean
ask (Fixture *f,
     gint64   id,
     gint64   partner)
{
  f->item->id = id;
  f->item->partner = partner;
  return tb_item_read_only (f->item, f->engagements);
}

static void
test_pause_locks_what_was_there (Fixture      *f,
                                 gconstpointer data)
{
  for (f->paused->pause = 1; f->paused->pause <= 2; f->paused->pause++)
    {
      g_assert_true (ask (f, 1, 0));
      g_assert_true (ask (f, 10, 0));
      g_assert_false (ask (f, 11, 0));
      /* An entry of this partner that came after the mark was made before the pause. */
      g_assert_true (ask (f, 11, 8));
      g_assert_false (ask (f, 11, 7));
    }
}

static void
test_internal_items_too (Fixture      *f,
                         gconstpointer data)
{
  f->item->is_internal = TRUE;
  g_assert_true (ask (f, 10, 0));
  g_assert_false (ask (f, 11, 0));
}

static void
test_resumption_unlocks (Fixture      *f,
                         gconstpointer data)
{
  f->paused->pause = 0;
  g_assert_false (ask (f, 1, 0));
  g_assert_false (ask (f, 10, 8));
}

static void
test_locked_for_ever (Fixture      *f,
                      gconstpointer data)
{
  f->paused->pause = 0;
  f->item->is_locked = TRUE;
  g_assert_true (ask (f, 11, 0));
  g_assert_true (tb_item_read_only (f->item, NULL));
}

static void
test_never_outsourced (Fixture      *f,
                       gconstpointer data)
{
  g_ptr_array_set_size (f->engagements, 0);
  g_assert_false (ask (f, 1, 0));
  g_assert_false (tb_item_read_only (f->item, NULL));
}

static void
test_live (void)
{
  g_autoptr (TbEngagementRecord) engagement = tb_engagement_record_new ();
  guint status;

  for (status = 0; status < TB_N_STATUSES; status++)
    {
      engagement->status = status;
      g_assert_cmpint (tb_engagement_is_live (engagement), ==,
                       status == TB_STATUS_ACCEPTED || status == TB_STATUS_IN_PROGRESS);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/sync-rule/table", test_rules);
  ADD ("/model/read-only/pause-locks-what-was-there", test_pause_locks_what_was_there);
  ADD ("/model/read-only/internal-items-too", test_internal_items_too);
  ADD ("/model/read-only/resumption-unlocks", test_resumption_unlocks);
  ADD ("/model/read-only/locked-for-ever", test_locked_for_ever);
  ADD ("/model/read-only/never-outsourced", test_never_outsourced);
  g_test_add_func ("/model/engagement/live-statuses", test_live);
  return g_test_run ();
}
