/* SPDX-License-Identifier: GPL-3.0-or-later
 * What GTK and libadwaita can do at best: an empty window, or one with nothing but a lazy list.
 *
 * Usage: floor-window [ROWS]     without ROWS the window is empty. F5 draws all of it anew. */
#include "config.h"

#include "bench-texts.h"

#include <adwaita.h>
#include <stdlib.h>

#define WIDTH 1280
#define HEIGHT 800
#define COLUMNS 4
#define COLUMN_WORDS 3

/* ---- A list of which only what is looked at exists ---- */

#define FLOOR_TYPE_ROW (floor_row_get_type ())
G_DECLARE_FINAL_TYPE (FloorRow, floor_row, FLOOR, ROW, GObject)
struct _FloorRow
{
  GObject parent_instance;

  guint number;
};
G_DEFINE_FINAL_TYPE (FloorRow, floor_row, G_TYPE_OBJECT)

static void
floor_row_class_init (FloorRowClass *klass)
{
}

static void
floor_row_init (FloorRow *self)
{
}

#define FLOOR_TYPE_LIST (floor_list_get_type ())
G_DECLARE_FINAL_TYPE (FloorList, floor_list, FLOOR, LIST, GObject)
struct _FloorList
{
  GObject parent_instance;

  guint n_rows;
};

static GType
list_get_item_type (GListModel *model)
{
  return FLOOR_TYPE_ROW;
}

static guint
list_get_n_items (GListModel *model)
{
  return FLOOR_LIST (model)->n_rows;
}

static gpointer
list_get_item (GListModel *model,
               guint       position)
{
  FloorRow *row;

  if (position >= FLOOR_LIST (model)->n_rows)
    return NULL;
  row = g_object_new (FLOOR_TYPE_ROW, NULL);
  row->number = position;
  return row;
}

static void
list_init_interface (GListModelInterface *interface)
{
  interface->get_item_type = list_get_item_type;
  interface->get_n_items = list_get_n_items;
  interface->get_item = list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
  FloorList, floor_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_init_interface))

static void
floor_list_class_init (FloorListClass *klass)
{
}

static void
floor_list_init (FloorList *self)
{
}

/* ---- The window ---- */

static void
on_setup_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             gpointer                  data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory,
            GtkListItem              *item,
            gpointer                  column)
{
  FloorRow        *row = gtk_list_item_get_item (item);
  g_autofree char *text = bench_words (row->number, GPOINTER_TO_UINT (column), COLUMN_WORDS);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static GtkWidget *
make_list (guint n_rows)
{
  FloorList *list = g_object_new (FLOOR_TYPE_LIST, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view;
  guint      i;

  list->n_rows = n_rows;
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (list))));
  for (i = 0; i < COLUMNS; i++)
    {
      GtkListItemFactory  *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new ("Spalte", factory);
      gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

/* GTK draws only what differs from the picture before, so the colour behind everything has to be another. */
static gboolean
on_draw_anew_cb (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   data)
{
  if (gtk_widget_has_css_class (widget, "anew"))
    gtk_widget_remove_css_class (widget, "anew");
  else
    gtk_widget_add_css_class (widget, "anew");
  return TRUE;
}

static void
add_style (GtkWidget *window)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, "window.anew { background: #f0f0f4; }", -1);
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (window), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
on_activate_cb (GtkApplication *application,
                gpointer        data)
{
  guint               n_rows = GPOINTER_TO_UINT (data);
  GtkWidget          *window = adw_application_window_new (application);
  GtkWidget          *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  if (n_rows > 0)
    gtk_box_append (GTK_BOX (box), make_list (n_rows));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F5, 0),
                      gtk_callback_action_new (on_draw_anew_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  add_style (window);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  gpointer n_rows = GUINT_TO_POINTER (argc > 1 ? (guint)strtoul (argv[1], NULL, 10) : 0);

  g_signal_connect (application, "activate", G_CALLBACK (on_activate_cb), n_rows);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
