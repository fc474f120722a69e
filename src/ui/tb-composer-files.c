/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that are dropped on the page or pasted into the composer, and its keys. */
#include "config.h"

#include "tb-composer-private.h"

#include "tb-text.h"

#include <glib/gi18n.h>

/* ---- Drop ---- */

static gboolean
on_accept_cb (TbComposer *self,
              GdkDrop    *drop)
{
  return self->sheet != NULL && !self->is_off && !self->is_adding &&
         gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST);
}

static void
take_files (TbComposer  *self,
            GdkFileList *list)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);
  GSList *f;

  for (f = files; f != NULL; f = f->next)
    tb_file_list_add_file (self->files, f->data);
  tb_composer_show_kind (self, TB_ITEM_FILE);
}

static gboolean
on_drop_cb (TbComposer   *self,
            const GValue *value)
{
  if (self->sheet == NULL || self->is_off || self->is_adding || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  take_files (self, g_value_get_boxed (value));
  tb_composer_focus (self);
  return TRUE;
}

void
tb_composer_accept_drops (TbComposer *self,
                          GtkWidget  *area)
{
  GtkDropTarget *target;

  g_return_if_fail (TB_IS_COMPOSER (self));
  g_return_if_fail (GTK_IS_WIDGET (area));

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  /* Before a text field takes the files' names. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "accept", G_CALLBACK (on_accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (target));
}

/* ---- Paste ---- */

static void
on_files_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (TbComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL && self->sheet != NULL && !self->is_adding)
    take_files (self, g_value_get_boxed (value));
}

/** Picture: one that is being made a file. */
typedef struct
{
  GdkTexture *texture; /* (owned) */
  gint64      ticket;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->texture);
  g_free (picture);
}

/* A texture is immutable: it may be read anywhere. */
static void
write_png_in_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  const Picture *picture = task_data;
  GBytes        *bytes = gdk_texture_save_to_png_bytes (picture->texture);

  g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

static char *
name_picture (TbComposer *self)
{
  gint64           now = tb_desk_get_now (self->desk);
  g_autofree char *day = tb_time_date (now, tb_desk_get_zone (self->desk));
  g_autofree char *clock = tb_text_clock (now, tb_desk_get_zone (self->desk));

  g_strdelimit (clock, ":", '.');
  /* Translators: the name of a file with a picture that was pasted: Screenshot 2026-11-25 14.32.png. */
  return g_strdup_printf (_ ("Screenshot %s %s.png"), day, clock);
}

static void
on_png_written_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  TbComposer    *self = TB_COMPOSER (source);
  const Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *name = NULL;

  if (bytes == NULL || self->desk == NULL || self->sheet == NULL || self->is_adding ||
      tb_ticket_sheet_get_ticket (self->sheet) != picture->ticket)
    return;
  name = name_picture (self);
  tb_file_list_add_bytes (self->files, bytes, name);
  tb_composer_show_kind (self, TB_ITEM_FILE);
  tb_composer_focus (self);
}

static void
on_texture_read_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (TbComposer) self = user_data;
  g_autoptr (GTask) task = NULL;
  GdkTexture *texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
  Picture    *picture;

  if (texture == NULL)
    return;
  picture = g_new0 (Picture, 1);
  picture->texture = texture;
  picture->ticket = self->sheet != NULL ? tb_ticket_sheet_get_ticket (self->sheet) : 0;
  task = g_task_new (self, NULL, on_png_written_cb, NULL);
  g_task_set_source_tag (task, write_png_in_thread);
  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, write_png_in_thread);
}

/* Files and pictures become attachments; text is the business of whatever has the focus. */
static gboolean
on_paste_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  TbComposer        *self = TB_COMPOSER (widget);
  GdkClipboard      *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (self->sheet == NULL || self->is_off || self->is_adding)
    return FALSE;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                      on_files_read_cb, g_object_ref (self));
      return TRUE;
    }
  if (!gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) ||
      gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    return FALSE;
  gdk_clipboard_read_texture_async (clipboard, NULL, on_texture_read_cb, g_object_ref (self));
  return TRUE;
}

static gboolean
on_add_shortcut_cb (GtkWidget *widget,
                    GVariant  *args,
                    gpointer   user_data)
{
  tb_composer_add (TB_COMPOSER (widget));
  return TRUE;
}

/* These keys come before the text view's own use of them. */
void
tb_composer_install_keys (TbComposer *self)
{
  static const struct
  {
    guint           key;
    GtkShortcutFunc function;
  } keys[] = {
    { GDK_KEY_v, on_paste_cb },
    { GDK_KEY_Return, on_add_shortcut_cb },
    { GDK_KEY_KP_Enter, on_add_shortcut_cb },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();
  guint               i;

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, GDK_CONTROL_MASK),
                        gtk_callback_action_new (keys[i].function, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  tb_composer_accept_drops (self, GTK_WIDGET (self));
}
