/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is stored of a person: found, told, blocked, erased (DSGVO Art. 15 to 19). */
#pragma once

#include "tb-engine.h"
#include "tb-person.h"

G_BEGIN_DECLS

/** TbPersonPlace: one place where somebody stands. */
typedef struct
{
  gint64      ticket; /* 0: of none */
  char       *number; /* (nullable) */
  const char *table;
  const char *column; /* see tb_word_place() */
  gint64      row;
  char       *text; /* (nullable): the whole value, if it was asked for */
  char       *excerpt;
} TbPersonPlace;

/** TbPersonFindings: what is stored of a person. */
typedef struct
{
  GPtrArray *places;      /* (element-type TbPersonPlace): those of no ticket first, then by ticket */
  guint      n_tickets;   /* different ones */
  guint      n_open;      /* of them open, or shared and not at their end */
  guint      n_partners;  /* that would be told */
  guint      n_files;     /* attached to these tickets; nobody looks into them */
  guint      n_contacts;  /* rows of the person as a contact */
  gboolean   is_blocked;  /* one of them is */
  char      *active_user; /* (nullable): an active user has that name: nothing can be erased */
} TbPersonFindings;
void tb_person_findings_free (TbPersonFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbPersonFindings, tb_person_findings_free)

/**
 * tb_engine_find_person:
 * @with_texts: whole values, for tb_person_findings_to_json()
 *
 * Looks through everything, some rows at a time between which others read. Needs „Alle zulassen“. A person
 * that says nothing is %TB_PROBLEM_EMPTY.
 *
 * Returns: (transfer full): %NULL with @error
 */
TbPersonFindings *tb_engine_find_person (TbEngine       *self,
                                         const TbPerson *person,
                                         gboolean        with_texts,
                                         GError        **error);
void              tb_engine_find_person_async (TbEngine           *self,
                                               const TbPerson     *person,
                                               gboolean            with_texts,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
TbPersonFindings *tb_engine_find_person_finish (TbEngine     *self,
                                                GAsyncResult *result,
                                                GError      **error);
/** tb_person_findings_to_json: Returns: (transfer full): the information of Art. 15, one JSON document */
char *tb_person_findings_to_json (const TbPersonFindings *self,
                                  const TbPerson         *person,
                                  gint64                  now);

/**
 * TbEraseFlags:
 * @TB_ERASE_TEXTS: in titles, notes and other texts, too; else only where a name stands by itself
 * @TB_ERASE_CLOSED: only in tickets that are closed and shared with nobody any more
 * @TB_ERASE_BACKUPS: backups in which the person stands go
 */
typedef enum
{
  TB_ERASE_TEXTS = 1 << 0,
  TB_ERASE_CLOSED = 1 << 1,
  TB_ERASE_BACKUPS = 1 << 2,
} TbEraseFlags;

/** TbErasureReport: what was done. */
typedef struct
{
  guint      n_places;
  guint      n_tickets;
  guint      n_partners; /* told of it */
  gboolean   remains;    /* the file still holds the name: something was left, or added meanwhile */
  GPtrArray *backups;    /* (element-type utf8): names of those in which the person stands */
} TbErasureReport;
void tb_erasure_report_free (TbErasureReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbErasureReport, tb_erasure_report_free)

/**
 * tb_engine_erase_person:
 *
 * Puts a person out of everything, ticket by ticket, each in one transaction with the event by which its
 * partners learn of it; then out of the search index, the log and the free places of the file. What was
 * begun and not ended is done by the next call. Needs „Alle zulassen“; %TB_PROBLEM_USER_ACTIVE if an active
 * user has that name.
 *
 * Returns: (transfer full): %NULL with @error
 */
TbErasureReport *tb_engine_erase_person (TbEngine       *self,
                                         const TbPerson *person,
                                         TbEraseFlags    flags,
                                         GError        **error);
void             tb_engine_erase_person_async (TbEngine           *self,
                                               const TbPerson     *person,
                                               TbEraseFlags        flags,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
/** tb_engine_follow_erasure: „Hier auch löschen“: the same to our own copy of what a partner has told of
 * @ticket. Needs „Alle zulassen“. */
TbErasureReport *tb_engine_follow_erasure (TbEngine *self,
                                           gint64    ticket,
                                           GError  **error);
void             tb_engine_follow_erasure_async (TbEngine           *self,
                                                 gint64              ticket,
                                                 GAsyncReadyCallback callback,
                                                 gpointer            user_data);
/** tb_engine_erase_finish: ends both. */
TbErasureReport *tb_engine_erase_finish (TbEngine     *self,
                                         GAsyncResult *result,
                                         GError      **error);

/* ---- Age rules: settings `retention-contacts`, `retention-tickets`: months after which the contact's data
 * of a closed ticket go, or the ticket; 0: never ---- */

/** tb_engine_count_due: how many tickets a rule would touch now, were it set to @months. Needs „Alle
 * zulassen“ */
gboolean tb_engine_count_due (TbEngine   *self,
                              const char *key,
                              gint64      months,
                              guint      *count,
                              GError    **error);
void     tb_engine_count_due_async (TbEngine           *self,
                                    const char         *key,
                                    gint64              months,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean tb_engine_count_due_finish (TbEngine     *self,
                                     GAsyncResult *result,
                                     guint        *count,
                                     GError      **error);
/** tb_engine_retain: applies the rules as they are set, now and not only once a day. @count: (out): tickets
 * */
gboolean tb_engine_retain (TbEngine *self,
                           guint    *count,
                           GError  **error);

G_END_DECLS
