/* SPDX-License-Identifier: GPL-3.0-or-later
 * How long the program keeps its window from being drawn: for whoever measures it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tb_frame_watch_start:
 * @application: whose windows are watched
 *
 * Does nothing unless the environment says `TICKETBRUECKE_DEBUG=frames`. Then it observes the main loop and
 * the frame clocks, and changes nothing of them. On SIGUSR1 and at the end it prints one line of JSON on what
 * was since the line before:
 *
 * - `frames`: how many pictures were drawn;
 * - `p99`, `worst`: of what was between each two pictures, in milliseconds, the longest stop;
 * - `long`: how many of them had a stop of more than 16 milliseconds.
 *
 * A stop is the time in which the main thread works without a pause: from leaving `poll()` until it has
 * nothing more to do (it would wait in `poll()`), over as many turns of the loop as that takes, or until the
 * picture is drawn. All of it counts, also what GTK does at our behest: events, styles, sizes. Only the paint
 * phase of the frame clock is set aside: without a graphics processor it alone takes longer than a frame may.
 * What is before the first picture is the start of the program and does not count.
 */
void tb_frame_watch_start (GtkApplication *application);

G_END_DECLS
