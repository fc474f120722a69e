/* SPDX-License-Identifier: GPL-3.0-or-later
 * Requests that came in: answered by the engine now, or, if it has nothing yet, when it has. */
#include "config.h"

#include "tb-waiting-room-private.h"

#include <string.h>

/* Between two long polls of one partner there is a moment. */
#define MOMENT (10 * G_USEC_PER_SEC)
#define RETRY_SECONDS 25
#define TOO_MANY_REQUESTS 429

struct _TbWaitingRoom
{
  GObject parent_instance;

  TbEngine   *engine;  /* (owned) */
  GHashTable *waiting; /* (owned): set of Visit (owned): may be woken, also while they are received */
  GHashTable *seen;    /* (owned): link → when it fetched last, monotonic */
};

G_DEFINE_FINAL_TYPE (TbWaitingRoom, tb_waiting_room, G_TYPE_OBJECT)

/* One request. Its own callbacks hold a reference; the room holds one while it waits. */
typedef struct
{
  TbWaitingRoom *room;    /* (owned) */
  TbEnvelope    *request; /* (owned) (nullable): what is received again; only of a long poll */
  char          *wakes;   /* (owned) (nullable): the box into which it puts a letter */
  TbHttpReply   *reply;   /* (owned) (nullable): NULL once it is answered */
  GSource       *timer;   /* (owned) (nullable) */
  gboolean       is_receiving;
  gboolean       is_woken; /* while it was received */
  gboolean       is_held;
  gboolean       is_over; /* it has waited long enough */
} Visit;

static void receive_again (Visit *visit);

static void
clear_timer (Visit *visit)
{
  if (visit->timer == NULL)
    return;
  g_source_destroy (visit->timer);
  g_clear_pointer (&visit->timer, g_source_unref);
}

static void
clear_visit (gpointer data)
{
  Visit *visit = data;

  clear_timer (visit);
  g_clear_pointer (&visit->request, tb_envelope_free);
  g_clear_pointer (&visit->wakes, g_free);
  g_object_unref (visit->room);
}

static void
visit_unref (gpointer data)
{
  g_rc_box_release_full (data, clear_visit);
}

/* Takes it out of the room. */
static void
leave (Visit *visit)
{
  clear_timer (visit);
  if (visit->is_held)
    tb_engine_hold (visit->room->engine, visit->request->link, NULL);
  g_hash_table_remove (visit->room->waiting, visit);
}

/* Only who has waited here comes again by itself. */
static void
note_fetching (Visit *visit)
{
  gint64 *now = g_new (gint64, 1);

  *now = g_get_monotonic_time ();
  g_hash_table_insert (visit->room->seen, g_strdup (visit->request->link), now);
}

static void
answer_visit (Visit      *visit,
              TbEnvelope *answer)
{
  TbHttpReply *reply = g_steal_pointer (&visit->reply);

  if (visit->is_held)
    note_fetching (visit);
  if (reply != NULL)
    tb_http_reply_send (reply, answer);
  else
    g_clear_pointer (&answer, tb_envelope_free);
  leave (visit);
}

static void
on_client_gone_cb (gpointer data)
{
  Visit *visit = data;

  answer_visit (visit, NULL);
}

static gboolean
on_time_over_cb (gpointer data)
{
  Visit *visit = data;

  g_clear_pointer (&visit->timer, g_source_unref);
  visit->is_over = TRUE;
  receive_again (visit);

  return G_SOURCE_REMOVE;
}

static TbEnvelope *
refuse_to_wait (const TbEnvelope *answer)
{
  g_autoptr (GBytes) body = tb_engine_problem_body (TOO_MANY_REQUESTS, TB_PROBLEM_TOO_MANY_REQUESTS);
  TbEnvelope *refusal = tb_envelope_new (answer->route, answer->link, body);

  refusal->status = TOO_MANY_REQUESTS;
  refusal->retry_after = RETRY_SECONDS;

  return refusal;
}

static void
keep_waiting (Visit            *visit,
              const TbEnvelope *answer)
{
  if (visit->is_held)
    return;
  if (!tb_http_reply_hold (visit->reply, on_client_gone_cb, visit))
    {
      answer_visit (visit, refuse_to_wait (answer));
      return;
    }
  visit->is_held = TRUE;
  if (g_str_equal (visit->request->route, "pull"))
    tb_engine_hold (visit->room->engine, visit->request->link, visit->request);
  note_fetching (visit);
  visit->timer = g_timeout_source_new_seconds (answer->hold);
  g_source_set_callback (visit->timer, on_time_over_cb, visit, NULL);
  g_source_attach (visit->timer, g_main_context_get_thread_default ());
}

static void
on_received_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbEnvelope) answer = tb_engine_receive_finish (TB_ENGINE (object), result, &error);
  Visit *visit = data;

  visit->is_receiving = FALSE;
  if (answer == NULL)
    g_info ("cannot receive: %s", error->message);
  if (visit->wakes != NULL && answer != NULL && answer->status == 200)
    _tb_waiting_room_wake (visit->room, visit->wakes);
  if (visit->reply == NULL)
    ; /* the client has gone meanwhile */
  else if (answer == NULL || answer->hold == 0 || visit->is_over || visit->request == NULL)
    answer_visit (visit, g_steal_pointer (&answer));
  else
    keep_waiting (visit, answer);
  if (visit->reply != NULL && visit->is_woken)
    receive_again (visit);
  visit_unref (visit);
}

static void
receive_again (Visit *visit)
{
  visit->is_woken = visit->is_receiving;
  if (visit->is_receiving)
    return;
  visit->is_receiving = TRUE;
  tb_engine_receive_async (visit->room->engine, tb_envelope_copy (visit->request), on_received_cb,
                           g_rc_box_acquire (visit));
}

static void
tb_waiting_room_dispose (GObject *object)
{
  TbWaitingRoom *self = TB_WAITING_ROOM (object);

  _tb_waiting_room_close (self);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (tb_waiting_room_parent_class)->dispose (object);
}

static void
tb_waiting_room_finalize (GObject *object)
{
  TbWaitingRoom *self = TB_WAITING_ROOM (object);

  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  G_OBJECT_CLASS (tb_waiting_room_parent_class)->finalize (object);
}

static void
tb_waiting_room_class_init (TbWaitingRoomClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_waiting_room_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_waiting_room_finalize;
}

static void
tb_waiting_room_init (TbWaitingRoom *self)
{
  self->waiting = g_hash_table_new_full (NULL, NULL, visit_unref, NULL);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

TbWaitingRoom *
_tb_waiting_room_new (TbEngine *engine)
{
  TbWaitingRoom *self = g_object_new (TB_TYPE_WAITING_ROOM, NULL);

  self->engine = g_object_ref (engine);

  return self;
}

void
_tb_waiting_room_admit (TbWaitingRoom *self,
                        TbEnvelope    *request,
                        TbHttpReply   *reply)
{
  Visit *visit = g_rc_box_new0 (Visit);

  visit->room = g_object_ref (self);
  visit->reply = reply;
  visit->is_receiving = TRUE;
  if (g_str_has_suffix (request->route, "pull"))
    {
      visit->request = tb_envelope_copy (request);
      g_hash_table_add (self->waiting, g_rc_box_acquire (visit));
    }
  if (g_str_equal (request->route, "mailbox/put"))
    visit->wakes = g_strdup (request->link);
  tb_engine_receive_async (self->engine, request, on_received_cb, visit);
}

/* Whoever is received again may leave: walk over a copy. */
static GPtrArray *
list_waiting (TbWaitingRoom *self,
              const char    *link)
{
  GPtrArray     *list = g_ptr_array_new_with_free_func (visit_unref);
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (link == NULL || g_strcmp0 (((Visit *)key)->request->link, link) == 0)
      g_ptr_array_add (list, g_rc_box_acquire (key));

  return list;
}

void
_tb_waiting_room_wake (TbWaitingRoom *self,
                       const char    *link)
{
  g_autoptr (GPtrArray) list = NULL;

  if (link == NULL || g_hash_table_size (self->waiting) == 0)
    return;
  list = list_waiting (self, link);
  for (guint i = 0; i < list->len; i++)
    {
      Visit      *visit = list->pdata[i];
      TbEnvelope *ready = NULL;

      if (visit->is_held && !visit->is_receiving)
        ready = tb_engine_take_ready (self->engine, link);
      if (ready != NULL)
        answer_visit (visit, ready);
      else
        receive_again (visit);
    }
}

gboolean
_tb_waiting_room_is_fetching (TbWaitingRoom *self,
                              const char    *link)
{
  const gint64  *seen = link != NULL ? g_hash_table_lookup (self->seen, link) : NULL;
  GHashTableIter iter;
  gpointer       key;

  if (seen == NULL)
    return FALSE;
  if (g_get_monotonic_time () - *seen < MOMENT)
    return TRUE;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (((Visit *)key)->is_held && g_strcmp0 (((Visit *)key)->request->link, link) == 0)
      return TRUE;

  return FALSE;
}

void
_tb_waiting_room_close (TbWaitingRoom *self)
{
  g_autoptr (GPtrArray) list = list_waiting (self, NULL);

  for (guint i = 0; i < list->len; i++)
    answer_visit (list->pdata[i], NULL);
  g_hash_table_remove_all (self->seen);
}
