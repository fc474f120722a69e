/* SPDX-License-Identifier: GPL-3.0-or-later
 * Packed bodies: JSON as zlib packs it that knows the protocol's words beforehand. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** TB_PACK_FORM: the form of this file; a sender says in its batches up to which it unpacks (`unpacks`), and
 * is sent no other. */
#define TB_PACK_FORM 1

/** tb_pack: Returns: (transfer full) (nullable): @body packed; %NULL if that would not be shorter */
GBytes *tb_pack (GBytes *body);
/**
 * tb_unpack:
 * @max: bytes that may come out
 *
 * Returns: (transfer full): what was packed; a body that is not packed as it is.
 * %TB_PROBLEM_TOO_LARGE as soon as more would come out, %TB_PROBLEM_MALFORMED if it is cut, spoiled, packed
 * with other words, or something stands behind it
 */
GBytes *tb_unpack (GBytes  *body,
                   gsize    max,
                   GError **error);

G_END_DECLS
