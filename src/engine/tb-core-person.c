/* SPDX-License-Identifier: GPL-3.0-or-later
 * People: to which ticket a row belongs, what can be read in it, and who is blocked. */
#include "config.h"

#include "tb-core-privacy-private.h"

#include <string.h>

/* ---- Rows ---- */

static gint64
get_named (gconstpointer record,
           const char   *name)
{
  const TbRecordType *type = tb_record_get_type (record);
  guint               i;

  for (i = 0; i < type->n_fields; i++)
    if (g_str_equal (type->fields[i].name, name) && type->fields[i].type == TB_FIELD_REF)
      return tb_record_get_int (record, &type->fields[i]);
  return 0;
}

gboolean
tb_core_row_ticket (TbCore       *core,
                    gconstpointer row,
                    gint64       *ticket,
                    GError      **error)
{
  const TbRecordType *type = tb_record_get_type (row);
  gint64              engagement;
  g_autoptr (TbEngagementRecord) e = NULL;

  *ticket = type == &TB_TICKET ? ((const TbTicketRecord *)row)->id : get_named (row, "ticket");
  if (type == &TB_DRAFT)
    {
      const char *dash = strrchr (((const TbDraftRecord *)row)->name, '-');

      *ticket = dash != NULL ? g_ascii_strtoll (dash + 1, NULL, 10) : 0;
    }
  engagement = *ticket == 0 ? get_named (row, "engagement") : 0;
  if (engagement == 0)
    return TRUE;
  e = tb_core_get (core, &TB_ENGAGEMENT, engagement, error);
  if (e != NULL)
    *ticket = e->ticket;
  return e != NULL;
}

/* JSON as it is read: signs that are written by their number are signs. */
static char *
unescape (const char *text,
          gsize       length)
{
  GString    *out = g_string_sized_new (length);
  const char *end = text + length;
  const char *p;

  for (p = text; p < end; p++)
    {
      guint64 code = 0;
      char    hex[5] = { 0 };

      if (*p != '\\' || p + 1 >= end)
        {
          if (*p != '\0')
            g_string_append_c (out, *p);
          continue;
        }
      p++;
      if (*p != 'u' || p + 4 >= end)
        {
          g_string_append_c (out, *p == 'n' || *p == 'r' || *p == 't' ? ' ' : *p);
          continue;
        }
      memcpy (hex, p + 1, 4);
      code = g_ascii_strtoull (hex, NULL, 16);
      if (code > 0 && g_unichar_validate (code))
        g_string_append_unichar (out, code);
      p += 4;
    }
  return g_string_free (out, FALSE);
}

/* A request that lies in a mailbox is an envelope around the events. */
static GBytes *
open_mail (GBytes *bytes)
{
  g_autoptr (TbEnvelope) envelope = tb_letter_decode (bytes, NULL);

  return envelope != NULL && envelope->body != NULL ? g_bytes_ref (envelope->body) : g_bytes_ref (bytes);
}

char *
tb_core_row_text (gconstpointer          row,
                  const TbPersonalField *field)
{
  const TbRecordType *type = tb_record_get_type (row);
  const TbField      *member = tb_personal_field (type, field->column);
  g_autoptr (GBytes) bytes = NULL;
  GBytes     *stored;
  const char *data;
  gsize       length;

  if (member->type == TB_FIELD_TEXT)
    return g_strdup (tb_record_get_text (row, member));
  stored = tb_record_get_bytes (row, member);
  if (stored == NULL)
    return NULL;
  bytes = type == &TB_MAIL ? open_mail (stored) : g_bytes_ref (stored);
  data = g_bytes_get_data (bytes, &length);
  return length > 0 ? unescape (data, length) : NULL;
}

/* ---- Tickets ---- */

static gboolean
is_open_with_partner (const TbEngagementRecord *e)
{
  return e->status == TB_STATUS_UNSENT || e->status == TB_STATUS_ASSIGNED || tb_engagement_is_live (e) ||
         e->status == TB_STATUS_WAITING_APPROVAL || e->heal != 0;
}

/* Nothing waits for it on either side: no message, no answer, no file. */
static gboolean
is_engagement_over (TbCore                   *core,
                    const TbEngagementRecord *e,
                    gboolean                 *is_over,
                    GError                  **error)
{
  g_autoptr (GPtrArray) pending = NULL;
  gint64 queued, held, parked;

  pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  if (pending == NULL ||
      !tb_tx_number (core->tx, TB_QN_OUTBOX_QUEUED_OF_ENGAGEMENT, &queued, error, "i", e->id) ||
      !tb_tx_number (core->tx, TB_QN_OUTBOX_HELD_OF_ENGAGEMENT, &held, error, "i", e->id) ||
      !tb_tx_number (core->tx, TB_QN_PARKED_OF_SCOPE, &parked, error, "is", e->partner, e->eid))
    return FALSE;
  *is_over = !is_open_with_partner (e) && pending->len == 0 && queued + held + parked == 0;
  return TRUE;
}

gboolean
tb_core_is_over (TbCore   *core,
                 gint64    id,
                 gboolean *is_over,
                 GError  **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, id, error);
  g_autoptr (GPtrArray) all = NULL;
  guint i;

  if (ticket == NULL)
    return FALSE;
  /* An offer that came to nothing is nobody's work, whatever its Ticketstatus is. */
  *is_over = !ticket->is_open || !ticket->is_confirmed;
  all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", id);
  for (i = 0; all != NULL && *is_over && i < all->len; i++)
    if (!is_engagement_over (core, all->pdata[i], is_over, error))
      return FALSE;
  return all != NULL;
}

/* ---- Blocking ---- */

gboolean
tb_core_block_person (TbCore         *core,
                      const TbPerson *person,
                      gboolean        block,
                      guint          *count,
                      GError        **error)
{
  g_autoptr (TbPersonMatcher) matcher = tb_person_matcher_new (person);
  guint                  n_tables;
  const TbPersonalTable *contacts = tb_personal_tables (&n_tables);
  gint64                 after = 0;
  gboolean               has_more = TRUE;

  if (tb_person_matcher_is_empty (matcher))
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "name", "name");
  g_assert (contacts->type == &TB_CONTACT);
  while (has_more)
    {
      g_autoptr (GPtrArray) rows = tb_tx_personal_page (core->tx, contacts, after, 500, error);
      guint i;

      if (rows == NULL)
        return FALSE;
      has_more = rows->len > 0;
      for (i = 0; i < rows->len; i++)
        {
          g_autoptr (TbContactRecord) contact = tb_contact_record_copy (rows->pdata[i]);

          after = contact->id;
          if (!tb_person_stands_in (matcher, contact->name, NULL) &&
              !tb_person_stands_in (matcher, contact->email, NULL))
            continue;
          contact->is_blocked = block;
          if (!tb_tx_update (core->tx, contact, error))
            return FALSE;
          (*count)++;
        }
    }
  if (*count > 0)
    return TRUE;
  return tb_core_refuse (error, TB_PROBLEM_NOT_FOUND, person->name, NULL);
}
