/* SPDX-License-Identifier: GPL-3.0-or-later
 * One coloured status bar: icon, words, what can be done about it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** TbBarAction: a button at the end of a bar. */
typedef struct
{
  const char *label;  /* translated */
  const char *action; /* `ticket.approve` */
  gboolean    is_link;
} TbBarAction;

/**
 * TbBar:
 *
 * Says one thing, never by colour alone: the icon, a head in bold, an aside after it, a text below, a
 * warning in bold below that. The buttons stand beside the words or, where these need the room, below
 * them. It keeps its buttons as long as they stay the same, so that an update takes no focus away.
 */
#define TB_TYPE_BAR (tb_bar_get_type ())
G_DECLARE_FINAL_TYPE (TbBar, tb_bar, TB, BAR, AdwBin)

/** tb_bar_new: @css_class: `orange`, `blue`, `yellow`, `green` */
GtkWidget *tb_bar_new (const char *css_class);
void       tb_bar_set_icon (TbBar      *self,
                            const char *icon_name);
/** tb_bar_set_words: @aside, @text, @warning: (nullable) */
void tb_bar_set_words (TbBar      *self,
                       const char *head,
                       const char *aside,
                       const char *text,
                       const char *warning);
/** tb_bar_set_name: @name: (nullable): what the bar is called, before its words, for the screen reader */
void tb_bar_set_name (TbBar      *self,
                      const char *name);
/** tb_bar_get_head: Returns: (transfer none): for tests and lists */
const char *tb_bar_get_head (TbBar *self);
/** tb_bar_set_actions: @n_actions: at most two, one beside a suffix */
void tb_bar_set_actions (TbBar             *self,
                         const TbBarAction *actions,
                         guint              n_actions);
/** tb_bar_set_suffix: @suffix: (nullable) (transfer floating): stands before the buttons */
void tb_bar_set_suffix (TbBar     *self,
                        GtkWidget *suffix);

G_END_DECLS
