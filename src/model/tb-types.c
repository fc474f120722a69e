/* SPDX-License-Identifier: GPL-3.0-or-later
 * The field's words as enums, each with its nick for wire, SQL and JSON. */
#include "config.h"

#include "tb-types.h"

/* clang-format off */
G_DEFINE_ENUM_TYPE (TbStatus, tb_status,
                    G_DEFINE_ENUM_VALUE (TB_STATUS_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_UNSENT, "unsent"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_ASSIGNED, "assigned"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_CANCELED, "canceled"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_DECLINED, "declined"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_IN_PROGRESS, "in_progress"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_WAITING_APPROVAL, "waiting_approval"),
                    G_DEFINE_ENUM_VALUE (TB_STATUS_COMPLETE, "complete"))
G_DEFINE_ENUM_TYPE (TbHealStep, tb_heal_step,
                    G_DEFINE_ENUM_VALUE (TB_HEAL_TOLD, "told"),
                    G_DEFINE_ENUM_VALUE (TB_HEAL_ANSWERED, "answered"),
                    G_DEFINE_ENUM_VALUE (TB_HEAL_RESENT, "resent"))
G_DEFINE_ENUM_TYPE (TbRole, tb_role,
                    G_DEFINE_ENUM_VALUE (TB_ROLE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_ROLE_LEAD, "lead"),
                    G_DEFINE_ENUM_VALUE (TB_ROLE_SERVICE, "service"))
G_DEFINE_ENUM_TYPE (TbActor, tb_actor,
                    G_DEFINE_ENUM_VALUE (TB_ACTOR_LEAD, "lead"),
                    G_DEFINE_ENUM_VALUE (TB_ACTOR_SERVICE, "service"),
                    G_DEFINE_ENUM_VALUE (TB_ACTOR_CLOCK, "clock"))
G_DEFINE_ENUM_TYPE (TbAction, tb_action,
                    G_DEFINE_ENUM_VALUE (TB_ACTION_SAVE_TERMS, "terms"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_OUTSOURCE, "outsource"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_DISCARD, "discard"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_CANCEL, "cancel"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_ACCEPT, "accept"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_DECLINE, "decline"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_AUTO_DECLINE, "auto-decline"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_START, "start"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_SUBMIT, "submit"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_APPROVE, "approve"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_REJECT, "reject"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_CLOSE_TICKET, "close-ticket"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_ASK, "ask"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_SHOW_TERMS, "show-terms"),
                    G_DEFINE_ENUM_VALUE (TB_ACTION_CHOOSE, "choose"))
G_DEFINE_ENUM_TYPE (TbVerb, tb_verb,
                    G_DEFINE_ENUM_VALUE (TB_VERB_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_VERB_ACCEPT, "accept"),
                    G_DEFINE_ENUM_VALUE (TB_VERB_DECLINE, "decline"),
                    G_DEFINE_ENUM_VALUE (TB_VERB_START, "start"),
                    G_DEFINE_ENUM_VALUE (TB_VERB_SUBMIT, "submit"),
                    G_DEFINE_ENUM_VALUE (TB_VERB_COMPLETE, "complete"))
G_DEFINE_ENUM_TYPE (TbPermission, tb_permission,
                    G_DEFINE_ENUM_VALUE (TB_PERMISSION_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_PERMISSION_OUTSOURCE, "outsource"),
                    G_DEFINE_ENUM_VALUE (TB_PERMISSION_PARTNERS, "partners"),
                    G_DEFINE_ENUM_VALUE (TB_PERMISSION_ALL, "all"))
G_DEFINE_ENUM_TYPE (TbMeaning, tb_meaning,
                    G_DEFINE_ENUM_VALUE (TB_MEANING_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (TB_MEANING_IN_PROGRESS, "in_progress"),
                    G_DEFINE_ENUM_VALUE (TB_MEANING_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (TB_MEANING_COMPLETE, "complete"))
G_DEFINE_ENUM_TYPE (TbItemKind, tb_item_kind,
                    G_DEFINE_ENUM_VALUE (TB_ITEM_NOTE, "note"),
                    G_DEFINE_ENUM_VALUE (TB_ITEM_TIME, "time"),
                    G_DEFINE_ENUM_VALUE (TB_ITEM_CHARGE, "charge"),
                    G_DEFINE_ENUM_VALUE (TB_ITEM_FILE, "file"))
G_DEFINE_ENUM_TYPE (TbRateKind, tb_rate_kind,
                    G_DEFINE_ENUM_VALUE (TB_RATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_RATE_HOURLY, "hourly"),
                    G_DEFINE_ENUM_VALUE (TB_RATE_FLAT, "flat"))
G_DEFINE_ENUM_TYPE (TbPriority, tb_priority,
                    G_DEFINE_ENUM_VALUE (TB_PRIORITY_LOW, "low"),
                    G_DEFINE_ENUM_VALUE (TB_PRIORITY_MEDIUM, "medium"),
                    G_DEFINE_ENUM_VALUE (TB_PRIORITY_HIGH, "high"),
                    G_DEFINE_ENUM_VALUE (TB_PRIORITY_CRITICAL, "critical"))
G_DEFINE_ENUM_TYPE (TbAgreementState, tb_agreement_state,
                    G_DEFINE_ENUM_VALUE (TB_AGREEMENT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_AGREEMENT_INVITED, "invited"),
                    G_DEFINE_ENUM_VALUE (TB_AGREEMENT_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (TB_AGREEMENT_INACTIVE, "inactive"),
                    G_DEFINE_ENUM_VALUE (TB_AGREEMENT_DECLINED, "declined"))
G_DEFINE_ENUM_TYPE (TbLinkState, tb_link_state,
                    G_DEFINE_ENUM_VALUE (TB_LINK_INVITED, "invited"),
                    G_DEFINE_ENUM_VALUE (TB_LINK_JOINING, "joining"),
                    G_DEFINE_ENUM_VALUE (TB_LINK_LINKED, "linked"),
                    G_DEFINE_ENUM_VALUE (TB_LINK_STOPPED, "stopped"))
G_DEFINE_ENUM_TYPE (TbTravel, tb_travel,
                    G_DEFINE_ENUM_VALUE (TB_TRAVEL_AUTO, "auto"),
                    G_DEFINE_ENUM_VALUE (TB_TRAVEL_PUSH, "push"),
                    G_DEFINE_ENUM_VALUE (TB_TRAVEL_PULL, "pull"),
                    G_DEFINE_ENUM_VALUE (TB_TRAVEL_MAILBOX, "mailbox"),
                    G_DEFINE_ENUM_VALUE (TB_TRAVEL_AWAIT, "await"))
G_DEFINE_ENUM_TYPE (TbDelivery, tb_delivery,
                    G_DEFINE_ENUM_VALUE (TB_DELIVERY_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TB_DELIVERY_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (TB_DELIVERY_DELIVERED, "delivered"),
                    G_DEFINE_ENUM_VALUE (TB_DELIVERY_HELD, "held"),
                    G_DEFINE_ENUM_VALUE (TB_DELIVERY_WAITING, "waiting"))
/* clang-format on */

const char *
tb_nick (GType type,
         int   value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (klass, value);

  return found != NULL ? found->value_nick : "?";
}

gboolean
tb_from_nick (GType       type,
              const char *nick,
              int        *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *found;

  g_return_val_if_fail (value != NULL, FALSE);

  found = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;
  if (found == NULL)
    return FALSE;
  *value = found->value;
  return TRUE;
}
