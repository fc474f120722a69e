/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets as JSON: the members that scripts rely on. Missing is null; instants are RFC 3339 in UTC. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-workflow.h"

void
tb_ctl_json_text (JsonBuilder *builder,
                  const char  *name,
                  const char  *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
tb_ctl_json_int (JsonBuilder *builder,
                 const char  *name,
                 gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
tb_ctl_json_bool (JsonBuilder *builder,
                  const char  *name,
                  gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
tb_ctl_json_time (JsonBuilder *builder,
                  const char  *name,
                  gint64       instant)
{
  g_autofree char *text = instant != 0 ? tb_time_to_wire (instant) : NULL;

  tb_ctl_json_text (builder, name, text);
}

void
tb_ctl_json_pairs (const char *name,
                   ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  va_list args;

  json_builder_begin_object (builder);
  va_start (args, name);
  for (; name != NULL; name = va_arg (args, const char *))
    tb_ctl_json_text (builder, name, va_arg (args, const char *));
  va_end (args);
  json_builder_end_object (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
}

static void
add_null (JsonBuilder *builder,
          const char  *name)
{
  tb_ctl_json_text (builder, name, NULL);
}

/* An amount or a number of minutes that was left empty. */
static void
add_given (JsonBuilder *builder,
           const char  *name,
           gint64       value)
{
  if (value == TB_AMOUNT_NONE)
    add_null (builder, name);
  else
    tb_ctl_json_int (builder, name, value);
}

static void
add_nick (JsonBuilder *builder,
          const char  *name,
          GType        type,
          gint64       value)
{
  tb_ctl_json_text (builder, name, tb_nick (type, (int)value));
}

/* Texts of which "" means that there is none. */
static const char *
or_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
add_terms (TbCtl                    *self,
           JsonBuilder              *builder,
           const TbEngagementRecord *e)
{
  json_builder_set_member_name (builder, "terms");
  json_builder_begin_object (builder);
  tb_ctl_json_time (builder, "answer_by", e->answer_by);
  tb_ctl_json_time (builder, "complete_by", e->complete_by);
  tb_ctl_json_text (builder, "instructions", e->instructions != NULL ? e->instructions : "");
  add_nick (builder, "kind", TB_TYPE_RATE_KIND, e->rate_kind);
  add_given (builder, "amount_minor", e->amount);
  add_given (builder, "authorized_minutes", e->authorized_minutes);
  add_given (builder, "authorized_charges_minor", e->authorized_charges);
  add_given (builder, "total_minor", tb_engagement_total (e));
  tb_ctl_json_text (builder, "currency", e->currency);
  if (e->role == TB_ROLE_LEAD && tb_ctl_permission (self) == TB_PERMISSION_ALL)
    add_given (builder, "customer_rate_minor", e->customer_rate);
  json_builder_end_object (builder);
}

static void
add_engagement (TbCtl                  *self,
                JsonBuilder            *builder,
                const TbEngagementView *view)
{
  const TbEngagementRecord *e = view->record;

  json_builder_begin_object (builder);
  add_nick (builder, "role", TB_TYPE_ROLE, e->role);
  add_nick (builder, "status", TB_TYPE_STATUS, e->status);
  tb_ctl_json_int (builder, "status_rev", e->status_rev);
  tb_ctl_json_text (builder, "pending",
                    view->pending != TB_VERB_NONE ? tb_nick (TB_TYPE_VERB, view->pending) : NULL);
  tb_ctl_json_text (builder, "partner", view->partner);
  tb_ctl_json_text (builder, "engagement", e->eid);
  tb_ctl_json_int (builder, "phase", e->phase);
  add_nick (builder, "delivery", TB_TYPE_DELIVERY, view->delivery);
  add_terms (self, builder, e);
  tb_ctl_json_text (builder, "partner_number", or_null (e->remote_number));
  tb_ctl_json_text (builder, "accepted_by", or_null (e->accepted_by));
  tb_ctl_json_time (builder, "accepted_at", e->accepted_at);
  tb_ctl_json_text (builder, "reason", or_null (e->reason));
  tb_ctl_json_int (builder, "late_items", e->late_items);
  json_builder_end_object (builder);
}

static void
add_item (JsonBuilder      *builder,
          const TbItemView *view)
{
  const TbItemRecord *item = view->record;

  json_builder_begin_object (builder);
  tb_ctl_json_text (builder, "uuid", item->uuid);
  add_nick (builder, "kind", TB_TYPE_ITEM_KIND, item->kind);
  tb_ctl_json_text (builder, "author", item->author != NULL ? item->author : "");
  tb_ctl_json_text (builder, "text", item->text != NULL ? item->text : "");
  add_given (builder, "minutes", item->kind == TB_ITEM_TIME ? item->minutes : TB_AMOUNT_NONE);
  add_given (builder, "amount_minor", item->kind == TB_ITEM_CHARGE ? item->amount : TB_AMOUNT_NONE);
  tb_ctl_json_bool (builder, "internal", item->is_internal);
  tb_ctl_json_bool (builder, "read_only", view->is_read_only);
  tb_ctl_json_text (builder, "origin", item->partner != 0 ? "partner" : "own");
  tb_ctl_json_bool (builder, "local_only", view->is_local_only);
  tb_ctl_json_bool (builder, "deleted", item->is_deleted);
  tb_ctl_json_bool (builder, "question", item->is_question);
  tb_ctl_json_bool (builder, "waiting", view->is_waiting);
  tb_ctl_json_text (builder, "file_name", item->kind == TB_ITEM_FILE ? item->file_name : NULL);
  add_given (builder, "size", item->kind == TB_ITEM_FILE ? item->size : TB_AMOUNT_NONE);
  tb_ctl_json_time (builder, "created_at", item->created_at);
  json_builder_end_object (builder);
}

static void
add_history (JsonBuilder           *builder,
             const TbHistoryRecord *row)
{
  json_builder_begin_object (builder);
  tb_ctl_json_time (builder, "at", row->at);
  tb_ctl_json_text (builder, "actor", row->actor);
  tb_ctl_json_bool (builder, "partner", row->is_partner);
  tb_ctl_json_text (builder, "code", row->code);
  tb_ctl_json_text (builder, "from", row->from_value);
  tb_ctl_json_text (builder, "to", row->to_value);
  tb_ctl_json_text (builder, "reason", row->reason);
  json_builder_end_object (builder);
}

static void
add_fields (JsonBuilder  *builder,
            TbTicketView *view)
{
  const TbTicketRecord *ticket = view->ticket;
  TbEngagementView     *latest = tb_ticket_view_latest (view, TB_ROLE_NONE);

  tb_ctl_json_text (builder, "number", ticket->number);
  tb_ctl_json_text (builder, "title", ticket->title);
  tb_ctl_json_text (builder, "description", ticket->description != NULL ? ticket->description : "");
  tb_ctl_json_text (builder, "ticket_status", view->status != NULL ? view->status->name : NULL);
  tb_ctl_json_text (builder, "role",
                    latest != NULL ? tb_nick (TB_TYPE_ROLE, (int)latest->record->role) : NULL);
  tb_ctl_json_text (builder, "alias", or_null (ticket->alias));
  tb_ctl_json_text (builder, "organisation", view->organisation != NULL ? view->organisation->name : NULL);
  tb_ctl_json_text (builder, "assignee", view->assignee != NULL ? view->assignee->name : NULL);
  add_nick (builder, "priority", TB_TYPE_PRIORITY, ticket->priority);
  tb_ctl_json_text (builder, "queue", or_null (ticket->queue));
  tb_ctl_json_time (builder, "due", ticket->due_at);
  /* An offer has no Ticketstatus yet, so none that could mean complete. */
  tb_ctl_json_bool (builder, "is_open", ticket->is_open || !ticket->is_confirmed);
}

TbTicketView *
tb_ctl_load_row (TbCtl           *self,
                 const TbListRow *row,
                 GError         **error)
{
  GError       *local = NULL;
  TbTicketView *view = row != NULL ? tb_engine_load_ticket (self->engine, row->id, &local) : NULL;

  /* Another process may have deleted it since the list was read. */
  if (g_error_matches (local, TB_PROBLEM, TB_PROBLEM_NOT_FOUND))
    g_clear_error (&local);
  if (local != NULL)
    g_propagate_error (error, local);
  return view;
}

JsonNode *
tb_ctl_json_ticket (TbCtl        *self,
                    TbTicketView *view,
                    gboolean      is_whole)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  TbEngagementView *latest = tb_ticket_view_latest (view, TB_ROLE_NONE);
  guint             i;

  json_builder_begin_object (builder);
  add_fields (builder, view);
  json_builder_set_member_name (builder, "outsourcing");
  if (latest != NULL)
    add_engagement (self, builder, latest);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "engagements");
  json_builder_begin_array (builder);
  for (i = 0; i < view->engagements->len; i++)
    add_engagement (self, builder, view->engagements->pdata[i]);
  json_builder_end_array (builder);
  if (is_whole)
    {
      json_builder_set_member_name (builder, "items");
      json_builder_begin_array (builder);
      for (i = 0; i < view->items->len; i++)
        add_item (builder, view->items->pdata[i]);
      json_builder_end_array (builder);
      json_builder_set_member_name (builder, "history");
      json_builder_begin_array (builder);
      for (i = 0; i < view->history->len; i++)
        add_history (builder, view->history->pdata[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
