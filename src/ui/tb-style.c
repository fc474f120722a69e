/* SPDX-License-Identifier: GPL-3.0-or-later
 * The look of what Adwaita does not have: light, dark, high contrast. */
#include "config.h"

#include "tb-style.h"

#include "tb-application.h"

#define RESOURCES "/io/github/ticketbruecke/Ticketbruecke/"

/* Over the theme; the later ones over those before them. */
static GtkCssProvider *
add_sheet (const char *name,
           guint       place)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  GtkCssProvider  *sheet = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (sheet, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (sheet),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + place);
  g_object_unref (sheet);
  return sheet;
}

/* A sheet that is not used is not read. */
static void
use_sheet (GtkCssProvider **sheet,
           const char      *name,
           guint            place,
           gboolean         is_used)
{
  if (is_used && *sheet == NULL)
    *sheet = add_sheet (name, place);
  else if (!is_used && *sheet != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (*sheet));
  if (!is_used)
    *sheet = NULL;
}

static void
on_style_changed_cb (AdwStyleManager *manager)
{
  static GtkCssProvider *dark;     /* (borrowed) (nullable): the display's */
  static GtkCssProvider *contrast; /* (borrowed) (nullable): the display's */

  use_sheet (&dark, "style-dark.css", 1, adw_style_manager_get_dark (manager));
  use_sheet (&contrast, "style-hc.css", 2, adw_style_manager_get_high_contrast (manager));
}

void
tb_style_install (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  add_sheet ("style.css", 0);
  g_signal_connect (manager, "notify::dark", G_CALLBACK (on_style_changed_cb), NULL);
  g_signal_connect (manager, "notify::high-contrast", G_CALLBACK (on_style_changed_cb), NULL);
  on_style_changed_cb (manager);
}

void
tb_style_find_icon (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  if (!gtk_icon_theme_has_icon (theme, TB_APPLICATION_ID))
    gtk_icon_theme_add_resource_path (theme, RESOURCES "icons");
}
