/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a window knows of its instance at any time: who works here, counts, short lists, delivery. */
#pragma once

#include "tb-engine.h"
#include "tb-objects.h"

G_BEGIN_DECLS

/**
 * TbDesk:
 *
 * The engine as a desktop sees it. Lives on the main thread; reads once, blocking, when it is made (the one
 * exception of law 4), and from then on follows [signal@Engine::changed] with reads on the store's reader,
 * several changes at once as one. Nothing here waits.
 *
 * Properties, all read-only and notifying: `company`, `url`, `listen`, `file-limit`, `fetch-limit` (in
 * megabytes, empty: 200), `mark`, `zone`, `currency`, `user-name` (strings); `mode` (`alone`, `partners`,
 * %NULL if never asked); `user-id` (gint64); `permission` (int, TbPermission); `is-set-up` (the first
 * questions were answered, or the company got its name before they were asked: the setting `set-up` decides);
 * `is-sample` (a sample company); `names-travel`; `is-elsewhere` (the profile was moved or copied: nothing is
 * delivered until TB_COMMAND_MOVED or _COPIED); `waiting`, `held` (gint64: outbox rows queued, refused);
 * `last-contact`, `next-attempt` (gint64, instants; 0 never, at once); `problem` (nullable: nick of why the
 * last attempt to reach a partner failed, while something waits).
 *
 * Signals: `counts-changed`; `day-changed` (it is midnight where the instance is: what is called today is
 * called yesterday now); `failed` (GError): the store could not be read, or a draft not be written; what
 * was known stays.
 */
#define TB_TYPE_DESK (tb_desk_get_type ())
G_DECLARE_FINAL_TYPE (TbDesk, tb_desk, TB, DESK, GObject)

/** tb_desk_new: blocks for one short read. Errors: %TB_STORE_ERROR */
TbDesk   *tb_desk_new (TbEngine *engine,
                       GError  **error);
TbEngine *tb_desk_get_engine (TbDesk *self);

const char *tb_desk_get_company (TbDesk *self);
/** tb_desk_get_mark: by what a link to a ticket tells this instance from others, and nothing else of it */
const char  *tb_desk_get_mark (TbDesk *self);
const char  *tb_desk_get_zone (TbDesk *self);
const char  *tb_desk_get_currency (TbDesk *self);
const char  *tb_desk_get_user_name (TbDesk *self);
gint64       tb_desk_get_user_id (TbDesk *self);
TbPermission tb_desk_get_permission (TbDesk *self);
gboolean     tb_desk_is_set_up (TbDesk *self);
gboolean     tb_desk_is_sample (TbDesk *self);
/** tb_desk_get_now: the engine's clock */
gint64 tb_desk_get_now (TbDesk *self);
/** tb_desk_look_at_clock: finds out whether the day has changed; a desk does so by itself each minute */
void tb_desk_look_at_clock (TbDesk *self);

/** tb_desk_get_count: kept, not counted: how many tickets the acting user sees in a folder */
gint64 tb_desk_get_count (TbDesk    *self,
                          TbFolderId folder);
/** tb_desk_get_viewer: for a [struct@ListQuery]: whose tickets a folder shows to the acting user */
gint64 tb_desk_get_viewer (TbDesk    *self,
                           TbFolderId folder);

/* Short lists; the same objects as long as their rows live. Rows are announced singly when they come, go,
 * move or change, so that filters and sorters see it; of a partner only name, link state, organisation and
 * extra are announced, all else is notified alone. Returns: (transfer none) */
/** tb_desk_get_statuses: (element-type TbTicketStatus), by position */
GListModel *tb_desk_get_statuses (TbDesk *self);
/** tb_desk_get_users: (element-type TbUser), by name; inactive ones too */
GListModel *tb_desk_get_users (TbDesk *self);
/** tb_desk_get_partners: (element-type TbPartner), by name, with their extra */
GListModel *tb_desk_get_partners (TbDesk *self);
/** tb_desk_get_recent_partners: (element-type TbPartner): those that a ticket can be handed to (active
 * agreement in which we lead), last used first; the same objects as in the list above */
GListModel *tb_desk_get_recent_partners (TbDesk *self);

/* ---- Drafts: what was typed and not yet done ---- */

/**
 * tb_desk_save_draft:
 * @key: which: `note-17`, `terms-17`, `new-ticket`
 * @text: (nullable): what was typed, in whatever form its form likes; %NULL or empty forgets it
 *
 * Written at once, in its own transaction; survives closing and crash. A command with the same
 * @TbCommand.draft_key forgets it in the transaction in which it succeeds.
 */
void tb_desk_save_draft (TbDesk     *self,
                         const char *key,
                         const char *text);
/** tb_desk_load_draft_async: what was saved last, also if it is not written yet */
void tb_desk_load_draft_async (TbDesk             *self,
                               const char         *key,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
/** tb_desk_load_draft_finish: Returns: (transfer full) (nullable): %NULL without @error if there is none */
char *tb_desk_load_draft_finish (TbDesk       *self,
                                 GAsyncResult *result,
                                 GError      **error);

/* ---- Suggestions while typing ---- */

/** TbSuggestion: what is suggested. */
typedef enum
{
  TB_SUGGEST_ORGANISATION,
  TB_SUGGEST_CONTACT, /* of the organisation named @within */
  TB_SUGGEST_QUEUE,
  TB_SUGGEST_WORK_TYPE,
} TbSuggestion;

/** tb_desk_suggest_async: names that begin with @prefix (case and umlauts do not matter), at most 12.
 * @within: (nullable) */
void tb_desk_suggest_async (TbDesk             *self,
                            TbSuggestion        what,
                            const char         *prefix,
                            const char         *within,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);
/** tb_desk_suggest_finish: Returns: (transfer full): the names */
char **tb_desk_suggest_finish (TbDesk       *self,
                               GAsyncResult *result,
                               GError      **error);

G_END_DECLS
