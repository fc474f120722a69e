/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of which folder holds which ticket. */
#include "config.h"

#include "tb-workflow.h"

#include <string.h>

#define BIT(ID) (1u << TB_FOLDER_##ID)
#define PLAIN (BIT (TICKETS_ALL) | BIT (TICKETS_OPEN) | BIT (EVERYTHING))
#define CLOSED (BIT (TICKETS_ALL) | BIT (EVERYTHING))

static guint
mask_of (TbStatus lead,
         TbStatus service,
         gboolean is_confirmed,
         gboolean is_open,
         gboolean is_overdue)
{
  g_autoptr (TbTicketRecord) ticket = tb_ticket_record_new ();

  ticket->lead_status = lead;
  ticket->service_status = service;
  ticket->is_confirmed = is_confirmed;
  ticket->is_open = is_open;
  ticket->is_overdue = is_overdue;
  return tb_folder_mask (ticket);
}

static void
test_lead (void)
{
  /* product.md section 2, column "folder, lead"; the second column: the Ticketstatus means complete */
  static const struct
  {
    TbStatus status;
    guint    open;
    guint    closed;
  } rows[] = {
    { TB_STATUS_NONE, 0, 0 },
    { TB_STATUS_UNSENT, BIT (LEAD_OPEN) | BIT (LEAD_UNSENT), 0 },
    { TB_STATUS_ASSIGNED, BIT (LEAD_OPEN) | BIT (LEAD_ASSIGNED), 0 },
    { TB_STATUS_CANCELED, BIT (LEAD_CANCELED), BIT (LEAD_CANCELED) },
    { TB_STATUS_DECLINED, BIT (LEAD_OPEN) | BIT (LEAD_DECLINED), BIT (LEAD_DECLINED) },
    { TB_STATUS_ACCEPTED, BIT (LEAD_OPEN) | BIT (LEAD_ACCEPTED), 0 },
    { TB_STATUS_IN_PROGRESS, BIT (LEAD_OPEN) | BIT (LEAD_IN_PROGRESS), 0 },
    { TB_STATUS_WAITING_APPROVAL, BIT (LEAD_OPEN) | BIT (LEAD_WAITING_APPROVAL), 0 },
    { TB_STATUS_COMPLETE, BIT (LEAD_COMPLETE), BIT (LEAD_COMPLETE) },
  };
  guint i;

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, TB_N_STATUSES);
  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmphex (mask_of (rows[i].status, TB_STATUS_NONE, TRUE, TRUE, FALSE), ==, rows[i].open | PLAIN);
      g_assert_cmphex (mask_of (rows[i].status, TB_STATUS_NONE, TRUE, FALSE, FALSE), ==,
                       rows[i].closed | CLOSED);
    }
}

static void
test_service (void)
{
  static const struct
  {
    TbStatus status;
    guint    open;
    guint    closed;
  } rows[] = {
    { TB_STATUS_ACCEPTED, BIT (SERVICE_OPEN) | BIT (SERVICE_ACCEPTED), 0 },
    { TB_STATUS_IN_PROGRESS, BIT (SERVICE_OPEN) | BIT (SERVICE_IN_PROGRESS), 0 },
    { TB_STATUS_WAITING_APPROVAL, BIT (SERVICE_OPEN) | BIT (SERVICE_WAITING_APPROVAL), 0 },
    { TB_STATUS_COMPLETE, BIT (SERVICE_COMPLETE), BIT (SERVICE_COMPLETE) },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmphex (mask_of (TB_STATUS_NONE, rows[i].status, TRUE, TRUE, FALSE), ==, rows[i].open | PLAIN);
      g_assert_cmphex (mask_of (TB_STATUS_NONE, rows[i].status, TRUE, FALSE, FALSE), ==,
                       rows[i].closed | CLOSED);
    }
}

static void
test_offer (void)
{
  guint pending = BIT (SERVICE_OPEN) | BIT (SERVICE_ASSIGNED) | BIT (EVERYTHING);

  g_assert_cmphex (mask_of (TB_STATUS_NONE, TB_STATUS_ASSIGNED, FALSE, TRUE, FALSE), ==, pending);
  g_assert_cmphex (mask_of (TB_STATUS_NONE, TB_STATUS_ASSIGNED, FALSE, FALSE, FALSE), ==, pending);
  g_assert_cmphex (mask_of (TB_STATUS_NONE, TB_STATUS_CANCELED, FALSE, TRUE, FALSE), ==, 0);
  g_assert_cmphex (mask_of (TB_STATUS_NONE, TB_STATUS_DECLINED, FALSE, TRUE, TRUE), ==, 0);
}

static void
test_both_sides (void)
{
  /* Insourced work that is passed on stands in both groups. */
  g_assert_cmphex (mask_of (TB_STATUS_DECLINED, TB_STATUS_IN_PROGRESS, TRUE, TRUE, FALSE), ==,
                   BIT (LEAD_OPEN) | BIT (LEAD_DECLINED) | BIT (SERVICE_OPEN) | BIT (SERVICE_IN_PROGRESS) |
                     PLAIN);
}

static void
test_overdue (void)
{
  g_assert_cmphex (mask_of (TB_STATUS_NONE, TB_STATUS_NONE, TRUE, TRUE, TRUE), ==,
                   PLAIN | BIT (TICKETS_OVERDUE));
  g_assert_cmphex (mask_of (TB_STATUS_NONE, TB_STATUS_NONE, TRUE, FALSE, TRUE), ==, CLOSED);
}

static void
test_table (void)
{
  g_autoptr (GHashTable) nicks = g_hash_table_new (g_str_hash, g_str_equal);
  TbFolderId id = 0;
  guint      i, j;

  for (i = 0; i < TB_N_FOLDERS; i++)
    {
      const TbFolder *folder = tb_folder (i);

      g_assert_cmpint (folder->id, ==, i);
      g_assert_true (g_hash_table_add (nicks, (gpointer)folder->nick));
      g_assert_cmpuint (strspn (folder->nick, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (folder->nick));
      g_assert_true (tb_folder_from_nick (folder->nick, &id));
      g_assert_cmpint (id, ==, i);
      g_assert_cmpint (folder->is_dashboard, ==, i != TB_FOLDER_EVERYTHING);
      g_assert_cmpstr (tb_folder_group_label (folder->group), !=, NULL);
      for (j = 0; j < i; j++)
        if (tb_folder (j)->group == folder->group)
          g_assert_cmpstr (tb_folder (j)->label, !=, folder->label);
    }
  g_assert_false (tb_folder_from_nick ("nowhere", &id));
  g_assert_false (tb_folder_from_nick (NULL, &id));
  g_assert_cmpstr (tb_folder (TB_FOLDER_LEAD_WAITING_APPROVAL)->nick, ==, "lead-waiting-approval");
}

static void
test_what_stands_out (void)
{
  guint expected = BIT (LEAD_DECLINED) | BIT (LEAD_WAITING_APPROVAL) | BIT (SERVICE_ASSIGNED) |
                   BIT (TICKETS_OVERDUE);
  guint found = 0;
  guint i;

  for (i = 0; i < TB_N_FOLDERS; i++)
    if (tb_folder (i)->stands_out)
      found |= 1u << i;
  g_assert_cmphex (found, ==, expected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/folder/lead-by-status", test_lead);
  g_test_add_func ("/model/folder/service-by-status", test_service);
  g_test_add_func ("/model/folder/offer-only-while-assigned", test_offer);
  g_test_add_func ("/model/folder/both-sides", test_both_sides);
  g_test_add_func ("/model/folder/overdue-needs-open", test_overdue);
  g_test_add_func ("/model/folder/table", test_table);
  g_test_add_func ("/model/folder/what-stands-out", test_what_stands_out);
  return g_test_run ();
}
