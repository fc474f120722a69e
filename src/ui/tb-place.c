/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Umgezogen oder kopiert?“: asked when the profile is not where it was. */
#include "config.h"

#include "tb-place.h"

#include "tb-tell.h"

#include <glib/gi18n.h>

#define IS_ASKING "tb-is-asking"

static void
on_answered_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    tb_tell_error (GTK_WIDGET (window), error);
}

static void
on_response_cb (GtkWindow        *window,
                const char       *response,
                AdwMessageDialog *dialog)
{
  TbDesk   *desk = g_object_get_data (G_OBJECT (dialog), "desk");
  TbCommand command = { .type = TB_COMMAND_MOVED };

  g_object_set_data (G_OBJECT (window), IS_ASKING, NULL);
  if (g_strcmp0 (response, "copied") == 0)
    command.type = TB_COMMAND_COPIED;
  else if (g_strcmp0 (response, "moved") != 0)
    return;
  tb_engine_do_async (tb_desk_get_engine (desk), &command, NULL, on_answered_cb, g_object_ref (window));
}

static const char *
question (gboolean may_answer)
{
  if (!may_answer)
    return _ ("The data of this company are not where they were before. Until somebody who manages partners "
              "says why, nothing is sent and nothing received. You can go on working.");
  return _ ("The data of this company are not where they were before. Until you say why, nothing is sent and "
            "nothing received. You can go on working.\n\n"
            "Moved: they are only here now, and from here on everything goes on as before.\n\n"
            "Copied: elsewhere somebody goes on working with them. Then both must not speak to the partners "
            "with the same name: this copy has to be joined to each partner anew.");
}

void
tb_place_ask (GtkWindow *window,
              TbDesk    *desk)
{
  const char       *heading = _ ("Moved or Copied?");
  gboolean          may_answer, is_elsewhere;
  AdwMessageDialog *dialog;

  g_return_if_fail (GTK_IS_WINDOW (window) && TB_IS_DESK (desk));

  g_object_get (desk, "is-elsewhere", &is_elsewhere, NULL);
  if (!is_elsewhere || g_object_get_data (G_OBJECT (window), IS_ASKING) != NULL)
    return;
  g_object_set_data (G_OBJECT (window), IS_ASKING, GINT_TO_POINTER (1));
  may_answer = tb_desk_get_permission (desk) >= TB_PERMISSION_PARTNERS;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, heading, question (may_answer)));
  adw_message_dialog_add_response (dialog, "later", may_answer ? _ ("_Later") : _ ("_Close"));
  if (may_answer)
    adw_message_dialog_add_responses (dialog, "copied", _ ("_Copied"), "moved", _ ("_Moved"), NULL);
  adw_message_dialog_set_default_response (dialog, "later");
  adw_message_dialog_set_close_response (dialog, "later");
  g_object_set_data_full (G_OBJECT (dialog), "desk", g_object_ref (desk), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
