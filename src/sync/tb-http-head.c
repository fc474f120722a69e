/* SPDX-License-Identifier: GPL-3.0-or-later
 * The head of one HTTP/1.1 request, read strictly: what is ambiguous is refused, not guessed. */
#include "config.h"

#include "tb-http-head-private.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_METHOD 16
#define TOKEN_CHARACTERS "!#$%&'*+-.^_`|~"

/* Fields that decide something: two of them in one head are an attempt to be read in two ways. */
static const char *const single_fields[] = {
  "host",
  "content-length",
  "transfer-encoding",
  "x-link",
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
};

static gboolean
is_token (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr (TOKEN_CHARACTERS, text[i]) == NULL)
      return FALSE;

  return length > 0;
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      return TRUE;

  return FALSE;
}

static gboolean
is_single (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (single_fields); i++)
    if (strcmp (single_fields[i], name) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
list_contains (const char *list,
               const char *word)
{
  g_auto (GStrv) parts = NULL;

  if (list == NULL)
    return FALSE;
  parts = g_strsplit (list, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (parts[i]), word) == 0)
      return TRUE;

  return FALSE;
}

/* All else has to be escaped in a target (RFC 3986). */
static gboolean
is_visible (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;

  return TRUE;
}

/* Origin form, or absolute form, which a server must take (RFC 9112 section 3.2.2). */
static char *
read_target (const char *target)
{
  const char *rest = NULL;

  if (target[0] == '/')
    return g_strdup (target);
  if (g_ascii_strncasecmp (target, "http://", 7) == 0)
    rest = target + 7;
  else if (g_ascii_strncasecmp (target, "https://", 8) == 0)
    rest = target + 8;
  if (rest == NULL)
    return NULL;
  rest = strchr (rest, '/');

  return g_strdup (rest != NULL ? rest : "/");
}

static guint
parse_request_line (TbHttpHead *self,
                    const char *line,
                    gboolean   *is_http_1_0)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);

  if (g_strv_length (words) != 3 || !is_token (words[0], strlen (words[0])) || strlen (words[0]) > MAX_METHOD)
    return SOUP_STATUS_BAD_REQUEST;
  if (!g_str_has_prefix (words[2], "HTTP/"))
    return SOUP_STATUS_BAD_REQUEST;
  *is_http_1_0 = strcmp (words[2], "HTTP/1.0") == 0;
  if (!*is_http_1_0 && strcmp (words[2], "HTTP/1.1") != 0)
    return SOUP_STATUS_HTTP_VERSION_NOT_SUPPORTED;
  self->method = g_strdup (words[0]);
  self->path = is_visible (words[1]) ? read_target (words[1]) : NULL;

  return self->path != NULL ? 0 : SOUP_STATUS_BAD_REQUEST;
}

static gboolean
parse_field (TbHttpHead *self,
             const char *line)
{
  const char      *colon = strchr (line, ':');
  g_autofree char *name = NULL;
  char            *value;
  const char      *old;

  /* A line that begins with white space would continue the one before: that is not allowed any more. */
  if (colon == NULL || !is_token (line, colon - line))
    return FALSE;
  name = g_ascii_strdown (line, colon - line);
  value = g_strstrip (g_strdup (colon + 1));
  old = g_hash_table_lookup (self->fields, name);
  if (old != NULL)
    {
      char *both = is_single (name) ? NULL : g_strconcat (old, ", ", value, NULL);

      g_free (value);
      if (both == NULL)
        return FALSE;
      value = both;
    }
  g_hash_table_insert (self->fields, g_steal_pointer (&name), value);

  return TRUE;
}

static guint
judge_fields (TbHttpHead *self,
              gboolean    is_http_1_0)
{
  const char *length = _tb_http_head_get (self, "content-length");
  const char *expect = _tb_http_head_get (self, "expect");
  guint64     value;

  if (!is_http_1_0 && _tb_http_head_get (self, "host") == NULL)
    return SOUP_STATUS_BAD_REQUEST;
  if (_tb_http_head_get (self, "transfer-encoding") != NULL)
    return length != NULL ? SOUP_STATUS_BAD_REQUEST : SOUP_STATUS_LENGTH_REQUIRED;
  self->length = -1;
  if (length != NULL)
    {
      if (!g_ascii_isdigit (length[0]) ||
          !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &value, NULL))
        return SOUP_STATUS_BAD_REQUEST;
      self->length = (gint64)value;
    }
  self->keep_alive = !is_http_1_0 && !list_contains (_tb_http_head_get (self, "connection"), "close");
  if (expect != NULL)
    {
      if (g_ascii_strcasecmp (expect, "100-continue") != 0)
        return SOUP_STATUS_EXPECTATION_FAILED;
      self->expects_continue = !is_http_1_0;
    }

  return 0;
}

static guint
parse_lines (TbHttpHead *self,
             GStrv       lines)
{
  gboolean is_http_1_0 = FALSE;
  guint    status;

  for (guint i = 0; lines[i] != NULL; i++)
    if (has_control (lines[i]))
      return SOUP_STATUS_BAD_REQUEST;
  if (lines[0] == NULL)
    return SOUP_STATUS_BAD_REQUEST;
  status = parse_request_line (self, lines[0], &is_http_1_0);
  if (status != 0)
    return status;
  for (guint i = 1; lines[i] != NULL; i++)
    if (!parse_field (self, lines[i]))
      return SOUP_STATUS_BAD_REQUEST;

  return judge_fields (self, is_http_1_0);
}

TbHttpHead *
_tb_http_head_parse (const char *data,
                     gsize       length,
                     guint      *status)
{
  g_autoptr (TbHttpHead) self = g_new0 (TbHttpHead, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* This refuses NUL too. */
  if (!g_utf8_validate_len (data, length, NULL))
    {
      *status = SOUP_STATUS_BAD_REQUEST;
      return NULL;
    }
  text = g_strndup (data, length);
  lines = g_strsplit (text, "\r\n", -1);
  *status = parse_lines (self, lines);

  return *status == 0 ? g_steal_pointer (&self) : NULL;
}

void
_tb_http_head_free (TbHttpHead *self)
{
  g_clear_pointer (&self->fields, g_hash_table_unref);
  g_free (self->method);
  g_free (self->path);
  g_free (self);
}

const char *
_tb_http_head_get (const TbHttpHead *self,
                   const char       *name)
{
  return g_hash_table_lookup (self->fields, name);
}
