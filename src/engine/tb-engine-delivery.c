/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine's side of delivery: what comes in from any way, what is to go out next, and what came of it. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"

#define NO_USER (-1)

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
  TbEnvelope *answer; /* (owned) */
} Reception;

static void
reception_free (gpointer data)
{
  Reception *reception = data;

  if (reception->is_owner)
    g_clear_pointer (&reception->request, tb_envelope_free);
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
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  GError *local = NULL;

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

void
tb_engine_receive_async (TbEngine           *self,
                         TbEnvelope         *request,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  Reception *reception = g_new0 (Reception, 1);

  g_return_if_fail (TB_IS_ENGINE (self));

  reception->request = request;
  reception->is_owner = TRUE;
  reception->offers_mailbox = tb_engine_offers_mailbox (self);
  tb_engine_run_async (self, TRUE, NO_USER, run_receive, reception, reception_free, NULL, callback,
                       user_data);
}

TbEnvelope *
tb_engine_receive_finish (TbEngine     *self,
                          GAsyncResult *result,
                          GError      **error)
{
  Reception *reception = tb_engine_run_finish (self, result, error);

  return reception != NULL ? g_steal_pointer (&reception->answer) : NULL;
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

/* ---- Going out: the next request ---- */

typedef struct
{
  gint64      partner;
  gboolean    force;
  guint       limit; /* of a pull */
  guint       wait;
  TbEnvelope *request; /* (owned) (nullable) */
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;

  g_clear_pointer (&preparation->request, tb_envelope_free);
  g_free (preparation);
}

static TbEnvelope *
join_request (TbCore          *core,
              TbPartnerRecord *partner)
{
  TbEnvelope *request = tb_envelope_new ("join", partner->join_key_id, partner->join_body);

  tb_envelope_sign (request, partner->key, TB_SIGNER_ACCEPTER, NULL, core->now);
  return request;
}

static TbEnvelope *
signed_request (TbCore          *core,
                TbPartnerRecord *partner,
                const char      *route,
                GBytes          *body)
{
  TbEnvelope *request = tb_envelope_new (route, partner->link, body);

  tb_envelope_sign (request, partner->key, own_signer (partner), NULL, core->now);
  return request;
}

/* The next part of a file that is not across. */
static TbEnvelope *
file_request (TbCore          *core,
              TbPartnerRecord *partner,
              TbPutRecord     *put,
              GError         **error)
{
  g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, put->engagement, error);
  g_autoptr (GBytes) body = NULL;
  TbFilePart part = { 0 };

  if (e == NULL)
    return NULL;
  part.size = put->size;
  part.is_canceled = put->state == TB_PUT_CANCELED;
  if (part.is_canceled)
    part.data = g_bytes_new (NULL, 0);
  else
    part.data =
      tb_store_read_file (core->store, put->sha256, put->have, TB_FILE_PART_BYTES, &part.size, error);
  if (part.data == NULL)
    return NULL;
  part.engagement = e->eid;
  part.sha256 = put->sha256;
  part.offset = put->have;
  body = tb_file_part_encode (&part);
  g_bytes_unref (part.data);
  return signed_request (core, partner, "files/put", body);
}

gboolean
tb_core_plain_request (TbCore          *core,
                       TbPartnerRecord *partner,
                       gboolean         force,
                       TbEnvelope     **request,
                       GError         **error)
{
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (GPtrArray) puts = NULL;
  g_autoptr (GPtrArray) wants = NULL;
  g_autoptr (GBytes) body = NULL;

  if (partner->link_state == TB_LINK_JOINING)
    {
      *request = join_request (core, partner);
      return TRUE;
    }
  if (partner->link_state != TB_LINK_LINKED)
    return TRUE;
  batch = tb_core_make_batch (
    core, partner->id, partner->batch_limit > 0 ? partner->batch_limit : TB_BATCH_MAX_ROWS, FALSE, error);
  puts = batch != NULL ? tb_tx_select (core->tx, TB_Q_PUTS_OPEN, error, "i", partner->id) : NULL;
  wants = puts != NULL ? tb_tx_select (core->tx, TB_Q_WANTS_OF_PARTNER, error, "i", partner->id) : NULL;
  if (wants == NULL)
    return FALSE;
  /* A file comes after what is to be said and heard: its ticket may have ended over there meanwhile. Theirs
   * come first: the news of that end may wait behind them, and until we have it ours are refused. */
  if (batch->rows->len == 0 && wants->len > 0 && !force && !partner->owes_ack)
    {
      body = tb_core_get_body (core, wants->pdata[0], error);
      if (body == NULL)
        return FALSE;
      *request = signed_request (core, partner, "files/get", body);
      return TRUE;
    }
  if (batch->rows->len == 0 && puts->len > 0 && !force && !partner->owes_ack)
    {
      *request = file_request (core, partner, puts->pdata[0], error);
      return *request != NULL;
    }
  if (batch->rows->len == 0 && !force && !partner->owes_ack)
    return TRUE;
  body = tb_batch_encode (batch);
  *request = signed_request (core, partner, "push", body);
  return TRUE;
}

static gboolean
run_prepare (TbCore  *core,
             gpointer data,
             GError **error)
{
  Preparation *preparation = data;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, preparation->partner, error);
  TbTravel travel;

  g_clear_pointer (&preparation->request, tb_envelope_free);
  if (partner == NULL || !tb_core_travel (core, partner, &travel, error))
    return FALSE;
  if (core->is_elsewhere)
    return TRUE;
  return (travel == TB_TRAVEL_MAILBOX ? tb_core_prepare_mail : tb_core_plain_request) (
    core, partner, preparation->force, &preparation->request, error);
}

/* Prepared on the writer although it changes nothing: what a batch says of us and when it was made must come
 * in the order of the commits, or a push that crosses an answer would look like one of a restored database.
 */
TbEnvelope *
tb_engine_prepare (TbEngine *self,
                   gint64    partner,
                   gboolean  force,
                   GError  **error)
{
  Preparation preparation = { .partner = partner, .force = force };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  if (tb_engine_run (self, TRUE, NO_USER, run_prepare, &preparation, error))
    return preparation.request;
  g_clear_pointer (&preparation.request, tb_envelope_free);
  return NULL;
}

void
tb_engine_prepare_async (TbEngine           *self,
                         gint64              partner,
                         gboolean            force,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  Preparation *preparation = g_new0 (Preparation, 1);

  g_return_if_fail (TB_IS_ENGINE (self));

  preparation->partner = partner;
  preparation->force = force;
  tb_engine_run_async (self, TRUE, NO_USER, run_prepare, preparation, preparation_free, NULL, callback,
                       user_data);
}

TbEnvelope *
tb_engine_prepare_finish (TbEngine     *self,
                          GAsyncResult *result,
                          GError      **error)
{
  Preparation *preparation = tb_engine_run_finish (self, result, error);

  return preparation != NULL ? g_steal_pointer (&preparation->request) : NULL;
}

/* ---- Going out: a long poll ---- */

static gboolean
run_prepare_pull (TbCore  *core,
                  gpointer data,
                  GError **error)
{
  Preparation *preparation = data;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, preparation->partner, error);
  g_autoptr (GBytes) body = NULL;
  TbTravel travel;

  g_clear_pointer (&preparation->request, tb_envelope_free);
  if (partner == NULL || !tb_core_travel (core, partner, &travel, error))
    return FALSE;
  if (travel == TB_TRAVEL_MAILBOX)
    {
      preparation->request = tb_core_take_request (core, partner, preparation->wait, error);
      return preparation->request != NULL;
    }
  if (partner->link_state != TB_LINK_LINKED)
    return TRUE;
  body = tb_core_pull_body (core, partner, preparation->limit, preparation->wait, error);
  if (body == NULL)
    return FALSE;
  preparation->request = signed_request (core, partner, "pull", body);
  return TRUE;
}

TbEnvelope *
tb_engine_prepare_pull (TbEngine *self,
                        gint64    partner,
                        guint     limit,
                        guint     wait,
                        GError  **error)
{
  Preparation preparation = { .partner = partner, .limit = limit, .wait = wait };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  if (tb_engine_run (self, TRUE, NO_USER, run_prepare_pull, &preparation, error))
    return preparation.request;
  g_clear_pointer (&preparation.request, tb_envelope_free);
  return NULL;
}

void
tb_engine_prepare_pull_async (TbEngine           *self,
                              gint64              partner,
                              guint               limit,
                              guint               wait,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  Preparation *preparation = g_new0 (Preparation, 1);

  g_return_if_fail (TB_IS_ENGINE (self));

  preparation->partner = partner;
  preparation->limit = limit;
  preparation->wait = wait;
  tb_engine_run_async (self, TRUE, NO_USER, run_prepare_pull, preparation, preparation_free, NULL, callback,
                       user_data);
}
