/* SPDX-License-Identifier: GPL-3.0-or-later
 * How long the program keeps its window from being drawn: for whoever measures it. */
#include "config.h"

#include "tb-frame-watch.h"

#include <glib-unix.h>
#include <stdio.h>

#define LONG_STOP 16000

/** FrameWatch: all times in microseconds. There is one main thread, so there is one of these. */
typedef struct
{
  GPollFunc poll;        /* the real one */
  GArray   *stops;       /* (owned) (element-type gint64): the longest before each picture */
  gint64    begun;       /* the main thread works since then */
  gint64    stop;        /* how long it has worked before that, without a pause */
  gint64    longest;     /* since the last picture */
  gint64    paint_begun; /* the phase before it has ended */
  gboolean  has_drawn;
} FrameWatch;

static FrameWatch watch;

static void
end_stop (void)
{
  watch.longest = MAX (watch.longest, watch.stop);
  watch.stop = 0;
}

static int
on_poll (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int result;

  watch.stop += g_get_monotonic_time () - watch.begun;
  if (timeout != 0)
    end_stop ();
  result = watch.poll (fds, n_fds, timeout);
  watch.begun = g_get_monotonic_time ();
  return result;
}

static void
on_phase_done_cb (void)
{
  watch.paint_begun = g_get_monotonic_time ();
}

/* Of any window: what is painted is no work of ours. */
static void
on_painted_cb (void)
{
  watch.stop += watch.paint_begun - watch.begun;
  end_stop ();
  watch.begun = g_get_monotonic_time ();
}

/* Of a main window: the next picture is waited for. */
static void
on_drawn_cb (void)
{
  if (watch.has_drawn)
    g_array_append_val (watch.stops, watch.longest);
  watch.has_drawn = TRUE;
  watch.longest = 0;
}

/* The clock lives as long as the window's surface. */
static void
on_realized_cb (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect_after (clock, "before-paint", G_CALLBACK (on_phase_done_cb), NULL);
  g_signal_connect_after (clock, "update", G_CALLBACK (on_phase_done_cb), NULL);
  g_signal_connect_after (clock, "layout", G_CALLBACK (on_phase_done_cb), NULL);
  g_signal_connect_after (clock, "paint", G_CALLBACK (on_painted_cb), NULL);
  if (gtk_window_get_application (GTK_WINDOW (window)) != NULL)
    g_signal_connect_after (clock, "paint", G_CALLBACK (on_drawn_cb), NULL);
}

static void
on_windows_changed_cb (GListModel *windows,
                       guint       position,
                       guint       removed,
                       guint       added)
{
  guint i;

  for (i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      g_signal_connect (window, "realize", G_CALLBACK (on_realized_cb), NULL);
    }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const gint64 first = *(const gint64 *)a;
  const gint64 second = *(const gint64 *)b;

  return (first > second) - (first < second);
}

static double
get_part (double part)
{
  guint index = (guint)((watch.stops->len - 1) * part + 0.5);

  return (double)g_array_index (watch.stops, gint64, index) / 1000;
}

/* What came after the last picture counts as if one were drawn now. */
static void
tell (void)
{
  char  p99[G_ASCII_DTOSTR_BUF_SIZE], worst[G_ASCII_DTOSTR_BUF_SIZE];
  guint n_frames = watch.stops->len;
  guint n_long = 0;
  guint i;

  end_stop ();
  g_array_append_val (watch.stops, watch.longest);
  watch.longest = 0;
  g_array_sort (watch.stops, compare);
  for (i = 0; i < watch.stops->len; i++)
    n_long += g_array_index (watch.stops, gint64, i) > LONG_STOP;
  g_ascii_dtostr (p99, sizeof p99, get_part (0.99));
  g_ascii_dtostr (worst, sizeof worst, get_part (1));
  printf ("{\"frames\": %u, \"p99\": %s, \"worst\": %s, \"long\": %u}\n", n_frames, p99, worst, n_long);
  fflush (stdout);
  g_array_set_size (watch.stops, 0);
}

static gboolean
on_asked_cb (gpointer data)
{
  tell ();
  return G_SOURCE_CONTINUE;
}

void
tb_frame_watch_start (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_return_if_fail (watch.poll == NULL);

  if (g_strcmp0 (g_getenv ("TICKETBRUECKE_DEBUG"), "frames") != 0)
    return;
  watch.poll = g_main_context_get_poll_func (NULL);
  watch.stops = g_array_new (FALSE, FALSE, sizeof (gint64));
  watch.begun = g_get_monotonic_time ();
  g_main_context_set_poll_func (NULL, on_poll);
  g_unix_signal_add (SIGUSR1, on_asked_cb, NULL);
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_windows_changed_cb), NULL);
  g_signal_connect (application, "shutdown", G_CALLBACK (tell), NULL);
}
