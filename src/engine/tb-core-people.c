/* SPDX-License-Identifier: GPL-3.0-or-later
 * Settings, users with their permissions, the configurable Ticketstatus, what is known of organisations. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-privacy-private.h"

#include <string.h>

static gboolean
refuse (GError    **error,
        TbProblem   problem,
        const char *argument)
{
  tb_problem_set (error, problem, argument);
  return FALSE;
}

/* ---- Settings ---- */

static gboolean
check_name (TbCore     *core,
            const char *value,
            GError    **error)
{
  if (*value == '\0')
    return refuse (error, TB_PROBLEM_EMPTY, "name");
  return tb_check_text (value, TB_LIMIT_NAME, "name", error);
}

static gboolean
check_url (TbCore     *core,
           const char *value,
           GError    **error)
{
  g_autoptr (GUri) uri = NULL;

  if (*value == '\0')
    return TRUE;
  uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0) ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || strlen (value) > 1000)
    return refuse (error, TB_PROBLEM_ADDRESS, value);
  return TRUE;
}

static gboolean
check_user (TbCore     *core,
            const char *value,
            GError    **error)
{
  g_autoptr (TbUserRecord) user = NULL;
  GError *local = NULL;

  user = tb_tx_find (core->tx, TB_Q_USER_BY_NAME, &local, "s", value);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (user == NULL)
    return refuse (error, TB_PROBLEM_NOT_FOUND, value);
  return user->active || refuse (error, TB_PROBLEM_USER_INACTIVE, value);
}

static gboolean
check_currency (TbCore     *core,
                const char *value,
                GError    **error)
{
  if (strlen (value) != 3 || !g_ascii_isupper (value[0]) || !g_ascii_isupper (value[1]) ||
      !g_ascii_isupper (value[2]))
    return refuse (error, TB_PROBLEM_BAD_VALUE, value);
  return TRUE;
}

static gboolean
check_zone (TbCore     *core,
            const char *value,
            GError    **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (value);

  return (zone != NULL && *value != '\0') || refuse (error, TB_PROBLEM_BAD_VALUE, value);
}

static gboolean
check_switch (TbCore     *core,
              const char *value,
              GError    **error)
{
  if (g_strcmp0 (value, "on") != 0 && g_strcmp0 (value, "off") != 0)
    return refuse (error, TB_PROBLEM_BAD_VALUE, value);
  return TRUE;
}

/* An address of this machine with a port, or nothing: then nobody listens. */
static gboolean
check_listen (TbCore     *core,
              const char *value,
              GError    **error)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *host = NULL;
  const char      *colon = strrchr (value, ':');
  guint64          port;

  if (*value == '\0')
    return TRUE;
  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return refuse (error, TB_PROBLEM_ADDRESS, value);
  host = g_strndup (value, colon - value);
  if (g_str_has_prefix (host, "[") && g_str_has_suffix (host, "]"))
    {
      host[strlen (host) - 1] = '\0';
      address = g_inet_socket_address_new_from_string (host + 1, port);
      return (address != NULL && strchr (host, ':') != NULL) || refuse (error, TB_PROBLEM_ADDRESS, value);
    }
  if (g_str_equal (host, "localhost"))
    return TRUE;
  address = strchr (host, ':') == NULL ? g_inet_socket_address_new_from_string (host, port) : NULL;
  return address != NULL || refuse (error, TB_PROBLEM_ADDRESS, value);
}

static gboolean
check_mode (TbCore     *core,
            const char *value,
            GError    **error)
{
  if (g_strcmp0 (value, "alone") != 0 && g_strcmp0 (value, "partners") != 0)
    return refuse (error, TB_PROBLEM_BAD_VALUE, value);
  return TRUE;
}

static gboolean
check_certificate (TbCore     *core,
                   const char *value,
                   GError    **error)
{
  return g_strv_contains ((const char *[]){ "auto", "own", "public", NULL }, value) ||
         refuse (error, TB_PROBLEM_BAD_VALUE, value);
}

/* A sample company is made before the first questions are answered, never of a real one. */
static gboolean
check_sample (TbCore     *core,
              const char *value,
              GError    **error)
{
  g_autofree char *set_up = NULL;
  GError          *local = NULL;

  if (!check_switch (core, value, error))
    return FALSE;
  set_up = tb_tx_get_setting (core->tx, "set-up", &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (g_str_equal (value, "on") && g_strcmp0 (set_up, "on") == 0)
    return refuse (error, TB_PROBLEM_BAD_VALUE, value);
  return TRUE;
}

/* At least what goes in one part, at most what the protocol carries. Empty: that. */
static gboolean
check_megabytes (TbCore     *core,
                 const char *value,
                 GError    **error)
{
  guint64 number;

  if (*value == '\0' ||
      g_ascii_string_to_unsigned (value, 10, 1, TB_LIMIT_FILE_BYTES / TB_MEGABYTE, &number, NULL))
    return TRUE;
  return refuse (error, TB_PROBLEM_BAD_NUMBER, value);
}

gboolean
tb_core_file_limit (TbTx       *tx,
                    const char *setting,
                    gint64     *limit,
                    GError    **error)
{
  g_autofree char *text = NULL;
  GError          *local = NULL;

  text = tb_tx_get_setting (tx, setting, &local);
  *limit = text != NULL ? g_ascii_strtoll (text, NULL, 10) * TB_MEGABYTE : 0;
  if (*limit <= 0 || *limit > TB_LIMIT_FILE_BYTES)
    *limit = TB_LIMIT_FILE_BYTES;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
check_months (TbCore     *core,
              const char *value,
              GError    **error)
{
  gint64 months;

  return tb_core_check_months (value, &months) || refuse (error, TB_PROBLEM_BAD_NUMBER, value);
}

typedef struct
{
  const char  *key;
  TbPermission permission;
  gboolean (*check) (TbCore *core, const char *value, GError **error);
} Setting;

/* Who acts is no secret of an embedded database: the person at the desk is its administrator (product.md
 * section 7). */
/* clang-format off */
static const Setting settings[] = {
  { "name", TB_PERMISSION_ALL, check_name },
  { "url", TB_PERMISSION_ALL, check_url },
  { "user", TB_PERMISSION_NONE, check_user },
  { "currency", TB_PERMISSION_ALL, check_currency },
  { "timezone", TB_PERMISSION_ALL, check_zone },
  { "names", TB_PERMISSION_ALL, check_switch },
  { "listen", TB_PERMISSION_ALL, check_listen },
  { "certificate", TB_PERMISSION_ALL, check_certificate },
  { "mode", TB_PERMISSION_ALL, check_mode },
  { TB_SETTING_FILE_LIMIT, TB_PERMISSION_ALL, check_megabytes },
  { TB_SETTING_FETCH_LIMIT, TB_PERMISSION_ALL, check_megabytes },
  { "set-up", TB_PERMISSION_ALL, check_switch },
  { "sample", TB_PERMISSION_ALL, check_sample },
  { "retention-contacts", TB_PERMISSION_ALL, check_months },
  { "retention-tickets", TB_PERMISSION_ALL, check_months },
};
/* clang-format on */

gboolean
tb_core_config (TbCore     *core,
                const char *key,
                const char *value,
                GError    **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (value != NULL ? value : ""));
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_strcmp0 (settings[i].key, key) == 0)
      return (settings[i].permission == TB_PERMISSION_NONE ||
              tb_core_permit (core, settings[i].permission, error)) &&
             settings[i].check (core, clean, error) && tb_tx_set_setting (core->tx, key, clean, error);
  return refuse (error, TB_PROBLEM_NOT_FOUND, key);
}

/* ---- Users ---- */

static gboolean
check_admins (TbCore  *core,
              GError **error)
{
  gint64 count;

  if (!tb_tx_number (core->tx, TB_QN_ADMIN_COUNT, &count, error, ""))
    return FALSE;
  return count > 0 || refuse (error, TB_PROBLEM_LAST_ADMIN, NULL);
}

/* Looks up a row by its unique name; @wanted says whether it must exist or must not. */
static gboolean
look_up (TbCore     *core,
         int         query,
         const char *name,
         gboolean    wanted,
         gpointer   *record,
         GError    **error)
{
  GError  *local = NULL;
  gpointer found = tb_tx_find (core->tx, query, &local, "s", name);

  if (local == NULL && found == NULL && wanted)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, name);
  else if (local == NULL && found != NULL && !wanted)
    tb_problem_set (&local, TB_PROBLEM_NAME_TAKEN, name);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      g_clear_pointer (&found, tb_record_unref);
      return FALSE;
    }
  if (record != NULL)
    *record = found;
  return TRUE;
}

gboolean
tb_core_user_add (TbCore          *core,
                  const TbCommand *command,
                  TbResult        *result,
                  GError         **error)
{
  g_autoptr (TbUserRecord) user = tb_user_record_new ();

  user->name = g_strstrip (g_strdup (command->name != NULL ? command->name : ""));
  if (!tb_core_permit (core, TB_PERMISSION_ALL, error) || !check_name (core, user->name, error) ||
      !look_up (core, TB_Q_USER_BY_NAME, user->name, FALSE, NULL, error))
    return FALSE;
  user->uuid = tb_id_new ();
  user->permission = command->permission;
  user->active = TRUE;
  if (!tb_tx_insert (core->tx, user, error))
    return FALSE;
  result->id = user->id;
  return TRUE;
}

static gboolean
rename_user (TbCore       *core,
             TbUserRecord *user,
             const char   *name,
             GError      **error)
{
  g_autofree char *acting = NULL;

  if (g_strcmp0 (name, user->name) == 0)
    return TRUE;
  acting = tb_tx_get_setting (core->tx, "user", error);
  if (acting == NULL || !check_name (core, name, error) ||
      !look_up (core, TB_Q_USER_BY_NAME, name, FALSE, NULL, error))
    return FALSE;
  if (g_strcmp0 (acting, user->name) == 0 && !tb_tx_set_setting (core->tx, "user", name, error))
    return FALSE;
  tb_set_text (&user->name, name);
  return TRUE;
}

gboolean
tb_core_user_set (TbCore          *core,
                  const TbCommand *command,
                  GError         **error)
{
  g_autoptr (TbUserRecord) user = NULL;
  gpointer found = NULL;

  if (!tb_core_permit (core, TB_PERMISSION_ALL, error) ||
      !look_up (core, TB_Q_USER_BY_NAME, command->name, TRUE, &found, error))
    return FALSE;
  user = found;
  if (g_strcmp0 (command->value, "permission") == 0)
    user->permission = command->permission;
  else if (g_strcmp0 (command->value, "active") == 0)
    user->active = command->is_active;
  else
    {
      g_autofree char *name = g_strstrip (g_strdup (command->new_name != NULL ? command->new_name : ""));

      if (!rename_user (core, user, name, error))
        return FALSE;
    }
  return tb_tx_update (core->tx, user, error) && check_admins (core, error);
}

/* ---- Ticketstatus ---- */

static gboolean
check_color (const char *color,
             GError    **error)
{
  guint i;

  if (strlen (color) != 7 || color[0] != '#')
    return refuse (error, TB_PROBLEM_BAD_VALUE, color);
  for (i = 1; i < 7; i++)
    if (!g_ascii_isxdigit (color[i]))
      return refuse (error, TB_PROBLEM_BAD_VALUE, color);
  return TRUE;
}

gboolean
tb_core_status_add (TbCore          *core,
                    const TbCommand *command,
                    TbResult        *result,
                    GError         **error)
{
  g_autoptr (TbTicketStatusRecord) status = tb_ticket_status_record_new ();
  g_autoptr (GPtrArray) all = NULL;

  status->name = g_strstrip (g_strdup (command->name != NULL ? command->name : ""));
  status->color = g_strdup (command->color != NULL ? command->color : "#77767b");
  status->meaning = command->meaning;
  if (!tb_core_permit (core, TB_PERMISSION_ALL, error) || !check_name (core, status->name, error) ||
      !check_color (status->color, error) ||
      !look_up (core, TB_Q_STATUS_BY_NAME, status->name, FALSE, NULL, error))
    return FALSE;
  all = tb_tx_select (core->tx, TB_Q_STATUSES, error, "");
  if (all == NULL)
    return FALSE;
  status->position = all->len > 0 ? ((TbTicketStatusRecord *)all->pdata[all->len - 1])->position + 1 : 1;
  if (!tb_tx_insert (core->tx, status, error))
    return FALSE;
  result->id = status->id;
  return TRUE;
}

gboolean
tb_core_status_set (TbCore          *core,
                    const TbCommand *command,
                    GError         **error)
{
  g_autoptr (TbTicketStatusRecord) status = NULL;
  gpointer found = NULL;
  gint64   count;

  if (!tb_core_permit (core, TB_PERMISSION_ALL, error) ||
      !look_up (core, TB_Q_STATUS_BY_NAME, command->name, TRUE, &found, error))
    return FALSE;
  status = found;
  if (g_strcmp0 (command->value, "name") == 0)
    {
      g_autofree char *name = g_strstrip (g_strdup (command->new_name != NULL ? command->new_name : ""));

      if (!check_name (core, name, error) || !look_up (core, TB_Q_STATUS_BY_NAME, name, FALSE, NULL, error))
        return FALSE;
      tb_set_text (&status->name, name);
    }
  else if (g_strcmp0 (command->value, "color") == 0)
    {
      if (!check_color (command->color != NULL ? command->color : "", error))
        return FALSE;
      tb_set_text (&status->color, command->color);
    }
  else if (g_strcmp0 (command->value, "position") == 0)
    {
      status->position = command->position;
    }
  else
    {
      gint64 in_use = 0;

      /* Tickets would change between open and complete behind the back of their engagements. */
      if (!tb_tx_number (core->tx, TB_QN_TICKETS_OF_STATUS, &in_use, error, "i", status->id))
        return FALSE;
      if (in_use > 0 && (status->meaning == TB_MEANING_COMPLETE) != (command->meaning == TB_MEANING_COMPLETE))
        return refuse (error, TB_PROBLEM_BAD_VALUE, tb_nick (TB_TYPE_MEANING, command->meaning));
      status->meaning = command->meaning;
    }
  if (!tb_tx_update (core->tx, status, error) ||
      !tb_tx_number (core->tx, TB_QN_COMPLETE_STATUS_COUNT, &count, error, ""))
    return FALSE;
  return count > 0 || refuse (error, TB_PROBLEM_LAST_COMPLETE_STATUS, NULL);
}

/* ---- Organisations ---- */

typedef struct
{
  const char *name;
  gsize       offset;
  gsize       limit;
} OrganisationField;

/* clang-format off */
static const OrganisationField organisation_fields[] = {
  { "alert", G_STRUCT_OFFSET (TbOrganisationRecord, alert), TB_LIMIT_REASON },
  { "phone", G_STRUCT_OFFSET (TbOrganisationRecord, phone), TB_LIMIT_NAME },
  { "street", G_STRUCT_OFFSET (TbOrganisationRecord, street), TB_LIMIT_NAME },
  { "postcode", G_STRUCT_OFFSET (TbOrganisationRecord, postcode), TB_LIMIT_NAME },
  { "town", G_STRUCT_OFFSET (TbOrganisationRecord, town), TB_LIMIT_NAME },
};
/* clang-format on */

static gboolean
set_organisation_field (TbCore                  *core,
                        TbOrganisationRecord    *organisation,
                        const OrganisationField *field,
                        const TbCommand         *command,
                        GError                 **error)
{
  char           **member = G_STRUCT_MEMBER_P (organisation, field->offset);
  g_autofree char *from = g_strdup (*member);
  g_autofree char *clean = g_strstrip (g_strdup (command->value != NULL ? command->value : ""));

  if (!tb_check_text (clean, field->limit, field->name, error))
    return FALSE;
  tb_set_text (member, *clean != '\0' ? clean : NULL);
  if (!tb_tx_update (core->tx, organisation, error))
    return FALSE;
  /* An organisation has no history of its own: it stands in that of the ticket at which it was done. */
  if (command->ticket == 0 || !g_str_equal (field->name, "alert"))
    return TRUE;
  return tb_core_history (core, command->ticket, 0, NULL, FALSE, "set", from, clean, "organisation-alert",
                          error);
}

gboolean
tb_core_organisation_set (TbCore          *core,
                          const TbCommand *command,
                          GError         **error)
{
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  gpointer found = NULL;
  guint    i;

  if (!look_up (core, TB_Q_ORGANISATION_BY_NAME, command->organisation, TRUE, &found, error))
    return FALSE;
  organisation = found;
  for (i = 0; i < G_N_ELEMENTS (organisation_fields); i++)
    if (g_strcmp0 (organisation_fields[i].name, command->name) == 0)
      return set_organisation_field (core, organisation, &organisation_fields[i], command, error);
  return refuse (error, TB_PROBLEM_BAD_VALUE, command->name);
}
