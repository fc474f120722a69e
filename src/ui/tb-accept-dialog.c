/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Outsourcing annehmen“: says which own organisation stands for the lead partner. */
#include "config.h"

#include "tb-accept-dialog.h"

#include "tb-form-field.h"
#include "tb-message-bar.h"
#include "tb-step-private.h"
#include "tb-tell.h"
#include "tb-text.h"
#include "tb-words.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>

/* The remaining time is shown in minutes. */
#define CLOCK_SECONDS 20
/* What does not fit scrolls. */
#define MOST_HEIGHT 600

struct _TbAcceptDialog
{
  AdwWindow parent_instance;

  /* template */
  AdwWindowTitle      *title;
  TbMessageBar        *message_bar;
  GtkScrolledWindow   *scrolled;
  GtkLabel            *ticket_title;
  GtkListBox          *fact_list;
  AdwPreferencesGroup *mapping_group;
  TbFormField         *organisation;
  GtkSpinner          *spinner;

  TbDesk        *desk;  /* (owned) (nullable) */
  TbTicketSheet *sheet; /* (owned) (nullable) */
  guint          clock;
  gboolean       is_filled;
  gboolean       is_typed; /* the organisation is the person's */
  gboolean       is_busy;
  gboolean       is_done;
};

G_DEFINE_FINAL_TYPE (TbAcceptDialog, tb_accept_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const TbEngagementRecord *
find_offer (TbAcceptDialog *self)
{
  TbEngagement *engagement = tb_ticket_sheet_get_engagement (self->sheet, TB_ROLE_SERVICE);

  return engagement != NULL ? tb_object_get_record (TB_OBJECT (engagement)) : NULL;
}

static const TbEngagementExtra *
find_extra (TbAcceptDialog *self)
{
  TbEngagement *engagement = tb_ticket_sheet_get_engagement (self->sheet, TB_ROLE_SERVICE);

  return engagement != NULL ? tb_object_get_extra (TB_OBJECT (engagement)) : NULL;
}

/* Why the offer cannot be accepted now; NULL if it can. */
static char *
find_obstacle (TbAcceptDialog *self)
{
  const TbEngagementRecord *offer = find_offer (self);
  const TbEngagementExtra  *extra = find_extra (self);
  g_autoptr (GError) error = NULL;

  if (offer == NULL)
    tb_problem_set (&error, TB_PROBLEM_NOT_OUTSOURCED, NULL);
  else if (offer->status != TB_STATUS_ASSIGNED)
    tb_problem_set (&error, tb_status_refusal (offer->status, TB_VERB_ACCEPT), NULL);
  else if (extra != NULL && extra->pending != TB_VERB_NONE && tb_word_pending (extra->pending) != NULL)
    return g_strdup (_ (tb_word_pending (extra->pending)));
  else if (offer->answer_by < tb_desk_get_now (self->desk))
    tb_problem_set (&error, TB_PROBLEM_TOO_LATE, NULL);
  return error != NULL ? tb_text_problem (error) : NULL;
}

/* The own organisation that stands for the lead; NULL with its first ticket. */
static const char *
find_mapping (TbAcceptDialog *self)
{
  const TbEngagementRecord *offer = find_offer (self);
  TbPartner                *partner = NULL;
  const TbPartnerExtra     *extra = NULL;

  if (offer != NULL)
    partner = tb_step_find_partner (self->desk, offer->partner);
  if (partner != NULL)
    extra = tb_object_get_extra (TB_OBJECT (partner));
  return extra != NULL ? extra->organisation_name : NULL;
}

static void
show_mapping (TbAcceptDialog *self)
{
  const TbEngagementExtra *extra = find_extra (self);
  const char              *mapping = find_mapping (self);
  const char              *name = extra != NULL ? extra->partner_name : NULL;
  g_autofree char         *text = NULL;

  g_object_set (self->organisation, "read-only", mapping != NULL, NULL);
  text = tb_word_fill_in (
    mapping != NULL
      /* Translators: %s is the lead partner. */
      ? _ ("All tickets from %s belong to this organisation.")
      /* Translators: %s is the lead partner. */
      : _ ("This is the first ticket from %s. Its tickets need an organisation in your own "
           "instance; you are asked only this once."),
    name);
  adw_preferences_group_set_description (self->mapping_group, text);
  if (mapping != NULL)
    {
      tb_form_field_set_text (self->organisation, mapping);
      g_object_set (self->organisation, "hint", NULL, NULL);
    }
  else if (!self->is_typed)
    tb_form_field_set_text (self->organisation, name);
}

static void
update (TbAcceptDialog *self)
{
  g_autofree char *obstacle = self->is_filled ? find_obstacle (self) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offer.accept",
                                 self->is_filled && !self->is_busy && !self->is_done && obstacle == NULL);
  gtk_spinner_set_spinning (self->spinner, self->is_busy);
  if (obstacle != NULL && !self->is_busy && !self->is_done)
    tb_message_bar_show (self->message_bar, TB_MESSAGE_WARNING, obstacle);
}

static void
show_offer (TbAcceptDialog *self)
{
  TbEngagement         *engagement = tb_ticket_sheet_get_engagement (self->sheet, TB_ROLE_SERVICE);
  TbTicketDetails      *details = tb_ticket_sheet_get_details (self->sheet);
  const TbTicketRecord *ticket = details != NULL ? tb_object_get_record (TB_OBJECT (details)) : NULL;
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_step_fact_free);

  if (ticket == NULL)
    return;
  /* An offer that was taken back loses its text; what was read stays. */
  if (!self->is_filled || *ticket->title != '\0')
    {
      adw_window_title_set_subtitle (self->title, ticket->number);
      gtk_label_set_label (self->ticket_title, ticket->title);
    }
  if (engagement != NULL)
    tb_step_facts_accept (facts, self->desk, self->sheet, engagement);
  tb_step_facts_show (self->fact_list, facts);
  if (!self->is_filled)
    gtk_widget_grab_focus (GTK_WIDGET (self->organisation));
  self->is_filled = TRUE;
  show_mapping (self);
  update (self);
  tb_step_fit_height (self->scrolled, MOST_HEIGHT);
}

static void
on_organisation_changed_cb (TbAcceptDialog *self)
{
  self->is_typed = TRUE;
}

static gboolean
on_clock_cb (gpointer data)
{
  show_offer (data);
  return G_SOURCE_CONTINUE;
}

/* ---- Doing ---- */

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TbAcceptDialog) self = data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    {
      self->is_done = TRUE;
      if (self->desk == NULL)
        return;
      tb_tell (GTK_WIDGET (self),
               _ ("Accepted. The ticket is yours as soon as the lead partner has confirmed."));
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->desk == NULL)
    return;
  update (self);
  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_MAPPING_REQUIRED) ||
      g_strcmp0 (tb_problem_get_field (error), "organisation") == 0)
    {
      tb_form_field_show_error (self->organisation, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->organisation));
    }
  else
    tb_message_bar_show_error (self->message_bar, error);
}

static void
accept_offer (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  TbAcceptDialog  *self = TB_ACCEPT_DIALOG (widget);
  g_autofree char *organisation = g_strstrip (g_strdup (tb_form_field_get_text (self->organisation)));
  const TbCommand  command = { .type = TB_COMMAND_ACT,
                               .ticket = tb_ticket_sheet_get_ticket (self->sheet),
                               .action = TB_ACTION_ACCEPT,
                               .organisation = organisation };

  if (*organisation == '\0')
    {
      tb_form_field_set_error (self->organisation, _ ("Please name the organisation."));
      gtk_widget_grab_focus (GTK_WIDGET (self->organisation));
      return;
    }
  self->is_busy = TRUE;
  tb_message_bar_show (self->message_bar, TB_MESSAGE_INFO, NULL);
  update (self);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_done_cb, g_object_ref (self));
}

/* ---- Class ---- */

/* Only now the fonts are known. */
static void
tb_accept_dialog_map (GtkWidget *widget)
{
  tb_step_fit_height (TB_ACCEPT_DIALOG (widget)->scrolled, MOST_HEIGHT);
  GTK_WIDGET_CLASS (tb_accept_dialog_parent_class)->map (widget);
}

static void
tb_accept_dialog_dispose (GObject *object)
{
  TbAcceptDialog *self = TB_ACCEPT_DIALOG (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ACCEPT_DIALOG);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_accept_dialog_parent_class)->dispose (object);
}

static void
tb_accept_dialog_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TbAcceptDialog *self = TB_ACCEPT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_accept_dialog_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  TbAcceptDialog *self = TB_ACCEPT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_accept_dialog_class_init (TbAcceptDialogClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_accept_dialog_dispose;
  object_class->get_property = tb_accept_dialog_get_property;
  object_class->set_property = tb_accept_dialog_set_property;

  widget_class->map = tb_accept_dialog_map;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "offer.accept", NULL, accept_offer);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TB_TYPE_FORM_FIELD);
  g_type_ensure (TB_TYPE_MESSAGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-accept-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, title);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, message_bar);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, ticket_title);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, fact_list);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, mapping_group);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, organisation);
  gtk_widget_class_bind_template_child (widget_class, TbAcceptDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_organisation_changed_cb);
}

static void
tb_accept_dialog_init (TbAcceptDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_accept_dialog_new (TbDesk        *desk,
                      TbTicketSheet *sheet)
{
  TbAcceptDialog *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_TICKET_SHEET (sheet), NULL);

  self = g_object_new (TB_TYPE_ACCEPT_DIALOG, "desk", desk, NULL);
  self->sheet = g_object_ref (sheet);
  g_signal_connect_object (sheet, "updated", G_CALLBACK (show_offer), self, G_CONNECT_SWAPPED);
  self->clock = g_timeout_add_seconds (CLOCK_SECONDS, on_clock_cb, self);
  update (self);
  show_offer (self);
  return GTK_WIDGET (self);
}
