/* SPDX-License-Identifier: GPL-3.0-or-later
 * The “About” window says the version, and what is new in it. */
#include "config.h"

#include "ui-test.h"

#include "tb-about.h"

static void
test_says_what_is_new (void)
{
  GtkWidget       *about = g_object_ref_sink (tb_about_new (NULL));
  g_autofree char *version = NULL;
  g_autofree char *noted = NULL;
  g_autofree char *notes = NULL;
  g_autofree char *website = NULL;

  g_object_get (about, "version", &version, "release-notes-version", &noted, "release-notes", &notes,
                "website", &website, NULL);
  g_assert_cmpstr (version, ==, PACKAGE_VERSION);
  g_assert_cmpstr (noted, ==, PACKAGE_VERSION);
  g_assert_cmpstr (website, ==, PACKAGE_URL);
  g_assert_true (g_str_has_prefix (notes, "<p>"));
  g_assert_nonnull (strstr (notes, "</p><ul><li>"));
  g_assert_true (g_str_has_suffix (notes, "</li></ul>"));
  gtk_window_present (GTK_WINDOW (about));
  ui_test_settle ();
  g_object_unref (about);
  ui_test_assert_finalizes (GTK_WINDOW (about));
}

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/about/says-what-is-new", test_says_what_is_new);
  return g_test_run ();
}
