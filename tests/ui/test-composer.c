/* SPDX-License-Identifier: GPL-3.0-or-later
 * The composer: whom it says something reaches, drafts, refusals, each kind. */
#include "config.h"

#include "ui-test.h"

#include "full-disk.h"
#include "tb-composer-private.h"
#include "tb-form-field.h"
#include "tb-reach.h"
#include "tb-ticket-sheet.h"
#include "tb-workflow.h"

#include <string.h>

typedef struct
{
  TbCorner       corner;
  TbDesk        *desk;
  TbTicketSheet *sheet;
  GtkWidget     *window;
  TbComposer    *composer;
} Fixture;

static void
open_composer (Fixture    *fixture,
               TbSide     *side,
               const char *number)
{
  g_autoptr (GError) error = NULL;

  if (fixture->desk == NULL)
    fixture->desk = tb_desk_new (side->engine, &error);
  g_assert_no_error (error);
  fixture->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, number));
  fixture->composer = g_object_new (TB_TYPE_COMPOSER, "desk", fixture->desk, "sheet", fixture->sheet, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->composer));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_settle ();
}

static void
close_composer (Fixture *fixture)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  ui_test_settle ();
  if (fixture->sheet != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->sheet));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  tb_corner_setup_accepted (&fixture->corner, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_composer (fixture);
  g_assert_finalize_object (fixture->desk);
  tb_corner_teardown (&fixture->corner, NULL);
}

static TbSide *
lead (Fixture *fixture)
{
  return &fixture->corner.pair.lead;
}

static TbSide *
service (Fixture *fixture)
{
  return &fixture->corner.pair.service;
}

static GtkTextBuffer *
buffer_of (Fixture   *fixture,
           TbItemKind kind)
{
  GtkWidget *form = GTK_WIDGET (tb_composer_get_form (fixture->composer, kind));

  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (form, GTK_TYPE_TEXT_VIEW, NULL, NULL)));
}

static void
type (Fixture    *fixture,
      TbItemKind  kind,
      const char *text)
{
  gtk_text_buffer_set_text (buffer_of (fixture, kind), text, -1);
}

static char *
typed (Fixture   *fixture,
       TbItemKind kind)
{
  char *text;

  g_object_get (buffer_of (fixture, kind), "text", &text, NULL);
  return text;
}

static TbFormField *
field (Fixture    *fixture,
       TbItemKind  kind,
       const char *title)
{
  GtkWidget *form = GTK_WIDGET (tb_composer_get_form (fixture->composer, kind));
  GtkWidget *found = ui_test_find (form, TB_TYPE_FORM_FIELD, "title", title);

  g_assert_nonnull (found);
  return TB_FORM_FIELD (found);
}

/* As a person types it. */
static void
type_field (Fixture    *fixture,
            TbItemKind  kind,
            const char *title,
            const char *text)
{
  GtkWidget *entry = ui_test_find (GTK_WIDGET (field (fixture, kind, title)), GTK_TYPE_TEXT, NULL, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
add (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.add", NULL);
  ui_test_wait (!fixture->composer->is_adding);
}

static gboolean
can_add (Fixture *fixture)
{
  return gtk_widget_get_sensitive (GTK_WIDGET (fixture->composer->add_button)) &&
         gtk_widget_is_sensitive (GTK_WIDGET (fixture->composer->body));
}

/* ---- Whom it reaches ---- */

static TbTicketDetails *
make_ticket (gboolean is_confirmed)
{
  g_autoptr (TbTicketRecord) record = tb_ticket_record_new ();

  record->id = 1;
  record->is_confirmed = is_confirmed;
  return tb_object_new (TB_TYPE_TICKET_DETAILS, record);
}

static TbEngagement *
make_engagement (TbRole   role,
                 TbStatus status,
                 gboolean is_paused,
                 TbVerb   pending)
{
  g_autoptr (TbEngagementRecord) record = tb_engagement_record_new ();
  g_autoptr (TbEngagementExtra) extra = tb_engagement_extra_new ();
  TbEngagement *engagement;

  record->id = extra->id = 1;
  record->role = role;
  record->status = status;
  record->pause = is_paused;
  extra->partner_name = g_strdup ("Alpen");
  extra->pending = pending;
  engagement = tb_object_new (TB_TYPE_ENGAGEMENT, record);
  tb_object_set_extra (TB_OBJECT (engagement), extra);
  return engagement;
}

static void
assert_reach (TbTicketDetails *ticket,
              TbRole           role,
              TbStatus         status,
              TbItemKind       kind)
{
  gboolean is_suspended = status == TB_STATUS_WAITING_APPROVAL;
  gboolean is_live = (TB_STATUS_BIT (status) & TB_STATUS_MASK_LIVE) != 0;
  gboolean goes_later = status == TB_STATUS_ASSIGNED && tb_sync_rule (role, kind)->goes_at_acceptance;
  g_autoptr (TbEngagement) engagement = make_engagement (role, status, is_suspended, TB_VERB_NONE);
  TbEngagement *as_lead = role == TB_ROLE_LEAD ? engagement : NULL;
  TbEngagement *as_service = role == TB_ROLE_SERVICE ? engagement : NULL;
  g_auto (TbReach) reach = { 0 };
  g_auto (TbReach) internal = { 0 };

  tb_reach_find (ticket, FALSE, as_lead, as_service, kind, FALSE, &reach);
  tb_reach_find (ticket, FALSE, as_lead, as_service, kind, TRUE, &internal);
  g_assert_false (reach.is_off);
  g_assert_cmpint (reach.text != NULL && strstr (reach.text, "Alpen") != NULL, ==, is_live || goes_later);
  g_assert_cmpint (g_strcmp0 (reach.css_class, "shared") == 0, ==, is_live || goes_later);
  g_assert_cmpint (g_strcmp0 (reach.css_class, "paused") == 0, ==, is_suspended);
  g_assert_cmpint (reach.can_ask, ==, is_live && as_service != NULL && kind == TB_ITEM_NOTE);
  /* Nothing internal ever leaves. */
  g_assert_cmpstr (internal.css_class, ==, "local");
  g_assert_null (strstr (internal.text, "Alpen"));
}

/* Both roles, all statuses: only what is not internal travels, and only while the engagement is live. */
static void
test_reach_follows_status_and_role (void)
{
  g_autoptr (TbTicketDetails) ticket = make_ticket (TRUE);
  TbStatus   status;
  TbItemKind kind;

  for (status = TB_STATUS_UNSENT; status < TB_N_STATUSES; status++)
    for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
      {
        assert_reach (ticket, TB_ROLE_LEAD, status, kind);
        assert_reach (ticket, TB_ROLE_SERVICE, status, kind);
      }
}

static void
test_reach_is_off_for_what_is_no_ticket_yet (void)
{
  static const struct
  {
    TbStatus    status;
    TbVerb      pending;
    const char *text;
  } cases[] = {
    { TB_STATUS_ASSIGNED, TB_VERB_NONE, "Nothing can be recorded until you have accepted the ticket." },
    { TB_STATUS_ASSIGNED, TB_VERB_ACCEPT,
      "Until the lead partner has confirmed the acceptance, nothing can be recorded." },
    { TB_STATUS_ASSIGNED, TB_VERB_DECLINE, "Refusal: confirmation pending" },
    { TB_STATUS_CANCELED, TB_VERB_NONE, "This offer is over: nothing can be recorded." },
    { TB_STATUS_DECLINED, TB_VERB_NONE, "This offer is over: nothing can be recorded." },
  };
  g_autoptr (TbTicketDetails) offer = make_ticket (FALSE);
  g_autoptr (TbTicketDetails) ticket = make_ticket (TRUE);
  g_auto (TbReach) gone = { 0 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TbEngagement) service = NULL;
      g_auto (TbReach) reach = { 0 };

      service = make_engagement (TB_ROLE_SERVICE, cases[i].status, FALSE, cases[i].pending);
      tb_reach_find (offer, FALSE, NULL, service, TB_ITEM_NOTE, FALSE, &reach);
      g_assert_true (reach.is_off);
      g_assert_cmpstr (reach.text, ==, cases[i].text);
    }
  tb_reach_find (ticket, TRUE, NULL, NULL, TB_ITEM_NOTE, FALSE, &gone);
  g_assert_true (gone.is_off);
}

static void
test_reach_names_both_partners_of_a_chain (void)
{
  g_autoptr (TbTicketDetails) ticket = make_ticket (TRUE);
  g_autoptr (TbEngagement) live = make_engagement (TB_ROLE_LEAD, TB_STATUS_ACCEPTED, FALSE, TB_VERB_NONE);
  g_autoptr (TbEngagement) paused = NULL;
  g_auto (TbReach) reach = { 0 };
  g_auto (TbReach) time = { 0 };

  paused = make_engagement (TB_ROLE_SERVICE, TB_STATUS_IN_PROGRESS, TRUE, TB_VERB_SUBMIT);
  tb_reach_find (ticket, FALSE, live, paused, TB_ITEM_NOTE, FALSE, &reach);
  g_assert_cmpstr (reach.text, ==, "Goes to Alpen · not to Alpen: suspended");
  tb_reach_find (ticket, FALSE, live, NULL, TB_ITEM_TIME, FALSE, &time);
  g_assert_cmpstr (time.text, ==, "Goes to Alpen, as a note");
}

static void
test_it_is_off_until_the_acceptance_is_confirmed (Fixture      *fixture,
                                                  gconstpointer data)
{
  g_clear_pointer (&fixture->corner.lead, g_free);
  g_clear_pointer (&fixture->corner.service, g_free);
  tb_corner_offer (&fixture->corner);
  open_composer (fixture, service (fixture), fixture->corner.service);
  type (fixture, TB_ITEM_NOTE, "Schon etwas?");
  g_assert_false (can_add (fixture));
  g_assert_nonnull (ui_test_find_label (fixture->window,
                                        "Nothing can be recorded until you have accepted the ticket."));

  tb_side_act (service (fixture), fixture->corner.service, TB_ACTION_ACCEPT, NULL);
  ui_test_wait (ui_test_find_label (fixture->window, "Until the lead partner has confirmed the acceptance, "
                                                     "nothing can be recorded.") != NULL);
  g_assert_false (can_add (fixture));

  tb_pair_exchange (&fixture->corner.pair);
  ui_test_wait (can_add (fixture));
  g_assert_nonnull (ui_test_find_label (fixture->window, "Goes to Nord"));
}

/* ---- Adding ---- */

static void
test_a_note_is_added_and_its_text_goes (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (TbItemRecord) item = NULL;
  g_autofree char *left = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  g_assert_false (can_add (fixture));
  type (fixture, TB_ITEM_NOTE, "Vertrag prüfen");
  gtk_check_button_set_active (fixture->composer->internal_check, TRUE);
  g_assert_nonnull (ui_test_find_label (fixture->window, "Stays here: only internal users see it."));
  add (fixture);

  item = tb_corner_find_item (lead (fixture), fixture->corner.lead, "Vertrag prüfen");
  g_assert_nonnull (item);
  g_assert_true (item->is_internal);
  left = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (left, ==, "");
  g_assert_false (gtk_check_button_get_active (fixture->composer->internal_check));
}

static void
test_a_refused_note_keeps_its_text (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *text = g_strnfill (TB_LIMIT_TEXT + 1, 'x');
  g_autofree char *texts = NULL;
  g_autofree char *left = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  type (fixture, TB_ITEM_NOTE, text);
  add (fixture);
  left = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (left, ==, text);
  g_assert_true (can_add (fixture));
  g_assert_true (
    gtk_widget_has_css_class (ui_test_find (fixture->window, GTK_TYPE_OVERLAY, NULL, NULL), "error"));
  texts = ui_test_texts (fixture->window);
  g_assert_nonnull (strstr (texts, "is too long"));
}

static gboolean
is_no_room_said (Fixture *fixture)
{
  g_autofree char *texts = ui_test_texts (fixture->window);

  return strstr (texts, "There is no room left") != NULL;
}

/* All stays as it was typed, in the form and, if the window is closed, as a draft. */
static void
test_a_full_disk_loses_no_note (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (TbItemRecord) item = NULL;
  g_autofree char *left = NULL;
  g_autofree char *draft = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  type (fixture, TB_ITEM_NOTE, "Wichtig");
  set_disk_full (TRUE);
  add (fixture);
  left = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (left, ==, "Wichtig");
  g_assert_true (can_add (fixture));
  g_assert_true (is_no_room_said (fixture));
  set_disk_full (FALSE);
  close_composer (fixture);

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  draft = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (draft, ==, "Wichtig");
  add (fixture);
  item = tb_corner_find_item (lead (fixture), fixture->corner.lead, "Wichtig");
  g_assert_nonnull (item);
  g_assert_false (is_no_room_said (fixture));
}

static void
test_a_full_disk_loses_no_file (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("png", 3);
  TbFileList *files;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  files = fixture->composer->files;
  tb_composer_start (fixture->composer, TB_ITEM_FILE);
  tb_file_list_add_bytes (files, bytes, "Bild.png");
  set_disk_full (TRUE);
  add (fixture);
  g_assert_cmpuint (tb_file_list_get_n_files (files), ==, 1);
  g_assert_true (is_no_room_said (fixture));
  set_disk_full (FALSE);
  add (fixture);
  g_assert_cmpuint (tb_file_list_get_n_files (files), ==, 0);
}

static void
test_a_question_is_never_internal (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr (TbItemRecord) item = NULL;

  open_composer (fixture, service (fixture), fixture->corner.service);
  gtk_check_button_set_active (fixture->composer->internal_check, TRUE);
  tb_composer_start_question (fixture->composer);
  g_assert_false (gtk_check_button_get_active (fixture->composer->internal_check));
  type (fixture, TB_ITEM_NOTE, "Wo ist der Schlüssel?");
  g_assert_nonnull (ui_test_find_label (fixture->window, "Goes to Nord"));
  add (fixture);
  item = tb_corner_find_item (service (fixture), fixture->corner.service, "Wo ist der Schlüssel?");
  g_assert_true (item->is_question);
  g_assert_false (item->is_internal);
}

static void
test_from_to_and_duration_give_each_other (Fixture      *fixture,
                                           gconstpointer data)
{
  static const struct
  {
    const char *titles[2];
    const char *texts[2];
    const char *computed;
    const char *result;
  } cases[] = {
    { { "From", "To" }, { "9", "10:30" }, "Duration", "1:30" },
    { { "From", "To" }, { "2230", "0.15" }, "Duration", "1:45" },
    { { "From", "Duration" }, { "8:15", "1,5" }, "To", "09:45" },
    { { "To", "Duration" }, { "0:30", "1:00" }, "From", "23:30" },
  };
  guint i;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      tb_item_form_clear (tb_composer_get_form (fixture->composer, TB_ITEM_TIME));
      type_field (fixture, TB_ITEM_TIME, cases[i].titles[0], cases[i].texts[0]);
      type_field (fixture, TB_ITEM_TIME, cases[i].titles[1], cases[i].texts[1]);
      g_assert_cmpstr (tb_form_field_get_text (field (fixture, TB_ITEM_TIME, cases[i].computed)), ==,
                       cases[i].result);
    }
}

static void
test_a_time_entry_is_added (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (TbItemRecord) item = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  tb_composer_start (fixture->composer, TB_ITEM_TIME);
  type (fixture, TB_ITEM_TIME, "Neustart");
  add (fixture);
  /* How long is missing: said at the field, nothing is lost. */
  g_assert_nonnull (ui_test_find_label (fixture->window, "Please say how long it took."));

  type_field (fixture, TB_ITEM_TIME, "From", "9:00");
  type_field (fixture, TB_ITEM_TIME, "To", "10:30");
  type_field (fixture, TB_ITEM_TIME, "Work type", "Fernwartung");
  add (fixture);
  item = tb_corner_find_item (lead (fixture), fixture->corner.lead, "Neustart");
  g_assert_nonnull (item);
  g_assert_cmpint (item->minutes, ==, 90);
  g_assert_cmpint (item->end_at - item->start_at, ==, 90 * TB_MINUTE);
  g_assert_cmpstr (item->work_type, ==, "Fernwartung");
}

static void
test_a_charge_shows_its_total (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (TbItemRecord) item = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  tb_composer_start (fixture->composer, TB_ITEM_CHARGE);
  type (fixture, TB_ITEM_CHARGE, "Kabel");
  type_field (fixture, TB_ITEM_CHARGE, "Quantity", "2,5");
  type_field (fixture, TB_ITEM_CHARGE, "Unit price", "1.234,50");
  g_assert_nonnull (ui_test_find_label (fixture->window, "Total: 3,086.25\u00a0€"));
  add (fixture);
  item = tb_corner_find_item (lead (fixture), fixture->corner.lead, "Kabel");
  g_assert_cmpint (item->quantity, ==, 2500);
  g_assert_cmpint (item->amount, ==, 308625);
}

static void
test_files_are_attached_one_by_one (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *path = g_build_filename (lead (fixture)->dir, "plan.txt", NULL);
  g_autofree char *gone = g_build_filename (lead (fixture)->dir, "gone.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path (gone);
  g_autoptr (GFile) folder = g_file_new_for_path (lead (fixture)->dir);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("png", 3);
  g_autoptr (TbTicketView) view = NULL;
  TbFileList *files;
  guint       i, n_files = 0;

  g_assert_true (g_file_set_contents (path, "Plan", -1, NULL));
  open_composer (fixture, lead (fixture), fixture->corner.lead);
  files = fixture->composer->files;
  tb_composer_start (fixture->composer, TB_ITEM_FILE);
  tb_file_list_add_file (files, file);
  tb_file_list_add_file (files, folder);
  tb_file_list_add_file (files, missing);
  tb_file_list_add_bytes (files, bytes, "Bild.png");
  ui_test_wait (tb_file_list_get_n_files (files) == 4);
  add (fixture);

  /* What is wrong stays, with why; the others are there. */
  g_assert_cmpuint (tb_file_list_get_n_files (files), ==, 2);
  g_assert_nonnull (ui_test_find_label (fixture->window, "This is a folder. Please choose files."));
  g_assert_nonnull (ui_test_find_label (fixture->window, "This file cannot be read."));
  view = tb_side_show (lead (fixture), fixture->corner.lead);
  for (i = 0; i < view->items->len; i++)
    n_files += ((TbItemView *)view->items->pdata[i])->record->kind == TB_ITEM_FILE;
  g_assert_cmpuint (n_files, ==, 2);
}

/* ---- Drafts ---- */

static void
test_a_draft_survives_its_composer (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *note = NULL;
  g_autofree char *charge = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  type (fixture, TB_ITEM_NOTE, "Halb fertig\nzweite Zeile; mit = und [x]");
  gtk_check_button_set_active (fixture->composer->internal_check, TRUE);
  type_field (fixture, TB_ITEM_CHARGE, "Unit price", "49,");
  close_composer (fixture);

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  note = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (note, ==, "Halb fertig\nzweite Zeile; mit = und [x]");
  /* Without this mark something internal would get out. */
  g_assert_true (gtk_check_button_get_active (fixture->composer->internal_check));
  g_assert_cmpstr (tb_form_field_get_text (field (fixture, TB_ITEM_CHARGE, "Unit price")), ==, "49,");

  add (fixture);
  close_composer (fixture);
  open_composer (fixture, lead (fixture), fixture->corner.lead);
  charge = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (charge, ==, "");
}

static void
test_each_ticket_has_its_own_draft (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autofree char *other_number = tb_side_new_ticket (lead (fixture), "Anderes");
  g_autoptr (TbTicketSheet) other = NULL;
  g_autofree char *there = NULL;
  g_autofree char *back = NULL;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  type (fixture, TB_ITEM_NOTE, "hier");
  other = tb_ticket_sheet_new (lead (fixture)->engine, tb_side_ticket (lead (fixture), other_number));
  g_object_set (fixture->composer, "sheet", other, NULL);
  ui_test_settle ();
  there = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (there, ==, "");
  g_object_set (fixture->composer, "sheet", fixture->sheet, NULL);
  ui_test_settle ();
  back = typed (fixture, TB_ITEM_NOTE);
  g_assert_cmpstr (back, ==, "hier");
}

static void
test_everything_is_named_and_finalized (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("png", 3);
  TbItemKind kind;

  open_composer (fixture, lead (fixture), fixture->corner.lead);
  tb_file_list_add_bytes (fixture->composer->files, bytes, "Bild.png");
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    {
      tb_composer_start (fixture->composer, kind);
      ui_test_settle ();
      ui_test_assert_named (fixture->window);
    }
  ui_test_assert_finalizes (GTK_WINDOW (g_steal_pointer (&fixture->window)));
}

#define ADD(path, function) g_test_add ("/ui/composer/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/reach/follows-status-and-role", test_reach_follows_status_and_role);
  g_test_add_func ("/ui/reach/is-off-for-what-is-no-ticket-yet", test_reach_is_off_for_what_is_no_ticket_yet);
  g_test_add_func ("/ui/reach/names-both-partners-of-a-chain", test_reach_names_both_partners_of_a_chain);
  ADD ("is-off-until-the-acceptance-is-confirmed", test_it_is_off_until_the_acceptance_is_confirmed);
  ADD ("a-note-is-added-and-its-text-goes", test_a_note_is_added_and_its_text_goes);
  ADD ("a-refused-note-keeps-its-text", test_a_refused_note_keeps_its_text);
  ADD ("a-full-disk-loses-no-note", test_a_full_disk_loses_no_note);
  ADD ("a-full-disk-loses-no-file", test_a_full_disk_loses_no_file);
  ADD ("a-question-is-never-internal", test_a_question_is_never_internal);
  ADD ("from-to-and-duration-give-each-other", test_from_to_and_duration_give_each_other);
  ADD ("a-time-entry-is-added", test_a_time_entry_is_added);
  ADD ("a-charge-shows-its-total", test_a_charge_shows_its_total);
  ADD ("files-are-attached-one-by-one", test_files_are_attached_one_by_one);
  ADD ("a-draft-survives-its-composer", test_a_draft_survives_its_composer);
  ADD ("each-ticket-has-its-own-draft", test_each_ticket_has_its_own_draft);
  ADD ("everything-is-named-and-finalized", test_everything_is_named_and_finalized);
  return g_test_run ();
}
