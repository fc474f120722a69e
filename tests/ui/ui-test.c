/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of the window share. */
#include "config.h"

#include "ui-test.h"

#include "tb-single-name.h"
#include "tb-ui-resources.h"

#include <stdio.h>

/* libadwaita 1.7 asks the large one of the two headings of a message dialog for its height in a width that is
 * too small for it, and does not use the answer; GTK 4.18 complains. */
static gboolean
is_of_libadwaita (const char *message)
{
  gpointer label;

  return adw_get_minor_version () >= 7 &&
         sscanf (message, "Trying to measure GtkLabel %p for width of", &label) == 1 &&
         ADW_IS_MESSAGE_DIALOG (gtk_widget_get_root (label)) &&
         gtk_widget_has_css_class (label, "title-2");
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  gsize i;

  for (i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && is_of_libadwaita (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

gboolean
ui_test_init (int    *argc,
              char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return FALSE;
    }
  tb_ui_get_resource ();
  adw_init ();
  tb_single_name_install ();
  return TRUE;
}

void
ui_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

typedef gboolean (*Visit) (GtkWidget *widget,
                           gpointer   data);

/* Visible widgets only; stops where @visit says so. */
static GtkWidget *
walk (GtkWidget *widget,
      gboolean   only_visible,
      Visit      visit,
      gpointer   data)
{
  GtkWidget *child;

  if (only_visible && !gtk_widget_get_visible (widget))
    return NULL;
  if (visit (widget, data))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = walk (child, only_visible, visit, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GType       type;
  const char *name;
  const char *value;
} Wanted;

static gboolean
is_wanted (GtkWidget *widget,
           gpointer   data)
{
  const Wanted    *wanted = data;
  g_autofree char *value = NULL;

  if (!g_type_is_a (G_OBJECT_TYPE (widget), wanted->type))
    return FALSE;
  if (wanted->name == NULL)
    return TRUE;
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), wanted->name) == NULL)
    return FALSE;
  g_object_get (widget, wanted->name, &value, NULL);
  return g_strcmp0 (value, wanted->value) == 0;
}

GtkWidget *
ui_test_find (GtkWidget  *root,
              GType       type,
              const char *name,
              const char *value)
{
  Wanted wanted = { type, name, value };

  return walk (root, FALSE, is_wanted, &wanted);
}

GtkWidget *
ui_test_find_label (GtkWidget  *root,
                    const char *text)
{
  Wanted wanted = { GTK_TYPE_LABEL, "label", text };

  return walk (root, TRUE, is_wanted, &wanted);
}

static gboolean
collect_text (GtkWidget *widget,
              gpointer   data)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (data, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  return FALSE;
}

char *
ui_test_texts (GtkWidget *root)
{
  GString *texts = g_string_new (NULL);

  walk (root, TRUE, collect_text, texts);
  return g_string_free (texts, FALSE);
}

static gboolean
has_text_inside (GtkWidget *widget,
                 gpointer   data)
{
  return GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
}

/* A button or row whose content is words is named by them. */
static gboolean
is_named_by_content (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return (role == GTK_ACCESSIBLE_ROLE_BUTTON ||
          role == GTK_ACCESSIBLE_ROLE_CHECKBOX || role == GTK_ACCESSIBLE_ROLE_RADIO ||
          role == GTK_ACCESSIBLE_ROLE_LINK || role == GTK_ACCESSIBLE_ROLE_LABEL) &&
         walk (widget, TRUE, has_text_inside, NULL) != NULL;
}

/* What only holds others, or is the inside of something that has the name. */
static gboolean
needs_no_name (GtkWidget *widget)
{
  return GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_WINDOW (widget) || GTK_IS_POPOVER (widget) ||
         GTK_IS_VIEWPORT (widget) || GTK_IS_STACK (widget) ||
         (GTK_IS_TEXT (widget) && GTK_IS_EDITABLE (gtk_widget_get_parent (widget))) ||
         g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "GtkListItem") ||
         /* GTK's own; those of 4.18 have none */
         (GTK_IS_BUTTON (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_CALENDAR) != NULL) ||
         /* the button inside a menu button or drop-down: those have the name */
         GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)) ||
         GTK_IS_DROP_DOWN (gtk_widget_get_parent (widget));
}

static gboolean
is_nameless (GtkWidget *widget,
             gpointer   data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (!gtk_widget_get_focusable (widget) || !gtk_widget_get_can_focus (widget) ||
      !gtk_widget_get_sensitive (widget) || needs_no_name (widget))
    return FALSE;
  return !gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) &&
         !gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) &&
         gtk_widget_get_tooltip_text (widget) == NULL && !is_named_by_content (widget);
}

/* GTK 4.8 says both, one after the other. */
static gboolean
is_named_twice (GtkWidget *widget,
                gpointer   data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_widget_get_mapped (widget) &&
         gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) &&
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

void
ui_test_assert_named (GtkWidget *root)
{
  GtkWidget *nameless = walk (root, TRUE, is_nameless, NULL);
  GtkWidget *named_twice = walk (root, TRUE, is_named_twice, NULL);

  if (named_twice != NULL)
    g_error ("a %s (%s) has two names", G_OBJECT_TYPE_NAME (named_twice),
             gtk_widget_get_css_name (named_twice));
  if (nameless != NULL)
    g_error ("a focusable %s (%s) has no name", G_OBJECT_TYPE_NAME (nameless),
             gtk_widget_get_css_name (nameless));
}

static void
on_gone_cb (gpointer data,
            GObject *where_it_was)
{
  guint *alive = data;

  *alive -= 1;
}

static gboolean
watch (GtkWidget *widget,
       gpointer   data)
{
  guint *alive = data;

  /* What GTK itself keeps is not ours to finalize. */
  if (g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Tb"))
    {
      *alive += 1;
      g_object_weak_ref (G_OBJECT (widget), on_gone_cb, alive);
    }
  return FALSE;
}

void
ui_test_assert_finalizes (GtkWindow *window)
{
  guint alive = 0;

  ui_test_settle ();
  walk (GTK_WIDGET (window), FALSE, watch, &alive);
  gtk_window_destroy (window);
  ui_test_wait (alive == 0);
}
