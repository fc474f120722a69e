/* SPDX-License-Identifier: GPL-3.0-or-later
 * Desktop notifications of what partners did. */
#include "config.h"

#include "tb-notifier.h"

#include "tb-text.h"
#include "tb-words.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#define KEY_SENT "shown-notifications"

struct _TbNotifier
{
  GObject parent_instance;

  GApplication *application; /* (borrowed): outlives us */
  TbDesk       *desk;        /* (owned) */
  GSettings    *settings;    /* (owned) (nullable) */
  GHashTable   *sent;        /* (owned): id (owned) → ticket (gint64, owned): what may be on the screen */
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

static void
notify_desktop (TbNotifier     *self,
                const TbNotice *notice,
                const Saying   *saying,
                const char     *title,
                const char     *body)
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
  /* One notification a ticket and kind: a later one replaces it. */
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
on_notice_cb (TbNotifier     *self,
              const TbNotice *notice)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sayings); i++)
    {
      const Saying    *saying = &sayings[i];
      g_autofree char *title = NULL;
      g_autofree char *body = NULL;

      if (g_strcmp0 (saying->kind, notice->kind) != 0)
        continue;
      if (saying->setting != NULL && self->settings != NULL &&
          !g_settings_get_boolean (self->settings, saying->setting))
        return;
      title = describe (saying, notice);
      body = tb_text_join (notice->number, notice->title, TB_TEXT_END);
      if (is_looked_at (self))
        {
          g_autofree char *text = tb_text_join (title, notice->title, TB_TEXT_END);

          g_signal_emit (self, signals[SIGNAL_TOLD], 0, text, notice->ticket);
        }
      else
        {
          notify_desktop (self, notice, saying, title, body);
        }
      return;
    }
}

static void
tb_notifier_dispose (GObject *object)
{
  TbNotifier *self = TB_NOTIFIER (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tb_notifier_parent_class)->dispose (object);
}

static void
tb_notifier_finalize (GObject *object)
{
  g_hash_table_unref (TB_NOTIFIER (object)->sent);
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
