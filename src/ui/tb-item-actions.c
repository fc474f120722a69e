/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a person does with an item of the time line, with what is asked and said before. */
#include "config.h"

#include "tb-item-actions.h"

#include "tb-dialog.h"
#include "tb-item-dialog.h"
#include "tb-tell.h"
#include "tb-text.h"
#include "tb-workflow.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/** Errand: what a dialog was asked for; freed with its last signal. */
typedef struct
{
  GtkWidget     *widget; /* (weak) (nullable) */
  TbDesk        *desk;   /* (owned) */
  TbTicketSheet *sheet;  /* (owned) (nullable) */
  TbItem        *item;   /* (owned) */
} Errand;

static Errand *
errand_new (GtkWidget     *widget,
            TbDesk        *desk,
            TbTicketSheet *sheet,
            TbItem        *item)
{
  Errand *errand = g_new0 (Errand, 1);

  g_set_weak_pointer (&errand->widget, widget);
  errand->desk = g_object_ref (desk);
  errand->sheet = sheet != NULL ? g_object_ref (sheet) : NULL;
  errand->item = g_object_ref (item);
  return errand;
}

static void
errand_free (Errand *errand)
{
  g_clear_weak_pointer (&errand->widget);
  g_clear_object (&errand->desk);
  g_clear_object (&errand->sheet);
  g_clear_object (&errand->item);
  g_free (errand);
}

static void
free_errand (gpointer  errand,
             GClosure *closure)
{
  errand_free (errand);
}

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static const TbItemRecord *
record_of (TbItem *item)
{
  return tb_object_get_record (TB_OBJECT (item));
}

static const TbItemExtra *
extra_of (TbItem *item)
{
  return tb_object_get_extra (TB_OBJECT (item));
}

/* Editing or deleting it would cut its link. */
static gboolean
has_link_to_cut (TbItem *item)
{
  return record_of (item)->partner != 0 && (extra_of (item) == NULL || !extra_of (item)->is_cut);
}

static const char *
partner_name (TbItem *item)
{
  const TbItemExtra *extra = extra_of (item);

  return extra != NULL && extra->partner_name != NULL ? extra->partner_name : record_of (item)->author;
}

/* ---- Edit ---- */

static void
open_dialog (Errand *errand)
{
  GtkWidget *dialog = tb_item_dialog_new (errand->desk, errand->sheet, errand->item);

  tb_dialog_present (dialog, window_of (errand->widget));
}

static void
on_edit_response_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     Errand           *errand)
{
  if (g_str_equal (response, "edit"))
    open_dialog (errand);
}

void
tb_item_edit (GtkWidget     *widget,
              TbDesk        *desk,
              TbTicketSheet *sheet,
              TbItem        *item)
{
  Errand           *errand;
  GtkWidget        *dialog;
  AdwMessageDialog *message;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (TB_IS_DESK (desk));
  g_return_if_fail (TB_IS_TICKET_SHEET (sheet));
  g_return_if_fail (TB_IS_ITEM_OBJECT (item));

  errand = errand_new (widget, desk, sheet, item);
  if (!has_link_to_cut (item))
    {
      open_dialog (errand);
      errand_free (errand);
      return;
    }
  dialog = adw_message_dialog_new (window_of (widget), NULL, NULL);
  message = ADW_MESSAGE_DIALOG (dialog);
  /* Translators: %s is the name of a partner. */
  adw_message_dialog_format_heading (message, _ ("Edit an entry of %s?"), partner_name (item));
  adw_message_dialog_set_body (message, _ ("Your change does not travel to the partner. After it, "
                                           "the partner’s changes to this entry no longer arrive here."));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "edit", _ ("_Edit"), NULL);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_edit_response_cb), errand, free_errand, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Delete ---- */

static void
on_deleted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error) && errand->widget != NULL)
    tb_tell_error (errand->widget, error);
  errand_free (errand);
}

static void
on_delete_response_cb (AdwMessageDialog *dialog,
                       const char       *response,
                       Errand           *errand)
{
  const TbItemRecord *record = record_of (errand->item);
  const TbCommand     command = { .type = TB_COMMAND_DELETE_ITEM,
                                  .ticket = record->ticket,
                                  .uuid = record->uuid };

  if (!g_str_equal (response, "delete"))
    return;
  tb_engine_do_async (tb_desk_get_engine (errand->desk), &command, NULL, on_deleted_cb,
                      errand_new (errand->widget, errand->desk, errand->sheet, errand->item));
}

/* Who sees it vanish: the partners of the live engagements, if it has reached them. */
static gboolean
is_shared (TbTicketSheet *sheet,
           TbItem        *item)
{
  static const TbRole roles[] = { TB_ROLE_LEAD, TB_ROLE_SERVICE };
  const TbItemRecord *record = record_of (item);
  guint               i;

  if (record->is_internal || record->stays || (extra_of (item) != NULL && extra_of (item)->is_local_only))
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      TbEngagement *engagement = tb_ticket_sheet_get_engagement (sheet, roles[i]);

      if (engagement != NULL && tb_engagement_is_live (tb_object_get_record (TB_OBJECT (engagement))))
        return TRUE;
    }
  return FALSE;
}

static const char *
delete_consequence (TbTicketSheet *sheet,
                    TbItem        *item)
{
  if (record_of (item)->partner != 0)
    return _ ("It stays at the partner. After this, the partner’s changes to it no longer arrive here.");
  if (is_shared (sheet, item))
    return _ ("It disappears at the partner as well.");
  return _ ("This cannot be undone.");
}

static const char *
delete_question (TbItemKind kind)
{
  const char *const questions[TB_N_ITEM_KINDS] = {
    [TB_ITEM_NOTE] = _ ("Delete the note?"),
    [TB_ITEM_TIME] = _ ("Delete the time entry?"),
    [TB_ITEM_CHARGE] = _ ("Delete the charge?"),
    [TB_ITEM_FILE] = _ ("Delete the attachment?"),
  };

  return questions[kind];
}

void
tb_item_delete (GtkWidget     *widget,
                TbDesk        *desk,
                TbTicketSheet *sheet,
                TbItem        *item)
{
  GtkWidget        *dialog;
  AdwMessageDialog *message;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (TB_IS_DESK (desk));
  g_return_if_fail (TB_IS_TICKET_SHEET (sheet));
  g_return_if_fail (TB_IS_ITEM_OBJECT (item));

  dialog = adw_message_dialog_new (window_of (widget), delete_question ((TbItemKind)record_of (item)->kind),
                                   delete_consequence (sheet, item));
  message = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "delete", _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (message, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "cancel");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_delete_response_cb),
                         errand_new (widget, desk, sheet, item), free_errand, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- A copy of an attachment ---- */

static void
on_copied_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;

  if (tb_engine_save_file_finish (TB_ENGINE (source), result, &error))
    {
      g_autofree char *text = NULL;

      /* Translators: %s is the name of a file. */
      text = g_strdup_printf (_ ("“%s” was saved."), record_of (errand->item)->file_name);
      if (errand->widget != NULL)
        tb_tell (errand->widget, text);
    }
  else if (errand->widget != NULL)
    {
      tb_tell_error (errand->widget, error);
    }
  errand_free (errand);
}

static void
on_destination_response_cb (GtkNativeDialog *dialog,
                            int              response,
                            Errand          *errand)
{
  g_autoptr (GFile) destination = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    destination = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (destination != NULL)
    tb_engine_save_file_async (tb_desk_get_engine (errand->desk), record_of (errand->item)->sha256,
                               destination, NULL, on_copied_cb,
                               errand_new (errand->widget, errand->desk, NULL, errand->item));
  /* A native dialog belongs to nobody: this reference is the one it was made with. */
  g_object_unref (dialog);
}

void
tb_item_save (GtkWidget *widget,
              TbDesk    *desk,
              TbItem    *item)
{
  GtkFileChooserNative *chooser;
  GtkWindow            *window;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (TB_IS_DESK (desk));
  g_return_if_fail (TB_IS_ITEM_OBJECT (item));

  window = window_of (widget);
  chooser = gtk_file_chooser_native_new (_ ("Save Attachment"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), record_of (item)->file_name);
  g_signal_connect_data (chooser, "response", G_CALLBACK (on_destination_response_cb),
                         errand_new (widget, desk, NULL, item), free_errand, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- Load ---- */

static void
on_chosen_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error) && errand->widget != NULL)
    tb_tell_error (errand->widget, error);
  errand_free (errand);
}

void
tb_item_choose (GtkWidget *widget,
                TbDesk    *desk,
                TbItem    *item,
                gboolean   is_wanted)
{
  TbCommand command = { .type = TB_COMMAND_CHOOSE_FILE, .is_active = is_wanted };

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (TB_IS_DESK (desk));
  g_return_if_fail (TB_IS_ITEM_OBJECT (item));

  command.ticket = record_of (item)->ticket;
  command.name = record_of (item)->sha256;
  tb_engine_do_async (tb_desk_get_engine (desk), &command, NULL, on_chosen_cb,
                      errand_new (widget, desk, NULL, item));
}
