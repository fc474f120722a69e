/* SPDX-License-Identifier: GPL-3.0-or-later
 * What our layouts say of their size: GTK relies on it that nothing is lower than it is for no width at all,
 * and that nobody is given less than the least width. */
#include "config.h"

#include "tb-beside-layout.h"
#include "tb-columns-layout.h"
#include "tb-wrap-box.h"
#include "ui-test.h"

#define WIDEST 1200

static void
add_words (GtkWidget  *parent,
           const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_insert_before (label, parent, NULL);
}

static void
assert_width_enough (GtkWidget *widget)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_assert_cmpint (gtk_widget_get_width (child), >=, least);
    }
}

/* @widget: (transfer full) */
static void
check (GtkWidget *widget)
{
  int least, lowest, width;

  g_object_ref_sink (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &lowest, NULL, NULL, NULL);
  g_assert_cmpint (lowest, >, 0);
  for (width = least; width < WIDEST; width += 7)
    {
      int height;

      gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      g_assert_cmpint (lowest, <=, height);
      gtk_widget_allocate (widget, width, height, -1, NULL);
      assert_width_enough (widget);
    }
  g_object_unref (widget);
}

static GtkWidget *
new_box (GType layout)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, g_object_new (layout, NULL));
  return box;
}

static void
test_beside (void)
{
  GtkWidget *box = new_box (TB_TYPE_BESIDE_LAYOUT);

  add_words (box, "Incomprehensibilities wait for the answer of somebody else since yesterday");
  add_words (box, "Answer now or later");
  check (box);
}

static void
test_columns (void)
{
  GtkWidget *box = new_box (TB_TYPE_COLUMNS_LAYOUT);

  g_object_set (gtk_widget_get_layout_manager (box), "chars", 6, NULL);
  add_words (box, "Incomprehensibilities");
  add_words (box, "Due at some time of the next week");
  add_words (box, "Queue of the network people");
  add_words (box, "A description that fills a whole row with its words");
  gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
  check (box);
}

static void
test_wrap (void)
{
  GtkWidget *box = tb_wrap_box_new (6);

  add_words (box, "Incomprehensibilities of all kinds");
  add_words (box, "All");
  add_words (box, "Notes and replies");
  check (box);
}

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/layouts/beside", test_beside);
  g_test_add_func ("/ui/layouts/columns", test_columns);
  g_test_add_func ("/ui/layouts/wrap", test_wrap);
  return g_test_run ();
}
