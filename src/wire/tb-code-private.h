/* SPDX-License-Identifier: GPL-3.0-or-later
 * A small JSON document as one word to copy: a prefix and base64url. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** tb_code_write: Returns: (transfer full): @prefix and @json in base64url without padding */
char *tb_code_write (const char *prefix,
                     const char *json);
/** tb_code_read: Returns: (transfer full) (nullable): the document; %NULL if @text does not begin with
 * @prefix or is not whole. White space within it is overlooked: a mail may have broken it into lines. */
GBytes *tb_code_read (const char *prefix,
                      const char *text);

G_END_DECLS
