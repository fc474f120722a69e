/* SPDX-License-Identifier: GPL-3.0-or-later
 * The inside of the form for items: its fields, and what reads and fills them. */
#pragma once

#include "tb-form-field.h"
#include "tb-item-form.h"
#include "tb-wrap-box.h"

G_BEGIN_DECLS

#define DAY_MINUTES (24 * 60)
#define ONE_PIECE 1000

/** FieldId: the fields beside the text. */
typedef enum
{
  FIELD_FILE_NAME,
  FIELD_DATE,
  FIELD_FROM,
  FIELD_TO,
  FIELD_DURATION,
  FIELD_WORK_TYPE,
  FIELD_QUANTITY,
  FIELD_UNIT,
  FIELD_PRICE,
  N_FIELDS,
} FieldId;

typedef struct
{
  const char     *name; /* in a draft, and in the engine's errors */
  TbItemKind      kind;
  TbFormFieldKind field_kind;
  const char     *title; /* msgid */
  int             suggests;
  int             chars; /* as wide as so many digits */
} FieldLook;

struct _TbItemForm
{
  AdwBin parent_instance;

  /* template */
  TbWrapBox   *fields_box;
  GtkWidget   *text_box;
  GtkTextView *text;
  GtkLabel    *placeholder;
  GtkLabel    *total;
  GtkWidget   *error_box;
  GtkLabel    *error_label;

  TbFormField *fields[N_FIELDS]; /* (borrowed) (nullable): in fields_box; NULL if another kind's */
  int          kind;
  TbDesk      *desk;             /* (owned) (nullable) */
  char        *currency;         /* (owned) (nullable) */
  char        *placeholder_text; /* (owned) (nullable) */
  gboolean     is_setting;       /* what changes now is not typed */

  TbItemRecord *shown; /* (owned) (nullable): the item that is edited */

  /* what a draft borrows */
  char *read_text; /* (owned) */
  char *read_date; /* (owned) */
};

extern const FieldLook tb_item_form_looks[N_FIELDS];

/* tb-item-form.c */
char *tb_item_form_get_text (TbItemForm *self);
void  tb_item_form_set_text (TbItemForm *self,
                             const char *text);
/** tb_item_form_set_error: under the text. @error: (nullable) */
void tb_item_form_set_error (TbItemForm *self,
                             const char *error);
/** tb_item_form_typed: Returns: (transfer none): what is typed; empty if the kind has no such field */
const char *tb_item_form_typed (TbItemForm *self,
                                FieldId     id);
/** tb_item_form_is_typed: the date and a quantity of one stand there by themselves. */
gboolean tb_item_form_is_typed (TbItemForm *self,
                                FieldId     id);
/** tb_item_form_parse_clock: `9`, `9:30`, `9.30`, `0930` to minutes of the day. Returns: %FALSE if it is no
 * time of day */
gboolean tb_item_form_parse_clock (const char *text,
                                   int        *minutes);
void     tb_item_form_update_total (TbItemForm *self);

G_END_DECLS
