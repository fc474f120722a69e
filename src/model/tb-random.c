/* SPDX-License-Identifier: GPL-3.0-or-later
 * Ids and random bytes, all from one source. */
#include "config.h"

#include "tb-time.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* Of ids that stand near each other: so many characters are those of the run, and up to so many those of the
 * moment in which they are made. */
#define OF_RUN 6
#define OF_MOMENT 11
#define MOMENT (TB_SECOND / 4)

static GMutex random_lock;
static GRand *random_source = NULL; /* of the simulation; under the lock */

static GMutex near_lock;
static char   near_beginning[OF_MOMENT + 1]; /* under the lock; empty until the first is made */
static gint64 near_moment;                   /* likewise */

static void
read_kernel_random (guint8 *data,
                    gsize   n)
{
  while (n > 0)
    {
      ssize_t got = getrandom (data, n, 0);

      if (got < 0)
        {
          if (errno == EINTR)
            continue;
          /* Ids and keys that somebody could guess are worse than no program. */
          g_error ("The kernel gives no random bytes: %s", g_strerror (errno));
        }
      data += got;
      n -= got;
    }
}

static void
fill_random (guint8 *data,
             gsize   n)
{
  gsize i;

  g_mutex_lock (&random_lock);
  if (random_source != NULL)
    for (i = 0; i < n; i++)
      data[i] = g_rand_int (random_source) >> 24;
  else
    read_kernel_random (data, n);
  g_mutex_unlock (&random_lock);
}

static char *
write_hex (char         *to,
           const guint8 *bytes,
           gsize         n)
{
  static const char digits[] = "0123456789abcdef";
  gsize             i;

  for (i = 0; i < n; i++)
    {
      *to++ = digits[bytes[i] >> 4];
      *to++ = digits[bytes[i] & 0xf];
    }
  return to;
}

char *
tb_id_new (void)
{
  static const gsize groups[] = { 4, 2, 2, 2, 6 };
  guint8             b[16];
  char              *id = g_malloc (37);
  char              *to = id;
  gsize              done = 0, i;

  fill_random (b, sizeof b);
  b[6] = (b[6] & 0x0f) | 0x40; /* version 4 */
  b[8] = (b[8] & 0x3f) | 0x80; /* variant of RFC 4122 */
  for (i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      to = write_hex (to, b + done, groups[i]);
      done += groups[i];
      *to++ = '-';
    }
  to[-1] = '\0';
  return id;
}

char *
tb_id_new_near (gint64 now)
{
  const gint64 moment = now / MOMENT;
  char        *id = tb_id_new ();

  g_mutex_lock (&near_lock);
  if (near_beginning[0] != '\0')
    memcpy (id, near_beginning, moment == near_moment ? OF_MOMENT : OF_RUN);
  memcpy (near_beginning, id, OF_MOMENT);
  near_moment = moment;
  g_mutex_unlock (&near_lock);
  return id;
}

char *
tb_hex_new (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (MAX (n_bytes, 1));
  char              *hex = g_malloc (2 * n_bytes + 1);

  fill_random (bytes, n_bytes);
  *write_hex (hex, bytes, n_bytes) = '\0';
  return hex;
}

GBytes *
tb_random_bytes (gsize n_bytes)
{
  guint8 *bytes = g_malloc (MAX (n_bytes, 1));

  fill_random (bytes, n_bytes);
  return g_bytes_new_take (bytes, n_bytes);
}

void
tb_random_seed (guint64 seed)
{
  guint32 parts[2] = { seed & G_MAXUINT32, seed >> 32 };

  g_mutex_lock (&random_lock);
  g_clear_pointer (&random_source, g_rand_free);
  if (seed != 0)
    random_source = g_rand_new_with_seed_array (parts, G_N_ELEMENTS (parts));
  g_mutex_unlock (&random_lock);
  g_mutex_lock (&near_lock);
  near_beginning[0] = '\0';
  g_mutex_unlock (&near_lock);
}
