/* SPDX-License-Identifier: GPL-3.0-or-later
 * The guard before the parser, the getters and the writer. */
#include "config.h"

#include "tb-json-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  gssize      length; /* -1: up to the NUL */
  const char *fault;  /* NULL: is taken */
} Document;

#define D(name, text, fault) \
  {                          \
    name, text, -1, fault    \
  }
#define N(name, text, fault)             \
  {                                      \
    name, text, sizeof (text) - 1, fault \
  }

/* clang-format off */
static const Document documents[] = {
  D ("empty", "", "empty"),
  D ("blanks only", " \t\r\n", "empty"),
  D ("array", "[]", "object"),
  D ("array of objects", "[{}]", "object"),
  D ("null", "null", "object"),
  D ("string", "\"x\"", "object"),
  D ("number", "1", "object"),
  D ("true", "true", "object"),
  D ("object", "{}", NULL),
  D ("blanks around", " \n{ } \t", NULL),
  D ("trailing text", "{}x", "trailing text"),
  D ("two documents", "{} {}", "trailing text"),
  D ("number before", "2{\"a\":1}", "trailing text"),
  D ("byte order mark", "\xef\xbb\xbf{}", "number"),
  D ("comma at end", "{\"a\":1,}", "syntax"),
  D ("comma at end of array", "{\"a\":[1,]}", "number"),
  D ("comma only", "{,}", "syntax"),
  D ("no colon", "{\"a\" 1}", "syntax"),
  D ("no comma", "{\"a\":1 \"b\":2}", "syntax"),
  D ("bare key", "{a:1}", "syntax"),
  D ("number as key", "{1:1}", "syntax"),
  D ("single quotes", "{'a':1}", "syntax"),
  D ("comment", "/* */{}", "number"),
  D ("line comment", "{}// x", "trailing text"),
  D ("assignment", "var a = {};", "number"),
  D ("not closed", "{\"a\":{}", "syntax"),
  D ("wrong bracket", "{\"a\":[1}", "syntax"),
  D ("leading zero", "{\"a\":01}", "number"),
  D ("plus", "{\"a\":+1}", "number"),
  D ("point first", "{\"a\":.5}", "number"),
  D ("point last", "{\"a\":1.}", "number"),
  D ("exponent without digits", "{\"a\":1e}", "number"),
  D ("minus only", "{\"a\":-}", "number"),
  D ("hexadecimal", "{\"a\":0x10}", "syntax"),
  D ("not a number", "{\"a\":NaN}", "number"),
  D ("infinity", "{\"a\":-Infinity}", "number"),
  D ("half a word", "{\"a\":tru}", "syntax"),
  D ("capital word", "{\"a\":True}", "number"),
  D ("raw tab", "{\"a\":\"\t\"}", "control character"),
  D ("raw line break", "{\"a\":\"\n\"}", "control character"),
  D ("unknown escape", "{\"a\":\"\\x41\"}", "escape"),
  D ("short escape", "{\"a\":\"\\u12\"}", "escape"),
  D ("escape at end", "{\"a\":\"\\", "escape"),
  D ("high surrogate alone", "{\"a\":\"\\ud800\"}", "surrogate"),
  D ("high surrogate and letter", "{\"a\":\"\\ud800\\u0041\"}", "surrogate"),
  D ("two high surrogates", "{\"a\":\"\\ud800\\ud800\"}", "surrogate"),
  D ("low surrogate alone", "{\"a\":\"\\udc00\"}", "surrogate"),
  D ("surrogate in key", "{\"\\udc00\":1}", "surrogate"),
  D ("pair", "{\"a\":\"\\ud83d\\ude00\"}", NULL),
  D ("all escapes", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u00E9\"}", NULL),
  D ("escaped NUL", "{\"a\":\"\\u0000\"}", "NUL"),
  N ("NUL in a string", "{\"a\":\"\0\"}", "NUL"),
  N ("NUL behind", "{}\0", "NUL"),
  D ("byte ff", "{\"a\":\"\xff\"}", "UTF-8"),
  D ("overlong NUL", "{\"a\":\"\xc0\x80\"}", "UTF-8"),
  D ("surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}", "UTF-8"),
  D ("half a letter", "{\"a\":\"\xc3\"}", "UTF-8"),
  D ("beyond Unicode", "{\"a\":\"\xf4\x90\x80\x80\"}", "UTF-8"),
  D ("doubled key", "{\"a\":1,\"a\":1}", "doubled key"),
  D ("doubled by escape", "{\"a\":1,\"\\u0061\":2}", "doubled key"),
  D ("doubled é", "{\"\\u00e9\":1,\"é\":2}", "doubled key"),
  D ("doubled pair", "{\"😀\":1,\"\\ud83d\\uDE00\":2}", "doubled key"),
  D ("doubled empty key", "{\"\":1,\"\":2}", "doubled key"),
  D ("doubled within", "{\"a\":[{\"b\":{\"c\":1,\"d\":2,\"c\":3}}]}", "doubled key"),
  D ("doubled around an object", "{\"a\":{\"x\":1},\"b\":2,\"a\":3}", "doubled key"),
  D ("same key at other depth", "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}", NULL),
  D ("prefix of a key", "{\"ab\":1,\"a\":2,\"b\":3}", NULL),
  D ("other case", "{\"a\":1,\"A\":2}", NULL),
  D ("huge number unread", "{\"x\":1e999,\"y\":-1e-999,\"z\":123456789012345678901234567890}", NULL),
  D ("fractions unread", "{\"x\":[0.1,-0,1E+2,-0.0e-0]}", NULL),
};
/* clang-format on */

static TbJson *
parse (const char *text,
       gssize      length,
       GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize)length);

  return tb_json_parse (bytes, TB_JSON_MAX_BYTES, error);
}

static void
assert_refused (const char *text,
                gssize      length,
                TbProblem   problem,
                const char *fault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbJson) json = parse (text, length, &error);

  g_assert_null (json);
  g_assert_error (error, TB_PROBLEM, (int)problem);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, fault);
}

static void
test_documents (gconstpointer data)
{
  const Document *document = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbJson) json = NULL;

  if (document->fault != NULL)
    {
      assert_refused (document->text, document->length, TB_PROBLEM_MALFORMED, document->fault);
      return;
    }
  json = parse (document->text, document->length, &error);
  g_assert_no_error (error);
  g_assert_nonnull (json);
}

static char *
repeat (const char *before,
        const char *text,
        guint       n,
        const char *after)
{
  GString *out = g_string_new (before);

  while (n-- > 0)
    g_string_append (out, text);
  g_string_append (out, after);
  return g_string_free (out, FALSE);
}

static void
test_brackets (void)
{
  g_autofree char *arrays = repeat ("{\"a\":", "[", 100000, "");
  g_autofree char *objects = repeat ("", "{\"a\":", 100000, "");

  assert_refused (arrays, -1, TB_PROBLEM_MALFORMED, "depth");
  assert_refused (objects, -1, TB_PROBLEM_MALFORMED, "depth");
  assert_refused (arrays + strlen ("{\"a\":"), -1, TB_PROBLEM_MALFORMED, "depth");
}

/* The root is the first level. */
static void
test_depth (void)
{
  guint level;

  for (level = 31; level <= 33; level++)
    {
      g_autofree char *open = repeat ("{\"a\":", "[", level - 1, "1");
      g_autofree char *text = repeat (open, "]", level - 1, "}");
      g_autoptr (TbJson) json = parse (text, -1, NULL);

      g_assert_cmpint (json != NULL, ==, level <= TB_JSON_MAX_DEPTH);
    }
}

static void
test_values (void)
{
  /* The member is one of them. */
  g_autofree char *most = repeat ("{\"a\":[0", ",0", TB_JSON_MAX_VALUES - 2, "]}");
  g_autofree char *more = repeat ("{\"a\":[0", ",0", TB_JSON_MAX_VALUES - 1, "]}");
  g_autoptr (TbJson) json = parse (most, -1, NULL);

  g_assert_nonnull (json);
  assert_refused (more, -1, TB_PROBLEM_MALFORMED, "too many members");
}

static void
test_members (void)
{
  guint n;

  for (n = TB_JSON_MAX_MEMBERS; n <= TB_JSON_MAX_MEMBERS + 1; n++)
    {
      GString *text = g_string_new ("{\"k0\":0");
      guint    i;

      for (i = 1; i < n; i++)
        g_string_append_printf (text, ",\"k%u\":0", i);
      g_string_append_c (text, '}');
      if (n > TB_JSON_MAX_MEMBERS)
        assert_refused (text->str, -1, TB_PROBLEM_MALFORMED, "too many members");
      else
        {
          g_autoptr (TbJson) json = parse (text->str, -1, NULL);

          g_assert_nonnull (json);
        }
      g_string_free (text, TRUE);
    }
}

static void
test_size (void)
{
  g_autofree char *most = repeat ("{", " ", TB_JSON_MAX_BYTES - 2, "}");
  g_autofree char *more = repeat ("{", " ", TB_JSON_MAX_BYTES - 1, "}");
  g_autoptr (TbJson) json = parse (most, -1, NULL);

  g_assert_nonnull (json);
  assert_refused (more, -1, TB_PROBLEM_TOO_LARGE, NULL);
}

typedef struct
{
  const char *number;
  gboolean    is_read;
  gint64      value;
} Integer;

static void
test_integers (void)
{
  static const Integer integers[] = {
    { "0", TRUE, 0 },
    { "-1", TRUE, -1 },
    { "999999999999999", TRUE, 999999999999999 },
    { "-999999999999999", TRUE, -999999999999999 },
    { "1000000000000000", FALSE, 0 },
    { "18446744073709551617", FALSE, 0 },
    { "9223372036854775808", FALSE, 0 },
    { "1.0", FALSE, 0 },
    { "1e3", FALSE, 0 },
    { "1e999", FALSE, 0 },
    { "-0", FALSE, 0 },
    { "\"1\"", FALSE, 0 },
    { "true", FALSE, 0 },
    { "null", FALSE, 0 },
    { "[1]", FALSE, 0 },
    { "{}", FALSE, 0 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (integers); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"n\":%s,\"a\":[%s]}", integers[i].number,
                                               integers[i].number);
      g_autoptr (TbJson) json = parse (text, -1, NULL);
      g_autoptr (GError) error = NULL;
      TbJsonArray *array = NULL;
      gint64       value = 42;
      gint64       element = 42;

      g_assert_nonnull (json);
      g_assert_cmpint (tb_json_get_int (tb_json_root (json), "n", TB_OPTIONAL, G_MININT64, G_MAXINT64,
                                        &value, &error),
                       ==,
                       integers[i].is_read);
      g_assert_cmpint (value, ==, integers[i].is_read ? integers[i].value : 42);
      g_assert_true (tb_json_get_array (tb_json_root (json), "a", TB_REQUIRED, &array, NULL));
      g_assert_cmpint (tb_json_array_int (array, 0, G_MININT64, &element), ==, integers[i].is_read);
      g_assert_cmpint (element, ==, integers[i].is_read ? integers[i].value : 42);
      if (!integers[i].is_read)
        {
          g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
          g_assert_cmpstr (tb_problem_get_argument (error), ==, "n");
        }
    }
}

static void
test_missing_and_null (void)
{
  g_autoptr (TbJson) json = parse ("{\"null\":null}", -1, NULL);
  static const char *const names[] = { "null", "missing" };
  guint                    i;

  g_assert_nonnull (json);
  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TbJsonObject *root = tb_json_root (json);
      TbPresence    presence;

      for (presence = TB_REQUIRED; presence <= TB_OPTIONAL; presence++)
        {
          gboolean      is_fine = i == 1 && presence == TB_OPTIONAL;
          const char   *text = "before";
          gint64        number = 42;
          gboolean      flag = TRUE;
          TbJsonObject *object = root;
          TbJsonArray  *array = NULL;

          g_assert_cmpint (tb_json_get_text (root, names[i], presence, 0, 9, &text, NULL), ==, is_fine);
          g_assert_cmpint (tb_json_get_int (root, names[i], presence, 0, 99, &number, NULL), ==, is_fine);
          g_assert_cmpint (tb_json_get_bool (root, names[i], presence, &flag, NULL), ==, is_fine);
          g_assert_cmpint (tb_json_get_object (root, names[i], presence, &object, NULL), ==, is_fine);
          g_assert_cmpint (tb_json_get_array (root, names[i], presence, &array, NULL), ==, is_fine);
          g_assert_cmpstr (text, ==, "before");
          g_assert_cmpint (number, ==, 42);
          g_assert_true (flag);
          g_assert_true (object == root);
          g_assert_null (array);
        }
    }
}

static void
test_text_length (void)
{
  g_autoptr (TbJson) json = parse ("{\"t\":\"äöü😀\"}", -1, NULL);
  const char *text = NULL;

  g_assert_nonnull (json);
  g_assert_true (tb_json_get_text (tb_json_root (json), "t", TB_REQUIRED, 4, 4, &text, NULL));
  g_assert_cmpstr (text, ==, "äöü😀");
  g_assert_false (tb_json_get_text (tb_json_root (json), "t", TB_REQUIRED, 0, 3, &text, NULL));
  g_assert_false (tb_json_get_text (tb_json_root (json), "t", TB_REQUIRED, 5, 9, &text, NULL));
}

static void
test_canonical (void)
{
  static const char text[] = " { \"\\u0061\\/\" : [ 1 , 2.5 , -0 , 1e3 , true , "
                             "\"\\u00e9\\u0001\\u2028\\ud83d\\ude00\" ] } ";
  GString          *clean = tb_json_scan (text, strlen (text), NULL);

  g_assert_nonnull (clean);
  g_assert_cmpstr (clean->str, ==, "{\"a/\":[1,0.5,0.5,0.5,true,\"é\\u0001\xe2\x80\xa8😀\"]}");
  g_string_free (clean, TRUE);
}

static void
test_writer (void)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("{\"r\":[]}", 8);
  g_autofree char *indented = NULL;
  GString         *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_json_open (out, "empty", '[');
  tb_json_close (out, ']');
  tb_json_put_text (out, "text", "[\"\\/\b\f\n\r\t\x01\x1f\x7f\xc3\xa4{");
  tb_json_put_int (out, "int", G_GINT64_CONSTANT (-999999999999999));
  tb_json_open (out, "list", '[');
  tb_json_put_bool (out, NULL, TRUE);
  tb_json_put_bool (out, NULL, FALSE);
  tb_json_put_raw (out, NULL, raw);
  tb_json_close (out, ']');
  tb_json_close (out, '}');
  g_assert_cmpstr (out->str,
                   ==,
                   "{\"empty\":[],\"text\":\"[\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xc3\xa4{\","
                   "\"int\":-999999999999999,\"list\":[true,false,{\"r\":[]}]}");
  g_string_free (out, TRUE);

  indented = tb_json_indent ("{\"a\":\"x,{:}\\\"\\\\\",\"b\":1}");
  g_assert_cmpstr (indented, ==, "{\n  \"a\": \"x,{:}\\\"\\\\\",\n  \"b\": 1\n}\n");
}

/* ---- Against another reader ---- */

static void
append_random_text (GString *out,
                    GRand   *rand)
{
  static const char *const pieces[] = { "a", "Z", " ", "ä", "€", "😀", "\\n", "\\\"", "\\\\", "\\/",
                                        "\\u00fc", "\\ud83d\\ude00", "{", "[", ":", ",", "\x7f" };
  int                      n = g_rand_int_range (rand, 0, 12);

  g_string_append_c (out, '"');
  while (n-- > 0)
    g_string_append (out, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  g_string_append_c (out, '"');
}

static void
append_random_value (GString *out,
                     GRand   *rand,
                     guint    depth)
{
  static const char *const blanks[] = { "", "", " ", "\n", "\t ", "\r\n" };
  static const char *const words[] = { "true", "false", "null", "0", "-7", "123456789012345" };
  int                      kind = g_rand_int_range (rand, 0, depth > 4 ? 2 : 4);
  int                      i, n;

  g_string_append (out, blanks[g_rand_int_range (rand, 0, G_N_ELEMENTS (blanks))]);
  if (kind == 0)
    g_string_append (out, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  else if (kind == 1)
    append_random_text (out, rand);
  else
    {
      n = g_rand_int_range (rand, 0, 5);
      g_string_append_c (out, kind == 2 ? '[' : '{');
      for (i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          if (kind == 3)
            g_string_append_printf (out, "\"k%d\":", i);
          append_random_value (out, rand, depth + 1);
        }
      g_string_append_c (out, kind == 2 ? ']' : '}');
    }
  g_string_append (out, blanks[g_rand_int_range (rand, 0, G_N_ELEMENTS (blanks))]);
}

/* What the scan makes of a document says the same as the document, by json-glib's word. */
static void
test_same_meaning (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  guint i;

  for (i = 0; i < 2000; i++)
    {
      GString *text = g_string_new ("{\"root\":");
      GString *clean;
      g_autoptr (JsonNode) before = NULL;
      g_autoptr (JsonNode) after = NULL;

      append_random_value (text, rand, 0);
      g_string_append_c (text, '}');
      clean = tb_json_scan (text->str, text->len, NULL);
      g_assert_nonnull (clean);
      before = json_from_string (text->str, NULL);
      after = json_from_string (clean->str, NULL);
      g_assert_nonnull (before);
      g_assert_nonnull (after);
      g_assert_true (json_node_equal (before, after));
      g_string_free (text, TRUE);
      g_string_free (clean, TRUE);
    }
}

int
main (int   argc,
      char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *path = g_strconcat ("/wire/json/document/", documents[i].name, NULL);

      g_test_add_data_func (g_strdelimit (path, " ", '-'), &documents[i], test_documents);
    }
  g_test_add_func ("/wire/json/hundred-thousand-brackets-are-refused", test_brackets);
  g_test_add_func ("/wire/json/depth-is-32", test_depth);
  g_test_add_func ("/wire/json/values-are-counted", test_values);
  g_test_add_func ("/wire/json/members-of-an-object-are-counted", test_members);
  g_test_add_func ("/wire/json/size-is-capped", test_size);
  g_test_add_func ("/wire/json/only-plain-integers-are-read", test_integers);
  g_test_add_func ("/wire/json/missing-is-not-null", test_missing_and_null);
  g_test_add_func ("/wire/json/length-is-in-characters", test_text_length);
  g_test_add_func ("/wire/json/one-spelling", test_canonical);
  g_test_add_func ("/wire/json/writer-escapes-what-it-must", test_writer);
  g_test_add_func ("/wire/json/scan-keeps-the-meaning", test_same_meaning);
  return g_test_run ();
}
