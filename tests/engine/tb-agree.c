/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether two instances agree in the end: in every status and every synced item. */
#include "config.h"

#include "tb-agree.h"

#include "tb-person.h"

#include <string.h>

typedef struct
{
  TbSide             *side;
  TbEngagementRecord *e;
  GHashTable         *links; /* (owned): "uuid own" or "uuid theirs" -> "local cut gone rev content" */
} Look;

static gboolean
look_in_tx (TbTx    *tx,
            gpointer data,
            GError **error)
{
  Look *look = data;
  g_autoptr (GPtrArray) links = tb_tx_select (tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", look->e->id);
  guint i;

  for (i = 0; links != NULL && i < links->len; i++)
    {
      TbItemLinkRecord *link = links->pdata[i];
      g_autoptr (TbItemRecord) item = tb_tx_get (tx, &TB_ITEM, link->item, error);
      const char *content;

      if (item == NULL)
        return FALSE;
      content = link->is_gone ? "" : item->kind == TB_ITEM_FILE ? item->sha256
                                                                : item->text;
      g_hash_table_insert (look->links,
                           g_strdup_printf ("%s %s", link->uuid, item->partner == 0 ? "own" : "theirs"),
                           g_strdup_printf ("%d%d%d%" G_GINT64_FORMAT " %s", (int)link->local_only,
                                            (int)link->is_cut, (int)link->is_gone, link->rev, content));
    }
  return links != NULL;
}

static GHashTable *
links_of (TbSide             *side,
          TbEngagementRecord *e)
{
  Look look = { .side = side, .e = e };
  g_autoptr (GError) error = NULL;

  look.links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tb_store_read (side->store, look_in_tx, &look, &error);
  g_assert_no_error (error);
  return look.links;
}

/* Every item that its owner does not keep local stands at the other side in the same revision with the same
 * text, unless its link was cut there. After the end both may edit; the revision is what both agreed on
 * last; and so is it of what was erased in a suspension. */
static char *
compare_items (const char *eid,
               TbStatus    status,
               GHashTable *mine,
               GHashTable *theirs)
{
  GHashTableIter iter;
  gpointer       key, value;

  g_hash_table_iter_init (&iter, mine);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char      *here = value;
      g_autofree char *uuid = g_strndup (key, 36);
      g_autofree char *twin = g_strdup_printf ("%s theirs", uuid);
      const char      *there = g_hash_table_lookup (theirs, twin);
      gsize            n = strcspn (here, " ");
      gboolean         is_loose = status == TB_STATUS_COMPLETE || (status == TB_STATUS_WAITING_APPROVAL &&
                                                           strstr (here, TB_PERSON_MARKER) != NULL);

      if (!g_str_has_suffix (key, " own") || here[0] == '1')
        continue;
      if (there == NULL)
        return g_strdup_printf ("engagement %s: item %s “%s” never arrived", eid, uuid, here);
      if (there[1] == '1')
        continue;
      if (is_loose ? n != strcspn (there, " ") || strncmp (here + 2, there + 2, n - 2) != 0
                   : !g_str_equal (here + 2, there + 2))
        return g_strdup_printf ("engagement %s: item %s is “%s” here and “%s” there", eid, uuid, here, there);
    }
  return NULL;
}

static char *
compare_engagement (TbSide           *lead_side,
                    TbEngagementView *lead,
                    TbSide           *service_side,
                    TbTicketView     *service_ticket,
                    TbEngagementView *service)
{
  const char *eid = lead->record->eid;
  TbStatus    status = lead->record->status;
  g_autoptr (GHashTable) mine = NULL;
  g_autoptr (GHashTable) theirs = NULL;
  char *why;

  if (lead->record->status != service->record->status)
    return g_strdup_printf ("engagement %s: lead says %s, service %s", eid,
                            tb_nick (TB_TYPE_STATUS, lead->record->status),
                            tb_nick (TB_TYPE_STATUS, service->record->status));
  if (lead->record->phase != service->record->phase)
    return g_strdup_printf ("engagement %s: phases differ", eid);
  if (service->pending != TB_VERB_NONE)
    return g_strdup_printf ("engagement %s: %s is pending for ever", eid,
                            tb_nick (TB_TYPE_VERB, service->pending));
  if (lead->record->held_problem != NULL || service->record->held_problem != NULL)
    return g_strdup_printf ("engagement %s is held", eid);
  if (lead->record->was_accepted && !service_ticket->ticket->is_confirmed)
    return g_strdup_printf ("engagement %s: the accepted ticket is lost", eid);
  if (lead->record->amount != service->record->amount ||
      lead->record->answer_by != service->record->answer_by)
    return g_strdup_printf ("engagement %s: terms differ", eid);
  mine = links_of (lead_side, lead->record);
  theirs = links_of (service_side, service->record);
  why = compare_items (eid, status, mine, theirs);
  return why != NULL ? why : compare_items (eid, status, theirs, mine);
}

/* Each status change stands once in „Verlauf“, and each begins where the one before it ended. */
static char *
check_history (TbTicketView *view)
{
  guint i, j;

  for (j = 0; j < view->engagements->len; j++)
    {
      TbEngagementRecord *e = ((TbEngagementView *)view->engagements->pdata[j])->record;
      const char         *last = "none";

      for (i = 0; i < view->history->len; i++)
        {
          TbHistoryRecord *row = view->history->pdata[i];

          if (row->engagement != e->id || !g_str_equal (row->code, "status"))
            continue;
          if (!g_str_equal (row->from_value, last) || g_str_equal (row->from_value, row->to_value))
            return g_strdup_printf ("engagement %s: „Verlauf“ goes from %s to %s after %s", e->eid,
                                    row->from_value, row->to_value, last);
          last = row->to_value;
        }
      if (!g_str_equal (last, tb_nick (TB_TYPE_STATUS, e->status)))
        return g_strdup_printf ("engagement %s: „Verlauf“ ends at %s", e->eid, last);
    }
  return NULL;
}

/* All tickets of a side, also those that no list shows: their ids rise from 1. */
static GPtrArray *
all_tickets (TbSide *side)
{
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_ticket_view_free);
  gint64     id;
  guint      missing = 0;

  for (id = 1; missing < 200; id++)
    {
      TbTicketView *view = tb_engine_load_ticket (side->engine, id, NULL);

      if (view != NULL)
        g_ptr_array_add (views, view);
      missing = view != NULL ? 0 : missing + 1;
    }
  return views;
}

/* The engagement with that id; @ticket: (out): where it is. */
static TbEngagementView *
find_engagement (GPtrArray     *tickets,
                 const char    *eid,
                 TbTicketView **ticket,
                 guint         *n)
{
  TbEngagementView *found = NULL;
  guint             i, j;

  *n = 0;
  for (i = 0; i < tickets->len; i++)
    {
      TbTicketView *view = tickets->pdata[i];

      for (j = 0; j < view->engagements->len; j++)
        {
          TbEngagementView *e = view->engagements->pdata[j];

          if (!g_str_equal (e->record->eid, eid))
            continue;
          found = e;
          *ticket = view;
          (*n)++;
        }
    }
  return found;
}

/* An offer that came to nothing may be forgotten by the lead when it went back; nothing else may. */
static char *
compare_one (TbSide           *here,
             TbEngagementView *e,
             TbSide           *there,
             GPtrArray        *tickets)
{
  TbTicketView     *ticket = NULL;
  guint             n;
  TbEngagementView *peer;
  gboolean          came_to_nothing =
    e->record->status == TB_STATUS_CANCELED || e->record->status == TB_STATUS_DECLINED;

  if (e->record->status <= TB_STATUS_UNSENT || g_strcmp0 (e->partner, there->name) != 0)
    return NULL;
  peer = find_engagement (tickets, e->record->eid, &ticket, &n);
  if (n == 0 && e->record->role == TB_ROLE_SERVICE && came_to_nothing)
    return NULL;
  if (n != 1)
    return g_strdup_printf ("engagement %s of %s (%s) is there %u times", e->record->eid, here->name,
                            tb_nick (TB_TYPE_STATUS, e->record->status), n);
  return e->record->role == TB_ROLE_LEAD ? compare_engagement (here, e, there, ticket, peer) : NULL;
}

static char *
compare_all (TbSide    *here,
             GPtrArray *mine,
             TbSide    *there,
             GPtrArray *theirs)
{
  guint i, j;

  for (i = 0; i < mine->len; i++)
    {
      TbTicketView *view = mine->pdata[i];
      char         *why = check_history (view);

      for (j = 0; why == NULL && j < view->engagements->len; j++)
        why = compare_one (here, view->engagements->pdata[j], there, theirs);
      if (why != NULL)
        return why;
    }
  return NULL;
}

char *
tb_agree (TbSide *a,
          TbSide *b)
{
  g_autoptr (GPtrArray) mine = all_tickets (a);
  g_autoptr (GPtrArray) theirs = all_tickets (b);
  char *why = compare_all (a, mine, b, theirs);

  return why != NULL ? why : compare_all (b, theirs, a, mine);
}

static void
assert_settled (TbSide *side)
{
  g_autoptr (GPtrArray) open = tb_engine_outbox (side->engine, NULL);
  g_autoptr (GPtrArray) findings = tb_engine_check (side->engine, NULL);

  if (open->len > 0)
    g_error ("%s: %u messages wait, the first is %s", side->name, open->len,
             ((TbOutboxView *)open->pdata[0])->what);
  if (findings->len > 0)
    g_error ("%s: %s", side->name, (char *)findings->pdata[0]);
}

void
tb_agree_assert (TbSide *a,
                 TbSide *b)
{
  g_autofree char *why = tb_agree (a, b);

  if (why != NULL)
    g_error ("%s", why);
  assert_settled (a);
  assert_settled (b);
}
