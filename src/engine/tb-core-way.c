/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is set of a partner by hand: the way to it, its address, the box between us. */
#include "config.h"

#include "tb-core-private.h"

#include <string.h>

static gboolean
set_way (TbCore          *core,
         TbPartnerRecord *partner,
         const char      *value,
         GError         **error)
{
  int way;

  if (!tb_from_nick (TB_TYPE_TRAVEL, value, &way) || way == TB_TRAVEL_AWAIT)
    return tb_core_refuse (error, TB_PROBLEM_BAD_VALUE, value, "way");
  /* What the way needs must be there, or nothing would ever arrive. */
  if (way == TB_TRAVEL_MAILBOX && partner->box == NULL)
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "mailbox", "mailbox");
  if ((way == TB_TRAVEL_PUSH || way == TB_TRAVEL_PULL) && partner->url == NULL)
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "url", "url");
  partner->way = way;
  return TRUE;
}

static gboolean
set_url (TbCore          *core,
         TbPartnerRecord *partner,
         const char      *value,
         GError         **error)
{
  if (*value != '\0' && !g_str_has_prefix (value, "https://") && !g_str_has_prefix (value, "http://"))
    return tb_core_refuse (error, TB_PROBLEM_ADDRESS, value, "url");
  tb_set_text (&partner->url, *value != '\0' ? value : NULL);
  if (*value == '\0' && (partner->way == TB_TRAVEL_PUSH || partner->way == TB_TRAVEL_PULL))
    partner->way = TB_TRAVEL_AUTO;
  return TRUE;
}

static gboolean
set_mailbox (TbCore          *core,
             TbPartnerRecord *partner,
             const char      *value,
             GError         **error)
{
  TbMailbox mailbox = { 0 };

  if (*value != '\0' && !tb_mailbox_from_code (value, &mailbox, error))
    return FALSE;
  tb_set_text (&partner->box, mailbox.box);
  tb_set_text (&partner->box_url, mailbox.url);
  tb_set_text (&partner->box_fingerprint, mailbox.fingerprint);
  tb_set_bytes (&partner->box_token, mailbox.token);
  tb_mailbox_clear (&mailbox);
  partner->way = *value != '\0' ? TB_TRAVEL_MAILBOX : TB_TRAVEL_AUTO;
  /* What lay in another box is written anew. */
  return tb_tx_exec (core->tx, TB_QX_FORGET_MAIL, error, "i", partner->id);
}

typedef struct
{
  const char *name;
  gboolean (*set) (TbCore          *core,
                   TbPartnerRecord *partner,
                   const char      *value,
                   GError         **error);
} Field;

/* clang-format off */
static const Field fields[] = {
  { "way", set_way },
  { "url", set_url },
  { "mailbox", set_mailbox },
};
/* clang-format on */

gboolean
tb_core_partner_set (TbCore     *core,
                     const char *name,
                     const char *field,
                     const char *value,
                     GError    **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  guint i;

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error))
    return FALSE;
  partner = tb_core_partner_named (core, name, error);
  if (partner == NULL)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (fields[i].name, field) == 0)
      {
        if (!fields[i].set (core, partner, value != NULL ? value : "", error))
          return FALSE;
        partner->next_attempt = 0;
        core->is_outbox_changed = TRUE;
        return tb_tx_update (core->tx, partner, error);
      }
  return tb_core_refuse (error, TB_PROBLEM_BAD_VALUE, field, "name");
}
