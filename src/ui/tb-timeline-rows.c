/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rows of a time line, which show one line after the other. */
#include "config.h"

#include "tb-timeline-rows.h"

#include "tb-event-row.h"
#include "tb-item-row.h"
#include "tb-timeline-model.h"

/* So many rows of the other kind are passed over to find one that fits: those that come are of no use
 * to the lines behind this one. */
#define PASSED_OVER 3

struct _TbTimelineRows
{
  GtkListBox *list;  /* (borrowed) */
  GPtrArray  *shown; /* (owned) (element-type GtkListBoxRow): borrowed, one for each line */
};

/** Change: one, while it is followed. */
typedef struct
{
  TbTimelineRows *rows;
  TbDesk         *desk;  /* (nullable) */
  TbTicketSheet  *sheet; /* (nullable) */
  GtkWidget      *last;  /* (nullable): the row of the line before */
  GtkWidget      *end;   /* (nullable): the row of the line behind the change */
  GPtrArray      *left;  /* (owned): rows of lines that are gone, which no other has taken */
} Change;

static gboolean
fits (GtkWidget *row,
      gpointer   line)
{
  return TB_IS_ITEM_OBJECT (line) ? TB_IS_ITEM_ROW (row) : TB_IS_EVENT_ROW (row);
}

static void
show_line (GtkWidget     *row,
           TbDesk        *desk,
           TbTicketSheet *sheet,
           gpointer       line)
{
  if (TB_IS_ITEM_ROW (row))
    tb_item_row_set_item (TB_ITEM_ROW (row), desk, sheet, line);
  else
    tb_event_row_set_entry (TB_EVENT_ROW (row), desk, sheet, line);
  gtk_widget_set_visible (row, line != NULL);
}

/* What stands between the line before and the one behind the change is free. */
static GtkWidget *
first_free (Change *change)
{
  GtkWidget *row = change->last != NULL ? gtk_widget_get_next_sibling (change->last)
                                        : gtk_widget_get_first_child (GTK_WIDGET (change->rows->list));

  return row != change->end ? row : NULL;
}

static GtkWidget *
next_free (Change    *change,
           GtkWidget *row)
{
  row = gtk_widget_get_next_sibling (row);
  return row != change->end ? row : NULL;
}

static GtkWidget *
find_free (Change  *change,
           gpointer line)
{
  GtkWidget *row = first_free (change);
  guint      n_passed = 0;

  while (row != NULL && !fits (row, line))
    row = n_passed++ < PASSED_OVER ? next_free (change, row) : NULL;
  return row;
}

/* One that is out of use elsewhere. Returns: (transfer full) (nullable) */
static GtkWidget *
take_unused (TbTimelineRows *self,
             gpointer        line)
{
  GtkWidget *row = gtk_widget_get_last_child (GTK_WIDGET (self->list));

  while (row != NULL && (gtk_widget_get_visible (row) || !fits (row, line)))
    row = gtk_widget_get_prev_sibling (row);
  if (row == NULL)
    return NULL;
  g_object_ref (row);
  gtk_list_box_remove (self->list, row);
  return row;
}

static GtkWidget *
create_row (gpointer line)
{
  GType type = TB_IS_ITEM_OBJECT (line) ? TB_TYPE_ITEM_ROW : TB_TYPE_EVENT_ROW;

  return g_object_ref_sink (g_object_new (type, NULL));
}

static GtkWidget *
insert_row (Change  *change,
            gpointer line)
{
  GtkListBoxRow *last = (GtkListBoxRow *)change->last;
  g_autoptr (GtkWidget) row = take_unused (change->rows, line);

  if (row == NULL)
    row = create_row (line);
  show_line (row, change->desk, change->sheet, line);
  gtk_list_box_insert (change->rows->list, row, last != NULL ? gtk_list_box_row_get_index (last) + 1 : 0);
  return row;
}

static void
add_line (Change  *change,
          guint    position,
          gpointer line)
{
  GtkWidget *row = find_free (change, line);

  if (row == NULL)
    row = insert_row (change, line);
  else
    show_line (row, change->desk, change->sheet, line);
  g_ptr_array_remove_fast (change->left, row);
  g_ptr_array_insert (change->rows->shown, (int)position, row);
  change->last = row;
}

/* There is not more than a page of rows that are out of use. */
static void
drop_surplus (TbTimelineRows *self)
{
  GtkWidget *row = gtk_widget_get_last_child (GTK_WIDGET (self->list));
  guint      n_unused = 0;

  while (row != NULL)
    {
      GtkWidget *before = gtk_widget_get_prev_sibling (row);

      if (!gtk_widget_get_visible (row) && ++n_unused > TB_TIMELINE_PAGE)
        gtk_list_box_remove (self->list, row);
      row = before;
    }
}

TbTimelineRows *
tb_timeline_rows_new (GtkListBox *list)
{
  TbTimelineRows *self = g_new0 (TbTimelineRows, 1);

  self->list = list;
  self->shown = g_ptr_array_new ();
  return self;
}

void
tb_timeline_rows_free (TbTimelineRows *self)
{
  g_ptr_array_unref (self->shown);
  g_free (self);
}

void
tb_timeline_rows_change (TbTimelineRows *self,
                         TbDesk         *desk,
                         TbTicketSheet  *sheet,
                         GListModel     *lines,
                         guint           position,
                         guint           removed,
                         guint           added)
{
  Change change = { self, desk, sheet, NULL, NULL, NULL };
  guint  i;

  g_return_if_fail (position + removed <= self->shown->len);

  if (position > 0)
    change.last = self->shown->pdata[position - 1];
  change.end = tb_timeline_rows_get (self, position + removed);
  change.left = g_ptr_array_new ();
  for (i = 0; i < removed; i++)
    g_ptr_array_add (change.left, self->shown->pdata[position + i]);
  if (removed > 0)
    g_ptr_array_remove_range (self->shown, position, removed);
  for (i = 0; i < added; i++)
    {
      g_autoptr (TbObject) line = g_list_model_get_item (lines, position + i);

      add_line (&change, position + i, line);
    }
  /* They hold nothing back. */
  for (i = 0; i < change.left->len; i++)
    show_line (change.left->pdata[i], NULL, NULL, NULL);
  if (change.left->len > 0)
    drop_surplus (self);
  g_ptr_array_unref (change.left);
}

GtkWidget *
tb_timeline_rows_get (TbTimelineRows *self,
                      guint           position)
{
  return position < self->shown->len ? self->shown->pdata[position] : NULL;
}

int
tb_timeline_rows_find (TbTimelineRows *self,
                       GtkWidget      *row)
{
  guint position;

  return row != NULL && g_ptr_array_find (self->shown, row, &position) ? (int)position : -1;
}

void
tb_timeline_rows_refresh (TbTimelineRows *self)
{
  guint i;

  for (i = 0; i < self->shown->len; i++)
    if (TB_IS_ITEM_ROW (self->shown->pdata[i]))
      tb_item_row_refresh (self->shown->pdata[i]);
    else
      tb_event_row_refresh (self->shown->pdata[i]);
}
