/* SPDX-License-Identifier: GPL-3.0-or-later
 * One local action: the table of commands, each a function over the core. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"
#include "tb-core-privacy-private.h"

typedef gboolean (*CommandFunc) (TbCore          *core,
                                 const TbCommand *command,
                                 TbResult        *result,
                                 GError         **error);

static gboolean
do_config (TbCore          *core,
           const TbCommand *command,
           TbResult        *result,
           GError         **error)
{
  return tb_core_config (core, command->name, command->value, error);
}

static gboolean
do_new_ticket (TbCore          *core,
               const TbCommand *command,
               TbResult        *result,
               GError         **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_new_ticket (core, command->draft, error);

  if (ticket == NULL)
    return FALSE;
  result->ticket = ticket->id;
  result->number = g_strdup (ticket->number);
  return TRUE;
}

static gboolean
do_import (TbCore          *core,
           const TbCommand *command,
           TbResult        *result,
           GError         **error)
{
  guint i;

  for (i = 0; i < command->n_drafts; i++)
    {
      g_autoptr (TbTicketRecord) ticket = tb_core_new_ticket (core, &command->drafts[i], error);

      if (ticket == NULL)
        return FALSE;
      result->count++;
    }
  return TRUE;
}

static gboolean
do_delete_ticket (TbCore          *core,
                  const TbCommand *command,
                  TbResult        *result,
                  GError         **error)
{
  return tb_core_delete_ticket (core, command->ticket, error);
}

static gboolean
do_set (TbCore          *core,
        const TbCommand *command,
        TbResult        *result,
        GError         **error)
{
  return tb_core_set (core, command->ticket, command->name, command->value, error);
}

static gboolean
do_alert (TbCore          *core,
          const TbCommand *command,
          TbResult        *result,
          GError         **error)
{
  return tb_core_set_alert (core, command->ticket, command->text, error);
}

static gboolean
do_add_item (TbCore          *core,
             const TbCommand *command,
             TbResult        *result,
             GError         **error)
{
  g_autoptr (TbItemRecord) item = tb_core_add_item (core, command->ticket, command->item, error);

  if (item == NULL)
    return FALSE;
  result->id = item->id;
  result->uuid = g_strdup (item->uuid);
  return TRUE;
}

static gboolean
do_choose_file (TbCore          *core,
                const TbCommand *command,
                TbResult        *result,
                GError         **error)
{
  return tb_core_choose_file (core, command->ticket, command->name, command->is_active, error);
}

static gboolean
do_edit_item (TbCore          *core,
              const TbCommand *command,
              TbResult        *result,
              GError         **error)
{
  return tb_core_edit_item (core, command->ticket, command->uuid, command->item, error);
}

static gboolean
do_delete_item (TbCore          *core,
                const TbCommand *command,
                TbResult        *result,
                GError         **error)
{
  return tb_core_delete_item (core, command->ticket, command->uuid, error);
}

static gboolean
do_save_terms (TbCore          *core,
               const TbCommand *command,
               TbResult        *result,
               GError         **error)
{
  return tb_core_save_terms (core, command->ticket, command->partner, command->terms, error);
}

static gboolean
do_outsource (TbCore          *core,
              const TbCommand *command,
              TbResult        *result,
              GError         **error)
{
  return tb_core_outsource (core, command->ticket, command->partner, command->terms, error);
}

static gboolean
do_act (TbCore          *core,
        const TbCommand *command,
        TbResult        *result,
        GError         **error)
{
  return tb_core_act (core, command->ticket, command->action, command->reason, command->organisation, error);
}

static gboolean
do_user_set (TbCore          *core,
             const TbCommand *command,
             TbResult        *result,
             GError         **error)
{
  return tb_core_user_set (core, command, error);
}

static gboolean
do_status_set (TbCore          *core,
               const TbCommand *command,
               TbResult        *result,
               GError         **error)
{
  return tb_core_status_set (core, command, error);
}

static gboolean
do_invite (TbCore          *core,
           const TbCommand *command,
           TbResult        *result,
           GError         **error)
{
  return tb_core_invite (core, command->partner, command->value, result, error);
}

static gboolean
do_answer_invitation (TbCore          *core,
                      const TbCommand *command,
                      TbResult        *result,
                      GError         **error)
{
  return tb_core_accept_invitation (core, command->text, command->partner, command->name,
                                    command->type == TB_COMMAND_ACCEPT_INVITATION, result, error);
}

static gboolean
do_set_active (TbCore          *core,
               const TbCommand *command,
               TbResult        *result,
               GError         **error)
{
  return tb_core_set_active (core, command->partner, command->value, command->type == TB_COMMAND_ACTIVATE,
                             error);
}

static gboolean
do_send_now (TbCore          *core,
             const TbCommand *command,
             TbResult        *result,
             GError         **error)
{
  g_autoptr (GPtrArray) partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0; i < partners->len; i++)
    {
      g_autoptr (TbPartnerRecord) partner = tb_partner_record_copy (partners->pdata[i]);

      if (command->partner != NULL && g_strcmp0 (command->partner, partner->name) != 0)
        continue;
      if (!tb_core_hurry_mail (core, partner->id, error))
        return FALSE;
      if (partner->next_attempt == 0)
        continue;
      partner->next_attempt = 0;
      if (!tb_tx_update (core->tx, partner, error))
        return FALSE;
    }
  core->is_outbox_changed = TRUE;
  return TRUE;
}

static gboolean
do_partner_set (TbCore          *core,
                const TbCommand *command,
                TbResult        *result,
                GError         **error)
{
  return tb_core_partner_set (core, command->partner, command->name, command->value, error);
}

static gboolean
do_add_box (TbCore          *core,
            const TbCommand *command,
            TbResult        *result,
            GError         **error)
{
  return tb_core_add_box (core, command->name, result, error);
}

static gboolean
do_remove_box (TbCore          *core,
               const TbCommand *command,
               TbResult        *result,
               GError         **error)
{
  return tb_core_remove_box (core, command->name, error);
}

static gboolean
do_resend (TbCore          *core,
           const TbCommand *command,
           TbResult        *result,
           GError         **error)
{
  return command->partner != NULL ? tb_core_resend_to (core, command->partner, error)
                                  : tb_core_resend (core, command->ticket, error);
}

static gboolean
do_skip (TbCore          *core,
         const TbCommand *command,
         TbResult        *result,
         GError         **error)
{
  return tb_core_skip (core, command->ticket, &result->count, error);
}

static gboolean
do_moved (TbCore          *core,
          const TbCommand *command,
          TbResult        *result,
          GError         **error)
{
  return (command->type == TB_COMMAND_MOVED ? tb_core_moved : tb_core_copied) (core, error);
}

static gboolean
do_draft (TbCore          *core,
          const TbCommand *command,
          TbResult        *result,
          GError         **error)
{
  if (command->draft_key == NULL || *command->draft_key == '\0')
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "draft", "draft");
  return tb_core_save_draft (core, command->draft_key, command->text, error);
}

static gboolean
do_organisation_set (TbCore          *core,
                     const TbCommand *command,
                     TbResult        *result,
                     GError         **error)
{
  return tb_core_organisation_set (core, command, error);
}

static gboolean
do_person_block (TbCore          *core,
                 const TbCommand *command,
                 TbResult        *result,
                 GError         **error)
{
  return tb_core_block_person (core, command->person, command->is_active, &result->count, error);
}

static gboolean
do_erasure_dismiss (TbCore          *core,
                    const TbCommand *command,
                    TbResult        *result,
                    GError         **error)
{
  return tb_core_settle_erasures (core, command->ticket, 2, error);
}

/* What each command does, and the least permission for it (product.md section 7); NONE too where it hangs on
 * more: on the setting, the step of the workflow, what is skipped. */
/* clang-format off */
static const struct
{
  CommandFunc  func;
  TbPermission permission;
} commands[TB_N_COMMANDS] = {
  [TB_COMMAND_CONFIG] = { do_config, TB_PERMISSION_NONE },
  [TB_COMMAND_NEW_TICKET] = { do_new_ticket, TB_PERMISSION_NONE },
  [TB_COMMAND_IMPORT] = { do_import, TB_PERMISSION_NONE },
  [TB_COMMAND_DELETE_TICKET] = { do_delete_ticket, TB_PERMISSION_NONE },
  [TB_COMMAND_SET] = { do_set, TB_PERMISSION_NONE },
  [TB_COMMAND_ALERT] = { do_alert, TB_PERMISSION_NONE },
  [TB_COMMAND_ADD_ITEM] = { do_add_item, TB_PERMISSION_NONE },
  [TB_COMMAND_EDIT_ITEM] = { do_edit_item, TB_PERMISSION_NONE },
  [TB_COMMAND_DELETE_ITEM] = { do_delete_item, TB_PERMISSION_NONE },
  [TB_COMMAND_CHOOSE_FILE] = { do_choose_file, TB_PERMISSION_NONE },
  [TB_COMMAND_SAVE_TERMS] = { do_save_terms, TB_PERMISSION_OUTSOURCE },
  [TB_COMMAND_OUTSOURCE] = { do_outsource, TB_PERMISSION_OUTSOURCE },
  [TB_COMMAND_ACT] = { do_act, TB_PERMISSION_NONE },
  [TB_COMMAND_USER_ADD] = { tb_core_user_add, TB_PERMISSION_ALL },
  [TB_COMMAND_USER_SET] = { do_user_set, TB_PERMISSION_ALL },
  [TB_COMMAND_STATUS_ADD] = { tb_core_status_add, TB_PERMISSION_ALL },
  [TB_COMMAND_STATUS_SET] = { do_status_set, TB_PERMISSION_ALL },
  [TB_COMMAND_INVITE] = { do_invite, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_ACCEPT_INVITATION] = { do_answer_invitation, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_DECLINE_INVITATION] = { do_answer_invitation, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_DEACTIVATE] = { do_set_active, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_ACTIVATE] = { do_set_active, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_PARTNER_SET] = { do_partner_set, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_BOX_ADD] = { do_add_box, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_BOX_REMOVE] = { do_remove_box, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_SEND_NOW] = { do_send_now, TB_PERMISSION_NONE },
  [TB_COMMAND_RESEND] = { do_resend, TB_PERMISSION_NONE },
  [TB_COMMAND_SKIP] = { do_skip, TB_PERMISSION_NONE },
  [TB_COMMAND_MOVED] = { do_moved, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_COPIED] = { do_moved, TB_PERMISSION_PARTNERS },
  [TB_COMMAND_DRAFT] = { do_draft, TB_PERMISSION_NONE },
  [TB_COMMAND_ORGANISATION_SET] = { do_organisation_set, TB_PERMISSION_NONE },
  [TB_COMMAND_PERSON_BLOCK] = { do_person_block, TB_PERMISSION_ALL },
  [TB_COMMAND_ERASURE_DISMISS] = { do_erasure_dismiss, TB_PERMISSION_ALL },
};
/* clang-format on */

TbPermission
tb_command_permission (TbCommandType type)
{
  g_return_val_if_fail (type < TB_N_COMMANDS, TB_PERMISSION_ALL);

  return commands[type].permission;
}

gboolean
tb_core_do (TbCore          *core,
            const TbCommand *command,
            TbResult        *result,
            GError         **error)
{
  g_return_val_if_fail (command->type < TB_N_COMMANDS, FALSE);

  /* A user who was set inactive does nothing any more; only who acts can still be changed, and what was
   * typed is kept. */
  if (command->type != TB_COMMAND_CONFIG && command->type != TB_COMMAND_DRAFT &&
      !tb_core_permit (core, commands[command->type].permission, error))
    return FALSE;
  if (!commands[command->type].func (core, command, result, error))
    return FALSE;
  return command->type == TB_COMMAND_DRAFT || command->draft_key == NULL ||
         tb_core_save_draft (core, command->draft_key, NULL, error);
}
