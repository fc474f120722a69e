#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide and the manual pages say what the program says: labels, messages, keys, commands and options; every link
and picture is there. Prints TAP.

Usage: check-help.py SOURCE-FOLDER TICKETBRUECKECTL HTML-FILE MANUAL-PAGE-OF-TICKETBRUECKECTL...
"""
import glob
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

DOCBOOK = "{http://docbook.org/ns/docbook}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMA = "http://docbook.org/xml/5.0/rng/docbook.rng"
# What the keys are called in the guide.
KEYS = {"Control": "Strg", "Shift": "Umschalt", "Alt": "Alt", "Return": "Eingabe", "Escape": "Esc", "Delete": "Entf",
        "Up": "Oben", "Down": "Unten", "Left": "Links", "comma": ",", "question": "?"}
ORDER = ["Alt", "Umschalt", "Strg"]


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


class Guide:
    """The chapters as they stand in the sources."""

    def __init__(self, top):
        self.folder = os.path.join(top, "data", "help", "de")
        self.chapters = {path: ElementTree.parse(path).getroot()
                         for path in sorted(glob.glob(os.path.join(self.folder, "*.docbook")))}

    def all(self, tag):
        for path, root in self.chapters.items():
            for node in root.iter(DOCBOOK + tag):
                yield os.path.basename(path), node

    def texts(self, *tags):
        for tag in tags:
            for chapter, node in self.all(tag):
                yield chapter, plain("".join(node.itertext()))


def said(top):
    """What the program says in German: without mnemonics, and with „…“ for what it fills in."""
    with open(os.path.join(top, "po", "de.po"), encoding="utf-8") as po:
        entries = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n)+)', po.read() + "\n", re.M)
    texts = set()
    for entry in entries:
        text = "".join(re.findall(r'"(.*)"', entry)).replace("\\n", " ").replace('\\"', '"')
        texts.add(plain(re.sub(r"%(\d\$)?[-\w]", "…", text.replace("_", ""))))
    return texts


def check_labels(top):
    known = said(top)
    return ["%s: „%s“ is said nowhere in the program" % where
            for where in Guide(top).texts("guilabel", "computeroutput") if where[1] not in known]


def check_schema(top):
    done = subprocess.run(["xmllint", "--nonet", "--noout", "--xinclude", "--relaxng", SCHEMA,
                           os.path.join(top, "data", "help", "de", "index.docbook")], capture_output=True, text=True,
                          check=False)
    return done.stderr.splitlines() if done.returncode != 0 else []


def check_links(top):
    guide = Guide(top)
    ids = {node.get(XML_ID) for root in guide.chapters.values() for node in root.iter()}
    pictures = {os.path.join("figures", os.path.basename(path))
                for path in glob.glob(os.path.join(guide.folder, "figures", "*"))}
    shown = {node.get("fileref") for _, node in guide.all("imagedata")}
    return (["%s: no place %s" % (chapter, node.get("linkend"))
             for chapter, node in guide.all("xref") if node.get("linkend") not in ids] +
            ["%s: is missing" % path for path in sorted(shown - pictures)] +
            ["%s: is not shown" % path for path in sorted(pictures - shown)])


def key_name(accelerator):
    modifiers = [KEYS[m] for m in re.findall(r"<(\w+)>", accelerator)]
    key = re.sub(r"<\w+>", "", accelerator)
    return "+".join(sorted(modifiers, key=ORDER.index) + [KEYS.get(key, key.upper() if len(key) == 1 else key)])


def check_keys(top):
    """The window of the shortcuts, which another test compares with what the keys do, has the same keys."""
    overlay = ElementTree.parse(os.path.join(top, "src", "ui", "gtk", "help-overlay.ui"))
    real = {key_name(key) for node in overlay.iter("property") if node.get("name") == "accelerator"
            for key in node.text.split()}
    guide = Guide(top)
    named = {}
    for path, root in guide.chapters.items():
        inside = set()
        for combo in root.iter(DOCBOOK + "keycombo"):
            caps = list(combo.iter(DOCBOOK + "keycap"))
            inside.update(caps)
            named.setdefault("+".join(cap.text for cap in caps), os.path.basename(path))
        for cap in root.iter(DOCBOOK + "keycap"):
            if cap not in inside:
                named.setdefault(cap.text, os.path.basename(path))
    table = next(root for path, root in guide.chapters.items() if path.endswith("tastenkuerzel.docbook"))
    listed = {"+".join(cap.text for cap in combo) for combo in table.iter(DOCBOOK + "keycombo")} | \
             {cap.text for cap in table.iter(DOCBOOK + "keycap")}
    return (["%s: the program has no key %s" % (named[key], key) for key in sorted(set(named) - real)] +
            ["the table of keys lacks %s" % key for key in sorted(real - listed)])


class Program:
    """What ticketbrueckectl itself says that it can."""

    def __init__(self, ctl):
        self.ctl = ctl
        lines = self.help().split("Commands:\n")[1].split("\n\n")[0].splitlines()
        self.commands = [re.match(r"  ((?:[a-z]+ ?){1,2})", line).group(1).strip() for line in lines
                         if re.match(r"  [a-z]", line)]

    def help(self, *command):
        return subprocess.run([self.ctl, *command, "--help"], capture_output=True, text=True, check=True,
                              env={**os.environ, "LANGUAGE": "en"}).stdout

    def options(self, *command):
        return re.findall(r"^  (--[a-z-]+)", self.help(*command), re.M)


def manual_page(path):
    """Paragraph by paragraph what stands there, by the name that it begins with."""
    with open(path, encoding="utf-8") as page:
        parts = re.split(r"\n\.(?:PP|SH .*)\n\\fB([a-z]+(?: [a-z]+)?)\\fR", page.read().replace("\\-", "-"))
    return dict(zip([""] + parts[1::2], parts[::2]))


def check_commands(top, ctl, pages):
    program = Program(ctl)
    wanted = {command: program.options(*command.split()) for command in program.commands}
    wrong = [] if len(wanted) > 40 and "--title" in wanted["new"] else ["the program's help could not be read"]
    for path in pages:
        page = manual_page(path)
        general = "".join(page[name] for name in page if name not in wanted)
        wrong += ["%s: lacks %s" % (path, command) for command in wanted if command not in page]
        wrong += ["%s: lacks %s of %s" % (path, option, command) for command in wanted for option in wanted[command]
                  if option not in page.get(command, "") and option not in general]
    for chapter, text in Guide(top).texts("command"):
        if not text.startswith("ticketbrueckectl "):
            continue
        words = re.sub(r'"[^"]*"', "", text).split()[1:]
        command = next((c for c in (" ".join(words[:2]), words[0]) if c in wanted), None)
        if command is None and words[0] not in ("BEFEHL", "--help"):
            wrong.append("%s: there is no command „%s“" % (chapter, text))
        wrong += ["%s: „%s“: no option %s" % (chapter, text, word) for word in words
                  if word.startswith("--") and command is not None and word not in wanted[command]]
    return wrong


def check_html(path):
    """One file, which needs no other."""
    with open(path, encoding="utf-8") as page:
        html = page.read()
    ids = set(re.findall(r'\bid="([^"]*)"', html))
    size = len(html.encode())
    return (["shows %s" % src for src in re.findall(r'\bsrc="(?!data:image/png;base64,)([^"]*)"', html)] +
            ["leads to %s" % href for href in re.findall(r'\bhref="([^"]*)"', html)
             if not (href.startswith("#") and href[1:] in ids)] +
            ([] if 'src="data:image/png' in html and "<style" in html else ["no pictures or no style"]) +
            ([] if size < 2 << 20 else ["is %d bytes large" % size]))


def main():
    top, ctl, html, *pages = sys.argv[1:]
    cases = [("schema", check_schema, top), ("links-and-pictures", check_links, top), ("labels", check_labels, top),
             ("keys", check_keys, top), ("commands", check_commands, top, ctl, pages), ("html", check_html, html)]
    print("1..%d" % len(cases))
    failed = False
    for number, (name, check, *words) in enumerate(cases, 1):
        wrong = check(*words)
        for line in wrong[:20]:
            print("# " + line)
        failed |= bool(wrong)
        print("%sok %d - /data/help/%s" % ("not " if wrong else "", number, name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
