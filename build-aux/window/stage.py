# SPDX-License-Identifier: GPL-3.0-or-later
"""One window of the program, led from page to page and dialog to dialog: by its actions and by the names of its
controls, which are given in English and translated as the program does."""
import gettext
import hashlib
import os
import re
import sqlite3
import subprocess
import time

from driver import Missing, Program, is_on_screen, name, role, run, states, text_of, until, walk

APPLICATION = "io.github.ticketbruecke.Ticketbruecke"
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# No notifications can be shown here, and what GTK says of itself is not ours.
KNOWN = re.compile(r"org\.freedesktop\.Notifications|ServiceUnknown|dconf|Atk|dbind|fd limit")
BAD = re.compile(r"CRITICAL \*\*|WARNING \*\*|-WARNING|-CRITICAL|ERROR: \w+Sanitizer|runtime error:|SUMMARY: ")


def complaints(path):
    """Lines of a program's log that must not be there."""
    with open(path, encoding="utf-8", errors="replace") as log:
        return [line.rstrip() for line in log if BAD.search(line) and not KNOWN.search(line)]


def make_sample(build, profile, english):
    subprocess.run([os.path.join(build, "src", "ticketbrueckectl"), "--profile", profile, "sample",
                    *(["--english"] if english else [])], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})


class Words:
    """What the program says for an English text."""

    def __init__(self, build):
        language = os.environ.get("LANGUAGE", "en")
        self.catalog = gettext.translation("ticketbruecke", os.environ.get("TICKETBRUECKE_LOCALEDIR", build + "/po"),
                                           [language], fallback=True)

    def __call__(self, text, context=None):
        said = self.catalog.pgettext(context, text) if context else self.catalog.gettext(text)
        return said.replace("_", "", 1)


class Stage(Program):
    """A program on a profile, with the ways to each of its pages."""

    def __init__(self, build, profile, **more):
        self.words = Words(build)
        self.frame = None
        super().__init__([os.path.join(build, "src", "ticketbruecke")], os.path.abspath(profile), **more)
        self.frame = self.windows()[0]

    # ---- Tickets

    def rows(self, query):
        store = sqlite3.connect("file:%s/ticketbruecke.db?mode=ro" % self.profile, uri=True)
        try:
            return store.execute(query).fetchall()
        finally:
            store.close()

    def find_ticket(self, condition):
        """The first ticket that fulfils a condition of SQL."""
        found = self.rows("SELECT id FROM ticket WHERE %s ORDER BY id LIMIT 1" % condition)
        if not found:
            raise Missing("the sample has no ticket with %s" % condition)
        return found[0][0]

    def tell_application(self, action, *parameter):
        mark = hashlib.sha256(self.profile.encode()).hexdigest()[:8]
        subprocess.run(["gapplication", "action", "%s.p%s" % (APPLICATION, mark), action, *parameter], check=True)

    def open_file(self, path):
        mark = hashlib.sha256(self.profile.encode()).hexdigest()[:8]
        subprocess.run(["gdbus", "call", "--session", "--dest", "%s.p%s" % (APPLICATION, mark), "--object-path",
                        "/" + ("%s.p%s" % (APPLICATION, mark)).replace(".", "/"), "--method",
                        "org.freedesktop.Application.Open", "['file://%s']" % path, "{}"], check=True,
                       stdout=subprocess.DEVNULL)

    def show_ticket(self, condition):
        ticket = self.find_ticket(condition)
        number = self.rows("SELECT number FROM ticket WHERE id = %d" % ticket)[0][0]
        self.tell_application("show-ticket", "int64 %d" % ticket)
        page = self.page()
        until("the page of %s" % number, lambda: self.all("label", number, under=page) and
              "ticket.copy-number" in self.actions(self.frame))
        self.settle()

    def page(self):
        """The ticket's page: to look there alone is quicker. Only GTK 4.8 calls it by its class."""
        if not self.has_exact_places:
            return self.frame
        return until("the page", lambda: next((n for n in walk(self.frame) if n.get_name() == "TbTicketPage"), None))

    # ---- Acting

    def do(self, action):
        """An action of the main window, as its menus and keys have it."""
        until("the action %s" % action, lambda: action in self.actions(self.frame))
        self.act(self.frame, action)

    def opens(self, do, *words):
        """Does something and waits for the window that opens; returns that."""
        before = len(self.windows())
        do(*words)
        until("a window after %s" % (words,), lambda: len(self.windows()) > before)
        self.settle()
        return self.top()

    def dialog(self, action):
        return self.opens(self.do, action)

    def push(self, text, context=None, under=None, last=False):
        """A button, wherever it is scrolled to."""
        label = self.words(text, context)

        def find():
            found = [n for n in self.all("button", label, under=under or self.top(), visible=False)
                     if "sensitive" in states(n) and "click" in self.actions(n)]
            return found[-1 if last else 0] if found else None
        self.act(until("button „%s“" % label, find, 8))
        self.settle()

    def write(self, text, context=None, typed=""):
        """Types into a field of the window on top."""
        label = self.words(text, context)
        field = self.find("text", under=self.top(), condition=lambda n: name(n).startswith(label))
        self.click(field)
        self.keys("ctrl+a")
        self.type(typed)
        until("„%s“ in „%s“" % (typed, label), lambda: text_of(field) == typed)
        return field

    def close_all(self):
        """Back to the bare main window, with the pointer where it shows no tooltip."""
        run("xdotool", "mousemove", 1, 1)
        if len(self.windows()) == 1:
            self.keys("Escape")
        for _ in range(12):
            dialogs = self.windows()[1:]
            if not dialogs:
                return
            top, before = dialogs[-1], len(dialogs)
            if "window.close" in self.actions(top):
                self.act(top, "window.close")
            else:
                self.keys("Escape")
            try:
                until("the dialog closed, or it asks", lambda n=before: len(self.windows()) != n, 2)
                if len(self.windows()) > before:
                    self.push("_Discard")
                    until("the dialog closed", lambda n=before: len(self.windows()) < n, 2)
            except Missing:
                self.keys("Escape")
        raise Missing("a dialog does not close: „%s“" % name(self.top()))

    # ---- Looking

    @staticmethod
    def settle(patience=2.5):
        """Waits until three looks at the screen in a row are alike."""
        seen = []
        end = time.monotonic() + patience
        while time.monotonic() < end:
            time.sleep(0.08)
            with open(os.environ["TB_SCREEN"], "rb") as screen:
                seen = seen[-2:] + [hashlib.sha1(screen.read()).digest()]
            if len(seen) == 3 and len(set(seen)) == 1:
                return

    def widest(self):
        """The width of the widest window."""
        widths = [0]
        for wid in filter(self.is_managed, self._x_windows()):
            place = dict(line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", wid).split())
            widths.append(int(place["WIDTH"]))
        return max(widths)

    def squeeze(self, width, height):
        """Makes dialogs as narrow as the screen of a telephone, as far as they let."""
        for wid in self._x_windows():
            if wid == self.main or not self.is_managed(wid):
                continue
            place = dict(line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", wid).split())
            tall = height if int(place["WIDTH"]) > width else min(height, int(place["HEIGHT"]))
            run("xdotool", "windowsize", "--sync", wid, min(width, int(place["WIDTH"])), tall, "windowmove", wid, 0, 0)


__all__ = ["Missing", "Stage", "complaints", "is_on_screen", "make_sample", "role"]
