# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints debian/changelog, made from the releases of the metainfo.

Usage: changelog.py METAINFO CONTROL [VERSION]     VERSION: another number for the newest release, to try an upgrade
"""
import datetime
import email.utils
import sys
import textwrap
import xml.etree.ElementTree as ElementTree


def entries(path):
    for release in ElementTree.parse(path).getroot().iter("release"):
        day = datetime.datetime.fromisoformat(release.get("date")).replace(hour=12, tzinfo=datetime.timezone.utc)
        changes = [" ".join("".join(text.itertext()).split()) for text in release.iter() if text.tag in ("p", "li")]
        yield release.get("version"), email.utils.format_datetime(day), changes or ["New release."]


def main():
    with open(sys.argv[2], encoding="utf-8") as control:
        maintainer = next(line for line in control if line.startswith("Maintainer: ")).split(": ", 1)[1].strip()
    for number, (version, day, changes) in enumerate(entries(sys.argv[1])):
        if number == 0 and len(sys.argv) > 3:
            version = sys.argv[3]
        print("ticketbruecke (%s) unstable; urgency=medium\n" % version)
        for change in changes:
            print(textwrap.fill(change, 76, initial_indent="  * ", subsequent_indent="    "))
        print("\n -- %s  %s\n" % (maintainer, day))


if __name__ == "__main__":
    main()
