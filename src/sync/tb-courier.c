/* SPDX-License-Identifier: GPL-3.0-or-later
 * The courier: holds the link lock, sends what waits, listens, turns the timers. */
#include "config.h"

#include "tb-courier.h"

#include "tb-address.h"
#include "tb-dispatch-private.h"
#include "tb-identity.h"
#include "tb-link-lock.h"
#include "tb-probe.h"
#include "tb-sleep-watch-private.h"
#include "tb-trial.h"
#include "tb-waiting-room-private.h"
#include "tb-way-http.h"

#define POLL_MS 250    /* law 8 */
#define LOCK_SECONDS 1 /* how often the lock is tried for */
#define LONGEST_WAIT (60 * TB_SECOND)
#define SHORTEST_WAIT_MS 20 /* a due time that is past already must not turn into a busy loop */
#define FAULT_WAIT (5 * TB_SECOND)
#define NETWORK_MS 500 /* a change of the network comes as a burst of signals */

struct _TbCourier
{
  GObject parent_instance;

  TbEngine      *engine;   /* (owned) */
  TbDispatch    *dispatch; /* (owned) */
  TbWaitingRoom *room;     /* (owned) */
  TbHttpLimits   limits;
  TbTransport    transport;

  TbLinkLock   *lock;   /* (owned) (nullable): it runs */
  TbHttpServer *server; /* (owned) (nullable) */

  char    *listen; /* (owned) (nullable): for start_when_free */
  gboolean use_tls;
  GError  *failure; /* (owned) (nullable): of its last try */

  guint lock_timer;
  guint poll_timer;
  guint tick_timer;
  guint network_timer;

  TbSleepWatch sleep;
};

G_DEFINE_FINAL_TYPE (TbCourier, tb_courier, G_TYPE_OBJECT)

static void tick (TbCourier *self);

/* ---- What wakes it ---- */

static void
on_outbox_changed_cb (TbCourier *self,
                      GArray    *partners)
{
  if (partners->len == 0)
    _tb_dispatch_look (self->dispatch);
  for (guint i = 0; i < partners->len; i++)
    _tb_dispatch_hasten (self->dispatch, g_array_index (partners, gint64, i));
}

static void
on_waiting_forgotten_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      data)
{
  g_autoptr (GError) error = NULL;

  /* Then it stays at the times that were set. */
  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    g_info ("change of the network: %s", error->message);
  g_object_unref (data);
}

static gboolean
on_network_settled_cb (gpointer data)
{
  TbCourier *self = data;
  TbCommand  command = { .type = TB_COMMAND_SEND_NOW };

  self->network_timer = 0;
  tb_engine_do_async (self->engine, &command, NULL, on_waiting_forgotten_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* There is a way again, or the machine has slept: nobody waits for the times that were set before. */
static void
forget_waiting_soon (TbCourier *self)
{
  if (self->lock == NULL)
    return;
  g_clear_handle_id (&self->network_timer, g_source_remove);
  self->network_timer = g_timeout_add (NETWORK_MS, on_network_settled_cb, self);
}

static void
on_network_changed_cb (TbCourier *self,
                       gboolean   is_available)
{
  if (is_available)
    forget_waiting_soon (self);
}

static void
on_metered_cb (TbCourier *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  tb_engine_set_metered (self->engine, g_network_monitor_get_network_metered (monitor));
}

static gboolean
on_poll_cb (gpointer data)
{
  TbCourier *self = data;

  tb_engine_poll (self->engine);
  if (_tb_sleep_watch_look (&self->sleep))
    forget_waiting_soon (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_tick_cb (gpointer data)
{
  TbCourier *self = data;

  self->tick_timer = 0;
  tick (self);

  return G_SOURCE_REMOVE;
}

static void
on_ticked_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (TbCourier) self = data;
  g_autoptr (GError) error = NULL;
  gint64 next = G_MAXINT64;
  gint64 wait;

  if (!tb_engine_tick_finish (TB_ENGINE (object), result, &next, &error))
    g_info ("timers: %s", error->message);
  if (self->lock == NULL)
    return;
  wait = next == G_MAXINT64 ? LONGEST_WAIT : next - tb_clock_now (tb_engine_get_clock (self->engine));
  if (error != NULL)
    wait = FAULT_WAIT;
  wait = CLAMP (wait, 0, LONGEST_WAIT) / 1000;
  g_clear_handle_id (&self->tick_timer, g_source_remove);
  self->tick_timer = g_timeout_add (MAX ((guint)wait, SHORTEST_WAIT_MS), on_tick_cb, self);
}

static void
tick (TbCourier *self)
{
  tb_engine_tick_async (self->engine, on_ticked_cb, g_object_ref (self));
}

/* ---- Listening ---- */

static void
on_request_cb (TbEnvelope  *request,
               TbHttpReply *reply,
               gpointer     data)
{
  TbCourier *self = data;

  _tb_waiting_room_admit (self->room, request, reply);
}

static void
wake_waiting (gpointer    data,
              const char *link)
{
  _tb_waiting_room_wake (((TbCourier *)data)->room, link);
}

static gboolean
is_fetching (gpointer    data,
             const char *link)
{
  return _tb_waiting_room_is_fetching (((TbCourier *)data)->room, link);
}

static gboolean
listen_at (TbCourier  *self,
           const char *text,
           gboolean    use_tls,
           char      **url,
           GError    **error)
{
  g_autoptr (GSocketAddress) address = tb_address_parse_listen (text, error);
  g_autoptr (TbCertificate) identity = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (TbHttpServer) server = NULL;

  if (address == NULL)
    return FALSE;
  if (use_tls)
    {
      identity = tb_identity_load (self->engine, error);
      certificate = identity != NULL ? tb_certificate_to_tls (identity, error) : NULL;
      if (certificate == NULL)
        return FALSE;
    }
  server = tb_http_server_new (tb_engine_get_clock (self->engine), &self->limits, on_request_cb, self);
  if (!tb_http_server_listen (server, address, certificate, error))
    return FALSE;
  if (url != NULL)
    *url = tb_http_server_get_url (server);
  self->server = g_steal_pointer (&server);

  return TRUE;
}

/* ---- Beginning and end ---- */

static void
ensure_poll_timer (TbCourier *self)
{
  if (self->poll_timer == 0)
    self->poll_timer = g_timeout_add (POLL_MS, on_poll_cb, self);
}

static gboolean
on_lock_retry_cb (gpointer data)
{
  TbCourier *self = data;
  GError    *error = NULL;

  g_clear_error (&self->failure);
  if (tb_courier_start (self, self->listen, self->use_tls, NULL, &error))
    return G_SOURCE_REMOVE;
  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_LOCK_HELD))
    {
      g_error_free (error);
    }
  else
    {
      g_info ("cannot take over: %s", error->message);
      self->failure = error;
    }

  return G_SOURCE_CONTINUE;
}

static void
tb_courier_dispose (GObject *object)
{
  TbCourier *self = TB_COURIER (object);

  tb_courier_stop (self);
  if (self->dispatch != NULL)
    _tb_dispatch_set_watch (self->dispatch, NULL);
  g_clear_object (&self->room);
  g_clear_object (&self->engine);
  g_clear_object (&self->dispatch);
  G_OBJECT_CLASS (tb_courier_parent_class)->dispose (object);
}

static void
tb_courier_finalize (GObject *object)
{
  TbCourier *self = TB_COURIER (object);

  g_clear_pointer (&self->listen, g_free);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (tb_courier_parent_class)->finalize (object);
}

static void
tb_courier_class_init (TbCourierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_courier_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_courier_finalize;
}

static void
tb_courier_init (TbCourier *self)
{
}

gboolean
tb_courier_start (TbCourier  *self,
                  const char *listen,
                  gboolean    use_tls,
                  char      **address,
                  GError    **error)
{
  g_return_val_if_fail (TB_IS_COURIER (self), FALSE);
  g_return_val_if_fail (self->lock == NULL, FALSE);

  self->lock = tb_link_lock_try (tb_engine_get_dir (self->engine), error);
  if (self->lock == NULL)
    return FALSE;
  if (listen != NULL && !listen_at (self, listen, use_tls, address, error))
    {
      g_clear_pointer (&self->lock, tb_link_lock_free);
      return FALSE;
    }
  g_clear_handle_id (&self->lock_timer, g_source_remove);
  ensure_poll_timer (self);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (), "notify::network-metered",
                           G_CALLBACK (on_metered_cb), self, G_CONNECT_SWAPPED);
  on_metered_cb (self);
  tick (self);
  _tb_dispatch_start (self->dispatch);

  return TRUE;
}

void
tb_courier_start_when_free (TbCourier  *self,
                            const char *listen,
                            gboolean    use_tls)
{
  g_return_if_fail (TB_IS_COURIER (self));
  g_return_if_fail (self->lock == NULL && self->lock_timer == 0);

  g_free (self->listen);
  self->listen = g_strdup (listen);
  self->use_tls = use_tls;
  ensure_poll_timer (self);
  if (on_lock_retry_cb (self) == G_SOURCE_CONTINUE)
    self->lock_timer = g_timeout_add_seconds (LOCK_SECONDS, on_lock_retry_cb, self);
}

const GError *
tb_courier_get_failure (TbCourier *self)
{
  g_return_val_if_fail (TB_IS_COURIER (self), NULL);

  return self->failure;
}

gboolean
tb_courier_is_running (TbCourier *self)
{
  g_return_val_if_fail (TB_IS_COURIER (self), FALSE);

  return self->lock != NULL;
}

void
tb_courier_stop (TbCourier *self)
{
  g_return_if_fail (TB_IS_COURIER (self));

  g_clear_handle_id (&self->lock_timer, g_source_remove);
  g_clear_handle_id (&self->poll_timer, g_source_remove);
  g_clear_handle_id (&self->tick_timer, g_source_remove);
  g_clear_handle_id (&self->network_timer, g_source_remove);
  g_clear_error (&self->failure);
  if (self->lock == NULL)
    return;
  g_signal_handlers_disconnect_by_data (g_network_monitor_get_default (), self);
  _tb_waiting_room_close (self->room);
  if (self->server != NULL)
    tb_http_server_stop (self->server);
  g_clear_object (&self->server);
  _tb_dispatch_stop (self->dispatch);
  g_clear_pointer (&self->lock, tb_link_lock_free);
}

/* ---- TbTransport ---- */

static gboolean
transport_start (gpointer    self,
                 const char *listen,
                 gboolean    use_tls,
                 char      **address,
                 GError    **error)
{
  return tb_courier_start (self, listen, use_tls, address, error);
}

static void
transport_start_when_free (gpointer    self,
                           const char *listen,
                           gboolean    use_tls)
{
  tb_courier_start_when_free (self, listen, use_tls);
}

static gboolean
transport_is_running (gpointer self)
{
  return tb_courier_is_running (self);
}

static const GError *
transport_get_failure (gpointer self)
{
  return tb_courier_get_failure (self);
}

static void
transport_stop (gpointer self)
{
  tb_courier_stop (self);
}

static void
transport_flush (gpointer       self,
                 GDestroyNotify done,
                 gpointer       data)
{
  _tb_dispatch_flush (((TbCourier *)self)->dispatch, done, data);
}

static gboolean
transport_idle (gpointer self)
{
  return _tb_dispatch_is_idle (((TbCourier *)self)->dispatch);
}

static gboolean
transport_is_sending (gpointer self)
{
  return _tb_dispatch_is_sending (((TbCourier *)self)->dispatch);
}

static TbEnvelope *
transport_ask_state (gpointer          data,
                     const TbRoute    *route,
                     const TbEnvelope *request,
                     GError          **error)
{
  TbCourier *self = data;

  return tb_way_send (_tb_dispatch_get_way (self->dispatch), route, request, error);
}

static char *
transport_fingerprint (gpointer data,
                       GError **error)
{
  TbCourier *self = data;
  g_autoptr (TbCertificate) identity = tb_identity_load (self->engine, error);

  return identity != NULL ? g_strdup (identity->fingerprint) : NULL;
}

static void
on_probed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tb_probe_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_fingerprint_read_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *fingerprint = NULL;
  GError          *error = NULL;

  fingerprint = tb_engine_get_shown_key_finish (TB_ENGINE (object), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    tb_probe_async (g_task_get_task_data (task), fingerprint, TB_PROBE_MS, g_task_get_cancellable (task),
                    on_probed_cb, g_object_ref (task));
}

static void
transport_probe (gpointer            data,
                 const char         *url,
                 GCancellable       *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer            user_data)
{
  TbCourier *self = data;
  GTask     *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, transport_probe);
  g_task_set_task_data (task, g_strdup (url != NULL ? url : ""), g_free);
  tb_engine_get_shown_key_async (self->engine, g_task_get_task_data (task), cancellable,
                                 on_fingerprint_read_cb, task);
}

static gboolean
transport_probe_finish (gpointer      self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_tried_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  TbTrial *trial = g_new0 (TbTrial, 1);
  GError  *error = NULL;

  if (tb_trial_finish (result, trial, &error))
    {
      g_task_return_pointer (task, trial, g_free);
      return;
    }
  g_free (trial);
  g_task_return_error (task, error);
}

static void
transport_try_partner (gpointer            data,
                       gint64              partner,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  TbCourier *self = data;
  /* It keeps the courier, and with it the way, until the end. */
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, transport_try_partner);
  tb_trial_async (self->engine, _tb_dispatch_get_way (self->dispatch), partner, cancellable, on_tried_cb,
                  task);
}

static gboolean
transport_try_partner_finish (gpointer      self,
                              GAsyncResult *result,
                              TbTrial      *trial,
                              GError      **error)
{
  g_autofree TbTrial *got = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  got = g_task_propagate_pointer (G_TASK (result), error);
  if (got != NULL && trial != NULL)
    *trial = *got;

  return got != NULL;
}

TbCourier *
tb_courier_new (TbEngine           *engine,
                TbWay              *way,
                const TbHttpLimits *limits)
{
  TbCourier *self;

  g_return_val_if_fail (TB_IS_ENGINE (engine), NULL);

  self = g_object_new (TB_TYPE_COURIER, NULL);
  self->engine = g_object_ref (engine);
  self->dispatch = _tb_dispatch_new (engine, way != NULL ? way : tb_way_http_new (NULL));
  self->room = _tb_waiting_room_new (engine);
  _tb_dispatch_set_watch (self->dispatch, &(TbDispatchWatch){ self, wake_waiting, is_fetching });
  self->limits = limits != NULL ? *limits : TB_HTTP_LIMITS;
  self->transport = (TbTransport){
    .self = self,
    .start = transport_start,
    .start_when_free = transport_start_when_free,
    .is_running = transport_is_running,
    .get_failure = transport_get_failure,
    .stop = transport_stop,
    .flush = transport_flush,
    .idle = transport_idle,
    .is_sending = transport_is_sending,
    .ask_state = transport_ask_state,
    .fingerprint = transport_fingerprint,
    .probe = transport_probe,
    .probe_finish = transport_probe_finish,
    .try_partner = transport_try_partner,
    .try_partner_finish = transport_try_partner_finish,
  };
  g_signal_connect_object (engine, "outbox-changed", G_CALLBACK (on_outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

const TbTransport *
tb_courier_get_transport (TbCourier *self)
{
  g_return_val_if_fail (TB_IS_COURIER (self), NULL);

  return &self->transport;
}
