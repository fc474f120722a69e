/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers of the server as bytes: status line, headers, body; and those that it gives by itself. */
#pragma once

#include "tb-envelope.h"

G_BEGIN_DECLS

/** TbHttpRefusal: what the server thinks of a head before it reads the body. */
typedef struct
{
  guint       status; /* 0: come in; 200: the server answers by itself */
  const char *allow;  /* (nullable): 405: the method that would do */
  guint       retry_after;
} TbHttpRefusal;

/** _tb_http_judge_path: whether @method and @path name a route of the protocol; @route: (out) (transfer
 * none): which */
TbHttpRefusal _tb_http_judge_path (const char  *method,
                                   const char  *path,
                                   const char **route);
/** _tb_http_answer_refuse: Returns: (transfer full): the RFC 9457 answer for @status; of 200 name and version
 * of the protocol */
TbEnvelope *_tb_http_answer_refuse (const TbHttpRefusal *refusal);
/**
 * _tb_http_answer_format:
 * @allow: (nullable): for the header `Allow`
 * @has_body: %FALSE for the method HEAD
 * @now: UTC microseconds, for `Date` unless @answer has one
 *
 * Returns: (transfer full): the whole answer
 */
GBytes *_tb_http_answer_format (const TbEnvelope *answer,
                                const char       *allow,
                                gboolean          has_body,
                                gboolean          keep_alive,
                                gint64            now);

G_END_DECLS
