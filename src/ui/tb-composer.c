/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where notes, time entries, charges and attachments are written. */
#include "config.h"

#include "tb-composer-private.h"

#include "tb-down-layout.h"
#include "tb-entry-text.h"
#include "tb-reach.h"
#include "tb-scroll-bin.h"
#include "tb-text.h"

#include <glib/gi18n.h>

/* How much room a line of text wants beside the marks, before these go into a line of their own. */
#define COMPACT_WIDTH 96

G_DEFINE_FINAL_TYPE (TbComposer, tb_composer, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const char *const reach_classes[] = { "off", "paused", "local", "shared" };

static GtkToggleButton *
button_of (TbComposer *self,
           TbItemKind  kind)
{
  GtkToggleButton *const buttons[TB_N_ITEM_KINDS] = {
    [TB_ITEM_NOTE] = self->note_button,
    [TB_ITEM_TIME] = self->time_button,
    [TB_ITEM_CHARGE] = self->charge_button,
    [TB_ITEM_FILE] = self->file_button,
  };

  return buttons[kind];
}

/* ---- Forms ---- */

static void
on_form_changed_cb (TbComposer *self,
                    TbItemForm *form)
{
  int kind;

  g_object_get (form, "kind", &kind, NULL);
  tb_composer_touch (self, (TbItemKind)kind);
  tb_composer_update (self);
}

static void
on_files_changed_cb (TbComposer *self)
{
  if (self->desk == NULL || self->is_updating)
    return;
  tb_composer_touch (self, TB_ITEM_FILE);
  tb_composer_update (self);
}

static const char *
currency_of (TbComposer *self)
{
  return self->desk != NULL ? tb_entry_currency (self->desk, self->sheet) : NULL;
}

TbItemForm *
tb_composer_get_form (TbComposer *self,
                      TbItemKind  kind)
{
  GtkWidget *form;

  g_return_val_if_fail (kind != TB_ITEM_FILE, NULL);

  if (self->kinds[kind].form == NULL)
    {
      form = tb_item_form_new (kind);
      g_object_set (form, "desk", self->desk, "currency", currency_of (self), NULL);
      gtk_stack_add_named (self->stack, form, tb_nick (TB_TYPE_ITEM_KIND, kind));
      g_signal_connect_swapped (form, "changed", G_CALLBACK (on_form_changed_cb), self);
      self->kinds[kind].form = TB_ITEM_FORM (form);
    }
  return self->kinds[kind].form;
}

gboolean
tb_composer_is_empty (TbComposer *self,
                      TbItemKind  kind)
{
  if (kind == TB_ITEM_FILE)
    return tb_file_list_get_n_files (self->files) == 0;
  return self->kinds[kind].form == NULL || tb_item_form_is_empty (self->kinds[kind].form);
}

static void
clear_forms (TbComposer *self)
{
  TbItemKind kind;

  self->is_updating = TRUE;
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    {
      if (self->kinds[kind].form != NULL)
        tb_item_form_clear (self->kinds[kind].form);
      self->kinds[kind].internal = FALSE;
      self->kinds[kind].is_dirty = FALSE;
    }
  tb_file_list_clear (self->files);
  gtk_check_button_set_active (self->question_check, FALSE);
  self->is_updating = FALSE;
}

/* ---- What is shown ---- */

static void
show_reach (TbComposer    *self,
            const TbReach *reach,
            gboolean       is_open)
{
  /* Live and quiet: only said while somebody writes. */
  gboolean is_loud = reach->is_off || g_strcmp0 (reach->css_class, "paused") == 0;
  guint    i;

  gtk_widget_set_visible (self->reach_box, reach->text != NULL && (is_open || is_loud));
  gtk_label_set_text (self->reach_label, reach->text != NULL ? reach->text : "");
  gtk_image_set_from_icon_name (self->reach_icon, reach->icon_name);
  for (i = 0; i < G_N_ELEMENTS (reach_classes); i++)
    if (g_strcmp0 (reach_classes[i], reach->css_class) == 0)
      gtk_widget_add_css_class (self->reach_box, reach_classes[i]);
    else
      gtk_widget_remove_css_class (self->reach_box, reach_classes[i]);
}

static void
find_reach (TbComposer *self,
            TbReach    *reach)
{
  gboolean is_gone = FALSE;
  gboolean is_question = self->kind == TB_ITEM_NOTE && gtk_check_button_get_active (self->question_check);

  if (self->sheet == NULL)
    {
      tb_reach_find (NULL, FALSE, NULL, NULL, self->kind, FALSE, reach);
      return;
    }
  g_object_get (self->sheet, "is-gone", &is_gone, NULL);
  tb_reach_find (tb_ticket_sheet_get_details (self->sheet), is_gone,
                 tb_ticket_sheet_get_engagement (self->sheet, TB_ROLE_LEAD),
                 tb_ticket_sheet_get_engagement (self->sheet, TB_ROLE_SERVICE), self->kind,
                 self->kinds[self->kind].internal && !is_question, reach);
}

static void
show_marks (TbComposer    *self,
            const TbReach *reach)
{
  gboolean is_question = reach->can_ask && gtk_check_button_get_active (self->question_check);

  self->is_updating = TRUE;
  gtk_check_button_set_active (self->internal_check, self->kinds[self->kind].internal && !is_question);
  gtk_widget_set_sensitive (GTK_WIDGET (self->internal_check), !is_question);
  self->is_updating = FALSE;
}

static void
show_progress (TbComposer *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), self->is_adding && self->n_adding > 0);
  if (self->n_adding == 0)
    return;
  /* Translators: both %u are numbers of files. */
  text = g_strdup_printf (_ ("%u of %u …"), self->n_added + 1, self->n_adding);
  gtk_label_set_text (self->progress, text);
}

void
tb_composer_update (TbComposer *self)
{
  gboolean is_empty = tb_composer_is_empty (self, self->kind);
  gboolean is_open;
  g_auto (TbReach) reach = { 0 };

  find_reach (self, &reach);
  self->is_off = reach.is_off;
  is_open = !reach.is_off && (self->has_focus || self->kind != TB_ITEM_NOTE || !is_empty);
  show_reach (self, &reach, is_open);
  show_marks (self, &reach);
  show_progress (self);
  gtk_widget_set_visible (self->switcher, is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->question_check), is_open && reach.can_ask);
  g_object_set (self->body, "per-line", is_open ? 1 : 0, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (self->stack), is_open ? -1 : COMPACT_WIDTH, -1);
  gtk_widget_set_hexpand (self->marks, is_open);
  gtk_widget_set_valign (GTK_WIDGET (self->stack), is_open ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (GTK_WIDGET (self->body), !reach.is_off && !self->is_adding);
  gtk_widget_set_sensitive (self->switcher, !self->is_adding);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.add",
                                 !reach.is_off && !self->is_adding && !is_empty);
  if (is_empty)
    gtk_widget_remove_css_class (GTK_WIDGET (self->add_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->add_button), "suggested-action");
}

void
tb_composer_show_kind (TbComposer *self,
                       TbItemKind  kind)
{
  self->kind = kind;
  if (kind != TB_ITEM_FILE)
    tb_composer_get_form (self, kind);
  gtk_stack_set_visible_child_name (self->stack, tb_nick (TB_TYPE_ITEM_KIND, kind));
  self->is_updating = TRUE;
  gtk_toggle_button_set_active (button_of (self, kind), TRUE);
  self->is_updating = FALSE;
  tb_composer_update (self);
}

void
tb_composer_focus (TbComposer *self)
{
  if (self->kind == TB_ITEM_FILE)
    gtk_widget_child_focus (GTK_WIDGET (self->files), GTK_DIR_TAB_FORWARD);
  else
    tb_item_form_focus (tb_composer_get_form (self, self->kind));
}

/* ---- Callbacks ---- */

static void
on_kind_toggled_cb (TbComposer      *self,
                    GtkToggleButton *button)
{
  TbItemKind kind;

  if (self->is_updating || !gtk_toggle_button_get_active (button))
    return;
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    if (button_of (self, kind) == button)
      tb_composer_show_kind (self, kind);
}

static void
on_mark_toggled_cb (TbComposer *self)
{
  if (self->is_updating)
    return;
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->internal_check)))
    self->kinds[self->kind].internal = gtk_check_button_get_active (self->internal_check);
  if (!tb_composer_is_empty (self, self->kind))
    tb_composer_touch (self, self->kind);
  tb_composer_update (self);
}

static void
on_focus_entered_cb (TbComposer *self)
{
  self->has_focus = TRUE;
  tb_composer_update (self);
}

static void
on_focus_left_cb (TbComposer *self)
{
  self->has_focus = FALSE;
  if (self->desk == NULL)
    return;
  tb_composer_flush (self);
  tb_composer_update (self);
}

static void
on_sheet_updated_cb (TbComposer *self)
{
  TbItemKind kind;

  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    if (self->kinds[kind].form != NULL)
      g_object_set (self->kinds[kind].form, "currency", currency_of (self), NULL);
  tb_composer_update (self);
}

static void
add_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  tb_composer_add (TB_COMPOSER (widget));
}

/* Back to where the focus was; what was typed stays. */
static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  TbComposer *self = TB_COMPOSER (widget);
  GtkRoot    *root = gtk_widget_get_root (widget);

  if (tb_composer_is_empty (self, self->kind))
    tb_composer_show_kind (self, TB_ITEM_NOTE);
  if (self->came_from == NULL || !gtk_widget_get_mapped (self->came_from) ||
      !gtk_widget_grab_focus (self->came_from))
    gtk_root_set_focus (root, NULL);
  g_clear_weak_pointer (&self->came_from);
}

static void
remember_focus (TbComposer *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    g_set_weak_pointer (&self->came_from, focus);
}

static void
tb_composer_unmap (GtkWidget *widget)
{
  tb_composer_flush (TB_COMPOSER (widget));
  GTK_WIDGET_CLASS (tb_composer_parent_class)->unmap (widget);
}

/* ---- Properties ---- */

static void
set_sheet (TbComposer    *self,
           TbTicketSheet *sheet)
{
  tb_composer_flush (self);
  clear_forms (self);
  g_set_object (&self->sheet, sheet);
  g_signal_group_set_target (self->sheet_signals, sheet);
  tb_composer_show_kind (self, TB_ITEM_NOTE);
  tb_composer_load_drafts (self);
}

static void
set_desk (TbComposer *self,
          TbDesk     *desk)
{
  TbItemKind kind;

  g_set_object (&self->desk, desk);
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    if (self->kinds[kind].form != NULL)
      g_object_set (self->kinds[kind].form, "desk", desk, "currency", currency_of (self), NULL);
  tb_composer_update (self);
  tb_composer_load_drafts (self);
}

static void
tb_composer_dispose (GObject *object)
{
  TbComposer *self = TB_COMPOSER (object);
  TbItemKind  kind;

  if (self->sheet_signals != NULL)
    {
      tb_composer_flush (self);
      g_signal_group_set_target (self->sheet_signals, NULL);
    }
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  tb_draft_timer_stop (&self->draft_timer);
  g_clear_weak_pointer (&self->came_from);
  g_clear_object (&self->sheet_signals);
  g_clear_object (&self->desk);
  g_clear_object (&self->sheet);
  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    self->kinds[kind].form = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_COMPOSER);
  G_OBJECT_CLASS (tb_composer_parent_class)->dispose (object);
}

static void
tb_composer_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TbComposer *self = TB_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_composer_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TbComposer *self = TB_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (self->desk == g_value_get_object (value))
        return;
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_SHEET:
      if (self->sheet == g_value_get_object (value))
        return;
      set_sheet (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_SCROLL_BIN);
  g_type_ensure (TB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TbComposer, reach_box);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, reach_icon);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, reach_label);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, switcher);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, note_button);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, time_button);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, charge_button);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, file_button);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, body);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, stack);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, marks);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, internal_check);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, question_check);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, progress);
  gtk_widget_class_bind_template_child (widget_class, TbComposer, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_mark_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_left_cb);
}

static void
tb_composer_class_init (TbComposerClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_composer_dispose;
  object_class->get_property = tb_composer_get_property;
  object_class->set_property = tb_composer_set_property;
  widget_class->unmap = tb_composer_unmap;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "composer.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "composer.leave", NULL, leave_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "composer.leave", NULL);
  bind_template (widget_class);
}

static void
tb_composer_init (TbComposer *self)
{
  self->draft_timer = (TbDraftTimer){ (TbKeepFunc)tb_composer_flush, self };
  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (on_sheet_updated_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->files = TB_FILE_LIST (tb_file_list_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->files), tb_nick (TB_TYPE_ITEM_KIND, TB_ITEM_FILE));
  g_signal_connect_swapped (self->files, "changed", G_CALLBACK (on_files_changed_cb), self);
  tb_composer_show_kind (self, TB_ITEM_NOTE);
  tb_composer_install_keys (self);
}

void
tb_composer_start (TbComposer *self,
                   TbItemKind  kind)
{
  g_return_if_fail (TB_IS_COMPOSER (self));
  g_return_if_fail (kind < TB_N_ITEM_KINDS);

  remember_focus (self);
  tb_composer_show_kind (self, kind);
  tb_composer_focus (self);
}

void
tb_composer_start_question (TbComposer *self)
{
  g_return_if_fail (TB_IS_COMPOSER (self));

  tb_composer_start (self, TB_ITEM_NOTE);
  gtk_check_button_set_active (self->question_check, TRUE);
}
