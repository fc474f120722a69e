/* SPDX-License-Identifier: GPL-3.0-or-later
 * What comes to the main window from outside: links to tickets, invitation files.
 *
 * Both can come from anywhere. A link only shows a ticket; an invitation is only shown, and nothing is
 * accepted without a click. */
#include "config.h"

#include "tb-window-private.h"

#include "tb-join-dialog.h"
#include "tb-tell.h"
#include "tb-text.h"
#include "tb-ticket-link.h"

#include <glib/gi18n.h>
#include <string.h>

/* ---- Links ---- */

static void
on_ticket_found_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbWindow) self = data;
  g_autoptr (GError) error = NULL;
  gint64           ticket = tb_engine_find_ticket_finish (TB_ENGINE (object), result, &error);
  g_autofree char *text = NULL;

  if (self->desk == NULL)
    return;
  if (error == NULL)
    {
      tb_window_show_ticket (self, ticket);
      return;
    }
  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_NOT_FOUND))
    /* Translators: %s is the number of a ticket. */
    text = g_strdup_printf (_ ("There is no ticket %s here."), tb_problem_get_argument (error));
  else
    text = tb_text_problem (error);
  tb_tell (GTK_WIDGET (self), text);
}

static void
open_link (TbWindow   *self,
           const char *link)
{
  g_autofree char *number = NULL;
  g_autofree char *mark = NULL;

  if (!tb_ticket_link_parse (link, &number, &mark))
    tb_tell (GTK_WIDGET (self), _ ("This link is damaged: it leads to no ticket."));
  else if (mark != NULL && g_ascii_strcasecmp (mark, tb_desk_get_mark (self->desk)) != 0)
    tb_tell (GTK_WIDGET (self), _ ("This link leads to a ticket of another company."));
  else
    tb_engine_find_ticket_async (tb_desk_get_engine (self->desk), number, NULL, on_ticket_found_cb,
                                 g_object_ref (self));
}

/* ---- Invitations, one after the other ---- */

static void join_next (TbWindow *self);

static gboolean
on_next_due_cb (gpointer data)
{
  join_next (data);
  return G_SOURCE_REMOVE;
}

/* The next one comes when this one has really gone. */
static void
on_join_closed_cb (TbWindow *self)
{
  if (self->desk != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_next_due_cb, g_object_ref (self), g_object_unref);
}

static void
show_join_dialog (TbWindow *self,
                  GFile    *file) /* (nullable) */
{
  g_set_weak_pointer (&self->join_dialog, tb_join_dialog_new (self->desk, file));
  g_signal_connect_object (self->join_dialog, "destroy", G_CALLBACK (on_join_closed_cb), self,
                           G_CONNECT_SWAPPED);
  tb_window_present_dialog (self, self->join_dialog);
}

/* Recursion: a dialog that ends is followed by the next. */
static void
join_next (TbWindow *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->desk == NULL || self->join_dialog != NULL || g_queue_is_empty (&self->invitations))
    return;
  file = g_queue_pop_head (&self->invitations);
  show_join_dialog (self, file);
}

void
tb_window_join (TbWindow *self)
{
  g_return_if_fail (TB_IS_WINDOW (self));

  if (self->join_dialog != NULL)
    gtk_window_present (GTK_WINDOW (self->join_dialog));
  else
    show_join_dialog (self, NULL);
}

static void
queue_invitation (TbWindow *self,
                  GFile    *file)
{
  g_autoptr (GError) error = NULL;

  if (tb_desk_get_permission (self->desk) >= TB_PERMISSION_PARTNERS)
    {
      g_queue_push_tail (&self->invitations, g_object_ref (file));
      return;
    }
  tb_problem_set (&error, TB_PROBLEM_PERMISSION, tb_nick (TB_TYPE_PERMISSION, TB_PERMISSION_PARTNERS));
  tb_tell_error (GTK_WIDGET (self), error);
}

void
tb_window_open (TbWindow *self,
                GFile   **files,
                int       n_files)
{
  int i;

  g_return_if_fail (TB_IS_WINDOW (self));
  g_return_if_fail (files != NULL || n_files == 0);

  for (i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      if (g_ascii_strncasecmp (uri, TB_TICKET_LINK_SCHEME ":", strlen (TB_TICKET_LINK_SCHEME ":")) == 0)
        open_link (self, uri);
      else
        queue_invitation (self, files[i]);
    }
  join_next (self);
}
