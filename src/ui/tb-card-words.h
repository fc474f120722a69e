/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a card of the list says of its ticket, as text. */
#pragma once

#include "tb-records.h"

G_BEGIN_DECLS

/** TbCardWords: all strings are owned and never %NULL. */
typedef struct
{
  char       *title;
  char       *subtitle;  /* number and organisation */
  char       *status;    /* the Outsourcing-Status; of a ticket without one the Ticketstatus */
  const char *css_class; /* (nullable): of the Outsourcing-Status; %NULL: a dot in the Ticketstatus' colour */
  char       *who;       /* the partner, else who works on it */
  char       *detail;    /* date and hours, or what is wrong with them */
  gboolean    is_overdue;
  gboolean    is_undelivered;
  char       *summary; /* all of it, for the screen reader */
} TbCardWords;

/** tb_card_words_new: @zone: (nullable): the instance's. Returns: (transfer full): for one row, as seen at
 * @now */
TbCardWords *tb_card_words_new (const TbListRow *row,
                                const char      *zone,
                                gint64           now);
void         tb_card_words_free (TbCardWords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbCardWords, tb_card_words_free)

G_END_DECLS
