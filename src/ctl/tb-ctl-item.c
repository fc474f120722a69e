/* SPDX-License-Identifier: GPL-3.0-or-later
 * Entries of a ticket: note, time, charge, attach, load, edit, delete. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-money.h"
#include "tb-workflow.h"

#include <string.h>

/* As many characters of an entry's id say at least which is meant. */
#define MIN_PREFIX 4

static gboolean
add_item (TbCtl             *self,
          const TbItemDraft *draft,
          GError           **error)
{
  TbCommand command = { .type = TB_COMMAND_ADD_ITEM, .item = draft };
  g_auto (TbResult) result = { 0 };

  command.ticket = tb_ctl_read_ticket (self, error);
  if (command.ticket == 0 || !tb_engine_do (self->engine, &command, &result, error))
    return FALSE;
  if (self->is_json)
    tb_ctl_json_pairs ("number", tb_ctl_arg (self, 0), "uuid", result.uuid, NULL);
  else
    tb_ctl_print ("%s\n", result.uuid);
  return TRUE;
}

static gboolean
read_minutes (TbCtl   *self,
              gint64  *minutes,
              GError **error)
{
  const char *text = tb_ctl_option (self, "minutes");

  return text == NULL || tb_ctl_read_number (text, 1, TB_LIMIT_MINUTES, minutes, error);
}

static gboolean
read_quantity (TbCtl   *self,
               gint64  *quantity,
               GError **error)
{
  const char *text = tb_ctl_option (self, "quantity");

  return text == NULL || tb_decimal_parse_user (text, 3, quantity, error);
}

gboolean
tb_ctl_note (TbCtl   *self,
             GError **error)
{
  const TbItemDraft draft = {
    .kind = TB_ITEM_NOTE,
    .text = tb_ctl_arg (self, 1),
    .is_internal = tb_ctl_has_option (self, "internal"),
    .is_question = tb_ctl_has_option (self, "question"),
  };

  return add_item (self, &draft, error);
}

gboolean
tb_ctl_time_entry (TbCtl   *self,
                   GError **error)
{
  TbItemDraft draft = {
    .kind = TB_ITEM_TIME,
    .text = tb_ctl_arg (self, 1),
    .is_internal = tb_ctl_has_option (self, "internal"),
  };

  return read_minutes (self, &draft.minutes, error) && add_item (self, &draft, error);
}

gboolean
tb_ctl_charge (TbCtl   *self,
               GError **error)
{
  TbItemDraft draft = {
    .kind = TB_ITEM_CHARGE,
    .text = tb_ctl_arg (self, 1),
    .is_internal = tb_ctl_has_option (self, "internal"),
    .quantity = 1000,
  };

  return tb_decimal_parse_user (tb_ctl_option (self, "amount"), 2, &draft.unit_price, error) &&
         read_quantity (self, &draft.quantity, error) && add_item (self, &draft, error);
}

gboolean
tb_ctl_attach (TbCtl   *self,
               GError **error)
{
  const TbItemDraft draft = {
    .kind = TB_ITEM_FILE,
    .path = tb_ctl_arg (self, 1),
    .is_internal = tb_ctl_has_option (self, "internal"),
  };

  return add_item (self, &draft, error);
}

/* ---- edit, delete ---- */

/* The entry that @text means: its id, or the beginning of just one. */
static TbItemRecord *
find_item (TbTicketView *view,
           const char   *text,
           GError      **error)
{
  TbItemRecord *found = NULL;
  guint         i;

  if (strlen (text) < MIN_PREFIX)
    {
      /* Translators: %d is a number of characters. */
      tb_ctl_refuse_usage (error, _ ("An entry is named by the first %d characters of its id, or more."),
                           MIN_PREFIX);
      return NULL;
    }
  for (i = 0; i < view->items->len; i++)
    {
      TbItemRecord *item = ((TbItemView *)view->items->pdata[i])->record;

      if (item->is_deleted || g_ascii_strncasecmp (item->uuid, text, strlen (text)) != 0)
        continue;
      if (found != NULL)
        {
          /* Translators: %s is the beginning of an entry's id. */
          tb_ctl_refuse (error, _ ("Several entries begin with “%s”. Please give more of the id."), text);
          return NULL;
        }
      found = item;
    }
  if (found == NULL)
    tb_problem_set (error, TB_PROBLEM_NOT_FOUND, text);
  return found;
}

static void
draft_from_item (TbItemDraft        *draft,
                 const TbItemRecord *item)
{
  *draft = (TbItemDraft){
    .kind = item->kind,
    .is_internal = item->is_internal,
    .is_question = item->is_question,
    .text = item->text,
    .date = item->date,
    .start_at = item->start_at,
    .end_at = item->end_at,
    .minutes = item->minutes,
    .work_type = item->work_type,
    .quantity = item->quantity,
    .unit = item->unit,
    .unit_price = item->unit_price,
  };
}

/** KindOption: an option that only one kind of entry has. */
typedef struct
{
  const char *option;
  TbItemKind  kind;
} KindOption;

static gboolean
check_kind (TbCtl     *self,
            TbItemKind kind,
            GError   **error)
{
  static const KindOption options[] = {
    { "minutes", TB_ITEM_TIME },
    { "amount", TB_ITEM_CHARGE },
    { "quantity", TB_ITEM_CHARGE },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (options); i++)
    if (tb_ctl_has_option (self, options[i].option) && options[i].kind != kind)
      /* Translators: an option without its dashes, and a kind of entry, e.g. “Note”. */
      return tb_ctl_refuse_usage (error, _ ("The option “--%s” does not fit this entry (%s)."),
                                  options[i].option, tb_ctl_word (TB_TYPE_ITEM_KIND, kind));
  return TRUE;
}

static gboolean
take_changes (TbCtl       *self,
              TbItemDraft *draft,
              GError     **error)
{
  const char *amount = tb_ctl_option (self, "amount");

  if (tb_ctl_arg (self, 2) != NULL)
    draft->text = tb_ctl_arg (self, 2);
  if (tb_ctl_has_option (self, "text"))
    draft->text = tb_ctl_option (self, "text");
  if (tb_ctl_has_option (self, "internal"))
    draft->is_internal = TRUE;
  if (tb_ctl_has_option (self, "public"))
    draft->is_internal = FALSE;
  return check_kind (self, draft->kind, error) && read_minutes (self, &draft->minutes, error) &&
         read_quantity (self, &draft->quantity, error) &&
         (amount == NULL || tb_decimal_parse_user (amount, 2, &draft->unit_price, error));
}

static gboolean
check_edit (TbCtl   *self,
            GError **error)
{
  if (tb_ctl_has_option (self, "internal") && tb_ctl_has_option (self, "public"))
    return tb_ctl_refuse_usage (error, _ ("“--internal” and “--public” exclude each other."));
  if (tb_ctl_has_option (self, "text") && tb_ctl_arg (self, 2) != NULL)
    return tb_ctl_refuse_usage (error, _ ("The text is given twice."));
  if (g_hash_table_size (self->options) == 0 && tb_ctl_arg (self, 2) == NULL)
    return tb_ctl_refuse_usage (error, _ ("Nothing says what should change."));
  return TRUE;
}

static gboolean
answer_item (TbCtl      *self,
             const char *uuid)
{
  if (self->is_json)
    tb_ctl_json_pairs ("number", tb_ctl_arg (self, 0), "uuid", uuid, NULL);
  return TRUE;
}

/* The ticket's page with the entry that argument 1 means. */
static TbTicketView *
load_item (TbCtl         *self,
           TbItemRecord **item,
           GError       **error)
{
  gint64 id = tb_ctl_read_ticket (self, error);
  g_autoptr (TbTicketView) view = id != 0 ? tb_engine_load_ticket (self->engine, id, error) : NULL;

  *item = view != NULL ? find_item (view, tb_ctl_arg (self, 1), error) : NULL;
  return *item != NULL ? g_steal_pointer (&view) : NULL;
}

gboolean
tb_ctl_edit (TbCtl   *self,
             GError **error)
{
  g_autoptr (TbTicketView) view = NULL;
  TbItemRecord *item = NULL;
  TbItemDraft   draft;
  TbCommand     command = { .type = TB_COMMAND_EDIT_ITEM, .item = &draft };

  if (!check_edit (self, error))
    return FALSE;
  view = load_item (self, &item, error);
  if (view == NULL)
    return FALSE;
  draft_from_item (&draft, item);
  command.ticket = view->ticket->id;
  command.uuid = item->uuid;
  return take_changes (self, &draft, error) && tb_engine_do (self->engine, &command, NULL, error) &&
         answer_item (self, item->uuid);
}

static gboolean
delete_ticket (TbCtl   *self,
               GError **error)
{
  TbCommand command = { .type = TB_COMMAND_DELETE_TICKET };

  command.ticket = tb_ctl_read_ticket (self, error);
  if (command.ticket == 0 || !tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  if (self->is_json)
    tb_ctl_json_pairs ("number", tb_ctl_arg (self, 0), NULL);
  return TRUE;
}

gboolean
tb_ctl_load (TbCtl   *self,
             GError **error)
{
  g_autoptr (TbTicketView) view = NULL;
  TbItemRecord *item = NULL;
  TbCommand     command = { .type = TB_COMMAND_CHOOSE_FILE };

  view = load_item (self, &item, error);
  if (view == NULL)
    return FALSE;
  if (item->kind != TB_ITEM_FILE || item->partner == 0)
    return tb_ctl_refuse (error, _ ("This is no file of a partner: “%s”."), tb_ctl_arg (self, 1));
  if (tb_engine_has_file (self->engine, item->sha256))
    return tb_ctl_refuse (error, _ ("This file is here already: “%s”."), item->file_name);
  command.ticket = view->ticket->id;
  command.name = item->sha256;
  command.is_active = !tb_ctl_has_option (self, "decline");
  return tb_engine_do (self->engine, &command, NULL, error) && answer_item (self, item->uuid);
}

gboolean
tb_ctl_delete (TbCtl   *self,
               GError **error)
{
  g_autoptr (TbTicketView) view = NULL;
  TbItemRecord *item = NULL;
  TbCommand     command = { .type = TB_COMMAND_DELETE_ITEM };

  if (tb_ctl_arg (self, 1) == NULL)
    return delete_ticket (self, error);
  view = load_item (self, &item, error);
  if (view == NULL)
    return FALSE;
  command.ticket = view->ticket->id;
  command.uuid = item->uuid;
  return tb_engine_do (self->engine, &command, NULL, error) && answer_item (self, item->uuid);
}
