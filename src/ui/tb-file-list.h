/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that are about to be attached: chosen, dropped or pasted, each with what is wrong with it. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/** TB_FILE_LIMIT: the largest file that can be attached, in bytes. */
#define TB_FILE_LIMIT G_GINT64_CONSTANT (200 * 1024 * 1024)

/**
 * TbFileList:
 *
 * A list with a button to choose more. What can be said of a file at once, that it is too large or a folder,
 * is said when it comes.
 *
 * Signals: `changed`.
 */
#define TB_TYPE_FILE_LIST (tb_file_list_get_type ())
G_DECLARE_FINAL_TYPE (TbFileList, tb_file_list, TB, FILE_LIST, AdwBin)

GtkWidget *tb_file_list_new (void);
/** tb_file_list_add_file: one that is there already is not added again. */
void tb_file_list_add_file (TbFileList *self,
                            GFile      *file);
/** tb_file_list_add_bytes: what has no file, as a picture that was pasted. */
void  tb_file_list_add_bytes (TbFileList *self,
                              GBytes     *bytes,
                              const char *name);
guint tb_file_list_get_n_files (TbFileList *self);
void  tb_file_list_clear (TbFileList *self);
/** tb_file_list_choose: opens the file chooser. */
void tb_file_list_choose (TbFileList *self);

/**
 * tb_file_list_peek:
 * @draft: (out caller-allocates): path or bytes, and name; borrowed until the list changes
 *
 * The first file with which nothing is wrong. Returns: %FALSE if there is none
 */
gboolean tb_file_list_peek (TbFileList  *self,
                            TbItemDraft *draft);
/** tb_file_list_settle: what became of the file that was peeked: without @error it leaves the list. */
void tb_file_list_settle (TbFileList   *self,
                          const GError *error);
/** tb_file_list_forget_errors: they are tried again. What is too large stays so. */
void tb_file_list_forget_errors (TbFileList *self);

/** tb_file_list_store: the paths, into the group `entry`. Pictures that were pasted are not kept. */
void tb_file_list_store (TbFileList *self,
                         GKeyFile   *file);
void tb_file_list_restore (TbFileList *self,
                           GKeyFile   *file);

G_END_DECLS
