#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version, changes and licence are each written down in one place, and what else names them agrees; the page in the
software center is as Flathub's guidelines for quality want it, and complete in both languages. Prints TAP.

Usage: check-project.py SOURCE-FOLDER METAINFO DESKTOP-FILE VERSION HOMEPAGE PROGRAM...
       METAINFO and DESKTOP-FILE: as they are installed; PROGRAM: says its version
"""
import fnmatch
import glob
import hashlib
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "io.github.ticketbruecke.Ticketbruecke"
LICENCE = "GPL-3.0-or-later"
# The text of version 3 as the Free Software Foundation publishes it.
COPYING = "3972dc9744f6499f0f9b2dbf76696f2ae7ad8af9b23dde66d6af86c9dfb36986"
# What has no place for a licence line, or must stay as a tool wrote it; all of it is under the one licence, too.
WITHOUT_LINE = ["COPYING", "README.md", "*.png", "*.csv", "po/*", "tests/*/corpus*/*", "build-aux/debian/copyright",
                "build-aux/debian/source/format", "build-aux/debian/*README.Debian"]
# The metainfo itself may be copied by anybody, as software centers do; its line is in the file besides.
SUMMARY_LENGTH, NAME_LENGTH, CAPTION_LENGTH = 35, 20, 80


def read(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as text:
        return text.read()


def plain(node):
    return " ".join("".join(node.itertext()).split())


class Project:
    def __init__(self, top, metainfo, desktop, version, homepage, *programs):
        self.top, self.version, self.homepage, self.programs = top, version, homepage, programs
        self.component = ElementTree.parse(metainfo).getroot()
        self.desktop = dict(line.split("=", 1) for line in read(desktop).splitlines() if "=" in line)
        self.release = next(self.component.iter("release"))

    def files(self):
        """What belongs to the project: by git, or all that lies in an unpacked archive."""
        if os.path.exists(os.path.join(self.top, ".git")):
            listed = subprocess.run(["git", "-c", "safe.directory=*", "-C", self.top, "ls-files", "-z"], check=False,
                                    capture_output=True, text=True)
            if listed.returncode == 0:
                return [f for f in listed.stdout.split("\0") if f and os.path.isfile(os.path.join(self.top, f))]
        found = []
        for folder, folders, names in os.walk(self.top):
            folders[:] = [f for f in folders if not f.startswith("_") and f not in (".git", "__pycache__", "debian")
                          or os.path.basename(folder) == "build-aux"]
            found += [os.path.relpath(os.path.join(folder, name), self.top) for name in names]
        return [f for f in found if not f.endswith(".pyc")]

    # ---- Version and changes

    def check_version(self):
        wrong = []
        if self.release.get("version") != self.version:
            wrong.append("meson.build says %s, the newest release %s" % (self.version, self.release.get("version")))
        for program in self.programs:
            said = subprocess.run([program, "--version"], check=False, capture_output=True, text=True).stdout.split()
            if said != [os.path.basename(program), self.version]:
                wrong.append("%s says %s" % (program, said))
        again = [f for f in self.files() if not f.endswith((".png", ".po", "metainfo.xml.in")) and f != "meson.build" and
                 not fnmatch.fnmatch(f, "tests/*") and re.search(r"(?<![\w.])%s(?![\w.])" % re.escape(self.version),
                                                                read(self.top, f))]
        return wrong + ["%s names the version, too" % f for f in again]

    def check_releases(self):
        releases = list(self.component.iter("release"))
        days = [r.get("date") for r in releases]
        wrong = [] if days == sorted(days, reverse=True) else ["the newest release is not the first"]
        numbers = [[int(n) for n in r.get("version").split(".")] for r in releases]
        if numbers != sorted(numbers, reverse=True):
            wrong.append("numbers of releases are out of order")
        return wrong + ["%s has no notes" % r.get("version") for r in releases if not list(r.iter("li"))]

    def check_changelog(self):
        debian = os.path.join(self.top, "build-aux", "debian")
        made = subprocess.run([sys.executable, os.path.join(debian, "changelog.py"),
                               os.path.join(self.top, "data", ID + ".metainfo.xml.in"), os.path.join(debian, "control")],
                              check=True, capture_output=True, text=True).stdout
        said = " ".join(made.split())
        wrong = [] if made.startswith("ticketbruecke (%s) " % self.version) else ["the newest entry: %s" % made[:60]]
        return wrong + ["lacks „%s“" % plain(n) for n in self.component.iter("li")
                        if n.get(LANG) is None and n in set(self.release.iter()) and plain(n) not in said]

    def check_addresses(self):
        control = read(self.top, "build-aux", "debian", "control")
        wrong = [] if "Homepage: %s\n" % self.homepage in control else ["Homepage of build-aux/debian/control"]
        if "Source: %s\n" % self.homepage not in read(self.top, "build-aux", "debian", "copyright"):
            wrong.append("Source of build-aux/debian/copyright")
        if self.homepage not in [url.text for url in self.component.iter("url") if url.get("type") == "homepage"]:
            wrong.append("homepage of the metainfo")
        return wrong

    # ---- Licence

    def check_licence(self):
        with open(os.path.join(self.top, "COPYING"), "rb") as text:
            wrong = [] if hashlib.sha256(text.read()).hexdigest() == COPYING else ["COPYING is not the whole text"]
        if self.component.findtext("project_license") != LICENCE:
            wrong.append("project_license of the metainfo")
        if "license: '%s'" % LICENCE not in read(self.top, "meson.build"):
            wrong.append("license of meson.build")
        if not re.search(r"^Files: \*\nCopyright: .*\nLicense: %s$" % re.escape(LICENCE),
                         read(self.top, "build-aux", "debian", "copyright"), re.M):
            wrong.append("build-aux/debian/copyright")
        if "same license as the ticketbruecke package" not in read(self.top, "po", "de.po"):
            wrong.append("po/de.po")
        return wrong

    def check_licence_lines(self):
        wrong = []
        for name in self.files():
            if any(fnmatch.fnmatch(name, pattern) for pattern in WITHOUT_LINE):
                continue
            head = "\n".join(read(self.top, name).split("\n")[:4])
            if "SPDX-License-Identifier: %s" % LICENCE not in head:
                wrong.append("%s: no licence line" % name)
        return wrong

    def check_top_level(self):
        allowed = {"meson.build", "src", "data", "po", "tests", "build-aux", "README.md", "COPYING"}
        there = {name.split("/")[0] for name in self.files()}
        return ["%s at the top level" % name for name in sorted(there - allowed) if not name.startswith(".")]

    # ---- The page in the software center

    def check_texts(self):
        component = self.component
        wrong = []
        for text, low, high in (("name", 2, NAME_LENGTH), ("summary", 10, SUMMARY_LENGTH), ("caption", 10, CAPTION_LENGTH)):
            for node in component.iterfind(".//" + text if text == "caption" else text):
                said = plain(node)
                if not low <= len(said) <= high or (text != "name" and said.endswith(".")):
                    wrong.append("%s „%s“: %d characters of at most %d, and no full stop" % (text, said, len(said), high))
        if self.component.findtext("name").lower() in plain(component.find("summary")).lower():
            wrong.append("the summary repeats the name")
        return wrong

    def check_german(self):
        """The German of po/de.po is merged; that it is complete is seen by build-aux/check-po.sh."""
        wrong = [key for key in ("GenericName", "Comment", "Keywords") if key + "[de]" not in self.desktop]
        return wrong + [tag for tag in ("p", "li") if "de" not in {n.get(LANG) for n in self.component.iter(tag)}]

    def check_entries(self):
        component, wrong = self.component, []
        needed = {"homepage", "bugtracker", "help", "vcs-browser", "contribute"}
        wrong += ["no url: %s" % kind for kind in needed - {u.get("type") for u in component.iter("url")}]
        shades = {c.get("scheme_preference"): c.text for c in component.iter("color")}
        if set(shades) != {"light", "dark"} or not all(re.fullmatch("#[0-9a-f]{6}", c) for c in shades.values()):
            wrong.append("brand colours: %s" % shades)
        for path in ("developer/name", "launchable", "content_rating", "requires/display_length", "translation"):
            if component.find(path) is None:
                wrong.append("no %s" % path)
        if {c.text for c in component.iter("control")} != {"keyboard", "pointing", "touch"}:
            wrong.append("controls")
        if component.findtext("launchable") != ID + ".desktop" or self.desktop.get("Icon") != ID:
            wrong.append("the entry in the list of programs, or its icon, is another's")
        if {b.text for b in component.iter("binary")} != {os.path.basename(p) for p in self.programs}:
            wrong.append("provides/binary")
        opened = {m for m in self.desktop.get("MimeType", "").split(";") if m and not m.startswith("x-scheme-handler/")}
        if {m.text for m in component.iter("mediatype")} != opened or component.findtext("provides/dbus") != ID:
            wrong.append("provides/mediatype, provides/dbus")
        return wrong

    def check_pictures(self):
        """Each is there, in both languages, and as large as is said; and none is there that is not shown."""
        wrong, shown = [], set()
        shots = list(self.component.iter("screenshot"))
        if [s.get("type") for s in shots].count("default") != 1 or shots[0].get("type") != "default":
            wrong.append("the first picture is not the default one")
        for shot in shots:
            images = {image.get(LANG, "en"): image for image in shot.iter("image")}
            if set(images) != {"en", "de"}:
                wrong.append("languages: %s" % sorted(images))
            for language, image in images.items():
                path = re.sub(r".*/main/", "", image.text)
                shown.add(path)
                if "/%s/" % language not in path or not image.text.startswith("https://"):
                    wrong.append(image.text)
                try:
                    with open(os.path.join(self.top, path), "rb") as picture:
                        size = struct.unpack(">II", picture.read(24)[16:])
                except OSError as error:
                    wrong.append(str(error))
                    continue
                if size != (int(image.get("width")), int(image.get("height"))):
                    wrong.append("%s is %dx%d" % (path, *size))
        there = {os.path.relpath(p, self.top) for p in glob.glob(os.path.join(self.top, "data", "screenshots", "*", "*"))}
        return wrong + ["%s is not shown" % path for path in sorted(there - shown)]

    # ---- The icon

    def check_icons(self):
        wrong = []
        folder = os.path.join(self.top, "data", "icons")
        for path, size in ((os.path.join(folder, "scalable", "apps", ID + ".svg"), 128),
                           (os.path.join(folder, "symbolic", "apps", ID + "-symbolic.svg"), 16)):
            root = ElementTree.parse(path).getroot()
            if root.tag != "{http://www.w3.org/2000/svg}svg":
                wrong.append("%s: not an SVG" % path)
            if root.get("viewBox") != "0 0 %d %d" % (size, size) or root.get("width") != str(size):
                wrong.append("%s: not %d pixels square" % (path, size))
            tags = {node.tag.split("}")[1] for node in root.iter()}
            if tags & {"image", "script", "foreignObject", "text", "style", "filter"}:
                wrong.append("%s: %s" % (path, tags))
            colours = {node.get("fill") for node in root.iter()} - {None, "none"}
            if "symbolic" in path and (len(colours) != 1 or not tags <= {"svg", "path", "g", "circle", "rect"}):
                wrong.append("%s: a desktop cannot give it its own colour" % path)
        return wrong

    def check_icons_of_the_window(self):
        """Each is the desktop's, of this release of it, or comes with the program."""
        folder = os.path.join(self.top, "src", "ui")
        own = {os.path.basename(p)[:-4] for p in glob.glob(os.path.join(folder, "icons", "*", "*", "*.svg"))}
        theme = {os.path.basename(p)[:-4] for p in glob.glob("/usr/share/icons/Adwaita/**/*-symbolic.svg", recursive=True)}
        named = {name for f in self.files() if re.fullmatch(r"src/(ui|model)/.*\.(c|ui)", f)
                 for name in re.findall(r"[\">]([a-z][a-z0-9-]*-symbolic)[\"<]", read(self.top, f))}
        resource = read(folder, "tb-ui.gresource.xml")
        wrong = ["%s.svg is not in the resource" % name for name in own if "/%s.svg<" % name not in resource]
        return wrong + (["no icon is called %s" % name for name in sorted(named - own - theme)] if theme else [])


def main():
    project = Project(*sys.argv[1:])
    names = [name for name in vars(Project) if name.startswith("check_")]
    print("1..%d" % len(names))
    failed = False
    for number, name in enumerate(names, 1):
        wrong = getattr(project, name)()
        for line in wrong[:20]:
            print("# " + line)
        failed |= bool(wrong)
        print("%sok %d - /data/project/%s" % ("not " if wrong else "", number, name[6:].replace("_", "-")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
