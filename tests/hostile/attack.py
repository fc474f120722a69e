#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strangers, and a partner that lies, against `ticketbrueckectl serve` over real sockets. During every attack an honest
partner goes on working; after each the server must be alive, must not have grown by 64 MiB, must have let go of every
descriptor, and must have answered the honest partner meanwhile.

Usage: attack.py BUILD-FOLDER [--long] [NAME...]     Prints a line an attack; exit 1 if one was not withstood.
"""
import base64
import concurrent.futures
import hashlib
import hmac
import json
import os
import random
import resource
import selectors
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zlib

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "build-aux"))
import story  # noqa: E402  (beside the other scripts, not on the path)

MIB = 1024 * 1024
ALLOWED_GROWTH = 64 * MIB
# The server gives a head 10 s; whoever was cut off must be gone soon after.
LETTING_GO = 25.0
HONEST_PATIENCE = 15.0
CLOSED = "closed"
SIGNED = "X-Link: %s\r\nwebhook-id: push.%s\r\nwebhook-timestamp: %d\r\nwebhook-signature: v1,%s\r\n"


class Failed(Exception):
    """An attack was not withstood."""


class Target:
    """The server under attack."""

    def __init__(self, ctl, folder, use_tls):
        self.instance = story.Instance(ctl, story.LEAD, os.path.join(folder, "ziel"))
        self.use_tls = use_tls
        self.instance.run("config", "set", "name", story.LEAD)
        log = open(self.instance.log, "ab")
        self.process = subprocess.Popen(
            self.instance.argv("serve", "--listen", "127.0.0.1:0", "--tls", "auto" if use_tls else "off"),
            stdout=subprocess.PIPE, stderr=log)
        log.close()
        line = self.process.stdout.readline().decode().strip()
        if not line.startswith("http"):
            raise story.Broken("serve did not start: %s" % story.tail(self.instance.log))
        self.url = line.split()[-1].rstrip("/")
        self.port = int(self.url.rsplit(":", 1)[1])
        self.instance.run("config", "set", "url", self.url)

    def rss(self):
        with open("/proc/%d/statm" % self.process.pid, encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def is_alive(self):
        return self.process.poll() is None

    def connect(self, source="127.0.0.2", plain=False, timeout=10.0):
        raw = socket.create_connection(("127.0.0.1", self.port), timeout, (source, 0))
        if not self.use_tls or plain:
            return raw
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(raw)

    def stop(self):
        if self.is_alive():
            self.process.terminate()
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process.stdout.close()
        return code


class Honest(threading.Thread):
    """The partner that only wants to work: a note and its delivery, again and again."""

    def __init__(self, ctl, folder, target):
        super().__init__(daemon=True)
        self.target = target
        self.instance = story.Instance(ctl, story.SERVICE, os.path.join(folder, "ehrlich"))
        self.rounds = 0
        self.slowest = 0.0
        self.problem = None
        self.is_over = threading.Event()
        self.instance.run("config", "set", "name", story.SERVICE)
        path = os.path.join(folder, "einladung.json")
        target.instance.run("partner", "invite", story.SERVICE, "--out", path)
        self.instance.run("partner", "accept", path)
        self.sync()
        target.instance.run("new", "--title", "Belagerung")
        self.there = target.instance.json("list", "--limit", "1")[0]["number"]
        target.instance.run("outsource", self.there, "--partner", story.SERVICE)
        self.sync()
        self.number = story.until("the offer", lambda: self.sync() or self.instance.json("list"))[0]["number"]
        self.instance.run("act", self.number, "accept", "--organisation", story.LEAD)
        story.until("the confirmation", lambda: self.sync() or self.instance.show(self.number)["number"][0] == "T")

    def sync(self):
        self.instance.run("sync", "--wait", "%d" % HONEST_PATIENCE)

    def run(self):
        while not self.is_over.is_set():
            begin = time.monotonic()
            try:
                self.instance.run("note", self.number, "Runde %d" % (self.rounds + 1))
                self.sync()
            except (story.Broken, subprocess.SubprocessError) as broken:
                self.problem = "the honest partner was not answered: %s" % broken
                return
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.rounds += 1
            self.is_over.wait(0.2)

    def check(self):
        """Each note of each round has arrived, once."""
        self.is_over.set()
        self.join()
        if self.problem:
            raise Failed(self.problem)
        texts = sorted(item["text"] for item in self.target.instance.items(self.there))
        if texts != sorted("Runde %d" % (n + 1) for n in range(self.rounds)):
            raise Failed("not every note arrived once: %d of %d" % (len(texts), self.rounds))

    def key(self):
        """The link's key, as only this partner has it: for the partner that lies."""
        path = os.path.join(self.instance.folder, "ticketbruecke.db")
        with sqlite3.connect("file:%s?mode=ro" % path, uri=True) as store:
            return store.execute('SELECT link, "key" FROM partner').fetchone()


class Watch(threading.Thread):
    """Looks at the memory of the server all the time."""

    def __init__(self, target):
        super().__init__(daemon=True)
        self.target = target
        self.most = 0
        self.is_over = threading.Event()

    def run(self):
        while not self.is_over.wait(0.01):
            try:
                self.most = max(self.most, self.target.rss())
            except (OSError, IndexError, ValueError):
                return


# ---- Speaking badly ----

def read_answer(sock):
    """The status of the first answer, or CLOSED."""
    data = b""
    try:
        while b"\r\n" not in data and len(data) < 4096:
            more = sock.recv(4096)
            if not more:
                break
            data += more
    except (OSError, ssl.SSLError):
        pass
    words = data.split(b" ")
    if len(words) < 2 or not words[0].startswith(b"HTTP/1."):
        return CLOSED
    return int(words[1])


def send(sock, data):
    """Sends all of it, or as much as the server takes."""
    try:
        sock.sendall(data)
        return True
    except (OSError, ssl.SSLError):
        return False


def ask(target, data, source="127.0.0.2", finish=False):
    with target.connect(source) as sock:
        sock.settimeout(15)
        send(sock, data)
        if finish:
            try:
                sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        return read_answer(sock)


def forged(route, body, extra="", length=None):
    head = "POST /link/1/%s HTTP/1.1\r\nHost: x\r\n%s" % (
        route, SIGNED % ("l", uuid.uuid4(), time.time(), base64.b64encode(b"x" * 32).decode()))
    if length != "none":
        head += "Content-Length: %s\r\n" % (len(body) if length is None else length)
    return (head + extra + "\r\n").encode() + body


def signed(honest, route, body):
    link, key = honest.key()
    purpose = hmac.new(key, b"ticketbruecke accepter to inviter", hashlib.sha256).digest()
    request = "%s.%s" % (route.replace("/", "-"), uuid.uuid4())
    stamp = "%d" % time.time()
    mark = hmac.new(purpose, ("%s.%s." % (request, stamp)).encode() + body, hashlib.sha256).digest()
    return ("POST /link/1/%s HTTP/1.1\r\nHost: x\r\nX-Link: %s\r\nwebhook-id: %s\r\nwebhook-timestamp: %s\r\n"
            "webhook-signature: v1,%s\r\nContent-Length: %d\r\n\r\n" % (
                route, link, request, stamp, base64.b64encode(mark).decode(), len(body))).encode() + body


BAD_HEADS = [
    ("no length", forged("push", b"{}", length="none"), {411}),
    ("a length that is none", forged("push", b"{}", length="zwei"), {400}),
    ("a negative length", forged("push", b"{}", length="-2"), {400}),
    ("a length with a plus", forged("push", b"{}", length="+2"), {400}),
    ("a length of 10^30", forged("push", b"{}", length="1" + "0" * 30), {400, 413}),
    ("two lengths", forged("push", b"{}", extra="Content-Length: 3\r\n"), {400}),
    ("a length in a list", forged("push", b"{}", length="2, 2"), {400}),
    ("chunked", forged("push", b"2\r\n{}\r\n0\r\n\r\n", extra="Transfer-Encoding: chunked\r\n", length="none"),
     {400, 411, 501}),
    ("chunked and a length", forged("push", b"2\r\n{}\r\n0\r\n\r\n", extra="Transfer-Encoding: chunked\r\n"),
     {400, 411, 501}),
    ("chunked twice", forged("push", b"0\r\n\r\n", extra="Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
     {400, 411, 501}),
    ("a blank before the colon", forged("push", b"{}", extra="Transfer-Encoding : chunked\r\n"), {400}),
    ("a folded field", forged("push", b"{}", extra="X-A: b\r\n c\r\n"), {400}),
    ("a field without a colon", forged("push", b"{}", extra="nothing\r\n"), {400}),
    ("a NUL in a field", forged("push", b"{}", extra="X-A: \0\r\n"), {400}),
    ("bare line feeds", forged("push", b"{}").replace(b"\r\n", b"\n"), {400, CLOSED}),
    ("10,000 fields", forged("push", b"{}", extra="A: b\r\n" * 10000), {431}),
    ("an endless field", b"POST /link/1/push HTTP/1.1\r\nX: " + b"a" * 4 * MIB, {431}),
    ("no host twice", b"GET /link/1/ HTTP/1.1\r\n\r\n", {400}),
    ("another version", b"GET /link/1/ HTTP/3.0\r\nHost: x\r\n\r\n", {400, 505}),
    ("HTTP/0.9", b"GET /link/1/\r\n\r\n", {400, 505}),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 404, 405, 505}),
    ("a method of 4 KiB", b"A" * 4096 + b" /link/1/ HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405, 501}),
    ("a way out of the root", b"GET /link/1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    ("an escaped way out", b"GET /link/1/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    ("a proxy's request", b"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404, 405, 501}),
    ("a whole address", b"GET http://example.org/ HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
    ("no such route", forged("admin", b"{}"), {404}),
    ("GET of a route", b"GET /link/1/push HTTP/1.1\r\nHost: x\r\n\r\n", {405}),
    ("unsigned", b"POST /link/1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", {401}),
    ("a forged signature", forged("push", b"{}"), {401}),
    ("a request that is more than it says", forged("push", b"{}{}"), {401}),
    ("garbage", bytes(random.Random(1).randrange(256) for _ in range(4096)), {400, 431, CLOSED}),
]


def attack_heads(target, honest, scale):
    # At once, for some of them are only cut off after a while.
    with concurrent.futures.ThreadPoolExecutor(len(BAD_HEADS)) as pool:
        answers = [pool.submit(ask, target, data, "127.0.3.%d" % (n + 1))
                   for n, (_name, data, _allowed) in enumerate(BAD_HEADS)]
    for (name, _data, allowed), answer in zip(BAD_HEADS, answers):
        if answer.result() not in allowed:
            raise Failed("%s: answered %s" % (name, answer.result()))
    got = ask(target, forged("push", b"{", length="2"), finish=True)
    if got != CLOSED:
        raise Failed("a body that is cut off: answered %s" % got)
    return "%d heads" % (len(BAD_HEADS) + 1)


def attack_bodies(target, honest, scale):
    """By the partner that lies: the signature is right, the body is a bomb."""
    frame = b'{"epoch":{"number":1,"id":"0123456789abcdef"},"ack":{"seq":0,"above":[]},"nacks":[],"events":%s}'
    big = b"9" * 400000
    bodies = [
        ("100,000 nested arrays", frame % (b"[" * 100000 + b"]" * 100000)),
        ("100,000 arrays that do not end", b"[" * 100000),
        ("100,000 nested objects", b'{"a":' * 100000 + b"1" + b"}" * 100000),
        ("90,000 members", b"{" + b",".join(b'"%x":0' % n for n in range(90000)) + b"}"),
        ("100,001 members", frame % (b"[" + b",".join([b"0"] * 100001) + b"]")),
        ("doubled keys", b'{"epoch":1,"epoch":2}'),
        ("a number of 400,000 digits", frame % (b'[{"seq":%s}]' % big)),
        ("infinite", frame % b'[{"seq":1e999}]'),
        ("minus nothing", frame % b'[{"seq":-0}]'),
        ("more than 64 bits", frame % b'[{"seq":18446744073709551617,"epoch":1,"event":{}}]'),
        ("bad UTF-8", frame % b'["\xff\xfe"]'),
        ("half a pair", frame % b'["\\ud800"]'),
        ("a NUL", frame % b'["\\u0000"]'),
        ("1 MiB of blanks", b" " * MIB),
        ("1 MiB of brackets", b"[" * MIB),
        ("1 MiB of quotes", b'"' * MIB),
        ("1 MiB of backslashes", b'{"a":"' + b"\\" * (MIB - 6)),
        ("nothing", b""),
        ("two documents", b"{}{}"),
        ("256 MiB of blanks, packed", zlib.compress(b" " * 256 * MIB)),
        ("a packed body that is cut", zlib.compress(frame % b"[]")[:-1]),
        ("packed twice", zlib.compress(zlib.compress(frame % b"[]"))),
        ("packed with other words", b"\x78\xbb" + zlib.compress(frame % b"[]")[2:]),
        ("1 MiB of nothing, packed", b"\x78\x01" + b"\x00\x00\x00\xff\xff" * (MIB // 5 - 1)),
    ]
    for name, body in bodies:
        for route in ("push", "state", "files/put"):
            got = ask(target, signed(honest, route, body))
            # What a route does not know it does not read.
            if got not in (413, 422) and (route == "push" or got != 200):
                raise Failed("%s to %s: answered %s" % (name, route, got))
    return "%d bodies to three routes" % len(bodies)


def attack_gigabyte(target, honest, scale):
    """A body of 1 GB, refused at its head; what comes nevertheless is thrown away, and not for ever."""
    size = 1024 * MIB
    with target.connect() as sock:
        sock.settimeout(20)
        send(sock, forged("push", b"", length=size))
        sent = 0
        block = b"x" * MIB
        while sent < size and send(sock, block):
            sent += MIB
        got = read_answer(sock)
    if got not in (413, CLOSED):
        raise Failed("answered %s" % got)
    if sent == size:
        raise Failed("took the whole gigabyte")
    return "%d MiB were read and thrown away" % (sent // MIB)


def crowd(target, count, per_address=16, first=2):
    """Many connections from many addresses of this machine; those that the server refuses stay out."""
    sockets = []
    for n in range(count):
        household = first + n // per_address
        sock = socket.socket()
        sock.setblocking(False)
        sockets.append(sock)
        sock.bind(("127.1.%d.%d" % (household // 250, household % 250 + 1), 0))
        sock.connect_ex(("127.0.0.1", target.port))
    with selectors.DefaultSelector() as selector:
        for sock in sockets:
            selector.register(sock, selectors.EVENT_WRITE)
        waiting = len(sockets)
        while waiting > 0:
            ready = selector.select(5)
            if not ready:
                raise Failed("%d connections were never taken" % waiting)
            for key, _events in ready:
                selector.unregister(key.fileobj)
                waiting -= 1
    return sockets


def drip(sockets, seconds, data):
    """Each sends a byte a second, as long as the server lets it; gives how many it has cut off."""
    end = time.monotonic() + seconds
    cut = set()
    n = 0
    while time.monotonic() < end:
        for sock in sockets:
            if sock in cut:
                continue
            try:
                sock.send(data[n % len(data):n % len(data) + 1])
            except BlockingIOError:
                pass
            except OSError:
                cut.add(sock)
        n += 1
        time.sleep(1)
    return len(cut)


def close_all(sockets):
    for sock in sockets:
        sock.close()


def attack_slow_loris(target, honest, scale):
    sockets = crowd(target, 400)
    cut = drip(sockets, 13, b"POST /link/1/push HTTP/1.1\r\nX-A: " + b"a" * 1000)
    close_all(sockets)
    if cut < len(sockets):
        raise Failed("%d of %d slow heads were still there after 13 s" % (len(sockets) - cut, len(sockets)))
    return "%d slow heads, all cut off" % len(sockets)


def push_on(sockets, data, seconds):
    """Gets the same bytes into all of them at once."""
    left = {sock: memoryview(data) for sock in sockets}
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for sock in sockets:
            selector.register(sock, selectors.EVENT_WRITE)
        while left and time.monotonic() < end:
            for key, _events in selector.select(1):
                sock = key.fileobj
                try:
                    left[sock] = left[sock][sock.send(left[sock][:65536]):]
                except BlockingIOError:
                    continue
                except OSError:
                    left[sock] = memoryview(b"")
                if not left[sock]:
                    selector.unregister(sock)
                    del left[sock]


def attack_half_bodies(target, honest, scale):
    """256 bodies of 1 MiB, all but the last byte: together they would be 256 MiB."""
    sockets = crowd(target, 256, first=60)
    push_on(sockets, forged("push", b" " * (MIB - 1), length=MIB), 20)
    time.sleep(1)
    close_all(sockets)
    return "%d bodies without an end" % len(sockets)


def attack_connections(target, honest, scale):
    sockets = []
    for wave in range(4):
        sockets += crowd(target, scale["connections"] // 4, first=1000 * wave)
    time.sleep(2)
    close_all(sockets)
    return "%d connections" % len(sockets)


def attack_many_requests(target, honest, scale):
    """Requests one behind the other on one connection, whose answers nobody reads."""
    sockets = crowd(target, 64, first=120)
    # More than lies in the machine between the two: the server must stop reading.
    push_on(sockets, b"GET /link/1/ HTTP/1.1\r\nHost: x\r\n\r\n" * 500000, scale["seconds"])
    close_all(sockets)
    return "%d connections that never read" % len(sockets)


def attack_one_address(target, honest, scale):
    """Forged requests as fast as it goes, from the honest partner's own address."""
    end = time.monotonic() + scale["seconds"]
    n = 0
    while time.monotonic() < end:
        try:
            ask(target, forged("push", b"{}"), source="127.0.0.1")
        except OSError:
            pass
        n += 1
    return "%d forged requests from the partner's address" % n


def attack_comings_and_goings(target, honest, scale):
    """Connections that are closed, or torn down, at every point of a request."""
    text = forged("push", b"{}")
    chance = random.Random(7)
    for n in range(scale["goings"]):
        sock = target.connect("127.0.%d.9" % (n % 200 + 1), plain=True)
        if n % 2:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        send(sock, text[:chance.randrange(len(text) + 1)])
        sock.close()
    return "%d connections that break off" % scale["goings"]


def hello_of(target):
    """What a client says first."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    out = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), out).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()


def ask_in_pieces(target):
    """A right handshake, a few bytes at a time: nothing hostile, but only whoever waits for all of it understands."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    arriving, leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(arriving, leaving)
    with target.connect("127.0.0.3", plain=True) as sock:
        for step in (tls.do_handshake, lambda: tls.write(b"GET /link/1/ HTTP/1.1\r\nHost: x\r\n\r\n"),
                     lambda: tls.read(4096)):
            while True:
                try:
                    got = step()
                    break
                except ssl.SSLWantReadError:
                    data = leaving.read()
                    for n in range(0, len(data), 50):
                        sock.sendall(data[n:n + 50])
                        time.sleep(0.005)
                    arriving.write(sock.recv(65536))
        if not got.startswith(b"HTTP/1.1 200"):
            raise Failed("a handshake in pieces: answered %s" % got)


def attack_tls_garbage(target, honest, scale):
    ask_in_pieces(target)
    chance = random.Random(3)
    hello = hello_of(target)
    for n in range(scale["garbage"]):
        kind = n % 4
        if kind == 0:
            data = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 2000)))
        elif kind == 1:
            data = hello[:chance.randrange(len(hello))]
        elif kind == 2:
            broken = bytearray(hello)
            for _ in range(chance.randrange(1, 20)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            data = bytes(broken)
        else:
            data = b"\x16\x03\x01\xff\xff" + b"\0" * chance.randrange(70000)
        with target.connect("127.0.%d.7" % (n % 200 + 1), plain=True) as sock:
            send(sock, data)
            if n % 3 == 0:
                sock.settimeout(0.05)
                read_answer(sock)
    return "%d wrong handshakes" % scale["garbage"]


def attack_half_handshakes(target, honest, scale):
    hello = hello_of(target)
    sockets = crowd(target, 400)
    push_on(sockets, hello[:len(hello) // 2], 5)
    late = crowd(target, 100, first=200)
    push_on(late, hello, 5)
    time.sleep(13)
    stuck = 0
    for sock in sockets + late:
        try:
            while sock.recv(65536):
                pass
        except BlockingIOError:
            stuck += 1
        except OSError:
            pass
    close_all(sockets + late)
    if stuck:
        raise Failed("%d half handshakes were still there after 13 s" % stuck)
    return "%d half handshakes, all cut off" % (len(sockets) + len(late))


PLAIN = [attack_heads, attack_bodies, attack_gigabyte, attack_half_bodies, attack_connections, attack_many_requests,
         attack_one_address, attack_comings_and_goings, attack_slow_loris]
TLS = [attack_tls_garbage, attack_half_handshakes]


# ---- The siege ----

def withstand(target, honest, attack, scale, idle):
    rounds = honest.rounds
    watch = Watch(target)
    watch.start()
    try:
        told = attack(target, honest, scale)
        # At least one whole round of the honest partner begins after the attack has.
        story.until("a round of the honest partner", lambda: honest.problem or honest.rounds > rounds)
    finally:
        watch.is_over.set()
        watch.join()
    if not target.is_alive():
        raise Failed("the server died: %s" % story.tail(target.instance.log))
    if honest.problem:
        raise Failed(honest.problem)
    growth = watch.most - idle["rss"]
    if growth > ALLOWED_GROWTH:
        raise Failed("grew by %d MiB" % (growth // MIB))
    end = time.monotonic() + LETTING_GO
    # The honest partner's own connection may be open just now.
    while target.descriptors() > idle["descriptors"]:
        if time.monotonic() > end:
            raise Failed("holds %d descriptors, %d when idle" % (target.descriptors(), idle["descriptors"]))
        time.sleep(0.01)
    return "%s; +%.1f MiB, %d honest rounds" % (told, growth / MIB, honest.rounds - rounds)


def besiege(ctl, attacks, use_tls, scale):
    folder = tempfile.mkdtemp(prefix="ticketbruecke-siege-")
    failed = 0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = Target(ctl, folder, use_tls)
    # The crowd needs more than the server may have.
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        honest = Honest(ctl, folder, target)
        idle = {"rss": target.rss(), "descriptors": target.descriptors()}
        honest.start()
        for attack in attacks:
            name = attack.__name__[len("attack_"):].replace("_", " ")
            begin = time.monotonic()
            try:
                told = withstand(target, honest, attack, scale, idle)
                print("ok   %s: %s, %.1f s" % (name, told, time.monotonic() - begin), flush=True)
            except (Failed, story.Broken, OSError) as broken:
                failed += 1
                print("FAIL %s: %s" % (name, broken), flush=True)
                if not target.is_alive():
                    return failed
        try:
            honest.check()
            print("ok   %d notes of the honest partner have arrived once; the slowest took %.1f s" % (
                honest.rounds, honest.slowest), flush=True)
        except (Failed, story.Broken) as broken:
            failed += 1
            print("FAIL %s" % broken, flush=True)
        if target.stop() != 0:
            failed += 1
            print("FAIL the server did not end well: %s" % story.tail(target.instance.log))
        return failed
    finally:
        target.stop()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        shutil.rmtree(folder, ignore_errors=True)


def main():
    words = [word for word in sys.argv[1:] if word != "--long"]
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    is_long = "--long" in sys.argv
    scale = {"connections": 10000, "seconds": 60 if is_long else 3, "goings": 20000 if is_long else 1000,
             "garbage": 20000 if is_long else 400}
    ctl = os.path.abspath(os.path.join(words[0], "src", "ticketbrueckectl"))
    failed = 0
    for attacks, use_tls in ((PLAIN, False), (TLS, True)):
        chosen = [a for a in attacks if not words[1:] or a.__name__[len("attack_"):] in words[1:]]
        if chosen:
            failed += besiege(ctl, chosen, use_tls, scale)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
