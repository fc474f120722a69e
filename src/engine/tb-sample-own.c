/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sample's tickets that stay in the house. */
#include "config.h"

#include "tb-sample-private.h"

/* clang-format off */
static const TbSampleTicket tickets[] = {
  { { -9, 845 }, JENS, &tb_sample_cars, TB_PRIORITY_LOW, &tb_sample_server, { -2, 1700 }, FALSE,
    { "USV im Technikraum meldet Akkufehler", "UPS in the equipment room reports a battery fault" },
    { "Die USV piept alle paar Minuten, im Display steht „Akku ersetzen“. Gerät ist von 2021.",
      "The UPS beeps every few minutes; its display says “replace battery”. The device is from 2021." },
    .steps = {
      ASSIGN (-9, 850, JENS, AYLIN),
      TEXT (-9, 1020, AYLIN, NOTE,
        "Akkusatz bestellt, Lieferung laut Händler in sechs bis acht Tagen.",
        "Battery set ordered; the dealer says six to eight days."),
      STATUS (-9, 1021, AYLIN, 3),
      TEXT (-3, 1105, AYLIN, INTERNAL,
        "Lieferung verspätet sich noch einmal, neuer Termin unklar. Kunde weiß Bescheid.",
        "The delivery is late again, no new date yet. The customer knows."),
    } },
  { { -8, 1010 }, MARLENE, &tb_sample_painter, TB_PRIORITY_MEDIUM, &tb_sample_desk, { -7, 1600 }, FALSE,
    { "Angebotsdatei lässt sich nicht öffnen", "A quotation file cannot be opened" },
    { "Beim Öffnen der Datei vom Dienstag kommt „beschädigt“. Wir brauchen sie bis morgen Mittag.",
      "Opening Tuesday’s file says “damaged”. We need it by noon tomorrow." },
    .steps = {
      ASSIGN (-8, 1015, MARLENE, MARLENE),
      TIME (-8, 1110, MARLENE, 25, "Vorversion von gestern aus der Sicherung geholt und geprüft.",
        "Took yesterday’s version from the backup and checked it."),
      TEXT (-8, 1115, MARLENE, NOTE, "Datei liegt wieder am alten Platz, Herr Brandt hat sie geöffnet.",
        "The file is back at its place; Mr Brandt has opened it."),
      STATUS (-8, 1120, MARLENE, 5),
    } },
  { { -7, 920 }, JENS, &tb_sample_school, TB_PRIORITY_LOW, &tb_sample_desk, { 6, 1500 }, FALSE,
    { "30 Tablets in die Verwaltung aufnehmen", "Enrol 30 tablets" },
    { "Die neuen Tablets für den Jahrgang 7 sind da. Bitte mit Namensschildern versehen, einbinden und die "
      "üblichen Lernprogramme aufspielen. Die Ladewagen stehen in Raum 114.",
      "The new tablets for year 7 are here. Please label and enrol them and install the usual programs. The "
      "charging carts are in room 114." },
    .steps = {
      ASSIGN (-6, 900, JENS, AYLIN),
      STATUS (-6, 905, AYLIN, 1),
      TIME (-5, 1230, AYLIN, 180, "Die ersten zwölf Geräte eingerichtet und beschriftet.",
        "Set up and labelled the first twelve devices."),
      TIME (-4, 1215, AYLIN, 150, "Zehn weitere eingerichtet; eines mit Displaybruch zurückgelegt.",
        "Set up ten more; put one with a broken screen aside."),
      FILE_ (-4, 1220, AYLIN, "tablets-raum-114.txt",
        "Tablets Jahrgang 7, Stand nach dem zweiten Tag\n\n01-12  fertig\n13-22  fertig\n23     "
        "Displaybruch, "
        "Reklamation\n24-30  offen\n",
        "Tablets of year 7 after the second day\n\n01-12  done\n13-22  done\n23     broken screen, claim\n"
        "24-30  open\n"),
    } },
  { { -6, 1440 }, JENS, &tb_sample_clinic, TB_PRIORITY_HIGH, &tb_sample_security, { 2, 1200 }, FALSE,
    { "Zertifikat des Terminportals läuft ab", "The certificate of the booking portal expires" },
    { "Die Überwachung warnt: Das Zertifikat von termine.praxisklinik-nord.example ist nur noch wenige Tage "
      "gültig. Die automatische Erneuerung ist zweimal gescheitert.",
      "The monitoring warns: the certificate of termine.praxisklinik-nord.example is valid for a few more "
      "days "
      "only. The automatic renewal has failed twice." },
    .steps = {
      ASSIGN (-6, 1445, JENS, JENS),
      STATUS (-5, 915, JENS, 1),
      TEXT (-5, 930, JENS, NOTE, "Ursache: Der Namenseintrag zeigt seit dem Umzug auf die alte Adresse.",
        "Cause: since the move the name record points to the old address."),
    } },
  { { -5, 1130 }, AYLIN, &tb_sample_shipping, TB_PRIORITY_MEDIUM, &tb_sample_network, { -1, 1500 }, FALSE,
    { "VPN aus dem Homeoffice sehr langsam", "VPN from home is very slow" },
    { "Seit Montag dauert das Öffnen von Frachtpapieren über VPN fast eine Minute. Im Büro ist alles normal. "
      "Betroffen sind mindestens fünf Kolleginnen.",
      "Since Monday opening freight papers over VPN takes nearly a minute. In the office all is well. At "
      "least "
      "five colleagues are affected." },
    .steps = {
      ASSIGN (-5, 1132, AYLIN, AYLIN),
      STATUS (-5, 1330, AYLIN, 1),
      TIME (-4, 1000, AYLIN, 45, "Durchsatz gemessen: 6 Mbit/s statt 80. Kein Verlust auf der Leitung.",
        "Measured the throughput: 6 Mbit/s instead of 80. No loss on the line."),
      STATUS (-3, 1400, AYLIN, 4),
    } },
  { { -5, 1520 }, MARLENE, &tb_sample_tax, TB_PRIORITY_MEDIUM, &tb_sample_server, { -4, 1200 }, FALSE,
    { "Postfach voll, Mails kommen zurück", "Mailbox full, mails bounce" },
    { "Mandanten bekommen ihre Mails an kanzlei@ zurück mit „Postfach voll“. Bitte schnell vergrößern.",
      "Clients get their mails to the office back with “mailbox full”. Please enlarge it soon." },
    .steps = {
      ASSIGN (-5, 1522, MARLENE, JENS),
      TIME (-5, 1600, JENS, 20, "Grenze auf 50 GB erhöht, Archivregel für Mails älter als zwei Jahre "
        "gesetzt.",
        "Raised the limit to 50 GB; mails older than two years go to the archive."),
      STATUS (-5, 1605, JENS, 5),
    } },
  { { -4, 810 }, JENS, &tb_sample_bakery, TB_PRIORITY_CRITICAL, &tb_sample_desk, { -4, 1000 }, FALSE,
    { "Kasse Filiale Markt: Bondrucker offline", "Till at the market branch: receipt printer offline" },
    { "Seit Ladenöffnung kein Bon mehr. Die Schlange steht bis auf die Straße!",
      "No receipts since we opened. The queue reaches the street!" },
    .steps = {
      ASSIGN (-4, 812, JENS, AYLIN),
      TIME (-4, 850, AYLIN, 30, "Netzteil des Switches unter dem Tresen war gezogen. Angeleitet, alles "
        "läuft.",
        "The power supply of the switch under the counter was unplugged. Talked them through; all works."),
      TEXT (-4, 852, AYLIN, INTERNAL, "Beim nächsten Besuch das Netzteil mit einer Klemme sichern.",
        "Secure the plug with a clamp at the next visit."),
      STATUS (-4, 855, AYLIN, 5),
    } },
  { { -4, 1345 }, MARLENE, &tb_sample_hotel, TB_PRIORITY_HIGH, &tb_sample_network, { 1, 1000 }, FALSE,
    { "WLAN im Frühstücksraum bricht ab", "Wi-Fi drops out in the breakfast room" },
    { "Gäste beschweren sich jeden Morgen zwischen 8 und 9 Uhr: Das WLAN zeigt vollen Empfang, aber nichts "
      "lädt. "
      "In den Zimmern ist alles gut.",
      "Guests complain every morning between 8 and 9: the Wi-Fi shows full strength, but nothing loads. In "
      "the "
      "rooms all is well." },
    .steps = {
      ASSIGN (-4, 1350, MARLENE, JENS),
      STATUS (-3, 905, JENS, 1),
      TEXT (-3, 910, JENS, NOTE,
        "Der Adressbereich des Gästenetzes ist um 8:20 Uhr erschöpft: 120 Adressen, Ausleihe 24 Stunden.",
        "The guest network runs out of addresses at 8:20: 120 addresses, leased for 24 hours."),
      TEXT (-3, 1600, JENS, ORGANISATION_ALERT,
        "Vertrag mit Hotel Seeblick endet am Jahresende. Vor größeren Arbeiten bitte Marlene fragen.",
        "The contract with Hotel Seeblick ends with the year. Ask Marlene before larger work."),
    } },
  { { -3, 1005 }, JENS, &tb_sample_cars, TB_PRIORITY_MEDIUM, &tb_sample_desk, { 4, 1700 }, FALSE,
    { "Neuer Arbeitsplatz für die Werkstattannahme", "A new workplace for the service desk" },
    { "Wir stellen eine dritte Theke auf. Gebraucht werden Rechner, zwei Bildschirme, Bondrucker und ein "
      "Telefon. "
      "Netzwerkdosen sind gelegt, aber nicht aufgeschaltet.",
      "We set up a third counter. We need a computer, two screens, a receipt printer and a telephone. The "
      "sockets "
      "are there but not connected." },
    .steps = {
      ASSIGN (-3, 1010, JENS, MARLENE),
      CHARGE (-2, 1015, MARLENE, 21900, 2000, "Bildschirm 27 Zoll", "27-inch screen"),
      CHARGE (-2, 1016, MARLENE, 78900, 0, "Kompaktrechner mit Einrichtung", "Compact computer, set up"),
      STATUS (-2, 1020, MARLENE, 3),
    } },
  { { -3, 1410 }, AYLIN, &tb_sample_clinic, TB_PRIORITY_CRITICAL, &tb_sample_server, { -1, 900 }, FALSE,
    { "Sicherung der Röntgenbilder schlägt fehl", "Backup of the X-ray images fails" },
    { "Die nächtliche Sicherung des Bildarchivs bricht nach vier Stunden ab. Letzter guter Stand: Freitag.",
      "The nightly backup of the image archive breaks off after four hours. Last good state: Friday." },
    .steps = {
      ASSIGN (-3, 1412, AYLIN, JENS),
      STATUS (-3, 1430, JENS, 1),
      TIME (-2, 945, JENS, 90, "Zielspeicher zu 98 % voll; alte Stände ausgedünnt und Lauf neu gestartet.",
        "The target is 98 % full; thinned out old states and started again."),
      TEXT (-1, 820, JENS, NOTE, "Lauf heute Nacht durch, aber mit 311 übersprungenen Dateien. Liste liegt "
        "bei.",
        "Tonight’s run finished but skipped 311 files. The list is attached."),
      FILE_ (-1, 822, JENS, "uebersprungen.csv",
        "pfad;grund\narchiv/2019/04/aufnahme-0412.dcm;gesperrt\narchiv/2019/04/aufnahme-0413.dcm;gesperrt\n",
        "path;reason\narchive/2019/04/image-0412.dcm;locked\narchive/2019/04/image-0413.dcm;locked\n"),
    } },
  { { -2, 835 }, MARLENE, &tb_sample_shipping, TB_PRIORITY_MEDIUM, &tb_sample_desk, { 3, 900 }, TRUE,
    { "Neue Mitarbeiterin: Konto, Laptop, Zugänge", "New colleague: account, laptop, access" },
    { "Frau Riemann beginnt nächste Woche in der Befrachtung. Bitte Konto, Postfach, Laptop mit "
      "Dockingstation und "
      "die Rechte wie bei Herrn Dwenger.",
      "Ms Riemann starts in chartering next week. Please an account, a mailbox, a laptop with dock, and the "
      "same "
      "rights as Mr Dwenger." },
    .steps = {
      ASSIGN (-2, 840, MARLENE, AYLIN),
      STATUS (-1, 930, AYLIN, 1),
      TEXT (-1, 935, AYLIN, NOTE, "Konto und Postfach sind angelegt, der Laptop wird heute bespielt.",
        "Account and mailbox are there; the laptop is being set up today."),
    } },
  { { -2, 1115 }, JENS, &tb_sample_cars, TB_PRIORITY_HIGH, &tb_sample_security, { -1, 1200 }, FALSE,
    { "Link in angeblicher Paketmail angeklickt", "Clicked a link in a fake parcel mail" },
    { "Ein Lehrling hat auf den Link geklickt und sein Passwort eingegeben. Er hat es uns sofort gesagt.",
      "An apprentice clicked the link and typed his password. He told us at once." },
    .steps = {
      ASSIGN (-2, 1116, JENS, JENS),
      TIME (-2, 1150, JENS, 40, "Passwort zurückgesetzt, Sitzungen beendet, Anmeldungen der letzten 24 h "
        "geprüft.",
        "Reset the password, ended the sessions, checked the sign-ins of the last 24 hours."),
      TEXT (-2, 1155, JENS, INTERNAL, "Keine fremde Anmeldung gefunden. Großes Lob an den Lehrling.",
        "No foreign sign-in found. Praise for the apprentice."),
      STATUS (-2, 1200, JENS, 5),
    } },
  { { -2, 1530 }, AYLIN, &tb_sample_bakery, TB_PRIORITY_LOW, &tb_sample_network, { 5, 1200 }, FALSE,
    { "Telefonanlage: Ansage für die Feiertage", "Telephone system: announcement for the holidays" },
    { "Bitte vom 24. bis 26. die Ansage mit den geänderten Öffnungszeiten schalten. Text kommt noch.",
      "Please play the announcement with the changed hours from the 24th to the 26th. The text will "
      "follow." },
    .steps = {
      ASSIGN (-2, 1535, AYLIN, AYLIN),
      STATUS (-1, 1000, AYLIN, 2),
    } },
  { { -1, 905 }, MARLENE, &tb_sample_hotel, TB_PRIORITY_CRITICAL, &tb_sample_desk, { 0, 150 }, FALSE,
    { "Zimmerkarten lassen sich nicht schreiben", "Room cards cannot be written" },
    { "Das Schreibgerät an der Rezeption meldet „keine Verbindung“. Heute reist eine Gruppe mit 38 Personen "
      "an.",
      "The writer at the reception says “no connection”. A group of 38 arrives today." },
    .steps = {
      ASSIGN (-1, 906, MARLENE, MARLENE),
      STATUS (-1, 940, MARLENE, 1),
      TIME (-1, 1040, MARLENE, 55, "Treiber nach dem Update neu eingerichtet; Gerät schreibt wieder, aber "
        "langsam.",
        "Set up the driver again after the update; the device writes again, but slowly."),
    } },
  { { -1, 1320 }, AYLIN, &tb_sample_school, TB_PRIORITY_LOW, &tb_sample_desk, { 2, 1400 }, FALSE,
    { "Drucker im Lehrerzimmer druckt leere Seiten", "The printer in the staff room prints empty pages" },
    { "Jede zweite Seite kommt leer heraus. Toner ist neu.",
      "Every second page comes out empty. The toner is new." },
    .steps = { ASSIGN (-1, 1325, AYLIN, AYLIN) } },
  { { -1, 1550 }, JENS, &tb_sample_painter, TB_PRIORITY_HIGH, &tb_sample_security, { 0, 45 }, FALSE,
    { "Diensthandy verloren, bitte sperren", "Company phone lost, please lock it" },
    { "Ich habe mein Handy auf der Baustelle in Laboe verloren. Bitte sperren und löschen.",
      "I lost my phone on the site in Laboe. Please lock and wipe it." },
    .steps = {
      ASSIGN (-1, 1552, JENS, JENS),
      TEXT (-1, 1600, JENS, NOTE, "Gerät gesperrt, Löschbefehl gesendet. Das Gerät hat noch nicht "
        "geantwortet.",
        "Device locked, wipe sent. The device has not answered yet."),
      STATUS (-1, 1601, JENS, 1),
      TEXT (-1, 1605, JENS, ALERT, "Rückruf nur über das Festnetz der Werkstatt, das Handy ist weg.",
        "Call back on the workshop’s landline only; the phone is gone."),
    } },
  { { 0, -170 }, AYLIN, &tb_sample_tax, TB_PRIORITY_HIGH, &tb_sample_desk, { 0, 240 }, FALSE,
    { "Kanzleisoftware startet nach Update nicht", "Office software does not start after an update" },
    { "Nach dem Update heute früh bleibt an vier von neun Plätzen der Startbildschirm stehen.",
      "After this morning’s update four of nine workplaces hang at the start screen." },
    .steps = {
      ASSIGN (0, -165, AYLIN, MARLENE),
      STATUS (0, -150, MARLENE, 1),
      TEXT (0, -95, MARLENE, NOTE, "An den vier Plätzen fehlt die neue Laufzeitumgebung. Verteilung läuft.",
        "The four workplaces lack the new runtime. It is being rolled out."),
    } },
  { { 0, -35 }, MARLENE, &tb_sample_shipping, TB_PRIORITY_MEDIUM, &tb_sample_desk, { 1, 1300 }, FALSE,
    { "Konferenzraum: Kamera wird nicht erkannt", "Meeting room: the camera is not found" },
    { "Die Kamera über dem Bildschirm taucht in keiner Besprechung mehr auf. Morgen um 14 Uhr tagt der "
      "Beirat.",
      "The camera above the screen no longer appears in any meeting. The board meets tomorrow at 2 pm." } },
};
/* clang-format on */

const TbSampleTicket *
tb_sample_tickets_own (guint *n)
{
  *n = G_N_ELEMENTS (tickets);
  return tickets;
}
