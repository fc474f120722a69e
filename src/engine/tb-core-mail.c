/* SPDX-License-Identifier: GPL-3.0-or-later
 * Mail: requests and answers that travel to a partner through a box, sealed (protocol.md section 5, way 3).
 *
 * A request of ours lies in the table `mail` until its answer has come. It is made anew, in the place of the
 * old one in the box, when none comes for a while or when there is more to say; an answer to the old one is
 * good all the same. An answer of ours lies there until it is in the box. A letter is taken away from the box
 * by the pull after the one that brought it: by then what it did is committed. */
#include "config.h"

#include "tb-core-private.h"
#include "tb-letter.h"

#include <string.h>

#define MORE_TO_SAY (5 * TB_SECOND)
#define KEPT_REQUESTS 8

enum
{
  MAIL_ANSWER,
  MAIL_REQUEST,
  MAIL_TAKEN,
};

/* ---- Keys and addresses ---- */

static TbSigner
own_side (const TbPartnerRecord *partner)
{
  return partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER;
}

static TbSigner
their_side (const TbPartnerRecord *partner)
{
  return partner->is_inviter ? TB_SIGNER_ACCEPTER : TB_SIGNER_INVITER;
}

/* The keys under which something may come: the link's; and, until the partner has used that, those of the
 * invitations that it may still answer. (element-type GBytes) */
static GPtrArray *
list_keys (TbCore          *core,
           TbPartnerRecord *partner,
           GError         **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GPtrArray) invitations = NULL;
  guint i;

  if (partner->key != NULL)
    g_ptr_array_add (keys, g_bytes_ref (partner->key));
  if (!partner->is_inviter || (partner->link_state == TB_LINK_LINKED && partner->their_epoch_id != NULL))
    return g_steal_pointer (&keys);
  invitations = tb_tx_select (core->tx, TB_Q_INVITATIONS_OF_PARTNER, error, "i", partner->id);
  if (invitations == NULL)
    return NULL;
  for (i = 0; i < invitations->len; i++)
    g_ptr_array_add (keys, g_bytes_ref (((TbInvitationRecord *)invitations->pdata[i])->access_key));
  return g_steal_pointer (&keys);
}

static TbEnvelope *
open_letter (TbPartnerRecord *partner,
             GPtrArray       *keys,
             GBytes          *sealed,
             GBytes         **key)
{
  guint i;

  for (i = 0; i < keys->len; i++)
    {
      TbEnvelope *envelope = tb_letter_open (keys->pdata[i], their_side (partner), sealed, NULL);

      if (envelope == NULL)
        continue;
      *key = keys->pdata[i];
      return envelope;
    }
  return NULL;
}

static TbMailRecord *
new_mail (TbPartnerRecord  *partner,
          int               kind,
          GBytes           *key,
          const TbEnvelope *envelope)
{
  TbMailRecord *mail = tb_mail_record_new ();

  mail->partner = partner->id;
  mail->kind = kind;
  mail->letter = tb_id_new ();
  mail->address = tb_letter_address (key, their_side (partner));
  mail->bytes = tb_letter_seal (key, own_side (partner), envelope);
  return mail;
}

/* ---- Going into the box ---- */

static TbEnvelope *
box_request (TbCore          *core,
             TbPartnerRecord *partner,
             const char      *route,
             GBytes          *body)
{
  TbEnvelope *request = tb_envelope_new (route, partner->box, body);

  tb_envelope_sign (request, partner->box_token, TB_SIGNER_ACCEPTER, NULL, core->now);
  return request;
}

static TbEnvelope *
put_request (TbCore             *core,
             TbPartnerRecord    *partner,
             const TbMailRecord *mail,
             const char         *replaces)
{
  const TbPutLetter put = { .to = mail->address,
                            .letter = mail->letter,
                            .replaces = (char *)replaces,
                            .sealed = mail->bytes };
  g_autoptr (GBytes) body = tb_put_letter_encode (&put);

  return box_request (core, partner, "mailbox/put", body);
}

/* The oldest answer, or the newest request: those before it have been replaced. */
static gboolean
find_mail (TbCore        *core,
           gint64         partner,
           int            kind,
           TbMailRecord **mail,
           GError       **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_select (core->tx, TB_Q_MAIL_OF_KIND, error, "ii", partner, (gint64)kind);

  if (rows == NULL)
    return FALSE;
  *mail = NULL;
  if (rows->len > 0)
    *mail = tb_mail_record_copy (rows->pdata[kind == MAIL_REQUEST ? rows->len - 1 : 0]);
  return TRUE;
}

/* Forgets the requests up to @last, all but the newest @keep of them. */
static gboolean
forget_requests (TbCore  *core,
                 gint64   partner,
                 gint64   last,
                 guint    keep,
                 GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint i;

  rows = tb_tx_select (core->tx, TB_Q_MAIL_OF_KIND, error, "ii", partner, (gint64)MAIL_REQUEST);
  if (rows == NULL)
    return FALSE;
  for (i = 0; i + keep < rows->len; i++)
    if (((TbMailRecord *)rows->pdata[i])->id <= last &&
        !tb_tx_remove (core->tx, &TB_MAIL, ((TbMailRecord *)rows->pdata[i])->id, error))
      return FALSE;
  return TRUE;
}

/* When a request that lies in the box is made anew. */
static gint64
again_at (TbPartnerRecord    *partner,
          const TbMailRecord *mail)
{
  if (mail->put_at == 0)
    return 0;
  return partner->out_seq > mail->top ? MIN (mail->next_at, mail->put_at + MORE_TO_SAY) : mail->next_at;
}

static gboolean
write_request (TbCore          *core,
               TbPartnerRecord *partner,
               TbMailRecord    *old,
               TbEnvelope      *plain,
               TbEnvelope     **request,
               GError         **error)
{
  g_autoptr (TbMailRecord) mail = new_mail (partner, MAIL_REQUEST, partner->key, plain);

  mail->request = tb_letter_encode (plain);
  mail->top = partner->out_seq;
  mail->tries = old != NULL ? old->tries : 0;
  *request = put_request (core, partner, mail, old != NULL ? old->letter : NULL);
  if (old != NULL)
    {
      /* Only its answer is awaited any more. */
      tb_set_bytes (&old->bytes, NULL);
      if (!tb_tx_update (core->tx, old, error))
        return FALSE;
    }
  return tb_tx_insert (core->tx, mail, error) &&
         forget_requests (core, partner->id, G_MAXINT64, KEPT_REQUESTS, error);
}

gboolean
tb_core_prepare_mail (TbCore          *core,
                      TbPartnerRecord *partner,
                      gboolean         force,
                      TbEnvelope     **request,
                      GError         **error)
{
  g_autoptr (TbMailRecord) answer = NULL;
  g_autoptr (TbMailRecord) old = NULL;
  g_autoptr (TbEnvelope) plain = NULL;

  if (!find_mail (core, partner->id, MAIL_ANSWER, &answer, error))
    return FALSE;
  if (answer != NULL)
    {
      *request = put_request (core, partner, answer, NULL);
      return TRUE;
    }
  if (!find_mail (core, partner->id, MAIL_REQUEST, &old, error))
    return FALSE;
  if (old != NULL && !force && again_at (partner, old) > core->now)
    return TRUE;
  if (!tb_core_plain_request (core, partner, force, &plain, error))
    return FALSE;
  if (plain != NULL)
    return write_request (core, partner, old, plain, request, error);
  return forget_requests (core, partner->id, G_MAXINT64, 0, error);
}

gboolean
tb_core_mail_due (TbCore          *core,
                  TbPartnerRecord *partner,
                  gboolean         work,
                  gint64          *due,
                  GError         **error)
{
  g_autoptr (TbMailRecord) answer = NULL;
  g_autoptr (TbMailRecord) old = NULL;

  if (!find_mail (core, partner->id, MAIL_ANSWER, &answer, error) ||
      !find_mail (core, partner->id, MAIL_REQUEST, &old, error))
    return FALSE;
  if (answer != NULL)
    *due = partner->next_attempt;
  else if (old != NULL)
    *due = MAX (partner->next_attempt, again_at (partner, old));
  else
    *due = work ? partner->next_attempt : G_MAXINT64;
  return TRUE;
}

gboolean
tb_core_hurry_mail (TbCore  *core,
                    gint64   partner,
                    GError **error)
{
  g_autoptr (TbMailRecord) old = NULL;

  if (!find_mail (core, partner, MAIL_REQUEST, &old, error))
    return FALSE;
  if (old == NULL)
    return TRUE;
  old->next_at = core->now;
  return tb_tx_update (core->tx, old, error);
}

/* The box is there: what kept us from it is over. */
static gboolean
note_box (TbCore          *core,
          TbPartnerRecord *partner,
          GError         **error)
{
  if (partner->attempts == 0 && partner->next_attempt == 0 && partner->problem == NULL)
    return TRUE;
  partner->attempts = 0;
  partner->next_attempt = 0;
  tb_set_text (&partner->problem, NULL);
  return tb_tx_update (core->tx, partner, error);
}

gboolean
tb_core_settle_put (TbCore           *core,
                    gint64            partner_id,
                    const TbEnvelope *request,
                    const TbEnvelope *answer,
                    GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autoptr (TbMailRecord) stored = NULL;
  g_autoptr (TbMailRecord) mail = NULL;
  TbPutLetter put = { NULL };
  GError     *local = NULL;

  if (partner == NULL || !tb_put_letter_decode (request->body, &put, error))
    return FALSE;
  stored = tb_tx_find (core->tx, TB_Q_MAIL_BY_LETTER, &local, "is", partner_id, put.letter);
  tb_put_letter_clear (&put);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  core->is_outbox_changed = TRUE;
  if (!note_box (core, partner, error))
    return FALSE;
  if (stored == NULL)
    return TRUE;
  mail = tb_mail_record_copy (stored);
  if (mail->kind == MAIL_ANSWER)
    return tb_tx_remove (core->tx, &TB_MAIL, mail->id, error);
  mail->tries++;
  mail->put_at = core->now;
  mail->next_at = core->now + tb_core_delay_after (mail->tries);
  return tb_tx_update (core->tx, mail, error);
}

/* ---- Coming out of the box ---- */

TbEnvelope *
tb_core_take_request (TbCore          *core,
                      TbPartnerRecord *partner,
                      guint            wait,
                      GError         **error)
{
  g_autoptr (GPtrArray) keys = list_keys (core, partner, error);
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) done = g_strv_builder_new ();
  g_autoptr (GBytes) body = NULL;
  TbTakeLetter take = { .wait = wait };
  guint        i;

  taken = keys != NULL ? tb_tx_select (core->tx, TB_Q_MAIL_OF_KIND, error, "ii", partner->id,
                                       (gint64)MAIL_TAKEN)
                       : NULL;
  if (taken == NULL)
    return NULL;
  for (i = 0; i < MIN (keys->len, TB_LETTER_MAX_ADDRESSES); i++)
    {
      g_autofree char *address = tb_letter_address (keys->pdata[i], own_side (partner));

      g_strv_builder_add (addresses, address);
    }
  for (i = 0; i < MIN (taken->len, TB_LETTER_MAX_DONE); i++)
    g_strv_builder_add (done, ((TbMailRecord *)taken->pdata[i])->letter);
  take.addresses = g_strv_builder_end (addresses);
  take.done = g_strv_builder_end (done);
  body = tb_take_letter_encode (&take);
  tb_take_letter_clear (&take);
  return box_request (core, partner, "mailbox/pull", body);
}

/* Those that the box was told of are gone there. */
static gboolean
forget_taken (TbCore           *core,
              gint64            partner,
              const TbEnvelope *request,
              GError          **error)
{
  TbTakeLetter take = { NULL };
  gboolean     done = TRUE;
  guint        i;

  if (!tb_take_letter_decode (request->body, &take, error))
    return FALSE;
  for (i = 0; done && take.done != NULL && take.done[i] != NULL; i++)
    {
      g_autoptr (TbMailRecord) mail = NULL;
      GError *local = NULL;

      mail = tb_tx_find (core->tx, TB_Q_MAIL_BY_LETTER, &local, "is", partner, take.done[i]);
      done = local == NULL && (mail == NULL || mail->kind != MAIL_TAKEN ||
                               tb_tx_remove (core->tx, &TB_MAIL, mail->id, &local));
      if (local != NULL)
        g_propagate_error (error, local);
    }
  tb_take_letter_clear (&take);
  return done;
}

/* Returns: (nullable): the request with the same number, if its answer is still awaited */
static TbEnvelope *
find_request (GPtrArray        *rows,
              const TbEnvelope *answer,
              gint64           *id)
{
  const char *number = answer->id != NULL ? strrchr (answer->id, '.') : NULL;
  guint       i;

  for (i = 0; number != NULL && i < rows->len; i++)
    {
      const TbMailRecord *mail = rows->pdata[i];
      g_autoptr (TbEnvelope) request = NULL;

      request = mail->request != NULL ? tb_letter_decode (mail->request, NULL) : NULL;
      if (request == NULL || request->id == NULL || !g_str_has_suffix (request->id, number))
        continue;
      *id = mail->id;
      return g_steal_pointer (&request);
    }
  return NULL;
}

static gboolean
take_answer (TbCore           *core,
             TbPartnerRecord  *partner,
             const TbEnvelope *answer,
             GError          **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  gint64 id = 0;

  rows = tb_tx_select (core->tx, TB_Q_MAIL_OF_KIND, error, "ii", partner->id, (gint64)MAIL_REQUEST);
  if (rows == NULL)
    return FALSE;
  request = find_request (rows, answer, &id);
  if (request == NULL)
    return TRUE;
  /* A newer request may have become needless by it. */
  return forget_requests (core, partner->id, id, 0, error) && tb_core_hurry_mail (core, partner->id, error) &&
         tb_core_settle_answer (core, partner->id, request, answer, error);
}

static gboolean
take_request (TbCore           *core,
              TbPartnerRecord  *partner,
              GBytes           *key,
              const TbEnvelope *request,
              GError          **error)
{
  g_autoptr (TbEnvelope) answer = tb_core_receive (core, request, error);
  g_autoptr (TbMailRecord) mail = NULL;

  if (answer == NULL)
    return FALSE;
  mail = new_mail (partner, MAIL_ANSWER, key, answer);
  return tb_tx_insert (core->tx, mail, error);
}

static gboolean
take_letter (TbCore          *core,
             TbPartnerRecord *partner,
             const char      *letter,
             GBytes          *sealed,
             GError         **error)
{
  g_autoptr (GPtrArray) keys = list_keys (core, partner, error);
  g_autoptr (TbEnvelope) envelope = NULL;
  g_autoptr (TbMailRecord) taken = tb_mail_record_new ();
  GBytes  *key = NULL;
  gboolean done = TRUE;

  if (keys == NULL)
    return FALSE;
  envelope = open_letter (partner, keys, sealed, &key);
  core->is_mail = TRUE;
  if (envelope == NULL)
    g_info ("partner %" G_GINT64_FORMAT ": letter %s cannot be opened", partner->id, letter);
  else if (envelope->status > 0)
    done = take_answer (core, partner, envelope, error);
  else
    done = take_request (core, partner, key, envelope, error);
  core->is_mail = FALSE;
  core->is_outbox_changed = TRUE;
  taken->partner = partner->id;
  taken->kind = MAIL_TAKEN;
  taken->letter = g_strdup (letter);
  return done && tb_tx_insert (core->tx, taken, error);
}

gboolean
tb_core_settle_take (TbCore           *core,
                     gint64            partner_id,
                     const TbEnvelope *request,
                     const TbEnvelope *answer,
                     GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autofree char *letter = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (partner == NULL || !forget_taken (core, partner_id, request, error) ||
      !note_box (core, partner, error))
    return FALSE;
  if (!tb_taken_letter_decode (answer->body, &letter, &sealed, NULL))
    return tb_core_count_failure (core, partner_id, TB_PROBLEM_MALFORMED, 0, error);
  return letter == NULL || take_letter (core, partner, letter, sealed, error);
}

/* ---- What the mailbox says ---- */

gboolean
tb_core_is_box_answer (TbCore           *core,
                       TbPartnerRecord  *partner,
                       const TbEnvelope *request,
                       const TbEnvelope *answer)
{
  return partner->box_token != NULL && tb_envelope_verify (answer, partner->box_token, TB_SIGNER_INVITER,
                                                           request->id, core->now, NULL);
}

TbProblem
tb_core_box_problem (const TbEnvelope *answer)
{
  TbProblem problem = tb_problem_body_read (answer->body);

  switch (answer->status)
    {
    case 401:
      return problem == TB_PROBLEM_CLOCK_SKEW ? problem : TB_PROBLEM_MAILBOX;
    case 404:
    case 405:
      return TB_PROBLEM_MAILBOX;
    case 429:
    case 503:
      return TB_PROBLEM_TOO_MANY_REQUESTS;
    default:
      return problem;
    }
}
