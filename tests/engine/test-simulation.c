/* SPDX-License-Identifier: GPL-3.0-or-later
 * Worlds from seeds: whatever befalls them, all who are honest agree in the end. TB_SIM_SEED is the first
 * seed, TB_SIM_COUNT how many; a failing seed prints its story. */
#include "config.h"

#include "tb-world.h"

#include <stdlib.h>

#define USUAL 500
/* From so many on there is time to look at everything after each step. */
#define THOROUGH 2000
/* In so many stories a planted fault is found. */
#define PATIENCE 40

static guint64
number_from (const char *name,
             guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
play (guint64  seed,
      gboolean is_thorough)
{
  TbWorld    *world = tb_world_new (seed);
  const char *why;

  world->is_thorough = is_thorough;
  why = tb_world_play (world);
  if (why != NULL)
    {
      g_printerr ("%s\nseed %" G_GUINT64_FORMAT ": %s\nagain: build-aux/simulate %" G_GUINT64_FORMAT " 1\n",
                  world->story->str, seed, why, seed);
      exit (1);
    }
  tb_world_free (world);
}

static void
test_all_agree_in_the_end (void)
{
  guint64 first = number_from ("TB_SIM_SEED", 1);
  guint64 count = number_from ("TB_SIM_COUNT", USUAL);
  guint64 seed;

  for (seed = first; seed < first + count; seed++)
    play (seed, count >= THOROUGH || count == 1);
  g_test_message ("%" G_GUINT64_FORMAT " seeds from %" G_GUINT64_FORMAT, count, first);
}

/* Returns: (transfer full): a hash of every byte that went through the world, and of its story */
static char *
trace (guint64 seed)
{
  TbWorld *world = tb_world_new (seed);
  char    *result;

  g_assert_null (tb_world_play (world));
  g_checksum_update (world->trace, (const guint8 *)world->story->str, -1);
  result = g_strdup (g_checksum_get_string (world->trace));
  tb_world_free (world);
  return result;
}

static void
test_seed_says_all (void)
{
  guint64 seed;

  /* One of each size. */
  for (seed = 6; seed < 10; seed++)
    {
      g_autofree char *first = trace (seed);
      g_autofree char *second = trace (seed);
      g_autofree char *other = trace (seed + 10);

      g_assert_cmpstr (first, ==, second);
      g_assert_cmpstr (first, !=, other);
    }
}

/* What is planted into the engine is found within a few stories. */
static void
test_planted_fault_is_found (gconstpointer data)
{
  const char *why = NULL;
  guint64     seed;

  for (seed = 1; why == NULL && seed <= PATIENCE; seed++)
    {
      TbWorld *world = tb_world_new (seed);

      tb_world_plant (GPOINTER_TO_UINT (data));
      why = tb_world_play (world);
      tb_world_plant (TB_WORLD_SOUND);
      if (why != NULL)
        g_test_message ("seed %" G_GUINT64_FORMAT ": %.200s", seed, why);
      why = why != NULL ? "found" : NULL;
      tb_world_free (world);
    }
  g_assert_nonnull (why);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char  *path;
    TbWorldFault fault;
  } faults[] = {
    { "/simulation/notices/lost-events", TB_WORLD_LOSES_EVENTS },
    { "/simulation/notices/early-acknowledgements", TB_WORLD_ACKNOWLEDGES_TOO_EARLY },
    { "/simulation/notices/talk-in-the-pause", TB_WORLD_TELLS_IN_THE_PAUSE },
    { "/simulation/notices/belief-in-everybody", TB_WORLD_BELIEVES_EVERYBODY },
  };
  guint i;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulation/all-agree-in-the-end", test_all_agree_in_the_end);
  g_test_add_func ("/simulation/seed-says-all", test_seed_says_all);
  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    g_test_add_data_func (faults[i].path, GUINT_TO_POINTER (faults[i].fault), test_planted_fault_is_found);
  return g_test_run ();
}
