#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the window of a profile, takes a picture, closes it. Usage: look.py PROGRAM PROFILE PICTURE"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Program, run, until  # noqa: E402


def main():
    program = Program([sys.argv[1]], sys.argv[2])
    run("xdotool", "sleep", "1")
    program.picture(sys.argv[3])
    code = program.stop()
    return 0 if code == 0 and until("the picture", lambda: os.path.getsize(sys.argv[3])) else 1


if __name__ == "__main__":
    sys.exit(main())
