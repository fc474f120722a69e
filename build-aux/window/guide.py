#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the guide, from the sample company: each cut to what is spoken of, and small.

Usage: guide.py BUILD-FOLDER FOLDER [PART-OF-NAME]     (in a session of its own, 1290x810: build-aux/pictures --guide)
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pictures  # noqa: E402
from companies import Company  # noqa: E402
from driver import GLib, Missing, extents, run, until, walk  # noqa: E402
from stage import Stage, complaints  # noqa: E402

# Windows without their edge.
EDGE = 5
WINDOW = (EDGE, EDGE, 1280, 800)


# ---- What is cut out: left, top, width, height on the screen ----

def whole(stage):
    return WINDOW


def middle(stage):
    return (325, EDGE, 640, 800)


def dialog(stage):
    """The window on top."""
    stage.arrange()
    wid = [w for w in stage._x_windows() if stage.is_managed(w)][-1]
    place = dict(line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", wid).split())
    left, top, width, height = (int(place[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
    return (left + EDGE, top + EDGE, width - 2 * EDGE, height - 2 * EDGE)


def part(class_name, height=None):
    """A pane of the main window, or a part of it."""
    def cut(stage):
        node = next(n for n in walk(stage.frame) if n.get_name() == class_name)
        _, x, y = stage.origin(node)
        place = extents(node)
        return (x + place.x, y + place.y, place.width, height or place.height)
    return cut


# ---- Scenes that the albums do not have ----

def expand_partner(stage):
    stage.dialog("win.partners")
    stage.click(stage.find("label", contains="Alpenblick Service AG", under=stage.top()))
    stage.settle()


def invitation(stage):
    other = Company(stage.build, os.path.join(os.path.dirname(stage.profile), "bergblick"), "Bergblick IT", "Rahel Huber")
    other.set_up()
    other.run("config", "set", "url", "https://tickets.bergblick.example:8443")
    other.run("partner", "invite", "Nordlicht IT GmbH", "--out", other.folder + ".json")
    stage.opens(stage.open_file, other.folder + ".json")


def backups(stage):
    pictures.preferences("Backups")(stage)
    folder = os.path.join(stage.profile, "backups")
    for _ in range(2):
        before = len(os.listdir(folder)) if os.path.isdir(folder) else 0
        stage.push("_Back Up")
        until("the backup", lambda n=before: len([b for b in os.listdir(folder) if not b.startswith(".")]) > n)
    stage.settle()


NEW = [("willkommen", pictures.welcome, middle)]
SAMPLE = [
    ("fenster", pictures.ticket(pictures.UNDELIVERED), whole),
    ("neues-ticket", pictures.window("win.new-ticket"), dialog),
    ("eintraege", pictures.composer(pictures.service("in-progress"), "time"), part("TbComposer")),
    ("einladung", pictures.invite_ready, dialog),
    ("menue-outsourcen", pictures.menu(pictures.PLAIN, "Outsource", "verb"), part("TbTicketPage", 300)),
    ("bedingungen", pictures.step(pictures.lead("unsent"), "show-terms"), dialog),
    ("leisten", pictures.ticket(pictures.lead("waiting")), part("TbTicketPage", 330)),
    ("abschluss-ablehnen", pictures.step(pictures.lead("waiting"), "reject"), dialog),
    ("annehmen", pictures.step(pictures.service("assigned"), "accept"), dialog),
    ("insourcing", pictures.ticket(pictures.service("in-progress")), part("TbTicketPage")),
    ("fertig-melden", pictures.step(pictures.service("in-progress"), "submit"), dialog),
    ("postausgang", pictures.outbox, part("TbOutboxPage", 260)),
    ("partner", expand_partner, dialog),
    ("personenbezogene-daten", pictures.privacy_found, dialog),
    ("sicherungen", backups, dialog),
    ("einladung-annehmen", invitation, dialog),
]


def shoot(stage, path, cut):
    stage.settle()
    left, top, width, height = cut(stage)
    right, bottom = min(left + width, EDGE + 1280), min(top + height, EDGE + 800)
    left, top = max(left, EDGE), max(top, EDGE)
    stage.picture(path)
    # As few colours as the eye does not miss: a guide is read, and carried by every installation.
    subprocess.run(["/usr/bin/convert", path, "-crop", "%dx%d+%d+%d" % (right - left, bottom - top, left, top), "+repage",
                    "-strip", "+dither", "-colors", "96", "-define", "png:compression-level=9", "PNG8:" + path], check=True)


def perform(build, folder, profile, scenes, wanted):
    scenes = [s for s in scenes if wanted in s[0]]
    if not scenes:
        return 0
    problems = 0
    stage = Stage(build, profile, size=(1290, 810))
    stage.build = build
    for name, play, cut in scenes:
        try:
            play(stage)
            shoot(stage, os.path.join(folder, name + ".png"), cut)
        except (Missing, AssertionError, GLib.Error, IndexError, StopIteration) as problem:
            print("  %s: %s" % (name, str(problem)[:300]), flush=True)
            problems += 1
        stage.close_all()
    problems += stage.stop() != 0
    for line in complaints(stage.log_path):
        print("  log: " + line, flush=True)
        problems += 1
    return problems


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    profiles = tempfile.mkdtemp()
    try:
        problems = perform(build, folder, os.path.join(profiles, "new"), NEW, wanted)
        sample = os.path.join(profiles, "sample")
        pictures.make_company(build, sample)
        problems += perform(build, folder, sample, SAMPLE, wanted)
    finally:
        shutil.rmtree(profiles, ignore_errors=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
