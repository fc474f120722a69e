/* SPDX-License-Identifier: GPL-3.0-or-later
 * A line at the top of a dialog: what happened meanwhile, what went wrong. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** TbMessage: how grave it is. */
typedef enum
{
  TB_MESSAGE_INFO,
  TB_MESSAGE_WARNING,
  TB_MESSAGE_ERROR,
} TbMessage;

/** TbMessageBar: icon and words, hidden while there is nothing to say. Children, a button for instance, stand
 * behind them. */
#define TB_TYPE_MESSAGE_BAR (tb_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (TbMessageBar, tb_message_bar, TB, MESSAGE_BAR, GtkBox)

/** tb_message_bar_show: @text: (nullable): whole sentences, already translated; %NULL hides it */
void tb_message_bar_show (TbMessageBar *self,
                          TbMessage     message,
                          const char   *text);
/** tb_message_bar_show_error: says what went wrong. */
void tb_message_bar_show_error (TbMessageBar *self,
                                const GError *error);

G_END_DECLS
