/* SPDX-License-Identifier: GPL-3.0-or-later
 * From what is typed into the form for items to a draft of the engine, and back. */
#include "config.h"

#include "tb-item-form-private.h"

#include "tb-text.h"

#include <glib/gi18n.h>

#define GROUP "entry"

/* ---- Reading ---- */

static gboolean
refuse (TbItemForm *self,
        FieldId     id,
        const char *error)
{
  tb_form_field_set_error (self->fields[id], error);
  gtk_widget_grab_focus (GTK_WIDGET (self->fields[id]));
  return FALSE;
}

static gboolean
read_number (TbItemForm *self,
             FieldId     id,
             gint64     *value)
{
  if (tb_form_field_get_value (self->fields[id], value))
    return TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->fields[id]));
  return FALSE;
}

static gint64
instant_of (TbItemForm *self,
            const char *date,
            int         minutes)
{
  g_autofree char *text = g_strdup_printf ("%s %02d:%02d", date, minutes / 60 % 24, minutes % 60);
  gint64           instant = 0;

  if (!tb_time_parse_user (text, tb_desk_get_zone (self->desk), tb_desk_get_now (self->desk), &instant, NULL))
    return 0;
  return minutes >= DAY_MINUTES ? instant + TB_DAY : instant;
}

static gboolean
shows_clock (TbItemForm *self,
             FieldId     id,
             gint64      instant)
{
  g_autofree char *text = instant > 0 ? tb_text_clock (instant, tb_desk_get_zone (self->desk)) : NULL;

  return g_str_equal (text != NULL ? text : "", tb_item_form_typed (self, id));
}

/* Its instants are more exact than what is shown of them. */
static gboolean
is_span_unchanged (TbItemForm *self)
{
  return self->shown != NULL && g_strcmp0 (self->read_date, self->shown->date) == 0 &&
         shows_clock (self, FIELD_FROM, self->shown->start_at) &&
         shows_clock (self, FIELD_TO, self->shown->end_at);
}

static gboolean
read_span (TbItemForm  *self,
           TbItemDraft *draft)
{
  g_autofree char *today = NULL;
  const char      *date = self->read_date;
  int              from, to;

  if (is_span_unchanged (self))
    {
      draft->start_at = self->shown->start_at;
      draft->end_at = self->shown->end_at;
      return TRUE;
    }
  if (*tb_item_form_typed (self, FIELD_FROM) == '\0' && *tb_item_form_typed (self, FIELD_TO) == '\0')
    return TRUE;
  if (!tb_item_form_parse_clock (tb_item_form_typed (self, FIELD_FROM), &from))
    return refuse (self, FIELD_FROM, _ ("Please type a time of day, for example 9:30."));
  if (!tb_item_form_parse_clock (tb_item_form_typed (self, FIELD_TO), &to))
    return refuse (self, FIELD_TO, _ ("Please type a time of day, for example 9:30."));
  if (date == NULL)
    date = today = tb_time_date (tb_desk_get_now (self->desk), tb_desk_get_zone (self->desk));
  draft->start_at = instant_of (self, date, from);
  draft->end_at = instant_of (self, date, to > from ? to : to + DAY_MINUTES);
  return TRUE;
}

static gboolean
read_time (TbItemForm  *self,
           TbItemDraft *draft)
{
  if (!read_span (self, draft) || !read_number (self, FIELD_DURATION, &draft->minutes))
    return FALSE;
  if (draft->minutes == TB_AMOUNT_NONE || draft->minutes <= 0)
    return refuse (self, FIELD_DURATION, _ ("Please say how long it took."));
  draft->work_type = tb_item_form_typed (self, FIELD_WORK_TYPE);
  return TRUE;
}

static gboolean
read_charge (TbItemForm  *self,
             TbItemDraft *draft)
{
  if (!read_number (self, FIELD_QUANTITY, &draft->quantity) ||
      !read_number (self, FIELD_PRICE, &draft->unit_price))
    return FALSE;
  if (draft->quantity == TB_AMOUNT_NONE)
    draft->quantity = ONE_PIECE;
  if (draft->quantity == 0)
    return refuse (self, FIELD_QUANTITY, _ ("Please type a quantity above zero."));
  if (draft->unit_price == TB_AMOUNT_NONE)
    return refuse (self, FIELD_PRICE, _ ("Please type a price."));
  draft->unit = tb_item_form_typed (self, FIELD_UNIT);
  return TRUE;
}

static gboolean
read_date (TbItemForm  *self,
           TbItemDraft *draft)
{
  g_clear_pointer (&self->read_date, g_free);
  if (self->fields[FIELD_DATE] == NULL)
    return TRUE;
  if (!tb_form_field_get_date (self->fields[FIELD_DATE], &self->read_date))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->fields[FIELD_DATE]));
      return FALSE;
    }
  draft->date = self->read_date;
  return TRUE;
}

gboolean
tb_item_form_read (TbItemForm  *self,
                   TbItemDraft *draft)
{
  g_return_val_if_fail (TB_IS_ITEM_FORM (self), FALSE);
  g_return_val_if_fail (draft != NULL, FALSE);
  g_return_val_if_fail (TB_IS_DESK (self->desk), FALSE);

  tb_item_form_set_error (self, NULL);
  *draft = (TbItemDraft){ .kind = (TbItemKind)self->kind };
  g_free (self->read_text);
  self->read_text = tb_item_form_get_text (self);
  draft->text = self->read_text;
  if (!read_date (self, draft))
    return FALSE;
  if (self->kind == TB_ITEM_FILE)
    draft->file_name = tb_item_form_typed (self, FIELD_FILE_NAME);
  if (self->kind == TB_ITEM_TIME)
    return read_time (self, draft);
  return self->kind != TB_ITEM_CHARGE || read_charge (self, draft);
}

/* ---- Showing ---- */

static void
show_clock (TbItemForm *self,
            FieldId     id,
            gint64      instant)
{
  g_autofree char *text = instant > 0 ? tb_text_clock (instant, tb_desk_get_zone (self->desk)) : NULL;

  tb_form_field_set_text (self->fields[id], text);
}

void
tb_item_form_show (TbItemForm         *self,
                   const TbItemRecord *item)
{
  g_return_if_fail (TB_IS_ITEM_FORM (self));
  g_return_if_fail (item != NULL);
  g_return_if_fail (TB_IS_DESK (self->desk));

  g_clear_pointer (&self->shown, tb_item_record_unref);
  self->shown = tb_record_ref ((gpointer)item);
  tb_item_form_set_text (self, item->text);
  if (self->fields[FIELD_DATE] != NULL)
    tb_form_field_set_date (self->fields[FIELD_DATE], item->date);
  if (self->kind == TB_ITEM_FILE)
    tb_form_field_set_text (self->fields[FIELD_FILE_NAME], item->file_name);
  if (self->kind == TB_ITEM_TIME)
    {
      show_clock (self, FIELD_FROM, item->start_at);
      show_clock (self, FIELD_TO, item->end_at);
      tb_form_field_set_value (self->fields[FIELD_DURATION], item->minutes);
      tb_form_field_set_text (self->fields[FIELD_WORK_TYPE], item->work_type);
    }
  if (self->kind == TB_ITEM_CHARGE)
    {
      tb_form_field_set_value (self->fields[FIELD_QUANTITY], item->quantity);
      tb_form_field_set_text (self->fields[FIELD_UNIT], item->unit);
      tb_form_field_set_value (self->fields[FIELD_PRICE], item->unit_price);
    }
  tb_item_form_update_total (self);
}

void
tb_item_form_show_error (TbItemForm   *self,
                         const GError *error)
{
  TbFormFieldName  names[N_FIELDS];
  g_autofree char *text = NULL;
  guint            n = 0;
  FieldId          id;

  g_return_if_fail (TB_IS_ITEM_FORM (self));
  g_return_if_fail (error != NULL);

  for (id = 0; id < N_FIELDS; id++)
    if (self->fields[id] != NULL)
      names[n++] = (TbFormFieldName){ tb_item_form_looks[id].name, self->fields[id] };
  if (tb_form_field_place_error (names, n, error))
    return;
  text = tb_text_problem (error);
  tb_item_form_set_error (self, text);
}

/* ---- Drafts ---- */

void
tb_item_form_store (TbItemForm *self,
                    GKeyFile   *file)
{
  g_autofree char *text = NULL;
  FieldId          id;

  g_return_if_fail (TB_IS_ITEM_FORM (self));
  g_return_if_fail (file != NULL);

  if (tb_item_form_is_empty (self))
    return;
  text = tb_item_form_get_text (self);
  g_key_file_set_string (file, GROUP, "text", text);
  for (id = 0; id < N_FIELDS; id++)
    if (self->fields[id] != NULL)
      g_key_file_set_string (file, GROUP, tb_item_form_looks[id].name, tb_item_form_typed (self, id));
}

void
tb_item_form_restore (TbItemForm *self,
                      GKeyFile   *file)
{
  g_autofree char *text = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *both = NULL;
  FieldId          id;

  g_return_if_fail (TB_IS_ITEM_FORM (self));
  g_return_if_fail (file != NULL);

  text = g_key_file_get_string (file, GROUP, "text", NULL);
  typed = tb_item_form_get_text (self);
  both = g_strconcat (text != NULL ? text : "", typed, NULL);
  tb_item_form_set_text (self, both);
  for (id = 0; id < N_FIELDS; id++)
    {
      g_autofree char *value = g_key_file_get_string (file, GROUP, tb_item_form_looks[id].name, NULL);

      if (self->fields[id] != NULL && value != NULL && !tb_item_form_is_typed (self, id))
        tb_form_field_set_text (self->fields[id], value);
    }
  tb_item_form_update_total (self);
}
