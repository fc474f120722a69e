/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether an address leads to this instance: one GET, as a partner would knock. */
#include "config.h"

#include "tb-probe.h"

#include "tb-address.h"
#include "tb-certificate.h"
#include "tb-engine.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <netdb.h>

#define USER_AGENT "Ticketbruecke/" PACKAGE_VERSION
/* More than any version of the protocol needs to give its name. */
#define MAX_ANSWER 4096

typedef struct
{
  /* input */
  char *fingerprint; /* (owned) (nullable) */
  /* progress */
  SoupSession  *session;     /* (owned) */
  SoupMessage  *message;     /* (owned) (nullable) */
  GInputStream *stream;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): the caller's and the time limit in one */
  GCancellable *outer;       /* (owned) (nullable) */
  gulong        outer_handler;
  GSource      *limit; /* (owned) */
  gboolean      is_late;
  gboolean      is_other_key;
  char          answer[MAX_ANSWER];
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  g_source_destroy (probe->limit);
  g_source_unref (probe->limit);
  g_cancellable_disconnect (probe->outer, probe->outer_handler);
  g_clear_object (&probe->outer);
  g_clear_object (&probe->cancellable);
  g_clear_object (&probe->stream);
  g_clear_object (&probe->message);
  soup_session_abort (probe->session);
  g_object_unref (probe->session);
  g_free (probe->fingerprint);
  g_free (probe);
}

/* ---- What is wrong ---- */

/* The system's own words are short, and in the person's language. */
static const char *
describe_failure (const GError *reason,
                  gboolean      is_late)
{
  if (is_late || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strerror (ETIMEDOUT);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strerror (ECONNREFUSED);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return g_strerror (EHOSTUNREACH);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return g_strerror (ENETUNREACH);
  if (g_error_matches (reason, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return gai_strerror (EAI_NONAME);

  return reason->message;
}

/* Something is there, but it does not speak as we do. */
static gboolean
is_other_language (const GError *reason)
{
  return reason->domain == G_TLS_ERROR ||
         g_error_matches (reason, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
         g_error_matches (reason, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING) ||
         g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
         g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

static void
return_failure (GTask        *task,
                const GError *reason)
{
  Probe  *probe = g_task_get_task_data (task);
  GError *error = NULL;

  if (probe->is_other_key || g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    tb_problem_set (&error, TB_PROBLEM_CERTIFICATE, NULL);
  else if (!probe->is_late && g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    error = g_error_copy (reason);
  else if (!probe->is_late && is_other_language (reason))
    tb_problem_set (&error, TB_PROBLEM_UNSUPPORTED, reason->message);
  else
    tb_problem_set (&error, TB_PROBLEM_UNREACHABLE, describe_failure (reason, probe->is_late));
  g_debug ("probe: %s", error->message);
  g_task_return_error (task, error);
}

/* ---- The request ---- */

static gboolean
on_certificate_shown_cb (SoupMessage         *message,
                         GTlsCertificate     *certificate,
                         GTlsCertificateFlags flags,
                         gpointer             user_data)
{
  Probe *probe = user_data;

  /* Asked only about those that no authority vouches for. */
  if (probe->fingerprint != NULL && tb_certificate_matches (certificate, probe->fingerprint))
    return TRUE;
  probe->is_other_key = TRUE;

  return FALSE;
}

static gboolean
on_time_over_cb (gpointer data)
{
  Probe *probe = data;

  probe->is_late = TRUE;
  g_cancellable_cancel (probe->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled_cb (GCancellable *outer,
                       gpointer      data)
{
  g_cancellable_cancel (data);
}

static void
on_answer_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) body = NULL;
  Probe  *probe = g_task_get_task_data (task);
  GError *error = NULL;
  gsize   n = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &n, &reason))
    {
      return_failure (task, reason);
      return;
    }
  body = g_bytes_new (probe->answer, n);
  if (tb_engine_check_description (body, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* An authority vouched for it; but partners look for our key alone where our invitation names it. */
static gboolean
shows_other_key (const Probe *probe)
{
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (probe->message);

  return certificate != NULL && probe->fingerprint != NULL &&
         !tb_certificate_matches (certificate, probe->fingerprint);
}

static void
on_answer_came_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) reason = NULL;
  Probe *probe = g_task_get_task_data (task);
  guint  status;

  probe->stream = soup_session_send_finish (SOUP_SESSION (object), result, &reason);
  if (probe->stream == NULL)
    {
      return_failure (task, reason);
      return;
    }
  if (shows_other_key (probe))
    {
      probe->is_other_key = TRUE;
      return_failure (task, NULL);
      return;
    }
  status = soup_message_get_status (probe->message);
  if (status != SOUP_STATUS_OK)
    {
      g_autofree char *detail = g_strdup_printf ("HTTP %u", status);
      GError          *error = NULL;

      tb_problem_set (&error, TB_PROBLEM_UNSUPPORTED, detail);
      g_task_return_error (task, error);
      return;
    }
  g_input_stream_read_all_async (probe->stream, probe->answer, sizeof probe->answer, G_PRIORITY_DEFAULT,
                                 probe->cancellable, on_answer_read_cb, g_object_ref (task));
}

static Probe *
probe_new (const char   *fingerprint,
           guint         total_ms,
           gboolean      is_loopback,
           GCancellable *outer)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->fingerprint = g_strdup (fingerprint);
  probe->session = soup_session_new_with_options ("user-agent", USER_AGENT, NULL);
  soup_session_remove_feature_by_type (probe->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (probe->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (probe->session, SOUP_TYPE_COOKIE_JAR);
  if (is_loopback)
    soup_session_set_proxy_resolver (probe->session, NULL);
  probe->cancellable = g_cancellable_new ();
  if (outer != NULL)
    {
      probe->outer = g_object_ref (outer);
      probe->outer_handler = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled_cb),
                                                    g_object_ref (probe->cancellable), g_object_unref);
    }
  probe->limit = g_timeout_source_new (total_ms);
  g_source_set_callback (probe->limit, on_time_over_cb, probe, NULL);
  g_source_attach (probe->limit, g_main_context_get_thread_default ());

  return probe;
}

void
tb_probe_async (const char         *url,
                const char         *fingerprint,
                guint               total_ms,
                GCancellable       *cancellable,
                GAsyncReadyCallback callback,
                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *full = NULL;
  gboolean         is_loopback = FALSE;
  GError          *error = NULL;
  Probe           *probe;

  g_return_if_fail (url != NULL);

  g_task_set_source_tag (task, tb_probe_async);
  if (!tb_address_check_url (url, &is_loopback, &error) ||
      (full = tb_address_route_url (url, "", &error)) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  probe = probe_new (fingerprint, total_ms, is_loopback, cancellable);
  g_task_set_task_data (task, probe, probe_free);
  probe->message = soup_message_new ("GET", full);
  if (probe->message == NULL)
    {
      tb_problem_set (&error, TB_PROBLEM_ADDRESS, url);
      g_task_return_error (task, error);
      return;
    }
  soup_message_add_flags (probe->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (probe->message, "accept-certificate", G_CALLBACK (on_certificate_shown_cb), probe);
  soup_session_send_async (probe->session, probe->message, G_PRIORITY_DEFAULT, probe->cancellable,
                           on_answer_came_cb, g_object_ref (task));
}

gboolean
tb_probe_finish (GAsyncResult *result,
                 GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
