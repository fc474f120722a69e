#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page and dialog, in one look of the program. A scene that cannot be reached is reported, and the
rest goes on.

Usage: pictures.py BUILD-FOLDER FOLDER VARIANT [SCENE]     (in a session of its own: build-aux/pictures)
       pictures.py BUILD-FOLDER FILE --readme              the one picture of the README
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from companies import Company  # noqa: E402
from driver import GLib, Missing, name, role, states, until  # noqa: E402
from stage import TOP, Stage, complaints, make_sample  # noqa: E402

# The size of the window with its edge of 5 pixels; the rest of a look is the business of build-aux/pictures.
VARIANTS = {"light": (1280, 800), "dark": (1280, 800), "contrast": (1280, 800), "narrow": (370, 760),
            "large": (1280, 800), "english": (1280, 800)}
UNDELIVERED = "id IN (SELECT e.ticket FROM engagement e JOIN outbox o ON o.engagement = e.id WHERE o.state <> 1)"
PLAIN = "lead_status = 0 AND service_status = 0 AND is_open AND is_taskfire = 0 AND alert IS NULL AND is_confirmed"
LEAD = {"unsent": 1, "assigned": 2, "canceled": 3, "declined": 4, "accepted": 5, "in-progress": 6, "waiting": 7,
        "complete": 8}
SERVICE = {"assigned": 2, "accepted": 5, "in-progress": 6, "waiting": 7, "complete": 8}


def lead(status):
    return "lead_status = %d" % LEAD[status]


def service(status):
    return "service_status = %d" % SERVICE[status]


# ---- What several scenes do ----

def ticket(condition):
    return lambda stage: stage.show_ticket(condition)


def lists(stage):
    stage.do("win.search")
    stage.settle()


def folders(stage):
    """The folders; where there is little room, they are a page of their own."""
    lists(stage)
    if "win.back" in stage.actions(stage.frame):
        stage.act(stage.frame, "win.back")
    stage.settle()


def window(action):
    return lambda stage: stage.dialog(action)


def step(condition, action):
    def play(stage):
        stage.show_ticket(condition)
        stage.dialog("ticket." + action)
    return play


def step_with_error(condition, action, button):
    def play(stage):
        step(condition, action)(stage)
        stage.push(button)
    return play


def menu(condition, button, context=None):
    def play(stage):
        stage.show_ticket(condition)
        stage.press(stage.words(button, context), last=True)
        stage.settle()
    return play


def composer(condition, action):
    def play(stage):
        stage.show_ticket(condition)
        stage.do("ticket." + action)
        stage.settle()
    return play


def entry(stage, condition, item, button):
    """Presses a button of an entry of the time line."""
    stage.show_ticket(condition)
    shown = stage.find_ticket(condition)
    text = stage.rows("SELECT text FROM item WHERE ticket = %d AND is_deleted = 0 AND %s LIMIT 1" % (shown, item))[0][0]
    row = stage.find("list item", contains=text.split("\n")[0][:40], visible=False)
    return stage.opens(stage.push, button, None, row)


def fact(condition, label, context="field"):
    """The choice behind a fact of a ticket."""
    def play(stage):
        stage.show_ticket(condition)
        word = stage.words(label, context)
        node = stage.find("button", contains=word, under=stage.frame, visible=False,
                          condition=lambda n: "click" in stage.actions(n) and
                          (name(n) == word or name(n).startswith(word + " ·")))
        stage.act(node)
        stage.settle()
    return play


def close_ticket(condition):
    """Chooses the last ticket status, which means complete."""
    def play(stage):
        fact(condition, "Ticket status", None)(stage)
        until("the focus in the choice", lambda: stage.all("list item", condition=lambda n: "focused" in states(n)))
        stage.opens(stage.keys, "End", "Return")
    return play


def preferences(page):
    def play(stage):
        stage.dialog("win.preferences")
        title = stage.words(page)
        tabs = [n for n in stage.all(want=title, under=stage.top(), visible=False)
                if role(n) in ("radio button", "button", "page tab", "toggle button")]
        if not tabs:
            raise Missing("the page „%s“ of the preferences" % title)
        stage.click(tabs[-1])
        stage.settle()
    return play


def outbox(stage):
    stage.do("win.outbox")
    stage.settle()


# ---- Scenes before there is anything ----

def welcome(stage):
    stage.find("button", stage.words("_Begin"))


def welcome_error(stage):
    stage.write("Name of your company", typed="")
    stage.push("_Begin")


def empty_desk(stage):
    stage.write("Name of your company", typed="Nordlicht IT GmbH")
    stage.write("Your own name", typed="Jens Petersen")
    stage.push("_Begin")
    until("the desk", lambda: "win.import" in stage.actions(stage.frame))
    lists(stage)


def empty_folder(stage):
    folders(stage)
    row = until("the second group", lambda: stage.all("list item", contains=stage.words("All open work") + ","))[0]
    stage.click(row)
    stage.settle()


def terms_without_partner(stage):
    stage.dialog("win.new-ticket")
    stage.write("Title", "field", "Drucker steht")
    stage.push("Cr_eate")
    until("the ticket", lambda: "ticket.choose" in stage.actions(stage.frame))
    stage.close_all()
    stage.dialog("ticket.choose")


EMPTY = [
    ("welcome", welcome),
    ("welcome-error", welcome_error),
    ("empty-desk", empty_desk),
    ("empty-folder", empty_folder),
    ("partners-empty", window("win.partners")),
    ("outbox-empty", outbox),
    ("preferences-backups", preferences("Backups")),
    ("invite-without-address", window("win.invite")),
    ("terms-without-partner", terms_without_partner),
]


# ---- Scenes of the sample company ----

def search_nothing(stage):
    lists(stage)
    stage.type("gibtesnicht")
    stage.settle()


def search_something(stage):
    lists(stage)
    stage.type("wlan" if "de" in os.environ.get("LANGUAGE", "") else "server")
    stage.settle()


def sort_menu(stage):
    lists(stage)
    stage.push("Sort Tickets", under=stage.frame)


def main_menu(stage):
    folders(stage)
    stage.push("Main Menu", under=stage.frame)


def terms_error(stage):
    step(PLAIN, "choose")(stage)
    stage.write("Hourly rate", typed="viel")
    stage.push("_Outsource")


def terms_prefilled(stage):
    step(lead("declined"), "choose")(stage)


def date_choice(stage):
    step(PLAIN, "choose")(stage)
    button = stage.all("button", contains=stage.words("Answer by"), under=stage.top(), visible=False)
    if not button:
        raise Missing("the button beside „Antwort bis“")
    stage.act([b for b in button if "click" in stage.actions(b)][0])
    stage.settle()


def item_dialog(stage):
    entry(stage, service("in-progress"), "kind = 0 AND partner IS NULL", "Edit")


def item_draft(stage):
    uuid = stage.rows("SELECT uuid FROM item WHERE ticket = %d AND is_deleted = 0 AND kind = 0 AND partner IS NULL"
                      % stage.find_ticket(service("in-progress")))[0][0]
    with sqlite3.connect(os.path.join(stage.profile, "ticketbruecke.db")) as store:
        store.execute("INSERT INTO draft (name, text) VALUES (?, ?)",
                      ("edit-" + uuid, "[entry]\ntext=Messung heute Mittag, die Rampe bleibt bis 14 Uhr gesperrt.\n"))
    item_dialog(stage)


def item_time_dialog(stage):
    entry(stage, service("in-progress"), "kind = 1 AND partner IS NULL", "Edit")


def edit_warning(stage):
    entry(stage, lead("in-progress"), "partner IS NOT NULL AND kind = 0", "Edit")


def delete_item(stage):
    entry(stage, service("in-progress"), "kind = 0 AND partner IS NULL", "Delete")


def new_ticket_error(stage):
    stage.dialog("win.new-ticket")
    top = stage.top()
    if "dialog.create" in stage.actions(top):
        stage.act(top, "dialog.create")
    else:
        stage.push("Cr_eate")
    stage.settle()


def invite_ready(stage):
    stage.dialog("win.invite")
    stage.write("Name of the partner", typed="Bergblick IT")
    stage.push("_Invite")
    stage.find("button", stage.words("_Copy code"))


def join_broken(stage):
    stage.dialog("win.join")
    stage.write("Code of the invitation", typed="tb1 das ist kein code")
    stage.push("C_ontinue")


def join_ready(stage):
    """The invitation of a third company, as a file that is opened with the program."""
    other = Company(stage.build, os.path.join(os.path.dirname(stage.profile), "bergblick"), "Bergblick IT", "Rahel Huber")
    if not os.path.isdir(other.folder):
        other.set_up()
        other.run("partner", "invite", "Nordlicht IT GmbH", "--out", other.folder + ".json")
    stage.opens(stage.open_file, other.folder + ".json")


def privacy_found(stage):
    """Somebody who stands in several places of the sample."""
    stage.dialog("win.privacy")
    stage.write("Name", typed=stage.rows("SELECT name FROM contact ORDER BY id LIMIT 1")[0][0], context="person")
    stage.push("_Search", context="person")


def about(stage):
    stage.opens(stage.tell_application, "about")


def import_preview(stage):
    stage.dialog("win.import")
    stage.opens(stage.push, "Choose _file…")
    before = len(stage.windows())
    stage.keys("ctrl+l")
    stage.type(os.path.join(TOP, "data", "sample-tickets.csv"))
    for _ in range(8):
        if len(stage.windows()) < before:
            break
        stage.settle()
        stage.keys("Return")
        stage.settle()
    stage.find("label", stage.words("First tickets"), visible=False)


def import_done(stage):
    import_preview(stage)
    stage.push("_Import")
    stage.find("button", stage.words("S_how tickets"))


SAMPLE = [
    ("folders", folders),
    ("list", lists),
    *[("lead-" + status, ticket(lead(status))) for status in LEAD],
    ("lead-undelivered", ticket(UNDELIVERED)),
    *[("service-" + status, ticket(service(status))) for status in SERVICE],
    ("ticket-plain", ticket(PLAIN)),
    ("ticket-alert", ticket("alert IS NOT NULL")),
    ("ticket-taskfire", ticket("is_taskfire = 1")),
    ("search-something", search_something),
    ("search-nothing", search_nothing),
    ("menu-sort", sort_menu),
    ("menu-main", main_menu),
    ("menu-outsource", menu(PLAIN, "Outsource", "verb")),
    ("menu-outsource-waiting", menu(lead("waiting"), "Outsource", "verb")),
    ("menu-notify", menu(service("in-progress"), "Notify lead partner")),
    ("menu-more", menu(PLAIN, "More")),
    ("fact-status", fact(PLAIN, "Ticket status", None)),
    ("fact-due", fact(PLAIN, "Due date")),
    ("fact-organisation", fact(PLAIN, "Organisation")),
    ("fact-queue", fact(PLAIN, "Queue")),
    ("terms-new", step(PLAIN, "choose")),
    ("terms-error", terms_error),
    ("terms-date", date_choice),
    ("terms-saved", step(lead("unsent"), "show-terms")),
    ("terms-prefilled", terms_prefilled),
    ("terms-read-only", step(lead("assigned"), "show-terms")),
    ("terms-read-only-service", step(service("in-progress"), "show-terms")),
    ("step-accept", step(service("assigned"), "accept")),
    ("step-decline", step(service("assigned"), "decline")),
    ("step-cancel", step(lead("assigned"), "cancel")),
    ("step-discard", step(lead("unsent"), "discard")),
    ("step-submit", step(service("in-progress"), "submit")),
    ("step-reject", step(lead("waiting"), "reject")),
    ("step-reject-error", step_with_error(lead("waiting"), "reject", "_Reject completion")),
    ("step-approve", step(lead("waiting"), "approve")),
    ("step-complete", step(lead("accepted"), "complete")),
    ("step-ask", step(service("in-progress"), "ask")),
    ("step-close-lead", close_ticket(lead("in-progress"))),
    ("step-close-service", close_ticket(service("in-progress"))),
    ("composer-note", composer(service("accepted"), "note")),
    ("composer-time", composer(service("in-progress"), "time")),
    ("composer-charge", composer(service("in-progress"), "charge")),
    ("composer-file", composer(service("in-progress"), "attach")),
    ("composer-waiting", composer(lead("waiting"), "note")),
    ("item-note", item_dialog),
    ("item-time", item_time_dialog),
    ("item-draft", item_draft),
    ("item-warning", edit_warning),
    ("item-delete", delete_item),
    ("ticket-alert-dialog", step("alert IS NOT NULL", "alert")),
    ("ticket-delete", step(PLAIN, "delete")),
    ("new-ticket", window("win.new-ticket")),
    ("new-ticket-error", new_ticket_error),
    ("invite", window("win.invite")),
    ("invite-ready", invite_ready),
    ("join", window("win.join")),
    ("join-broken", join_broken),
    ("join-ready", join_ready),
    ("outbox", outbox),
    ("partners", window("win.partners")),
    ("preferences-instance", preferences("Instance")),
    ("preferences-server", preferences("Server")),
    ("preferences-users", preferences("Users")),
    ("preferences-status", preferences("Ticket status")),
    ("preferences-notifications", preferences("Notifications")),
    ("privacy", window("win.privacy")),
    ("privacy-found", privacy_found),
    ("shortcuts", window("win.show-help-overlay")),
    ("about", about),
    ("import", window("win.import")),
    ("import-preview", import_preview),
    ("import-done", import_done),
]


# ---- Playing them ----

class Album:
    """The pictures of one variant, and what went wrong."""

    def __init__(self, build, folder, variant, only):
        self.build = build
        self.folder = os.path.join(folder, variant)
        self.variant = variant
        self.only = only
        self.pictures = []
        self.problems = []
        os.makedirs(self.folder, exist_ok=True)

    def report(self, scene, text):
        self.problems.append(scene)
        print("  %s: %s" % (scene, text), flush=True)

    def wants(self, scenes):
        return [s for s in scenes if self.only is None or self.only in s[0]]

    def shoot(self, stage, scene):
        size = VARIANTS[self.variant]
        if self.variant == "narrow":
            stage.squeeze(*size)
        stage.arrange()
        stage.settle()
        path = os.path.join(self.folder, "%02d-%s.png" % (len(self.pictures) + 1, scene))
        stage.picture(path)
        self.pictures.append(path)
        # The window of keyboard shortcuts is GTK's, and cannot be narrower.
        if stage.widest() > size[0] and scene != "shortcuts":
            self.report(scene, "%d pixels wide" % stage.widest())

    def play(self, stage, scenes):
        wanted = self.wants(scenes)
        for scene, play in (scenes if scenes is EMPTY else wanted):
            try:
                play(stage)
            except (Missing, AssertionError, GLib.Error, IndexError) as problem:
                self.report(scene, "not reached: %s" % str(problem)[:300])
            if (scene, play) in wanted:
                self.shoot(stage, scene)
            stage.close_all()

    def perform(self, profile, scenes):
        if not self.wants(scenes):
            return
        stage = Stage(self.build, profile, size=VARIANTS[self.variant])
        stage.build = self.build
        try:
            self.play(stage, scenes)
        except (Missing, AssertionError, GLib.Error) as problem:
            self.report("the program", str(problem)[:300])
        if stage.stop() != 0:
            self.report("the program", "did not end cleanly")
        for line in complaints(stage.log_path):
            self.report("log", line)

    def sheets(self):
        """Contact sheets of a dozen pictures each."""
        narrow = self.variant == "narrow"
        columns, rows, size = (6, 2, "320x507") if narrow else (3, 4, "640x400")
        for index in range(0, len(self.pictures), columns * rows):
            some = self.pictures[index:index + columns * rows]
            labelled = [word for path in some for word in ("-label", os.path.basename(path)[:-4], path)]
            out = os.path.join(os.path.dirname(self.folder),
                               "%s-%d.png" % (self.variant, index // (columns * rows) + 1))
            subprocess.run(["montage", "-background", "#808080", "-font", "DejaVu-Sans", *labelled, "-tile",
                            "%dx" % columns, "-geometry", size + "+6+6", out], check=False)


def make_company(build, profile):
    """The sample as a company has it: without the bar that says that it is one."""
    make_sample(build, profile, "de" not in os.environ.get("LANGUAGE", ""))
    store = sqlite3.connect(os.path.join(profile, "ticketbruecke.db"))
    store.execute("UPDATE setting SET value = 'off' WHERE key = 'sample'")
    store.commit()
    store.close()


def readme(build, path):
    """The main window with an outsourced ticket, without its own edge."""
    profiles = tempfile.mkdtemp()
    profile = os.path.join(profiles, "sample")
    make_company(build, profile)
    stage = Stage(build, profile, size=(1290, 810))
    stage.show_ticket(UNDELIVERED)
    stage.close_all()
    stage.settle()
    stage.picture(path)
    code = stage.stop()
    shutil.rmtree(profiles, ignore_errors=True)
    subprocess.run(["/usr/bin/convert", path, "-crop", "1280x800+5+5", "+repage", "-strip", "-define",
                    "png:compression-level=9", path], check=True)
    return code


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    if sys.argv[3] == "--readme":
        return readme(build, folder)
    variant = sys.argv[3]
    album = Album(build, folder, variant, sys.argv[4] if len(sys.argv) > 4 else None)
    started = time.monotonic()
    profiles = tempfile.mkdtemp()
    try:
        album.perform(os.path.join(profiles, "new"), EMPTY)
        sample = os.path.join(profiles, "sample")
        make_sample(build, sample, "de" not in os.environ.get("LANGUAGE", ""))
        album.perform(sample, SAMPLE)
        album.sheets()
    finally:
        shutil.rmtree(profiles, ignore_errors=True)
    print("%s: %d pictures, %d problems, %d s" % (variant, len(album.pictures), len(album.problems),
                                                  time.monotonic() - started), flush=True)
    return 0 if album.pictures and not album.problems else 1


if __name__ == "__main__":
    sys.exit(main())
