# SPDX-License-Identifier: GPL-3.0-or-later
"""Searching, saving, importing, exporting and the size of the file: SQLite with nothing around it, and the program."""
import os
import shutil
import statistics
import time

IDS = ("F2r", "F2c", "F2p", "F2w", "F2x", "F3", "W1", "W1p", "W2", "D1", "B1")
SEARCHES = (("F2r", "search-rare"), ("F2c", "search-common"), ("F2p", "search-prefix"), ("F2w", "search-pair"))
FILE = "ticketbruecke.db"
# Up to so many tickets are imported into an empty store; above, so many are added to what is there.
MOST_BUILT = 100000
APPENDED = 10000


def wants(bench, *goals):
    return any(bench.wants(goal) for goal in goals)


def by_name(lines, what="value"):
    """{name: median}"""
    values = {}
    for line in lines:
        if what in line:
            values.setdefault(line["name"], []).append(line[what])
    return {name: statistics.median(figures) for name, figures in values.items()}


class Floor:
    """What SQLite alone does with so many tickets."""

    def __init__(self, bench, size):
        folder = bench.scratch("floor")
        lines = bench.lines(bench.tool("floor-store"), folder, size, bench.runs if size > MOST_BUILT else 0)
        shutil.rmtree(folder)
        self.values = by_name(lines)
        self.p50 = by_name(lines, "p50")


def measure_search(bench, size, floor):
    lines = bench.lines(bench.tool("ours-store"), "search", bench.profile(size))
    p50 = by_name(lines, "p50")
    for goal, name in SEARCHES:
        bench.tell(goal, size, p50[name], floor.p50[name])
    bench.tell("F3", size, p50["search-best"])


def measure_sweep(bench, size):
    """All that people may type, as far as it is found in the texts."""
    lines = bench.lines(bench.tool("ours-store"), "sweep", bench.profile(size))
    slowest = max(lines, key=lambda line: line["value"])
    bench.say("the slowest of %d is “%s”" % (len(lines), slowest["name"]))
    bench.tell("F2x", size, slowest["value"])


def measure_notes(bench, size, floor):
    profile = bench.copy(size, "notes")
    lines = bench.lines(bench.tool("ours-store"), "note", profile)
    bench.tell("W1", size, by_name(lines, "p50")["note"], floor.p50["commit"])
    bench.tell("W1p", size, by_name(lines, "p99")["note"])
    shutil.rmtree(os.path.dirname(profile))


def build_floor(bench, size):
    folder = bench.scratch("floor")
    rate = by_name(bench.lines(bench.tool("floor-store"), folder, size))["build"]
    shutil.rmtree(folder)
    return rate


def measure_import(bench, size):
    """Floor and program by turns."""
    floors, rates, sizes = [], [], []
    for _ in range(bench.runs if size <= APPENDED else 2):
        folder = bench.scratch("import")
        rates.append(by_name(bench.lines(bench.tool("ours-store"), "import", folder, size))["import"])
        sizes.append(os.path.getsize(os.path.join(folder, FILE)) / size)
        shutil.rmtree(folder)
        floors.append(build_floor(bench, size))
    bench.tell("W2", size, statistics.median(rates), statistics.median(floors))


def measure_append(bench, size, floor):
    profile = bench.copy(size, "append")
    rates = [by_name(bench.lines(bench.tool("ours-store"), "import", profile, APPENDED, 1 + size + run * APPENDED))["import"]
             for run in range(bench.runs)]
    bench.tell("W2", size, statistics.median(rates), floor.values["append"])
    shutil.rmtree(os.path.dirname(profile))


def measure_export(bench, size, floor):
    folder = bench.scratch("export")

    def rate():
        begun = time.monotonic()
        told = bench.lines(bench.tool("ticketbrueckectl"), "--profile", bench.profile(size), "--json", "export",
                           os.path.join(folder, "all.csv"))
        return told[0]["exported"] / (time.monotonic() - begun)

    bench.tell("B1", size, bench.median(rate), floor.values["read-all"])
    shutil.rmtree(folder)


def measure(bench):
    for size in bench.sizes:
        bench.say("store of %d tickets" % size)
        floor = Floor(bench, size)
        if wants(bench, "F2r", "F2c", "F2p", "F2w", "F3"):
            measure_search(bench, size, floor)
        if bench.wants("F2x"):
            measure_sweep(bench, size)
        if wants(bench, "W1", "W1p"):
            measure_notes(bench, size, floor)
        if bench.wants("W2") and size <= MOST_BUILT:
            measure_import(bench, size)
        elif bench.wants("W2"):
            measure_append(bench, size, floor)
        if bench.wants("D1"):
            bench.tell("D1", size, os.path.getsize(os.path.join(bench.profile(size), FILE)) / size,
                       floor.values["bytes-a-ticket"])
        if bench.wants("B1") and size == max((other for other in bench.sizes if other <= MOST_BUILT), default=0):
            measure_export(bench, size, floor)
