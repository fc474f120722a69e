/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets from CSV: a file of any common spreadsheet program, chunk by chunk. */
#include "config.h"

#include "tb-csv.h"

#include "tb-csv-private.h"
#include "tb-csv-reader-private.h"
#include "tb-problem.h"
#include "tb-time.h"
#include "tb-workflow.h"

#include <string.h>

#define TITLE_FROM_BODY 80 /* characters of a title that is made from the description */
#define ARGUMENT_CHARS 40  /* characters of the file that an error repeats */

typedef struct
{
  TbCsvColumn column;
  const char *names[8]; /* the first is written in English, the second in German */
} ColumnNames;

typedef struct
{
  const char *name;
  TbPriority  priority;
} PriorityName;

/* clang-format off */
static const ColumnNames column_names[TB_CSV_N_COLUMNS] = {
  { TB_CSV_TITLE, { "Title", "Titel", "Subject", "Betreff", "Summary" } },
  { TB_CSV_DESCRIPTION, { "Description", "Beschreibung", "Body", "Text" } },
  { TB_CSV_ORGANISATION,
    { "Organisation", "Organisation", "Organization", "Company", "Customer", "Firma", "Kunde" } },
  { TB_CSV_CONTACT, { "Contact", "Kontakt", "Ansprechpartner", "Ansprechpartnerin" } },
  { TB_CSV_PHONE, { "Phone", "Telefon", "Telephone", "Tel.", "Telefonnummer" } },
  { TB_CSV_PRIORITY, { "Priority", "Priorität", "Prioritaet" } },
  { TB_CSV_QUEUE, { "Queue", "Warteschlange" } },
  { TB_CSV_DUE, { "Due", "Fällig", "Faellig", "Fällig am", "Due date", "Fälligkeitsdatum" } },
  { TB_CSV_STREET, { "Street", "Straße", "Strasse" } },
  { TB_CSV_POSTCODE, { "Postcode", "PLZ", "Postleitzahl", "Zip" } },
  { TB_CSV_TOWN, { "Town", "Ort", "City", "Stadt" } },
  { TB_CSV_NUMBER, { "Number", "Nummer" } },
  { TB_CSV_STATUS, { "Ticket status", "Ticketstatus" } },
  { TB_CSV_PARTNER, { "Partner", "Partner" } },
  { TB_CSV_OUTSOURCING_STATUS, { "Outsourcing status", "Outsourcing-Status" } },
};
static const PriorityName priority_names[] = {
  { "low", TB_PRIORITY_LOW }, { "niedrig", TB_PRIORITY_LOW },
  { "medium", TB_PRIORITY_MEDIUM }, { "mittel", TB_PRIORITY_MEDIUM }, { "normal", TB_PRIORITY_MEDIUM },
  { "high", TB_PRIORITY_HIGH }, { "hoch", TB_PRIORITY_HIGH },
  { "critical", TB_PRIORITY_CRITICAL }, { "kritisch", TB_PRIORITY_CRITICAL },
  { "urgent", TB_PRIORITY_CRITICAL }, { "dringend", TB_PRIORITY_CRITICAL },
};
static const char *const fields[TB_CSV_N_COLUMNS] = {
  "title", "description", "organisation", "contact", "phone", "priority", "queue", "due",
  "street", "postcode", "town", "number", "status", "partner", "outsourcing-status",
};
/* clang-format on */

const char *
_tb_csv_heading (TbCsvColumn column,
                 gboolean    is_german)
{
  return column_names[column].names[is_german ? 1 : 0];
}

gboolean
_tb_csv_is_formula (const char *text)
{
  text += strspn (text, "'");
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/* ---- The first row ---- */

static gboolean
is_same_name (const char *a,
              const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return strcmp (g_strstrip (folded_a), g_strstrip (folded_b)) == 0;
}

static TbCsvColumn
find_column (const char *name)
{
  guint i, j;

  for (i = 0; i < TB_CSV_N_COLUMNS; i++)
    for (j = 0; j < G_N_ELEMENTS (column_names[i].names) && column_names[i].names[j] != NULL; j++)
      if (is_same_name (name, column_names[i].names[j]))
        return column_names[i].column;
  return TB_CSV_N_COLUMNS;
}

/* The fields of a row; (element-type utf8): a field that is not text is "". */
static GPtrArray *
get_names (TbCsvImport *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint i;

  for (i = 0; i < tb_csv_reader_get_n_fields (self->reader); i++)
    {
      char *name = tb_csv_reader_get_field (self->reader, i);

      g_ptr_array_add (names, name != NULL ? name : g_strdup (""));
    }
  return g_steal_pointer (&names);
}

static guint
count_known (TbCsvImport *self,
             char       **map)
{
  g_autoptr (GPtrArray) names = get_names (self);
  guint n = 0, i, j;

  for (i = 0; i < names->len; i++)
    {
      n += find_column (names->pdata[i]) != TB_CSV_N_COLUMNS;
      for (j = 0; map[j] != NULL; j++)
        {
          g_autofree char *left = g_strndup (map[j], strcspn (map[j], "="));

          n += is_same_name (left, names->pdata[i]);
        }
    }
  return n;
}

/* Reads the first row with each delimiter and keeps the one that finds most names, then most columns. */
static gboolean
read_header (TbCsvImport *self,
             char       **map)
{
  static const char delimiters[] = { ';', ',', '\t' };
  guint             best_known = 0, best_columns = 0, i;
  char              best = ';';
  gboolean          is_whole;

  for (i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      guint known, n_columns;

      tb_csv_reader_rewind (self->reader, delimiters[i]);
      if (!tb_csv_reader_next (self->reader, &is_whole))
        return FALSE;
      known = count_known (self, map);
      n_columns = tb_csv_reader_get_n_fields (self->reader);
      if (known > best_known || (known == best_known && n_columns > best_columns))
        {
          best = delimiters[i];
          best_known = known;
          best_columns = n_columns;
        }
    }
  tb_csv_reader_rewind (self->reader, best);
  return tb_csv_reader_next (self->reader, &is_whole);
}

static guint
find_name (GPtrArray  *names,
           const char *name)
{
  guint i;

  for (i = 0; i < names->len; i++)
    if (is_same_name (names->pdata[i], name))
      return i;
  return NO_COLUMN;
}

/* One entry of the map, as `subject=title`. @taken: which columns of the file the map has spoken for. */
static gboolean
apply_map (TbCsvImport *self,
           const char  *entry,
           GPtrArray   *names,
           gboolean    *taken,
           GError     **error)
{
  g_auto (GStrv) sides = g_strsplit (entry, "=", 2);
  guint       index = sides[0] != NULL ? find_name (names, sides[0]) : NO_COLUMN;
  const char *target = sides[0] != NULL && sides[1] != NULL ? g_strstrip (sides[1]) : "";
  TbCsvColumn column = find_column (target);

  if (index == NO_COLUMN || (column > TB_CSV_TOWN && *target != '\0'))
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND,
                      index == NO_COLUMN && sides[0] != NULL ? sides[0] : target);
      return FALSE;
    }
  taken[index] = TRUE;
  if (*target != '\0')
    self->columns[column] = index;
  return TRUE;
}

static gboolean
find_columns (TbCsvImport *self,
              char       **map,
              GError     **error)
{
  g_autofree gboolean *taken = NULL;
  guint                i;

  self->names = get_names (self);
  self->n_columns = self->names->len;
  taken = g_new0 (gboolean, self->n_columns + 1);
  _tb_csv_forget_columns (self);
  for (i = 0; map[i] != NULL; i++)
    if (!apply_map (self, map[i], self->names, taken, error))
      return FALSE;
  for (i = 0; i < self->n_columns; i++)
    {
      TbCsvColumn column = find_column (self->names->pdata[i]);

      /* Of two columns with the same meaning the first is taken. */
      if (column != TB_CSV_N_COLUMNS && !taken[i] && self->columns[column] == NO_COLUMN)
        self->columns[column] = i;
    }
  return TRUE;
}

static TbCsvImport *
open_file (const char *path,
           char      **map,
           GError    **error)
{
  g_autoptr (TbCsvImport) self = g_new0 (TbCsvImport, 1);

  self->reader = tb_csv_reader_open (path, error);
  if (self->reader == NULL)
    return NULL;
  if (!read_header (self, map))
    {
      tb_problem_set (error, TB_PROBLEM_EMPTY, fields[TB_CSV_TITLE]);
      return NULL;
    }
  return find_columns (self, map, error) ? g_steal_pointer (&self) : NULL;
}

TbCsvImport *
tb_csv_open (const char *path,
             const char *map,
             GError    **error)
{
  g_autoptr (TbCsvImport) self = NULL;
  g_auto (GStrv) entries = g_strsplit (map != NULL ? map : "", ",", -1);

  g_return_val_if_fail (path != NULL, NULL);

  self = open_file (path, entries, error);
  return self != NULL && _tb_csv_has_text (self, error) ? g_steal_pointer (&self) : NULL;
}

TbCsvImport *
tb_csv_open_any (const char *path,
                 GError    **error)
{
  char *none[] = { NULL };

  g_return_val_if_fail (path != NULL, NULL);

  return open_file (path, none, error);
}

void
tb_csv_free (TbCsvImport *self)
{
  if (self == NULL)
    return;
  tb_csv_reader_free (self->reader);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self->zone);
  g_free (self);
}

void
tb_csv_set_time (TbCsvImport *self,
                 const char  *zone,
                 gint64       now)
{
  g_return_if_fail (self != NULL);

  g_free (self->zone);
  self->zone = g_strdup (zone);
  self->now = now;
}

gsize
tb_csv_get_progress (TbCsvImport *self,
                     gsize       *total)
{
  g_return_val_if_fail (self != NULL, 0);

  return tb_csv_reader_get_progress (self->reader, total);
}

/* ---- From a row to a draft ---- */

static void
refuse (GError    **error,
        TbProblem   problem,
        const char *argument,
        const char *field)
{
  tb_problem_set (error, problem, argument);
  if (error != NULL)
    tb_problem_set_field (*error, field);
}

/* White space and line breaks become single blanks, in place. */
static char *
join_words (char *text)
{
  char *from = text, *to = text;

  for (; *from != '\0'; from++)
    if (!g_ascii_isspace (*from))
      *to++ = *from;
    else if (to > text && to[-1] != ' ')
      *to++ = ' ';
  *to = '\0';
  return g_strchomp (text);
}

/* Line breaks become \n, in place. */
static char *
join_line_breaks (char *text)
{
  char *from = text, *to = text;

  for (; *from != '\0'; from++)
    if (*from != '\r')
      *to++ = *from;
    else if (from[1] != '\n')
      *to++ = '\n';
  *to = '\0';
  return text;
}

/* Returns: (transfer full): the first words of @text that fit into a title */
static char *
first_words (const char *text)
{
  g_autofree char *words = join_words (g_strdup (text));
  char            *end, *blank;

  if (g_utf8_strlen (words, -1) <= TITLE_FROM_BODY)
    return g_steal_pointer (&words);
  end = g_utf8_offset_to_pointer (words, TITLE_FROM_BODY);
  blank = g_utf8_strrchr (words, end - words + 1, ' ');
  *(blank != NULL ? blank : end) = '\0';
  return g_steal_pointer (&words);
}

/* Returns: (transfer full) (nullable): the cell's text, "" if there is none; NULL with @error. */
static char *
read_cell (TbCsvImport *self,
           TbCsvColumn  column,
           GError     **error)
{
  guint            index = self->columns[column];
  g_autofree char *text = NULL;
  gsize            limit = TB_LIMIT_NAME;

  if (index >= tb_csv_reader_get_n_fields (self->reader))
    return g_strdup ("");
  text = tb_csv_reader_get_field (self->reader, index);
  if (text == NULL)
    {
      refuse (error, TB_PROBLEM_BAD_ENCODING, NULL, fields[column]);
      return NULL;
    }
  if (*text == '\'' && _tb_csv_is_formula (text))
    memmove (text, text + 1, strlen (text));
  if (column == TB_CSV_DESCRIPTION)
    join_line_breaks (text);
  else
    join_words (text);
  if (column == TB_CSV_TITLE || column == TB_CSV_DESCRIPTION)
    limit = column == TB_CSV_TITLE ? TB_LIMIT_TITLE : TB_LIMIT_TEXT;
  return tb_check_text (text, limit, fields[column], error) ? g_steal_pointer (&text) : NULL;
}

static gboolean
read_priority (const char *text,
               TbPriority *priority,
               GError    **error)
{
  guint i;

  *priority = TB_PRIORITY_MEDIUM;
  if (*text == '\0')
    return TRUE;
  for (i = 0; i < G_N_ELEMENTS (priority_names); i++)
    if (is_same_name (text, priority_names[i].name))
      {
        *priority = priority_names[i].priority;
        return TRUE;
      }
  refuse (error, TB_PROBLEM_BAD_VALUE, text, fields[TB_CSV_PRIORITY]);
  return FALSE;
}

static gboolean
read_due (TbCsvImport *self,
          const char  *text,
          gint64      *due,
          GError     **error)
{
  *due = 0;
  if (*text == '\0' || tb_time_parse_user (text, self->zone, self->now, due, NULL))
    return TRUE;
  refuse (error, TB_PROBLEM_BAD_DATE, text, fields[TB_CSV_DUE]);
  return FALSE;
}

/* Returns: (transfer full): as much of @text as an error repeats */
static char *
shorten (const char *text)
{
  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), ARGUMENT_CHARS));
}

/* Refuses a row whose fields do not stand where the first row says. */
static gboolean
check_shape (TbCsvImport *self,
             gboolean     is_whole,
             GError     **error)
{
  guint            index = is_whole ? self->n_columns : tb_csv_reader_get_n_fields (self->reader) - 1;
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  if (is_whole && tb_csv_reader_get_n_fields (self->reader) <= self->n_columns)
    return TRUE;
  text = tb_csv_reader_get_field (self->reader, index);
  shown = shorten (text != NULL ? text : "");
  refuse (error, TB_PROBLEM_BAD_VALUE, join_words (shown), is_whole ? "columns" : "quote");
  return FALSE;
}

/* All cells; FALSE with @error. */
static gboolean
read_cells (TbCsvImport *self,
            char       **cells,
            GError     **error)
{
  guint i;

  for (i = 0; i <= TB_CSV_TOWN; i++)
    {
      cells[i] = read_cell (self, i, error);
      if (cells[i] == NULL)
        return FALSE;
    }
  if (*cells[TB_CSV_TITLE] != '\0')
    return TRUE;
  g_free (cells[TB_CSV_TITLE]);
  cells[TB_CSV_TITLE] = first_words (cells[TB_CSV_DESCRIPTION]);
  if (*cells[TB_CSV_TITLE] != '\0')
    return TRUE;
  refuse (error, TB_PROBLEM_EMPTY, fields[TB_CSV_TITLE], fields[TB_CSV_TITLE]);
  return FALSE;
}

static const char *
keep (GStringChunk *texts,
      const char   *text)
{
  return *text != '\0' ? g_string_chunk_insert (texts, text) : NULL;
}

static gboolean
read_draft (TbCsvImport   *self,
            gboolean       is_whole,
            GStringChunk  *texts,
            TbTicketDraft *draft,
            GError       **error)
{
  char    *cells[TB_CSV_TOWN + 1] = { NULL };
  gboolean is_done;
  guint    i;

  is_done = check_shape (self, is_whole, error) && read_cells (self, cells, error) &&
            read_priority (cells[TB_CSV_PRIORITY], &draft->priority, error) &&
            read_due (self, cells[TB_CSV_DUE], &draft->due_at, error);
  if (is_done)
    {
      draft->title = keep (texts, cells[TB_CSV_TITLE]);
      draft->description = keep (texts, cells[TB_CSV_DESCRIPTION]);
      draft->organisation = keep (texts, cells[TB_CSV_ORGANISATION]);
      draft->contact = keep (texts, cells[TB_CSV_CONTACT]);
      draft->phone = keep (texts, cells[TB_CSV_PHONE]);
      draft->street = keep (texts, cells[TB_CSV_STREET]);
      draft->postcode = keep (texts, cells[TB_CSV_POSTCODE]);
      draft->town = keep (texts, cells[TB_CSV_TOWN]);
      draft->queue = keep (texts, cells[TB_CSV_QUEUE]);
      draft->source = "import";
      /* A person without a company is a customer too. */
      if (draft->organisation == NULL)
        draft->organisation = draft->contact;
    }
  for (i = 0; i < G_N_ELEMENTS (cells); i++)
    g_free (cells[i]);
  return is_done;
}

static void
free_error (gpointer data)
{
  TbCsvError *self = data;

  g_error_free (self->error);
  g_free (self);
}

void
tb_csv_chunk_free (TbCsvChunk *self)
{
  if (self == NULL)
    return;
  g_free (self->drafts);
  g_free (self->lines);
  g_ptr_array_unref (self->errors);
  g_string_chunk_free (self->texts);
  g_free (self);
}

TbCsvChunk *
tb_csv_next_chunk (TbCsvImport *self,
                   guint        max_rows)
{
  g_autoptr (GArray) drafts = g_array_new (FALSE, TRUE, sizeof (TbTicketDraft));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (TbCsvChunk) chunk = g_new0 (TbCsvChunk, 1);
  gboolean is_whole;

  g_return_val_if_fail (self != NULL && max_rows > 0, NULL);

  chunk->errors = g_ptr_array_new_with_free_func (free_error);
  chunk->texts = g_string_chunk_new (4096);
  while (drafts->len + chunk->errors->len < max_rows && tb_csv_reader_next (self->reader, &is_whole))
    {
      TbTicketDraft draft = { NULL };
      guint         line = tb_csv_reader_get_line (self->reader);
      GError       *error = NULL;

      if (read_draft (self, is_whole, chunk->texts, &draft, &error))
        {
          g_array_append_val (drafts, draft);
          g_array_append_val (lines, line);
        }
      else
        {
          TbCsvError *row = g_new0 (TbCsvError, 1);

          row->line = line;
          row->error = error;
          g_ptr_array_add (chunk->errors, row);
        }
    }
  if (drafts->len + chunk->errors->len == 0)
    return NULL;
  chunk->n_drafts = drafts->len;
  chunk->drafts = (TbTicketDraft *)(void *)g_array_free (g_steal_pointer (&drafts), FALSE);
  chunk->lines = (guint *)(void *)g_array_free (g_steal_pointer (&lines), FALSE);
  return g_steal_pointer (&chunk);
}

const char *
tb_csv_get_word (TbCsvColumn column)
{
  g_return_val_if_fail (column < TB_CSV_N_COLUMNS, NULL);

  return fields[column];
}
