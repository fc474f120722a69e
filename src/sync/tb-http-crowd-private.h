/* SPDX-License-Identifier: GPL-3.0-or-later
 * Who has to go when it gets too full: strangers before partners, the many before the few, the slow before
 * the quick. A partner gets in while a crowd stands at the door. */
#pragma once

#include "tb-http-connection-private.h"

G_BEGIN_DECLS

/**
 * _tb_http_crowd_choose:
 * @connections: (element-type TbHttpConnection): a set
 * @n_by_address: how many there are of each address
 * @address: (nullable): only of this one
 *
 * Returns: (transfer none) (nullable): of those who have not proved who they are, and whose request is not
 * being handled, the oldest of the address with the most connections; %NULL if all may stay
 */
TbHttpConnection *_tb_http_crowd_choose (GHashTable *connections,
                                         GHashTable *n_by_address,
                                         const char *address);

/** _tb_http_crowd_hold: @self holds @n bytes of a body. If that makes too many in all, the oldest unfinished
 * ones are closed, strangers first; it may be @self's turn. */
void _tb_http_crowd_hold (TbHttpConnection *self,
                          gsize             n);
/** _tb_http_crowd_finish: the body is complete: it is kept, but cannot be taken back any more. */
void _tb_http_crowd_finish (TbHttpConnection *self);
/** _tb_http_crowd_release: the body is done with. */
void _tb_http_crowd_release (TbHttpConnection *self);

G_END_DECLS
