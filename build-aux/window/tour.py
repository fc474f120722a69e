#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A short way through the window, for a build with sanitizers: tickets, entries, dialogs, search, folders. Ends with 0
only if the program ended well, complained of nothing, and every control on the way had a name.

Usage: tour.py BUILD-FOLDER     (in a session of its own: session.sh)
"""
import os
import shutil
import sys
import tempfile
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import GLib, Missing, name, states, text_of, until  # noqa: E402
from stage import Stage, complaints, make_sample  # noqa: E402

TICKETS = ("lead_status = 6", "lead_status = 7", "service_status = 6", "service_status = 2",
           "lead_status = 0 AND service_status = 0 AND is_open AND is_confirmed")
DIALOGS = ("win.new-ticket", "win.partners", "win.invite", "win.join", "win.import", "win.preferences",
           "win.show-help-overlay")
STEPS = (("service_status = 2", "ticket.accept"), ("lead_status = 7", "ticket.reject"),
         ("lead_status = 2", "ticket.show-terms"), ("lead_status = 0 AND service_status = 0 AND is_open AND is_confirmed",
                                                    "ticket.choose"))


class Tour:
    def __init__(self, stage):
        self.stage = stage
        self.unnamed = []

    def look(self, where):
        """Every control on the screen must have a name; of GTK's own windows it is GTK's affair."""
        self.unnamed += ["%s: [%s] %s" % (where, role, class_name) for role, class_name in self.stage.unnamed()]
        print("  " + where, flush=True)

    def tickets(self):
        for condition in TICKETS:
            self.stage.show_ticket(condition)
            self.look("ticket, " + condition)

    def write(self):
        stage = self.stage
        stage.show_ticket("service_status = 5")
        stage.do("ticket.note")
        field = stage.find("text", stage.words("Text of the note"))
        until("the focus in the note", lambda: "focused" in states(field))
        stage.type("Wir beginnen heute Nachmittag.")
        until("the note", lambda: text_of(field).endswith("Nachmittag."))
        stage.keys("ctrl+Return")
        stage.find("list item", contains="Wir beginnen heute Nachmittag.", visible=False)
        self.look("a note")

    def record_time(self):
        stage = self.stage
        stage.do("ticket.time")
        stage.write("Duration", typed="0:45")
        self.look("the form of a time entry")
        field = stage.find("text", stage.words("What was done"))
        stage.click(field)
        stage.type("Kabel gezogen.")
        until("the time entry", lambda: text_of(field) == "Kabel gezogen.")
        stage.keys("ctrl+Return")
        stage.find("list item", contains="Kabel gezogen.", visible=False)

    def dialogs(self):
        stage = self.stage
        for action in DIALOGS:
            stage.dialog(action)
            if action != "win.show-help-overlay":
                self.look(action)
            stage.close_all()
        for condition, action in STEPS:
            stage.show_ticket(condition)
            stage.dialog(action)
            self.look(action)
            stage.close_all()

    def lists(self):
        stage = self.stage
        stage.do("win.search")
        stage.type("server")
        stage.settle()
        self.look("a search")
        stage.keys("Escape")
        for folder in ("Waiting for approval", "Overdue"):
            row = stage.find("list item", contains=stage.words(folder) + ",", visible=False)
            stage.click(row)
            until("the folder", lambda r=row: "selected" in states(r))
            stage.settle()
            self.look("folder „%s“" % name(row))


def main():
    build = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp()
    sample = os.path.join(folder, "sample")
    held = False
    make_sample(build, sample, "de" not in os.environ.get("LANGUAGE", ""))
    stage = Stage(build, sample, size=(1280, 800))
    tour = Tour(stage)
    try:
        for part in (tour.tickets, tour.write, tour.record_time, tour.dialogs, tour.lists):
            part()
        held = True
    except (Missing, AssertionError, GLib.Error):
        traceback.print_exc()
        print(stage.tail(), file=sys.stderr)
    code = stage.stop()
    bad = complaints(stage.log_path)
    for line in bad + tour.unnamed:
        print(line, file=sys.stderr)
    if code != 0:
        print("the program ended with %s:\n%s" % (code, open(stage.log_path, encoding="utf-8").read()[-6000:]),
              file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    return 0 if held and code == 0 and not bad and not tour.unnamed else 1


if __name__ == "__main__":
    sys.exit(main())
