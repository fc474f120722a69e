# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists and the ticket's page, by the eyes of a watcher outside; and how long the program keeps its window from being
drawn, by its own clock (`TICKETBRUECKE_DEBUG=frames`, see src/ui/tb-frame-watch.h).

Animations are off (TB_STILL of session.sh): measured is when the last of it is there, not how long it takes its bow."""
import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import time

from link import Pair

IDS = ("O1", "O2j", "O2s", "O3u", "O3c", "F1", "U1i", "U1iw", "U1d", "U1dw", "U1s", "U1sw", "U1u", "U1uw")

FLOOR_ROWS = 1000000
JUMPS = (0.5, 0.2, 0.8, 0.35, 0.65)
# Mnemonics of the menu: by title, by number, by due date, by the last change.
SORTS = ("t", "n", "d", "l")
# Typed at once, as quickly as a person could: what is painted last is the answer to the last letter.
SEARCHES = ("dru", "ser", "kab", "sn12", "ver", "mel", "netzwerk")
CARD = 71
# The same for each store, so that these alone make the difference: what is imported, and what a partner has for us,
# entries on our tickets and new tickets. Those are made before, each in one or two commits of its own: 100,000 take a
# minute and a half, and are the goal's first sync; one store of them is enough.
IMPORTED = 100000
IMPORTED_QUICKLY = 10000
BACKLOG = (20000, 1000)
BACKLOG_QUICKLY = (4000, 1000)
FIRST_SYNC = {100000: (0, 100000)}
PART = 1000
SETTLE = 1.5
DIALOG_SETTLE = 0.8
PATIENCE = 600


class Window:
    """The program on a profile, watching its own frames."""

    def __init__(self, bench, profile):
        self.process = subprocess.Popen([bench.tool("ticketbruecke"), "--profile", profile], stdout=subprocess.PIPE,
                                        env=environment(), text=True)
        time.sleep(SETTLE)

    def frames(self):
        """What was since this was asked last."""
        self.process.send_signal(signal.SIGUSR1)
        return json.loads(self.process.stdout.readline())

    def click(self, place):
        subprocess.run(["xdotool", "mousemove", *map(str, place), "click", "1"], check=True)
        time.sleep(SETTLE)

    def keys(self, *keys, text=None):
        """To the window on top: nobody here gives the keys to a dialog, as a window manager does."""
        windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                                 stdout=subprocess.PIPE, check=True, text=True).stdout.split()
        subprocess.run(["xdotool", "windowfocus", "--sync", max(windows, key=int), "key", *keys], check=True)
        time.sleep(DIALOG_SETTLE)
        if text is not None:
            subprocess.run(["xdotool", "type", text], check=True)
            time.sleep(DIALOG_SETTLE)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def environment():
    return {**os.environ, "LANGUAGE": "en", "TICKETBRUECKE_DEBUG": "frames"}


def find_places(bench, profile):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.py")
    return bench.lines(sys.executable, script, bench.tool("ticketbruecke"), profile, env=environment())[0]


def at(kind, place):
    return "%s=%d,%d" % (kind, *place)


def area_of(place):
    return "area=%d,%d,%d,%d" % tuple(place)


def watch(bench, steps, *program):
    """What the watcher saw, and what the program said in the end."""
    said = os.path.join(bench.scratch("said"), "said")
    with open(said, "w+", encoding="utf-8") as file:
        seen = bench.lines(bench.tool("watch"), *steps, "--", *program, env=environment(), stderr=file)
        file.seek(0)
        frames = [json.loads(line) for line in file if line.startswith('{"frames"')]
    return seen, frames[0] if frames else None


def measure_floor(bench):
    """One repaint of a window full of a lazy list, in milliseconds. (All of it is one picture; what comes long after is
    a scroll bar that goes.)"""
    seen, _ = watch(bench, ["key=F5"] * (bench.runs + 4), bench.tool("floor-window"), FLOOR_ROWS)
    return statistics.median(line["first"] for line in seen[3:])


class Script:
    """Steps for the watcher, some of which are of interest."""

    def __init__(self):
        self.steps = []
        self.names = []

    def add(self, step, name=None):
        self.steps.append(step)
        self.names.append(name)

    def open_folders(self, places, runs):
        for _ in range(runs):
            self.add(at("click", places["all"]), "O1-all")
            self.add(at("click", places["outsourced"]), "O1-outsourced")

    def jump(self, places, runs):
        x, y, width, height = places["list"]
        bar = (x + width - 4, y + height // 2)
        self.add(at("-click", places["all"]))
        self.add(at("-move", bar))
        for i in range(runs):
            self.add(at("click", (bar[0], y + int(height * JUMPS[i % len(JUMPS)]))), "O2j")

    def sort(self, places, runs):
        self.add(at("-click", places["all"]))
        for i in range(runs * len(SORTS) // 2):
            self.add(at("click", places["sort"]))
            self.add("key=" + SORTS[i % len(SORTS)], "O2s")
        self.add(at("click", places["sort"]))
        self.add("-key=l")

    def open_ticket(self, places, runs):
        """The one with many notes was changed last, so it is the first; in between another one."""
        x, y, width, _ = places["list"]
        first = (x + width // 2, y + CARD // 2)
        second = (first[0], first[1] + CARD)
        self.add(at("-click", places["all"]))
        self.add(at("click", second))
        # What lights up in the list is not the ticket, and what grows dim in the page while it is read neither:
        # it is usable when its notes are there.
        x, y, width, height = places["page"]
        notes = (x, y + int(height * 0.45), width, int(height * 0.4))
        for goal, area in (("O3u", notes), ("O3c", places["page"])) * runs:
            self.add(area_of(area))
            self.add(at("click", first), goal)
            self.add("area=0,0,9999,9999")
            self.add(at("click", second))

    def search(self, places, runs):
        """The results, not their number in the title and not the letters in the entry."""
        self.add(at("-click", places["all"]))
        for i in range(max(runs, len(SEARCHES))):
            self.add("-key=Control_L+f")
            self.add("-key=Control_L+a")
            self.add("-key=BackSpace")
            self.add(area_of(places["list"]))
            self.add("type=" + SEARCHES[i % len(SEARCHES)], "F1")
            self.add("area=0,0,9999,9999")
        self.add("-key=Escape")


def tell_last(bench, size, seen, goal, prefix, floor, key="last"):
    """The median; of several kinds the one that takes longest."""
    kinds = {}
    for name, line in seen:
        if name is not None and name.startswith(prefix):
            kinds.setdefault(name, []).append(line[key])
    if kinds:
        bench.tell(goal, size, max(map(statistics.median, kinds.values())), floor)


def tell_frames(bench, size, goal, told):
    bench.say("%s, %d tickets: %s" % (goal, size, told))
    bench.tell(goal, size, told["p99"])
    bench.tell(goal + "w", size, told["worst"])


def measure_use(bench, size, profile, places, floor):
    script = Script()
    script.open_folders(places, bench.runs)
    script.jump(places, bench.runs)
    script.sort(places, bench.runs)
    script.open_ticket(places, bench.runs)
    script.search(places, bench.runs)
    told, frames = watch(bench, script.steps, bench.tool("ticketbruecke"), "--profile", profile)
    seen = list(zip(script.names, told[1:]))
    if len(seen) < len(script.names):
        raise SystemExit("the window ended at “%s”" % script.steps[len(seen)])
    for goal, prefix in (("O1", "O1"), ("O2j", "O2j"), ("O2s", "O2s"), ("O3c", "O3c"), ("F1", "F1")):
        tell_last(bench, size, seen, goal, prefix, floor)
    tell_last(bench, size, seen, "O3u", "O3u", floor, "first")
    tell_frames(bench, size, "U1u", frames)


def write_csv(path, count):
    with open(path, "w", encoding="utf-8") as file:
        file.write("title,description\n")
        for i in range(count):
            file.write("Drucker %d im Büro druckt nicht,Seit gestern Störung am Gerät SN%05d. Bitte prüfen.\n" % (i, i))


def count_imported(bench):
    return IMPORTED_QUICKLY if bench.is_quick else IMPORTED


def measure_import(bench, size, profile, places):
    """Another process imports tickets into the list that the window shows."""
    table = os.path.join(os.path.dirname(profile), "import.csv")
    write_csv(table, count_imported(bench))
    window = Window(bench, profile)
    try:
        window.click(places["all"])
        window.frames()
        bench.lines(bench.tool("ticketbrueckectl"), "--profile", profile, "import", table)
        time.sleep(SETTLE)
        tell_frames(bench, size, "U1i", window.frames())
    finally:
        window.close()


def count_tickets(profile):
    database = sqlite3.connect("file:%s?mode=ro" % os.path.join(profile, "ticketbruecke.db"), uri=True)
    try:
        return database.execute("SELECT max (id) FROM ticket").fetchone()[0]
    finally:
        database.close()


def measure_dialog(bench, size, profile, places):
    """The window imports them itself: by its dialog, from what is to be imported until the last one is in the list."""
    table = os.path.join(os.path.dirname(profile), "dialog.csv")
    count = count_imported(bench)
    write_csv(table, count)
    window = Window(bench, profile)
    try:
        window.click(places["all"])
        window.keys("ctrl+shift+i")
        window.keys("alt+f")
        window.keys("End", text=table)
        window.keys("Return")
        window.frames()
        before = count_tickets(profile)
        end = time.monotonic() + PATIENCE
        window.keys("alt+i")
        while count_tickets(profile) < before + count:
            if time.monotonic() > end:
                raise SystemExit("the dialog has imported %d of %d tickets" % (count_tickets(profile) - before, count))
            time.sleep(0.1)
        time.sleep(SETTLE)
        tell_frames(bench, size, "U1d", window.frames())
    finally:
        window.close()


def measure_first_sync(bench, size, places):
    """A partner has much for us when the window opens; we fetch it."""
    pair = Pair(bench, (None, bench.copy(size, "sync")), is_hidden=True)
    window = None
    try:
        entries, tickets = BACKLOG_QUICKLY if bench.is_quick else FIRST_SYNC.get(size, BACKLOG)
        pair.alpen.end()
        pair.nord.ask("done", "stop")
        # In parts: each answer is waited for only so long.
        for _ in range(entries // PART):
            pair.nord.ask("done", "notes", PART)
        for _ in range(tickets // PART):
            pair.nord.ask("done", "offer", PART, "Alpen")
        pair.nord.start(pair.nord.url.split("//")[-1])
        window = Window(bench, pair.alpen.profile)
        window.click(places["all"])
        pair.nord.wait_until_told("Alpen")
        time.sleep(SETTLE)
        tell_frames(bench, size, "U1s", window.frames())
    finally:
        if window is not None:
            window.close()
        pair.close()


def measure(bench):
    for size in bench.sizes:
        profile = bench.copy(size, "lists")
        places = find_places(bench, profile)
        bench.say("lists of %d tickets" % size)
        if any(map(bench.wants, ("O1", "O2j", "O2s", "O3u", "O3c", "F1", "U1u", "U1uw"))):
            measure_use(bench, size, profile, places, measure_floor(bench))
        if any(map(bench.wants, ("U1i", "U1iw"))):
            measure_import(bench, size, profile, places)
        if any(map(bench.wants, ("U1d", "U1dw"))):
            measure_dialog(bench, size, profile, places)
        if any(map(bench.wants, ("U1s", "U1sw"))):
            measure_first_sync(bench, size, places)
        shutil.rmtree(os.path.dirname(profile), ignore_errors=True)
