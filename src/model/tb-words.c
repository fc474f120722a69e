/* SPDX-License-Identifier: GPL-3.0-or-later
 * What enums, fields and problems are called: msgids only. */
#include "config.h"

#include "tb-words.h"

#include "tb-i18n-private.h"
#include "tb-storage-error.h"
#include "tb-workflow.h"

/* clang-format off */
static const TbWord permissions[] = {
  { TB_PERMISSION_NONE, NC_("permission", "None"), "Keine" },
  { TB_PERMISSION_OUTSOURCE, NC_("permission", "Allow outsourcing"), "Outsourcing zulassen" },
  { TB_PERMISSION_PARTNERS, NC_("permission", "Allow partner management"), "Partnerverwaltung zulassen" },
  { TB_PERMISSION_ALL, NC_("permission", "Allow all"), "Alle zulassen" },
  { -1 }
};
static const TbWord priorities[] = {
  { TB_PRIORITY_LOW, NC_("priority", "Low"), "Niedrig" },
  { TB_PRIORITY_MEDIUM, NC_("priority", "Medium"), "Mittel" },
  { TB_PRIORITY_HIGH, NC_("priority", "High"), "Hoch" },
  { TB_PRIORITY_CRITICAL, NC_("priority", "Critical"), "Kritisch" },
  { -1 }
};
static const TbWord meanings[] = {
  { TB_MEANING_NEW, NC_("meaning of a ticket status", "New"), "Neu" },
  { TB_MEANING_IN_PROGRESS, NC_("meaning of a ticket status", "In progress"), "In Bearbeitung" },
  { TB_MEANING_WAITING, NC_("meaning of a ticket status", "Waiting"), "Wartend" },
  { TB_MEANING_COMPLETE, NC_("meaning of a ticket status", "Complete"), "Abgeschlossen" },
  { -1 }
};
static const TbWord roles[] = {
  { TB_ROLE_LEAD, NC_("role", "Lead partner"), NULL },
  { TB_ROLE_SERVICE, NC_("role", "Service partner"), NULL },
  { -1 }
};
static const TbWord item_kinds[] = {
  { TB_ITEM_NOTE, NC_("kind of entry", "Note"), NULL },
  { TB_ITEM_TIME, NC_("kind of entry", "Time entry"), NULL },
  { TB_ITEM_CHARGE, NC_("kind of entry", "Charge"), NULL },
  { TB_ITEM_FILE, NC_("kind of entry", "Attachment"), NULL },
  { -1 }
};
static const TbWord rate_kinds[] = {
  { TB_RATE_NONE, NC_("kind of rate", "No rate"), NULL },
  { TB_RATE_HOURLY, NC_("kind of rate", "Hourly rate"), NULL },
  { TB_RATE_FLAT, NC_("kind of rate", "Flat rate"), NULL },
  { -1 }
};
static const TbWord agreement_states[] = {
  { TB_AGREEMENT_NONE, NC_("agreement", "–"), NULL },
  { TB_AGREEMENT_INVITED, NC_("agreement", "Invited"), NULL },
  { TB_AGREEMENT_ACTIVE, NC_("agreement", "Active"), NULL },
  { TB_AGREEMENT_INACTIVE, NC_("agreement", "Inactive"), NULL },
  { TB_AGREEMENT_DECLINED, NC_("agreement", "Declined"), NULL },
  { -1 }
};
static const TbWord link_states[] = {
  { TB_LINK_INVITED, NC_("link", "Invitation given out"), NULL },
  { TB_LINK_JOINING, NC_("link", "Joining"), NULL },
  { TB_LINK_LINKED, NC_("link", "Linked"), NULL },
  { TB_LINK_STOPPED, NC_("link", "Stopped"), NULL },
  { -1 }
};
static const TbWord travels[] = {
  { TB_TRAVEL_AUTO, NC_("way", "Automatic"), NULL },
  { TB_TRAVEL_PUSH, NC_("way", "Straight to the partner"), NULL },
  { TB_TRAVEL_PULL, NC_("way", "Send and fetch"), NULL },
  { TB_TRAVEL_MAILBOX, NC_("way", "Through a mailbox"), NULL },
  { TB_TRAVEL_AWAIT, NC_("way", "The partner fetches"), NULL },
  { -1 }
};
static const TbWord deliveries[] = {
  { TB_DELIVERY_NONE, NC_("delivery", "Nothing to deliver"), NULL },
  { TB_DELIVERY_QUEUED, NC_("delivery", "Not delivered yet"), NULL },
  { TB_DELIVERY_DELIVERED, NC_("delivery", "Delivered"), NULL },
  { TB_DELIVERY_HELD, NC_("delivery", "Refused by the partner"), NULL },
  { TB_DELIVERY_WAITING, NC_("delivery", "A file is on its way"), NULL },
  { -1 }
};
/* What the service partner has asked of the lead partner. */
static const TbWord verbs[] = {
  { TB_VERB_ACCEPT, NC_("request", "Acceptance"), NULL },
  { TB_VERB_DECLINE, NC_("request", "Refusal"), NULL },
  { TB_VERB_START, NC_("request", "Start of work"), NULL },
  { TB_VERB_SUBMIT, NC_("request", "Submission for approval"), NULL },
  { TB_VERB_COMPLETE, NC_("request", "Completion"), NULL },
  { -1 }
};
static const TbWord pending[] = {
  { TB_VERB_ACCEPT, N_("Acceptance: confirmation pending"), NULL },
  { TB_VERB_DECLINE, N_("Refusal: confirmation pending"), NULL },
  { TB_VERB_SUBMIT, N_("Submission for approval: confirmation pending"), NULL },
  { TB_VERB_COMPLETE, N_("Completion: confirmation pending"), NULL },
  { -1 }
};

/* What a field is called, by the name that commands and errors use for it. */
static const struct
{
  const char *name;
  const char *label;
} fields[] = {
  { "alert", NC_("field", "Ticket alert") },
  { "assignee", NC_("field", "Assignee") },
  { "contact", NC_("field", "Contact") },
  { "description", NC_("field", "Description") },
  { "due", NC_("field", "Due date") },
  { "instructions", NC_("field", "Instructions") },
  { "name", NC_("field", "Name") },
  { "organisation", NC_("field", "Organisation") },
  { "organisation-alert", NC_("field", "Alert of the organisation") },
  { "partner", NC_("field", "Partner") },
  { "phone", NC_("field", "Phone") },
  { "postcode", NC_("field", "Postcode") },
  { "priority", NC_("field", "Priority") },
  { "queue", NC_("field", "Queue") },
  { "reason", NC_("field", "Reason") },
  { "status", NC_("field", "Ticket status") },
  { "street", NC_("field", "Street") },
  { "taskfire", NC_("field", "Taskfire") },
  { "text", NC_("field", "Text") },
  { "title", NC_("field", "Title") },
  { "town", NC_("field", "Town") },
  { "unit", NC_("field", "Unit") },
  { "work-type", NC_("field", "Work type") },
};

static const char *const store_errors[] = {
  [TB_STORE_ERROR_BUSY] = N_("Another program is writing to this profile at the moment. Please try again."),
  [TB_STORE_ERROR_NEWER] = N_("A newer version of Ticketbrücke has written this profile. "
                              "Please update the program. The file was not touched."),
  [TB_STORE_ERROR_DAMAGED] = N_("The database of this profile is damaged. "
                                "Please restore a backup. The file was not touched."),
  [TB_STORE_ERROR_FULL] = N_("There is no room left where the profile is stored, so nothing was saved. "
                             "Please free some space, then try again."),
  [TB_STORE_ERROR_IO] = N_("The profile cannot be read or written. "
                           "Please check the free space and the permissions of the folder (%s)."),
  [TB_STORE_ERROR_READ_ONLY] = N_("This entry is read-only while the ticket waits for approval."),
  [TB_STORE_ERROR_CONSTRAINT] = N_("This does not fit what is stored already (%s)."),
  [TB_STORE_ERROR_FAULT] = N_("That did not work: %s"),
};
/* clang-format on */

typedef struct
{
  GType (*get_type) (void);
  const TbWord *words;
  const char   *context;
} Vocabulary;

static const Vocabulary vocabularies[] = {
  { tb_permission_get_type, permissions, "permission" },
  { tb_priority_get_type, priorities, "priority" },
  { tb_meaning_get_type, meanings, "meaning of a ticket status" },
  { tb_role_get_type, roles, "role" },
  { tb_item_kind_get_type, item_kinds, "kind of entry" },
  { tb_rate_kind_get_type, rate_kinds, "kind of rate" },
  { tb_agreement_state_get_type, agreement_states, "agreement" },
  { tb_link_state_get_type, link_states, "link" },
  { tb_travel_get_type, travels, "way" },
  { tb_delivery_get_type, deliveries, "delivery" },
  { tb_verb_get_type, verbs, "request" },
};

const TbWord *
tb_words (GType        type,
          const char **context)
{
  guint i;

  g_return_val_if_fail (context != NULL, NULL);

  for (i = 0; i < G_N_ELEMENTS (vocabularies); i++)
    if (vocabularies[i].get_type () == type)
      {
        *context = vocabularies[i].context;
        return vocabularies[i].words;
      }
  return NULL;
}

const char *
tb_word (GType        type,
         int          value,
         const char **context)
{
  const TbWord *word;

  g_return_val_if_fail (context != NULL, NULL);

  *context = NULL;
  if (type == TB_TYPE_STATUS)
    return value >= 0 && value < TB_N_STATUSES ? tb_status_look (value)->label : "?";
  for (word = tb_words (type, context); word != NULL && word->value >= 0; word++)
    if (word->value == value)
      return word->english;
  return NULL;
}

/* clang-format off */
static const struct
{
  const char *what;
  const char *label;
} messages[] = {
  /* Translators: the ticket is offered to a partner, with its terms. */
  { "offer", NC_("message", "Offer") },
  { "status", NC_("message", "Outsourcing status") },
  /* Translators: what the service partner asks the lead partner for: acceptance, completion, … */
  { "request", NC_("message", "Request") },
  { "items", NC_("message", "Entries") },
  { "customer", NC_("message", "Customer") },
  /* Translators: the agreement to work together was made, switched off or on. */
  { "agreement", NC_("message", "Agreement") },
  /* Translators: how the ticket stands here, after one side went back to a backup. */
  { "state", NC_("message", "Comparison") },
  /* Translators: an empty message in place of one that was skipped. */
  { "skipped", NC_("message", "Skipped") },
};
/* clang-format on */

const char *
tb_word_message (const char *what)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (messages); i++)
    if (g_strcmp0 (messages[i].what, what) == 0)
      return messages[i].label;
  return NULL;
}

GType
tb_word_message_type (const char *what)
{
  /* clang-format off */
  static const struct
  {
    const char *what;
    GType (*type) (void);
  } types[] = {
    { "status", tb_status_get_type },
    { "request", tb_verb_get_type },
    { "agreement", tb_agreement_state_get_type },
  };
  /* clang-format on */
  guint i;

  for (i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].what, what) == 0)
      return types[i].type ();
  return G_TYPE_NONE;
}

const char *
tb_word_field (const char *name)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (fields[i].name, name) == 0)
      return fields[i].label;
  return NULL;
}

const char *
tb_word_pending (TbVerb verb)
{
  const TbWord *word;

  for (word = pending; word->value >= 0; word++)
    if (word->value == (int)verb)
      return word->english;
  return NULL;
}

const char *
tb_word_store_error (int code)
{
  return code >= 0 && code < (int)G_N_ELEMENTS (store_errors) ? store_errors[code] : NULL;
}

char *
tb_word_fill_in (const char *text,
                 const char *argument)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  parts = g_strsplit (text, "%s", 2);
  if (parts[0] == NULL || parts[1] == NULL)
    return g_strdup (text);
  return g_strconcat (parts[0], argument != NULL ? argument : "", parts[1], NULL);
}
