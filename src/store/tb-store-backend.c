/* SPDX-License-Identifier: GPL-3.0-or-later
 * The back ends by name. */
#include "config.h"

#include "tb-store-backend-private.h"

/* The first one is taken when nobody names one. */
static const TbStoreBackend *const backends[] = {
  &tb_sqlite_backend,
};

const TbStoreBackend *
tb_store_backend_find (const char *name)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (backends); i++)
    if (name == NULL || g_strcmp0 (backends[i]->name, name) == 0)
      return backends[i];
  return NULL;
}
