/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether a partner can be reached, and boxes for others. */
#include "config.h"

#include "tb-ctl-private.h"

#include <string.h>

/* ---- partner test ---- */

typedef struct
{
  TbCtl             *ctl; /* (borrowed) */
  const TbTransport *transport;
  GMainLoop         *loop; /* (owned) */
  TbTrial            trial;
  GError            *error; /* (owned) (nullable) */
} Test;

static void
on_tried_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  Test *test = data;

  test->transport->try_partner_finish (test->transport->self, result, &test->trial, &test->error);
  g_main_loop_quit (test->loop);
}

static char *
describe (Test       *test,
          const char *name)
{
  g_autofree char *when = NULL;

  switch (test->trial.travel)
    {
    case TB_TRAVEL_PUSH:
    case TB_TRAVEL_PULL:
      /* Translators: %s is a partner. */
      return g_strdup_printf (_ ("“%s” can be reached."), name);
    case TB_TRAVEL_MAILBOX:
      /* Translators: %s is a partner. */
      return g_strdup_printf (_ ("The mailbox between you and “%s” opens."), name);
    case TB_TRAVEL_AWAIT:
      if (test->trial.last_contact == 0)
        /* Translators: %s is a partner. */
        return g_strdup_printf (_ ("“%s” fetches by itself and has not called yet."), name);
      when = tb_ctl_time (test->ctl, test->trial.last_contact);
      /* Translators: the first %s is a partner, the second an instant. */
      return g_strdup_printf (_ ("“%s” fetches by itself, last at %s."), name, when);
    case TB_TRAVEL_AUTO:
      break;
    }
  /* Translators: %s is a partner. */
  return g_strdup_printf (_ ("There is no link to “%s”."), name);
}

static gboolean
find_partner (TbCtl      *self,
              const char *name,
              gint64     *id,
              GError    **error)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->engine, error);
  guint i;

  if (partners == NULL)
    return FALSE;
  *id = 0;
  for (i = 0; i < partners->len && *id == 0; i++)
    if (strcmp (((TbPartnerView *)partners->pdata[i])->record->name, name) == 0)
      *id = ((TbPartnerView *)partners->pdata[i])->record->id;
  if (*id != 0)
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
  return FALSE;
}

gboolean
tb_ctl_partner_test (TbCtl   *self,
                     GError **error)
{
  const char      *name = tb_ctl_arg (self, 0);
  Test             test = { .ctl = self };
  g_autofree char *words = NULL;
  gint64           id;

  if (!find_partner (self, name, &id, error))
    return FALSE;
  test.transport = tb_ctl_transport (self);
  test.loop = g_main_loop_new (NULL, FALSE);
  test.transport->try_partner (test.transport->self, id, NULL, on_tried_cb, &test);
  g_main_loop_run (test.loop);
  g_main_loop_unref (test.loop);
  if (test.error != NULL)
    {
      g_propagate_error (error, test.error);
      return FALSE;
    }
  words = describe (&test, name);
  if (self->is_json)
    tb_ctl_json_pairs ("partner", name, "way", tb_nick (TB_TYPE_TRAVEL, (int)test.trial.travel),
                       "result", words, NULL);
  else
    tb_ctl_print ("%s\n", words);
  return test.trial.travel != TB_TRAVEL_AUTO || tb_ctl_refuse_told (error);
}

/* ---- mailbox ---- */

static gboolean
ensure_identity (TbCtl   *self,
                 GError **error)
{
  const TbTransport *transport = tb_ctl_transport (self);
  g_autofree char   *fingerprint = transport->fingerprint (transport->self, error);

  return fingerprint != NULL;
}

gboolean
tb_ctl_mailbox_add (TbCtl   *self,
                    GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_BOX_ADD, .name = tb_ctl_arg (self, 0) };
  g_auto (TbResult) result = { 0 };

  if (!ensure_identity (self, error) || !tb_engine_do (self->engine, &command, &result, error))
    return FALSE;
  if (self->is_json)
    tb_ctl_json_pairs ("mailbox", command.name, "code", result.code, NULL);
  else
    tb_ctl_print ("%s\n", result.code);
  return TRUE;
}

gboolean
tb_ctl_mailbox_remove (TbCtl   *self,
                       GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_BOX_REMOVE, .name = tb_ctl_arg (self, 0) };

  if (!tb_engine_do (self->engine, &command, NULL, error))
    return FALSE;
  if (self->is_json)
    tb_ctl_json_pairs ("mailbox", command.name, NULL);
  return TRUE;
}

static void
print_boxes_json (GPtrArray *boxes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint i;

  json_builder_begin_array (builder);
  for (i = 0; i < boxes->len; i++)
    {
      const TbBoxRecord *box = boxes->pdata[i];

      json_builder_begin_object (builder);
      tb_ctl_json_text (builder, "name", box->name);
      tb_ctl_json_int (builder, "letters", box->n_letters);
      tb_ctl_json_int (builder, "bytes", box->n_bytes);
      tb_ctl_json_time (builder, "created_at", box->created_at);
      tb_ctl_json_time (builder, "used_at", box->used_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
}

gboolean
tb_ctl_mailbox_list (TbCtl   *self,
                     GError **error)
{
  static const char *const headings[] = { N_ ("Box"), N_ ("Letters"), N_ ("Bytes"), N_ ("Last used"), NULL };
  g_autoptr (GPtrArray) boxes = tb_engine_rows (self->engine, TB_TABLE_BOXES, error);
  GPtrArray *table;
  guint      i;

  if (boxes == NULL)
    return FALSE;
  if (self->is_json)
    {
      print_boxes_json (boxes);
      return TRUE;
    }
  table = tb_ctl_table_new (headings);
  for (i = 0; i < boxes->len; i++)
    {
      const TbBoxRecord *box = boxes->pdata[i];

      tb_ctl_table_add (table, g_strdup (box->name), g_strdup_printf ("%" G_GINT64_FORMAT, box->n_letters),
                        g_strdup_printf ("%" G_GINT64_FORMAT, box->n_bytes), tb_ctl_time (self, box->used_at),
                        TB_CTL_ROW_END);
    }
  tb_ctl_table_print (table);
  return TRUE;
}
