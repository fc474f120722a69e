/* SPDX-License-Identifier: GPL-3.0-or-later
 * A picture waits for what is to be seen in it, a moment and not longer. */
#include "config.h"

#include "tb-hold.h"
#include "ui-test.h"

/* Half of the time in which two pictures follow each other, as the header says. */
#define LONGEST_US 8000
/* So long after a picture the next one is drawn at once when it is asked for. */
#define AT_ONCE_US 40000

typedef struct
{
  GtkWindow *window;
  GtkWidget *label;
  guint      asked;
  guint      answer_at; /* how often it is asked before the answer is there; 0: it never comes */
  gint64     begun;
  guint      pictures;
} Fixture;

/* There is one hold, and what it asks has only its widget. */
static Fixture *present;

static gboolean
is_awaiting (GtkWidget *widget)
{
  g_assert_true (widget == present->label);
  present->asked++;
  return present->answer_at == 0 || present->asked < present->answer_at;
}

/* The frame clock is about to draw: either the answer is there, or its time is over. */
static void
on_paint_cb (GdkFrameClock *clock G_GNUC_UNUSED,
             Fixture             *f)
{
  if (f->answer_at == 0 || f->asked < f->answer_at)
    g_assert_cmpint (g_get_monotonic_time () - f->begun, >=, LONGEST_US);
  f->pictures++;
}

static void
setup (Fixture *f,
       guint    answer_at)
{
  *f = (Fixture){ .answer_at = answer_at };
  present = f;
  f->window = GTK_WINDOW (gtk_window_new ());
  f->label = gtk_label_new ("before");
  gtk_window_set_child (f->window, f->label);
  gtk_window_present (f->window);
  ui_test_wait (gtk_widget_get_mapped (f->label));
  ui_test_settle ();
}

static void
teardown (Fixture *f)
{
  ui_test_assert_finalizes (f->window);
  present = NULL;
}

/* Something is to be drawn at once, and the label waits. */
static void
hold (Fixture *f)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (f->window));
  gint64         at_once = g_get_monotonic_time () + AT_ONCE_US;

  ui_test_wait (g_get_monotonic_time () > at_once);
  g_signal_connect (clock, "paint", G_CALLBACK (on_paint_cb), f);
  f->begun = g_get_monotonic_time ();
  gtk_label_set_label (GTK_LABEL (f->label), "after");
  tb_hold_picture (f->label, is_awaiting);
}

static void
test_answer (void)
{
  Fixture f;

  setup (&f, 3);
  hold (&f);
  ui_test_wait (f.pictures > 0);
  g_assert_cmpint (f.asked, >, 0);
  teardown (&f);
}

static void
test_no_answer (void)
{
  Fixture f;
  guint   asked;

  setup (&f, 0);
  hold (&f);
  ui_test_wait (f.pictures > 0);
  asked = f.asked;
  ui_test_settle ();
  g_assert_cmpint (f.asked, ==, asked);
  teardown (&f);
}

static gboolean
on_other_work_cb (gpointer data)
{
  gboolean *is_done = data;

  *is_done = TRUE;
  return G_SOURCE_REMOVE;
}

/* What the store gives back comes between two questions: else nothing that is awaited could come. */
static void
test_work_goes_on (void)
{
  Fixture  f;
  gboolean is_done = FALSE;

  setup (&f, 0);
  hold (&f);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_other_work_cb, &is_done, NULL);
  ui_test_wait (is_done);
  g_assert_cmpint (f.asked, <=, 1);
  ui_test_wait (f.pictures > 0);
  teardown (&f);
}

static void
test_gone (void)
{
  Fixture f;
  guint   asked;

  setup (&f, 0);
  hold (&f);
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (GTK_WIDGET (f.window)), on_paint_cb, &f);
  asked = f.asked;
  gtk_window_set_child (f.window, NULL);
  f.label = NULL;
  ui_test_settle ();
  g_assert_cmpint (f.asked, ==, asked);
  teardown (&f);
}

static void
test_unseen (void)
{
  Fixture f;

  setup (&f, 0);
  gtk_widget_set_visible (f.label, FALSE);
  tb_hold_picture (f.label, is_awaiting);
  ui_test_settle ();
  g_assert_cmpint (f.asked, ==, 0);
  teardown (&f);
}

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/hold/the-picture-comes-with-the-answer", test_answer);
  g_test_add_func ("/ui/hold/without-an-answer-it-comes-all-the-same", test_no_answer);
  g_test_add_func ("/ui/hold/other-work-goes-on", test_work_goes_on);
  g_test_add_func ("/ui/hold/who-is-gone-is-not-asked", test_gone);
  g_test_add_func ("/ui/hold/who-is-not-seen-waits-for-nothing", test_unseen);
  return g_test_run ();
}
