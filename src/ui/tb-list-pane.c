/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tickets of a folder as cards, with search and sort. */
#include "config.h"

#include "tb-list-pane.h"

#include "tb-card-list.h"
#include "tb-lazy-menu.h"
#include "tb-list-empty.h"
#include "tb-down-layout.h"
#include "tb-text.h"

#include <glib/gi18n.h>

/* What comes sooner is shown without a word in between. */
#define PATIENCE_MS 200

struct _TbListPane
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkButton      *new_button;
  GtkMenuButton  *menu_button;
  GtkMenuButton  *sort_button;
  GMenuModel     *sort_menu;
  GtkSearchEntry *search_entry;
  GtkRevealer    *scope;
  GtkStack       *stack;
  TbCardList     *cards;
  GtkSpinner     *spinner;
  TbListEmpty    *empty; /* (nullable): made when first needed */

  TbDesk       *desk;    /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned): of the desk */

  guint    folder;
  guint    sort;
  gboolean descending;
  gboolean searches_all;
  gboolean is_best_first;
  gboolean shows_back;
  gboolean shows_start_buttons;
  gboolean shows_end_buttons;

  GMenuModel *menu; /* (owned) (nullable) */

  guint    patience;
  gboolean wants_focus; /* the cards are to get the focus when they are there */
};

G_DEFINE_FINAL_TYPE (TbListPane, tb_list_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_FOLDER,
  PROP_TICKET,
  PROP_SORT,
  PROP_DESCENDING,
  PROP_BEST_FIRST,
  PROP_SEARCHES_ALL,
  PROP_SHOWS_BACK,
  PROP_SHOWS_START_BUTTONS,
  PROP_SHOWS_END_BUTTONS,
  PROP_MENU,
  N_PROPS,
};

enum
{
  SIGNAL_OPENED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- Words ---- */

/* What was typed, without the blanks around it; empty: no search. */
static char *
get_search (TbListPane *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));
}

static gboolean
is_searching (TbListPane *self)
{
  g_autofree char *search = get_search (self);

  return *search != '\0';
}

/* While not all is known, the number that is kept for the folder is the best. */
static void
update_subtitle (TbListPane *self)
{
  gboolean         is_search = is_searching (self);
  gboolean         is_loading = tb_card_list_is_loading (self->cards);
  gint64           n = tb_card_list_get_n_tickets (self->cards);
  g_autofree char *number = NULL;
  g_autofree char *subtitle = NULL;

  /* The first hits are there, but not their number. */
  if (self->desk == NULL || (is_search && is_loading))
    return;
  if (is_loading)
    n = tb_desk_get_count (self->desk, self->folder);
  number = tb_text_number (n);
  if (is_search)
    /* Translators: %s is the number of tickets that were found, which the plural follows. */
    subtitle = g_strdup_printf (ngettext ("%s result", "%s results", n), number);
  else
    /* Translators: %s is a number of tickets, which the plural follows. */
    subtitle = g_strdup_printf (ngettext ("%s ticket", "%s tickets", n), number);
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
update_title (TbListPane *self)
{
  const char      *label = _ (tb_folder (self->folder)->label);
  g_autofree char *hint = NULL;

  /* Translators: %s is a folder: Search in “In progress”. */
  hint = g_strdup_printf (_ ("Search in “%s”"), label);
  if (self->searches_all)
    {
      g_free (hint);
      hint = g_strdup (_ ("Search in all tickets"));
    }
  adw_window_title_set_title (self->title, label);
  g_object_set (self->search_entry, "placeholder-text", hint, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, hint,
                                  -1);
  update_subtitle (self);
}

/* ---- What is shown ---- */

static void
show_page (TbListPane *self,
           const char *name)
{
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
ensure_empty (TbListPane *self)
{
  if (self->empty != NULL)
    return;
  self->empty = g_object_new (TB_TYPE_LIST_EMPTY, NULL);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
}

static void
show_empty (TbListPane *self)
{
  g_autofree char *search = get_search (self);
  gboolean         is_everywhere = self->searches_all || self->folder == TB_FOLDER_EVERYTHING;
  gboolean         has_partner = g_list_model_get_n_items (tb_desk_get_partners (self->desk)) > 0;

  ensure_empty (self);
  if (tb_card_list_get_error (self->cards) != NULL)
    tb_list_empty_show_error (self->empty, tb_card_list_get_error (self->cards));
  else if (*search != '\0')
    tb_list_empty_show_search (self->empty, search, is_everywhere);
  else
    tb_list_empty_show_folder (self->empty, self->folder, has_partner);
  show_page (self, "empty");
}

static void
on_patience_cb (gpointer data)
{
  TbListPane *self = data;

  self->patience = 0;
  show_page (self, "loading");
}

/* While something new is loading, what is shown stays, unless it takes too long. */
static void
on_cards_changed_cb (TbListPane *self)
{
  if (self->desk == NULL)
    return;
  if (tb_card_list_is_new (self->cards))
    {
      if (self->patience == 0)
        self->patience = g_timeout_add_once (PATIENCE_MS, on_patience_cb, self);
      return;
    }
  g_clear_handle_id (&self->patience, g_source_remove);
  if (tb_card_list_get_n_tickets (self->cards) > 0)
    show_page (self, "list");
  else
    show_empty (self);
  if (self->wants_focus)
    tb_card_list_focus (self->cards);
  self->wants_focus = FALSE;
  update_subtitle (self);
}

static void
show_query (TbListPane *self,
            gboolean    follows_ticket)
{
  g_autofree char *search = NULL;
  TbListQuery      query = { 0 };

  if (self->desk == NULL)
    return;
  search = get_search (self);
  query.folder = *search != '\0' && self->searches_all ? TB_FOLDER_EVERYTHING : self->folder;
  query.viewer = tb_desk_get_viewer (self->desk, query.folder);
  query.search = *search != '\0' ? search : NULL;
  query.sort = *search != '\0' && self->is_best_first ? TB_SORT_BEST : self->sort;
  query.descending = self->descending;
  tb_card_list_show (self->cards, self->desk, &query, follows_ticket);
}

/* ---- Cards ---- */

static void
on_ticket_selected_cb (TbListPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKET]);
}

static void
on_cards_opened_cb (TbListPane *self)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/* ---- Search ---- */

static void
on_search_changed_cb (TbListPane *self)
{
  gboolean is_on = is_searching (self);

  /* What is folded is measured all the same: so it is not there before the first search. */
  if (is_on)
    gtk_widget_set_visible (GTK_WIDGET (self->scope), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pane.best-first", is_on);
  gtk_revealer_set_reveal_child (self->scope, is_on && self->folder != TB_FOLDER_EVERYTHING);
  if (!is_on && self->searches_all)
    g_object_set (self, "searches-all", FALSE, NULL);
  show_query (self, FALSE);
}

static void
on_search_stopped_cb (TbListPane *self)
{
  self->wants_focus = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  if (!tb_card_list_is_new (self->cards))
    on_cards_changed_cb (self);
}

/* Return goes to the first hit, unless one is selected already. */
static void
on_search_activated_cb (TbListPane *self)
{
  tb_card_list_enter (self->cards);
}

static void
search_all (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  g_object_set (widget, "searches-all", TRUE, NULL);
  tb_list_pane_search (TB_LIST_PANE (widget));
}

static void
clear_search (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  on_search_stopped_cb (TB_LIST_PANE (widget));
}

static void
retry (GtkWidget  *widget,
       const char *name,
       GVariant   *parameter)
{
  tb_card_list_retry (TB_LIST_PANE (widget)->cards);
}

/* ---- The desk ---- */

static void
on_counts_changed_cb (TbListPane *self)
{
  if (!tb_card_list_is_new (self->cards))
    update_subtitle (self);
}

static void
on_viewer_changed_cb (TbListPane *self)
{
  show_query (self, TRUE);
}

static void
follow_partners (TbListPane *self)
{
  if (self->desk != NULL)
    g_signal_connect_object (tb_desk_get_partners (self->desk), "items-changed",
                             G_CALLBACK (on_cards_changed_cb), self, G_CONNECT_SWAPPED);
}

/* A pane has one desk in its life. */
static void
set_desk (TbListPane *self,
          TbDesk     *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  g_signal_group_set_target (self->signals, desk);
  follow_partners (self);
  show_query (self, FALSE);
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

/* ---- Properties ---- */

static void
set_folder (TbListPane *self,
            guint       folder)
{
  if (self->folder == folder)
    return;
  self->folder = folder;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  show_query (self, FALSE);
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDER]);
}

static void
set_sort (TbListPane *self,
          guint       sort)
{
  if (self->sort == sort)
    return;
  self->sort = sort;
  show_query (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

static void
set_descending (TbListPane *self,
                gboolean    descending)
{
  if (self->descending == descending)
    return;
  self->descending = descending;
  show_query (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCENDING]);
}

static void
set_best_first (TbListPane *self,
                gboolean    is_best_first)
{
  if (self->is_best_first == is_best_first)
    return;
  self->is_best_first = is_best_first;
  show_query (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BEST_FIRST]);
}

static void
set_searches_all (TbListPane *self,
                  gboolean    searches_all)
{
  if (self->searches_all == searches_all)
    return;
  self->searches_all = searches_all;
  show_query (self, FALSE);
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHES_ALL]);
}

static void
set_menu (TbListPane *self,
          GMenuModel *menu)
{
  if (!g_set_object (&self->menu, menu))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), menu != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->new_button), menu != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENU]);
}

static void
set_boolean (TbListPane *self,
             gboolean   *member,
             gboolean    value,
             GParamSpec *pspec)
{
  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

/* ---- GtkWidget, GObject ---- */

/* The focus goes to the selected ticket, as soon as it is there; without tickets, to the search. */
static gboolean
tb_list_pane_grab_focus (GtkWidget *widget)
{
  TbListPane *self = TB_LIST_PANE (widget);

  if (tb_card_list_is_new (self->cards))
    {
      self->wants_focus = TRUE;
      return TRUE;
    }
  if (tb_card_list_get_n_tickets (self->cards) == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  tb_card_list_focus (self->cards);
  return TRUE;
}

static void
tb_list_pane_dispose (GObject *object)
{
  TbListPane *self = TB_LIST_PANE (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_LIST_PANE);
  self->empty = NULL;
  g_clear_object (&self->desk);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (tb_list_pane_parent_class)->dispose (object);
}

static void
tb_list_pane_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TbListPane *self = TB_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_FOLDER:
      g_value_set_uint (value, self->folder);
      break;
    case PROP_TICKET:
      g_object_get_property (G_OBJECT (self->cards), "ticket", value);
      break;
    case PROP_SORT:
      g_value_set_uint (value, self->sort);
      break;
    case PROP_DESCENDING:
      g_value_set_boolean (value, self->descending);
      break;
    case PROP_BEST_FIRST:
      g_value_set_boolean (value, self->is_best_first);
      break;
    case PROP_SEARCHES_ALL:
      g_value_set_boolean (value, self->searches_all);
      break;
    case PROP_SHOWS_BACK:
      g_value_set_boolean (value, self->shows_back);
      break;
    case PROP_SHOWS_START_BUTTONS:
      g_value_set_boolean (value, self->shows_start_buttons);
      break;
    case PROP_SHOWS_END_BUTTONS:
      g_value_set_boolean (value, self->shows_end_buttons);
      break;
    case PROP_MENU:
      g_value_set_object (value, self->menu);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_list_pane_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  TbListPane *self = TB_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_FOLDER:
      set_folder (self, g_value_get_uint (value));
      break;
    case PROP_TICKET:
      g_object_set_property (G_OBJECT (self->cards), "ticket", value);
      break;
    case PROP_SORT:
      set_sort (self, g_value_get_uint (value));
      break;
    case PROP_DESCENDING:
      set_descending (self, g_value_get_boolean (value));
      break;
    case PROP_BEST_FIRST:
      set_best_first (self, g_value_get_boolean (value));
      break;
    case PROP_SEARCHES_ALL:
      set_searches_all (self, g_value_get_boolean (value));
      break;
    case PROP_SHOWS_BACK:
      set_boolean (self, &self->shows_back, g_value_get_boolean (value), pspec);
      break;
    case PROP_SHOWS_START_BUTTONS:
      set_boolean (self, &self->shows_start_buttons, g_value_get_boolean (value), pspec);
      break;
    case PROP_SHOWS_END_BUTTONS:
      set_boolean (self, &self->shows_end_buttons, g_value_get_boolean (value), pspec);
      break;
    case PROP_MENU:
      set_menu (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_list_pane_class_init (TbListPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_list_pane_dispose;
  object_class->get_property = tb_list_pane_get_property;
  object_class->set_property = tb_list_pane_set_property;
  widget_class->grab_focus = tb_list_pane_grab_focus;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  /**
   * TbListPane:folder: the TbFolderId that is shown.
   */
  properties[PROP_FOLDER] =
    g_param_spec_uint ("folder", NULL, NULL, 0, TB_N_FOLDERS - 1, TB_FOLDER_LEAD_OPEN, flags);
  /**
   * TbListPane:ticket: the selected one; 0 if there is none in this list.
   */
  properties[PROP_TICKET] = g_param_spec_int64 ("ticket", NULL, NULL, 0, G_MAXINT64, 0, flags);
  /**
   * TbListPane:sort: the TbSort of the list.
   */
  properties[PROP_SORT] = g_param_spec_uint ("sort", NULL, NULL, 0, TB_SORT_TITLE, TB_SORT_UPDATED, flags);
  /**
   * TbListPane:descending: whether the highest or newest is first.
   */
  properties[PROP_DESCENDING] = g_param_spec_boolean ("descending", NULL, NULL, TRUE, flags);
  /**
   * TbListPane:best-first: whether what is found is ordered by where the words stand, and not by @sort.
   */
  properties[PROP_BEST_FIRST] = g_param_spec_boolean ("best-first", NULL, NULL, FALSE, flags);
  /**
   * TbListPane:searches-all: whether a search leaves the folder.
   */
  properties[PROP_SEARCHES_ALL] = g_param_spec_boolean ("searches-all", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWS_BACK] = g_param_spec_boolean ("shows-back", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWS_START_BUTTONS] =
    g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWS_END_BUTTONS] = g_param_spec_boolean ("shows-end-buttons", NULL, NULL, FALSE, flags);
  properties[PROP_MENU] = g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbListPane::opened: the user wants to see the selected ticket.
   */
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", TB_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_property_action (widget_class, "pane.sort", "sort");
  gtk_widget_class_install_property_action (widget_class, "pane.descending", "descending");
  gtk_widget_class_install_property_action (widget_class, "pane.best-first", "best-first");
  gtk_widget_class_install_action (widget_class, "pane.search-all", NULL, search_all);
  gtk_widget_class_install_action (widget_class, "pane.clear-search", NULL, clear_search);
  gtk_widget_class_install_action (widget_class, "pane.retry", NULL, retry);

  g_type_ensure (TB_TYPE_CARD_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, TB_TYPE_DOWN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-list-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TbListPane, title);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, new_button);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, sort_button);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, sort_menu);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, scope);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, stack);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, cards);
  gtk_widget_class_bind_template_child (widget_class, TbListPane, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cards_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_cards_changed_cb);
}

static void
tb_list_pane_init (TbListPane *self)
{
  self->folder = TB_FOLDER_LEAD_OPEN;
  self->sort = TB_SORT_UPDATED;
  self->descending = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_lazy_menu_set (self->sort_button, self->sort_menu);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pane.best-first", FALSE);
  gtk_search_entry_set_key_capture_widget (self->search_entry, tb_card_list_get_view (self->cards));
  self->signals = g_signal_group_new (TB_TYPE_DESK);
  g_signal_group_connect_swapped (self->signals, "counts-changed", G_CALLBACK (on_counts_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::permission", G_CALLBACK (on_viewer_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::user-id", G_CALLBACK (on_viewer_changed_cb), self);
  update_title (self);
}

void
tb_list_pane_search (TbListPane *self)
{
  g_return_if_fail (TB_IS_LIST_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
tb_list_pane_search_for (TbListPane *self,
                         const char *words)
{
  g_return_if_fail (TB_IS_LIST_PANE (self));
  g_return_if_fail (words != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), words);
  gtk_editable_set_position (GTK_EDITABLE (self->search_entry), -1);
  tb_list_pane_search (self);
}
