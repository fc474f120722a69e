/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether an address leads to this instance: what is taken for it, and how each failure is named; and what
 * happens when the address is changed while it runs. */
#include "config.h"

#include "sync-test.h"

#include "tb-courier.h"
#include "tb-problem.h"
#include "tb-probe.h"
#include "tb-store.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define LISTEN "127.0.0.1:0"
#define DESCRIPTION "{\"protocol\":\"ticketbruecke-link\",\"version\":1}"

/** An instance with its courier. */
typedef struct
{
  char      *dir;
  TbClock   *clock;
  TbStore   *store;
  TbEngine  *engine;
  TbCourier *courier;
} Instance;

/** What a probe came to. */
typedef struct
{
  const TbTransport *transport; /* (nullable): it was asked through it */
  gboolean           is_done;
  gboolean           is_fine;
  GError            *error;
} Probe;

static void
instance_open (Instance     *f,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = make_dir ();
  f->clock = tb_clock_new_real ();
  f->store = tb_store_open (f->dir, TB_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  f->engine = tb_engine_new (f->store, f->clock, &error);
  g_assert_no_error (error);
  f->courier = tb_courier_new (f->engine, NULL, NULL);
}

static void
instance_close (Instance     *f,
                gconstpointer data)
{
  tb_courier_stop (f->courier);
  g_object_add_weak_pointer (G_OBJECT (f->courier), (gpointer *)&f->courier);
  g_object_unref (f->courier);
  spin_until (f->courier == NULL);
  settle ();
  g_object_unref (f->engine);
  tb_store_close (f->store);
  g_object_unref (f->store);
  tb_clock_unref (f->clock);
  remove_dir (f->dir);
  g_free (f->dir);
}

static char *
start (Instance *f,
       gboolean  use_tls)
{
  g_autoptr (GError) error = NULL;
  char *url = NULL;

  tb_courier_start (f->courier, LISTEN, use_tls, &url, &error);
  g_assert_no_error (error);
  return url;
}

static void
on_probed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Probe *probe = data;

  probe->is_fine = probe->transport != NULL
                     ? probe->transport->probe_finish (probe->transport->self, result, &probe->error)
                     : tb_probe_finish (result, &probe->error);
  probe->is_done = TRUE;
}

static void
ask (Instance   *f,
     const char *url,
     Probe      *probe)
{
  *probe = (Probe){ .transport = tb_courier_get_transport (f->courier) };
  probe->transport->probe (probe->transport->self, url, NULL, on_probed_cb, probe);
  spin_until (probe->is_done);
  g_assert_true (probe->is_fine == (probe->error == NULL));
}

static void
check_fine (Instance   *f,
            const char *url)
{
  Probe probe;

  ask (f, url, &probe);
  g_assert_no_error (probe.error);
}

/* @argument: (nullable): any */
static void
check_failure (Instance   *f,
               const char *url,
               TbProblem   problem,
               const char *argument)
{
  Probe probe;

  ask (f, url, &probe);
  g_assert_error (probe.error, TB_PROBLEM, (int)problem);
  if (argument != NULL)
    g_assert_cmpstr (tb_problem_get_argument (probe.error), ==, argument);
  g_clear_error (&probe.error);
}

static void
test_finds_itself (Instance     *f,
                   gconstpointer use_tls)
{
  g_autofree char *url = start (f, GPOINTER_TO_INT (use_tls));
  g_autofree char *with_slash = g_strconcat (url, "/", NULL);

  check_fine (f, url);
  check_fine (f, with_slash);
}

static void
test_somebody_else_answers (Instance     *f,
                            gconstpointer data)
{
  Fixture          other;
  g_autofree char *url = NULL;

  fixture_start (&other, TRUE, NULL);
  /* Before and after there is a key of our own. */
  check_failure (f, other.url, TB_PROBLEM_CERTIFICATE, NULL);
  url = start (f, TRUE);
  check_failure (f, other.url, TB_PROBLEM_CERTIFICATE, NULL);
  g_assert_cmpuint (other.requests->len, ==, 0);
  fixture_stop (&other);
}

static void
test_no_address (Instance     *f,
                 gconstpointer data)
{
  check_failure (f, "", TB_PROBLEM_ADDRESS, "");
  check_failure (f, NULL, TB_PROBLEM_ADDRESS, "");
  check_failure (f, "nirgendwo", TB_PROBLEM_ADDRESS, "nirgendwo");
  check_failure (f, "ftp://127.0.0.1", TB_PROBLEM_ADDRESS, "ftp://127.0.0.1");
  check_failure (f, "http://partner.example", TB_PROBLEM_PLAIN_HTTP, NULL);
}

static void
test_nobody_answers (Instance     *f,
                     gconstpointer data)
{
  g_autofree char *url = start (f, FALSE);

  tb_courier_stop (f->courier);
  check_failure (f, url, TB_PROBLEM_UNREACHABLE, g_strerror (ECONNREFUSED));
}

/* Somebody takes the connection and says nothing. */
static void
test_silence (Instance     *f,
              gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint            port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  Probe            probe = { 0 };

  g_assert_no_error (error);
  tb_probe_async (url, NULL, 50, NULL, on_probed_cb, &probe);
  spin_until (probe.is_done);
  g_assert_error (probe.error, TB_PROBLEM, TB_PROBLEM_UNREACHABLE);
  g_assert_cmpstr (tb_problem_get_argument (probe.error), ==, g_strerror (ETIMEDOUT));
  g_clear_error (&probe.error);
}

static void
test_can_be_cancelled (Instance     *f,
                       gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  guint              port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char   *url = g_strdup_printf ("http://127.0.0.1:%u", port);
  const TbTransport *transport = tb_courier_get_transport (f->courier);
  Probe              probe = { .transport = transport };

  transport->probe (transport->self, url, cancel, on_probed_cb, &probe);
  settle ();
  g_cancellable_cancel (cancel);
  spin_until (probe.is_done);
  g_assert_error (probe.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&probe.error);
}

static void
check_script (Instance   *f,
              const char *head,
              const char *body,
              TbProblem   problem,
              const char *argument)
{
  Script           script;
  g_autofree char *answer =
    g_strdup_printf ("%s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", head, strlen (body), body);

  script_start (&script, answer);
  check_failure (f, script.url, problem, argument);
  g_assert_cmpuint (script.n_clients, ==, 1);
  script_stop (&script);
}

static void
test_something_else_answers (Instance     *f,
                             gconstpointer data)
{
  const char       ok[] = "HTTP/1.1 200 OK";
  g_autofree char *long_text = g_strnfill (100000, ' ');
  g_autofree char *endless = g_strconcat (long_text, DESCRIPTION, NULL);
  g_autofree char *url = start (f, FALSE);
  g_autofree char *deeper = g_strconcat (url, "/unter", NULL);
  g_autofree char *redirect = g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: %s/link/1/", url);

  check_script (f, ok, "<html>Willkommen</html>", TB_PROBLEM_UNSUPPORTED, "HTTP 200");
  check_script (f, ok, "{}", TB_PROBLEM_UNSUPPORTED, "HTTP 200");
  check_script (f, ok, "", TB_PROBLEM_UNSUPPORTED, "HTTP 200");
  check_script (f, ok, endless, TB_PROBLEM_UNSUPPORTED, "HTTP 200");
  check_script (f, ok, "{\"protocol\":\"gopher\",\"version\":1}", TB_PROBLEM_UNSUPPORTED, "gopher");
  check_script (f, ok, "{\"protocol\":\"ticketbruecke-link\",\"version\":2}", TB_PROBLEM_NEWER_PROTOCOL, "2");
  check_script (f, "HTTP/1.1 404 Not Found", DESCRIPTION, TB_PROBLEM_UNSUPPORTED, "HTTP 404");
  check_script (f, redirect, "", TB_PROBLEM_UNSUPPORTED, "HTTP 302");
  check_script (f, "SSH-2.0-OpenSSH_9.2", "", TB_PROBLEM_UNSUPPORTED, NULL);
  check_failure (f, deeper, TB_PROBLEM_UNSUPPORTED, "HTTP 404");
}

static void
test_the_other_scheme (Instance     *f,
                       gconstpointer data)
{
  g_autofree char *url = start (f, FALSE);
  g_autofree char *secure = g_strconcat ("https", strstr (url, "://"), NULL);

  check_failure (f, secure, TB_PROBLEM_UNSUPPORTED, NULL);
}

/* ---- A reverse proxy, for which an authority vouches ---- */

static void
configure (Instance   *f,
           const char *key,
           const char *value)
{
  TbCommand command = { .type = TB_COMMAND_CONFIG, .name = key, .value = value };
  TbResult  result = { 0 };
  g_autoptr (GError) error = NULL;

  tb_engine_do (f->engine, &command, &result, &error);
  g_assert_no_error (error);
  tb_result_clear (&result);
}

/* A certificate for 127.0.0.1 that signs itself. Returns: (transfer full): certificate and key as PEM */
static char *
make_vouched_certificate (void)
{
  static const guint8   address[] = { 127, 0, 0, 1 };
  static const guint8   serial[] = { 0x42 };
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     crt;
  gnutls_datum_t        key_pem, crt_pem;
  time_t                now = time (NULL);
  char                 *both;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (
                     key, GNUTLS_PK_EC, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                   ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (crt, now - 3600);
  gnutls_x509_crt_set_expiration_time (crt, now + 3600);
  gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, address, sizeof address, GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_basic_constraints (crt, 1, -1);
  gnutls_x509_crt_set_key (crt, key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_pem), ==, 0);
  both = g_strdup_printf ("%.*s\n%.*s", (int)crt_pem.size, (char *)crt_pem.data, (int)key_pem.size,
                          (char *)key_pem.data);
  gnutls_free (key_pem.data);
  gnutls_free (crt_pem.data);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
  return both;
}

static void
refuse_everything (TbEnvelope  *request,
                   TbHttpReply *reply,
                   gpointer     data)
{
  g_assert_not_reached ();
}

static void
test_an_authority_vouches (Instance     *f,
                           gconstpointer data)
{
  GTlsBackend     *backend = g_tls_backend_get_default ();
  g_autofree char *pem = make_vouched_certificate ();
  g_autofree char *anchors = g_build_filename (f->dir, "anchors.pem", NULL);
  g_autofree char *own = start (f, TRUE); /* so that there is a key which does not match */
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (TbHttpServer) server = tb_http_server_new (f->clock, NULL, refuse_everything, NULL);

  g_assert_no_error (error);
  tb_http_server_listen (server, address, certificate, &error);
  g_assert_no_error (error);
  url = tb_http_server_get_url (server);
  check_failure (f, url, TB_PROBLEM_CERTIFICATE, NULL);

  g_file_set_contents (anchors, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (anchors, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (backend, database);
  /* On this machine partners are told our own key, so nobody else's will do. */
  check_failure (f, url, TB_PROBLEM_CERTIFICATE, NULL);
  check_fine (f, own);
  configure (f, "certificate", "public");
  check_fine (f, url);
  check_failure (f, own, TB_PROBLEM_CERTIFICATE, NULL);
  g_tls_backend_set_default_database (backend, NULL);
  tb_http_server_stop (server);
  settle ();
}

/* ---- Settings that change while it runs ---- */

static void
test_another_address (Instance     *f,
                      gconstpointer data)
{
  const TbTransport *transport = tb_courier_get_transport (f->courier);
  g_autofree char   *first = start (f, FALSE);
  g_autofree char   *second = NULL;
  g_autofree char   *third = NULL;
  g_autoptr (GError) error = NULL;

  check_fine (f, first);
  transport->stop (transport->self);
  g_assert_false (transport->is_running (transport->self));
  second = start (f, TRUE);
  g_assert_true (transport->is_running (transport->self));
  check_fine (f, second);
  check_failure (f, first, TB_PROBLEM_UNREACHABLE, NULL);
  /* And back, where connections of before may still be in the system's books. */
  transport->stop (transport->self);
  transport->start (transport->self, strstr (first, "//") + 2, FALSE, &third, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (third, ==, first);
  check_fine (f, first);
}

static void
test_a_taken_address (Instance     *f,
                      gconstpointer data)
{
  const TbTransport *transport = tb_courier_get_transport (f->courier);
  Fixture            other;
  g_autofree char   *address = NULL;
  g_autoptr (GError) error = NULL;

  fixture_start (&other, FALSE, NULL);
  address = g_strdup (strstr (other.url, "//") + 2);
  g_assert_false (transport->start (transport->self, address, FALSE, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_ADDRESS_TAKEN);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, address);
  g_assert_false (transport->is_running (transport->self));
  g_assert_null (transport->get_failure (transport->self));

  transport->start_when_free (transport->self, address, FALSE);
  g_assert_error (transport->get_failure (transport->self), TB_PROBLEM, TB_PROBLEM_ADDRESS_TAKEN);
  g_assert_false (transport->is_running (transport->self));
  fixture_stop (&other);
  spin_until (transport->is_running (transport->self));
  g_assert_null (transport->get_failure (transport->self));
}

static void
test_a_wait_can_be_given_up (Instance     *f,
                             gconstpointer data)
{
  const TbTransport *transport = tb_courier_get_transport (f->courier);
  g_autofree char   *url = NULL;

  transport->start_when_free (transport->self, "nirgendwo", FALSE);
  g_assert_error (transport->get_failure (transport->self), TB_PROBLEM, TB_PROBLEM_ADDRESS);
  transport->stop (transport->self);
  g_assert_null (transport->get_failure (transport->self));
  url = start (f, FALSE);
  check_fine (f, url);
}

#define ADD(path, data, func) g_test_add (path, Instance, data, instance_open, func, instance_close)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sync/probe/finds-itself", GINT_TO_POINTER (TRUE), test_finds_itself);
  ADD ("/sync/probe/finds-itself-without-tls", GINT_TO_POINTER (FALSE), test_finds_itself);
  ADD ("/sync/probe/somebody-else-answers", NULL, test_somebody_else_answers);
  ADD ("/sync/probe/no-address", NULL, test_no_address);
  ADD ("/sync/probe/nobody-answers", NULL, test_nobody_answers);
  ADD ("/sync/probe/silence", NULL, test_silence);
  ADD ("/sync/probe/can-be-cancelled", NULL, test_can_be_cancelled);
  ADD ("/sync/probe/something-else-answers", NULL, test_something_else_answers);
  ADD ("/sync/probe/the-other-scheme", NULL, test_the_other_scheme);
  ADD ("/sync/probe/an-authority-vouches", NULL, test_an_authority_vouches);
  ADD ("/sync/restart/at-another-address", NULL, test_another_address);
  ADD ("/sync/restart/a-taken-address-is-named", NULL, test_a_taken_address);
  ADD ("/sync/restart/a-wait-can-be-given-up", NULL, test_a_wait_can_be_given_up);
  return g_test_run ();
}
