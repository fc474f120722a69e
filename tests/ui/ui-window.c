/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of the whole window share. */
#include "config.h"

#include "ui-window.h"

GtkApplication *
ui_application (void)
{
  static GtkApplication *application = NULL;

  if (application == NULL)
    {
      application =
        GTK_APPLICATION (adw_application_new ("io.github.ticketbruecke.Test", G_APPLICATION_NON_UNIQUE));
      g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
    }
  return application;
}

void
ui_window_set_up (UiWindow     *self,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TbCommand command = { .type = TB_COMMAND_CONFIG, .name = "set-up", .value = "on" };

  tb_pair_setup (&self->pair);
  tb_side_do (&self->pair.lead, command, NULL);
  self->desk = tb_desk_new (self->pair.lead.engine, &error);
  g_assert_no_error (error);
  self->window = tb_window_new (ui_application (), self->desk, NULL, NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  ui_test_settle ();
}

void
ui_window_tear_down (UiWindow     *self,
                     gconstpointer data)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  ui_test_settle ();
  g_assert_finalize_object (self->desk);
  tb_pair_teardown (&self->pair);
}
