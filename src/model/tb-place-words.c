/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of the names of places (tb-personal.c). */
#include "config.h"

#include "tb-place-words.h"

#include "tb-i18n-private.h"

/* A row without a column stands for all that are not named. */
/* clang-format off */
static const struct
{
  const char *table;
  const char *column; /* (nullable) */
  const char *word;
} words[] = {
  { "contact", NULL, NC_("place", "Contact") },
  { "user", NULL, NC_("place", "User") },
  { "organisation", NULL, NC_("place", "Organisation") },
  { "partner", NULL, NC_("place", "Partner") },
  { "ticket", "title", NC_("place", "Title") },
  { "ticket", "description", NC_("place", "Description") },
  { "ticket", "queue", NC_("place", "Queue") },
  { "ticket", "alert", NC_("place", "Ticket alert") },
  { "engagement", "accepted_by", NC_("place", "Accepted by") },
  { "engagement", "reason", NC_("place", "Reason") },
  { "engagement", "instructions", NC_("place", "Instructions") },
  { "engagement", NULL, NC_("place", "End customer") },
  { "request", NULL, NC_("place", "Reason") },
  { "item", "author", NC_("place", "Author of an entry") },
  { "item", "file_name", NC_("place", "Name of an attachment") },
  { "item", NULL, NC_("place", "Entry") },
  { "history", NULL, NC_("place", "History") },
  { "outbox", NULL, NC_("place", "Message to a partner") },
  { "inbox", NULL, NC_("place", "Message from a partner") },
  { "mail", NULL, NC_("place", "Message in a mailbox") },
  { "draft", NULL, NC_("place", "Draft") },
  { "box", NULL, NC_("place", "Box of the mailbox") },
};
/* clang-format on */

const char *
tb_word_place (const char *table,
               const char *column)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].table, table) == 0 &&
        (words[i].column == NULL || g_strcmp0 (words[i].column, column) == 0))
      return words[i].word;
  return table;
}
