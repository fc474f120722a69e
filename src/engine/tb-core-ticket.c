/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets of this instance: making, setting fields, alerts, the coupling of Ticketstatus and outsourcing. */
#include "config.h"

#include "tb-core-private.h"

static char *
new_text (const char *text)
{
  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

static gboolean
check_required (const char *text,
                gsize       limit,
                const char *field,
                GError    **error)
{
  if (text == NULL || *text == '\0')
    return tb_core_refuse (error, TB_PROBLEM_EMPTY, field, field);
  return tb_check_text (text, limit, field, error);
}

TbTicketStatusRecord *
tb_core_status_meaning (TbCore   *core,
                        TbMeaning meaning,
                        GError  **error)
{
  GError               *local = NULL;
  TbTicketStatusRecord *status = tb_tx_find (core->tx, TB_Q_STATUS_BY_MEANING, &local, "i", (gint64)meaning);

  /* An instance need not have a value that means "new": then its first one is where a ticket begins. */
  if (status == NULL && local == NULL && meaning == TB_MEANING_NEW)
    status = tb_tx_find (core->tx, TB_Q_STATUSES, &local, "");
  if (status == NULL && local == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, tb_nick (TB_TYPE_MEANING, meaning));
  if (local != NULL)
    g_propagate_error (error, local);
  return status;
}

/* Finds an own organisation by name, or makes it. */
TbOrganisationRecord *
tb_core_organisation (TbCore     *core,
                      const char *name,
                      const char *kind,
                      GError    **error)
{
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  g_autofree char *clean = new_text (name);
  GError          *local = NULL;

  if (!check_required (clean, TB_LIMIT_NAME, "organisation", error))
    return NULL;
  organisation = tb_tx_find (core->tx, TB_Q_ORGANISATION_BY_NAME, &local, "s", clean);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (organisation == NULL)
    {
      organisation = tb_organisation_record_new ();
      organisation->name = g_steal_pointer (&clean);
      organisation->kind = g_strdup (kind);
      if (!tb_tx_insert (core->tx, organisation, error))
        return NULL;
    }
  return g_steal_pointer (&organisation);
}

static gboolean
fill_if_empty (char      **member,
               const char *value)
{
  if (value == NULL || *value == '\0' || (*member != NULL && **member != '\0'))
    return FALSE;
  tb_set_text (member, value);
  return TRUE;
}

static gboolean
set_draft_organisation (TbCore              *core,
                        TbTicketRecord      *ticket,
                        const TbTicketDraft *draft,
                        GError             **error)
{
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  g_autoptr (TbContactRecord) contact = NULL;
  g_autoptr (GPtrArray) contacts = NULL;
  gboolean changed = FALSE;
  guint    i;

  if (draft->organisation == NULL || *draft->organisation == '\0')
    return TRUE;
  organisation = tb_core_organisation (core, draft->organisation, "customer", error);
  if (organisation == NULL)
    return FALSE;
  changed |= fill_if_empty (&organisation->street, draft->street);
  changed |= fill_if_empty (&organisation->postcode, draft->postcode);
  changed |= fill_if_empty (&organisation->town, draft->town);
  changed |= fill_if_empty (&organisation->phone, draft->phone);
  if (changed && !tb_tx_update (core->tx, organisation, error))
    return FALSE;
  ticket->organisation = organisation->id;
  if (draft->contact == NULL || *draft->contact == '\0')
    return TRUE;
  contacts = tb_tx_select (core->tx, TB_Q_CONTACTS_OF_ORGANISATION, error, "i", organisation->id);
  if (contacts == NULL)
    return FALSE;
  for (i = 0; i < contacts->len && ticket->contact == 0; i++)
    {
      const TbContactRecord *known = contacts->pdata[i];

      if (g_strcmp0 (known->name, draft->contact) != 0)
        continue;
      if (known->is_blocked)
        return tb_core_refuse (error, TB_PROBLEM_BLOCKED, known->name, "contact");
      ticket->contact = known->id;
    }
  if (ticket->contact != 0)
    return TRUE;
  if (!tb_check_text (draft->contact, TB_LIMIT_NAME, "contact", error))
    return FALSE;
  contact = tb_contact_record_new ();
  contact->organisation = organisation->id;
  contact->name = new_text (draft->contact);
  contact->phone = new_text (draft->phone);
  if (!tb_tx_insert (core->tx, contact, error))
    return FALSE;
  ticket->contact = contact->id;
  return TRUE;
}

/* Limits are checked before anything is stored: what is too long here would stand in the way of a partner's
 * acceptance later (product.md section 6). */
static gboolean
check_limits (const TbTicketDraft *draft,
              GError             **error)
{
  const struct
  {
    const char *text;
    gsize       limit;
    const char *field;
  } fields[] = {
    { draft->description, TB_LIMIT_TEXT, "description" },
    { draft->organisation, TB_LIMIT_NAME, "organisation" },
    { draft->contact, TB_LIMIT_NAME, "contact" },
    { draft->phone, TB_LIMIT_NAME, "phone" },
    { draft->street, TB_LIMIT_NAME, "street" },
    { draft->postcode, TB_LIMIT_NAME, "postcode" },
    { draft->town, TB_LIMIT_NAME, "town" },
    { draft->queue, TB_LIMIT_NAME, "queue" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].text != NULL && !tb_check_text (fields[i].text, fields[i].limit, fields[i].field, error))
      return FALSE;
  return tb_core_check_weight (draft->description, error);
}

TbTicketRecord *
tb_core_new_ticket (TbCore              *core,
                    const TbTicketDraft *draft,
                    GError             **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_ticket_record_new ();
  g_autoptr (TbTicketStatusRecord) status = NULL;
  guint i;

  ticket->title = new_text (draft->title);
  ticket->description = g_strdup (draft->description != NULL ? draft->description : "");
  if (!check_required (ticket->title, TB_LIMIT_TITLE, "title", error) ||
      !check_limits (draft, error))
    return NULL;
  status = tb_core_status_meaning (core, TB_MEANING_NEW, error);
  if (status == NULL || !set_draft_organisation (core, ticket, draft, error) ||
      !tb_core_number (core, 'T', &ticket->number_day, &ticket->number_seq, error))
    return NULL;
  ticket->number = tb_number_format ('T', ticket->number_day, ticket->number_seq);
  ticket->is_confirmed = TRUE;
  ticket->status = status->id;
  ticket->is_open = TRUE;
  ticket->priority = draft->priority;
  ticket->queue = new_text (draft->queue);
  ticket->due_at = draft->due_at;
  ticket->is_overdue = draft->due_at > 0 && draft->due_at <= core->now;
  ticket->source = g_strdup (draft->source != NULL ? draft->source : "own");
  ticket->is_taskfire = draft->is_taskfire;
  ticket->created_at = ticket->updated_at = core->now;
  if (!tb_tx_insert (core->tx, ticket, error) ||
      !tb_core_history (core, ticket->id, 0, NULL, FALSE, "created", NULL, ticket->source, NULL, error))
    return NULL;
  for (i = 0; draft->notes != NULL && draft->notes[i] != NULL; i++)
    if (!tb_core_add_first_note (core, ticket, draft->notes[i], error))
      return NULL;
  return g_steal_pointer (&ticket);
}

/* ---- Fields ---- */

static TbTicketStatusRecord *
find_status (TbCore     *core,
             const char *name,
             GError    **error)
{
  g_autoptr (GPtrArray) statuses = tb_tx_select (core->tx, TB_Q_STATUSES, error, "");
  g_autofree char *wanted = g_utf8_casefold (name, -1);
  guint            i;

  if (statuses == NULL)
    return NULL;
  for (i = 0; i < statuses->len; i++)
    {
      TbTicketStatusRecord *status = statuses->pdata[i];
      g_autofree char      *have = g_utf8_casefold (status->name, -1);

      if (g_strcmp0 (have, wanted) == 0)
        return tb_record_ref (status);
    }
  tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
  return NULL;
}

static gboolean
set_status (TbCore         *core,
            TbTicketRecord *ticket,
            const char     *value,
            char          **from,
            GError        **error)
{
  g_autoptr (TbTicketStatusRecord) status = find_status (core, value, error);
  g_autoptr (TbTicketStatusRecord) before = NULL;

  if (status == NULL)
    return FALSE;
  before = tb_core_get (core, &TB_TICKET_STATUS, ticket->status, error);
  if (before == NULL)
    return FALSE;
  *from = g_strdup (before->name);
  ticket->status = status->id;
  ticket->is_open = status->meaning != TB_MEANING_COMPLETE;
  ticket->is_overdue = ticket->is_open && ticket->due_at > 0 && ticket->due_at <= core->now;
  return TRUE;
}

static gboolean
set_assignee (TbCore         *core,
              TbTicketRecord *ticket,
              const char     *value,
              char          **from,
              GError        **error)
{
  g_autoptr (TbUserRecord) user = NULL;
  g_autoptr (TbUserRecord) before = NULL;
  GError *local = NULL;

  if (ticket->assignee != 0)
    {
      before = tb_core_get (core, &TB_USER, ticket->assignee, error);
      if (before == NULL)
        return FALSE;
      *from = g_strdup (before->name);
    }
  if (*value == '\0')
    {
      ticket->assignee = 0;
      return TRUE;
    }
  user = tb_tx_find (core->tx, TB_Q_USER_BY_NAME, &local, "s", value);
  if (local == NULL && user == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, value);
  else if (local == NULL && !user->active)
    tb_problem_set (&local, TB_PROBLEM_USER_INACTIVE, value);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  ticket->assignee = user->id;
  return TRUE;
}

static gboolean
set_priority (TbCore         *core,
              TbTicketRecord *ticket,
              const char     *value,
              char          **from,
              GError        **error)
{
  int priority;

  if (!tb_from_nick (TB_TYPE_PRIORITY, value, &priority))
    {
      tb_problem_set (error, TB_PROBLEM_BAD_VALUE, value);
      return FALSE;
    }
  *from = g_strdup (tb_nick (TB_TYPE_PRIORITY, ticket->priority));
  ticket->priority = priority;
  return TRUE;
}

static gboolean
set_queue (TbCore         *core,
           TbTicketRecord *ticket,
           const char     *value,
           char          **from,
           GError        **error)
{
  *from = g_strdup (ticket->queue);
  tb_set_text (&ticket->queue, value);
  return tb_check_text (value, TB_LIMIT_NAME, "queue", error);
}

static gboolean
set_due (TbCore         *core,
         TbTicketRecord *ticket,
         const char     *value,
         char          **from,
         GError        **error)
{
  if (ticket->due_at > 0)
    *from = tb_time_to_wire (ticket->due_at);
  if (*value == '\0')
    ticket->due_at = 0;
  else if (!tb_time_parse_user (value, core->zone, core->now, &ticket->due_at, error))
    return FALSE;
  ticket->is_overdue = ticket->is_open && ticket->due_at > 0 && ticket->due_at <= core->now;
  return TRUE;
}

static gboolean
set_title (TbCore         *core,
           TbTicketRecord *ticket,
           const char     *value,
           char          **from,
           GError        **error)
{
  *from = g_strdup (ticket->title);
  g_free (ticket->title);
  ticket->title = new_text (value);
  return check_required (ticket->title, TB_LIMIT_TITLE, "title", error);
}

static gboolean
set_description (TbCore         *core,
                 TbTicketRecord *ticket,
                 const char     *value,
                 char          **from,
                 GError        **error)
{
  tb_set_text (&ticket->description, value);
  return tb_check_text (value, TB_LIMIT_TEXT, "description", error) && tb_core_check_weight (value, error);
}

static gboolean
set_organisation (TbCore         *core,
                  TbTicketRecord *ticket,
                  const char     *value,
                  char          **from,
                  GError        **error)
{
  g_autoptr (TbOrganisationRecord) before = NULL;
  g_autoptr (TbOrganisationRecord) organisation = tb_core_organisation (core, value, "customer", error);

  if (organisation == NULL)
    return FALSE;
  if (ticket->organisation != 0)
    {
      before = tb_core_get (core, &TB_ORGANISATION, ticket->organisation, error);
      if (before == NULL)
        return FALSE;
      *from = g_strdup (before->name);
    }
  if (ticket->organisation != organisation->id)
    ticket->contact = 0;
  ticket->organisation = organisation->id;
  return TRUE;
}

static gboolean
set_taskfire (TbCore         *core,
              TbTicketRecord *ticket,
              const char     *value,
              char          **from,
              GError        **error)
{
  ticket->is_taskfire = g_strcmp0 (value, "on") == 0;
  return TRUE;
}

typedef struct
{
  const char *name;
  gboolean (*set) (TbCore         *core,
                   TbTicketRecord *ticket,
                   const char     *value,
                   char          **from,
                   GError        **error);
} TicketField;

/* clang-format off */
static const TicketField ticket_fields[] = {
  { "status", set_status },
  { "assignee", set_assignee },
  { "priority", set_priority },
  { "queue", set_queue },
  { "due", set_due },
  { "title", set_title },
  { "description", set_description },
  { "organisation", set_organisation },
  { "taskfire", set_taskfire },
};
/* clang-format on */

/* An offer is no ticket yet: nothing can be set or added before the lead has confirmed. */
static gboolean
check_confirmed (TbCore               *core,
                 const TbTicketRecord *ticket,
                 GError              **error)
{
  g_autoptr (GPtrArray) pending = NULL;

  if (ticket->is_confirmed)
    return TRUE;
  pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", ticket->service_engagement);
  if (pending == NULL)
    return FALSE;
  if (pending->len > 0)
    tb_problem_set (error, TB_PROBLEM_ACCEPTANCE_PENDING, NULL);
  else
    tb_problem_set (error, TB_PROBLEM_NOT_NOW, tb_nick (TB_TYPE_STATUS, ticket->service_status));
  return FALSE;
}

TbTicketRecord *
tb_core_workable_ticket (TbCore  *core,
                         gint64   id,
                         GError **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, id, error);

  if (ticket == NULL || !check_confirmed (core, ticket, error))
    return NULL;
  return g_steal_pointer (&ticket);
}

/* A change of the assignee by a person is an activity of the service side (product.md section 3). */
static gboolean
note_reassignment (TbCore               *core,
                   const TbTicketRecord *ticket,
                   GError              **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  GError *local = NULL;

  e = tb_core_engagement_of (core, ticket, TB_ROLE_SERVICE, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return e == NULL || tb_core_activity (core, e, error);
}

gboolean
tb_core_set (TbCore     *core,
             gint64      id,
             const char *field,
             const char *value,
             GError    **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_workable_ticket (core, id, error);
  g_autofree char   *from = NULL;
  const TicketField *found = NULL;
  gboolean           was_open;
  gint64             was_assignee;
  guint              i;

  if (ticket == NULL)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (ticket_fields) && found == NULL; i++)
    if (g_strcmp0 (ticket_fields[i].name, field) == 0)
      found = &ticket_fields[i];
  if (found == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_BAD_VALUE, field);
      return FALSE;
    }
  was_open = ticket->is_open;
  was_assignee = ticket->assignee;
  if (!found->set (core, ticket, value != NULL ? value : "", &from, error))
    {
      if (error != NULL && *error != NULL && (*error)->domain == TB_PROBLEM)
        tb_problem_set_field (*error, field);
      return FALSE;
    }
  ticket->updated_at = core->now;
  if (!tb_tx_update (core->tx, ticket, error) ||
      !tb_core_history (core, id, 0, NULL, FALSE, "set", from, value, field, error))
    return FALSE;
  if (was_open && !ticket->is_open && !tb_core_close_engagements (core, id, error))
    return FALSE;
  return was_assignee == ticket->assignee || note_reassignment (core, ticket, error);
}

gboolean
tb_core_set_alert (TbCore     *core,
                   gint64      id,
                   const char *text,
                   GError    **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_workable_ticket (core, id, error);

  if (ticket == NULL || !tb_check_text (text != NULL ? text : "", TB_LIMIT_REASON, "alert", error))
    return FALSE;
  tb_set_text (&ticket->alert, text != NULL && *text != '\0' ? text : NULL);
  ticket->updated_at = core->now;
  return tb_tx_update (core->tx, ticket, error) &&
         tb_core_history (core, id, 0, NULL, FALSE, "set", NULL, text, "alert", error);
}

gboolean
tb_core_delete_ticket (TbCore  *core,
                       gint64   id,
                       GError **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, id, error);

  if (ticket == NULL)
    return FALSE;
  if (ticket->was_accepted)
    {
      tb_problem_set (error, TB_PROBLEM_WAS_ACCEPTED, NULL);
      return FALSE;
    }
  /* Whoever was offered it, or was heard of in it, keeps the thread: only a ticket without engagement goes.
   */
  if (ticket->lead_engagement != 0 || ticket->service_engagement != 0)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_NOW,
                      tb_nick (TB_TYPE_STATUS, MAX (ticket->lead_status, ticket->service_status)));
      return FALSE;
    }
  return tb_tx_remove (core->tx, &TB_TICKET, id, error);
}

/* The lead has confirmed our acceptance: the second ticket is made of the offer. */
/* Who accepted an offer that nobody was assigned to would not see it any more: it becomes theirs. That is no
 * change by a person, and starts nothing. */
static gboolean
find_accepter (TbCore             *core,
               TbEngagementRecord *e,
               TbUserRecord      **accepter,
               GError            **error)
{
  g_autoptr (GPtrArray) requests = tb_tx_select (core->tx, TB_Q_REQUESTS_OF_ENGAGEMENT, error, "i", e->id);
  gint64 id = 0;
  guint  i;

  *accepter = NULL;
  if (requests == NULL)
    return FALSE;
  for (i = 0; i < requests->len; i++)
    {
      const TbRequestRecord *request = requests->pdata[i];

      if (request->verb == TB_VERB_ACCEPT)
        id = request->user;
    }
  if (id == 0)
    return TRUE;
  *accepter = tb_core_get (core, &TB_USER, id, error);
  if (*accepter == NULL)
    return FALSE;
  if (!(*accepter)->active)
    g_clear_pointer (accepter, tb_user_record_unref);
  return TRUE;
}

gboolean
tb_core_confirm_ticket (TbCore             *core,
                        TbEngagementRecord *e,
                        GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  g_autoptr (TbPartnerRecord) partner =
    tb_core_get (core, &TB_PARTNER, e->partner, ticket != NULL ? error : NULL);
  g_autoptr (TbUserRecord) accepter = NULL;

  if (ticket == NULL || partner == NULL)
    return FALSE;
  if (ticket->is_confirmed)
    return TRUE;
  if (ticket->assignee == 0 && !find_accepter (core, e, &accepter, error))
    return FALSE;
  ticket->alias = g_steal_pointer (&ticket->number);
  if (!tb_core_number (core, 'T', &ticket->number_day, &ticket->number_seq, error))
    return FALSE;
  ticket->number = tb_number_format ('T', ticket->number_day, ticket->number_seq);
  ticket->is_confirmed = TRUE;
  ticket->organisation = partner->organisation;
  ticket->due_at = e->complete_by;
  ticket->updated_at = core->now;
  if (accepter != NULL)
    ticket->assignee = accepter->id;
  if (!tb_tx_update (core->tx, ticket, error) ||
      !tb_core_history (core, ticket->id, e->id, NULL, FALSE, "created", ticket->alias, ticket->number, NULL,
                        error))
    return FALSE;
  return accepter == NULL || tb_core_history (core, ticket->id, e->id, accepter->name, FALSE, "set", NULL,
                                              accepter->name, "assignee", error);
}
