/* SPDX-License-Identifier: GPL-3.0-or-later
 * The mailbox that this instance offers to others: boxes, their letters, quota and expiry (protocol.md
 * section 5, way 3). Nothing here can open a letter. */
#include "config.h"

#include "tb-core-private.h"
#include "tb-letter.h"

#include <string.h>

#define TOKEN_BYTES 32
#define MAX_LETTERS 10000
#define MAX_BYTES (64 * 1024 * 1024)
#define LETTER_LIFE (30 * TB_DAY)
/* For so long a letter that was taken stands against a repeat; twice the time that a signature is good for is
 * enough. */
#define MARK_LIFE TB_HOUR
#define INSUFFICIENT_STORAGE 507

/* ---- What the operator does ---- */

static gboolean
find_box (TbCore       *core,
          int           query,
          const char   *key,
          TbBoxRecord **box,
          GError      **error)
{
  g_autoptr (TbBoxRecord) found = NULL;
  GError *local = NULL;

  found = tb_tx_find (core->tx, query, &local, "s", key);
  *box = found != NULL ? tb_box_record_copy (found) : NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static char *
describe_box (TbCore            *core,
              const TbBoxRecord *box,
              GError           **error)
{
  g_autofree char *url = NULL;
  g_autofree char *fingerprint = NULL;
  TbMailbox        mailbox = { .version = TB_PROTOCOL_VERSION, .box = box->uuid, .token = box->token };
  GError          *local = NULL;

  url = tb_tx_get_setting (core->tx, "url", &local);
  if (local == NULL)
    tb_core_shown_key (core, url, &fingerprint, &local);
  if (local == NULL && (url == NULL || *url == '\0'))
    tb_problem_set (&local, TB_PROBLEM_NO_URL, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  mailbox.url = url;
  mailbox.fingerprint = fingerprint;
  return tb_mailbox_to_code (&mailbox);
}

gboolean
tb_core_add_box (TbCore     *core,
                 const char *name,
                 TbResult   *result,
                 GError    **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autoptr (TbBoxRecord) known = NULL;
  g_autoptr (TbBoxRecord) box = tb_box_record_new ();

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error))
    return FALSE;
  if (*clean == '\0')
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, "name", "name");
  if (!tb_check_text (clean, TB_LIMIT_NAME, "name", error) ||
      !find_box (core, TB_Q_BOX_BY_NAME, clean, &known, error))
    return FALSE;
  if (known != NULL)
    return tb_core_refuse (error, TB_PROBLEM_NAME_TAKEN, clean, "name");
  box->uuid = tb_id_new ();
  box->name = g_steal_pointer (&clean);
  box->token = tb_random_bytes (TOKEN_BYTES);
  box->created_at = core->now;
  result->code = describe_box (core, box, error);
  return result->code != NULL && tb_tx_insert (core->tx, box, error);
}

gboolean
tb_core_remove_box (TbCore     *core,
                    const char *name,
                    GError    **error)
{
  g_autoptr (TbBoxRecord) box = NULL;

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error) ||
      !find_box (core, TB_Q_BOX_BY_NAME, name, &box, error))
    return FALSE;
  if (box == NULL)
    return tb_core_refuse (error, TB_PROBLEM_NOT_FOUND, name, "name");
  return tb_tx_exec (core->tx, TB_QX_EMPTY_BOX, error, "i", box->id) &&
         tb_tx_remove (core->tx, &TB_BOX, box->id, error);
}

/* ---- Letters ---- */

static TbLetterRecord *
find_letter (TbCore      *core,
             TbBoxRecord *box,
             const char  *uuid,
             GError     **error)
{
  g_autoptr (TbLetterRecord) found =
    tb_tx_find (core->tx, TB_Q_LETTER_BY_UUID, error, "is", box->id, uuid);

  return found != NULL ? tb_letter_record_copy (found) : NULL;
}

/* The bytes go at once; the row stays for a while, so that a repeat does not bring them back. */
static gboolean
empty_letter (TbCore         *core,
              TbBoxRecord    *box,
              TbLetterRecord *letter,
              GError        **error)
{
  box->n_letters--;
  box->n_bytes -= letter->size;
  letter->taken_at = core->now;
  letter->size = 0;
  tb_set_bytes (&letter->bytes, NULL);
  return tb_tx_update (core->tx, letter, error);
}

/* Who knows the id of a letter has written or read it. */
static gboolean
drop_letters (TbCore      *core,
              TbBoxRecord *box,
              const GStrv  uuids,
              GError     **error)
{
  guint i;

  for (i = 0; uuids != NULL && uuids[i] != NULL; i++)
    {
      g_autoptr (TbLetterRecord) letter = NULL;
      GError *local = NULL;

      letter = find_letter (core, box, uuids[i], &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (letter != NULL && letter->taken_at == 0 && !empty_letter (core, box, letter, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_letter (TbCore            *core,
              TbBoxRecord       *box,
              const TbPutLetter *put,
              guint             *status,
              GError           **error)
{
  char *replaced[] = { put->replaces, NULL };
  g_autoptr (TbLetterRecord) known = NULL;
  g_autoptr (TbLetterRecord) letter = tb_letter_record_new ();
  GError *local = NULL;

  *status = 200;
  known = find_letter (core, box, put->letter, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (!drop_letters (core, box, replaced, error))
    return FALSE;
  box->used_at = core->now;
  letter->size = (gint64)g_bytes_get_size (put->sealed);
  if (known == NULL && (box->n_letters >= MAX_LETTERS || box->n_bytes + letter->size > MAX_BYTES))
    *status = INSUFFICIENT_STORAGE;
  if (known != NULL || *status != 200)
    return tb_tx_update (core->tx, box, error);
  letter->box = box->id;
  letter->address = g_strdup (put->to);
  letter->uuid = g_strdup (put->letter);
  letter->bytes = g_bytes_ref (put->sealed);
  letter->put_at = core->now;
  box->n_letters++;
  box->n_bytes += letter->size;
  return tb_tx_insert (core->tx, letter, error) && tb_tx_update (core->tx, box, error);
}

static TbEnvelope *
receive_put (TbCore           *core,
             TbBoxRecord      *box,
             const TbEnvelope *request,
             GError          **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("{}", 2);
  TbPutLetter put = { NULL };
  guint       status;
  gboolean    done;

  if (!tb_put_letter_decode (request->body, &put, NULL))
    return tb_core_refusal (request, 422, TB_PROBLEM_MALFORMED);
  if (g_bytes_get_size (put.sealed) > TB_LETTER_MAX_BYTES)
    {
      tb_put_letter_clear (&put);
      return tb_core_refusal (request, 413, TB_PROBLEM_TOO_LARGE);
    }
  done = store_letter (core, box, &put, &status, error);
  tb_put_letter_clear (&put);
  if (!done)
    return NULL;
  return status == 200 ? tb_core_answer (request, status, nothing)
                       : tb_core_refusal (request, status, TB_PROBLEM_MAILBOX_FULL);
}

/* The oldest of all addresses that are asked for. */
static gboolean
find_waiting (TbCore          *core,
              TbBoxRecord     *box,
              const GStrv      addresses,
              TbLetterRecord **letter,
              GError         **error)
{
  guint i;

  *letter = NULL;
  for (i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (TbLetterRecord) found = NULL;
      GError *local = NULL;

      found = tb_tx_find (core->tx, TB_Q_LETTER_WAITING, &local, "is", box->id, addresses[i]);
      if (local != NULL)
        {
          g_clear_pointer (letter, tb_letter_record_unref);
          g_propagate_error (error, local);
          return FALSE;
        }
      if (found == NULL || (*letter != NULL && (*letter)->id < found->id))
        continue;
      g_clear_pointer (letter, tb_letter_record_unref);
      *letter = g_steal_pointer (&found);
    }
  return TRUE;
}

static TbEnvelope *
receive_take (TbCore           *core,
              TbBoxRecord      *box,
              const TbEnvelope *request,
              GError          **error)
{
  TbTakeLetter take = { NULL };
  g_autoptr (TbLetterRecord) letter = NULL;
  g_autoptr (GBytes) body = NULL;
  TbEnvelope *answer = NULL;
  gboolean    is_changed;

  if (!tb_take_letter_decode (request->body, &take, NULL))
    return tb_core_refusal (request, 422, TB_PROBLEM_MALFORMED);
  /* A poll that changes nothing writes nothing, but once a day, so that the operator sees who is about. */
  is_changed = (take.done != NULL && *take.done != NULL) || core->now - box->used_at > TB_DAY;
  if (is_changed)
    box->used_at = core->now;
  if (drop_letters (core, box, take.done, error) &&
      (!is_changed || tb_tx_update (core->tx, box, error)) &&
      find_waiting (core, box, take.addresses, &letter, error))
    {
      body = letter != NULL ? tb_taken_letter_encode (letter->uuid, letter->bytes)
                            : tb_taken_letter_encode (NULL, NULL);
      answer = tb_core_answer (request, 200, body);
      answer->hold = letter == NULL ? (guint)take.wait : 0;
    }
  tb_take_letter_clear (&take);
  return answer;
}

TbEnvelope *
tb_core_receive_mailbox (TbCore           *core,
                         const TbEnvelope *request,
                         GError          **error)
{
  g_autoptr (TbBoxRecord) box = NULL;
  TbEnvelope *answer;
  GError     *local = NULL;

  if (!find_box (core, TB_Q_BOX_BY_UUID, request->link, &box, error))
    return NULL;
  /* An unknown box is told what a wrong token is told. */
  if (box == NULL)
    return tb_core_refusal (request, 401, TB_PROBLEM_SIGNATURE);
  if (!tb_envelope_verify (request, box->token, TB_SIGNER_ACCEPTER, NULL, core->now, &local))
    {
      answer = tb_core_refusal (request, 401, (TbProblem)local->code);
      g_error_free (local);
      return answer;
    }
  if (g_strcmp0 (request->route, "mailbox/put") == 0)
    answer = receive_put (core, box, request, error);
  else if (g_strcmp0 (request->route, "mailbox/pull") == 0)
    answer = receive_take (core, box, request, error);
  else
    answer = tb_core_refusal (request, 404, TB_PROBLEM_UNSUPPORTED);
  if (answer != NULL)
    tb_envelope_sign (answer, box->token, TB_SIGNER_INVITER, request->id, core->now);
  return answer;
}

gboolean
tb_core_tidy_boxes (TbCore  *core,
                    GError **error)
{
  g_autoptr (GPtrArray) old = tb_tx_select (core->tx, TB_Q_LETTERS_OLD, error, "i", core->now - LETTER_LIFE);
  guint i;

  if (old == NULL)
    return FALSE;
  for (i = 0; i < old->len; i++)
    {
      g_autoptr (TbLetterRecord) letter = tb_letter_record_copy (old->pdata[i]);
      g_autoptr (TbBoxRecord) stored = tb_core_get (core, &TB_BOX, letter->box, error);
      g_autoptr (TbBoxRecord) box = stored != NULL ? tb_box_record_copy (stored) : NULL;

      if (box == NULL || !empty_letter (core, box, letter, error) || !tb_tx_update (core->tx, box, error))
        return FALSE;
    }
  return tb_tx_exec (core->tx, TB_QX_FORGET_LETTERS, error, "i", core->now - MARK_LIFE);
}
