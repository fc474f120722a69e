#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story with kill -9 of whichever `serve` at random moments: 30 kills, or 1,000 with --long. A seed says by
which way the two talk, how large the attached file is, whom it hits and when; the end state on both sides must be
that of the undisturbed story.

Usage: kill.py BUILD-FOLDER [--long | --kills N] [--seed N]     Prints a line a seed; exit 1 if one did not hold.
"""
import argparse
import concurrent.futures
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading

import picture
from picture import story

WAYS = ("push", "pull", "mailbox")
FILE_LINES = (2000, 150000, 400000)  # of 14 bytes: one part, some, many
KILLS = 6  # a story
FIRST = "take_ticket"  # before it the two have not joined
LAST = "look_back"


class Killer(threading.Thread):
    """Pulls plugs and puts them in again."""

    def __init__(self, world, rng, kills):
        super().__init__()
        self.world = world
        self.rng = rng
        self.kills = kills
        self.done = 0
        self.broken = None
        self.over = threading.Event()

    def strike(self):
        victim = self.rng.choice(self.world.everybody())
        victim.kill()
        self.done += 1
        self.over.wait(self.rng.choice((0, 0, 0.05, 0.3)))
        victim.serve()
        # Now and then somebody clicks „Jetzt senden“, else the next attempt comes by itself.
        if self.rng.random() < 0.7 or self.done == self.kills:
            for side in self.world.sides():
                side.run("outbox", "--now")

    def run(self):
        try:
            while self.done < self.kills and not self.over.wait(self.rng.uniform(0.01, 0.35)):
                self.strike()
        except (story.Broken, OSError) as broken:
            self.broken = broken

    def end(self):
        self.over.set()
        self.join()
        if self.broken is not None:
            raise self.broken
        for side in self.world.sides():
            side.run("outbox", "--now")


def play(ctl, seed, kills):
    """Returns the end state, how often it was killed, and why it did not hold."""
    rng = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="ticketbruecke-kill-")
    world = story.World(ctl, folder, picture.SAMPLE, WAYS[seed % len(WAYS)] if kills else "push")
    world.file_lines = rng.choice(FILE_LINES)
    killer = Killer(world, rng, kills)
    title = "the beginning"
    try:
        for title, step in story.STEPS:
            if step.__name__ == FIRST:
                killer.start()
            if step.__name__ == LAST:
                killer.end()
            step(world)
        picture.check_both(world)
        seen = picture.photograph(world)
        for instance in world.everybody():
            instance.stop()
        return seen, killer.done, None
    except (story.Broken, subprocess.SubprocessError, OSError, ValueError) as broken:
        logs = "".join("\n%s:\n%s" % (i.name, story.tail(i.log)) for i in world.everybody())
        return None, killer.done, "%s: %s%s" % (title, broken, logs)
    finally:
        if killer.is_alive():
            killer.over.set()
            killer.join()
        picture.put_down(world)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int)
    args = parser.parse_args()
    ctl = os.path.abspath(os.path.join(args.build, "src", "ticketbrueckectl"))
    wanted = args.kills or (1000 if args.long else KILLS if args.seed is not None else 30)
    seed = args.seed if args.seed is not None else 1
    story.PATIENCE = 90.0  # the next attempt by itself may be a minute away
    expected, _none, broken = play(ctl, 0, 0)
    if broken:
        print("the undisturbed story does not hold: %s" % broken)
        return 1
    done = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        while done < wanted and failed < 10:
            many = min(2, -(-(wanted - done) // KILLS))
            batch = {pool.submit(play, ctl, number, KILLS): number for number in range(seed, seed + many)}
            seed += many
            for result, number in batch.items():
                seen, kills, broken = result.result()
                broken = broken or picture.differ(seen, expected)
                done += kills
                failed += 1 if broken else 0
                name = "seed %d, %s" % (number, WAYS[number % len(WAYS)])
                if broken:
                    print("FAIL %s: %s\nagain: %s %s --seed %d" % (name, broken, sys.argv[0], args.build, number))
                else:
                    print("ok   %s: %d kills" % (name, kills), flush=True)
    print("%d kills, %d seeds did not hold" % (done, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
