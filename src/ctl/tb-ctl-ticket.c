/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets: new, list, show, set, alert, delete. */
#include "config.h"

#include "tb-ctl-private.h"

#include <string.h>

#define DEFAULT_LIMIT 100

/* The number of a ticket: all that a command about it has to answer. */
static void
print_number (TbCtl      *self,
              const char *number)
{
  if (self->is_json)
    tb_ctl_json_pairs ("number", number, NULL);
}

static gboolean
read_priority (TbCtl      *self,
               TbPriority *priority,
               GError    **error)
{
  const char *text = tb_ctl_option (self, "priority");
  int         value;

  *priority = TB_PRIORITY_MEDIUM;
  if (text == NULL)
    return TRUE;
  if (!tb_ctl_read_word (TB_TYPE_PRIORITY, text, &value, error))
    return FALSE;
  *priority = value;
  return TRUE;
}

gboolean
tb_ctl_new (TbCtl   *self,
            GError **error)
{
  TbTicketDraft draft = {
    .title = tb_ctl_option (self, "title"),
    .description = tb_ctl_option (self, "description"),
    .organisation = tb_ctl_option (self, "organisation"),
    .contact = tb_ctl_option (self, "contact"),
    .phone = tb_ctl_option (self, "phone"),
    .street = tb_ctl_option (self, "street"),
    .postcode = tb_ctl_option (self, "postcode"),
    .town = tb_ctl_option (self, "town"),
    .queue = tb_ctl_option (self, "queue"),
  };
  TbCommand command = { .type = TB_COMMAND_NEW_TICKET, .draft = &draft };
  g_auto (TbResult) result = { 0 };

  if (!read_priority (self, &draft.priority, error) ||
      !tb_ctl_read_time (self, "due", &draft.due_at, error) ||
      !tb_engine_do (self->engine, &command, &result, error))
    return FALSE;
  if (self->is_json)
    print_number (self, result.number);
  else
    tb_ctl_print ("%s\n", result.number);
  return TRUE;
}

/* ---- list ---- */

static gboolean
print_json_rows (TbCtl     *self,
                 GPtrArray *rows,
                 GError   **error)
{
  const char *before = "[";
  GError     *local = NULL;
  guint       i;

  /* One ticket in memory at a time: a list may have a million. */
  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbTicketView) view = tb_ctl_load_row (self, rows->pdata[i], &local);
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = NULL;

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (view == NULL)
        continue;
      node = tb_ctl_json_ticket (self, view, FALSE);
      text = json_to_string (node, FALSE);
      tb_ctl_print ("%s%s", before, text);
      before = ",\n";
    }
  tb_ctl_print ("%s]\n", *before == '[' ? "[" : "");
  return TRUE;
}

static void
print_table_rows (TbCtl     *self,
                  GPtrArray *rows)
{
  static const char *const headings[] = {
    N_ ("Number"), N_ ("Ticket status"), N_ ("Outsourcing status"), N_ ("Partner"),
    N_ ("Due"), N_ ("Title"), NULL
  };
  GPtrArray *table = tb_ctl_table_new (headings);
  guint      i;

  for (i = 0; i < rows->len; i++)
    {
      const TbListRow *row = rows->pdata[i];
      const char      *status = NULL;

      if (row == NULL)
        continue;
      if (row->outsourcing_status != TB_STATUS_NONE)
        status = tb_ctl_word (TB_TYPE_STATUS, (int)row->outsourcing_status);
      tb_ctl_table_add (table, g_strdup (row->number), g_strdup (row->status_name), g_strdup (status),
                        status != NULL ? g_strdup (row->partner) : NULL, tb_ctl_time (self, row->due_at),
                        g_strdup (row->title), TB_CTL_ROW_END);
    }
  tb_ctl_table_print (table);
}

static gboolean
read_folder (TbCtl      *self,
             TbFolderId *folder,
             GError    **error)
{
  const char *nick = tb_ctl_option (self, "folder");

  if (nick == NULL || tb_folder_from_nick (nick, folder))
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_NOT_FOUND, nick);
  return FALSE;
}

gboolean
tb_ctl_list (TbCtl   *self,
             GError **error)
{
  TbListQuery query = {
    .folder = TB_FOLDER_EVERYTHING,
    .search = tb_ctl_option (self, "search"),
    .sort = TB_SORT_NUMBER,
    .descending = TRUE,
  };
  const char *text = tb_ctl_option (self, "limit");
  gint64      limit = DEFAULT_LIMIT;
  g_autoptr (GPtrArray) rows = NULL;

  if (!read_folder (self, &query.folder, error) ||
      (text != NULL && !tb_ctl_read_number (text, 0, G_MAXUINT, &limit, error)))
    return FALSE;
  rows = tb_engine_list (self->engine, &query, (guint)limit, error);
  if (rows == NULL)
    return FALSE;
  if (self->is_json)
    return print_json_rows (self, rows, error);
  print_table_rows (self, rows);
  return TRUE;
}

gboolean
tb_ctl_show (TbCtl   *self,
             GError **error)
{
  gint64 id = tb_ctl_read_ticket (self, error);
  g_autoptr (TbTicketView) view = id != 0 ? tb_engine_load_ticket (self->engine, id, error) : NULL;

  if (view == NULL)
    return FALSE;
  if (self->is_json)
    tb_ctl_print_json (tb_ctl_json_ticket (self, view, TRUE));
  else
    tb_ctl_print_page (self, view);
  return TRUE;
}

/* ---- set, alert, delete ---- */

gboolean
tb_ctl_set (TbCtl   *self,
            GError **error)
{
  static const char *const fields[] = {
    "status", "assignee", "priority", "queue", "due", "title", "description", "organisation", NULL
  };
  TbCommand command = { .type = TB_COMMAND_SET, .name = tb_ctl_arg (self, 1), .value = tb_ctl_arg (self, 2) };
  int       priority;

  if (!g_strv_contains (fields, command.name))
    /* Translators: %s is what was typed as the name of a field. */
    return tb_ctl_refuse_usage (error, _ ("A ticket has no field “%s” that can be set."), command.name);
  command.ticket = tb_ctl_read_ticket (self, error);
  if (command.ticket == 0)
    return FALSE;
  if (strcmp (command.name, "priority") == 0)
    {
      if (!tb_ctl_read_word (TB_TYPE_PRIORITY, command.value, &priority, error))
        return FALSE;
      command.value = tb_nick (TB_TYPE_PRIORITY, priority);
    }
  if (!tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  print_number (self, tb_ctl_arg (self, 0));
  return TRUE;
}

gboolean
tb_ctl_alert (TbCtl   *self,
              GError **error)
{
  TbCommand command = { .type = TB_COMMAND_ALERT, .text = tb_ctl_arg (self, 1) };

  command.ticket = tb_ctl_read_ticket (self, error);
  if (command.ticket == 0 || !tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  print_number (self, tb_ctl_arg (self, 0));
  return TRUE;
}
