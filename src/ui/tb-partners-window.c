/* SPDX-License-Identifier: GPL-3.0-or-later
 * The partners: state of the agreements, invite, deactivate. */
#include "config.h"

#include "tb-partners-window.h"

#include "tb-dialog.h"
#include "tb-invite-dialog.h"
#include "tb-join-dialog.h"
#include "tb-partner-row.h"

struct _TbPartnersWindow
{
  AdwWindow parent_instance;

  GtkStack   *stack;
  GtkWidget  *empty_buttons;
  GtkWidget  *first_invite_button;
  GtkWidget  *read_only;
  GtkListBox *list;
  GtkWidget  *more;

  TbDesk            *desk;      /* (owned) (nullable) */
  const TbTransport *transport; /* (borrowed) (nullable): outlives all windows */
  GListStore        *partners;  /* (owned): the desk's, without what is announced of the same object */
};

G_DEFINE_FINAL_TYPE (TbPartnersWindow, tb_partners_window, ADW_TYPE_WINDOW)

static void
present_dialog (TbPartnersWindow *self,
                GtkWidget        *dialog)
{
  tb_dialog_present (dialog, GTK_WINDOW (self));
}

static void
on_invite_cb (TbPartnersWindow *self)
{
  present_dialog (self, tb_invite_dialog_new (self->desk));
}

static void
on_join_cb (TbPartnersWindow *self)
{
  present_dialog (self, tb_join_dialog_new (self->desk, NULL));
}

static void
update (TbPartnersWindow *self)
{
  gboolean can_change, has_any;

  if (self->desk == NULL)
    return;
  can_change = tb_desk_get_permission (self->desk) >= TB_PERMISSION_PARTNERS;
  has_any = g_list_model_get_n_items (tb_desk_get_partners (self->desk)) > 0;
  gtk_stack_set_visible_child_name (self->stack, has_any ? "list" : "empty");
  gtk_widget_set_visible (self->read_only, !can_change);
  gtk_widget_set_visible (self->more, can_change);
  gtk_widget_set_visible (self->empty_buttons, can_change);
}

/* A partner of whom something has changed keeps its row, open as it is: the row follows by itself. */
static void
on_partners_changed_cb (TbPartnersWindow *self,
                        guint             position,
                        guint             removed,
                        guint             added,
                        GListModel       *partners)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_same = removed == added;
  guint    i;

  for (i = 0; i < added; i++)
    {
      g_autoptr (GObject) shown = NULL;

      g_ptr_array_add (items, g_list_model_get_item (partners, position + i));
      shown = i < removed ? g_list_model_get_item (G_LIST_MODEL (self->partners), position + i) : NULL;
      is_same = is_same && shown == items->pdata[i];
    }
  if (!is_same)
    g_list_store_splice (self->partners, position, removed, items->pdata, added);
  update (self);
}

static GtkWidget *
make_row (gpointer item,
          gpointer data)
{
  TbPartnersWindow *self = data;

  return tb_partner_row_new (self->desk, self->transport, TB_PARTNER_OBJECT (item));
}

static void
tb_partners_window_dispose (GObject *object)
{
  TbPartnersWindow *self = TB_PARTNERS_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->desk);
  g_clear_object (&self->partners);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_PARTNERS_WINDOW);
  G_OBJECT_CLASS (tb_partners_window_parent_class)->dispose (object);
}

static void
tb_partners_window_class_init (TbPartnersWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_partners_window_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-partners-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TbPartnersWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TbPartnersWindow, empty_buttons);
  gtk_widget_class_bind_template_child (widget_class, TbPartnersWindow, first_invite_button);
  gtk_widget_class_bind_template_child (widget_class, TbPartnersWindow, read_only);
  gtk_widget_class_bind_template_child (widget_class, TbPartnersWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TbPartnersWindow, more);
  gtk_widget_class_bind_template_callback (widget_class, on_invite_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_join_cb);
}

static void
tb_partners_window_init (TbPartnersWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_dialog_name_rows (GTK_WIDGET (self));
}

GtkWidget *
tb_partners_window_new (TbDesk            *desk,
                        const TbTransport *transport)
{
  TbPartnersWindow *self;
  GListModel       *partners;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_PARTNERS_WINDOW, NULL);
  self->desk = g_object_ref (desk);
  self->transport = transport;
  partners = tb_desk_get_partners (desk);
  self->partners = g_list_store_new (TB_TYPE_PARTNER);
  on_partners_changed_cb (self, 0, 0, g_list_model_get_n_items (partners), partners);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->partners), make_row, self, NULL);
  g_signal_connect_object (partners, "items-changed", G_CALLBACK (on_partners_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::permission", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
