#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program does with the desktop around it, with real processes on a session bus of their own: it ends by a
signal and is opened again. Prints each step; ends with 0 only if all held.

Usage: desktop.py BUILD-FOLDER FOLDER     (in a session of its own: session.sh)
"""
import os
import signal
import sqlite3
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from companies import Company  # noqa: E402
from driver import Program, states, text_of, until  # noqa: E402

# What is remembered must outlive the process.
os.environ["GSETTINGS_BACKEND"] = "keyfile"


class Desk:
    """One company, whose profile is the default one: only that is activated by the bus."""

    def __init__(self, build, folder):
        self.folder = folder
        self.company = Company(build, os.path.join(os.environ["XDG_DATA_HOME"], "ticketbruecke"),
                               "Nordlicht IT GmbH", "Jens Petersen")
        self.company.set_up()
        self.number = self.company.run("new", "--title", "Drucker klemmt", "--organisation", "Hotel Seeblick")
        self.program = None

    def start(self, *words):
        self.program = Program([self.company.program, *words], self.company.folder)
        return self.program

    def stop(self):
        code = self.program.stop() if self.program is not None else 0
        self.program = None
        return code

    def draft(self):
        with sqlite3.connect(os.path.join(self.company.folder, "ticketbruecke.db")) as data:
            rows = data.execute("SELECT text FROM draft").fetchall()
        return "".join(row[0] for row in rows)


def open_ticket(desk):
    """By hand: the first folder that has it."""
    program = desk.program
    program.click(program.find("list item", contains="Alle Tickets,"))
    program.click(program.find("list item", contains="Drucker klemmt"))
    program.find("text", "Text der Notiz")


def ends_by_a_signal(desk):
    """The end of a session: what was typed a moment ago is there again, and so is the ticket."""
    program = desk.start()
    open_ticket(desk)
    field = program.find("text", "Text der Notiz")
    program.click(field)
    until("the focus in the note", lambda: "focused" in states(field))
    program.type("Noch nicht fertig")
    until("the note's text", lambda: text_of(field) == "Noch nicht fertig")
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(20) == 0, "ended with %d" % program.process.returncode
    assert "Noch nicht fertig" in desk.draft(), "the draft is lost"
    program = desk.start()
    until("the draft", lambda: text_of(program.find("text", "Text der Notiz")) == "Noch nicht fertig")
    assert desk.stop() == 0


STEPS = (
    ("ends by a signal, and goes on where it was", ends_by_a_signal),
)


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    os.makedirs(folder, exist_ok=True)
    desk = Desk(build, folder)
    failed = 0
    for title, step in STEPS:
        try:
            step(desk)
            print("ok   " + title, flush=True)
        except Exception:  # each kind of failure is one
            failed += 1
            print("FAIL " + title, flush=True)
            traceback.print_exc()
            if desk.program is not None:
                desk.program.picture(os.path.join(folder, "failed.png"))
                desk.stop()
    print("%d passed, %d failed" % (len(STEPS) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
