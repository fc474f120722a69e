/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the program is, who made it, and what is new in it: version and changes come from the one place where
 * each is written down, meson.build and the metainfo. */
#include "config.h"

#include "tb-about.h"

#include "tb-application.h"
#include "tb-release-notes.h"
#include "tb-style.h"

#include <glib/gi18n.h>

/* The changes as the window wants them: paragraphs and lists. */
static char *
make_release_notes (void)
{
  GString *notes = g_string_new (NULL);
  gboolean in_list = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (RELEASE_NOTES); i++)
    {
      g_autofree char *text = g_markup_escape_text (_ (RELEASE_NOTES[i].text), -1);
      gboolean         is_item = RELEASE_NOTES[i].is_item;

      if (is_item != in_list)
        g_string_append (notes, is_item ? "<ul>" : "</ul>");
      in_list = is_item;
      g_string_append_printf (notes, is_item ? "<li>%s</li>" : "<p>%s</p>", text);
    }
  if (in_list)
    g_string_append (notes, "</ul>");
  return g_string_free (notes, FALSE);
}

GtkWidget *
tb_about_new (GtkWindow *parent)
{
  g_autofree char *notes = make_release_notes ();

  tb_style_find_icon ();
  return g_object_new (ADW_TYPE_ABOUT_WINDOW,
                       "transient-for", parent,
                       "modal", parent != NULL,
                       "destroy-with-parent", TRUE,
                       "application-name", "Ticketbrücke",
                       "application-icon", TB_APPLICATION_ID,
                       "version", PACKAGE_VERSION,
                       "release-notes-version", RELEASE_VERSION,
                       "release-notes", notes,
                       "website", PACKAGE_URL,
                       "issue-url", PACKAGE_URL "/issues",
                       "developer-name", _ ("The Ticketbrücke developers"),
                       "license-type", GTK_LICENSE_GPL_3_0,
                       "comments", _ ("Hands a ticket to another company and keeps the thread."),
                       /* Translators: your name here, one a line. */
                       "translator-credits", _ ("translator-credits"),
                       NULL);
}
