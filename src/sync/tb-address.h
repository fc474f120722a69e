/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where to listen and where a partner is: addresses as people type them, checked before anything connects. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** tb_address_parse_listen: @text: `127.0.0.1:8443`, `[::1]:0`, `0.0.0.0:8443`, `localhost:8443`. Returns:
 * (transfer full): %NULL with %TB_PROBLEM_ADDRESS */
GSocketAddress *tb_address_parse_listen (const char *text,
                                         GError    **error);
/** tb_address_is_loopback: whether only this machine reaches @address. */
gboolean tb_address_is_loopback (GSocketAddress *address);
/** tb_address_to_url: Returns: (transfer full): `https://127.0.0.1:8443`, `http://[::1]:8080` */
char *tb_address_to_url (GSocketAddress *address,
                         gboolean        use_tls);
/**
 * tb_address_check_url:
 * @url: a partner's or the own address: `https` anywhere, `http` on loopback (a literal, or `localhost`)
 * only; a path is allowed; user info, query and fragment are not
 * @is_loopback: (out) (optional): whether the host is a loopback literal or `localhost`
 *
 * Returns: %FALSE with %TB_PROBLEM_ADDRESS or %TB_PROBLEM_PLAIN_HTTP
 */
gboolean tb_address_check_url (const char *url,
                               gboolean   *is_loopback,
                               GError    **error);
/** tb_address_route_url: Returns: (transfer full): `<url>/link/1/<route>`; %NULL with the errors of
 * tb_address_check_url() */
char *tb_address_route_url (const char *url,
                            const char *route,
                            GError    **error);

G_END_DECLS
