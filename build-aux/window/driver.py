# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window of the program as a person does: finds by the names that a screen reader would say (AT-SPI),
acts by mouse and keys (xdotool). Needs an X server and a session bus (session.sh).

GTK 4.8 does not say whether something shows, has no action for check buttons and list rows, and names what has
no name after its class; that is why it looks at places and clicks with the mouse. GTK 4.18 leaves the padding of
all that holds a widget out of its place, and the names of menu items; there, what is small is reached by its action
or by the Tab key, and menu items are counted."""
import glob
import os
import subprocess
import time
import warnings
import xml.etree.ElementTree as ElementTree

import gi

warnings.simplefilter("ignore", DeprecationWarning)
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = float(os.environ.get("TB_PATIENCE", "20"))
Atspi.init()
# A sanitizer can keep a program busy for long.
Atspi.set_timeout(int(PATIENCE * 1000), int(PATIENCE * 1000))
UI = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "ui")
# From here on places are only roughly right.
ROUGH_PLACES = (4, 16)
SAME_ROLE = {"push button": "button", "toggle button": "button", "password text": "text", "entry": "text"}


class Missing(AssertionError):
    """What should be on the screen is not."""


def until(what, condition, timeout=None, step=0.03):
    """Asks until the condition gives something true; returns that."""
    end = time.monotonic() + (timeout or PATIENCE)
    error = None
    while True:
        try:
            value = condition()
            if value:
                return value
        except (GLib.Error, ValueError, IndexError, AttributeError, TypeError) as problem:
            error = problem                       # the tree moves while it is read
        if time.monotonic() > end:
            raise Missing("waited in vain: %s%s" % (what, " (%s)" % error if error else ""))
        time.sleep(step)


def run(*words, **more):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, **more).stdout


def walk(node, limit=120, first=12):
    """All nodes below. Every look is a round trip, so of a long list only the first ones are entered."""
    yield node
    try:
        count = node.get_child_count()
    except GLib.Error:
        return
    for i in range(first if count > limit else count):
        try:
            child = node.get_child_at_index(i)
        except GLib.Error:
            continue
        if child is not None:
            yield from walk(child, limit, first)


def role(node):
    name = node.get_role_name()
    return SAME_ROLE.get(name, name)


def name(node):
    text = (node.get_name() or "").replace("\u00a0", " ")
    return "" if text.startswith(("Gtk", "Adw", "Gdk")) else text


def is_doubled(text):
    """Said twice by GTK 4.8: „Weiter Weiter“, „_Weiter Weiter“."""
    words = text.replace("_", "").split()
    half = len(words) // 2
    return half > 0 and words[:half] == words[half:]


def states(node):
    return {s.value_nick for s in node.get_state_set().get_states()}


def extents(node):
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)


def place_of(action):
    """Where an action stands in the menu that has it."""
    for path in glob.glob(os.path.join(UI, "*.ui")):
        for menu in ElementTree.parse(path).getroot().iter("menu"):
            actions = [a.text for a in menu.iter("attribute") if a.get("name") == "action"]
            if action in actions:
                return actions.index(action)
    raise Missing("no menu with %s" % action)


def is_on_screen(node):
    place = extents(node)
    return place.width > 1 and place.height > 1 and place.x > -5 and place.y > -5


def text_of(node):
    if "Text" in node.get_interfaces():
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    return name(node)


class Program:
    """One running window program, with its main window and dialogs."""

    def __init__(self, argv, profile, env=None, log=None, at=(0, 0), size=None, process=None,
                 before=None):
        self.profile = profile
        self.log_path = log or profile + ".window.log"
        self.log = open(self.log_path, "ab")
        self.at = at
        self.arranged = set()
        # What is new is the program's: in a sandbox it has another process number than outside. One that was there
        # already is known by its number, or by what was there before it (numbers of processes, of X windows).
        others, windows = before or ((self._processes(), self._all_x_windows()) if process is None else (None, None))
        self.process = process or subprocess.Popen([*argv, "--profile", profile], env={**os.environ, **(env or {})},
                                                   stdout=self.log, stderr=self.log)
        self.node = until("the program on the accessibility bus", lambda: self._find(others))
        until("its window", lambda: self.node.get_child_count() > 0)
        self.main = until("its X window", lambda: self._x_window(windows))
        version = self.node.get_toolkit_version().split(".")
        self.has_exact_places = tuple(int(n) for n in version[:2]) < ROUGH_PLACES
        if size is not None:
            run("xdotool", "windowsize", self.main, *size)
        run("xdotool", "windowmove", self.main, *at)

    @staticmethod
    def _programs():
        desktop = Atspi.get_desktop(0)
        found = (desktop.get_child_at_index(i) for i in range(desktop.get_child_count()))
        return [node for node in found if node is not None]

    def _processes(self):
        return {node.get_process_id() for node in self._programs()}

    def _find(self, others):
        if self.process.poll() is not None:
            raise AssertionError("the program ended with %d:\n%s" % (self.process.returncode, self.tail()))
        for node in self._programs():
            number = node.get_process_id()
            if number == self.process.pid or others is not None and number not in others:
                return node
        return None

    @staticmethod
    def _all_x_windows(*which):
        found = run("xdotool", "search", "--onlyvisible", "--maxdepth", 1, *(which or ("--name", ".*")))
        return {int(wid) for wid in found.split()}

    def _x_windows(self):
        """A client's windows have numbers of the same range."""
        return sorted(w for w in self._all_x_windows() if w >> 21 == self.main >> 21)

    def _x_window(self, others):
        new = self._all_x_windows("--pid", self.process.pid) if others is None else self._all_x_windows() - others
        found = [w for w in sorted(new) if run("xdotool", "getwindowname", w).strip()]
        return found[0] if found else None

    def tail(self):
        self.log.flush()
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()[-3000:]

    # ---- Looking

    def windows(self):
        self.node.clear_cache()
        found = [self.node.get_child_at_index(i) for i in range(self.node.get_child_count())]
        return [w for w in found if w is not None]

    def window(self, title):
        return until("window „%s“" % title, lambda: next((w for w in self.windows() if name(w) == title), None))

    def top(self):
        """The window on top: the youngest dialog, else the main window."""
        return self.windows()[-1]

    def all(self, want_role=None, want=None, under=None, contains=None, condition=None, visible=True):
        self.node.clear_cache()
        found = []
        for window in ([under] if under is not None else self.windows()):
            for node in walk(window):
                try:
                    if want_role is not None and role(node) != want_role:
                        continue
                    if want is not None and name(node) != want:
                        continue
                    if contains is not None and contains not in name(node):
                        continue
                    if condition is not None and not condition(node):
                        continue
                    if visible and not is_on_screen(node):
                        continue
                    found.append(node)
                except GLib.Error:
                    continue
        return found

    def find(self, want_role=None, want=None, under=None, contains=None, condition=None, visible=True, timeout=None,
             last=False):
        def once():
            found = self.all(want_role, want, under, contains, condition, visible)
            return found[-1 if last else 0] if found else None
        return until("[%s] „%s“ in %s" % (want_role, want or contains, self.profile), once, timeout)

    def gone(self, want_role=None, want=None, contains=None, timeout=None):
        until("no more [%s] „%s“" % (want_role, want or contains),
              lambda: not self.all(want_role, want, contains=contains), timeout)

    def sees(self, text, timeout=None):
        """Waits for a label that contains the text."""
        return self.find("label", contains=text, timeout=timeout)

    def unnamed(self):
        """Controls that can be focused and have no name, or have it twice („_Weiter Weiter“). Left out: what only
        holds others (scroll panes, list boxes), the lists that drop-downs keep inside, the places that a list
        keeps below what is seen of it, and the close button of libadwaita's toast, whose only name is its picture's
        class."""
        return [node for window in self.windows()
                for node in until("a look at all controls",
                                  lambda w=window: (list(self._nameless(w, extents(w).height)),))[0]]

    def _nameless(self, node, bottom, inside=False):
        kind, known = role(node), node.get_name()
        if ("focusable" in states(node) and is_on_screen(node) and (not name(node) or is_doubled(name(node)))
                and not (inside and kind in ("list", "list item", "panel"))
                and not (kind == "list" and not self.has_exact_places)
                and not (kind == "list item" and extents(node).y >= bottom)
                and kind not in ("scroll pane", "filler") and known not in ("GtkImage", "GtkListBox")):
            yield kind, known
        count = node.get_child_count()
        for i in range(12 if count > 120 else count):
            yield from self._nameless(node.get_child_at_index(i), bottom, inside or kind in ("combo box", "list item"))

    # ---- Acting

    def origin(self, node):
        """The X window that a node stands in, and where its coordinates begin on the screen."""
        self.arrange()
        top = node
        while top.get_parent() is not None and top.get_parent().get_role_name() != "application":
            top = top.get_parent()
        title = name(top)
        ids = self._x_windows()
        named = [w for w in ids if run("xdotool", "getwindowname", w).strip() == title]
        wid = named[-1] if named else ids[-1]
        place = dict(line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", wid).split())
        left = above = 0
        shadow = run("xprop", "-id", wid, "_GTK_FRAME_EXTENTS")
        if "=" in shadow:
            values = [int(x) for x in shadow.split("=")[1].split(",")]
            left, above = values[0], values[2]
        return wid, int(place["X"]) + left, int(place["Y"]) + above

    @staticmethod
    def is_managed(wid):
        """Whether a window manager would place it: not menus and tooltips, which place themselves."""
        return "Override Redirect State: no" in run("xwininfo", "-id", wid)

    def arrange(self):
        """Puts dialogs into the middle of the main window, as a window manager does."""
        for wid in self._x_windows():
            if wid in self.arranged or wid == self.main or not self.is_managed(wid):
                continue
            place = dict(line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", wid).split())
            frame = dict(line.split("=") for line in run("xdotool", "getwindowgeometry", "--shell", self.main).split())
            run("xdotool", "windowmove", "--sync", wid,
                int(frame["X"]) + max(0, (int(frame["WIDTH"]) - int(place["WIDTH"])) // 2),
                int(frame["Y"]) + max(0, (int(frame["HEIGHT"]) - int(place["HEIGHT"])) // 2))
            self.arranged.add(wid)

    def click(self, node, times=1, button=1):
        """By the mouse. Where places are rough, only what is large: the rest is reached by action and keys."""
        if not self.has_exact_places and role(node) != "list item":
            self.reach(node)
            return

        def place():
            p = extents(node)
            return p if p.width > 1 and p.height > 1 else None
        where = until("a place for „%s“" % name(node), place)
        x, y = self.turn_to(node)
        run("xdotool", "mousemove", x + where.x + where.width // 2, y + where.y + where.height // 2, "sleep", "0.06",
            "click", "--repeat", times, "--delay", 60, button)

    def turn_to(self, node):
        """Gives the keys to the window that a node stands in, as a window manager does. Returns where it begins."""
        wid, x, y = self.origin(node)
        if run("xdotool", "getwindowfocus").strip() != str(wid):
            run("xdotool", "windowfocus", "--sync", wid)
        return x, y

    def reach(self, node):
        """Without the mouse: by its action, else by the Tab key, and the space bar for what is ticked."""
        self.turn_to(node)
        if "click" in self.actions(node):
            self.act(node)
            return
        for _ in range(150):
            node.clear_cache()
            if "focused" in states(node):
                break
            self.keys("Tab")
        else:
            raise Missing("no Tab leads to „%s“" % name(node))
        if role(node) == "check box":
            self.keys("space")

    def press(self, label, want_role="button", last=False, narrow=None):
        """A button of the window on top: behind a dialog nothing can be clicked. `narrow`: what it is called where it
        has room for a picture only."""
        def once():
            found = self.all(want_role, under=self.top(),
                             condition=lambda n: name(n) in (label, narrow or label) and "sensitive" in states(n))
            return found[-1 if last else 0] if found else None
        self.click(until("button „%s“ in %s" % (label, self.profile), once))

    def keys(self, *keys):
        run("xdotool", "key", "--delay", 40, *keys)

    def type(self, text):
        """Characters of the German keyboard only."""
        run("xdotool", "type", "--delay", 12, text)

    def enter(self, label, text, under=None, want_role="text"):
        """Clicks into a field, replaces what stands there, sees that it arrived."""
        field = self.find(want_role, label, under=under)
        self.click(field)
        until("the focus in „%s“" % label, lambda: "focused" in states(field))
        self.keys("ctrl+a")
        self.type(text)
        until("„%s“ in „%s“, not „%s“" % (text, label, text_of(field)), lambda: text_of(field) == text)
        return field

    def menu(self, button_label, item, place):
        """Opens a menu button and chooses an item by the arrow keys: GTK 4.8 does not say truly where the items of a
        popover are, and 4.18 not what they are called. `place` counts the items that can be chosen, from 0, or is the
        action of one in a menu that is written down."""
        # What stands twice, in the header bar and below it, is shown in the later place.
        self.press(button_label, last=True)
        if self.has_exact_places:
            wanted = self.find("menu item", item, visible=False, condition=lambda n: "sensitive" in states(n))
        else:
            items = until("the menu", lambda: self.all("menu item", condition=lambda n: "sensitive" in states(n)))
            wanted = items[place if isinstance(place, int) else place_of(place)]
        for _ in range(20):
            wanted.clear_cache()
            if "focused" in states(wanted):
                break
            self.keys("Down")
        self.keys("Return")
        until("the menu closed", lambda: "focused" not in states(wanted))

    def choose_file(self, button, path):
        """In GTK's own dialog, which a button opens: its path is not typed, for the dialog completes it meanwhile."""
        before = len(self.windows())
        self.click(button)
        until("the dialog for files", lambda: len(self.windows()) > before)
        dialog = self.top()
        self.turn_to(dialog)
        until("its keys", lambda: self.has_exact_places or "active" in states(dialog))
        self.keys("ctrl+l")
        field = self.find("text", under=dialog, condition=lambda n: "focused" in states(n))
        Atspi.EditableText.set_text_contents(field, path)
        until("„%s“, not „%s“" % (path, text_of(field)), lambda: text_of(field) == path)
        # A first Return may only take the completion of what was typed.
        for _ in range(4):
            self.keys("Return")
            try:
                until("the end of the dialog for files", lambda: len(self.windows()) <= before, 2)
                return
            except Missing:
                continue
        raise Missing("the dialog for files stays")

    @staticmethod
    def actions(node):
        if "Action" not in node.get_interfaces():
            return []
        return [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]

    def act(self, node, action="click"):
        names = self.actions(node)
        assert action in names, "„%s“ has %s" % (name(node), names)
        assert Atspi.Action.do_action(node, names.index(action))

    def picture(self, path):
        """The whole screen."""
        self.arrange()
        run("import", "-window", "root", path)

    def window_picture(self, path):
        run("import", "-window", self.main, path)

    def stop(self):
        """Closes the window as a user does: a signal would lose what sanitizers have to say."""
        try:
            for window in reversed(self.windows()):
                if "window.close" in self.actions(window):
                    self.act(window, "window.close")
            self.process.wait(15)
        except (GLib.Error, AssertionError, subprocess.TimeoutExpired):
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        return self.process.returncode
