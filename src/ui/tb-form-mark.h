/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is wrong with a row of a form: in words, with an icon, and for the screen reader. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** TbFormMark: the parts of a row that say it. */
typedef struct
{
  GtkWidget *row;
  GtkWidget *typed; /* what has the focus */
  GtkWidget *error_box;
  GtkLabel  *error_label;
  GtkLabel  *hint_label; /* (nullable) */
} TbFormMark;

/** tb_form_mark_show: @error: (nullable). @hint: (nullable): shown while there is no error */
void tb_form_mark_show (const TbFormMark *mark,
                        const char       *error,
                        const char       *hint);

G_END_DECLS
