/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine's side of delivery: what comes in from any way, and to whom something is to go. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"
#include "tb-core-pull-private.h"

#define NO_USER (-1)
/* From here on reading a body takes so long that the writer should not be kept by it. */
#define LARGE_BODY (16 * 1024)

static TbSigner
own_signer (const TbPartnerRecord *partner)
{
  return partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER;
}

static TbSigner
their_signer (const TbPartnerRecord *partner)
{
  return partner->is_inviter ? TB_SIGNER_ACCEPTER : TB_SIGNER_INVITER;
}

/* ---- Coming in ---- */

typedef struct
{
  TbEnvelope *request; /* (owned) in the asynchronous form */
  gboolean    is_owner;
  gboolean    offers_mailbox;
  gint64      now;
  GBytes     *key; /* (owned) (nullable): of whoever may have signed what is read ahead */
  TbSigner    signer;
  TbBatch    *ahead;  /* (owned) (nullable): the body, read before the writer had it */
  TbEnvelope *answer; /* (owned) */
} Reception;

static void
reception_free (gpointer data)
{
  Reception *reception = data;

  if (reception->is_owner)
    g_clear_pointer (&reception->request, tb_envelope_free);
  g_clear_pointer (&reception->key, g_bytes_unref);
  g_clear_pointer (&reception->ahead, tb_batch_free);
  g_clear_pointer (&reception->answer, tb_envelope_free);
  g_free (reception);
}

/* A body as a whole that cannot be understood: 413 or 422, never a text from inside. */
static TbEnvelope *
refuse_body (const TbEnvelope *request,
             GError           *error)
{
  TbProblem problem = error->domain == TB_PROBLEM ? (TbProblem)error->code : TB_PROBLEM_MALFORMED;

  g_info ("body of %s refused: %s", request->route, error->message);
  g_error_free (error);
  return tb_core_refusal (request, problem == TB_PROBLEM_TOO_LARGE ? 413 : 422, problem);
}

static TbEnvelope *
receive_push (TbCore           *core,
              TbPartnerRecord  *partner,
              const TbEnvelope *request,
              GError          **error)
{
  g_autoptr (TbBatch) batch = g_steal_pointer (&core->ahead);
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  GError *local = NULL;

  if (batch == NULL)
    batch = tb_batch_decode (request->body, &local);
  if (batch == NULL)
    return refuse_body (request, local);
  if (!tb_core_take_batch (core, partner->id, batch, error))
    return NULL;
  reply = tb_core_make_batch (core, partner->id, TB_BATCH_MAX_ROWS, TRUE, error);
  if (reply == NULL)
    return NULL;
  body = tb_batch_encode (reply);
  return tb_core_answer (request, 200, body);
}

static TbEnvelope *
receive_state (TbCore           *core,
               TbPartnerRecord  *partner,
               const TbEnvelope *request,
               GError          **error)
{
  g_auto (GStrv) engagements = NULL;
  g_autoptr (GBytes) body = NULL;
  GError *local = NULL;

  if (!tb_state_decode_request (request->body, &engagements, &local))
    return refuse_body (request, local);
  body = tb_core_state_answer (core, partner->id, engagements, error);
  return body != NULL ? tb_core_answer (request, 200, body) : NULL;
}

typedef struct
{
  const char *route;
  TbEnvelope *(*receive) (TbCore           *core,
                          TbPartnerRecord  *partner,
                          const TbEnvelope *request,
                          GError          **error);
} Route;

/* clang-format off */
static const Route routes[] = {
  { "push", receive_push },
  { "pull", tb_core_receive_pull },
  { "state", receive_state },
  { "files/put", tb_core_receive_part },
  { "files/get", tb_core_receive_get },
};
/* clang-format on */

static TbEnvelope *
receive_signed (TbCore           *core,
                TbPartnerRecord  *partner,
                const TbEnvelope *request,
                GError          **error)
{
  TbEnvelope *answer = NULL;
  guint       i;

  if (partner->link_state != TB_LINK_LINKED)
    {
      answer = tb_core_refusal (request, 403, TB_PROBLEM_PARTNER_RESTORED);
    }
  else
    {
      for (i = 0; i < G_N_ELEMENTS (routes); i++)
        if (g_strcmp0 (routes[i].route, request->route) == 0)
          {
            answer = routes[i].receive (core, partner, request, error);
            if (answer == NULL)
              return NULL;
          }
    }
  if (answer == NULL)
    answer = tb_core_refusal (request, 404, TB_PROBLEM_UNSUPPORTED);
  tb_envelope_sign (answer, partner->key, own_signer (partner), request->id, core->now);
  return answer;
}

TbEnvelope *
tb_core_answer_held (TbCore           *core,
                     TbPartnerRecord  *partner,
                     const TbEnvelope *request)
{
  g_autoptr (TbBatch) asked = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (core->is_elsewhere || partner->link_state != TB_LINK_LINKED || partner->heal != 0 || partner->owes_ack)
    return NULL;
  asked = tb_batch_decode (request->body, &error);
  if (asked != NULL)
    answer = tb_core_answer_pull (core, partner, request, asked, &error);
  /* The change is made all the same. */
  if (error != NULL)
    g_info ("cannot answer: %s", error->message);
  if (answer == NULL || answer->hold > 0)
    return NULL;
  tb_envelope_sign (answer, partner->key, own_signer (partner), request->id, core->now);
  return g_steal_pointer (&answer);
}

gboolean
tb_core_verify (TbCore           *core,
                const TbEnvelope *envelope,
                GBytes           *key,
                TbSigner          signer,
                const char       *in_answer_to,
                GError          **error)
{
  return tb_envelope_verify (envelope, key, signer, in_answer_to, core->is_mail ? TB_ANY_TIME : core->now,
                             error);
}

TbEnvelope *
tb_core_receive (TbCore           *core,
                 const TbEnvelope *request,
                 GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  TbEnvelope *answer;
  GError     *local = NULL;

  if (g_strcmp0 (request->route, "join") == 0)
    return tb_core_receive_join (core, request, error);
  partner = tb_tx_find (core->tx, TB_Q_PARTNER_BY_LINK, &local, "s", request->link);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  /* An unknown link is told what a wrong signature is told. */
  if (partner == NULL || partner->key == NULL)
    answer = tb_core_refusal (request, 401, TB_PROBLEM_SIGNATURE);
  else if (!tb_core_verify (core, request, partner->key, their_signer (partner), NULL, &local))
    answer = tb_core_refusal (request, 401, (TbProblem)local->code);
  else
    answer = receive_signed (core, partner, request, error);
  g_clear_error (&local);
  return answer;
}

static gboolean
run_receive (TbCore  *core,
             gpointer data,
             GError **error)
{
  Reception        *reception = data;
  const TbEnvelope *request = reception->request;

  g_clear_pointer (&reception->answer, tb_envelope_free);
  core->ahead = g_steal_pointer (&reception->ahead);
  /* What a partner sends belongs to the original, if this is a copy; if not, it comes again. */
  if (core->is_elsewhere)
    {
      reception->answer = tb_core_refusal (request, 503, TB_PROBLEM_ELSEWHERE);
      return TRUE;
    }
  if (!g_str_has_prefix (request->route, "mailbox/"))
    reception->answer = tb_core_receive (core, request, error);
  else if (reception->offers_mailbox)
    reception->answer = tb_core_receive_mailbox (core, request, error);
  else
    reception->answer = tb_core_refusal (request, 404, TB_PROBLEM_UNSUPPORTED);
  return reception->answer != NULL;
}

GBytes *
tb_engine_problem_body (guint     status,
                        TbProblem problem)
{
  return tb_problem_body (status, problem);
}

gboolean
tb_engine_check_description (GBytes  *body,
                             GError **error)
{
  return tb_description_check (body, error);
}

TbEnvelope *
tb_engine_receive (TbEngine         *self,
                   const TbEnvelope *request,
                   GError          **error)
{
  Reception   reception = { .request = (TbEnvelope *)request };
  TbEnvelope *answer;

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  reception.offers_mailbox = tb_engine_offers_mailbox (self);
  answer = tb_engine_run (self, TRUE, NO_USER, run_receive, &reception, error) ? reception.answer : NULL;
  if (answer == NULL)
    g_clear_pointer (&reception.answer, tb_envelope_free);
  return answer;
}

/* ---- Reading a large body while the writer is at the one before ---- */

/* Whose key it is looked for anew when it is applied: then the signature is what it was, or it is refused. */
static gboolean
run_find_key (TbCore  *core,
              gpointer data,
              GError **error)
{
  Reception *reception = data;
  g_autoptr (TbPartnerRecord) partner = NULL;
  GError *local = NULL;

  partner = tb_tx_find (core->tx, TB_Q_PARTNER_BY_LINK, &local, "s", reception->request->link);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (partner == NULL || partner->key == NULL)
    return TRUE;
  reception->key = g_bytes_ref (partner->key);
  reception->signer = their_signer (partner);
  reception->now = core->now;
  return TRUE;
}

static void
on_applied_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reception *reception = g_task_get_task_data (task);
  GError    *error = NULL;

  if (tb_engine_run_finish (TB_ENGINE (object), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&reception->answer), (GDestroyNotify)tb_envelope_free);
}

/* Takes @task over. */
static gboolean
on_read_ahead_cb (gpointer data)
{
  GTask *task = data;

  tb_engine_run_async (g_task_get_source_object (task), TRUE, NO_USER, run_receive,
                       g_task_get_task_data (task), NULL, NULL, on_applied_cb, task);
  return G_SOURCE_REMOVE;
}

/* On the engine's helper. Nothing of a stranger is read; what is wrong is said by who applies it. */
static void
read_ahead (gpointer data)
{
  GTask     *task = data;
  Reception *reception = g_task_get_task_data (task);

  if (tb_envelope_verify (reception->request, reception->key, reception->signer, NULL, reception->now, NULL))
    reception->ahead = tb_batch_decode (reception->request->body, NULL);
  tb_store_worker_return (task, on_read_ahead_cb, task);
}

static void
on_key_found_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask     *task = user_data;
  Reception *reception = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (tb_engine_run_finish (TB_ENGINE (object), result, &error) == NULL)
    g_info ("cannot read ahead: %s", error->message);
  if (reception->key != NULL)
    tb_store_worker_push (tb_engine_get_helper (TB_ENGINE (object)), read_ahead, task);
  else
    on_read_ahead_cb (task);
}

void
tb_engine_receive_async (TbEngine           *self,
                         TbEnvelope         *request,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  GTask     *task = g_task_new (self, NULL, callback, user_data);
  Reception *reception = g_new0 (Reception, 1);

  g_return_if_fail (TB_IS_ENGINE (self));

  g_task_set_source_tag (task, tb_engine_receive_async);
  g_task_set_task_data (task, reception, reception_free);
  reception->request = request;
  reception->is_owner = TRUE;
  reception->offers_mailbox = tb_engine_offers_mailbox (self);
  if (g_str_equal (request->route, "push") && g_bytes_get_size (request->body) >= LARGE_BODY &&
      !tb_store_is_inline (tb_engine_get_store (self)))
    tb_engine_run_async (self, FALSE, NO_USER, run_find_key, reception, NULL, NULL, on_key_found_cb, task);
  else
    on_read_ahead_cb (task);
}

TbEnvelope *
tb_engine_receive_finish (TbEngine     *self,
                          GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Going out: who is due ---- */

void
tb_route_free (TbRoute *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->link);
  g_free (self->problem);
  g_free (self->url);
  g_free (self->fingerprint);
  g_free (self);
}

/* Whether something can go now, not counting what waits behind a file. */
static gboolean
has_work (TbCore          *core,
          TbPartnerRecord *partner,
          gboolean        *work,
          gboolean        *waits,
          GError         **error)
{
  g_autoptr (GPtrArray) puts = NULL;
  g_autoptr (GPtrArray) wants = NULL;
  gint64 has_rows;

  if (!tb_tx_number (core->tx, TB_QN_OUTBOX_CAN_GO, &has_rows, error, "ii", partner->id,
                     G_GINT64_CONSTANT (0)))
    return FALSE;
  puts = tb_tx_select (core->tx, TB_Q_PUTS_OPEN, error, "i", partner->id);
  wants = puts != NULL ? tb_tx_select (core->tx, TB_Q_WANTS_OF_PARTNER, error, "i", partner->id) : NULL;
  if (wants == NULL)
    return FALSE;
  *waits = has_rows || puts->len > 0 || partner->heal == TB_HEAL_ANNOUNCE;
  /* Before the partner knows of our epoch there is nothing to say but that. */
  *work = (*waits && partner->heal != TB_HEAL_ANNOUNCE) || wants->len > 0 ||
          partner->link_state == TB_LINK_JOINING || partner->owes_ack;
  return TRUE;
}

static gboolean
lead_to_box (TbCore          *core,
             TbPartnerRecord *partner,
             gboolean         work,
             TbRoute         *route,
             GError         **error)
{
  g_free (route->url);
  route->url = g_strdup (partner->box_url);
  g_free (route->fingerprint);
  route->fingerprint = g_strdup (partner->box_fingerprint);
  route->poll_at = partner->next_attempt;
  return tb_core_mail_due (core, partner, work, &route->due_at, error);
}

/* Whether there is somebody to talk to: whom we have invited is awaited at the box. */
static gboolean
has_route (const TbPartnerRecord *partner)
{
  return partner->link_state == TB_LINK_JOINING || partner->link_state == TB_LINK_LINKED ||
         (partner->link_state == TB_LINK_INVITED && partner->way == TB_TRAVEL_MAILBOX);
}

static TbRoute *
make_route (TbCore          *core,
            TbPartnerRecord *partner,
            GError         **error)
{
  TbRoute *route = g_new0 (TbRoute, 1);
  gboolean work;

  route->partner = partner->id;
  route->name = g_strdup (partner->name);
  route->link = g_strdup (partner->link);
  route->url = g_strdup (partner->url);
  route->fingerprint = g_strdup (partner->fingerprint);
  route->poll_at = G_MAXINT64;
  route->problem = g_strdup (partner->problem);
  route->last_contact = partner->last_contact;
  route->not_before = partner->next_attempt;
  if (!has_work (core, partner, &work, &route->has_waiting, error) ||
      !tb_core_travel (core, partner, &route->travel, error))
    {
      tb_route_free (route);
      return NULL;
    }
  route->due_at = work ? partner->next_attempt : G_MAXINT64;
  if (route->travel == TB_TRAVEL_PULL && partner->link_state == TB_LINK_LINKED)
    route->poll_at = partner->next_attempt;
  if (route->travel == TB_TRAVEL_MAILBOX && !lead_to_box (core, partner, work, route, error))
    g_clear_pointer (&route, tb_route_free);
  return route;
}

static gboolean
run_routes (TbCore  *core,
            gpointer data,
            GError **error)
{
  GPtrArray *out = data;
  g_autoptr (GPtrArray) partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0; !core->is_elsewhere && i < partners->len; i++)
    {
      TbPartnerRecord *partner = partners->pdata[i];
      TbRoute         *route;

      if (!has_route (partner))
        continue;
      route = make_route (core, partner, error);
      if (route == NULL)
        return FALSE;
      g_ptr_array_add (out, route);
    }
  return TRUE;
}

GPtrArray *
tb_engine_routes (TbEngine *self,
                  GError  **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_route_free);

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_engine_run (self, FALSE, NO_USER, run_routes, out, error) ? g_steal_pointer (&out) : NULL;
}

void
tb_engine_routes_async (TbEngine           *self,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_route_free);

  g_return_if_fail (TB_IS_ENGINE (self));

  tb_engine_run_async (self, FALSE, NO_USER, run_routes, out, (GDestroyNotify)g_ptr_array_unref, NULL,
                       callback, user_data);
}

GPtrArray *
tb_engine_routes_finish (TbEngine     *self,
                         GAsyncResult *result,
                         GError      **error)
{
  GPtrArray *out = tb_engine_run_finish (self, result, error);

  return out != NULL ? g_ptr_array_ref (out) : NULL;
}
