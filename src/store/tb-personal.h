/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where people stand in the database: what finding, telling and erasing them walk. */
#pragma once

#include "tb-store.h"

G_BEGIN_DECLS

/**
 * TbPersonalKind:
 * @TB_PERSONAL_NAME: a name and nothing else: replaced as a whole
 * @TB_PERSONAL_CONTACT: address or number of who is named in the column before
 * @TB_PERSONAL_TEXT: a text in which a name may stand
 * @TB_PERSONAL_EVENT: a frozen event
 * @TB_PERSONAL_ROW: something that can be done without: the row goes
 */
typedef enum
{
  TB_PERSONAL_NAME,
  TB_PERSONAL_CONTACT,
  TB_PERSONAL_TEXT,
  TB_PERSONAL_EVENT,
  TB_PERSONAL_ROW,
} TbPersonalKind;

/** TbPersonalField: @limit: characters at most; 0: no such limit */
typedef struct
{
  const char    *column; /* NULL ends the table */
  TbPersonalKind kind;
  gsize          limit;
} TbPersonalField;

/** TbPersonalTable: @of_ticket: (nullable): the tail of a query for the rows of the ticket `?` */
typedef struct
{
  const TbRecordType    *type;
  const char            *of_ticket;
  const TbPersonalField *fields;
} TbPersonalTable;

/** tb_personal_tables: Returns: (transfer none) (array length=n): in the order in which they are walked */
const TbPersonalTable *tb_personal_tables (guint *n);
/** tb_personal_is_never: whether a column is one in which no person can stand: ids, codes, keys, what is
 * sealed, what the instance says of itself */
gboolean tb_personal_is_never (const char *table,
                               const char *column);
/** tb_personal_field: Returns: (transfer none): the field of @type with that name */
const TbField *tb_personal_field (const TbRecordType *type,
                                  const char         *column);
/** tb_tx_personal_page: Returns: (transfer full): rows after @after by id, at most @max */
GPtrArray *tb_tx_personal_page (TbTx                  *tx,
                                const TbPersonalTable *table,
                                gint64                 after,
                                guint                  max,
                                GError               **error);
/** tb_tx_personal_rows: Returns: (transfer full): all rows of a ticket; none if they belong to no ticket */
GPtrArray *tb_tx_personal_rows (TbTx                  *tx,
                                const TbPersonalTable *table,
                                gint64                 ticket,
                                GError               **error);

G_END_DECLS
