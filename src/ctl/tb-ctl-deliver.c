/* SPDX-License-Identifier: GPL-3.0-or-later
 * Delivery: serve, sync, outbox, check. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-words.h"

#include <glib-unix.h>
#include <string.h>

#define LOOK_MS 100       /* how often `sync` looks whether all is done */
#define AGAIN_MS 1000     /* how often `sync --wait` tries again */
#define OTHERS_SECONDS 30 /* for so long `sync` waits for another process to deliver */
#define MAX_WAIT (7 * 24 * 3600)

/* ---- serve ---- */

static gboolean
on_signal_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
read_tls (TbCtl    *self,
          gboolean *use_tls,
          GError  **error)
{
  const char *text = tb_ctl_option (self, "tls");

  *use_tls = text == NULL || strcmp (text, "auto") == 0;
  if (*use_tls || strcmp (text, "off") == 0)
    return TRUE;
  return tb_ctl_refuse_usage (error, _ ("“--tls” is “auto” or “off”."));
}

static void
print_address (TbCtl      *self,
               const char *address)
{
  if (self->is_json)
    tb_ctl_json_pairs ("address", address, NULL);
  else if (address != NULL)
    tb_ctl_print ("%s\n", address);
  else
    tb_ctl_print ("%s\n", _ ("Delivering. Nobody can call here; partners are called."));
  fflush (stdout);
}

/* Our invitations pin our own key only if partners find it at our address, which this decides with. */
static gboolean
note_address (TbCtl      *self,
              const char *listen,
              GError    **error)
{
  g_autofree char *noted = NULL;
  GError          *local = NULL;

  if (listen == NULL)
    return TRUE;
  noted = tb_engine_get_config (self->engine, "listening", &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return g_strcmp0 (noted, listen) == 0 || tb_engine_set_secret (self->engine, "listening", listen, error);
}

gboolean
tb_ctl_serve (TbCtl   *self,
              GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  const TbTransport *transport;
  const char        *listen = tb_ctl_option (self, "listen");
  g_autofree char   *address = NULL;
  gboolean           use_tls;
  gboolean           is_started;
  guint              terminate, interrupt;

  if (!read_tls (self, &use_tls, error) || !tb_ctl_check_place (self, error) ||
      !note_address (self, listen, error))
    return FALSE;
  tb_engine_offer_mailbox (self->engine, tb_ctl_has_option (self, "mailbox"));
  terminate = g_unix_signal_add (SIGTERM, on_signal_cb, loop);
  interrupt = g_unix_signal_add (SIGINT, on_signal_cb, loop);
  transport = tb_ctl_transport (self);
  is_started = transport->start (transport->self, listen, use_tls, &address, error);
  if (is_started)
    {
      print_address (self, address);
      g_main_loop_run (loop);
      transport->stop (transport->self);
    }
  g_source_remove (terminate);
  g_source_remove (interrupt);
  return is_started;
}

/* ---- sync ---- */

/** Sync: one run of `sync`. */
typedef struct
{
  TbCtl             *ctl;       /* (borrowed) */
  const TbTransport *transport; /* (borrowed) */
  GMainLoop         *loop;      /* (owned) */
  gint64             end;       /* monotonic */
  gint64             again;     /* monotonic: when to try again */
  gboolean           is_flushing;
  GError            *error; /* (owned) (nullable) */
} Sync;

static GPtrArray *
open_rows (TbCtl   *self,
           GError **error)
{
  return tb_engine_rows (self->engine, TB_TABLE_OUTBOX, error);
}

/* Partners for whom something is to be sent: (element-type TbRoute), or %NULL with @error. */
static GPtrArray *
waiting_routes (TbCtl   *self,
                GError **error)
{
  g_autoptr (GPtrArray) routes = tb_engine_routes (self->engine, error);
  guint i;

  if (routes == NULL)
    return NULL;
  for (i = routes->len; i > 0; i--)
    if (((TbRoute *)routes->pdata[i - 1])->due_at == G_MAXINT64)
      g_ptr_array_remove_index (routes, i - 1);
  return g_steal_pointer (&routes);
}

static const TbPartnerView *
find_partner (GPtrArray *partners,
              gint64     id)
{
  guint i;

  for (i = 0; i < partners->len; i++)
    if (((TbPartnerView *)partners->pdata[i])->record->id == id)
      return partners->pdata[i];
  return NULL;
}

static void
tell_waiting (const TbRoute       *route,
              const TbPartnerView *partner)
{
  g_autofree char *name = tb_ctl_clean (route->name, FALSE);
  g_autofree char *why = NULL;

  if (route->url == NULL)
    why = g_strdup (_ ("The partner has no address and has to call itself."));
  else if (route->travel == TB_TRAVEL_MAILBOX && route->problem == NULL)
    why = g_strdup (_ ("It lies in the mailbox; the partner has not answered yet."));
  else if (partner != NULL && partner->record->problem != NULL)
    why = tb_ctl_describe_nick (partner->record->problem, name);
  else
    why = g_strdup (_ ("There was no answer yet."));
  /* Translators: the first %s is a partner, the second a sentence that says why nothing reached it. */
  fprintf (stderr, _ ("Not delivered to “%s”: %s"), name, why);
  fputc ('\n', stderr);
}

/* What a partner has refused stays where it is until somebody looks at it. */
static gboolean
tell_held (TbCtl    *self,
           gboolean *any,
           GError  **error)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->engine, error);
  g_autoptr (GPtrArray) rows = partners != NULL ? open_rows (self, error) : NULL;
  guint i;

  if (rows == NULL)
    return FALSE;
  for (i = 0; i < rows->len; i++)
    {
      const TbOutboxRow   *row = rows->pdata[i];
      const TbPartnerView *partner = find_partner (partners, row->partner);
      g_autofree char     *name = NULL;
      g_autofree char     *why = NULL;

      if (row->problem == NULL)
        continue;
      *any = TRUE;
      name = tb_ctl_clean (partner != NULL ? partner->record->name : "?", FALSE);
      why = tb_ctl_describe_nick (row->problem, name);
      /* Translators: the first %s is a partner, the second a sentence that says why it refused. */
      fprintf (stderr, _ ("“%s” has refused a message: %s"), name, why);
      fputc ('\n', stderr);
    }
  return TRUE;
}

static gboolean
report_sync (TbCtl   *self,
             GError **error)
{
  g_autoptr (GPtrArray) waiting = waiting_routes (self, error);
  g_autoptr (GPtrArray) partners = waiting != NULL ? tb_engine_partners (self->engine, error) : NULL;
  gboolean any = FALSE;
  guint    i;

  if (partners == NULL || !tell_held (self, &any, error))
    return FALSE;
  for (i = 0; i < waiting->len; i++)
    {
      const TbRoute *route = waiting->pdata[i];

      tell_waiting (route, find_partner (partners, route->partner));
      any = TRUE;
    }
  return any ? tb_ctl_refuse_told (error) : TRUE;
}

static gboolean
is_all_sent (TbCtl   *self,
             GError **error)
{
  g_autoptr (GPtrArray) waiting = waiting_routes (self, error);

  return waiting != NULL && waiting->len == 0;
}

static void
on_flushed_cb (gpointer data)
{
  Sync *sync = data;

  sync->is_flushing = FALSE;
  sync->again = g_get_monotonic_time () + AGAIN_MS * 1000;
}

static gboolean
on_look_cb (gpointer data)
{
  Sync    *sync = data;
  gint64   now = g_get_monotonic_time ();
  gboolean is_over = now >= sync->end;

  /* Without --wait the one round is given its time. */
  if (sync->is_flushing && (!is_over || !tb_ctl_has_option (sync->ctl, "wait")))
    return G_SOURCE_CONTINUE;
  if (is_over || sync->error != NULL ||
      (sync->transport->idle (sync->transport->self) && is_all_sent (sync->ctl, &sync->error)))
    {
      g_main_loop_quit (sync->loop);
      return G_SOURCE_CONTINUE;
    }
  if (now >= sync->again)
    {
      sync->is_flushing = TRUE;
      sync->transport->flush (sync->transport->self, on_flushed_cb, sync);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
deliver (Sync    *sync,
         GError **error)
{
  guint look;

  sync->loop = g_main_loop_new (NULL, FALSE);
  sync->is_flushing = TRUE;
  sync->transport->flush (sync->transport->self, on_flushed_cb, sync);
  look = g_timeout_add (LOOK_MS, on_look_cb, sync);
  g_main_loop_run (sync->loop);
  g_source_remove (look);
  sync->transport->stop (sync->transport->self);
  g_clear_pointer (&sync->loop, g_main_loop_unref);
  if (sync->error == NULL)
    return report_sync (sync->ctl, error);
  g_propagate_error (error, g_steal_pointer (&sync->error));
  return FALSE;
}

/* Another process holds the lock: it delivers; we ask it to be quick and watch. */
static gboolean
watch_others (Sync    *sync,
              GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_SEND_NOW };
  GError         *local = NULL;

  if (!tb_ctl_has_option (sync->ctl, "wait"))
    sync->end = g_get_monotonic_time () + OTHERS_SECONDS * G_USEC_PER_SEC;
  if (!tb_engine_do (sync->ctl->engine, &command, NULL, error))
    return FALSE;
  while (!is_all_sent (sync->ctl, &local) && local == NULL && g_get_monotonic_time () < sync->end)
    g_usleep (LOOK_MS * 1000);
  if (local == NULL)
    return report_sync (sync->ctl, error);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_ctl_sync (TbCtl   *self,
             GError **error)
{
  const char *text = tb_ctl_option (self, "wait");
  Sync        sync = { .ctl = self };
  gint64      seconds = 0;
  GError     *local = NULL;

  if ((text != NULL && !tb_ctl_read_number (text, 0, MAX_WAIT, &seconds, error)) ||
      !tb_ctl_check_place (self, error))
    return FALSE;
  sync.end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  sync.transport = tb_ctl_transport (self);
  if (sync.transport->start (sync.transport->self, NULL, FALSE, NULL, &local))
    return deliver (&sync, error);
  if (g_error_matches (local, TB_PROBLEM, TB_PROBLEM_LOCK_HELD))
    {
      g_clear_error (&local);
      return watch_others (&sync, error);
    }
  g_propagate_error (error, local);
  return FALSE;
}

/* ---- outbox ---- */

static const char *
state_nick (gint64 state)
{
  static const char *const nicks[] = {
    [TB_OUTBOX_QUEUED] = "queued",
    [TB_OUTBOX_HELD] = "held",
    [TB_OUTBOX_WAITING] = "waiting",
    [TB_OUTBOX_BEHIND] = "behind",
  };

  return nicks[state];
}

static void
add_outbox_json (JsonBuilder        *builder,
                 const TbOutboxView *view)
{
  json_builder_begin_object (builder);
  tb_ctl_json_text (builder, "partner", view->partner);
  tb_ctl_json_text (builder, "ticket", view->number);
  tb_ctl_json_text (builder, "event", view->event);
  tb_ctl_json_int (builder, "seq", view->seq);
  tb_ctl_json_text (builder, "what", view->what);
  tb_ctl_json_text (builder, "detail", view->nick);
  tb_ctl_json_int (builder, "entries", view->n_items);
  tb_ctl_json_time (builder, "created_at", view->created_at);
  tb_ctl_json_text (builder, "state", state_nick (view->state));
  tb_ctl_json_text (builder, "problem", view->state == TB_OUTBOX_HELD ? view->problem : NULL);
  tb_ctl_json_bool (builder, "can_skip", view->can_skip);
  json_builder_end_object (builder);
}

static char *
describe_what (const TbOutboxView *view)
{
  const char *word = tb_word_message (view->what);
  const char *label = word != NULL ? g_dpgettext2 (NULL, "message", word) : view->what;
  GType       type = tb_word_message_type (view->what);
  int         value;

  if (view->n_items > 0)
    return g_strdup_printf ("%s (%" G_GINT64_FORMAT ")", label, view->n_items);
  if (view->nick != NULL && type != G_TYPE_NONE && tb_from_nick (type, view->nick, &value))
    return g_strdup_printf ("%s: %s", label, tb_ctl_word (type, value));
  return g_strdup (label);
}

static char *
describe_state (const TbOutboxView *view)
{
  if (view->state == TB_OUTBOX_HELD)
    return tb_ctl_describe_nick (view->problem, view->partner);
  if (view->state == TB_OUTBOX_BEHIND)
    return g_strdup (_ ("Waiting for the refused one before it"));
  return g_strdup (view->state == TB_OUTBOX_WAITING ? _ ("Waiting for its file") : _ ("Waiting"));
}

static gboolean
print_outbox (TbCtl   *self,
              GError **error)
{
  static const char *const headings[] = { N_ ("Partner"), N_ ("Ticket"), N_ ("Message"), N_ ("Since"),
                                          N_ ("State"), NULL };
  g_autoptr (GPtrArray) views = tb_engine_outbox (self->engine, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = NULL;
  guint i;

  if (views == NULL)
    return FALSE;
  table = tb_ctl_table_new (headings);
  json_builder_begin_array (builder);
  for (i = 0; i < views->len; i++)
    {
      const TbOutboxView *view = views->pdata[i];

      add_outbox_json (builder, view);
      tb_ctl_table_add (table, g_strdup (view->partner), g_strdup (view->number), describe_what (view),
                        tb_ctl_time (self, view->created_at), describe_state (view), TB_CTL_ROW_END);
    }
  json_builder_end_array (builder);
  if (self->is_json)
    tb_ctl_print_json (json_builder_get_root (builder));
  else if (views->len == 0)
    tb_ctl_print ("%s\n", _ ("Nothing waits for delivery."));
  else
    tb_ctl_table_print (g_ptr_array_ref (table));
  return TRUE;
}

static gboolean
run_on_ticket (TbCtl        *self,
               const char   *option,
               TbCommandType type,
               GError      **error)
{
  const char *number = tb_ctl_option (self, option);
  TbCommand   command = { .type = type };

  if (number == NULL)
    return TRUE;
  command.ticket = tb_engine_find_ticket (self->engine, number, error);
  return command.ticket != 0 && tb_engine_do (self->engine, &command, NULL, error);
}

gboolean
tb_ctl_outbox (TbCtl   *self,
               GError **error)
{
  const TbCommand now = { .type = TB_COMMAND_SEND_NOW };

  if (!run_on_ticket (self, "resend", TB_COMMAND_RESEND, error) ||
      !run_on_ticket (self, "skip", TB_COMMAND_SKIP, error))
    return FALSE;
  if (tb_ctl_has_option (self, "now") && !tb_engine_do (self->engine, &now, NULL, error))
    return FALSE;
  return print_outbox (self, error);
}

/* ---- check ---- */

static gboolean
compare_partner (TbCtl      *self,
                 const char *name,
                 GPtrArray  *findings,
                 GError    **error)
{
  g_autoptr (GPtrArray) routes = tb_engine_routes (self->engine, error);
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  const TbTransport *transport;
  const TbRoute     *route = NULL;
  guint              i;

  if (routes == NULL || !tb_ctl_check_place (self, error))
    return FALSE;
  for (i = 0; i < routes->len && route == NULL; i++)
    if (strcmp (((TbRoute *)routes->pdata[i])->name, name) == 0)
      route = routes->pdata[i];
  if (route == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
      return FALSE;
    }
  if (route->url == NULL)
    /* Translators: %s is a partner. */
    return tb_ctl_refuse (error, _ ("%s cannot be asked: it has no address that leads to it from here, and "
                                    "has to call itself. Run the command there: it compares both sides."),
                          name);
  if (route->travel == TB_TRAVEL_MAILBOX)
    /* Translators: %s is a partner. */
    return tb_ctl_refuse (error, _ ("%s cannot be asked: the mailbox between you only keeps messages and "
                                    "answers no questions. What has not arrived there, “outbox” tells."),
                          name);
  request = tb_engine_prepare_state (self->engine, route->partner, error);
  if (request == NULL)
    return FALSE;
  transport = tb_ctl_transport (self);
  answer = transport->ask_state (transport->self, route, request, error);
  return answer != NULL &&
         tb_engine_compare_state (self->engine, route->partner, request, answer, findings, error);
}

static void
print_findings (TbCtl     *self,
                GPtrArray *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint i;

  if (!self->is_json)
    {
      for (i = 0; i < findings->len; i++)
        tb_ctl_print ("%s\n", (char *)findings->pdata[i]);
      if (findings->len == 0)
        tb_ctl_print ("%s\n", _ ("Everything is in order."));
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (i = 0; i < findings->len; i++)
    json_builder_add_string_value (builder, findings->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
}

gboolean
tb_ctl_check (TbCtl   *self,
              GError **error)
{
  const char *partner = tb_ctl_option (self, "partner");
  g_autoptr (GPtrArray) findings = tb_engine_check (self->engine, error);

  if (findings == NULL || (partner != NULL && !compare_partner (self, partner, findings, error)))
    return FALSE;
  print_findings (self, findings);
  return findings->len == 0 || tb_ctl_refuse_told (error);
}
