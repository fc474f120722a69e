/* SPDX-License-Identifier: GPL-3.0-or-later
 * Watches a program from outside, as a person does: when its window is there, when the picture changes last,
 * and how long after a key or a click. Knows nothing of the program.
 *
 * Usage: watch [--idle] [--kill] [STEP…] -- PROGRAM ARGUMENT…
 * STEP: key=NAME[+NAME…] (X keysyms, pressed together), click=X,Y, move=X,Y, scroll=X,Y (the wheel),
 * type=TEXT, each once the picture stands still; a - before it: it need not change anything. area=X,Y,WIDTH,
 * HEIGHT: from now on only what changes in there counts. One line of JSON a step: milliseconds from exec
 * or from the step to the first change and to the last before the picture stood still for a while, and what
 * memory (KiB) the program had then. The first change at the start is the first frame, not the mapping.
 * --idle: nor may the program be at work while it stands still (for one that a profiler slows down);
 * --kill: it is ended on the spot then; else its window is closed. */
#define _GNU_SOURCE
#include "config.h"

#include <glib.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define STILL_MS 400
#define PATIENCE_MS 60000
#define BUSY_PERCENT 30 /* of the times it was looked at */
#define BUSY_MS 500
#define NOTCHES 10
#define CLOSE_MS 10000

static Display   *display;
static int        damage_event;
static XRectangle area = { 0, 0, G_MAXSHORT, G_MAXSHORT };
static Window     window; /* the program's first */
static gboolean   is_drawn;
static gboolean   looks_at_work;
static gboolean   kills;

/** Seen: changes since the last step; monotonic microseconds, 0 none. */
typedef struct
{
  gint64 begun;
  gint64 mapped;
  gint64 first;
  gint64 last;
} Seen;

static gboolean
is_in_area (const XRectangle *changed)
{
  return changed->x < area.x + area.width &&
         changed->x + changed->width > area.x &&
         changed->y < area.y + area.height &&
         changed->y + changed->height > area.y;
}

/* A window that has just been mapped is of one colour until its program has drawn a frame. */
static gboolean
look_at_window (void)
{
  XWindowAttributes look;
  XImage           *image;
  gboolean          is_uniform = TRUE;
  int               x, y;

  if (window == None || !XGetWindowAttributes (display, window, &look) || look.map_state != IsViewable)
    return FALSE;
  image = XGetImage (display, window, 0, 0, look.width, look.height, AllPlanes, ZPixmap);
  if (image == NULL)
    return FALSE;
  for (y = 0; y < look.height && is_uniform; y++)
    for (x = 0; x < look.width && is_uniform; x++)
      is_uniform = XGetPixel (image, x, y) == XGetPixel (image, 0, 0);
  XDestroyImage (image);
  return !is_uniform;
}

static void
handle_event (Seen *seen)
{
  XEvent event;
  gint64 now = g_get_monotonic_time ();

  XNextEvent (display, &event);
  if (event.type == MapNotify && !event.xmap.override_redirect)
    {
      seen->mapped = seen->mapped != 0 ? seen->mapped : now;
      window = window != None ? window : event.xmap.window;
    }
  else if (event.type == damage_event + XDamageNotify)
    {
      if (!is_in_area (&((XDamageNotifyEvent *)&event)->area))
        return;
      is_drawn = is_drawn || look_at_window ();
      if (!is_drawn)
        return;
      seen->first = seen->first != 0 ? seen->first : now;
      seen->last = now;
    }
}

/* Whether one of its threads runs, or would if a processor were free. */
static gboolean
is_running (pid_t child)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int)child);
  g_autoptr (GDir) threads = g_dir_open (path, 0, NULL);
  gboolean    runs = FALSE;
  const char *thread;

  while (threads != NULL && !runs && (thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, thread, "stat", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL) && strrchr (text, ')') != NULL)
        runs = g_str_has_prefix (strrchr (text, ')'), ") R") || g_str_has_prefix (strrchr (text, ')'), ") D");
    }
  return runs;
}

/* Has it been at work lately? Timers, which need little, do not count. */
static gboolean
is_at_work (pid_t  child,
            gint64 now)
{
  static gint64   begun;
  static guint    n_looks, n_running;
  static gboolean was_at_work = TRUE;

  if (now - begun > BUSY_MS * 1000)
    {
      was_at_work = n_looks == 0 || n_running * 100 > BUSY_PERCENT * n_looks;
      begun = now;
      n_looks = 0;
      n_running = 0;
    }
  n_looks++;
  n_running += is_running (child);
  return was_at_work;
}

/* Until something has changed, if anything must, and then nothing for a while. */
static gboolean
wait_until_still (Seen    *seen,
                  pid_t    child,
                  gboolean must_change)
{
  struct pollfd connection = { .fd = ConnectionNumber (display), .events = POLLIN };

  for (;;)
    {
      gboolean is_busy;
      gint64   now;

      while (XPending (display) > 0)
        handle_event (seen);
      now = g_get_monotonic_time ();
      is_busy = looks_at_work && is_at_work (child, now);
      if ((seen->last != 0 || !must_change) && now - MAX (seen->last, seen->begun) > STILL_MS * 1000 &&
          !is_busy)
        return TRUE;
      if (now - seen->begun > (looks_at_work ? 5 : 1) * PATIENCE_MS * 1000 ||
          waitpid (child, NULL, WNOHANG) == child)
        return FALSE;
      poll (&connection, 1, 10);
    }
}

static long
read_kib (pid_t       child,
          const char *file,
          const char *field)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int)child, file);
  g_autofree char *text = NULL;
  const char      *found;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return -1;
  found = strstr (text, field);
  return found != NULL ? strtol (found + strlen (field), NULL, 10) : -1;
}

static gint64
since (const Seen *seen,
       gint64      moment)
{
  return moment != 0 ? moment - seen->begun : 0;
}

static void
tell (const char *step,
      const Seen *seen,
      pid_t       child)
{
  const gint64 mapped = since (seen, seen->mapped);
  const gint64 first = since (seen, seen->first);
  const gint64 last = since (seen, seen->last);

  printf ("{\"step\": \"%s\", \"mapped\": %" G_GINT64_FORMAT ".%03d, \"first\": %" G_GINT64_FORMAT
          ".%03d, \"last\": %" G_GINT64_FORMAT ".%03d, \"rss\": %ld, \"anonymous\": %ld, \"pss\": %ld}\n",
          step, mapped / 1000, (int)(mapped % 1000), first / 1000, (int)(first % 1000), last / 1000,
          (int)(last % 1000), read_kib (child, "status", "VmRSS:"),
          read_kib (child, "status", "RssAnon:"), read_kib (child, "smaps_rollup", "Pss:"));
  fflush (stdout);
}

/* ---- Steps ---- */

static void
press (KeySym   symbol,
       gboolean is_down)
{
  KeyCode code = XKeysymToKeycode (display, symbol);

  if (code == 0)
    g_error ("no key for %s", XKeysymToString (symbol));
  XTestFakeKeyEvent (display, code, is_down, CurrentTime);
}

static void
press_keys (const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, "+", -1);
  guint n = g_strv_length (parts);
  guint i;

  for (i = 0; i < n; i++)
    press (XStringToKeysym (parts[i]), TRUE);
  while (i-- > 0)
    press (XStringToKeysym (parts[i]), FALSE);
}

static void
type_text (const char *text)
{
  char name[2] = { 0, 0 };

  for (; *text != '\0'; text++)
    {
      name[0] = *text;
      press_keys (*text == ' ' ? "space" : name);
    }
}

static void
move (const char *place)
{
  int x, y;

  if (sscanf (place, "%d,%d", &x, &y) != 2)
    g_error ("where is “%s”?", place);
  XTestFakeMotionEvent (display, -1, x, y, CurrentTime);
}

static void
click (const char *place,
       guint       button,
       guint       n_times)
{
  move (place);
  while (n_times-- > 0)
    {
      XTestFakeButtonEvent (display, button, True, CurrentTime);
      XTestFakeButtonEvent (display, button, False, CurrentTime);
    }
}

static void
watch_area (const char *text)
{
  short          x, y;
  unsigned short width, height;

  if (sscanf (text, "%hd,%hd,%hu,%hu", &x, &y, &width, &height) != 4)
    g_error ("what area is “%s”?", text);
  area = (XRectangle){ x, y, width, height };
}

static void
do_step (const char *step)
{
  step += *step == '-';
  if (g_str_has_prefix (step, "key="))
    press_keys (step + 4);
  else if (g_str_has_prefix (step, "type="))
    type_text (step + 5);
  else if (g_str_has_prefix (step, "click="))
    click (step + 6, 1, 1);
  else if (g_str_has_prefix (step, "scroll="))
    click (step + 7, 5, NOTCHES);
  else if (g_str_has_prefix (step, "move="))
    move (step + 5);
  else if (g_str_has_prefix (step, "area="))
    watch_area (step + 5);
  else
    g_error ("what is “%s”?", step);
  XFlush (display);
}

static pid_t
start (char **argv)
{
  pid_t child = fork ();

  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      /* What it prints is not ours. */
      dup2 (STDERR_FILENO, STDOUT_FILENO);
      execvp (argv[0], argv);
      _exit (127);
    }
  return child;
}

/* As a person does, so that it leaves its files in order; by force if it does not follow. */
static void
end (pid_t child)
{
  XEvent event = { .xclient = { .type = ClientMessage, .window = window, .format = 32 } };
  gint64 until = g_get_monotonic_time () + CLOSE_MS * 1000;

  if (kills || window == None)
    {
      /* Nobody has a last word to this one, which would be counted as well. */
      kill (child, SIGUSR2);
      waitpid (child, NULL, 0);
      return;
    }
  event.xclient.message_type = XInternAtom (display, "WM_PROTOCOLS", False);
  event.xclient.data.l[0] = (long)XInternAtom (display, "WM_DELETE_WINDOW", False);
  XSendEvent (display, window, False, NoEventMask, &event);
  XFlush (display);
  while (waitpid (child, NULL, WNOHANG) == 0)
    {
      if (g_get_monotonic_time () > until)
        kill (child, SIGKILL);
      g_usleep (5000);
    }
}

/* Where to look from now on changes nothing that could be waited for. */
static gboolean
is_look (const char *step)
{
  return g_str_has_prefix (step, "area=");
}

static int
watch_steps (int    n,
             char **steps,
             pid_t  child,
             Seen  *seen)
{
  int i;

  if (!wait_until_still (seen, child, TRUE))
    return 1;
  tell ("start", seen, child);
  for (i = 0; i < n; i++)
    {
      *seen = (Seen){ .begun = g_get_monotonic_time () };
      do_step (steps[i]);
      if (!is_look (steps[i]) && !wait_until_still (seen, child, *steps[i] != '-'))
        return 1;
      tell (steps[i], seen, child);
    }
  return 0;
}

int
main (int    argc,
      char **argv)
{
  int    first = 1;
  int    n, error_event, code;
  pid_t  child;
  Seen   seen = { 0 };
  Window root;

  for (; first < argc && g_str_has_prefix (argv[first], "--") && argv[first][2] != '\0'; first++)
    {
      looks_at_work = looks_at_work || strcmp (argv[first], "--idle") == 0;
      kills = kills || strcmp (argv[first], "--kill") == 0;
    }
  for (n = first; n < argc && strcmp (argv[n], "--") != 0; n++)
    ;
  display = XOpenDisplay (NULL);
  if (n + 1 >= argc || display == NULL || !XDamageQueryExtension (display, &damage_event, &error_event))
    return 2;
  root = DefaultRootWindow (display);
  XSelectInput (display, root, SubstructureNotifyMask);
  XDamageCreate (display, root, XDamageReportRawRectangles);
  XSync (display, False);
  seen.begun = g_get_monotonic_time ();
  child = start (argv + n + 1);
  code = watch_steps (n - first, argv + first, child, &seen);
  end (child);
  XCloseDisplay (display);
  return code;
}
