/* SPDX-License-Identifier: GPL-3.0-or-later
 * A packed body is one zlib stream (RFC 1950), as a rule with the words below as preset dictionary, whose
 * checksum stands in its head. A body of JSON begins with `{` and never with the first byte of such a stream,
 * so each tells by itself what it is, on every way; over HTTP its type is `application/zlib`.
 *
 * - Only bodies of batches are packed, and only to a partner whose last batch said that it unpacks them
 *   (`unpacks`, an older one does not): who says so no more, or answers 422, gets JSON again.
 * - What is signed is what is sent: `webhook-signature` is over the packed bytes. So nothing of a stranger is
 *   ever unpacked, and what a partner sends comes out up to the limit of a body of JSON and no further.
 * - How long something packed is tells a little of what is in it to who watches the line and can put words of
 *   his own beside it. Nothing in a batch is a secret of ours that is worth guessing so: keys, tokens and
 *   signatures never stand there. A join, whose share is secret, is not packed.
 *
 * Other words are another form: these are never changed. */
#include "config.h"

#include "tb-pack.h"

#include "tb-envelope.h"
#include "tb-problem.h"

#include <string.h>
#include <zlib.h>

/* Bodies from here on are packed with less pains: they cost time, and are well packed by what repeats. */
#define LARGE (16 * 1024)
#define PAINS_SMALL 9
#define PAINS_LARGE 1
/* A body up to here finds all of itself and all of the words in a small window. To begin with a large one
 * takes five times as long as to pack a short body, which somebody waits for. */
#define SHORT 4096
#define WINDOW_SHORT 13
#define MEMORY_SHORT 6
#define MEMORY_LEVEL 8
#define LEVEL_BITS 0xe0 /* and that there are words known beforehand */
#define HEAD_MODULUS 31
#define FIRST_GUESS 8 /* times longer when unpacked */

/* What tickets are written with, and then the protocol's own words. What stands most often comes last, where
 * it is reached with the fewest bits. */
static const char words[] =
  " the and to of is not with for on that was has been will please customer user computer printer"
  " server network router screen cable backup update password account access error message connection"
  " restart restarted replaced installed configured checked tested ordered delivered solved fixed"
  " working works again call back on site appointment today tomorrow der die das und nicht ist mit"
  " für von auf den dem des ein eine einen sich als war hat haben wird wurde wurden werden worden"
  " kann können noch bitte danke wieder nach bei beim zum zur aus im am ab bis seit oder aber auch"
  " nur schon jetzt heute morgen gestern Uhr Termin vor Ort Kunde Kundin Benutzer Anwender Mitarbeiter"
  " Arbeitsplatz Rechner PC Notebook Server Drucker Scanner Netzwerk Router Switch Firewall WLAN"
  " VPN Telefon Telefonanlage Monitor Bildschirm Tastatur Maus Kabel Netzteil Festplatte Speicher"
  " Datensicherung Backup Update Windows Outlook Office E-Mail Postfach Konto Kennwort Passwort"
  " Anmeldung angemeldet Zugriff Zugang Berechtigung Freigabe Laufwerk Ordner Datei Dateien Daten"
  " Datenbank Software Programm Lizenz Zertifikat installiert eingerichtet konfiguriert geprüft"
  " prüfen getestet ausgetauscht getauscht ersetzt bestellt geliefert behoben gelöst erledigt startet"
  " läuft funktioniert Fehler Fehlermeldung meldet Störung Problem Ausfall Verbindung Internet Leitung"
  " langsam defekt Neustart neu gestartet Rückruf telefonisch erreichbar Rückmeldung Angebot Rechnung"
  " Wartung Garantie Hersteller Techniker Ansprechpartner Ersatzteil Gerät Seriennummer Standort"
  " Büro Firma Herr Frau malformedunsupportednot-ownertoo-largestale-phasetoo-lateendedinactivealready-ap"
  "plied\"applied\":\"\"problem\":\"\"nacks\":[{\"event\":\"\"files\":[{\"engagement\":\"\"wishes"
  "\":[{\"sha256\":\"\"told\":\"since\":\"limit\":\"fetching\":true\"more\":true,\"above\":[\"erased"
  "\":{\"customer\":true\"state\":{\"step\":\"told\",\"last\":true,\"sent_at\":\"\"yours\":[\"cut"
  "\":[\"agreement\":{\"id\":\"\",\"state\":\"active\",\"role\":\"lead\"},invitedinactivedeclinedservice"
  "\"need\":[\"accepted_by\":\"\"accepted_at\":\"\"resource\":\"\"size\":\"sha256\":\"\"kind\":"
  "\"file\",\"deleted\":false,\"name\":\"\",\"content_type\":\"application/pdf\"image/png\"text/plain"
  "\"kind\":\"charge\",\"deleted\":false,\"date\":\"2026-\",\"text\":\"\",\"quantity\":\"1.000\""
  ",\"unit\":\"\",\"unit_price\":\"\"kind\":\"time\",\"deleted\":false,\"date\":\"2026-\",\"start"
  "\":\"2026-\",\"end\":\"2026-\",\"minutes\":30,\"work_type\":\"\",\"text\":\"\"customer\":{\"company"
  "\":\"\",\"contact\":\"\",\"address\":\"\",\"town\":\"\",\"phone\":\"\"}\"offer\":{\"number\":"
  "\"T2026\",\"title\":\"\",\"description\":\"\",\"priority\":\"normal\",\"town\":\"\",\"agreement"
  "\":\"\",\"terms\":{\"answer_by\":\"2026-\",\"complete_by\":\"2026-\",\"instructions\":\"\",\"kind"
  "\":\"hourly\",\"amount\":\"\",\"authorized_minutes\":\"authorized_charges\":\"\",\"currency\":"
  "\"EUR\"}}\"request\":\"accept\",\"reason\":\"\"declinestartsubmitcomplete\"status\":{\"status"
  "\":\"assigned\",\"epoch\":1,\"rev\":2,\"reason\":\"\",\"answers\":\"\",\"outcome\":\"done\","
  "\"problem\":\"\"refusedacceptedin-progresswaiting-approvalcanceled{\"unpacks\":1,\"epoch\":{"
  "\"number\":1,\"id\":\"\",\"at\":\"2026-\"},\"peer\":{\"number\":1,\"id\":\"\"},\"ack\":{\"seq"
  "\":\"event\":\"\"},\"head\":\"wait\":25}\"},\"events\":[{\"seq\":1,\"epoch\":1,\"event\":{\"id"
  "\":\"\",\"engagement\":\"\",\"n\":2,\"phase\":1,\"at\":\"2026-T00:00:00.000Z\",\"by\":{\"name"
  "\":\"\",\"id\":\"\"},\"ticket_number\":\"T2026.000\",\"items\":[{\"uuid\":\"\",\"rev\":1,\"kind"
  "\":\"note\",\"deleted\":false,\"text\":\"\",\"question\":false}]}}]}";

static void
refuse (GError  **error,
        TbProblem problem)
{
  tb_problem_set (error, problem, problem == TB_PROBLEM_MALFORMED ? "packed" : NULL);
}

/* Says of a small window that it were the large one, as which it can be read: by its first byte a packed body
 * is known. */
static void
write_head (guint8 *out)
{
  out[0] = TB_PACKED_BYTE;
  out[1] &= LEVEL_BITS;
  out[1] += HEAD_MODULUS - (out[0] * 256 + out[1]) % HEAD_MODULUS;
}

GBytes *
tb_pack (GBytes *body)
{
  z_stream    stream = { 0 };
  gsize       size;
  const void *data = g_bytes_get_data (body, &size);
  guint8     *out;
  int         code;

  g_return_val_if_fail (body != NULL && size <= G_MAXUINT32, NULL);

  if (size == 0)
    return NULL;
  if (deflateInit2 (&stream, size < LARGE ? PAINS_SMALL : PAINS_LARGE, Z_DEFLATED,
                    size <= SHORT ? WINDOW_SHORT : MAX_WBITS, size <= SHORT ? MEMORY_SHORT : MEMORY_LEVEL,
                    Z_FILTERED) != Z_OK ||
      deflateSetDictionary (&stream, (const Bytef *)words, sizeof words - 1) != Z_OK)
    g_error ("zlib: cannot begin");
  out = g_malloc (size);
  stream.next_in = (Bytef *)data;
  stream.avail_in = (uInt)size;
  stream.next_out = out;
  stream.avail_out = (uInt)size - 1;
  code = deflate (&stream, Z_FINISH);
  deflateEnd (&stream);
  if (code != Z_STREAM_END)
    {
      g_free (out);
      return NULL;
    }
  write_head (out);
  return g_bytes_new_take (out, stream.total_out);
}

/* Knows the words if the stream was packed with them. */
static int
inflate_some (z_stream *stream)
{
  int code = inflate (stream, Z_NO_FLUSH);

  if (code != Z_NEED_DICT)
    return code;
  code = inflateSetDictionary (stream, (const Bytef *)words, sizeof words - 1);
  return code == Z_OK ? inflate (stream, Z_NO_FLUSH) : code;
}

/* Grows what comes out by what comes out, to one byte more than may. Returns: %FALSE: @problem */
static gboolean
inflate_all (z_stream   *stream,
             GByteArray *out,
             gsize       max,
             TbProblem  *problem)
{
  gsize room = MIN ((gsize)stream->avail_in * FIRST_GUESS, max) + 1;
  int   code = Z_OK;

  while (code == Z_OK)
    {
      g_byte_array_set_size (out, (guint)room);
      stream->next_out = out->data + stream->total_out;
      stream->avail_out = (uInt)(room - stream->total_out);
      code = inflate_some (stream);
      room = MIN (room * 2, max + 1);
      if (stream->total_out > max)
        break;
    }
  g_byte_array_set_size (out, (guint)stream->total_out);
  *problem = stream->total_out > max ? TB_PROBLEM_TOO_LARGE : TB_PROBLEM_MALFORMED;
  return stream->total_out <= max && code == Z_STREAM_END && stream->avail_in == 0;
}

GBytes *
tb_unpack (GBytes  *body,
           gsize    max,
           GError **error)
{
  z_stream    stream = { 0 };
  GByteArray *out;
  TbProblem   problem;
  gsize       size;
  const void *data;
  gboolean    done;

  g_return_val_if_fail (body != NULL && max < G_MAXINT32, NULL);

  if (!tb_is_packed (body))
    return g_bytes_ref (body);
  data = g_bytes_get_data (body, &size);
  if (size > max)
    {
      refuse (error, TB_PROBLEM_TOO_LARGE);
      return NULL;
    }
  if (inflateInit (&stream) != Z_OK)
    g_error ("zlib: cannot begin");
  stream.next_in = (Bytef *)data;
  stream.avail_in = (uInt)size;
  out = g_byte_array_new ();
  done = inflate_all (&stream, out, max, &problem);
  inflateEnd (&stream);
  if (done)
    return g_byte_array_free_to_bytes (out);
  g_byte_array_unref (out);
  refuse (error, problem);
  return NULL;
}
