#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large file between two `serve`: constant memory on both sides, and what breaks in the middle goes on there.

The service side attaches 20 MB (200 with --long). In the middle the other `serve` is killed and started again. Both
must stay within 24 MiB above what they had before, the bytes must be the same, and no more than one part may cross
the line twice.

Usage: large.py BUILD-FOLDER [--long]     Exit 1 if it did not hold.
"""
import argparse
import hashlib
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

import picture
from picture import story

MEGABYTE = 1000 * 1000
PART = 700 * 1000
MOST_GROWTH = 24 * 1024 * 1024
MOST_HEAD = 4096  # of a request and what its body has besides the bytes


class Line(threading.Thread):
    """Forwards what is sent to a port, and counts it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.target = 0
        self.sent = 0
        self.requests = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            near, _address = self.listener.accept()
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                # Nobody is there, and whoever called must not wait for an answer.
                near.close()
                continue
            threading.Thread(target=self.carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, False), daemon=True).start()

    def carry(self, source, sink, counts):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if counts:
                    self.sent += len(data)
                    self.requests += data.count(b"POST /")
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def peak(instance):
    """The most memory that a `serve` had at once, in bytes."""
    with open("/proc/%d/status" % instance.server.pid, encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    raise story.Broken("%s: no VmHWM" % instance.name)


def begin(world, line):
    for title, step in story.STEPS:
        step(world)
        if step is story.set_up:
            line.target = world.lead.port
            line.start()
            world.lead.run("config", "set", "url", "http://127.0.0.1:%d" % line.port)
        if step is story.accept:
            return


def write_file(path, size):
    """Bytes that do not repeat. Returns their hash."""
    rng = random.Random(1)
    digest = hashlib.sha256()
    with open(path, "wb") as out:
        while size > 0:
            piece = rng.randbytes(min(size, MEGABYTE))
            out.write(piece)
            digest.update(piece)
            size -= len(piece)
    return digest.hexdigest()


def has_arrived(world, name):
    return any(item["file_name"] == name for item in world.lead.items(world.number))


def until_arrived(world, name):
    """Somebody clicks „Jetzt senden“ each second."""
    def is_there():
        world.service.run("outbox", "--now")
        time.sleep(1)
        return has_arrived(world, name)
    story.until("the file", is_there)


def stored_hash(instance, sha256):
    digest = hashlib.sha256()
    with open(os.path.join(instance.folder, "files", sha256[:2], sha256), "rb") as stored:
        for piece in iter(lambda: stored.read(MEGABYTE), b""):
            digest.update(piece)
    return digest.hexdigest()


def attach(world, path, before):
    """Attaching, too, is done in pieces: by a command of its own."""
    words = world.service.argv("attach", world.there, path)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as command:
        _pid, status, usage = os.wait4(command.pid, 0)
        command.returncode = os.waitstatus_to_exitcode(status)
    if command.returncode != 0:
        raise story.Broken("attaching failed")
    return usage.ru_maxrss * 1024 - before


def play(world, line, folder, size):
    begin(world, line)
    path = os.path.join(folder, "abbild.iso")
    sha256 = write_file(path, size)
    small = os.path.join(folder, "klein.txt")
    write_file(small, 1000)
    least = attach(world, small, 0)
    story.until("the small file", lambda: has_arrived(world, "klein.txt"))
    idle = {side: peak(side) for side in world.sides()}
    sent, requests = line.sent, line.requests
    growth = {"attach": attach(world, path, least)}
    story.until("half of the file", lambda: line.sent - sent > size * 4 // 3 // 2)
    growth["the first receiver"] = peak(world.lead) - idle[world.lead]
    world.lead.kill()
    world.lead.serve()
    until_arrived(world, "abbild.iso")
    growth["the receiver"] = peak(world.lead) - idle[world.lead]
    growth["the sender"] = peak(world.service) - idle[world.service]
    if stored_hash(world.lead, sha256) != sha256:
        raise story.Broken("other bytes have arrived")
    again = (line.sent - sent - (line.requests - requests) * MOST_HEAD) * 3 // 4 - size
    if again > PART:
        raise story.Broken("%d bytes were sent again" % again)
    for who, bytes_more in growth.items():
        print("%s: %.1f MiB more" % (who, bytes_more / 1024 / 1024), flush=True)
        if bytes_more > MOST_GROWTH:
            raise story.Broken("%s took %d bytes more than before" % (who, bytes_more))
    if os.listdir(os.path.join(world.lead.folder, "files", "part")):
        raise story.Broken("parts were left behind")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--long", action="store_true")
    args = parser.parse_args()
    story.PATIENCE = 300.0 if args.long else 30.0
    folder = tempfile.mkdtemp(prefix="ticketbruecke-large-")
    ctl = os.path.abspath(os.path.join(args.build, "src", "ticketbrueckectl"))
    world = story.World(ctl, folder, picture.SAMPLE)
    try:
        play(world, Line(), folder, (200 if args.long else 20) * MEGABYTE)
        for instance in world.everybody():
            instance.stop()
        return 0
    except (story.Broken, subprocess.SubprocessError, OSError) as broken:
        print("FAIL %s" % broken)
        for instance in world.everybody():
            print("%s:\n%s" % (instance.name, story.tail(instance.log)))
        return 1
    finally:
        picture.put_down(world)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
