/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers of the server as bytes: status line, headers, body; and those that it gives by itself. */
#include "config.h"

#include "tb-http-answer-private.h"

#include "tb-engine.h"
#include "tb-time.h"

#include <libsoup/soup.h>
#include <string.h>

#define ROOT "/link/1/"
#define DESCRIPTION "{\"protocol\":\"" TB_PROTOCOL_NAME "\",\"version\":1}"
#define RETRY_SECONDS 5

G_STATIC_ASSERT (TB_PROTOCOL_VERSION == 1);

/* protocol.md section 2. */
static const char *const routes[] = {
  "join",
  "push",
  "pull",
  "state",
  "files/put",
  "files/get",
  "mailbox/put",
  "mailbox/pull",
};

typedef struct
{
  guint     status;
  TbProblem problem;
} StatusProblem;

/* clang-format off */
static const StatusProblem status_problems[] = {
  { SOUP_STATUS_BAD_REQUEST, TB_PROBLEM_MALFORMED },
  { SOUP_STATUS_UNAUTHORIZED, TB_PROBLEM_SIGNATURE },
  { SOUP_STATUS_NOT_FOUND, TB_PROBLEM_NOT_FOUND },
  { SOUP_STATUS_METHOD_NOT_ALLOWED, TB_PROBLEM_UNSUPPORTED },
  { SOUP_STATUS_LENGTH_REQUIRED, TB_PROBLEM_MALFORMED },
  { SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, TB_PROBLEM_TOO_LARGE },
  { SOUP_STATUS_EXPECTATION_FAILED, TB_PROBLEM_UNSUPPORTED },
  { 429, TB_PROBLEM_TOO_MANY_REQUESTS },
  { 431, TB_PROBLEM_TOO_LARGE },
  { SOUP_STATUS_HTTP_VERSION_NOT_SUPPORTED, TB_PROBLEM_UNSUPPORTED },
};
/* clang-format on */

static void
append_field (GString    *text,
              const char *name,
              const char *value)
{
  if (value == NULL)
    return;
  /* What came from a client may come back in an answer: it must not begin a line of its own. */
  for (const char *p = value; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return;
  g_string_append_printf (text, "%s: %s\r\n", name, value);
}

static void
append_number (GString    *text,
               const char *name,
               gsize       value)
{
  g_string_append_printf (text, "%s: %" G_GSIZE_FORMAT "\r\n", name, value);
}

static const char *
find_phrase (guint status)
{
  if (status == 429)
    return "Too Many Requests";
  if (status == 431)
    return "Request Header Fields Too Large";

  return soup_status_get_phrase (status);
}

static char *
format_date (gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (now / TB_SECOND);

  return soup_date_time_to_string (date, SOUP_DATE_HTTP);
}

TbHttpRefusal
_tb_http_judge_path (const char  *method,
                     const char  *path,
                     const char **route)
{
  TbHttpRefusal refusal = { 0 };

  *route = NULL;
  if (g_str_has_prefix (path, ROOT))
    for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
      if (strcmp (path + strlen (ROOT), routes[i]) == 0)
        *route = routes[i];

  if (*route != NULL)
    {
      if (strcmp (method, "POST") != 0)
        refusal = (TbHttpRefusal){ .status = SOUP_STATUS_METHOD_NOT_ALLOWED, .allow = "POST" };
    }
  else if (strcmp (path, ROOT) != 0)
    refusal.status = SOUP_STATUS_NOT_FOUND;
  else if (strcmp (method, "GET") == 0)
    refusal.status = SOUP_STATUS_OK;
  else
    refusal = (TbHttpRefusal){ .status = SOUP_STATUS_METHOD_NOT_ALLOWED, .allow = "GET" };

  return refusal;
}

TbEnvelope *
_tb_http_answer_refuse (const TbHttpRefusal *refusal)
{
  g_autoptr (GBytes) body = NULL;
  TbProblem   problem = TB_PROBLEM_FAILED;
  TbEnvelope *answer;

  for (guint i = 0; i < G_N_ELEMENTS (status_problems); i++)
    if (status_problems[i].status == refusal->status)
      problem = status_problems[i].problem;
  if (refusal->status == SOUP_STATUS_OK)
    body = g_bytes_new_static (DESCRIPTION, strlen (DESCRIPTION));
  else
    body = tb_engine_problem_body (refusal->status, problem);

  answer = tb_envelope_new ("", "", body);
  g_clear_pointer (&answer->link, g_free);
  answer->status = refusal->status;
  answer->retry_after = refusal->retry_after;
  if (refusal->status == SOUP_STATUS_SERVICE_UNAVAILABLE && answer->retry_after == 0)
    answer->retry_after = RETRY_SECONDS;

  return answer;
}

static const char *
choose_type (const TbEnvelope *answer)
{
  if (answer->status >= 400)
    return "application/problem+json";
  /* A line of JSON and a sealed letter. */
  if (g_strcmp0 (answer->route, "mailbox/pull") == 0)
    return "application/octet-stream";
  if (tb_is_packed (answer->body))
    return "application/zlib";

  return "application/json; charset=utf-8";
}

GBytes *
_tb_http_answer_format (const TbEnvelope *answer,
                        const char       *allow,
                        gboolean          has_body,
                        gboolean          keep_alive,
                        gint64            now)
{
  GString         *text = g_string_new (NULL);
  g_autofree char *date = answer->date != NULL ? g_strdup (answer->date) : format_date (now);
  gsize            size = answer->body != NULL ? g_bytes_get_size (answer->body) : 0;

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", answer->status, find_phrase (answer->status));
  /* By it a partner finds out whose clock is wrong; what was understood has a signed time anyway. */
  append_field (text, "Date", answer->status != SOUP_STATUS_OK ? date : NULL);
  append_field (text, "Content-Type", size > 0 ? choose_type (answer) : NULL);
  append_number (text, "Content-Length", size);
  append_field (text, "Allow", allow);
  if (answer->retry_after > 0)
    append_number (text, "Retry-After", answer->retry_after);
  append_field (text, "X-Link", answer->link);
  append_field (text, "webhook-id", answer->id);
  append_field (text, "webhook-timestamp", answer->timestamp);
  append_field (text, "webhook-signature", answer->signature);
  append_field (text, "Connection", keep_alive ? NULL : "close");
  g_string_append (text, "\r\n");
  if (has_body && size > 0)
    g_string_append_len (text, g_bytes_get_data (answer->body, NULL), size);

  return g_string_free_to_bytes (text);
}
