/* SPDX-License-Identifier: GPL-3.0-or-later
 * One valid body of each kind with every member set, as protocol.md has it; written by hand. */
#pragma once

#include <glib.h>

/* clang-format off */
#define SAMPLE_ENGAGEMENT "0123456789abcdef0123456789abcdef01234567"
#define SAMPLE_ID "0b6f3a52-8f4e-4c1d-9a77-2f1e5d3c4b01"
#define SAMPLE_OTHER_ID "9d1c2b3a-0000-4000-8000-00000000000a"
#define SAMPLE_SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SAMPLE_KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

#define SAMPLE_HEAD \
  "{\"id\":\"" SAMPLE_ID "\",\"engagement\":\"" SAMPLE_ENGAGEMENT "\",\"n\":7,\"phase\":1," \
  "\"at\":\"2026-11-23T09:41:00.123Z\",\"by\":{\"name\":\"Müller & Söhne\",\"id\":\"u-1\"},"

#define SAMPLE_OFFER \
  SAMPLE_HEAD "\"offer\":{\"number\":\"T20261123.0001\",\"title\":\"Drucker \\\"Süd\\\"\"," \
  "\"description\":\"Zeile 1\\nZeile 2\\t€ \\\\\",\"priority\":\"high\",\"town\":\"Köln\"," \
  "\"agreement\":\"" SAMPLE_OTHER_ID "\"," \
  "\"terms\":{\"answer_by\":\"2026-11-24T09:41:00.000Z\",\"complete_by\":\"2026-12-01T17:00:00.000Z\"," \
  "\"instructions\":\"Schlüssel beim Pförtner\",\"kind\":\"hourly\",\"amount\":\"85.00\"," \
  "\"authorized_minutes\":240," \
  "\"authorized_charges\":\"49.90\",\"currency\":\"EUR\"}}}"

#define SAMPLE_REQUEST \
  SAMPLE_HEAD "\"request\":\"decline\",\"reason\":\"Keine Zeit 😀\",\"ticket_number\":\"T20261123.0042\"}"

#define SAMPLE_STATUS \
  SAMPLE_HEAD "\"status\":{\"status\":\"waiting_approval\",\"epoch\":2,\"rev\":5,\"reason\":\"zu früh\"," \
  "\"answers\":\"" SAMPLE_OTHER_ID "\",\"outcome\":\"refused\",\"problem\":\"too-late\"," \
  "\"accepted_by\":\"Bit & Byte\"," \
  "\"accepted_at\":\"2026-11-23T08:00:00.500Z\"}}"

#define SAMPLE_NOTE \
  "{\"uuid\":\"" SAMPLE_OTHER_ID "\",\"rev\":1,\"kind\":\"note\",\"deleted\":false,\"text\":\"Hallo\"," \
  "\"question\":true}"
#define SAMPLE_TIME \
  "{\"uuid\":\"" SAMPLE_OTHER_ID "\",\"rev\":2,\"kind\":\"time\",\"deleted\":false,\"date\":\"2026-11-23\"," \
  "\"start\":\"2026-11-23T08:00:00.000Z\",\"end\":\"2026-11-23T09:30:00.000Z\",\"minutes\":90," \
  "\"work_type\":\"Vor Ort\"," \
  "\"text\":\"Getauscht\",\"resource\":\"Jana\"}"
#define SAMPLE_CHARGE \
  "{\"uuid\":\"" SAMPLE_OTHER_ID "\",\"rev\":3,\"kind\":\"charge\",\"deleted\":false," \
  "\"date\":\"2026-02-28\"," \
  "\"text\":\"Toner\",\"quantity\":\"2.500\",\"unit\":\"Stück\",\"unit_price\":\"-49.90\"}"
#define SAMPLE_FILE \
  "{\"uuid\":\"" SAMPLE_OTHER_ID "\",\"rev\":4,\"kind\":\"file\",\"deleted\":false," \
  "\"name\":\"Übergabe.pdf\"," \
  "\"content_type\":\"application/pdf\",\"size\":123456,\"sha256\":\"" SAMPLE_SHA "\"}"
#define SAMPLE_DELETED \
  "{\"uuid\":\"" SAMPLE_OTHER_ID "\",\"rev\":999999999999999,\"kind\":\"file\",\"deleted\":true}"
#define SAMPLE_ITEMS \
  SAMPLE_HEAD "\"ticket_number\":\"T20261123.0042\",\"items\":[" SAMPLE_NOTE "," SAMPLE_TIME \
  "," SAMPLE_CHARGE "," SAMPLE_FILE "," SAMPLE_DELETED "]}"

#define SAMPLE_CUSTOMER \
  SAMPLE_HEAD "\"customer\":{\"company\":\"Bäckerei Kern\",\"contact\":\"Frau Kern\"," \
  "\"address\":\"Hauptstr. 1\\n50667 Köln\",\"town\":\"Köln\",\"phone\":\"+49 221 1\"}}"

#define SAMPLE_AGREEMENT \
  "{\"id\":\"" SAMPLE_ID "\",\"agreement\":{\"id\":\"" SAMPLE_OTHER_ID "\",\"state\":\"inactive\"}," \
  "\"n\":3,\"at\":\"2026-11-23T09:41:00.123Z\",\"by\":{\"name\":\"Müller\",\"id\":\"u-1\"}}"

#define SAMPLE_BATCH_HEAD \
  "{\"epoch\":{\"number\":1,\"id\":\"abc123\",\"at\":\"2026-11-23T09:41:00.123Z\"}," \
  "\"ack\":{\"seq\":5,\"above\":[7,9]},\"nacks\":[{\"event\":\"" SAMPLE_ID "\"," \
  "\"problem\":\"not-owner\"}],\"more\":true,"
#define SAMPLE_BATCH \
  SAMPLE_BATCH_HEAD "\"events\":[{\"seq\":11,\"epoch\":1,\"event\":" SAMPLE_REQUEST "}," \
  "{\"seq\":12,\"epoch\":1,\"event\":" SAMPLE_AGREEMENT "}]}"

#define SAMPLE_STATE_REQUEST \
  "{\"engagements\":[\"" SAMPLE_ENGAGEMENT "\"]}"
#define SAMPLE_STATE_ANSWER \
  "{\"engagements\":[{\"engagement\":\"" SAMPLE_ENGAGEMENT "\",\"status\":\"in_progress\",\"epoch\":1," \
  "\"rev\":4,\"event\":\"" SAMPLE_ID "\",\"n_out\":9,\"n_in\":8," \
  "\"items\":[{\"uuid\":\"" SAMPLE_OTHER_ID "\"," \
  "\"rev\":2,\"hash\":\"" SAMPLE_SHA "\"}]}]}"
#define SAMPLE_FILE_PART \
  "{\"engagement\":\"" SAMPLE_ENGAGEMENT "\",\"sha256\":\"" SAMPLE_SHA "\",\"offset\":10,\"size\":13," \
  "\"data\":\"YWJj\"}"

#define SAMPLE_JOIN \
  "{\"version\":1,\"inviter\":\"inst-1\",\"accepter\":\"inst-2\",\"invitation\":\"" SAMPLE_ID "\"," \
  "\"name\":\"Bit & Byte\",\"url\":\"https://b.example:8443\",\"fingerprint\":\"" SAMPLE_SHA "\"," \
  "\"share\":\"" SAMPLE_KEY "\"," \
  "\"accept\":true}"
#define SAMPLE_JOIN_ANSWER \
  "{\"link\":\"l-1\",\"agreement\":\"" SAMPLE_ID "\",\"name\":\"Müller\",\"instance\":\"inst-1\"," \
  "\"features\":[\"pull\",\"mailbox\"]}"
#define SAMPLE_INVITE \
  "{\"ticketbruecke\":\"invitation\",\"version\":1,\"instance\":\"inst-1\",\"name\":\"Müller\"," \
  "\"url\":\"https://a.example\",\"fingerprint\":\"" SAMPLE_SHA "\",\"invitation\":\"" SAMPLE_OTHER_ID "\"," \
  "\"agreement\":\"" SAMPLE_ID "\",\"access_key\":\"" SAMPLE_KEY "\"," \
  "\"expires_at\":\"2026-12-07T09:41:00.000Z\"}"
/* clang-format on */

/** sample_replace: Returns: (transfer full): @text with the one @old in it replaced by @new */
char *sample_replace (const char *text,
                      const char *old,
                      const char *new);
