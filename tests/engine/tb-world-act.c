/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the users of a world do: mostly something sensible, sometimes anything at all. */
#include "config.h"

#include "tb-world.h"

#include "tb-privacy.h"

#include <string.h>

#define MAX_TICKETS 3

static TbSide *
side_of (TbWorld *self,
         guint    who)
{
  return &self->companies[who].side;
}

static char *
random_ticket (TbWorld *self,
               guint    who)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_NUMBER };
  g_autoptr (GPtrArray) rows = tb_engine_list (side_of (self, who)->engine, &query, 0, NULL);

  if (rows == NULL || rows->len == 0)
    return NULL;
  return g_strdup (((TbListRow *)rows->pdata[tb_world_pick (self, rows->len)])->number);
}

static void
run (TbWorld         *self,
     guint            who,
     const TbCommand *command,
     const char      *words)
{
  g_autoptr (GError) error = NULL;

  if (tb_engine_do (side_of (self, who)->engine, command, NULL, &error))
    tb_world_tell (self, "%s: %s", side_of (self, who)->name, words);
  else if (error->domain == TB_PROBLEM)
    tb_world_tell (self, "%s: %s: %s", side_of (self, who)->name, words, tb_problem_nick (error->code));
  else
    tb_world_error (self, who, words, error);
}

static void
do_new_ticket (TbWorld *self,
               guint    who)
{
  const TbListQuery   query = { .folder = TB_FOLDER_EVERYTHING };
  const TbTicketDraft draft = { .title = "Drucker",
                                .description = "Papierstau",
                                .organisation = "Hotel Seeblick" };
  g_autoptr (GPtrArray) rows = tb_engine_list (side_of (self, who)->engine, &query, 0, NULL);

  if (rows != NULL && rows->len < MAX_TICKETS)
    run (self, who, &(TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, "new ticket");
}

static void
do_outsource (TbWorld *self,
              guint    who)
{
  g_autofree char *number = random_ticket (self, who);
  guint            partner = tb_world_pick (self, self->n);
  TbTerms          terms = TB_TERMS_EMPTY;

  if (number == NULL || !self->leads[who][partner])
    return;
  terms.rate_kind = tb_world_pick (self, 3);
  terms.amount = 6000 + tb_world_pick (self, 5000);
  terms.answer_by = tb_clock_now (self->companies[who].clock);
  terms.answer_by += (gint64)(1 + tb_world_pick (self, 120)) * TB_MINUTE;
  run (self, who,
       &(TbCommand){ .type = tb_world_chance (self, 0.8) ? TB_COMMAND_OUTSOURCE : TB_COMMAND_SAVE_TERMS,
                     .ticket = tb_engine_find_ticket (side_of (self, who)->engine, number, NULL),
                     .partner = side_of (self, partner)->name,
                     .terms = &terms },
       "outsource");
}

/* Mostly something that the menu offers now, sometimes anything at all. */
static TbAction
random_action (TbWorld      *self,
               guint         who,
               TbTicketView *view)
{
  TbRole            role = tb_world_chance (self, 0.5) ? TB_ROLE_LEAD : TB_ROLE_SERVICE;
  TbEngagementView *latest = tb_ticket_view_latest (view, role);
  g_autoptr (GPtrArray) menu = NULL;
  const TbMenuItem *item;

  if (latest == NULL)
    {
      role = role == TB_ROLE_LEAD ? TB_ROLE_SERVICE : TB_ROLE_LEAD;
      latest = tb_ticket_view_latest (view, role);
    }
  if (latest == NULL || tb_world_chance (self, 0.15))
    return g_rand_int_range (self->rand, TB_ACTION_DISCARD, TB_ACTION_REJECT + 1);
  menu = tb_menu (role, latest->record->status, TB_PERMISSION_ALL);
  if (menu->len == 0)
    return TB_ACTION_SUBMIT;
  item = menu->pdata[tb_world_pick (self, menu->len)];
  return item->action;
}

static void
do_act (TbWorld *self,
        guint    who)
{
  g_autofree char *number = random_ticket (self, who);
  g_autoptr (TbTicketView) view = number != NULL ? tb_side_show (side_of (self, who), number) : NULL;
  g_autofree char *words = NULL;
  TbAction         action;

  if (view == NULL)
    return;
  action = random_action (self, who, view);
  /* Those that a window answers with a page are no step; the ends come seldom, or nothing would happen in
   * between. */
  if (action == TB_ACTION_ASK || action == TB_ACTION_SHOW_TERMS || action == TB_ACTION_CHOOSE ||
      action == TB_ACTION_START || action == TB_ACTION_AUTO_DECLINE ||
      ((action == TB_ACTION_CANCEL || action == TB_ACTION_COMPLETE || action == TB_ACTION_DECLINE ||
        action == TB_ACTION_APPROVE) &&
       tb_world_chance (self, 0.7)))
    return;
  words = g_strdup_printf ("%s %s", tb_nick (TB_TYPE_ACTION, action), number);
  run (self, who,
       &(TbCommand){ .type = TB_COMMAND_ACT,
                     .ticket = view->ticket->id,
                     .action = action,
                     .reason = "weil",
                     .organisation = "Nord GmbH" },
       words);
}

/* What must never cross is marked in its text: internal items, and those born in a pause, by the engagements
 * that pause; and whose it is, for it must not go on to a third. */
static char *
marked_text (TbWorld      *self,
             guint         who,
             TbTicketView *view,
             gboolean      internal)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint i;

  self->counter++;
  for (i = 0; !internal && i < view->engagements->len; i++)
    {
      TbEngagementRecord *e = ((TbEngagementView *)view->engagements->pdata[i])->record;

      if (e->pause != 0)
        g_string_append_printf (text, "PAUSE-%s ", e->eid);
    }
  if (internal)
    g_string_append (text, "GEHEIM ");
  else if (text->len == 0)
    g_string_append (text, "Text ");
  g_string_append_printf (text, "%u von %s", self->counter, side_of (self, who)->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static TbItemDraft
random_draft (TbWorld *self,
              guint    kind,
              char    *text)
{
  TbItemDraft draft = { .kind = kind, .text = text };

  draft.minutes = 1 + tb_world_pick (self, 300);
  draft.unit_price = tb_world_pick (self, 100000);
  draft.quantity = 1 + tb_world_pick (self, 5000);
  return draft;
}

static void
do_add_item (TbWorld *self,
             guint    who)
{
  g_autofree char *number = random_ticket (self, who);
  g_autoptr (TbTicketView) view = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean    internal = tb_world_chance (self, 0.25);
  TbItemDraft draft;

  if (number == NULL)
    return;
  view = tb_side_show (side_of (self, who), number);
  text = marked_text (self, who, view, internal);
  draft = random_draft (self, tb_world_pick (self, TB_N_ITEM_KINDS), text);
  draft.is_internal = internal;
  bytes = g_bytes_new (text, strlen (text));
  draft.bytes = bytes;
  draft.file_name = "datei.txt";
  words = g_strdup_printf ("%s on %s: %s", tb_nick (TB_TYPE_ITEM_KIND, draft.kind), number, text);
  run (self, who, &(TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = view->ticket->id, .item = &draft },
       words);
}

static void
do_change_item (TbWorld *self,
                guint    who)
{
  g_autofree char *number = random_ticket (self, who);
  g_autoptr (TbTicketView) view = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  TbItemView      *item;
  TbItemDraft      draft;
  gboolean         deletes = tb_world_chance (self, 0.3);

  view = number != NULL ? tb_side_show (side_of (self, who), number) : NULL;
  if (view == NULL || view->items->len == 0)
    return;
  item = view->items->pdata[tb_world_pick (self, view->items->len)];
  draft = random_draft (self, item->record->kind, NULL);
  draft.is_internal = tb_world_chance (self, 0.3);
  text = marked_text (self, who, view, draft.is_internal);
  /* What was born in a pause keeps its mark when it is edited later. */
  if (g_str_has_prefix (item->record->text, "PAUSE-") && !draft.is_internal)
    {
      g_free (text);
      text = g_strdup (item->record->text);
    }
  draft.text = text;
  words = g_strdup_printf ("%s %.8s on %s", deletes ? "delete" : "edit", item->record->uuid, number);
  run (self, who,
       &(TbCommand){ .type = deletes ? TB_COMMAND_DELETE_ITEM : TB_COMMAND_EDIT_ITEM,
                     .ticket = view->ticket->id,
                     .uuid = item->record->uuid,
                     .item = &draft },
       words);
}

static void
do_set (TbWorld *self,
        guint    who)
{
  static const char *const values[] = { "Neu", "In Bearbeitung", "Warten auf Kunde", "Abgeschlossen" };
  g_autofree char         *number = random_ticket (self, who);
  const char              *value = values[tb_world_pick (self, G_N_ELEMENTS (values))];
  g_autofree char         *words = NULL;

  if (number == NULL || (g_str_equal (value, "Abgeschlossen") && tb_world_chance (self, 0.7)))
    return;
  words = g_strdup_printf ("Ticketstatus of %s: %s", number, value);
  run (self, who,
       &(TbCommand){ .type = TB_COMMAND_SET,
                     .ticket = tb_engine_find_ticket (side_of (self, who)->engine, number, NULL),
                     .name = "status",
                     .value = value },
       words);
}

/* Nobody gives new work to a partner, or to us, for a while; what runs goes on. */
static void
do_deactivate (TbWorld *self,
               guint    who)
{
  guint    partner = tb_world_pick (self, self->n);
  gboolean is_end = tb_world_chance (self, 0.4);

  if (!self->leads[who][partner] && !self->leads[partner][who])
    return;
  run (self, who,
       &(TbCommand){ .type = is_end ? TB_COMMAND_DEACTIVATE : TB_COMMAND_ACTIVATE,
                     .partner = side_of (self, partner)->name,
                     .value = self->leads[who][partner] ? "lead" : "service" },
       is_end ? "deactivate" : "activate");
}

void
tb_world_erase (TbWorld    *self,
                guint       who,
                const char *name)
{
  const TbPerson person = { name, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TbErasureReport) report = NULL;

  report = tb_engine_erase_person (side_of (self, who)->engine, &person, TB_ERASE_TEXTS, &error);
  if (report != NULL)
    tb_world_tell (self, "%s: erases %s: %u", side_of (self, who)->name, name, report->n_places);
  else
    tb_world_error (self, who, "erase", error);
}

static void
do_erase (TbWorld *self,
          guint    who)
{
  char *name = tb_world_chance (self, 0.3) ? g_strdup ("Papierstau") : NULL;

  if (name == NULL)
    name = g_strdup_printf ("Text %u", tb_world_pick (self, self->counter + 1));
  g_ptr_array_add (self->companies[who].erased, name);
  tb_world_erase (self, who, name);
}

static void
do_follow (TbWorld *self,
           guint    who)
{
  g_autofree char *number = random_ticket (self, who);
  g_autoptr (TbTicketView) view = number != NULL ? tb_side_show (side_of (self, who), number) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbErasureReport) report = NULL;

  if (view == NULL || view->erasures == 0)
    return;
  report = tb_engine_follow_erasure (side_of (self, who)->engine, view->ticket->id, &error);
  if (report != NULL)
    tb_world_tell (self, "%s: does the same at %s: %u", side_of (self, who)->name, number, report->n_places);
  else
    tb_world_error (self, who, "follow", error);
}

static const struct
{
  guint weight;
  void (*act) (TbWorld *self,
               guint    who);
} actions[] = {
  { 8, do_new_ticket },
  { 14, do_outsource },
  { 30, do_act },
  { 28, do_add_item },
  { 12, do_change_item },
  { 5, do_set },
  { 3, do_deactivate },
  { 3, do_erase },
  { 4, do_follow },
};

void
tb_world_act (TbWorld *self,
              guint    who)
{
  guint total = 0, i, at;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    total += actions[i].weight;
  at = tb_world_pick (self, total);
  for (i = 0; at >= actions[i].weight; i++)
    at -= actions[i].weight;
  actions[i].act (self, who);
}
