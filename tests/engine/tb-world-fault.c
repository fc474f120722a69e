/* SPDX-License-Identifier: GPL-3.0-or-later
 * Faults that a test plants into the engine, to see that a world notices them. The linker puts these
 * functions between the engine's own (--wrap); without an order they do nothing. */
#include "config.h"

#include "tb-core-private.h"
#include "tb-world.h"

/* One of so many calls goes wrong. */
#define SELDOM 7

static TbWorldFault planted;
static guint        n_calls;

void
tb_world_plant (TbWorldFault fault)
{
  planted = fault;
  n_calls = 0;
}

static gboolean
goes_wrong (TbWorldFault fault)
{
  return planted == fault && ++n_calls % SELDOM == 0;
}

/* clang-format off */
#define WRAP(type, name, params) \
  type __real_##name params;     \
  type __wrap_##name params;     \
  type __wrap_##name params

WRAP (gboolean, tb_core_queue,
      (TbCore *core, TbEngagementRecord *e, TbEvent *event, const char *file, GError **error))
{
  return goes_wrong (TB_WORLD_LOSES_EVENTS) || __real_tb_core_queue (core, e, event, file, error);
}

WRAP (TbOutcome, tb_core_apply_row, (TbCore *core, gint64 partner, const TbBatchRow *row, GError **error))
{
  return goes_wrong (TB_WORLD_ACKNOWLEDGES_TOO_EARLY) ? TB_APPLIED
                                                      : __real_tb_core_apply_row (core, partner, row, error);
}

WRAP (gboolean, tb_core_keep_local,
      (TbCore *core, TbEngagementRecord *e, TbItemRecord *item, GError **error))
{
  if (planted == TB_WORLD_TELLS_IN_THE_PAUSE)
    return tb_core_publish (core, e, item, error);
  return __real_tb_core_keep_local (core, e, item, error);
}

WRAP (gboolean, tb_envelope_verify,
      (const TbEnvelope *envelope, GBytes *key, TbSigner signer, const char *in_answer_to, gint64 now,
       GError **error))
{
  return planted == TB_WORLD_BELIEVES_EVERYBODY ||
         __real_tb_envelope_verify (envelope, key, signer, in_answer_to, now, error);
}
/* clang-format on */
