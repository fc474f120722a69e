/* SPDX-License-Identifier: GPL-3.0-or-later
 * Partners: invite, accept, decline, set, deactivate, activate, list. */
#include "config.h"

#include "tb-ctl-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CODE_PREFIX "tb1-"
/* An invitation is well under this; what is larger is some other file. */
#define MAX_INVITATION (256 * 1024)

static void
print_partner (TbCtl      *self,
               const char *name)
{
  if (self->is_json)
    tb_ctl_json_pairs ("partner", name, NULL);
}

/* Partners know us by our key: it has to be there before anything is said of us. */
static gboolean
ensure_identity (TbCtl   *self,
                 GError **error)
{
  const TbTransport *transport = tb_ctl_transport (self);
  g_autofree char   *fingerprint = transport->fingerprint (transport->self, error);

  return fingerprint != NULL;
}

/* Asked before the invitation is made: afterwards it would be too late. */
static gboolean
check_writable (const char *path,
                GError    **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (path);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR) && g_access (dir, W_OK) == 0)
    return TRUE;
  /* Translators: %s is a path. */
  return tb_ctl_refuse (error, _ ("The file “%s” cannot be written."), shown);
}

gboolean
tb_ctl_partner_invite (TbCtl   *self,
                       GError **error)
{
  const char *path = tb_ctl_option (self, "out");
  TbCommand   command = { .type = TB_COMMAND_INVITE,
                          .partner = tb_ctl_arg (self, 0),
                          .value = tb_ctl_option (self, "mailbox") };
  g_auto (TbResult) result = { 0 };
  GError  *local = NULL;
  gboolean is_written;

  if (!check_writable (path, error) || !ensure_identity (self, error) ||
      !tb_engine_do (self->engine, &command, &result, error))
    return FALSE;
  /* It holds the access key: nobody else may read it. */
  is_written = g_file_set_contents_full (path, result.text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local);
  if (self->is_json)
    tb_ctl_json_pairs ("partner", result.partner, "code", result.code, "file", is_written ? path : NULL,
                       NULL);
  else
    tb_ctl_print ("%s\n", result.code);
  if (is_written)
    return TRUE;
  /* Translators: %s is the system's reason. The code stands on the screen. */
  tb_ctl_refuse (error, _ ("The invitation is made, but its file cannot be written (%s). Use the code."),
                 local->message);
  g_clear_error (&local);
  return FALSE;
}

/* ---- accept, decline ---- */

static gboolean
read_invitation (const char *path,
                 char      **text,
                 GError    **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  gsize            length;

  if (g_file_get_contents (path, text, &length, NULL) && length <= MAX_INVITATION && strlen (*text) == length)
    return TRUE;
  if (*text == NULL)
    tb_problem_set (error, TB_PROBLEM_FILE_UNREADABLE, shown);
  else
    tb_problem_set (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
  return FALSE;
}

static gboolean
is_partner (TbCtl      *self,
            const char *name,
            gboolean   *found,
            GError    **error)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->engine, error);
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0; i < partners->len && !*found; i++)
    *found = strcmp (((TbPartnerView *)partners->pdata[i])->record->name, name) == 0;
  return TRUE;
}

/* A code, a file, or a partner whose counter-invitation waits. */
static gboolean
answer_invitation (TbCtl        *self,
                   TbCommandType type,
                   GError      **error)
{
  const char      *what = tb_ctl_arg (self, 0);
  TbCommand        command = { .type = type, .name = tb_ctl_option (self, "name") };
  g_autofree char *text = NULL;
  g_autofree char *chugged = g_strchug (g_strdup (what));
  gboolean         found = FALSE;
  g_auto (TbResult) result = { 0 };

  /* A mail is copied from with the blanks around the code. */
  if (g_str_has_prefix (chugged, CODE_PREFIX))
    {
      command.text = chugged;
    }
  else
    {
      if (!g_file_test (what, G_FILE_TEST_EXISTS) && !is_partner (self, what, &found, error))
        return FALSE;
      if (!found && !read_invitation (what, &text, error))
        return FALSE;
      command.text = text;
      command.partner = found ? what : NULL;
    }
  if (!ensure_identity (self, error) || !tb_engine_do (self->engine, &command, &result, error))
    return FALSE;
  if (self->is_json)
    print_partner (self, result.partner);
  else
    tb_ctl_print ("%s\n", result.partner);
  return TRUE;
}

gboolean
tb_ctl_partner_accept (TbCtl   *self,
                       GError **error)
{
  return answer_invitation (self, TB_COMMAND_ACCEPT_INVITATION, error);
}

gboolean
tb_ctl_partner_decline (TbCtl   *self,
                        GError **error)
{
  return answer_invitation (self, TB_COMMAND_DECLINE_INVITATION, error);
}

/* ---- set, deactivate, activate, list ---- */

gboolean
tb_ctl_partner_set (TbCtl   *self,
                    GError **error)
{
  /* What a way needs comes before the way. The name comes last, for from then on the partner is called
   * otherwise. */
  static const char *const names[] = { "url", "mailbox", "way", "name" };
  TbCommand                command = { .type = TB_COMMAND_PARTNER_SET, .partner = tb_ctl_arg (self, 0) };
  gboolean                 is_given = FALSE;
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!tb_ctl_has_option (self, names[i]))
        continue;
      is_given = TRUE;
      command.name = names[i];
      command.value = tb_ctl_option (self, names[i]);
      if (!tb_engine_do (self->engine, &command, NULL, error))
        return FALSE;
    }
  if (!is_given)
    return tb_ctl_refuse_usage (error, "%s", _ ("Nothing says what should change."));
  print_partner (self, tb_ctl_has_option (self, "name") ? tb_ctl_option (self, "name") : command.partner);
  return TRUE;
}

static gboolean
set_active (TbCtl        *self,
            TbCommandType type,
            GError      **error)
{
  const TbCommand command = { .type = type, .partner = tb_ctl_arg (self, 0) };

  if (!tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  print_partner (self, command.partner);
  return TRUE;
}

gboolean
tb_ctl_partner_deactivate (TbCtl   *self,
                           GError **error)
{
  return set_active (self, TB_COMMAND_DEACTIVATE, error);
}

gboolean
tb_ctl_partner_activate (TbCtl   *self,
                         GError **error)
{
  return set_active (self, TB_COMMAND_ACTIVATE, error);
}

static const char *
state_nick (TbAgreementState state)
{
  return state != TB_AGREEMENT_NONE ? tb_nick (TB_TYPE_AGREEMENT_STATE, state) : NULL;
}

static void
print_partners_json (GPtrArray *partners)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint i;

  json_builder_begin_array (builder);
  for (i = 0; i < partners->len; i++)
    {
      const TbPartnerView   *view = partners->pdata[i];
      const TbPartnerRecord *record = view->record;

      json_builder_begin_object (builder);
      tb_ctl_json_text (builder, "name", record->name);
      tb_ctl_json_text (builder, "lead_state", state_nick (view->lead_state));
      tb_ctl_json_text (builder, "service_state", state_nick (view->service_state));
      tb_ctl_json_text (builder, "url", record->url);
      tb_ctl_json_text (builder, "way", tb_nick (TB_TYPE_TRAVEL, (int)record->way));
      tb_ctl_json_text (builder, "mailbox", record->box_url);
      tb_ctl_json_time (builder, "last_contact", record->last_contact);
      tb_ctl_json_int (builder, "waiting", view->waiting);
      tb_ctl_json_text (builder, "link_state", tb_nick (TB_TYPE_LINK_STATE, (int)record->link_state));
      tb_ctl_json_text (builder, "problem", record->problem);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
}

gboolean
tb_ctl_partner_list (TbCtl   *self,
                     GError **error)
{
  static const char *const headings[] = {
    N_ ("Partner"), N_ ("We lead"), N_ ("They lead"), N_ ("Link"),
    N_ ("Last contact"), N_ ("Waiting"), N_ ("Problem"), NULL
  };
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->engine, error);
  GPtrArray *table;
  guint      i;

  if (partners == NULL)
    return FALSE;
  if (self->is_json)
    {
      print_partners_json (partners);
      return TRUE;
    }
  table = tb_ctl_table_new (headings);
  for (i = 0; i < partners->len; i++)
    {
      const TbPartnerView   *view = partners->pdata[i];
      const TbPartnerRecord *record = view->record;

      tb_ctl_table_add (table, g_strdup (record->name),
                        g_strdup (tb_ctl_word (TB_TYPE_AGREEMENT_STATE, view->lead_state)),
                        g_strdup (tb_ctl_word (TB_TYPE_AGREEMENT_STATE, view->service_state)),
                        g_strdup (tb_ctl_word (TB_TYPE_LINK_STATE, (int)record->link_state)),
                        tb_ctl_time (self, record->last_contact),
                        g_strdup_printf ("%" G_GINT64_FORMAT, view->waiting),
                        record->problem != NULL ? tb_ctl_describe_nick (record->problem, record->name) : NULL,
                        TB_CTL_ROW_END);
    }
  tb_ctl_table_print (table);
  return TRUE;
}
