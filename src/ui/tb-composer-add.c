/* SPDX-License-Identifier: GPL-3.0-or-later
 * From what is written in the composer to an item: nothing typed is lost if the engine refuses. */
#include "config.h"

#include "tb-composer-private.h"

#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>

/** Sending: one item on its way to the engine. */
typedef struct
{
  TbComposer *composer; /* (owned) */
  TbDesk     *desk;     /* (owned) */
  gint64      ticket;
  TbItemKind  kind;
  char       *key;  /* (owned): of its draft */
  char       *text; /* (owned) (nullable): its draft, should it fail after the composer has gone elsewhere */
  gboolean    had_focus;
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->composer);
  g_object_unref (sending->desk);
  g_free (sending->key);
  g_free (sending->text);
  g_free (sending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static gboolean
is_still_there (Sending *sending)
{
  TbComposer *self = sending->composer;

  return self->sheet != NULL && tb_ticket_sheet_get_ticket (self->sheet) == sending->ticket;
}

static void
end_adding (TbComposer *self,
            Sending    *sending)
{
  self->is_adding = FALSE;
  self->n_adding = 0;
  tb_composer_update (self);
  if (sending->had_focus && is_still_there (sending))
    tb_composer_focus (self);
}

static void send_next_file (TbComposer *self,
                            gboolean    had_focus);

static void
settle_here (TbComposer   *self,
             Sending      *sending,
             const GError *error)
{
  if (sending->kind == TB_ITEM_FILE)
    {
      tb_file_list_settle (self->files, error);
      self->n_added++;
      send_next_file (self, sending->had_focus);
      return;
    }
  if (error == NULL)
    {
      tb_item_form_clear (self->kinds[sending->kind].form);
      self->kinds[sending->kind].internal = FALSE;
      if (sending->kind == TB_ITEM_NOTE)
        gtk_check_button_set_active (self->question_check, FALSE);
      self->kinds[sending->kind].is_dirty = FALSE;
    }
  end_adding (self, sending);
  if (error == NULL)
    return;
  /* It is a draft again, for whoever closes the window now. */
  tb_composer_touch (self, sending->kind);
  tb_item_form_show_error (self->kinds[sending->kind].form, error);
}

/* The composer is at another ticket or gone: what was refused is a draft of its ticket again. */
static void
settle_elsewhere (TbComposer   *self,
                  Sending      *sending,
                  const GError *error)
{
  if (self->desk != NULL)
    end_adding (self, sending);
  if (error == NULL)
    return;
  if (sending->text != NULL)
    tb_desk_save_draft (sending->desk, sending->key, sending->text);
  if (self->desk != NULL)
    tb_tell_error (GTK_WIDGET (self), error);
}

static void
on_added_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) error = NULL;

  tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error);
  if (is_still_there (sending))
    settle_here (sending->composer, sending, error);
  else
    settle_elsewhere (sending->composer, sending, error);
}

static void
send (TbComposer        *self,
      const TbItemDraft *item,
      gboolean           had_focus)
{
  Sending  *sending = g_new0 (Sending, 1);
  TbCommand command = { .type = TB_COMMAND_ADD_ITEM, .item = item };

  sending->composer = g_object_ref (self);
  sending->desk = g_object_ref (self->desk);
  sending->ticket = tb_ticket_sheet_get_ticket (self->sheet);
  sending->kind = self->kind;
  sending->key = tb_composer_draft_key (self->kind, sending->ticket);
  sending->text = tb_composer_draft_text (self, self->kind);
  sending->had_focus = had_focus;
  command.ticket = sending->ticket;
  command.draft_key = sending->key;
  /* Saving it now would bring it back after it is added. */
  self->kinds[self->kind].is_dirty = FALSE;
  self->is_adding = TRUE;
  tb_composer_update (self);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_added_cb, sending);
}

/* ---- Files, one after the other ---- */

static void
finish_files (TbComposer *self,
              gboolean    had_focus)
{
  self->is_adding = FALSE;
  self->n_adding = 0;
  if (tb_file_list_get_n_files (self->files) == 0)
    {
      self->kinds[TB_ITEM_FILE].internal = FALSE;
      self->kinds[TB_ITEM_FILE].is_dirty = FALSE;
      tb_composer_show_kind (self, TB_ITEM_NOTE);
    }
  else
    {
      /* The engine has forgotten the draft with the first one. */
      tb_composer_touch (self, TB_ITEM_FILE);
    }
  tb_composer_update (self);
  if (had_focus)
    tb_composer_focus (self);
}

static void
send_next_file (TbComposer *self,
                gboolean    had_focus)
{
  TbItemDraft draft;

  if (!tb_file_list_peek (self->files, &draft))
    {
      finish_files (self, had_focus);
      return;
    }
  draft.is_internal = self->kinds[TB_ITEM_FILE].internal;
  send (self, &draft, had_focus);
}

void
tb_composer_add (TbComposer *self)
{
  ComposerKind *written = &self->kinds[self->kind];
  TbItemDraft   draft;

  if (self->desk == NULL || self->sheet == NULL || self->is_off || self->is_adding ||
      tb_composer_is_empty (self, self->kind))
    return;
  if (self->kind == TB_ITEM_FILE)
    {
      tb_file_list_forget_errors (self->files);
      self->n_adding = tb_file_list_get_n_files (self->files);
      self->n_added = 0;
      send_next_file (self, self->has_focus);
      return;
    }
  if (!tb_item_form_read (tb_composer_get_form (self, self->kind), &draft))
    return;
  draft.is_question = gtk_widget_get_visible (GTK_WIDGET (self->question_check)) &&
                      gtk_check_button_get_active (self->question_check);
  draft.is_internal = written->internal && !draft.is_question;
  send (self, &draft, self->has_focus);
}
