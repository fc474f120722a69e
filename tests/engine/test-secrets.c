/* SPDX-License-Identifier: GPL-3.0-or-later
 * The random life of a chain of three, Nord to Alpen to Ost, with a word of its own in everything that must
 * stay in the house: every byte that goes out is kept and searched. TB_SECRET_COUNT: how many lives. */
#include "config.h"

#include "tb-corner.h"
#include "tb-money.h"
#include "tb-workflow.h"

#include <string.h>

/* In everything that never travels, to nobody. */
#define SECRET "GEHEIMNIS"
/* What the customer pays, and what is left of it: 98,765.43, and 98,765.43 less 85.00. */
#define CUSTOMER_RATE 9876543
#define RATE 8500
#define STEPS 160
#define N_TICKETS 3

typedef struct
{
  TbPair   pair;
  TbSide  *sides[3]; /* Nord, Alpen, Ost */
  GString *bytes[2]; /* of Nord with Alpen, of Alpen with Ost */
  GRand   *rand;
  guint    n_secret;
} Life;

static gint32
below (Life  *life,
       gint32 n)
{
  return g_rand_int_range (life->rand, 0, n);
}

/* What is refused just does not happen. */
static void
try_command (TbSide          *side,
             const TbCommand *command)
{
  g_auto (TbResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do (side->engine, command, &result, &error))
    g_assert_cmpuint (error->domain, ==, TB_PROBLEM);
}

static char *
random_ticket (Life   *life,
               TbSide *side)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 0, NULL);

  if (rows->len == 0)
    return NULL;
  return g_strdup (((TbListRow *)rows->pdata[below (life, (gint32)rows->len)])->number);
}

/* Of an item that is public the others read who wrote it; of one that is not, nobody must. */
static char *
say (Life       *life,
     TbSide     *side,
     const char *number,
     gboolean    is_secret)
{
  life->n_secret += is_secret;
  return g_strdup_printf ("VON-%s %s%s", side->name, is_secret ? SECRET : "offen", number);
}

static TbItemDraft
random_draft (Life    *life,
              gboolean is_lead_only)
{
  TbItemDraft draft = { .kind = (TbItemKind)below (life, TB_N_ITEM_KINDS) };

  draft.is_internal = below (life, 2) == 0;
  draft.minutes = 15;
  draft.unit_price = 4990;
  draft.is_question = below (life, 4) == 0;
  draft.file_name = "/home/" SECRET "/bericht.txt";
  /* The kind of work is Ost's to Alpen and Alpen's to Nord; of the lead only words travel. */
  draft.work_type = draft.is_internal || is_lead_only ? SECRET : "Fernwartung";
  draft.unit = draft.is_internal ? SECRET : "Stück";
  return draft;
}

static void
add_item (Life       *life,
          TbSide     *side,
          const char *number)
{
  TbItemDraft      draft = random_draft (life, side == life->sides[0]);
  g_autofree char *text = say (life, side, number, draft.is_internal);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_ADD_ITEM);

  /* Alpen is lead and service at once: what it calls its work goes to Nord. */
  draft.text = text;
  draft.bytes = draft.kind == TB_ITEM_FILE ? bytes : NULL;
  command.item = &draft;
  try_command (side, &command);
}

static void
change_item (Life       *life,
             TbSide     *side,
             const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  TbCommand        command = tb_corner_command_on (side, number, TB_COMMAND_EDIT_ITEM);
  TbItemDraft      draft = random_draft (life, side == life->sides[0]);
  g_autofree char *text = NULL;
  TbItemView      *item;

  if (view->items->len == 0)
    return;
  item = view->items->pdata[below (life, (gint32)view->items->len)];
  /* What is written into a partner's item stays here and cuts it. */
  text = say (life, side, number, draft.is_internal || item->record->partner != 0);
  draft.text = text;
  draft.kind = (TbItemKind)item->record->kind;
  draft.file_name = NULL;
  if (item->record->partner != 0)
    draft.work_type = draft.unit = SECRET;
  command.uuid = item->record->uuid;
  command.item = &draft;
  if (below (life, 4) == 0)
    command.type = TB_COMMAND_DELETE_ITEM;
  try_command (side, &command);
}

static void
outsource (Life       *life,
           TbSide     *side,
           const char *number)
{
  TbTerms   terms = TB_TERMS_EMPTY;
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_OUTSOURCE);

  terms.rate_kind = TB_RATE_HOURLY;
  terms.amount = RATE;
  terms.customer_rate = CUSTOMER_RATE;
  command.terms = &terms;
  command.partner = side == life->sides[0] ? "Alpen" : "Ost";
  /* A draft that is thrown away or written anew. */
  if (below (life, 3) == 0)
    {
      command.type = TB_COMMAND_SAVE_TERMS;
      terms.instructions = SECRET " Entwurf";
    }
  try_command (side, &command);
}

static void
act (Life       *life,
     TbSide     *side,
     const char *number)
{
  static const TbAction actions[] = { TB_ACTION_DISCARD, TB_ACTION_CANCEL, TB_ACTION_ACCEPT, TB_ACTION_ACCEPT,
                                      TB_ACTION_ACCEPT, TB_ACTION_DECLINE, TB_ACTION_SUBMIT, TB_ACTION_SUBMIT,
                                      TB_ACTION_APPROVE, TB_ACTION_REJECT, TB_ACTION_COMPLETE };
  TbCommand             command = tb_corner_command_on (side, number, TB_COMMAND_ACT);

  command.action = actions[below (life, G_N_ELEMENTS (actions))];
  command.reason = "Grund";
  command.organisation = "Lead";
  try_command (side, &command);
}

static void
set_field (Life       *life,
           TbSide     *side,
           const char *number)
{
  static const struct
  {
    const char *name;
    const char *value;
  } fields[] = {
    { "queue", SECRET },
    { "assignee", SECRET " Admin" },
    { "status", "In Bearbeitung" },
    { "status", "Eskaliert" },
    { "priority", "high" },
    { "taskfire", "on" },
  };
  const guint i = (guint)below (life, G_N_ELEMENTS (fields));
  TbCommand   command = tb_corner_command_on (side, number, TB_COMMAND_SET);

  command.name = fields[i].name;
  command.value = fields[i].value;
  if (below (life, 3) == 0)
    {
      command.type = TB_COMMAND_ALERT;
      command.text = SECRET " Vorsicht";
    }
  try_command (side, &command);
}

static void
write_draft (Life       *life,
             TbSide     *side,
             const char *number)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_DRAFT);

  command.draft_key = number;
  command.text = SECRET " noch nicht fertig";
  try_command (side, &command);
}

static void (*const deeds[]) (Life       *life,
                              TbSide     *side,
                              const char *number) = {
  add_item,
  add_item,
  add_item,
  change_item,
  change_item,
  outsource,
  outsource,
  act,
  act,
  act,
  act,
  set_field,
  write_draft,
};

static void
exchange (Life *life)
{
  tb_corner_exchange_recorded (life->sides[0], life->sides[1], life->bytes[0]);
  tb_corner_exchange_recorded (life->sides[1], life->sides[2], life->bytes[1]);
  tb_corner_exchange_recorded (life->sides[0], life->sides[1], life->bytes[0]);
}

/* ---- Setting up ---- */

static void
new_ticket (Life *life,
            guint i)
{
  g_autofree char    *customer = g_strdup_printf ("KUNDE-%u", i);
  const TbTicketDraft draft = { .title = "Drucker",
                                .description = "druckt nicht",
                                .organisation = customer,
                                .contact = "ANSPRECHPARTNER",
                                .town = "Kiel",
                                .queue = SECRET };
  const TbCommand     alert = { .type = TB_COMMAND_ORGANISATION_SET,
                                .organisation = customer,
                                .name = "alert",
                                .value = SECRET " zahlt nie" };

  tb_side_do (life->sides[0], (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, NULL);
  tb_side_do (life->sides[0], alert, NULL);
}

static void
life_start (Life   *life,
            guint32 seed)
{
  *life = (Life){ .rand = g_rand_new_with_seed (seed) };
  tb_pair_setup (&life->pair);
  tb_pair_add_third (&life->pair);
  life->sides[0] = &life->pair.lead;
  life->sides[1] = &life->pair.service;
  life->sides[2] = &life->pair.third;
  life->bytes[0] = g_string_new (NULL);
  life->bytes[1] = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (life->sides); i++)
    tb_corner_become (life->sides[i], SECRET " Admin", TB_PERMISSION_ALL);
  for (guint i = 0; i < N_TICKETS; i++)
    new_ticket (life, i);
}

static void
life_end (Life *life)
{
  g_string_free (life->bytes[0], TRUE);
  g_string_free (life->bytes[1], TRUE);
  g_rand_free (life->rand);
  tb_pair_teardown (&life->pair);
}

/* ---- Searching ---- */

static void
assert_absent (const GString *bytes,
               const char    *word,
               guint32        seed)
{
  const char *found = g_strstr_len (bytes->str, (gssize)bytes->len, word);

  if (found != NULL)
    g_error ("life %u: “%s” went out: …%.*s…", seed, word, 120, MAX (found - 60, bytes->str));
}

/* A customer is named to the partner only once it has taken the ticket on. */
static void
check_customers (Life   *life,
                 guint32 seed)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
  g_autoptr (GPtrArray) rows = tb_engine_list (life->sides[0]->engine, &query, 0, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (TbTicketView) view = tb_side_show (life->sides[0], ((TbListRow *)rows->pdata[i])->number);

      if (!view->ticket->was_accepted && view->organisation != NULL)
        {
          assert_absent (life->bytes[0], view->organisation->name, seed);
          assert_absent (life->bytes[1], view->organisation->name, seed);
        }
    }
}

static void
search (Life   *life,
        guint32 seed)
{
  g_autofree char *rate = tb_decimal_to_wire (CUSTOMER_RATE, 2);
  g_autofree char *margin = tb_decimal_to_wire (CUSTOMER_RATE - RATE, 2);

  for (guint i = 0; i < G_N_ELEMENTS (life->bytes); i++)
    {
      assert_absent (life->bytes[i], SECRET, seed);
      assert_absent (life->bytes[i], rate, seed);
      assert_absent (life->bytes[i], margin, seed);
      assert_absent (life->bytes[i], "9876543", seed);
    }
  /* Partners never learn of each other, and what came from one goes to no other. */
  assert_absent (life->bytes[0], "Ost", seed);
  assert_absent (life->bytes[1], "Nord", seed);
  check_customers (life, seed);
}

static void
play (guint32  seed,
      gboolean has_said[3])
{
  Life  life;
  guint i;

  life_start (&life, seed);
  for (i = 0; i < STEPS; i++)
    {
      TbSide          *side = life.sides[below (&life, 3)];
      g_autofree char *number = random_ticket (&life, side);

      tb_clock_advance (life.pair.clock, TB_SECOND);
      if (number != NULL)
        deeds[below (&life, G_N_ELEMENTS (deeds))](&life, side, number);
      if (below (&life, 4) == 0)
        exchange (&life);
    }
  exchange (&life);
  search (&life, seed);
  g_assert_cmpuint (life.n_secret, >, 5);
  has_said[0] = has_said[0] || strstr (life.bytes[0]->str, "VON-Nord offen") != NULL;
  has_said[1] = has_said[1] || strstr (life.bytes[0]->str, "VON-Alpen offen") != NULL;
  has_said[2] = has_said[2] || strstr (life.bytes[1]->str, "VON-Ost offen") != NULL;
  life_end (&life);
}

static void
test_no_secret_goes_out (void)
{
  const char *text = g_getenv ("TB_SECRET_COUNT");
  const guint count = text != NULL ? (guint)g_ascii_strtoull (text, NULL, 10) : 20;
  gboolean    has_said[3] = { FALSE };

  for (guint i = 0; i < count; i++)
    play (7000 + i, has_said);
  /* Nothing would be secret among those who say nothing. */
  g_assert_true (has_said[0] && has_said[1] && has_said[2]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/secrets/none-goes-out", test_no_secret_goes_out);
  return g_test_run ();
}
