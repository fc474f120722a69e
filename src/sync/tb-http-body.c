/* SPDX-License-Identifier: GPL-3.0-or-later
 * The body of one request while it comes in. */
#include "config.h"

#include "tb-http-body-private.h"

#include <string.h>
#include <sys/mman.h>

#define LARGE (64 * 1024)

/** A mapping, and how long it is. */
typedef struct
{
  guint8 *data;
  gsize   size;
} Mapping;

static void
unmap (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->data, mapping->size);
  g_free (mapping);
}

void
_tb_http_body_init (TbHttpBody *self,
                    gsize       size)
{
  g_assert (self->data == NULL);

  self->size = size;
  self->length = 0;
  if (size < LARGE)
    {
      self->data = g_malloc (MAX (size, 1));
      return;
    }
  self->data = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->data == MAP_FAILED)
    g_error ("no memory for a body of %" G_GSIZE_FORMAT " bytes", size);
}

void
_tb_http_body_clear (TbHttpBody *self)
{
  if (self->data != NULL && self->size >= LARGE)
    munmap (self->data, self->size);
  else
    g_free (self->data);
  memset (self, 0, sizeof *self);
}

gsize
_tb_http_body_append (TbHttpBody   *self,
                      const guint8 *data,
                      gsize         length)
{
  gsize n = MIN (length, self->size - self->length);

  if (n > 0)
    memcpy (self->data + self->length, data, n);
  self->length += n;

  return n;
}

GBytes *
_tb_http_body_steal (TbHttpBody *self)
{
  GBytes *bytes;

  g_assert (self->length == self->size);

  if (self->size >= LARGE)
    {
      Mapping *mapping = g_new (Mapping, 1);

      mapping->data = self->data;
      mapping->size = self->size;
      bytes = g_bytes_new_with_free_func (self->data, self->size, unmap, mapping);
    }
  else
    {
      bytes = g_bytes_new_take (self->data, self->size);
    }
  memset (self, 0, sizeof *self);

  return bytes;
}
