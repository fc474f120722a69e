#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the software center, from the sample company: windows with round corners and a shadow, on nothing.
What is said under each stands in the metainfo.

Usage: screenshots.py BUILD-FOLDER FOLDER [PART-OF-NAME]     (in a session of its own: build-aux/pictures --screenshots)
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pictures  # noqa: E402
from driver import GLib, Missing  # noqa: E402
from stage import Stage, complaints  # noqa: E402

EDGE = 5
# What Flathub shows without making it smaller, and a telephone.
WIDE, NARROW = (1000, 700), (360, 640)


def received(stage):
    pictures.composer(pictures.service("in-progress"), "time")(stage)


SCENES = [
    ("ticket", WIDE, pictures.ticket(pictures.lead("in-progress"))),
    ("terms", WIDE, pictures.step(pictures.lead("unsent"), "show-terms")),
    ("received", WIDE, received),
    ("approval", WIDE, pictures.step(pictures.lead("waiting"), "approve")),
    ("narrow", NARROW, pictures.lists),
]


def cut(path, size):
    """The window without its edge, as a compositor shows it."""
    width, height = size
    subprocess.run(["/usr/bin/convert", path, "-crop", "%dx%d+%d+%d" % (width, height, EDGE, EDGE), "+repage", "-alpha", "set",
                    "(", "+clone", "-alpha", "transparent", "-fill", "white", "-draw",
                    "roundrectangle 0,0 %d,%d 12,12" % (width - 1, height - 1), ")", "-compose", "DstIn", "-composite",
                    "(", "+clone", "-background", "black", "-shadow", "45x10+0+4", ")", "+swap",
                    "-background", "none", "-compose", "Over", "-layers", "merge", "+repage", "-strip",
                    "-define", "png:compression-level=9", path], check=True)


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    profiles = tempfile.mkdtemp()
    profile = os.path.join(profiles, "sample")
    problems = []
    try:
        pictures.make_company(build, profile)
        for name, size, play in [s for s in SCENES if wanted in s[0]]:
            stage = Stage(build, profile, size=(size[0] + 2 * EDGE, size[1] + 2 * EDGE))
            try:
                play(stage)
                stage.settle()
                path = os.path.join(folder, name + ".png")
                stage.picture(path)
                cut(path, size)
            except (Missing, AssertionError, GLib.Error, IndexError) as problem:
                problems.append("%s: %s" % (name, str(problem)[:300]))
            stage.close_all()
            if stage.stop() != 0:
                problems.append("%s: the program did not end cleanly" % name)
            problems += complaints(stage.log_path)
    finally:
        shutil.rmtree(profiles, ignore_errors=True)
    for problem in problems:
        print("  " + problem, flush=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
