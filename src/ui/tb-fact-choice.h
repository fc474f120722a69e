/* SPDX-License-Identifier: GPL-3.0-or-later
 * A fact of a ticket that is chosen from a list: caption, dropdown, what went wrong. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TbFactChoice:
 *
 * Properties, read-write: `caption` (also its name), `is-read-only`.
 *
 * Signals: `chosen` (uint: which option): only when a person chose another one. What is shown goes back to
 * what is stored at once: the store decides, and the next tb_fact_choice_set_chosen() shows it.
 */
#define TB_TYPE_FACT_CHOICE (tb_fact_choice_get_type ())
G_DECLARE_FINAL_TYPE (TbFactChoice, tb_fact_choice, TB, FACT_CHOICE, AdwBin)

/**
 * tb_fact_choice_set_options:
 * @names: (array zero-terminated=1)
 * @colors: (nullable): `#rrggbb` for each, shown as a dot before the name
 *
 * Does nothing if they are the same, so that an open list stays open.
 */
void tb_fact_choice_set_options (TbFactChoice      *self,
                                 const char *const *names,
                                 const char *const *colors);
/** tb_fact_choice_set_chosen: shows what is stored. %G_MAXUINT: none of them */
void tb_fact_choice_set_chosen (TbFactChoice *self,
                                guint         chosen);
/** tb_fact_choice_get_chosen: Returns: what is shown */
guint tb_fact_choice_get_chosen (TbFactChoice *self);
/** tb_fact_choice_find: Returns: the option with that name, %G_MAXUINT if there is none */
guint tb_fact_choice_find (TbFactChoice *self,
                           const char   *name);
/** tb_fact_choice_get_name: Returns: (transfer none) (nullable): what an option is called */
const char *tb_fact_choice_get_name (TbFactChoice *self,
                                     guint         option);
/** tb_fact_choice_finish: @error: (nullable): why the choice was refused */
void tb_fact_choice_finish (TbFactChoice *self,
                            const GError *error);

G_END_DECLS
