# SPDX-License-Identifier: GPL-3.0-or-later
"""What all parts measure with: where the programs are, the stores, and where a figure is told."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


class Bench:
    """sizes: of the stores, ascending; runs: how often at least each thing is measured; is_quick: under three minutes
    in all; folder: for what is made on the way, on a real disk."""

    def __init__(self, arguments, folder):
        self.build = os.path.abspath(arguments.build)
        self.sizes = arguments.sizes
        self.runs = arguments.runs
        self.is_quick = arguments.quick
        self.folder = folder
        self.figures = []
        self._only = arguments.only
        self._begun = time.monotonic()

    def wants(self, goal):
        return any(goal.startswith(only) for only in self._only)

    def say(self, text):
        print("%5.0f s  %s" % (time.monotonic() - self._begun, text), file=sys.stderr, flush=True)

    def tell(self, goal, size, ours, floor=None):
        """One figure; size: of the store (None: it does not matter); floor: in the same unit, of this run."""
        if self.wants(goal):
            self.figures.append({"id": goal, "size": size, "ours": ours, "floor": floor})

    def has(self, goal):
        return any(figure["id"] == goal for figure in self.figures)

    def tool(self, name):
        """A program of tests/bench or src."""
        for room in ("tests/bench", "src"):
            path = os.path.join(self.build, room, name)
            if os.path.exists(path):
                return path
        raise SystemExit("%s was not built" % name)

    def lines(self, *command, **options):
        """What a tool tells: a list of objects, one a line."""
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=False, **options)
        if done.returncode != 0:
            raise SystemExit("%s ended with %d" % (" ".join(map(str, command)), done.returncode))
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def scratch(self, name):
        """A new empty folder on the disk that the stores are on."""
        return tempfile.mkdtemp(prefix=name + "-", dir=self.folder)

    def profile(self, size):
        """The profile with so many tickets, made when first asked for. Who changes it takes a copy."""
        path = os.path.join(self.folder, "store-%d" % size)
        if not os.path.exists(os.path.join(path, "complete")):
            self.say("making a store of %d tickets" % size)
            shutil.rmtree(path, ignore_errors=True)
            self.lines(self.tool("fill"), path, size)
            with open(os.path.join(path, "complete"), "w", encoding="ascii"):
                pass
        return path

    def copy(self, size, name):
        """A copy of that profile, to be changed; it asks nobody whether it was moved or copied. It is on the disk: what
        is measured next does not wait for gigabytes that are still being written."""
        path = os.path.join(self.scratch(name), "profile")
        shutil.copytree(self.profile(size), path)
        os.sync()
        self.lines(self.tool("ticketbrueckectl"), "--profile", path, "profile", "moved")
        return path

    def median(self, function, runs=None):
        """The median of what the function gives when called so often."""
        return statistics.median(function() for _ in range(runs or self.runs))
