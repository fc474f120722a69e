/* SPDX-License-Identifier: GPL-3.0-or-later
 * A backup as a list shows it. */
#include "config.h"

#include "tb-backup.h"

#include "tb-i18n-private.h"
#include "tb-time.h"

#include <string.h>

#define DAY_LENGTH 10
#define MAX_LENGTH 64

/* clang-format off */
static const struct
{
  const char *nick;
  const char *text; /* msgid */
} kinds[TB_N_BACKUP_KINDS] = {
  [TB_BACKUP_DAILY] = { "daily", N_("Daily") },
  [TB_BACKUP_MANUAL] = { "manual", N_("By hand") },
  [TB_BACKUP_MIGRATION] = { "migration", N_("Before an update of the program") },
  [TB_BACKUP_BEFORE] = { "before-restore", N_("Before a backup was restored") },
  [TB_BACKUP_DAMAGED] = { "damaged", N_("Database that could not be opened") },
};
/* clang-format on */

const char *
tb_backup_kind_nick (TbBackupKind kind)
{
  g_return_val_if_fail (kind < TB_N_BACKUP_KINDS, NULL);

  return kinds[kind].nick;
}

const char *
tb_backup_kind_text (TbBackupKind kind)
{
  g_return_val_if_fail (kind < TB_N_BACKUP_KINDS, NULL);

  return kinds[kind].text;
}

void
tb_backup_free (TbBackup *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

/* A day, and perhaps a point and a word. */
gboolean
tb_backup_is_name (const char *name)
{
  static const char shape[] = "dddd-dd-dd";
  guint             i;

  g_return_val_if_fail (name != NULL, FALSE);

  if (strlen (name) < DAY_LENGTH || strlen (name) > MAX_LENGTH)
    return FALSE;
  for (i = 0; i < DAY_LENGTH; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (name[i]) : name[i] != shape[i])
      return FALSE;
  if (name[i] == '\0')
    return TRUE;
  if (name[i] != '.' || name[i + 1] == '\0')
    return FALSE;
  for (i++; name[i] != '\0'; i++)
    if (!g_ascii_isalnum (name[i]))
      return FALSE;
  return TRUE;
}

TbBackupKind
tb_backup_kind (const char *name)
{
  const char *tail;

  g_return_val_if_fail (name != NULL && tb_backup_is_name (name), TB_BACKUP_MANUAL);

  tail = name + DAY_LENGTH;
  if (*tail == '\0')
    return TB_BACKUP_DAILY;
  tail++;
  if (*tail == 'v' && g_ascii_isdigit (tail[1]))
    return TB_BACKUP_MIGRATION;
  if (g_str_has_prefix (tail, "before"))
    return TB_BACKUP_BEFORE;
  return g_str_has_prefix (tail, "damaged") ? TB_BACKUP_DAMAGED : TB_BACKUP_MANUAL;
}

GPtrArray *
tb_backup_to_drop (GPtrArray *list,
                   gint64     now)
{
  /* How many stay, and how many days each stays at least. */
  static const struct
  {
    guint kept;
    guint days;
  } rules[TB_N_BACKUP_KINDS] = {
    [TB_BACKUP_DAILY] = { 7, 0 },
    [TB_BACKUP_MANUAL] = { 7, 0 },
    [TB_BACKUP_MIGRATION] = { 2, 30 },
    [TB_BACKUP_BEFORE] = { 2, 30 },
    [TB_BACKUP_DAMAGED] = { 1, 30 },
  };
  guint      counts[TB_N_BACKUP_KINDS] = { 0 };
  GPtrArray *drop = g_ptr_array_new ();
  guint      i;

  g_return_val_if_fail (list != NULL, drop);

  for (i = 0; i < list->len; i++)
    {
      TbBackup    *backup = list->pdata[i];
      TbBackupKind kind = tb_backup_kind (backup->name);

      if (++counts[kind] > rules[kind].kept && backup->made_at <= now - rules[kind].days * TB_DAY)
        g_ptr_array_add (drop, backup);
    }
  return drop;
}
