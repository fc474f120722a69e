/* SPDX-License-Identifier: GPL-3.0-or-later
 * A person as something that stands in texts: found in whatever spelling, and put out of them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TB_PERSON_MARKER: what stands where a person stood. Stored, so the same in each language. */
#define TB_PERSON_MARKER "[gelöscht]"

/** TbPerson: by what somebody is known; what is not known is %NULL or empty. */
typedef struct
{
  const char *name;
  const char *email;
  const char *phone;
} TbPerson;

/** TbPersonPart: which of them stands somewhere. */
typedef enum
{
  TB_PERSON_NAME,
  TB_PERSON_EMAIL,
  TB_PERSON_PHONE,
} TbPersonPart;

/**
 * TbPersonMatcher:
 *
 * Finds people in texts: without case, accents and the kind of white space; umlauts written out too, the
 * family name first too; phone numbers by their digits, with and without a country's code. A word of fewer
 * than four letters is found only if it stands alone. Immutable once it is filled: any thread.
 */
typedef struct _TbPersonMatcher TbPersonMatcher;

/** TbPersonMatch: bytes of a text. */
typedef struct
{
  gsize        start;
  gsize        end;
  TbPersonPart part;
} TbPersonMatch;

TbPersonMatcher *tb_person_matcher_new (const TbPerson *person);
/** tb_person_matcher_add: one more name, address or number. Returns: whether it says anything */
gboolean         tb_person_matcher_add (TbPersonMatcher *self,
                                        TbPersonPart     part,
                                        const char      *text);
gboolean         tb_person_matcher_is_empty (const TbPersonMatcher *self);
TbPersonMatcher *tb_person_matcher_ref (TbPersonMatcher *self);
void             tb_person_matcher_unref (TbPersonMatcher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbPersonMatcher, tb_person_matcher_unref)

/** tb_person_find: the first place at or after @from. @text: bytes, need not be UTF-8 throughout */
gboolean tb_person_find (const TbPersonMatcher *self,
                         const char            *text,
                         gsize                  length,
                         gsize                  from,
                         TbPersonMatch         *match);
/** tb_person_stands_in: whether somebody stands in @text (nullable). @part: (out) (optional) */
gboolean tb_person_stands_in (const TbPersonMatcher *self,
                              const char            *text,
                              TbPersonPart          *part);
/** tb_person_redact: Returns: (transfer full) (nullable): @text with the marker in each place; %NULL if
 * nobody stands in it. @limit: characters at most; 0: any number */
char *tb_person_redact (const TbPersonMatcher *self,
                        const char            *text,
                        gsize                  limit);
/** TB_PERSON_AROUND: characters that make an excerpt of a text understood. */
#define TB_PERSON_AROUND 40
/** tb_person_excerpt: @around: so many characters on each side. Returns: (transfer full): the first place and
 * what stands around it; all if it is short */
char *tb_person_excerpt (const TbPersonMatcher *self,
                         const char            *text,
                         guint                  around);
/** tb_person_fit: whether @text is what @redacted was before; then what the markers stand for is appended to
 * @found (element-type utf8) */
gboolean tb_person_fit (const char *redacted,
                        const char *text,
                        GPtrArray  *found);

G_END_DECLS
