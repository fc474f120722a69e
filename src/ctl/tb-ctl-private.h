/* SPDX-License-Identifier: GPL-3.0-or-later
 * One run of the program without a window: its command, its arguments, and how it speaks. */
#pragma once

#include "tb-ctl.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct _TbCtl TbCtl;

/** TbCtlOption: one option of a command; a table of them ends with a row without @name. */
typedef struct
{
  const char *name;     /* without the two dashes */
  const char *argument; /* msgid of its placeholder; NULL: a switch */
  const char *help;     /* msgid */
  gboolean    is_required;
  gboolean    is_path; /* bytes of the file system: need not be UTF-8 */
} TbCtlOption;

/** TbCtlFunc: does the work; what it prints is its answer. */
typedef gboolean (*TbCtlFunc) (TbCtl   *self,
                               GError **error);

/** TbCtlCommand: one row of the table of commands. */
typedef struct
{
  const char        *name;  /* one word or two */
  const char        *usage; /* msgid: the arguments without dashes */
  const char        *help;  /* msgid: one line */
  const TbCtlOption *options;
  guint              min_args;
  guint              max_args;
  gboolean           delivers; /* needs a main loop: the store keeps its workers */
  TbCtlFunc          run;
} TbCtlCommand;

struct _TbCtl
{
  const TbCtlHost    *host;    /* (borrowed) */
  const TbCtlCommand *command; /* (nullable) */
  GHashTable         *options; /* (owned) (element-type utf8 utf8): a switch has the value "" */
  GPtrArray          *args;    /* (owned) (element-type utf8) */
  char               *profile; /* (owned) */
  gboolean            is_json;
  gboolean            wants_help;
  gboolean            wants_version;
  /* made when first asked for */
  TbEngine          *engine;    /* (owned) (nullable) */
  const TbTransport *transport; /* (borrowed from the host) (nullable) */
  char              *zone;      /* (owned) (nullable) */
  TbUserRecord      *user;      /* (owned) (nullable) */
};

/**
 * TbCtlError:
 * @TB_CTL_ERROR_USAGE: the command was used wrongly; the message is for people
 * @TB_CTL_ERROR_FAILED: the message is for people
 * @TB_CTL_ERROR_TOLD: the user knows already: only the exit code is left
 */
typedef enum
{
  TB_CTL_ERROR_USAGE,
  TB_CTL_ERROR_FAILED,
  TB_CTL_ERROR_TOLD,
} TbCtlError;
#define TB_CTL_ERROR (tb_ctl_error_quark ())
GQuark tb_ctl_error_quark (void);

/* tb-ctl.c */
/** tb_ctl_time_zone: Returns: (transfer none): the instance's; read once */
const char *tb_ctl_time_zone (TbCtl *self);
/** tb_ctl_permission: Returns: of who acts; read once */
TbPermission tb_ctl_permission (TbCtl *self);
/** tb_ctl_transport: Returns: (transfer none): the way to partners, made at the first call */
const TbTransport *tb_ctl_transport (TbCtl *self);

/* tb-ctl-commands.c */
/** tb_ctl_commands: (out): the table. Returns: (transfer none) (array length=n) */
const TbCtlCommand *tb_ctl_commands (guint *n);

/* tb-ctl-args.c */
gboolean tb_ctl_parse (TbCtl   *self,
                       int      argc,
                       char   **argv,
                       GError **error);
void     tb_ctl_print_help (TbCtl *self,
                            FILE  *file);
/** tb_ctl_print_usage: one line for each command that may have been meant. */
void tb_ctl_print_usage (TbCtl *self,
                         FILE  *file);
/** tb_ctl_arg: Returns: (transfer none) (nullable): the argument at @index */
const char *tb_ctl_arg (TbCtl *self,
                        guint  index);
/** tb_ctl_option: Returns: (transfer none) (nullable): the value of an option, %NULL if it was not given */
const char *tb_ctl_option (TbCtl      *self,
                           const char *name);
gboolean    tb_ctl_has_option (TbCtl      *self,
                               const char *name);
/* What was typed; @value is left alone when the option was not given. An empty text is `empty`. */
gboolean tb_ctl_read_amount (TbCtl      *self,
                             const char *option,
                             gint64      empty,
                             gint64     *value,
                             GError    **error);
gboolean tb_ctl_read_time (TbCtl      *self,
                           const char *option,
                           gint64     *value,
                           GError    **error);
gboolean tb_ctl_read_number (const char *text,
                             gint64      min,
                             gint64      max,
                             gint64     *value,
                             GError    **error);
/** tb_ctl_read_ticket: finds the ticket that argument 0 names; 0 with @error */
gint64 tb_ctl_read_ticket (TbCtl   *self,
                           GError **error);
/** tb_ctl_refuse_usage: sets %TB_CTL_ERROR_USAGE. Returns: %FALSE */
gboolean tb_ctl_refuse_usage (GError    **error,
                              const char *format,
                              ...) G_GNUC_PRINTF (2, 3);
/** tb_ctl_refuse: sets %TB_CTL_ERROR_FAILED. Returns: %FALSE */
gboolean tb_ctl_refuse (GError    **error,
                        const char *format,
                        ...) G_GNUC_PRINTF (2, 3);
/** tb_ctl_refuse_told: sets %TB_CTL_ERROR_TOLD. Returns: %FALSE */
gboolean tb_ctl_refuse_told (GError **error);

/* tb-ctl-words.c: what enums are called, and how they are typed */
const char *tb_ctl_word (GType type,
                         int   value);
/** tb_ctl_read_word: reads a nick, or what people call it, whatever the locale and the case. */
gboolean tb_ctl_read_word (GType       type,
                           const char *text,
                           int        *value,
                           GError    **error);
/** tb_ctl_field_word: Returns: (transfer none): what a ticket's field, or a form's, is called */
const char *tb_ctl_field_word (const char *field);
/** tb_ctl_pending_word: Returns: (transfer none) (nullable): „Annahme: Bestätigung ausstehend“ */
const char *tb_ctl_pending_word (TbVerb verb);
/** tb_ctl_describe: Returns: (transfer full): an error in the user's language, with what to do */
char *tb_ctl_describe (const GError *error);
/** tb_ctl_describe_nick: Returns: (transfer full): a problem known by its nick; @name: its argument */
char *tb_ctl_describe_nick (const char *nick,
                            const char *name);

/* tb-ctl-print.c */
void tb_ctl_print (const char *format,
                   ...) G_GNUC_PRINTF (1, 2);
void tb_ctl_print_json (JsonNode *node); /* transfer full */
/** tb_ctl_clean: Returns: (transfer full): without what a terminal obeys; @keep_lines: line breaks stay */
char *tb_ctl_clean (const char *text,
                    gboolean    keep_lines);
/** tb_ctl_width: Returns: how many columns of a terminal @text takes */
guint tb_ctl_width (const char *text);
/** tb_ctl_time: Returns: (transfer full): in the instance's zone; "" for 0 */
char *tb_ctl_time (TbCtl *self,
                   gint64 instant);
/** tb_ctl_money: Returns: (transfer full): `85,00 €`; "" for TB_AMOUNT_NONE */
char *tb_ctl_money (gint64      amount,
                    const char *currency);
/** tb_ctl_quantity: Returns: (transfer full): `1,5` */
char *tb_ctl_quantity (gint64 quantity);
/** tb_ctl_table_new: @headings: msgids, as many as there are columns, then %NULL. */
GPtrArray *tb_ctl_table_new (const char *const *headings);
/** tb_ctl_table_add: @...: one (transfer full) (nullable) string a column, then `TB_CTL_ROW_END` */
void tb_ctl_table_add (GPtrArray *table,
                       ...);
#define TB_CTL_ROW_END ((char *)-1)
/** tb_ctl_table_print: (transfer full): prints the rows in columns; nothing if there are none */
void tb_ctl_table_print (GPtrArray *table);

/* tb-ctl-json.c */
void tb_ctl_json_text (JsonBuilder *builder,
                       const char  *name,
                       const char  *text); /* nullable */
void tb_ctl_json_int (JsonBuilder *builder,
                      const char  *name,
                      gint64       value);
void tb_ctl_json_bool (JsonBuilder *builder,
                       const char  *name,
                       gboolean     value);
void tb_ctl_json_time (JsonBuilder *builder,
                       const char  *name,
                       gint64       instant); /* 0: null */
/** tb_ctl_json_pairs: prints an object with text members; a name and its value (nullable) each, then %NULL */
void tb_ctl_json_pairs (const char *name,
                        ...) G_GNUC_NULL_TERMINATED;
/** tb_ctl_json_ticket: (transfer full): a ticket; @is_whole: with items and history */
JsonNode *tb_ctl_json_ticket (TbCtl        *self,
                              TbTicketView *view,
                              gboolean      is_whole);
/** tb_ctl_load_row: (transfer full) (nullable): a list row's ticket; %NULL without @error if it is gone */
TbTicketView *tb_ctl_load_row (TbCtl           *self,
                               const TbListRow *row,
                               GError         **error);

/* tb-ctl-page.c */
void tb_ctl_print_page (TbCtl        *self,
                        TbTicketView *view);
/** tb_ctl_print_status: one line with a ticket's number and how it stands as @role, or its object. */
gboolean tb_ctl_print_status (TbCtl   *self,
                              gint64   ticket,
                              TbRole   role,
                              GError **error);

/* The commands */
#define TB_CTL_DECLARE(name) gboolean tb_ctl_##name (TbCtl *self, GError **error);
TB_CTL_DECLARE (config_list)
TB_CTL_DECLARE (config_get)
TB_CTL_DECLARE (config_set)
TB_CTL_DECLARE (user_add)
TB_CTL_DECLARE (user_set)
TB_CTL_DECLARE (user_list)
TB_CTL_DECLARE (status_add)
TB_CTL_DECLARE (status_list)
TB_CTL_DECLARE (organisation_set)
TB_CTL_DECLARE (new)
TB_CTL_DECLARE (list)
TB_CTL_DECLARE (show)
TB_CTL_DECLARE (set)
TB_CTL_DECLARE (alert)
TB_CTL_DECLARE (load)
TB_CTL_DECLARE (delete)
TB_CTL_DECLARE (note)
TB_CTL_DECLARE (time_entry)
TB_CTL_DECLARE (charge)
TB_CTL_DECLARE (attach)
TB_CTL_DECLARE (edit)
TB_CTL_DECLARE (terms)
TB_CTL_DECLARE (outsource)
TB_CTL_DECLARE (act)
TB_CTL_DECLARE (partner_invite)
TB_CTL_DECLARE (partner_accept)
TB_CTL_DECLARE (partner_decline)
TB_CTL_DECLARE (partner_deactivate)
TB_CTL_DECLARE (partner_activate)
TB_CTL_DECLARE (partner_test)
TB_CTL_DECLARE (mailbox_list)
TB_CTL_DECLARE (mailbox_add)
TB_CTL_DECLARE (mailbox_remove)
TB_CTL_DECLARE (partner_list)
TB_CTL_DECLARE (partner_set)
TB_CTL_DECLARE (import)
TB_CTL_DECLARE (export)
TB_CTL_DECLARE (serve)
TB_CTL_DECLARE (sync)
TB_CTL_DECLARE (outbox)
TB_CTL_DECLARE (person_find)
TB_CTL_DECLARE (person_export)
TB_CTL_DECLARE (person_block)
TB_CTL_DECLARE (person_anonymise)
TB_CTL_DECLARE (person_follow)
TB_CTL_DECLARE (retention_show)
TB_CTL_DECLARE (retention_set)
TB_CTL_DECLARE (retention_run)
TB_CTL_DECLARE (check)
TB_CTL_DECLARE (sample)
TB_CTL_DECLARE (profile_moved)
TB_CTL_DECLARE (profile_copied)
TB_CTL_DECLARE (backup_list)
TB_CTL_DECLARE (backup_now)
TB_CTL_DECLARE (backup_restore)
TB_CTL_DECLARE (backup_recover)

/* tb-ctl-profile.c */
/** tb_ctl_check_place: nothing is delivered while nobody has said why the profile is not where it was. */
gboolean tb_ctl_check_place (TbCtl   *self,
                             GError **error);

G_END_DECLS
