/* SPDX-License-Identifier: GPL-3.0-or-later
 * What views read: one snapshot each, values only. */
#include "config.h"

#include "tb-core-private.h"

/* Reading fails as a whole or gives the value: the pattern of all functions below. */
static gboolean
run_read (TbEngine  *self,
          TbCoreFunc func,
          gpointer   data,
          GError   **error)
{
  return tb_engine_run (self, FALSE, 0, func, data, error);
}

/* ---- The ticket page ---- */

static void
engagement_view_free (gpointer data)
{
  TbEngagementView *view = data;

  g_clear_pointer (&view->record, tb_engagement_record_unref);
  g_free (view->partner);
  g_free (view->link_problem);
  g_free (view);
}

static void
item_view_free (gpointer data)
{
  TbItemView *view = data;

  g_clear_pointer (&view->record, tb_item_record_unref);
  g_free (view->partner);
  g_free (view);
}

void
tb_ticket_view_free (TbTicketView *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ticket, tb_ticket_record_unref);
  g_clear_pointer (&self->status, tb_ticket_status_record_unref);
  g_clear_pointer (&self->organisation, tb_organisation_record_unref);
  g_clear_pointer (&self->contact, tb_contact_record_unref);
  g_clear_pointer (&self->assignee, tb_user_record_unref);
  g_clear_pointer (&self->engagements, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self);
}

TbEngagementView *
tb_ticket_view_latest (TbTicketView *self,
                       TbRole        role)
{
  guint i;

  g_return_val_if_fail (self != NULL, NULL);

  for (i = self->engagements->len; i > 0; i--)
    {
      TbEngagementView *view = self->engagements->pdata[i - 1];

      if (role == TB_ROLE_NONE || view->record->role == (gint64)role)
        return view;
    }
  return NULL;
}

static char *
partner_name (TbCore  *core,
              gint64   id,
              GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, id, error);

  return partner != NULL ? g_strdup (partner->name) : NULL;
}

static TbEngagementView *
view_engagement (TbCore             *core,
                 TbEngagementRecord *e,
                 GError            **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  g_autoptr (GPtrArray) pending = NULL;
  TbEngagementView *view;
  TbDelivery        delivery;
  GError           *local = NULL;
  guint             i;

  if (partner == NULL)
    return NULL;
  pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  if (pending == NULL)
    return NULL;
  delivery = tb_core_delivery (core, e, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  view = g_new0 (TbEngagementView, 1);
  view->record = tb_engagement_record_copy (e);
  if (core->user == NULL || core->user->permission < TB_PERMISSION_ALL)
    view->record->customer_rate = TB_AMOUNT_NONE;
  view->partner = g_strdup (partner->name);
  view->delivery = delivery;
  view->next_attempt = partner->next_attempt;
  view->link_problem = g_strdup (partner->problem);
  for (i = 0; i < pending->len; i++)
    if (((TbRequestRecord *)pending->pdata[i])->verb != TB_VERB_START)
      view->pending = ((TbRequestRecord *)pending->pdata[i])->verb;
  return view;
}

static gboolean
view_item (TbCore       *core,
           TbTicketView *view,
           TbItemRecord *item,
           GPtrArray    *engagements,
           GError      **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ITEM, error, "i", item->id);
  TbItemView *out;
  guint       i;

  if (links == NULL)
    return FALSE;
  out = g_new0 (TbItemView, 1);
  g_ptr_array_add (view->items, out);
  out->record = tb_record_ref (item);
  out->is_read_only = tb_item_read_only (item, engagements);
  for (i = 0; i < links->len; i++)
    {
      TbItemLinkRecord *link = links->pdata[i];

      /* The last one is the latest engagement's. */
      out->is_local_only = link->local_only;
      out->is_waiting = link->is_waiting;
      out->is_cut = out->is_cut || link->is_cut;
    }
  if (item->partner == 0)
    return TRUE;
  out->partner = partner_name (core, item->partner, error);
  return out->partner != NULL;
}

/* A row that a ticket points to, or none. */
static gboolean
load_reference (TbCore             *core,
                const TbRecordType *type,
                gint64              id,
                gpointer            out,
                GError            **error)
{
  gpointer record;

  if (id == 0)
    return TRUE;
  record = tb_core_get (core, type, id, error);
  *(gpointer *)out = record;
  return record != NULL;
}

static gboolean
load_references (TbCore       *core,
                 TbTicketView *view,
                 GError      **error)
{
  return load_reference (core, &TB_TICKET_STATUS, view->ticket->status, &view->status, error) &&
         load_reference (core, &TB_ORGANISATION, view->ticket->organisation, &view->organisation, error) &&
         load_reference (core, &TB_CONTACT, view->ticket->contact, &view->contact, error) &&
         load_reference (core, &TB_USER, view->ticket->assignee, &view->assignee, error);
}

static gboolean
run_load_ticket (TbCore  *core,
                 gpointer data,
                 GError **error)
{
  TbTicketView *view = data;
  g_autoptr (GPtrArray) engagements = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 id = view->ticket->id;
  guint  i;

  g_clear_pointer (&view->ticket, tb_ticket_record_unref);
  view->ticket = tb_core_get (core, &TB_TICKET, id, error);
  if (view->ticket == NULL || !load_references (core, view, error))
    return FALSE;
  engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", id);
  items = engagements != NULL ? tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, error, "i", id) : NULL;
  view->history = items != NULL ? tb_tx_select (core->tx, TB_Q_HISTORY_OF_TICKET, error, "i", id) : NULL;
  if (view->history == NULL)
    return FALSE;
  for (i = 0; i < engagements->len; i++)
    {
      TbEngagementRecord *e = engagements->pdata[i];
      TbEngagementView   *out;

      if (e->status == TB_STATUS_NONE)
        continue; /* a discarded draft */
      out = view_engagement (core, e, error);
      if (out == NULL)
        return FALSE;
      g_ptr_array_add (view->engagements, out);
    }
  for (i = 0; i < items->len; i++)
    if (!view_item (core, view, items->pdata[i], engagements, error))
      return FALSE;
  return TRUE;
}

TbTicketView *
tb_engine_load_ticket (TbEngine *self,
                       gint64    ticket,
                       GError  **error)
{
  g_autoptr (TbTicketView) view = g_new0 (TbTicketView, 1);

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  view->ticket = tb_ticket_record_new ();
  view->ticket->id = ticket;
  view->engagements = g_ptr_array_new_with_free_func (engagement_view_free);
  view->items = g_ptr_array_new_with_free_func (item_view_free);
  return run_read (self, run_load_ticket, view, error) ? g_steal_pointer (&view) : NULL;
}

/* ---- Finding and listing ---- */

typedef struct
{
  const char        *text;
  gint64             id;
  const TbListQuery *query;
  guint              limit;
  int                named_query;
  GPtrArray         *rows;
  char              *value;
  TbUserRecord      *user;
} Question;

static gboolean
run_find_ticket (TbCore  *core,
                 gpointer data,
                 GError **error)
{
  Question *question = data;
  g_autoptr (TbTicketRecord) ticket = NULL;
  GError *local = NULL;

  ticket = tb_tx_find (core->tx, TB_Q_TICKET_BY_NUMBER, &local, "ss", question->text, question->text);
  if (local == NULL && ticket == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, question->text);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  question->id = ticket->id;
  return TRUE;
}

gint64
tb_engine_find_ticket (TbEngine   *self,
                       const char *number,
                       GError    **error)
{
  Question question = { .text = number };

  g_return_val_if_fail (TB_IS_ENGINE (self), 0);
  g_return_val_if_fail (number != NULL, 0);

  return run_read (self, run_find_ticket, &question, error) ? question.id : 0;
}

/* In the outsourcing folders „Outsourcing zulassen“ sees what it is assigned to or sent itself (product.md
 * section 7); „Keine“ sees no outsourcing folder of the lead's side but works the insourced tickets it is
 * assigned to. */
static gint64
viewer_of (TbCore    *core,
           TbFolderId folder)
{
  if (tb_folder (folder)->role == TB_ROLE_NONE || core->user == NULL ||
      core->user->permission >= TB_PERMISSION_PARTNERS)
    return 0;
  return core->user->id;
}

static gboolean
run_list (TbCore  *core,
          gpointer data,
          GError **error)
{
  Question   *question = data;
  TbListQuery query = *question->query;
  g_autoptr (GArray) ids = NULL;

  query.viewer = viewer_of (core, query.folder);
  ids = tb_tx_list_ids (core->tx, &query, question->limit, error);
  if (ids == NULL)
    return FALSE;
  question->rows = tb_tx_list_rows (core->tx, (const gint64 *)(gpointer)ids->data, ids->len, error);
  return question->rows != NULL;
}

GPtrArray *
tb_engine_list (TbEngine          *self,
                const TbListQuery *query,
                guint              limit,
                GError           **error)
{
  Question question = { .query = query, .limit = limit };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return run_read (self, run_list, &question, error) ? question.rows : NULL;
}

/* ---- Partners, short tables, settings ---- */

void
tb_partner_view_free (TbPartnerView *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->record, tb_partner_record_unref);
  g_free (self);
}

static gboolean
view_partner (TbCore        *core,
              TbPartnerView *view,
              GError       **error)
{
  g_autoptr (GPtrArray) agreements = NULL;
  guint i;

  if (!tb_tx_number (core->tx, TB_QN_OUTBOX_QUEUED_OF_PARTNER, &view->waiting, error, "i", view->record->id))
    return FALSE;
  agreements = tb_tx_select (core->tx, TB_Q_AGREEMENTS_OF_PARTNER, error, "i", view->record->id);
  if (agreements == NULL)
    return FALSE;
  for (i = 0; i < agreements->len; i++)
    {
      TbAgreementRecord *agreement = agreements->pdata[i];

      if (agreement->role == TB_ROLE_LEAD)
        view->lead_state = agreement->state;
      else
        view->service_state = agreement->state;
    }
  return TRUE;
}

static gboolean
run_partners (TbCore  *core,
              gpointer data,
              GError **error)
{
  GPtrArray *out = data;
  g_autoptr (GPtrArray) partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0; i < partners->len; i++)
    {
      TbPartnerView *view = g_new0 (TbPartnerView, 1);

      g_ptr_array_add (out, view);
      view->record = tb_record_ref (partners->pdata[i]);
      if (!view_partner (core, view, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
tb_engine_partners (TbEngine *self,
                    GError  **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_partner_view_free);

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return run_read (self, run_partners, out, error) ? g_steal_pointer (&out) : NULL;
}

static gboolean
run_rows (TbCore  *core,
          gpointer data,
          GError **error)
{
  Question *question = data;

  question->rows = tb_tx_select (core->tx, question->named_query, error, "");
  return question->rows != NULL;
}

static const int table_queries[] = {
  [TB_TABLE_USERS] = TB_Q_USERS,
  [TB_TABLE_STATUSES] = TB_Q_STATUSES,
  [TB_TABLE_ORGANISATIONS] = TB_Q_ORGANISATIONS,
  [TB_TABLE_OUTBOX] = TB_Q_OUTBOX_OPEN_ALL,
};

GPtrArray *
tb_engine_rows (TbEngine    *self,
                TbShortTable table,
                GError     **error)
{
  Question question = { .named_query = table_queries[table] };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return run_read (self, run_rows, &question, error) ? question.rows : NULL;
}

static gboolean
run_get_config (TbCore  *core,
                gpointer data,
                GError **error)
{
  Question *question = data;
  GError   *local = NULL;

  question->value = tb_tx_get_setting (core->tx, question->text, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

char *
tb_engine_get_config (TbEngine   *self,
                      const char *key,
                      GError    **error)
{
  Question question = { .text = key };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return run_read (self, run_get_config, &question, error) ? question.value : NULL;
}

static gboolean
run_get_user (TbCore  *core,
              gpointer data,
              GError **error)
{
  Question *question = data;

  if (core->user == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, "user");
      return FALSE;
    }
  question->user = tb_record_ref (core->user);
  return TRUE;
}

TbUserRecord *
tb_engine_get_user (TbEngine *self,
                    GError  **error)
{
  Question question = { 0 };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return run_read (self, run_get_user, &question, error) ? question.user : NULL;
}

static gboolean
run_check (TbCore  *core,
           gpointer data,
           GError **error)
{
  return tb_core_check (core, data, error);
}

GPtrArray *
tb_engine_check (TbEngine *self,
                 GError  **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return run_read (self, run_check, findings, error) ? g_steal_pointer (&findings) : NULL;
}
