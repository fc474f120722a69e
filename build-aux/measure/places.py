# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells where in the program's window is what lists.py clicks on, as JSON. A process of its own: whoever listens on the
accessibility bus has the program talk to it as long as he lives.

Usage: places.py PROGRAM PROFILE
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "window"))
from driver import Program, extents, walk  # noqa: E402

FOLDERS = {"all": "All tickets", "outsourced": "All my open work"}


def middle(node):
    place = extents(node)
    return [place.x + place.width // 2, place.y + place.height // 2]


def main():
    program = Program([sys.argv[1]], sys.argv[2])
    try:
        side = next(node for node in walk(program.top()) if node.get_name() == "TbSideBar")
        found = {key: middle(program.find("label", label, under=side)) for key, label in FOLDERS.items()}
        found["sort"] = middle(program.find("button", contains="Sort Tickets"))
        pane = next(node for node in walk(program.top()) if node.get_name() == "TbCardList")
        place = extents(pane)
        found["list"] = [place.x, place.y, place.width, place.height]
        window = extents(program.top())
        found["page"] = [place.x + place.width + 2, place.y, window.width - place.x - place.width - 2, place.height]
    finally:
        program.stop()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
