/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is typed into a form's field, as a value, and back. */
#include "config.h"

#include "tb-form-value.h"

#include "tb-money.h"
#include "tb-records.h"
#include "tb-text.h"
#include "tb-time.h"

#include <string.h>

static gboolean
read_instant (const TbFormReader *reader,
              const char         *text,
              gint64             *value,
              GError            **error)
{
  return tb_time_parse_user (text, reader->zone, reader->now, value, error);
}

static gboolean
read_amount (const TbFormReader *reader,
             const char         *text,
             gint64             *value,
             GError            **error)
{
  return tb_money_parse_user (text, reader->currency, value, error);
}

static gboolean
read_duration (const TbFormReader *reader,
               const char         *text,
               gint64             *value,
               GError            **error)
{
  return tb_hours_parse_user (text, value, error);
}

static gboolean
read_quantity (const TbFormReader *reader,
               const char         *text,
               gint64             *value,
               GError            **error)
{
  return tb_decimal_parse_user (text, 3, value, error);
}

static char *
write_date (const TbFormReader *reader,
            gint64              value)
{
  g_autofree char *date = tb_time_date (value, reader->zone);

  return tb_text_date_numeric (date);
}

static char *
write_instant (const TbFormReader *reader,
               gint64              value)
{
  g_autofree char *date = write_date (reader, value);
  g_autofree char *clock = tb_text_clock (value, reader->zone);

  return g_strdup_printf ("%s %s", date, clock);
}

static char *
write_amount (const TbFormReader *reader,
              gint64              value)
{
  return tb_text_decimal (value, 2);
}

static char *
write_duration (const TbFormReader *reader,
                gint64              value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", value / 60, (int)(value % 60));
}

static char *
write_quantity (const TbFormReader *reader,
                gint64              value)
{
  char *text = tb_text_decimal (value, 3);
  gsize size = strlen (text);

  while (size > 0 && text[size - 1] == '0')
    text[--size] = '\0';
  if (size > 0 && !g_ascii_isdigit (text[size - 1]))
    text[--size] = '\0';
  return text;
}

typedef struct
{
  gboolean (*read) (const TbFormReader *reader, const char *text, gint64 *value, GError **error);
  char *(*write) (const TbFormReader *reader, gint64 value);
  gint64 none;
} Kind;

/* clang-format off */
static const Kind kinds[] = {
  [TB_FORM_FIELD_KIND_TEXT] = { NULL, NULL, TB_AMOUNT_NONE },
  [TB_FORM_FIELD_KIND_INSTANT] = { read_instant, write_instant, 0 },
  [TB_FORM_FIELD_KIND_DATE] = { read_instant, write_date, 0 },
  [TB_FORM_FIELD_KIND_AMOUNT] = { read_amount, write_amount, TB_AMOUNT_NONE },
  [TB_FORM_FIELD_KIND_DURATION] = { read_duration, write_duration, TB_AMOUNT_NONE },
  [TB_FORM_FIELD_KIND_QUANTITY] = { read_quantity, write_quantity, TB_AMOUNT_NONE },
};
/* clang-format on */

gint64
tb_form_value_none (TbFormFieldKind kind)
{
  return kinds[kind].none;
}

gboolean
tb_form_value_read (const TbFormReader *reader,
                    const char         *text,
                    gint64             *value,
                    GError            **error)
{
  g_return_val_if_fail (kinds[reader->kind].read != NULL, FALSE);

  *value = kinds[reader->kind].none;
  /* Blanks alone are nothing typed. */
  if (text == NULL || strspn (text, " \t") == strlen (text))
    return TRUE;
  return kinds[reader->kind].read (reader, text, value, error);
}

char *
tb_form_value_write (const TbFormReader *reader,
                     gint64              value)
{
  g_return_val_if_fail (kinds[reader->kind].write != NULL, NULL);

  if (value == kinds[reader->kind].none)
    return g_strdup ("");
  return kinds[reader->kind].write (reader, value);
}

gboolean
tb_form_value_take_text (char        **member,
                         const GValue *value)
{
  if (g_strcmp0 (*member, g_value_get_string (value)) == 0)
    return FALSE;
  g_free (*member);
  *member = g_value_dup_string (value);
  return TRUE;
}
