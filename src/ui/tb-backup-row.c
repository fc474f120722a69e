/* SPDX-License-Identifier: GPL-3.0-or-later
 * One backup in a list: when and why it was made, how large it is, „Wiederherstellen…“. */
#include "config.h"

#include "tb-backup-row.h"

#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbBackupRow
{
  AdwActionRow parent_instance;

  GtkWidget *restore_button;

  char *name; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TbBackupRow, tb_backup_row, ADW_TYPE_ACTION_ROW)

enum
{
  SIGNAL_RESTORE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_restore_cb (TbBackupRow *self)
{
  g_signal_emit (self, signals[SIGNAL_RESTORE], 0, self->name);
}

static void
tb_backup_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_BACKUP_ROW);
  G_OBJECT_CLASS (tb_backup_row_parent_class)->dispose (object);
}

static void
tb_backup_row_finalize (GObject *object)
{
  g_free (TB_BACKUP_ROW (object)->name);
  G_OBJECT_CLASS (tb_backup_row_parent_class)->finalize (object);
}

static void
tb_backup_row_class_init (TbBackupRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_backup_row_dispose;
  object_class->finalize = tb_backup_row_finalize;

  /**
   * TbBackupRow::restore: its name.
   */
  signals[SIGNAL_RESTORE] = g_signal_new ("restore", TB_TYPE_BACKUP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-backup-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbBackupRow, restore_button);
  gtk_widget_class_bind_template_callback (widget_class, on_restore_cb);
}

static void
tb_backup_row_init (TbBackupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_backup_row_new (const TbBackup *backup,
                   const char     *zone,
                   gint64          now,
                   gboolean        may_restore)
{
  TbBackupRow     *self = g_object_new (TB_TYPE_BACKUP_ROW, NULL);
  TbBackupKind     kind;
  g_autofree char *time = NULL;
  g_autofree char *size = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (backup != NULL, NULL);

  kind = tb_backup_kind (backup->name);
  self->name = g_strdup (backup->name);
  time = tb_text_instant (backup->made_at, zone, now);
  size = g_format_size ((guint64)backup->size);
  subtitle = tb_text_join (_ (tb_backup_kind_text (kind)), size, TB_TEXT_END);
  /* Translators: %s is when a backup was made: “yesterday, 18:00”. */
  label = g_strdup_printf (_ ("Restore the backup of %s"), time);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), time);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  /* To what could not be opened nobody can go back. */
  gtk_widget_set_visible (self->restore_button, may_restore && kind != TB_BACKUP_DAMAGED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->restore_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return GTK_WIDGET (self);
}
