/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of the words of the search index, from which it is told which longer ones begin with a word.
 *
 * The index itself would be read through all that it knows of a common word before the next one came. The
 * table has every word that may be asked for so (tb_sqlite_is_listed()), in the same transaction as the
 * index, and perhaps some that are in no text any more; tb_sqlite_scrub() takes these away.
 *
 * Texts are cut only once: between FTS5 and its tokenizer stands one of ours, of the same name, that looks at
 * the words as they pass. Those that are surely in the table are remembered as long as nobody else writes, so
 * that hardly any is asked for there. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

#define CUTTER "unicode61"
/* As FTS5 shortens a word. */
#define MAX_WORD 32768
/* Places for words that are remembered; a power of two. */
#define N_KNOWN 32768
/* For their first letters. */
#define N_LETTERS 3

/* A word with its length and zeros behind it. */
typedef union
{
  struct
  {
    guint8 length; /* 0: none */
    char   letters[31];
  };
  guint64 numbers[4];
} Known;

struct _TbVocabulary
{
  fts5_tokenizer cutter_class;
  gpointer       cutter_context;
  gboolean       is_learning;
  Known         *known;     /* (owned) (nullable): N_KNOWN of them */
  GString       *fresh;     /* (owned): what may not yet be in the table, a zero behind each word */
  gint64         version;   /* of the file, when what is known was so */
  gboolean       is_undone; /* with the transaction, if that is */
};

/* ---- Between FTS5 and its tokenizer ---- */

typedef int (*TokenFunc) (gpointer    data,
                          int         flags,
                          const char *token,
                          int         n,
                          int         start,
                          int         end);

typedef struct
{
  TbVocabulary  *vocabulary;
  Fts5Tokenizer *cutter; /* (owned) */
  TokenFunc      func;   /* of who asks for words now */
  gpointer       data;
} Between;

/* Letters, or signs that are kept as such, but no numbers: of what begins with one there is no end. */
gboolean
tb_sqlite_is_listed (const char *word,
                     gsize       n)
{
  guint n_letters = 0;
  gsize i;

  for (i = 0; i < n; i++)
    if ((word[i] & 0xc0) != 0x80) /* where a letter begins */
      {
        if (g_ascii_isdigit (word[i]))
          return FALSE;
        if (++n_letters == N_LETTERS)
          return TRUE;
      }
  return FALSE;
}

static inline gboolean
is_same (const Known *a,
         const Known *b)
{
  return ((a->numbers[0] ^ b->numbers[0]) | (a->numbers[1] ^ b->numbers[1]) |
          (a->numbers[2] ^ b->numbers[2]) | (a->numbers[3] ^ b->numbers[3])) == 0;
}

/* Each word has two places beside each other; who came last is in the first. */
static inline Known *
find_places (const TbVocabulary *self,
             const Known        *word)
{
  const guint64 factor = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64       hash = word->numbers[0] * factor;
  guint         i;

  for (i = 1; i <= word->length / sizeof (guint64); i++)
    hash = (hash ^ word->numbers[i]) * factor;
  return &self->known[(hash >> 40) & (N_KNOWN - 2)];
}

/* What passes is hardly ever new. */
static void
meet (TbVocabulary *self,
      const char   *word,
      gsize         n)
{
  Known  one = { .numbers = { 0 } };
  Known *places = NULL;

  if (n <= sizeof one.letters)
    {
      one.length = (guint8)n;
      memcpy (one.letters, word, n);
      places = find_places (self, &one);
      if (is_same (&places[0], &one) || is_same (&places[1], &one))
        return;
    }
  if (!tb_sqlite_is_listed (word, n))
    return;
  if (places != NULL)
    {
      places[1] = places[0];
      places[0] = one;
    }
  g_string_append_len (self->fresh, word, (gssize)n);
  g_string_append_c (self->fresh, '\0');
}

static int
on_token_cb (gpointer    data,
             int         flags,
             const char *token,
             int         n,
             int         start,
             int         end)
{
  const Between *between = data;

  meet (between->vocabulary, token, MIN ((gsize)n, MAX_WORD));
  return between->func (between->data, flags, token, n, start, end);
}

static int
cut (Fts5Tokenizer *cutter,
     gpointer       data,
     int            flags,
     const char    *text,
     int            n,
     TokenFunc      func)
{
  Between              *between = (Between *)cutter;
  const fts5_tokenizer *cutter_class = &between->vocabulary->cutter_class;

  if (!between->vocabulary->is_learning)
    return cutter_class->xTokenize (between->cutter, data, flags, text, n, func);
  between->func = func;
  between->data = data;
  return cutter_class->xTokenize (between->cutter, between, flags, text, n, on_token_cb);
}

static int
create_cutter (gpointer        data,
               const char    **options,
               int             n_options,
               Fts5Tokenizer **cutter)
{
  TbVocabulary *self = data;
  Between      *between = g_new0 (Between, 1);
  int           code;

  code = self->cutter_class.xCreate (self->cutter_context, options, n_options, &between->cutter);
  between->vocabulary = self;
  if (code == SQLITE_OK)
    *cutter = (Fts5Tokenizer *)between;
  else
    g_free (between);
  return code;
}

static void
delete_cutter (Fts5Tokenizer *cutter)
{
  Between *between = (Between *)cutter;

  between->vocabulary->cutter_class.xDelete (between->cutter);
  g_free (between);
}

/* ---- What is known ---- */

TbVocabulary *
tb_vocabulary_new (sqlite3 *db,
                   GError **error)
{
  static const fts5_tokenizer ours = { create_cutter, delete_cutter, cut };
  g_autoptr (TbVocabulary) self = g_new0 (TbVocabulary, 1);
  fts5_api *api = tb_sqlite_get_fts5 (db);

  self->fresh = g_string_new (NULL);
  if (api != NULL &&
      api->xFindTokenizer (api, CUTTER, &self->cutter_context, &self->cutter_class) == SQLITE_OK &&
      api->xCreateTokenizer (api, CUTTER, self, (fts5_tokenizer *)&ours, NULL) == SQLITE_OK)
    return g_steal_pointer (&self);
  tb_sqlite_set_error (db, CUTTER, error);
  return NULL;
}

void
tb_vocabulary_free (TbVocabulary *self)
{
  g_free (self->known);
  g_string_free (self->fresh, TRUE);
  g_free (self);
}

void
tb_vocabulary_forget (TbVocabulary *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->known, g_free);
  g_string_truncate (self->fresh, 0);
  self->is_undone = FALSE;
}

void
tb_vocabulary_end (TbVocabulary *self,
                   gboolean      is_committed)
{
  if (self == NULL)
    return;
  if (is_committed)
    self->is_undone = FALSE;
  else if (self->is_undone)
    tb_vocabulary_forget (self);
}

void
tb_vocabulary_learn (TbVocabulary *self,
                     gboolean      is_learning)
{
  self->is_learning = is_learning;
}

/* What others have written may have taken words away. */
gboolean
tb_sqlite_vocabulary_begin (TbSqlite *self,
                            GError  **error)
{
  TbVocabulary *vocabulary = self->vocabulary;
  gint64        version;

  if (!tb_sqlite_number (&self->parent, "PRAGMA data_version", NULL, 0, &version, error))
    return FALSE;
  if (version != vocabulary->version)
    tb_vocabulary_forget (vocabulary);
  vocabulary->version = version;
  vocabulary->is_undone = TRUE;
  if (vocabulary->known == NULL)
    vocabulary->known = g_new0 (Known, N_KNOWN);
  return TRUE;
}

gboolean
tb_sqlite_vocabulary_flush (TbSqlite *self,
                            GError  **error)
{
  const GString *fresh = self->vocabulary->fresh;
  gsize          place;

  for (place = 0; place < fresh->len; place += strlen (fresh->str + place) + 1)
    {
      const TbParam param = { 's', 0, fresh->str + place };

      if (!tb_sqlite_exec (&self->parent, "INSERT OR IGNORE INTO search_word (word) VALUES (?)", &param, 1,
                           error))
        return FALSE;
    }
  g_string_truncate (self->vocabulary->fresh, 0);
  return TRUE;
}
