/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine: the only writer. Local actions, partners' events, timers, and what views read. */
#pragma once

#include "tb-backup.h"
#include "tb-command.h"
#include "tb-envelope.h"
#include "tb-list-query.h"
#include "tb-objects.h"
#include "tb-storage-error.h"
#include "tb-time.h"

G_BEGIN_DECLS

/**
 * TbEngine:
 *
 * One instance over one profile. Lives on the thread that made it; its blocking functions (without `_async`)
 * are for ctl, tests and the store's INLINE mode, its `_async` ones for a main loop.
 *
 * Signals, on its own thread: `changed` (GPtrArray of TbChangeRecord, gboolean everything) after each commit
 * here or in another process; `outbox-changed` (GArray of gint64) when something new may have to be sent: to
 * these partners, empty: to any; `notice` (TbNotice*) for desktop notifications.
 */
/** TbStore: opened by a door (main.c, ctl.c); of no other use to the rooms above the engine. */
typedef struct _TbStore TbStore;

#define TB_TYPE_ENGINE (tb_engine_get_type ())
G_DECLARE_FINAL_TYPE (TbEngine, tb_engine, TB, ENGINE, GObject)

/** TbNotice: something that a user is told of even while the window is hidden (product.md section 9). */
typedef struct
{
  const char *kind;   /* `received`, `accepted`, `declined`, `canceled`, `item`, `question`, `submitted`,
                         `approved`, `rejected`, `completed`, `refused`, `stopped`, `joined`,
                         `join-declined`, `erasure`, `failing` (something waits, and each attempt fails),
                         `deadline`,
                         `restored` (one of us went back to a backup and both compare; of a ticket: its status
                         was taken over from the partner), `backup-failed` (no partner; why) */
  gint64      ticket; /* 0: about a partner */
  const char *number;
  const char *title;
  const char *partner;
  const char *detail; /* nullable: reason, text; nick of the problem; `answer-by`, `complete-by`; `here`,
                         `there` (who went back), nick of the status */
} TbNotice;

/**
 * tb_engine_new:
 * @store: the opened store
 * @clock: where now comes from
 *
 * Makes the first user, statuses and ids in a new profile. Runs the timers once for what was missed only when
 * tb_engine_tick() is called.
 */
TbEngine *tb_engine_new (TbStore *store,
                         TbClock *clock,
                         GError **error);
/** tb_engine_set_machine_for_tests: which machine this is for engines that are made from now on; %NULL: what
 * the system says */
void     tb_engine_set_machine_for_tests (const char *machine);
TbStore *tb_engine_get_store (TbEngine *self);
TbClock *tb_engine_get_clock (TbEngine *self);
/** tb_engine_get_dir: Returns: the profile's folder */
const char *tb_engine_get_dir (TbEngine *self);

/** tb_engine_do: one local action, committed when it returns. @result: (out caller-allocates) (nullable).
 * Errors: %TB_PROBLEM, %TB_STORE_ERROR */
gboolean tb_engine_do (TbEngine        *self,
                       const TbCommand *command,
                       TbResult        *result,
                       GError         **error);
void     tb_engine_do_async (TbEngine           *self,
                             const TbCommand    *command,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);
gboolean tb_engine_do_finish (TbEngine     *self,
                              GAsyncResult *result,
                              TbResult     *out,
                              GError      **error);

/** tb_engine_tick: turns the timers: automatic decline, overdue, expiry, emptying of old bodies. Only the
 * holder of the link lock calls it. @next: (out) (optional): when it should be called again at the latest */
gboolean tb_engine_tick (TbEngine *self,
                         gint64   *next,
                         GError  **error);
/** tb_engine_poll: looks for commits of other processes and emits `changed`; called every 250 ms (law 8). The
 * look is cheap; what was changed is read on the store's reader and told from the main loop (with an INLINE
 * store at once). */
void tb_engine_poll (TbEngine *self);

/* ---- Delivery: what sync, or a test's network, calls. Blocking forms for tests, async ones for sync. ----
 */

/**
 * tb_engine_receive:
 * @request: a partner's request as it came in; its signature is not checked yet
 *
 * The one place where what came over any way goes in (protocol.md section 5): checks the signature, applies
 * the body in one transaction, answers. A refusal is an answer with its HTTP status, never %NULL; %NULL only
 * if the store failed (answer 503). An answer with `hold` may be kept back for so many seconds: the request
 * is received again as soon as something lies ready.
 *
 * Returns: (transfer full): the signed answer
 */
TbEnvelope *tb_engine_receive (TbEngine         *self,
                               const TbEnvelope *request,
                               GError          **error);
void        tb_engine_receive_async (TbEngine           *self,
                                     TbEnvelope         *request, /* (transfer full) */
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
TbEnvelope *tb_engine_receive_finish (TbEngine     *self,
                                      GAsyncResult *result,
                                      GError      **error);

/** tb_engine_offer_mailbox: whether boxes of this instance open for those who have their tokens. Off until it
 * is set, each time the program runs. */
void     tb_engine_offer_mailbox (TbEngine *self,
                                  gboolean  is_offered);
gboolean tb_engine_offers_mailbox (TbEngine *self);
/** tb_engine_set_metered: whether the network costs by the byte. Then a partner's file of more than
 * %TB_LIMIT_METERED_BYTES waits until somebody asks for it, as one above %TB_SETTING_FETCH_LIMIT does. */
void tb_engine_set_metered (TbEngine *self,
                            gboolean  is_metered);

/** tb_engine_problem_body: Returns: (transfer full): an RFC 9457 body for a request that sync refuses itself
 */
GBytes *tb_engine_problem_body (guint     status,
                                TbProblem problem);

/** tb_engine_check_description: the answer to a GET of `/link/1/`: whether it is our protocol's name and
 * version. %TB_PROBLEM_UNSUPPORTED (argument: what it names), %TB_PROBLEM_NEWER_PROTOCOL */
gboolean tb_engine_check_description (GBytes  *body,
                                      GError **error);

/** TbRoute: where a partner is, and when the next try is due. */
typedef struct
{
  gint64   partner; /* id */
  char    *name;
  char    *link;        /* (nullable): X-Link of its requests */
  char    *url;         /* (nullable): of the partner, or of the mailbox; without one it has to call */
  char    *fingerprint; /* (nullable) */
  gint64   due_at;      /* G_MAXINT64: nothing to send */
  gint64   not_before;  /* the next try at the earliest, whatever there is to send */
  TbTravel travel;      /* never AUTO */
  gint64   poll_at;     /* when to ask for what they have; G_MAXINT64: they bring it */
  gboolean has_waiting; /* something lies ready for it */
  char    *problem;     /* (nullable): nick of the last failure */
  gint64   last_contact;
} TbRoute;
void tb_route_free (TbRoute *self);
/** tb_engine_routes: (element-type TbRoute) (transfer full): all partners that are joining or linked. */
GPtrArray *tb_engine_routes (TbEngine *self,
                             GError  **error);

/**
 * tb_engine_prepare:
 * @partner: id
 * @force: also when nothing waits: an empty push, which fetches what they have for us
 *
 * The next signed request to a partner: join, files/put or push. The engine allows one at a time per partner
 * in one process, and behind it what tb_engine_prepare_more() makes; the link lock sees to the rest.
 *
 * Returns: (transfer full) (nullable): %NULL without @error if there is nothing to send
 */
TbEnvelope *tb_engine_prepare (TbEngine *self,
                               gint64    partner,
                               gboolean  force,
                               GError  **error);
/**
 * tb_engine_hold:
 * @request: (nullable): a pull over @link that has been received and is held back; %NULL: no more
 *
 * A change made here answers it in its own transaction, if it can; the answer lies ready while
 * `outbox-changed` tells of the change: tb_engine_take_ready().
 */
void tb_engine_hold (TbEngine         *self,
                     const char       *link,
                     const TbEnvelope *request);
/** tb_engine_take_ready: Returns: (transfer full) (nullable): that answer, signed; %NULL: the pull is to be
 * received again */
TbEnvelope *tb_engine_take_ready (TbEngine   *self,
                                  const char *link);
/**
 * tb_engine_prepare_more:
 * @after: the `last` of a push that is under way
 *
 * A push of what is behind that one, to be sent without waiting for its answer. Whatever comes of either, the
 * other stands for itself: they may arrive in any order, and be settled in any.
 *
 * Returns: (transfer full) (nullable): %NULL without @error if there is nothing that can go
 */
TbEnvelope *tb_engine_prepare_more (TbEngine *self,
                                    gint64    partner,
                                    gint64    after,
                                    GError  **error);
/** tb_engine_prepare_more_async: ended by tb_engine_prepare_finish(). */
void tb_engine_prepare_more_async (TbEngine           *self,
                                   gint64              partner,
                                   gint64              after,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
/**
 * tb_engine_prepare_pull:
 * @limit: rows at most; 0 only asks whether the partner is there
 * @wait: seconds for which it may hold its answer while it has nothing
 *
 * A signed request that fetches what a partner has for us. May be under way beside another request.
 *
 * Returns: (transfer full) (nullable): %NULL without @error if there is no link
 */
TbEnvelope *tb_engine_prepare_pull (TbEngine *self,
                                    gint64    partner,
                                    guint     limit,
                                    guint     wait,
                                    GError  **error);
/** tb_engine_prepare_pull_async: ended by tb_engine_prepare_finish(). */
void tb_engine_prepare_pull_async (TbEngine           *self,
                                   gint64              partner,
                                   guint               limit,
                                   guint               wait,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
/**
 * tb_engine_settle:
 * @request: what was sent
 * @answer: (nullable): what came back; %NULL if nothing did
 * @failure: (nullable): why nothing came (domain %TB_PROBLEM: UNREACHABLE, CERTIFICATE, …)
 *
 * Takes an answer in, or counts the failure and sets the next attempt (5 s doubling to 1 h, jitter,
 * Retry-After).
 */
gboolean    tb_engine_settle (TbEngine         *self,
                              gint64            partner,
                              const TbEnvelope *request,
                              const TbEnvelope *answer,
                              const GError     *failure,
                              GError          **error);
void        tb_engine_routes_async (TbEngine           *self,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
GPtrArray  *tb_engine_routes_finish (TbEngine     *self,
                                     GAsyncResult *result,
                                     GError      **error);
void        tb_engine_prepare_async (TbEngine           *self,
                                     gint64              partner,
                                     gboolean            force,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
TbEnvelope *tb_engine_prepare_finish (TbEngine     *self,
                                      GAsyncResult *result,
                                      GError      **error);
/** tb_engine_settle_async: takes @request and @answer over; copies @failure. */
void     tb_engine_settle_async (TbEngine           *self,
                                 gint64              partner,
                                 TbEnvelope         *request,
                                 TbEnvelope         *answer,
                                 const GError       *failure,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gboolean tb_engine_settle_finish (TbEngine     *self,
                                  GAsyncResult *result,
                                  GError      **error);
/** tb_engine_tick_async, tb_engine_tick_finish: the timers from a main loop. */
void     tb_engine_tick_async (TbEngine           *self,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
gboolean tb_engine_tick_finish (TbEngine     *self,
                                GAsyncResult *result,
                                gint64       *next,
                                GError      **error);

/** tb_engine_prepare_state: a signed `state` request about all live engagements; tb_engine_compare_state()
 * reads its answer and appends English findings (char *). */
TbEnvelope *tb_engine_prepare_state (TbEngine *self,
                                     gint64    partner,
                                     GError  **error);
gboolean    tb_engine_compare_state (TbEngine         *self,
                                     gint64            partner,
                                     const TbEnvelope *request,
                                     const TbEnvelope *answer,
                                     GPtrArray        *findings,
                                     GError          **error);

/* ---- Attached files ---- */

/** tb_engine_has_file: whether the bytes with that hash are here. One look at the folder: does not block. */
gboolean tb_engine_has_file (TbEngine   *self,
                             const char *sha256);
/**
 * tb_engine_save_file_async:
 * @sha256: of the item
 * @destination: where a copy of its bytes goes, in place of what is there; as a whole or not at all
 *
 * Copies in a thread of its own. Errors: %TB_PROBLEM_FILE_MISSING if the bytes are not here,
 * %TB_PROBLEM_FILE_UNREADABLE (argument: @sha256), %TB_PROBLEM_DISK_FULL, %TB_PROBLEM_FAILED (argument: why
 * @destination cannot be written), %G_IO_ERROR_CANCELLED.
 */
void     tb_engine_save_file_async (TbEngine           *self,
                                    const char         *sha256,
                                    GFile              *destination,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean tb_engine_save_file_finish (TbEngine     *self,
                                     GAsyncResult *result,
                                     GError      **error);

/* ---- Backups: one is made by itself before the first write of a day ---- */

/** tb_engine_backups: Returns: (transfer full) (element-type TbBackup): newest first. A look into a folder:
 * does not block for long. */
GPtrArray *tb_engine_backups (TbEngine *self);
/** tb_engine_get_backup_failure: Returns: (transfer full) (nullable): why the last backup was not made, for
 * people; @since: (out) (optional): an instant. Does not block. */
char *tb_engine_get_backup_failure (TbEngine *self,
                                    gint64   *since);
/** tb_engine_finish_backup: blocks until a backup that is being made is made; for who is going to end.
 * Returns: (transfer full) (nullable): why it was not, if nobody was told yet */
char *tb_engine_finish_backup (TbEngine *self);
/** tb_engine_back_up: keeps the present state. @name: (out) (nullable) (transfer full) */
gboolean tb_engine_back_up (TbEngine *self,
                            char    **name,
                            GError  **error);
void     tb_engine_back_up_async (TbEngine           *self,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
gboolean tb_engine_back_up_finish (TbEngine     *self,
                                   GAsyncResult *result,
                                   char        **name,
                                   GError      **error);
/**
 * tb_engine_restore:
 * @name: of a backup
 * @aside: (out) (nullable) (transfer full): under what the present state was kept before
 *
 * „Wiederherstellen“: for every window on this profile, in one step. With each partner what both have is
 * compared at the next contact, so that the tickets agree again. Errors: %TB_PROBLEM_PERMISSION,
 * %TB_PROBLEM_NOT_FOUND, %TB_STORE_ERROR
 */
gboolean tb_engine_restore (TbEngine   *self,
                            const char *name,
                            char      **aside,
                            GError    **error);
void     tb_engine_restore_async (TbEngine           *self,
                                  const char         *name,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
gboolean tb_engine_restore_finish (TbEngine     *self,
                                   GAsyncResult *result,
                                   char        **aside,
                                   GError      **error);

/* ---- Reading ---- */

/** TbEngagementView: an engagement as a view shows it: status, request and delivery apart (law 3). */
typedef struct
{
  TbEngagementRecord *record;
  char               *partner; /* name */
  TbVerb              pending; /* the latest pending request other than start */
  TbDelivery          delivery;
  gint64              next_attempt; /* of the link; 0: at once */
  char               *link_problem; /* (nullable): nick */
} TbEngagementView;

/** TbItemView: an item with what its ticket makes of it. */
typedef struct
{
  TbItemRecord *record;
  char         *partner; /* (nullable): name of the partner whose it is */
  gboolean      is_read_only;
  gboolean      is_local_only; /* in the latest engagement */
  TbTransfer    transfer;      /* of its file */
  gint64        across, most;  /* as in TbItemExtra */
  gboolean      is_waiting;    /* „wartet“: its file is not across */
  gboolean      is_cut;
  gboolean      is_late; /* own: was on its way in the latest engagement as service when the lead ended it */
  /* The engagement whose authorized hours or charges it uses: by which it came, or the latest as service, if
   * it travels in it; 0: of none. */
  gint64 counts_in;
} TbItemView;

/** TbTicketView: all that the ticket page, or `show`, needs, from one snapshot. */
typedef struct
{
  TbTicketRecord       *ticket;
  TbTicketStatusRecord *status;       /* (nullable) */
  TbOrganisationRecord *organisation; /* (nullable) */
  TbContactRecord      *contact;      /* (nullable) */
  TbUserRecord         *assignee;     /* (nullable) */
  GPtrArray            *engagements;  /* (element-type TbEngagementView), oldest first */
  GPtrArray            *items;        /* (element-type TbItemView), oldest first, deleted ones too */
  GPtrArray            *history;      /* (element-type TbHistoryRecord), oldest first */
  guint                 erasures;     /* what partners told of theirs and nobody has looked at */
  char                 *arriving;     /* (nullable): sha256 of a file that a partner sends, not named yet */
  gint64                come;         /* bytes of it that are here */
  gint64                come_size;    /* of so many */
} TbTicketView;
void tb_ticket_view_free (TbTicketView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbTicketView, tb_ticket_view_free)
/** tb_ticket_view_latest: Returns: (transfer none) (nullable): the latest engagement of @role (NONE: of all)
 */
TbEngagementView *tb_ticket_view_latest (TbTicketView *self,
                                         TbRole        role);

/** tb_engine_find_ticket: @number: `T…`, or the alias `A…`. Returns: the ticket's id; 0 with
 * %TB_PROBLEM_NOT_FOUND */
gint64 tb_engine_find_ticket (TbEngine   *self,
                              const char *number,
                              GError    **error);
void   tb_engine_find_ticket_async (TbEngine           *self,
                                    const char         *number,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gint64 tb_engine_find_ticket_finish (TbEngine     *self,
                                     GAsyncResult *result,
                                     GError      **error);
/** tb_engine_load_ticket: Returns: (transfer full): %NULL with %TB_PROBLEM_NOT_FOUND (argument: `ticket`) if
 * there is none */
TbTicketView *tb_engine_load_ticket (TbEngine *self,
                                     gint64    ticket,
                                     GError  **error);
void          tb_engine_load_ticket_async (TbEngine           *self,
                                           gint64              ticket,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
TbTicketView *tb_engine_load_ticket_finish (TbEngine     *self,
                                            GAsyncResult *result,
                                            GError      **error);
/** tb_engine_list: Returns: (transfer full) (element-type TbListRow): at most @limit (0: all) rows of a list,
 * as the acting user may see them */
GPtrArray *tb_engine_list (TbEngine          *self,
                           const TbListQuery *query,
                           guint              limit,
                           GError           **error);

void tb_engine_list_async (TbEngine           *self,
                           const TbListQuery  *query,
                           guint               limit,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
/** tb_engine_list_rows_async: the rows of these @n tickets, in that order; ended by tb_engine_list_finish(),
 * which gives %NULL for those that are gone */
void       tb_engine_list_rows_async (TbEngine           *self,
                                      const gint64       *ids,
                                      guint               n,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
GPtrArray *tb_engine_list_finish (TbEngine     *self,
                                  GAsyncResult *result,
                                  GError      **error);

/** tb_engine_export: gives all tickets of a list to @func, as the acting user may see them, all as they were
 * at one moment. @func is called on the store's reader. */
gboolean tb_engine_export (TbEngine          *self,
                           const TbListQuery *query,
                           TbExportFunc       func,
                           gpointer           data,
                           GError           **error);

/** TbPartnerView: for `partner list` and the window. */
typedef struct
{
  TbPartnerRecord *record;
  TbAgreementState lead_state;    /* of the agreement in which we lead */
  TbAgreementState service_state; /* of the one in which they lead */
  gint64           waiting;       /* outbox rows not acknowledged */
  gint64           held;          /* outbox rows that the partner refused */
} TbPartnerView;
void tb_partner_view_free (TbPartnerView *self);
/** tb_engine_partners: Returns: (transfer full) (element-type TbPartnerView): by name */
GPtrArray *tb_engine_partners (TbEngine *self,
                               GError  **error);
/** TbInvitationView: what is known of an invitation before it is answered. */
typedef struct
{
  char    *name; /* as the inviter calls itself */
  char    *url;  /* (nullable): where it is reached */
  gint64   expires_at;
  char    *partner;   /* (nullable): as we call the inviter, if we know it */
  gboolean is_linked; /* the instances are linked: the invitation adds the other direction */
} TbInvitationView;
void tb_invitation_view_free (TbInvitationView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbInvitationView, tb_invitation_view_free)
/**
 * tb_engine_describe_invitation_async:
 * @text: a file's text or a code, with whatever white space; copied
 *
 * Reads an invitation without answering it. Errors: %TB_PROBLEM_INVITATION_BROKEN,
 * %TB_PROBLEM_NEWER_PROTOCOL, %TB_PROBLEM_INVITATION_OWN, %TB_PROBLEM_INVITATION_EXPIRED,
 * %TB_PROBLEM_ALREADY_LINKED (there is nothing left to accept)
 */
void tb_engine_describe_invitation_async (TbEngine           *self,
                                          const char         *text,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
/** tb_engine_describe_invitation_finish: Returns: (transfer full): %NULL with @error */
TbInvitationView *tb_engine_describe_invitation_finish (TbEngine     *self,
                                                        GAsyncResult *result,
                                                        GError      **error);
/** TbShortTable: the tables that are read as a whole. */
typedef enum
{
  TB_TABLE_USERS,         /* by name */
  TB_TABLE_STATUSES,      /* by position */
  TB_TABLE_ORGANISATIONS, /* by name */
  TB_TABLE_OUTBOX,        /* what is queued or held, by partner and seq */
  TB_TABLE_BOXES,         /* of our mailbox, by name */
} TbShortTable;
/** tb_engine_rows: Returns: (transfer full): all records of a short table */
GPtrArray *tb_engine_rows (TbEngine    *self,
                           TbShortTable table,
                           GError     **error);
void       tb_engine_rows_async (TbEngine           *self,
                                 TbShortTable        table,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
GPtrArray *tb_engine_rows_finish (TbEngine     *self,
                                  GAsyncResult *result,
                                  GError      **error);
/** TbOutboxState: why a message has not arrived. */
typedef enum
{
  TB_OUTBOX_QUEUED,
  TB_OUTBOX_HELD,    /* refused by the partner */
  TB_OUTBOX_WAITING, /* the bytes of its file come first */
  TB_OUTBOX_BEHIND,  /* one before it, of the same ticket, is held */
} TbOutboxState;
/** TbOutboxView: one message that has not arrived, as a page shows it. */
typedef struct
{
  gint64 id; /* of the list of what waits, see [func@outbox_list_new]; else 0 */
  gint64 partner_id;
  char  *partner; /* name */
  gint64 ticket;  /* 0: about an agreement */
  char  *number;  /* (nullable) */
  char  *title;   /* (nullable) */
  char  *event;   /* (nullable): id; %NULL while there is only a file */
  gint64 seq;
  char  *what;      /* `offer`, `status`, `request`, `items`, `customer`, `agreement`, `state`, `skipped`; see
                       tb_word_message() */
  char  *nick;      /* (nullable): of the status, request or agreement's state */
  gint64 n_items;   /* how many entries it carries */
  gint64 n_deleted; /* how many of them are deletions */
  gint64 item_kind; /* TbItemKind that all of them are of; -1: of several, or there are none */
  gint64 created_at;
  gint64 state;        /* TbOutboxState */
  char  *problem;      /* (nullable): nick: why it is held, else why the partner is not reached */
  gint64 next_attempt; /* 0: at once */
  gint64 can_skip;
} TbOutboxView;
TB_DECLARE_RECORD (TbOutboxView, tb_outbox_view, TB_OUTBOX_VIEW)
/** tb_engine_outbox: Returns: (transfer full) (element-type TbOutboxView): what has not arrived, by partner,
 * the oldest first; at most the first 1,000 */
GPtrArray *tb_engine_outbox (TbEngine *self,
                             GError  **error);
void       tb_engine_outbox_async (TbEngine           *self,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
GPtrArray *tb_engine_outbox_finish (TbEngine     *self,
                                    GAsyncResult *result,
                                    GError      **error);
/** tb_engine_held_async: what partners refused of a ticket: what „Erneut senden“ and „Überspringen“ would be
 * about. */
void tb_engine_held_async (TbEngine           *self,
                           gint64              ticket,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data);
/** tb_engine_held_finish: Returns: (transfer full) (element-type TbOutboxView): %NULL with @error */
GPtrArray *tb_engine_held_finish (TbEngine     *self,
                                  GAsyncResult *result,
                                  GError      **error);
/** tb_engine_get_config: Returns: (transfer full) (nullable): a setting; %NULL without @error if unset */
char *tb_engine_get_config (TbEngine   *self,
                            const char *key,
                            GError    **error);
void  tb_engine_get_config_async (TbEngine           *self,
                                  const char         *key,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
char *tb_engine_get_config_finish (TbEngine     *self,
                                   GAsyncResult *result,
                                   GError      **error);
/**
 * tb_engine_get_shown_key_async:
 * @url: our own address, as it is or may become
 *
 * Asks for the fingerprint that an invitation with @url would pin (protocol.md section 6): of our own key, if
 * partners find our certificate there.
 */
void tb_engine_get_shown_key_async (TbEngine           *self,
                                    const char         *url,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
/** tb_engine_get_shown_key_finish: Returns: (transfer full) (nullable): SHA-256 of the SPKI in hex; %NULL
 * without @error if a reverse proxy shows its own certificate, or if there is none yet */
char *tb_engine_get_shown_key_finish (TbEngine     *self,
                                      GAsyncResult *result,
                                      GError      **error);
/** tb_engine_set_secret: for the server's key and certificate; no history, never listed. */
gboolean tb_engine_set_secret (TbEngine   *self,
                               const char *key,
                               const char *value,
                               GError    **error);
/** tb_engine_get_user: Returns: (transfer full): who acts */
TbUserRecord *tb_engine_get_user (TbEngine *self,
                                  GError  **error);
/** tb_engine_check: the invariants of store and workflow. Returns: (transfer full) (element-type utf8):
 * English findings; empty if all holds */
GPtrArray *tb_engine_check (TbEngine *self,
                            GError  **error);

G_END_DECLS
