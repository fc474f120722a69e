/* SPDX-License-Identifier: GPL-3.0-or-later
 * ticketbruecke: brings the window together with the store and the courier. */
#include "config.h"

#include "tb-application.h"
#include "tb-courier.h"
#include "tb-engine.h"
#include "tb-store.h"

#include <glib/gi18n.h>
#include <locale.h>

static TbEngine *
open_engine (const char *profile,
             TbClock    *clock,
             gboolean    is_inline,
             GError    **error)
{
  g_autoptr (TbClock) now = clock != NULL ? tb_clock_ref (clock) : tb_clock_new_real ();
  g_autoptr (TbStore) store = NULL;

  store = tb_store_open (profile, is_inline ? TB_STORE_INLINE : TB_STORE_DEFAULT, NULL, error);
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
  static const TbUiHost host = {
    .exists = tb_store_exists,
    .open = open_engine,
    .list_backups = tb_store_list_backups_of,
    .recover = recover,
    .connect = connect_courier,
    .disconnect = disconnect_courier,
  };
  const char *dir = g_getenv ("TICKETBRUECKE_LOCALEDIR");
  g_autoptr (TbApplication) application = NULL;

  /* A locale that is not installed leaves "C": English then. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL && *dir != '\0' ? dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Ticketbrücke");
  application = tb_application_new (&host);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
