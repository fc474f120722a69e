/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets in the desktop's search. The ids of the results are the tickets' own. */
#include "config.h"

#include "tb-search-provider.h"

#include "tb-text.h"

#include <string.h>

#define MAX_RESULTS 10
/* With fewer characters everything would be found. */
#define MIN_CHARACTERS 3

/* clang-format off */
static const char interface_xml[] =
  "<node><interface name='org.gnome.Shell.SearchProvider2'>"
  "<method name='GetInitialResultSet'>"
  "<arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
  "<method name='GetSubsearchResultSet'>"
  "<arg type='as' direction='in'/><arg type='as' direction='in'/><arg type='as' direction='out'/></method>"
  "<method name='GetResultMetas'>"
  "<arg type='as' direction='in'/><arg type='aa{sv}' direction='out'/></method>"
  "<method name='ActivateResult'>"
  "<arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
  "<method name='LaunchSearch'>"
  "<arg type='as' direction='in'/><arg type='u' direction='in'/></method>"
  "</interface></node>";
/* clang-format on */

struct _TbSearchProvider
{
  GObject parent_instance;

  GApplication       *application; /* (borrowed): outlives us */
  const TbSearchHost *host;        /* (borrowed) */
  GDBusConnection    *connection;  /* (owned) (nullable) */
  guint               registration;
  GCancellable       *searching; /* (owned) (nullable): the search that a newer one makes worthless */
};

G_DEFINE_FINAL_TYPE (TbSearchProvider, tb_search_provider, G_TYPE_OBJECT)

/** Question: a call on its way. */
typedef struct
{
  TbSearchProvider      *self;       /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) until answered */
} Question;

static Question *
begin (TbSearchProvider      *self,
       GDBusMethodInvocation *invocation)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->invocation = invocation;
  g_application_hold (self->application);
  return question;
}

static void
answer (Question *question,
        GVariant *value)
{
  g_dbus_method_invocation_return_value (question->invocation, value);
  g_application_release (question->self->application);
  g_object_unref (question->self);
  g_free (question);
}

/* ---- Which tickets ---- */

static void
on_listed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list_finish (TB_ENGINE (object), result, &error);
  GVariantBuilder ids;
  guint           i;

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("search of the desktop: %s", error->message);
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("as"));
  for (i = 0; rows != NULL && i < rows->len; i++)
    {
      const TbListRow *row = rows->pdata[i];
      g_autofree char *id = row != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, row->id) : NULL;

      if (id != NULL)
        g_variant_builder_add (&ids, "s", id);
    }
  answer (data, g_variant_new ("(as)", &ids));
}

/* Both methods end with the words. What was found before says nothing: a prefix of the last word finds more
 * than the word. */
static void
search (TbSearchProvider      *self,
        GDBusMethodInvocation *invocation,
        GVariant              *parameters)
{
  g_autoptr (GVariant) terms =
    g_variant_get_child_value (parameters, g_variant_n_children (parameters) - 1);
  g_autofree const char **words = g_variant_get_strv (terms, NULL);
  g_autofree char        *text = g_strjoinv (" ", (char **)words);
  Question               *question = begin (self, invocation);
  TbDesk                 *desk = NULL;
  const TbListQuery       query = {
          .folder = TB_FOLDER_EVERYTHING, .search = text, .sort = TB_SORT_UPDATED, .descending = TRUE
  };

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (g_utf8_strlen (g_strstrip (text), -1) >= MIN_CHARACTERS)
    desk = self->host->get_desk (self->application);
  if (desk == NULL)
    {
      answer (question, g_variant_new ("(as)", NULL));
      return;
    }
  self->searching = g_cancellable_new ();
  tb_engine_list_async (tb_desk_get_engine (desk), &query, MAX_RESULTS, self->searching, on_listed_cb,
                        question);
}

/* ---- What they are ---- */

static void
add_meta (GVariantBuilder *metas,
          const TbListRow *row)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);
  g_autofree char *description = tb_text_join (row->number, row->organisation, TB_TEXT_END);

  g_variant_builder_open (metas, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (row->title));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_close (metas);
}

static void
on_rows_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list_finish (TB_ENGINE (object), result, &error);
  GVariantBuilder metas;
  guint           i;

  if (error != NULL)
    g_info ("search of the desktop: %s", error->message);
  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (i = 0; rows != NULL && i < rows->len; i++)
    if (rows->pdata[i] != NULL)
      add_meta (&metas, rows->pdata[i]);
  answer (data, g_variant_new ("(aa{sv})", &metas));
}

static void
describe (TbSearchProvider      *self,
          GDBusMethodInvocation *invocation,
          GVariant              *parameters)
{
  g_autofree const char **texts = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Question *question = begin (self, invocation);
  TbDesk   *desk = self->host->get_desk (self->application);
  guint     i;

  if (desk == NULL)
    {
      answer (question, g_variant_new ("(aa{sv})", NULL));
      return;
    }
  g_variant_get (parameters, "(^a&s)", &texts);
  for (i = 0; texts[i] != NULL && i < MAX_RESULTS; i++)
    {
      const gint64 id = g_ascii_strtoll (texts[i], NULL, 10);

      g_array_append_val (ids, id);
    }
  tb_engine_list_rows_async (tb_desk_get_engine (desk), (const gint64 *)(gpointer)ids->data, ids->len, NULL,
                             on_rows_cb, question);
}

/* ---- Chosen ---- */

static void
show (TbSearchProvider      *self,
      GDBusMethodInvocation *invocation,
      GVariant              *parameters)
{
  const char *id;

  g_variant_get_child (parameters, 0, "&s", &id);
  self->host->show_ticket (self->application, g_ascii_strtoll (id, NULL, 10));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
search_in_window (TbSearchProvider      *self,
                  GDBusMethodInvocation *invocation,
                  GVariant              *parameters)
{
  g_autofree const char **words = NULL;
  g_autofree char        *text = NULL;

  g_variant_get_child (parameters, 0, "^a&s", &words);
  text = g_strjoinv (" ", (char **)words);
  self->host->search (self->application, text);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* ---- The interface ---- */

/* clang-format off */
static const struct
{
  const char *name;
  void (*func) (TbSearchProvider      *self,
                GDBusMethodInvocation *invocation,
                GVariant              *parameters);
} methods[] = {
  { "GetInitialResultSet", search },
  { "GetSubsearchResultSet", search },
  { "GetResultMetas", describe },
  { "ActivateResult", show },
  { "LaunchSearch", search_in_window },
};
/* clang-format on */

static void
on_method_called_cb (GDBusConnection       *connection,
                     const char            *sender,
                     const char            *path,
                     const char            *interface,
                     const char            *method,
                     GVariant              *parameters,
                     GDBusMethodInvocation *invocation,
                     gpointer               data)
{
  guint i;

  /* The bus lets only those through that are in the interface, with their types. */
  for (i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, method))
      methods[i].func (data, invocation, parameters);
}

static void
tb_search_provider_dispose (GObject *object)
{
  TbSearchProvider *self = TB_SEARCH_PROVIDER (object);

  tb_search_provider_unexport (self);
  g_clear_object (&self->searching);
  G_OBJECT_CLASS (tb_search_provider_parent_class)->dispose (object);
}

static void
tb_search_provider_class_init (TbSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_search_provider_dispose;
}

static void
tb_search_provider_init (TbSearchProvider *self)
{
}

TbSearchProvider *
tb_search_provider_new (GApplication       *application,
                        const TbSearchHost *host)
{
  TbSearchProvider *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (TB_TYPE_SEARCH_PROVIDER, NULL);
  self->application = application;
  self->host = host;
  return self;
}

gboolean
tb_search_provider_export (TbSearchProvider *self,
                           GDBusConnection  *connection,
                           const char       *application_path,
                           GError          **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_called_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);
  g_autofree char *path = g_strconcat (application_path, "/SearchProvider", NULL);

  g_return_val_if_fail (TB_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  if (node == NULL)
    return FALSE;
  self->registration =
    g_dbus_connection_register_object (connection, path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration != 0)
    self->connection = g_object_ref (connection);
  return self->registration != 0;
}

void
tb_search_provider_unexport (TbSearchProvider *self)
{
  g_return_if_fail (TB_IS_SEARCH_PROVIDER (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
}
