/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ticket page as text: fields, outsourcing, entries, history; or one line that says how it stands. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-history-words.h"
#include "tb-money.h"
#include "tb-workflow.h"

#include <string.h>

/** Pair: a line of a block: what it is, and its value. */
typedef struct
{
  const char *label; /* (borrowed) */
  char       *value; /* (owned) */
} Pair;

static void
clear_pair (gpointer data)
{
  g_free (((Pair *)data)->value);
}

static GArray *
new_block (void)
{
  GArray *block = g_array_new (FALSE, FALSE, sizeof (Pair));

  g_array_set_clear_func (block, clear_pair);
  return block;
}

/* Adds a line; an empty one is left out. @value: (transfer full) (nullable). */
static void
add_pair (GArray     *block,
          const char *label,
          char       *value)
{
  Pair pair = { label, value };

  if (value == NULL || *value == '\0')
    g_free (value);
  else
    g_array_append_val (block, pair);
}

static void
print_indented (const char *text,
                guint       indent)
{
  g_autofree char *clean = tb_ctl_clean (text, TRUE);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (clean), "\n", -1);
  guint i;

  for (i = 0; lines[i] != NULL; i++)
    tb_ctl_print ("%*s%s\n", *lines[i] != '\0' ? (int)indent : 0, "", lines[i]);
}

static void
print_heading (const char *text)
{
  tb_ctl_print ("\n%s\n", text);
}

/* Prints label and value in two columns; takes the block. Further lines of a value stand under its first. */
static void
print_block (GArray *block)
{
  guint width = 0;
  guint i, j;

  for (i = 0; i < block->len; i++)
    width = MAX (width, tb_ctl_width (g_array_index (block, Pair, i).label));
  for (i = 0; i < block->len; i++)
    {
      Pair            *pair = &g_array_index (block, Pair, i);
      g_autofree char *clean = tb_ctl_clean (pair->value, TRUE);
      g_auto (GStrv) lines = g_strsplit (g_strchomp (clean), "\n", -1);

      tb_ctl_print ("  %s:%*s%s\n", pair->label, (int)(width - tb_ctl_width (pair->label) + 2), "", lines[0]);
      for (j = 1; lines[0] != NULL && lines[j] != NULL; j++)
        tb_ctl_print ("%*s%s\n", (int)width + 5, "", lines[j]);
    }
  g_array_unref (block);
}

/* ---- Fields ---- */

static void
print_fields (TbCtl        *self,
              TbTicketView *view)
{
  const TbTicketRecord *ticket = view->ticket;
  GArray               *block = new_block ();

  add_pair (block, _ ("Formerly"), g_strdup (ticket->alias));
  if (view->organisation != NULL)
    add_pair (block, tb_ctl_field_word ("organisation"), g_strdup (view->organisation->name));
  if (view->contact != NULL)
    {
      add_pair (block, tb_ctl_field_word ("contact"), g_strdup (view->contact->name));
      add_pair (block, _ ("Phone"), g_strdup (view->contact->phone));
    }
  if (view->status != NULL)
    add_pair (block, tb_ctl_field_word ("status"), g_strdup (view->status->name));
  add_pair (block, tb_ctl_field_word ("priority"),
            g_strdup (tb_ctl_word (TB_TYPE_PRIORITY, (int)ticket->priority)));
  add_pair (block, tb_ctl_field_word ("queue"), g_strdup (ticket->queue));
  if (view->assignee != NULL)
    add_pair (block, tb_ctl_field_word ("assignee"), g_strdup (view->assignee->name));
  add_pair (block, tb_ctl_field_word ("due"), tb_ctl_time (self, ticket->due_at));
  add_pair (block, _ ("Overdue"), ticket->is_overdue ? g_strdup (_ ("yes")) : NULL);
  add_pair (block, _ ("Created"), tb_ctl_time (self, ticket->created_at));
  add_pair (block, tb_ctl_field_word ("taskfire"), ticket->is_taskfire ? g_strdup (_ ("yes")) : NULL);
  add_pair (block, tb_ctl_field_word ("alert"), g_strdup (ticket->alert));
  if (view->organisation != NULL)
    add_pair (block, _ ("Alert of the organisation"), g_strdup (view->organisation->alert));
  print_block (block);
}

/* ---- Outsourcing ---- */

static char *
describe_delivery (TbCtl                  *self,
                   const TbEngagementView *view)
{
  const char      *word = tb_ctl_word (TB_TYPE_DELIVERY, view->delivery);
  g_autofree char *next = NULL;

  if (view->delivery != TB_DELIVERY_QUEUED || view->next_attempt == 0)
    return g_strdup (word);
  next = tb_ctl_time (self, view->next_attempt);
  /* Translators: %s is a date with a time. */
  return g_strdup_printf (_ ("Not delivered yet, next attempt %s"), next);
}

/* A reason is as typed, but for the one that the program itself gives. */
static char *
describe_reason (const char *reason)
{
  if (g_strcmp0 (reason, tb_problem_nick (TB_PROBLEM_INACTIVE)) == 0)
    return tb_ctl_describe_nick (reason, NULL);
  return g_strdup (reason);
}

static void
add_terms (TbCtl                    *self,
           GArray                   *block,
           const TbEngagementRecord *e)
{
  gboolean is_lead = e->role == TB_ROLE_LEAD && tb_ctl_permission (self) == TB_PERMISSION_ALL;

  add_pair (block, _ ("Answer by"), tb_ctl_time (self, e->answer_by));
  add_pair (block, _ ("Complete by"), tb_ctl_time (self, e->complete_by));
  add_pair (block, tb_ctl_field_word ("instructions"), g_strdup (e->instructions));
  if (e->rate_kind != TB_RATE_NONE)
    add_pair (block, tb_ctl_word (TB_TYPE_RATE_KIND, (int)e->rate_kind),
              tb_ctl_money (e->amount, e->currency));
  if (e->authorized_minutes != TB_AMOUNT_NONE)
    add_pair (block, _ ("Authorized hours"), tb_minutes_to_local (e->authorized_minutes));
  if (e->authorized_charges > 0)
    add_pair (block, _ ("Authorized charges"), tb_ctl_money (e->authorized_charges, e->currency));
  add_pair (block, _ ("Authorized total"), tb_ctl_money (tb_engagement_total (e), e->currency));
  if (!is_lead || e->customer_rate == TB_AMOUNT_NONE)
    return;
  add_pair (block, _ ("Invoice my customer at this hourly rate"),
            tb_ctl_money (e->customer_rate, e->currency));
  if (e->rate_kind == TB_RATE_HOURLY && e->amount != TB_AMOUNT_NONE && e->customer_rate >= e->amount)
    add_pair (block, _ ("Margin per hour"), tb_ctl_money (e->customer_rate - e->amount, e->currency));
}

static void
add_end_customer (GArray                   *block,
                  const TbEngagementRecord *e)
{
  add_pair (block, _ ("End customer"), g_strdup (e->customer_company));
  add_pair (block, tb_ctl_field_word ("contact"), g_strdup (e->customer_contact));
  add_pair (block, _ ("Address"), g_strdup (e->customer_address));
  add_pair (block, _ ("Town"), e->customer_address == NULL ? g_strdup (e->customer_town) : NULL);
  add_pair (block, _ ("Phone"), g_strdup (e->customer_phone));
}

static void
print_engagement (TbCtl                  *self,
                  const TbEngagementView *view)
{
  const TbEngagementRecord *e = view->record;
  const TbStatusLook       *look = tb_status_look ((TbStatus)e->status);
  gboolean                  is_lead = e->role == TB_ROLE_LEAD;
  GArray                   *block = new_block ();
  g_autofree char          *heading = NULL;

  heading = g_strdup_printf ("%s: %s", is_lead ? _ ("Outsourcing status") : _ ("Insourcing status"),
                             tb_ctl_word (TB_TYPE_STATUS, (int)e->status));
  print_heading (heading);
  print_indented (_ (is_lead ? look->lead_sentence : look->service_sentence), 2);
  add_pair (block, _ ("Request"), g_strdup (tb_ctl_pending_word (view->pending)));
  add_pair (block, is_lead ? _ ("Service partner") : _ ("Lead partner"), g_strdup (view->partner));
  add_pair (block, _ ("Since"), tb_ctl_time (self, e->status_since));
  if (view->delivery != TB_DELIVERY_NONE)
    add_pair (block, _ ("Delivery"), describe_delivery (self, view));
  if (view->delivery != TB_DELIVERY_DELIVERED && view->link_problem != NULL)
    add_pair (block, _ ("Problem"), tb_ctl_describe_nick (view->link_problem, view->partner));
  if (e->held_problem != NULL)
    add_pair (block, _ ("Refused"), tb_ctl_describe_nick (e->held_problem, view->partner));
  add_pair (block, tb_ctl_field_word ("reason"), describe_reason (e->reason));
  add_terms (self, block, e);
  if (!is_lead)
    add_end_customer (block, e);
  add_pair (block, is_lead ? _ ("Number at the partner") : _ ("Original ticket number"),
            g_strdup (e->remote_number));
  add_pair (block, _ ("Accepted by"), g_strdup (e->accepted_by));
  add_pair (block, _ ("Date of acceptance"), tb_ctl_time (self, e->accepted_at));
  print_block (block);
  if (e->late_items > 0)
    {
      g_autofree char *late = NULL;

      /* Translators: %d is a number of entries. */
      late = g_strdup_printf (ngettext ("%d entry did not reach the lead partner any more.",
                                        "%d entries did not reach the lead partner any more.",
                                        (gulong)e->late_items),
                              (int)e->late_items);
      print_indented (late, 2);
    }
}

/* ---- Entries ---- */

static char *
item_amounts (const TbItemRecord *item,
              const char         *currency)
{
  g_autofree char *price = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *quantity = NULL;

  if (item->kind == TB_ITEM_TIME)
    return tb_minutes_to_local (item->minutes);
  if (item->kind == TB_ITEM_FILE)
    {
      quantity = g_format_size ((guint64)item->size);
      return g_strdup_printf ("%s, %s", item->file_name, quantity);
    }
  if (item->kind != TB_ITEM_CHARGE)
    return g_strdup ("");
  amount = tb_ctl_money (item->amount, currency);
  if (item->quantity == 1000)
    return g_steal_pointer (&amount);
  price = tb_ctl_money (item->unit_price, currency);
  quantity = tb_ctl_quantity (item->quantity);
  return g_strdup_printf ("%s × %s = %s", quantity, price, amount);
}

static void
append_mark (GString    *marks,
             gboolean    is_set,
             const char *mark)
{
  if (is_set)
    g_string_append_printf (marks, " · %s", mark);
}

static void
print_item (TbCtl            *self,
            const TbItemView *view,
            const char       *currency)
{
  const TbItemRecord *item = view->record;
  GString            *marks = g_string_new (NULL);
  g_autofree char    *when = tb_ctl_time (self, item->created_at);
  g_autofree char    *author = tb_ctl_clean (item->author, FALSE);
  g_autofree char    *amounts = item_amounts (item, currency);
  g_autofree char    *shown = tb_ctl_clean (amounts, FALSE);

  append_mark (marks, *shown != '\0', shown);
  append_mark (marks, item->is_question, _ ("question"));
  append_mark (marks, item->is_internal, _ ("internal"));
  append_mark (marks, view->is_read_only, _ ("read-only"));
  append_mark (marks, view->is_local_only, _ ("stays here"));
  append_mark (marks, view->is_waiting, _ ("waits"));
  append_mark (marks, view->is_cut, _ ("no longer synchronized"));
  tb_ctl_print ("  %s  %.8s  %s · %s%s\n", when, item->uuid, author,
                tb_ctl_word (TB_TYPE_ITEM_KIND, (int)item->kind), marks->str);
  if (item->text != NULL && *item->text != '\0')
    print_indented (item->text, 4);
  g_string_free (marks, TRUE);
}

static void
print_items (TbCtl        *self,
             TbTicketView *view)
{
  TbEngagementView *latest = tb_ticket_view_latest (view, TB_ROLE_NONE);
  g_autofree char  *own = NULL;
  const char       *currency = NULL;
  gboolean          any = FALSE;
  guint             i;

  if (latest != NULL)
    currency = latest->record->currency;
  else
    currency = own = tb_engine_get_config (self->engine, "currency", NULL);
  for (i = 0; i < view->items->len; i++)
    {
      const TbItemView *item = view->items->pdata[i];

      if (item->record->is_deleted)
        continue;
      if (!any)
        print_heading (_ ("Entries"));
      any = TRUE;
      print_item (self, item, currency);
    }
}

/* ---- History ---- */

static char *
typed_value (GType       type,
             const char *value)
{
  int number;

  if (type != G_TYPE_INVALID && tb_from_nick (type, value, &number))
    return g_strdup (tb_ctl_word (type, number));
  return g_strdup (value);
}

static char *
field_value (TbCtl      *self,
             const char *field,
             const char *value)
{
  gint64 instant;

  if (g_strcmp0 (field, "priority") == 0)
    return typed_value (TB_TYPE_PRIORITY, value);
  if (g_strcmp0 (field, "due") == 0 && value != NULL && tb_time_from_wire (value, &instant))
    return tb_ctl_time (self, instant);
  return g_strdup (value);
}

static char *
describe_history (TbCtl                 *self,
                  const TbHistoryRecord *row)
{
  g_autofree char      *from = NULL;
  g_autofree char      *to = NULL;
  g_autofree char      *reason = NULL;
  const TbHistoryWords *words;

  if (g_strcmp0 (row->code, "set") == 0)
    {
      from = field_value (self, row->reason, row->from_value);
      to = field_value (self, row->reason, row->to_value);
      return tb_history_join (tb_ctl_field_word (row->reason), from, to, NULL);
    }
  words = tb_history_words (row->code);
  if (words == NULL)
    return tb_history_join (row->code, row->from_value, row->to_value, row->reason);
  from = words->has_from ? typed_value (words->from_type (), row->from_value) : NULL;
  to = words->has_to ? typed_value (words->to_type (), row->to_value) : NULL;
  if (words->has_reason && row->reason != NULL)
    reason = words->is_problem ? tb_ctl_describe_nick (row->reason, "") : describe_reason (row->reason);
  return tb_history_join (_ (words->label), from, to, reason);
}

static void
print_history (TbCtl        *self,
               TbTicketView *view)
{
  guint i;

  print_heading (_ ("History"));
  for (i = 0; i < view->history->len; i++)
    {
      const TbHistoryRecord *row = view->history->pdata[i];
      g_autofree char       *when = tb_ctl_time (self, row->at);
      g_autofree char       *text = describe_history (self, row);
      g_autofree char       *line = g_strdup_printf ("%s · %s", row->actor, text);
      g_autofree char       *clean = tb_ctl_clean (line, FALSE);

      tb_ctl_print ("  %s  %s\n", when, clean);
    }
}

/* ---- All together ---- */

void
tb_ctl_print_page (TbCtl        *self,
                   TbTicketView *view)
{
  g_autofree char *title = tb_ctl_clean (view->ticket->title, FALSE);
  guint            i;

  tb_ctl_print ("%s  %s\n\n", view->ticket->number, title);
  print_fields (self, view);
  for (i = view->engagements->len; i > 0; i--)
    print_engagement (self, view->engagements->pdata[i - 1]);
  if (view->ticket->description != NULL && *view->ticket->description != '\0')
    {
      print_heading (tb_ctl_field_word ("description"));
      print_indented (view->ticket->description, 2);
    }
  print_items (self, view);
  print_history (self, view);
}

gboolean
tb_ctl_print_status (TbCtl   *self,
                     gint64   ticket,
                     TbRole   role,
                     GError **error)
{
  g_autoptr (TbTicketView) view = tb_engine_load_ticket (self->engine, ticket, error);
  TbEngagementView *latest = view != NULL ? tb_ticket_view_latest (view, role) : NULL;
  TbStatus          status = latest != NULL ? (TbStatus)latest->record->status : TB_STATUS_NONE;
  const char       *pending = latest != NULL ? tb_ctl_pending_word (latest->pending) : NULL;

  if (view == NULL)
    return FALSE;
  if (self->is_json)
    tb_ctl_print_json (tb_ctl_json_ticket (self, view, FALSE));
  else if (pending != NULL)
    tb_ctl_print ("%s: %s (%s)\n", view->ticket->number, tb_ctl_word (TB_TYPE_STATUS, status), pending);
  else
    tb_ctl_print ("%s: %s\n", view->ticket->number, tb_ctl_word (TB_TYPE_STATUS, status));
  return TRUE;
}
