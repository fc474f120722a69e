#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a manual page of its DocBook. The commands of ticketbrueckectl and their options, as they stand in its tables, take
the place of <?commands?> and <?options?>, in English or in the language of a PO file. Version and day are those of the
newest release.

Usage: manual-page.py STYLE-SHEET PAGE OUTPUT METAINFO TABLE-OF-COMMANDS TABLE-OF-OPTIONS [PO-FILE]
"""
import gettext
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

STRING = r'"((?:[^"\\]|\\.)*)"'
# A string, marked for translation or not; or NULL.
WORD = r'(?:N_\(\s*)?(?:((?:%s\s*)+)\)?|NULL)' % STRING


def joined(strings):
    return "".join(re.findall(STRING, strings or ""))


def option_tables(source):
    return {name: [(row[0], joined(row[1]), joined(row[3]))
                   for row in re.findall(r'\{\s*"([a-z-]+)",\s*%s,\s*%s' % (WORD, WORD), body)]
            for name, body in re.findall(r"static const TbCtlOption (\w+)\[\] = \{\n(.*?)\n\};", source, re.S)}


def command_table(source):
    body = re.search(r"static const TbCtlCommand commands\[\] = \{\n(.*?)\n\};", source, re.S).group(1)
    return [(row[0], joined(row[1]), joined(row[3]), row[5])
            for row in re.findall(r'\{ "([a-z ]+)",\s*%s,\s*%s,\s*(\w+),' % (WORD, WORD), body)]


class Writer:
    def __init__(self, say):
        self.say = lambda text: escape(say(text)) if text else ""

    def options(self, table):
        for name, argument, text in table:
            placeholder = " <replaceable>%s</replaceable>" % self.say(argument) if argument else ""
            yield ("<varlistentry><term><option>--%s</option>%s</term><listitem><para>%s</para></listitem>"
                   "</varlistentry>" % (name, placeholder, self.say(text)))

    def commands(self, table, options):
        for name, usage, text, its_options in table:
            placeholder = " <replaceable>%s</replaceable>" % self.say(usage) if usage else ""
            inside = "<para>%s</para>" % self.say(text)
            if its_options != "NULL":
                inside += "<variablelist>%s</variablelist>" % "\n".join(self.options(options[its_options]))
            yield ("<varlistentry><term><command>%s</command>%s</term><listitem>%s</listitem></varlistentry>"
                   % (name, placeholder, inside))


def translator(po):
    if po is None:
        return lambda text: text
    with tempfile.TemporaryDirectory() as folder:
        catalog = os.path.join(folder, "catalog.mo")
        subprocess.run(["msgfmt", "-o", catalog, po], check=True)
        with open(catalog, "rb") as file:
            return gettext.GNUTranslations(file).gettext


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    style, page, output, metainfo, table_of_commands, table_of_options = sys.argv[1:7]
    writer = Writer(translator(sys.argv[7] if len(sys.argv) > 7 else None))
    release = next(ElementTree.parse(metainfo).getroot().iter("release"))
    source, text = read(table_of_commands), read(page)
    options = {**option_tables(source), **option_tables(read(table_of_options))}
    text = text.replace("<?options?>", "\n".join(writer.options(options["global_options"])))
    text = text.replace("<?commands?>", "\n".join(writer.commands(command_table(source), options)))
    text = text.replace("</productname>", "</productname><productnumber>%s</productnumber>" % release.get("version"))
    done = subprocess.run(["xsltproc", "--nonet", "--stringparam", "day", release.get("date"), "--output",
                           os.path.join(os.path.dirname(output), ""), style, "-"], input=text,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0 or "Warn:" in done.stderr:
        sys.exit(done.stderr)
    # The style sheets begin a paragraph where a heading has begun one.
    made = re.sub(r"^(\.SH .*\n)\.PP\n", r"\1", read(output), flags=re.M)
    with open(output, "w", encoding="utf-8") as file:
        file.write(made)


if __name__ == "__main__":
    main()
