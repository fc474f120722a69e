/* SPDX-License-Identifier: GPL-3.0-or-later
 * A sample company in a new profile: to look at, for pictures and for tests of the window. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-sample.h"

/* Whether nobody has done anything here yet. */
static gboolean
check_is_new (TbCtl   *self,
              GError **error)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
  g_autoptr (GPtrArray) rows = tb_engine_list (self->engine, &query, 1, error);
  g_autoptr (GPtrArray) partners = rows != NULL ? tb_engine_partners (self->engine, error) : NULL;
  g_autofree char *set_up = NULL;
  GError          *local = NULL;

  if (partners == NULL)
    return FALSE;
  set_up = tb_engine_get_config (self->engine, "set-up", &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return (rows->len == 0 && partners->len == 0 && g_strcmp0 (set_up, "on") != 0) ||
         tb_ctl_refuse (error, "%s", _ ("This profile is in use. A sample is made in a new, empty one."));
}

static gboolean
fill (TbCtl   *self,
      GError **error)
{
  g_autofree char *dir = g_build_filename (self->profile, TB_SAMPLE_PARTNER_FOLDER, NULL);
  g_autoptr (TbClock) present = tb_clock_new_real ();
  g_autoptr (TbClock) clock = tb_clock_new_virtual (tb_clock_now (present) - TB_SAMPLE_SPAN);
  g_autoptr (TbEngine) own = self->host->open (self->profile, clock, TRUE, error);
  g_autoptr (TbEngine) partner = own != NULL ? self->host->open (dir, clock, TRUE, error) : NULL;

  return partner != NULL &&
         tb_sample_fill (own, partner, clock, !tb_ctl_has_option (self, "english"), error);
}

gboolean
tb_ctl_sample (TbCtl   *self,
               GError **error)
{
  const TbListQuery query = { .folder = TB_FOLDER_TICKETS_ALL };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!check_is_new (self, error) || !fill (self, error))
    return FALSE;
  rows = tb_engine_list (self->engine, &query, 0, error);
  if (rows == NULL)
    return FALSE;
  if (!self->is_json)
    {
      /* Translators: %u is a number of tickets. */
      tb_ctl_print (ngettext ("A sample company with %u ticket is ready.\n",
                              "A sample company with %u tickets is ready.\n", rows->len),
                    rows->len);
      return TRUE;
    }
  json_builder_begin_object (builder);
  tb_ctl_json_int (builder, "tickets", rows->len);
  json_builder_end_object (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
  return TRUE;
}
