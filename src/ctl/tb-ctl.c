/* SPDX-License-Identifier: GPL-3.0-or-later
 * One run: locale, arguments, the profile, the command, what went wrong, the exit code. */
#include "config.h"

#include "tb-ctl-private.h"

#include <errno.h>
#include <locale.h>

enum
{
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_USAGE = 2,
};

static void
set_locale (void)
{
  const char *dir = g_getenv ("TICKETBRUECKE_LOCALEDIR");

  /* A locale that is not installed leaves "C": English then. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL && *dir != '\0' ? dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

const char *
tb_ctl_time_zone (TbCtl *self)
{
  g_autoptr (GError) error = NULL;

  if (self->zone == NULL)
    self->zone = tb_engine_get_config (self->engine, "timezone", &error);
  if (error != NULL)
    g_info ("cannot read the time zone: %s", error->message); /* shown in UTC then */
  return self->zone;
}

TbPermission
tb_ctl_permission (TbCtl *self)
{
  g_autoptr (GError) error = NULL;

  if (self->user == NULL)
    self->user = tb_engine_get_user (self->engine, &error);
  if (self->user == NULL)
    {
      g_info ("cannot read who acts: %s", error->message); /* sees the least then */
      return TB_PERMISSION_NONE;
    }
  return self->user->permission;
}

const TbTransport *
tb_ctl_transport (TbCtl *self)
{
  if (self->transport == NULL)
    self->transport = self->host->connect (self->engine);
  return self->transport;
}

static char *
default_profile (void)
{
  return g_build_filename (g_get_user_data_dir (), "ticketbruecke", NULL);
}

static gboolean
check_args (TbCtl   *self,
            GError **error)
{
  guint i;

  /* Paths may be any bytes; commands that take one as an argument read it themselves. */
  for (i = 0; i < self->args->len; i++)
    if (!g_utf8_validate (self->args->pdata[i], -1, NULL) &&
        !g_file_test (self->args->pdata[i], G_FILE_TEST_EXISTS))
      {
        tb_problem_set (error, TB_PROBLEM_BAD_ENCODING, NULL);
        return FALSE;
      }
  return TRUE;
}

static gboolean
run_command (TbCtl   *self,
             GError **error)
{
  if (!check_args (self, error))
    return FALSE;
  if (self->profile == NULL)
    self->profile = default_profile ();
  self->engine = self->host->open (self->profile, NULL, !self->command->delivers, error);
  /* What cannot be opened can be replaced. */
  if (self->engine == NULL && self->command->run == tb_ctl_backup_restore &&
      g_error_matches (*error, TB_STORE_ERROR, TB_STORE_ERROR_DAMAGED))
    {
      g_clear_error (error);
      return tb_ctl_backup_recover (self, error);
    }
  return self->engine != NULL && self->command->run (self, error);
}

static gboolean
run (TbCtl   *self,
     int      argc,
     char   **argv,
     GError **error)
{
  if (!tb_ctl_parse (self, argc, argv, error))
    return FALSE;
  if (self->wants_version)
    tb_ctl_print ("ticketbrueckectl %s\n", PACKAGE_VERSION);
  else if (self->wants_help)
    tb_ctl_print_help (self, stdout);
  else if (!run_command (self, error))
    return FALSE;
  /* A full disk or a closed pipe must not look like success. */
  if (fflush (stdout) != 0 || ferror (stdout))
    /* Translators: %s is the system's reason. */
    return tb_ctl_refuse (error, _ ("The answer cannot be written: %s"), g_strerror (errno));
  return TRUE;
}

static int
tell_error (TbCtl        *self,
            const GError *error)
{
  g_autofree char *text = NULL;

  fflush (stdout);
  if (g_error_matches (error, TB_CTL_ERROR, TB_CTL_ERROR_TOLD))
    return EXIT_FAILED;
  text = tb_ctl_describe (error);
  fprintf (stderr, "ticketbrueckectl: %s\n", text);
  if (!g_error_matches (error, TB_CTL_ERROR, TB_CTL_ERROR_USAGE))
    return EXIT_FAILED;
  tb_ctl_print_usage (self, stderr);
  return EXIT_USAGE;
}

/* The command has done its work all the same. */
static void
finish_backup (TbCtl *self)
{
  g_autofree char *failure = tb_engine_finish_backup (self->engine);

  if (failure != NULL)
    {
      /* Translators: %s is the system's reason. */
      g_autofree char *text = g_strdup_printf (_ ("Today's backup could not be made: %s"), failure);

      fprintf (stderr, "ticketbrueckectl: %s\n", text);
    }
}

static void
close_up (TbCtl *self)
{
  if (self->transport != NULL)
    self->host->disconnect (g_steal_pointer (&self->transport));
  if (self->engine != NULL)
    finish_backup (self);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->user, tb_user_record_unref);
  g_clear_pointer (&self->zone, g_free);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->options, g_hash_table_unref);
  g_clear_pointer (&self->args, g_ptr_array_unref);
}

int
tb_ctl_run (int              argc,
            char           **argv,
            const TbCtlHost *host)
{
  TbCtl self = { .host = host };
  g_autoptr (GError) error = NULL;
  int code = EXIT_DONE;

  g_return_val_if_fail (host != NULL, EXIT_FAILED);

  set_locale ();
  /* Standard output is the command's answer alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  self.options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.args = g_ptr_array_new_with_free_func (g_free);
  if (!run (&self, argc, argv, &error))
    code = tell_error (&self, error);
  close_up (&self);
  return code;
}
