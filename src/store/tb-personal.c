/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of the places where people stand. A test compares it with the schema: each column of texts or
 * bytes stands in one of the two lists. */
#include "config.h"

#include "tb-personal.h"

#include "tb-store-private.h"

#define OF_ENGAGEMENT "WHERE engagement IN (SELECT e.id FROM engagement e WHERE e.ticket = ?) ORDER BY id"
#define OF_TICKET "WHERE ticket = ? ORDER BY id"

/* clang-format off */
static const TbPersonalField contact[] = {
  { "name", TB_PERSONAL_NAME, TB_LIMIT_NAME },
  { "email", TB_PERSONAL_CONTACT },
  { "phone", TB_PERSONAL_CONTACT },
  { NULL }
};
static const TbPersonalField user[] = {
  { "name", TB_PERSONAL_NAME, TB_LIMIT_NAME },
  { NULL }
};
static const TbPersonalField organisation[] = {
  { "name", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "street", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "postcode", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "town", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "phone", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "alert", TB_PERSONAL_TEXT, TB_LIMIT_REASON },
  { NULL }
};
static const TbPersonalField partner[] = {
  { "name", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { NULL }
};
static const TbPersonalField ticket[] = {
  { "title", TB_PERSONAL_TEXT, TB_LIMIT_TITLE },
  { "description", TB_PERSONAL_TEXT, TB_LIMIT_TEXT },
  { "queue", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "alert", TB_PERSONAL_TEXT, TB_LIMIT_REASON },
  { NULL }
};
static const TbPersonalField engagement[] = {
  { "accepted_by", TB_PERSONAL_NAME, TB_LIMIT_NAME },
  { "customer_contact", TB_PERSONAL_NAME, TB_LIMIT_NAME },
  { "customer_phone", TB_PERSONAL_CONTACT },
  { "customer_company", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "customer_address", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "customer_town", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "reason", TB_PERSONAL_TEXT, TB_LIMIT_REASON },
  { "instructions", TB_PERSONAL_TEXT, TB_LIMIT_REASON },
  { NULL }
};
static const TbPersonalField request[] = {
  { "reason", TB_PERSONAL_TEXT, TB_LIMIT_REASON },
  { NULL }
};
static const TbPersonalField item[] = {
  { "author", TB_PERSONAL_NAME, TB_LIMIT_NAME },
  { "text", TB_PERSONAL_TEXT, TB_LIMIT_TEXT },
  { "work_type", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "unit", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { "file_name", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { NULL }
};
static const TbPersonalField history[] = {
  { "actor", TB_PERSONAL_NAME, TB_LIMIT_NAME },
  { "from_value", TB_PERSONAL_TEXT },
  { "to_value", TB_PERSONAL_TEXT },
  { "reason", TB_PERSONAL_TEXT },
  { NULL }
};
static const TbPersonalField event[] = {
  { "bytes", TB_PERSONAL_EVENT },
  { NULL }
};
static const TbPersonalField draft[] = {
  { "text", TB_PERSONAL_ROW },
  { NULL }
};
static const TbPersonalField mail[] = {
  { "request", TB_PERSONAL_ROW },
  { NULL }
};
static const TbPersonalField box[] = {
  { "name", TB_PERSONAL_TEXT, TB_LIMIT_NAME },
  { NULL }
};

static const TbPersonalTable tables[] = {
  { &TB_CONTACT, "WHERE id IN (SELECT t.contact FROM ticket t WHERE t.id = ?)", contact },
  { &TB_USER, NULL, user },
  { &TB_ORGANISATION, NULL, organisation },
  { &TB_PARTNER, NULL, partner },
  { &TB_TICKET, "WHERE id = ?", ticket },
  { &TB_ENGAGEMENT, OF_TICKET, engagement },
  { &TB_REQUEST, OF_ENGAGEMENT, request },
  { &TB_ITEM, OF_TICKET, item },
  { &TB_HISTORY, OF_TICKET, history },
  { &TB_OUTBOX, OF_ENGAGEMENT, event },
  { &TB_INBOX, OF_ENGAGEMENT, event },
  { &TB_MAIL, NULL, mail },
  { &TB_DRAFT, "WHERE name LIKE '%-' || CAST (? AS TEXT) ORDER BY id", draft },
  { &TB_BOX, NULL, box },
};

static const struct
{
  const char *table;
  const char *columns; /* with a blank before and behind each */
} never[] = {
  { "user", " uuid " },
  { "ticket_status", " name color " },
  { "organisation", " kind " },
  { "partner", " instance link key url fingerprint own_epoch_id their_epoch_id problem join_body join_key_id"
               " box box_url box_fingerprint box_token in_event " },
  { "agreement", " uuid " },
  { "invitation", " uuid access_key bound " },
  { "ticket", " number alias source " },
  { "engagement", " eid status_event held_problem currency remote_number " },
  { "request", " event problem " },
  { "item", " uuid date content_type sha256 " },
  { "item_link", " uuid " },
  { "history", " code " },
  { "outbox", " event problem file answers replaces " },
  { "inbox", " scope event hash problem as_event " },
  { "put", " sha256 " },
  { "arrival", " sha256 " },
  { "want", " engagement sha256 " },
  { "mail", " letter address bytes " },
  { "box", " uuid token " },
  { "letter", " address uuid bytes " },
  { "change", " kind " },
  { "draft", " name " },
  { "erasure", " event bytes " },
  { "tombstone", " eid " },
  { "setting", " key value " },
  { "counter", " name " },
};
/* clang-format on */

const TbPersonalTable *
tb_personal_tables (guint *n)
{
  *n = G_N_ELEMENTS (tables);
  return tables;
}

gboolean
tb_personal_is_never (const char *table,
                      const char *column)
{
  g_autofree char *word = g_strdup_printf (" %s ", column);
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (never); i++)
    if (g_str_equal (never[i].table, table))
      return strstr (never[i].columns, word) != NULL;
  return FALSE;
}

const TbField *
tb_personal_field (const TbRecordType *type,
                   const char         *column)
{
  guint i;

  for (i = 0; i < type->n_fields; i++)
    if (g_str_equal (type->fields[i].name, column))
      return &type->fields[i];
  g_return_val_if_reached (NULL);
}

GPtrArray *
tb_tx_personal_page (TbTx                  *tx,
                     const TbPersonalTable *table,
                     gint64                 after,
                     guint                  max,
                     GError               **error)
{
  g_return_val_if_fail (tx != NULL && table != NULL, NULL);

  return tx->connection->backend->select (tx->connection, table->type, "WHERE id > ? ORDER BY id",
                                          &(TbParam){ 'i', after, NULL }, 1, max, error);
}

GPtrArray *
tb_tx_personal_rows (TbTx                  *tx,
                     const TbPersonalTable *table,
                     gint64                 row,
                     GError               **error)
{
  g_return_val_if_fail (tx != NULL && table != NULL, NULL);

  if (table->of_ticket == NULL)
    return g_ptr_array_new_with_free_func (tb_record_unref);
  return tx->connection->backend->select (tx->connection, table->type, table->of_ticket,
                                          &(TbParam){ 'i', row, NULL }, 1, 0, error);
}
