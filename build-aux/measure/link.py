# SPDX-License-Identifier: GPL-3.0-or-later
"""Two instances and the line between them: a backlog, one change, bytes, an idle line, connections that are dropped.
The changes are made in a process of tests/bench/ours-link, which holds engine and courier as the window's program does;
what needs no change is measured with `ticketbrueckectl serve`."""
import concurrent.futures
import functools
import json
import os
import select
import shutil
import signal
import socket
import sqlite3
import ssl
import statistics
import subprocess
import threading
import time
import uuid

import start

IDS = ("S1", "S2", "S2p", "S2l", "S2lp", "S3", "S3b", "S4", "S4c", "S5", "S5m")

TICKETS = 50
BACKLOG = 10000
QUICK_BACKLOG = 4000
LARGE_BACKLOG = 50000
BATCH = 1000
OPERATIONS = 200
PAUSE = 0.008
POLL_SECONDS = 25
CONNECTIONS = 1000
WARM_UP = 300
AT_ONCE = 10
PATIENCE = 120


class Instance:
    """A process of ours-link: says what it is told, hears what it tells."""

    def __init__(self, bench, profile, name):
        self.profile = profile
        self.name = name
        self.url = None
        self.process = subprocess.Popen([bench.tool("ours-link"), profile], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.read = b""

    def send(self, *words):
        self.process.stdin.write((" ".join(map(str, words)) + "\n").encode())
        self.process.stdin.flush()

    def hear(self, key, patience=PATIENCE):
        """The next value of that name; what else is told meanwhile is forgotten."""
        end = time.monotonic() + patience
        while True:
            while b"\n" in self.read:
                line, self.read = self.read.split(b"\n", 1)
                told = json.loads(line)
                if key in told:
                    return told[key]
            if not select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]:
                raise SystemExit("%s: no “%s” within %d s" % (self.name, key, patience))
            read = os.read(self.process.stdout.fileno(), 65536)
            if not read:
                raise SystemExit("%s ended" % self.name)
            self.read += read

    def ask(self, key, *words):
        self.send(*words)
        return self.hear(key)

    def start(self, listen="127.0.0.1:0", tls="auto"):
        self.url = self.ask("address", "start", listen, tls)
        return self.url

    def wait_until_told(self, partner):
        end = time.monotonic() + PATIENCE
        while self.ask("waiting", "waiting", partner) != 0:
            if time.monotonic() > end:
                raise SystemExit("%s: something still waits for %s" % (self.name, partner))
            time.sleep(0.02)

    def end(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Relay(threading.Thread):
    """Counts what passes between two ends of a line without TLS: the bytes of HTTP, both ways."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port_behind = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.bytes = 0
        self.start()

    def run(self):
        others = {}
        while True:
            for ready in select.select([self.listener, *others], [], [])[0]:
                if ready is self.listener:
                    client = self.listener.accept()[0]
                    server = socket.create_connection(("127.0.0.1", self.port_behind))
                    for end in (client, server):
                        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    others.update({client: server, server: client})
                elif ready in others:
                    self.pass_on(ready, others)

    def pass_on(self, ready, others):
        try:
            data = ready.recv(65536)
            if data:
                others[ready].sendall(data)
        except OSError:
            data = b""
        self.bytes += len(data)
        if not data:
            for end in (others.pop(ready), ready):
                others.pop(end, None)
                end.close()


class Pair:
    """Two instances that have joined and share TICKETS accepted tickets. is_hidden: nobody can call Alpen, so it
    fetches; profiles: None are new ones."""

    def __init__(self, bench, profiles=(None, None), is_hidden=False, tls="auto", with_relay=False):
        folders = [profile or os.path.join(bench.scratch("link"), "profile") for profile in profiles]
        self.nord, self.alpen = (Instance(bench, folder, name) for folder, name in zip(folders, ("Nord", "Alpen")))
        self.relay = None
        self.tls = tls
        self.is_hidden = is_hidden
        for side, profile in zip((self.nord, self.alpen), profiles):
            if profile is not None:
                side.ask("done", "moved")
            side.ask("done", "config", "name", side.name)
        self.nord.start(tls=tls)
        if with_relay:
            self.relay = Relay(int(self.nord.url.rsplit(":", 1)[1]))
        self.nord.ask("done", "config", "url", "http://127.0.0.1:%d" % self.relay.port if with_relay else self.nord.url)
        self.alpen.start("-" if is_hidden else "127.0.0.1:0", tls)
        self.alpen.ask("done", "config", "url", "-" if is_hidden else self.alpen.url)
        self.join()

    def join(self):
        code = self.nord.ask("code", "invite", "Alpen")
        self.alpen.ask("done", "accept", code)
        self.settle()
        self.nord.ask("done", "offer", TICKETS, "Alpen")
        self.settle()
        if self.alpen.ask("taken", "take", TICKETS) != TICKETS:
            raise SystemExit("the offers did not arrive")
        self.settle()

    def settle(self):
        for _ in range(2):
            self.alpen.wait_until_told("Nord")
            self.nord.wait_until_told("Alpen")
        time.sleep(0.2)

    def backlog(self, count):
        """Items a second: made while Alpen is away, until Nord knows that all is applied."""
        listen = self.alpen.url.split("//")[-1] if self.alpen.url else "-"
        self.alpen.ask("done", "stop")
        self.nord.ask("done", "stop")
        self.nord.ask("done", "notes", count)
        self.alpen.start(listen, self.tls)
        begun = time.monotonic()
        self.nord.start(self.nord.url.split("//")[-1], self.tls)
        self.nord.ask("drained", "drain", "Alpen")
        return count / (time.monotonic() - begun)

    def changes(self, count):
        """Milliseconds from the beginning of each commit at Nord until it is committed at Alpen."""
        times = []
        self.alpen.ask("done", "watch", "on")
        for _ in range(count):
            begun = self.nord.ask("begun", "note")
            times.append((self.alpen.hear("seen") - begun) / 1000)
            time.sleep(PAUSE)
        self.alpen.ask("done", "watch", "off")
        return times

    def close(self):
        for side in (self.alpen, self.nord):
            side.end()
        for side in (self.alpen, self.nord):
            shutil.rmtree(os.path.dirname(side.profile), ignore_errors=True)


def percentile(values, part):
    return sorted(values)[int((len(values) - 1) * part + 0.5)]


@functools.lru_cache(maxsize=None)
def measure_floor(bench):
    folder = bench.scratch("floor-link")
    told = {line["name"]: line for line in bench.lines(bench.tool("floor-link"), folder)}
    shutil.rmtree(folder, ignore_errors=True)
    return told


def best_rate(floor):
    return max(line["value"] for name, line in floor.items() if name.startswith("rate-"))


def measure_times(bench, pair, floor, size, goals, way):
    if any(map(bench.wants, goals)):
        times = pair.changes(OPERATIONS)
        bench.tell(goals[0], size, percentile(times, 0.5), floor[way]["p50"])
        bench.tell(goals[1], size, percentile(times, 0.99), floor[way]["p99"])


def measure_backlogs(bench, pair, floor, size):
    count, runs = (QUICK_BACKLOG, 3) if bench.is_quick else (BACKLOG, bench.runs)
    rates = [pair.backlog(count) for _ in range(runs)]
    bench.tell("S1", size, statistics.median(rates), best_rate(floor))
    if not bench.is_quick and size == bench.sizes[0]:
        bench.say("S1: %d items at once: %.0f/s" % (LARGE_BACKLOG, pair.backlog(LARGE_BACKLOG)))


def copy_profile(bench, size):
    """Its instance is another one, as both ends are copies of the same."""
    profile = bench.copy(size, "link")
    database = sqlite3.connect(os.path.join(profile, "ticketbruecke.db"))
    with database:
        database.execute("UPDATE setting SET value = ? WHERE key = 'instance'", (str(uuid.uuid4()),))
    database.close()
    return profile


def measure_pair(bench, size):
    """Over TLS: single changes that are brought, that are fetched, backlogs. Each has so many tickets."""
    floor = measure_floor(bench)
    bench.say("S1, S2: two instances with %d tickets" % size)
    pair = Pair(bench, [copy_profile(bench, size) for _ in range(2)])
    try:
        # Before the backlogs: after them each ticket has thousands of notes.
        measure_times(bench, pair, floor, size, ("S2", "S2p"), "push")
        if any(map(bench.wants, ("S2l", "S2lp"))):
            pair.alpen.ask("done", "way", "Nord", "pull")
            time.sleep(1)
            measure_times(bench, pair, floor, size, ("S2l", "S2lp"), "poll")
            pair.alpen.ask("done", "way", "Nord", "auto")
        if bench.wants("S1"):
            measure_backlogs(bench, pair, floor, size)
    finally:
        pair.close()


def measure_bytes(bench):
    """Alpen brings its changes to Nord through the relay."""
    floor = measure_floor(bench)
    bench.say("S3: bytes")
    pair = Pair(bench, tls="off", with_relay=True)
    try:
        alone = []
        # The first note on a ticket says besides that work begins.
        pair.alpen.ask("done", "notes", TICKETS)
        pair.settle()
        pair.nord.ask("done", "watch", "on")
        for _ in range(20):
            before = pair.relay.bytes
            pair.alpen.ask("begun", "note")
            pair.nord.hear("seen")
            pair.alpen.wait_until_told("Nord")
            time.sleep(0.05)
            alone.append(pair.relay.bytes - before)
        pair.nord.ask("done", "watch", "off")
        bench.tell("S3", None, statistics.median(alone), floor["bytes-1"]["value"])
        pair.alpen.ask("done", "stop")
        pair.alpen.ask("done", "notes", BATCH)
        before = pair.relay.bytes
        pair.alpen.start("127.0.0.1:0", "off")
        pair.alpen.wait_until_told("Nord")
        time.sleep(0.3)
        bench.tell("S3b", None, (pair.relay.bytes - before) / BATCH, floor["bytes-%d" % BATCH]["value"])
    finally:
        pair.close()


class Server:
    """A `ticketbrueckectl serve` that ends with the measurement."""

    def __init__(self, bench, profile, *options):
        self.process = subprocess.Popen([bench.tool("ticketbrueckectl"), "--profile", profile, "serve", *options],
                                        stdout=subprocess.PIPE)
        self.address = self.process.stdout.readline().decode().strip()

    def seconds(self):
        """Of processor time until now, of all its threads; finer than utime + stime, which count whole ticks."""
        folder = "/proc/%d/task" % self.process.pid
        total = 0
        for thread in os.listdir(folder):
            with open(os.path.join(folder, thread, "schedstat"), encoding="ascii") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def memory(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def measure_idle(bench, meanwhile):
    """Alpen, whom nobody can call, has one poll lying at Nord: the windows hold so many polls' ends as they are long.
    meanwhile: what else is measured while there is nothing to do but to wait: what no other process changes."""
    bench.say("S4: an idle line")
    pair = Pair(bench, tls="off", with_relay=True, is_hidden=True)
    for side in (pair.alpen, pair.nord):
        side.end()
    servers = []
    try:
        servers.append(Server(bench, pair.nord.profile, "--tls", "off", "--listen", pair.nord.url.split("//")[1]))
        servers.append(Server(bench, pair.alpen.profile))
        time.sleep(3)
        window = POLL_SECONDS * (1 if bench.is_quick else 4)
        end = time.monotonic() + window
        begun, before = sum(server.seconds() for server in servers), pair.relay.bytes
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for _ in pool.map(lambda measure_other: measure_other(bench), meanwhile):
                pass
        time.sleep(max(0, end - time.monotonic()))
        window += time.monotonic() - end
        spent, sent = sum(server.seconds() for server in servers) - begun, pair.relay.bytes - before
        bench.tell("S4", None, sent * 60 / window)
        bench.tell("S4c", None, 100 * spent / window)
    finally:
        for server in servers:
            server.close()
        pair.close()


def greet(address, context, kind):
    """A connection: idle, with half a request, or within TLS with none or a whole one."""
    plain = socket.create_connection(address)
    if kind == 0:
        return plain
    if kind == 1:
        plain.sendall(bytes.fromhex("16030100c8010000c40303") + bytes(40))
        return plain
    line = context.wrap_socket(plain)
    line.sendall(b"POST /link/1/push HTTP/1.1\r\nContent-Length: 1000\r\n" if kind == 2 else
                 b"GET /link/1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    if kind == 3:
        line.recv(4096)
    return line


def drop_connections(address, count):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    for first in range(0, count, AT_ONCE):
        lines = [greet(address, context, number % 4) for number in range(first, first + AT_ONCE)]
        for line in lines:
            line.close()
        time.sleep(0.002)
    time.sleep(1)


def measure_connections(bench):
    bench.say("S5: connections")
    profile = os.path.join(bench.scratch("link"), "profile")
    server = Server(bench, profile, "--listen", "127.0.0.1:0")
    try:
        address = ("127.0.0.1", int(server.address.rsplit(":", 1)[1]))
        drop_connections(address, WARM_UP)
        descriptors, memory = server.descriptors(), server.memory()
        drop_connections(address, CONNECTIONS)
        bench.tell("S5", None, max(0, server.descriptors() - descriptors))
        bench.tell("S5m", None, server.memory() - memory)
    finally:
        server.close()
        shutil.rmtree(os.path.dirname(profile), ignore_errors=True)


def measure(bench):
    if any(map(bench.wants, ("S1", "S2", "S2p", "S2l", "S2lp"))):
        # How it grows is what the sizes are for: the least and the most.
        for size in sorted({bench.sizes[0], bench.sizes[-1]}):
            measure_pair(bench, size)
    wants_idle = any(map(bench.wants, ("S4", "S4c")))
    others = [other for other, goals in ((measure_bytes, ("S3", "S3b")), (measure_connections, ("S5", "S5m")),
                                         (start.measure_instructions, ("T3",) if wants_idle else ()))
              if any(map(bench.wants, goals))]
    if wants_idle:
        measure_idle(bench, others)
    else:
        for measure_other in others:
            measure_other(bench)
