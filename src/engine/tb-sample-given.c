/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sample's tickets that are given away, up to the acceptance. */
#include "config.h"

#include "tb-sample-private.h"

/* clang-format off */
static const TbSampleTicket tickets[] = {
  { { -4, 1030 }, JENS, &tb_sample_shipping, TB_PRIORITY_MEDIUM, &tb_sample_server, { 9, 1700 }, FALSE,
    { "Zweigstelle Kempten: Umzug des Serverraums", "Kempten branch: move the server room" },
    { "Das Lager in Kempten zieht zwei Häuser weiter. Server, USV und Schrank müssen an einem Samstag "
      "umziehen, "
      "Montag früh muss alles laufen.",
      "The Kempten warehouse moves two houses down the road. Server, UPS and rack must move on a Saturday; "
      "on "
      "Monday morning everything must run." },
    { TB_RATE_HOURLY, 8900, 960, 40000, 12500, { 8, 1800 },
      { "Bitte vorher die Wege ausmessen. Hausmeister vor Ort: Herr Natterer.",
        "Please measure the ways before. The caretaker there is Mr Natterer." } },
    { ASSIGN (-4, 1035, JENS, JENS),
      SAVE (-2, 1545, JENS),
      TEXT (-2, 1550, JENS, INTERNAL, "Erst senden, wenn der Kunde den Termin bestätigt hat.",
        "Send it only when the customer has confirmed the date.") } },
  { { -2, 1240 }, MARLENE, &tb_sample_tax, TB_PRIORITY_LOW, &tb_sample_security, { 12, 1700 }, FALSE,
    { "Sicherheitsprüfung der Außenstelle Füssen", "Security check of the Füssen office" },
    { "Einmal im Jahr wird die Außenstelle geprüft: Zugänge, Virenschutz, Sicherung, Schranktür.",
      "Once a year the branch office is checked: access, virus protection, backup, rack door." },
    { TB_RATE_FLAT, 59000, 0, 0, 0, { 10, 1700 },
      { "Prüfliste hängt am Ticket.", "The check list is attached." } },
    { FILE_ (-2, 1245, MARLENE, "pruefliste.txt",
        "Prüfliste Außenstelle\n[ ] Konten ehemaliger Mitarbeiter\n[ ] Virenschutz aktuell\n[ ] Sicherung "
        "zurückgelesen\n[ ] Schrank verschlossen\n",
        "Check list\n[ ] accounts of former staff\n[ ] virus protection current\n[ ] backup read back\n"
        "[ ] rack locked\n"),
      SAVE (-1, 1410, MARLENE) } },
  { { -1, 1110 }, JENS, &tb_sample_hotel, TB_PRIORITY_HIGH, &tb_sample_network, { 4, 1200 }, FALSE,
    { "Schwesterhaus Sonthofen: Glasfaser einmessen", "Sister house in Sonthofen: measure the fibre" },
    { "Der Anbieter hat den Übergabepunkt gesetzt, aber es kommt kein Licht an. Vor Ort muss gemessen "
      "werden.",
      "The provider has installed the transfer point, but no light arrives. Somebody must measure on site." },
    { TB_RATE_HOURLY, 9200, 180, 5000, 12800, { 3, 1700 },
      { "Messprotokoll bitte als Datei anhängen.", "Please attach the measurement record." } },
    { ASSIGN (-1, 1112, JENS, JENS),
      SEND (-1, 1140, JENS) } },
  { { -1, 1455 }, AYLIN, &tb_sample_bakery, TB_PRIORITY_MEDIUM, &tb_sample_server, { 6, 1700 }, FALSE,
    { "Datenbank der Warenwirtschaft beschleunigen", "Make the stock database faster" },
    { "Der Tagesabschluss dauert inzwischen zwei Stunden. Vor einem Jahr waren es zehn Minuten.",
      "Closing the day takes two hours by now. A year ago it was ten minutes." },
    { TB_RATE_HOURLY, 9800, 300, 0, 13500, { 5, 1700 },
      { "Zugang per Fernwartung, nur nach 18 Uhr.", "Remote access, after 6 pm only." } },
    { ASSIGN (-1, 1456, AYLIN, AYLIN),
      SEND (0, -125, AYLIN) } },
  { { -5, 945 }, MARLENE, &tb_sample_clinic, TB_PRIORITY_HIGH, &tb_sample_security, { 1, 700 }, FALSE,
    { "Nachteinsatz: Firewall tauschen", "Night shift: replace the firewall" },
    { "Die Firewall wird nicht mehr mit Updates versorgt. Tausch nur nachts zwischen 22 und 5 Uhr möglich.",
      "The firewall gets no more updates. It can be replaced at night only, between 10 pm and 5 am." },
    { TB_RATE_FLAT, 128000, 0, 25000, 0, { -1, 600 },
      { "Ersatzgerät liegt beim Kunden bereit.", "The new device is at the customer’s." } },
    { ASSIGN (-5, 946, MARLENE, MARLENE),
      SEND (-5, 1015, MARLENE),
      SAY (-4, 905, LUKAS, DECLINE,
        "In den nächsten zwei Wochen haben wir nachts niemanden frei. Ab Monatsmitte gerne.",
        "We have nobody free at night for the next two weeks. Gladly after that.") } },
  { { -6, 1310 }, JENS, &tb_sample_cars, TB_PRIORITY_LOW, &tb_sample_desk, { 3, 900 }, FALSE,
    { "Leihgeräte für den Messestand", "Devices on loan for the fair" },
    { "Für den Stand in Friedrichshafen brauchen wir vier Tablets mit Ständer und einen Router.",
      "For the stand in Friedrichshafen we need four tablets with stands and a router." },
    { TB_RATE_NONE, 0, 0, 60000, 0, { 2, 1700 },
      { "Anlieferung direkt in Halle B2.", "Deliver directly to hall B2." } },
    { SEND (-6, 1330, JENS),
      ACT (-6, 1610, JENS, CANCEL),
      TEXT (-6, 1612, JENS, NOTE, "Der Kunde leiht die Geräte nun doch beim Veranstalter.",
        "The customer now borrows the devices from the organiser.") } },
  { { -2, 910 }, AYLIN, &tb_sample_hotel, TB_PRIORITY_MEDIUM, &tb_sample_desk, { 5, 1200 }, FALSE,
    { "Kassen in der Skihütte anschließen", "Connect the tills in the ski hut" },
    { "Zur Saison bekommt die Hütte am Nebelhorn zwei Kassen. Sie sind vorbereitet und müssen ans Netz.",
      "For the season the hut gets two tills. They are prepared and must be connected." },
    { TB_RATE_FLAT, 42000, 0, 8000, 0, { 4, 1600 },
      { "Bergbahn fährt ab 8:30 Uhr, Schlüssel an der Talstation.",
        "The cable car runs from 8:30; the key is at the valley station." } },
    { ASSIGN (-2, 912, AYLIN, AYLIN),
      SEND (-2, 930, AYLIN),
      ACT (-1, 845, LUKAS, ACCEPT),
      TEXT (-1, 1000, AYLIN, NOTE, "Die Hütte ist ab Mittwoch besetzt, bitte vorher kurz anrufen.",
        "Somebody is at the hut from Wednesday on; please call before.") } },
  { { -3, 1520 }, JENS, &tb_sample_tax, TB_PRIORITY_MEDIUM, &tb_sample_server, { 7, 1700 }, FALSE,
    { "Archivserver auf neue Version heben", "Upgrade the archive server" },
    { "Das Dokumentenarchiv verlangt die neue Datenbankversion. Bitte erst auf einer Kopie proben.",
      "The document archive wants the new database version. Please try it on a copy first." },
    { TB_RATE_HOURLY, 9500, 480, 0, 13000, { 6, 1700 },
      { "Sicherung vorher, Probelauf, dann Termin mit der Kanzlei abstimmen.",
        "Back up first, try, then agree on a date with the office." } },
    { ASSIGN (-3, 1522, JENS, JENS),
      SEND (-3, 1540, JENS),
      ACT (-2, 1030, REGINA, ACCEPT),
      FILE_ (-2, 1100, JENS, "zugang.txt",
        "Fernwartung über das Portal, Gerät ARCHIV-01.\nFreigabe durch Frau Lenz, werktags 8 bis 17 Uhr.\n",
        "Remote access through the portal, device ARCHIV-01.\nMs Lenz confirms it, working days 8 to "
        "17.\n") } },
};
/* clang-format on */

const TbSampleTicket *
tb_sample_tickets_given (guint *n)
{
  *n = G_N_ELEMENTS (tickets);
  return tickets;
}
