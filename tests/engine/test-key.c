/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which key an invitation names: our own where partners find our certificate, none where a reverse proxy
 * shows its own. */
#include "config.h"

#include "tb-pair.h"

#include <string.h>

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/** Case: what is set, and whether the own key is named. */
typedef struct
{
  const char *url;
  const char *listen;      /* of the window's program */
  const char *listening;   /* of `serve` */
  const char *certificate; /* "" unset */
  gboolean    is_named;
} Case;

/* clang-format off */
static const Case cases[] = {
  /* Nobody has listened yet: as if it were here. */
  { "https://nord.example:8443", "", "", "", TRUE },
  { "https://nord.example:8443", "0.0.0.0:8443", "", "", TRUE },
  { "https://nord.example:8443", "[::]:8443", "", "auto", TRUE },
  { "https://nord.example:8443", "192.0.2.7:8443", "127.0.0.1:8443", "", TRUE },
  { "https://nord.example:8443", "", "192.0.2.7:8443", "", TRUE },
  /* Called from elsewhere, listening here only. */
  { "https://nord.example", "127.0.0.1:8080", "", "", FALSE },
  { "https://nord.example", "[::1]:8080", "", "", FALSE },
  { "https://nord.example", "", "localhost:8080", "", FALSE },
  { "https://nord.example", "127.0.0.1:8080", "127.0.0.2:8080", "auto", FALSE },
  /* Both on this machine. */
  { "https://127.0.0.1:8443", "127.0.0.1:8443", "", "", TRUE },
  { "https://localhost:8443", "127.0.0.1:8443", "", "", TRUE },
  { "https://[::1]:8443", "[::1]:8443", "", "", TRUE },
  /* Somebody knows better: a tunnel to this machine, a proxy on another. */
  { "https://nord.example", "127.0.0.1:8080", "", "own", TRUE },
  { "https://nord.example", "192.0.2.7:8443", "", "public", FALSE },
  { "https://127.0.0.1:8443", "127.0.0.1:8443", "", "public", FALSE },
  /* There is no certificate at all. */
  { "http://127.0.0.1:8080", "127.0.0.1:8080", "", "own", FALSE },
};
/* clang-format on */

static void
configure (TbSide     *side,
           const char *key,
           const char *value)
{
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = key, .value = value }, NULL);
}

static void
set_up (TbSide     *side,
        const Case *c)
{
  g_autoptr (GError) error = NULL;

  configure (side, "url", c->url);
  configure (side, "listen", c->listen);
  configure (side, "certificate", *c->certificate != '\0' ? c->certificate : "auto");
  g_assert_true (tb_engine_set_secret (side->engine, "listening", c->listening, &error));
  g_assert_no_error (error);
}

static void
test_invitation (void)
{
  TbClock *clock = tb_clock_new_virtual (G_GINT64_CONSTANT (1795420800000000));
  TbSide   side;
  guint    i;

  tb_side_open (&side, "Nord", clock);
  g_assert_true (tb_engine_set_secret (side.engine, "fingerprint", KEY, NULL));
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("Partner %u", i);
      TbResult         result = { 0 };

      set_up (&side, &cases[i]);
      tb_side_do (&side, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = name }, &result);
      g_test_message ("%u: %s, %s", i, cases[i].url, cases[i].listen);
      g_assert_true ((strstr (result.text, KEY) != NULL) == cases[i].is_named);
      tb_result_clear (&result);
    }
  tb_side_close (&side);
  tb_clock_unref (clock);
}

static void
test_what_is_no_choice (void)
{
  TbClock *clock = tb_clock_new_virtual (G_GINT64_CONSTANT (1795420800000000));
  TbSide   side;

  tb_side_open (&side, "Nord", clock);
  tb_side_refuse (&side,
                  (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "certificate", .value = "eigenes" },
                  TB_PROBLEM_BAD_VALUE);
  tb_side_close (&side);
  tb_clock_unref (clock);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/key/an-invitation-names-the-key-that-is-found", test_invitation);
  g_test_add_func ("/engine/key/a-wrong-choice-is-refused", test_what_is_no_choice);
  return g_test_run ();
}
