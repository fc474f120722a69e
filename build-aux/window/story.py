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

    def text_at_service(self):
        """Everything the service partner has of the ticket."""
        data = self.service_data
        rows = json.loads(data.run("--json", "list"))
        return json.dumps([json.loads(data.run("--json", "show", r["number"])) for r in rows], ensure_ascii=False)


# ---- What several steps do ----

def folder(program, label):
    program.click(program.find("list item", contains=label + ","))


def card(program, title):
    program.click(program.find("list item", contains=title))


def composer(program, kind):
    """Chooses what is written: Notiz, Zeit, Warenposten, Anhang."""
    program.press(kind, "button")


def write_note(program, text, internal=False):
    field = program.find("text", "Notiz")
    program.click(field)
    program.type(text)
    if internal:
        program.click(program.find("check box", contains="ntern"))
    program.press("Hinzufügen")
    program.sees(text)


def both(world, status):
    """Both windows show the status on their orange bar."""
    world.lead.sees("Outsourcing-Status: " + status)
    world.service.sees("Insourcing-Status: " + status)


# ---- The steps ----

def invite(world):
    world.lead.menu("Hauptmenü", "Partner einladen …")
    world.lead.enter("Name des Partners", SERVICE)
    world.lead.press("Einladen", last=True)
    world.lead.press("Code kopieren")
    world.service.menu("Hauptmenü", "Einladung annehmen …")
    code = world.service.find("text", "Einladungscode")
    world.service.click(code)
    world.service.keys("ctrl+v")
    until("the code", lambda: len(text_of(code)) > 40)
    world.service.press("Annehmen")
    world.service.sees("Verbunden mit")
    world.service.keys("Escape")
    world.lead.keys("Escape")


def new_ticket(world):
    world.lead.click(world.lead.find("button", "Neues Ticket"))
    world.lead.enter("Titel", TITLE)
    world.lead.enter("Organisation", "Hotel Seeblick")
    world.lead.enter("Kontakt", "Frau Brandt")
    world.lead.press("Anlegen")
    world.lead.sees(TITLE)


def notes(world):
    write_note(world.lead, "Kundin bittet um Rueckruf vor 12 Uhr.")
    write_note(world.lead, SECRETS[0] + ".", internal=True)


STEPS = [
    ("Einladung: Code kopiert, beim Partner eingefügt, angenommen", invite),
    ("Ein neues Ticket", new_ticket),
    ("Eine Notiz, und eine nur für das eigene Haus", notes),
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
