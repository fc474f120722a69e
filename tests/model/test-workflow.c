/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of transitions and menus over all combinations. */
#include "config.h"

#include "tb-workflow.h"

#include <string.h>

#define N TB_STATUS_NONE
#define U TB_STATUS_UNSENT
#define AS TB_STATUS_ASSIGNED
#define CA TB_STATUS_CANCELED
#define DE TB_STATUS_DECLINED
#define AC TB_STATUS_ACCEPTED
#define IP TB_STATUS_IN_PROGRESS
#define WA TB_STATUS_WAITING_APPROVAL
#define CO TB_STATUS_COMPLETE

#define OUTSOURCE TB_PERMISSION_OUTSOURCE
#define NOBODY TB_PERMISSION_NONE

/* product.md section 3 and 7, status by status: all that may happen, and nothing else. */
/* clang-format off */
static const struct
{
  TbStatus     from;
  TbActor      actor;
  TbAction     action;
  TbStatus     to;
  TbPermission permission;
} expected[] = {
  { N, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, U, OUTSOURCE },
  { U, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, U, OUTSOURCE },
  { CA, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, U, OUTSOURCE },
  { DE, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, U, OUTSOURCE },
  { CO, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, U, OUTSOURCE },
  { N, TB_ACTOR_LEAD, TB_ACTION_OUTSOURCE, AS, OUTSOURCE },
  { U, TB_ACTOR_LEAD, TB_ACTION_OUTSOURCE, AS, OUTSOURCE },
  { CA, TB_ACTOR_LEAD, TB_ACTION_OUTSOURCE, AS, OUTSOURCE },
  { DE, TB_ACTOR_LEAD, TB_ACTION_OUTSOURCE, AS, OUTSOURCE },
  { CO, TB_ACTOR_LEAD, TB_ACTION_OUTSOURCE, AS, OUTSOURCE },
  { U, TB_ACTOR_LEAD, TB_ACTION_DISCARD, N, OUTSOURCE },
  { AS, TB_ACTOR_LEAD, TB_ACTION_CANCEL, CA, OUTSOURCE },
  { AC, TB_ACTOR_LEAD, TB_ACTION_COMPLETE, CO, OUTSOURCE },
  { IP, TB_ACTOR_LEAD, TB_ACTION_COMPLETE, CO, OUTSOURCE },
  { WA, TB_ACTOR_LEAD, TB_ACTION_APPROVE, CO, OUTSOURCE },
  { WA, TB_ACTOR_LEAD, TB_ACTION_REJECT, IP, OUTSOURCE },
  { U, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, N, NOBODY },
  { AS, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
  { AC, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
  { IP, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
  { WA, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
  { AS, TB_ACTOR_CLOCK, TB_ACTION_AUTO_DECLINE, DE, NOBODY },
  { AS, TB_ACTOR_SERVICE, TB_ACTION_ACCEPT, AC, OUTSOURCE },
  { AS, TB_ACTOR_SERVICE, TB_ACTION_DECLINE, DE, OUTSOURCE },
  { AC, TB_ACTOR_SERVICE, TB_ACTION_START, IP, NOBODY },
  { IP, TB_ACTOR_SERVICE, TB_ACTION_START, IP, NOBODY },
  { AC, TB_ACTOR_SERVICE, TB_ACTION_SUBMIT, WA, NOBODY },
  { IP, TB_ACTOR_SERVICE, TB_ACTION_SUBMIT, WA, NOBODY },
  { AC, TB_ACTOR_SERVICE, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
  { IP, TB_ACTOR_SERVICE, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
  { WA, TB_ACTOR_SERVICE, TB_ACTION_CLOSE_TICKET, CO, NOBODY },
};
/* clang-format on */

static int
find_expected (TbStatus status,
               TbActor  actor,
               TbAction action)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    if (expected[i].from == status && expected[i].actor == actor && expected[i].action == action)
      return i;
  return -1;
}

static void
check_combination (TbStatus     status,
                   TbActor      actor,
                   TbAction     action,
                   TbPermission permission)
{
  g_autoptr (GError) error = NULL;
  const TbTransition *row = tb_transition_check (status, actor, action, permission, &error);
  int                 i = find_expected (status, actor, action);

  if (i < 0)
    {
      g_assert_null (row);
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_NOT_NOW);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, tb_nick (TB_TYPE_STATUS, status));
    }
  else if (actor != TB_ACTOR_CLOCK && permission < expected[i].permission)
    {
      g_assert_null (row);
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_PERMISSION);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, "outsource");
    }
  else
    {
      g_assert_no_error (error);
      g_assert_nonnull (row);
      g_assert_true (row == tb_transition_find (status, actor, action));
      g_assert_cmpint (row->to, ==, expected[i].to);
      g_assert_cmpint (row->action, ==, action);
      g_assert_cmpint (row->actor, ==, actor);
      g_assert_cmpint (row->permission, ==, expected[i].permission);
    }
}

static void
test_all_combinations (void)
{
  guint status, actor, action, permission, n_found = 0;

  for (status = 0; status < TB_N_STATUSES; status++)
    for (actor = 0; actor < TB_N_ACTORS; actor++)
      for (action = 0; action < TB_N_ACTIONS; action++)
        {
          n_found += tb_transition_find (status, actor, action) != NULL;
          for (permission = 0; permission < TB_N_PERMISSIONS; permission++)
            check_combination (status, actor, action, permission);
        }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (expected));
}

static void
test_rows_do_not_overlap (void)
{
  guint               n, i, status, n_cells = 0;
  const TbTransition *rows = tb_transitions (&n);

  /* As many statuses in the `from` masks as there are combinations: no row hides another. */
  for (i = 0; i < n; i++)
    for (status = 0; status < TB_N_STATUSES; status++)
      if ((rows[i].from & TB_STATUS_BIT (status)) != 0)
        {
          n_cells++;
          g_assert_true (tb_transition_find (status, rows[i].actor, rows[i].action) == &rows[i]);
        }
  g_assert_cmpuint (n_cells, ==, G_N_ELEMENTS (expected));
}

static void
test_effects (void)
{
  guint               n, i;
  const TbTransition *rows = tb_transitions (&n);

  for (i = 0; i < n; i++)
    {
      const TbTransition *row = &rows[i];
      gboolean            is_known = (row->from & ~(TB_STATUS_BIT (N) | TB_STATUS_BIT (U))) != 0;
      /* Such an offer loses its text at the partner (protocol.md section 4). */
      gboolean is_offer_over = row->to == TB_STATUS_CANCELED || row->to == TB_STATUS_DECLINED;

      /* The service side never decides: it asks. */
      g_assert_cmpint ((row->effects & TB_EFFECT_REQUEST) != 0, ==, row->actor == TB_ACTOR_SERVICE);
      g_assert_cmpint (row->verb != TB_VERB_NONE, ==, row->actor == TB_ACTOR_SERVICE);
      /* Whatever changes a status that the partner knows is told, except by the offer itself. */
      if (is_known && row->to != U && row->to != AS && (row->from & ~TB_STATUS_BIT (row->to)) != 0)
        g_assert_true ((row->effects & TB_EFFECT_STATUS_EVENT) != 0);
      g_assert_cmpint ((row->effects & TB_EFFECT_OFFER) != 0, ==, row->to == AS);
      g_assert_cmpint ((row->effects & TB_EFFECT_OPEN_SYNC) != 0, ==, row->to == AC);
      g_assert_cmpint ((row->effects & TB_EFFECT_SUSPEND) != 0, ==, row->to == WA);
      g_assert_cmpint ((row->effects & TB_EFFECT_END) != 0, ==, row->to == CO);
      g_assert_cmpint ((row->effects & TB_EFFECT_RESTORE) != 0, ==, row->to == N);
      g_assert_cmpint ((row->effects & TB_EFFECT_ERASE_OFFER) != 0, ==, is_offer_over);
      g_assert_cmpint ((row->effects & TB_EFFECT_RESUME) != 0, ==, row->action == TB_ACTION_REJECT);
      g_assert_cmpint ((row->effects & TB_EFFECT_REASON_NOTE) != 0, ==, row->action == TB_ACTION_REJECT);
      g_assert_cmpint ((row->needs & TB_NEEDS_REASON) != 0, ==, row->action == TB_ACTION_REJECT);
      g_assert_cmpint ((row->needs & TB_NEEDS_MAPPING) != 0, ==, row->action == TB_ACTION_ACCEPT);
      g_assert_cmpint ((row->needs & TB_NEEDS_IN_TIME) != 0, ==, row->action == TB_ACTION_ACCEPT);
    }
}

static void
test_new_engagement_unless_draft (void)
{
  TbNeeds all = TB_NEEDS_TERMS | TB_NEEDS_PARTNER | TB_NEEDS_OPEN_TICKET;
  guint   i;

  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const TbTransition *row = tb_transition_find (expected[i].from, expected[i].actor, expected[i].action);

      if (row->action == TB_ACTION_SAVE_TERMS)
        g_assert_cmpint ((row->effects & TB_EFFECT_NEW_ENGAGEMENT) != 0, ==, expected[i].from != U);
      else
        g_assert_cmpint ((row->effects & TB_EFFECT_NEW_ENGAGEMENT) != 0, ==,
                         row->action == TB_ACTION_OUTSOURCE);
      if (row->action == TB_ACTION_OUTSOURCE)
        g_assert_cmpint (row->needs & all, ==, all);
    }
}

static void
test_verbs (void)
{
  static const TbStatusMask from[] = {
    [TB_VERB_NONE] = 0,
    [TB_VERB_ACCEPT] = TB_STATUS_BIT (AS),
    [TB_VERB_DECLINE] = TB_STATUS_BIT (AS),
    [TB_VERB_START] = TB_STATUS_BIT (AC) | TB_STATUS_BIT (IP),
    [TB_VERB_SUBMIT] = TB_STATUS_BIT (AC) | TB_STATUS_BIT (IP),
    [TB_VERB_COMPLETE] = TB_STATUS_BIT (AC) | TB_STATUS_BIT (IP) | TB_STATUS_BIT (WA),
  };
  guint               n, i, verb;
  const TbTransition *rows = tb_transitions (&n);

  for (verb = TB_VERB_ACCEPT; verb <= TB_VERB_COMPLETE; verb++)
    {
      TbStatusMask mask = 0;

      for (i = 0; i < n; i++)
        if (rows[i].verb == verb)
          {
            mask |= rows[i].from;
            g_assert_cmpint (rows[i].action, ==, tb_verb_to_action (verb));
          }
      g_assert_cmpuint (mask, ==, from[verb]);
    }
  g_assert_cmpint (tb_verb_to_action (TB_VERB_COMPLETE), ==, TB_ACTION_CLOSE_TICKET);
  g_assert_cmpint (tb_verb_to_action (TB_VERB_SUBMIT), ==, TB_ACTION_SUBMIT);
}

static void
test_refusals (void)
{
  guint status, verb;

  g_assert_cmpint (tb_status_refusal (CA, TB_VERB_ACCEPT), ==, TB_PROBLEM_CANCELED);
  g_assert_cmpint (tb_status_refusal (DE, TB_VERB_ACCEPT), ==, TB_PROBLEM_DECLINED);
  for (verb = TB_VERB_NONE; verb <= TB_VERB_COMPLETE; verb++)
    g_assert_cmpint (tb_status_refusal (CO, verb), ==, TB_PROBLEM_ENDED);
  for (status = N; status <= DE; status++)
    {
      g_assert_cmpint (tb_status_refusal (status, TB_VERB_NONE), ==, TB_PROBLEM_NOT_ACCEPTED);
      g_assert_cmpint (tb_status_refusal (status, TB_VERB_START), ==, TB_PROBLEM_NOT_ACCEPTED);
      g_assert_cmpint (tb_status_refusal (status, TB_VERB_SUBMIT), ==, TB_PROBLEM_NOT_ACCEPTED);
    }
  for (status = AC; status <= WA; status++)
    g_assert_cmpint (tb_status_refusal (status, TB_VERB_ACCEPT), ==, TB_PROBLEM_NOT_NOW);
  g_assert_cmpint (tb_status_refusal (WA, TB_VERB_SUBMIT), ==, TB_PROBLEM_NOT_NOW);
}

static gboolean
is_only_in_menus (TbAction action)
{
  return action == TB_ACTION_ASK || action == TB_ACTION_SHOW_TERMS || action == TB_ACTION_CHOOSE;
}

static TbActor
actor_of (TbRole role)
{
  return role == TB_ROLE_LEAD ? TB_ACTOR_LEAD : TB_ACTOR_SERVICE;
}

static void
test_menu_entries_are_possible (void)
{
  guint             n, i, status;
  const TbMenuItem *items = tb_menu_items (&n);

  g_assert_cmpuint (n, >, 0);
  for (i = 0; i < n; i++)
    for (status = 0; status < TB_N_STATUSES; status++)
      {
        const TbTransition *row;

        if ((items[i].statuses & TB_STATUS_BIT (status)) == 0 || is_only_in_menus (items[i].action))
          continue;
        row = tb_transition_find (status, actor_of (items[i].role), items[i].action);
        g_assert_nonnull (row);
        g_assert_cmpint (row->permission, ==, items[i].permission);
      }
}

static gboolean
menu_has (TbRole       role,
          TbStatus     status,
          TbPermission permission,
          TbAction     action)
{
  g_autoptr (GPtrArray) menu = tb_menu (role, status, permission);
  guint i;

  for (i = 0; i < menu->len; i++)
    if (((const TbMenuItem *)g_ptr_array_index (menu, i))->action == action)
      return TRUE;
  return FALSE;
}

static void
test_actions_are_reachable (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      TbRole   role = expected[i].actor == TB_ACTOR_LEAD ? TB_ROLE_LEAD : TB_ROLE_SERVICE;
      TbAction action = expected[i].action;

      /* These follow from what is done elsewhere: from work, the clock, the Ticketstatus. */
      if (action == TB_ACTION_START || action == TB_ACTION_AUTO_DECLINE || action == TB_ACTION_CLOSE_TICKET)
        continue;
      if (action == TB_ACTION_SAVE_TERMS || action == TB_ACTION_OUTSOURCE)
        action = expected[i].from == U ? TB_ACTION_SHOW_TERMS : TB_ACTION_CHOOSE;
      g_assert_true (menu_has (role, expected[i].from, expected[i].permission, action));
      if (expected[i].permission > NOBODY)
        g_assert_false (menu_has (role, expected[i].from, expected[i].permission - 1, action));
    }
}

static void
assert_menu (TbRole       role,
             TbStatus     status,
             TbPermission permission,
             const char  *nicks)
{
  g_autoptr (GPtrArray) menu = tb_menu (role, status, permission);
  g_autoptr (GString) found = g_string_new (NULL);
  guint i;

  for (i = 0; i < menu->len; i++)
    {
      const TbMenuItem *item = g_ptr_array_index (menu, i);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", tb_nick (TB_TYPE_ACTION, item->action));
    }
  g_assert_cmpstr (found->str, ==, nicks);
}

static void
test_menus_in_order (void)
{
  /* product.md section 4 */
  assert_menu (TB_ROLE_LEAD, N, OUTSOURCE, "choose");
  assert_menu (TB_ROLE_LEAD, CA, OUTSOURCE, "choose");
  assert_menu (TB_ROLE_LEAD, DE, OUTSOURCE, "choose");
  assert_menu (TB_ROLE_LEAD, CO, OUTSOURCE, "choose");
  assert_menu (TB_ROLE_LEAD, U, OUTSOURCE, "show-terms discard");
  assert_menu (TB_ROLE_LEAD, AS, OUTSOURCE, "show-terms cancel");
  assert_menu (TB_ROLE_LEAD, AC, OUTSOURCE, "show-terms complete");
  assert_menu (TB_ROLE_LEAD, IP, OUTSOURCE, "show-terms complete");
  assert_menu (TB_ROLE_LEAD, WA, OUTSOURCE, "approve reject show-terms");
  assert_menu (TB_ROLE_SERVICE, AS, OUTSOURCE, "accept decline show-terms");
  assert_menu (TB_ROLE_SERVICE, AS, NOBODY, "show-terms");
  assert_menu (TB_ROLE_SERVICE, AC, NOBODY, "submit ask show-terms");
  assert_menu (TB_ROLE_SERVICE, IP, TB_PERMISSION_ALL, "submit ask show-terms");
  assert_menu (TB_ROLE_SERVICE, WA, OUTSOURCE, "show-terms");
  assert_menu (TB_ROLE_SERVICE, CO, OUTSOURCE, "show-terms");
}

static void
test_menu_is_hidden_without_permission (void)
{
  guint status;

  g_assert_false (tb_menu_is_visible (TB_PERMISSION_NONE));
  g_assert_true (tb_menu_is_visible (TB_PERMISSION_OUTSOURCE));
  g_assert_true (tb_menu_is_visible (TB_PERMISSION_PARTNERS));
  g_assert_true (tb_menu_is_visible (TB_PERMISSION_ALL));
  for (status = 0; status < TB_N_STATUSES; status++)
    assert_menu (TB_ROLE_LEAD, status, NOBODY, "");
}

static void
test_labels (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  guint             n, i, j;
  const TbMenuItem *items = tb_menu_items (&n);

  for (i = 0; i < TB_N_STATUSES; i++)
    {
      const TbStatusLook *look = tb_status_look (i);

      g_assert_true (g_hash_table_add (texts, (gpointer)look->label));
      g_assert_cmpstr (look->lead_sentence, !=, NULL);
      g_assert_cmpstr (look->service_sentence, !=, NULL);
      g_assert_true (g_str_has_prefix (look->css_class, "outsourcing-"));
      g_assert_true (g_str_has_suffix (look->icon_name, "-symbolic"));
    }
  for (i = 0; i < n; i++)
    {
      g_assert_false (g_hash_table_contains (texts, items[i].label));
      /* The same words for the same action only. */
      for (j = 0; j < i; j++)
        g_assert_cmpint (strcmp (items[i].label, items[j].label) == 0, ==,
                         items[i].action == items[j].action);
    }
}

/* What the window, the toolkit and typing need themselves. */
static const char *const taken_keys[] = {
  "<Control>n",
  "<Control>f",
  "<Control>w",
  "<Control>q",
  "<Control>o",
  "<Control>Return",
  "<Control>comma",
  "<Control>question",
  "<Control><Shift>i",
  "<Control><Shift>p",
  "<Control><Shift>d",
  "<Control><Shift>u",
  "<Control><Shift>e",
  NULL,
};

static void
test_each_entry_has_its_key (void)
{
  guint             n, i, j;
  const TbMenuItem *items = tb_menu_items (&n);

  for (i = 0; i < n; i++)
    {
      g_assert_nonnull (items[i].shortcut);
      g_assert_false (g_strv_contains (taken_keys, items[i].shortcut));
      /* One key is one step, in whichever menu it stands. */
      for (j = 0; j < i; j++)
        g_assert_cmpint (strcmp (items[i].shortcut, items[j].shortcut) == 0, ==,
                         items[i].action == items[j].action);
    }
}

static void
test_text_limits (void)
{
  g_autofree char *most = g_strnfill (TB_LIMIT_TITLE * 2, ' ');
  g_autofree char *over = NULL;
  g_autoptr (GError) too_long = NULL;
  g_autoptr (GError) broken = NULL;
  guint i;

  /* Characters are counted, not bytes. */
  for (i = 0; i < TB_LIMIT_TITLE; i++)
    memcpy (most + 2 * i, "ä", 2);
  over = g_strconcat (most, "x", NULL);
  g_assert_true (tb_check_text (most, TB_LIMIT_TITLE, "title", NULL));
  g_assert_true (tb_check_text (NULL, TB_LIMIT_TITLE, "title", NULL));
  g_assert_true (tb_check_text ("", TB_LIMIT_TITLE, "title", NULL));

  g_assert_false (tb_check_text (over, TB_LIMIT_TITLE, "title", &too_long));
  g_assert_error (too_long, TB_PROBLEM, TB_PROBLEM_TOO_LONG);
  g_assert_cmpstr (tb_problem_get_argument (too_long), ==, "title");
  g_assert_cmpstr (tb_problem_get_field (too_long), ==, "title");

  g_assert_false (tb_check_text ("\303\050", TB_LIMIT_TITLE, "title", &broken));
  g_assert_error (broken, TB_PROBLEM, TB_PROBLEM_BAD_ENCODING);
  g_assert_cmpstr (tb_problem_get_field (broken), ==, "title");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/workflow/all-combinations", test_all_combinations);
  g_test_add_func ("/model/workflow/rows-do-not-overlap", test_rows_do_not_overlap);
  g_test_add_func ("/model/workflow/effects-and-needs", test_effects);
  g_test_add_func ("/model/workflow/new-engagement-unless-draft", test_new_engagement_unless_draft);
  g_test_add_func ("/model/workflow/each-verb-has-its-rows", test_verbs);
  g_test_add_func ("/model/workflow/refusals", test_refusals);
  g_test_add_func ("/model/menu/entries-are-possible", test_menu_entries_are_possible);
  g_test_add_func ("/model/menu/actions-are-reachable", test_actions_are_reachable);
  g_test_add_func ("/model/menu/entries-in-order", test_menus_in_order);
  g_test_add_func ("/model/menu/hidden-without-permission", test_menu_is_hidden_without_permission);
  g_test_add_func ("/model/menu/words-are-distinct", test_labels);
  g_test_add_func ("/model/menu/each-entry-has-its-key", test_each_entry_has_its_key);
  g_test_add_func ("/model/text/limits-count-characters", test_text_limits);
  return g_test_run ();
}
