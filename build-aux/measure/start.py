# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting: until something is seen, until it can be used, what that costs the processor and the memory. The floor is an
empty window of libadwaita, for memory one with nothing but a lazy list."""
import functools
import os
import re
import shutil
import statistics

IDS = ("T1", "T2", "T2c", "T3", "M1", "M2")

LIST_ROWS = 1000000
IN_LIST = "scroll=400,500"
# As long as nobody would notice: a key that is answered later than this makes the program usable only later.
ANSWER_MS = 100
DROP_CACHES = "/proc/sys/vm/drop_caches"
# As a desktop starts a program: GDK looks for OpenGL, though it then paints without it (as its goals were set).
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("GDK_DEBUG", "GDK_DISABLE")}


def watch(bench, *words):
    return bench.lines(bench.tool("watch"), *words, env=ENVIRONMENT)


def floor(bench):
    return [bench.tool("floor-window")]


def ours(bench, profile):
    return [bench.tool("ticketbruecke"), "--profile", profile]


def usable(steps):
    """The picture stands still, and a key is answered."""
    start, key = steps
    return start["last"] + max(0, key["first"] - ANSWER_MS)


def drop_caches():
    """Whether it may be done; the stores are on the disk then."""
    os.sync()
    try:
        with open(DROP_CACHES, "w", encoding="ascii") as file:
            file.write("3")
        return True
    except OSError:
        return False


def measure_warm(bench, size, profile):
    floors, firsts, usables = [], [], []
    for i in range(bench.runs + 1):
        empty = watch(bench, "--", *floor(bench))[0]["first"]
        steps = watch(bench, "key=Tab", "--", *ours(bench, profile))
        if i > 0:
            floors.append(empty)
            firsts.append(steps[0]["first"])
            usables.append(usable(steps))
    bench.tell("T1", size, statistics.median(firsts), statistics.median(floors))
    bench.tell("T2", size, statistics.median(usables), statistics.median(floors))


def measure_cold(bench, size, profile):
    floors, usables = [], []
    for _ in range(bench.runs):
        if not drop_caches():
            bench.say("T2c is left out: the page cache may not be dropped here")
            return
        floors.append(watch(bench, "--", *floor(bench))[0]["first"])
        drop_caches()
        usables.append(usable(watch(bench, "key=Tab", "--", *ours(bench, profile))))
    bench.tell("T2c", size, statistics.median(usables), statistics.median(floors))


def instructions(bench, command):
    """Until its picture stands still, in millions."""
    counts = os.path.join(bench.scratch("callgrind"), "counts")
    watch(bench, "--idle", "--kill", "--", "valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, *command)
    with open(counts, encoding="ascii") as file:
        return int(re.search(r"^summary: (\d+)", file.read(), re.MULTILINE)[1]) / 1e6


def measure_instructions(bench):
    """What is counted does not depend on what else the machine does."""
    install_icons(bench)
    bench.say("T3: instructions of a start")
    empty = instructions(bench, floor(bench))
    for size in sorted({bench.sizes[0], bench.sizes[-1]}):
        profile = bench.copy(size, "instructions")
        bench.tell("T3", size, instructions(bench, ours(bench, profile)), empty)
        shutil.rmtree(os.path.dirname(profile))


def measure_memory(bench, size, profile, memory):
    floors, totals, anonymous = [], [], []
    for _ in range(1 if bench.is_quick else 3):
        floors.append(watch(bench, IN_LIST, "--", *floor(bench), LIST_ROWS)[-1]["rss"] / 1024)
        last = watch(bench, IN_LIST, "--", *ours(bench, profile))[-1]
        totals.append(last["rss"] / 1024)
        anonymous.append(last["anonymous"] * 1024)
    bench.tell("M1", size, statistics.median(totals), statistics.median(floors))
    memory[size] = statistics.median(anonymous)


@functools.lru_cache(maxsize=None)
def install_icons(bench):
    """The program finds its icon as if it were installed."""
    share = bench.scratch("share")
    icons = os.path.join(os.path.dirname(__file__), "..", "..", "data", "icons")
    shutil.copytree(icons, os.path.join(share, "icons", "hicolor"))
    usual = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share")
    ENVIRONMENT["XDG_DATA_DIRS"] = share + ":" + usual


def measure(bench):
    memory = {}
    install_icons(bench)
    if bench.wants("T3") and not bench.has("T3"):
        measure_instructions(bench)
    smallest, largest = bench.sizes[0], bench.sizes[-1]
    for size in bench.sizes:
        bench.say("starting with %d tickets" % size)
        profile = bench.copy(size, "start")
        if bench.wants("T1") or bench.wants("T2"):
            measure_warm(bench, size, profile)
        if bench.wants("T2c"):
            measure_cold(bench, size, profile)
        if bench.wants("M1") or bench.wants("M2"):
            measure_memory(bench, size, profile, memory)
        shutil.rmtree(os.path.dirname(profile))
    if largest > smallest and len(memory) > 1:
        # Pages of the file are the cache's, not ours.
        bench.tell("M2", largest, (memory[largest] - memory[smallest]) / (largest - smallest))
