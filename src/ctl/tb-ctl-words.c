/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words: what enums, fields and problems are called in the user's language, and how they are typed. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-workflow.h"

#include <string.h>

/** Word: what a value is called. @german is taken as input in every locale: a script has one language. */
typedef struct
{
  int         value;
  const char *english; /* msgid in the context of its enum */
  const char *german;  /* (nullable) */
} Word;

/* clang-format off */
static const Word permissions[] = {
  { TB_PERMISSION_NONE, NC_("permission", "None"), "Keine" },
  { TB_PERMISSION_OUTSOURCE, NC_("permission", "Allow outsourcing"), "Outsourcing zulassen" },
  { TB_PERMISSION_PARTNERS, NC_("permission", "Allow partner management"), "Partnerverwaltung zulassen" },
  { TB_PERMISSION_ALL, NC_("permission", "Allow all"), "Alle zulassen" },
  { -1 }
};
static const Word priorities[] = {
  { TB_PRIORITY_LOW, NC_("priority", "Low"), "Niedrig" },
  { TB_PRIORITY_MEDIUM, NC_("priority", "Medium"), "Mittel" },
  { TB_PRIORITY_HIGH, NC_("priority", "High"), "Hoch" },
  { TB_PRIORITY_CRITICAL, NC_("priority", "Critical"), "Kritisch" },
  { -1 }
};
static const Word meanings[] = {
  { TB_MEANING_NEW, NC_("meaning of a ticket status", "New"), "Neu" },
  { TB_MEANING_IN_PROGRESS, NC_("meaning of a ticket status", "In progress"), "In Bearbeitung" },
  { TB_MEANING_WAITING, NC_("meaning of a ticket status", "Waiting"), "Wartend" },
  { TB_MEANING_COMPLETE, NC_("meaning of a ticket status", "Complete"), "Abgeschlossen" },
  { -1 }
};
static const Word roles[] = {
  { TB_ROLE_LEAD, NC_("role", "Lead partner"), NULL },
  { TB_ROLE_SERVICE, NC_("role", "Service partner"), NULL },
  { -1 }
};
static const Word item_kinds[] = {
  { TB_ITEM_NOTE, NC_("kind of entry", "Note"), NULL },
  { TB_ITEM_TIME, NC_("kind of entry", "Time entry"), NULL },
  { TB_ITEM_CHARGE, NC_("kind of entry", "Charge"), NULL },
  { TB_ITEM_FILE, NC_("kind of entry", "Attachment"), NULL },
  { -1 }
};
static const Word rate_kinds[] = {
  { TB_RATE_NONE, NC_("kind of rate", "No rate"), NULL },
  { TB_RATE_HOURLY, NC_("kind of rate", "Hourly rate"), NULL },
  { TB_RATE_FLAT, NC_("kind of rate", "Flat rate"), NULL },
  { -1 }
};
static const Word agreement_states[] = {
  { TB_AGREEMENT_NONE, NC_("agreement", "–"), NULL },
  { TB_AGREEMENT_INVITED, NC_("agreement", "Invited"), NULL },
  { TB_AGREEMENT_ACTIVE, NC_("agreement", "Active"), NULL },
  { TB_AGREEMENT_INACTIVE, NC_("agreement", "Inactive"), NULL },
  { TB_AGREEMENT_DECLINED, NC_("agreement", "Declined"), NULL },
  { -1 }
};
static const Word link_states[] = {
  { TB_LINK_INVITED, NC_("link", "Invitation given out"), NULL },
  { TB_LINK_JOINING, NC_("link", "Joining"), NULL },
  { TB_LINK_LINKED, NC_("link", "Linked"), NULL },
  { TB_LINK_STOPPED, NC_("link", "Stopped"), NULL },
  { -1 }
};
static const Word deliveries[] = {
  { TB_DELIVERY_NONE, NC_("delivery", "Nothing to deliver"), NULL },
  { TB_DELIVERY_QUEUED, NC_("delivery", "Not delivered yet"), NULL },
  { TB_DELIVERY_DELIVERED, NC_("delivery", "Delivered"), NULL },
  { TB_DELIVERY_HELD, NC_("delivery", "Refused by the partner"), NULL },
  { TB_DELIVERY_WAITING, NC_("delivery", "A file is on its way"), NULL },
  { -1 }
};
/* What the service partner has asked of the lead partner. */
static const Word verbs[] = {
  { TB_VERB_ACCEPT, NC_("request", "Acceptance"), NULL },
  { TB_VERB_DECLINE, NC_("request", "Refusal"), NULL },
  { TB_VERB_START, NC_("request", "Start of work"), NULL },
  { TB_VERB_SUBMIT, NC_("request", "Submission for approval"), NULL },
  { TB_VERB_COMPLETE, NC_("request", "Completion"), NULL },
  { -1 }
};
static const Word pending[] = {
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
  { "partner", NC_("field", "Partner") },
  { "priority", NC_("field", "Priority") },
  { "queue", NC_("field", "Queue") },
  { "reason", NC_("field", "Reason") },
  { "status", NC_("field", "Ticket status") },
  { "taskfire", NC_("field", "Taskfire") },
  { "text", NC_("field", "Text") },
  { "title", NC_("field", "Title") },
  { "unit", NC_("field", "Unit") },
  { "work-type", NC_("field", "Work type") },
};

static const char *const store_errors[] = {
  [TB_STORE_ERROR_BUSY] = N_("Another program is writing to this profile at the moment. Please try again."),
  [TB_STORE_ERROR_NEWER] = N_("A newer version of Ticketbrücke has written this profile. "
                              "Please update the program. The file was not touched."),
  [TB_STORE_ERROR_DAMAGED] = N_("The database of this profile is damaged. "
                                "Please restore a backup. The file was not touched."),
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
  const Word *words;
  const char *context;
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
  { tb_delivery_get_type, deliveries, "delivery" },
  { tb_verb_get_type, verbs, "request" },
};

static const Vocabulary *
find_vocabulary (GType type)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (vocabularies); i++)
    if (vocabularies[i].get_type () == type)
      return &vocabularies[i];
  return NULL;
}

const char *
tb_ctl_word (GType type,
             int   value)
{
  const Vocabulary *vocabulary = find_vocabulary (type);
  const Word       *word;

  if (type == TB_TYPE_STATUS)
    return value >= 0 && value < TB_N_STATUSES ? _ (tb_status_look (value)->label) : "?";
  for (word = vocabulary != NULL ? vocabulary->words : NULL; word != NULL && word->value >= 0; word++)
    if (word->value == value)
      return g_dpgettext2 (NULL, vocabulary->context, word->english);
  return tb_nick (type, value);
}

static gboolean
is_same_word (const char *a,
              const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = b != NULL ? g_utf8_casefold (b, -1) : NULL;

  return g_strcmp0 (folded_a, folded_b) == 0;
}

gboolean
tb_ctl_read_word (GType       type,
                  const char *text,
                  int        *value,
                  GError    **error)
{
  const Vocabulary *vocabulary = find_vocabulary (type);
  const Word       *word;

  if (tb_from_nick (type, text, value))
    return TRUE;
  for (word = vocabulary != NULL ? vocabulary->words : NULL; word != NULL && word->value >= 0; word++)
    if (is_same_word (text, tb_nick (type, word->value)) || is_same_word (text, word->english) ||
        is_same_word (text, word->german) ||
        is_same_word (text, g_dpgettext2 (NULL, vocabulary->context, word->english)))
      {
        *value = word->value;
        return TRUE;
      }
  tb_problem_set (error, TB_PROBLEM_BAD_VALUE, text);
  return FALSE;
}

const char *
tb_ctl_field_word (const char *field)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (fields[i].name, field) == 0)
      return g_dpgettext2 (NULL, "field", fields[i].label);
  return field;
}

const char *
tb_ctl_pending_word (TbVerb verb)
{
  const Word *word;

  for (word = pending; word->value >= 0; word++)
    if (word->value == (int)verb)
      return _ (word->english);
  return NULL;
}

/* ---- Problems ---- */

/* Puts @argument where @text has its %s. The text is no format: what a partner sent never is one. */
static char *
fill_in (const char *text,
         const char *argument)
{
  g_auto (GStrv) parts = g_strsplit (text, "%s", 2);

  if (parts[0] == NULL || parts[1] == NULL)
    return g_strdup (text);
  return g_strconcat (parts[0], argument != NULL ? argument : "", parts[1], NULL);
}

/* Arguments that are words of the program and not of the user. */
static const char *
argument_word (TbProblem   problem,
               const char *argument)
{
  int value;

  if (problem == TB_PROBLEM_NOT_NOW && tb_from_nick (TB_TYPE_STATUS, argument, &value))
    return tb_ctl_word (TB_TYPE_STATUS, value);
  if (problem == TB_PROBLEM_PERMISSION && tb_from_nick (TB_TYPE_PERMISSION, argument, &value))
    return tb_ctl_word (TB_TYPE_PERMISSION, value);
  if (problem == TB_PROBLEM_EMPTY || problem == TB_PROBLEM_TOO_LONG)
    return tb_ctl_field_word (argument);
  return argument;
}

char *
tb_ctl_describe (const GError *error)
{
  g_autofree char *text = NULL;
  const int        n_store_errors = G_N_ELEMENTS (store_errors);

  if (error->domain == TB_PROBLEM)
    text = fill_in (_ (tb_problem_text (error->code)),
                    argument_word (error->code, tb_problem_get_argument (error)));
  else if (error->domain == TB_STORE_ERROR && error->code >= 0 && error->code < n_store_errors)
    text = fill_in (_ (store_errors[error->code]), error->message);
  else
    text = g_strdup (error->message);
  return tb_ctl_clean (text, TRUE);
}

char *
tb_ctl_describe_nick (const char *nick,
                      const char *name)
{
  g_autofree char *text = NULL;
  TbProblem        problem;
  const char      *detail;

  if (!tb_problem_from_nick (nick, &problem))
    return g_strdup (nick);
  text = g_strdup (_ (tb_problem_text (problem)));
  /* The detail in parentheses was not kept. */
  detail = strstr (text, " (%s)");
  if (detail != NULL)
    {
      g_autofree char *before = g_strndup (text, detail - text);

      return g_strconcat (before, detail + strlen (" (%s)"), NULL);
    }
  return fill_in (text, name);
}
