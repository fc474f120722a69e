/* SPDX-License-Identifier: GPL-3.0-or-later
 * What can go wrong with a store, whatever its back end: codes that the doors turn into words. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TbStoreError:
 * @TB_STORE_ERROR_BUSY: another process holds the write lock for too long; try again
 * @TB_STORE_ERROR_NEWER: the file was written by a newer version of the program
 * @TB_STORE_ERROR_DAMAGED: the file is damaged
 * @TB_STORE_ERROR_IO: no permission, input or output error
 * @TB_STORE_ERROR_FULL: no room on the disk, or no more of it for this user; nothing was written
 * @TB_STORE_ERROR_READ_ONLY: a suspended or locked item was to be changed (the store enforces it too)
 * @TB_STORE_ERROR_CONSTRAINT: a uniqueness or foreign key rule was hurt
 * @TB_STORE_ERROR_FAULT: a planted fault of a test
 */
typedef enum
{
  TB_STORE_ERROR_BUSY,
  TB_STORE_ERROR_NEWER,
  TB_STORE_ERROR_DAMAGED,
  TB_STORE_ERROR_IO,
  TB_STORE_ERROR_FULL,
  TB_STORE_ERROR_READ_ONLY,
  TB_STORE_ERROR_CONSTRAINT,
  TB_STORE_ERROR_FAULT,
} TbStoreError;
#define TB_STORE_ERROR (tb_store_error_quark ())
GQuark tb_store_error_quark (void);

/** tb_store_error_from_errno: Returns: what an `errno` of writing or reading a file means here */
TbStoreError tb_store_error_from_errno (int code);

G_END_DECLS
