#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk and a disk with errors, under commands and under `serve`: what fails says why and leaves nothing behind,
`serve` stays, the partner is told to come again, and all is well as soon as there is room.

Two ways: each profile on a small file system of its own (root, in a mount namespace of this test alone), and strace,
which lets single calls of the system fail. What cannot be done here is skipped, with why.

Usage: disk.py BUILD-FOLDER [--long]     Prints a line a case; exit 1 if one did not hold, 77 if all were skipped.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import picture
from picture import story

SIZE = "12m"  # of a small file system
UNSHARED = "TB_DISK_UNSHARED"
# The end of a failed command: in English and in German.
NO_ROOM = "There is no room left where the profile is stored"
NO_ACCESS = "The profile cannot be read or written"


class Skipped(Exception):
    pass


def run(instance, *words, prefix=()):
    return subprocess.run([*prefix, *instance.argv(*words)], capture_output=True, text=True, check=False)


def until_sent(world):
    """Somebody clicks „Jetzt senden“ each second."""
    def is_sent():
        for side in world.sides():
            side.run("outbox", "--now")
        time.sleep(1)
        return not any(side.json("outbox") for side in world.sides())
    story.until("empty outboxes", is_sent)


def texts(instance, number):
    return sorted(item["text"] for item in instance.items(number))


def leftovers(instance):
    """What lies about of files that never came to be."""
    folder = os.path.join(instance.folder, "files", "part")
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def begin(world):
    """The story up to a ticket on which both work."""
    for _title, step in story.STEPS:
        step(world)
        if step is story.note:
            return


def refuse(done, what, *messages):
    if done.returncode != 1 or not any(message in done.stderr for message in messages):
        raise story.Broken("%s: ended with %d: %s%s" % (what, done.returncode, done.stdout, done.stderr))


# ---- Full file systems ----

def mount(folder):
    os.mkdir(folder)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise Skipped("no file system can be mounted here: %s" % done.stderr.strip())


def fill(folder):
    with open(os.path.join(folder, "ballast"), "wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            pass


def full(world, side):
    """One company's disk is full while both go on working."""
    instance, other = world.sides()[side], world.sides()[1 - side]
    numbers = (world.number, world.there)
    here, there = numbers[side], numbers[1 - side]
    disk = os.path.dirname(instance.folder)
    before = (texts(instance, here), len(instance.json("list")), leftovers(instance))
    attachment = os.path.join(world.folder, "gross.bin")
    with open(attachment, "wb") as out:
        out.write(os.urandom(300000))
    fill(disk)
    refuse(run(instance, "note", here, "Passt nicht mehr."), "a note without room", NO_ROOM)
    refuse(run(instance, "attach", here, attachment), "a file without room", NO_ROOM)
    refuse(run(instance, "new", "--title", "Passt auch nicht."), "a ticket without room", NO_ROOM)
    other.run("note", there, "Kommt an, wenn Platz ist, %d." % side)
    story.until("the partner is told to come again",
                lambda: [p for p in other.json("partner", "list") if p["problem"] == "too-many-requests"])
    instance.run("check")
    if (texts(instance, here), len(instance.json("list")), leftovers(instance)) != before:
        raise story.Broken("something was half written: %s" % texts(instance, here))
    if instance.server.poll() is not None or not other.json("outbox"):
        raise story.Broken("serve has ended, or what could not arrive does not wait")
    os.unlink(os.path.join(disk, "ballast"))
    instance.run("note", here, "Passt wieder, %d." % side)
    instance.run("attach", here, attachment)
    until_sent(world)
    story.until("what waited", lambda: instance.item(here, "Kommt an, wenn Platz ist, %d." % side))
    story.until("what fits again", lambda: other.item(there, "Passt wieder, %d." % side))
    picture.check_both(world)
    for each in world.sides():
        each.run("check")


def on_small_disks(ctl, folder):
    world = story.World(ctl, folder, picture.SAMPLE)
    for instance in world.sides():
        disk = os.path.join(folder, os.path.basename(instance.folder) + "-disk")
        mount(disk)
        instance.folder = os.path.join(disk, "profile")
    try:
        begin(world)
        for side in (0, 1):
            full(world, side)
        for instance in world.sides():
            instance.stop()
    finally:
        picture.put_down(world)


# ---- Calls of the system that fail ----

CALLS = ("pwrite64", "fdatasync", "ftruncate", "fsync", "rename", "fallocate")
ERRORS = ("ENOSPC", "EIO")


def inject(call, error, when):
    return ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
            "inject=%s:error=%s:when=%s" % (call, error, when)]


def check_strace():
    done = subprocess.run(["strace", "-f", "-qqq", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False) \
        if shutil.which("strace") else None
    if done is None or done.returncode != 0:
        raise Skipped("strace is not here, or may not look on")


def count_calls(instance, log, *words):
    """How often a command makes each call."""
    done = run(instance, *words, prefix=["strace", "-f", "-qqq", "-o", log, "-e", "trace=" + ",".join(CALLS)])
    if done.returncode != 0:
        raise story.Broken("under strace: %s" % done.stderr)
    with open(log, encoding="utf-8", errors="replace") as lines:
        made = [re.match(r"\d+\s+(\w+)\(", line) for line in lines]
    return {call: sum(1 for m in made if m and m.group(1) == call) for call in CALLS}


def by_commands(ctl, folder, is_long):
    """Each call of a note and of a file fails once; what the command says of it is true."""
    instance = story.Instance(ctl, story.LEAD, os.path.join(folder, "profile"))
    number = instance.run("new", "--title", "Drucker")
    attachment = os.path.join(folder, "plan.bin")
    n = failed = 0
    for kind in ("note", "attach"):
        def words(text):
            if kind == "note":
                return ("note", number, text)
            with open(attachment, "w", encoding="utf-8") as out:
                out.write(text * 1000)
            return ("attach", number, attachment)
        calls = count_calls(instance, os.path.join(folder, "calls"), *words("vorher"))
        for call, times in calls.items():
            for error in ERRORS:
                for when in range(1, times + 1, 1 if is_long else max(1, times // 3)):
                    n += 1
                    before = len(instance.show(number)["items"])
                    done = run(instance, *words("%s %s %d" % (call, error, when)), prefix=inject(call, error, when))
                    instance.run("check")
                    added = len(instance.show(number)["items"]) - before
                    if done.returncode == 0 and added == 1:
                        continue
                    failed += 1
                    refuse(done, "%s: %s of %s %d" % (kind, error, call, when), NO_ROOM, NO_ACCESS)
                    if added != 0:
                        raise story.Broken("%s: %s of %s %d: refused, yet there" % (kind, error, call, when))
    if failed == 0:
        raise story.Broken("no call was let fail")
    return n, failed


def trouble(instance, call, error):
    """From now on every second call of a running `serve` fails, three times. Returns who sees to it."""
    tracer = subprocess.Popen(["strace", "-f", "-o", "/dev/null", *inject(call, error, "2..6+2")[5:], "-p",
                               str(instance.server.pid)], stderr=subprocess.PIPE, text=True)
    line = tracer.stderr.readline()
    if "attached" not in line:
        tracer.kill()
        tracer.wait()
        raise Skipped("strace may not look on: %s" % line.strip())
    return tracer


def by_serve(ctl, folder, side, call, error):
    """`serve` of one company meets errors of the disk while the story goes on."""
    world = story.World(ctl, folder, picture.SAMPLE)
    tracer = None
    try:
        begin(world)
        victim = world.sides()[side]
        tracer = trouble(victim, call, error)
        for index in range(3):
            world.lead.run("note", world.number, "Vom Lead-Partner, %d." % index)
            world.service.run("note", world.there, "Vom Service-Partner, %d." % index)
            for instance in world.sides():
                instance.run("outbox", "--now")
        attachment = os.path.join(folder, "plan.bin")
        with open(attachment, "wb") as out:
            out.write(os.urandom(300000))
        world.service.run("attach", world.there, attachment)
        until_sent(world)
        if victim.server.poll() is not None:
            raise story.Broken("serve has ended: %s" % story.tail(victim.log))
        for index in range(3):
            story.until("the notes", lambda: world.lead.item(world.number, "Vom Service-Partner, %d." % index) and
                        world.service.item(world.there, "Vom Lead-Partner, %d." % index))
        picture.check_both(world)
        for instance in world.sides():
            instance.run("check")
    finally:
        if tracer is not None:
            tracer.kill()
            tracer.wait()
            tracer.stderr.close()
        picture.put_down(world)


def cases(ctl, is_long):
    yield "full file systems, lead and service partner", lambda folder: on_small_disks(ctl, folder)
    yield "calls that fail under commands", lambda folder: (check_strace(), by_commands(ctl, folder, is_long))[1]
    pairs = [(0, "pwrite64", "ENOSPC"), (1, "fdatasync", "EIO")]
    if is_long:
        pairs = [(side, call, error) for side in (0, 1) for call in ("pwrite64", "fdatasync") for error in ERRORS]
    for side, call, error in pairs:
        yield ("%s of %s under the %s's serve" % (error, call, ("lead", "service partner")[side]),
               lambda folder, s=side, c=call, e=error: (check_strace(), by_serve(ctl, folder, s, c, e))[1])


def enter_namespace():
    """What is mounted here is seen by nobody else and gone with this process."""
    if os.environ.get(UNSHARED) or os.geteuid() != 0 or not shutil.which("unshare"):
        return
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0:
        os.environ[UNSHARED] = "1"
        os.execvp("unshare", ["unshare", "-m", sys.executable, *sys.argv])


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    enter_namespace()
    ctl = os.path.abspath(os.path.join(sys.argv[1], "src", "ticketbrueckectl"))
    story.PATIENCE = 60.0  # a store that fails is left alone for five seconds each time
    held = failed = 0
    for name, case in cases(ctl, "--long" in sys.argv):
        folder = tempfile.mkdtemp(prefix="ticketbruecke-disk-")
        try:
            if name.startswith("full") and not os.environ.get(UNSHARED):
                raise Skipped("nobody but root has a mount namespace here")
            told = case(folder)
            held += 1
            print("ok   %s%s" % (name, "; %d times, %d refused" % told if told else ""), flush=True)
        except Skipped as skipped:
            print("skip %s: %s" % (name, skipped), flush=True)
        except (story.Broken, subprocess.SubprocessError, OSError, ValueError) as broken:
            failed += 1
            print("FAIL %s: %s" % (name, broken), flush=True)
        finally:
            if os.environ.get(UNSHARED):
                for disk in os.listdir(folder):
                    subprocess.run(["umount", "-q", os.path.join(folder, disk)], check=False, capture_output=True)
            shutil.rmtree(folder, ignore_errors=True)
    if failed:
        return 1
    return 0 if held else 77


if __name__ == "__main__":
    sys.exit(main())
