/* SPDX-License-Identifier: GPL-3.0-or-later
 * A backup as a list shows it. */
#include "config.h"

#include "tb-backup.h"

#include <string.h>

#define DAY_LENGTH 10
#define MAX_LENGTH 64

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

gboolean
tb_backup_is_daily (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return tb_backup_is_name (name) && name[DAY_LENGTH] == '\0';
}
