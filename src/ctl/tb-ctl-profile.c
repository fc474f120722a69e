/* SPDX-License-Identifier: GPL-3.0-or-later
 * The profile itself: where it lives. */
#include "config.h"

#include "tb-ctl-private.h"

gboolean
tb_ctl_check_place (TbCtl   *self,
                    GError **error)
{
  g_autofree char *elsewhere = NULL;
  GError          *local = NULL;

  elsewhere = tb_engine_get_config (self->engine, "elsewhere", &local);
  if (local == NULL && g_strcmp0 (elsewhere, "on") == 0)
    tb_problem_set (&local, TB_PROBLEM_ELSEWHERE, NULL);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_ctl_profile_moved (TbCtl   *self,
                      GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_MOVED };

  return tb_engine_do (self->engine, &command, NULL, error);
}

gboolean
tb_ctl_profile_copied (TbCtl   *self,
                       GError **error)
{
  const TbCommand command = { .type = TB_COMMAND_COPIED };

  return tb_engine_do (self->engine, &command, NULL, error);
}
