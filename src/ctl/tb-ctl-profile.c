/* SPDX-License-Identifier: GPL-3.0-or-later
 * The profile itself: where it lives, its backups, and going back to one. */
#include "config.h"

#include "tb-ctl-private.h"

/* ---- Where it lives ---- */

gboolean
tb_ctl_check_place (TbCtl   *self,
                    GError **error)
{
  g_autofree char *elsewhere = NULL;
  GError          *local = NULL;

  elsewhere = tb_engine_get_config (self->engine, "elsewhere", &local);
  if (local == NULL && g_strcmp0 (elsewhere, "on") == 0)
    tb_problem_set (&local, TB_PROBLEM_ELSEWHERE, NULL);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_ctl_profile_moved (TbCtl   *self,
                      GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_MOVED };

  return tb_engine_do (self->engine, &command, NULL, error);
}

gboolean
tb_ctl_profile_copied (TbCtl   *self,
                       GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_COPIED };

  return tb_engine_do (self->engine, &command, NULL, error);
}

/* ---- Backups ---- */

gboolean
tb_ctl_backup_list (TbCtl   *self,
                    GError **error)
{
  static const char *const headings[] = { N_ ("Backup"), N_ ("Made"), N_ ("Size"), N_ ("Why"), NULL };
  g_autoptr (GPtrArray) list = tb_engine_backups (self->engine);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = tb_ctl_table_new (headings);
  guint i;

  json_builder_begin_array (builder);
  for (i = 0; i < list->len; i++)
    {
      const TbBackup    *backup = list->pdata[i];
      const TbBackupKind kind = tb_backup_kind (backup->name);

      json_builder_begin_object (builder);
      tb_ctl_json_text (builder, "name", backup->name);
      tb_ctl_json_time (builder, "made_at", backup->made_at);
      tb_ctl_json_int (builder, "size", backup->size);
      tb_ctl_json_text (builder, "kind", tb_backup_kind_nick (kind));
      json_builder_end_object (builder);
      tb_ctl_table_add (table, g_strdup (backup->name), tb_ctl_time (self, backup->made_at),
                        g_format_size ((guint64)backup->size), g_strdup (_ (tb_backup_kind_text (kind))),
                        TB_CTL_ROW_END);
    }
  json_builder_end_array (builder);
  if (self->is_json)
    tb_ctl_print_json (json_builder_get_root (builder));
  else if (list->len == 0)
    tb_ctl_print ("%s\n", _ ("There is no backup yet. One is made before the first change of a day."));
  else
    tb_ctl_table_print (g_ptr_array_ref (table));
  return TRUE;
}

static void
print_name (TbCtl      *self,
            const char *member,
            const char *name)
{
  if (self->is_json)
    tb_ctl_json_pairs (member, name, NULL);
  else
    tb_ctl_print ("%s\n", name);
}

gboolean
tb_ctl_backup_now (TbCtl   *self,
                   GError **error)
{
  g_autofree char *name = NULL;

  if (!tb_engine_back_up (self->engine, &name, error))
    return FALSE;
  print_name (self, "backup", name);
  return TRUE;
}

gboolean
tb_ctl_backup_restore (TbCtl   *self,
                       GError **error)
{
  g_autofree char *aside = NULL;

  if (!tb_engine_restore (self->engine, self->args->pdata[0], &aside, error))
    return FALSE;
  print_name (self, "aside", aside);
  return TRUE;
}

/* The one command that helps a database which cannot be opened. */
gboolean
tb_ctl_backup_recover (TbCtl   *self,
                       GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *aside = g_date_time_format (now, "%Y-%m-%d.damaged%H%M%S");

  if (!self->host->recover (self->profile, self->args->pdata[0], aside, error))
    return FALSE;
  print_name (self, "aside", aside);
  return TRUE;
}
