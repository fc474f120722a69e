/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sample's tickets at which the partner works, or has worked. */
#include "config.h"

#include "tb-sample-private.h"

/* clang-format off */
static const TbSampleTicket tickets[] = {
  { { -2, 845 }, JENS, &tb_sample_hotel, TB_PRIORITY_HIGH, &tb_sample_server, { 1, 1200 }, FALSE,
    { "Mailserver nimmt keine Verbindungen an", "The mail server takes no connections" },
    { "Seit heute früh kommt an der Rezeption keine Mail mehr an. Die Programme melden „Zeitüberschreitung“, "
      "Bestätigungen an Gäste bleiben liegen.",
      "Since this morning no mail arrives at the reception. The programs say “timed out”; confirmations to "
      "guests "
      "do not go out." },
    { TB_RATE_HOURLY, 8500, 240, 15000, 11000, { 1, 1800 },
      { "Bitte zuerst das Zertifikat und die Warteschlange prüfen. Neustart nur nach Rücksprache.",
        "Please look at the certificate and the queue first. Restart only after asking us." } },
    { ASSIGN (-2, 847, JENS, JENS),
      STATUS (-2, 850, JENS, 1),
      TEXT (-2, 900, JENS, NOTE, "Die Kundin bittet um Rückruf vor 12 Uhr.",
        "The customer asks for a call before noon."),
      SEND (-2, 915, JENS),
      ACT (-2, 950, REGINA, ACCEPT),
      TEXT (-2, 1012, REGINA, NOTE, "Wir fangen an. Der Dienst läuft, nimmt aber auf Port 587 nichts an.",
        "We are on it. The service runs but takes nothing on port 587."),
      TIME (-2, 1140, REGINA, 90, "Dienst neu gestartet, Zertifikat war abgelaufen. Prüfe noch die "
        "Weiterleitung.",
        "Restarted the service; the certificate had expired. Still checking the forwarding."),
      CHARGE (-2, 1145, REGINA, 4990, 0, "Zertifikat, ein Jahr", "Certificate, one year"),
      FILE_ (-2, 1150, REGINA, "mail-protokoll.txt",
        "08:31:07 smtpd: Anmeldung abgelehnt: Zertifikat abgelaufen\n08:31:09 smtpd: 214 Nachrichten warten\n"
        "11:32:40 smtpd: Zertifikat geladen\n11:33:02 smtpd: Warteschlange leer\n",
        "08:31:07 smtpd: sign-in refused: certificate expired\n08:31:09 smtpd: 214 messages wait\n"
        "11:32:40 smtpd: certificate loaded\n11:33:02 smtpd: queue empty\n"),
      TEXT (-1, 930, REGINA, QUESTION, "Brauchen wir für die Weiterleitung Zugang zum Rechenzentrum?",
        "Do we need access to the data centre for the forwarding?"),
      TEXT (-1, 1015, JENS, NOTE, "Nein, die Weiterleitung liegt beim Anbieter. Ich öffne sie für Sie.",
        "No, the forwarding is at the provider’s. I will open it for you."),
      TEXT (-1, 1016, JENS, INTERNAL, "Stunden im Blick behalten: autorisiert sind vier.",
        "Keep an eye on the hours: four are authorized."),
      TEXT (0, -6, JENS, UNDELIVERED, "Die Weiterleitung ist jetzt offen, bitte noch einmal prüfen.",
        "The forwarding is open now, please check again.") } },
  { { -6, 905 }, MARLENE, &tb_sample_cars, TB_PRIORITY_HIGH, &tb_sample_server, { -1, 1700 }, FALSE,
    { "Datensicherung schlägt seit Sonntag fehl", "The backup has failed since Sunday" },
    { "Die Sicherung bricht jede Nacht mit „Medium voll“ ab, obwohl das Band neu ist.",
      "Every night the backup breaks off with “medium full” though the tape is new." },
    { TB_RATE_HOURLY, 8500, 300, 20000, 11000, { 2, 1200 },
      { "Abnahme nur mit geprüfter Rücksicherung.", "Done only when a restore was tried." } },
    { ASSIGN (-6, 906, MARLENE, MARLENE),
      STATUS (-6, 907, MARLENE, 1),
      SEND (-6, 930, MARLENE),
      ACT (-6, 1040, LUKAS, ACCEPT),
      TIME (-6, 1400, LUKAS, 75, "Laufwerk gereinigt, Auftrag geteilt: Bilder und Datenbank getrennt.",
        "Cleaned the drive and split the job: pictures and database apart."),
      TIME (-5, 1020, LUKAS, 60, "Beide Läufe der Nacht vollständig.",
        "Both runs of the night are complete."),
      SAY (-5, 1030, LUKAS, SUBMIT, "Sicherung läuft wieder.", "The backup runs again."),
      SAY (-4, 915, MARLENE, REJECT,
        "Die Rücksicherung wurde nicht geprüft. Bitte die Datei „Bestand“ einmal zurücklesen.",
        "The restore was not tried. Please read the stock file back once."),
      TEXT (-4, 1010, LUKAS, NOTE, "Stimmt, das holen wir nach. Termin mit Herrn Kern ist morgen.",
        "Right, we will do that. We meet Mr Kern tomorrow."),
      TIME (-3, 1130, LUKAS, 45, "Datei zurückgelesen, Prüfsumme stimmt nicht. Ursache wird gesucht.",
        "Read the file back; the checksum differs. Looking for the cause.") } },
  { { -7, 1105 }, JENS, &tb_sample_clinic, TB_PRIORITY_CRITICAL, &tb_sample_server, { -1, 1200 }, FALSE,
    { "Absturz der Auswertung im Labor", "The laboratory’s analysis program crashes" },
    { "Guten Tag,\n\n"
      "die Auswertung im Labor stürzt seit dem letzten Update mehrmals täglich ab. Wir haben versucht, das "
      "Muster "
      "zu finden:\n\n"
      "1. Der Absturz kommt nur, wenn mehr als etwa 200 Proben in einer Serie sind.\n"
      "2. An Platz 3 kommt er nie. Dieser Rechner hat als einziger 32 GB Speicher.\n"
      "3. Nach dem Absturz fehlen die Ergebnisse der letzten fünf bis zehn Minuten. Wir tippen sie von Hand "
      "nach; "
      "das ist fehleranfällig und für uns nicht länger tragbar.\n"
      "4. Der Hersteller hat uns an den Datenbankserver verwiesen und den Fall geschlossen.\n\n"
      "Was wir schon getan haben: alle Rechner neu gestartet, den Virenschutz für den Programmordner "
      "ausgenommen, eine Serie über Nacht laufen lassen (Absturz um 2:14 Uhr).\n\n"
      "Die Protokolle der letzten drei Tage liegen auf dem Laufwerk L: im Ordner „Absturz“. Patientendaten "
      "sind "
      "darin nicht enthalten, das hat unser Datenschutzbeauftragter geprüft.\n\n"
      "Wir brauchen bis Ende der Woche eine Lösung oder zumindest einen Weg, bei dem nichts verloren geht. "
      "Ansprechpartner ist Herr Bente im Labor, Durchwahl 338, von 7 bis 15 Uhr.\n\n"
      "Mit freundlichen Grüßen\nIlse Hagedorn",
      "Hello,\n\n"
      "the laboratory’s analysis program has crashed several times a day since the last update. We tried to "
      "find "
      "the pattern:\n\n"
      "1. It crashes only with more than about 200 samples in a series.\n"
      "2. It never crashes at desk 3. That computer alone has 32 GB of memory.\n"
      "3. After the crash the results of the last five to ten minutes are missing. We type them in by hand.\n"
      "4. The vendor pointed us to the database server and closed the case.\n\n"
      "What we did: restarted all computers, excluded the program’s folder from the virus protection, ran a "
      "series overnight (crash at 2:14).\n\n"
      "The logs of the last three days are on drive L: in the folder “crash”. They hold no patients’ "
      "data.\n\n"
      "We need a solution by the end of the week, or at least a way that loses nothing. Please ask for Mr "
      "Bente "
      "in the laboratory, extension 338, from 7 to 15.\n\n"
      "Kind regards\nIlse Hagedorn" },
    { TB_RATE_HOURLY, 11000, 600, 0, 14500, { -1, 1600 },
      { "Spezialwissen Datenbank nötig. Nur auf der Kopie arbeiten, Echtsystem erst nach Freigabe.",
        "Needs database skills. Work on the copy only; the real system after approval." } },
    { ASSIGN (-7, 1106, JENS, JENS),
      STATUS (-7, 1110, JENS, 4),
      SEND (-7, 1130, JENS),
      ACT (-6, 815, REGINA, ACCEPT),
      TIME (-6, 1200, REGINA, 150, "Protokolle gelesen. Der Speicher wächst bei jeder Serie und wird nicht "
        "frei.",
        "Read the logs. The memory grows with each series and is not freed."),
      TIME (-5, 1545, REGINA, 210, "Auf der Kopie nachgestellt: ab 212 Proben reicht der Zwischenspeicher "
        "nicht.",
        "Reproduced on the copy: from 212 samples on the buffer is too small."),
      TEXT (-4, 930, REGINA, NOTE, "Vorschlag: Serien vorläufig auf 150 Proben begrenzen, dann verlieren "
        "Sie nichts.",
        "Our proposal: limit a series to 150 samples for now, then nothing is lost."),
      TEXT (-4, 1100, JENS, NOTE, "Mit dem Labor besprochen, sie begrenzen ab heute auf 150.",
        "The laboratory agrees; the limit is 150 from today on."),
      TIME (-2, 1430, REGINA, 180, "Zwischenspeicher vergrößert, Dauerlauf mit 400 Proben begonnen.",
        "Enlarged the buffer and started an endurance run with 400 samples.") } },
  { { -4, 1000 }, AYLIN, &tb_sample_school, TB_PRIORITY_MEDIUM, &tb_sample_network, { 3, 1500 }, FALSE,
    { "WLAN in der Turnhalle ausleuchten", "Survey the Wi-Fi in the gym" },
    { "Zur Einschulungsfeier soll die Turnhalle WLAN haben. Bitte ausleuchten und Standorte vorschlagen.",
      "The gym shall have Wi-Fi. Please survey it and propose places." },
    { TB_RATE_FLAT, 68000, 0, 12000, 0, { 3, 1300 },
      { "Pläne hängen am Ticket, Halle ist werktags ab 14 Uhr frei.",
        "Plans are attached; the gym is free from 2 pm." } },
    { ASSIGN (-4, 1001, AYLIN, AYLIN),
      STATUS (-4, 1003, AYLIN, 1),
      SEND (-4, 1025, AYLIN),
      ACT (-4, 1320, LUKAS, ACCEPT),
      TIME (-2, 1600, LUKAS, 120, "Halle vermessen, Tribüne ist schwierig.",
        "Measured the gym; the stand is hard."),
      TEXT (0, -80, LUKAS, QUESTION, "Dürfen wir an der Stirnseite eine Halterung in die Wand setzen?",
        "May we fix a bracket to the end wall?") } },
  { { -6, 1015 }, JENS, &tb_sample_painter, TB_PRIORITY_MEDIUM, &tb_sample_network, { 1, 1600 }, FALSE,
    { "VPN-Zugang für den Außendienst einrichten", "Set up VPN for the field staff" },
    { "Drei Bauleiter sollen Aufmaße von unterwegs ablegen können.",
      "Three site managers shall be able to store measurements on the way." },
    { TB_RATE_HOURLY, 8500, 120, 0, 11000, { 1, 1200 },
      { "Anleitung mit Bildern für die Bauleiter beilegen.", "Add instructions with pictures." } },
    { ASSIGN (-6, 1016, JENS, JENS),
      STATUS (-6, 1018, JENS, 1),
      SEND (-6, 1045, JENS),
      ACT (-5, 900, LUKAS, ACCEPT),
      TIME (-5, 1130, LUKAS, 70, "Zugänge angelegt, mit Herrn Brandt auf einem Gerät geprüft.",
        "Made the accounts and tried one with Mr Brandt."),
      TIME (-3, 1000, LUKAS, 35, "Anleitung geschrieben.", "Wrote the instructions."),
      FILE_ (-3, 1005, LUKAS, "anleitung-vpn.txt",
        "VPN auf dem Handy\n\n1. App öffnen\n2. QR-Code scannen\n3. Schalter nach rechts\n",
        "VPN on the phone\n\n1. Open the app\n2. Scan the code\n3. Move the switch to the right\n"),
      SAY (-1, 1105, LUKAS, SUBMIT, "Alle drei Geräte sind eingerichtet.",
        "All three devices are set up.") } },
  { { -8, 1330 }, MARLENE, &tb_sample_tax, TB_PRIORITY_LOW, &tb_sample_desk, { 2, 1700 }, FALSE,
    { "Neue Arbeitsplätze: Drucker und Telefonie", "New workplaces: printers and telephones" },
    { "Vier Plätze in der Außenstelle Füssen brauchen Drucker, Telefon und Headset.",
      "Four workplaces in the Füssen office need printer, telephone and headset." },
    { TB_RATE_FLAT, 96000, 0, 180000, 0, { 2, 1600 },
      { "Geräte laut Liste, Lieferadresse Füssen.", "Devices as listed, deliver to Füssen." } },
    { ASSIGN (-8, 1332, MARLENE, MARLENE),
      STATUS (-8, 1335, MARLENE, 1),
      SEND (-8, 1400, MARLENE),
      ACT (-7, 830, REGINA, ACCEPT),
      CHARGE (-6, 1000, REGINA, 24900, 2000, "Laserdrucker", "Laser printer"),
      CHARGE (-6, 1002, REGINA, 8990, 4000, "Headset, schnurlos", "Headset, cordless"),
      TEXT (-6, 1005, REGINA, NOTE, "Telefone sind da, Drucker kommen übermorgen.",
        "The telephones are here, the printers come the day after tomorrow."),
      TIME (-3, 1530, REGINA, 240, "Alles aufgestellt und mit der Kanzlei durchgegangen.",
        "Set up everything and went through it with the office."),
      SAY (0, -210, REGINA, SUBMIT, "Fertig. Ein Karton mit Altgeräten steht im Flur.",
        "Done. A box with the old devices is in the hall."),
      TEXT (0, -55, MARLENE, INTERNAL, "Vor der Genehmigung Frau Lenz wegen der Altgeräte anrufen.",
        "Call Ms Lenz about the old devices before approving.") } },
  { { -9, 940 }, JENS, &tb_sample_school, TB_PRIORITY_MEDIUM, &tb_sample_server, { -5, 1500 }, FALSE,
    { "Lernplattform auf neuen Server umziehen", "Move the learning platform to a new server" },
    { "Die Lernplattform soll in den Ferien umziehen.", "The platform shall move in the holidays." },
    { TB_RATE_HOURLY, 9000, 480, 10000, 12000, { -5, 1200 },
      { "Wartungsseite schalten, Umzug nach 16 Uhr.", "Show the maintenance page, move after 4 pm." } },
    { ASSIGN (-9, 941, JENS, JENS),
      SEND (-9, 1000, JENS),
      ACT (-9, 1130, REGINA, ACCEPT),
      TIME (-8, 1600, REGINA, 195, "Daten übertragen, Probeumzug gelungen.",
        "Copied the data; the trial worked."),
      TIME (-7, 1610, REGINA, 160, "Umzug, Weiterleitung der alten Adresse.",
        "Moved; the old address forwards."),
      SAY (-6, 900, REGINA, SUBMIT, "Umzug fertig, alte Maschine läuft noch eine Woche mit.",
        "Moved; the old machine runs for another week."),
      ACT (-6, 1315, JENS, APPROVE),
      STATUS (-6, 1320, JENS, 5) } },
  { { -8, 1115 }, AYLIN, &tb_sample_shipping, TB_PRIORITY_HIGH, &tb_sample_desk, { -6, 1700 }, FALSE,
    { "Lager Kempten: Etikettendrucker einrichten", "Kempten warehouse: set up a label printer" },
    { "Der neue Etikettendrucker druckt im falschen Format.",
      "The new label printer prints the wrong size." },
    { TB_RATE_HOURLY, 8500, 90, 0, 11000, { -6, 1600 },
      { "Ansprechpartner im Lager: Herr Natterer.", "Ask for Mr Natterer at the warehouse." } },
    { ASSIGN (-8, 1116, AYLIN, AYLIN),
      SEND (-8, 1130, AYLIN),
      ACT (-8, 1410, LUKAS, ACCEPT),
      TIME (-7, 1015, LUKAS, 50, "Vorlage angepasst, fünfzig Etiketten zur Probe gedruckt.",
        "Adjusted the template and printed fifty labels."),
      TEXT (-6, 1130, AYLIN, NOTE, "Der Kunde ist zufrieden, wir schließen das ab.",
        "The customer is content; we close it."),
      ACT (-6, 1132, AYLIN, COMPLETE),
      STATUS (-6, 1135, AYLIN, 5) } },
};
/* clang-format on */

const TbSampleTicket *
tb_sample_tickets_lead (guint *n)
{
  *n = G_N_ELEMENTS (tickets);
  return tickets;
}
