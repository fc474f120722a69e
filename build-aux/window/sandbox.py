#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program in a Flatpak sandbox does with the desktop around it: the bus starts what has been exported, and a
stand-in of the portal keeps what it is asked for. Prints each step; ends with 0 only if all held.

Usage: sandbox.py BUILD-FOLDER FOLDER     BUILD-FOLDER: whose programs start the ones in the sandbox
       (in a session of its own, whose XDG_DATA_DIRS has what Flatpak exports: session.sh)
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import desktop  # noqa: E402
from desktop import Activated, Bus, Desk, GLib, ID, Notifications, Program, run, until  # noqa: E402

DATA = os.path.expanduser("~/.var/app/%s" % ID)


class Portal(Notifications):
    """Notifies, opens files and says that there is a network; nothing more."""

    NAME, PLACE = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
    XML = """<node>
      <interface name='org.freedesktop.portal.Notification'>
        <method name='AddNotification'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>
        <method name='RemoveNotification'><arg type='s' direction='in'/></method>
        <property name='version' type='u' access='read'/>
      </interface>
      <interface name='org.freedesktop.portal.OpenURI'>
        <method name='OpenFile'><arg type='s' direction='in'/><arg type='h' direction='in'/>
          <arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
        <property name='version' type='u' access='read'/>
      </interface>
      <interface name='org.freedesktop.portal.NetworkMonitor'>
        <method name='GetStatus'><arg type='a{sv}' direction='out'/></method>
        <property name='version' type='u' access='read'/>
      </interface></node>"""
    NETWORK = {"available": GLib.Variant("b", True), "metered": GLib.Variant("b", False),
               "connectivity": GLib.Variant("u", 4)}

    def __init__(self):
        self.opened = []
        super().__init__()

    @staticmethod
    def property(_connection, _sender, _path, interface, _name):
        return GLib.Variant("u", 1 if interface.endswith("Notification") else 3)

    def called(self, connection, sender, path, interface, method, parameters, invocation):
        if method == "GetStatus":
            invocation.return_value(GLib.Variant("(a{sv})", (self.NETWORK,)))
            return
        if method != "OpenFile":
            super().called(connection, sender, path, interface, method, parameters, invocation)
            return
        _parent, handle, options = parameters.unpack()
        descriptor = invocation.get_message().get_unix_fd_list().get(handle)
        # As the real one finds out which file it is: the descriptor need not be one to read from.
        self.opened.append(os.readlink("/proc/self/fd/%d" % descriptor))
        os.close(descriptor)
        request = "%s/request/%s/%s" % (self.PLACE, sender[1:].replace(".", "_"), options["handle_token"])
        invocation.return_value(GLib.Variant("(o)", (request,)))
        connection.emit_signal(sender, request, "org.freedesktop.portal.Request", "Response",
                               GLib.Variant("(ua{sv})", (0, {})))


class SandboxDesk(Desk):
    def open_notifications(self):
        return None

    def open_bus(self):
        return Bus()

    def meet(self):
        self.program = Program(None, self.company.folder, process=Activated(until("the program on the bus", self.bus.pid)),
                               before=(set(), set()))
        return self.program

    def n_windows(self):
        """Nobody else has any."""
        return len([w for w in Program._all_x_windows() if run("xdotool", "getwindowname", w).strip()])


def guide_without_portal(desk):
    """It says where the guide lies outside of the sandbox, in German."""
    desk.bus.desktop("Activate")
    program = desk.meet()
    program.find("list item", contains="Alle Tickets,")
    program.keys("F1")
    program.sees("Die Anleitung lässt sich nicht anzeigen")
    path = desktop.text_of(program.find("label", contains="handbuch.html"))
    with open(path, encoding="utf-8") as guide:
        assert "<html lang=\"de\"" in guide.read(), path
    program.picture(os.path.join(desk.folder, "guide.png"))
    program.press("Schließen")
    assert desk.stop() == 0


def guide_by_portal(desk):
    desk.notifications = Portal()
    desk.bus.desktop("Activate")
    program = desk.meet()
    program.find("list item", contains="Alle Tickets,")
    program.keys("F1")
    opened = until("the guide, given to the portal", lambda: desk.notifications.opened)
    assert [os.path.basename(path) for path in opened] == ["handbuch.html"], opened
    assert len(program.windows()) == 1, "it says that this failed"
    assert desk.stop() == 0


STEPS = (
    ("without a portal F1 says where the guide is", guide_without_portal),
    ("F1 gives the guide to the portal", guide_by_portal),
    ("is started by the bus, and ends when nobody asks", desktop.is_started_by_the_bus),
    ("begins with an action", desktop.begins_with_an_action),
    ("opens a link to a ticket", desktop.opens_a_link),
    ("answers the search of the desktop", desktop.answers_the_search),
    ("goes on without a window, and notifies by the portal", desktop.goes_on_without_a_window),
)


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    os.makedirs(folder, exist_ok=True)
    desk = SandboxDesk(build, folder, os.path.join(DATA, "data"), os.path.join(DATA, "config"))
    steps = [s for s in STEPS if not sys.argv[3:] or any(words in s[0] for words in sys.argv[3:])]
    return desktop.play(desk, steps, folder)


if __name__ == "__main__":
    sys.exit(main())
