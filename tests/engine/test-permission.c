/* SPDX-License-Identifier: GPL-3.0-or-later
 * The four levels of permission against every command, every setting and every step of the workflow: the
 * engine enforces them, whoever asks (product.md section 7). What is expected stands here, not there. */
#include "config.h"

#include "tb-corner.h"
#include "tb-workflow.h"

#define N TB_PERMISSION_NONE
#define O TB_PERMISSION_OUTSOURCE
#define P TB_PERMISSION_PARTNERS
#define A TB_PERMISSION_ALL

/* clang-format off */
static const TbPermission expected[TB_N_COMMANDS] = {
  [TB_COMMAND_CONFIG] = N, /* each setting has its own: see below */
  [TB_COMMAND_NEW_TICKET] = N,
  [TB_COMMAND_IMPORT] = N,
  [TB_COMMAND_DELETE_TICKET] = N,
  [TB_COMMAND_SET] = N,
  [TB_COMMAND_ALERT] = N,
  [TB_COMMAND_ADD_ITEM] = N,
  [TB_COMMAND_EDIT_ITEM] = N,
  [TB_COMMAND_DELETE_ITEM] = N,
  [TB_COMMAND_CHOOSE_FILE] = N,
  [TB_COMMAND_SAVE_TERMS] = O,
  [TB_COMMAND_OUTSOURCE] = O,
  [TB_COMMAND_ACT] = N, /* each step has its own: see below */
  [TB_COMMAND_USER_ADD] = A,
  [TB_COMMAND_USER_SET] = A,
  [TB_COMMAND_STATUS_ADD] = A,
  [TB_COMMAND_STATUS_SET] = A,
  [TB_COMMAND_INVITE] = P,
  [TB_COMMAND_ACCEPT_INVITATION] = P,
  [TB_COMMAND_DECLINE_INVITATION] = P,
  [TB_COMMAND_DEACTIVATE] = P,
  [TB_COMMAND_ACTIVATE] = P,
  [TB_COMMAND_PARTNER_SET] = P,
  [TB_COMMAND_BOX_ADD] = P,
  [TB_COMMAND_BOX_REMOVE] = P,
  [TB_COMMAND_SEND_NOW] = N,
  [TB_COMMAND_RESEND] = N,
  [TB_COMMAND_SKIP] = N, /* of an offer: O */
  [TB_COMMAND_MOVED] = P,
  [TB_COMMAND_COPIED] = P,
  [TB_COMMAND_DRAFT] = N,
  [TB_COMMAND_ORGANISATION_SET] = N,
  [TB_COMMAND_PERSON_BLOCK] = A,
  [TB_COMMAND_ERASURE_DISMISS] = A,
};

static const struct
{
  const char  *name;
  const char  *value;
  TbPermission permission;
} settings[] = {
  { "name", "Süd", A },
  { "url", "https://sued.example", A },
  { "currency", "CHF", A },
  { "timezone", "Europe/Zurich", A },
  { "names", "on", A },
  { "listen", "127.0.0.1:4040", A },
  { "mode", "alone", A },
  { "set-up", "on", A },
  { "retention-contacts", "12", A },
  { "retention-tickets", "24", A },
};
/* clang-format on */

static const char *const names[TB_N_PERMISSIONS] = { "Keine", "Outsourcen", "Partner", "Alle" };

/* One user of each level; which of them acts is said with each command. */
static void
add_users (TbSide *side,
           gint64  ids[TB_N_PERMISSIONS])
{
  for (guint p = 0; p < TB_N_PERMISSIONS; p++)
    {
      g_auto (TbResult) result = { 0 };

      tb_side_do (
        side, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = names[p], .permission = (TbPermission)p },
        &result);
      ids[p] = result.id;
    }
}

/* Whether the permission is what it is refused for; that something else is wrong does not count. */
static gboolean
is_forbidden (TbSide   *side,
              TbCommand command,
              gint64    user)
{
  g_auto (TbResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  command.user = user;
  tb_engine_do (side->engine, &command, &result, &error);
  return g_error_matches (error, TB_PROBLEM, TB_PROBLEM_PERMISSION);
}

static void
test_every_command (TbCorner     *fixture,
                    gconstpointer data)
{
  TbSide             *lead = &fixture->pair.lead;
  const TbTicketDraft draft = { .title = "Drucker" };
  const TbItemDraft   item = { .kind = TB_ITEM_NOTE, .text = "Notiz" };
  const TbTerms       terms = TB_TERMS_EMPTY;
  gint64              users[TB_N_PERMISSIONS];

  add_users (lead, users);
  for (guint type = 0; type < TB_N_COMMANDS; type++)
    for (guint p = 0; p < TB_N_PERMISSIONS; p++)
      {
        g_autofree char *number = tb_side_new_ticket (lead, "Drucker");
        TbCommand        command = tb_corner_command_on (lead, number, type);

        g_assert_cmpint (tb_command_permission (type), ==, expected[type]);
        command.draft = command.drafts = &draft;
        command.n_drafts = 1;
        command.item = &item;
        command.terms = &terms;
        command.name = "queue";
        command.value = type == TB_COMMAND_USER_SET ? "permission" : NULL;
        command.text = "Text";
        command.uuid = "00000000-0000-4000-8000-000000000000";
        command.partner = type == TB_COMMAND_DEACTIVATE ? "Niemand" : "Alpen";
        command.organisation = "Hotel Seeblick";
        command.draft_key = type == TB_COMMAND_DRAFT ? "neu" : NULL;
        command.action = TB_ACTION_SUBMIT;
        g_assert_cmpint (is_forbidden (lead, command, users[p]), ==, p < expected[type]);
      }
}

static void
test_every_setting (TbCorner     *fixture,
                    gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  gint64  users[TB_N_PERMISSIONS];

  add_users (lead, users);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    for (guint p = 0; p < TB_N_PERMISSIONS; p++)
      {
        const TbCommand  command = { .type = TB_COMMAND_CONFIG,
                                     .name = settings[i].name,
                                     .value = settings[i].value };
        g_autofree char *before = tb_engine_get_config (lead->engine, settings[i].name, NULL);
        g_autofree char *after = NULL;

        g_assert_cmpint (is_forbidden (lead, command, users[p]), ==, p < settings[i].permission);
        after = tb_engine_get_config (lead->engine, settings[i].name, NULL);
        if (p < settings[i].permission)
          g_assert_cmpstr (after, ==, before);
      }
}

/* ---- Every step, from every status ---- */

typedef struct
{
  TbPair *pair;
  char   *lead;
  char   *service;
} Place;

/* A new ticket in that status, on both sides if it came so far. */
static Place
reach (TbPair  *pair,
       TbStatus status)
{
  Place         place = { .pair = pair, .lead = tb_side_new_ticket (&pair->lead, "Drucker") };
  const TbTerms terms = TB_TERMS_EMPTY;

  tb_clock_advance (pair->clock, TB_SECOND);
  if (status == TB_STATUS_UNSENT)
    tb_corner_save_terms (&pair->lead, place.lead, &terms);
  if (status < TB_STATUS_ASSIGNED)
    return place;
  tb_side_outsource (&pair->lead, place.lead, "Alpen");
  tb_pair_exchange (pair);
  place.service = tb_side_newest (&pair->service);
  if (status == TB_STATUS_CANCELED)
    tb_side_act (&pair->lead, place.lead, TB_ACTION_CANCEL, NULL);
  if (status == TB_STATUS_DECLINED)
    tb_side_act (&pair->service, place.service, TB_ACTION_DECLINE, NULL);
  if (status >= TB_STATUS_ACCEPTED)
    tb_side_act (&pair->service, place.service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (pair);
  if (status >= TB_STATUS_IN_PROGRESS)
    g_free (tb_side_note (&pair->service, place.service, "Wir fangen an.", FALSE));
  if (status >= TB_STATUS_WAITING_APPROVAL)
    tb_side_act (&pair->service, place.service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (pair);
  if (status == TB_STATUS_COMPLETE)
    tb_side_act (&pair->lead, place.lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (pair);
  g_assert_cmpint (tb_status_of (&pair->lead, place.lead, TB_ROLE_LEAD), ==, status);
  return place;
}

static void
place_clear (Place *place)
{
  g_free (place->lead);
  g_free (place->service);
}

static gboolean
is_step_forbidden (Place       *place,
                   TbActor      actor,
                   TbAction     action,
                   const gint64 users[2])
{
  gboolean    is_lead = actor == TB_ACTOR_LEAD;
  TbSide     *side = is_lead ? &place->pair->lead : &place->pair->service;
  const char *number = is_lead ? place->lead : place->service;
  TbCommand   command;

  if (number == NULL)
    number = place->lead;
  command = tb_corner_command_on (side, number, TB_COMMAND_ACT);
  command.action = action;
  command.reason = "Grund";
  command.organisation = "Nord Partnerfirma";
  return is_forbidden (side, command, users[is_lead ? 0 : 1]);
}

static gboolean
is_for_outsourcers (TbAction action)
{
  /* Keine works insourced tickets: it submits and asks; everything else wants „Outsourcing zulassen“. */
  return action != TB_ACTION_SUBMIT && action != TB_ACTION_ASK;
}

static void
walk_status (TbCorner    *fixture,
             TbStatus     status,
             const gint64 lead[TB_N_PERMISSIONS],
             const gint64 service[TB_N_PERMISSIONS])
{
  static const TbAction steps[] = { TB_ACTION_DISCARD, TB_ACTION_CANCEL, TB_ACTION_ACCEPT,
                                    TB_ACTION_DECLINE, TB_ACTION_SUBMIT, TB_ACTION_COMPLETE,
                                    TB_ACTION_APPROVE, TB_ACTION_REJECT };

  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    for (guint actor = 0; actor <= TB_ACTOR_SERVICE; actor++)
      {
        if (tb_transition_find (status, actor, steps[s]) == NULL)
          continue;
        for (guint p = 0; p < TB_N_PERMISSIONS; p++)
          {
            Place        place = reach (&fixture->pair, status);
            const gint64 users[] = { lead[p], service[p] };

            g_assert_cmpint (is_step_forbidden (&place, actor, steps[s], users), ==,
                             is_for_outsourcers (steps[s]) && p < O);
            place_clear (&place);
          }
      }
}

static void
test_every_step (TbCorner     *fixture,
                 gconstpointer data)
{
  gint64 lead[TB_N_PERMISSIONS];
  gint64 service[TB_N_PERMISSIONS];

  add_users (&fixture->pair.lead, lead);
  add_users (&fixture->pair.service, service);
  for (guint status = TB_STATUS_UNSENT; status < TB_N_STATUSES; status++)
    walk_status (fixture, status, lead, service);
}

/* ---- What only some may see ---- */

static gint64
look_at_rate (TbSide     *side,
              const char *number,
              guint       p)
{
  g_autoptr (TbTicketView) view = NULL;

  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = names[p] }, NULL);
  view = tb_side_show (side, number);
  return tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->customer_rate;
}

/* Whoever may not see what the customer pays neither learns it nor changes it by saving terms. */
static void
test_the_customer_rate (TbCorner     *fixture,
                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  gint64           users[TB_N_PERMISSIONS];
  TbTerms          terms = TB_TERMS_EMPTY;
  g_autofree char *number = tb_side_new_ticket (lead, "Drucker");
  TbCommand        command;

  add_users (lead, users);
  terms.rate_kind = TB_RATE_HOURLY;
  terms.amount = 8500;
  terms.customer_rate = 11000;
  tb_corner_save_terms (lead, number, &terms);
  terms.customer_rate = 1;
  command = tb_corner_command_on (lead, number, TB_COMMAND_SAVE_TERMS);
  command.partner = "Alpen";
  command.terms = &terms;
  for (guint p = O; p < A; p++)
    {
      g_assert_false (is_forbidden (lead, command, users[p]));
      g_assert_cmpint (look_at_rate (lead, number, p), ==, TB_AMOUNT_NONE);
      g_assert_cmpint (look_at_rate (lead, number, A), ==, 11000);
    }
  g_assert_cmpint (look_at_rate (lead, number, N), ==, TB_AMOUNT_NONE);
}

#define ADD(path, test) \
  g_test_add (path, TbCorner, NULL, tb_corner_setup, test, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/permission/every-command", test_every_command);
  ADD ("/engine/permission/every-setting", test_every_setting);
  ADD ("/engine/permission/every-step", test_every_step);
  ADD ("/engine/permission/the-customer-rate", test_the_customer_rate);
  return g_test_run ();
}
