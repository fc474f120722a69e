/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a desk reads of its store at once: settings, who acts, counts, short lists, delivery. */
#include "config.h"

#include "tb-desk-private.h"

#define MARK_LENGTH 8

/* clang-format off */
static const TbField values_fields[] = {
  TB_FIELD (TbDeskValues, company, TEXT),
  TB_FIELD (TbDeskValues, url, TEXT),
  TB_FIELD (TbDeskValues, listen, TEXT),
  TB_FIELD (TbDeskValues, file_limit, TEXT),
  TB_FIELD (TbDeskValues, fetch_limit, TEXT),
  TB_FIELD (TbDeskValues, mark, TEXT),
  TB_FIELD (TbDeskValues, zone, TEXT),
  TB_FIELD (TbDeskValues, currency, TEXT),
  TB_FIELD (TbDeskValues, mode, TEXT),
  TB_FIELD (TbDeskValues, user_name, TEXT),
  TB_FIELD (TbDeskValues, user_id, INT),
  TB_FIELD (TbDeskValues, permission, INT),
  TB_FIELD (TbDeskValues, is_set_up, INT),
  TB_FIELD (TbDeskValues, is_sample, INT),
  TB_FIELD (TbDeskValues, names_travel, INT),
  TB_FIELD (TbDeskValues, is_elsewhere, INT),
  TB_FIELD (TbDeskValues, waiting, INT),
  TB_FIELD (TbDeskValues, held, INT),
  TB_FIELD (TbDeskValues, last_contact, INT),
  TB_FIELD (TbDeskValues, next_attempt, INT),
  TB_FIELD (TbDeskValues, problem, TEXT),
};
const TbRecordType TB_DESK_VALUES = {
  "", sizeof (TbDeskValues), values_fields, G_N_ELEMENTS (values_fields)
};

/* Every change of a ticket may change a count, every message the delivery; all other kinds are nothing to
 * a desk. */
static const struct
{
  const char *kind;
  guint       parts;
} kinds[] = {
  { "ticket", 0 },
  { "setting", TB_DESK_PART_PARTNERS }, /* who has no address of its own fetches */
  { "user", TB_DESK_PART_USERS },
  { "ticket_status", TB_DESK_PART_STATUSES },
  { "partner", TB_DESK_PART_PARTNERS },
  { "agreement", TB_DESK_PART_PARTNERS },
  { "outbox", TB_DESK_PART_PARTNERS },
};
/* clang-format on */

gboolean
tb_desk_parts_changed (const char *kind,
                       guint      *parts)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      {
        *parts |= kinds[i].parts;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_setting (TbCore     *core,
              const char *key,
              char      **value,
              GError    **error)
{
  GError *local = NULL;

  g_free (*value);
  *value = tb_tx_get_setting (core->tx, key, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static void
set_mark (TbDeskValues *values,
          const char   *instance)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, instance, -1);

  g_free (values->mark);
  values->mark = g_strndup (hash, MARK_LENGTH);
}

static gboolean
read_settings (TbCore       *core,
               TbDeskValues *values,
               GError      **error)
{
  g_autofree char *set_up = NULL;
  g_autofree char *sample = NULL;

  if (!read_setting (core, "url", &values->url, error) ||
      !read_setting (core, "listen", &values->listen, error) ||
      !read_setting (core, TB_SETTING_FILE_LIMIT, &values->file_limit, error) ||
      !read_setting (core, TB_SETTING_FETCH_LIMIT, &values->fetch_limit, error) ||
      !read_setting (core, "mode", &values->mode, error) ||
      !read_setting (core, "set-up", &set_up, error) ||
      !read_setting (core, "sample", &sample, error))
    return FALSE;
  tb_set_text (&values->company, core->company);
  set_mark (values, core->instance);
  tb_set_text (&values->zone, core->zone);
  tb_set_text (&values->currency, core->currency);
  /* A profile that was named by a command, or before there were questions, has been set up. */
  values->is_set_up = set_up != NULL ? g_str_equal (set_up, "on")
                                     : core->company != NULL && *core->company != '\0';
  values->is_sample = g_strcmp0 (sample, "on") == 0;
  values->names_travel = core->names_travel;
  values->is_elsewhere = core->is_elsewhere;
  if (core->user == NULL)
    return TRUE;
  tb_set_text (&values->user_name, core->user->name);
  values->user_id = core->user->id;
  values->permission = core->user->permission;
  return TRUE;
}

static gboolean
read_delivery (TbCore       *core,
               TbDeskValues *values,
               GError      **error)
{
  g_autoptr (TbPartnerRecord) next = NULL;
  GError *local = NULL;

  if (!tb_tx_number (core->tx, TB_QN_OUTBOX_QUEUED, &values->waiting, error, "") ||
      !tb_tx_number (core->tx, TB_QN_OUTBOX_HELD, &values->held, error, "") ||
      !tb_tx_number (core->tx, TB_QN_LAST_CONTACT, &values->last_contact, error, ""))
    return FALSE;
  next = tb_tx_find (core->tx, TB_Q_PARTNERS_WAITED_FOR, &local, "");
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (next == NULL)
    return TRUE;
  values->next_attempt = next->next_attempt;
  tb_set_text (&values->problem, next->problem);
  return TRUE;
}

/* The own organisation that stands for a lead. */
static gboolean
read_mapping (TbCore                *core,
              const TbPartnerRecord *partner,
              TbPartnerExtra        *extra,
              GError               **error)
{
  g_autoptr (TbOrganisationRecord) organisation = NULL;

  if (partner->organisation == 0)
    return TRUE;
  organisation = tb_core_get (core, &TB_ORGANISATION, partner->organisation, error);
  if (organisation == NULL)
    return FALSE;
  extra->organisation_name = g_strdup (organisation->name);
  return TRUE;
}

static gboolean
read_partners (TbCore         *core,
               TbDeskSnapshot *snapshot,
               GError        **error)
{
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_partner_view_free);
  guint i;

  if (!tb_core_view_partners (core, views, error))
    return FALSE;
  snapshot->partners = g_ptr_array_new_with_free_func (tb_record_unref);
  snapshot->partner_extras = g_ptr_array_new_with_free_func (tb_record_unref);
  for (i = 0; i < views->len; i++)
    {
      const TbPartnerView *view = views->pdata[i];
      TbPartnerExtra      *extra = tb_partner_extra_new ();
      TbTravel             travel;

      extra->id = view->record->id;
      extra->lead_state = view->lead_state;
      extra->service_state = view->service_state;
      extra->waiting = view->waiting;
      extra->held = view->held;
      g_ptr_array_add (snapshot->partners, tb_record_ref (view->record));
      g_ptr_array_add (snapshot->partner_extras, extra);
      if (!read_mapping (core, view->record, extra, error) ||
          !tb_core_travel (core, view->record, &travel, error))
        return FALSE;
      extra->travel = travel;
    }
  snapshot->recent_partners = tb_tx_select (core->tx, TB_Q_PARTNERS_RECENT, error, "");
  return snapshot->recent_partners != NULL;
}

static gboolean
read_lists (TbCore         *core,
            TbDeskSnapshot *snapshot,
            GError        **error)
{
  if ((snapshot->parts & TB_DESK_PART_STATUSES) != 0)
    {
      snapshot->statuses = tb_tx_select (core->tx, TB_Q_STATUSES, error, "");
      if (snapshot->statuses == NULL)
        return FALSE;
    }
  if ((snapshot->parts & TB_DESK_PART_USERS) != 0)
    {
      snapshot->users = tb_tx_select (core->tx, TB_Q_USERS, error, "");
      if (snapshot->users == NULL)
        return FALSE;
    }
  return (snapshot->parts & TB_DESK_PART_PARTNERS) == 0 || read_partners (core, snapshot, error);
}

gboolean
tb_desk_snapshot_read (TbCore  *core,
                       gpointer data,
                       GError **error)
{
  TbDeskSnapshot *snapshot = data;

  snapshot->values = tb_desk_values_new ();
  snapshot->viewer = tb_core_viewer (core);
  return read_settings (core, snapshot->values, error) && read_delivery (core, snapshot->values, error) &&
         tb_tx_folder_counts (core->tx, snapshot->viewer, snapshot->counts, error) &&
         read_lists (core, snapshot, error);
}

TbDeskSnapshot *
tb_desk_snapshot_new (guint parts)
{
  TbDeskSnapshot *snapshot = g_new0 (TbDeskSnapshot, 1);

  snapshot->parts = parts;
  return snapshot;
}

void
tb_desk_snapshot_free (gpointer data)
{
  TbDeskSnapshot *snapshot = data;

  g_clear_pointer (&snapshot->values, tb_desk_values_unref);
  g_clear_pointer (&snapshot->statuses, g_ptr_array_unref);
  g_clear_pointer (&snapshot->users, g_ptr_array_unref);
  g_clear_pointer (&snapshot->partners, g_ptr_array_unref);
  g_clear_pointer (&snapshot->partner_extras, g_ptr_array_unref);
  g_clear_pointer (&snapshot->recent_partners, g_ptr_array_unref);
  g_free (snapshot);
}
