/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of the corners share: a ticket between two instances, and shorthands; each must succeed. */
#include "config.h"

#include "tb-corner.h"

#include "tb-batch.h"
#include "tb-pack.h"

void
tb_corner_setup (TbCorner     *fixture,
                 gconstpointer data)
{
  tb_pair_setup (&fixture->pair);
}

void
tb_corner_setup_accepted (TbCorner     *fixture,
                          gconstpointer data)
{
  tb_pair_setup (&fixture->pair);
  tb_pair_accepted (&fixture->pair, &fixture->lead, &fixture->service);
}

void
tb_corner_teardown (TbCorner     *fixture,
                    gconstpointer data)
{
  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  tb_pair_teardown (&fixture->pair);
}

void
tb_corner_assert_status (TbCorner *fixture,
                         TbStatus  status)
{
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, status);
  g_assert_cmpint (tb_status_of (&fixture->pair.service, fixture->service, TB_ROLE_SERVICE), ==, status);
}

void
tb_corner_offer (TbCorner *fixture)
{
  fixture->lead = tb_side_new_ticket (&fixture->pair.lead, "Mailserver nimmt keine Verbindungen an");
  tb_side_outsource (&fixture->pair.lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
}

TbCommand
tb_corner_command_on (TbSide       *side,
                      const char   *number,
                      TbCommandType type)
{
  return (TbCommand){ .type = type, .ticket = tb_side_ticket (side, number) };
}

void
tb_corner_save_terms (TbSide        *side,
                      const char    *number,
                      const TbTerms *terms)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_SAVE_TERMS);

  command.partner = "Alpen";
  command.terms = terms;
  tb_side_do (side, command, NULL);
}

char *
tb_corner_add (TbSide     *side,
               const char *number,
               TbItemDraft draft)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_ADD_ITEM);
  TbResult  result = { 0 };
  char     *uuid;

  command.item = &draft;
  tb_side_do (side, command, &result);
  uuid = g_strdup (result.uuid);
  tb_result_clear (&result);
  return uuid;
}

void
tb_corner_edit (TbSide     *side,
                const char *number,
                const char *uuid,
                TbItemDraft draft)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_EDIT_ITEM);

  command.uuid = uuid;
  command.item = &draft;
  tb_side_do (side, command, NULL);
}

void
tb_corner_delete_item (TbSide     *side,
                       const char *number,
                       const char *uuid)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_DELETE_ITEM);

  command.uuid = uuid;
  tb_side_do (side, command, NULL);
}

void
tb_corner_refuse_act (TbSide     *side,
                      const char *number,
                      TbAction    action,
                      TbProblem   problem)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_ACT);

  command.action = action;
  command.reason = "Grund";
  command.organisation = "Irgendwer";
  tb_side_refuse (side, command, problem);
}

gboolean
tb_corner_has_item (TbSide     *side,
                    const char *number,
                    const char *text)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  TbItemView *item = tb_item_with (view, text);

  return item != NULL && !item->record->is_deleted;
}

guint
tb_corner_sum_charges (TbSide     *side,
                       const char *number,
                       gint64     *amount)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  guint i, count = 0;

  *amount = 0;
  for (i = 0; i < view->items->len; i++)
    {
      TbItemRecord *item = ((TbItemView *)view->items->pdata[i])->record;

      if (item->kind != TB_ITEM_CHARGE || item->is_deleted)
        continue;
      count++;
      *amount += item->amount;
    }
  return count;
}

guint
tb_corner_count_in (TbSide    *side,
                    TbFolderId folder)
{
  const TbListQuery query = { .folder = folder };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 0, &error);

  g_assert_no_error (error);
  return rows->len;
}

void
tb_corner_tick (TbSide *side)
{
  g_autoptr (GError) error = NULL;

  tb_engine_tick (side->engine, NULL, &error);
  g_assert_no_error (error);
}

void
tb_corner_set (TbSide     *side,
               const char *number,
               const char *field,
               const char *value)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_SET);

  command.name = field;
  command.value = value;
  tb_side_do (side, command, NULL);
}

void
tb_corner_become (TbSide      *side,
                  const char  *name,
                  TbPermission permission)
{
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = name, .permission = permission }, NULL);
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = name }, NULL);
}

/* What was said, not how it was packed. */
static void
record (GString          *bytes,
        const TbEnvelope *envelope)
{
  g_autoptr (GBytes) plain = tb_unpack (envelope->body, TB_BATCH_MAX_BYTES, NULL);

  g_assert_nonnull (plain);
  g_string_append_len (bytes, g_bytes_get_data (plain, NULL), (gssize)g_bytes_get_size (plain));
}

/* One request and its answer, their bodies written down. */
static gboolean
push_recorded (TbSide  *from,
               TbSide  *to,
               GString *bytes)
{
  gint64 partner = tb_side_partner (from, to->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbEnvelope) request = tb_engine_prepare (from->engine, partner, FALSE, &error);
  g_autoptr (TbEnvelope) answer = NULL;

  g_assert_no_error (error);
  if (request == NULL)
    return FALSE;
  answer = tb_engine_receive (to->engine, request, &error);
  g_assert_no_error (error);
  record (bytes, request);
  record (bytes, answer);
  tb_engine_settle (from->engine, partner, request, answer, NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

void
tb_corner_exchange_recorded (TbSide  *a,
                             TbSide  *b,
                             GString *bytes)
{
  guint    round;
  gboolean went = TRUE;

  for (round = 0; went && round < 100; round++)
    {
      went = push_recorded (a, b, bytes);
      went = push_recorded (b, a, bytes) || went;
    }
  g_assert_false (went);
}

TbItemRecord *
tb_corner_find_item (TbSide     *side,
                     const char *number,
                     const char *text)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  TbItemView *item = tb_item_with (view, text);

  return item != NULL ? tb_record_ref (item->record) : NULL;
}

typedef struct
{
  gboolean is_done;
  char    *text;
} Loading;

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Loading *loading = data;
  g_autoptr (GError) error = NULL;

  loading->text = tb_desk_load_draft_finish (TB_DESK (source), result, &error);
  g_assert_no_error (error);
  loading->is_done = TRUE;
}

char *
tb_corner_load_draft (TbDesk     *desk,
                      const char *key)
{
  Loading loading = { 0 };

  tb_desk_load_draft_async (desk, key, NULL, on_loaded_cb, &loading);
  g_assert_false (loading.is_done);
  while (!loading.is_done)
    g_main_context_iteration (NULL, TRUE);
  return loading.text;
}
