/* SPDX-License-Identifier: GPL-3.0-or-later
 * One event of the link protocol. Members in this order, no white space, each left out that is not there:
 *
 *   {"id", "engagement", "n", "phase", "at", "by": {"name", "id"},
 *    "offer": {"number", "title", "description", "priority", "town", "agreement",
 *              "terms": {"answer_by", "complete_by"?, "instructions", "kind", "amount"?,
 *                        "authorized_minutes"?, "authorized_charges"?, "currency"}},
 *    "request", "reason"?, "ticket_number"?,
 *    "status": {"status", "epoch", "rev", "reason"?, "answers"?, "outcome"?, "problem"?,
 *               "accepted_by"?, "accepted_at"?},
 *    "items": [...], "customer": {"company", "contact", "address", "town", "phone"},
 *    "erased": {"customer", "title"?, "description"?, "instructions"?, "items": [...]},
 *    "state": {"step", "last", "event"?, "sent_at"?, "yours": [...], "cut"?}, "need"?}
 *   {"id", "agreement": {"id", "state", "role"?}, "n", "at", "by", "need"?}
 *
 * At most one of offer, request and status; items and customer may stand alone or beside it; nothing at all
 * is refused. An empty list of items is an event that only takes its n; to a partner that does not know it,
 * what stands beside `erased` is one. Beside a state, by which two sides
 * compare after one went back to a backup, stands whatever it tells of. */
#include "config.h"

#include "tb-event.h"

#include "tb-event-private.h"
#include "tb-fields-private.h"
#include "tb-records.h"
#include "tb-workflow.h"

#include <string.h>

#define MAX_NEEDS 100
#define FEW_ITEMS 16
#define EVENT(member) G_STRUCT_OFFSET (TbEvent, member)
#define TABLE(fields) fields, G_N_ELEMENTS (fields)

/* clang-format off */
static const TbWireField id_field[] = {
  { "id", TB_WIRE_UUID, TB_REQUIRED, EVENT (id) },
};
static const TbWireField engagement_fields[] = {
  { "engagement", TB_WIRE_HEX, TB_REQUIRED, EVENT (engagement), 0, 40 },
  { "n", TB_WIRE_INT, TB_REQUIRED, EVENT (n), 1, TB_JSON_MAX_INT },
  { "phase", TB_WIRE_INT, TB_REQUIRED, EVENT (phase), 0, TB_JSON_MAX_INT },
};
static const TbWireField agreement_fields[] = {
  { "id", TB_WIRE_UUID, TB_REQUIRED, EVENT (agreement) },
  { "state", TB_WIRE_ENUM, TB_REQUIRED, EVENT (agreement_state), TB_AGREEMENT_INVITED, TB_AGREEMENT_DECLINED,
    tb_agreement_state_get_type },
};
static const TbWireField role_field[] = {
  { "role", TB_WIRE_ENUM, TB_REQUIRED, EVENT (agreement_role), TB_ROLE_LEAD, TB_ROLE_SERVICE,
    tb_role_get_type },
};
static const TbWireField state_fields[] = {
  { "step", TB_WIRE_ENUM, TB_REQUIRED, EVENT (step), TB_HEAL_TOLD, TB_HEAL_RESENT, tb_heal_step_get_type },
  { "last", TB_WIRE_BOOL, TB_REQUIRED, EVENT (is_last) },
  { "event", TB_WIRE_UUID, TB_OPTIONAL, EVENT (known) },
  { "sent_at", TB_WIRE_INSTANT, TB_OPTIONAL, EVENT (sent_at) },
  { "cut", TB_WIRE_TOKENS, TB_OPTIONAL, EVENT (cut), 0, TB_EVENT_MAX_CUT },
};
static const TbWireField erased_fields[] = {
  { "customer", TB_WIRE_BOOL, TB_REQUIRED, EVENT (is_customer_erased) },
  { "title", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (title), 0, TB_LIMIT_TITLE },
  { "description", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (description), 0, TB_LIMIT_TEXT },
  { "instructions", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (instructions), 0, TB_LIMIT_REASON },
};
static const TbWireField n_field[] = {
  { "n", TB_WIRE_INT, TB_REQUIRED, EVENT (n), 1, TB_JSON_MAX_INT },
};
static const TbWireField at_field[] = {
  { "at", TB_WIRE_INSTANT, TB_REQUIRED, EVENT (at) },
};
static const TbWireField by_fields[] = {
  { "name", TB_WIRE_TEXT, TB_REQUIRED, EVENT (by_name), 0, TB_LIMIT_NAME },
  { "id", TB_WIRE_TOKEN, TB_REQUIRED, EVENT (by_id) },
};
static const TbWireField offer_fields[] = {
  { "number", TB_WIRE_TEXT, TB_REQUIRED, EVENT (number), 1, TB_LIMIT_NAME },
  { "title", TB_WIRE_TEXT, TB_REQUIRED, EVENT (title), 0, TB_LIMIT_TITLE },
  { "description", TB_WIRE_TEXT, TB_REQUIRED, EVENT (description), 0, TB_LIMIT_TEXT },
  { "priority", TB_WIRE_ENUM, TB_REQUIRED, EVENT (priority), TB_PRIORITY_LOW, TB_PRIORITY_CRITICAL,
    tb_priority_get_type },
  { "town", TB_WIRE_TEXT, TB_REQUIRED, EVENT (town), 0, TB_LIMIT_NAME },
  { "agreement", TB_WIRE_UUID, TB_REQUIRED, EVENT (agreement_of_offer) },
};
/* Amounts of terms are not negative: -1 would be read as "not given". */
static const TbWireField terms_fields[] = {
  { "answer_by", TB_WIRE_INSTANT, TB_REQUIRED, EVENT (answer_by) },
  { "complete_by", TB_WIRE_INSTANT, TB_OPTIONAL, EVENT (complete_by) },
  { "instructions", TB_WIRE_TEXT, TB_REQUIRED, EVENT (instructions), 0, TB_LIMIT_REASON },
  { "kind", TB_WIRE_ENUM, TB_REQUIRED, EVENT (rate_kind), TB_RATE_NONE, TB_RATE_FLAT, tb_rate_kind_get_type },
  { "amount", TB_WIRE_MONEY, TB_OPTIONAL, EVENT (amount), 0, TB_WIRE_MAX_MONEY },
  { "authorized_minutes", TB_WIRE_INT, TB_OPTIONAL, EVENT (authorized_minutes), 0, TB_LIMIT_MINUTES },
  { "authorized_charges", TB_WIRE_MONEY, TB_OPTIONAL, EVENT (authorized_charges), 0, TB_WIRE_MAX_MONEY },
  { "currency", TB_WIRE_CURRENCY, TB_REQUIRED, EVENT (currency) },
};
static const TbWireField request_fields[] = {
  { "request", TB_WIRE_ENUM, TB_REQUIRED, EVENT (verb), TB_VERB_ACCEPT, TB_VERB_COMPLETE, tb_verb_get_type },
  { "reason", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (reason), 0, TB_LIMIT_REASON },
};
static const TbWireField number_field[] = {
  { "ticket_number", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (ticket_number), 1, TB_LIMIT_NAME },
};
static const TbWireField status_fields[] = {
  { "status", TB_WIRE_ENUM, TB_REQUIRED, EVENT (status), TB_STATUS_ASSIGNED, TB_STATUS_COMPLETE,
    tb_status_get_type },
  { "epoch", TB_WIRE_INT, TB_REQUIRED, EVENT (status_epoch), 1, TB_JSON_MAX_INT },
  { "rev", TB_WIRE_INT, TB_REQUIRED, EVENT (status_rev), 1, TB_JSON_MAX_INT },
  { "reason", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (reason), 0, TB_LIMIT_REASON },
  { "answers", TB_WIRE_UUID, TB_OPTIONAL, EVENT (answers) },
};
static const TbWireField status_tail[] = {
  { "problem", TB_WIRE_TOKEN, TB_OPTIONAL, EVENT (problem) },
  { "accepted_by", TB_WIRE_TEXT, TB_OPTIONAL, EVENT (accepted_by), 0, TB_LIMIT_NAME },
  { "accepted_at", TB_WIRE_INSTANT, TB_OPTIONAL, EVENT (accepted_at) },
};
static const TbWireField customer_fields[] = {
  { "company", TB_WIRE_TEXT, TB_REQUIRED, EVENT (company), 0, TB_LIMIT_NAME },
  { "contact", TB_WIRE_TEXT, TB_REQUIRED, EVENT (contact), 0, TB_LIMIT_NAME },
  { "address", TB_WIRE_TEXT, TB_REQUIRED, EVENT (address), 0, TB_WIRE_MAX_ADDRESS },
  { "town", TB_WIRE_TEXT, TB_REQUIRED, EVENT (customer_town), 0, TB_LIMIT_NAME },
  { "phone", TB_WIRE_TEXT, TB_REQUIRED, EVENT (phone), 0, TB_LIMIT_NAME },
};
static const TbWireField need_field[] = {
  { "need", TB_WIRE_TOKENS, TB_OPTIONAL, EVENT (need), 0, MAX_NEEDS },
};
/* clang-format on */

static gboolean
refuse (GError    **error,
        TbProblem   problem,
        const char *argument)
{
  tb_problem_set (error, problem, argument);
  return FALSE;
}

/* ---- Writing ---- */

static void
write_object (GString           *out,
              const char        *name,
              const TbWireField *fields,
              guint              n_fields,
              const TbEvent     *self)
{
  tb_json_open (out, name, '{');
  tb_fields_write (out, fields, n_fields, self);
  tb_json_close (out, '}');
}

static void
write_agreement (GString       *out,
                 const TbEvent *self)
{
  tb_json_open (out, "agreement", '{');
  tb_fields_write (out, TABLE (agreement_fields), self);
  if (self->agreement_role != TB_ROLE_NONE)
    tb_fields_write (out, TABLE (role_field), self);
  tb_json_close (out, '}');
}

static void
write_head (GString       *out,
            const TbEvent *self)
{
  tb_fields_write (out, TABLE (id_field), self);
  if (self->parts & TB_EVENT_AGREEMENT)
    {
      write_agreement (out, self);
      tb_fields_write (out, TABLE (n_field), self);
    }
  else
    {
      tb_fields_write (out, TABLE (engagement_fields), self);
    }
  tb_fields_write (out, TABLE (at_field), self);
  write_object (out, "by", TABLE (by_fields), self);
}

static void
write_offer (GString       *out,
             const TbEvent *self)
{
  tb_json_open (out, "offer", '{');
  tb_fields_write (out, TABLE (offer_fields), self);
  write_object (out, "terms", TABLE (terms_fields), self);
  tb_json_close (out, '}');
}

static void
write_status (GString       *out,
              const TbEvent *self)
{
  tb_json_open (out, "status", '{');
  tb_fields_write (out, TABLE (status_fields), self);
  if (self->has_outcome)
    tb_json_put_text (out, "outcome", self->is_refused ? "refused" : "done");
  tb_fields_write (out, TABLE (status_tail), self);
  tb_json_close (out, '}');
}

static void
write_items (GString       *out,
             const TbEvent *self)
{
  guint i;

  tb_json_open (out, "items", '[');
  for (i = 0; self->items != NULL && i < self->items->len; i++)
    tb_event_item_write (out, self->items->pdata[i]);
  tb_json_close (out, ']');
}

static void
write_state (GString       *out,
             const TbEvent *self)
{
  guint i;

  tb_json_open (out, "state", '{');
  tb_fields_write (out, TABLE (state_fields), self);
  tb_json_open (out, "yours", '[');
  for (i = 0; i < self->yours->len; i++)
    tb_event_item_write (out, self->yours->pdata[i]);
  tb_json_close (out, ']');
  tb_json_close (out, '}');
}

static void
write_erased (GString       *out,
              const TbEvent *self)
{
  guint i;

  tb_json_open (out, "erased", '{');
  tb_fields_write (out, TABLE (erased_fields), self);
  tb_json_open (out, "items", '[');
  for (i = 0; i < self->erased->len; i++)
    tb_event_item_write (out, self->erased->pdata[i]);
  tb_json_close (out, ']');
  tb_json_close (out, '}');
}

GBytes *
tb_event_write (const TbEvent *self)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  write_head (out, self);
  if (self->parts & TB_EVENT_OFFER)
    write_offer (out, self);
  if (self->parts & TB_EVENT_REQUEST)
    tb_fields_write (out, TABLE (request_fields), self);
  if (!(self->parts & TB_EVENT_AGREEMENT))
    tb_fields_write (out, TABLE (number_field), self);
  if (self->parts & TB_EVENT_STATUS)
    write_status (out, self);
  if (self->parts & TB_EVENT_ITEMS)
    write_items (out, self);
  if (self->parts & TB_EVENT_CUSTOMER)
    write_object (out, "customer", TABLE (customer_fields), self);
  if (self->parts & TB_EVENT_ERASED)
    write_erased (out, self);
  if (self->parts & TB_EVENT_STATE)
    write_state (out, self);
  tb_fields_write (out, TABLE (need_field), self);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

/* ---- Reading ---- */

static gboolean
read_object (TbJsonObject      *object,
             const char        *name,
             const TbWireField *fields,
             guint              n_fields,
             TbEvent           *self,
             GError           **error)
{
  TbJsonObject *inner = NULL;

  return tb_json_get_object (object, name, TB_REQUIRED, &inner, error) &&
         tb_fields_read (inner, fields, n_fields, self, error);
}

/* Looked at before all else: what a newer partner means by the rest is unknown then. */
static gboolean
read_need (TbJsonObject *object,
           TbEvent      *self,
           GError      **error)
{
  if (!tb_fields_read (object, TABLE (need_field), self, error))
    return FALSE;
  return self->need == NULL || refuse (error, TB_PROBLEM_UNSUPPORTED, self->need[0]);
}

static gboolean
read_agreement (TbJsonObject *object,
                TbEvent      *self,
                GError      **error)
{
  TbJsonObject *inner = NULL;

  return tb_json_get_object (object, "agreement", TB_REQUIRED, &inner, error) &&
         tb_fields_read (inner, TABLE (agreement_fields), self, error) &&
         (!tb_json_has (inner, "role") || tb_fields_read (inner, TABLE (role_field), self, error));
}

static gboolean
read_head (TbJsonObject *object,
           TbEvent      *self,
           GError      **error)
{
  if (!tb_fields_read (object, TABLE (id_field), self, error))
    return FALSE;
  if (tb_json_has (object, "agreement"))
    {
      self->parts = TB_EVENT_AGREEMENT;
      if (tb_json_has (object, "engagement"))
        return refuse (error, TB_PROBLEM_MALFORMED, "engagement");
      if (!read_agreement (object, self, error) ||
          !tb_fields_read (object, TABLE (n_field), self, error))
        return FALSE;
    }
  else if (!tb_fields_read (object, TABLE (engagement_fields), self, error))
    {
      return FALSE;
    }
  return tb_fields_read (object, TABLE (at_field), self, error) &&
         read_object (object, "by", TABLE (by_fields), self, error);
}

static gboolean
read_offer (TbJsonObject *object,
            TbEvent      *self,
            GError      **error)
{
  TbJsonObject *offer = NULL;

  return tb_json_get_object (object, "offer", TB_REQUIRED, &offer, error) &&
         tb_fields_read (offer, TABLE (offer_fields), self, error) &&
         read_object (offer, "terms", TABLE (terms_fields), self, error);
}

static gboolean
read_request (TbJsonObject *object,
              TbEvent      *self,
              GError      **error)
{
  return tb_fields_read (object, TABLE (request_fields), self, error);
}

static gboolean
read_status (TbJsonObject *object,
             TbEvent      *self,
             GError      **error)
{
  TbJsonObject *status = NULL;
  const char   *outcome = NULL;

  if (!tb_json_get_object (object, "status", TB_REQUIRED, &status, error) ||
      !tb_fields_read (status, TABLE (status_fields), self, error) ||
      !tb_json_get_text (status, "outcome", TB_OPTIONAL, 0, TB_WIRE_MAX_TOKEN, &outcome, error) ||
      !tb_fields_read (status, TABLE (status_tail), self, error))
    return FALSE;
  self->has_outcome = outcome != NULL;
  self->is_refused = self->has_outcome && strcmp (outcome, "refused") == 0;
  if (self->has_outcome && !self->is_refused && strcmp (outcome, "done") != 0)
    return refuse (error, TB_PROBLEM_MALFORMED, "outcome");
  return TRUE;
}

static gboolean
read_list (TbJsonObject *object,
           const char   *name,
           GPtrArray    *items,
           GError      **error)
{
  TbJsonArray *array = NULL;
  guint        i;

  if (!tb_json_get_array (object, name, TB_REQUIRED, &array, error))
    return FALSE;
  for (i = 0; i < tb_json_array_length (array); i++)
    {
      TbJsonObject *inner = tb_json_array_object (array, i);
      TbEventItem  *item;

      if (inner == NULL)
        return refuse (error, TB_PROBLEM_MALFORMED, name);
      item = tb_event_item_read (inner, error);
      if (item == NULL)
        return FALSE;
      g_ptr_array_add (items, item);
    }
  return TRUE;
}

static gboolean
read_items (TbJsonObject *object,
            TbEvent      *self,
            GError      **error)
{
  return read_list (object, "items", self->items, error);
}

static gboolean
read_state (TbJsonObject *object,
            TbEvent      *self,
            GError      **error)
{
  TbJsonObject *state = NULL;

  return tb_json_get_object (object, "state", TB_REQUIRED, &state, error) &&
         tb_fields_read (state, TABLE (state_fields), self, error) &&
         read_list (state, "yours", self->yours, error);
}

static gboolean
read_customer (TbJsonObject *object,
               TbEvent      *self,
               GError      **error)
{
  return read_object (object, "customer", TABLE (customer_fields), self, error);
}

static gboolean
read_erased (TbJsonObject *object,
             TbEvent      *self,
             GError      **error)
{
  TbJsonObject *erased = NULL;

  if ((self->parts & (TB_EVENT_OFFER | TB_EVENT_STATE)) || !(self->parts & TB_EVENT_ITEMS))
    return refuse (error, TB_PROBLEM_MALFORMED, "erased");
  return tb_json_get_object (object, "erased", TB_REQUIRED, &erased, error) &&
         tb_fields_read (erased, TABLE (erased_fields), self, error) &&
         read_list (erased, "items", self->erased, error);
}

typedef struct
{
  const char  *name;
  TbEventParts part;
  gboolean     is_alone; /* no other such part beside it */
  gboolean (*read) (TbJsonObject *object,
                    TbEvent      *self,
                    GError      **error);
} Part;

/* clang-format off */
static const Part parts[] = {
  { "state", TB_EVENT_STATE, FALSE, read_state },
  { "offer", TB_EVENT_OFFER, TRUE, read_offer },
  { "request", TB_EVENT_REQUEST, TRUE, read_request },
  { "status", TB_EVENT_STATUS, TRUE, read_status },
  { "items", TB_EVENT_ITEMS, FALSE, read_items },
  { "customer", TB_EVENT_CUSTOMER, FALSE, read_customer },
  { "erased", TB_EVENT_ERASED, FALSE, read_erased },
};
/* clang-format on */

static gboolean
read_parts (TbJsonObject *object,
            TbEvent      *self,
            GError      **error)
{
  gboolean has_main = self->parts != 0;
  guint    i;

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (!tb_json_has (object, parts[i].name))
        continue;
      if ((self->parts & TB_EVENT_AGREEMENT) || (parts[i].is_alone && has_main) ||
          ((self->parts & TB_EVENT_STATE) && parts[i].part == TB_EVENT_REQUEST))
        return refuse (error, TB_PROBLEM_MALFORMED, parts[i].name);
      self->parts |= parts[i].part;
      has_main = has_main || (parts[i].is_alone && !(self->parts & TB_EVENT_STATE));
      if (!parts[i].read (object, self, error))
        return FALSE;
    }
  if (self->parts == 0)
    return refuse (error, TB_PROBLEM_MALFORMED, "items");
  return (self->parts & TB_EVENT_AGREEMENT) || tb_fields_read (object, TABLE (number_field), self, error);
}

TbEvent *
tb_event_read (TbJsonObject *object,
               GError      **error)
{
  g_autoptr (TbEvent) self = tb_event_new ();

  if (!read_need (object, self, error) ||
      !read_head (object, self, error) ||
      !read_parts (object, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* ---- Public ---- */

TbEvent *
tb_event_new (void)
{
  TbEvent *self = g_new0 (TbEvent, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  self->yours = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  self->erased = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  self->amount = TB_AMOUNT_NONE;
  self->authorized_minutes = TB_AMOUNT_NONE;
  self->authorized_charges = TB_AMOUNT_NONE;
  return self;
}

void
tb_event_free (TbEvent *self)
{
  if (self == NULL)
    return;
  tb_fields_clear (TABLE (id_field), self);
  tb_fields_clear (TABLE (engagement_fields), self);
  tb_fields_clear (TABLE (agreement_fields), self);
  tb_fields_clear (TABLE (by_fields), self);
  tb_fields_clear (TABLE (offer_fields), self);
  tb_fields_clear (TABLE (terms_fields), self);
  tb_fields_clear (TABLE (request_fields), self);
  tb_fields_clear (TABLE (number_field), self);
  tb_fields_clear (TABLE (status_fields), self);
  tb_fields_clear (TABLE (status_tail), self);
  tb_fields_clear (TABLE (customer_fields), self);
  tb_fields_clear (TABLE (state_fields), self);
  tb_fields_clear (TABLE (need_field), self);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->yours, g_ptr_array_unref);
  g_clear_pointer (&self->erased, g_ptr_array_unref);
  g_free (self);
}

/* Items of which it is known without reading them again that they can be read: what is written all day. */
static gboolean
is_plain (const TbEvent *self)
{
  guint i;

  if (self->parts != TB_EVENT_ITEMS || self->items->len > FEW_ITEMS ||
      (self->need != NULL && self->need[0] != NULL) ||
      !tb_fields_fit (TABLE (id_field), self) || !tb_fields_fit (TABLE (engagement_fields), self) ||
      !tb_fields_fit (TABLE (at_field), self) || !tb_fields_fit (TABLE (by_fields), self) ||
      !tb_fields_fit (TABLE (number_field), self))
    return FALSE;
  for (i = 0; i < self->items->len; i++)
    if (!tb_event_item_fits (self->items->pdata[i]))
      return FALSE;
  return TRUE;
}

GBytes *
tb_event_encode (const TbEvent *self,
                 GError       **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TbEvent) again = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = tb_event_write (self);
  if (g_bytes_get_size (bytes) > TB_LIMIT_EVENT_BYTES)
    {
      tb_problem_set (error, TB_PROBLEM_TOO_LARGE, NULL);
      return NULL;
    }
  /* What the partner would refuse must not be frozen: it would hold its engagement. Only what a newer
   * version of us may know better passes. */
  if (is_plain (self))
    return g_steal_pointer (&bytes);
  again = tb_event_decode (bytes, &local);
  if (again == NULL && !g_error_matches (local, TB_PROBLEM, TB_PROBLEM_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

TbEvent *
tb_event_decode (GBytes  *bytes,
                 GError **error)
{
  g_autoptr (TbJson) json = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  json = tb_json_parse (bytes, TB_LIMIT_EVENT_BYTES, error);
  return json != NULL ? tb_event_read (tb_json_root (json), error) : NULL;
}
