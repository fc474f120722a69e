/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where the profile lives: a copy that runs elsewhere would speak with the same key as its original. The
 * machine and the path are stored; when they change and there is a partner, nothing is delivered until
 * somebody has said „umgezogen“ or „kopiert“ (protocol.md section 4). */
#include "config.h"

#include "tb-core-heal-private.h"

#include <stdlib.h>

#define MACHINE "machine"
#define PLACE "place"
#define ELSEWHERE "elsewhere"

static char *machine_for_tests; /* (owned) (nullable) */

void
tb_engine_set_machine_for_tests (const char *machine)
{
  g_free (machine_for_tests);
  machine_for_tests = g_strdup (machine);
}

/* The id itself is nobody's business: its hash serves as well. NULL where there is none. */
static char *
find_machine (void)
{
  static const char *const paths[] = { "/etc/machine-id", "/var/lib/dbus/machine-id" };
  g_autofree char         *id = g_strdup (machine_for_tests);
  g_autofree char         *salted = NULL;
  guint                    i;

  for (i = 0; id == NULL && i < G_N_ELEMENTS (paths); i++)
    g_file_get_contents (paths[i], &id, NULL, NULL);
  if (id == NULL || *g_strstrip (id) == '\0')
    return NULL;
  salted = g_strconcat ("ticketbruecke ", id, NULL);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);
}

static char *
find_place (TbCore *core)
{
  const char *dir = tb_store_get_dir (core->store);
  char       *real = realpath (dir, NULL);
  char       *place = g_canonicalize_filename (real != NULL ? real : dir, NULL);

  free (real);
  return place;
}

static gboolean
has_links (TbCore   *core,
           gboolean *has,
           GError  **error)
{
  g_autoptr (GPtrArray) partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  guint i;

  *has = FALSE;
  for (i = 0; partners != NULL && i < partners->len; i++)
    {
      gint64 state = ((TbPartnerRecord *)partners->pdata[i])->link_state;

      *has = *has || state == TB_LINK_LINKED || state == TB_LINK_JOINING;
    }
  return partners != NULL;
}

/** What is stored, and what is found. */
typedef struct
{
  char *known_machine;
  char *known_place;
  char *machine;
  char *place;
} Look;

static void
look_clear (Look *look)
{
  g_free (look->known_machine);
  g_free (look->known_place);
  g_free (look->machine);
  g_free (look->place);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static gboolean
look (TbCore  *core,
      Look    *out,
      GError **error)
{
  GError *local = NULL;

  out->machine = find_machine ();
  out->place = find_place (core);
  out->known_machine = tb_tx_get_setting (core->tx, MACHINE, &local);
  if (local == NULL)
    out->known_place = tb_tx_get_setting (core->tx, PLACE, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
is_elsewhere (const Look *found)
{
  return (found->machine != NULL && found->known_machine != NULL &&
          !g_str_equal (found->machine, found->known_machine)) ||
         (found->known_place != NULL && !g_str_equal (found->place, found->known_place));
}

static gboolean
settle_here (TbCore     *core,
             const Look *found,
             GError    **error)
{
  return (found->machine == NULL || tb_tx_set_setting (core->tx, MACHINE, found->machine, error)) &&
         tb_tx_set_setting (core->tx, PLACE, found->place, error) &&
         tb_tx_set_setting (core->tx, ELSEWHERE, "off", error);
}

gboolean
tb_core_is_settled (TbCore  *core,
                    gpointer settled,
                    GError **error)
{
  g_auto (Look) found = { 0 };

  if (!look (core, &found, error))
    return FALSE;
  *(gboolean *)settled = found.known_place != NULL && !core->is_elsewhere && !is_elsewhere (&found) &&
                         (found.machine == NULL || found.known_machine != NULL);
  return TRUE;
}

gboolean
tb_core_look_around (TbCore  *core,
                     gpointer data,
                     GError **error)
{
  g_auto (Look) found = { 0 };
  gboolean has;

  if (!look (core, &found, error) || !has_links (core, &has, error))
    return FALSE;
  /* Without a partner nobody can be confused; and who has come back is where it was. */
  if (!has || !is_elsewhere (&found))
    return settle_here (core, &found, error);
  g_info ("the profile is not where it was");
  return tb_tx_set_setting (core->tx, ELSEWHERE, "on", error);
}

/* ---- What somebody says ---- */

gboolean
tb_core_moved (TbCore  *core,
               GError **error)
{
  g_auto (Look) found = { 0 };

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error) || !look (core, &found, error))
    return FALSE;
  core->is_outbox_changed = TRUE;
  return settle_here (core, &found, error);
}

/* The original goes on with its partners; here every key is dropped. */
static gboolean
cut_off (TbCore          *core,
         TbPartnerRecord *partner,
         GError         **error)
{
  if (partner->link_state != TB_LINK_LINKED && partner->link_state != TB_LINK_JOINING)
    return TRUE;
  partner->link_state = TB_LINK_STOPPED;
  partner->heal = 0;
  tb_set_bytes (&partner->key, NULL);
  tb_set_bytes (&partner->join_body, NULL);
  tb_set_text (&partner->join_key_id, NULL);
  tb_set_text (&partner->link, NULL);
  tb_set_text (&partner->problem, tb_problem_nick (TB_PROBLEM_COPIED));
  tb_core_notice (core, "stopped", NULL, partner->name, partner->problem);
  return tb_core_withdraw_link (core, partner->id, error) &&
         tb_tx_exec (core->tx, TB_QX_HEALED_ALL, error, "i", partner->id) &&
         tb_tx_update (core->tx, partner, error);
}

/* An invitation that the original gave out is not ours to answer. */
static gboolean
drop_invitations (TbCore  *core,
                  GError **error)
{
  g_autoptr (GPtrArray) invitations = NULL;
  guint i;

  invitations = tb_tx_select (core->tx, TB_Q_INVITATIONS_EXPIRED, error, "i", G_MAXINT64);
  if (invitations == NULL)
    return FALSE;
  for (i = 0; i < invitations->len; i++)
    {
      g_autoptr (TbInvitationRecord) invitation = tb_invitation_record_copy (invitations->pdata[i]);

      tb_set_bytes (&invitation->access_key, NULL);
      if (!tb_tx_update (core->tx, invitation, error))
        return FALSE;
    }
  return TRUE;
}

/* The agreements of the original keep their names; what the copy agrees upon is something else. */
static gboolean
rename_agreements (TbCore  *core,
                   gint64   partner,
                   GError **error)
{
  g_autoptr (GPtrArray) agreements = NULL;
  guint i;

  agreements = tb_tx_select (core->tx, TB_Q_AGREEMENTS_OF_PARTNER, error, "i", partner);
  if (agreements == NULL)
    return FALSE;
  for (i = 0; i < agreements->len; i++)
    {
      g_autoptr (TbAgreementRecord) agreement = tb_agreement_record_copy (agreements->pdata[i]);

      g_free (agreement->uuid);
      agreement->uuid = tb_id_new ();
      if (!tb_tx_update (core->tx, agreement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tb_core_copied (TbCore  *core,
                GError **error)
{
  g_auto (Look) found = { 0 };
  g_autoptr (GPtrArray) partners = NULL;
  g_autofree char *instance = tb_id_new ();
  guint            i;

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error) || !look (core, &found, error))
    return FALSE;
  partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  if (partners == NULL)
    return FALSE;
  for (i = 0; i < partners->len; i++)
    {
      g_autoptr (TbPartnerRecord) partner = tb_partner_record_copy (partners->pdata[i]);

      if (!cut_off (core, partner, error) || !rename_agreements (core, partner->id, error))
        return FALSE;
    }
  return drop_invitations (core, error) && tb_tx_set_setting (core->tx, "instance", instance, error) &&
         settle_here (core, &found, error);
}
