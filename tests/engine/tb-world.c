/* SPDX-License-Identifier: GPL-3.0-or-later
 * A world from a seed: who is in it, what befalls them, one story from its beginning to agreement. */
#include "config.h"

#include "tb-world.h"

#include <glib/gstdio.h>

/* 2026-11-23T08:00:00Z */
#define START G_GINT64_CONSTANT (1795420800000000)
#define STEPS 50

static const char *const names[TB_WORLD_ALL] = { "Nord", "Alpen", "Ost", "West", "Insel", "Postamt" };

void
tb_world_tell (TbWorld    *self,
               const char *format,
               ...)
{
  va_list args;

  g_string_append_printf (self->story, "%8.1f s  ", (double)(self->now - START) / TB_SECOND);
  va_start (args, format);
  g_string_append_vprintf (self->story, format, args);
  va_end (args);
  g_string_append_c (self->story, '\n');
}

void
tb_world_fail (TbWorld    *self,
               const char *format,
               ...)
{
  va_list args;

  if (self->failure != NULL)
    return;
  va_start (args, format);
  self->failure = g_strdup_vprintf (format, args);
  va_end (args);
}

gboolean
tb_world_chance (TbWorld *self,
                 double   p)
{
  return g_rand_double (self->rand) < p;
}

guint
tb_world_pick (TbWorld *self,
               guint    n)
{
  return n > 0 ? (guint)g_rand_int_range (self->rand, 0, (gint32)n) : 0;
}

void
tb_world_advance (TbWorld *self,
                  gint64   by)
{
  guint i;

  self->now += by;
  for (i = 0; i < TB_WORLD_ALL; i++)
    if (self->companies[i].clock != NULL)
      tb_clock_advance (self->companies[i].clock, by);
}

/* ---- What befalls them ---- */

static gboolean
on_store_step_cb (TbStoreStep step,
                  gpointer    data)
{
  gint *left = data;

  if (*left < 0)
    return FALSE;
  return (*left)-- == 0;
}

static void
plant_fault (TbWorld *self,
             guint    who)
{
  TbCompany *company = &self->companies[who];

  company->fault = g_rand_int_range (self->rand, 0, 25);
  tb_store_set_fault (company->side.store, on_store_step_cb, &company->fault);
}

static void
end_life (TbWorld *self,
          guint    who)
{
  self->companies[who].fault = -1;
  self->companies[who].life++;
  tb_world_forget (self, who);
}

static void
open_box (TbWorld *self,
          guint    who)
{
  if (who == TB_WORLD_POST)
    tb_engine_offer_mailbox (self->companies[who].side.engine, TRUE);
}

static void
crash (TbWorld *self,
       guint    who)
{
  tb_world_tell (self, "%s crashes and starts again", names[who]);
  end_life (self, who);
  tb_side_reopen (&self->companies[who].side);
  open_box (self, who);
}

void
tb_world_error (TbWorld    *self,
                guint       who,
                const char *what,
                GError     *error)
{
  if (g_error_matches (error, TB_STORE_ERROR, TB_STORE_ERROR_FAULT))
    crash (self, who);
  else
    tb_world_fail (self, "%s at %s: %s", what, names[who], error->message);
}

/* A backup now and then, to which a side goes back one day. */
static void
back_up (TbWorld *self,
         guint    who)
{
  TbCompany *company = &self->companies[who];

  g_free (company->backup);
  company->fault = -1;
  company->backup = tb_side_save (&company->side);
  g_ptr_array_set_size (company->erased, 0);
  tb_world_tell (self, "%s makes a backup", names[who]);
}

/* Those come back who were erased since: they are erased once more, as the window says. Else a message that
 * waited then has its old text again, and nobody can tell: its id is the same, and the partner may have got
 * it with the new one. */
static void
go_back (TbWorld *self,
         guint    who)
{
  TbCompany *company = &self->companies[who];
  guint      i;

  if (company->backup == NULL)
    return;
  tb_world_tell (self, "%s goes back to its backup", names[who]);
  end_life (self, who);
  tb_side_go_back (&company->side, company->backup);
  for (i = 0; i < company->erased->len; i++)
    tb_world_erase (self, who, company->erased->pdata[i]);
}

/* A copy of the profile is started elsewhere: it says nothing to anybody, and nobody is answered. */
static void
start_copy (TbWorld *self,
            guint    who)
{
  TbCompany       *company = &self->companies[who];
  g_autofree char *saved = tb_side_save (&company->side);
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GPtrArray) routes = NULL;
  TbSide copy = { 0 };
  gsize  size;

  tb_world_tell (self, "a copy of %s starts elsewhere", names[who]);
  company->fault = -1;
  tb_side_open (&copy, names[who], company->clock);
  path = g_build_filename (copy.dir, "ticketbruecke.db", NULL);
  g_assert_true (g_file_get_contents (saved, &bytes, &size, NULL));
  g_clear_object (&copy.engine);
  tb_store_close (copy.store);
  g_clear_object (&copy.store);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)size, NULL));
  copy.store = tb_store_open (copy.dir, TB_STORE_INLINE | TB_STORE_VOLATILE, NULL, NULL);
  copy.engine = tb_engine_new (copy.store, company->clock, NULL);
  routes = tb_engine_routes (copy.engine, NULL);
  if (routes->len > 0)
    tb_world_fail (self, "a copy of %s would talk to %s", names[who], ((TbRoute *)routes->pdata[0])->name);
  tb_side_close (&copy);
}

static void
set_clock (TbWorld *self,
           guint    who,
           gint64   skew)
{
  TbCompany *company = &self->companies[who];

  tb_clock_advance (company->clock, skew - company->skew);
  company->skew = skew;
  tb_world_tell (self, "the clock of %s is wrong by %d min", names[who], (int)(skew / TB_MINUTE));
}

static const struct
{
  guint  every; /* in how many seeds it happens at all: one of so many */
  double chance;
  void (*happen) (TbWorld *self,
                  guint    who);
} blows[] = {
  { 1, 0.02, crash },
  { 1, 0.06, plant_fault },
  { 3, 0.05, back_up },
  { 3, 0.04, go_back },
  { 7, 0.02, start_copy },
};

static void
befall (TbWorld *self)
{
  guint i;

  if (tb_world_chance (self, 0.04))
    self->is_cut = !self->is_cut;
  for (i = 0; i < G_N_ELEMENTS (blows); i++)
    if (self->seed % blows[i].every == 0 && tb_world_chance (self, blows[i].chance))
      blows[i].happen (self, tb_world_pick (self, self->n));
  if (self->box != NULL && tb_world_chance (self, 0.03))
    crash (self, TB_WORLD_POST);
  if (self->seed % 4 == 2 && tb_world_chance (self, 0.06))
    set_clock (self, tb_world_pick (self, self->n),
               tb_world_chance (self, 0.5) ? 0
                                           : g_rand_int_range (self->rand, -300, 300) * TB_MINUTE);
}

/* ---- Who is in it ---- */

static void
add_company (TbWorld *self,
             guint    who)
{
  TbCompany *company = &self->companies[who];

  company->clock = tb_clock_new_virtual (self->now);
  company->fault = -1;
  tb_side_open (&company->side, names[who], company->clock);
}

static void
set_url (TbWorld    *self,
         guint       who,
         const char *url)
{
  tb_side_do (&self->companies[who].side,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "url", .value = url }, NULL);
}

static gboolean
is_joined (TbWorld *self,
           guint    who,
           guint    n_partners)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->companies[who].side.engine, NULL);
  guint i, n = 0;

  for (i = 0; i < partners->len; i++)
    {
      TbPartnerView *view = partners->pdata[i];

      n += view->lead_state == TB_AGREEMENT_ACTIVE || view->service_state == TB_AGREEMENT_ACTIVE;
    }
  return n == n_partners;
}

static guint
count_partners (TbWorld *self,
                guint    who)
{
  guint i, n = 0;

  for (i = 0; i < self->n; i++)
    n += self->leads[who][i] || self->leads[i][who];
  return n;
}

/* Two who sit behind routers join by a box, all others as usual; the network is well meanwhile. */
static void
join (TbWorld *self,
      guint    lead,
      guint    service)
{
  TbCompany *a = &self->companies[lead];
  TbCompany *b = &self->companies[service];
  g_auto (TbResult) invited = { 0 };
  gboolean by_box = a->is_hidden && b->is_hidden;
  guint    i;

  set_url (self, lead, by_box ? "" : "http://127.0.0.1/lead");
  set_url (self, service, by_box ? "" : "http://127.0.0.1/service");
  tb_side_do (&a->side,
              (TbCommand){ .type = TB_COMMAND_INVITE,
                           .partner = names[service],
                           .value = by_box ? self->box : NULL },
              &invited);
  tb_side_do (&b->side, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  self->leads[lead][service] = TRUE;
  for (i = 0; i < 50 && !(is_joined (self, lead, count_partners (self, lead)) &&
                          is_joined (self, service, count_partners (self, service)));
       i++)
    {
      tb_world_advance (self, 10 * TB_SECOND);
      tb_world_turn (self);
    }
  g_assert_cmpuint (i, <, 50);
}

static void
add_post (TbWorld *self)
{
  g_auto (TbResult) result = { 0 };

  add_company (self, TB_WORLD_POST);
  open_box (self, TB_WORLD_POST);
  tb_side_do (&self->companies[TB_WORLD_POST].side,
              (TbCommand){ .type = TB_COMMAND_BOX_ADD, .name = "für zwei" }, &result);
  self->box = g_steal_pointer (&result.code);
}

/* A chain: each gives work to the next; now and then the first also to the third. */
static void
people (TbWorld *self)
{
  guint i, hidden = 0;

  for (i = 0; i < self->n; i++)
    {
      add_company (self, i);
      self->companies[i].is_hidden = tb_world_chance (self, 0.3);
      hidden += self->companies[i].is_hidden;
    }
  /* One box is for two: more than two hidden ones would need more. */
  for (i = self->n; hidden > 2 && i-- > 0;)
    {
      hidden -= self->companies[i].is_hidden;
      self->companies[i].is_hidden = FALSE;
    }
  for (i = 0; i + 1 < self->n; i++)
    if (self->companies[i].is_hidden && self->companies[i + 1].is_hidden)
      add_post (self);
  self->is_open = TRUE;
  for (i = 0; i + 1 < self->n; i++)
    join (self, i, i + 1);
  self->is_open = FALSE;
  for (i = 0; i < self->n; i++)
    set_url (self, i, self->companies[i].is_hidden ? "" : "http://127.0.0.1/here");
}

/* Every second story begins in the middle, so that the later statuses get their share. */
static void
begin_in_the_middle (TbWorld *self)
{
  TbSide          *lead = &self->companies[0].side;
  TbSide          *service = &self->companies[1].side;
  g_autofree char *number = tb_side_new_ticket (lead, "Mailserver");
  g_autofree char *offer = NULL;
  guint            i;

  tb_side_outsource (lead, number, names[1]);
  for (i = 0; i < 12; i++)
    {
      tb_world_advance (self, 10 * TB_SECOND);
      tb_world_turn (self);
      if (i != 5)
        continue;
      offer = tb_side_newest (service);
      tb_side_act (service, offer, TB_ACTION_ACCEPT, NULL);
    }
  tb_world_tell (self, "begins with %s accepted", number);
}

TbWorld *
tb_world_new (guint64 seed)
{
  /* How many take part, by the seed: mostly two, a chain of three, of four, of five. */
  static const guint sizes[] = { 2, 3, 2, 2, 3, 2, 4, 2, 3, 5 };
  TbWorld           *self = g_new0 (TbWorld, 1);
  guint              i;

  tb_random_seed (seed + 1);
  self->seed = seed;
  self->rand = g_rand_new_with_seed ((guint32)seed);
  self->n = sizes[seed % G_N_ELEMENTS (sizes)];
  self->liar = self->n > 2 && seed % 3 == 1 ? (gint)self->n - 1 : -1;
  self->story = g_string_new (NULL);
  self->trace = g_checksum_new (G_CHECKSUM_SHA256);
  self->messages = g_ptr_array_new_with_free_func (tb_world_message_free);
  self->heard = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_envelope_free);
  for (i = 0; i < TB_WORLD_ALL; i++)
    self->companies[i].erased = g_ptr_array_new_with_free_func (g_free);
  self->now = START;
  self->is_healed = TRUE;
  people (self);
  if (seed % 2 == 0)
    begin_in_the_middle (self);
  self->is_healed = FALSE;
  return self;
}

void
tb_world_free (TbWorld *self)
{
  guint i;

  for (i = 0; i < TB_WORLD_ALL; i++)
    {
      tb_world_forget (self, i);
      tb_side_close (&self->companies[i].side);
      g_clear_pointer (&self->companies[i].clock, tb_clock_unref);
      g_free (self->companies[i].backup);
      g_ptr_array_unref (self->companies[i].erased);
    }
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->heard);
  g_string_free (self->story, TRUE);
  g_checksum_free (self->trace);
  g_rand_free (self->rand);
  g_free (self->box);
  g_free (self->failure);
  g_free (self);
  tb_random_seed (0);
}

/* ---- One story ---- */

static void
tick (TbWorld *self)
{
  guint i;

  for (i = 0; i < TB_WORLD_ALL; i++)
    {
      TbEngine *engine = self->companies[i].side.engine;
      g_autoptr (GError) error = NULL;

      if (engine != NULL && !tb_engine_tick (engine, NULL, &error))
        tb_world_error (self, i, "tick", error);
    }
}

static void
step (TbWorld *self,
      guint    i)
{
  guint seconds = 1 + tb_world_pick (self, tb_world_chance (self, 0.06) ? 3600 : 20);

  befall (self);
  if (tb_world_chance (self, 0.75))
    tb_world_act (self, tb_world_pick (self, self->n));
  if (self->liar >= 0 && tb_world_chance (self, 0.25))
    tb_world_lie (self);
  tb_world_advance (self, seconds * TB_SECOND);
  tb_world_turn (self);
  if (tb_world_chance (self, 0.3))
    tick (self);
  if (self->is_thorough || i % 6 == 0)
    tb_world_check (self, i % self->n);
}

/* Until nobody has anything to say: long enough for every back-off, short enough that no signature grows
 * old. */
static void
come_to_rest (TbWorld *self)
{
  g_autofree char *restless = NULL;
  guint            round;

  for (round = 0; round < 80 && self->failure == NULL; round++)
    {
      tb_world_advance (self, round < 20 ? TB_MINUTE : TB_HOUR);
      tick (self);
      tb_world_turn (self);
      tb_world_advance (self, TB_SECOND);
      tb_world_turn (self);
      tb_world_turn (self);
      g_free (restless);
      restless = tb_world_find_restless (self);
      if (round > 3 && restless == NULL)
        return;
    }
  tb_world_fail (self, "they never come to rest: %s", restless);
}

static void
heal (TbWorld *self)
{
  guint i;

  tb_world_tell (self, "all is well again");
  self->is_cut = FALSE;
  self->is_healed = TRUE;
  for (i = 0; i < TB_WORLD_ALL; i++)
    {
      self->companies[i].fault = -1;
      tb_world_forget (self, i);
      if (self->companies[i].skew != 0)
        set_clock (self, i, 0);
    }
  g_ptr_array_set_size (self->messages, 0);
  /* Who has nothing to say is asked all the same, as after each start of the program. */
  self->is_forced = TRUE;
  tb_world_advance (self, TB_MINUTE);
  tb_world_turn (self);
  tb_world_turn (self);
  self->is_forced = FALSE;
  come_to_rest (self);
  /* What was due in the next day has come. */
  tb_world_advance (self, 30 * TB_HOUR);
  come_to_rest (self);
}

const char *
tb_world_play (TbWorld *self)
{
  guint i;

  for (i = 0; i < STEPS && self->failure == NULL; i++)
    step (self, i);
  if (self->failure == NULL)
    heal (self);
  for (i = 0; i < self->n && self->failure == NULL; i++)
    tb_world_check (self, i);
  if (self->failure == NULL)
    tb_world_compare (self);
  return self->failure;
}
