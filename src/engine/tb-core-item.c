/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notes, time entries, Warenposten, attachments: adding, editing, deleting by a person of this instance. */
#include "config.h"

#include "tb-core-private.h"
#include "tb-file-name.h"

#include <string.h>

#define PRICE_LIMIT G_GINT64_CONSTANT (99999999999)
#define QUANTITY_LIMIT G_GINT64_CONSTANT (999999999999)

static gboolean
check_draft (const TbItemDraft *draft,
             GError           **error)
{
  const char *text = draft->text != NULL ? draft->text : "";

  if (!tb_check_text (text, TB_LIMIT_TEXT, "text", error) || !tb_core_check_weight (text, error) ||
      !tb_check_text (draft->content_type != NULL ? draft->content_type : "", TB_LIMIT_NAME, "content-type",
                      error) ||
      !tb_check_text (draft->work_type != NULL ? draft->work_type : "", TB_LIMIT_NAME, "work-type", error) ||
      !tb_check_text (draft->unit != NULL ? draft->unit : "", TB_LIMIT_NAME, "unit", error))
    return FALSE;
  if (draft->kind != TB_ITEM_FILE && draft->kind != TB_ITEM_TIME && strspn (text, " \t\r\n") == strlen (text))
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "text", "text");
  if (draft->kind == TB_ITEM_TIME && (draft->minutes < 1 || draft->minutes > TB_LIMIT_MINUTES))
    {
      g_autofree char *typed = g_strdup_printf ("%" G_GINT64_FORMAT, draft->minutes);

      return tb_core_refuse (error, TB_PROBLEM_BAD_NUMBER, typed, "minutes");
    }
  if (draft->date != NULL && !tb_date_is_valid (draft->date))
    return tb_core_refuse (error, TB_PROBLEM_BAD_DATE, draft->date, "date");
  if (draft->kind == TB_ITEM_CHARGE && (draft->unit_price < 0 || draft->unit_price > PRICE_LIMIT ||
                                        draft->quantity < 0 || draft->quantity > QUANTITY_LIMIT))
    {
      g_autofree char *typed = tb_decimal_to_wire (draft->unit_price, 2);

      return tb_core_refuse (error, TB_PROBLEM_BAD_AMOUNT, typed, "amount");
    }
  return TRUE;
}

/* What is shown when nothing is given is the last part of the path. */
static char *
clean_file_name (const TbItemDraft *draft)
{
  g_autofree char *shown = NULL;

  if (draft->file_name != NULL || draft->path == NULL)
    return tb_file_name_clean (draft->file_name);
  shown = g_filename_display_basename (draft->path);
  return tb_file_name_clean (shown);
}

static void
take_content (TbCore            *core,
              TbItemRecord      *item,
              const TbItemDraft *draft)
{
  item->is_internal = draft->is_internal;
  item->is_question = draft->kind == TB_ITEM_NOTE && draft->is_question;
  tb_set_text (&item->text, draft->text != NULL ? draft->text : "");
  if (draft->date != NULL || item->date == NULL)
    {
      g_free (item->date);
      item->date = draft->date != NULL ? g_strdup (draft->date) : tb_time_date (core->now, core->zone);
    }
  item->start_at = draft->start_at;
  item->end_at = draft->end_at;
  item->minutes = draft->kind == TB_ITEM_TIME ? draft->minutes : 0;
  tb_set_text (&item->work_type, draft->work_type);
  item->quantity = draft->kind == TB_ITEM_CHARGE && draft->quantity > 0 ? draft->quantity : 1000;
  tb_set_text (&item->unit, draft->unit);
  item->unit_price = draft->kind == TB_ITEM_CHARGE ? draft->unit_price : 0;
  item->amount = tb_money_times_quantity (item->unit_price, item->quantity);
}

static gboolean
take_file (TbItemRecord      *item,
           const TbItemDraft *draft,
           GError           **error)
{
  gboolean is_uncertain;

  /* The bytes were read and stored before the transaction. */
  if (draft->sha256 == NULL)
    return tb_core_refuse (error, TB_PROBLEM_FILE_UNREADABLE, draft->path, "file");
  item->file_name = clean_file_name (draft);
  item->size = draft->size;
  item->sha256 = g_strdup (draft->sha256);
  item->content_type = g_strdup (draft->content_type);
  if (item->content_type == NULL)
    {
      g_autofree char *type = g_content_type_guess (item->file_name, NULL, 0, &is_uncertain);

      item->content_type = g_content_type_get_mime_type (type);
    }
  if (item->content_type == NULL)
    item->content_type = g_strdup ("application/octet-stream");
  return TRUE;
}

/* The current engagements of a ticket, as lead and as service; both may be NULL. */
static gboolean
current_engagements (TbCore               *core,
                     const TbTicketRecord *ticket,
                     TbEngagementRecord  **lead,
                     TbEngagementRecord  **service,
                     GError              **error)
{
  GError *local = NULL;

  *lead = tb_core_engagement_of (core, ticket, TB_ROLE_LEAD, &local);
  if (local == NULL)
    *service = tb_core_engagement_of (core, ticket, TB_ROLE_SERVICE, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
share_new_item (TbCore             *core,
                TbEngagementRecord *e,
                TbItemRecord       *item,
                GError            **error)
{
  if (e == NULL)
    return TRUE;
  /* Born in a pause: it never reaches the other side in this engagement, not even after resumption. */
  if (e->pause != 0)
    return tb_core_keep_local (core, e, item, error);
  if (!tb_engagement_is_live (e) || item->is_internal)
    return TRUE;
  return tb_core_publish (core, e, item, error);
}

static gboolean
touch (TbCore  *core,
       gint64   id,
       GError **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, id, error);

  if (ticket == NULL)
    return FALSE;
  ticket->updated_at = core->now;
  return tb_tx_update (core->tx, ticket, error);
}

static TbItemRecord *
insert_item (TbCore            *core,
             gint64             ticket,
             const TbItemDraft *draft,
             GError           **error)
{
  g_autoptr (TbItemRecord) item = tb_item_record_new ();

  if (!check_draft (draft, error))
    return NULL;
  /* Thousands that come at once would each be put into another page of the index. */
  item->uuid = tb_id_new_near (core->now);
  item->ticket = ticket;
  item->kind = draft->kind;
  item->author = g_strdup (tb_core_actor (core));
  item->user = core->user != NULL ? core->user->id : 0;
  item->is_billable = TRUE;
  item->created_at = core->now;
  take_content (core, item, draft);
  if ((draft->kind == TB_ITEM_FILE && !take_file (item, draft, error)) ||
      !tb_tx_insert (core->tx, item, error) ||
      !tb_core_history (core, ticket, 0, NULL, FALSE, "item-added", NULL,
                        tb_nick (TB_TYPE_ITEM_KIND, item->kind), item->uuid, error))
    return NULL;
  return g_steal_pointer (&item);
}

gboolean
tb_core_add_first_note (TbCore               *core,
                        const TbTicketRecord *ticket,
                        const char           *text,
                        GError              **error)
{
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = text };
  g_autoptr (TbItemRecord) item = insert_item (core, ticket->id, &draft, error);

  return item != NULL;
}

TbItemRecord *
tb_core_add_item (TbCore            *core,
                  gint64             ticket_id,
                  const TbItemDraft *draft,
                  GError           **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_workable_ticket (core, ticket_id, error);
  g_autoptr (TbEngagementRecord) lead = NULL;
  g_autoptr (TbEngagementRecord) service = NULL;
  g_autoptr (TbItemRecord) item = NULL;

  item = ticket != NULL ? insert_item (core, ticket_id, draft, error) : NULL;
  if (item == NULL || !current_engagements (core, ticket, &lead, &service, error))
    return NULL;
  if (service != NULL && tb_sync_rule (TB_ROLE_SERVICE, item->kind)->is_activity &&
      !tb_core_activity (core, service, error))
    return NULL;
  if (!share_new_item (core, lead, item, error) || !share_new_item (core, service, item, error) ||
      !touch (core, ticket_id, error))
    return NULL;
  return g_steal_pointer (&item);
}

/* ---- Editing ---- */

static TbItemRecord *
changeable_item (TbCore     *core,
                 gint64      ticket,
                 const char *uuid,
                 GError    **error)
{
  g_autoptr (TbItemRecord) item = NULL;
  g_autoptr (GPtrArray) engagements = NULL;
  GError *local = NULL;

  item = tb_tx_find (core->tx, TB_Q_ITEM_BY_UUID, &local, "s", uuid);
  if (local == NULL && (item == NULL || item->ticket != ticket || item->is_deleted))
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, uuid);
  if (local == NULL)
    engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, &local, "i", ticket);
  if (local == NULL && item->is_locked)
    tb_problem_set (&local, TB_PROBLEM_LOCKED, NULL);
  else if (local == NULL && tb_item_read_only (item, engagements))
    tb_problem_set (&local, TB_PROBLEM_READ_ONLY, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return g_steal_pointer (&item);
}

/* The partner's item, edited or deleted here: that does not travel and cuts this one item's link. */
static gboolean
cut_link (TbCore       *core,
          TbItemRecord *item,
          GError      **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ITEM, error, "i", item->id);
  guint i;

  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = tb_item_link_record_copy (links->pdata[i]);

      link->is_cut = TRUE;
      if (!tb_tx_update (core->tx, link, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
share_change (TbCore       *core,
              TbItemRecord *item,
              const char   *code,
              GError      **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbEngagementRecord) lead = NULL;
  g_autoptr (TbEngagementRecord) service = NULL;

  item->edited_at = core->now;
  if (!tb_tx_update (core->tx, item, error) ||
      !tb_core_history (core, item->ticket, 0, NULL, FALSE, code, NULL,
                        tb_nick (TB_TYPE_ITEM_KIND, item->kind), item->uuid, error))
    return FALSE;
  if (item->partner != 0)
    return cut_link (core, item, error) && touch (core, item->ticket, error);
  ticket = tb_core_get (core, &TB_TICKET, item->ticket, error);
  return ticket != NULL && current_engagements (core, ticket, &lead, &service, error) &&
         (lead == NULL || tb_core_republish (core, lead, item, error)) &&
         (service == NULL || tb_core_republish (core, service, item, error)) &&
         touch (core, item->ticket, error);
}

gboolean
tb_core_edit_item (TbCore            *core,
                   gint64             ticket,
                   const char        *uuid,
                   const TbItemDraft *draft,
                   GError           **error)
{
  g_autoptr (TbTicketRecord) record = tb_core_workable_ticket (core, ticket, error);
  g_autoptr (TbItemRecord) item = NULL;
  TbItemDraft content = *draft;

  item = record != NULL ? changeable_item (core, ticket, uuid, error) : NULL;
  if (item == NULL)
    return FALSE;
  content.kind = item->kind;
  if (!check_draft (&content, error))
    return FALSE;
  take_content (core, item, &content);
  if (item->kind == TB_ITEM_FILE && draft->file_name != NULL)
    {
      g_free (item->file_name);
      item->file_name = clean_file_name (draft);
    }
  return share_change (core, item, "item-edited", error);
}

gboolean
tb_core_delete_item (TbCore     *core,
                     gint64      ticket,
                     const char *uuid,
                     GError    **error)
{
  g_autoptr (TbTicketRecord) record = tb_core_workable_ticket (core, ticket, error);
  g_autoptr (TbItemRecord) item = NULL;

  item = record != NULL ? changeable_item (core, ticket, uuid, error) : NULL;
  if (item == NULL)
    return FALSE;
  item->is_deleted = TRUE;
  return share_change (core, item, "item-deleted", error);
}
