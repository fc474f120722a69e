/* SPDX-License-Identifier: GPL-3.0-or-later
 * JSON from strangers, read strictly, and JSON of our own, written canonically. Hides json-glib. */
#pragma once

#include <gio/gio.h>

#include "tb-problem.h"

G_BEGIN_DECLS

/* What every body is held to before it is parsed (protocol.md section 6). */
#define TB_JSON_MAX_BYTES (1024 * 1024)
#define TB_JSON_MAX_DEPTH 32
#define TB_JSON_MAX_VALUES 100000
/* Members of one object: ours have 25 at most. Keeps the search for doubled keys, and json-glib's hash
 * tables, whose hash anybody can make collide, from costing more than the size of the body tells. */
#define TB_JSON_MAX_MEMBERS 256
/* Integers have at most 15 digits. */
#define TB_JSON_MAX_INT G_GINT64_CONSTANT (999999999999999)

typedef struct _TbJson     TbJson;
typedef struct _JsonObject TbJsonObject;
typedef struct _JsonArray  TbJsonArray;

/** TbPresence: whether a member may be missing. `null` never stands for a missing one. */
typedef enum
{
  TB_REQUIRED,
  TB_OPTIONAL,
} TbPresence;

/**
 * tb_json_scan:
 *
 * Checks the bytes by RFC 8259 and the limits above, and copies the document in the one spelling that is
 * safe to hand to any parser: no blanks, no needless escapes, and `0.5` for each number that is not an
 * integer of at most 15 digits (it is never read, only skipped, and no known member is a fraction).
 *
 * Returns: (transfer full): the copy, or %NULL with %TB_PROBLEM_MALFORMED
 */
GString *tb_json_scan (const char *data,
                       gsize       length,
                       GError    **error);

/** tb_json_parse: Returns: (transfer full): the document, whose root is an object;
 * %TB_PROBLEM_TOO_LARGE above @max_bytes, else %TB_PROBLEM_MALFORMED */
TbJson       *tb_json_parse (GBytes  *bytes,
                             gsize    max_bytes,
                             GError **error);
void          tb_json_free (TbJson *self);
TbJsonObject *tb_json_root (TbJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbJson, tb_json_free)

/* The getters fail with %TB_PROBLEM_MALFORMED and the member's name. An optional member that is missing
 * leaves @value as it was. */
gboolean tb_json_has (TbJsonObject *object,
                      const char   *name);
/** tb_json_get_text: @value: (out) (transfer none): of @min to @max characters */
gboolean tb_json_get_text (TbJsonObject *object,
                           const char   *name,
                           TbPresence    presence,
                           gsize         min,
                           gsize         max,
                           const char  **value,
                           GError      **error);
gboolean tb_json_get_int (TbJsonObject *object,
                          const char   *name,
                          TbPresence    presence,
                          gint64        min,
                          gint64        max,
                          gint64       *value,
                          GError      **error);
gboolean tb_json_get_bool (TbJsonObject *object,
                           const char   *name,
                           TbPresence    presence,
                           gboolean     *value,
                           GError      **error);
gboolean tb_json_get_object (TbJsonObject  *object,
                             const char    *name,
                             TbPresence     presence,
                             TbJsonObject **value,
                             GError       **error);
gboolean tb_json_get_array (TbJsonObject *object,
                            const char   *name,
                            TbPresence    presence,
                            TbJsonArray **value,
                            GError      **error);

guint tb_json_array_length (TbJsonArray *array);
/** tb_json_array_object: Returns: (transfer none) (nullable): element @index, %NULL if it is no object */
TbJsonObject *tb_json_array_object (TbJsonArray *array,
                                    guint        index);
/** tb_json_array_text: Returns: (transfer none) (nullable): element @index, %NULL if it is no text */
const char *tb_json_array_text (TbJsonArray *array,
                                guint        index);
/** tb_json_array_int: Returns: %FALSE if element @index is no integer of at least @min */
gboolean tb_json_array_int (TbJsonArray *array,
                            guint        index,
                            gint64       min,
                            gint64      *value);

/** tb_json_object_to_bytes: Returns: (transfer full): what was received, for the log */
GBytes *tb_json_object_to_bytes (TbJsonObject *object);

/* Writing: the order of the calls is the order of the members; @name is %NULL in an array. */
void tb_json_open (GString    *out,
                   const char *name,
                   char        bracket);
void tb_json_close (GString *out,
                    char     bracket);
void tb_json_put_text (GString    *out,
                       const char *name,
                       const char *value);
void tb_json_put_int (GString    *out,
                      const char *name,
                      gint64      value);
void tb_json_put_bool (GString    *out,
                       const char *name,
                       gboolean    value);
/** tb_json_put_raw: embeds a document unchanged. */
void tb_json_put_raw (GString    *out,
                      const char *name,
                      GBytes     *document);
/** tb_json_quote: appends @length bytes of UTF-8 as a JSON string with no more escapes than needed. */
void tb_json_quote (GString    *out,
                    const char *text,
                    gsize       length);
/** tb_json_indent: Returns: (transfer full): the canonical flat object @compact, one member a line */
char *tb_json_indent (const char *compact);

G_END_DECLS
