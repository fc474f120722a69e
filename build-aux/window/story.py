#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story of an outsourced ticket in two windows, lead on the left and service partner on the right, played
by mouse and keys. Prints each step, leaves a picture of each, ends with 0 only if all held.

Usage: story.py BUILD-FOLDER FOLDER     (in a session of its own: session.sh --size 2560x800)
"""
import json
import os
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from companies import LEAD, SERVICE, pair  # noqa: E402
from driver import Missing, Program, name, run, states, text_of, until  # noqa: E402

TITLE = "Mailserver nimmt keine Verbindungen an"
SECRETS = ("Zahlt immer spaet", "Nur fuer uns: Rechnung vorbereiten")


class World:
    def __init__(self, build, folder):
        self.folder = folder
        self.companies = pair(build, folder)
        self.lead_data, self.service_data = self.companies
        self.lead = self.service = None

    def open(self):
        for company in self.companies:
            company.set_up()
        self.lead, self.service = (
            Program([c.program], c.folder, at=(1280 * i, 0), size=(1280, 800)) for i, c in enumerate(self.companies))

    def close(self):
        codes = [p.stop() for p in (self.lead, self.service) if p is not None]
        return all(code == 0 for code in codes)

    @staticmethod
    def all_of(data):
        """Everything that a company has of its tickets."""
        rows = json.loads(data.run("--json", "list"))
        return json.dumps([json.loads(data.run("--json", "show", r["number"])) for r in rows], ensure_ascii=False)


# ---- What several steps do ----

def folder(program, label, which=0):
    """Several groups have a folder of that name; the second one is of received work."""
    def found():
        rows = program.all("list item", contains=label + ",")
        return rows[which] if len(rows) > which else None
    program.click(until("folder „%s“" % label, found))


def card(program, title):
    def found():
        for node in program.all("list item", contains=title):
            if name(node).startswith(title):
                return node
        return None
    program.click(until("card „%s“" % title, found))


def write_note(program, text, internal=False):
    program.press("Notiz", narrow="Notiz schreiben")
    field = program.find("text", "Text der Notiz")
    until("the focus in the note", lambda: "focused" in states(field))
    program.type(text)
    until("the note's text", lambda: text_of(field) == text)
    if internal:
        box = program.find("check box", "intern")
        program.click(box)
        until("the mark at “intern”", lambda: "checked" in states(box))
    program.press("Hinzufügen")
    program.find("list item", contains=text)


def both(world, status):
    """Both windows show the status on their orange bar."""
    world.lead.find(contains="Outsourcing-Status: " + status)
    world.service.find(contains="Insourcing-Status: " + status)


# ---- The steps ----

def invite(world):
    world.lead.menu("Hauptmenü", "Partner einladen …", "win.invite")
    world.lead.enter("Name des Partners", SERVICE)
    world.lead.press("Einladen")
    world.lead.press("Code kopieren")
    world.service.menu("Hauptmenü", "Einladung annehmen …", "win.join")
    code = world.service.find("text", contains="Code")
    world.service.click(code)
    world.service.keys("ctrl+v")
    until("the code", lambda: len(text_of(code)) > 40)
    world.service.press("Weiter")
    world.service.press("Annehmen")
    world.service.find(contains="Sie sind mit %s verbunden" % LEAD)
    world.service.keys("Escape")
    world.lead.press("Fertig")


def new_ticket(world):
    world.lead.press("Neues Ticket")
    world.lead.enter("Titel", TITLE)
    world.lead.enter("Organisation", "Hotel Seeblick")
    world.lead.enter("Kontakt", "Derya Brandt")
    world.lead.press("Anlegen")
    world.lead.find(contains="Hotel Seeblick")
    until("the ticket on the page", lambda: world.lead.all("button", "Outsourcen"))


def notes(world):
    write_note(world.lead, "Die Kundin bittet um Rückruf vor 12 Uhr.")
    write_note(world.lead, SECRETS[0], internal=True)


def outsource(world):
    world.lead.menu("Outsourcen", SERVICE, 0)
    world.lead.enter("Anweisungen", "Bitte vor Ort prüfen.")
    world.lead.enter("Stundensatz", "85")
    world.lead.enter("Autorisierte Stunden", "4")
    world.lead.enter("Autorisierte Warenposten", "150")
    world.lead.find(contains="490,00 €")
    world.lead.press("Outsourcen")
    world.lead.find(contains="Outsourcing-Status: Zugewiesen")
    folder(world.service, "Warten auf Annahme", 1)
    card(world.service, TITLE)
    world.service.find(contains="Insourcing-Status: Zugewiesen")
    there = world.all_of(world.service_data)
    for secret in ("Seeblick", "Rückruf", *SECRETS):
        assert secret not in there, "the offer tells too much: %s" % secret


def accept(world):
    world.service.menu("Lead-Partner benachrichtigen", "Outsourcing annehmen …", 0)
    world.service.press("Outsourcing annehmen")
    both(world, "Angenommen")
    world.service.find("list item", contains="Rückruf vor 12 Uhr")


def work_note(world):
    write_note(world.service, "Wir fangen an. Brauchen wir Zugang zum Rechenzentrum?")
    both(world, "In Bearbeitung")
    world.lead.find("list item", contains="Wir fangen an")


def work_time(world, minutes="1:30", text="Dienst neu gestartet, Zertifikat erneuert."):
    world.service.click(world.service.find("text", "Text der Notiz"))
    world.service.press("Zeit")
    world.service.enter("Dauer", minutes)
    world.service.click(world.service.find("text", "Was getan wurde"))
    world.service.type(text)
    world.service.press("Hinzufügen")
    world.lead.find("list item", contains=text)


def charge(world):
    world.service.menu("Mehr", "Warenposten erfassen", "ticket.charge")
    world.service.enter("Bezeichnung des Warenpostens", "Netzteil")
    world.service.enter("Einzelpreis", "49,90")
    world.service.press("Hinzufügen")
    world.lead.find("list item", contains="49,90 €")


def attach(world):
    path = os.path.join(world.folder, "messprotokoll.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("Messprotokoll\n" * 2000)
    world.service.menu("Mehr", "Datei anhängen", "ticket.attach")
    world.service.choose_file(world.service.find("button", contains="Dateien auswählen"), path)
    world.service.find(contains="messprotokoll.txt")
    world.service.press("Hinzufügen")
    world.lead.find("list item", contains="messprotokoll.txt")


def submit(world):
    world.service.menu("Lead-Partner benachrichtigen", "Insourcing abgeschlossen …", 0)
    world.service.press("Insourcing abgeschlossen")
    both(world, "Warten auf Genehmigung")


def pause(world):
    write_note(world.service, "Nur für uns: Ersatzteil nachbestellt.")
    write_note(world.lead, SECRETS[1])


def reject(world):
    world.lead.menu("Outsourcen", "Abschluss ablehnen …", 1)
    world.lead.press("Abschluss ablehnen")
    world.lead.find(contains="Bitte geben Sie an, was noch zu tun ist.")
    world.lead.click(world.lead.find("text", "Grund"))
    world.lead.type("Der Drucker druckt noch nicht.")
    world.lead.press("Abschluss ablehnen")
    both(world, "In Bearbeitung")
    world.service.find("list item", contains="Der Drucker druckt noch nicht.")


def go_on(world):
    work_time(world, "0:30", "Drucker eingerichtet.")


def approve(world):
    world.lead.menu("Outsourcen", "Abschluss genehmigen", 0)
    world.lead.press("Abschluss genehmigen")
    both(world, "Abgeschlossen")
    # 90 + 30 minutes at 85,00 € an hour
    world.lead.find("list item", contains="170,00 €")


def look_back(world):
    there = world.all_of(world.service_data)
    for secret in SECRETS:
        assert secret not in there, "something internal crossed: %s" % secret
    assert "Ersatzteil" not in world.all_of(world.lead_data), "an entry of the pause crossed"
    for program, data in ((world.lead, world.lead_data), (world.service, world.service_data)):
        program.find(contains="Alles zugestellt")
        assert not json.loads(data.run("--json", "outbox")), "the outbox of %s is not empty" % data.name
        data.run("check")
        unnamed = program.unnamed()
        assert not unnamed, "focusable without a name: %s" % unnamed


STEPS = [
    ("Einladung: Code kopiert, beim Partner eingefügt, angenommen", invite),
    ("Ein neues Ticket", new_ticket),
    ("Eine Notiz, und eine nur für das eigene Haus", notes),
    ("Ticket outgesourct: 85,00 €/h, 4 h, 150 €", outsource),
    ("Outsourcing angenommen, zweites Ticket", accept),
    ("Notiz des Service-Partners", work_note),
    ("Zeiteintrag 1:30 h", work_time),
    ("Warenposten 49,90 €", charge),
    ("Anhang", attach),
    ("Insourcing abgeschlossen", submit),
    ("Einträge in der Pause bleiben hier", pause),
    ("Abschluss abgelehnt, mit Grund", reject),
    ("Weiter gearbeitet", go_on),
    ("Noch einmal eingereicht", submit),
    ("Abschluss genehmigt, Zeit summiert", approve),
    ("Nichts Internes ging hinaus, alles zugestellt", look_back),
]


def play(world, tell):
    for index, (title, step) in enumerate(STEPS, 1):
        step(world)
        # The picture shows what came of the step, with its toasts.
        time.sleep(0.4)
        path = os.path.join(world.folder, "%02d.png" % index)
        world.lead.picture(path)
        tell(index, title, path)


def main():
    build, folder_ = (os.path.abspath(a) for a in sys.argv[1:3])
    os.makedirs(folder_, exist_ok=True)
    world = World(build, folder_)
    held = False
    try:
        world.open()
        play(world, lambda i, title, path: print("%2d/%d  %s" % (i, len(STEPS), title), flush=True))
        held = True
    except (Missing, AssertionError):
        traceback.print_exc()
        run("import", "-window", "root", os.path.join(folder_, "broken.png"))
        for program in (world.lead, world.service):
            if program is not None:
                print(program.tail(), file=sys.stderr)
    clean = world.close()
    print("The pictures and both profiles are in %s" % folder_)
    if held and not clean:
        print("A window did not close cleanly.", file=sys.stderr)
    return 0 if held and clean else 1


if __name__ == "__main__":
    sys.exit(main())
