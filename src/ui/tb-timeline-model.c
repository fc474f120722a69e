/* SPDX-License-Identifier: GPL-3.0-or-later
 * The lines of a time line that are shown: the newest ones of some kinds, in either order.
 *
 * The records of both lists become one list of lines, newest first: what a line is sorted and filtered by
 * never changes. Of that one its beginning is shown, forwards or backwards. Only what is shown becomes an
 * object. */
#include "config.h"

#include "tb-timeline-model.h"

struct _TbTimelineModel
{
  GObject parent_instance;

  TbTicketSheet *sheet; /* (owned) (nullable) */
  int            kinds;
  gboolean       newest_first;

  GArray *lines;   /* (owned) (element-type Line): all of the kinds, newest first */
  guint   n_shown; /* of the beginning of lines */
  guint   limit;
  guint   slice; /* so many at a time, where more can be added at the end */
  guint   n_hidden;
};

typedef struct
{
  gint64   at;
  gint64   id;
  gboolean is_event;
} Line;

static void tb_timeline_model_iface_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbTimelineModel, tb_timeline_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tb_timeline_model_iface_init))
/* clang-format on */

enum
{
  PROP_0,
  PROP_SHEET,
  PROP_KINDS,
  PROP_NEWEST_FIRST,
  PROP_N_HIDDEN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Which item stands under which kind of the filter. */
static const TbTimelineKinds item_kinds[TB_N_ITEM_KINDS] = {
  [TB_ITEM_NOTE] = TB_TIMELINE_NOTES,
  [TB_ITEM_TIME] = TB_TIMELINE_TIMES,
  [TB_ITEM_CHARGE] = TB_TIMELINE_CHARGES,
  [TB_ITEM_FILE] = TB_TIMELINE_FILES,
};

/* ---- Order and choice ---- */

static int
compare_numbers (gint64 a,
                 gint64 b)
{
  return (a > b) - (a < b);
}

/* Newest first. What was made in the same moment: the item after the event, as it was written. */
static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const Line *first = a;
  const Line *second = b;
  int         order = compare_numbers (second->at, first->at);

  if (order == 0)
    order = first->is_event - second->is_event;
  if (order == 0)
    order = compare_numbers (second->id, first->id);
  return order;
}

static gboolean
is_item_of_kinds (const TbItemRecord *item,
                  TbTimelineKinds     kinds)
{
  return kinds == TB_TIMELINE_ALL || item_kinds[item->kind] == kinds;
}

static gboolean
is_event_of_kinds (const TbHistoryRecord *event,
                   TbTimelineKinds        kinds)
{
  return kinds == TB_TIMELINE_HISTORY ||
         (kinds == TB_TIMELINE_ALL && g_strcmp0 (event->code, "item-added") != 0);
}

static GArray *
collect_lines (TbTimelineModel *self)
{
  GArray      *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  TbSheetRows *items, *events;
  guint        i;

  if (self->sheet == NULL)
    return lines;
  items = tb_ticket_sheet_get_items (self->sheet);
  events = tb_ticket_sheet_get_history (self->sheet);
  for (i = 0; i < tb_sheet_rows_get_length (items); i++)
    {
      const TbItemRecord *item = tb_sheet_rows_get_record (items, i);
      const Line          line = { item->created_at, item->id, FALSE };

      if (is_item_of_kinds (item, self->kinds))
        g_array_append_val (lines, line);
    }
  for (i = 0; i < tb_sheet_rows_get_length (events); i++)
    {
      const TbHistoryRecord *event = tb_sheet_rows_get_record (events, i);
      const Line             line = { event->at, event->id, TRUE };

      if (is_event_of_kinds (event, self->kinds))
        g_array_append_val (lines, line);
    }
  g_array_sort (lines, compare_lines);
  return lines;
}

/* ---- The window ---- */

static guint
count_wanted (TbTimelineModel *self)
{
  return MIN (self->limit, self->lines->len);
}

/* What is still to be filled up is not hidden. */
static void
update_hidden (TbTimelineModel *self)
{
  guint n_hidden = self->lines->len - MAX (self->n_shown, count_wanted (self));

  if (self->n_hidden == n_hidden)
    return;
  self->n_hidden = n_hidden;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_HIDDEN]);
}

/* Says what changed in the order in which it is shown. @position: newest first */
static void
announce (TbTimelineModel *self,
          guint            position,
          guint            removed,
          guint            added)
{
  if (removed == 0 && added == 0)
    return;
  if (!self->newest_first)
    position = self->n_shown - position - added;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
fill_up (TbTimelineModel *self)
{
  guint n_shown = self->n_shown;
  guint wanted = count_wanted (self);

  if (n_shown < wanted)
    {
      if (self->newest_first)
        wanted = MIN (wanted, n_shown + self->slice);
      self->n_shown = wanted;
      announce (self, n_shown, 0, wanted - n_shown);
    }
  update_hidden (self);
}

static void
show_change (TbTimelineModel *self,
             guint            position,
             guint            removed,
             guint            added)
{
  guint kept, n_shown;

  /* Where nothing is shown yet, it begins as always. */
  if (self->n_shown > 0 && position <= self->n_shown && position < self->limit)
    {
      removed = MIN (removed, self->n_shown - position);
      kept = self->n_shown - position - removed;
      /* A few that come are shown beside the others; more than a page push the oldest out. */
      if (added > TB_TIMELINE_PAGE && position + added + kept > self->limit)
        {
          removed += kept;
          kept = 0;
          added = MIN (added, self->limit > position ? self->limit - position : 0);
        }
      n_shown = position + added + kept;
      self->n_shown = n_shown;
      self->limit = MAX (self->limit, n_shown);
      announce (self, position, removed, added);
    }
  fill_up (self);
}

static gboolean
agree (GArray *a,
       guint   index_a,
       GArray *b,
       guint   index_b)
{
  return compare_lines (&g_array_index (a, Line, index_a), &g_array_index (b, Line, index_b)) == 0;
}

static void
on_rows_changed_cb (TbTimelineModel *self)
{
  g_autoptr (GArray) old = self->lines;
  GArray *now = collect_lines (self);
  guint   n_common = MIN (old->len, now->len);
  guint   before = 0;
  guint   behind = 0;

  self->lines = now;
  while (before < n_common && agree (old, before, now, before))
    before++;
  while (behind < n_common - before && agree (old, old->len - 1 - behind, now, now->len - 1 - behind))
    behind++;
  show_change (self, before, old->len - before - behind, now->len - before - behind);
}

static GType
tb_timeline_model_get_item_type (GListModel *model)
{
  return TB_TYPE_OBJECT;
}

static guint
tb_timeline_model_get_n_items (GListModel *model)
{
  return TB_TIMELINE_MODEL (model)->n_shown;
}

static gpointer
tb_timeline_model_get_item (GListModel *model,
                            guint       position)
{
  TbTimelineModel *self = TB_TIMELINE_MODEL (model);
  const Line      *line;

  if (position >= self->n_shown)
    return NULL;
  line = &g_array_index (self->lines, Line, self->newest_first ? position : self->n_shown - 1 - position);
  return tb_sheet_rows_get (line->is_event ? tb_ticket_sheet_get_history (self->sheet)
                                           : tb_ticket_sheet_get_items (self->sheet),
                            line->id);
}

static void
tb_timeline_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tb_timeline_model_get_item_type;
  iface->get_n_items = tb_timeline_model_get_n_items;
  iface->get_item = tb_timeline_model_get_item;
}

/* ---- Properties ---- */

/* All lines are other ones: the first of them take the place of those that were shown. */
static void
show_anew (TbTimelineModel *self)
{
  guint removed = self->n_shown;

  self->n_shown = count_wanted (self);
  if (self->newest_first)
    self->n_shown = MIN (self->n_shown, self->slice);
  announce (self, 0, removed, self->n_shown);
  update_hidden (self);
}

static void
follow_sheet (TbTimelineModel *self,
              gboolean         is_followed)
{
  gpointer rows[2];
  guint    i;

  if (self->sheet == NULL)
    return;
  rows[0] = tb_ticket_sheet_get_items (self->sheet);
  rows[1] = tb_ticket_sheet_get_history (self->sheet);
  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    if (is_followed)
      g_signal_connect_swapped (rows[i], "items-changed", G_CALLBACK (on_rows_changed_cb), self);
    else
      g_signal_handlers_disconnect_by_data (rows[i], self);
}

static void
collect_anew (TbTimelineModel *self)
{
  self->limit = TB_TIMELINE_PAGE;
  g_array_unref (self->lines);
  self->lines = collect_lines (self);
  show_anew (self);
}

static void
set_sheet (TbTimelineModel *self,
           TbTicketSheet   *sheet)
{
  follow_sheet (self, FALSE);
  g_set_object (&self->sheet, sheet);
  follow_sheet (self, TRUE);
  collect_anew (self);
}

static void
set_kinds (TbTimelineModel *self,
           int              kinds)
{
  self->kinds = kinds;
  collect_anew (self);
}

static void
set_newest_first (TbTimelineModel *self,
                  gboolean         newest_first)
{
  self->newest_first = newest_first;
  show_anew (self);
}

static void
tb_timeline_model_dispose (GObject *object)
{
  TbTimelineModel *self = TB_TIMELINE_MODEL (object);

  follow_sheet (self, FALSE);
  self->n_shown = 0;
  g_clear_object (&self->sheet);
  G_OBJECT_CLASS (tb_timeline_model_parent_class)->dispose (object);
}

static void
tb_timeline_model_finalize (GObject *object)
{
  g_array_unref (TB_TIMELINE_MODEL (object)->lines);
  G_OBJECT_CLASS (tb_timeline_model_parent_class)->finalize (object);
}

static void
tb_timeline_model_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TbTimelineModel *self = TB_TIMELINE_MODEL (object);

  switch (prop_id)
    {
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    case PROP_KINDS:
      g_value_set_int (value, self->kinds);
      break;
    case PROP_NEWEST_FIRST:
      g_value_set_boolean (value, self->newest_first);
      break;
    case PROP_N_HIDDEN:
      g_value_set_uint (value, self->n_hidden);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_timeline_model_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TbTimelineModel *self = TB_TIMELINE_MODEL (object);

  switch (prop_id)
    {
    case PROP_SHEET:
      if (self->sheet == g_value_get_object (value))
        return;
      set_sheet (self, g_value_get_object (value));
      break;
    case PROP_KINDS:
      if (self->kinds == g_value_get_int (value))
        return;
      set_kinds (self, g_value_get_int (value));
      break;
    case PROP_NEWEST_FIRST:
      if (self->newest_first == g_value_get_boolean (value))
        return;
      set_newest_first (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_timeline_model_class_init (TbTimelineModelClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_timeline_model_dispose;
  object_class->finalize = tb_timeline_model_finalize;
  object_class->get_property = tb_timeline_model_get_property;
  object_class->set_property = tb_timeline_model_set_property;

  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  properties[PROP_KINDS] = g_param_spec_int ("kinds", NULL, NULL, 0, TB_N_TIMELINE_KINDS - 1, 0, flags);
  properties[PROP_NEWEST_FIRST] = g_param_spec_boolean ("newest-first", NULL, NULL, FALSE, flags);
  properties[PROP_N_HIDDEN] = g_param_spec_uint ("n-hidden", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_timeline_model_init (TbTimelineModel *self)
{
  self->limit = TB_TIMELINE_PAGE;
  self->slice = G_MAXUINT16;
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
}

TbTimelineModel *
tb_timeline_model_new (void)
{
  return g_object_new (TB_TYPE_TIMELINE_MODEL, NULL);
}

void
tb_timeline_model_show_more (TbTimelineModel *self)
{
  g_return_if_fail (TB_IS_TIMELINE_MODEL (self));

  self->limit = self->n_shown + TB_TIMELINE_PAGE;
  fill_up (self);
}

void
tb_timeline_model_set_slice (TbTimelineModel *self,
                             guint            n_lines)
{
  g_return_if_fail (TB_IS_TIMELINE_MODEL (self));
  g_return_if_fail (n_lines > 0);

  self->slice = n_lines;
}

gboolean
tb_timeline_model_is_filling (TbTimelineModel *self)
{
  g_return_val_if_fail (TB_IS_TIMELINE_MODEL (self), FALSE);

  return self->n_shown < count_wanted (self);
}

void
tb_timeline_model_fill (TbTimelineModel *self)
{
  g_return_if_fail (TB_IS_TIMELINE_MODEL (self));

  fill_up (self);
}

guint
tb_timeline_model_get_n_hidden (TbTimelineModel *self)
{
  g_return_val_if_fail (TB_IS_TIMELINE_MODEL (self), 0);

  return self->n_hidden;
}

guint
tb_timeline_model_count (TbTimelineModel *self,
                         TbTimelineKinds  kinds)
{
  TbSheetRows *items;
  guint        count = 0;
  guint        i;

  g_return_val_if_fail (TB_IS_TIMELINE_MODEL (self), 0);

  if (self->sheet == NULL)
    return 0;
  if (kinds == TB_TIMELINE_HISTORY)
    return tb_sheet_rows_get_length (tb_ticket_sheet_get_history (self->sheet));
  items = tb_ticket_sheet_get_items (self->sheet);
  for (i = 0; i < tb_sheet_rows_get_length (items); i++)
    count += is_item_of_kinds (tb_sheet_rows_get_record (items, i), kinds);
  return count;
}
