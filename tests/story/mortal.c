/* SPDX-License-Identifier: GPL-3.0-or-later
 * ticketbrueckectl that dies at a named point: TB_DIE_AT=NAME; without it, it lives. TB_DIE_AT=? lists them.
 *
 * The program itself knows nothing of it: the linker puts the functions below between its object files
 * (--wrap), and a death is _exit() there: nothing is flushed, closed or rolled back. */
#include "config.h"

#include "tb-core-private.h"
#include "tb-pack.h"

#include <libsoup/soup.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEATH 86 /* the exit code */

/* What the transaction that runs on a thread is about. */
typedef enum
{
  WORK_NONE,
  WORK_CHANGE,
  WORK_RECEIVE,
  WORK_SETTLE,
  WORK_JOIN,
  WORK_LETTER,
  WORK_TICK,
  WORK_MIGRATE,
} Work;

typedef enum
{
  WHEN_BEFORE, /* all is written, the COMMIT not begun */
  WHEN_TORN,   /* the log has half of the transaction */
  WHEN_AFTER,  /* committed, nobody knows */
  WHEN_OUTSIDE,
} When;

/* Every step of protocol.md section 4 and what may happen to it. */
/* clang-format off */
static const struct
{
  const char *name;
  Work        work;
  When        when;
  const char *what;
} points[] = {
  { "change-before",  WORK_CHANGE,  WHEN_BEFORE,  "a local change and its event are written, not committed" },
  { "change-torn",    WORK_CHANGE,  WHEN_TORN,    "half of its commit is in the log" },
  { "change-after",   WORK_CHANGE,  WHEN_AFTER,   "it is committed, nothing is sent" },
  { "send-prepared",  WORK_NONE,    WHEN_OUTSIDE, "a request with events is made, not sent" },
  { "send-half",      WORK_NONE,    WHEN_OUTSIDE, "half of a request's body is written" },
  { "request-came",   WORK_NONE,    WHEN_OUTSIDE, "the receiver has a request, nothing is done" },
  { "receive-before", WORK_RECEIVE, WHEN_BEFORE,  "events are applied and answered, not committed" },
  { "receive-torn",   WORK_RECEIVE, WHEN_TORN,    "half of that commit is in the log" },
  { "receive-after",  WORK_RECEIVE, WHEN_AFTER,   "it is committed, the answer not begun" },
  { "answer-half",    WORK_NONE,    WHEN_OUTSIDE, "half of the answer is written" },
  { "answer-came",    WORK_NONE,    WHEN_OUTSIDE, "the sender has the answer, nothing is done" },
  { "settle-before",  WORK_SETTLE,  WHEN_BEFORE,  "the answer is taken in, not committed" },
  { "settle-torn",    WORK_SETTLE,  WHEN_TORN,    "half of that commit is in the log" },
  { "settle-after",   WORK_SETTLE,  WHEN_AFTER,   "it is committed, the next request not begun" },
  { "file-synced",    WORK_NONE,    WHEN_OUTSIDE, "a file's bytes are synced, it has not its name" },
  { "file-renamed",   WORK_NONE,    WHEN_OUTSIDE, "it has its name, the transaction has not named it" },
  { "join-before",    WORK_JOIN,    WHEN_BEFORE,  "a join is accepted, not committed" },
  { "join-after",     WORK_JOIN,    WHEN_AFTER,   "it is committed, the answer not begun" },
  { "letter-before",  WORK_LETTER,  WHEN_BEFORE,  "the mailbox has taken a letter, not committed" },
  { "letter-after",   WORK_LETTER,  WHEN_AFTER,   "it is committed, the answer not begun" },
  { "tick-before",    WORK_TICK,    WHEN_BEFORE,  "the timers have turned, not committed" },
  { "tick-after",     WORK_TICK,    WHEN_AFTER,   "it is committed, nobody knows" },
  { "migrate-before", WORK_MIGRATE, WHEN_BEFORE,  "a database is brought up to date, not committed" },
  { "migrate-torn",   WORK_MIGRATE, WHEN_TORN,    "half of that commit is in the log" },
  { "migrate-after",  WORK_MIGRATE, WHEN_AFTER,   "it is committed, nobody has read it" },
  { "backup-half",    WORK_NONE,    WHEN_OUTSIDE, "half of the database is copied into a backup" },
  { "restore-half",   WORK_NONE,    WHEN_OUTSIDE, "half of a backup is copied into the database" },
  { "restore-after",  WORK_NONE,    WHEN_OUTSIDE, "all of it is, nobody knows" },
};
/* clang-format on */

static const char            *die_at;
static _Thread_local Work     work;
static _Thread_local gboolean is_committing;
static _Thread_local gboolean has_taken; /* events, in this transaction */

static void __attribute__ ((constructor))
read_order (void)
{
  guint i;

  die_at = getenv ("TB_DIE_AT");
  if (die_at == NULL)
    return;
  for (i = 0; i < G_N_ELEMENTS (points); i++)
    {
      if (strcmp (die_at, "?") == 0)
        printf ("%s\t%s\n", points[i].name, points[i].what);
      else if (strcmp (die_at, points[i].name) == 0)
        return;
    }
  exit (strcmp (die_at, "?") == 0 ? 0 : 2);
}

static void G_GNUC_NORETURN
die (void)
{
  fprintf (stderr, "died at %s\n", die_at);
  _exit (DEATH);
}

static void
die_if (const char *name)
{
  if (die_at != NULL && strcmp (die_at, name) == 0)
    die ();
}

static gboolean
is_ordered (When when)
{
  guint i;

  for (i = 0; die_at != NULL && i < G_N_ELEMENTS (points); i++)
    if (points[i].when == when && points[i].work == work && work != WORK_NONE &&
        strcmp (die_at, points[i].name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_text (const void *data,
          gsize       size,
          const char *text)
{
  return g_strstr_len (data, (gssize)size, text) != NULL;
}

/* Of a batch, as it is or packed. */
static gboolean
has_event (GBytes *body)
{
  g_autoptr (GBytes) plain = tb_unpack (body, TB_BATCH_MAX_BYTES, NULL);
  gsize       size = 0;
  const void *data = plain != NULL ? g_bytes_get_data (plain, &size) : NULL;

  return data != NULL && has_text (data, size, "\"event\"");
}

/* Whether it is worth dying for: not an empty push or poll. */
static gboolean
carries (const TbEnvelope *envelope)
{
  if (g_str_has_prefix (envelope->route, "mailbox/"))
    return g_bytes_get_size (envelope->body) > 4 &&
           g_str_equal (envelope->route, envelope->status == 0 ? "mailbox/put" : "mailbox/pull");
  return g_str_has_prefix (envelope->route, "files/") || g_str_equal (envelope->route, "join") ||
         has_event (envelope->body);
}

/* ---- Transactions: what they are about, and their commit ---- */

/* clang-format off */
#define WRAP(type, name, params) \
  type __real_##name params;     \
  type __wrap_##name params;     \
  type __wrap_##name params

WRAP (gboolean, tb_core_do, (TbCore *core, const TbCommand *command, TbResult *result, GError **error))
{
  work = WORK_CHANGE;
  return __real_tb_core_do (core, command, result, error);
}

WRAP (gboolean, tb_core_tick, (TbCore *core, gint64 *next, GError **error))
{
  work = WORK_TICK;
  return __real_tb_core_tick (core, next, error);
}

WRAP (TbBatch *, tb_core_make_batch,
      (TbCore *core, gint64 partner, guint limit, gboolean is_answer, GError **error))
{
  TbBatch *batch = __real_tb_core_make_batch (core, partner, limit, is_answer, error);

  if (is_answer && batch != NULL && (has_taken || batch->rows->len > 0))
    work = WORK_RECEIVE;
  return batch;
}

WRAP (gboolean, tb_core_take_batch, (TbCore *core, gint64 partner, const TbBatch *batch, GError **error))
{
  has_taken = batch->rows->len > 0;
  return __real_tb_core_take_batch (core, partner, batch, error);
}

WRAP (gboolean, tb_store_add_part,
      (TbStore *store, gint64 owner, const char *sha256, gint64 offset, gint64 size, GBytes *data,
       gint64 *have, GError **error))
{
  if (work == WORK_NONE)
    work = WORK_RECEIVE;
  return __real_tb_store_add_part (store, owner, sha256, offset, size, data, have, error);
}

WRAP (TbEnvelope *, tb_core_receive_join, (TbCore *core, const TbEnvelope *request, GError **error))
{
  work = WORK_JOIN;
  return __real_tb_core_receive_join (core, request, error);
}

WRAP (TbEnvelope *, tb_core_receive_mailbox, (TbCore *core, const TbEnvelope *request, GError **error))
{
  TbEnvelope *answer = __real_tb_core_receive_mailbox (core, request, error);

  if (answer != NULL && (carries (request) || carries (answer)))
    work = WORK_LETTER;
  return answer;
}

WRAP (gboolean, tb_core_verify,
      (TbCore *core, const TbEnvelope *envelope, GBytes *key, TbSigner signer, const char *in_answer_to,
       GError **error))
{
  if (in_answer_to != NULL && (!g_str_equal (envelope->route, "pull") || carries (envelope)))
    work = WORK_SETTLE;
  return __real_tb_core_verify (core, envelope, key, signer, in_answer_to, error);
}

WRAP (gboolean, tb_core_settle_put,
      (TbCore *core, gint64 partner, const TbEnvelope *request, const TbEnvelope *answer, GError **error))
{
  work = WORK_SETTLE;
  return __real_tb_core_settle_put (core, partner, request, answer, error);
}

WRAP (gboolean, tb_core_settle_take,
      (TbCore *core, gint64 partner, const TbEnvelope *request, const TbEnvelope *answer, GError **error))
{
  gboolean done = __real_tb_core_settle_take (core, partner, request, answer, error);

  /* What lay in the letter was received or settled within. */
  work = carries (answer) ? WORK_SETTLE : WORK_NONE;
  return done;
}

WRAP (int, sqlite3_step, (sqlite3_stmt *statement))
{
  const char *sql = sqlite3_sql (statement);
  int         code;

  if (g_str_has_prefix (sql, "BEGIN"))
    {
      work = WORK_NONE;
      has_taken = FALSE;
    }
  if (!g_str_equal (sql, "COMMIT"))
    return __real_sqlite3_step (statement);
  if (is_ordered (WHEN_BEFORE))
    die ();
  is_committing = TRUE;
  code = __real_sqlite3_step (statement);
  is_committing = FALSE;
  if (code == SQLITE_DONE && is_ordered (WHEN_AFTER))
    die ();
  work = WORK_NONE;
  return code;
}

WRAP (int, sqlite3_exec,
      (sqlite3 *db, const char *sql, int (*each) (void *, int, char **, char **), void *data, char **message))
{
  int code;

  if (!g_str_equal (sql, "COMMIT"))
    return __real_sqlite3_exec (db, sql, each, data, message);
  work = WORK_MIGRATE;
  if (is_ordered (WHEN_BEFORE))
    die ();
  is_committing = TRUE;
  code = __real_sqlite3_exec (db, sql, each, data, message);
  is_committing = FALSE;
  if (code == SQLITE_OK && is_ordered (WHEN_AFTER))
    die ();
  work = WORK_NONE;
  return code;
}

/* ---- Backups ---- */

#define FEW_PAGES 8

static _Thread_local gboolean is_restoring;

WRAP (sqlite3_backup *, sqlite3_backup_init,
      (sqlite3 *to, const char *to_name, sqlite3 *from, const char *from_name))
{
  is_restoring = strstr (sqlite3_db_filename (to, "main"), "/backups/") == NULL;
  return __real_sqlite3_backup_init (to, to_name, from, from_name);
}

WRAP (int, sqlite3_backup_step, (sqlite3_backup *backup, int n))
{
  const char *here = is_restoring ? "restore-half" : "backup-half";

  if (die_at == NULL || strcmp (die_at, here) != 0)
    return __real_sqlite3_backup_step (backup, n);
  __real_sqlite3_backup_step (backup, FEW_PAGES);
  die ();
}

WRAP (int, sqlite3_backup_finish, (sqlite3_backup *backup))
{
  int code = __real_sqlite3_backup_finish (backup);

  if (is_restoring)
    die_if ("restore-after");
  return code;
}

/* SQLite takes the program's function in place of the library's. */
ssize_t pwrite64 (int         fd,
                  const void *data,
                  size_t      size,
                  gint64      offset);

ssize_t
pwrite64 (int         fd,
          const void *data,
          size_t      size,
          gint64      offset)
{
  if (is_committing && size > 4000 && is_ordered (WHEN_TORN))
    {
      syscall (SYS_pwrite64, fd, data, size / 2, offset);
      die ();
    }
  return syscall (SYS_pwrite64, fd, data, size, offset);
}

/* ---- Between the transactions ---- */

WRAP (TbEnvelope *, tb_engine_prepare_finish, (TbEngine *self, GAsyncResult *result, GError **error))
{
  TbEnvelope *request = __real_tb_engine_prepare_finish (self, result, error);

  if (request != NULL && carries (request))
    die_if ("send-prepared");
  return request;
}

WRAP (void, tb_engine_receive_async,
      (TbEngine *self, TbEnvelope *request, GAsyncReadyCallback callback, gpointer user_data))
{
  if (carries (request))
    die_if ("request-came");
  __real_tb_engine_receive_async (self, request, callback, user_data);
}

WRAP (void, tb_engine_settle_async,
      (TbEngine *self, gint64 partner, TbEnvelope *request, TbEnvelope *answer, const GError *failure,
       GAsyncReadyCallback callback, gpointer user_data))
{
  if (answer != NULL && (carries (request) || carries (answer)))
    die_if ("answer-came");
  __real_tb_engine_settle_async (self, partner, request, answer, failure, callback, user_data);
}

WRAP (void, g_output_stream_write_all_async,
      (GOutputStream *stream, const void *data, gsize size, int priority, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer user_data))
{
  if (die_at != NULL && strcmp (die_at, "answer-half") == 0 &&
      (has_text (data, size, "webhook-id: push.answer") || has_text (data, size, "put.answer") ||
       has_text (data, size, "\"event\"")))
    {
      g_output_stream_write_all (stream, data, size / 2, NULL, NULL, NULL);
      die ();
    }
  __real_g_output_stream_write_all_async (stream, data, size, priority, cancellable, callback, user_data);
}

/* A body whose first half can be read; whoever asks for the second has written the first. */
#define TB_TYPE_HALF_STREAM (tb_half_stream_get_type ())
G_DECLARE_FINAL_TYPE (TbHalfStream, tb_half_stream, TB, HALF_STREAM, GMemoryInputStream)

struct _TbHalfStream
{
  GMemoryInputStream parent_instance;
  gboolean           has_begun;
};
G_DEFINE_FINAL_TYPE (TbHalfStream, tb_half_stream, G_TYPE_MEMORY_INPUT_STREAM)

static gssize
tb_half_stream_read (GInputStream *stream,
                     void         *buffer,
                     gsize         size,
                     GCancellable *cancellable,
                     GError      **error)
{
  TbHalfStream *self = TB_HALF_STREAM (stream);
  gssize        n;

  if (self->has_begun)
    die ();
  self->has_begun = TRUE;
  n = G_INPUT_STREAM_CLASS (tb_half_stream_parent_class)->read_fn (stream, buffer, size, cancellable, error);
  return n / 2;
}

static void
tb_half_stream_class_init (TbHalfStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = tb_half_stream_read;
}

static void
tb_half_stream_init (TbHalfStream *self)
{
}

WRAP (void, soup_message_set_request_body_from_bytes,
      (SoupMessage *message, const char *content_type, GBytes *bytes))
{
  g_autoptr (TbHalfStream) stream = NULL;

  if (die_at == NULL || strcmp (die_at, "send-half") != 0 || !has_event (bytes))
    {
      __real_soup_message_set_request_body_from_bytes (message, content_type, bytes);
      return;
    }
  stream = g_object_new (TB_TYPE_HALF_STREAM, NULL);
  g_memory_input_stream_add_bytes (G_MEMORY_INPUT_STREAM (stream), bytes);
  soup_message_set_request_body (message, content_type, G_INPUT_STREAM (stream),
                                (gssize)g_bytes_get_size (bytes));
}

WRAP (int, rename, (const char *from, const char *to))
{
  int result;

  die_if ("file-synced");
  result = __real_rename (from, to);
  die_if ("file-renamed");
  return result;
}

/* A file that came in parts gets a second name. */
WRAP (int, link, (const char *from, const char *to))
{
  int result;

  die_if ("file-synced");
  result = __real_link (from, to);
  die_if ("file-renamed");
  return result;
}
/* clang-format on */
