/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of a ticket's page, each of which becomes an object when somebody asks for it. */
#include "config.h"

#include "tb-sheet-rows-private.h"

struct _TbSheetRows
{
  GObject parent_instance;

  GType   type;
  GArray *rows; /* (owned) (element-type Row): ordered by their ids */
};

typedef struct
{
  gpointer  record; /* (owned) */
  gpointer  extra;  /* (owned) (nullable) */
  TbObject *object; /* (owned) (nullable): once it was asked for */
} Row;

static void list_model_iface_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbSheetRows, tb_sheet_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))
/* clang-format on */

static Row *
get_row (TbSheetRows *self,
         guint        position)
{
  return position < self->rows->len ? &g_array_index (self->rows, Row, position) : NULL;
}

/* The id of the row at @position; none has a higher one than the end. */
static gint64
get_shown_id (TbSheetRows *self,
              guint        position)
{
  const Row *row = get_row (self, position);

  return row != NULL ? *(gint64 *)row->record : G_MAXINT64;
}

static gint64
get_wanted_id (GPtrArray *records,
               guint      index)
{
  return index < records->len ? *(gint64 *)g_ptr_array_index (records, index) : G_MAXINT64;
}

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_clear_object (&row->object);
  g_clear_pointer (&row->extra, tb_record_unref);
  g_clear_pointer (&row->record, tb_record_unref);
}

static void
change_row (Row       *row,
            GPtrArray *records,
            GPtrArray *extras,
            guint      index)
{
  g_autoptr (TbObject) object = row->object != NULL ? g_object_ref (row->object) : NULL;
  gpointer record = g_ptr_array_index (records, index);
  gpointer extra = extras != NULL ? g_ptr_array_index (extras, index) : NULL;

  clear_row (row);
  row->record = tb_record_ref (record);
  row->extra = extra != NULL ? tb_record_ref (extra) : NULL;
  if (object == NULL)
    return;
  row->object = g_object_ref (object);
  tb_object_set_record (object, record);
  if (extra != NULL)
    tb_object_set_extra (object, extra);
}

static void
remove_run (TbSheetRows *self,
            guint        position,
            gint64       until)
{
  guint n = 0;

  while (get_shown_id (self, position + n) < until)
    n++;
  g_array_remove_range (self->rows, position, n);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n, 0);
}

/* Inserts the rows before the one with the id @until. Returns how many. */
static guint
insert_run (TbSheetRows *self,
            guint        position,
            gint64       until,
            GPtrArray   *records,
            GPtrArray   *extras,
            guint        index)
{
  g_autoptr (GArray) come = g_array_new (FALSE, FALSE, sizeof (Row));

  for (; get_wanted_id (records, index) < until; index++)
    {
      Row row = { 0 };

      change_row (&row, records, extras, index);
      g_array_append_val (come, row);
    }
  g_array_insert_vals (self->rows, position, come->data, come->len);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, come->len);
  return come->len;
}

/* ---- GListModel, GObject ---- */

static GType
tb_sheet_rows_get_item_type (GListModel *model)
{
  return TB_SHEET_ROWS (model)->type;
}

static guint
tb_sheet_rows_get_n_items (GListModel *model)
{
  return TB_SHEET_ROWS (model)->rows->len;
}

static gpointer
tb_sheet_rows_get_item (GListModel *model,
                        guint       position)
{
  TbSheetRows *self = TB_SHEET_ROWS (model);
  Row         *row = get_row (self, position);

  if (row == NULL)
    return NULL;
  if (row->object == NULL)
    {
      row->object = tb_object_new (self->type, row->record);
      if (row->extra != NULL)
        tb_object_set_extra (row->object, row->extra);
    }
  return g_object_ref (row->object);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tb_sheet_rows_get_item_type;
  iface->get_n_items = tb_sheet_rows_get_n_items;
  iface->get_item = tb_sheet_rows_get_item;
}

static void
tb_sheet_rows_finalize (GObject *object)
{
  g_array_unref (TB_SHEET_ROWS (object)->rows);
  G_OBJECT_CLASS (tb_sheet_rows_parent_class)->finalize (object);
}

static void
tb_sheet_rows_class_init (TbSheetRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tb_sheet_rows_finalize;
}

static void
tb_sheet_rows_init (TbSheetRows *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, clear_row);
}

TbSheetRows *
tb_sheet_rows_new (GType type)
{
  TbSheetRows *self = g_object_new (TB_TYPE_SHEET_ROWS, NULL);

  self->type = type;
  return self;
}

/* Both are ordered by their ids, so one walk over both finds each run that differs. */
void
tb_sheet_rows_merge (TbSheetRows *self,
                     GPtrArray   *records,
                     GPtrArray   *extras)
{
  guint position = 0;
  guint index = 0;

  g_return_if_fail (TB_IS_SHEET_ROWS (self));
  g_return_if_fail (records != NULL);
  g_return_if_fail (extras == NULL || extras->len == records->len);

  for (;;)
    {
      gint64 shown = get_shown_id (self, position);
      gint64 wanted = get_wanted_id (records, index);

      if (shown < wanted)
        {
          remove_run (self, position, wanted);
        }
      else if (wanted < shown)
        {
          guint n = insert_run (self, position, shown, records, extras, index);

          position += n;
          index += n;
        }
      else if (shown == G_MAXINT64)
        {
          return;
        }
      else
        {
          change_row (get_row (self, position), records, extras, index);
          position++;
          index++;
        }
    }
}

guint
tb_sheet_rows_get_length (TbSheetRows *self)
{
  g_return_val_if_fail (TB_IS_SHEET_ROWS (self), 0);

  return self->rows->len;
}

gconstpointer
tb_sheet_rows_get_record (TbSheetRows *self,
                          guint        position)
{
  const Row *row;

  g_return_val_if_fail (TB_IS_SHEET_ROWS (self), NULL);

  row = get_row (self, position);
  return row != NULL ? row->record : NULL;
}

gconstpointer
tb_sheet_rows_get_extra (TbSheetRows *self,
                         guint        position)
{
  const Row *row;

  g_return_val_if_fail (TB_IS_SHEET_ROWS (self), NULL);

  row = get_row (self, position);
  return row != NULL ? row->extra : NULL;
}

static int
compare_row_to_id (gconstpointer row,
                   gconstpointer id)
{
  const gint64 a = *(gint64 *)((const Row *)row)->record;
  const gint64 b = *(const gint64 *)id;

  return (a > b) - (a < b);
}

gpointer
tb_sheet_rows_get (TbSheetRows *self,
                   gint64       id)
{
  guint position;

  g_return_val_if_fail (TB_IS_SHEET_ROWS (self), NULL);

  /* The array hands over the row first. */
  if (!g_array_binary_search (self->rows, &id, compare_row_to_id, &position))
    return NULL;
  return tb_sheet_rows_get_item (G_LIST_MODEL (self), position);
}
