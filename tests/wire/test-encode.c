/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notes as they are said: not read again when they have been written, so each member must be looked at. */
#include "config.h"

#include "tb-event.h"
#include "tb-problem.h"
#include "tb-workflow.h"
#include "wire-samples.h"

static TbEvent *
new_note (void)
{
  TbEvent     *event = tb_event_new ();
  TbEventItem *item = tb_event_item_new ();

  event->parts = TB_EVENT_ITEMS;
  event->id = g_strdup (SAMPLE_ID);
  event->engagement = g_strdup (SAMPLE_ENGAGEMENT);
  event->n = event->phase = 1;
  event->at = G_GINT64_CONSTANT (1795426860000000);
  event->by_name = g_strdup ("Müller & Söhne");
  event->by_id = g_strdup ("u-1");
  item->uuid = g_strdup (SAMPLE_OTHER_ID);
  item->rev = 1;
  item->kind = TB_ITEM_NOTE;
  item->text = g_strdup ("Hallo");
  g_ptr_array_add (event->items, item);
  return event;
}

static void
test_is_read_again (void)
{
  g_autoptr (TbEvent) event = new_note ();
  g_autoptr (GBytes) bytes = tb_event_encode (event, NULL);
  g_autoptr (TbEvent) again = tb_event_decode (bytes, NULL);
  g_autoptr (GBytes) twice = tb_event_encode (again, NULL);

  g_assert_true (g_bytes_equal (bytes, twice));
}

static void
test_refuses_texts (void)
{
  static const struct
  {
    const char *member;
    gsize       offset;
    const char *text; /* NULL: too long by one sign */
    gsize       limit;
  } texts[] = {
    { "id", G_STRUCT_OFFSET (TbEvent, id), "x", 0 },
    { "engagement", G_STRUCT_OFFSET (TbEvent, engagement), "00", 0 },
    { "name", G_STRUCT_OFFSET (TbEvent, by_name), NULL, TB_LIMIT_NAME },
    { "id", G_STRUCT_OFFSET (TbEvent, by_id), "u 1", 0 },
    { "ticket_number", G_STRUCT_OFFSET (TbEvent, ticket_number), "", 0 },
    { "uuid", G_STRUCT_OFFSET (TbEventItem, uuid), "X", 0 },
    { "text", G_STRUCT_OFFSET (TbEventItem, text), NULL, TB_LIMIT_TEXT },
    { "control character", G_STRUCT_OFFSET (TbEventItem, text), "\xff", 0 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TbEvent) event = new_note ();
      g_autoptr (GError) error = NULL;
      TbEventItem *item = event->items->pdata[0];
      char       **text;

      text = i < 5 ? G_STRUCT_MEMBER_P (event, texts[i].offset) : G_STRUCT_MEMBER_P (item, texts[i].offset);
      g_free (*text);
      *text = texts[i].text != NULL ? g_strdup (texts[i].text) : g_strnfill (texts[i].limit + 1, 'x');
      g_assert_null (tb_event_encode (event, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
      if (i + 1 < G_N_ELEMENTS (texts))
        g_assert_cmpstr (tb_problem_get_argument (error), ==, texts[i].member);
    }
}

static void
test_refuses_numbers (void)
{
  static const gsize  members[] = { G_STRUCT_OFFSET (TbEvent, n), G_STRUCT_OFFSET (TbEvent, phase),
                                    G_STRUCT_OFFSET (TbEvent, at) };
  static const gint64 numbers[] = { -1, G_MAXINT64 };
  guint               i;

  for (i = 0; i < G_N_ELEMENTS (members) * G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (TbEvent) event = new_note ();
      gint64 *member = G_STRUCT_MEMBER_P (event, members[i / 2]);

      if (members[i / 2] == G_STRUCT_OFFSET (TbEvent, at) && numbers[i % 2] > 0)
        continue;
      *member = numbers[i % 2];
      g_assert_null (tb_event_encode (event, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/encode/is-read-again", test_is_read_again);
  g_test_add_func ("/wire/encode/refuses-texts", test_refuses_texts);
  g_test_add_func ("/wire/encode/refuses-numbers", test_refuses_numbers);
  return g_test_run ();
}
