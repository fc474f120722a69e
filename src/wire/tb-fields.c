/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reads, checks and writes the members that the tables describe. */
#include "config.h"

#include "tb-fields-private.h"

#include "tb-file-name.h"
#include "tb-money.h"
#include "tb-records.h"
#include "tb-time.h"
#include "tb-types.h"

#include <string.h>

/* The end of the year 9998. */
#define LATE (G_GINT64_CONSTANT (253370764800) * 1000000)

typedef gboolean (*CheckText) (const char        *text,
                               const TbWireField *field);
typedef gboolean (*ReadMember) (TbJsonObject      *object,
                                const TbWireField *field,
                                gpointer           member,
                                GError           **error);
typedef void (*WriteMember) (GString           *out,
                             const TbWireField *field,
                             gconstpointer      member);
typedef gboolean (*FitsMember) (const TbWireField *field,
                                gconstpointer      member);

/* One row a TbWireType. */
typedef struct
{
  ReadMember     read;
  WriteMember    write;
  CheckText      check; /* of those that are texts in the struct */
  gsize          max;   /* characters; 0: field->max */
  GDestroyNotify free;  /* of those that are owned */
  FitsMember     fits;  /* whether `read` takes what `write` makes of it; NULL: to be tried */
} Kind;

static const Kind kinds[TB_WIRE_TOKENS + 1];

static gboolean
refuse (GError           **error,
        const TbWireField *field)
{
  tb_problem_set (error, TB_PROBLEM_MALFORMED, field->name);
  return FALSE;
}

/* ---- Checks ---- */

gboolean
tb_is_token (const char *text)
{
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  gsize             length = strlen (text);

  return length >= 1 && length <= TB_WIRE_MAX_TOKEN && strspn (text, allowed) == length;
}

gboolean
tb_is_hex (const char *text,
           gsize       n_digits)
{
  return strlen (text) == n_digits && strspn (text, "0123456789abcdef") == n_digits;
}

gboolean
tb_is_uuid (const char *text)
{
  static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  gsize             i;

  if (strlen (text) != sizeof shape - 1)
    return FALSE;
  for (i = 0; i < sizeof shape - 1; i++)
    if (shape[i] == '-' ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
check_token (const char        *text,
             const TbWireField *field)
{
  return tb_is_token (text);
}

static gboolean
check_uuid (const char        *text,
            const TbWireField *field)
{
  return tb_is_uuid (text);
}

static gboolean
check_hex (const char        *text,
           const TbWireField *field)
{
  return tb_is_hex (text, field->max);
}

static gboolean
check_date (const char        *text,
            const TbWireField *field)
{
  return tb_date_is_valid (text);
}

static gboolean
check_currency (const char        *text,
                const TbWireField *field)
{
  return strlen (text) == 3 && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_iscntrl (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
check_file_name (const char        *text,
                 const TbWireField *field)
{
  return *text != '\0' &&
         strcmp (text, ".") != 0 &&
         strcmp (text, "..") != 0 &&
         strpbrk (text, "/\\") == NULL &&
         !has_control (text);
}

static gboolean
check_url (const char        *text,
           const TbWireField *field)
{
  return *text != '\0' && strchr (text, ' ') == NULL && !has_control (text);
}

GBytes *
tb_base64_read (const char *text)
{
  g_autofree guchar *data = NULL;
  g_autofree char   *again = NULL;
  gsize              length;

  /* GLib skips what does not belong; only what it would write itself is taken. */
  data = g_base64_decode (text, &length);
  again = g_base64_encode (data, length);
  return strcmp (text, again) == 0 ? g_bytes_new_take (g_steal_pointer (&data), length) : NULL;
}

/* ---- Texts ---- */

static gboolean
read_text (TbJsonObject      *object,
           const TbWireField *field,
           gpointer           member,
           GError           **error)
{
  const Kind *kind = &kinds[field->type];
  const char *text = NULL;
  char      **value = member;

  if (!tb_json_get_text (object, field->name, field->presence, kind->check == NULL ? field->min : 0,
                         kind->max > 0 ? kind->max : (gsize)field->max, &text, error))
    return FALSE;
  if (text != NULL && kind->check != NULL && !kind->check (text, field))
    return refuse (error, field);
  g_free (*value);
  *value = g_strdup (text);
  return TRUE;
}

/* A path, or a sign that cuts a line, is no slip of an honest partner. What only deceives is left out. */
static gboolean
read_file_name (TbJsonObject      *object,
                const TbWireField *field,
                gpointer           member,
                GError           **error)
{
  char **value = member;
  char  *clean;

  if (!read_text (object, field, member, error))
    return FALSE;
  if (*value == NULL)
    return TRUE;
  clean = tb_file_name_clean (*value);
  g_free (*value);
  *value = clean;
  return TRUE;
}

static void
write_text (GString           *out,
            const TbWireField *field,
            gconstpointer      member)
{
  const char *value = *(char *const *)member;

  if (value != NULL || field->presence == TB_REQUIRED)
    tb_json_put_text (out, field->name, value != NULL ? value : "");
}

static gboolean
fits_text (const TbWireField *field,
           gconstpointer      member)
{
  const Kind *kind = &kinds[field->type];
  const char *text = *(char *const *)member;
  gint64      length;

  if (text == NULL && field->presence == TB_OPTIONAL)
    return TRUE;
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  length = g_utf8_strlen (text, -1);
  return length >= (kind->check == NULL ? field->min : 0) &&
         length <= (kind->max > 0 ? (gint64)kind->max : field->max) &&
         (kind->check == NULL || kind->check (text, field));
}

/* ---- Numbers ---- */

static gboolean
read_int (TbJsonObject      *object,
          const TbWireField *field,
          gpointer           member,
          GError           **error)
{
  gint64 *value = member;

  if (field->presence == TB_OPTIONAL)
    *value = TB_AMOUNT_NONE;
  return tb_json_get_int (object, field->name, field->presence, field->min, field->max, value, error);
}

static gboolean
fits_int (const TbWireField *field,
          gconstpointer      member)
{
  const gint64 value = *(const gint64 *)member;

  return (field->presence == TB_OPTIONAL && value == TB_AMOUNT_NONE) ||
         (value >= field->min && value <= field->max);
}

static void
write_int (GString           *out,
           const TbWireField *field,
           gconstpointer      member)
{
  gint64 value = *(const gint64 *)member;

  if (field->presence == TB_REQUIRED || value != TB_AMOUNT_NONE)
    tb_json_put_int (out, field->name, value);
}

static gboolean
read_instant (TbJsonObject      *object,
              const TbWireField *field,
              gpointer           member,
              GError           **error)
{
  const char *text = NULL;
  gint64     *value = member;

  *value = 0;
  if (!tb_json_get_text (object, field->name, field->presence, 0, 64, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  /* 0 means "none", and nothing here happened before 1970. */
  if (!tb_time_from_wire (text, value) || *value < 0 || (field->presence == TB_OPTIONAL && *value < 1000))
    return refuse (error, field);
  *value -= *value % 1000;
  return TRUE;
}

static gboolean
fits_instant (const TbWireField *field,
              gconstpointer      member)
{
  const gint64 value = *(const gint64 *)member;

  return (field->presence == TB_OPTIONAL && value == 0) || (value >= 1000 && value < LATE);
}

static void
write_instant (GString           *out,
               const TbWireField *field,
               gconstpointer      member)
{
  gint64           value = *(const gint64 *)member;
  g_autofree char *text = NULL;

  if (field->presence == TB_OPTIONAL && value == 0)
    return;
  text = tb_time_to_wire (value);
  tb_json_put_text (out, field->name, text);
}

static guint
count_decimals (const TbWireField *field)
{
  return field->type == TB_WIRE_QUANTITY ? 3 : 2;
}

static gboolean
read_decimal (TbJsonObject      *object,
              const TbWireField *field,
              gpointer           member,
              GError           **error)
{
  const char *text = NULL;
  gint64     *value = member;
  gint64      number;

  if (field->presence == TB_OPTIONAL)
    *value = TB_AMOUNT_NONE;
  if (!tb_json_get_text (object, field->name, field->presence, 0, 32, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!tb_decimal_from_wire (text, count_decimals (field), &number) ||
      number < field->min ||
      number > field->max)
    return refuse (error, field);
  *value = number;
  return TRUE;
}

static void
write_decimal (GString           *out,
               const TbWireField *field,
               gconstpointer      member)
{
  gint64           value = *(const gint64 *)member;
  g_autofree char *text = NULL;

  if (field->presence == TB_OPTIONAL && value == TB_AMOUNT_NONE)
    return;
  text = tb_decimal_to_wire (value, count_decimals (field));
  tb_json_put_text (out, field->name, text);
}

/* ---- The others ---- */

static gboolean
read_bool (TbJsonObject      *object,
           const TbWireField *field,
           gpointer           member,
           GError           **error)
{
  return tb_json_get_bool (object, field->name, field->presence, member, error);
}

static void
write_bool (GString           *out,
            const TbWireField *field,
            gconstpointer      member)
{
  tb_json_put_bool (out, field->name, *(const gboolean *)member);
}

static gboolean
fits_bool (const TbWireField *field,
           gconstpointer      member)
{
  return TRUE;
}

static gboolean
read_enum (TbJsonObject      *object,
           const TbWireField *field,
           gpointer           member,
           GError           **error)
{
  const char *nick = NULL;
  int         value;

  if (!tb_json_get_text (object, field->name, TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &nick, error))
    return FALSE;
  if (!tb_from_nick (field->enum_type (), nick, &value) || value < field->min || value > field->max)
    return refuse (error, field);
  *(int *)member = value;
  return TRUE;
}

static void
write_enum (GString           *out,
            const TbWireField *field,
            gconstpointer      member)
{
  tb_json_put_text (out, field->name, tb_nick (field->enum_type (), *(const int *)member));
}

static gboolean
read_bytes (TbJsonObject      *object,
            const TbWireField *field,
            gpointer           member,
            GError           **error)
{
  GBytes    **value = member;
  const char *text = NULL;

  g_clear_pointer (value, g_bytes_unref);
  if (!tb_json_get_text (object, field->name, field->presence, 0, TB_JSON_MAX_BYTES, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  *value = tb_base64_read (text);
  if (*value == NULL || (gint64)g_bytes_get_size (*value) < field->min ||
      (gint64)g_bytes_get_size (*value) > field->max)
    return refuse (error, field);
  return TRUE;
}

static void
write_bytes (GString           *out,
             const TbWireField *field,
             gconstpointer      member)
{
  GBytes          *value = *(GBytes *const *)member;
  g_autofree char *text = NULL;

  if (value == NULL && field->presence == TB_OPTIONAL)
    return;
  if (value != NULL)
    text = g_base64_encode (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  tb_json_put_text (out, field->name, text != NULL ? text : "");
}

static gboolean
read_tokens (TbJsonObject      *object,
             const TbWireField *field,
             gpointer           member,
             GError           **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  TbJsonArray *array = NULL;
  GStrv       *value = member;
  guint        i, n;

  g_clear_pointer (value, g_strfreev);
  if (!tb_json_get_array (object, field->name, field->presence, &array, error))
    return FALSE;
  n = array != NULL ? tb_json_array_length (array) : 0;
  if ((gint64)n > field->max)
    return refuse (error, field);
  for (i = 0; i < n; i++)
    {
      const char *text = tb_json_array_text (array, i);

      if (text == NULL || !tb_is_token (text))
        return refuse (error, field);
      g_strv_builder_add (builder, text);
    }
  if (n > 0 || field->presence == TB_REQUIRED)
    *value = g_strv_builder_end (builder);
  return TRUE;
}

static void
write_tokens (GString           *out,
              const TbWireField *field,
              gconstpointer      member)
{
  GStrv value = *(char **const *)member;
  guint i;

  if (field->presence == TB_OPTIONAL && (value == NULL || value[0] == NULL))
    return;
  tb_json_open (out, field->name, '[');
  for (i = 0; value != NULL && value[i] != NULL; i++)
    tb_json_put_text (out, NULL, value[i]);
  tb_json_close (out, ']');
}

static void
free_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

static void
free_tokens (gpointer tokens)
{
  g_strfreev (tokens);
}

/* clang-format off */
static const Kind kinds[TB_WIRE_TOKENS + 1] = {
  [TB_WIRE_TEXT] = { read_text, write_text, NULL, 0, g_free, fits_text },
  [TB_WIRE_TOKEN] = { read_text, write_text, check_token, TB_WIRE_MAX_TOKEN, g_free, fits_text },
  [TB_WIRE_UUID] = { read_text, write_text, check_uuid, 36, g_free, fits_text },
  [TB_WIRE_HEX] = { read_text, write_text, check_hex, 0, g_free, fits_text },
  [TB_WIRE_DATE] = { read_text, write_text, check_date, 10, g_free, fits_text },
  [TB_WIRE_CURRENCY] = { read_text, write_text, check_currency, 3, g_free, fits_text },
  [TB_WIRE_FILE_NAME] = { read_file_name, write_text, check_file_name, 0, g_free, NULL },
  [TB_WIRE_URL] = { read_text, write_text, check_url, TB_WIRE_MAX_URL, g_free, NULL },
  [TB_WIRE_INT] = { read_int, write_int, NULL, 0, NULL, fits_int },
  [TB_WIRE_INSTANT] = { read_instant, write_instant, NULL, 0, NULL, fits_instant },
  [TB_WIRE_MONEY] = { read_decimal, write_decimal, NULL, 0, NULL, NULL },
  [TB_WIRE_QUANTITY] = { read_decimal, write_decimal, NULL, 0, NULL, NULL },
  [TB_WIRE_BOOL] = { read_bool, write_bool, NULL, 0, NULL, fits_bool },
  [TB_WIRE_ENUM] = { read_enum, write_enum, NULL, 0, NULL, NULL },
  [TB_WIRE_BYTES] = { read_bytes, write_bytes, NULL, 0, free_bytes, NULL },
  [TB_WIRE_TOKENS] = { read_tokens, write_tokens, NULL, 0, free_tokens, NULL },
};
/* clang-format on */

void
tb_fields_write (GString           *out,
                 const TbWireField *fields,
                 guint              n_fields,
                 gconstpointer      self)
{
  guint i;

  for (i = 0; i < n_fields; i++)
    kinds[fields[i].type].write (out, &fields[i], G_STRUCT_MEMBER_P (self, fields[i].offset));
}

gboolean
tb_fields_fit (const TbWireField *fields,
               guint              n_fields,
               gconstpointer      self)
{
  guint i;

  for (i = 0; i < n_fields; i++)
    if (kinds[fields[i].type].fits == NULL ||
        !kinds[fields[i].type].fits (&fields[i], G_STRUCT_MEMBER_P (self, fields[i].offset)))
      return FALSE;
  return TRUE;
}

gboolean
tb_fields_read (TbJsonObject      *object,
                const TbWireField *fields,
                guint              n_fields,
                gpointer           self,
                GError           **error)
{
  guint i;

  for (i = 0; i < n_fields; i++)
    if (!kinds[fields[i].type].read (object, &fields[i], G_STRUCT_MEMBER_P (self, fields[i].offset), error))
      return FALSE;
  return TRUE;
}

const char *
tb_fields_any (TbJsonObject      *object,
               const TbWireField *fields,
               guint              n_fields)
{
  guint i;

  for (i = 0; i < n_fields; i++)
    if (tb_json_has (object, fields[i].name))
      return fields[i].name;
  return NULL;
}

void
tb_fields_clear (const TbWireField *fields,
                 guint              n_fields,
                 gpointer           self)
{
  guint i;

  for (i = 0; i < n_fields; i++)
    if (kinds[fields[i].type].free != NULL)
      {
        gpointer *member = G_STRUCT_MEMBER_P (self, fields[i].offset);

        if (*member != NULL)
          kinds[fields[i].type].free (*member);
        *member = NULL;
      }
}
