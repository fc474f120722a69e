/* SPDX-License-Identifier: GPL-3.0-or-later
 * Edits a note, time entry, charge or the name of an attachment. */
#include "config.h"

#include "tb-item-dialog.h"

#include "tb-draft-timer.h"
#include "tb-entry-text.h"
#include "tb-item-form.h"
#include "tb-message-bar.h"
#include "tb-scroll-bin.h"

#include <glib/gi18n.h>

#define GROUP "entry"
#define MOST_HEIGHT 400

struct _TbItemDialog
{
  AdwWindow parent_instance;

  /* template */
  TbMessageBar   *message_bar;
  GtkWidget      *scroll_bin;
  GtkLabel       *hint;
  AdwBin         *form_place;
  GtkCheckButton *internal_check;

  TbItemForm    *form;  /* (borrowed): in form_place */
  TbDesk        *desk;  /* (owned) (nullable) */
  TbTicketSheet *sheet; /* (owned) (nullable) */
  TbItemRecord  *item;  /* (owned) (nullable): as it was when the dialog was opened */
  char          *key;   /* (owned) (nullable): of the draft */
  TbDraftTimer   draft_timer;
  gboolean       is_changed;
  gboolean       is_saving;
};

G_DEFINE_FINAL_TYPE (TbItemDialog, tb_item_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const char *
title_of (TbItemKind kind)
{
  const char *const titles[TB_N_ITEM_KINDS] = {
    [TB_ITEM_NOTE] = _ ("Edit Note"),
    [TB_ITEM_TIME] = _ ("Edit Time Entry"),
    [TB_ITEM_CHARGE] = _ ("Edit Charge"),
    [TB_ITEM_FILE] = _ ("Edit Attachment"),
  };

  return titles[kind];
}

static void
update (TbItemDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item-dialog.save", self->is_changed && !self->is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form_place), !self->is_saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->internal_check), !self->is_saving);
}

static void
on_changed_cb (TbItemDialog *self)
{
  self->is_changed = TRUE;
  tb_draft_timer_touch (&self->draft_timer);
  update (self);
}

/* Nothing is changed, or not any more. */
static void
settle (TbItemDialog *self)
{
  self->is_changed = FALSE;
  tb_draft_timer_stop (&self->draft_timer);
  update (self);
}

static void
fill_in (TbItemDialog *self)
{
  tb_item_form_show (self->form, self->item);
  gtk_check_button_set_active (self->internal_check, self->item->is_internal);
  settle (self);
}

/* ---- The draft ---- */

static void
keep_draft (TbItemDialog *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  tb_draft_timer_stop (&self->draft_timer);
  tb_item_form_store (self->form, file);
  g_key_file_set_boolean (file, GROUP, "internal", gtk_check_button_get_active (self->internal_check));
  text = g_key_file_to_data (file, NULL, NULL);
  tb_desk_save_draft (self->desk, self->key, text);
}

static void
forget_draft (TbItemDialog *self)
{
  settle (self);
  tb_desk_save_draft (self->desk, self->key, NULL);
}

static void
on_draft_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (TbItemDialog) self = user_data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tb_desk_load_draft_finish (TB_DESK (source), result, &error);
  int              width, height;

  if (error != NULL)
    g_info ("draft: %s", error->message); /* what is saved stands in the form */
  if (text == NULL || self->desk == NULL || self->is_changed ||
      !g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL))
    return;
  tb_item_form_clear (self->form);
  tb_item_form_restore (self->form, file);
  gtk_check_button_set_active (self->internal_check,
                               g_key_file_get_boolean (file, GROUP, "internal", NULL));
  settle (self);
  self->is_changed = TRUE;
  update (self);
  tb_message_bar_show (self->message_bar, TB_MESSAGE_INFO, _ ("Draft restored."));
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  /* The bar takes no room from the form. */
  gtk_widget_measure (self->scroll_bin, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_set_size_request (self->scroll_bin, -1, MIN (height, MOST_HEIGHT));
}

static void
on_discard_clicked_cb (TbItemDialog *self)
{
  fill_in (self);
  forget_draft (self);
  tb_message_bar_show (self->message_bar, TB_MESSAGE_INFO, NULL);
  tb_item_form_focus (self->form);
}

/* ---- Saving ---- */

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TbItemDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_saved = tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error);

  self->is_saving = FALSE;
  if (self->desk == NULL)
    return;
  if (is_saved)
    {
      settle (self);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  update (self);
  tb_item_form_show_error (self->form, error);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbItemDialog *self = TB_ITEM_DIALOG (widget);
  TbItemDraft   draft;
  TbCommand     command = { .type = TB_COMMAND_EDIT_ITEM, .item = &draft };

  if (self->desk == NULL || self->is_saving || !tb_item_form_read (self->form, &draft))
    return;
  draft.is_internal = gtk_check_button_get_active (self->internal_check);
  draft.is_question = self->item->is_question;
  command.ticket = self->item->ticket;
  command.uuid = self->item->uuid;
  command.draft_key = self->key;
  /* Nothing may be kept behind the command, which forgets it. */
  keep_draft (self);
  self->is_saving = TRUE;
  update (self);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_saved_cb, g_object_ref (self));
}

/* ---- Closing ---- */

static void
close_now (gpointer data)
{
  g_autoptr (TbItemDialog) self = data;

  if (self->desk != NULL)
    gtk_window_close (GTK_WINDOW (self));
}

static void
on_discard_response_cb (TbItemDialog *self,
                        const char   *response)
{
  if (!g_str_equal (response, "discard"))
    return;
  forget_draft (self);
  /* The question stands above it and goes first. */
  g_idle_add_once (close_now, g_object_ref (self));
}

static gboolean
tb_item_dialog_close_request (GtkWindow *window)
{
  TbItemDialog     *self = TB_ITEM_DIALOG (window);
  AdwMessageDialog *question;

  if (!self->is_changed)
    return GTK_WINDOW_CLASS (tb_item_dialog_parent_class)->close_request (window);
  question = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, _ ("Discard what you changed?"), NULL));
  adw_message_dialog_add_responses (question, "cancel", _ ("_Keep Editing"), "discard", _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (question, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (on_discard_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
  return TRUE;
}

static void
tb_item_dialog_dispose (GObject *object)
{
  TbItemDialog *self = TB_ITEM_DIALOG (object);

  /* Closed before the last keys were kept. */
  if (self->draft_timer.source != 0)
    keep_draft (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ITEM_DIALOG);
  g_clear_object (&self->desk);
  g_clear_object (&self->sheet);
  g_clear_pointer (&self->item, tb_item_record_unref);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (tb_item_dialog_parent_class)->dispose (object);
}

static void
tb_item_dialog_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_DESK)
    g_value_set_object (value, TB_ITEM_DIALOG (object)->desk);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_item_dialog_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  if (prop_id != PROP_DESK)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else if (g_set_object (&TB_ITEM_DIALOG (object)->desk, g_value_get_object (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
tb_item_dialog_class_init (TbItemDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_item_dialog_dispose;
  object_class->get_property = tb_item_dialog_get_property;
  object_class->set_property = tb_item_dialog_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = tb_item_dialog_close_request;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                 G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "item-dialog.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TB_TYPE_MESSAGE_BAR);
  g_type_ensure (TB_TYPE_SCROLL_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-item-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbItemDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, TbItemDialog, message_bar);
  gtk_widget_class_bind_template_child (widget_class, TbItemDialog, scroll_bin);
  gtk_widget_class_bind_template_child (widget_class, TbItemDialog, form_place);
  gtk_widget_class_bind_template_child (widget_class, TbItemDialog, internal_check);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_discard_clicked_cb);
}

static void
tb_item_dialog_init (TbItemDialog *self)
{
  self->draft_timer = (TbDraftTimer){ (TbKeepFunc)keep_draft, self };
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_hint (TbItemDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->hint), self->item->partner != 0);
  if (self->item->partner != 0)
    gtk_label_set_text (self->hint, _ ("Your change does not travel to the partner. After it, "
                                       "the partner’s changes to this entry no longer arrive here."));
}

GtkWidget *
tb_item_dialog_new (TbDesk        *desk,
                    TbTicketSheet *sheet,
                    TbItem        *item)
{
  TbItemDialog *self;
  TbItemKind    kind;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_TICKET_SHEET (sheet), NULL);
  g_return_val_if_fail (TB_IS_ITEM_OBJECT (item), NULL);

  self = g_object_new (TB_TYPE_ITEM_DIALOG, "desk", desk, NULL);
  self->sheet = g_object_ref (sheet);
  self->item = tb_record_ref (tb_object_get_record (TB_OBJECT (item)));
  kind = (TbItemKind)self->item->kind;
  gtk_window_set_title (GTK_WINDOW (self), title_of (kind));
  self->form = TB_ITEM_FORM (tb_item_form_new (kind));
  g_object_set (self->form, "desk", desk, "currency", tb_entry_currency (desk, sheet), NULL);
  adw_bin_set_child (self->form_place, GTK_WIDGET (self->form));
  show_hint (self);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  fill_in (self);
  self->key = g_strdup_printf ("edit-%s", self->item->uuid);
  tb_desk_load_draft_async (desk, self->key, NULL, on_draft_loaded_cb, g_object_ref (self));
  tb_item_form_focus (self->form);
  return GTK_WIDGET (self);
}
