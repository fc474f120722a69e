/* SPDX-License-Identifier: GPL-3.0-or-later
 * What our layouts say of their size: GTK relies on it that nothing is lower than it is for no width at all,
 * and that nobody is given less than the least width. */
#include "config.h"

#include "tb-beside-layout.h"
#include "tb-columns-layout.h"
#include "tb-down-layout.h"
#include "tb-text-layout.h"
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

static GtkWidget *
create_down (gboolean is_row,
             gboolean is_scrolled)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_layout_manager (box, g_object_new (TB_TYPE_DOWN_LAYOUT, "is-row", is_row, "is-scrolled",
                                                    is_scrolled, "spacing", 6, NULL));
  return box;
}

static void
test_down (void)
{
  int i;

  for (i = 0; i <= 1; i++)
    {
      GtkWidget *box = create_down (i == 1, FALSE);

      add_words (box, "Short");
      add_words (box, "Something that takes more than one line where there is not much room");
      gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
      add_words (box, "The end");
      check (box);
    }
}

/* ---- What they ask of a text ---- */

#define UI_TYPE_COUNTER (ui_counter_get_type ())
G_DECLARE_FINAL_TYPE (UiCounter, ui_counter, UI, COUNTER, GtkWidget)

/** A text that counts how it is asked. */
struct _UiCounter
{
  GtkWidget parent_instance;

  GtkWidget *label;
  guint      n_widths_for_height;
  guint      n_heights;
};

G_DEFINE_FINAL_TYPE (UiCounter, ui_counter, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
ui_counter_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_counter_measure (GtkWidget     *widget,
                    GtkOrientation orientation,
                    int            for_size,
                    int           *minimum,
                    int           *natural,
                    int           *minimum_baseline,
                    int           *natural_baseline)
{
  UiCounter *self = UI_COUNTER (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL && for_size >= 0)
    self->n_widths_for_height++;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    self->n_heights++;
  gtk_widget_measure (self->label, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
ui_counter_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  gtk_widget_allocate (UI_COUNTER (widget)->label, width, height, -1, NULL);
}

static void
ui_counter_dispose (GObject *object)
{
  g_clear_pointer (&UI_COUNTER (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_counter_parent_class)->dispose (object);
}

static void
ui_counter_class_init (UiCounterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_counter_dispose;
  widget_class->get_request_mode = ui_counter_get_request_mode;
  widget_class->measure = ui_counter_measure;
  widget_class->size_allocate = ui_counter_size_allocate;
}

static void
ui_counter_init (UiCounter *self)
{
  self->label = gtk_label_new ("The printer on the second floor has not printed since yesterday, and nobody "
                               "there knows why; the one beside it prints, but in one colour only.");
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

/* @is_row: in a row, with a button beside it; else on the page of a stack. A text that does not fit on a
 * line is laid out anew for each question. */
static void
check_asked_once (gboolean is_row)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = create_down (is_row, FALSE);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *text = g_object_new (UI_TYPE_COUNTER, "hexpand", TRUE, NULL);
  UiCounter *counter = UI_COUNTER (text);

  gtk_widget_insert_before (text, box, NULL);
  if (is_row)
    gtk_widget_insert_before (gtk_button_new_with_label ("Edit"), box, NULL);
  gtk_stack_add_child (GTK_STACK (stack), box);
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 300);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_cmpint (gtk_widget_get_height (text), >, 0);
  g_assert_cmpuint (counter->n_widths_for_height, ==, 0);
  counter->n_heights = 0;
  gtk_widget_queue_resize (text);
  ui_test_settle ();
  g_assert_cmpuint (counter->n_widths_for_height, ==, 0);
  /* For the least width of the window, and for the one that it has; GTK 4.18 tries some more widths. */
  g_assert_cmpuint (counter->n_heights, <=, gtk_check_version (4, 16, 0) == NULL ? 8 : 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_asked_once (void)
{
  check_asked_once (TRUE);
  check_asked_once (FALSE);
}

/* A page that scrolls is as high as its texts are at its width; nobody needs to know more. */
static void
test_scrolled (void)
{
  GtkWidget *box = g_object_ref_sink (create_down (FALSE, TRUE));
  GtkWidget *text = g_object_new (UI_TYPE_COUNTER, NULL);
  int        least, lowest, height;

  gtk_widget_insert_before (text, box, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, -1, &lowest, NULL, NULL, NULL);
  g_assert_cmpint (lowest, ==, 0);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, least, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, >, 0);
  gtk_widget_allocate (box, least, height, -1, NULL);
  g_assert_cmpint (gtk_widget_get_height (text), ==, height);
  g_object_unref (box);
}

/* A text that wraps anywhere is as narrow, and as high, as GTK says; what it would like to have does not
 * depend on what it says, so that nobody has to lay it out to know. */
static void
test_text (void)
{
  GtkWidget *plain = g_object_ref_sink (gtk_label_new (NULL));
  GtkWidget *text = g_object_ref_sink (gtk_label_new (NULL));
  GtkWidget *labels[] = { plain, text };
  int        least[2], natural, natural_before, width;
  guint      i;

  gtk_widget_set_layout_manager (text, g_object_new (TB_TYPE_TEXT_LAYOUT, NULL));
  gtk_widget_measure (text, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_before, NULL, NULL);
  for (i = 0; i < 2; i++)
    {
      g_object_set (labels[i], "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "width-chars", 12, "label",
                    "Incomprehensibilities wait for the answer of somebody else\nsince yesterday", NULL);
      gtk_widget_measure (labels[i], GTK_ORIENTATION_HORIZONTAL, -1, &least[i], &natural, NULL, NULL);
    }
  g_assert_cmpint (least[1], ==, least[0]);
  g_assert_cmpint (natural, ==, natural_before);
  for (width = least[0]; width < WIDEST; width += 7)
    {
      int height, height_of_text;

      gtk_widget_measure (plain, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, width, &height_of_text, NULL, NULL, NULL);
      g_assert_cmpint (height_of_text, ==, height);
      gtk_widget_allocate (text, width, height, -1, NULL);
      g_assert_cmpint (pango_layout_get_width (gtk_label_get_layout (GTK_LABEL (text))), ==,
                       width * PANGO_SCALE);
    }
  g_object_unref (plain);
  g_object_unref (text);
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
  g_test_add_func ("/ui/layouts/down", test_down);
  g_test_add_func ("/ui/layouts/asked-once", test_asked_once);
  g_test_add_func ("/ui/layouts/scrolled", test_scrolled);
  g_test_add_func ("/ui/layouts/text", test_text);
  return g_test_run ();
}
