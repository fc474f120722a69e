/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the desk: what it knows at once, how it follows, which objects it keeps, what it announces. */
#include "config.h"

#include "tb-corner.h"
#include "tb-desk.h"

#define LIMIT (20 * G_USEC_PER_SEC)

typedef struct
{
  TbPair   pair;
  TbDesk  *desk;     /* of the lead */
  GString *notified; /* names of properties */
  guint    n_counts; /* counts-changed */
} Fixture;

static void
on_notify_cb (Fixture    *f,
              GParamSpec *pspec)
{
  g_string_append_printf (f->notified, "%s ", pspec->name);
}

static void
on_counts_changed_cb (Fixture *f)
{
  f->n_counts++;
}

static void
open_desk (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (f->desk, "notify", G_CALLBACK (on_notify_cb), f);
  g_signal_connect_swapped (f->desk, "counts-changed", G_CALLBACK (on_counts_changed_cb), f);
  g_string_truncate (f->notified, 0);
  f->n_counts = 0;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  tb_pair_setup (&f->pair);
  f->notified = g_string_new (NULL);
  open_desk (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
  g_string_free (f->notified, TRUE);
}

static void
spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
configure (Fixture    *f,
           const char *name,
           const char *value)
{
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = name, .value = value }, NULL);
  spin ();
}

static TbObject *
find (GListModel *list,
      const char *name)
{
  guint i;

  for (i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TbObject) object = g_list_model_get_item (list, i);
      g_autofree char *found = NULL;

      g_object_get (object, "name", &found, NULL);
      if (g_strcmp0 (found, name) == 0)
        return object; /* the list holds it */
    }
  return NULL;
}

static void
assert_names (GListModel *list,
              const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint i;

  for (i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TbObject) object = g_list_model_get_item (list, i);
      g_autofree char *name = NULL;

      g_object_get (object, "name", &name, NULL);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
on_items_changed_cb (GString *log,
                     guint    position,
                     guint    removed,
                     guint    added)
{
  g_string_append_printf (log, "%u-%u+%u ", position, removed, added);
}

static GString *
watch (GListModel *list)
{
  GString *log = g_string_new (NULL);

  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (on_items_changed_cb), log);
  return log;
}

static void
unwatch (GListModel *list,
         GString    *log)
{
  g_signal_handlers_disconnect_by_data (list, log);
  g_string_free (log, TRUE);
}

/* ---- Tests ---- */

static void
test_knows_at_once (Fixture      *f,
                    gconstpointer data)
{
  g_autofree char *user = g_strdup (tb_desk_get_user_name (f->desk));
  gint64           user_id;

  g_assert_cmpstr (tb_desk_get_company (f->desk), ==, "Nord");
  g_assert_cmpstr (tb_desk_get_zone (f->desk), ==, "Europe/Berlin");
  g_assert_cmpstr (tb_desk_get_currency (f->desk), ==, "EUR");
  g_assert_cmpint (tb_desk_get_permission (f->desk), ==, TB_PERMISSION_ALL);
  g_assert_cmpint (tb_desk_get_now (f->desk), ==, tb_clock_now (f->pair.clock));
  g_assert_true (tb_desk_get_engine (f->desk) == f->pair.lead.engine);
  assert_names (tb_desk_get_statuses (f->desk), "Neu, In Bearbeitung, Warten auf Kunde, Warten auf Material, "
                                                "Eskaliert, Abgeschlossen");
  assert_names (tb_desk_get_users (f->desk), user);
  g_object_get (find (tb_desk_get_users (f->desk), user), "id", &user_id, NULL);
  g_assert_cmpint (tb_desk_get_user_id (f->desk), ==, user_id);
  assert_names (tb_desk_get_partners (f->desk), "Alpen");
  assert_names (tb_desk_get_recent_partners (f->desk), "Alpen");
}

static void
test_set_up_and_sample (Fixture      *f,
                        gconstpointer data)
{
  /* „Nord“ has got its name by a command. */
  g_assert_true (tb_desk_is_set_up (f->desk));
  configure (f, "set-up", "off");
  g_assert_false (tb_desk_is_set_up (f->desk));
  configure (f, "sample", "on");
  g_assert_true (tb_desk_is_sample (f->desk));
  configure (f, "set-up", "on");
  g_assert_true (tb_desk_is_set_up (f->desk));
  g_assert_cmpstr (f->notified->str, ==, "is-set-up is-sample is-set-up ");
}

static void
test_notifies_what_differs (Fixture      *f,
                            gconstpointer data)
{
  g_autofree char *listen = NULL;

  configure (f, "name", "Nord und Söhne");
  g_assert_cmpstr (tb_desk_get_company (f->desk), ==, "Nord und Söhne");
  configure (f, "name", "Nord und Söhne");
  configure (f, "listen", "127.0.0.1:8443");
  g_object_get (f->desk, "listen", &listen, NULL);
  g_assert_cmpstr (listen, ==, "127.0.0.1:8443");
  g_assert_cmpstr (f->notified->str, ==, "company listen ");
  g_assert_cmpuint (f->n_counts, ==, 0);
}

static void
test_counts (Fixture      *f,
             gconstpointer data)
{
  guint i;

  g_assert_cmpint (tb_desk_get_count (f->desk, TB_FOLDER_TICKETS_OPEN), ==, 0);
  for (i = 0; i < 10; i++)
    g_free (tb_side_new_ticket (&f->pair.lead, "Drucker"));
  spin ();
  g_assert_cmpint (tb_desk_get_count (f->desk, TB_FOLDER_TICKETS_OPEN), ==, 10);
  /* The first one is read at once, all that came meanwhile together. */
  g_assert_cmpuint (f->n_counts, >=, 1);
  g_assert_cmpuint (f->n_counts, <=, 2);
  g_assert_cmpstr (f->notified->str, ==, "");
}

static void
test_counts_of_the_acting_user (Fixture      *f,
                                gconstpointer data)
{
  g_autofree char *mine = NULL;
  g_autofree char *others = tb_side_new_ticket (&f->pair.lead, "Drucker");

  tb_side_outsource (&f->pair.lead, others, "Alpen");
  tb_side_do (&f->pair.lead,
              (TbCommand){ .type = TB_COMMAND_USER_ADD,
                           .name = "Gast",
                           .permission = TB_PERMISSION_OUTSOURCE },
              NULL);
  configure (f, "user", "Gast");
  g_assert_cmpstr (tb_desk_get_user_name (f->desk), ==, "Gast");
  g_assert_cmpint (tb_desk_get_permission (f->desk), ==, TB_PERMISSION_OUTSOURCE);
  g_assert_cmpint (tb_desk_get_count (f->desk, TB_FOLDER_LEAD_OPEN), ==, 0);
  g_assert_cmpint (tb_desk_get_count (f->desk, TB_FOLDER_TICKETS_OPEN), ==, 1);
  mine = tb_side_new_ticket (&f->pair.lead, "Netz");
  tb_side_outsource (&f->pair.lead, mine, "Alpen");
  spin ();
  g_assert_cmpint (tb_desk_get_count (f->desk, TB_FOLDER_LEAD_OPEN), ==, 1);
  g_assert_cmpint (tb_desk_get_viewer (f->desk, TB_FOLDER_LEAD_OPEN), ==, -tb_desk_get_user_id (f->desk));
  g_assert_cmpint (tb_desk_get_viewer (f->desk, TB_FOLDER_TICKETS_OPEN), ==, 0);
}

static void
assert_received (TbSide *side,
                 gint64  offers,
                 gint64  open)
{
  const TbListQuery query = { .folder = TB_FOLDER_SERVICE_ASSIGNED };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 0, &error);
  g_autoptr (TbDesk) desk = tb_desk_new (side->engine, &error);

  g_assert_no_error (error);
  g_assert_cmpint (rows->len, ==, offers);
  g_assert_cmpint (tb_desk_get_count (desk, TB_FOLDER_SERVICE_ASSIGNED), ==, offers);
  g_assert_cmpint (tb_desk_get_count (desk, TB_FOLDER_SERVICE_OPEN), ==, open);
}

/* Who may accept an offer must see it, though nobody is assigned to it yet; who accepted it is. */
static void
test_offers_to_all (Fixture      *f,
                    gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");
  g_autofree char *offer = NULL;

  tb_side_outsource (&f->pair.lead, number, "Alpen");
  tb_pair_exchange (&f->pair);
  offer = tb_side_newest (&f->pair.service);
  assert_received (&f->pair.service, 1, 1);
  tb_side_do (&f->pair.service, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Azubi" }, NULL);
  tb_corner_become (&f->pair.service, "Disponentin", TB_PERMISSION_OUTSOURCE);
  assert_received (&f->pair.service, 1, 1);
  tb_side_do (&f->pair.service, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "Azubi" },
              NULL);
  assert_received (&f->pair.service, 0, 0);
  tb_side_do (&f->pair.service,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "Disponentin" }, NULL);
  assert_received (&f->pair.service, 1, 1);
  tb_side_act (&f->pair.service, offer, TB_ACTION_ACCEPT, NULL);
  assert_received (&f->pair.service, 1, 1);
  tb_pair_exchange (&f->pair);
  assert_received (&f->pair.service, 0, 1);
}

static void
test_statuses_keep_their_objects (Fixture      *f,
                                  gconstpointer data)
{
  GListModel *statuses = tb_desk_get_statuses (f->desk);
  TbObject   *first = find (statuses, "Neu");
  GString    *log = watch (statuses);

  tb_side_do (&f->pair.lead,
              (TbCommand){
                .type = TB_COMMAND_STATUS_SET,
                .name = "Neu",
                .value = "name",
                .new_name = "Frisch",
              },
              NULL);
  spin ();
  g_assert_true (find (statuses, "Frisch") == first);
  g_assert_cmpstr (log->str, ==, "0-1+1 ");
  g_string_truncate (log, 0);

  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_STATUS_ADD, .name = "Geparkt" }, NULL);
  spin ();
  g_assert_cmpstr (log->str, ==, "6-0+1 ");
  g_string_truncate (log, 0);

  /* From the first place to the last: the others stay where they are. */
  tb_side_do (&f->pair.lead,
              (TbCommand){
                .type = TB_COMMAND_STATUS_SET,
                .name = "Frisch",
                .value = "position",
                .position = 99,
              },
              NULL);
  spin ();
  assert_names (statuses, "In Bearbeitung, Warten auf Kunde, Warten auf Material, Eskaliert, Abgeschlossen, "
                          "Geparkt, Frisch");
  g_assert_true (find (statuses, "Frisch") == first);
  g_assert_cmpstr (log->str, ==, "0-1+0 6-0+1 6-1+1 ");
  unwatch (statuses, log);
}

static void
test_users_stay_when_inactive (Fixture      *f,
                               gconstpointer data)
{
  GListModel *users = tb_desk_get_users (f->desk);
  TbObject   *user;
  GString    *log;
  gint64      active;

  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Gast" }, NULL);
  spin ();
  user = find (users, "Gast");
  g_assert_nonnull (user);
  log = watch (users);
  tb_side_do (&f->pair.lead,
              (TbCommand){
                .type = TB_COMMAND_USER_SET,
                .name = "Gast",
                .value = "active",
                .is_active = FALSE,
              },
              NULL);
  spin ();
  g_assert_true (find (users, "Gast") == user);
  g_object_get (user, "active", &active, NULL);
  g_assert_cmpint (active, ==, FALSE);
  /* A filter learns of it. */
  g_assert_cmpuint (log->len, ==, strlen ("0-1+1 "));
  unwatch (users, log);
}

static void
test_partners (Fixture      *f,
               gconstpointer data)
{
  GListModel      *partners = tb_desk_get_partners (f->desk);
  TbObject        *alpen = find (partners, "Alpen");
  GString         *log = watch (partners);
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");
  gint64           waiting, held, sum, contact, lead_state;

  tb_side_outsource (&f->pair.lead, number, "Alpen");
  spin ();
  g_object_get (alpen, "waiting", &waiting, "lead-state", &lead_state, NULL);
  g_object_get (f->desk, "waiting", &sum, "held", &held, NULL);
  g_assert_cmpint (waiting, ==, 1);
  g_assert_cmpint (sum, ==, 1);
  g_assert_cmpint (held, ==, 0);
  g_assert_cmpint (lead_state, ==, TB_AGREEMENT_ACTIVE);
  tb_clock_advance (f->pair.clock, TB_MINUTE);
  tb_pair_exchange (&f->pair);
  spin ();
  g_object_get (alpen, "waiting", &waiting, NULL);
  g_object_get (f->desk, "waiting", &sum, "last-contact", &contact, NULL);
  g_assert_cmpint (waiting, ==, 0);
  g_assert_cmpint (sum, ==, 0);
  g_assert_cmpint (contact, ==, tb_clock_now (f->pair.clock));
  g_string_truncate (log, 0);

  /* A contact that changes nothing of the agreement is no news to a filter. */
  tb_clock_advance (f->pair.clock, TB_MINUTE);
  g_assert_true (tb_push_once (&f->pair.lead, &f->pair.service, TRUE));
  spin ();
  g_assert_cmpstr (log->str, ==, "");
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, NULL);
  spin ();
  g_object_get (alpen, "lead-state", &lead_state, NULL);
  g_assert_cmpint (lead_state, ==, TB_AGREEMENT_INACTIVE);
  g_assert_cmpuint (log->len, >, 0);
  assert_names (tb_desk_get_recent_partners (f->desk), "");
  g_assert_true (find (partners, "Alpen") == alpen);
  unwatch (partners, log);
}

/* The lead is known by the own organisation that it was mapped to with its first ticket. */
static void
test_mapping (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (TbDesk) desk = tb_desk_new (f->pair.service.engine, NULL);
  TbObject        *nord = find (tb_desk_get_partners (desk), "Nord");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *lead_number = NULL;
  g_autofree char *number = NULL;

  g_object_get (nord, "organisation-name", &before, NULL);
  g_assert_null (before);
  tb_pair_accepted (&f->pair, &lead_number, &number);
  spin ();
  g_object_get (nord, "organisation-name", &after, NULL);
  g_assert_cmpstr (after, ==, "Nord Partnerfirma");
}

static void
test_recent_partners (Fixture      *f,
                      gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");

  tb_side_open (&f->pair.third, "Ost", f->pair.clock);
  tb_join_sides (&f->pair.lead, &f->pair.third);
  spin ();
  assert_names (tb_desk_get_partners (f->desk), "Alpen, Ost");
  assert_names (tb_desk_get_recent_partners (f->desk), "Alpen, Ost");
  tb_side_outsource (&f->pair.lead, number, "Ost");
  spin ();
  assert_names (tb_desk_get_recent_partners (f->desk), "Ost, Alpen");
  g_assert_true (find (tb_desk_get_recent_partners (f->desk), "Ost") ==
                 find (tb_desk_get_partners (f->desk), "Ost"));
}

static void
test_delivery_problem (Fixture      *f,
                       gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  gint64 partner = tb_side_partner (&f->pair.lead, "Alpen");
  gint64 next;

  tb_side_outsource (&f->pair.lead, number, "Alpen");
  request = tb_engine_prepare (f->pair.lead.engine, partner, FALSE, &error);
  g_assert_no_error (error);
  tb_problem_set (&failure, TB_PROBLEM_UNREACHABLE, NULL);
  tb_engine_settle (f->pair.lead.engine, partner, request, NULL, failure, &error);
  g_assert_no_error (error);
  spin ();
  g_object_get (f->desk, "problem", &problem, "next-attempt", &next, NULL);
  g_assert_cmpstr (problem, ==, tb_problem_nick (TB_PROBLEM_UNREACHABLE));
  g_assert_cmpint (next, >, tb_clock_now (f->pair.clock));
  g_clear_pointer (&problem, g_free);
  tb_clock_advance (f->pair.clock, TB_HOUR);
  tb_pair_exchange (&f->pair);
  spin ();
  g_object_get (f->desk, "problem", &problem, "next-attempt", &next, NULL);
  g_assert_null (problem);
  g_assert_cmpint (next, ==, 0);
}

static void
on_failed_cb (guint  *n,
              GError *error)
{
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO);
  (*n)++;
}

static void
test_failure_is_told (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  guint n = 0;

  g_signal_connect_swapped (f->desk, "failed", G_CALLBACK (on_failed_cb), &n);
  tb_store_close (f->pair.lead.store);
  g_signal_emit_by_name (f->pair.lead.engine, "changed", changes, TRUE);
  spin ();
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (tb_desk_get_company (f->desk), ==, "Nord");
}

/* ---- The day ---- */

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
test_midnight_is_told (Fixture      *f,
                       gconstpointer data)
{
  const char *zone = tb_desk_get_zone (f->desk);
  gint64      today = tb_time_day (tb_clock_now (f->pair.clock), zone);
  guint       count = 0;

  g_signal_connect_swapped (f->desk, "day-changed", G_CALLBACK (count_cb), &count);
  while (tb_time_day (tb_clock_now (f->pair.clock) + TB_MINUTE, zone) == today)
    {
      tb_clock_advance (f->pair.clock, TB_MINUTE);
      tb_desk_look_at_clock (f->desk);
    }
  g_assert_cmpuint (count, ==, 0);
  tb_clock_advance (f->pair.clock, TB_MINUTE);
  tb_desk_look_at_clock (f->desk);
  tb_desk_look_at_clock (f->desk);
  g_assert_cmpuint (count, ==, 1);
  /* A night in which the machine slept through several. */
  tb_clock_advance (f->pair.clock, 3 * TB_DAY);
  tb_desk_look_at_clock (f->desk);
  g_assert_cmpuint (count, ==, 2);
}

/* ---- With the store's workers ---- */

static void
test_finalize_while_reading (Fixture      *f,
                             gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + LIMIT;
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) store = NULL;
  TbEngine *engine;
  TbDesk   *desk;

  tb_side_reopen (&f->pair.lead);
  store = tb_store_open (f->pair.lead.dir, TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  engine = tb_engine_new (store, f->pair.clock, &error);
  g_assert_no_error (error);
  desk = tb_desk_new (engine, &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (engine, "changed", changes, TRUE);
  g_assert_finalize_object (desk);
  /* The reading still comes to its end, and lets the engine go with it. */
  g_object_add_weak_pointer (G_OBJECT (engine), (gpointer *)&engine);
  g_object_unref (engine);
  while (engine != NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  tb_store_close (store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  TEST ("/engine/desk/knows-all-at-once", test_knows_at_once);
  TEST ("/engine/desk/set-up-and-sample", test_set_up_and_sample);
  TEST ("/engine/desk/notifies-what-differs", test_notifies_what_differs);
  TEST ("/engine/desk/several-changes-are-read-as-one", test_counts);
  TEST ("/engine/desk/counts-are-the-acting-user-s", test_counts_of_the_acting_user);
  TEST ("/engine/desk/an-offer-to-nobody-is-shown-to-all-who-may-accept", test_offers_to_all);
  TEST ("/engine/desk/statuses-keep-their-objects", test_statuses_keep_their_objects);
  TEST ("/engine/desk/users-stay-when-inactive", test_users_stay_when_inactive);
  TEST ("/engine/desk/partners-with-agreements-and-delivery", test_partners);
  TEST ("/engine/desk/names-the-organisation-of-a-lead", test_mapping);
  TEST ("/engine/desk/recent-partners-by-use", test_recent_partners);
  TEST ("/engine/desk/why-delivery-waits", test_delivery_problem);
  TEST ("/engine/desk/midnight-is-told", test_midnight_is_told);
  TEST ("/engine/desk/a-failure-is-told", test_failure_is_told);
  TEST ("/engine/desk/can-go-while-it-reads", test_finalize_while_reading);
#undef TEST
  return g_test_run ();
}
