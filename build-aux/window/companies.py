#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two companies on this machine, each in a profile of its own, for two windows side by side.

Usage: companies.py BUILD-FOLDER FOLDER     makes them, opens both windows and waits until both are closed
"""
import os
import socket
import subprocess
import sys

LEAD = "Nordlicht IT GmbH"
SERVICE = "Alpenblick Service AG"
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Company:
    """A profile that ticketbrueckectl can look into."""

    def __init__(self, build, folder, name, person):
        self.ctl = os.path.join(build, "src", "ticketbrueckectl")
        self.program = os.path.join(build, "src", "ticketbruecke")
        self.folder = folder
        self.name = name
        self.person = person
        self.port = free_port()

    def run(self, *words):
        done = subprocess.run([self.ctl, "--profile", self.folder, *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError("%s: %s\n%s%s" % (self.name, " ".join(words), done.stdout, done.stderr))
        return done.stdout.strip()

    def set_up(self):
        """What the first questions ask for, and an address on this machine only."""
        address = "127.0.0.1:%d" % self.port
        for key, value in (("name", self.name), ("timezone", "Europe/Berlin"), ("currency", "EUR"),
                           ("url", "http://" + address), ("listen", address), ("names", "on"), ("mode", "partners"),
                           ("set-up", "on")):
            self.run("config", "set", key, value)
        acting = self.run("config", "get", "user")
        if acting != self.person:
            self.run("user", "set", acting, "--name", self.person)

    def serve(self):
        server = subprocess.Popen([self.ctl, "--profile", self.folder, "serve", "--listen", "127.0.0.1:%d" % self.port,
                                   "--tls", "off"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        server.stdout.readline()
        return server


def pair(build, folder):
    os.makedirs(folder, exist_ok=True)
    return (Company(build, os.path.join(folder, "nordlicht"), LEAD, "Jens Petersen"),
            Company(build, os.path.join(folder, "alpenblick"), SERVICE, "Rahel Huber"))


def join(lead, service):
    """The lead invites, the service partner accepts; both servers run only meanwhile."""
    servers = [lead.serve(), service.serve()]
    try:
        invitation = os.path.join(os.path.dirname(lead.folder), "einladung.json")
        lead.run("partner", "invite", service.name, "--out", invitation)
        service.run("partner", "accept", invitation)
        for company in (service, lead):
            company.run("sync", "--wait", "20")
        os.unlink(invitation)
    finally:
        for server in servers:
            server.terminate()
            server.wait()
            server.stdout.close()


def main():
    build, folder = (os.path.abspath(a) for a in sys.argv[1:3])
    companies = pair(build, folder)
    if not os.path.isdir(companies[0].folder):
        for company in companies:
            company.set_up()
        join(*companies)
        companies[0].run("import", os.path.join(TOP, "data", "sample-tickets.csv"))
    windows = [subprocess.Popen([c.program, "--profile", c.folder]) for c in companies]
    return max(w.wait() for w in windows)


if __name__ == "__main__":
    sys.exit(main())
