/* SPDX-License-Identifier: GPL-3.0-or-later
 * The first questions to a new user. */
#include "config.h"

#include "tb-welcome.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-style.h"
#include "tb-text.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

struct _TbWelcome
{
  AdwBin parent_instance;

  TbFormField    *company;
  TbFormField    *user;
  GtkCheckButton *partners;
  GtkCheckButton *alone;
  GtkWidget      *address;
  TbFormField    *url;
  GtkLabel       *problem;
  GtkWidget      *begin_button;

  TbDesk *desk; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbWelcome, tb_welcome, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_DONE,
  SIGNAL_SAMPLE,
  SIGNAL_JOIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/** Answer: the settings that the page stores, in this order. */
typedef enum
{
  ANSWER_NOT_YET, /* a company with a name counts as set up unless this says no */
  ANSWER_COMPANY,
  ANSWER_USER,
  ANSWER_URL,
  ANSWER_MODE,
  ANSWER_ZONE,
  ANSWER_CURRENCY,
  ANSWER_SET_UP,
  N_ANSWERS,
} Answer;

/* ---- What the system knows ---- */

/* Returns: (transfer full): UTC where the system's zone has no name */
static char *
system_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);
  g_autoptr (GTimeZone) again = NULL;

  /* The system may call it by a path. */
  if (name != NULL && g_str_has_prefix (name, "/"))
    name = strstr (name, "zoneinfo/") != NULL ? strstr (name, "zoneinfo/") + strlen ("zoneinfo/") : NULL;
  again = name != NULL ? g_time_zone_new_identifier (name) : NULL;
  return g_strdup (again != NULL ? name : "UTC");
}

/* Returns: (transfer full): EUR where the locale names none */
static char *
system_currency (void)
{
  const char *symbol = localeconv ()->int_curr_symbol;

  return strlen (symbol) >= 3 ? g_strndup (symbol, 3) : g_strdup ("EUR");
}

/* The engine's first user has a made-up name; the system knows a better one. */
static const char *
guess_user_name (TbWelcome *self)
{
  const char *real = g_get_real_name ();

  if (real != NULL && *real != '\0' && !g_str_equal (real, "Unknown") && !g_str_equal (real, "root"))
    return real;
  return "";
}

/* ---- Answers ---- */

static gboolean
is_with_partners (TbWelcome *self)
{
  return gtk_check_button_get_active (self->partners);
}

static void
on_mode_changed_cb (TbWelcome *self)
{
  gtk_widget_set_visible (self->address, is_with_partners (self));
}

static void
on_changed_cb (TbWelcome *self)
{
  tb_dialog_set_problem (self->problem, NULL);
}

static void
show_error (TbWelcome    *self,
            guint         refused,
            const GError *error)
{
  TbFormField *fields[N_ANSWERS] = {
    [ANSWER_COMPANY] = self->company,
    [ANSWER_USER] = self->user,
    [ANSWER_URL] = self->url,
  };

  if (refused >= N_ANSWERS || fields[refused] == NULL)
    {
      tb_dialog_show_error (self->problem, error);
      return;
    }
  tb_form_field_show_error (fields[refused], error);
  gtk_widget_grab_focus (GTK_WIDGET (fields[refused]));
}

static void
on_stored_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (TbWelcome) self = data;
  g_autoptr (GError) error = NULL;
  guint    refused = 0;
  gboolean is_done = tb_dialog_do_all_finish (TB_ENGINE (object), result, &refused, &error);

  if (self->desk == NULL)
    return;
  gtk_widget_set_sensitive (self->begin_button, TRUE);
  if (is_done)
    g_signal_emit (self, signals[SIGNAL_DONE], 0);
  else
    show_error (self, refused, error);
}

/* Both required fields are looked at together, so that nobody mends one to hear of the other. */
static gboolean
is_complete (TbWelcome *self)
{
  static const char *const names[] = { "company", "user" };
  TbFormField             *fields[] = { self->company, self->user };
  TbFormField             *first = NULL;
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *typed = g_strstrip (g_strdup (tb_form_field_get_text (fields[i])));

      if (*typed != '\0')
        continue;
      tb_form_field_set_error (fields[i], g_str_equal (names[i], "user") ? _ ("Please enter your name.")
                                                                         : _ ("Please enter a name."));
      first = first != NULL ? first : fields[i];
    }
  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
  return first == NULL;
}

static void
on_begin_cb (TbWelcome *self)
{
  g_autofree char *zone = system_zone ();
  g_autofree char *currency = system_currency ();
  gboolean         has_partners = is_with_partners (self);
  TbCommand        commands[N_ANSWERS] = {
           [ANSWER_NOT_YET] = { .name = "set-up", .value = "off" },
           [ANSWER_COMPANY] = { .name = "name", .value = tb_form_field_get_text (self->company) },
           [ANSWER_USER] = { .type = TB_COMMAND_USER_SET,
                             .name = tb_desk_get_user_name (self->desk),
                             .value = "name",
                             .new_name = tb_form_field_get_text (self->user) },
           [ANSWER_URL] = { .name = "url", .value = has_partners ? tb_form_field_get_text (self->url) : "" },
           [ANSWER_MODE] = { .name = "mode", .value = has_partners ? "partners" : "alone" },
           [ANSWER_ZONE] = { .name = "timezone", .value = zone },
           [ANSWER_CURRENCY] = { .name = "currency", .value = currency },
           [ANSWER_SET_UP] = { .name = "set-up", .value = "on" },
  };

  tb_dialog_set_problem (self->problem, NULL);
  if (!gtk_widget_get_sensitive (self->begin_button) || !is_complete (self))
    return;
  gtk_widget_set_sensitive (self->begin_button, FALSE);
  tb_dialog_do_all_async (tb_desk_get_engine (self->desk), commands, N_ANSWERS, on_stored_cb,
                          g_object_ref (self));
}

static void
on_join_cb (TbWelcome *self)
{
  g_signal_emit (self, signals[SIGNAL_JOIN], 0);
}

static void
on_sample_cb (TbWelcome *self)
{
  g_signal_emit (self, signals[SIGNAL_SAMPLE], 0);
}

/* ---- Life ---- */

static void
set_desk (TbWelcome *self,
          TbDesk    *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  if (desk != NULL)
    {
      tb_form_field_set_text (self->company, tb_desk_get_company (desk));
      tb_form_field_set_text (self->user, guess_user_name (self));
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
tb_welcome_dispose (GObject *object)
{
  TbWelcome *self = TB_WELCOME (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_WELCOME);
  G_OBJECT_CLASS (tb_welcome_parent_class)->dispose (object);
}

static void
tb_welcome_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  if (prop_id == PROP_DESK)
    g_value_set_object (value, TB_WELCOME (object)->desk);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_welcome_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  if (prop_id == PROP_DESK)
    set_desk (TB_WELCOME (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_welcome_class_init (TbWelcomeClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_welcome_dispose;
  object_class->get_property = tb_welcome_get_property;
  object_class->set_property = tb_welcome_set_property;

  /**
   * TbWelcome:desk: whom the questions are asked of.
   */
  properties[PROP_DESK] =
    g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_DONE] =
    g_signal_new ("done", TB_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAMPLE] =
    g_signal_new ("sample", TB_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_JOIN] =
    g_signal_new ("join", TB_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, company);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, user);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, partners);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, alone);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, address);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, url);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, problem);
  gtk_widget_class_bind_template_child (widget_class, TbWelcome, begin_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_join_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sample_cb);
}

static void
tb_welcome_init (TbWelcome *self)
{
  tb_style_find_icon ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_dialog_name_rows (GTK_WIDGET (self));
}
