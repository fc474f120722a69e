/* SPDX-License-Identifier: GPL-3.0-or-later
 * ticketbrueckectl: brings the commands together with the store and the courier. */
#include "config.h"

#include "tb-courier.h"
#include "tb-ctl.h"
#include "tb-engine.h"
#include "tb-store.h"

static TbEngine *
open_engine (const char *profile,
             TbClock    *clock,
             gboolean    is_quick,
             GError    **error)
{
  g_autoptr (TbClock) now = clock != NULL ? tb_clock_ref (clock) : tb_clock_new_real ();
  g_autoptr (TbStore) store = NULL;

  /* A command that only asks or changes something needs no workers. */
  store = tb_store_open (profile, is_quick ? TB_STORE_INLINE : TB_STORE_DEFAULT, NULL, error);
  return store != NULL ? tb_engine_new (store, now, error) : NULL;
}

static gboolean
recover (const char *profile,
         const char *backup,
         const char *aside,
         GError    **error)
{
  return tb_store_restore_closed (profile, backup, aside, NULL, error);
}

static const TbTransport *
connect_courier (TbEngine *engine)
{
  return tb_courier_get_transport (tb_courier_new (engine, NULL, NULL));
}

static void
disconnect_courier (const TbTransport *transport)
{
  g_object_unref (transport->self);
}

int
main (int    argc,
      char **argv)
{
  static const TbCtlHost host = {
    .open = open_engine,
    .recover = recover,
    .connect = connect_courier,
    .disconnect = disconnect_courier,
  };

  return tb_ctl_run (argc, argv, &host);
}
