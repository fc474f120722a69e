/* SPDX-License-Identifier: GPL-3.0-or-later
 * A line at the top of a dialog: what happened meanwhile, what went wrong. */
#include "config.h"

#include "tb-message-bar.h"

#include "tb-text.h"

#define ICON_HEIGHT 20

struct _TbMessageBar
{
  GtkBox parent_instance;

  GtkImage *icon;  /* (borrowed): a child */
  GtkLabel *label; /* (borrowed): a child */
};

G_DEFINE_FINAL_TYPE (TbMessageBar, tb_message_bar, GTK_TYPE_BOX)

static const struct
{
  const char *icon;
  const char *css_class;
} looks[] = {
  [TB_MESSAGE_INFO] = { "dialog-information-symbolic", "info" },
  [TB_MESSAGE_WARNING] = { "dialog-warning-symbolic", "warning" },
  [TB_MESSAGE_ERROR] = { "dialog-error-symbolic", "error" },
};

static void
tb_message_bar_class_init (TbMessageBarClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tb_message_bar_init (TbMessageBar *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "dialog-message");
  /* Higher than a line: GtkBox of 4.8 is a pixel wrong about the baseline of a label that is the highest. */
  self->icon = g_object_new (GTK_TYPE_IMAGE, "valign", GTK_ALIGN_START, "height-request", ICON_HEIGHT,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "hexpand", TRUE, "wrap", TRUE, "wrap-mode",
                              PANGO_WRAP_WORD_CHAR, NULL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
}

void
tb_message_bar_show (TbMessageBar *self,
                     TbMessage     message,
                     const char   *text)
{
  guint i;

  g_return_if_fail (TB_IS_MESSAGE_BAR (self));

  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_image_set_from_icon_name (self->icon, looks[message].icon);
  for (i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self), looks[message].css_class);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
tb_message_bar_show_error (TbMessageBar *self,
                           const GError *error)
{
  g_autofree char *text = tb_text_problem (error);

  tb_message_bar_show (self, TB_MESSAGE_ERROR, text);
}
