/* SPDX-License-Identifier: GPL-3.0-or-later
 * How often a link may ask; failed signatures are slowed for their sender, nobody else. */
#include "config.h"

#include "tb-http-throttle-private.h"

/* Whoever forges can name any link: the tables have an end, and forgetting only makes somebody faster again.
 */
#define MAX_WINDOWS 4096

typedef struct
{
  gint64 since; /* monotonic */
  guint  count;
} Window;

struct _TbHttpThrottle
{
  GHashTable *valid;  /* (owned): address and link → Window */
  GHashTable *failed; /* (owned) */
  guint       max_requests;
  gint64      window;
  guint       free_failures;
  guint       failure_delay_ms;
};

static char *
make_key (const char *address,
          const char *link)
{
  return g_strconcat (address, "\n", link != NULL ? link : "", NULL);
}

static Window *
find_window (TbHttpThrottle *self,
             GHashTable     *table,
             const char     *key,
             gint64          now)
{
  Window *window = g_hash_table_lookup (table, key);

  if (window != NULL && now - window->since >= self->window)
    {
      window->since = now;
      window->count = 0;
    }

  return window;
}

static Window *
ensure_window (TbHttpThrottle *self,
               GHashTable     *table,
               const char     *key,
               gint64          now)
{
  Window *window = find_window (self, table, key, now);

  if (window == NULL)
    {
      window = g_new0 (Window, 1);
      window->since = now;
      g_hash_table_insert (table, g_strdup (key), window);
    }

  return window;
}

TbHttpThrottle *
_tb_http_throttle_new (guint max_requests,
                       guint window_ms,
                       guint free_failures,
                       guint failure_delay_ms)
{
  TbHttpThrottle *self = g_new0 (TbHttpThrottle, 1);

  self->valid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->max_requests = max_requests;
  self->window = (gint64)window_ms * 1000;
  self->free_failures = free_failures;
  self->failure_delay_ms = failure_delay_ms;

  return self;
}

void
_tb_http_throttle_free (TbHttpThrottle *self)
{
  g_clear_pointer (&self->valid, g_hash_table_unref);
  g_clear_pointer (&self->failed, g_hash_table_unref);
  g_free (self);
}

guint
_tb_http_throttle_wait (TbHttpThrottle *self,
                        const char     *address,
                        const char     *link,
                        gint64          now)
{
  g_autofree char *key = make_key (address, link);
  const Window    *window = find_window (self, self->valid, key, now);
  gint64           left;

  if (window == NULL || window->count < self->max_requests)
    return 0;
  left = self->window - (now - window->since);

  return (guint)((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

guint
_tb_http_throttle_count (TbHttpThrottle *self,
                         const char     *address,
                         const char     *link,
                         gboolean        is_failed,
                         gint64          now)
{
  g_autofree char *key = make_key (address, link);
  GHashTable      *table = is_failed ? self->failed : self->valid;
  Window          *window;

  if (g_hash_table_size (table) >= MAX_WINDOWS)
    g_hash_table_remove_all (table);
  window = ensure_window (self, table, key, now);
  window->count++;

  return is_failed && window->count > self->free_failures ? self->failure_delay_ms : 0;
}
