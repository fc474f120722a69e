/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is said of an item and of a line of the history, in the user's language. */
#include "config.h"

#include "tb-entry-text.h"

#include "tb-history-words.h"
#include "tb-text.h"
#include "tb-words.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer values of a field are shortened in the history; the field itself shows them. */
#define VALUE_LENGTH 120

const char *
tb_entry_currency (TbDesk        *desk,
                   TbTicketSheet *sheet)
{
  static const TbRole roles[] = { TB_ROLE_LEAD, TB_ROLE_SERVICE };
  guint               i;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  for (i = 0; sheet != NULL && i < G_N_ELEMENTS (roles); i++)
    {
      TbEngagement             *engagement = tb_ticket_sheet_get_engagement (sheet, roles[i]);
      const TbEngagementRecord *record = NULL;

      if (engagement != NULL)
        record = tb_object_get_record (TB_OBJECT (engagement));
      if (record != NULL && record->currency != NULL && *record->currency != '\0')
        return record->currency;
    }
  return tb_desk_get_currency (desk);
}

/* ---- Items ---- */

char *
tb_entry_kind (const TbItemRecord *item,
               const char         *currency)
{
  g_autofree char *amount = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  if (item->kind == TB_ITEM_NOTE && item->is_locked && item->stays)
    return g_strdup (_ ("Completion rejected"));
  if (item->kind == TB_ITEM_TIME)
    {
      amount = tb_text_minutes (item->minutes);
      /* Translators: a time entry in the time line; %s is how long, as 1:30 h. */
      return g_strdup_printf (_ ("Time · %s"), amount);
    }
  if (item->kind == TB_ITEM_CHARGE)
    {
      amount = tb_text_money (item->amount, currency);
      /* Translators: a charge in the time line; %s is an amount of money. */
      return g_strdup_printf (_ ("Charge · %s"), amount);
    }
  return g_strdup (tb_text_word (TB_TYPE_ITEM_KIND, (int)item->kind));
}

static char *
describe_time (const TbItemRecord *item,
               const char         *zone)
{
  g_autofree char *date = tb_text_date (item->date);
  g_autofree char *from = item->start_at > 0 ? tb_text_clock (item->start_at, zone) : NULL;
  g_autofree char *to = item->end_at > 0 ? tb_text_clock (item->end_at, zone) : NULL;
  g_autofree char *span = NULL;

  if (from != NULL && to != NULL)
    span = g_strdup_printf ("%s–%s", from, to);
  return tb_text_join (date, span, item->work_type, TB_TEXT_END);
}

static char *
describe_quantity (gint64 quantity)
{
  char *text = tb_text_decimal (quantity, 3);
  gsize length = strlen (text);

  while (length > 0 && text[length - 1] == '0')
    text[--length] = '\0';
  if (length > 0 && !g_ascii_isdigit (text[length - 1]))
    text[length - 1] = '\0';
  return text;
}

static char *
describe_charge (const TbItemRecord *item,
                 const char         *currency)
{
  g_autofree char *date = tb_text_date (item->date);
  g_autofree char *quantity = describe_quantity (item->quantity);
  g_autofree char *price = tb_text_money (item->unit_price, currency);
  g_autofree char *amount = tb_text_money (item->amount, currency);
  g_autofree char *sum = NULL;
  g_autofree char *origin = NULL;
  gboolean         has_unit = item->unit != NULL && *item->unit != '\0';

  if (item->stays)
    {
      g_autofree char *minutes = tb_text_minutes (item->minutes);

      /* Translators: %s is how long, as 1:30 h. */
      origin = g_strdup_printf (_ ("Time of the partner, added when the work was complete: %s"), minutes);
      return tb_text_join (origin, date, TB_TEXT_END);
    }
  sum = g_strdup_printf ("%s%s%s × %s = %s", quantity, has_unit ? " " : "", has_unit ? item->unit : "", price,
                         amount);
  return tb_text_join (sum, date, TB_TEXT_END);
}

char *
tb_entry_details (const TbItemRecord *item,
                  const char         *currency,
                  const char         *zone)
{
  g_return_val_if_fail (item != NULL, NULL);

  if (item->kind == TB_ITEM_TIME)
    return describe_time (item, zone);
  if (item->kind == TB_ITEM_CHARGE)
    return describe_charge (item, currency);
  return g_strdup ("");
}

char *
tb_entry_when (gint64  instant,
               TbDesk *desk)
{
  const char *zone;
  gint64      now;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  zone = tb_desk_get_zone (desk);
  now = tb_desk_get_now (desk);
  if (tb_time_day (instant, zone) == tb_time_day (now, zone))
    return tb_text_clock (instant, zone);
  return tb_text_instant (instant, zone, now);
}

const char *
tb_entry_read_only (TbItem        *item,
                    TbTicketSheet *sheet)
{
  const TbItemRecord *record = tb_object_get_record (TB_OBJECT (item));
  const TbItemExtra  *extra = tb_object_get_extra (TB_OBJECT (item));
  TbTicketDetails    *details = sheet != NULL ? tb_ticket_sheet_get_details (sheet) : NULL;
  gboolean            is_gone = FALSE;

  if (record->is_locked)
    return _ ("This entry is kept as it is and cannot be changed.");
  if (extra != NULL && extra->is_read_only)
    return _ ("Read-only while the ticket waits for approval.");
  if (sheet != NULL)
    g_object_get (sheet, "is-gone", &is_gone, NULL);
  if (is_gone)
    return _ ("The ticket was deleted.");
  if (details != NULL && !((const TbTicketRecord *)tb_object_get_record (TB_OBJECT (details)))->is_confirmed)
    return _ ("Nothing can be changed until the lead partner has confirmed the acceptance.");
  return NULL;
}

static char *
say_how_far (const char         *format,
             const TbItemRecord *record,
             const TbItemExtra  *extra)
{
  g_autofree char *across = g_format_size ((guint64)extra->across);
  g_autofree char *size = g_format_size ((guint64)record->size);
  g_autofree char *start = tb_word_fill_in (format, across);

  return tb_word_fill_in (start, size);
}

static char *
say_why_not (const char        *chosen,
             const char        *larger,
             const TbItemExtra *extra)
{
  g_autofree char *most = NULL;

  if (extra->most == 0)
    return g_strdup (chosen);
  most = g_format_size ((guint64)extra->most);
  return tb_word_fill_in (larger, most);
}

/* Where the bytes of a file are, if they are not where they belong. */
static char *
describe_transfer (const TbItemRecord *record,
                   const TbItemExtra  *extra)
{
  switch ((TbTransfer)extra->transfer)
    {
    case TB_TRANSFER_SENDING:
      /* Translators: two sizes: how much of a file has been sent, and of how much. */
      return say_how_far (_ ("%s of %s sent."), record, extra);
    case TB_TRANSFER_REFUSED:
      /* Translators: %s is a size. */
      return say_why_not (_ ("The partner has the entry, but has not loaded the file."),
                          _ ("The partner has the entry. It loads files above %s only when asked to."),
                          extra);
    case TB_TRANSFER_LOADING:
      /* Translators: two sizes: how much of a file has been received, and of how much. */
      return say_how_far (_ ("%s of %s received."), record, extra);
    case TB_TRANSFER_DECLINED:
      /* Translators: %s is a size. */
      return say_why_not (_ ("The file is not loaded."), _ ("The file is not loaded: it is larger than %s."),
                          extra);
    case TB_TRANSFER_NONE:
      return NULL;
    }
  return NULL;
}

char *
tb_entry_fate (TbItem *item)
{
  const TbItemRecord *record = tb_object_get_record (TB_OBJECT (item));
  const TbItemExtra  *extra = tb_object_get_extra (TB_OBJECT (item));
  g_autofree char    *transfer = extra != NULL ? describe_transfer (record, extra) : NULL;
  GString            *text = g_string_new (NULL);

  if (extra != NULL)
    {
      const struct
      {
        gboolean    is_so;
        const char *sentence;
      } marks[] = {
        { transfer != NULL, transfer },
        { transfer == NULL && extra->is_waiting, _ ("The file waits for its transfer.") },
        { extra->is_late, _ ("Did not reach the lead partner any more.") },
        { extra->is_local_only && !extra->is_late && !record->is_internal && !record->stays,
          _ ("Stays here: it did not reach the partner.") },
        { extra->is_cut, _ ("Changed here: the partner’s changes to it no longer arrive.") },
      };
      guint i;

      for (i = 0; i < G_N_ELEMENTS (marks); i++)
        if (marks[i].is_so)
          g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", marks[i].sentence);
    }
  return g_string_free (text, text->len == 0);
}

/* ---- History ---- */

static char *
shorten (const char *value)
{
  g_autofree char *line = NULL;
  g_autofree char *start = NULL;

  if (value == NULL)
    return NULL;
  line = g_strdelimit (g_strdup (value), "\r\n\t", ' ');
  if (g_utf8_strlen (line, -1) <= VALUE_LENGTH)
    return g_steal_pointer (&line);
  start = g_utf8_substring (line, 0, VALUE_LENGTH);
  return g_strconcat (start, "…", NULL);
}

static char *
typed_value (GType       type,
             const char *value)
{
  int number;

  if (type != G_TYPE_INVALID && value != NULL && tb_from_nick (type, value, &number))
    return g_strdup (type == TB_TYPE_STATUS && number == TB_STATUS_NONE ? "" : tb_text_word (type, number));
  return shorten (value);
}

static char *
field_value (const char *field,
             const char *value,
             TbDesk     *desk)
{
  gint64 instant;

  if (g_strcmp0 (field, "priority") == 0)
    return typed_value (TB_TYPE_PRIORITY, value);
  if (g_strcmp0 (field, "due") == 0 && value != NULL && tb_time_from_wire (value, &instant))
    return tb_text_instant (instant, tb_desk_get_zone (desk), tb_desk_get_now (desk));
  return shorten (value);
}

static char *
describe_reason (const TbHistoryWords  *words,
                 const TbHistoryRecord *entry)
{
  if (!words->has_reason || entry->reason == NULL)
    return NULL;
  /* A reason is as typed, but for the one that the program itself gives. */
  if (words->is_problem || g_str_equal (entry->reason, tb_problem_nick (TB_PROBLEM_INACTIVE)))
    return tb_text_problem_nick (entry->reason, "");
  return g_strdup (entry->reason);
}

/* The service side calls the status differently. */
static const char *
label_of (const TbHistoryWords  *words,
          const TbHistoryRecord *entry,
          TbTicketSheet         *sheet)
{
  TbEngagement *service = sheet != NULL ? tb_ticket_sheet_get_engagement (sheet, TB_ROLE_SERVICE) : NULL;

  if (service != NULL && tb_object_get_id (TB_OBJECT (service)) == entry->engagement &&
      g_str_equal (words->code, "status"))
    return _ ("Insourcing status");
  return _ (words->label);
}

char *
tb_history_text (const TbHistoryRecord *entry,
                 TbDesk                *desk,
                 TbTicketSheet         *sheet)
{
  const TbHistoryWords *words;
  g_autofree char      *from = NULL;
  g_autofree char      *to = NULL;
  g_autofree char      *reason = NULL;

  g_return_val_if_fail (entry != NULL, NULL);
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  if (g_strcmp0 (entry->code, "set") == 0)
    {
      from = field_value (entry->reason, entry->from_value, desk);
      to = field_value (entry->reason, entry->to_value, desk);
      return tb_history_join (tb_text_field (entry->reason), from, to, NULL);
    }
  words = tb_history_words (entry->code);
  if (words == NULL)
    return tb_history_join (entry->code, entry->from_value, entry->to_value, entry->reason);
  from = words->has_from ? typed_value (words->from_type (), entry->from_value) : NULL;
  to = words->has_to ? typed_value (words->to_type (), entry->to_value) : NULL;
  reason = describe_reason (words, entry);
  return tb_history_join (label_of (words, entry, sheet), from, to, reason);
}

const char *
tb_history_icon (const TbHistoryRecord *entry)
{
  const TbHistoryWords *words;
  int                   status;

  g_return_val_if_fail (entry != NULL, NULL);

  if (g_strcmp0 (entry->code, "status") == 0 && tb_from_nick (TB_TYPE_STATUS, entry->to_value, &status))
    return tb_status_look (status)->icon_name;
  words = tb_history_words (entry->code);
  return words != NULL ? words->icon_name : "document-edit-symbolic";
}

/* ---- Text with addresses ---- */

static gboolean
is_address_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~:/?#[]@!$&'()*+,;=%", c) != NULL);
}

/* How long the address at @text is; 0 if none begins there. What ends a sentence is not a part of it. */
static gsize
measure_address (const char *text)
{
  static const char *const schemes[] = { "https://", "http://" };
  gsize                    start = 0;
  gsize                    length;
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (schemes) && start == 0; i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      start = strlen (schemes[i]);
  if (start == 0)
    return 0;
  for (length = start; is_address_char (text[length]); length++)
    continue;
  while (length > start && strchr (".,;:!?')]", text[length - 1]) != NULL)
    length--;
  return length > start && g_ascii_isalnum (text[start]) ? length : 0;
}

char *
tb_text_to_markup (const char *text)
{
  GString    *markup = g_string_new (NULL);
  const char *from = text;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  for (p = text; *p != '\0';)
    {
      gsize            length = p == text || !g_ascii_isalnum (p[-1]) ? measure_address (p) : 0;
      g_autofree char *before = NULL;
      g_autofree char *address = NULL;

      if (length == 0)
        {
          p++;
          continue;
        }
      before = g_markup_escape_text (from, p - from);
      address = g_markup_escape_text (p, (gssize)length);
      g_string_append_printf (markup, "%s<a href=\"%s\">%s</a>", before, address, address);
      p += length;
      from = p;
    }
  if (from != p)
    {
      g_autofree char *rest = g_markup_escape_text (from, p - from);

      g_string_append (markup, rest);
    }
  return g_string_free (markup, FALSE);
}
