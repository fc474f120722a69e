/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the dropdowns „Outsourcen“ and „Lead-Partner benachrichtigen“ offer, and what of it may be done
 * now. */
#include "config.h"

#include "tb-ticket-menu.h"

#include <glib/gi18n.h>
#include <string.h>

static TbStatus
get_status (TbEngagement *engagement)
{
  const TbEngagementRecord *record;

  record = engagement != NULL ? tb_object_get_record (TB_OBJECT (engagement)) : NULL;
  return record != NULL ? (TbStatus)record->status : TB_STATUS_NONE;
}

TbTicketSituation
tb_ticket_situation_of (TbDesk        *desk,
                        TbTicketSheet *sheet)
{
  TbTicketDetails            *details = sheet != NULL ? tb_ticket_sheet_get_details (sheet) : NULL;
  const TbTicketRecord       *ticket;
  const TbTicketDetailsExtra *extra;
  TbEngagement               *service;
  TbTicketSituation           situation = { 0 };
  gboolean                    is_gone;

  if (desk != NULL)
    situation.permission = tb_desk_get_permission (desk);
  if (details == NULL)
    return situation;
  g_object_get (sheet, "is-gone", &is_gone, NULL);
  ticket = tb_object_get_record (TB_OBJECT (details));
  extra = tb_object_get_extra (TB_OBJECT (details));
  service = tb_ticket_sheet_get_engagement (sheet, TB_ROLE_SERVICE);
  situation.lead = get_status (tb_ticket_sheet_get_engagement (sheet, TB_ROLE_LEAD));
  situation.service = get_status (service);
  if (service != NULL && tb_object_get_extra (TB_OBJECT (service)) != NULL)
    situation.pending = ((TbEngagementExtra *)tb_object_get_extra (TB_OBJECT (service)))->pending;
  situation.is_there = !is_gone;
  situation.is_confirmed = ticket->is_confirmed != 0;
  situation.is_complete = extra->status_meaning == TB_MEANING_COMPLETE;
  return situation;
}

static TbStatus
status_of (const TbTicketSituation *situation,
           TbRole                   role)
{
  return role == TB_ROLE_LEAD ? situation->lead : situation->service;
}

static gboolean
menu_has (const TbTicketSituation *situation,
          TbRole                   role,
          TbAction                 action)
{
  g_autoptr (GPtrArray) items = tb_menu (role, status_of (situation, role), situation->permission);
  guint i;

  for (i = 0; i < items->len; i++)
    if (((const TbMenuItem *)g_ptr_array_index (items, i))->action == action)
      return TRUE;
  return FALSE;
}

/* Where there are terms they can be looked at, also after the menu has other things to offer. */
static gboolean
can_look (const TbTicketSituation *situation,
          TbRole                   role)
{
  guint             n, i;
  const TbMenuItem *items = tb_menu_items (&n);

  if (!situation->is_there || status_of (situation, role) == TB_STATUS_NONE)
    return FALSE;
  for (i = 0; i < n; i++)
    if (items[i].role == role && items[i].action == TB_ACTION_SHOW_TERMS)
      return situation->permission >= items[i].permission;
  return FALSE;
}

gboolean
tb_ticket_can (const TbTicketSituation *situation,
               TbRole                   role,
               TbAction                 action)
{
  if (action == TB_ACTION_SHOW_TERMS)
    return can_look (situation, role);
  if (!situation->is_there || !menu_has (situation, role, action))
    return FALSE;
  if (role == TB_ROLE_SERVICE)
    return situation->pending == TB_VERB_NONE;
  return tb_ticket_why_no_outsourcing (situation) == NULL;
}

const char *
tb_ticket_why_no_outsourcing (const TbTicketSituation *situation)
{
  if (situation->is_there && !situation->is_confirmed)
    return _ (
      "An offer can be passed on only after you have accepted it and the lead partner has confirmed that.");
  if (situation->is_complete)
    return _ ("A ticket whose status means complete cannot be outsourced.");
  return NULL;
}

gboolean
tb_ticket_can_write (const TbTicketSituation *situation)
{
  return situation->is_there && situation->is_confirmed;
}

const char *
tb_ticket_why_not_write (const TbTicketSituation *situation)
{
  if (!situation->is_there || situation->is_confirmed)
    return NULL;
  if (situation->pending == TB_VERB_ACCEPT)
    return _ (
      "You have accepted this ticket. As soon as the lead partner has confirmed that, you can work on it.");
  if (situation->service == TB_STATUS_ASSIGNED)
    return _ ("This is an offer. After you have accepted it, you can work on it.");
  return _ ("This offer has not become a ticket of yours. It is kept for the record.");
}

/* ---- Menus ---- */

const char *
tb_ticket_action_name (const TbTicketSituation *situation,
                       TbRole                   role,
                       TbAction                 action)
{
  /* The only step that can stand in both menus at once: each shows its own terms. */
  if (action == TB_ACTION_SHOW_TERMS && role == TB_ROLE_SERVICE && can_look (situation, TB_ROLE_LEAD))
    return "show-insourcing-terms";
  return tb_nick (TB_TYPE_ACTION, action);
}

/* In the label of a menu an underscore marks a key. */
static char *
escape_underscores (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_partners (GMenu      *menu,
                 GListModel *partners)
{
  guint n = partners != NULL ? MIN (g_list_model_get_n_items (partners), TB_TICKET_MENU_PARTNERS) : 0;
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      const TbPartnerRecord *record = tb_object_get_record (partner);
      g_autofree char       *label = escape_underscores (record->name);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "ticket.outsource-to", "s", record->name);
      g_menu_append_item (menu, item);
    }
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

GMenuModel *
tb_ticket_menu_new (const TbTicketSituation *situation,
                    TbRole                   role,
                    GListModel              *partners)
{
  g_autoptr (GPtrArray) items = tb_menu (role, status_of (situation, role), situation->permission);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) steps = g_menu_new ();
  g_autoptr (GMenu) looking = g_menu_new ();
  gboolean looks_first = FALSE; /* partners, or the terms, above the steps */
  guint    i;

  for (i = 0; i < items->len; i++)
    {
      const TbMenuItem *item = g_ptr_array_index (items, i);
      g_autofree char  *action =
        g_strconcat ("ticket.", tb_ticket_action_name (situation, role, item->action), NULL);

      if (item->action == TB_ACTION_CHOOSE)
        append_partners (looking, partners);
      if (item->action == TB_ACTION_SHOW_TERMS)
        looks_first = i == 0;
      g_menu_append (item->action == TB_ACTION_SHOW_TERMS ? looking : steps, _ (item->label), action);
      if (item->action == TB_ACTION_CHOOSE)
        looks_first = TRUE;
    }
  append_section (menu, looks_first ? looking : steps);
  append_section (menu, looks_first ? steps : looking);
  return G_MENU_MODEL (menu);
}
