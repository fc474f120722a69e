/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a window knows of its instance at any time: who works here, counts, short lists, delivery. */
#include "config.h"

#include "tb-desk.h"

#include "tb-desk-private.h"
#include "tb-short-list-private.h"

/* How long yesterday may still be called today. */
#define CLOCK_SECONDS 60

struct _TbDesk
{
  GObject parent_instance;

  TbEngine     *engine; /* (owned) (nullable): NULL after dispose */
  TbDeskValues *values; /* (owned) */
  gint64        viewer;
  gint64        counts[TB_N_FOLDERS];
  GListStore   *statuses;        /* (owned) */
  GListStore   *users;           /* (owned) */
  GListStore   *partners;        /* (owned) */
  GListStore   *recent_partners; /* (owned) */

  /* One reading is under way at most; what changes meanwhile is read by one more. */
  gboolean is_reading;
  gboolean is_outdated;
  guint    parts; /* of TbDeskPart: to be read */

  gint64 day; /* as of [func@time_day], when the clock was last looked at */
  guint  day_source;

  GHashTable *drafts; /* (owned): key (owned) to Draft (owned): what is not written yet */
};

G_DEFINE_FINAL_TYPE (TbDesk, tb_desk, G_TYPE_OBJECT)

enum
{
  SIGNAL_COUNTS_CHANGED,
  SIGNAL_DAY_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/** How a value is shown. */
typedef enum
{
  SHOWN_TEXT,
  SHOWN_NUMBER,
  SHOWN_SWITCH,
  SHOWN_INT,
} Shown;

/* The properties are the fields of TbDeskValues, in their order; the first one is number 1. */
/* clang-format off */
static const struct
{
  const char *name;
  Shown       shown;
} shown_values[] = {
  { "company", SHOWN_TEXT },
  { "url", SHOWN_TEXT },
  { "listen", SHOWN_TEXT },
  { "file-limit", SHOWN_TEXT },
  { "fetch-limit", SHOWN_TEXT },
  { "mark", SHOWN_TEXT },
  { "zone", SHOWN_TEXT },
  { "currency", SHOWN_TEXT },
  { "mode", SHOWN_TEXT },
  { "user-name", SHOWN_TEXT },
  { "user-id", SHOWN_NUMBER },
  { "permission", SHOWN_INT },
  { "is-set-up", SHOWN_SWITCH },
  { "is-sample", SHOWN_SWITCH },
  { "names-travel", SHOWN_SWITCH },
  { "is-elsewhere", SHOWN_SWITCH },
  { "waiting", SHOWN_NUMBER },
  { "held", SHOWN_NUMBER },
  { "last-contact", SHOWN_NUMBER },
  { "next-attempt", SHOWN_NUMBER },
  { "problem", SHOWN_TEXT },
};

/* Of a partner each contact changes a number of fields that no filter and no order asks for. */
static const char *const partner_announced[] = { "name", "link_state", "organisation", NULL };
/* clang-format on */

static GParamSpec *properties[G_N_ELEMENTS (shown_values) + 1];

/* ---- Taking a snapshot in ---- */

static void
take_values (TbDesk       *self,
             TbDeskValues *values)
{
  g_autoptr (TbDeskValues) old = g_steal_pointer (&self->values);
  guint i;

  self->values = tb_record_ref (values);
  for (i = 0; i < TB_DESK_VALUES.n_fields; i++)
    if (!tb_record_field_equal (old, values, i))
      g_object_notify_by_pspec (G_OBJECT (self), properties[i + 1]);
}

static void
take_partners (TbDesk               *self,
               const TbDeskSnapshot *snapshot)
{
  g_autoptr (GPtrArray) changed = tb_short_list_update (self->partners, TB_TYPE_PARTNER, snapshot->partners,
                                                        snapshot->partner_extras, partner_announced);

  tb_short_list_choose (self->recent_partners, G_LIST_MODEL (self->partners), snapshot->recent_partners,
                        changed);
}

static void
take_list (GListStore *list,
           GType       type,
           GPtrArray  *records)
{
  if (records != NULL)
    g_ptr_array_unref (tb_short_list_update (list, type, records, NULL, NULL));
}

/* Who is told of a property or a row finds all others already there. */
static void
take_snapshot (TbDesk               *self,
               const TbDeskSnapshot *snapshot)
{
  gboolean is_recounted = self->viewer != snapshot->viewer ||
                          memcmp (self->counts, snapshot->counts, sizeof self->counts) != 0;

  g_object_freeze_notify (G_OBJECT (self));
  self->viewer = snapshot->viewer;
  memcpy (self->counts, snapshot->counts, sizeof self->counts);
  take_values (self, snapshot->values);
  take_list (self->statuses, TB_TYPE_TICKET_STATUS, snapshot->statuses);
  take_list (self->users, TB_TYPE_USER, snapshot->users);
  if (snapshot->partners != NULL)
    take_partners (self, snapshot);
  g_object_thaw_notify (G_OBJECT (self));
  if (is_recounted)
    g_signal_emit (self, signals[SIGNAL_COUNTS_CHANGED], 0);
}

/* ---- Reading ---- */

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  return ref;
}

static gpointer
weak_ref_take (GWeakRef *ref)
{
  gpointer object = g_weak_ref_get (ref);

  g_weak_ref_clear (ref);
  g_free (ref);
  return object;
}

static void read_anew (TbDesk *self);

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TbDesk) self = weak_ref_take (user_data);
  g_autoptr (GError) error = NULL;
  TbDeskSnapshot *snapshot = tb_engine_run_finish (TB_ENGINE (source), result, &error);

  if (self == NULL || self->engine == NULL)
    return;
  self->is_reading = FALSE;
  if (snapshot != NULL)
    {
      take_snapshot (self, snapshot);
    }
  else
    {
      /* What could not be read is read with the next change. */
      self->parts = TB_DESK_PART_ALL;
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
    }
  if (self->is_outdated)
    read_anew (self);
}

/* Recursion: a reading that was overtaken by a change is followed by the next. */
static void
read_anew (TbDesk *self)
{
  TbDeskSnapshot *snapshot;

  if (self->engine == NULL || self->is_reading)
    return;
  snapshot = tb_desk_snapshot_new (self->parts);
  self->parts = 0;
  self->is_outdated = FALSE;
  self->is_reading = TRUE;
  tb_engine_run_async (self->engine, FALSE, 0, tb_desk_snapshot_read, snapshot, tb_desk_snapshot_free, NULL,
                       on_read_cb, weak_ref_new (self));
}

static void
on_engine_changed_cb (TbDesk    *self,
                      GPtrArray *changes,
                      gboolean   everything)
{
  guint i;

  g_assert (TB_IS_DESK (self));

  if (everything)
    self->parts = TB_DESK_PART_ALL;
  self->is_outdated = self->is_outdated || everything;
  for (i = 0; i < changes->len; i++)
    if (tb_desk_parts_changed (((TbChangeRecord *)changes->pdata[i])->kind, &self->parts))
      self->is_outdated = TRUE;
  if (self->is_outdated)
    read_anew (self);
}

/* ---- The day ---- */

/* No timer until midnight: it would stand still while the machine sleeps. */
static gboolean
on_clock_due_cb (gpointer data)
{
  tb_desk_look_at_clock (data);
  return G_SOURCE_CONTINUE;
}

/* ---- Drafts ---- */

/** What was saved last under a key, until that is written. */
typedef struct
{
  char *text;      /* (owned) (nullable) */
  guint n_writing; /* saves on their way */
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->text);
  g_free (draft);
}

/** One save on its way to the store. */
typedef struct
{
  GWeakRef *desk;
  char     *key;
} Save;

static void
on_draft_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Save *save = user_data;
  g_autofree char *key = save->key;
  g_autoptr (TbDesk) self = weak_ref_take (save->desk);
  g_autoptr (GError) error = NULL;
  gboolean is_written = tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error);
  Draft   *draft;

  if (self == NULL || self->engine == NULL)
    return;
  draft = g_hash_table_lookup (self->drafts, key);
  draft->n_writing--;
  /* What could not be written is remembered as long as the window lives. */
  if (!is_written)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  else if (draft->n_writing == 0)
    g_hash_table_remove (self->drafts, key);
}

static gboolean
run_load_draft (TbCore  *core,
                gpointer data,
                GError **error)
{
  char **key_and_text = data;

  return tb_core_load_draft (core, key_and_text[0], &key_and_text[1], error);
}

static void
free_key_and_text (gpointer data)
{
  char **key_and_text = data;

  g_free (key_and_text[0]);
  g_free (key_and_text[1]);
  g_free (key_and_text);
}

static void
on_draft_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char  **key_and_text = tb_engine_run_finish (TB_ENGINE (source), result, &error);

  if (key_and_text != NULL)
    g_task_return_pointer (task, g_steal_pointer (&key_and_text[1]), g_free);
  else
    g_task_return_error (task, error);
}

/* ---- The object ---- */

static void
tb_desk_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  TbDesk        *self = TB_DESK (object);
  const TbField *field;

  if (prop_id == 0 || prop_id > G_N_ELEMENTS (shown_values))
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  field = &TB_DESK_VALUES.fields[prop_id - 1];
  switch (shown_values[prop_id - 1].shown)
    {
    case SHOWN_TEXT:
      g_value_set_string (value, tb_record_get_text (self->values, field));
      break;
    case SHOWN_NUMBER:
      g_value_set_int64 (value, tb_record_get_int (self->values, field));
      break;
    case SHOWN_SWITCH:
      g_value_set_boolean (value, tb_record_get_int (self->values, field) != 0);
      break;
    case SHOWN_INT:
      g_value_set_int (value, tb_record_get_int (self->values, field));
      break;
    }
}

static void
tb_desk_dispose (GObject *object)
{
  TbDesk *self = TB_DESK (object);

  g_clear_handle_id (&self->day_source, g_source_remove);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (tb_desk_parent_class)->dispose (object);
}

static void
tb_desk_finalize (GObject *object)
{
  TbDesk *self = TB_DESK (object);

  g_clear_object (&self->statuses);
  g_clear_object (&self->users);
  g_clear_object (&self->partners);
  g_clear_object (&self->recent_partners);
  g_clear_pointer (&self->values, tb_desk_values_unref);
  g_clear_pointer (&self->drafts, g_hash_table_unref);

  G_OBJECT_CLASS (tb_desk_parent_class)->finalize (object);
}

static GParamSpec *
create_property (const char *name,
                 Shown       shown)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (shown)
    {
    case SHOWN_TEXT:
      break;
    case SHOWN_NUMBER:
      return g_param_spec_int64 (name, NULL, NULL, 0, G_MAXINT64, 0, flags);
    case SHOWN_SWITCH:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
    case SHOWN_INT:
      return g_param_spec_int (name, NULL, NULL, 0, G_MAXINT, 0, flags);
    }
  return g_param_spec_string (name, NULL, NULL, NULL, flags);
}

static void
tb_desk_class_init (TbDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  guint         i;

  g_assert (TB_DESK_VALUES.n_fields == G_N_ELEMENTS (shown_values));

  object_class->get_property = tb_desk_get_property;
  object_class->dispose = tb_desk_dispose;
  object_class->finalize = tb_desk_finalize;

  for (i = 0; i < G_N_ELEMENTS (shown_values); i++)
    properties[i + 1] = create_property (shown_values[i].name, shown_values[i].shown);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * TbDesk::counts-changed: a folder has more or fewer tickets, or shows those of somebody else.
   */
  signals[SIGNAL_COUNTS_CHANGED] =
    g_signal_new ("counts-changed", TB_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * TbDesk::day-changed: it is midnight, or was while the machine slept, or the instance has another zone.
   */
  signals[SIGNAL_DAY_CHANGED] =
    g_signal_new ("day-changed", TB_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * TbDesk::failed: the store could not be read, or a draft not be written.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", TB_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tb_desk_init (TbDesk *self)
{
  self->values = tb_desk_values_new ();
  self->statuses = g_list_store_new (TB_TYPE_TICKET_STATUS);
  self->users = g_list_store_new (TB_TYPE_USER);
  self->partners = g_list_store_new (TB_TYPE_PARTNER);
  self->recent_partners = g_list_store_new (TB_TYPE_PARTNER);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
}

TbDesk *
tb_desk_new (TbEngine *engine,
             GError  **error)
{
  g_autoptr (TbDesk) self = NULL;
  TbDeskSnapshot *snapshot;
  gboolean        is_read;

  g_return_val_if_fail (TB_IS_ENGINE (engine), NULL);

  self = g_object_new (TB_TYPE_DESK, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "changed", G_CALLBACK (on_engine_changed_cb), self, G_CONNECT_SWAPPED);
  snapshot = tb_desk_snapshot_new (TB_DESK_PART_ALL);
  is_read = tb_engine_run (engine, FALSE, 0, tb_desk_snapshot_read, snapshot, error);
  if (is_read)
    take_snapshot (self, snapshot);
  tb_desk_snapshot_free (snapshot);
  self->day = tb_time_day (tb_desk_get_now (self), tb_desk_get_zone (self));
  self->day_source = g_timeout_add_seconds (CLOCK_SECONDS, on_clock_due_cb, self);
  return is_read ? g_steal_pointer (&self) : NULL;
}

TbEngine *
tb_desk_get_engine (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return self->engine;
}

const char *
tb_desk_get_company (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return self->values->company;
}

const char *
tb_desk_get_mark (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return self->values->mark;
}

const char *
tb_desk_get_zone (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return self->values->zone;
}

const char *
tb_desk_get_currency (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return self->values->currency;
}

const char *
tb_desk_get_user_name (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return self->values->user_name;
}

gint64
tb_desk_get_user_id (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), 0);

  return self->values->user_id;
}

TbPermission
tb_desk_get_permission (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), TB_PERMISSION_NONE);

  return self->values->permission;
}

gboolean
tb_desk_is_set_up (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), FALSE);

  return self->values->is_set_up != 0;
}

gboolean
tb_desk_is_sample (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), FALSE);

  return self->values->is_sample != 0;
}

gint64
tb_desk_get_now (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), 0);

  return tb_clock_now (tb_engine_get_clock (self->engine));
}

void
tb_desk_look_at_clock (TbDesk *self)
{
  gint64 day;

  g_return_if_fail (TB_IS_DESK (self));

  day = tb_time_day (tb_desk_get_now (self), tb_desk_get_zone (self));
  if (day == self->day)
    return;
  self->day = day;
  g_signal_emit (self, signals[SIGNAL_DAY_CHANGED], 0);
}

gint64
tb_desk_get_count (TbDesk    *self,
                   TbFolderId folder)
{
  g_return_val_if_fail (TB_IS_DESK (self), 0);
  g_return_val_if_fail (folder < TB_N_FOLDERS, 0);

  return self->counts[folder];
}

gint64
tb_desk_get_viewer (TbDesk    *self,
                    TbFolderId folder)
{
  g_return_val_if_fail (TB_IS_DESK (self), 0);
  g_return_val_if_fail (folder < TB_N_FOLDERS, 0);

  return tb_folder (folder)->role != TB_ROLE_NONE ? self->viewer : 0;
}

GListModel *
tb_desk_get_statuses (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->statuses);
}

GListModel *
tb_desk_get_users (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->users);
}

GListModel *
tb_desk_get_partners (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->partners);
}

GListModel *
tb_desk_get_recent_partners (TbDesk *self)
{
  g_return_val_if_fail (TB_IS_DESK (self), NULL);

  return G_LIST_MODEL (self->recent_partners);
}

void
tb_desk_save_draft (TbDesk     *self,
                    const char *key,
                    const char *text)
{
  const TbCommand command = { .type = TB_COMMAND_DRAFT, .draft_key = key, .text = text };
  Draft          *draft;
  Save           *save;

  g_return_if_fail (TB_IS_DESK (self));
  g_return_if_fail (key != NULL && *key != '\0');

  draft = g_hash_table_lookup (self->drafts, key);
  if (draft == NULL)
    {
      draft = g_new0 (Draft, 1);
      g_hash_table_insert (self->drafts, g_strdup (key), draft);
    }
  tb_set_text (&draft->text, text != NULL && *text != '\0' ? text : NULL);
  draft->n_writing++;
  save = g_new0 (Save, 1);
  save->desk = weak_ref_new (self);
  save->key = g_strdup (key);
  /* The store's writer does one after the other: what was saved last is what stays. */
  tb_engine_do_async (self->engine, &command, NULL, on_draft_saved_cb, save);
}

void
tb_desk_load_draft_async (TbDesk             *self,
                          const char         *key,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask *task;
  Draft *draft;
  char **key_and_text;

  g_return_if_fail (TB_IS_DESK (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_desk_load_draft_async);
  draft = g_hash_table_lookup (self->drafts, key);
  if (draft != NULL)
    {
      g_task_return_pointer (task, g_strdup (draft->text), g_free);
      g_object_unref (task);
      return;
    }
  key_and_text = g_new0 (char *, 2);
  key_and_text[0] = g_strdup (key);
  tb_engine_run_async (self->engine, FALSE, 0, run_load_draft, key_and_text, free_key_and_text, cancellable,
                       on_draft_loaded_cb, task);
}

char *
tb_desk_load_draft_finish (TbDesk       *self,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
