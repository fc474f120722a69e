/* SPDX-License-Identifier: GPL-3.0-or-later
 * Output for people: UTF-8 whatever the locale, columns, amounts, instants; nothing that a terminal obeys. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-money.h"

#include <string.h>

void
tb_ctl_print (const char *format,
              ...)
{
  va_list args;

  /* Not g_print(): it would change letters that the locale's charset lacks. */
  va_start (args, format);
  vfprintf (stdout, format, args);
  va_end (args);
}

void
tb_ctl_print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  tb_ctl_print ("%s\n", text);
  json_node_unref (node);
}

/* Marks that show the rest of a line in another order. */
static gboolean
turns_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
tb_ctl_clean (const char *text,
              gboolean    keep_lines)
{
  GString    *out = g_string_new (NULL);
  const char *p;

  for (p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\t')
        g_string_append_c (out, keep_lines ? (char)c : ' ');
      else if (c == '\r')
        continue;
      else if (g_unichar_iscntrl (c) || turns_direction (c))
        g_string_append_unichar (out, 0xfffd);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

guint
tb_ctl_width (const char *text)
{
  guint       width = 0;
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

char *
tb_ctl_time (TbCtl *self,
             gint64 instant)
{
  return instant == 0 ? g_strdup ("") : tb_time_to_local (instant, tb_ctl_time_zone (self));
}

/* Whole and fraction of a number are parted by a comma, not by a point. */
static gboolean
is_comma (void)
{
  /* Translators: the mark between whole and fraction of an amount: “,” or “.”. */
  return strcmp (C_ ("decimal mark", "."), ",") == 0;
}

char *
tb_ctl_quantity (gint64 quantity)
{
  char *text = tb_decimal_to_wire (quantity, 3);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    text[--length] = '\0';
  if (text[length - 1] == '.')
    text[--length] = '\0';
  else if (is_comma ())
    *strchr (text, '.') = ',';
  return text;
}

char *
tb_ctl_money (gint64      amount,
              const char *currency)
{
  if (amount == TB_AMOUNT_NONE)
    return g_strdup ("");
  return tb_money_to_local (amount, currency, is_comma ());
}

GPtrArray *
tb_ctl_table_new (const char *const *headings)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  GPtrArray *row = g_ptr_array_new ();

  for (; *headings != NULL; headings++)
    g_ptr_array_add (row, g_strdup (_ (*headings)));
  g_ptr_array_add (row, NULL);
  g_ptr_array_add (table, g_ptr_array_free (row, FALSE));
  return table;
}

void
tb_ctl_table_add (GPtrArray *table,
                  ...)
{
  GPtrArray *row = g_ptr_array_new ();
  va_list    args;
  char      *cell;

  va_start (args, table);
  while ((cell = va_arg (args, char *)) != TB_CTL_ROW_END)
    {
      g_ptr_array_add (row, tb_ctl_clean (cell, FALSE));
      g_free (cell);
    }
  va_end (args);
  g_assert (row->len == g_strv_length (table->pdata[0]));
  g_ptr_array_add (row, NULL);
  g_ptr_array_add (table, g_ptr_array_free (row, FALSE));
}

static void
print_row (char       **row,
           const guint *widths,
           guint        n)
{
  GString *line = g_string_new (NULL);
  guint    i;

  for (i = 0; i < n; i++)
    {
      g_string_append (line, row[i]);
      if (i + 1 < n)
        g_string_append_printf (line, "%*s", (int)(widths[i] - tb_ctl_width (row[i]) + 2), "");
    }
  g_strchomp (line->str);
  tb_ctl_print ("%s\n", line->str);
  g_string_free (line, TRUE);
}

void
tb_ctl_table_print (GPtrArray *table)
{
  guint             n = g_strv_length (table->pdata[0]);
  g_autofree guint *widths = g_new0 (guint, n);
  guint             i, j;

  for (i = 0; i < table->len; i++)
    for (j = 0; j < n; j++)
      widths[j] = MAX (widths[j], tb_ctl_width (((char **)table->pdata[i])[j]));
  for (i = 0; table->len > 1 && i < table->len; i++)
    print_row (table->pdata[i], widths, n);
  g_ptr_array_unref (table);
}
