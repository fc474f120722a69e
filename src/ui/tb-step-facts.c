/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a person should know before a step: what is recorded, what becomes read-only, who was heard from when.
 */
#include "config.h"

#include "tb-step-private.h"

#include "tb-money.h"
#include "tb-text.h"
#include "tb-time.h"

#include <glib/gi18n.h>

#define FRAME 16

void
tb_step_fact_free (TbStepFact *self)
{
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

static void
add_fact (GPtrArray  *facts,
          const char *title,
          char       *text, /* (transfer full) */
          gboolean    stands_out)
{
  TbStepFact *fact = g_new0 (TbStepFact, 1);

  fact->title = g_strdup (title);
  fact->text = text;
  fact->stands_out = stands_out;
  g_ptr_array_add (facts, fact);
}

void
tb_step_facts_submit (GPtrArray     *facts,
                      TbDesk        *desk,
                      TbTicketSheet *sheet,
                      TbEngagement  *engagement)
{
  guint n = tb_sheet_rows_get_length (tb_ticket_sheet_get_items (sheet));

  add_fact (
    facts, _ ("Until the decision"),
    g_strdup_printf (
      /* Translators: %u is a number of entries of a ticket. */
      ngettext ("%u entry becomes read-only on both sides.", "%u entries become read-only on both sides.", n),
      n),
    FALSE);
  add_fact (
    facts, _ ("New entries"),
    g_strdup (_ ("The synchronization is suspended: what you add from now on stays here, even if the lead "
                 "partner rejects the completion.")),
    FALSE);
}

/* What the partner of an engagement recorded. */
typedef struct
{
  gint64 minutes;
  gint64 charges;
} Recorded;

static Recorded
sum_up (TbTicketSheet            *sheet,
        const TbEngagementRecord *engagement)
{
  TbSheetRows *items = tb_ticket_sheet_get_items (sheet);
  Recorded     recorded = { 0, 0 };
  guint        i;

  for (i = 0; i < tb_sheet_rows_get_length (items); i++)
    {
      const TbItemRecord *record = tb_sheet_rows_get_record (items, i);

      if (record->engagement != engagement->id || record->partner == 0)
        continue;
      if (record->kind == TB_ITEM_TIME)
        recorded.minutes += record->minutes;
      else if (record->kind == TB_ITEM_CHARGE)
        recorded.charges += record->amount;
    }
  return recorded;
}

/* “1:30 h of 4:00 h”; without a limit only the first. */
static char *
compare_text (const char *used,
              const char *limit)
{
  if (limit == NULL || *limit == '\0')
    return g_strdup (used);
  /* Translators: both %s are amounts or hours: “1:30 h of 4:00 h authorized”. */
  return g_strdup_printf (_ ("%s of %s authorized"), used, limit);
}

static void
add_money (GPtrArray  *facts,
           const char *title,
           gint64      used,
           gint64      limit,
           const char *currency)
{
  g_autofree char *used_text = tb_text_money (used, currency);
  g_autofree char *limit_text = tb_text_money (limit, currency);

  add_fact (facts, title, compare_text (used_text, limit_text), limit != TB_AMOUNT_NONE && used > limit);
}

void
tb_step_facts_approve (GPtrArray     *facts,
                       TbDesk        *desk,
                       TbTicketSheet *sheet,
                       TbEngagement  *engagement)
{
  const TbEngagementRecord *record = tb_object_get_record (TB_OBJECT (engagement));
  Recorded                  recorded = sum_up (sheet, record);
  gint64                    limit = record->authorized_minutes;
  g_autofree char          *used_text = tb_text_minutes (recorded.minutes);
  g_autofree char          *limit_text = limit != TB_AMOUNT_NONE ? tb_text_minutes (limit) : NULL;
  gint64                    total = TB_AMOUNT_NONE;

  add_fact (facts, _ ("Time recorded"), compare_text (used_text, limit_text),
            limit != TB_AMOUNT_NONE && recorded.minutes > limit);
  add_money (facts, _ ("Charges recorded"), recorded.charges, record->authorized_charges, record->currency);
  if (record->amount == TB_AMOUNT_NONE)
    return;
  if (record->rate_kind == TB_RATE_HOURLY)
    total = tb_money_times_minutes (record->amount, recorded.minutes) + recorded.charges;
  else if (record->rate_kind == TB_RATE_FLAT)
    total = record->amount + recorded.charges;
  if (total != TB_AMOUNT_NONE)
    {
      g_object_get (engagement, "total", &limit, NULL);
      add_money (facts, _ ("Total"), total, limit, record->currency);
    }
}

TbPartner *
tb_step_find_partner (TbDesk *desk,
                      gint64  partner)
{
  GListModel *partners;
  guint       n, i;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  partners = tb_desk_get_partners (desk);
  n = g_list_model_get_n_items (partners);
  for (i = 0; i < n; i++)
    {
      g_autoptr (TbObject) object = g_list_model_get_item (partners, i);

      /* The list keeps it alive. */
      if (tb_object_get_id (object) == partner)
        return TB_PARTNER_OBJECT (object);
    }
  return NULL;
}

static gint64
find_last_contact (TbDesk *desk,
                   gint64  partner)
{
  TbPartner             *object = tb_step_find_partner (desk, partner);
  const TbPartnerRecord *record = object != NULL ? tb_object_get_record (TB_OBJECT (object)) : NULL;

  return record != NULL ? record->last_contact : 0;
}

void
tb_step_facts_complete (GPtrArray     *facts,
                        TbDesk        *desk,
                        TbTicketSheet *sheet,
                        TbEngagement  *engagement)
{
  const TbEngagementRecord *record = tb_object_get_record (TB_OBJECT (engagement));
  gint64                    last = find_last_contact (desk, record->partner);

  add_fact (facts, _ ("Last heard from"),
            last != 0 ? tb_text_instant (last, tb_desk_get_zone (desk), tb_desk_get_now (desk))
                      /* Translators: a partner was never heard from. */
                      : g_strdup (C_ ("heard from", "Never")),
            FALSE);
  if (record->status != TB_STATUS_ASSIGNED)
    tb_step_facts_approve (facts, desk, sheet, engagement);
}

/* Empty ones are left out. */
static void
add_text (GPtrArray  *facts,
          const char *title,
          const char *text)
{
  if (text != NULL && *text != '\0')
    add_fact (facts, title, g_strdup (text), FALSE);
}

static char *
describe_deadline (TbDesk *desk,
                   gint64  answer_by)
{
  gint64           left = answer_by - tb_desk_get_now (desk);
  g_autofree char *when = tb_text_instant (answer_by, tb_desk_get_zone (desk), tb_desk_get_now (desk));
  g_autofree char *hours = left > 0 ? tb_text_minutes (left / TB_MINUTE) : NULL;
  g_autofree char *remaining = NULL;

  if (hours == NULL)
    return g_steal_pointer (&when);
  /* Translators: %s is a number of hours: “4:30 h left”. */
  remaining = g_strdup_printf (_ ("%s left"), hours);
  return tb_text_join (when, remaining, TB_TEXT_END);
}

void
tb_step_facts_accept (GPtrArray     *facts,
                      TbDesk        *desk,
                      TbTicketSheet *sheet,
                      TbEngagement  *engagement)
{
  const TbEngagementRecord *record = tb_object_get_record (TB_OBJECT (engagement));
  const TbEngagementExtra  *extra = tb_object_get_extra (TB_OBJECT (engagement));
  g_autofree char          *deadline = describe_deadline (desk, record->answer_by);
  g_autofree char          *complete_by = NULL;
  g_autofree char          *rate = tb_text_money (record->amount, record->currency);
  g_autofree char          *hours = NULL;
  g_autofree char          *charges = tb_text_money (record->authorized_charges, record->currency);
  g_autofree char          *total_text = NULL;
  gint64                    total;

  g_object_get (engagement, "total", &total, NULL);
  total_text = tb_text_money (total, record->currency);
  complete_by = tb_text_instant (record->complete_by, tb_desk_get_zone (desk), tb_desk_get_now (desk));
  if (record->authorized_minutes != TB_AMOUNT_NONE)
    hours = tb_text_minutes (record->authorized_minutes);
  add_text (facts, tb_text_word (TB_TYPE_ROLE, TB_ROLE_LEAD), extra != NULL ? extra->partner_name : NULL);
  add_text (facts, _ ("Town of the end customer"), record->customer_town);
  add_fact (facts, _ ("Answer by"), g_steal_pointer (&deadline), record->answer_by <= tb_desk_get_now (desk));
  add_text (facts, _ ("Complete by"), complete_by);
  add_text (facts, tb_text_field ("instructions"), record->instructions);
  add_text (facts, tb_text_word (TB_TYPE_RATE_KIND, record->rate_kind), rate);
  add_text (facts, _ ("Authorized hours"), hours);
  add_text (facts, _ ("Authorized charges"), charges);
  add_text (facts, _ ("Authorized total"), total_text);
}

static GtkWidget *
make_row (const TbStepFact *fact)
{
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", fact->title, "xalign", 0.0f, "wrap", TRUE, NULL);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL, "label", fact->text, "xalign", 0.0f, "wrap", TRUE,
                                  "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, "focusable", FALSE, "activatable",
                                 FALSE, "selectable", FALSE, NULL);

  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "field-title");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (line), text);
  gtk_widget_add_css_class (row, "form-field");
  gtk_widget_add_css_class (row, "step-fact");
  if (fact->stands_out)
    {
      gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
      gtk_widget_add_css_class (row, "exceeded");
    }
  return row;
}

void
tb_step_facts_show (GtkListBox *list,
                    GPtrArray  *facts)
{
  GtkWidget *child;
  guint      i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (i = 0; i < facts->len; i++)
    gtk_list_box_append (list, make_row (facts->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (list), facts->len > 0);
}

void
tb_step_fit_height (GtkScrolledWindow *scrolled,
                    int                most)
{
  GtkWidget *child = gtk_scrolled_window_get_child (scrolled);
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (scrolled));
  int        width = -1;
  int        height = -1;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scrolled));

  if (!GTK_IS_WINDOW (root))
    return;
  gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
  /* A little less than the window: its frame. */
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width - FRAME, NULL, &height, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (scrolled, MIN (height, most));
}
