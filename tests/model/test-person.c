/* SPDX-License-Identifier: GPL-3.0-or-later
 * A person in texts: found however it is spelled, put out of them, and learned from what is left. */
#include "config.h"

#include "tb-person.h"

typedef struct
{
  const char *name;
  const char *email;
  const char *phone;
  const char *text;
  const char *redacted; /* NULL: nobody stands there */
} Row;

static const Row rows[] = {
  { "Peter Müller", NULL, NULL, "Anruf von Peter Müller.", "Anruf von [gelöscht]." },
  { "Peter Müller", NULL, NULL, "PETER MÜLLER, peter  mueller", "[gelöscht], [gelöscht]" },
  { "Peter Müller", NULL, NULL, "Peter Mu\xcc\x88ller ging", "[gelöscht] ging" },
  { "Peter Müller", NULL, NULL, "Peter\nMüller\tkam", "[gelöscht]\tkam" },
  { "Peter Müller", NULL, NULL, "Müller, Peter; Müller Peter", "[gelöscht]; [gelöscht]" },
  { "Peter Müller", NULL, NULL, "Peter und Müller", NULL },
  { "Peter Müller", NULL, NULL, "Peter Müllers Rechner", "[gelöscht]s Rechner" },
  { "Jürgen Groß", NULL, NULL, "juergen gross, JÜRGEN GROẞ", "[gelöscht], [gelöscht]" },
  { "Kim", NULL, NULL, "Kim trägt einen Kimono, sagt Kim", "[gelöscht] trägt einen Kimono, sagt [gelöscht]" },
  { "Ulrike", NULL, NULL, "FrauUlrike", "Frau[gelöscht]" },
  { NULL, "P.Mueller@Firma.de", NULL, "an p.mueller@firma.de gesendet", "an [gelöscht] gesendet" },
  { NULL, "kein Zeichen", NULL, "kein Zeichen", NULL },
  { NULL, NULL, "0170 1234567", "Tel. 0170/123 45-67!", "Tel. [gelöscht]!" },
  { NULL, NULL, "0170 1234567", "+49 170 1234567 oder 0049(0)170.1234567", "[gelöscht] oder [gelöscht]" },
  { NULL, NULL, "+49 170 1234567", "0170-1234567", "[gelöscht]" },
  { NULL, NULL, "0170 1234567", "Auftrag 0170 12345678", NULL },
  { NULL, NULL, "0170 1234567", "Auftrag 991701234567", NULL },
  { NULL, NULL, "1234", "1234", NULL },
  { "", "", "", "nichts", NULL },
};

static void
test_redact (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const TbPerson person = { rows[i].name, rows[i].email, rows[i].phone };
      g_autoptr (TbPersonMatcher) matcher = tb_person_matcher_new (&person);
      g_autofree char *redacted = tb_person_redact (matcher, rows[i].text, 0);

      g_assert_cmpstr (redacted, ==, rows[i].redacted);
      g_assert_cmpint (tb_person_stands_in (matcher, rows[i].text, NULL), ==, rows[i].redacted != NULL);
    }
}

/* What is left says nothing any more, and is left alone a second time. */
static void
test_twice (void)
{
  const TbPerson person = { "gelöscht", NULL, NULL };
  g_autoptr (TbPersonMatcher) matcher = tb_person_matcher_new (&(TbPerson){ "Ada Berg", NULL, NULL });
  g_autoptr (TbPersonMatcher) marker = tb_person_matcher_new (NULL);
  g_autofree char *once = tb_person_redact (matcher, "Ada Berg", 0);

  g_assert_null (tb_person_redact (matcher, once, 0));
  g_assert_false (tb_person_matcher_add (marker, TB_PERSON_NAME, TB_PERSON_MARKER));
  g_assert_true (tb_person_matcher_is_empty (marker));
  g_assert_nonnull (person.name);
}

static void
test_limit (void)
{
  g_autoptr (TbPersonMatcher) matcher = tb_person_matcher_new (&(TbPerson){ "Ada", NULL, NULL });
  g_autofree char *redacted = tb_person_redact (matcher, "Ada äöü", 12);

  g_assert_cmpstr (redacted, ==, "[gelöscht] ä");
}

/* Bytes that are no text are gone past. */
static void
test_bytes (void)
{
  static const char bytes[] = "\xff\x00\xc3 Ada Berg\x80\x00 ADA\xc2\xa0 BERG";
  g_autoptr (TbPersonMatcher) matcher = tb_person_matcher_new (&(TbPerson){ "Ada Berg", NULL, NULL });
  TbPersonMatch match;

  g_assert_true (tb_person_find (matcher, bytes, sizeof bytes - 1, 0, &match));
  g_assert_cmpuint (match.start, ==, 4);
  g_assert_true (tb_person_find (matcher, bytes, sizeof bytes - 1, match.end, &match));
  g_assert_cmpuint (match.end, ==, sizeof bytes - 1);
  g_assert_false (tb_person_find (matcher, bytes, sizeof bytes - 1, match.end, &match));
}

static void
test_excerpt (void)
{
  g_autoptr (TbPersonMatcher) matcher = tb_person_matcher_new (&(TbPerson){ "Ada Berg", NULL, NULL });
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *whole = tb_person_excerpt (matcher, "Frau\nAda Berg", TB_PERSON_AROUND);
  g_autofree char *part = NULL;
  int              i;

  for (i = 0; i < 100; i++)
    g_string_append (text, i == 50 ? "Ada Berg" : "ü");
  part = tb_person_excerpt (matcher, text->str, TB_PERSON_AROUND);
  g_assert_cmpstr (whole, ==, "Frau Ada Berg");
  g_assert_true (g_str_has_prefix (part, "…ü") && g_str_has_suffix (part, "ü…"));
  g_assert_nonnull (strstr (part, "Ada Berg"));
}

static void
test_fit (void)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (tb_person_fit ("Von [gelöscht] an [gelöscht].", "Von Ada Berg an ada@berg.de.", found));
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (found->pdata[0], ==, "Ada Berg");
  g_assert_cmpstr (found->pdata[1], ==, "ada@berg.de");
  /* Another text, the same text, nothing left out. */
  g_assert_false (tb_person_fit ("Von [gelöscht] an [gelöscht].", "Von Ada Berg zu Ida.", found));
  g_assert_false (tb_person_fit ("Von [gelöscht].", "Von [gelöscht].", found));
  g_assert_false (tb_person_fit ("Von niemandem", "Von Ada", found));
  g_assert_false (tb_person_fit (NULL, "Von Ada", found));
  g_assert_cmpuint (found->len, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/person/is-put-out-however-it-is-spelled", test_redact);
  g_test_add_func ("/model/person/what-is-left-says-nothing", test_twice);
  g_test_add_func ("/model/person/limits-hold", test_limit);
  g_test_add_func ("/model/person/is-found-among-bytes", test_bytes);
  g_test_add_func ("/model/person/excerpt-shows-what-stands-around", test_excerpt);
  g_test_add_func ("/model/person/is-learned-from-what-is-left", test_fit);
  return g_test_run ();
}
