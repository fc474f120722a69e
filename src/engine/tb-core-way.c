/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is set of a partner by hand: what we call it, the way to it, its address, the box between us. */
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

/* Only what it is called here: what is there of it refers to the row, the partner itself learns nothing. */
static gboolean
set_name (TbCore          *core,
          TbPartnerRecord *partner,
          const char      *value,
          GError         **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (value));
  g_autoptr (TbPartnerRecord) same = NULL;
  GError *local = NULL;

  if (*clean == '\0')
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "name", "name");
  if (!tb_check_text (clean, TB_LIMIT_NAME, "name", error))
    return FALSE;
  same = tb_tx_find (core->tx, TB_Q_PARTNER_BY_NAME, &local, "s", clean);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (same != NULL && same->id != partner->id)
    return tb_core_refuse (error, TB_PROBLEM_NAME_TAKEN, clean, "name");
  tb_set_text (&partner->name, clean);
  return TRUE;
}

typedef struct
{
  const char *name;
  gboolean    is_way; /* from then on another try may succeed */
  gboolean (*set) (TbCore          *core,
                   TbPartnerRecord *partner,
                   const char      *value,
                   GError         **error);
} Field;

/* clang-format off */
static const Field fields[] = {
  { "name", FALSE, set_name },
  { "way", TRUE, set_way },
  { "url", TRUE, set_url },
  { "mailbox", TRUE, set_mailbox },
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
        if (fields[i].is_way)
          partner->next_attempt = 0;
        core->is_outbox_changed |= fields[i].is_way;
        return tb_tx_update (core->tx, partner, error);
      }
  return tb_core_refuse (error, TB_PROBLEM_BAD_VALUE, field, "name");
}
