/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is stored of a person as values, and as the document that the person gets (DSGVO Art. 15). */
#include "config.h"

#include "tb-privacy.h"

void
tb_person_findings_free (TbPersonFindings *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->places);
  g_free (self->active_user);
  g_free (self);
}

void
tb_erasure_report_free (TbErasureReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->backups, g_ptr_array_unref);
  g_free (self);
}

static void
put_text (GString    *out,
          const char *name,
          const char *text)
{
  const char *p;

  g_string_append_printf (out, "\"%s\":", name);
  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  for (p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (out, "\\%c", *p);
    else if ((guchar)*p < 0x20)
      g_string_append_printf (out, "\\u%04x", *p);
    else
      g_string_append_c (out, *p);
  g_string_append_c (out, '"');
}

static void
put_place (GString             *out,
           const TbPersonPlace *place)
{
  g_string_append (out, "{");
  put_text (out, "ticket", place->number);
  g_string_append_c (out, ',');
  put_text (out, "table", place->table);
  g_string_append_c (out, ',');
  put_text (out, "field", place->column);
  g_string_append_c (out, ',');
  put_text (out, "text", place->text != NULL ? place->text : place->excerpt);
  g_string_append (out, "}");
}

char *
tb_person_findings_to_json (const TbPersonFindings *self,
                            const TbPerson         *person,
                            gint64                  now)
{
  g_autofree char *made_at = tb_time_to_wire (now);
  GString         *out = g_string_new ("{\"person\":{");
  guint            i;

  g_return_val_if_fail (self != NULL && person != NULL, NULL);

  put_text (out, "name", person->name);
  g_string_append_c (out, ',');
  put_text (out, "email", person->email);
  g_string_append_c (out, ',');
  put_text (out, "phone", person->phone);
  g_string_append (out, "},");
  put_text (out, "made_at", made_at);
  g_string_append_printf (out, ",\"blocked\":%s,\"places\":[", self->is_blocked ? "true" : "false");
  for (i = 0; i < self->places->len; i++)
    {
      g_string_append (out, i > 0 ? ",\n" : "\n");
      put_place (out, self->places->pdata[i]);
    }
  g_string_append (out, "\n]}\n");
  return g_string_free (out, FALSE);
}
