/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that are about to be attached: chosen, dropped or pasted, each with what is wrong with it. */
#include "config.h"

#include "tb-file-list.h"

#include "tb-text.h"
#include "tb-wrap-box.h"

#include <glib/gi18n.h>

#define GROUP "entry"

/** Entry: one file and its row. */
typedef struct
{
  GtkWidget *row;         /* (borrowed): in rows */
  GtkLabel  *error_label; /* (borrowed): in row */
  char      *name;        /* (owned) */
  char      *path;        /* (owned) (nullable) */
  GBytes    *bytes;       /* (owned) (nullable) */
  gboolean   is_refused;  /* for ever */
  gboolean   has_failed;
} Entry;

struct _TbFileList
{
  AdwBin parent_instance;

  /* template */
  GtkWidget *scrolled;
  GtkBox    *rows;
  GtkWidget *choose_button;

  GPtrArray            *entries; /* (owned): of Entry, as the rows */
  Entry                *peeked;  /* (borrowed) (nullable) */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
};

G_DEFINE_FINAL_TYPE (TbFileList, tb_file_list, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->path);
  g_clear_pointer (&entry->bytes, g_bytes_unref);
  g_free (entry);
}

static void
announce (TbFileList *self)
{
  gtk_widget_set_visible (self->scrolled, self->entries->len > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_entry (TbFileList *self,
              Entry      *entry)
{
  if (self->peeked == entry)
    self->peeked = NULL;
  gtk_box_remove (self->rows, entry->row);
  g_ptr_array_remove (self->entries, entry);
  announce (self);
}

static void
on_remove_clicked_cb (TbFileList *self,
                      GtkButton  *button)
{
  guint i;

  for (i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (!gtk_widget_is_ancestor (GTK_WIDGET (button), entry->row))
        continue;
      remove_entry (self, entry);
      gtk_widget_grab_focus (self->choose_button);
      return;
    }
}

static void
show_error (Entry      *entry,
            const char *error)
{
  entry->has_failed = error != NULL;
  gtk_label_set_text (entry->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (entry->error_label), error != NULL);
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_remove_button (TbFileList *self,
                    const char *name)
{
  GtkWidget       *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *label = NULL;

  /* Translators: %s is the name of a file. */
  label = g_strdup_printf (_ ("Remove “%s”"), name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove_clicked_cb), self);
  return button;
}

static void
build_row (TbFileList *self,
           Entry      *entry,
           gint64      size)
{
  GtkWidget       *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget       *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget       *name = make_label (entry->name, NULL);
  GtkWidget       *error = make_label (NULL, "error");
  g_autofree char *size_text = size >= 0 ? g_format_size ((guint64)size) : NULL;

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_tooltip_text (name, entry->path != NULL ? entry->path : entry->name);
  gtk_label_set_wrap (GTK_LABEL (error), TRUE);
  gtk_widget_add_css_class (error, "caption");
  gtk_widget_set_margin_top (icon, 2);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), make_label (size_text, "dim-label"));
  gtk_box_append (GTK_BOX (line), make_remove_button (self, entry->name));
  entry->row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (entry->row, "file-row");
  gtk_box_append (GTK_BOX (entry->row), line);
  gtk_box_append (GTK_BOX (entry->row), error);
  entry->error_label = GTK_LABEL (error);
  show_error (entry, NULL);
  gtk_box_append (self->rows, entry->row);
}

static void
add_entry (TbFileList *self,
           Entry      *entry,
           gint64      size,
           const char *refusal)
{
  build_row (self, entry, size);
  g_ptr_array_add (self->entries, entry);
  if (refusal != NULL)
    {
      show_error (entry, refusal);
      entry->is_refused = TRUE;
    }
  announce (self);
}

/* ---- Files ---- */

static const char *
find_refusal (GFileInfo *info)
{
  if (info == NULL)
    return _ ("This file cannot be read.");
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return _ ("This is a folder. Please choose files.");
  if (g_file_info_get_size (info) > TB_FILE_LIMIT)
    return _ ("This file is larger than 200 MB.");
  return NULL;
}

static void
on_info_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TbFileList) self = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  g_autofree char *path = g_file_get_path (G_FILE (source));
  Entry           *entry;

  if (self->rows == NULL)
    return;
  entry = g_new0 (Entry, 1);
  entry->path = g_steal_pointer (&path);
  if (info != NULL)
    entry->name = g_strdup (g_file_info_get_display_name (info));
  else
    entry->name = g_file_get_parse_name (G_FILE (source));
  add_entry (self, entry, info != NULL ? g_file_info_get_size (info) : -1,
             entry->path != NULL ? find_refusal (info) : _ ("Only files on this computer can be attached."));
}

void
tb_file_list_add_file (TbFileList *self,
                       GFile      *file)
{
  g_autofree char *path = NULL;
  guint            i;

  g_return_if_fail (TB_IS_FILE_LIST (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_get_path (file);
  for (i = 0; path != NULL && i < self->entries->len; i++)
    if (g_strcmp0 (((Entry *)self->entries->pdata[i])->path, path) == 0)
      return;
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE
                                                                  "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, on_info_cb, g_object_ref (self));
}

void
tb_file_list_add_bytes (TbFileList *self,
                        GBytes     *bytes,
                        const char *name)
{
  Entry *entry;
  gint64 size;

  g_return_if_fail (TB_IS_FILE_LIST (self));
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (name != NULL);

  entry = g_new0 (Entry, 1);
  entry->bytes = g_bytes_ref (bytes);
  entry->name = g_strdup (name);
  size = (gint64)g_bytes_get_size (bytes);
  add_entry (self, entry, size, size > TB_FILE_LIMIT ? _ ("This file is larger than 200 MB.") : NULL);
}

/* ---- Choosing ---- */

static void
on_chooser_response_cb (TbFileList *self,
                        int         response)
{
  g_autoptr (GListModel) files = NULL;
  guint i;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
      for (i = 0; i < g_list_model_get_n_items (files); i++)
        {
          g_autoptr (GFile) file = g_list_model_get_item (files, i);

          tb_file_list_add_file (self, file);
        }
    }
  g_clear_object (&self->chooser);
}

void
tb_file_list_choose (TbFileList *self)
{
  GtkRoot   *root;
  GtkWindow *window;

  g_return_if_fail (TB_IS_FILE_LIST (self));

  if (self->chooser != NULL)
    return;
  root = gtk_widget_get_root (GTK_WIDGET (self));
  window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  self->chooser = gtk_file_chooser_native_new (_ ("Choose Files"), window, GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("_Attach"), _ ("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
tb_file_list_dispose (GObject *object)
{
  TbFileList *self = TB_FILE_LIST (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_ptr_array_set_size (self->entries, 0);
  self->peeked = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_FILE_LIST);
  G_OBJECT_CLASS (tb_file_list_parent_class)->dispose (object);
}

static void
tb_file_list_finalize (GObject *object)
{
  g_ptr_array_unref (TB_FILE_LIST (object)->entries);
  G_OBJECT_CLASS (tb_file_list_parent_class)->finalize (object);
}

static void
tb_file_list_class_init (TbFileListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_file_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_file_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", TB_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-file-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFileList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TbFileList, rows);
  gtk_widget_class_bind_template_child (widget_class, TbFileList, choose_button);
  gtk_widget_class_bind_template_callback (widget_class, tb_file_list_choose);
}

static void
tb_file_list_init (TbFileList *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_file_list_new (void)
{
  return g_object_new (TB_TYPE_FILE_LIST, NULL);
}

guint
tb_file_list_get_n_files (TbFileList *self)
{
  g_return_val_if_fail (TB_IS_FILE_LIST (self), 0);

  return self->entries->len;
}

void
tb_file_list_clear (TbFileList *self)
{
  g_return_if_fail (TB_IS_FILE_LIST (self));

  while (self->entries->len > 0)
    remove_entry (self, self->entries->pdata[0]);
}

/* ---- Attaching ---- */

gboolean
tb_file_list_peek (TbFileList  *self,
                   TbItemDraft *draft)
{
  guint i;

  g_return_val_if_fail (TB_IS_FILE_LIST (self), FALSE);
  g_return_val_if_fail (draft != NULL, FALSE);

  self->peeked = NULL;
  for (i = 0; i < self->entries->len && self->peeked == NULL; i++)
    if (!((Entry *)self->entries->pdata[i])->has_failed)
      self->peeked = self->entries->pdata[i];
  if (self->peeked == NULL)
    return FALSE;
  *draft = (TbItemDraft){ .kind = TB_ITEM_FILE,
                          .path = self->peeked->path,
                          .bytes = self->peeked->bytes,
                          .file_name = self->peeked->name };
  return TRUE;
}

void
tb_file_list_settle (TbFileList   *self,
                     const GError *error)
{
  Entry *entry;

  g_return_if_fail (TB_IS_FILE_LIST (self));

  entry = g_steal_pointer (&self->peeked);
  if (entry != NULL && error != NULL)
    {
      g_autofree char *text = tb_text_problem (error);

      show_error (entry, text);
    }
  else if (entry != NULL)
    {
      remove_entry (self, entry);
    }
}

void
tb_file_list_forget_errors (TbFileList *self)
{
  guint i;

  g_return_if_fail (TB_IS_FILE_LIST (self));

  for (i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (!entry->is_refused)
        show_error (entry, NULL);
    }
}

/* ---- Drafts ---- */

void
tb_file_list_store (TbFileList *self,
                    GKeyFile   *file)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);
  guint i;

  g_return_if_fail (TB_IS_FILE_LIST (self));
  g_return_if_fail (file != NULL);

  for (i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->path != NULL)
        g_ptr_array_add (uris, g_filename_to_uri (entry->path, NULL, NULL));
    }
  if (uris->len > 0)
    g_key_file_set_string_list (file, GROUP, "files", (const char *const *)uris->pdata, uris->len);
}

void
tb_file_list_restore (TbFileList *self,
                      GKeyFile   *file)
{
  g_auto (GStrv) uris = NULL;
  guint i;

  g_return_if_fail (TB_IS_FILE_LIST (self));
  g_return_if_fail (file != NULL);

  uris = g_key_file_get_string_list (file, GROUP, "files", NULL, NULL);
  for (i = 0; uris != NULL && uris[i] != NULL; i++)
    {
      g_autoptr (GFile) chosen = g_file_new_for_uri (uris[i]);

      tb_file_list_add_file (self, chosen);
    }
}
