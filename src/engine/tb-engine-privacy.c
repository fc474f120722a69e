/* SPDX-License-Identifier: GPL-3.0-or-later
 * People at the engine's door: finding and erasing as many small steps, blocking or from a main loop. */
#include "config.h"

#include "tb-core-privacy-private.h"

#include <string.h>

#define PAGE_ROWS 200
/* Frozen events may be long. */
#define PAGE_EVENTS 40
#define ERASED_AT_ONCE 100
#define MAX_PASSES 3

/** Spot: a row in which somebody stands. */
typedef struct
{
  gint64 ticket;
  gint64 row;
  guint  table;
} Spot;

typedef struct _Work Work;
typedef gboolean (*StepFunc) (Work    *work,
                              TbCore  *core,
                              GError **error);

/** Work: one person looked for, or put out; each step is a transaction and says what comes next. */
struct _Work
{
  /* input */
  TbStore         *store; /* (owned) */
  TbPersonMatcher *matcher;
  gboolean         is_erasing;
  gboolean         with_texts;
  TbEraseFlags     flags;
  gint64           ticket; /* to follow a partner at; 0 none */
  /* progress */
  StepFunc  step; /* NULL: done */
  gboolean  is_write;
  guint     pass;
  guint     table;
  gint64    after;
  GArray   *spots; /* (owned): Spot */
  guint     next;
  guint     n_before;
  TbErasing erasing;
  /* output */
  TbPersonFindings *findings; /* (owned) (nullable) */
  TbErasureReport  *report;   /* (owned) (nullable) */
  GHashTable       *numbers;  /* (owned): gint64 * ticket -> char * */
  GHashTable       *partners; /* (owned): gint64 * */
};

static void
free_place (gpointer data)
{
  TbPersonPlace *place = data;

  g_free (place->number);
  g_free (place->text);
  g_free (place->excerpt);
  g_free (place);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->store);
  tb_person_matcher_unref (work->matcher);
  g_array_unref (work->spots);
  tb_erasing_clear (&work->erasing);
  tb_person_findings_free (work->findings);
  tb_erasure_report_free (work->report);
  g_hash_table_unref (work->numbers);
  g_hash_table_unref (work->partners);
  g_free (work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

/* ---- Looking ---- */

static gboolean
is_whole_name (const TbPersonMatcher *matcher,
               const char            *name)
{
  TbPersonMatch match;

  return tb_person_find (matcher, name, strlen (name), 0, &match) && match.start == 0 &&
         match.end == strlen (name);
}

static gboolean
find_active_user (Work    *work,
                  TbCore  *core,
                  char   **name,
                  GError **error)
{
  g_autoptr (GPtrArray) users = tb_tx_select (core->tx, TB_Q_USERS, error, "");
  guint i;

  for (i = 0; users != NULL && i < users->len; i++)
    {
      const TbUserRecord *user = users->pdata[i];

      if (user->active && *name == NULL && is_whole_name (work->matcher, user->name))
        *name = g_strdup (user->name);
    }
  return users != NULL;
}

/* What one more ticket adds to what is to be known before somebody says yes. */
static gboolean
count_ticket (Work    *work,
              TbCore  *core,
              gint64   id,
              GError **error)
{
  TbPersonFindings *findings = work->findings;
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (GPtrArray) engagements = NULL;
  g_autoptr (GPtrArray) items = NULL;
  GError  *local = NULL;
  gboolean is_over;
  guint    i;

  if (id == 0 || g_hash_table_contains (work->numbers, &id))
    return TRUE;
  ticket = tb_tx_get (core->tx, &TB_TICKET, id, &local);
  if (local == NULL)
    engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, &local, "i", id);
  if (local == NULL)
    items = tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, &local, "i", id);
  if (local == NULL && ticket != NULL)
    tb_core_is_over (core, id, &is_over, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_hash_table_insert (work->numbers, g_memdup2 (&id, sizeof id),
                       g_strdup (ticket != NULL ? ticket->number : ""));
  findings->n_tickets += ticket != NULL ? 1 : 0;
  findings->n_open += ticket != NULL && !is_over ? 1 : 0;
  for (i = 0; i < engagements->len; i++)
    {
      const TbEngagementRecord *e = engagements->pdata[i];

      if (e->status > TB_STATUS_UNSENT)
        g_hash_table_add (work->partners, g_memdup2 (&e->partner, sizeof e->partner));
    }
  for (i = 0; i < items->len; i++)
    findings->n_files += ((TbItemRecord *)items->pdata[i])->kind == TB_ITEM_FILE ? 1 : 0;
  findings->n_partners = g_hash_table_size (work->partners);
  return TRUE;
}

static gboolean
note_place (Work                  *work,
            TbCore                *core,
            gconstpointer          row,
            const TbPersonalField *field,
            const char            *text,
            GError               **error)
{
  TbPersonPlace *place = g_new0 (TbPersonPlace, 1);
  /* Around a name in a frozen message stand members and brackets. */
  const gboolean is_read = field->kind != TB_PERSONAL_EVENT && field->kind != TB_PERSONAL_ROW;

  g_ptr_array_add (work->findings->places, place);
  place->table = tb_record_get_type (row)->table;
  place->column = field->column;
  place->row = *(const gint64 *)row;
  place->excerpt = tb_person_excerpt (work->matcher, text, is_read ? TB_PERSON_AROUND : 0);
  place->text = work->with_texts ? g_strdup (text) : NULL;
  if (!tb_core_row_ticket (core, row, &place->ticket, error) ||
      !count_ticket (work, core, place->ticket, error))
    return FALSE;
  if (place->ticket != 0)
    place->number = g_strdup (g_hash_table_lookup (work->numbers, &place->ticket));
  return TRUE;
}

static gboolean
look_at_row (Work                  *work,
             TbCore                *core,
             const TbPersonalTable *table,
             gconstpointer          row,
             GError               **error)
{
  Spot  spot = { 0, *(const gint64 *)row, work->table };
  guint n = 0;
  guint i;

  for (i = 0; table->fields[i].column != NULL; i++)
    {
      const TbField   *member = tb_personal_field (table->type, table->fields[i].column);
      gboolean         is_text = member->type == TB_FIELD_TEXT;
      g_autofree char *read = is_text ? NULL : tb_core_row_text (row, &table->fields[i]);
      const char      *text = is_text ? tb_record_get_text (row, member) : read;

      if (!tb_person_stands_in (work->matcher, text, NULL))
        continue;
      n++;
      if (!work->is_erasing && !note_place (work, core, row, &table->fields[i], text, error))
        return FALSE;
    }
  if (n == 0)
    return TRUE;
  if (table->type == &TB_CONTACT && work->findings != NULL)
    {
      work->findings->n_contacts++;
      work->findings->is_blocked |= ((const TbContactRecord *)row)->is_blocked != 0;
    }
  if (!tb_core_row_ticket (core, row, &spot.ticket, error))
    return FALSE;
  g_array_append_val (work->spots, spot);
  return TRUE;
}

static int
compare_spots (gconstpointer a,
               gconstpointer b)
{
  const Spot *x = a;
  const Spot *y = b;

  if (x->ticket != y->ticket)
    return x->ticket < y->ticket ? -1 : 1;
  if (x->table != y->table)
    return x->table < y->table ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const TbPersonPlace *x = *(TbPersonPlace *const *)a;
  const TbPersonPlace *y = *(TbPersonPlace *const *)b;

  return (x->ticket > y->ticket) - (x->ticket < y->ticket);
}

static gboolean step_erase (Work    *work,
                            TbCore  *core,
                            GError **error);

/* Everything has been looked at. */
static void
end_scan (Work *work)
{
  if (!work->is_erasing)
    {
      g_ptr_array_sort (work->findings->places, compare_places);
      work->step = NULL;
      return;
    }
  g_array_sort (work->spots, compare_spots);
  work->next = 0;
  work->n_before = work->erasing.n_places;
  work->step = work->spots->len > 0 ? step_erase : NULL;
  work->is_write = TRUE;
}

static gboolean
step_scan (Work    *work,
           TbCore  *core,
           GError **error)
{
  guint                  n_tables;
  const TbPersonalTable *tables = tb_personal_tables (&n_tables);
  const TbPersonalTable *table = &tables[work->table];
  gboolean               is_long = table->fields[0].kind == TB_PERSONAL_EVENT;
  g_autoptr (GPtrArray) rows = NULL;
  guint i;

  rows = tb_tx_personal_page (core->tx, table, work->after, is_long ? PAGE_EVENTS : PAGE_ROWS, error);
  for (i = 0; rows != NULL && i < rows->len; i++)
    {
      work->after = *(const gint64 *)rows->pdata[i];
      if (!look_at_row (work, core, table, rows->pdata[i], error))
        return FALSE;
    }
  if (rows == NULL)
    return FALSE;
  if (rows->len > 0)
    return TRUE;
  work->after = 0;
  if (++work->table == n_tables)
    end_scan (work);
  return TRUE;
}

static void
begin_scan (Work *work)
{
  g_array_set_size (work->spots, 0);
  work->table = 0;
  work->after = 0;
  work->step = step_scan;
  work->is_write = FALSE;
  work->pass++;
}

static gboolean
step_begin (Work    *work,
            TbCore  *core,
            GError **error)
{
  g_autofree char *user = NULL;

  if (!tb_core_permit (core, TB_PERMISSION_ALL, error))
    return FALSE;
  if (tb_person_matcher_is_empty (work->matcher))
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "name", "name");
  if (!find_active_user (work, core, &user, error))
    return FALSE;
  if (user != NULL && work->is_erasing)
    return tb_core_refuse (error, TB_PROBLEM_USER_ACTIVE, user, NULL);
  if (work->findings != NULL)
    work->findings->active_user = g_steal_pointer (&user);
  begin_scan (work);
  return TRUE;
}

/* ---- Erasing ---- */

static gboolean
erase_spot (Work       *work,
            TbCore     *core,
            const Spot *spot,
            GError    **error)
{
  guint                  n_tables;
  const TbPersonalTable *table = &tb_personal_tables (&n_tables)[spot->table];
  GError                *local = NULL;
  gpointer               row = tb_tx_get (core->tx, table->type, spot->row, &local);
  gboolean               is_done = local == NULL;

  if (row != NULL)
    is_done = tb_erasing_row (&work->erasing, core, table, row, &local);
  g_clear_pointer (&row, tb_record_unref);
  if (local != NULL)
    g_propagate_error (error, local);
  return is_done;
}

/* Whole tickets, as many as make up some work. What was not there at the last look is there at the next. */
static gboolean
step_erase (Work    *work,
            TbCore  *core,
            GError **error)
{
  guint first = work->next;
  guint i;

  if (!tb_core_permit (core, TB_PERMISSION_ALL, error) || !tb_erasing_begin (&work->erasing, core, error))
    return FALSE;
  for (i = first; i < work->spots->len; i++)
    {
      const Spot *spot = &g_array_index (work->spots, Spot, i);

      if (i - first >= ERASED_AT_ONCE && spot->ticket != g_array_index (work->spots, Spot, i - 1).ticket)
        break;
      if (!erase_spot (work, core, spot, error))
        return FALSE;
    }
  if (!tb_erasing_end (&work->erasing, core, error))
    return FALSE;
  work->next = i;
  if (i < work->spots->len)
    return TRUE;
  work->step = NULL;
  if (work->erasing.n_places > work->n_before && work->pass < MAX_PASSES)
    begin_scan (work);
  return TRUE;
}

/* The rows of one ticket, in one transaction with what the partner has told of it. */
static gboolean
step_follow (Work    *work,
             TbCore  *core,
             GError **error)
{
  guint                  n_tables;
  const TbPersonalTable *tables = tb_personal_tables (&n_tables);
  guint                  i, k;

  if (!tb_core_permit (core, TB_PERMISSION_ALL, error) || !tb_erasing_begin (&work->erasing, core, error) ||
      !tb_core_follow (core, work->ticket, work->matcher, &work->erasing.not_to, error))
    return FALSE;
  for (i = 0; i < n_tables && !tb_person_matcher_is_empty (work->matcher); i++)
    {
      g_autoptr (GPtrArray) rows = tb_tx_personal_rows (core->tx, &tables[i], work->ticket, error);

      for (k = 0; rows != NULL && k < rows->len; k++)
        if (!tb_erasing_row (&work->erasing, core, &tables[i], rows->pdata[k], error))
          return FALSE;
      if (rows == NULL)
        return FALSE;
    }
  work->step = NULL;
  return tb_core_settle_erasures (core, work->ticket, 1, error) &&
         tb_erasing_end (&work->erasing, core, error);
}

/* ---- After it: the files ---- */

static gboolean
stands_in_bytes (const char *bytes,
                 gsize       length,
                 gpointer    data)
{
  TbPersonMatch match;

  return tb_person_find (data, bytes, length, 0, &match);
}

static gboolean
scrub (Work    *work,
       GError **error)
{
  TbErasureReport *report = g_new0 (TbErasureReport, 1);
  guint            i;

  work->report = report;
  report->n_places = work->erasing.n_places;
  report->n_tickets = g_hash_table_size (work->erasing.tickets);
  report->n_partners = g_hash_table_size (work->erasing.partners);
  if (!tb_store_scrub (work->store, stands_in_bytes, work->matcher, &report->remains, &report->backups,
                       error))
    return FALSE;
  for (i = 0; (work->flags & TB_ERASE_BACKUPS) != 0 && i < report->backups->len; i++)
    if (!tb_store_remove_backup (work->store, report->backups->pdata[i], error))
      return FALSE;
  if ((work->flags & TB_ERASE_BACKUPS) != 0)
    g_ptr_array_set_size (report->backups, 0);
  return TRUE;
}

/* ---- The door ---- */

static gboolean
run_step (TbCore  *core,
          gpointer data,
          GError **error)
{
  Work *work = data;

  return work->step (work, core, error);
}

static Work *
work_new (TbEngine       *self,
          const TbPerson *person,
          StepFunc        first,
          gboolean        is_erasing,
          TbEraseFlags    flags)
{
  Work *work = g_new0 (Work, 1);

  work->store = g_object_ref (tb_engine_get_store (self));
  work->matcher = tb_person_matcher_new (person);
  work->step = first;
  work->is_erasing = is_erasing;
  work->flags = flags;
  work->spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  work->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  work->partners = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  tb_erasing_init (&work->erasing, work->matcher, flags);
  if (!is_erasing)
    {
      work->findings = g_new0 (TbPersonFindings, 1);
      work->findings->places = g_ptr_array_new_with_free_func (free_place);
    }
  return work;
}

static Work *
work_new_follow (TbEngine *self,
                 gint64    ticket)
{
  Work *work = work_new (self, NULL, step_follow, TRUE, TB_ERASE_TEXTS);

  work->ticket = ticket;
  work->is_write = TRUE;
  return work;
}

static gboolean
work_now (TbEngine *self,
          Work     *work,
          GError  **error)
{
  while (work->step != NULL)
    if (!tb_engine_run (self, work->is_write, 0, run_step, work, error))
      return FALSE;
  return !work->is_erasing || scrub (work, error);
}

TbPersonFindings *
tb_engine_find_person (TbEngine       *self,
                       const TbPerson *person,
                       gboolean        with_texts,
                       GError        **error)
{
  g_autoptr (Work) work = NULL;

  g_return_val_if_fail (TB_IS_ENGINE (self) && person != NULL, NULL);

  work = work_new (self, person, step_begin, FALSE, 0);
  work->with_texts = with_texts;
  return work_now (self, work, error) ? g_steal_pointer (&work->findings) : NULL;
}

TbErasureReport *
tb_engine_erase_person (TbEngine       *self,
                        const TbPerson *person,
                        TbEraseFlags    flags,
                        GError        **error)
{
  g_autoptr (Work) work = NULL;

  g_return_val_if_fail (TB_IS_ENGINE (self) && person != NULL, NULL);

  work = work_new (self, person, step_begin, TRUE, flags);
  return work_now (self, work, error) ? g_steal_pointer (&work->report) : NULL;
}

TbErasureReport *
tb_engine_follow_erasure (TbEngine *self,
                          gint64    ticket,
                          GError  **error)
{
  g_autoptr (Work) work = NULL;

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  work = work_new_follow (self, ticket);
  return work_now (self, work, error) ? g_steal_pointer (&work->report) : NULL;
}

/* ---- From a main loop: step by step, the files in a thread ---- */

static void
scrub_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  GError *error = NULL;

  if (scrub (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void next_step (GTask *task);

static void
on_stepped_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  GTask  *task = data;
  GError *error = NULL;

  if (tb_engine_run_finish (TB_ENGINE (source), result, &error) != NULL)
    {
      next_step (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
next_step (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (work->step != NULL)
    {
      tb_engine_run_async (g_task_get_source_object (task), work->is_write, 0, run_step, work, NULL,
                           g_task_get_cancellable (task), on_stepped_cb, task);
      return;
    }
  if (work->is_erasing)
    g_task_run_in_thread (task, scrub_in_thread);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
work_async (TbEngine           *self,
            Work               *work,
            gpointer            tag,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, work_free);
  next_step (task);
}

void
tb_engine_find_person_async (TbEngine           *self,
                             const TbPerson     *person,
                             gboolean            with_texts,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Work *work;

  g_return_if_fail (TB_IS_ENGINE (self) && person != NULL);

  work = work_new (self, person, step_begin, FALSE, 0);
  work->with_texts = with_texts;
  work_async (self, work, tb_engine_find_person_async, cancellable, callback, user_data);
}

TbPersonFindings *
tb_engine_find_person_finish (TbEngine     *self,
                              GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&((Work *)g_task_get_task_data (G_TASK (result)))->findings);
}

void
tb_engine_erase_person_async (TbEngine           *self,
                              const TbPerson     *person,
                              TbEraseFlags        flags,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self) && person != NULL);

  work_async (self, work_new (self, person, step_begin, TRUE, flags), tb_engine_erase_person_async, NULL,
              callback, user_data);
}

void
tb_engine_follow_erasure_async (TbEngine           *self,
                                gint64              ticket,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  work_async (self, work_new_follow (self, ticket), tb_engine_follow_erasure_async, NULL, callback,
              user_data);
}

TbErasureReport *
tb_engine_erase_finish (TbEngine     *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&((Work *)g_task_get_task_data (G_TASK (result)))->report);
}
