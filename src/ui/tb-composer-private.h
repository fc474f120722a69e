/* SPDX-License-Identifier: GPL-3.0-or-later
 * The composer's inside, shared by its parts. */
#pragma once

#include "tb-composer.h"
#include "tb-draft-timer.h"
#include "tb-file-list.h"
#include "tb-item-form.h"
#include "tb-ticket-sheet.h"
#include "tb-wrap-box.h"

G_BEGIN_DECLS

/** ComposerKind: what the composer holds of one kind. */
typedef struct
{
  TbItemForm *form;     /* (borrowed) (nullable): in the stack; made when first needed; none for files */
  gboolean    internal; /* the mark of what is being written */
  gboolean    is_dirty; /* differs from its draft in the store */
} ComposerKind;

struct _TbComposer
{
  AdwBin parent_instance;

  /* template */
  GtkWidget       *reach_box;
  GtkImage        *reach_icon;
  GtkLabel        *reach_label;
  GtkWidget       *switcher;
  GtkToggleButton *note_button;
  GtkToggleButton *time_button;
  GtkToggleButton *charge_button;
  GtkToggleButton *file_button;
  TbWrapBox       *body;
  GtkStack        *stack;
  GtkWidget       *marks;
  GtkCheckButton  *internal_check;
  GtkCheckButton  *question_check;
  GtkLabel        *progress;
  GtkButton       *add_button;

  TbDesk        *desk;          /* (owned) (nullable) */
  TbTicketSheet *sheet;         /* (owned) (nullable) */
  GSignalGroup  *sheet_signals; /* (owned) */
  TbItemKind     kind;
  ComposerKind   kinds[TB_N_ITEM_KINDS];
  TbFileList    *files; /* (borrowed): in the stack */
  gboolean       has_focus;
  gboolean       is_off;
  gboolean       is_updating; /* marks are being shown, not chosen */
  GtkWidget     *came_from;   /* (weak): had the focus before */

  /* drafts */
  TbDraftTimer  draft_timer;
  GCancellable *loading; /* (owned) (nullable): drafts of the present ticket */

  /* adding */
  gboolean is_adding;
  guint    n_adding, n_added; /* files */
};

/* tb-composer.c */
/** tb_composer_get_form: makes the form of a kind when it is first needed. Returns: (transfer none) */
TbItemForm *tb_composer_get_form (TbComposer *self,
                                  TbItemKind  kind);
gboolean    tb_composer_is_empty (TbComposer *self,
                                  TbItemKind  kind);
/** tb_composer_update: shows what follows from everything else. */
void tb_composer_update (TbComposer *self);
/** tb_composer_show_kind: without taking the focus. */
void tb_composer_show_kind (TbComposer *self,
                            TbItemKind  kind);
/** tb_composer_focus: to where typing begins. */
void tb_composer_focus (TbComposer *self);

/* tb-composer-draft.c */
/** tb_composer_draft_key: Returns: (transfer full): `note-17` */
char *tb_composer_draft_key (TbItemKind kind,
                             gint64     ticket);
/** tb_composer_draft_text: Returns: (transfer full) (nullable): what was typed; %NULL if nothing was */
char *tb_composer_draft_text (TbComposer *self,
                              TbItemKind  kind);
/** tb_composer_touch: something was typed: saved within a second. */
void tb_composer_touch (TbComposer *self,
                        TbItemKind  kind);
/** tb_composer_flush: saves now what is not saved yet. */
void tb_composer_flush (TbComposer *self);
/** tb_composer_load_drafts: of the present ticket, into empty forms. */
void tb_composer_load_drafts (TbComposer *self);

/* tb-composer-add.c */
/** tb_composer_add: what is written becomes an item, or an error stands at its field. */
void tb_composer_add (TbComposer *self);

/* tb-composer-files.c */
/** tb_composer_install_keys: Ctrl+V of files and pictures, Ctrl+Return; and drops on the composer itself. */
void tb_composer_install_keys (TbComposer *self);

G_END_DECLS
