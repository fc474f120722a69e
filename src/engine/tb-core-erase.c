/* SPDX-License-Identifier: GPL-3.0-or-later
 * Erasing a person (DSGVO Art. 17).
 *
 * Where people stand is a table (tb-personal.c); finding, telling and erasing walk it. Looking is reading,
 * some rows at a time; erasing is one transaction per ticket: its rows, its line in „Verlauf“, and the
 * events by which its partners learn of it. So a death in between leaves whole tickets, and whoever asks
 * again goes on: what is sought is stored nowhere.
 *
 * A name of its own is replaced wholly, with address and number beside it; in a text the name alone; both
 * by a marker. Of frozen events those that were acknowledged or applied lose their body, id and hash stay.
 * One that may still have to travel keeps id, n and seq, and its texts are replaced: whichever of the two
 * bodies arrives first is applied, the other one is a repeat, so nothing differs but the name; own items go
 * out again under the next revision in any case. What lies in a mailbox is made anew.
 *
 * Partners are told by an event of each engagement, `erased` (tb-event.c): in it stands what stands here
 * now, never who it was. They keep what they have until somebody there says „Hier auch löschen“: then the
 * fields are taken over, and whom their own copy names where ours has the marker is put out of the rest of
 * that ticket. Afterwards the store is scrubbed (tb-store-scrub.c). */
#include "config.h"

#include "tb-core-privacy-private.h"

enum
{
  ROW_ACKNOWLEDGED = 1, /* of the outbox */
  ROW_PARKED = 1,       /* of the inbox */
};

static void
count_id (GHashTable *ids,
          gint64      id)
{
  if (id != 0)
    g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
}

void
tb_erasing_init (TbErasing             *self,
                 const TbPersonMatcher *matcher,
                 TbEraseFlags           flags)
{
  *self = (TbErasing){ .matcher = matcher, .flags = flags };
  self->touched =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)tb_touched_free);
  self->tickets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->partners = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

void
tb_erasing_clear (TbErasing *self)
{
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->tickets, g_hash_table_unref);
  g_clear_pointer (&self->partners, g_hash_table_unref);
}

static TbTouched *
touch (TbErasing *self,
       gint64     ticket)
{
  TbTouched *touched = g_hash_table_lookup (self->touched, &ticket);

  if (touched != NULL)
    return touched;
  touched = tb_touched_new (ticket);
  g_hash_table_insert (self->touched, g_memdup2 (&ticket, sizeof ticket), touched);
  return touched;
}

/* ---- What is replaced in a row ---- */

static gboolean
set_value (gpointer       row,
           const TbField *member,
           const char    *value)
{
  if (g_strcmp0 (tb_record_get_text (row, member), value) == 0)
    return FALSE;
  tb_record_set_text (row, member, value);
  return TRUE;
}

/* A number may be that of many: only a name or an address says that the row is the person's. */
static gboolean
names_person (const TbPersonMatcher *matcher,
              gconstpointer          row,
              const TbPersonalField *field)
{
  TbPersonPart part;

  do
    {
      const TbField *member = tb_personal_field (tb_record_get_type (row), field->column);

      if (tb_person_stands_in (matcher, tb_record_get_text (row, member), &part) && part != TB_PERSON_PHONE)
        return TRUE;
      field++;
    }
  while (field->column != NULL && field->kind == TB_PERSONAL_CONTACT);
  return FALSE;
}

static gboolean
redact_field (TbErasing             *self,
              gpointer               row,
              const TbPersonalField *field,
              gboolean              *is_named)
{
  const TbField   *member = tb_personal_field (tb_record_get_type (row), field->column);
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case TB_PERSONAL_NAME:
      *is_named = names_person (self->matcher, row, field);
      return *is_named && tb_record_get_text (row, member) != NULL &&
             set_value (row, member, TB_PERSON_MARKER);
    case TB_PERSONAL_CONTACT:
      return (*is_named || tb_person_stands_in (self->matcher, tb_record_get_text (row, member), NULL)) &&
             set_value (row, member, NULL);
    case TB_PERSONAL_TEXT:
      text = (self->flags & TB_ERASE_TEXTS) != 0
               ? tb_person_redact (self->matcher, tb_record_get_text (row, member), field->limit)
               : NULL;
      return text != NULL && set_value (row, member, text);
    case TB_PERSONAL_EVENT:
    case TB_PERSONAL_ROW:
      text = tb_core_row_text (row, field);
      return tb_person_stands_in (self->matcher, text, NULL);
    }
  g_return_val_if_reached (FALSE);
}

/* ---- Frozen events ---- */

typedef struct
{
  gsize    offset;
  gboolean is_name;
  gsize    limit;
} EventText;

#define EVENT(member) G_STRUCT_OFFSET (TbEvent, member)
#define ITEM(member) G_STRUCT_OFFSET (TbEventItem, member)

/* clang-format off */
static const EventText event_texts[] = {
  { EVENT (by_name), TRUE, TB_LIMIT_NAME },
  { EVENT (accepted_by), TRUE, TB_LIMIT_NAME },
  { EVENT (contact), TRUE, TB_LIMIT_NAME },
  { EVENT (phone), FALSE, TB_LIMIT_NAME },
  { EVENT (company), FALSE, TB_LIMIT_NAME },
  { EVENT (address), FALSE, TB_LIMIT_NAME },
  { EVENT (customer_town), FALSE, TB_LIMIT_NAME },
  { EVENT (town), FALSE, TB_LIMIT_NAME },
  { EVENT (title), FALSE, TB_LIMIT_TITLE },
  { EVENT (description), FALSE, TB_LIMIT_TEXT },
  { EVENT (instructions), FALSE, TB_LIMIT_REASON },
  { EVENT (reason), FALSE, TB_LIMIT_REASON },
};
static const EventText item_texts[] = {
  { ITEM (resource), TRUE, TB_LIMIT_NAME },
  { ITEM (text), FALSE, TB_LIMIT_TEXT },
  { ITEM (work_type), FALSE, TB_LIMIT_NAME },
  { ITEM (unit), FALSE, TB_LIMIT_NAME },
  { ITEM (file_name), FALSE, TB_LIMIT_NAME },
};
/* clang-format on */

static void
redact_members (TbErasing       *self,
                gpointer         data,
                const EventText *texts,
                guint            n)
{
  guint i;

  for (i = 0; i < n; i++)
    {
      char           **member = G_STRUCT_MEMBER_P (data, texts[i].offset);
      g_autofree char *text = tb_person_redact (self->matcher, *member, texts[i].limit);

      if (text != NULL)
        tb_set_text (member, texts[i].is_name ? TB_PERSON_MARKER : text);
    }
}

static void
redact_items (TbErasing *self,
              GPtrArray *items)
{
  guint i;

  for (i = 0; i < items->len; i++)
    redact_members (self, items->pdata[i], item_texts, G_N_ELEMENTS (item_texts));
}

/* The number stands in the block of who is named there, whether it was asked for or not. */
static gboolean
rewrite_event (TbErasing *self,
               GBytes   **bytes,
               GError   **error)
{
  g_autoptr (TbEvent) event = tb_event_decode (*bytes, error);
  GBytes *fresh;

  if (event == NULL)
    return FALSE;
  if (tb_person_stands_in (self->matcher, event->contact, NULL) && (event->parts & TB_EVENT_CUSTOMER))
    tb_set_text (&event->phone, "");
  redact_members (self, event, event_texts, G_N_ELEMENTS (event_texts));
  redact_items (self, event->items);
  redact_items (self, event->yours);
  redact_items (self, event->erased);
  fresh = tb_event_encode (event, error);
  if (fresh == NULL)
    return FALSE;
  tb_set_bytes (bytes, fresh);
  g_bytes_unref (fresh);
  return TRUE;
}

static gboolean
store_outbox (TbErasing    *self,
              TbCore       *core,
              gconstpointer before,
              gpointer      after,
              GError      **error)
{
  TbOutboxRow *row = after;
  g_autoptr (TbEngagementRecord) e = NULL;

  if (row->engagement != 0)
    {
      e = tb_core_get (core, &TB_ENGAGEMENT, row->engagement, error);
      if (e == NULL)
        return FALSE;
    }
  /* What is held, or was left out, may be needed again. */
  if (row->state == ROW_ACKNOWLEDGED && row->n > 0 && (e == NULL || e->held_problem == NULL))
    tb_set_bytes (&row->bytes, NULL);
  else if (!rewrite_event (self, &row->bytes, error))
    return FALSE;
  return tb_tx_update (core->tx, row, error);
}

static gboolean
store_inbox (TbErasing    *self,
             TbCore       *core,
             gconstpointer before,
             gpointer      after,
             GError      **error)
{
  TbInboxRow *row = after;

  if (row->state != ROW_PARKED)
    tb_set_bytes (&row->bytes, NULL);
  else if (!rewrite_event (self, &row->bytes, error))
    return FALSE;
  return tb_tx_update (core->tx, row, error);
}

static gboolean
drop_row (TbErasing    *self,
          TbCore       *core,
          gconstpointer before,
          gpointer      after,
          GError      **error)
{
  core->is_outbox_changed |= tb_record_get_type (after) == &TB_MAIL;
  return tb_tx_remove (core->tx, tb_record_get_type (after), *(const gint64 *)after, error);
}

/* ---- What a changed row means for its ticket ---- */

static gboolean
touch_customers (TbErasing *self,
                 TbCore    *core,
                 int        query,
                 gint64     id,
                 GError   **error)
{
  g_autoptr (GPtrArray) tickets = tb_tx_select (core->tx, query, error, "i", id);
  guint i;

  for (i = 0; tickets != NULL && i < tickets->len; i++)
    touch (self, ((TbTicketRecord *)tickets->pdata[i])->id)->customer = TRUE;
  return tickets != NULL;
}

/* A new customer's number is that of its contact (tb-core-ticket.c). */
static gboolean
forget_number (TbCore                *core,
               const TbContactRecord *contact,
               GError               **error)
{
  g_autoptr (TbOrganisationRecord) organisation =
    tb_core_get (core, &TB_ORGANISATION, contact->organisation, error);

  if (organisation == NULL)
    return FALSE;
  if (contact->phone == NULL || *contact->phone == '\0' ||
      g_strcmp0 (contact->phone, organisation->phone) != 0)
    return TRUE;
  tb_set_text (&organisation->phone, NULL);
  return tb_tx_update (core->tx, organisation, error);
}

static gboolean
store_contact (TbErasing    *self,
               TbCore       *core,
               gconstpointer before,
               gpointer      after,
               GError      **error)
{
  TbContactRecord *contact = after;

  contact->is_blocked = FALSE;
  return forget_number (core, before, error) && tb_tx_update (core->tx, contact, error) &&
         touch_customers (self, core, TB_Q_TICKETS_OF_CONTACT, contact->id, error);
}

/* Names that must differ still differ. */
static gboolean
make_unique (gconstpointer before,
             gpointer      after,
             const char   *column)
{
  const TbField   *member = tb_personal_field (tb_record_get_type (after), column);
  const char      *now = tb_record_get_text (after, member);
  g_autofree char *unique = NULL;

  if (g_strcmp0 (now, tb_record_get_text (before, member)) == 0)
    return FALSE;
  unique = g_strdup_printf ("%s %" G_GINT64_FORMAT, now, *(const gint64 *)after);
  tb_record_set_text (after, member, unique);
  return TRUE;
}

static gboolean
store_named (TbErasing    *self,
             TbCore       *core,
             gconstpointer before,
             gpointer      after,
             GError      **error)
{
  make_unique (before, after, "name");
  return tb_tx_update (core->tx, after, error);
}

static gboolean
store_organisation (TbErasing    *self,
                    TbCore       *core,
                    gconstpointer before,
                    gpointer      after,
                    GError      **error)
{
  return store_named (self, core, before, after, error) &&
         touch_customers (self, core, TB_Q_TICKETS_OF_ORGANISATION, *(const gint64 *)after, error);
}

static gboolean
store_ticket (TbErasing    *self,
              TbCore       *core,
              gconstpointer before,
              gpointer      after,
              GError      **error)
{
  const TbTicketRecord *old = before;
  const TbTicketRecord *now = after;
  TbTouched            *touched = touch (self, now->id);

  touched->title |= g_strcmp0 (old->title, now->title) != 0;
  touched->description |= g_strcmp0 (old->description, now->description) != 0;
  return tb_tx_update (core->tx, now, error);
}

static gboolean
store_engagement (TbErasing    *self,
                  TbCore       *core,
                  gconstpointer before,
                  gpointer      after,
                  GError      **error)
{
  const TbEngagementRecord *old = before;
  const TbEngagementRecord *now = after;
  TbTouched                *touched = touch (self, now->ticket);

  if (g_strcmp0 (old->instructions, now->instructions) != 0)
    g_array_append_val (touched->instructions, now->id);
  touched->customer |= g_strcmp0 (old->customer_contact, now->customer_contact) != 0 ||
                       g_strcmp0 (old->customer_company, now->customer_company) != 0 ||
                       g_strcmp0 (old->customer_address, now->customer_address) != 0 ||
                       g_strcmp0 (old->customer_phone, now->customer_phone) != 0;
  return tb_tx_update (core->tx, now, error);
}

/* Who wrote an item does not travel with it. */
static gboolean
store_item (TbErasing    *self,
            TbCore       *core,
            gconstpointer before,
            gpointer      after,
            GError      **error)
{
  const TbItemRecord *old = before;
  const TbItemRecord *now = after;
  gboolean            is_content;

  is_content = g_strcmp0 (old->text, now->text) != 0 || g_strcmp0 (old->work_type, now->work_type) != 0 ||
               g_strcmp0 (old->unit, now->unit) != 0 || g_strcmp0 (old->file_name, now->file_name) != 0;
  if (!tb_tx_update (core->tx, now, error))
    return FALSE;
  if (is_content)
    g_ptr_array_add (touch (self, now->ticket)->items, tb_item_record_copy (now));
  return TRUE;
}

static gboolean
store_plain (TbErasing    *self,
             TbCore       *core,
             gconstpointer before,
             gpointer      after,
             GError      **error)
{
  gint64 ticket;

  if (!tb_core_row_ticket (core, after, &ticket, error) || !tb_tx_update (core->tx, after, error))
    return FALSE;
  if (ticket != 0)
    touch (self, ticket);
  return TRUE;
}

typedef struct
{
  const TbRecordType *type;
  gboolean (*store) (TbErasing    *self,
                     TbCore       *core,
                     gconstpointer before,
                     gpointer      after,
                     GError      **error);
} Store;

/* clang-format off */
static const Store stores[] = {
  { &TB_CONTACT, store_contact },
  { &TB_USER, store_named },
  { &TB_ORGANISATION, store_organisation },
  { &TB_PARTNER, store_named },
  { &TB_BOX, store_named },
  { &TB_TICKET, store_ticket },
  { &TB_ENGAGEMENT, store_engagement },
  { &TB_ITEM, store_item },
  { &TB_OUTBOX, store_outbox },
  { &TB_INBOX, store_inbox },
  { &TB_MAIL, drop_row },
  { &TB_DRAFT, drop_row },
};
/* clang-format on */

/* ---- One row ---- */

static gboolean
are_over (TbCore    *core,
          GPtrArray *tickets,
          gboolean  *is_over,
          GError   **error)
{
  guint i;

  *is_over = TRUE;
  for (i = 0; i < tickets->len && *is_over; i++)
    if (!tb_core_is_over (core, ((TbTicketRecord *)tickets->pdata[i])->id, is_over, error))
      return FALSE;
  return TRUE;
}

/* With „only closed tickets“ a contact stays as long as one of its tickets is open. */
static gboolean
is_wanted (TbErasing    *self,
           TbCore       *core,
           gconstpointer row,
           gboolean     *wanted,
           GError      **error)
{
  const TbRecordType *type = tb_record_get_type (row);
  gint64              ticket;

  *wanted = type != &TB_USER || !((const TbUserRecord *)row)->active;
  if ((self->flags & TB_ERASE_CLOSED) == 0 || !*wanted)
    return TRUE;
  if (type == &TB_CONTACT)
    {
      g_autoptr (GPtrArray) tickets =
        tb_tx_select (core->tx, TB_Q_TICKETS_OF_CONTACT, error, "i", *(const gint64 *)row);

      return tickets != NULL && are_over (core, tickets, wanted, error);
    }
  if (!tb_core_row_ticket (core, row, &ticket, error))
    return FALSE;
  *wanted = type == &TB_USER;
  return ticket == 0 || tb_core_is_over (core, ticket, wanted, error);
}

gboolean
tb_erasing_row (TbErasing             *self,
                TbCore                *core,
                const TbPersonalTable *table,
                gconstpointer          row,
                GError               **error)
{
  gpointer copy = tb_record_copy (row);
  gboolean is_named = FALSE;
  gboolean is_done = TRUE;
  gboolean wanted;
  guint    n = 0;
  guint    i;

  for (i = 0; table->fields[i].column != NULL; i++)
    n += redact_field (self, copy, &table->fields[i], &is_named) ? 1 : 0;
  if (n > 0)
    is_done = is_wanted (self, core, row, &wanted, error);
  if (n > 0 && is_done && wanted)
    {
      self->n_places += n;
      for (i = 0; i < G_N_ELEMENTS (stores) && stores[i].type != table->type; i++)
        ;
      is_done = (i < G_N_ELEMENTS (stores) ? stores[i].store : store_plain) (self, core, row, copy, error);
    }
  tb_record_unref (copy);
  return is_done;
}

gboolean
tb_erasing_begin (TbErasing *self,
                  TbCore    *core,
                  GError   **error)
{
  g_hash_table_remove_all (self->touched);
  return tb_tx_exec (core->tx, TB_QX_BEGIN_ERASING, error, "");
}

gboolean
tb_erasing_end (TbErasing *self,
                TbCore    *core,
                GError   **error)
{
  GHashTableIter iter;
  gpointer       touched;

  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, NULL, &touched))
    {
      count_id (self->tickets, ((TbTouched *)touched)->ticket);
      if (!tb_touched_tell (touched, self, core, error))
        return FALSE;
    }
  return tb_tx_exec (core->tx, TB_QX_END_ERASING, error, "");
}
