/* SPDX-License-Identifier: GPL-3.0-or-later
 * How the lines of „Verlauf“ are to be read. */
#include "config.h"

#include "tb-history-words.h"

#include "tb-i18n-private.h"
#include "tb-types.h"

static GType
no_type (void)
{
  return G_TYPE_INVALID;
}

/* clang-format off */
static const TbHistoryWords history_words[] = {
  { "status", N_("Outsourcing status"), tb_status_get_type, tb_status_get_type, TRUE, TRUE, TRUE, FALSE,
    "network-transmit-receive-symbolic" },
  { "created", N_("Created"), no_type, no_type, TRUE, FALSE, FALSE, FALSE, "document-new-symbolic" },
  { "item-added", N_("Added"), no_type, tb_item_kind_get_type, FALSE, TRUE, FALSE, FALSE,
    "list-add-symbolic" },
  { "item-edited", N_("Edited"), no_type, tb_item_kind_get_type, FALSE, TRUE, FALSE, FALSE,
    "document-edit-symbolic" },
  { "item-deleted", N_("Deleted"), no_type, tb_item_kind_get_type, FALSE, TRUE, FALSE, FALSE,
    "user-trash-symbolic" },
  { "terms", N_("Terms changed"), no_type, no_type, FALSE, FALSE, FALSE, FALSE,
    "document-properties-symbolic" },
  { "request", N_("Sent to the lead partner"), no_type, tb_verb_get_type, FALSE, TRUE, TRUE, FALSE,
    "mail-send-symbolic" },
  { "request-refused", N_("Refused by the lead partner"),
    tb_verb_get_type, no_type, TRUE, FALSE, TRUE, TRUE, "dialog-warning-symbolic" },
  { "late-items", N_("Entries that did not reach the lead partner any more"),
    no_type, no_type, FALSE, TRUE, FALSE, FALSE, "dialog-warning-symbolic" },
  { "held", N_("A message was refused by the partner"), no_type, no_type, FALSE, FALSE, TRUE, TRUE,
    "dialog-warning-symbolic" },
  { "restored", N_("Taken over from the partner after going back to a backup"),
    tb_status_get_type, tb_status_get_type, TRUE, TRUE, FALSE, FALSE, "view-refresh-symbolic" },
  { "skipped", N_("A refused message was left out"), no_type, no_type, FALSE, FALSE, FALSE, FALSE,
    "edit-clear-symbolic" },
  { "skip-undone", N_("A message that was left out had arrived all the same"),
    no_type, no_type, FALSE, FALSE, FALSE, FALSE, "dialog-information-symbolic" },
  { "auto-declined", N_("Declined automatically: the answer deadline has passed"),
    no_type, no_type, FALSE, FALSE, FALSE, FALSE, "alarm-symbolic" },
  { "erased", N_("Personal data were deleted"), no_type, no_type, FALSE, FALSE, FALSE, FALSE,
    "edit-clear-symbolic" },
  { "retention", N_("Contact data were deleted by their age"), no_type, no_type, FALSE, FALSE, FALSE, FALSE,
    "edit-clear-symbolic" },
  { "erasure-told", N_("Your partner has deleted personal data"), no_type, no_type, FALSE, FALSE, FALSE,
    FALSE, "edit-clear-symbolic" },
  { "charge-summed", N_("The partner's time was added as a charge"),
    no_type, no_type, FALSE, FALSE, FALSE, FALSE, "list-add-symbolic" },
};
/* clang-format on */

const TbHistoryWords *
tb_history_words (const char *code)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (history_words); i++)
    if (g_strcmp0 (history_words[i].code, code) == 0)
      return &history_words[i];
  return NULL;
}

char *
tb_history_join (const char *label,
                 const char *from,
                 const char *to,
                 const char *reason)
{
  GString *text = g_string_new (label);
  gboolean has_from = from != NULL && *from != '\0';
  gboolean has_to = to != NULL && *to != '\0';

  if (has_from || has_to)
    g_string_append_printf (text, ": %s%s%s", has_from ? from : "", has_from && has_to ? " → " : "",
                            has_to ? to : "");
  if (reason != NULL && *reason != '\0')
    g_string_append_printf (text, " (%s)", reason);
  return g_string_free (text, FALSE);
}
