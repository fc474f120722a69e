/* SPDX-License-Identifier: GPL-3.0-or-later
 * CSV in and out: encodings, delimiters, columns, rows that are left out, and the way back. */
#include "config.h"

#include "tb-csv.h"
#include "tb-problem.h"
#include "tb-time.h"
#include "tb-workflow.h"

#include <glib/gstdio.h>
#include <string.h>

/** Fixture: a file and the chunk that was read from it. */
typedef struct
{
  char       *dir;
  char       *path;
  TbCsvChunk *chunk; /* (nullable) */
} Fixture;

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("tb-csv-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "tickets.csv", NULL);
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  g_clear_pointer (&fixture->chunk, tb_csv_chunk_free);
  g_unlink (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
write_bytes (Fixture    *fixture,
             const char *bytes,
             gssize      length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, bytes, length, &error);
  g_assert_no_error (error);
}

static void
read_mapped (Fixture    *fixture,
             const char *bytes,
             const char *map)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCsvImport) import = NULL;

  g_clear_pointer (&fixture->chunk, tb_csv_chunk_free);
  write_bytes (fixture, bytes, -1);
  import = tb_csv_open (fixture->path, map, &error);
  g_assert_no_error (error);
  fixture->chunk = tb_csv_next_chunk (import, 1000);
  g_assert_null (tb_csv_next_chunk (import, 1000));
}

static void
read_text (Fixture    *fixture,
           const char *bytes)
{
  read_mapped (fixture, bytes, NULL);
}

static void
assert_draft (Fixture    *fixture,
              guint       index,
              const char *title,
              const char *description)
{
  g_assert_cmpuint (fixture->chunk->n_drafts, >, index);
  g_assert_cmpstr (fixture->chunk->drafts[index].title, ==, title);
  g_assert_cmpstr (fixture->chunk->drafts[index].description, ==, description);
}

static void
assert_left_out (Fixture    *fixture,
                 guint       index,
                 guint       line,
                 TbProblem   problem,
                 const char *field)
{
  const TbCsvError *row;

  g_assert_cmpuint (fixture->chunk->errors->len, >, index);
  row = fixture->chunk->errors->pdata[index];
  g_assert_cmpuint (row->line, ==, line);
  g_assert_error (row->error, TB_PROBLEM, (int)problem);
  g_assert_cmpstr (tb_problem_get_field (row->error), ==, field);
}

static void
assert_refused (Fixture    *fixture,
                const char *bytes,
                const char *map,
                TbProblem   problem,
                const char *argument)
{
  g_autoptr (GError) error = NULL;

  write_bytes (fixture, bytes, -1);
  g_assert_null (tb_csv_open (fixture->path, map, &error));
  g_assert_error (error, TB_PROBLEM, (int)problem);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, argument);
}

/* ---- Encodings and delimiters ---- */

static void
test_encodings (Fixture      *fixture,
                gconstpointer data)
{
  static const struct
  {
    const char *bytes;
    gssize      length;
  } files[] = {
    { "Titel;Text\nDrüben;für 5 €\n", -1 },
    { "\xef\xbb\xbfTitel;Text\r\nDr\xc3\xbc"
      "ben;f\xc3\xbcr 5 \xe2\x82\xac\r\n",
      -1 },
    { "Titel;Text\r\nDr\xfc"
      "ben;f\xfcr 5 \x80\r\n",
      -1 },
    { "Titel;Text\rDr\xfc"
      "ben;f\xfcr 5 \x80",
      -1 },
    { "\xff\xfeT\0i\0t\0e\0l\0;\0T\0e\0x\0t\0\n\0D\0r\0\xfc\0"
      "b\0e\0n\0;\0f\0\xfc\0r\0 \0"
      "5\0 \0\xac\x20\n\0",
      54 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TbCsvImport) import = NULL;

      write_bytes (fixture, files[i].bytes, files[i].length);
      import = tb_csv_open (fixture->path, NULL, &error);
      g_assert_no_error (error);
      fixture->chunk = tb_csv_next_chunk (import, 10);
      g_assert_nonnull (fixture->chunk);
      g_assert_cmpuint (fixture->chunk->errors->len, ==, 0);
      g_assert_cmpuint (fixture->chunk->n_drafts, ==, 1);
      assert_draft (fixture, 0, "Drüben", "für 5 €");
      g_clear_pointer (&fixture->chunk, tb_csv_chunk_free);
    }
}

static void
test_broken_bytes_cost_one_row (Fixture      *fixture,
                                gconstpointer data)
{
  read_text (fixture, "Titel;Text\nTür;klemmt\nT\xfcr;klemmt\nBüro;größer\n");
  g_assert_cmpuint (fixture->chunk->n_drafts, ==, 2);
  assert_draft (fixture, 1, "Büro", "größer");
  assert_left_out (fixture, 0, 3, TB_PROBLEM_BAD_ENCODING, "title");
  /* 0x81 is no character of Windows-1252. */
  read_text (fixture, "Titel;Text\nT\xfcr;klemmt\nB\xfcro;\x81\n");
  g_assert_cmpuint (fixture->chunk->n_drafts, ==, 1);
  assert_left_out (fixture, 0, 3, TB_PROBLEM_BAD_ENCODING, "description");
}

static void
test_delimiters (Fixture      *fixture,
                 gconstpointer data)
{
  static const char *const files[] = {
    "title;body\nA;B, C\n",
    "title,body\nA,\"B, C\"\n",
    "title\tbody\nA\tB, C\n",
    "sep=|\r\ntitle|body\r\nA|B, C\r\n",
    "\"title\";\"body\"\n\"A\";\"B, C\"",
    "\n\n title ; body \n\n A ; B, C \n\n",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (files); i++)
    {
      read_text (fixture, files[i]);
      g_assert_cmpuint (fixture->chunk->n_drafts, ==, 1);
      assert_draft (fixture, 0, "A", "B, C");
    }
}

/* ---- Columns ---- */

static void
test_names_in_two_languages (Fixture      *fixture,
                             gconstpointer data)
{
  static const char *const headers[] = {
    "title,description,organisation,contact,phone,priority,queue,due,street,postcode,town,colour",
    "subject,body,company,contact,phone,priority,queue,due,street,postcode,town,colour",
    "SUBJECT,body,customer,Contact,Phone,Priority,Queue,Due,Street,Postcode,Town,colour",
    "Titel,Beschreibung,Organisation,Kontakt,Telefon,Priorität,Warteschlange,Fällig,Straße,PLZ,Ort,Farbe",
    "Betreff,Text,Firma,Ansprechpartner,Telefon,PRIORITÄT,Queue,Fällig am,Straße,PLZ,Ort,Farbe",
    "betreff,text,kunde,ansprechpartner,telefon,priorität,warteschlange,fällig,strasse,plz,ort,farbe",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char     *text = NULL;
      const TbTicketDraft *draft;

      text = g_strconcat (
        headers[i], "\nT,D,Firma A,Ida Wolf,+49 40 1,hoch,Netz,25.11.2026 18:00,Weg 1,20095,Hamburg,rot\n",
        NULL);
      read_text (fixture, text);
      assert_draft (fixture, 0, "T", "D");
      draft = &fixture->chunk->drafts[0];
      g_assert_cmpstr (draft->organisation, ==, "Firma A");
      g_assert_cmpstr (draft->contact, ==, "Ida Wolf");
      g_assert_cmpstr (draft->phone, ==, "+49 40 1");
      g_assert_cmpint (draft->priority, ==, TB_PRIORITY_HIGH);
      g_assert_cmpstr (draft->queue, ==, "Netz");
      g_assert_cmpint (draft->due_at, ==,
                       G_GINT64_CONSTANT (1795629600000000)); /* date -d '2026-11-25 18:00Z' */
      g_assert_cmpstr (draft->street, ==, "Weg 1");
      g_assert_cmpstr (draft->postcode, ==, "20095");
      g_assert_cmpstr (draft->town, ==, "Hamburg");
      g_assert_cmpstr (draft->source, ==, "import");
    }
}

static void
test_due_in_its_zone (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCsvImport) import = NULL;

  write_bytes (fixture, "Titel;Fällig\nA;2026-11-25 19:00\nB;+24h\n", -1);
  import = tb_csv_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
  tb_csv_set_time (import, "Europe/Berlin", 1000);
  fixture->chunk = tb_csv_next_chunk (import, 10);
  g_assert_cmpint (fixture->chunk->drafts[0].due_at, ==, G_GINT64_CONSTANT (1795629600000000));
  g_assert_cmpint (fixture->chunk->drafts[1].due_at, ==, 1000 + TB_DAY);
}

static void
test_map (Fixture      *fixture,
          gconstpointer data)
{
  read_mapped (fixture, "Kurz,Lang,priority,title\nA,B,P9,C\n", "Kurz=title,lang=Beschreibung,priority=");
  g_assert_cmpuint (fixture->chunk->n_drafts, ==, 1);
  assert_draft (fixture, 0, "A", "B");
  g_assert_cmpint (fixture->chunk->drafts[0].priority, ==, TB_PRIORITY_MEDIUM);
  assert_refused (fixture, "a,b\n1,2\n", "c=title", TB_PROBLEM_NOT_FOUND, "c");
  assert_refused (fixture, "a,b\n1,2\n", "a=colour", TB_PROBLEM_NOT_FOUND, "colour");
  assert_refused (fixture, "a,b\n1,2\n", "a=number", TB_PROBLEM_NOT_FOUND, "number");
}

static void
test_files_that_are_none (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_refused (fixture, "", NULL, TB_PROBLEM_EMPTY, "title");
  assert_refused (fixture, "\n\n", NULL, TB_PROBLEM_EMPTY, "title");
  assert_refused (fixture, "colour;size\nred;3\n", NULL, TB_PROBLEM_NOT_FOUND, "title");
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_null (tb_csv_open (fixture->path, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_FILE_UNREADABLE);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, fixture->path);
}

/* ---- Rows ---- */

static void
test_line_breaks_and_quotes (Fixture      *fixture,
                             gconstpointer data)
{
  read_text (fixture, "title,body\r\n\"A \"\"b\"\" c\",\"one\r\ntwo\n\nfour\"\r\n"
                      "\"two\nlines\",x\r\nB,5\" disk\r\n");
  g_assert_cmpuint (fixture->chunk->n_drafts, ==, 3);
  assert_draft (fixture, 0, "A \"b\" c", "one\ntwo\n\nfour");
  assert_draft (fixture, 1, "two lines", "x");
  assert_draft (fixture, 2, "B", "5\" disk");
  g_assert_cmpuint (fixture->chunk->lines[0], ==, 2);
  g_assert_cmpuint (fixture->chunk->lines[1], ==, 6);
  g_assert_cmpuint (fixture->chunk->lines[2], ==, 8);
}

static void
test_title_from_the_first_words (Fixture      *fixture,
                                 gconstpointer data)
{
  read_text (fixture,
             "title,body\n"
             ",\"  Der Drucker\n druckt nicht.  \"\n"
             /* Words that end at 80 characters, that end at 81, and one that is longer. */
             ",Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 123 weiter\n"
             ",Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 1234\n"
             ",Ä2345678901234567890123456789012345678901234567890123456789012345678901234567890X\n");
  g_assert_cmpuint (fixture->chunk->n_drafts, ==, 4);
  assert_draft (fixture, 0, "Der Drucker druckt nicht.", "  Der Drucker\n druckt nicht.  ");
  g_assert_cmpstr (fixture->chunk->drafts[1].title, ==,
                   "Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 123");
  g_assert_cmpstr (fixture->chunk->drafts[2].title, ==,
                   "Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890 Ä234567890");
  g_assert_cmpstr (fixture->chunk->drafts[3].title, ==,
                   "Ä2345678901234567890123456789012345678901234567890123456789012345678901234567890");
}

static void
test_rows_left_out (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *title = g_strnfill (TB_LIMIT_TITLE, 't');
  g_autofree char *body = g_strnfill (TB_LIMIT_TEXT, 'b');
  g_autofree char *text = NULL;

  text = g_strdup_printf ("title,body,priority,due,queue\n" /* 1 */
                          "%s,%s\n"                         /* 2: as long as can be */
                          "%st,x\n"                         /* 3 */
                          "x,%sb\n"                         /* 4 */
                          "a,b,low,,Netz,surplus\n"         /* 5 */
                          " ,\"\n\",,,\n"                   /* 6 and 7 */
                          "a,b,sometime\n"                  /* 8 */
                          "a,b,low,eventually\n"            /* 9 */
                          "a\n"                             /* 10: fewer fields are no harm */
                          "a,\"never\n"                     /* 11 */
                          "closed,c\n",
                          title, body, title, body);
  read_text (fixture, text);
  g_assert_cmpuint (fixture->chunk->n_drafts, ==, 2);
  assert_draft (fixture, 0, title, body);
  assert_draft (fixture, 1, "a", NULL);
  g_assert_cmpuint (fixture->chunk->lines[1], ==, 10);
  g_assert_cmpuint (fixture->chunk->errors->len, ==, 7);
  assert_left_out (fixture, 0, 3, TB_PROBLEM_TOO_LONG, "title");
  assert_left_out (fixture, 1, 4, TB_PROBLEM_TOO_LONG, "description");
  assert_left_out (fixture, 2, 5, TB_PROBLEM_BAD_VALUE, "columns");
  assert_left_out (fixture, 3, 6, TB_PROBLEM_EMPTY, "title");
  assert_left_out (fixture, 4, 8, TB_PROBLEM_BAD_VALUE, "priority");
  assert_left_out (fixture, 5, 9, TB_PROBLEM_BAD_DATE, "due");
  assert_left_out (fixture, 6, 11, TB_PROBLEM_BAD_VALUE, "quote");
  g_assert_cmpstr (tb_problem_get_argument (((TbCsvError *)fixture->chunk->errors->pdata[2])->error), ==,
                   "surplus");
}

static void
test_contact_without_a_company (Fixture      *fixture,
                                gconstpointer data)
{
  read_text (fixture, "Titel;Kontakt;Firma\nA;Ida Wolf;\nB;Jan Kuhn;Kuhn AG\n");
  g_assert_cmpstr (fixture->chunk->drafts[0].organisation, ==, "Ida Wolf");
  g_assert_cmpstr (fixture->chunk->drafts[0].contact, ==, "Ida Wolf");
  g_assert_cmpstr (fixture->chunk->drafts[1].organisation, ==, "Kuhn AG");
}

static void
test_chunks_and_progress (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCsvImport) import = NULL;
  gsize done = 0, total;
  guint sizes[3] = { 2, 2, 1 }, i;

  write_bytes (fixture, "title\n1\n2\n3\n4\n5\n", -1);
  import = tb_csv_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TbCsvChunk) chunk = tb_csv_next_chunk (import, 2);
      gsize before = done;

      g_assert_cmpuint (chunk->n_drafts, ==, sizes[i]);
      done = tb_csv_get_progress (import, &total);
      g_assert_cmpuint (done, >, before);
      g_assert_cmpuint (total, ==, 16);
    }
  g_assert_null (tb_csv_next_chunk (import, 2));
  g_assert_cmpuint (tb_csv_get_progress (import, NULL), ==, total);
}

/* ---- Out, and back in ---- */

static void
test_bytes_of_an_export (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *cells[TB_CSV_N_COLUMNS] = { "=1+1", "a;\"b\"\nc", NULL };

  cells[TB_CSV_PHONE] = "+49 40 1";
  cells[TB_CSV_OUTSOURCING_STATUS] = "Zugewiesen";
  tb_csv_write_header (out, TRUE);
  tb_csv_write_row (out, cells);
  g_assert_cmpstr (
    out->str, ==,
    "\xef\xbb\xbf\"Titel\";\"Beschreibung\";\"Organisation\";\"Kontakt\";\"Telefon\";\"Priorität\";"
    "\"Warteschlange\";\"Fällig\";\"Straße\";\"PLZ\";\"Ort\";\"Nummer\";\"Ticketstatus\";\"Partner\";"
    "\"Outsourcing-Status\"\r\n"
    "\"'=1+1\";\"a;\"\"b\"\"\nc\";\"\";\"\";\"'+49 40 1\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";"
    "\"Zugewiesen\"\r\n");
}

static void
test_round_trip (Fixture      *fixture,
                 gconstpointer data)
{
  static const char *const texts[] = {
    "=SUM(A1)",
    "+49 40",
    "-1",
    "@you",
    "'quoted",
    "'=x",
    "''-y",
    "\"",
    "a\n\nb",
    " lead",
    "\tx",
    "ÄÖÜ €",
    "a;b,c",
  };
  guint i, language;

  for (language = 0; language < 2; language++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      tb_csv_write_header (out, language == 1);
      for (i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          const char *cells[TB_CSV_N_COLUMNS] = { "T", texts[i], NULL };

          cells[TB_CSV_NUMBER] = "T20261123.0001";
          cells[TB_CSV_PRIORITY] = language == 1 ? "Kritisch" : "Critical";
          tb_csv_write_row (out, cells);
        }
      read_text (fixture, out->str);
      g_assert_cmpuint (fixture->chunk->n_drafts, ==, G_N_ELEMENTS (texts));
      for (i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          assert_draft (fixture, i, "T", texts[i]);
          g_assert_cmpint (fixture->chunk->drafts[i].priority, ==, TB_PRIORITY_CRITICAL);
        }
    }
}

/* ---- Columns that a person chooses ---- */

static void
test_columns_are_chosen (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCsvImport) import = NULL;
  g_auto (GStrv) cells = NULL;
  TbCsvColumn columns[] = { TB_CSV_DESCRIPTION, TB_CSV_N_COLUMNS, TB_CSV_TITLE };

  write_bytes (fixture, "Name, kurz;Priorität;Was\nlang;Hoch;kurz\n", -1);
  import = tb_csv_open_any (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tb_csv_get_n_columns (import), ==, 3);
  g_assert_cmpstr (tb_csv_get_name (import, 0), ==, "Name, kurz");
  g_assert_cmpint (tb_csv_get_column (import, 0), ==, TB_CSV_N_COLUMNS);
  g_assert_cmpint (tb_csv_get_column (import, 1), ==, TB_CSV_PRIORITY);
  g_assert_cmpint (tb_csv_get_delimiter (import), ==, ';');
  g_assert_cmpstr (tb_csv_get_encoding (import), ==, "UTF-8");
  cells = tb_csv_peek (import);
  g_assert_cmpuint (g_strv_length (cells), ==, 3);
  g_assert_cmpstr (cells[2], ==, "kurz");
  g_assert_true (tb_csv_set_columns (import, columns, &error));
  fixture->chunk = tb_csv_next_chunk (import, 10);
  assert_draft (fixture, 0, "kurz", "lang");
  g_assert_cmpint (fixture->chunk->drafts[0].priority, ==, TB_PRIORITY_MEDIUM);
}

static void
test_choosing_goes_back (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCsvImport) import = NULL;
  TbCsvColumn columns[] = { TB_CSV_TITLE, TB_CSV_TITLE };

  write_bytes (fixture, "a\tb\r\neins\tzwei\r\n", -1);
  import = tb_csv_open_any (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tb_csv_get_delimiter (import), ==, '\t');
  g_assert_true (tb_csv_set_columns (import, columns, &error));
  fixture->chunk = tb_csv_next_chunk (import, 10);
  assert_draft (fixture, 0, "eins", NULL);
  g_assert_null (tb_csv_next_chunk (import, 10));
  tb_csv_chunk_free (fixture->chunk);
  columns[0] = TB_CSV_N_COLUMNS;
  g_assert_true (tb_csv_set_columns (import, columns, &error));
  fixture->chunk = tb_csv_next_chunk (import, 10);
  assert_draft (fixture, 0, "zwei", NULL);
  columns[1] = TB_CSV_QUEUE;
  g_assert_false (tb_csv_set_columns (import, columns, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_NOT_FOUND);
}

static void
test_encoding_is_told (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (TbCsvImport) windows = NULL;
  g_autoptr (TbCsvImport) utf16 = NULL;

  write_bytes (fixture, "Titel,Text\nDr\xfc"
                        "ben,x\n",
               -1);
  windows = tb_csv_open_any (fixture->path, NULL);
  g_assert_cmpstr (tb_csv_get_encoding (windows), ==, "Windows-1252");
  write_bytes (fixture, "\xff\xfeT\0;\0x\0\n\0", 10);
  utf16 = tb_csv_open_any (fixture->path, NULL);
  g_assert_cmpstr (tb_csv_get_encoding (utf16), ==, "UTF-16");
}

/* ---- A real help desk ---- */

static void
test_real_tickets (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCsvImport) import = NULL;
  TbCsvChunk *chunk;
  guint       n = 0, n_errors = 0, i;

  path =
    g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "..", "shared", "data", "tickets-de-en.csv", NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("../shared/data/tickets-de-en.csv is not there");
      return;
    }
  import = tb_csv_open (path, NULL, &error);
  g_assert_no_error (error);
  while ((chunk = tb_csv_next_chunk (import, 500)) != NULL)
    {
      n += chunk->n_drafts;
      n_errors += chunk->errors->len;
      for (i = 0; i < chunk->n_drafts; i++)
        {
          g_assert_nonnull (chunk->drafts[i].title);
          g_assert_nonnull (chunk->drafts[i].description);
          g_assert_nonnull (chunk->drafts[i].queue);
        }
      tb_csv_chunk_free (chunk);
    }
  g_assert_cmpuint (n, ==, 2181);
  g_assert_cmpuint (n_errors, ==, 0);
}

#define ADD(path, function) g_test_add ("/engine/csv/" path, Fixture, NULL, setup, function, teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("reads-utf-8-utf-16-and-windows-1252", test_encodings);
  ADD ("leaves-out-only-the-row-with-broken-bytes", test_broken_bytes_cost_one_row);
  ADD ("finds-the-delimiter", test_delimiters);
  ADD ("knows-columns-by-english-and-german-names", test_names_in_two_languages);
  ADD ("reads-due-in-the-instance-s-zone", test_due_in_its_zone);
  ADD ("takes-a-map-for-other-names", test_map);
  ADD ("refuses-files-without-tickets", test_files_that_are_none);
  ADD ("keeps-line-breaks-quotes-and-line-numbers", test_line_breaks_and_quotes);
  ADD ("makes-a-title-from-the-first-words", test_title_from_the_first_words);
  ADD ("reports-rows-that-cannot-become-tickets", test_rows_left_out);
  ADD ("takes-a-person-without-a-company-as-customer", test_contact_without_a_company);
  ADD ("takes-the-columns-that-are-chosen", test_columns_are_chosen);
  ADD ("begins-anew-with-other-columns", test_choosing_goes_back);
  ADD ("tells-the-encoding", test_encoding_is_told);
  ADD ("gives-chunks-and-progress", test_chunks_and_progress);
  g_test_add_func ("/engine/csv/writes-for-spreadsheet-programs", test_bytes_of_an_export);
  ADD ("reads-back-what-it-wrote", test_round_trip);
  g_test_add_func ("/engine/csv/reads-2181-real-tickets", test_real_tickets);
  return g_test_run ();
}
