/* SPDX-License-Identifier: GPL-3.0-or-later
 * A thread that runs functions one after the other. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TbStoreWorker TbStoreWorker;

typedef void (*TbStoreWorkerFunc) (gpointer data);

TbStoreWorker *tb_store_worker_new (const char *name);
/** tb_store_worker_push: has @func called after all that was pushed before. Any thread may call it. */
void tb_store_worker_push (TbStoreWorker    *self,
                           TbStoreWorkerFunc func,
                           gpointer          data);
/** tb_store_worker_rest: has @func called, once, as soon as nothing was to be done for so long; instead of
 * what was to be called so before. Only on @self. */
void tb_store_worker_rest (TbStoreWorker    *self,
                           guint             milliseconds,
                           TbStoreWorkerFunc func,
                           gpointer          data);
/** tb_store_worker_is_wanted: whether something waits for it. Any thread may ask. */
gboolean tb_store_worker_is_wanted (TbStoreWorker *self);
/** tb_store_worker_return: has @func called in the context of @task. From then on the task and all in it
 * belong to that thread. Any thread may call it. */
void tb_store_worker_return (GTask      *task,
                             GSourceFunc func,
                             gpointer    data);
/** tb_store_worker_is_current: whether the caller runs on this worker. */
gboolean tb_store_worker_is_current (TbStoreWorker *self);
/** tb_store_worker_stop: waits for everything that was pushed, ends the thread and frees @self. */
void tb_store_worker_stop (TbStoreWorker *self);

G_END_DECLS
