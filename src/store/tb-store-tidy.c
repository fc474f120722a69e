/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a commit has left to be done, done while nobody waits for the writer: piece by piece, each only if
 * nothing else has come meanwhile. It may as well never be done; so nobody hears of what fails. */
#include "config.h"

#include "tb-store-private.h"

/* In milliseconds. Who writes one thing after the other is not disturbed, and other processes find room to
 * write. */
#define BEFORE 300
#define BETWEEN 20
#define WHILE_OTHERS_WRITE 1000

static gboolean
is_wanted (gpointer data)
{
  return tb_store_worker_is_wanted (data);
}

static void
tidy (gpointer data)
{
  TbTidy *self = data;
  guint   pause = BETWEEN;
  g_autoptr (GError) error = NULL;

  if (!self->connection->backend->tidy (self->connection, is_wanted, self->worker, &error))
    {
      /* Somebody has come: after that it goes on. */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_info ("not put in order: %s", error->message);
      pause = WHILE_OTHERS_WRITE;
      /* A full disk or worse: the next write tries again. */
      if (!g_error_matches (error, TB_STORE_ERROR, TB_STORE_ERROR_BUSY))
        self->connection->is_untidy = FALSE;
    }
  if (self->connection->is_untidy)
    tb_store_worker_rest (self->worker, pause, tidy, self);
}

void
tb_tidy_later (TbTidy *self)
{
  if (self->connection->is_untidy)
    tb_store_worker_rest (self->worker, BEFORE, tidy, self);
}
