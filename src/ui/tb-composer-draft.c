/* SPDX-License-Identifier: GPL-3.0-or-later
 * What was typed into the composer and not added yet: the desk keeps a draft for each kind and ticket. */
#include "config.h"

#include "tb-composer-private.h"

#define GROUP "entry"

/** Load: one draft on its way. */
typedef struct
{
  TbComposer *composer; /* (owned) */
  TbItemKind  kind;
} Load;

char *
tb_composer_draft_key (TbItemKind kind,
                       gint64     ticket)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, tb_nick (TB_TYPE_ITEM_KIND, kind), ticket);
}

char *
tb_composer_draft_text (TbComposer *self,
                        TbItemKind  kind)
{
  g_autoptr (GKeyFile) file = NULL;

  if (tb_composer_is_empty (self, kind))
    return NULL;
  file = g_key_file_new ();
  if (kind == TB_ITEM_FILE)
    tb_file_list_store (self->files, file);
  else
    tb_item_form_store (self->kinds[kind].form, file);
  /* Forgetting this mark would let something internal out. */
  g_key_file_set_boolean (file, GROUP, "internal", self->kinds[kind].internal);
  if (kind == TB_ITEM_NOTE)
    g_key_file_set_boolean (file, GROUP, "question", gtk_check_button_get_active (self->question_check));
  return g_key_file_to_data (file, NULL, NULL);
}

void
tb_composer_flush (TbComposer *self)
{
  TbItemKind kind;

  tb_draft_timer_stop (&self->draft_timer);
  if (self->desk == NULL || self->sheet == NULL)
    return;
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    {
      g_autofree char *key = NULL;
      g_autofree char *text = NULL;

      if (!self->kinds[kind].is_dirty)
        continue;
      self->kinds[kind].is_dirty = FALSE;
      key = tb_composer_draft_key (kind, tb_ticket_sheet_get_ticket (self->sheet));
      text = tb_composer_draft_text (self, kind);
      tb_desk_save_draft (self->desk, key, text);
    }
}

void
tb_composer_touch (TbComposer *self,
                   TbItemKind  kind)
{
  self->kinds[kind].is_dirty = TRUE;
  tb_draft_timer_touch (&self->draft_timer);
}

static void
restore (TbComposer *self,
         TbItemKind  kind,
         const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL))
    return;
  if (kind == TB_ITEM_FILE)
    tb_file_list_restore (self->files, file);
  else
    tb_item_form_restore (tb_composer_get_form (self, kind), file);
  self->kinds[kind].internal = g_key_file_get_boolean (file, GROUP, "internal", NULL);
  if (kind == TB_ITEM_NOTE)
    gtk_check_button_set_active (self->question_check,
                                 g_key_file_get_boolean (file, GROUP, "question", NULL));
  tb_composer_update (self);
}

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Load *load = user_data;
  g_autoptr (TbComposer) self = load->composer;
  TbItemKind kind = load->kind;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tb_desk_load_draft_finish (TB_DESK (source), result, &error);

  g_free (load);
  /* Canceled: the composer is at another ticket. A draft that cannot be read is not worth a message. */
  if (text != NULL && self->desk != NULL)
    restore (self, kind, text);
}

void
tb_composer_load_drafts (TbComposer *self)
{
  TbItemKind kind;

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->desk == NULL || self->sheet == NULL)
    return;
  self->loading = g_cancellable_new ();
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    {
      g_autofree char *key = tb_composer_draft_key (kind, tb_ticket_sheet_get_ticket (self->sheet));
      Load            *load = g_new0 (Load, 1);

      load->composer = g_object_ref (self);
      load->kind = kind;
      tb_desk_load_draft_async (self->desk, key, self->loading, on_loaded_cb, load);
    }
}
