/* SPDX-License-Identifier: GPL-3.0-or-later
 * What comes to the window from outside: links to tickets, invitation files. */
#include "config.h"

#include "ui-window.h"

#include "tb-join-dialog.h"
#include "tb-ticket-link.h"
#include "tb-ticket-page.h"

/* ---- Links ---- */

static void
test_links_are_read (void)
{
  static const struct
  {
    const char *link;
    const char *number; /* NULL: it is none */
    const char *mark;
  } examples[] = {
    { "ticketbruecke:ticket/T20261123.0001", "T20261123.0001", NULL },
    { "ticketbruecke:ticket/T20261123.0001?instance=1a2b3c4d", "T20261123.0001", "1a2b3c4d" },
    { "ticketbruecke://ticket/A20261123.12345?x=1&instance=00#y", "A20261123.12345", "00" },
    { "TICKETBRUECKE:ticket/t20261123.0001", "T20261123.0001", NULL },
    { "ticketbruecke:ticket/T20261123%2e0001", "T20261123.0001", NULL },
    { "ticketbruecke:", NULL },
    { "ticketbruecke:ticket/", NULL },
    { "ticketbruecke:ticket/T20261123.001", NULL },
    { "ticketbruecke:ticket/T20261123.0001/delete", NULL },
    { "ticketbruecke:ticket/../T20261123.0001", NULL },
    { "ticketbruecke:ticket/X20261123.0001", NULL },
    { "ticketbruecke:ticket/T2026112%00.0001", NULL },
    { "ticketbruecke:ticket/T20261123.00%zz", NULL },
    { "ticketbruecke:ticket/T20261123.0001%ff", NULL },
    { "ticketbruecke:delete/T20261123.0001", NULL },
    { "https://ticket/T20261123.0001", NULL },
    { "", NULL },
  };
  g_autofree char *own = tb_ticket_link_new ("T20261123.0001", "1a2b3c4d");
  g_autofree char *digits = g_strnfill (1000, '1');
  g_autofree char *large = g_strconcat ("ticketbruecke:ticket/T20261123.", digits, NULL);
  guint            i;

  g_assert_cmpstr (own, ==, examples[1].link);
  for (i = 0; i <= G_N_ELEMENTS (examples); i++)
    {
      const char      *link = i < G_N_ELEMENTS (examples) ? examples[i].link : large;
      const char      *wanted = i < G_N_ELEMENTS (examples) ? examples[i].number : NULL;
      g_autofree char *number = NULL;
      g_autofree char *mark = NULL;

      g_assert_cmpint (tb_ticket_link_parse (link, &number, &mark), ==, wanted != NULL);
      g_assert_cmpstr (number, ==, wanted);
      g_assert_cmpstr (mark, ==, wanted != NULL ? examples[i].mark : NULL);
    }
}

static void
open_link (UiWindow   *fixture,
           const char *link)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (link);

  tb_window_open (fixture->window, &file, 1);
}

static gint64
shown_ticket (UiWindow *fixture)
{
  GtkWidget *page = ui_test_find (GTK_WIDGET (fixture->window), TB_TYPE_TICKET_PAGE, NULL, NULL);
  gint64     ticket = 0;

  if (page != NULL)
    g_object_get (page, "ticket", &ticket, NULL);
  return ticket;
}

static void
test_a_link_shows_its_ticket (UiWindow     *fixture,
                              gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  g_autofree char *link = tb_ticket_link_new (number, tb_desk_get_mark (fixture->desk));

  open_link (fixture, link);
  ui_test_wait (shown_ticket (fixture) == tb_side_ticket (&fixture->pair.lead, number));
}

/* What leads nowhere says why, and what is shown stays. */
static void
test_other_links_say_why (UiWindow     *fixture,
                          gconstpointer data)
{
  static const struct
  {
    const char *link;
    const char *said;
  } examples[] = {
    { "ticketbruecke:ticket/T19990101.0001", "There is no ticket T19990101.0001 here." },
    { "ticketbruecke:delete/T19990101.0001", "This link is damaged: it leads to no ticket." },
    { "ticketbruecke:ticket/T19990101.0001?instance=00000000",
      "This link leads to a ticket of another company." },
  };
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  g_autofree char *foreign = g_strconcat ("ticketbruecke:ticket/", number, "?instance=ffffffff", NULL);
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      /* One toast is shown at a time. */
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      fixture->window = tb_window_new (ui_application (), fixture->desk, NULL, NULL);
      gtk_window_present (GTK_WINDOW (fixture->window));
      open_link (fixture, examples[i].link);
      ui_test_wait (ui_test_find_label (GTK_WIDGET (fixture->window), examples[i].said) != NULL);
    }
  open_link (fixture, foreign);
  ui_test_settle ();
  g_assert_cmpint (shown_ticket (fixture), ==, 0);
}

/* ---- Invitations ---- */

static GtkWindow *
find_join_dialog (guint *n)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow  *found = NULL;
  guint       i;

  *n = 0;
  for (i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (!TB_IS_JOIN_DIALOG (window))
        continue;
      found = window;
      (*n)++;
    }
  return found;
}

static void
open_files (UiWindow   *fixture,
            const char *one,
            const char *other)
{
  g_autoptr (GFile) first = g_file_new_for_path (one);
  g_autoptr (GFile) second = g_file_new_for_path (other);
  GFile *files[] = { first, second };

  tb_window_open (fixture->window, files, 2);
}

/* Each is shown by itself, and nothing is accepted. */
static void
test_several_invitations_come_one_by_one (UiWindow     *fixture,
                                          gconstpointer data)
{
  const TbCommand address = { .type = TB_COMMAND_CONFIG, .name = "url", .value = "https://o" };
  g_auto (TbResult) invited = { 0 };
  g_autofree char *path = g_build_filename (fixture->pair.service.dir, "a.tbinvite", NULL);
  guint            n, i;

  tb_side_open (&fixture->pair.third, "Ost", fixture->pair.clock);
  tb_side_do (&fixture->pair.third, address, NULL);
  tb_side_do (&fixture->pair.third, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &invited);
  g_assert_true (g_file_set_contents (path, invited.text, -1, NULL));
  open_files (fixture, path, fixture->pair.service.dir);
  for (i = 0; i < 2; i++)
    {
      GtkWindow *dialog = find_join_dialog (&n);

      g_assert_cmpuint (n, ==, 1);
      if (i == 0)
        ui_test_wait (ui_test_find_label (GTK_WIDGET (dialog), "Ost invites you") != NULL);
      gtk_window_close (dialog);
      ui_test_settle ();
    }
  g_assert_null (find_join_dialog (&n));
  g_assert_cmpuint (g_list_model_get_n_items (tb_desk_get_partners (fixture->desk)), ==, 1);
}

static void
test_invitations_are_for_who_manages_partners (UiWindow     *fixture,
                                               gconstpointer data)
{
  guint n;

  tb_corner_become (&fixture->pair.lead, "Ole", TB_PERMISSION_OUTSOURCE);
  ui_test_wait (tb_desk_get_permission (fixture->desk) == TB_PERMISSION_OUTSOURCE);
  open_files (fixture, "/a", "/b");
  ui_test_settle ();
  g_assert_null (find_join_dialog (&n));
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (fixture->window),
                                        "You need the permission “Allow partner management” for this."));
}

#define ADD(path, func) \
  g_test_add ("/ui/opening/" path, UiWindow, NULL, ui_window_set_up, func, ui_window_tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/opening/links-are-read", test_links_are_read);
  ADD ("a-link-shows-its-ticket", test_a_link_shows_its_ticket);
  ADD ("other-links-say-why", test_other_links_say_why);
  ADD ("several-invitations-come-one-by-one", test_several_invitations_come_one_by_one);
  ADD ("invitations-are-for-who-manages-partners", test_invitations_are_for_who_manages_partners);
  return g_test_run ();
}
