/* SPDX-License-Identifier: GPL-3.0-or-later
 * What has not arrived, as a list for a page: by partner, the refused ones first.
 *
 * An id of the list holds the row of the store and what it is, so that a message never changes its place
 * under the same id: row * N_PLACES + place. */
#include "config.h"

#include "tb-outbox-list.h"

#include "tb-outbox-list-private.h"
#include "tb-queries.h"
#include "tb-ticket-list-private.h"

#include <stdio.h>

#define PAGE_SIZE 200

/* What the query TB_QT_OUTBOX_PLACES gives, and a row before each partner's messages. */
enum
{
  PLACE_HELD,
  PLACE_BEHIND,
  PLACE_QUEUED,
  PLACE_WAITING,
  PLACE_LINK,
  PLACE_PARTNER,
  N_PLACES = 8,
};

struct _TbOutboxMessage
{
  TbObject parent_instance;
};

G_DEFINE_FINAL_TYPE (TbOutboxMessage, tb_outbox_message, TB_TYPE_OBJECT)

static void
tb_outbox_message_class_init (TbOutboxMessageClass *klass)
{
  tb_object_class_set_types (TB_OBJECT_CLASS (klass), &TB_OUTBOX_VIEW, NULL);
}

static void
tb_outbox_message_init (TbOutboxMessage *self)
{
}

gint64
tb_outbox_message_get_partner (TbOutboxMessage *self)
{
  gint64 id;

  g_return_val_if_fail (TB_IS_OUTBOX_MESSAGE (self), 0);

  id = tb_object_get_id (TB_OBJECT (self));
  return id % N_PLACES == PLACE_PARTNER ? id / N_PLACES : 0;
}

/* ---- Ids ---- */

static void
append_id (GArray *ids,
           gint64  row,
           int     place)
{
  gint64 id = row * N_PLACES + place;

  g_array_append_val (ids, id);
}

/* One text is `partner place row`. The partners for whom something was refused are told first: @held. */
static void
take_text (GArray     *ids,
           gint64     *partner,
           gboolean   *is_held,
           gboolean    held,
           const char *text)
{
  gint64 whose, place, row;

  if (sscanf (text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, &whose, &place, &row) != 3)
    return;
  if (whose != *partner)
    {
      /* Of each partner what was refused comes first. */
      *partner = whose;
      *is_held = place == PLACE_HELD;
      if (*is_held == held)
        append_id (ids, whose, PLACE_PARTNER);
    }
  if (*is_held == held)
    append_id (ids, row, (int)place);
}

static GArray *
read_ids (TbTx              *tx,
          const TbListQuery *query,
          guint              limit,
          GError           **error)
{
  g_autoptr (GPtrArray) texts = tb_tx_texts (tx, TB_QT_OUTBOX_PLACES, error, "");
  GArray *ids;
  guint   i, pass;

  if (texts == NULL)
    return NULL;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), texts->len + 1);
  for (pass = 0; pass < 2; pass++)
    {
      gint64   partner = 0;
      gboolean is_held = FALSE;

      for (i = 0; i < texts->len; i++)
        take_text (ids, &partner, &is_held, pass == 0, texts->pdata[i]);
    }
  if (limit > 0 && ids->len > limit)
    g_array_set_size (ids, limit);
  return ids;
}

/* ---- Rows ---- */

static TbOutboxView *
describe (TbTx    *tx,
          gint64   id,
          GError **error)
{
  gint64 row = id / N_PLACES;
  int    place = (int)(id % N_PLACES);
  g_autoptr (TbOutboxView) view = NULL;
  g_autoptr (TbOutboxRow) message = NULL;
  g_autoptr (TbItemLinkRecord) link = NULL;

  if (place == PLACE_PARTNER)
    {
      view = tb_outbox_view_new ();
      view->partner_id = row;
    }
  else if (place == PLACE_LINK)
    {
      link = tb_tx_get (tx, &TB_ITEM_LINK, row, error);
      view = link != NULL ? tb_outbox_describe_link (tx, link, error) : NULL;
    }
  else
    {
      message = tb_tx_get (tx, &TB_OUTBOX, row, error);
      view = message != NULL ? tb_outbox_describe_row (tx, message, error) : NULL;
    }
  if (view != NULL)
    view->id = id;
  return g_steal_pointer (&view);
}

static void
unref_row (gpointer row)
{
  if (row != NULL)
    tb_record_unref (row);
}

static GPtrArray *
read_rows (TbTx         *tx,
           const gint64 *ids,
           guint         n,
           GError      **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (unref_row);
  guint i;

  for (i = 0; i < n; i++)
    {
      GError       *local = NULL;
      TbOutboxView *view = describe (tx, ids[i], &local);

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return NULL;
        }
      g_ptr_array_add (rows, view);
    }
  return g_steal_pointer (&rows);
}

TbTicketList *
tb_outbox_list_new (TbStore *store)
{
  static const char *const id_kinds[] = { "outbox", "put", "ticket", "partner", NULL };
  /* Their numbers and titles. */
  static const char *const  row_kinds[] = { "ticket", NULL };
  static const TbListQuery  query = { 0 };
  static const TbListSource source = {
    .item_type = tb_outbox_message_get_type,
    .cache_size = PAGE_SIZE,
    .read_ids = read_ids,
    .read_rows = read_rows,
    .id_kinds = id_kinds,
    .row_kinds = row_kinds,
  };

  return tb_ticket_list_new_from (store, &source, &query);
}
