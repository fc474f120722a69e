/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of what is suggested while somebody types. */
#include "config.h"

#include "tb-corner.h"
#include "tb-desk.h"

typedef struct
{
  TbClock *clock;
  TbSide   side;
  TbDesk  *desk;
  char    *number;
} Fixture;

static void
add_ticket (Fixture    *f,
            const char *organisation,
            const char *contact,
            const char *queue)
{
  TbTicketDraft draft = {
    .title = "Drucker",
    .organisation = organisation,
    .contact = contact,
    .queue = queue,
  };
  g_auto (TbResult) result = { 0 };

  tb_side_do (&f->side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  g_free (f->number);
  f->number = g_steal_pointer (&result.number);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  *f = (Fixture){ .clock = tb_clock_new_virtual (G_GINT64_CONSTANT (1795420800000000)) };
  tb_side_open (&f->side, "Nord", f->clock);
  f->desk = tb_desk_new (f->side.engine, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->desk);
  tb_side_close (&f->side);
  tb_clock_unref (f->clock);
  g_free (f->number);
}

static void
on_suggested_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(char ***)data = tb_desk_suggest_finish (TB_DESK (source), result, &error);
  g_assert_no_error (error);
}

static char **
suggest (Fixture     *f,
         TbSuggestion what,
         const char  *prefix,
         const char  *within)
{
  char **names = NULL;

  tb_desk_suggest_async (f->desk, what, prefix, within, NULL, on_suggested_cb, &names);
  while (names == NULL)
    g_main_context_iteration (NULL, TRUE);
  return names;
}

static void
assert_suggested (Fixture     *f,
                  TbSuggestion what,
                  const char  *prefix,
                  const char  *within,
                  const char  *expected)
{
  g_auto (GStrv) names = suggest (f, what, prefix, within);
  g_autofree char *joined = g_strjoinv ("|", names);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_organisations (Fixture      *f,
                    gconstpointer data)
{
  add_ticket (f, "Bäckerei Müller", NULL, NULL);
  add_ticket (f, "Backhaus", NULL, NULL);
  add_ticket (f, "Alte Bäckerei", NULL, NULL);
  add_ticket (f, "K. \"Kai\" & Söhne", NULL, NULL);
  assert_suggested (f, TB_SUGGEST_ORGANISATION, "bäck", NULL, "Backhaus|Bäckerei Müller");
  assert_suggested (f, TB_SUGGEST_ORGANISATION, "BACKEREI mu", NULL, "Bäckerei Müller");
  assert_suggested (f, TB_SUGGEST_ORGANISATION, "Müller", NULL, "");
  assert_suggested (f, TB_SUGGEST_ORGANISATION, "k. \"ka", NULL, "K. \"Kai\" & Söhne");
  assert_suggested (f, TB_SUGGEST_ORGANISATION, "&", NULL, "");
  assert_suggested (f, TB_SUGGEST_ORGANISATION, "", NULL,
                    "Alte Bäckerei|Backhaus|Bäckerei Müller|K. \"Kai\" & Söhne");
}

static void
test_contacts (Fixture      *f,
               gconstpointer data)
{
  add_ticket (f, "Kern", "Ömer Ay", NULL);
  add_ticket (f, "Kern", "Olga Ost", NULL);
  add_ticket (f, "Rast", "Otto Rast", NULL);
  assert_suggested (f, TB_SUGGEST_CONTACT, "o", "Kern", "Olga Ost|Ömer Ay");
  assert_suggested (f, TB_SUGGEST_CONTACT, "öm", "Kern", "Ömer Ay");
  assert_suggested (f, TB_SUGGEST_CONTACT, "o", "Niemand", "");
  assert_suggested (f, TB_SUGGEST_CONTACT, "o", NULL, "");
}

static void
test_queues (Fixture      *f,
             gconstpointer data)
{
  guint i;

  for (i = 0; i < 20; i++)
    {
      g_autofree char *queue = g_strdup_printf ("Stufe %02u", i);

      add_ticket (f, NULL, NULL, queue);
      add_ticket (f, NULL, NULL, "Außendienst");
    }
  add_ticket (f, NULL, NULL, "Übergabe");
  add_ticket (f, NULL, NULL, "");
  assert_suggested (f, TB_SUGGEST_QUEUE, "au", NULL, "Außendienst");
  assert_suggested (f, TB_SUGGEST_QUEUE, "AUSS", NULL, "Außendienst");
  assert_suggested (f, TB_SUGGEST_QUEUE, "ub", NULL, "Übergabe");
  assert_suggested (f, TB_SUGGEST_QUEUE, "stufe 1", NULL,
                    "Stufe 10|Stufe 11|Stufe 12|Stufe 13|Stufe 14|Stufe 15|Stufe 16|Stufe 17|Stufe 18|"
                    "Stufe 19");
  assert_suggested (f, TB_SUGGEST_QUEUE, "s", NULL,
                    "Stufe 00|Stufe 01|Stufe 02|Stufe 03|Stufe 04|Stufe 05|Stufe 06|Stufe 07|Stufe 08|"
                    "Stufe 09|Stufe 10|Stufe 11");
  assert_suggested (f, TB_SUGGEST_QUEUE, "x", NULL, "");
}

static void
test_work_types (Fixture      *f,
                 gconstpointer data)
{
  static const char *const types[] = { "Vor Ort", "Fernwartung", "Vor Ort", "Fahrt" };
  guint                    i;

  add_ticket (f, NULL, NULL, NULL);
  for (i = 0; i < G_N_ELEMENTS (types); i++)
    g_free (tb_corner_add (&f->side, f->number,
                           (TbItemDraft){ .kind = TB_ITEM_TIME, .minutes = 30, .work_type = types[i] }));
  assert_suggested (f, TB_SUGGEST_WORK_TYPE, "v", NULL, "Vor Ort");
  assert_suggested (f, TB_SUGGEST_WORK_TYPE, "f", NULL, "Fahrt|Fernwartung");
  assert_suggested (f, TB_SUGGEST_WORK_TYPE, "", NULL, "Fahrt|Fernwartung|Vor Ort");
}

static void
on_canceled_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tb_desk_suggest_finish (TB_DESK (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *)data = TRUE;
}

/* Whoever types on does not want what was asked before. */
static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean is_done = FALSE;

  tb_desk_suggest_async (f->desk, TB_SUGGEST_QUEUE, "a", NULL, cancellable, on_canceled_cb, &is_done);
  g_cancellable_cancel (cancellable);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  TEST ("/engine/suggest/organisations", test_organisations);
  TEST ("/engine/suggest/contacts-of-an-organisation", test_contacts);
  TEST ("/engine/suggest/queues-each-once-and-few", test_queues);
  TEST ("/engine/suggest/work-types", test_work_types);
  TEST ("/engine/suggest/can-be-canceled", test_cancel);
#undef TEST
  return g_test_run ();
}
