/* SPDX-License-Identifier: GPL-3.0-or-later
 * A card of the time line: a note, time entry, charge or attachment. */
#include "config.h"

#include "tb-item-row.h"

#include "tb-down-layout.h"
#include "tb-entry-text.h"
#include "tb-item-actions.h"
#include "tb-text-layout.h"
#include "tb-text.h"
#include "tb-wrap-box.h"

#include <glib/gi18n.h>
#include <string.h>

/* A longer text is folded: it would push everything else away. */
#define FOLDED_LINES 15
#define FOLDED_CHARS 1500
/* How much of a text the name of a row holds, for the screen reader. */
#define NAME_CHARS 200

struct _TbItemRow
{
  GtkListBoxRow parent_instance;

  /* template */
  GtkLabel        *author;
  GtkLabel        *partner;
  GtkLabel        *kind;
  GtkWidget       *question;
  GtkWidget       *internal;
  GtkWidget       *lock;
  GtkWidget       *controls;
  GtkWidget       *edit;
  GtkWidget       *erase;
  GtkLabel        *when;
  GtkLabel        *text;
  GtkToggleButton *more;
  GtkWidget       *file;
  GtkImage        *file_icon;
  GtkLabel        *file_name;
  GtkLabel        *file_size;
  GtkWidget       *save;
  GtkWidget       *load;
  GtkWidget       *stop;
  GtkProgressBar  *progress;
  GtkLabel        *details;
  GtkLabel        *fate;

  TbDesk        *desk;       /* (owned) (nullable): NULL after dispose */
  TbTicketSheet *sheet;      /* (owned) (nullable) */
  TbItem        *item;       /* (owned) (nullable) */
  char          *shown_text; /* (owned) (nullable): what the label was made from */
  gboolean       shown_more;
  gboolean       has_lost_actions;
};

G_DEFINE_FINAL_TYPE (TbItemRow, tb_item_row, GTK_TYPE_LIST_BOX_ROW)

/* ---- Text ---- */

/* Where the folded text ends; @text's end if it is short enough. */
static const char *
find_fold (const char *text)
{
  const char *p = text;
  guint       lines = 0;
  guint       chars;

  for (chars = 0; *p != '\0' && chars < FOLDED_CHARS; chars++, p = g_utf8_next_char (p))
    if (*p == '\n' && ++lines == FOLDED_LINES)
      break;
  return p;
}

static void
show_text (TbItemRow  *self,
           const char *text)
{
  const char      *fold = find_fold (text);
  gboolean         is_long = *fold != '\0';
  gboolean         shows_more = is_long && gtk_toggle_button_get_active (self->more);
  g_autofree char *markup = NULL;

  /* Setting the same text again would take a selection away. */
  if (g_strcmp0 (self->shown_text, text) == 0 && self->shown_more == shows_more)
    return;
  g_free (self->shown_text);
  self->shown_text = g_strdup (text);
  self->shown_more = shows_more;
  if (is_long && !shows_more)
    {
      g_autofree char *start = g_strndup (text, fold - text);
      g_autofree char *folded = g_strconcat (g_strchomp (start), " …", NULL);

      markup = tb_text_to_markup (folded);
    }
  else
    {
      markup = tb_text_to_markup (text);
    }
  gtk_label_set_markup (self->text, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->more), is_long);
  gtk_button_set_label (GTK_BUTTON (self->more), shows_more ? _ ("Show Less") : _ ("Show More"));
}

static void
on_more_toggled_cb (TbItemRow *self)
{
  g_autofree char *text = g_strdup (self->shown_text);

  if (text != NULL)
    show_text (self, text);
}

static void
show_line (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* ---- Item ---- */

static void
show_file (TbItemRow          *self,
           const TbItemRecord *record)
{
  gboolean         is_file = record->kind == TB_ITEM_FILE;
  g_autofree char *size = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GIcon) icon = NULL;

  gtk_widget_set_visible (self->file, is_file);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item.save", is_file);
  if (!is_file)
    return;
  type = record->content_type != NULL ? g_content_type_from_mime_type (record->content_type) : NULL;
  if (type != NULL)
    icon = g_content_type_get_symbolic_icon (type);
  else
    icon = g_themed_icon_new ("text-x-generic-symbolic");
  size = g_format_size ((guint64)record->size);
  gtk_image_set_from_gicon (self->file_icon, icon);
  gtk_label_set_text (self->file_name, record->file_name != NULL ? record->file_name : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_name), record->file_name);
  gtk_label_set_text (self->file_size, size);
}

/* What is not here cannot be saved, but asked for; what comes can be stopped. */
static void
show_transfer (TbItemRow          *self,
               const TbItemRecord *record,
               const TbItemExtra  *extra)
{
  const TbTransfer transfer = extra != NULL ? (TbTransfer)extra->transfer : TB_TRANSFER_NONE;
  const gboolean   is_moving = transfer == TB_TRANSFER_SENDING || transfer == TB_TRANSFER_LOADING;
  const gboolean   is_here = transfer != TB_TRANSFER_LOADING && transfer != TB_TRANSFER_DECLINED;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), is_moving);
  gtk_widget_set_visible (self->load, transfer == TB_TRANSFER_DECLINED);
  gtk_widget_set_visible (self->stop, transfer == TB_TRANSFER_LOADING);
  gtk_widget_set_visible (self->save, is_here);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item.save", record->kind == TB_ITEM_FILE && is_here);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item.load", transfer == TB_TRANSFER_DECLINED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item.stop", transfer == TB_TRANSFER_LOADING);
  if (is_moving)
    gtk_progress_bar_set_fraction (self->progress,
                                   record->size > 0 ? (double)extra->across / (double)record->size : 0);
}

static void
show_when (TbItemRow          *self,
           const TbItemRecord *record)
{
  const char      *zone = tb_desk_get_zone (self->desk);
  g_autofree char *when = tb_entry_when (record->created_at, self->desk);
  g_autofree char *exactly = tb_text_instant_long (record->created_at, zone);
  g_autofree char *tooltip = NULL;
  g_autofree char *shown = NULL;

  if (record->edited_at > 0)
    {
      g_autofree char *edited = tb_text_instant_long (record->edited_at, zone);

      /* Translators: %s is when an entry was edited. */
      tooltip = g_strdup_printf (_ ("Edited: %s"), edited);
      shown = tb_text_join (when, _ ("edited"), TB_TEXT_END);
    }
  gtk_label_set_text (self->when, shown != NULL ? shown : when);
  if (tooltip != NULL)
    {
      g_autofree char *both = g_strdup_printf ("%s\n%s", exactly, tooltip);

      gtk_widget_set_tooltip_text (GTK_WIDGET (self->when), both);
      return;
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->when), exactly);
}

static void
show_locked (TbItemRow  *self,
             const char *why)
{
  gboolean is_free = why == NULL;

  gtk_widget_set_visible (self->lock, !is_free);
  gtk_widget_set_visible (self->controls, is_free);
  gtk_widget_set_tooltip_text (self->lock, why);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item.edit", is_free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "item.delete", is_free);
  if (is_free)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "read-only");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "read-only");
}

static void
show_name (TbItemRow          *self,
           const TbItemRecord *record,
           const char         *partner,
           const char         *kind,
           const char         *why)
{
  const char      *content = record->kind == TB_ITEM_FILE ? record->file_name : record->text;
  g_autofree char *start = NULL;
  g_autofree char *name = NULL;

  if (content != NULL && g_utf8_strlen (content, -1) > NAME_CHARS)
    content = start = g_utf8_substring (content, 0, NAME_CHARS);
  name = tb_text_join (record->author, partner, kind, gtk_label_get_text (self->when), content, TB_TEXT_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why != NULL ? why : "", -1);
}

static void
show_item (TbItemRow *self)
{
  const TbItemRecord *record = tb_object_get_record (TB_OBJECT (self->item));
  const TbItemExtra  *extra = tb_object_get_extra (TB_OBJECT (self->item));
  const char         *partner = record->partner != 0 && extra != NULL ? extra->partner_name : NULL;
  const char         *currency = tb_entry_currency (self->desk, self->sheet);
  const char         *why = tb_entry_read_only (self->item, self->sheet);
  g_autofree char    *kind = tb_entry_kind (record, currency);
  g_autofree char    *details = tb_entry_details (record, currency, tb_desk_get_zone (self->desk));
  g_autofree char    *fate = tb_entry_fate (self->item);
  gboolean            is_plain = record->kind != TB_ITEM_NOTE || record->is_locked;

  /* Without the names of employees the author is the partner itself: said once. */
  show_line (self->author, g_strcmp0 (partner, record->author) != 0 ? record->author : NULL);
  show_line (self->partner, partner);
  gtk_label_set_text (self->kind, kind);
  /* A mark says it all: a note need not be called one besides. */
  gtk_widget_set_visible (GTK_WIDGET (self->kind),
                          is_plain || (!record->is_internal && !record->is_question));
  gtk_widget_set_visible (self->question, record->is_question);
  gtk_widget_set_visible (self->internal, record->is_internal);
  show_when (self, record);
  show_text (self, record->text != NULL ? record->text : "");
  show_line (self->details, details);
  show_line (self->fate, fate);
  show_file (self, record);
  show_transfer (self, record, extra);
  show_locked (self, why);
  show_name (self, record, partner, kind, why);
}

/* ---- Actions ---- */

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbItemRow *self = TB_ITEM_ROW (widget);

  tb_item_edit (widget, self->desk, self->sheet, self->item);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  TbItemRow *self = TB_ITEM_ROW (widget);

  tb_item_delete (widget, self->desk, self->sheet, self->item);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbItemRow *self = TB_ITEM_ROW (widget);

  tb_item_save (widget, self->desk, self->item);
}

static void
load_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbItemRow *self = TB_ITEM_ROW (widget);

  tb_item_choose (widget, self->desk, self->item, g_str_equal (name, "item.load"));
}

static void
tb_item_row_unroot (GtkWidget *widget)
{
  TB_ITEM_ROW (widget)->has_lost_actions = TRUE;
  GTK_WIDGET_CLASS (tb_item_row_parent_class)->unroot (widget);
}

static void
tb_item_row_dispose (GObject *object)
{
  TbItemRow *self = TB_ITEM_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ITEM_ROW);
  g_clear_object (&self->item);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_item_row_parent_class)->dispose (object);
}

static void
tb_item_row_finalize (GObject *object)
{
  g_free (TB_ITEM_ROW (object)->shown_text);
  G_OBJECT_CLASS (tb_item_row_parent_class)->finalize (object);
}

static void
tb_item_row_class_init (TbItemRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_item_row_dispose;
  object_class->finalize = tb_item_row_finalize;
  widget_class->unroot = tb_item_row_unroot;

  gtk_widget_class_install_action (widget_class, "item.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "item.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "item.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "item.load", NULL, load_action);
  gtk_widget_class_install_action (widget_class, "item.stop", NULL, load_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "item.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "item.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "item.delete", NULL);

  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_TEXT_LAYOUT);
  g_type_ensure (TB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-item-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, author);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, partner);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, kind);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, question);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, internal);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, lock);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, controls);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, edit);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, erase);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, when);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, text);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, more);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, file);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, file_icon);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, file_name);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, file_size);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, save);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, load);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, stop);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, progress);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, details);
  gtk_widget_class_bind_template_child (widget_class, TbItemRow, fate);
  gtk_widget_class_bind_template_callback (widget_class, on_more_toggled_cb);
}

static void
tb_item_row_init (TbItemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* When a row leaves its list, GTK 4.8 tells its buttons that the row's own actions are gone, and never that
 * they are there. */
static void
find_actions_again (TbItemRow *self)
{
  GtkWidget *const buttons[] = { self->edit, self->erase, self->save, self->load, self->stop };
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkActionable   *button = GTK_ACTIONABLE (buttons[i]);
      g_autofree char *name = g_strdup (gtk_actionable_get_action_name (button));

      gtk_actionable_set_action_name (button, NULL);
      gtk_actionable_set_action_name (button, name);
    }
  self->has_lost_actions = FALSE;
}

void
tb_item_row_set_item (TbItemRow     *self,
                      TbDesk        *desk,
                      TbTicketSheet *sheet,
                      TbItem        *item)
{
  g_return_if_fail (TB_IS_ITEM_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->desk, desk);
  g_set_object (&self->sheet, sheet);
  g_set_object (&self->item, item);
  g_clear_pointer (&self->shown_text, g_free);
  gtk_toggle_button_set_active (self->more, FALSE);
  if (item == NULL)
    return;
  if (self->has_lost_actions)
    find_actions_again (self);
  g_signal_connect_object (item, "notify", G_CALLBACK (tb_item_row_refresh), self, G_CONNECT_SWAPPED);
  show_item (self);
}

TbItem *
tb_item_row_get_item (TbItemRow *self)
{
  g_return_val_if_fail (TB_IS_ITEM_ROW (self), NULL);

  return self->item;
}

void
tb_item_row_activate (TbItemRow *self)
{
  g_return_if_fail (TB_IS_ITEM_ROW (self));

  if (tb_entry_read_only (self->item, self->sheet) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "item.edit", NULL);
}

void
tb_item_row_refresh (TbItemRow *self)
{
  g_return_if_fail (TB_IS_ITEM_ROW (self));

  if (self->item != NULL)
    show_item (self);
}
