/* SPDX-License-Identifier: GPL-3.0-or-later
 * The instance: config, user, status, organisation. */
#include "config.h"

#include "tb-ctl-private.h"

#include <string.h>

/* ---- config ---- */

/** Setting: a key, and under which other names it is known. */
typedef struct
{
  const char *key;
  const char *aliases[2];
} Setting;

/* clang-format off */
static const Setting settings[] = {
  { "name" },
  { "url" },
  { "user" },
  { "currency" },
  { "timezone", { "zone", "time-zone" } },
  { "names" },
  { "listen" },
  { "certificate" },
  { "mode" },
  { TB_SETTING_FILE_LIMIT },
  { TB_SETTING_FETCH_LIMIT },
  { "set-up" },
};
/* clang-format on */

static const char *
find_key (const char *typed,
          GError    **error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].key, typed) == 0 || g_strcmp0 (settings[i].aliases[0], typed) == 0 ||
        g_strcmp0 (settings[i].aliases[1], typed) == 0)
      return settings[i].key;
  /* Translators: %s is what was typed as the name of a setting. */
  tb_ctl_refuse_usage (error, _ ("There is no setting “%s”."), typed);
  return NULL;
}

static gboolean
get_setting (TbCtl      *self,
             const char *key,
             char      **value,
             GError    **error)
{
  GError *local = NULL;

  *value = tb_engine_get_config (self->engine, key, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_ctl_config_list (TbCtl   *self,
                    GError **error)
{
  static const char *const headings[] = { N_ ("Setting"), N_ ("Value"), NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = tb_ctl_table_new (headings);
  guint i;

  json_builder_begin_object (builder);
  for (i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *value = NULL;

      if (!get_setting (self, settings[i].key, &value, error))
        return FALSE;
      tb_ctl_json_text (builder, settings[i].key, value);
      tb_ctl_table_add (table, g_strdup (settings[i].key), g_steal_pointer (&value), TB_CTL_ROW_END);
    }
  json_builder_end_object (builder);
  if (self->is_json)
    tb_ctl_print_json (json_builder_get_root (builder));
  else
    tb_ctl_table_print (g_steal_pointer (&table));
  return TRUE;
}

gboolean
tb_ctl_config_get (TbCtl   *self,
                   GError **error)
{
  const char      *key = find_key (tb_ctl_arg (self, 0), error);
  g_autofree char *value = NULL;

  if (key == NULL || !get_setting (self, key, &value, error))
    return FALSE;
  if (self->is_json)
    tb_ctl_json_pairs (key, value, NULL);
  else
    tb_ctl_print ("%s\n", value != NULL ? value : "");
  return TRUE;
}

/* What people type for a switch; the engine knows `on` and `off`. */
static gboolean
read_switch (const char *text,
             gboolean   *value)
{
  static const char *const yes[] = { "yes", "on", "true", "1", "ja", "an", NULL };
  static const char *const no[] = { "no", "off", "false", "0", "nein", "aus", NULL };
  g_autofree char         *lower = g_utf8_strdown (text, -1);

  *value = g_strv_contains (yes, lower);
  return *value || g_strv_contains (no, lower);
}

gboolean
tb_ctl_config_set (TbCtl   *self,
                   GError **error)
{
  TbCommand command = { .type = TB_COMMAND_CONFIG, .value = tb_ctl_arg (self, 1) };
  gboolean  on;

  command.name = find_key (tb_ctl_arg (self, 0), error);
  if (command.name == NULL)
    return FALSE;
  if ((strcmp (command.name, "names") == 0 || strcmp (command.name, "set-up") == 0) &&
      read_switch (command.value, &on))
    command.value = on ? "on" : "off";
  if (!tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  if (self->is_json)
    tb_ctl_json_pairs (command.name, command.value, NULL);
  return TRUE;
}

/* ---- user ---- */

static gboolean
read_permission (TbCtl        *self,
                 TbPermission *permission,
                 GError      **error)
{
  const char *text = tb_ctl_option (self, "permission");
  int         value = TB_PERMISSION_NONE;

  if (text != NULL && !tb_ctl_read_word (TB_TYPE_PERMISSION, text, &value, error))
    return FALSE;
  *permission = value;
  return TRUE;
}

static void
print_name (TbCtl *self)
{
  if (self->is_json)
    tb_ctl_json_pairs ("name", tb_ctl_arg (self, 0), NULL);
}

gboolean
tb_ctl_user_add (TbCtl   *self,
                 GError **error)
{
  TbCommand command = { .type = TB_COMMAND_USER_ADD, .name = tb_ctl_arg (self, 0) };

  if (!read_permission (self, &command.permission, error) ||
      !tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  print_name (self);
  return TRUE;
}

gboolean
tb_ctl_user_set (TbCtl   *self,
                 GError **error)
{
  const char *active = tb_ctl_option (self, "active");
  const char *new_name = tb_ctl_option (self, "name");
  TbCommand   command = { .type = TB_COMMAND_USER_SET, .name = tb_ctl_arg (self, 0), .new_name = new_name };

  if (active == NULL && new_name == NULL && !tb_ctl_has_option (self, "permission"))
    return tb_ctl_refuse_usage (error, "%s", _ ("Nothing says what should change."));
  if (active != NULL && !read_switch (active, &command.is_active))
    return tb_ctl_refuse_usage (error, "%s", _ ("“--active” is “yes” or “no”."));
  if (!read_permission (self, &command.permission, error))
    return FALSE;
  command.value = "permission";
  if (tb_ctl_has_option (self, "permission") && !tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  command.value = "active";
  if (active != NULL && !tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  /* The last, for from then on the user is called otherwise. */
  command.value = "name";
  if (new_name != NULL && !tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  print_name (self);
  return TRUE;
}

gboolean
tb_ctl_user_list (TbCtl   *self,
                  GError **error)
{
  static const char *const headings[] = { N_ ("User"), N_ ("Permission"), N_ ("Active"), NULL };
  g_autoptr (GPtrArray) users = tb_engine_rows (self->engine, TB_TABLE_USERS, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = tb_ctl_table_new (headings);
  guint i;

  if (users == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (i = 0; i < users->len; i++)
    {
      const TbUserRecord *user = users->pdata[i];

      json_builder_begin_object (builder);
      tb_ctl_json_text (builder, "name", user->name);
      tb_ctl_json_text (builder, "permission", tb_nick (TB_TYPE_PERMISSION, (int)user->permission));
      tb_ctl_json_bool (builder, "active", user->active);
      json_builder_end_object (builder);
      tb_ctl_table_add (table, g_strdup (user->name),
                        g_strdup (tb_ctl_word (TB_TYPE_PERMISSION, (int)user->permission)),
                        g_strdup (user->active ? _ ("yes") : _ ("no")), TB_CTL_ROW_END);
    }
  json_builder_end_array (builder);
  if (self->is_json)
    tb_ctl_print_json (json_builder_get_root (builder));
  else
    tb_ctl_table_print (g_steal_pointer (&table));
  return TRUE;
}

/* ---- status ---- */

gboolean
tb_ctl_status_add (TbCtl   *self,
                   GError **error)
{
  TbCommand command = {
    .type = TB_COMMAND_STATUS_ADD,
    .name = tb_ctl_arg (self, 0),
    .color = tb_ctl_option (self, "color"),
  };
  int meaning;

  if (!tb_ctl_read_word (TB_TYPE_MEANING, tb_ctl_option (self, "meaning"), &meaning, error))
    return FALSE;
  command.meaning = meaning;
  if (!tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  print_name (self);
  return TRUE;
}

gboolean
tb_ctl_status_list (TbCtl   *self,
                    GError **error)
{
  static const char *const headings[] = { N_ ("Ticket status"), N_ ("Meaning"), N_ ("Color"), NULL };
  g_autoptr (GPtrArray) statuses = tb_engine_rows (self->engine, TB_TABLE_STATUSES, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = tb_ctl_table_new (headings);
  guint i;

  if (statuses == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (i = 0; i < statuses->len; i++)
    {
      const TbTicketStatusRecord *status = statuses->pdata[i];

      json_builder_begin_object (builder);
      tb_ctl_json_text (builder, "name", status->name);
      tb_ctl_json_text (builder, "meaning", tb_nick (TB_TYPE_MEANING, (int)status->meaning));
      tb_ctl_json_text (builder, "color", status->color);
      tb_ctl_json_int (builder, "position", status->position);
      json_builder_end_object (builder);
      tb_ctl_table_add (table, g_strdup (status->name),
                        g_strdup (tb_ctl_word (TB_TYPE_MEANING, (int)status->meaning)),
                        g_strdup (status->color), TB_CTL_ROW_END);
    }
  json_builder_end_array (builder);
  if (self->is_json)
    tb_ctl_print_json (json_builder_get_root (builder));
  else
    tb_ctl_table_print (g_steal_pointer (&table));
  return TRUE;
}

/* ---- organisation ---- */

gboolean
tb_ctl_organisation_set (TbCtl   *self,
                         GError **error)
{
  static const char *const names[] = { "alert", "phone", "street", "postcode", "town" };
  TbCommand                command = { .type = TB_COMMAND_ORGANISATION_SET };
  gboolean                 is_given = FALSE;
  guint                    i;

  command.organisation = tb_ctl_arg (self, 0);
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
  print_name (self);
  return TRUE;
}
