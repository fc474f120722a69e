/* SPDX-License-Identifier: GPL-3.0-or-later
 * The members of the wire's objects as tables: one row is read, checked and written by the same rule. */
#pragma once

#include "tb-json-private.h"

G_BEGIN_DECLS

/**
 * TbWireType: what a member is in the struct and on the wire.
 * @TB_WIRE_TEXT: char *; min to max characters
 * @TB_WIRE_TOKEN: char *; an id: 1 to 64 of `A-Za-z0-9_-`
 * @TB_WIRE_UUID: char *; 8-4-4-4-12, lower case
 * @TB_WIRE_HEX: char *; max lower-case hex digits
 * @TB_WIRE_DATE: char *; a real `yyyy-mm-dd`
 * @TB_WIRE_CURRENCY: char *; three capital letters
 * @TB_WIRE_FILE_NAME: char *; no path, no control characters
 * @TB_WIRE_URL: char *; no blanks, no control characters
 * @TB_WIRE_INT: gint64; min to max; left out when optional and TB_AMOUNT_NONE
 * @TB_WIRE_INSTANT: gint64; RFC 3339; left out when optional and 0
 * @TB_WIRE_MONEY: gint64 in minor units; text with two decimals; min to max; left out as TB_WIRE_INT
 * @TB_WIRE_QUANTITY: gint64 in thousandths; text with up to three decimals
 * @TB_WIRE_BOOL: gboolean
 * @TB_WIRE_ENUM: an enum of tb-types.h; its nick; min to max
 * @TB_WIRE_BYTES: GBytes *; base64; min to max bytes
 * @TB_WIRE_TOKENS: GStrv of tokens; up to max; left out when optional and NULL or empty
 */
typedef enum
{
  TB_WIRE_TEXT,
  TB_WIRE_TOKEN,
  TB_WIRE_UUID,
  TB_WIRE_HEX,
  TB_WIRE_DATE,
  TB_WIRE_CURRENCY,
  TB_WIRE_FILE_NAME,
  TB_WIRE_URL,
  TB_WIRE_INT,
  TB_WIRE_INSTANT,
  TB_WIRE_MONEY,
  TB_WIRE_QUANTITY,
  TB_WIRE_BOOL,
  TB_WIRE_ENUM,
  TB_WIRE_BYTES,
  TB_WIRE_TOKENS,
} TbWireType;

typedef struct
{
  const char *name;
  TbWireType  type;
  TbPresence  presence;
  gsize       offset;
  gint64      min;
  gint64      max;
  GType (*enum_type) (void);
} TbWireField;

/* What nine digits before the point can hold. */
#define TB_WIRE_MAX_MONEY G_GINT64_CONSTANT (99999999999)
#define TB_WIRE_MAX_QUANTITY G_GINT64_CONSTANT (999999999999)
#define TB_WIRE_MAX_ADDRESS 1000
#define TB_WIRE_MAX_URL 2000
#define TB_WIRE_MAX_TOKEN 64

/** tb_fields_write: appends the members of @self to an object that is open. */
void tb_fields_write (GString           *out,
                      const TbWireField *fields,
                      guint              n_fields,
                      gconstpointer      self);
/** tb_fields_fit: whether tb_fields_read() certainly takes what tb_fields_write() makes of them; of some it
 * is not known without trying */
gboolean tb_fields_fit (const TbWireField *fields,
                        guint              n_fields,
                        gconstpointer      self);
/** tb_fields_read: reads and checks them into @self, whose members are %NULL or owned;
 * %TB_PROBLEM_MALFORMED with the name of the member that is wrong */
gboolean tb_fields_read (TbJsonObject      *object,
                         const TbWireField *fields,
                         guint              n_fields,
                         gpointer           self,
                         GError           **error);
/** tb_fields_any: Returns: (transfer none) (nullable): the name of the first of them that @object has */
const char *tb_fields_any (TbJsonObject      *object,
                           const TbWireField *fields,
                           guint              n_fields);
/** tb_fields_clear: frees what they own. */
void tb_fields_clear (const TbWireField *fields,
                      guint              n_fields,
                      gpointer           self);

gboolean tb_is_token (const char *text);
gboolean tb_is_uuid (const char *text);
gboolean tb_is_hex (const char *text,
                    gsize       n_digits);

/** tb_base64_read: strict: no blanks, no missing padding. Returns: (transfer full) (nullable) */
GBytes *tb_base64_read (const char *text);

G_END_DECLS
