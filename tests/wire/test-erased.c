/* SPDX-License-Identifier: GPL-3.0-or-later
 * The member by which a partner learns what was erased. */
#include "config.h"

#include "tb-event.h"
#include "tb-time.h"

#include <string.h>

/* A partner that does not know the member takes the same bytes for an event that only takes its n. */
static void
test_erased (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();
  g_autoptr (TbEvent) again = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) alone = NULL;
  g_autoptr (GError) error = NULL;
  TbEventItem *item = tb_event_item_new ();
  const char  *text;

  event->parts = TB_EVENT_ITEMS | TB_EVENT_ERASED;
  event->id = g_strdup ("0b9ad1f0-0000-4000-8000-000000000001");
  event->engagement = g_strnfill (40, 'a');
  event->n = 7;
  event->at = TB_SECOND;
  event->by_name = g_strdup ("Nord");
  event->by_id = g_strdup ("0b9ad1f0-0000-4000-8000-000000000002");
  event->is_customer_erased = TRUE;
  event->title = g_strdup ("Anruf von [gelöscht]");
  item->uuid = g_strdup ("0b9ad1f0-0000-4000-8000-000000000003");
  item->rev = 2;
  item->deleted = TRUE;
  g_ptr_array_add (event->erased, item);
  bytes = tb_event_encode (event, &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (bytes, NULL);
  g_assert_nonnull (g_strstr_len (text, g_bytes_get_size (bytes), "\"items\":[]"));
  again = tb_event_decode (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->parts, ==, event->parts);
  g_assert_true (again->is_customer_erased);
  g_assert_cmpstr (again->title, ==, event->title);
  g_assert_null (again->description);
  g_assert_cmpuint (again->erased->len, ==, 1);
  /* Not without the list beside it: then an older partner would refuse it. */
  event->parts = TB_EVENT_ERASED;
  alone = tb_event_encode (event, &error);
  g_assert_null (alone);
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/erased/is-told-without-a-name", test_erased);
  return g_test_run ();
}
