/* SPDX-License-Identifier: GPL-3.0-or-later
 * Prints the table of transitions as Promela, for status.pml: so that model and code cannot drift apart. */
#include "config.h"

#include "tb-workflow.h"

/** What the model calls a flag. */
typedef struct
{
  guint       flag;
  const char *name;
} FlagName;

/* clang-format off */
static const FlagName effects[] = {
  { TB_EFFECT_NEW_ENGAGEMENT, "NEW_ENGAGEMENT" },
  { TB_EFFECT_OFFER, "OFFER" },
  { TB_EFFECT_STATUS_EVENT, "STATUS_EVENT" },
  { TB_EFFECT_REQUEST, "REQUEST" },
  { TB_EFFECT_RESTORE, "RESTORE" },
  { TB_EFFECT_OPEN_SYNC, "OPEN_SYNC" },
  { TB_EFFECT_SUSPEND, "SUSPEND" },
  { TB_EFFECT_RESUME, "RESUME" },
  { TB_EFFECT_END, "END" },
  { TB_EFFECT_REASON_NOTE, "REASON_NOTE" },
  { TB_EFFECT_ERASE_OFFER, "ERASE_OFFER" },
};
static const FlagName needs[] = {
  { TB_NEEDS_TERMS, "TERMS" },
  { TB_NEEDS_PARTNER, "PARTNER" },
  { TB_NEEDS_OPEN_TICKET, "OPEN_TICKET" },
  { TB_NEEDS_REASON, "REASON" },
  { TB_NEEDS_MAPPING, "MAPPING" },
  { TB_NEEDS_IN_TIME, "IN_TIME" },
};
/* clang-format on */

static void
print_define (const char *prefix,
              const char *name,
              guint       value)
{
  g_autofree char *upper = g_ascii_strup (name, -1);

  g_print ("#define %s_%s %u\n", prefix, g_strdelimit (upper, "-", '_'), value);
}

static void
print_enum (const char *prefix,
            GType       type)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (type);
  guint i;

  for (i = 0; i < class->n_values; i++)
    print_define (prefix, class->values[i].value_nick, class->values[i].value);
}

/* A flag of the table that has no name here would be lost silently: that ends the program. */
static void
print_flags (const char     *prefix,
             const FlagName *names,
             guint           n_names,
             guint           used)
{
  guint i;

  for (i = 0; i < n_names; i++)
    {
      print_define (prefix, names[i].name, names[i].flag);
      used &= ~names[i].flag;
    }
  if (used != 0)
    g_error ("flags without a name: %s 0x%x", prefix, used);
}

/* Of a row only what the model walks: once the partner knows of the engagement, until it ends. */
static gboolean
is_between_two (const TbTransition *row)
{
  return (row->from & ~TB_STATUS_BIT (TB_STATUS_NONE) & ~TB_STATUS_BIT (TB_STATUS_UNSENT)) != 0 &&
         (row->effects & (TB_EFFECT_NEW_ENGAGEMENT | TB_EFFECT_RESTORE)) == 0;
}

static void
print_row (const TbTransition *row,
           guint               i)
{
  g_print ("row = %u; row_to = %u; row_verb = %u; row_needs = %u; row_effects = %u\n", i + 1, row->to,
           row->verb, row->needs, row->effects);
}

/* What a side may begin by itself, as alternatives of a selection; the model says with LEAD_MAY (action,
 * verb) … what else must hold. A start comes about with the first item. */
static void
print_choices (const TbTransition *rows,
               guint               n,
               TbActor             actor)
{
  const char      *nick = tb_nick (TB_TYPE_ACTOR, actor);
  g_autofree char *upper = g_ascii_strup (nick, -1);
  guint            i;

  g_print ("inline choose_as_%s(status)\n{\n  if\n", nick);
  for (i = 0; i < n; i++)
    if (rows[i].actor == actor && is_between_two (&rows[i]) && rows[i].action != TB_ACTION_START)
      {
        g_print ("  :: ((1 << status) & %u) && %s_MAY(%u, %u) -> action = %u; ", rows[i].from, upper,
                 rows[i].action, rows[i].verb, rows[i].action);
        print_row (&rows[i], i);
      }
  g_print ("  fi\n}\n");
}

/* tb_transition_find () for a request of the service side. */
static void
print_find (const TbTransition *rows,
            guint               n)
{
  guint i;

  g_print ("inline find_request(status, verb)\n{\n  row = 0;\n  if\n");
  for (i = 0; i < n; i++)
    if (rows[i].actor == TB_ACTOR_SERVICE)
      {
        g_print ("  :: row == 0 && verb == %u && ((1 << status) & %u) -> ", rows[i].verb, rows[i].from);
        g_assert (tb_verb_to_action (rows[i].verb) == rows[i].action);
        print_row (&rows[i], i);
      }
  g_print ("  :: else\n  fi\n}\n");
}

/* find_step () of the service side: the first row by which a lead can have come from status to status. */
static void
print_adoption (const TbTransition *rows,
                guint               n)
{
  guint i;

  g_print ("inline find_adoption(from, to, answered)\n{\n  row = 0;\n");
  for (i = 0; i < n; i++)
    {
      g_print ("  if\n  :: row == 0 && to == %u && ((1 << from) & %u)", rows[i].to, rows[i].from);
      if (rows[i].actor == TB_ACTOR_SERVICE)
        g_print (" && answered == %u", rows[i].verb);
      g_print (" -> ");
      print_row (&rows[i], i);
      g_print ("  :: else\n  fi;\n");
    }
  g_print ("  skip\n}\n");
}

int
main (void)
{
  guint               n;
  const TbTransition *rows = tb_transitions (&n);
  guint               all_effects = 0;
  guint               all_needs = 0;
  guint               i;

  for (i = 0; i < n; i++)
    {
      all_effects |= rows[i].effects;
      all_needs |= rows[i].needs;
    }
  g_print ("/* Made by print-transitions of the table in tb-workflow.c: %u rows. */\n", n);
  print_enum ("S", TB_TYPE_STATUS);
  print_enum ("A", TB_TYPE_ACTION);
  print_enum ("V", TB_TYPE_VERB);
  print_flags ("E", effects, G_N_ELEMENTS (effects), all_effects);
  print_flags ("N", needs, G_N_ELEMENTS (needs), all_needs);
  g_print ("#define N_ROWS %u\n", n);
  print_choices (rows, n, TB_ACTOR_LEAD);
  print_choices (rows, n, TB_ACTOR_CLOCK);
  print_choices (rows, n, TB_ACTOR_SERVICE);
  print_find (rows, n);
  print_adoption (rows, n);
  return 0;
}
