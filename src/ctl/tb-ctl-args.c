/* SPDX-License-Identifier: GPL-3.0-or-later
 * Arguments: reading them by the table of commands, explaining that table, values as people type them. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-money.h"

#include <string.h>

/* clang-format off */
static const TbCtlOption global_options[] = {
  { "profile", N_("DIR"), N_("The folder of the profile; it is made when absent"), FALSE, TRUE },
  { "json", NULL, N_("Answer for machines, as JSON"), FALSE, FALSE },
  { "help", NULL, N_("Show this help"), FALSE, FALSE },
  { "version", NULL, N_("Show the version"), FALSE, FALSE },
  { NULL }
};
/* clang-format on */

/** Reading: how far the arguments are read. */
typedef struct
{
  TbCtl *self; /* (borrowed) */
  char **argv;
  int    argc;
  int    at;
  char  *group; /* (owned) (nullable): the first word of a command of two */
} Reading;

G_DEFINE_QUARK (tb - ctl - error - quark, tb_ctl_error)

static void refuse_valist (GError    **error,
                           TbCtlError  code,
                           const char *format,
                           va_list     args) G_GNUC_PRINTF (3, 0);

static void
refuse_valist (GError    **error,
               TbCtlError  code,
               const char *format,
               va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  g_set_error_literal (error, TB_CTL_ERROR, code, text);
}

gboolean
tb_ctl_refuse_usage (GError    **error,
                     const char *format,
                     ...)
{
  va_list args;

  va_start (args, format);
  refuse_valist (error, TB_CTL_ERROR_USAGE, format, args);
  va_end (args);
  return FALSE;
}

gboolean
tb_ctl_refuse (GError    **error,
               const char *format,
               ...)
{
  va_list args;

  va_start (args, format);
  refuse_valist (error, TB_CTL_ERROR_FAILED, format, args);
  va_end (args);
  return FALSE;
}

gboolean
tb_ctl_refuse_told (GError **error)
{
  g_set_error_literal (error, TB_CTL_ERROR, TB_CTL_ERROR_TOLD, "told");
  return FALSE;
}

/* ---- Reading the command line ---- */

static const TbCtlOption *
find_option (const TbCtlOption *options,
             const char        *name,
             gsize              length)
{
  for (; options != NULL && options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
      return options;
  return NULL;
}

/* Whether a command begins with @word as the first of two. */
static gboolean
is_group (const char *word)
{
  guint               n, i;
  const TbCtlCommand *commands = tb_ctl_commands (&n);
  g_autofree char    *prefix = g_strconcat (word, " ", NULL);

  for (i = 0; i < n; i++)
    if (g_str_has_prefix (commands[i].name, prefix))
      return TRUE;
  return FALSE;
}

static const TbCtlCommand *
find_command (const char *name)
{
  guint               n, i;
  const TbCtlCommand *commands = tb_ctl_commands (&n);

  for (i = 0; i < n; i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

/* The first word, or the first two, name the command. */
static gboolean
take_command_word (Reading    *reading,
                   const char *word,
                   GError    **error)
{
  TbCtl           *self = reading->self;
  g_autofree char *name = NULL;

  name = reading->group != NULL ? g_strconcat (reading->group, " ", word, NULL) : g_strdup (word);
  self->command = find_command (name);
  if (self->command != NULL)
    return TRUE;
  if (reading->group == NULL && is_group (word))
    {
      reading->group = g_steal_pointer (&name);
      return TRUE;
    }
  /* Translators: %s is what was typed as the name of a command. */
  return tb_ctl_refuse_usage (error, _ ("There is no command “%s”."), name);
}

static gboolean
set_option (Reading           *reading,
            const TbCtlOption *option,
            const char        *value,
            GError           **error)
{
  TbCtl *self = reading->self;

  if (!option->is_path && !g_utf8_validate (value, -1, NULL))
    {
      tb_problem_set (error, TB_PROBLEM_BAD_ENCODING, NULL);
      return FALSE;
    }
  if (option == &global_options[0])
    {
      g_free (self->profile);
      self->profile = g_strdup (value);
    }
  else if (option == &global_options[1])
    self->is_json = TRUE;
  else if (option == &global_options[2])
    self->wants_help = TRUE;
  else if (option == &global_options[3])
    self->wants_version = TRUE;
  else
    g_hash_table_insert (self->options, g_strdup (option->name), g_strdup (value));
  return TRUE;
}

static gboolean
take_option (Reading    *reading,
             const char *token,
             GError    **error)
{
  const char        *name = token + 2;
  const char        *equals = strchr (name, '=');
  gsize              length = equals != NULL ? (gsize)(equals - name) : strlen (name);
  const TbCtlOption *option = find_option (global_options, name, length);

  if (option == NULL && reading->self->command != NULL)
    option = find_option (reading->self->command->options, name, length);
  if (option == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (token, -1);

      /* Translators: %s is an option as it was typed, e.g. “--foo”. */
      return tb_ctl_refuse_usage (error, _ ("There is no option “%s” here."), shown);
    }
  if (option->argument == NULL)
    {
      if (equals != NULL)
        /* Translators: %s is an option without its dashes. */
        return tb_ctl_refuse_usage (error, _ ("The option “--%s” takes no value."), option->name);
      return set_option (reading, option, "", error);
    }
  if (equals != NULL)
    return set_option (reading, option, equals + 1, error);
  if (reading->at >= reading->argc)
    /* Translators: %s is an option without its dashes. */
    return tb_ctl_refuse_usage (error, _ ("The option “--%s” needs a value."), option->name);
  return set_option (reading, option, reading->argv[reading->at++], error);
}

static gboolean
check_complete (TbCtl   *self,
                GError **error)
{
  const TbCtlOption *option;

  if (self->args->len < self->command->min_args)
    return tb_ctl_refuse_usage (error, _ ("Something is missing."));
  if (self->args->len > self->command->max_args)
    {
      g_autofree char *shown = g_utf8_make_valid (self->args->pdata[self->command->max_args], -1);

      /* Translators: %s is the first argument too many. */
      return tb_ctl_refuse_usage (error, _ ("“%s” is too much. A text with spaces needs quotes."),
                                  shown);
    }
  for (option = self->command->options; option != NULL && option->name != NULL; option++)
    if (option->is_required && !tb_ctl_has_option (self, option->name))
      /* Translators: %s is an option without its dashes. */
      return tb_ctl_refuse_usage (error, _ ("The option “--%s” is missing."), option->name);
  return TRUE;
}

static gboolean
take_token (Reading    *reading,
            const char *token,
            gboolean   *only_args,
            GError    **error)
{
  if (!*only_args && strcmp (token, "--") == 0)
    {
      *only_args = TRUE;
      return TRUE;
    }
  if (!*only_args && strcmp (token, "-h") == 0)
    {
      reading->self->wants_help = TRUE;
      return TRUE;
    }
  if (!*only_args && g_str_has_prefix (token, "--"))
    return take_option (reading, token, error);
  if (reading->self->command == NULL)
    return take_command_word (reading, token, error);
  g_ptr_array_add (reading->self->args, g_strdup (token));
  return TRUE;
}

gboolean
tb_ctl_parse (TbCtl   *self,
              int      argc,
              char   **argv,
              GError **error)
{
  Reading  reading = { .self = self, .argv = argv, .argc = argc, .at = 1 };
  gboolean only_args = FALSE;
  gboolean done = TRUE;

  while (done && reading.at < argc)
    {
      const char *token = argv[reading.at++];

      done = take_token (&reading, token, &only_args, error);
    }
  if (done && !self->wants_help && !self->wants_version)
    {
      if (self->command != NULL)
        done = check_complete (self, error);
      else if (reading.group != NULL)
        /* Translators: %s is the first word of a command of two words, e.g. “partner”. */
        done = tb_ctl_refuse_usage (error, _ ("“%s” needs a second word that says what to do."),
                                    reading.group);
      else
        done = tb_ctl_refuse_usage (error, _ ("Which command?"));
    }
  /* Help about a group of commands finds them by this word. */
  if (self->command == NULL && reading.group != NULL)
    g_ptr_array_insert (self->args, 0, g_steal_pointer (&reading.group));
  g_free (reading.group);
  return done;
}

/* ---- Explaining ---- */

/* Two columns, the second at @indent at the least. */
static void
print_pair (FILE       *file,
            const char *left,
            const char *right,
            guint       indent)
{
  guint width = tb_ctl_width (left) + 2;

  if (width + 2 > indent)
    fprintf (file, "  %s\n%*s%s\n", left, (int)indent, "", right);
  else
    fprintf (file, "  %s%*s%s\n", left, (int)(indent - width), "", right);
}

static void
append_option (GString           *line,
               const TbCtlOption *option)
{
  g_string_append_printf (line, option->is_required ? " --%s" : " [--%s", option->name);
  if (option->argument != NULL)
    g_string_append_printf (line, " %s", _ (option->argument));
  if (!option->is_required)
    g_string_append_c (line, ']');
}

static char *
usage_line (const TbCtlCommand *command)
{
  GString           *line = g_string_new (command->name);
  const TbCtlOption *option;

  if (*command->usage != '\0')
    g_string_append_printf (line, " %s", _ (command->usage));
  for (option = command->options; option != NULL && option->name != NULL; option++)
    append_option (line, option);
  return g_string_free (line, FALSE);
}

static void
print_options (const TbCtlOption *options,
               FILE              *file)
{
  for (; options != NULL && options->name != NULL; options++)
    {
      g_autofree char *left = NULL;

      left = g_strdup_printf ("--%s%s%s", options->name, options->argument != NULL ? " " : "",
                              options->argument != NULL ? _ (options->argument) : "");
      print_pair (file, left, _ (options->help), 28);
    }
}

/* Whether the words typed so far can mean @command. */
static gboolean
is_meant (TbCtl              *self,
          const TbCtlCommand *command)
{
  const char *group = self->command == NULL && self->args->len > 0 ? self->args->pdata[0] : NULL;

  if (self->command != NULL)
    return command == self->command;
  return group == NULL || (g_str_has_prefix (command->name, group) && command->name[strlen (group)] == ' ');
}

void
tb_ctl_print_usage (TbCtl *self,
                    FILE  *file)
{
  guint               n, i;
  const TbCtlCommand *commands = tb_ctl_commands (&n);

  if (self->command == NULL && self->args->len == 0)
    {
      fprintf (file, "%s\n", _ ("Usage: ticketbrueckectl [--profile DIR] [--json] COMMAND …"));
      fprintf (file, "%s\n", _ ("“ticketbrueckectl --help” lists the commands."));
      return;
    }
  for (i = 0; i < n; i++)
    if (is_meant (self, &commands[i]))
      {
        g_autofree char *line = usage_line (&commands[i]);
        g_autofree char *text = NULL;

        /* Translators: %s is a command with its arguments. */
        text = g_strdup_printf (_ ("Usage: ticketbrueckectl %s"), line);
        fprintf (file, "%s\n", text);
      }
}

static void
print_command_help (TbCtl *self,
                    FILE  *file)
{
  tb_ctl_print_usage (self, file);
  fprintf (file, "\n%s\n", _ (self->command->help));
  if (self->command->options != NULL)
    {
      fprintf (file, "\n%s\n", _ ("Options:"));
      print_options (self->command->options, file);
    }
  fprintf (file, "\n%s\n", _ ("Options of all commands:"));
  print_options (global_options, file);
}

void
tb_ctl_print_help (TbCtl *self,
                   FILE  *file)
{
  guint               n, i;
  const TbCtlCommand *commands = tb_ctl_commands (&n);

  if (self->command != NULL)
    {
      print_command_help (self, file);
      return;
    }
  fprintf (file, "%s\n\n", _ ("Usage: ticketbrueckectl [--profile DIR] [--json] COMMAND …"));
  fprintf (file, "%s\n", _ ("Commands:"));
  for (i = 0; i < n; i++)
    if (is_meant (self, &commands[i]))
      {
        g_autofree char *left = g_strdup_printf ("%s %s", commands[i].name,
                                                 *commands[i].usage != '\0' ? _ (commands[i].usage) : "");

        print_pair (file, g_strchomp (left), _ (commands[i].help), 36);
      }
  fprintf (file, "\n%s\n", _ ("Options of all commands:"));
  print_options (global_options, file);
  fprintf (file, "\n%s\n", _ ("“ticketbrueckectl COMMAND --help” says more about a command."));
}

/* ---- Values ---- */

const char *
tb_ctl_arg (TbCtl *self,
            guint  index)
{
  return index < self->args->len ? self->args->pdata[index] : NULL;
}

const char *
tb_ctl_option (TbCtl      *self,
               const char *name)
{
  return g_hash_table_lookup (self->options, name);
}

gboolean
tb_ctl_has_option (TbCtl      *self,
                   const char *name)
{
  return g_hash_table_contains (self->options, name);
}

gboolean
tb_ctl_read_amount (TbCtl      *self,
                    const char *option,
                    gint64      empty,
                    gint64     *value,
                    GError    **error)
{
  const char *text = tb_ctl_option (self, option);

  if (text == NULL)
    return TRUE;
  if (*text == '\0')
    {
      *value = empty;
      return TRUE;
    }
  return tb_decimal_parse_user (text, 2, value, error);
}

gboolean
tb_ctl_read_time (TbCtl      *self,
                  const char *option,
                  gint64     *value,
                  GError    **error)
{
  const char *text = tb_ctl_option (self, option);

  if (text == NULL)
    return TRUE;
  if (*text == '\0')
    {
      *value = 0;
      return TRUE;
    }
  return tb_time_parse_user (text, tb_ctl_time_zone (self), tb_clock_now (tb_engine_get_clock (self->engine)),
                             value, error);
}

gboolean
tb_ctl_read_number (const char *text,
                    gint64      min,
                    gint64      max,
                    gint64     *value,
                    GError    **error)
{
  if (g_ascii_string_to_signed (text, 10, min, max, value, NULL))
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_BAD_NUMBER, text);
  return FALSE;
}

gint64
tb_ctl_read_ticket (TbCtl   *self,
                    GError **error)
{
  return tb_engine_find_ticket (self->engine, tb_ctl_arg (self, 0), error);
}
