/* SPDX-License-Identifier: GPL-3.0-or-later
 * The context of one transaction: who acts, the instance's settings, history, notices, numbers. */
#include "config.h"

#include "tb-core-kept-private.h"

#include <string.h>

/* The first Ticketstatus set is data and has its German names whatever the locale (product.md section 2). */
typedef struct
{
  const char *name;
  const char *color;
  TbMeaning   meaning;
} FirstStatus;

/* clang-format off */
static const FirstStatus first_statuses[] = {
  { "Neu", "#3584e4", TB_MEANING_NEW },
  { "In Bearbeitung", "#e66100", TB_MEANING_IN_PROGRESS },
  { "Warten auf Kunde", "#9141ac", TB_MEANING_WAITING },
  { "Warten auf Material", "#986a44", TB_MEANING_WAITING },
  { "Eskaliert", "#c01c28", TB_MEANING_WAITING },
  { "Abgeschlossen", "#2ec27e", TB_MEANING_COMPLETE },
};
/* clang-format on */

static void
free_notice (gpointer data)
{
  TbNoticeRow *row = data;

  g_free ((char *)row->notice.number);
  g_free ((char *)row->notice.title);
  g_free ((char *)row->notice.partner);
  g_free ((char *)row->notice.detail);
  g_free (row);
}

/* @settings: (element-type utf8): `key=value` */
static const char *
find_setting (GPtrArray  *settings,
              const char *key)
{
  const gsize length = strlen (key);
  guint       i;

  for (i = 0; i < settings->len; i++)
    {
      const char *setting = settings->pdata[i];

      if (strncmp (setting, key, length) == 0 && setting[length] == '=')
        return setting + length + 1;
    }
  return NULL;
}

static gboolean
load_settings (TbCore  *core,
               GError **error)
{
  g_autoptr (GPtrArray) settings = tb_tx_texts (core->tx, TB_QT_SETTINGS, error, "");

  if (settings == NULL)
    return FALSE;
  core->instance = g_strdup (find_setting (settings, "instance"));
  core->company = g_strdup (find_setting (settings, "name"));
  core->zone = g_strdup (find_setting (settings, "timezone"));
  core->currency = g_strdup (find_setting (settings, "currency"));
  core->is_elsewhere = g_strcmp0 (find_setting (settings, "elsewhere"), "on") == 0;
  core->is_restored = g_strcmp0 (find_setting (settings, "restored"), "on") == 0;
  core->names_travel = g_strcmp0 (find_setting (settings, "names"), "on") == 0;
  return TRUE;
}

static gboolean
load_user (TbCore  *core,
           gint64   user,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *name = NULL;

  if (user > 0)
    {
      core->user = tb_tx_get (core->tx, &TB_USER, user, &local);
    }
  else
    {
      name = tb_tx_get_setting (core->tx, "user", &local);
      if (local == NULL && name != NULL)
        core->user = tb_tx_find (core->tx, TB_Q_USER_BY_NAME, &local, "s", name);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

gboolean
tb_core_init (TbCore  *core,
              TbStore *store,
              TbTx    *tx,
              gint64   now,
              gint64   user,
              GError **error)
{
  *core = (TbCore){ .store = store, .tx = tx, .now = now };
  core->notices = g_ptr_array_new_with_free_func (free_notice);
  return load_settings (core, error) && (user < 0 || load_user (core, user, error));
}

void
tb_core_clear (TbCore *core)
{
  g_clear_pointer (&core->user, tb_user_record_unref);
  g_clear_pointer (&core->instance, g_free);
  g_clear_pointer (&core->company, g_free);
  g_clear_pointer (&core->zone, g_free);
  g_clear_pointer (&core->currency, g_free);
  g_clear_pointer (&core->notices, g_ptr_array_unref);
  g_clear_pointer (&core->ahead, tb_batch_free);
  tb_core_end_keeping (core);
}

static gboolean
seed_settings (TbCore  *core,
               GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *instance = tb_id_new ();
  const char      *real_name = g_get_real_name ();

  if (g_strcmp0 (real_name, "Unknown") == 0 || g_strcmp0 (real_name, "root") == 0 || *real_name == '\0')
    real_name = "Administrator";
  return tb_tx_set_setting (core->tx, "instance", instance, error) &&
         tb_tx_set_setting (core->tx, "name", "", error) &&
         tb_tx_set_setting (core->tx, "url", "", error) &&
         tb_tx_set_setting (core->tx, "currency", "EUR", error) &&
         tb_tx_set_setting (core->tx, "timezone", g_time_zone_get_identifier (zone), error) &&
         tb_tx_set_setting (core->tx, "names", "off", error) &&
         tb_tx_set_setting (core->tx, "user", real_name, error);
}

/* Makes what a new profile needs; does nothing in an old one. */
gboolean
tb_core_seed (TbCore  *core,
              GError **error)
{
  g_autoptr (TbUserRecord) user = NULL;
  g_autofree char *name = NULL;
  guint            i;

  if (core->instance != NULL)
    return TRUE;
  if (!seed_settings (core, error))
    return FALSE;
  name = tb_tx_get_setting (core->tx, "user", error);
  if (name == NULL)
    return FALSE;
  user = tb_user_record_new ();
  user->uuid = tb_id_new ();
  user->name = g_steal_pointer (&name);
  user->permission = TB_PERMISSION_ALL;
  user->active = TRUE;
  if (!tb_tx_insert (core->tx, user, error))
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (first_statuses); i++)
    {
      g_autoptr (TbTicketStatusRecord) status = tb_ticket_status_record_new ();

      status->name = g_strdup (first_statuses[i].name);
      status->color = g_strdup (first_statuses[i].color);
      status->meaning = first_statuses[i].meaning;
      status->position = i + 1;
      if (!tb_tx_insert (core->tx, status, error))
        return FALSE;
    }
  return TRUE;
}

/* Always FALSE: an error that stands at a field of a form. */
gboolean
tb_core_refuse (GError    **error,
                TbProblem   problem,
                const char *argument,
                const char *field)
{
  tb_problem_set (error, problem, argument);
  if (error != NULL)
    tb_problem_set_field (*error, field);
  return FALSE;
}

gboolean
tb_core_permit (TbCore      *core,
                TbPermission needed,
                GError     **error)
{
  if (core->user != NULL && !core->user->active)
    {
      tb_problem_set (error, TB_PROBLEM_USER_INACTIVE, core->user->name);
      return FALSE;
    }
  if (core->user == NULL || core->user->permission < (gint64)needed)
    {
      tb_problem_set (error, TB_PROBLEM_PERMISSION, tb_nick (TB_TYPE_PERMISSION, needed));
      return FALSE;
    }
  return TRUE;
}

/* The name under which what happens here stands in „Verlauf“ of this instance. */
const char *
tb_core_actor (TbCore *core)
{
  return core->user != NULL ? core->user->name : "Ticketbrücke";
}

/* Like tb_tx_get(), but a missing row is an error. */
gpointer
tb_core_get (TbCore             *core,
             const TbRecordType *type,
             gint64              id,
             GError            **error)
{
  GError  *local = NULL;
  gpointer record = tb_tx_get (core->tx, type, id, &local);

  if (record == NULL && local == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, type->table);
  if (local != NULL)
    g_propagate_error (error, local);
  return record;
}

gboolean
tb_core_history (TbCore     *core,
                 gint64      ticket,
                 gint64      engagement,
                 const char *actor,
                 gboolean    is_partner,
                 const char *code,
                 const char *from,
                 const char *to,
                 const char *reason,
                 GError    **error)
{
  g_autoptr (TbHistoryRecord) row = tb_history_record_new ();

  row->ticket = ticket;
  row->engagement = engagement;
  row->at = core->now;
  row->actor = g_strdup (actor != NULL ? actor : tb_core_actor (core));
  row->is_partner = is_partner;
  row->code = g_strdup (code);
  row->from_value = g_strdup (from);
  row->to_value = g_strdup (to);
  row->reason = g_strdup (reason);
  return tb_tx_insert (core->tx, row, error);
}

void
tb_core_notice (TbCore               *core,
                const char           *kind,
                const TbTicketRecord *ticket,
                const char           *partner,
                const char           *detail)
{
  TbNoticeRow *row = g_new0 (TbNoticeRow, 1);

  row->notice.kind = kind;
  if (ticket != NULL)
    {
      row->notice.ticket = ticket->id;
      row->notice.number = g_strdup (ticket->number);
      row->notice.title = g_strdup (ticket->title);
    }
  row->notice.partner = g_strdup (partner);
  row->notice.detail = g_strdup (detail);
  g_ptr_array_add (core->notices, row);
}

/* Gives the next number of today in the instance's time zone; tickets and offers count apart. */
gboolean
tb_core_number (TbCore  *core,
                char     letter,
                gint64  *day,
                gint64  *seq,
                GError **error)
{
  g_autofree char *counter = NULL;

  *day = tb_time_day (core->now, core->zone);
  counter = g_strdup_printf ("%c%" G_GINT64_FORMAT, letter, *day);
  return tb_tx_next_counter (core->tx, counter, seq, error);
}
