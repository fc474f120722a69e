#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program does with the desktop around it, with real processes on a session bus of their own: it ends by a
signal and is opened again, is started by the bus, opens links and files, answers the search, goes
on without a window and notifies. Prints each step; ends with 0 only if all held.

Usage: desktop.py BUILD-FOLDER FOLDER [WORDS-OF-A-STEP...]     (in a session of its own: session.sh)
"""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import traceback

from gi.repository import Gio, GLib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from companies import Company, join  # noqa: E402
from driver import Program, run, states, text_of, until  # noqa: E402

ID = "io.github.ticketbruecke.Ticketbruecke"
PATH = "/" + ID.replace(".", "/")

# What is remembered must outlive the process.
os.environ["GSETTINGS_BACKEND"] = "keyfile"


class Activated:
    """A process that is not a child: the bus has started it."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        try:
            with open("/proc/%d/stat" % self.pid, encoding="utf-8") as stat:
                self.returncode = 0 if stat.read().rsplit(")", 1)[1].split()[0] == "Z" else None
        except FileNotFoundError:
            self.returncode = 0
        return self.returncode

    def wait(self, timeout):
        until("the end of process %d" % self.pid, lambda: self.poll() is not None, timeout)
        return self.returncode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


class Bus:
    """What the desktop asks of programs."""

    def __init__(self, program=None):
        """program: what the name on the bus stands for; None: that has been installed."""
        self.connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        if program is not None:
            services = os.path.join(os.environ["XDG_DATA_HOME"], "dbus-1", "services")
            os.makedirs(services, exist_ok=True)
            with open(os.path.join(services, ID + ".service"), "w", encoding="utf-8") as out:
                out.write("[D-BUS Service]\nName=%s\nExec=%s --gapplication-service\n" % (ID, program))
            self.ask("ReloadConfig")
        self.ask("UpdateActivationEnvironment", "(a{ss})", {k: os.environ[k] for k in ("GSETTINGS_BACKEND", "DISPLAY")})

    def call(self, name, path, interface, method, signature="()", *arguments):
        parameters = GLib.Variant(signature, tuple(arguments))
        return self.connection.call_sync(name, path, interface, method, parameters, None, 0, 30000, None).unpack()

    def ask(self, method, signature="()", *arguments):
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, signature,
                         *arguments)

    def desktop(self, method, signature="(a{sv})", *arguments):
        """As a desktop's shell speaks to a program that it has in its list."""
        return self.call(ID, PATH, "org.freedesktop.Application", method, signature, *(arguments or ({},)))

    def pid(self):
        """0: it does not run."""
        if not self.ask("NameHasOwner", "(s)", ID)[0]:
            return 0
        return self.ask("GetConnectionUnixProcessID", "(s)", ID)[0]

    def wait_until_free(self):
        """A process that is as good as gone may have its name a moment longer, and would be called in vain."""
        until("the end of its name on the bus", lambda: self.pid() == 0)


class Notifications(threading.Thread):
    """The desktop's place for notifications: keeps what it is told."""

    NAME, PLACE = "org.gtk.Notifications", "/org/gtk/Notifications"
    XML = """<node><interface name='org.gtk.Notifications'>
      <method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>
        <arg type='a{sv}' direction='in'/></method>
      <method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>
    </interface></node>"""

    def __init__(self):
        super().__init__(daemon=True)
        self.shown = {}
        self.ready = threading.Event()
        self.start()
        self.ready.wait(10)

    def run(self):
        context = GLib.MainContext()
        context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(os.environ["DBUS_SESSION_BUS_ADDRESS"], flags)
        for interface in Gio.DBusNodeInfo.new_for_xml(self.XML).interfaces:
            self.connection.register_object(self.PLACE, interface, self.called, self.property, None)
        Gio.bus_own_name_on_connection(self.connection, self.NAME, 0, lambda *_: self.ready.set(), None)
        GLib.MainLoop(context).run()

    @staticmethod
    def property(*_):
        return None

    def called(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        said = parameters.unpack()
        if method == "AddNotification":
            self.shown[said[-2]] = said[-1]
        else:
            self.shown.pop(said[-1], None)
        invocation.return_value(None)


class Desk:
    """One company, whose profile is the default one: only that is activated by the bus."""

    def __init__(self, build, folder, data=None, config=None):
        """data, config: of the user, where the program has others than the desktop."""
        self.folder = folder
        self.config = config or os.environ["XDG_CONFIG_HOME"]
        self.company = Company(build, os.path.join(data or os.environ["XDG_DATA_HOME"], "ticketbruecke"),
                               "Nordlicht IT GmbH", "Jens Petersen")
        self.company.set_up()
        self.number = self.company.run("new", "--title", "Drucker klemmt", "--organisation", "Hotel Seeblick")
        self.program = None
        self.notifications = self.open_notifications()
        self.bus = self.open_bus()
        self.other = Company(build, os.path.join(folder, "ost"), "Ostwind GmbH", "Mia Braun")
        self.other.set_up()

    def open_notifications(self):
        return Notifications()

    def open_bus(self):
        return Bus(self.company.program)

    def remember(self, **settings):
        """As the preferences would."""
        folder = os.path.join(self.config, "glib-2.0", "settings")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as out:
            out.write("[io/github/ticketbruecke/Ticketbruecke]\n")
            out.writelines("%s=%s\n" % (key.replace("_", "-"), value) for key, value in settings.items())

    def close_window(self):
        """Closes it; who goes on is still there."""
        self.program.act(self.program.windows()[0], "window.close")
        until("the window gone", lambda: self.n_windows() == 0)
        self.program = None

    def n_windows(self):
        found = run("xdotool", "search", "--onlyvisible", "--pid", self.bus.pid()).split()
        return len([w for w in found if run("xdotool", "getwindowname", w).strip()])

    def meet(self):
        """The program that the bus has started, with its window."""
        process = Activated(until("the program on the bus", self.bus.pid))
        self.program = Program(None, self.company.folder, process=process)
        return self.program

    def start(self, *words):
        self.program = Program([self.company.program, *words], self.company.folder)
        return self.program

    def stop(self):
        code = self.program.stop() if self.program is not None else 0
        self.program = None
        self.bus.wait_until_free()
        return code

    def draft(self):
        with sqlite3.connect(os.path.join(self.company.folder, "ticketbruecke.db")) as data:
            rows = data.execute("SELECT text FROM draft").fetchall()
        return "".join(row[0] for row in rows)


def open_ticket(desk):
    """By hand: the first folder that has it."""
    program = desk.program
    program.click(program.find("list item", contains="Alle Tickets,"))
    program.click(program.find("list item", contains="Drucker klemmt"))
    program.find("text", "Text der Notiz")


def ends_by_a_signal(desk):
    """The end of a session: what was typed a moment ago is there again, and so is the ticket."""
    program = desk.start()
    open_ticket(desk)
    field = program.find("text", "Text der Notiz")
    program.click(field)
    until("the focus in the note", lambda: "focused" in states(field))
    program.type("Noch nicht fertig")
    until("the note's text", lambda: text_of(field) == "Noch nicht fertig")
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(20) == 0, "ended with %d" % program.process.returncode
    assert "Noch nicht fertig" in desk.draft(), "the draft is lost"
    program = desk.start()
    until("the draft", lambda: text_of(program.find("text", "Text der Notiz")) == "Noch nicht fertig")
    assert desk.stop() == 0


def is_started_by_the_bus(desk):
    """It answers without a window, and ends when nobody asks any more."""
    desk.bus.call(ID, PATH, "org.freedesktop.DBus.Peer", "Ping")
    process = Activated(desk.bus.pid())
    time.sleep(1)
    assert desk.n_windows() == 0, "it shows a window unasked"
    process.wait(30)
    desk.bus.wait_until_free()
    desk.bus.desktop("Activate")
    program = desk.meet()
    program.find("list item", contains="Alle Tickets,")
    assert desk.stop() == 0


def begins_with_an_action(desk):
    desk.bus.desktop("ActivateAction", "(sava{sv})", "new-ticket", [], {})
    program = desk.meet()
    program.find("text", "Titel")
    program.keys("Escape")
    desk.bus.desktop("ActivateAction", "(sava{sv})", "accept-invitation", [], {})
    program.find("text", contains="Code")
    program.keys("Escape")
    program.gone("text", contains="Code")
    assert desk.stop() == 0


def opens_a_link(desk):
    """A browser gives it to a new process, a desktop to the bus; both end in the same window."""
    link = "ticketbruecke:ticket/" + desk.number
    desk.bus.desktop("Open", "(asa{sv})", [link], {})
    program = desk.meet()
    program.find("label", desk.number)
    subprocess.run([desk.company.program, "ticketbruecke:ticket/T19990101.0001"], check=True, timeout=30)
    program.sees("Ein Ticket T19990101.0001 gibt es hier nicht.")
    assert desk.stop() == 0


def opens_invitations(desk):
    path = os.path.join(desk.folder, "Einladung von Ostwind.tbinvite")
    desk.other.run("partner", "invite", desk.company.name, "--out", path)
    subprocess.Popen([desk.company.program, path, desk.folder])
    program = desk.meet()
    program.sees("Ostwind GmbH lädt Sie ein")
    program.keys("Escape")
    program.sees("%s“ kann nicht gelesen werden" % os.path.basename(desk.folder))
    program.keys("Escape")
    assert desk.stop() == 0
    assert json.loads(desk.company.run("--json", "partner", "list")) == [], "accepted without a click"


def ask_search(desk, method, signature, *arguments):
    return desk.bus.call(ID, PATH + "/SearchProvider", "org.gnome.Shell.SearchProvider2", method, signature, *arguments)


def answers_the_search(desk):
    """By its own process, which shows nothing until a ticket is chosen."""
    found = ask_search(desk, "GetInitialResultSet", "(as)", ["drucker", "kle"])[0]
    assert len(found) == 1, found
    assert ask_search(desk, "GetSubsearchResultSet", "(asas)", found, ["drucker", "klemmt"])[0] == found
    assert ask_search(desk, "GetSubsearchResultSet", "(asas)", found, ["drucker", "\"*' ORCHIDEE"])[0] == []
    assert ask_search(desk, "GetInitialResultSet", "(as)", ["d"])[0] == []
    metas = ask_search(desk, "GetResultMetas", "(as)", found + ["0", "x", "99999999"])[0]
    assert metas == [{"id": found[0], "name": "Drucker klemmt", "description": desk.number + " · Hotel Seeblick"}], metas
    assert desk.n_windows() == 0, "it shows a window unasked"
    ask_search(desk, "ActivateResult", "(sasu)", found[0], ["druck"], 0)
    program = desk.meet()
    program.find("label", desk.number)
    ask_search(desk, "LaunchSearch", "(asu)", ["druck"], 0)
    program.find("text", condition=lambda n: text_of(n) == "druck")
    assert desk.stop() == 0
    desk.remember(desktop_search="false")
    assert ask_search(desk, "GetInitialResultSet", "(as)", ["drucker"])[0] == []
    Activated(desk.bus.pid()).wait(30)


def goes_on_without_a_window(desk):
    """What a partner sends then is notified; the notification leads to the ticket, and goes when it was seen."""
    join(desk.other, desk.company)
    desk.remember(background="true")
    desk.bus.desktop("Activate")
    desk.meet().find("list item", contains="Alle Tickets,")
    desk.close_window()
    number = desk.other.run("new", "--title", "Router defekt")
    desk.other.run("outsource", number, "--partner", desk.company.name)
    desk.other.run("sync", "--wait", "20")
    key = until("the notification", lambda: next((k for k in desk.notifications.shown if k.startswith("received")), None))
    told = desk.notifications.shown[key]
    assert "Ostwind GmbH" in told["title"] and "Router defekt" in told["body"], told
    assert told["default-action"] == "app.show-ticket", told
    assert desk.n_windows() == 0
    desk.bus.desktop("ActivateAction", "(sava{sv})", "send-now", [], {})
    # It is still there when the program has ended and is started by it.
    desk.bus.desktop("ActivateAction", "(sava{sv})", "quit", [], {})
    until("the end", lambda: desk.bus.pid() == 0)
    assert key in desk.notifications.shown
    desk.bus.desktop("ActivateAction", "(sava{sv})", "show-ticket", [GLib.Variant("x", told["default-action-target"])], {})
    program = desk.meet()
    program.find("label", contains="Router defekt")
    until("its window in front", lambda: run("xdotool", "windowfocus", program.main) == "")
    until("no more notification", lambda: key not in desk.notifications.shown)
    desk.close_window()
    desk.bus.desktop("ActivateAction", "(sava{sv})", "quit", [], {})
    until("the end", lambda: desk.bus.pid() == 0)


STEPS = (
    ("ends by a signal, and goes on where it was", ends_by_a_signal),
    ("is started by the bus, and ends when nobody asks", is_started_by_the_bus),
    ("begins with an action", begins_with_an_action),
    ("opens a link to a ticket", opens_a_link),
    ("opens invitations, and accepts none", opens_invitations),
    ("answers the search of the desktop", answers_the_search),
    ("goes on without a window", goes_on_without_a_window),
)


def play(desk, steps, folder):
    """0: all held."""
    failed = 0
    for title, step in steps:
        try:
            step(desk)
            print("ok   " + title, flush=True)
        except Exception:  # each kind of failure is one
            failed += 1
            print("FAIL " + title, flush=True)
            traceback.print_exc()
            if desk.program is not None:
                desk.program.picture(os.path.join(folder, "failed.png"))
                desk.stop()
    print("%d passed, %d failed" % (len(steps) - failed, failed))
    return 1 if failed else 0


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    os.makedirs(folder, exist_ok=True)
    steps = [s for s in STEPS if not sys.argv[3:] or any(words in s[0] for words in sys.argv[3:])]
    return play(Desk(build, folder), steps, folder)


if __name__ == "__main__":
    sys.exit(main())
