/* SPDX-License-Identifier: GPL-3.0-or-later
 * The main window: folders, list, ticket. */
#include "config.h"

#include "tb-window-private.h"

#include "tb-down-layout.h"
#include "tb-place.h"

/* So long after somebody has come into the list its page is made, in milliseconds: not with the picture that
 * is due for that. */
#define PREPARE_DELAY 100

/* How the settings call the orders of a list. */
static const char *const sort_nicks[] = {
  [TB_SORT_NUMBER] = "number",
  [TB_SORT_UPDATED] = "updated",
  [TB_SORT_DUE] = "due",
  [TB_SORT_TITLE] = "title",
};

G_DEFINE_FINAL_TYPE (TbWindow, tb_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_SHOWS_FOLDERS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_LOOKED_AT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Panes ---- */

/* Which pane has the buttons of the window and a way back depends on what is beside it. */
static void
update_panes (TbWindow *self)
{
  gboolean is_outer_folded = adw_leaflet_get_folded (self->outer);
  gboolean is_inner_folded = adw_leaflet_get_folded (self->inner);
  gboolean starts_with_list = is_inner_folded || !self->shows_folders;

  gtk_widget_set_visible (GTK_WIDGET (self->side_bar), self->shows_folders);
  gtk_widget_set_visible (GTK_WIDGET (self->side_line), self->shows_folders);
  g_object_set (self->side_bar, "shows-end-buttons", is_outer_folded && is_inner_folded, NULL);
  g_object_set (self->list_pane, "shows-back", is_inner_folded, "shows-start-buttons", starts_with_list,
                "shows-end-buttons", is_outer_folded, "menu",
                self->shows_folders ? NULL : tb_side_bar_get_menu (self->side_bar), NULL);
}

static void
show_list (TbWindow *self)
{
  adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->list_pane));
  adw_leaflet_set_visible_child (self->outer, GTK_WIDGET (self->inner));
}

static void
show_folders (TbWindow *self)
{
  adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->side_bar));
  adw_leaflet_set_visible_child (self->outer, GTK_WIDGET (self->inner));
  gtk_widget_grab_focus (GTK_WIDGET (self->side_bar));
}

static gboolean
shows_outbox (TbWindow *self)
{
  return self->outbox != NULL && gtk_stack_get_visible_child (self->detail) == GTK_WIDGET (self->outbox);
}

/* What was beside the lists and is read stays in view. */
static void
on_outer_folded_cb (TbWindow *self)
{
  gint64 ticket = 0;

  if (self->page != NULL)
    g_object_get (self->page, "ticket", &ticket, NULL);
  if (adw_leaflet_get_folded (self->outer) &&
      (ticket != 0 || shows_outbox (self)))
    adw_leaflet_set_visible_child (self->outer, self->detail_pane);
  update_panes (self);
}

/* Folders that were asked for just now are what is to be seen, if there is no room beside them. */
static void
on_inner_folded_cb (TbWindow *self)
{
  if (adw_leaflet_get_folded (self->inner) && self->wants_folders)
    show_folders (self);
  update_panes (self);
}

/* Where the panes lie on each other, arrow keys in the folders must not lead away from them: only this does.
 * Side by side there is nothing to be done: another visible child would take the focus away. */
static void
on_folder_opened_cb (TbWindow *self)
{
  if (!adw_leaflet_get_folded (self->inner))
    return;
  show_list (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
}

/* Where the panes lie on each other there is nothing to hide: they take turns. */
static void
set_shows_folders (TbWindow *self,
                   gboolean  shows_folders)
{
  if (self->shows_folders == shows_folders)
    return;
  if (adw_leaflet_get_folded (self->inner))
    {
      if (adw_leaflet_get_visible_child (self->inner) == GTK_WIDGET (self->side_bar))
        on_folder_opened_cb (self);
      else
        show_folders (self);
      return;
    }
  self->shows_folders = shows_folders;
  self->wants_folders = shows_folders;
  update_panes (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_FOLDERS]);
}

static void
on_folder_chosen_cb (TbWindow *self)
{
  guint folder;

  g_object_get (self->side_bar, "folder", &folder, NULL);
  g_object_set (self->list_pane, "folder", folder, NULL);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "folder", tb_folder (folder)->nick);
}

/* The page holds its ticket: when it leaves the folder, it stays here (architecture, fact 1). */
static void
on_ticket_selected_cb (TbWindow *self)
{
  gint64 ticket;

  g_object_get (self->list_pane, "ticket", &ticket, NULL);
  if (ticket == 0)
    return;
  g_object_set (tb_window_ensure_page (self), "ticket", ticket, NULL);
  gtk_stack_set_visible_child (self->detail, GTK_WIDGET (self->page));
  tb_window_look (self);
}

static void
on_ticket_opened_cb (TbWindow *self)
{
  on_ticket_selected_cb (self);
  if (adw_leaflet_get_folded (self->outer))
    adw_leaflet_set_visible_child (self->outer, self->detail_pane);
}

static gboolean
prepare_page (gpointer data)
{
  TbWindow *self = data;

  self->prepare_source = 0;
  if (self->has_restored || self->settings == NULL)
    tb_window_ensure_page (self);
  return G_SOURCE_REMOVE;
}

/* Who is in the list will open a ticket next, and need not wait then until its page is made as well. */
static void
on_pointer_in_list_cb (TbWindow *self)
{
  if (self->page == NULL && self->prepare_source == 0)
    self->prepare_source = g_timeout_add_full (G_PRIORITY_LOW, PREPARE_DELAY, prepare_page, self, NULL);
}

static gboolean
on_key_in_list_cb (TbWindow *self)
{
  on_pointer_in_list_cb (self);
  return FALSE;
}

/* ---- Beginning ---- */

static void
on_welcome_sample_cb (TbWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-sample", NULL);
}

static void
on_welcome_join_cb (TbWindow *self)
{
  tb_window_join (self);
}

static void
create_welcome (TbWindow *self)
{
  self->welcome = g_object_new (TB_TYPE_WELCOME, "desk", self->desk, NULL);
  g_signal_connect_object (self->welcome, "sample", G_CALLBACK (on_welcome_sample_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->welcome, "join", G_CALLBACK (on_welcome_join_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->welcome), "welcome");
}

static void
on_set_up_cb (TbWindow *self)
{
  gboolean is_set_up = tb_desk_is_set_up (self->desk);

  if (!is_set_up && self->welcome == NULL)
    create_welcome (self);
  gtk_stack_set_visible_child_name (self->stack, is_set_up ? "desk" : "welcome");
}

static void
on_company_cb (TbWindow *self)
{
  const char *company = tb_desk_get_company (self->desk);

  gtk_window_set_title (GTK_WINDOW (self), company != NULL && *company != '\0' ? company : "Ticketbrücke");
}

static void
on_permission_cb (TbWindow *self)
{
  tb_window_update_actions (self);
}

static gboolean
sort_from_nick (GValue   *value,
                GVariant *variant,
                gpointer  data)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sort_nicks); i++)
    if (g_strcmp0 (sort_nicks[i], g_variant_get_string (variant, NULL)) == 0)
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
sort_to_nick (const GValue       *value,
              const GVariantType *type,
              gpointer            data)
{
  return g_variant_new_string (sort_nicks[g_value_get_uint (value)]);
}

static gboolean
shows_folders_alone (GSettings *settings)
{
  g_autofree char *pane = g_settings_get_string (settings, "pane");

  return g_str_equal (pane, "folders");
}

static void
restore (TbWindow *self)
{
  g_autofree char *nick = NULL;
  TbFolderId       folder = TB_FOLDER_LEAD_OPEN;

  if (self->settings != NULL)
    {
      nick = g_settings_get_string (self->settings, "folder");
      if (!tb_folder_from_nick (nick, &folder))
        folder = TB_FOLDER_LEAD_OPEN;
      gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                                   g_settings_get_int (self->settings, "window-height"));
      if (g_settings_get_boolean (self->settings, "is-maximized"))
        gtk_window_maximize (GTK_WINDOW (self));
      g_settings_bind_with_mapping (self->settings, "sort", self->list_pane, "sort", G_SETTINGS_BIND_DEFAULT,
                                    sort_from_nick, sort_to_nick, NULL, NULL);
      g_settings_bind (self->settings, "sort-descending", self->list_pane, "descending",
                       G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (self->settings, "shows-folders", self, "shows-folders", G_SETTINGS_BIND_DEFAULT);
    }
  else
    {
      gtk_window_set_default_size (GTK_WINDOW (self), 1280, 800);
    }
  g_object_set (self->side_bar, "folder", (guint)folder, NULL);
  show_list (self);
  self->wants_folders = self->settings != NULL && shows_folders_alone (self->settings);
}

/* The page stays away until the first picture is there: it is most of the window. */
static gboolean
restore_ticket (gpointer data)
{
  TbWindow        *self = data;
  g_autofree char *pane = NULL;
  gint64           ticket;

  self->restore_source = 0;
  self->has_restored = TRUE;
  ticket = g_settings_get_int64 (self->settings, "ticket");
  /* Whoever was quicker has opened another one. */
  if (ticket == 0 || self->page != NULL || !tb_desk_is_set_up (self->desk))
    return G_SOURCE_REMOVE;
  pane = g_settings_get_string (self->settings, "pane");
  g_object_set (self->list_pane, "ticket", ticket, NULL);
  g_object_set (tb_window_ensure_page (self), "ticket", ticket, NULL);
  gtk_stack_set_visible_child (self->detail, GTK_WIDGET (self->page));
  if (g_str_equal (pane, "ticket"))
    adw_leaflet_set_visible_child (self->outer, self->detail_pane);
  return G_SOURCE_REMOVE;
}

static void
on_first_picture_cb (TbWindow      *self,
                     GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_picture_cb, self);
  self->restore_source = g_idle_add_full (G_PRIORITY_LOW, restore_ticket, self, NULL);
}

static void
tb_window_realize (GtkWidget *widget)
{
  TbWindow *self = TB_WINDOW (widget);

  GTK_WIDGET_CLASS (tb_window_parent_class)->realize (widget);
  if (self->settings != NULL && self->page == NULL)
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                             G_CALLBACK (on_first_picture_cb), self, G_CONNECT_SWAPPED);
}

/* Which pane is to be in view when there is room for one only. */
static const char *
get_pane (TbWindow *self)
{
  if (adw_leaflet_get_visible_child (self->outer) == self->detail_pane)
    return "ticket";
  if (adw_leaflet_get_folded (self->inner) &&
      adw_leaflet_get_visible_child (self->inner) == GTK_WIDGET (self->side_bar))
    return "folders";
  return "list";
}

void
tb_window_save (TbWindow *self)
{
  gint64 ticket = 0;
  int    width, height;

  g_return_if_fail (TB_IS_WINDOW (self));

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 240));
  g_settings_set_boolean (self->settings, "is-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_string (self->settings, "pane", get_pane (self));
  /* What is to be opened again and is not yet, stays. */
  if (!self->has_restored && self->page == NULL)
    return;
  if (self->page != NULL)
    g_object_get (self->page, "ticket", &ticket, NULL);
  g_settings_set_int64 (self->settings, "ticket", ticket);
}

void
tb_window_look (TbWindow *self)
{
  gint64 ticket = 0;

  if (self->page == NULL || !gtk_window_is_active (GTK_WINDOW (self)) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self->page)))
    return;
  g_object_get (self->page, "ticket", &ticket, NULL);
  if (ticket != 0)
    g_signal_emit (self, signals[SIGNAL_LOOKED_AT], 0, ticket);
}

/* Whoever goes to another program may end this one by the end of the session, or by a power failure. */
static void
on_active_changed_cb (TbWindow *self)
{
  if (self->desk == NULL)
    return;
  if (gtk_window_is_active (GTK_WINDOW (self)))
    tb_window_look (self);
  else
    tb_window_save (self);
}

static gboolean
tb_window_close_request (GtkWindow *window)
{
  tb_window_save (TB_WINDOW (window));
  return GTK_WINDOW_CLASS (tb_window_parent_class)->close_request (window);
}

/* What folds, has done so in here. */
static void
tb_window_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  GTK_WIDGET_CLASS (tb_window_parent_class)->size_allocate (widget, width, height, baseline);
  TB_WINDOW (widget)->wants_folders = FALSE;
}

static void
tb_window_dispose (GObject *object)
{
  TbWindow *self = TB_WINDOW (object);

  g_clear_handle_id (&self->restore_source, g_source_remove);
  g_clear_handle_id (&self->prepare_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_WINDOW);
  g_queue_clear_full (&self->invitations, g_object_unref);
  g_clear_weak_pointer (&self->join_dialog);
  self->welcome = NULL;
  self->page = NULL;
  self->outbox = NULL;
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tb_window_parent_class)->dispose (object);
}

static void
tb_window_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  TbWindow *self = TB_WINDOW (object);

  switch (prop_id)
    {
    case PROP_SHOWS_FOLDERS:
      g_value_set_boolean (value, self->shows_folders);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_window_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  TbWindow *self = TB_WINDOW (object);

  switch (prop_id)
    {
    case PROP_SHOWS_FOLDERS:
      set_shows_folders (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_window_class_init (TbWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_window_dispose;
  object_class->get_property = tb_window_get_property;
  object_class->set_property = tb_window_set_property;
  widget_class->realize = tb_window_realize;
  widget_class->size_allocate = tb_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = tb_window_close_request;

  g_type_ensure (TB_TYPE_SIDE_BAR);
  g_type_ensure (TB_TYPE_LIST_PANE);
  g_type_ensure (TB_TYPE_DOWN_LAYOUT);

  /**
   * TbWindow:shows-folders: whether the folders stand beside the list, where there is room. Where there is
   * none, a change is refused, and the folders and the list take turns instead.
   */
  properties[PROP_SHOWS_FOLDERS] =
    g_param_spec_boolean ("shows-folders", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbWindow::looked-at: the user has this ticket before the eyes.
   */
  signals[SIGNAL_LOOKED_AT] = g_signal_new ("looked-at", TB_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  tb_window_install_actions (widget_class);
  gtk_widget_class_install_property_action (widget_class, "win.toggle-folders", "shows-folders");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TbWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, sample_bar);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, outer);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, inner);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, side_bar);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, side_line);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, list_pane);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, detail_pane);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, TbWindow, no_page);
  gtk_widget_class_bind_template_callback (widget_class, on_outer_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_inner_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_pointer_in_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_in_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_opened_cb);
}

static void
tb_window_init (TbWindow *self)
{
  self->shows_folders = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
ask_place (gpointer data)
{
  TbWindow *self = data;

  if (self->desk != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tb_place_ask (GTK_WINDOW (self), self->desk);
  return G_SOURCE_REMOVE;
}

/* The window has to be on the screen before a question stands over it. */
static void
on_elsewhere_cb (TbWindow *self)
{
  g_idle_add_full (G_PRIORITY_LOW, ask_place, g_object_ref (self), g_object_unref);
}

TbWindow *
tb_window_new (GtkApplication    *application,
               TbDesk            *desk,
               const TbTransport *transport,
               GSettings         *settings)
{
  TbWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_WINDOW, "application", application, NULL);
  self->desk = g_object_ref (desk);
  self->transport = transport;
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  g_object_set (self->side_bar, "desk", desk, NULL);
  tb_side_bar_set_transport (self->side_bar, transport);
  g_object_set (self->list_pane, "desk", desk, NULL);
  gtk_widget_set_visible (self->sample_bar, tb_desk_is_sample (desk));
  g_signal_connect_object (desk, "notify::is-set-up", G_CALLBACK (on_set_up_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::company", G_CALLBACK (on_company_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::permission", G_CALLBACK (on_permission_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::is-elsewhere", G_CALLBACK (on_elsewhere_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (on_elsewhere_cb), NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active_changed_cb), NULL);
  on_set_up_cb (self);
  on_company_cb (self);
  on_permission_cb (self);
  restore (self);
  update_panes (self);
  return self;
}

TbTicketPage *
tb_window_ensure_page (TbWindow *self)
{
  if (self->page != NULL)
    return self->page;
  self->page = g_object_new (TB_TYPE_TICKET_PAGE, "desk", self->desk, NULL);
  if (self->settings != NULL)
    g_settings_bind (self->settings, "timeline-newest-first", self->page, "newest-first",
                     G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (self->outer, "folded", self->page, "shows-back", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->outer, "folded", self->page, "shows-start-buttons", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->page, "map", G_CALLBACK (tb_window_look), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_stack_add_child (self->detail, GTK_WIDGET (self->page));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "ticket", tb_ticket_page_get_actions (self->page));
  return self->page;
}

TbOutboxPage *
tb_window_ensure_outbox (TbWindow *self)
{
  if (self->outbox != NULL)
    return self->outbox;
  self->outbox = g_object_new (TB_TYPE_OUTBOX_PAGE, "desk", self->desk, NULL);
  g_object_bind_property (self->outer, "folded", self->outbox, "shows-start-buttons", G_BINDING_SYNC_CREATE);
  gtk_stack_add_child (self->detail, GTK_WIDGET (self->outbox));
  return self->outbox;
}
