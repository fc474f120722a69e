/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is stored of a person: find, export, block, anonymise; age rules. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-place-words.h"
#include "tb-privacy.h"

static TbPerson
read_person (TbCtl *self)
{
  return (TbPerson){ tb_ctl_arg (self, 0), tb_ctl_option (self, "email"), tb_ctl_option (self, "phone") };
}

static void
json_findings (const TbPersonFindings *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint i;

  json_builder_begin_object (builder);
  tb_ctl_json_int (builder, "tickets", findings->n_tickets);
  tb_ctl_json_int (builder, "open", findings->n_open);
  tb_ctl_json_int (builder, "partners", findings->n_partners);
  tb_ctl_json_int (builder, "files", findings->n_files);
  tb_ctl_json_bool (builder, "blocked", findings->is_blocked);
  json_builder_set_member_name (builder, "places");
  json_builder_begin_array (builder);
  for (i = 0; i < findings->places->len; i++)
    {
      const TbPersonPlace *place = findings->places->pdata[i];

      json_builder_begin_object (builder);
      tb_ctl_json_text (builder, "ticket", place->number);
      tb_ctl_json_text (builder, "table", place->table);
      tb_ctl_json_text (builder, "field", place->column);
      tb_ctl_json_text (builder, "excerpt", place->excerpt);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
}

static void
print_findings (const TbPersonFindings *findings)
{
  static const char *const headings[] = { N_ ("Ticket"), N_ ("Place"), N_ ("Text"), NULL };
  GPtrArray               *table = tb_ctl_table_new (headings);
  guint                    i;

  for (i = 0; i < findings->places->len; i++)
    {
      const TbPersonPlace *place = findings->places->pdata[i];

      tb_ctl_table_add (table, g_strdup (place->number),
                        g_strdup (g_dpgettext2 (NULL, "place", tb_word_place (place->table, place->column))),
                        tb_ctl_clean (place->excerpt, FALSE), TB_CTL_ROW_END);
    }
  tb_ctl_table_print (table);
  if (findings->places->len == 0)
    tb_ctl_print ("%s\n", _ ("Nothing is stored of this person."));
  else
    /* Translators: %u is a number of tickets, then of partners. */
    tb_ctl_print (_ ("Tickets: %u; partners to be told: %u\n"), findings->n_tickets,
                  findings->n_partners);
  if (findings->n_files > 0)
    /* Translators: %u is a number of attachments. */
    tb_ctl_print (ngettext ("Not looked into: %u attachment of these tickets.\n",
                            "Not looked into: %u attachments of these tickets.\n", findings->n_files),
                  findings->n_files);
  if (findings->is_blocked)
    tb_ctl_print ("%s\n", _ ("The person is blocked."));
}

gboolean
tb_ctl_person_find (TbCtl   *self,
                    GError **error)
{
  const TbPerson person = read_person (self);
  g_autoptr (TbPersonFindings) findings = tb_engine_find_person (self->engine, &person, FALSE, error);

  if (findings == NULL)
    return FALSE;
  if (self->is_json)
    json_findings (findings);
  else
    print_findings (findings);
  return TRUE;
}

gboolean
tb_ctl_person_export (TbCtl   *self,
                      GError **error)
{
  const TbPerson person = read_person (self);
  const char    *path = tb_ctl_option (self, "out");
  g_autoptr (TbPersonFindings) findings = tb_engine_find_person (self->engine, &person, TRUE, error);
  g_autofree char *json = NULL;

  if (findings == NULL)
    return FALSE;
  json = tb_person_findings_to_json (findings, &person, tb_clock_now (tb_engine_get_clock (self->engine)));
  return g_file_set_contents_full (path, json, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

gboolean
tb_ctl_person_block (TbCtl   *self,
                     GError **error)
{
  const TbPerson  person = read_person (self);
  const TbCommand command = { .type = TB_COMMAND_PERSON_BLOCK,
                              .person = &person,
                              .is_active = !tb_ctl_has_option (self, "lift") };

  return tb_engine_do (self->engine, &command, NULL, error);
}

static void
print_report (TbCtl                 *self,
              const TbErasureReport *report)
{
  guint i;

  if (self->is_json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      tb_ctl_json_int (builder, "places", report->n_places);
      tb_ctl_json_int (builder, "tickets", report->n_tickets);
      tb_ctl_json_int (builder, "partners", report->n_partners);
      tb_ctl_json_bool (builder, "remains", report->remains);
      json_builder_set_member_name (builder, "backups");
      json_builder_begin_array (builder);
      for (i = 0; i < report->backups->len; i++)
        json_builder_add_string_value (builder, report->backups->pdata[i]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      tb_ctl_print_json (json_builder_get_root (builder));
      return;
    }
  /* Translators: %u is a number of places, then of tickets, then of partners. */
  tb_ctl_print (_ ("Places deleted: %u; tickets: %u; partners told: %u\n"), report->n_places,
                report->n_tickets, report->n_partners);
  if (report->remains)
    tb_ctl_print ("%s\n", _ ("The person still stands in what was not to be changed."));
  for (i = 0; i < report->backups->len; i++)
    /* Translators: %s is the name of a backup. */
    tb_ctl_print (_ ("The person still stands in the backup %s.\n"), (char *)report->backups->pdata[i]);
}

/* Without --yes it only says what would happen. */
gboolean
tb_ctl_person_anonymise (TbCtl   *self,
                         GError **error)
{
  const TbPerson person = read_person (self);
  TbEraseFlags   flags = TB_ERASE_TEXTS;
  g_autoptr (TbErasureReport) report = NULL;

  if (!tb_ctl_has_option (self, "yes"))
    return tb_ctl_person_find (self, error) &&
           tb_ctl_refuse (error, "%s", _ ("Nothing was changed. Add --yes to do it; it cannot be undone."));
  if (tb_ctl_has_option (self, "names-only"))
    flags &= ~TB_ERASE_TEXTS;
  if (tb_ctl_has_option (self, "closed"))
    flags |= TB_ERASE_CLOSED;
  if (tb_ctl_has_option (self, "backups"))
    flags |= TB_ERASE_BACKUPS;
  report = tb_engine_erase_person (self->engine, &person, flags, error);
  if (report == NULL)
    return FALSE;
  print_report (self, report);
  return TRUE;
}

gboolean
tb_ctl_person_follow (TbCtl   *self,
                      GError **error)
{
  const gint64 ticket = tb_ctl_read_ticket (self, error);
  g_autoptr (TbErasureReport) report = NULL;

  if (ticket == 0)
    return FALSE;
  if (tb_ctl_has_option (self, "dismiss"))
    return tb_engine_do (self->engine,
                         &(TbCommand){ .type = TB_COMMAND_ERASURE_DISMISS, .ticket = ticket }, NULL, error);
  report = tb_engine_follow_erasure (self->engine, ticket, error);
  if (report == NULL)
    return FALSE;
  print_report (self, report);
  return TRUE;
}

/* ---- Age rules ---- */

static const struct
{
  const char *key;
  const char *option;
  const char *what;
} rules[] = {
  { "retention-contacts", "contacts", N_ ("Contact data of closed tickets") },
  { "retention-tickets", "tickets", N_ ("Closed tickets") },
};

gboolean
tb_ctl_retention_show (TbCtl   *self,
                       GError **error)
{
  static const char *const headings[] = { N_ ("Rule"), N_ ("Months"), N_ ("Now due"), NULL };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) table = tb_ctl_table_new (headings);
  guint i;

  json_builder_begin_object (builder);
  for (i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      GError          *local = NULL;
      g_autofree char *value = tb_engine_get_config (self->engine, rules[i].key, &local);
      gint64           months = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
      guint            due = 0;

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (!tb_engine_count_due (self->engine, rules[i].key, months, &due, error))
        return FALSE;
      tb_ctl_json_int (builder, rules[i].option, months);
      tb_ctl_table_add (table, g_strdup (_ (rules[i].what)),
                        months > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, months) : g_strdup (_ ("never")),
                        g_strdup_printf ("%u", due), TB_CTL_ROW_END);
    }
  json_builder_end_object (builder);
  if (self->is_json)
    tb_ctl_print_json (json_builder_get_root (builder));
  else
    tb_ctl_table_print (g_ptr_array_ref (table));
  return TRUE;
}

gboolean
tb_ctl_retention_set (TbCtl   *self,
                      GError **error)
{
  gboolean is_given = FALSE;
  guint    i;

  for (i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const TbCommand command = { .type = TB_COMMAND_CONFIG,
                                  .name = rules[i].key,
                                  .value = tb_ctl_option (self, rules[i].option) };

      if (!tb_ctl_has_option (self, rules[i].option))
        continue;
      is_given = TRUE;
      if (!tb_engine_do (self->engine, &command, NULL, error))
        return FALSE;
    }
  return is_given || tb_ctl_refuse_usage (error, "%s", _ ("Nothing says what should change."));
}

gboolean
tb_ctl_retention_run (TbCtl   *self,
                      GError **error)
{
  guint count = 0;

  if (!tb_engine_retain (self->engine, &count, error))
    return FALSE;
  if (self->is_json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      tb_ctl_json_int (builder, "tickets", count);
      json_builder_end_object (builder);
      tb_ctl_print_json (json_builder_get_root (builder));
      return TRUE;
    }
  /* Translators: %u is a number of tickets. */
  tb_ctl_print (ngettext ("The rules were applied to %u ticket.\n", "The rules were applied to %u tickets.\n",
                          count),
                count);
  return TRUE;
}
