#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story with both companies behind nginx, set up by data/nginx-example.conf with other names, ports and
certificates: under https, with a public certificate, called by names that only this test knows.

A mount namespace of its own lets the machine trust the test's authority and find the names, so it has to be run by
tests/proxy/run.sh. Usage: proxy.py BUILD-FOLDER NGINX FOLDER
"""
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "build-aux"))
import story  # noqa: E402  (beside the other scripts, not on the path)

EXAMPLE = os.path.join(TOP, "data", "nginx-example.conf")
EXAMPLE_NAME = "tickets.example.org"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """One nginx with the example's text, adapted in the places that the example itself says."""

    def __init__(self, nginx, folder, name, upstream):
        self.name = name
        self.port = free_port()
        self.folder = os.path.join(folder, "nginx-" + name)
        os.makedirs(os.path.join(self.folder, "temp"))
        with open(EXAMPLE, encoding="utf-8") as example:
            text = example.read()
        for old, new in (("listen 443 ssl", "listen 127.0.0.1:%d ssl" % self.port),
                         ("listen [::]:443 ssl;", ""),
                         ("/etc/letsencrypt/live/%s/fullchain.pem" % EXAMPLE_NAME, os.path.join(folder, name + ".pem")),
                         ("/etc/letsencrypt/live/%s/privkey.pem" % EXAMPLE_NAME, os.path.join(folder, name + ".key")),
                         ("http://127.0.0.1:8080", "http://127.0.0.1:%d" % upstream),
                         (EXAMPLE_NAME, name)):
            if old not in text:
                raise story.Broken("the example has no “%s”" % old)
            text = text.replace(old, new)
        temp = "".join("%s_temp_path temp;\n" % kind for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(os.path.join(self.folder, "nginx.conf"), "w", encoding="utf-8") as conf:
            conf.write("daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log info;\n"
                       "events { worker_connections 256; }\nhttp {\n%s%s}\n" % (temp, text))
        self.process = subprocess.Popen([nginx, "-p", self.folder, "-c", "nginx.conf", "-e", "error.log"])
        story.until("nginx", self.is_there)

    def is_there(self):
        if self.process.poll() is not None:
            raise story.Broken("nginx did not start: %s" % story.tail(os.path.join(self.folder, "error.log")))
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection(self.name, self.port, timeout=20, context=ssl.create_default_context(
            cafile="/etc/ssl/certs/ca-certificates.crt"))
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("content-type") or "", answer.read()
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class Behind(story.Instance):
    """A company whose `serve` only nginx can reach."""

    def __init__(self, other, nginx, folder, host):
        super().__init__(other.ctl, other.name, other.folder)
        self.nginx = nginx
        self.place = folder
        self.host = host
        self.proxy = None

    def serve(self):
        super().serve()
        if self.proxy is None:
            self.proxy = Proxy(self.nginx, self.place, self.host, self.port)
        return "https://%s:%d" % (self.host, self.proxy.port)

    def stop(self):
        if self.proxy is not None:
            self.proxy.stop()
            self.proxy = None
        super().stop()


def certify(folder, names):
    """An authority, and a certificate of it for each name; with all that Python 3.13 wants to see in them."""
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=folder)
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Authority of this test", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", "ca.key", "-out", "ca.pem")
    for name in names:
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name,
                "-keyout", name + ".key", "-out", name + ".csr")
        with open(os.path.join(folder, name + ".ext"), "w", encoding="ascii") as extension:
            extension.write("subjectAltName=DNS:%s\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n" % name)
        openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "2", "-extfile", name + ".ext", "-out", name + ".pem")


def mount_over(path, folder, addition):
    """@path has @addition at its end, for this process and its children only."""
    changed = os.path.join(folder, os.path.basename(path))
    with open(path, encoding="utf-8") as old, open(changed, "w", encoding="utf-8") as new:
        new.write(old.read() + addition)
    os.chmod(changed, 0o644)
    subprocess.run(["mount", "--bind", changed, path], check=True)


def look_at_the_door(proxy):
    """What a stranger gets to see."""
    for method, path, body, status in (("GET", "/", None, 404), ("POST", "/link/2/push", b"{}", 404),
                                       ("GET", "/link/1/", None, 200), ("POST", "/link/1/push", b"{}", 401),
                                       ("POST", "/link/1/push", b" " * (2 << 20), 413)):
        got = proxy.ask(method, path, body)
        if got[0] != status:
            raise story.Broken("%s %s was answered %d, not %d: %s" % (method, path, got[0], status, got[2][:200]))
    if not re.match("application/problem[+]json", proxy.ask("POST", "/link/1/push", b"{}")[1]):
        raise story.Broken("nginx put its own words before ours")


def main():
    build, nginx, folder = sys.argv[1:]
    names = ("nordlicht.test", "alpenblick.test")
    certify(folder, names)
    with open(os.path.join(folder, "ca.pem"), encoding="ascii") as authority:
        mount_over(os.path.realpath("/etc/ssl/certs/ca-certificates.crt"), folder, authority.read())
    mount_over("/etc/hosts", folder, "\n" + "".join("127.0.0.1 %s\n" % name for name in names))
    world = story.World(os.path.join(build, "src", "ticketbrueckectl"), os.path.join(folder, "world"),
                        os.path.join(TOP, "data", "sample-tickets.csv"))
    os.makedirs(world.folder)
    world.lead = Behind(world.lead, nginx, folder, names[0])
    world.service = Behind(world.service, nginx, folder, names[1])
    try:
        for _, step in story.STEPS:
            step(world)
        for side in world.sides():
            look_at_the_door(side.proxy)
        with open(os.path.join(world.folder, "einladung.json"), encoding="utf-8") as invitation:
            if "fingerprint" in invitation.read():
                raise story.Broken("the invitation names a key that nginx does not show")
        world.lead.run("check", "--partner", story.SERVICE)
    finally:
        for side in world.sides():
            side.stop()
    print("the story behind nginx: held")


if __name__ == "__main__":
    main()
