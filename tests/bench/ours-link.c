/* SPDX-License-Identifier: GPL-3.0-or-later
 * One instance with its courier, as the window's program holds them, that does what it is told: so that
 * link.py can make a change in one process and see when another one has committed it.
 *
 * Usage: ours-link PROFILE      One command a line of the standard input, one line of JSON as its answer.
 *   config NAME VALUE|- · start ADDRESS|- auto|off · stop · invite PARTNER · accept CODE · way PARTNER NICK ·
 *   offer N PARTNER · take (accepts what was offered) · notes N · note (one, as from the window) ·
 *   waiting PARTNER · drain PARTNER (answers when nothing waits) · watch on|off ·
 *   moved · quit
 * While it watches also {"seen": µs}, without being asked, when an entry of a partner has been committed. */
#include "config.h"

#include "bench-texts.h"
#include "tb-courier.h"
#include "tb-store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_MS 5

typedef struct
{
  GMainLoop  *loop;
  TbEngine   *engine;
  TbCourier  *courier;
  GArray     *tickets; /* (element-type gint64): what was outsourced, or accepted */
  guint       n_notes;
  gboolean    is_watching;
  gint64      begun;
  char       *awaited;
  GIOChannel *input;
} Bench;

static void
tell (const char *name,
      gint64      value)
{
  printf ("{\"%s\": %" G_GINT64_FORMAT "}\n", name, value);
  fflush (stdout);
}

static void
tell_text (const char *name,
           const char *value)
{
  printf ("{\"%s\": \"%s\"}\n", name, value != NULL ? value : "");
  fflush (stdout);
}

static void
must (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
run (Bench    *self,
     TbCommand command,
     TbResult *result)
{
  g_autoptr (GError) error = NULL;

  tb_engine_do (self->engine, &command, result, &error);
  must (error);
}

/* ---- Commands ---- */

static void
do_config (Bench *self,
           char **words)
{
  const char *value = g_str_equal (words[2], "-") ? "" : words[2];

  run (self, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = words[1], .value = value }, NULL);
  tell ("done", 1);
}

static void
do_start (Bench *self,
          char **words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  const char      *listen = g_str_equal (words[1], "-") ? NULL : words[1];

  if (self->courier == NULL)
    self->courier = tb_courier_new (self->engine, NULL, NULL);
  tb_courier_start (self->courier, listen, g_strcmp0 (words[2], "off") != 0, &address, &error);
  must (error);
  tell_text ("address", address);
}

static void
do_stop (Bench *self,
         char **words)
{
  tb_courier_stop (self->courier);
  tell ("done", 1);
}

static void
do_invite (Bench *self,
           char **words)
{
  g_auto (TbResult) result = { 0 };

  run (self, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = words[1] }, &result);
  tell_text ("code", result.code);
}

static void
do_accept (Bench *self,
           char **words)
{
  run (self, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = words[1] }, NULL);
  tell ("done", 1);
}

static void
do_way (Bench *self,
        char **words)
{
  run (self,
       (TbCommand){ .type = TB_COMMAND_PARTNER_SET, .partner = words[1], .name = "way", .value = words[2] },
       NULL);
  tell ("done", 1);
}

static void
do_offer (Bench *self,
          char **words)
{
  const guint   n = (guint)strtoul (words[1], NULL, 10);
  const TbTerms terms = TB_TERMS_EMPTY;
  guint         i;

  for (i = 0; i < n; i++)
    {
      g_autofree char    *title = bench_words (i + 1, 0, BENCH_TITLE_WORDS);
      const TbTicketDraft draft = { .title = title, .description = "Bench", .organisation = "Bench" };
      g_auto (TbResult) result = { 0 };

      run (self, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
      run (self,
           (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                        .ticket = result.ticket,
                        .partner = words[2],
                        .terms = &terms },
           NULL);
      g_array_append_val (self->tickets, result.ticket);
    }
  tell ("done", 1);
}

/* The newest offers: of as many as there are, for a profile may hold others. */
static void
do_take (Bench *self,
         char **words)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_UPDATED, .descending = TRUE };
  const guint       n = (guint)strtoul (words[1], NULL, 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list (self->engine, &query, n, &error);
  guint i;

  must (error);
  for (i = 0; i < rows->len; i++)
    {
      gint64 id = ((TbListRow *)rows->pdata[i])->id;

      run (self,
           (TbCommand){ .type = TB_COMMAND_ACT,
                        .ticket = id,
                        .action = TB_ACTION_ACCEPT,
                        .organisation = "Bench" },
           NULL);
      g_array_append_val (self->tickets, id);
    }
  tell ("taken", rows->len);
}

static TbCommand
next_note (Bench       *self,
           char       **text,
           TbItemDraft *draft)
{
  *text = bench_words (++self->n_notes, 2, BENCH_NOTE_WORDS);
  *draft = (TbItemDraft){ .kind = TB_ITEM_NOTE, .text = *text };
  return (TbCommand){ .type = TB_COMMAND_ADD_ITEM,
                      .ticket = g_array_index (self->tickets, gint64, self->n_notes % self->tickets->len),
                      .item = draft };
}

static void
do_notes (Bench *self,
          char **words)
{
  const guint n = (guint)strtoul (words[1], NULL, 10);
  guint       i;

  for (i = 0; i < n; i++)
    {
      g_autofree char *text = NULL;
      TbItemDraft      draft;
      const TbCommand  command = next_note (self, &text, &draft);

      run (self, command, NULL);
    }
  tell ("done", 1);
}

static void
on_note_done_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;

  tb_engine_do_finish (self->engine, result, NULL, &error);
  must (error);
  tell ("begun", self->begun);
}

static void
do_note (Bench *self,
         char **words)
{
  g_autofree char *text = NULL;
  TbItemDraft      draft;
  const TbCommand  command = next_note (self, &text, &draft);

  self->begun = g_get_monotonic_time ();
  tb_engine_do_async (self->engine, &command, NULL, on_note_done_cb, self);
}

static TbPartnerView *
find_partner (GPtrArray  *partners,
              const char *name)
{
  guint i;

  for (i = 0; i < partners->len; i++)
    if (g_strcmp0 (((TbPartnerView *)partners->pdata[i])->record->name, name) == 0)
      return partners->pdata[i];
  return NULL;
}

/* What it has not confirmed; -1: tickets cannot be handed to it yet. */
static gboolean
on_look_cb (gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) routes = tb_engine_routes (self->engine, &error);
  guint i;

  must (error);
  for (i = 0; i < routes->len; i++)
    {
      const TbRoute *route = routes->pdata[i];

      if (g_strcmp0 (route->name, self->awaited) == 0 && route->has_waiting)
        return G_SOURCE_CONTINUE;
    }
  tell ("drained", 1);
  return G_SOURCE_REMOVE;
}

/* Answers when nothing waits for the partner, and looks without being felt. */
static void
do_drain (Bench *self,
          char **words)
{
  g_free (self->awaited);
  self->awaited = g_strdup (words[1]);
  g_timeout_add (LOOK_MS, on_look_cb, self);
}

/* The profile is a copy of one that was filled elsewhere. */
static void
do_moved (Bench *self,
          char **words)
{
  run (self, (TbCommand){ .type = TB_COMMAND_MOVED }, NULL);
  tell ("done", 1);
}

static void
do_watch (Bench *self,
          char **words)
{
  self->is_watching = g_str_equal (words[1], "on");
  tell ("done", 1);
}

static void
do_waiting (Bench *self,
            char **words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->engine, &error);
  const TbPartnerView *partner;
  gboolean             is_linked;

  must (error);
  partner = find_partner (partners, words[1]);
  is_linked = partner != NULL && (partner->lead_state == TB_AGREEMENT_ACTIVE ||
                                  partner->service_state == TB_AGREEMENT_ACTIVE);
  tell ("waiting", is_linked ? partner->waiting : -1);
}

static void
do_quit (Bench *self,
         char **words)
{
  g_main_loop_quit (self->loop);
}

static const struct
{
  const char *name;
  guint       n_words; /* besides the name */
  void (*run) (Bench *self,
               char **words);
} commands[] = {
  { "config", 2, do_config },
  { "start", 2, do_start },
  { "stop", 0, do_stop },
  { "invite", 1, do_invite },
  { "way", 2, do_way },
  { "accept", 1, do_accept },
  { "offer", 2, do_offer },
  { "take", 1, do_take },
  { "notes", 1, do_notes },
  { "note", 0, do_note },
  { "waiting", 1, do_waiting },
  { "watch", 1, do_watch },
  { "drain", 1, do_drain },
  { "moved", 0, do_moved },
  { "quit", 0, do_quit },
};

static gboolean
on_input_cb (GIOChannel  *channel,
             GIOCondition condition,
             gpointer     data)
{
  Bench           *self = data;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  guint i;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (self->loop);
      return G_SOURCE_REMOVE;
    }
  words = g_strsplit (g_strchomp (line), " ", -1);
  for (i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (words[0], commands[i].name) == 0 && g_strv_length (words) > commands[i].n_words)
      {
        commands[i].run (self, words);
        return G_SOURCE_CONTINUE;
      }
  g_error ("not understood: %s", line);
}

static void
on_notice_cb (Bench          *self,
              const TbNotice *notice)
{
  if (self->is_watching && g_str_equal (notice->kind, "item"))
    tell ("seen", g_get_monotonic_time ());
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  g_autoptr (TbStore) store = NULL;
  Bench self = { .tickets = g_array_new (FALSE, FALSE, sizeof (gint64)) };

  if (argc != 2)
    return 2;
  store = tb_store_open (argv[1], TB_STORE_DEFAULT, NULL, &error);
  must (error);
  self.engine = tb_engine_new (store, clock, &error);
  must (error);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.input = g_io_channel_unix_new (0);
  g_io_channel_set_encoding (self.input, NULL, NULL);
  g_io_add_watch (self.input, G_IO_IN | G_IO_HUP, on_input_cb, &self);
  g_signal_connect_swapped (self.engine, "notice", G_CALLBACK (on_notice_cb), &self);
  g_main_loop_run (self.loop);
  if (self.courier != NULL)
    tb_courier_stop (self.courier);
  g_clear_object (&self.courier);
  g_clear_object (&self.engine);
  tb_store_close (store);
  g_io_channel_unref (self.input);
  g_main_loop_unref (self.loop);
  g_array_unref (self.tickets);
  g_free (self.awaited);
  return 0;
}
