/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names that a field offers while somebody types. */
#include "config.h"

#include "tb-suggest-popover.h"

#include <glib/gi18n.h>

struct _TbSuggestPopover
{
  GtkPopover parent_instance;

  GtkListBox   *list;
  GCancellable *cancellable; /* (owned) (nullable): of what is being looked up */
  char         *prefix;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbSuggestPopover, tb_suggest_popover, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
stop_asking (TbSuggestPopover *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
choose_row (TbSuggestPopover *self,
            GtkListBoxRow    *row)
{
  g_autofree char *name = g_strdup (gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row))));

  tb_suggest_popover_hide (self);
  g_signal_emit (self, signals[CHOSEN], 0, name);
}

static void
fill (TbSuggestPopover  *self,
      const char *const *names)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (; *names != NULL; names++)
    {
      GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", *names, "xalign", 0.0f, "ellipsize",
                                       PANGO_ELLIPSIZE_END, "max-width-chars", 40, NULL);
      GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", label, "focusable", FALSE, NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, *names, -1);
      gtk_list_box_append (self->list, row);
    }
}

static void
on_suggested_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (TbSuggestPopover) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = tb_desk_suggest_finish (TB_DESK (object), result, &error);

  if (error != NULL)
    {
      /* A field works without its suggestions. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("suggestions: %s", error->message);
      return;
    }
  /* Gone, or asked again, in the meantime. */
  if (self->cancellable == NULL || gtk_widget_get_parent (GTK_WIDGET (self)) == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (names == NULL || names[0] == NULL || (names[1] == NULL && g_strcmp0 (names[0], self->prefix) == 0))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  fill (self, (const char *const *)names);
  gtk_popover_popup (GTK_POPOVER (self));
}

static void
on_row_activated_cb (TbSuggestPopover *self,
                     GtkListBoxRow    *row)
{
  choose_row (self, row);
}

static void
tb_suggest_popover_dispose (GObject *object)
{
  TbSuggestPopover *self = TB_SUGGEST_POPOVER (object);

  stop_asking (self);
  G_OBJECT_CLASS (tb_suggest_popover_parent_class)->dispose (object);
}

static void
tb_suggest_popover_finalize (GObject *object)
{
  TbSuggestPopover *self = TB_SUGGEST_POPOVER (object);

  g_free (self->prefix);
  G_OBJECT_CLASS (tb_suggest_popover_parent_class)->finalize (object);
}

static void
tb_suggest_popover_class_init (TbSuggestPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_suggest_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_suggest_popover_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tb_suggest_popover_init (TbSuggestPopover *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_SINGLE);
  gtk_widget_set_focusable (GTK_WIDGET (self->list), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated_cb), self);
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->list));
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
  gtk_widget_add_css_class (GTK_WIDGET (self), "suggestions");
}

GtkWidget *
tb_suggest_popover_new (void)
{
  return g_object_new (TB_TYPE_SUGGEST_POPOVER, NULL);
}

void
tb_suggest_popover_ask (
  TbSuggestPopover *self, TbDesk *desk, TbSuggestion what, const char *prefix, const char *within)
{
  g_return_if_fail (TB_IS_SUGGEST_POPOVER (self));
  g_return_if_fail (TB_IS_DESK (desk));

  stop_asking (self);
  self->cancellable = g_cancellable_new ();
  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
  tb_desk_suggest_async (desk, what, prefix, within, self->cancellable, on_suggested_cb, g_object_ref (self));
}

void
tb_suggest_popover_hide (TbSuggestPopover *self)
{
  g_return_if_fail (TB_IS_SUGGEST_POPOVER (self));

  stop_asking (self);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
select_row (TbSuggestPopover *self,
            int               step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int            index = row != NULL ? gtk_list_box_row_get_index (row) + step : step > 0 ? 0
                                                                                          : -1;

  /* Above the first row stands what was typed. */
  gtk_list_box_select_row (self->list, index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL);
}

gboolean
tb_suggest_popover_key (TbSuggestPopover *self,
                        guint             keyval)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (TB_IS_SUGGEST_POPOVER (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      select_row (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      select_row (self, -1);
      return TRUE;
    case GDK_KEY_Escape:
      tb_suggest_popover_hide (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      row = gtk_list_box_get_selected_row (self->list);
      if (row == NULL)
        return FALSE;
      choose_row (self, row);
      return TRUE;
    default:
      return FALSE;
    }
}
