/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names that are suggested while somebody types. */
#include "config.h"

#include "tb-desk-private.h"

#define MAX_NAMES 12

typedef struct
{
  /* input */
  TbSuggestion what;
  char        *prefix; /* (owned) */
  char        *within; /* (owned) (nullable) */
  /* output */
  GStrvBuilder *names; /* (owned) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->prefix);
  g_free (question->within);
  g_strv_builder_unref (question->names);
  g_free (question);
}

/* Returns: (transfer full): what is compared: without case, accents and leading blanks */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_strchug (g_utf8_make_valid (text, -1));
  g_autofree char *decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) bare = g_string_new (NULL);
  const char *c;

  for (c = decomposed; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (bare, g_utf8_get_char (c));
  return g_utf8_casefold (bare->str, -1);
}

typedef struct
{
  const char *name; /* (borrowed) */
  char       *folded;
} Match;

static void
clear_match (gpointer data)
{
  g_free (((Match *)data)->folded);
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const Match *x = a;
  const Match *y = b;
  int          order = strcmp (x->folded, y->folded);

  return order != 0 ? order : strcmp (x->name, y->name);
}

/* Adds those of a few names that begin with what was typed, in their order, each once. */
static void
choose (Question   *question,
        const char *names[],
        guint       n)
{
  g_autofree char *prefix = fold (question->prefix);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  const char *last = NULL;
  guint       i, chosen = 0;

  g_array_set_clear_func (matches, clear_match);
  for (i = 0; i < n; i++)
    {
      Match match = { names[i], fold (names[i]) };

      if (*match.folded != '\0' && g_str_has_prefix (match.folded, prefix))
        g_array_append_val (matches, match);
      else
        clear_match (&match);
    }
  g_array_sort (matches, compare_matches);
  for (i = 0; i < matches->len && chosen < MAX_NAMES; i++)
    {
      const char *name = g_array_index (matches, Match, i).name;

      if (g_strcmp0 (name, last) == 0)
        continue;
      g_strv_builder_add (question->names, name);
      last = name;
      chosen++;
    }
}

/* ---- On the store's reader ---- */

static gboolean
suggest_organisations (TbCore   *core,
                       Question *question,
                       GError  **error)
{
  g_autoptr (GPtrArray) names = NULL;
  guint i;

  names = tb_tx_organisations_like (core->tx, question->prefix, MAX_NAMES, error);
  for (i = 0; names != NULL && i < names->len; i++)
    g_strv_builder_add (question->names, names->pdata[i]);
  return names != NULL;
}

static gboolean
suggest_contacts (TbCore   *core,
                  Question *question,
                  GError  **error)
{
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GError *local = NULL;
  guint   i;

  organisation = tb_tx_find (core->tx, TB_Q_ORGANISATION_BY_NAME, &local, "s", question->within);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  /* It may be one that is only being made. */
  if (organisation == NULL)
    return TRUE;
  contacts = tb_tx_select (core->tx, TB_Q_CONTACTS_OF_ORGANISATION, error, "i", organisation->id);
  if (contacts == NULL)
    return FALSE;
  for (i = 0; i < contacts->len; i++)
    if (((TbContactRecord *)contacts->pdata[i])->name != NULL &&
        !((TbContactRecord *)contacts->pdata[i])->is_blocked)
      g_ptr_array_add (names, ((TbContactRecord *)contacts->pdata[i])->name);
  choose (question, (const char **)names->pdata, names->len);
  return TRUE;
}

static gboolean
suggest_texts (TbCore   *core,
               Question *question,
               int       query,
               GError  **error)
{
  g_autoptr (GPtrArray) names = tb_tx_texts (core->tx, query, error, "");

  if (names != NULL)
    choose (question, (const char **)names->pdata, names->len);
  return names != NULL;
}

static gboolean
suggest_queues (TbCore   *core,
                Question *question,
                GError  **error)
{
  return suggest_texts (core, question, TB_QT_QUEUES, error);
}

static gboolean
suggest_work_types (TbCore   *core,
                    Question *question,
                    GError  **error)
{
  return suggest_texts (core, question, TB_QT_WORK_TYPES, error);
}

typedef gboolean (*SuggestFunc) (TbCore   *core,
                                 Question *question,
                                 GError  **error);

static const SuggestFunc suggest[] = {
  [TB_SUGGEST_ORGANISATION] = suggest_organisations,
  [TB_SUGGEST_CONTACT] = suggest_contacts,
  [TB_SUGGEST_QUEUE] = suggest_queues,
  [TB_SUGGEST_WORK_TYPE] = suggest_work_types,
};

static gboolean
run_suggest (TbCore  *core,
             gpointer data,
             GError **error)
{
  Question *question = data;

  return suggest[question->what](core, question, error);
}

/* ---- On the main thread ---- */

static void
on_suggested_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError   *error = NULL;
  Question *question = tb_engine_run_finish (TB_ENGINE (source), result, &error);

  if (question != NULL)
    g_task_return_pointer (task, g_strv_builder_end (question->names), (GDestroyNotify)g_strfreev);
  else
    g_task_return_error (task, error);
}

void
tb_desk_suggest_async (TbDesk             *self,
                       TbSuggestion        what,
                       const char         *prefix,
                       const char         *within,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  Question *question;
  GTask    *task;

  g_return_if_fail (TB_IS_DESK (self));
  g_return_if_fail (what < G_N_ELEMENTS (suggest));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_desk_suggest_async);
  question = g_new0 (Question, 1);
  question->what = what;
  question->prefix = g_strdup (prefix != NULL ? prefix : "");
  question->within = g_strdup (within);
  question->names = g_strv_builder_new ();
  tb_engine_run_async (tb_desk_get_engine (self), FALSE, 0, run_suggest, question, question_free, cancellable,
                       on_suggested_cb, task);
}

char **
tb_desk_suggest_finish (TbDesk       *self,
                        GAsyncResult *result,
                        GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
