/* SPDX-License-Identifier: GPL-3.0-or-later
 * What can go wrong with a store, whatever its back end: codes that the doors turn into words. */
#include "config.h"

#include "tb-storage-error.h"

#include <errno.h>

GQuark
tb_store_error_quark (void)
{
  return g_quark_from_static_string ("tb-storage-error-quark");
}

TbStoreError
tb_store_error_from_errno (int code)
{
  return code == ENOSPC || code == EDQUOT ? TB_STORE_ERROR_FULL : TB_STORE_ERROR_IO;
}
