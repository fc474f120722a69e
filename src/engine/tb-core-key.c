/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether a partner finds our own certificate at our address, or the public one of a reverse proxy: what our
 * invitations, joins and mailboxes pin (protocol.md section 6). */
#include "config.h"

#include "tb-core-private.h"

#include <string.h>

/** Address: what decides, all from the settings; each nullable or empty. */
typedef struct
{
  char *certificate; /* `auto`, `own`, `public` */
  char *listen;      /* where the window's program listens */
  char *listening;   /* where `serve --listen` listened last */
} Address;

static void
address_clear (Address *address)
{
  g_free (address->certificate);
  g_free (address->listen);
  g_free (address->listening);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Address, address_clear)

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_ascii_strcasecmp (host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/* `127.0.0.1:8443`, `[::1]:8443`. */
static gboolean
listens_to_others (const char *listen)
{
  const char      *colon = listen != NULL ? strrchr (listen, ':') : NULL;
  gboolean         in_brackets;
  g_autofree char *host = NULL;

  if (colon == NULL)
    return FALSE;
  in_brackets = listen[0] == '[' && colon - listen >= 2 && colon[-1] == ']';
  host = in_brackets ? g_strndup (listen + 1, colon - listen - 2) : g_strndup (listen, colon - listen);
  return !is_loopback (host);
}

/* Who listens on this machine only and is called from elsewhere stands behind a proxy, which shows its own
 * certificate. */
static gboolean
shows_own_key (const Address *address,
               const char    *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  gboolean is_known = is_set (address->listen) || is_set (address->listening);

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 ||
      g_strcmp0 (address->certificate, "public") == 0)
    return FALSE;
  if (!is_known || g_strcmp0 (address->certificate, "own") == 0 || is_loopback (g_uri_get_host (uri)))
    return TRUE;
  return listens_to_others (address->listen) || listens_to_others (address->listening);
}

gboolean
tb_core_shown_key (TbCore     *core,
                   const char *url,
                   char      **fingerprint,
                   GError    **error)
{
  g_auto (Address) address = { NULL };
  GError *local = NULL;

  *fingerprint = NULL;
  address.certificate = tb_tx_get_setting (core->tx, "certificate", &local);
  if (local == NULL)
    address.listen = tb_tx_get_setting (core->tx, "listen", &local);
  if (local == NULL)
    address.listening = tb_tx_get_setting (core->tx, "listening", &local);
  if (local == NULL && url != NULL && shows_own_key (&address, url))
    *fingerprint = tb_tx_get_setting (core->tx, "fingerprint", &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}
