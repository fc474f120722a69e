/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sets of tickets, a bit each. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

/* In pieces: of a few ids among many only a few are there. */
#define PIECE_WORDS 8
#define PIECE_IDS (PIECE_WORDS * 64)

struct _TbIdSet
{
  guint64 **pieces; /* (owned): NULL where there is none */
  gsize     n_pieces;
  gsize     n_ids;
};

TbIdSet *
tb_id_set_new (void)
{
  return g_new0 (TbIdSet, 1);
}

void
tb_id_set_add (TbIdSet *self,
               gint64   id)
{
  gsize         piece = (gsize)id / PIECE_IDS;
  const guint64 bit = G_GUINT64_CONSTANT (1) << (id % 64);
  guint64      *word;

  if (piece >= self->n_pieces)
    {
      gsize wanted = MAX (piece + 1, self->n_pieces * 2);

      self->pieces = g_renew (guint64 *, self->pieces, wanted);
      memset (self->pieces + self->n_pieces, 0, (wanted - self->n_pieces) * sizeof (guint64 *));
      self->n_pieces = wanted;
    }
  if (self->pieces[piece] == NULL)
    self->pieces[piece] = g_new0 (guint64, PIECE_WORDS);
  word = &self->pieces[piece][id % PIECE_IDS / 64];
  self->n_ids += (*word & bit) == 0 ? 1 : 0;
  *word |= bit;
}

void
tb_id_set_remove (TbIdSet *self,
                  gint64   id)
{
  self->pieces[id / PIECE_IDS][id % PIECE_IDS / 64] &= ~(G_GUINT64_CONSTANT (1) << (id % 64));
  self->n_ids--;
}

void
tb_id_set_free (TbIdSet *self)
{
  gsize i;

  for (i = 0; i < self->n_pieces; i++)
    g_free (self->pieces[i]);
  g_free (self->pieces);
  g_free (self);
}

gboolean
tb_id_set_contains (const TbIdSet *self,
                    gint64         id)
{
  gsize piece = (gsize)id / PIECE_IDS;

  return piece < self->n_pieces && self->pieces[piece] != NULL &&
         (self->pieces[piece][id % PIECE_IDS / 64] >> (id % 64) & 1) != 0;
}

gboolean
tb_id_set_next (const TbIdSet *self,
                gint64        *id)
{
  gint64 next;

  for (next = *id + 1; (gsize)next / PIECE_IDS < self->n_pieces; next++)
    {
      const guint64 *piece = self->pieces[next / PIECE_IDS];
      const guint64  left = piece != NULL ? piece[next % PIECE_IDS / 64] >> (next % 64) : 0;

      if (left != 0)
        {
          *id = next + __builtin_ctzll (left);
          return TRUE;
        }
      next |= piece != NULL ? 63 : PIECE_IDS - 1;
    }
  return FALSE;
}

gsize
tb_id_set_count (const TbIdSet *self)
{
  return self->n_ids;
}

void
tb_id_set_unite (TbIdSet       *self,
                 const TbIdSet *other)
{
  gint64 id = 0;

  while (tb_id_set_next (other, &id))
    tb_id_set_add (self, id);
}
