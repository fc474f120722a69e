/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sends what waits: one request per partner at a time, until nothing is due, and behind a push with more than
 * goes into it the next one, so that neither end waits for the other; beside them one that fetches. */
#include "config.h"

#include "tb-dispatch-private.h"

#define LONGEST_WAIT (60 * TB_SECOND)
#define SHORTEST_WAIT_MS 20 /* a due time that is past already must not turn into a busy loop */
#define FAULT_WAIT (5 * TB_SECOND)
#define PACE_WINDOW TB_MINUTE
#define POLL_ROWS 1000
#define POLL_SECONDS 25
#define FETCHING_WAIT (10 * TB_SECOND)
#define MOST_TRIPS 2       /* that bring, to one partner */
#define NOTHING_BYTES 4    /* what a mailbox says when it has no letter */
#define PACE_REQUESTS 2900 /* a link is refused after 3,000 in a minute (protocol.md section 6) */

/* One partner. The route is the engine's word on it, read anew before each request. */
typedef struct
{
  TbRoute *route;      /* (owned) */
  guint    n_trips;    /* requests that are being prepared, carried or settled */
  gint64   last;       /* the last seq under way, if there is more that could go behind it; else 0 */
  gboolean is_polling; /* so is one that fetches: it lies at the partner until something comes */
  gboolean has_caught; /* something has come by it and is being settled */
  gboolean is_quick;   /* a flush: it fetches without waiting, until there is nothing */
  gboolean force;      /* ask once even if nothing waits */
  gboolean is_gone;    /* not among the routes any more */
  gint64   not_before; /* monotonic: the store failed, or it has asked too often */
  gint64   pace_since; /* monotonic */
  guint    n_paced;    /* requests since then */
} Entry;

typedef struct
{
  GDestroyNotify done;
  gpointer       data;
  gboolean       is_under_way; /* every partner has been told to go once */
} Flush;

struct _TbDispatch
{
  GObject parent_instance;

  TbEngine       *engine; /* (owned) */
  TbWay          *way;    /* (owned) */
  TbDispatchWatch watch;

  gboolean      is_running;
  GCancellable *cancellable; /* (owned) (nullable): of what the way carries */
  guint         generation;  /* callbacks of an earlier start are ignored */
  GHashTable   *entries;     /* (owned): partner id → Entry */
  GQueue        flushes;     /* of Flush (owned) */
  gboolean      is_looking;  /* the routes are being read */
  gboolean      look_again;
  gboolean      has_looked;
  guint         due_timer;
  gint64        due_at; /* monotonic: when that runs out */
};

G_DEFINE_FINAL_TYPE (TbDispatch, tb_dispatch, G_TYPE_OBJECT)

typedef struct
{
  TbDispatch *self; /* (owned) */
  guint       generation;
  gint64      partner;
  gboolean    is_poll;
  TbEnvelope *request; /* (owned) (nullable) */
} Trip;

static void start_trip (TbDispatch *self,
                        Entry      *entry);

static void look (TbDispatch *self);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->route, tb_route_free);
  g_free (entry);
}

static void
trip_free (Trip *trip)
{
  g_clear_pointer (&trip->request, tb_envelope_free);
  g_object_unref (trip->self);
  g_free (trip);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trip, trip_free)

/* %NULL if the courier was stopped meanwhile. */
static Entry *
find_entry (Trip *trip)
{
  if (trip->generation != trip->self->generation)
    return NULL;

  return g_hash_table_lookup (trip->self->entries, &trip->partner);
}

/* ---- One request: prepare, carry, settle ---- */

static void
finish_trip (Trip  *trip,
             Entry *entry)
{
  if (trip->is_poll)
    entry->is_polling = entry->has_caught = FALSE;
  else if (--entry->n_trips == 0)
    entry->last = 0;
  look (trip->self);
}

static void
on_settled_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Trip) trip = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = tb_engine_settle_finish (TB_ENGINE (object), result, &error);
  Entry   *entry = find_entry (trip);

  if (!ok)
    g_info ("partner %" G_GINT64_FORMAT ": cannot settle: %s", trip->partner, error->message);
  if (entry == NULL)
    return;
  if (!ok)
    {
      entry->not_before = g_get_monotonic_time () + FAULT_WAIT;
      entry->is_quick = FALSE;
    }
  finish_trip (trip, entry);
}

static gboolean
is_nothing (const TbEnvelope *answer)
{
  return answer == NULL || answer->status != 200 || g_bytes_get_size (answer->body) <= NOTHING_BYTES;
}

static void
on_carried_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (Trip) trip = data;
  g_autoptr (GError) error = NULL;
  TbDispatch *self = trip->self;
  TbEnvelope *answer = self->way->send_finish (self->way->self, result, &error);
  TbEnvelope *request;
  gint64      partner = trip->partner;
  Entry      *entry = find_entry (trip);

  if (entry == NULL)
    {
      /* Stopped: what was sent is sent again by whoever is next. */
      g_clear_pointer (&answer, tb_envelope_free);
      return;
    }
  if (error != NULL && error->domain != TB_PROBLEM)
    {
      g_autoptr (GError) reason = g_steal_pointer (&error);

      tb_problem_set (&error, TB_PROBLEM_UNREACHABLE, reason->message);
    }
  g_debug ("partner %" G_GINT64_FORMAT ": %s: %u %s", partner, trip->request->id,
           answer != NULL ? answer->status : 0, error != NULL ? error->message : "");
  entry->has_caught = trip->is_poll;
  if (trip->is_poll && is_nothing (answer))
    entry->is_quick = FALSE;
  request = g_steal_pointer (&trip->request);
  tb_engine_settle_async (self->engine, partner, request, answer, error, on_settled_cb,
                          g_steal_pointer (&trip));
}

/* Whatever goes wrong at the other end, we neither run into its limit nor in circles. */
static void
count_request (Entry *entry)
{
  gint64 now = g_get_monotonic_time ();

  if (entry->n_paced == 0 || now - entry->pace_since >= PACE_WINDOW)
    {
      entry->pace_since = now;
      entry->n_paced = 0;
    }
  entry->n_paced++;
  if (entry->n_paced >= PACE_REQUESTS)
    entry->not_before = entry->pace_since + PACE_WINDOW;
}

/* Whether what is behind the push that is under way need not wait for its answer. */
static gboolean
can_follow (const Entry *entry)
{
  return entry->n_trips < MOST_TRIPS && entry->last > 0 && entry->not_before <= g_get_monotonic_time ();
}

static void
on_prepared_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Trip) trip = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbDispatch) self = g_object_ref (trip->self);
  const gint64 partner = trip->partner;
  Entry       *entry;

  trip->request = tb_engine_prepare_finish (TB_ENGINE (object), result, &error);
  entry = find_entry (trip);
  if (entry == NULL)
    return;
  if (error != NULL)
    {
      g_info ("partner %" G_GINT64_FORMAT ": cannot prepare: %s", trip->partner, error->message);
      entry->not_before = g_get_monotonic_time () + FAULT_WAIT;
    }
  if (!trip->is_poll)
    entry->last = trip->request != NULL ? trip->request->last : 0;
  if (trip->request == NULL)
    {
      if (trip->is_poll)
        entry->is_quick = FALSE;
      finish_trip (trip, entry);
      return;
    }
  count_request (entry);
  self->way->send_async (self->way->self, entry->route, trip->request, self->cancellable, on_carried_cb,
                         trip);
  g_steal_pointer (&trip);
  entry = g_hash_table_lookup (self->entries, &partner);
  if (entry != NULL && can_follow (entry))
    start_trip (self, entry);
}

static void
start_trip (TbDispatch *self,
            Entry      *entry)
{
  Trip    *trip = g_new0 (Trip, 1);
  gboolean force = entry->force;
  gint64   after = entry->last;

  trip->self = g_object_ref (self);
  trip->generation = self->generation;
  trip->partner = entry->route->partner;
  entry->n_trips++;
  entry->last = 0;
  if (after > 0)
    {
      tb_engine_prepare_more_async (self->engine, trip->partner, after, on_prepared_cb, trip);
      return;
    }
  entry->force = FALSE;
  tb_engine_prepare_async (self->engine, trip->partner, force, on_prepared_cb, trip);
}

static void
start_poll (TbDispatch *self,
            Entry      *entry)
{
  Trip *trip = g_new0 (Trip, 1);

  trip->self = g_object_ref (self);
  trip->generation = self->generation;
  trip->partner = entry->route->partner;
  trip->is_poll = TRUE;
  entry->is_polling = TRUE;
  tb_engine_prepare_pull_async (self->engine, trip->partner, POLL_ROWS, entry->is_quick ? 0 : POLL_SECONDS,
                                on_prepared_cb, trip);
}

/* ---- Looking who is due ---- */

/* Who fetches from us by itself is left to it: the address that we have of it may lead nowhere. */
static gboolean
can_reach (TbDispatch  *self,
           const Entry *entry)
{
  return entry->route->url != NULL && !entry->is_gone &&
         (self->watch.is_fetching == NULL ||
          !self->watch.is_fetching (self->watch.data, entry->route->link));
}

static gboolean
on_due_cb (gpointer data)
{
  TbDispatch *self = data;

  self->due_timer = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static void
set_due_timer (TbDispatch *self,
               gint64      microseconds)
{
  guint wait = (guint)(CLAMP (microseconds, 0, LONGEST_WAIT) / 1000);

  g_clear_handle_id (&self->due_timer, g_source_remove);
  self->due_at = g_get_monotonic_time () + (gint64)wait * 1000;
  self->due_timer = g_timeout_add (MAX (wait, SHORTEST_WAIT_MS), on_due_cb, self);
}

static gboolean
is_any_busy (TbDispatch *self)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Entry *entry = value;

      if (entry->n_trips > 0 || entry->has_caught ||
          ((entry->force || entry->is_quick) && can_reach (self, entry)))
        return TRUE;
    }

  return FALSE;
}

/* A flush ends when a look has found nobody who could go on. */
static void
end_flushes (TbDispatch *self)
{
  if (self->look_again || is_any_busy (self))
    return;
  while (!g_queue_is_empty (&self->flushes) && ((Flush *)g_queue_peek_head (&self->flushes))->is_under_way)
    {
      Flush *flush = g_queue_pop_head (&self->flushes);

      if (flush->done != NULL)
        flush->done (flush->data);
      g_free (flush);
    }
}

static void
take_routes (TbDispatch *self,
             GPtrArray  *routes)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Entry *)value)->is_gone = TRUE;
  for (guint i = 0; i < routes->len; i++)
    {
      TbRoute *route = routes->pdata[i];
      Entry   *entry = g_hash_table_lookup (self->entries, &route->partner);

      if (entry == NULL)
        {
          entry = g_new0 (Entry, 1);
          g_hash_table_insert (self->entries, g_memdup2 (&route->partner, sizeof route->partner), entry);
        }
      g_clear_pointer (&entry->route, tb_route_free);
      entry->route = g_steal_pointer (&routes->pdata[i]);
      entry->is_gone = FALSE;
    }
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Entry *)value)->is_gone && ((Entry *)value)->n_trips == 0 && !((Entry *)value)->is_polling)
      g_hash_table_iter_remove (&iter);
}

static void
wake_waiting (TbDispatch *self,
              GPtrArray  *routes)
{
  for (guint i = 0; self->watch.wake != NULL && i < routes->len; i++)
    if (((TbRoute *)routes->pdata[i])->has_waiting)
      self->watch.wake (self->watch.data, ((TbRoute *)routes->pdata[i])->link);
}

static void
force_all (TbDispatch *self)
{
  gboolean       is_wanted = FALSE;
  GHashTableIter iter;
  gpointer       value;

  for (GList *l = self->flushes.head; l != NULL; l = l->next)
    {
      Flush *flush = l->data;

      is_wanted |= !flush->is_under_way;
      flush->is_under_way = TRUE;
    }
  if (!is_wanted)
    return;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      entry->force = can_reach (self, entry);
      entry->is_quick = entry->force && !entry->is_polling && entry->route->travel == TB_TRAVEL_MAILBOX;
    }
}

/* Whether the last look is word enough. */
static gboolean
is_unhindered (TbDispatch  *self,
               const Entry *entry)
{
  return (entry->route->travel == TB_TRAVEL_PUSH || entry->route->travel == TB_TRAVEL_PULL) &&
         entry->not_before <= g_get_monotonic_time () &&
         entry->route->not_before <= tb_clock_now (tb_engine_get_clock (self->engine));
}

static gint64
find_wait (const Entry *entry,
           gint64       at,
           gint64       now,
           gint64       monotonic)
{
  return MAX (at == G_MAXINT64 ? LONGEST_WAIT : at - now, entry->not_before - monotonic);
}

static void
start_due (TbDispatch *self)
{
  gint64         now = tb_clock_now (tb_engine_get_clock (self->engine));
  gint64         monotonic = g_get_monotonic_time ();
  gint64         wait = LONGEST_WAIT;
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;
      gint64 due = find_wait (entry, entry->route->due_at, now, monotonic);
      gint64 poll = find_wait (entry, entry->route->poll_at, now, monotonic);

      /* Who fetches now may cease to. */
      if (entry->route->url != NULL && !can_reach (self, entry))
        wait = MIN (wait, FETCHING_WAIT);
      if (!can_reach (self, entry))
        continue;
      if (can_follow (entry) || (entry->n_trips == 0 && (entry->force || due <= 0)))
        start_trip (self, entry);
      else if (entry->n_trips == 0)
        wait = MIN (wait, due);
      if (!entry->is_polling && (entry->is_quick || poll <= 0))
        start_poll (self, entry);
      else if (!entry->is_polling)
        wait = MIN (wait, poll);
    }
  set_due_timer (self, wait);
}

static void
on_routes_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (Trip) trip = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) routes = tb_engine_routes_finish (TB_ENGINE (object), result, &error);
  TbDispatch *self = trip->self;

  if (trip->generation != self->generation)
    return;
  self->is_looking = FALSE;
  if (routes == NULL)
    {
      g_info ("cannot look who is due: %s", error->message);
      set_due_timer (self, FAULT_WAIT);
    }
  else
    {
      self->has_looked = TRUE;
      wake_waiting (self, routes);
      take_routes (self, routes);
      /* Told to flush while this was being read: only the next look is fresh enough. */
      if (!self->look_again)
        force_all (self);
      start_due (self);
    }
  end_flushes (self);
  if (self->look_again && self->is_running && trip->generation == self->generation)
    look (self);
}

static void
look (TbDispatch *self)
{
  Trip *trip;

  if (!self->is_running)
    return;
  self->look_again = self->is_looking;
  if (self->is_looking)
    return;
  self->is_looking = TRUE;
  trip = g_new0 (Trip, 1);
  trip->self = g_object_ref (self);
  trip->generation = self->generation;
  tb_engine_routes_async (self->engine, on_routes_read_cb, trip);
}

static void
tb_dispatch_dispose (GObject *object)
{
  TbDispatch *self = TB_DISPATCH (object);

  _tb_dispatch_stop (self);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->way, tb_way_free);
  G_OBJECT_CLASS (tb_dispatch_parent_class)->dispose (object);
}

static void
tb_dispatch_finalize (GObject *object)
{
  TbDispatch *self = TB_DISPATCH (object);

  g_clear_pointer (&self->entries, g_hash_table_unref);
  G_OBJECT_CLASS (tb_dispatch_parent_class)->finalize (object);
}

static void
tb_dispatch_class_init (TbDispatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_dispatch_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_dispatch_finalize;
}

static void
tb_dispatch_init (TbDispatch *self)
{
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, entry_free);
  g_queue_init (&self->flushes);
}

TbDispatch *
_tb_dispatch_new (TbEngine *engine,
                  TbWay    *way)
{
  TbDispatch *self = g_object_new (TB_TYPE_DISPATCH, NULL);

  self->engine = g_object_ref (engine);
  self->way = way;

  return self;
}

void
_tb_dispatch_set_watch (TbDispatch            *self,
                        const TbDispatchWatch *watch)
{
  self->watch = watch != NULL ? *watch : (TbDispatchWatch){ NULL };
}

TbWay *
_tb_dispatch_get_way (TbDispatch *self)
{
  return self->way;
}

void
_tb_dispatch_start (TbDispatch *self)
{
  self->is_running = TRUE;
  self->has_looked = FALSE;
  self->cancellable = g_cancellable_new ();
  look (self);
}

void
_tb_dispatch_stop (TbDispatch *self)
{
  if (!self->is_running)
    return;
  self->is_running = FALSE;
  self->generation++;
  g_clear_handle_id (&self->due_timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->entries);
  g_queue_clear_full (&self->flushes, g_free);
  self->is_looking = FALSE;
  self->look_again = FALSE;
}

void
_tb_dispatch_look (TbDispatch *self)
{
  look (self);
}

void
_tb_dispatch_hasten (TbDispatch *self,
                     gint64      partner)
{
  Entry *entry = g_hash_table_lookup (self->entries, &partner);

  if (self->is_looking || entry == NULL || entry->is_gone)
    {
      look (self);
    }
  else if (!can_reach (self, entry))
    {
      if (self->watch.wake != NULL)
        self->watch.wake (self->watch.data, entry->route->link);
      /* Who fetches now may cease to. */
      if (entry->route->url != NULL && self->due_at - g_get_monotonic_time () > FETCHING_WAIT)
        set_due_timer (self, FETCHING_WAIT);
    }
  else if (entry->n_trips > 0)
    {
      ; /* after it one looks anyway */
    }
  else if (is_unhindered (self, entry))
    {
      start_trip (self, entry);
    }
  else
    {
      look (self);
    }
}

static gboolean
on_nothing_to_flush_cb (gpointer data)
{
  Flush *flush = data;

  if (flush->done != NULL)
    flush->done (flush->data);

  return G_SOURCE_REMOVE;
}

void
_tb_dispatch_flush (TbDispatch    *self,
                    GDestroyNotify done,
                    gpointer       data)
{
  Flush *flush = g_new0 (Flush, 1);

  flush->done = done;
  flush->data = data;
  if (!self->is_running)
    {
      g_idle_add_full (G_PRIORITY_DEFAULT, on_nothing_to_flush_cb, flush, g_free);
      return;
    }
  g_queue_push_tail (&self->flushes, flush);
  look (self);
}

gboolean
_tb_dispatch_is_sending (TbDispatch *self)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Entry *)value)->n_trips > 0)
      return TRUE;

  return FALSE;
}

gboolean
_tb_dispatch_is_idle (TbDispatch *self)
{
  GHashTableIter iter;
  gpointer       value;

  if (!self->is_running)
    return TRUE;
  if (!self->has_looked || self->is_looking || !g_queue_is_empty (&self->flushes) || is_any_busy (self))
    return FALSE;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (can_reach (self, value) && ((Entry *)value)->route->due_at != G_MAXINT64)
      return FALSE;

  return TRUE;
}
