/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the names of attached files: what they may say, and that they hide nothing. */
#include "config.h"

#include "tb-file-name.h"
#include "tb-workflow.h"

#include <string.h>

static void
assert_clean (const char *name,
              const char *expected)
{
  g_autofree char *clean = tb_file_name_clean (name);
  g_autofree char *again = tb_file_name_clean (clean);

  g_assert_cmpstr (clean, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_ordinary_names_stay (void)
{
  static const char *const names[] = {
    "Angebot Müller & Söhne (2).pdf",
    "a",
    ".profile",
    "Bericht 10.11.2026",
    "данные.csv",
    "報告.txt",
    "नमस्ते.odt",
    "Familie \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9.png",
    "می\xE2\x80\x8Cخواهم.txt",
    "console.log",
    "Auxiliary.doc",
    "com10.txt",
    "x_y-z~1.tar.gz",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_clean (names[i], names[i]);
}

/* U+202A–202E, U+2066–2069, U+200E/F, U+061C, U+FEFF, U+00AD, U+E0041 */
static void
test_no_ending_is_hidden (void)
{
  static const char *const unseen[] = {
    "\xE2\x80\xAA",
    "\xE2\x80\xAB",
    "\xE2\x80\xAC",
    "\xE2\x80\xAD",
    "\xE2\x80\xAE",
    "\xE2\x81\xA6",
    "\xE2\x81\xA7",
    "\xE2\x81\xA8",
    "\xE2\x81\xA9",
    "\xE2\x80\x8E",
    "\xE2\x80\x8F",
    "\xD8\x9C",
    "\xEF\xBB\xBF",
    "\xC2\xAD",
    "\xF3\xA0\x81\x81",
  };

  for (guint i = 0; i < G_N_ELEMENTS (unseen); i++)
    {
      g_autofree char *within = g_strdup_printf ("Rechnung%sfdp.exe", unseen[i]);
      g_autofree char *at_end = g_strdup_printf ("Rechnung.exe%s", unseen[i]);

      assert_clean (within, "Rechnungfdp.exe");
      assert_clean (at_end, "Rechnung.exe");
      assert_clean (unseen[i], "file");
    }
  assert_clean ("Foto.jpg                                                  .exe", "Foto.jpg .exe");
}

static void
test_is_one_line_and_no_path (void)
{
  assert_clean ("a\nb.txt", "a_b.txt");
  assert_clean ("a\xE2\x80\xA8"
                "b.txt",
                "a_b.txt");
  assert_clean ("a\xE2\x80\xA9"
                "b.txt",
                "a_b.txt");
  assert_clean ("a\x7F"
                "b\x01.txt",
                "a_b_.txt");
  assert_clean ("/etc/passwd", "passwd");
  assert_clean ("../../x", "x");
  assert_clean ("C:\\Windows\\x.dll", "C:_Windows_x.dll");
  assert_clean ("folder/", "folder");
  assert_clean ("\xFF\xFEname.txt", "\xEF\xBF\xBD\xEF\xBF\xBDname.txt");
}

static void
test_end_and_nothing (void)
{
  static const char *const nothing[] = { NULL, "", ".", "..", "...", " . ", "/", "//",
                                         "\xE2\x80\xAE.", "\t" };

  assert_clean ("Brief.txt. . .", "Brief.txt");
  assert_clean ("  Brief.txt \xC2\xA0", "Brief.txt");
  assert_clean ("Brief.exe.", "Brief.exe");
  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    assert_clean (nothing[i], i == G_N_ELEMENTS (nothing) - 1 ? "_" : "file");
}

static void
test_devices (void)
{
  assert_clean ("CON", "_CON");
  assert_clean ("nul.txt", "_nul.txt");
  assert_clean ("Lpt1.tar.gz", "_Lpt1.tar.gz");
  assert_clean ("com9 .log", "_com9 .log");
}

static void
test_long_names_keep_their_ending (void)
{
  g_autofree char *stem = g_strnfill (300, 'x');
  g_autofree char *name = g_strconcat (stem, ".docx", NULL);
  g_autofree char *clean = tb_file_name_clean (name);
  g_autofree char *endless = g_strconcat ("a.", stem, NULL);
  g_autofree char *cut = tb_file_name_clean (endless);

  g_assert_cmpint (g_utf8_strlen (clean, -1), ==, TB_LIMIT_NAME);
  g_assert_true (g_str_has_prefix (clean, "xxxxx") && g_str_has_suffix (clean, "x.docx"));
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, TB_LIMIT_NAME);
  assert_clean (clean, clean);
}

/* Whatever bytes come: clean names obey the rules, and cleaning them changes nothing. */
static void
test_any_bytes (void)
{
  static const char *const pieces[] = { "\xE2\x80\xAE", "\xE2\x81\xA9", "\xE2\x80\xA8", "..", "/", "\\", " ",
                                        ".", "con", "\xFF", "ü", "\xF0\x9F\x98\x80", "\n", "a" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autofree char *clean = NULL;
      g_autofree char *again = NULL;

      for (gint32 n = g_rand_int_range (rand, 0, i % 50 == 0 ? 300 : 12); n > 0; n--)
        g_string_append (name, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      clean = tb_file_name_clean (name->str);
      again = tb_file_name_clean (clean);
      g_assert_cmpstr (clean, ==, again);
      g_assert_true (*clean != '\0' && g_utf8_validate (clean, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (clean, -1), <=, TB_LIMIT_NAME);
      g_assert_null (strpbrk (clean, "/\\\n"));
      g_assert_null (strstr (clean, "\xE2\x80\xAE"));
      g_assert_false (g_str_has_suffix (clean, ".") || g_str_has_suffix (clean, " "));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/file-name/ordinary-names-stay", test_ordinary_names_stay);
  g_test_add_func ("/model/file-name/no-ending-is-hidden", test_no_ending_is_hidden);
  g_test_add_func ("/model/file-name/is-one-line-and-no-path", test_is_one_line_and_no_path);
  g_test_add_func ("/model/file-name/end-and-nothing", test_end_and_nothing);
  g_test_add_func ("/model/file-name/devices", test_devices);
  g_test_add_func ("/model/file-name/long-names-keep-their-ending", test_long_names_keep_their_ending);
  g_test_add_func ("/model/file-name/any-bytes", test_any_bytes);
  return g_test_run ();
}
