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
  /* of an asynchronous one */
  char       *kept; /* (owned) (nullable): @text, or what is searched for */
  TbListQuery kept_query;
  GArray     *ids; /* (owned) (nullable) (element-type gint64) */
} Question;

/* What the answer holds and nobody has taken, too. */
static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->kept);
  g_clear_pointer (&question->ids, g_array_unref);
  g_free (question->value);
  g_clear_pointer (&question->rows, g_ptr_array_unref);
  g_clear_pointer (&question->user, tb_user_record_unref);
  g_free (question);
}

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

static void
ask_text_async (TbEngine           *self,
                TbCoreFunc          func,
                const char         *text,
                GCancellable       *cancellable,
                GAsyncReadyCallback callback,
                gpointer            user_data)
{
  Question *question = g_new0 (Question, 1);

  question->kept = g_strdup (text);
  question->text = question->kept;
  tb_engine_run_async (self, FALSE, 0, func, question, question_free, cancellable, callback, user_data);
}

void
tb_engine_find_ticket_async (TbEngine           *self,
                             const char         *number,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (number != NULL);

  ask_text_async (self, run_find_ticket, number, cancellable, callback, user_data);
}

gint64
tb_engine_find_ticket_finish (TbEngine     *self,
                              GAsyncResult *result,
                              GError      **error)
{
  Question *question = tb_engine_run_finish (self, result, error);

  return question != NULL ? question->id : 0;
}

/* In the outsourcing folders „Outsourcing zulassen“ sees what it is assigned to or sent itself (product.md
 * section 7), and the offers that nobody is assigned to, since it may accept them; „Keine“ sees no
 * outsourcing folder of the lead's side but works the insourced tickets it is assigned to. */
gint64
tb_core_viewer (TbCore *core)
{
  if (core->user == NULL || core->user->permission >= TB_PERMISSION_PARTNERS)
    return 0;
  return core->user->permission == TB_PERMISSION_OUTSOURCE ? -core->user->id : core->user->id;
}

static gboolean
run_list (TbCore  *core,
          gpointer data,
          GError **error)
{
  Question   *question = data;
  TbListQuery query = *question->query;
  g_autoptr (GArray) ids = NULL;

  query.viewer = tb_folder (query.folder)->role != TB_ROLE_NONE ? tb_core_viewer (core) : 0;
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

void
tb_engine_list_async (TbEngine           *self,
                      const TbListQuery  *query,
                      guint               limit,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  Question *question;

  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (query != NULL);

  question = g_new0 (Question, 1);
  question->kept = g_strdup (query->search);
  question->kept_query = *query;
  question->kept_query.search = question->kept;
  question->query = &question->kept_query;
  question->limit = limit;
  tb_engine_run_async (self, FALSE, 0, run_list, question, question_free, cancellable, callback, user_data);
}

static gboolean
run_list_rows (TbCore  *core,
               gpointer data,
               GError **error)
{
  Question *question = data;

  question->rows =
    tb_tx_list_rows (core->tx, (const gint64 *)(gpointer)question->ids->data, question->ids->len, error);
  return question->rows != NULL;
}

void
tb_engine_list_rows_async (TbEngine           *self,
                           const gint64       *ids,
                           guint               n,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  Question *question;

  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (ids != NULL || n == 0);

  question = g_new0 (Question, 1);
  question->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_array_append_vals (question->ids, ids, n);
  tb_engine_run_async (self, FALSE, 0, run_list_rows, question, question_free, cancellable, callback,
                       user_data);
}

GPtrArray *
tb_engine_list_finish (TbEngine     *self,
                       GAsyncResult *result,
                       GError      **error)
{
  Question *question = tb_engine_run_finish (self, result, error);

  return question != NULL ? g_steal_pointer (&question->rows) : NULL;
}

/** Export: to whom the rows of which list go. */
typedef struct
{
  const TbListQuery *query;
  TbExportFunc       func;
  gpointer           data;
} Export;

static gboolean
run_export (TbCore  *core,
            gpointer data,
            GError **error)
{
  Export *export = data;
  TbListQuery query = *export->query;

  query.viewer = tb_folder (query.folder)->role != TB_ROLE_NONE ? tb_core_viewer (core) : 0;
  return tb_tx_export (core->tx, &query, export->func, export->data, error);
}

gboolean
tb_engine_export (TbEngine          *self,
                  const TbListQuery *query,
                  TbExportFunc       func,
                  gpointer           data,
                  GError           **error)
{
  Export export = { query, func, data };

  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (query != NULL && func != NULL, FALSE);

  return run_read (self, run_export, &export, error);
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

  if (!tb_tx_number (core->tx, TB_QN_OUTBOX_QUEUED_OF_PARTNER, &view->waiting, error, "i",
                     view->record->id) ||
      !tb_tx_number (core->tx, TB_QN_OUTBOX_HELD_OF_PARTNER, &view->held, error, "i", view->record->id))
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

gboolean
tb_core_view_partners (TbCore    *core,
                       GPtrArray *views,
                       GError   **error)
{
  g_autoptr (GPtrArray) partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0; i < partners->len; i++)
    {
      TbPartnerView *view = g_new0 (TbPartnerView, 1);

      g_ptr_array_add (views, view);
      view->record = tb_record_ref (partners->pdata[i]);
      if (!view_partner (core, view, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_partners (TbCore  *core,
              gpointer data,
              GError **error)
{
  return tb_core_view_partners (core, data, error);
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
  [TB_TABLE_BOXES] = TB_Q_BOXES,
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

void
tb_engine_rows_async (TbEngine           *self,
                      TbShortTable        table,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  Question *question;

  g_return_if_fail (TB_IS_ENGINE (self));

  question = g_new0 (Question, 1);
  question->named_query = table_queries[table];
  tb_engine_run_async (self, FALSE, 0, run_rows, question, question_free, cancellable, callback, user_data);
}

GPtrArray *
tb_engine_rows_finish (TbEngine     *self,
                       GAsyncResult *result,
                       GError      **error)
{
  Question *question;

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  question = tb_engine_run_finish (self, result, error);
  return question != NULL ? g_steal_pointer (&question->rows) : NULL;
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

void
tb_engine_get_config_async (TbEngine           *self,
                            const char         *key,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (key != NULL);

  ask_text_async (self, run_get_config, key, cancellable, callback, user_data);
}

char *
tb_engine_get_config_finish (TbEngine     *self,
                             GAsyncResult *result,
                             GError      **error)
{
  Question *question;

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  question = tb_engine_run_finish (self, result, error);
  return question != NULL ? g_steal_pointer (&question->value) : NULL;
}

static gboolean
run_get_shown_key (TbCore  *core,
                   gpointer data,
                   GError **error)
{
  Question *question = data;

  return tb_core_shown_key (core, question->text, &question->value, error);
}

void
tb_engine_get_shown_key_async (TbEngine           *self,
                               const char         *url,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (url != NULL);

  ask_text_async (self, run_get_shown_key, url, cancellable, callback, user_data);
}

char *
tb_engine_get_shown_key_finish (TbEngine     *self,
                                GAsyncResult *result,
                                GError      **error)
{
  return tb_engine_get_config_finish (self, result, error);
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
