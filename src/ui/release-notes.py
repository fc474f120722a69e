#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a C header with the newest release of the metainfo, for the “About” window. The texts are among those that are
translated, for they stand in the metainfo.

Usage: release-notes.py METAINFO
"""
import json
import sys
import xml.etree.ElementTree as ElementTree

release = next(ElementTree.parse(sys.argv[1]).getroot().iter("release"))
print("/* Made by release-notes.py. */")
print("#define RELEASE_VERSION %s" % json.dumps(release.get("version")))
print("static const struct\n{\n  gboolean    is_item;\n  const char *text;\n} RELEASE_NOTES[] = {")
for node in release.find("description").iter():
    if node.tag in ("p", "li"):
        text = json.dumps(" ".join("".join(node.itertext()).split()), ensure_ascii=False)
        print("  { %s, %s }," % ("TRUE" if node.tag == "li" else "FALSE", text))
print("};")
