#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Death at every named point of mortal.c: the story is told by each way, in each step somebody dies where the table
below says, is started again, and the end state on both sides must be that of the undisturbed story. A point of
mortal.c that is not in the table, or at which nobody died, is a failure.

Usage: death.py BUILD-FOLDER [NAME-OF-A-STORY...]    Prints a line a story; exit 1 if one did not hold.
"""
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile
import threading

import picture
import revive
from picture import story

DEATH = 86  # the exit code of a program that died at its point
PATIENCE = 20
LEAD, SERVICE, OPERATOR = 0, 1, 2
SERVE, COMMAND = "serve", "command"

# The first boundary with two programs at work is the invitation. A story a row: way, and in which step who dies where.
STORIES = {
    "push, 1": ("push", {
        "invite": (LEAD, SERVE, "join-before"),
        "take_ticket": (LEAD, COMMAND, "change-torn"),
        "outsource": (LEAD, SERVE, "send-prepared"),
        "accept": (LEAD, SERVE, "receive-before"),
        "note": (SERVICE, SERVE, "send-half"),
        "notes_of_lead": (SERVICE, SERVE, "receive-torn"),
        "work_time": (LEAD, SERVE, "answer-half"),
        "charge": (SERVICE, SERVE, "answer-came"),
        "attach": (SERVICE, COMMAND, "file-synced"),
        "submit": (SERVICE, SERVE, "settle-before"),
        "pause": (SERVICE, SERVE, "tick-before"),
        "reject": (LEAD, COMMAND, "change-before"),
        "go_on": (SERVICE, COMMAND, "change-after"),
        "submit_again": (LEAD, SERVE, "request-came"),
        "approve": (LEAD, SERVE, "settle-torn"),
    }),
    "push, 2": ("push", {
        "invite": (LEAD, SERVE, "join-after"),
        "take_ticket": (LEAD, COMMAND, "change-before"),
        "outsource": (SERVICE, SERVE, "receive-after"),
        "accept": (SERVICE, COMMAND, "change-after"),
        "note": (LEAD, SERVE, "receive-torn"),
        "notes_of_lead": (LEAD, SERVE, "settle-after"),
        "work_time": (SERVICE, COMMAND, "change-torn"),
        "charge": (LEAD, SERVE, "receive-after"),
        "attach": (SERVICE, COMMAND, "file-renamed"),
        "submit": (SERVICE, COMMAND, "change-before"),
        "pause": (LEAD, SERVE, "tick-after"),
        "reject": (SERVICE, SERVE, "request-came"),
        "go_on": (LEAD, SERVE, "receive-before"),
        "submit_again": (SERVICE, SERVE, "settle-torn"),
        "approve": (SERVICE, SERVE, "answer-half"),
    }),
    # Who answers a poll may have nothing to write, and what is not written is not torn: receive-torn stands where
    # events are taken in.
    "pull": ("pull", {
        "outsource": (LEAD, SERVE, "receive-after"),
        "accept": (SERVICE, SERVE, "settle-before"),
        "note": (SERVICE, SERVE, "send-half"),
        "notes_of_lead": (SERVICE, SERVE, "answer-came"),
        "work_time": (LEAD, SERVE, "receive-torn"),
        "charge": (SERVICE, SERVE, "settle-after"),
        "attach": (LEAD, SERVE, "file-synced"),
        "submit": (LEAD, SERVE, "answer-half"),
        "reject": (LEAD, SERVE, "receive-before"),
        "go_on": (SERVICE, SERVE, "send-prepared"),
        "submit_again": (LEAD, SERVE, "request-came"),
        "approve": (SERVICE, SERVE, "settle-torn"),
    }),
    "mailbox": ("mailbox", {
        "outsource": (OPERATOR, SERVE, "letter-before"),
        "accept": (OPERATOR, SERVE, "letter-after"),
        "note": (OPERATOR, SERVE, "request-came"),
        "notes_of_lead": (OPERATOR, SERVE, "answer-half"),
        "work_time": (SERVICE, SERVE, "settle-before"),
        "charge": (LEAD, SERVE, "answer-came"),
        "attach": (LEAD, SERVE, "file-renamed"),
        "submit": (SERVICE, SERVE, "send-prepared"),
        "reject": (LEAD, SERVE, "settle-torn"),
        "go_on": (SERVICE, SERVE, "settle-after"),
        "approve": (OPERATOR, SERVE, "letter-after"),
    }),
}


def mortal_env(point):
    return dict(os.environ, TB_DIE_AT=point)


def list_points(mortal):
    listed = subprocess.run([mortal], env=mortal_env("?"), capture_output=True, text=True, check=True)
    return {line.split("\t")[0] for line in listed.stdout.splitlines()}


def send_now(world):
    """Nobody waits for the next attempt: „Jetzt senden“."""
    for side in world.sides():
        side.run("outbox", "--now")


class Victim(threading.Thread):
    """A `serve` that will die, and is started again when it has."""

    def __init__(self, world, instance, point):
        super().__init__()
        self.world = world
        self.instance = instance
        self.code = None
        self.broken = None
        instance.kill()
        instance.env = mortal_env(point)
        try:
            instance.serve()
        except story.Broken:
            pass  # it may be dead already
        instance.env = None
        send_now(world)

    def run(self):
        try:
            self.code = self.instance.server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return
        self.instance.server.stdout.close()
        try:
            self.instance.serve()
            send_now(self.world)
        except (story.Broken, OSError) as broken:
            self.broken = broken

    def bury(self):
        self.join()
        if self.broken is not None:
            raise self.broken
        return self.code == DEATH


class Command:
    """The next command of an instance that changes something dies; whoever gave it gives it again if need be."""

    def __init__(self, world, instance, point):
        self.instance = instance
        self.point = point
        self.is_dead = False
        self.live = instance.run
        instance.run = self.run_to_death

    def run_to_death(self, *words):
        if self.is_dead:
            return self.live(*words)
        done = subprocess.run(self.instance.argv(*words), env=mortal_env(self.point), capture_output=True, text=True,
                              check=False)
        if done.returncode == 0:
            return done.stdout.strip()  # it only asked
        if done.returncode != DEATH:
            raise story.Broken("%s: %s: %s" % (self.instance.name, words, done.stderr))
        self.is_dead = True
        self.instance.run = self.live
        # What is committed is done, though nobody was told; all else must never have been.
        return "" if self.point.endswith("-after") else self.live(*words)

    def start(self):
        pass

    def bury(self):
        self.instance.run = self.live
        return self.is_dead


def play(mortal, way, deaths):
    """Returns the end state, the points at which somebody died, and why it did not hold."""
    folder = tempfile.mkdtemp(prefix="ticketbruecke-death-")
    world = story.World(mortal, folder, picture.SAMPLE, way)
    reached = set()
    title = point = "the beginning"
    victim = None
    try:
        for title, step in story.STEPS:
            victim = None
            if step.__name__ in deaths:
                who, kind, point = deaths[step.__name__]
                victim = (Victim if kind == SERVE else Command)(world, world.everybody()[who], point)
                victim.start()
            step(world)
            if victim is not None:
                if not victim.bury():
                    raise story.Broken("nobody died at %s" % point)
                reached.add(point)
                victim = None
        picture.check_both(world)
        seen = picture.photograph(world)
        for instance in world.everybody():
            instance.stop()
        return seen, reached, None
    except (story.Broken, subprocess.SubprocessError, OSError, ValueError) as broken:
        logs = "".join("\n%s:\n%s" % (i.name, story.tail(i.log)) for i in world.everybody())
        return None, reached, "%s, %s: %s%s" % (title, point, broken, logs)
    finally:
        if isinstance(victim, Victim):
            victim.join()
        picture.put_down(world)
        shutil.rmtree(folder, ignore_errors=True)


def play_case(mortal, name):
    folder = tempfile.mkdtemp(prefix="ticketbruecke-death-")
    try:
        return revive.CASES[name](mortal, folder), None
    except (story.Broken, subprocess.SubprocessError, OSError, ValueError) as broken:
        return set(), str(broken)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    mortal = os.path.abspath(os.path.join(sys.argv[1], "tests", "story", "mortal"))
    chosen = sys.argv[2:] or list(STORIES) + list(revive.CASES)
    points = list_points(mortal)
    reached = set()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        undisturbed = pool.submit(play, mortal, "push", {})
        stories = {name: pool.submit(play, mortal, *STORIES[name]) for name in chosen if name in STORIES}
        others = {name: pool.submit(play_case, mortal, name) for name in chosen if name in revive.CASES}
        expected, _none, broken = undisturbed.result()
        if broken:
            print("FAIL the undisturbed story: %s" % broken)
            return 1
        for name, result in stories.items():
            seen, died, broken = result.result()
            reached |= died
            broken = broken or picture.differ(seen, expected)
            failed += 1 if broken else 0
            print("FAIL %s: %s" % (name, broken) if broken else "ok   %s, %d deaths" % (name, len(STORIES[name][1])))
        for name, result in others.items():
            died, broken = result.result()
            reached |= died
            failed += 1 if broken else 0
            print("FAIL %s: %s" % (name, broken) if broken else "ok   %s, %d deaths" % (name, len(died)))
    if not sys.argv[2:] and reached != points:
        failed += 1
        print("FAIL nobody died at %s" % ", ".join(sorted(points - reached)))
    print("%d points, %d reached, %d failures" % (len(points), len(reached), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
