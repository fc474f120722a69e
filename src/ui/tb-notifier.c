/* SPDX-License-Identifier: GPL-3.0-or-later
 * Desktop notifications of what partners did. */
#include "config.h"

#include "tb-notifier.h"

#include "tb-text.h"
#include "tb-words.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#define KEY_SENT "shown-notifications"

/* A first synchronization brings thousands of entries at once. What is alike and comes within a while is told
 * when it has become quiet for so long, or has not for so many times as long: a few singly, of more the
 * newest only. */
#define QUIET_MS 250
#define MOST_TURNS 12
#define FEW 3

struct _TbNotifier
{
  GObject parent_instance;

  GApplication *application; /* (borrowed): outlives us */
  TbDesk       *desk;        /* (owned) */
  GSettings    *settings;    /* (owned) (nullable) */
  GHashTable   *sent;        /* (owned): id (owned) → ticket (gint64, owned): what may be on the screen */
  GPtrArray    *bursts;      /* (owned) (element-type Burst): what is still to be told */
  guint         timer;
  guint         n_turns;
  gboolean      is_quiet; /* nothing has come since the last turn */
};

G_DEFINE_FINAL_TYPE (TbNotifier, tb_notifier, G_TYPE_OBJECT)

enum
{
  SIGNAL_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/** What is said of a kind of notice: the body is number and title of the ticket. */
typedef struct
{
  const char *kind;
  const char *setting;       /* (nullable): key that switches it; NULL: always */
  const char *title;         /* msgid with one %s */
  const char *action;        /* (nullable): what a click on it does where it is about no ticket */
  const char *button;        /* (nullable): msgid of its label */
  const char *button_action; /* is given the ticket, if it is about one */
} Saying;

/* clang-format off */
static const Saying sayings[] = {
  /* Translators: titles of notifications; %s is a partner. */
  { "received", "notify-received", N_("New ticket from %s") },
  { "accepted", "notify-accepted", N_("%s has accepted a ticket") },
  { "declined", "notify-declined", N_("%s has declined a ticket") },
  { "canceled", "notify-canceled", N_("%s has canceled an offer") },
  { "item", "notify-item", N_("New entry from %s") },
  { "question", "notify-question", N_("%s has a question"), NULL, N_("Answer"), "app.answer" },
  { "submitted", "notify-submitted", N_("%s has finished: please approve") },
  { "approved", "notify-approved", N_("%s has approved the completion") },
  { "rejected", "notify-rejected", N_("%s has rejected the completion") },
  { "completed", "notify-completed", N_("%s has completed a ticket") },
  { "erasure", NULL, N_("%s has deleted personal data") },
  { "refused", NULL, N_("%s did not take your message") },
  { "failing", "notify-failing", N_("%s cannot be reached"), "app.show-outbox", N_("Send now"),
    "app.send-now" },
  { "deadline", "notify-deadline", N_("A deadline is near: %s") },
  { "stopped", NULL, N_("The link to %s has stopped") },
  { "restored", NULL, N_("Compared with %s after going back to a backup") },
  { "backup-failed", NULL, N_("Today's backup could not be made") },
  { "joined", NULL, N_("%s is now your partner") },
  { "join-declined", NULL, N_("%s has declined your invitation") },
};
/* clang-format on */

/** Burst: notices of one kind from one partner. */
typedef struct
{
  const Saying *saying;
  char         *partner; /* (owned) (nullable) */
  GPtrArray    *notices; /* (owned) (element-type TbNotice): the first ones; the last of them is the newest */
  guint         n;
  gboolean      is_looked_at; /* the window, when the newest came */
} Burst;

static void
free_notice (gpointer data)
{
  TbNotice *notice = data;

  g_free ((char *)notice->number);
  g_free ((char *)notice->title);
  g_free ((char *)notice->partner);
  g_free ((char *)notice->detail);
  g_free (notice);
}

static TbNotice *
copy_notice (const TbNotice *notice,
             const Saying   *saying)
{
  TbNotice *copy = g_new0 (TbNotice, 1);

  copy->kind = saying->kind;
  copy->ticket = notice->ticket;
  copy->number = g_strdup (notice->number);
  copy->title = g_strdup (notice->title);
  copy->partner = g_strdup (notice->partner);
  copy->detail = g_strdup (notice->detail);
  return copy;
}

static void
free_burst (gpointer data)
{
  Burst *burst = data;

  g_ptr_array_unref (burst->notices);
  g_free (burst->partner);
  g_free (burst);
}

/* What nobody decided has no partner's name in front of it. */
static char *
describe (const Saying   *saying,
          const TbNotice *notice)
{
  if (g_strcmp0 (notice->kind, "declined") == 0 && g_strcmp0 (notice->detail, "automatic") == 0)
    return g_strdup (_ ("A ticket was declined: nobody answered in time"));
  return tb_word_fill_in (_ (saying->title), notice->partner != NULL ? notice->partner : _ ("The partner"));
}

static void
add_button (GNotification  *notification,
            const Saying   *saying,
            const TbNotice *notice)
{
  if (notice->ticket != 0)
    g_notification_add_button_with_target (notification, _ (saying->button), saying->button_action, "x",
                                           notice->ticket);
  else
    g_notification_add_button (notification, _ (saying->button), saying->button_action);
}

/* The desktop may show them longer than this program runs. */
static void
remember_sent (TbNotifier *self)
{
  GVariantBuilder builder;
  GHashTableIter  iter;
  gpointer        id, about;

  if (self->settings == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sx}"));
  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, &about))
    g_variant_builder_add (&builder, "{sx}", id, *(gint64 *)about);
  g_settings_set_value (self->settings, KEY_SENT, g_variant_builder_end (&builder));
}

static void
recall_sent (TbNotifier *self)
{
  g_autoptr (GVariant) sent = g_settings_get_value (self->settings, KEY_SENT);
  GVariantIter iter;
  char        *id;
  gint64       about;

  g_variant_iter_init (&iter, sent);
  while (g_variant_iter_next (&iter, "{sx}", &id, &about))
    g_hash_table_replace (self->sent, id, g_memdup2 (&about, sizeof about));
}

/* @n_more: how many others are not told of */
static void
notify_desktop (TbNotifier     *self,
                const TbNotice *notice,
                const Saying   *saying,
                const char     *title,
                const char     *body,
                guint           n_more)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autofree char *id = NULL;

  if (*body != '\0')
    g_notification_set_body (notification, body);
  if (notice->ticket != 0)
    g_notification_set_default_action_and_target (notification, "app.show-ticket", "x", notice->ticket);
  else if (saying->action != NULL)
    g_notification_set_default_action (notification, saying->action);
  if (saying->button != NULL)
    add_button (notification, saying, notice);
  /* One notification a ticket and kind, or a kind of which there are many: a later one replaces it. */
  if (n_more > 0)
    id = g_strdup_printf ("%s-many", notice->kind);
  else
    id = g_strdup_printf ("%s-%" G_GINT64_FORMAT, notice->kind, notice->ticket);
  g_application_send_notification (self->application, id, notification);
  if (notice->ticket == 0)
    return;
  g_hash_table_replace (self->sent, g_steal_pointer (&id), g_memdup2 (&notice->ticket, sizeof (gint64)));
  remember_sent (self);
}

static gboolean
is_looked_at (TbNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  return window != NULL && gtk_window_is_active (window);
}

static void
tell (TbNotifier     *self,
      const Burst    *burst,
      const TbNotice *notice,
      guint           n_more)
{
  const Saying    *saying = burst->saying;
  g_autofree char *title = describe (saying, notice);
  g_autofree char *number = tb_text_number (n_more);
  g_autofree char *more = NULL;

  if (n_more > 0)
    /* Translators: %s is how many other entries or tickets came besides the one that is named. */
    more = g_strdup_printf (ngettext ("and %s more", "and %s more", n_more), number);
  if (burst->is_looked_at)
    {
      g_autofree char *text = tb_text_join (title, notice->title, more, TB_TEXT_END);

      g_signal_emit (self, signals[SIGNAL_TOLD], 0, text, notice->ticket);
    }
  else
    {
      g_autofree char *body = tb_text_join (notice->number, notice->title, more, TB_TEXT_END);

      notify_desktop (self, notice, saying, title, body, n_more);
    }
}

static void
tell_burst (TbNotifier  *self,
            const Burst *burst)
{
  const char *setting = burst->saying->setting;
  guint       n_more = burst->n - burst->notices->len;
  guint       i;

  if (setting != NULL && self->settings != NULL && !g_settings_get_boolean (self->settings, setting))
    return;
  if (n_more > 0)
    tell (self, burst, burst->notices->pdata[FEW - 1], burst->n - 1);
  else
    for (i = 0; i < burst->notices->len; i++)
      tell (self, burst, burst->notices->pdata[i], 0);
}

static void
tell_all (TbNotifier *self)
{
  g_autoptr (GPtrArray) bursts = g_steal_pointer (&self->bursts);
  guint i;

  self->bursts = g_ptr_array_new_with_free_func (free_burst);
  for (i = 0; i < bursts->len; i++)
    tell_burst (self, bursts->pdata[i]);
}

static gboolean
on_turn_cb (gpointer data)
{
  TbNotifier *self = data;

  if (!self->is_quiet && ++self->n_turns < MOST_TURNS)
    {
      self->is_quiet = TRUE;
      return G_SOURCE_CONTINUE;
    }
  self->timer = 0;
  tell_all (self);
  return G_SOURCE_REMOVE;
}

static const Saying *
find_saying (const char *kind)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sayings); i++)
    if (g_strcmp0 (sayings[i].kind, kind) == 0)
      return &sayings[i];
  return NULL;
}

static Burst *
ensure_burst (TbNotifier   *self,
              const Saying *saying,
              const char   *partner)
{
  Burst *burst;
  guint  i;

  for (i = 0; i < self->bursts->len; i++)
    {
      burst = self->bursts->pdata[i];
      if (burst->saying == saying && g_strcmp0 (burst->partner, partner) == 0)
        return burst;
    }
  burst = g_new0 (Burst, 1);
  burst->saying = saying;
  burst->partner = g_strdup (partner);
  burst->notices = g_ptr_array_new_with_free_func (free_notice);
  g_ptr_array_add (self->bursts, burst);
  return burst;
}

static void
on_notice_cb (TbNotifier     *self,
              const TbNotice *notice)
{
  const Saying *saying = find_saying (notice->kind);
  Burst        *burst;

  if (saying == NULL)
    return;
  burst = ensure_burst (self, saying, notice->partner);
  burst->n++;
  burst->is_looked_at = is_looked_at (self);
  if (burst->notices->len == FEW)
    g_ptr_array_remove_index (burst->notices, FEW - 1);
  g_ptr_array_add (burst->notices, copy_notice (notice, saying));
  self->is_quiet = FALSE;
  if (self->timer != 0)
    return;
  self->n_turns = 0;
  self->is_quiet = TRUE;
  self->timer = g_timeout_add (QUIET_MS, on_turn_cb, self);
}

static void
tb_notifier_dispose (GObject *object)
{
  TbNotifier *self = TB_NOTIFIER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  tell_all (self);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tb_notifier_parent_class)->dispose (object);
}

static void
tb_notifier_finalize (GObject *object)
{
  TbNotifier *self = TB_NOTIFIER (object);

  g_hash_table_unref (self->sent);
  g_ptr_array_unref (self->bursts);
  G_OBJECT_CLASS (tb_notifier_parent_class)->finalize (object);
}

static void
tb_notifier_class_init (TbNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_notifier_finalize;

  signals[SIGNAL_TOLD] = g_signal_new ("told", TB_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
}

static void
tb_notifier_init (TbNotifier *self)
{
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bursts = g_ptr_array_new_with_free_func (free_burst);
}

TbNotifier *
tb_notifier_new (GApplication *application,
                 TbDesk       *desk,
                 GSettings    *settings)
{
  TbNotifier *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_NOTIFIER, NULL);
  self->application = application;
  self->desk = g_object_ref (desk);
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      recall_sent (self);
    }
  g_signal_connect_object (tb_desk_get_engine (desk), "notice", G_CALLBACK (on_notice_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
tb_notifier_withdraw (TbNotifier *self,
                      gint64      ticket)
{
  GHashTableIter iter;
  gpointer       id, about;
  guint          n_sent;

  g_return_if_fail (TB_IS_NOTIFIER (self));

  n_sent = g_hash_table_size (self->sent);
  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, &about))
    if (*(gint64 *)about == ticket)
      {
        g_application_withdraw_notification (self->application, id);
        g_hash_table_iter_remove (&iter);
      }
  if (g_hash_table_size (self->sent) != n_sent)
    remember_sent (self);
}
