#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story of an outsourced ticket between two instances: two profiles, two `ticketbrueckectl serve`, real
HTTP on loopback. Used by build-aux/run, which prints it, and by tests/story, where somebody dies in between.

Usage: story.py CTL [--way push|pull|mailbox] [--sample FILE.csv] [--keep FOLDER] [--quiet]
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

LEAD = "Nordlicht IT GmbH"
SERVICE = "Alpenblick Service AG"
OPERATOR = "Postamt"
PATIENCE = 30.0

STATUS_WORDS = {
    None: "–",
    "none": "–",
    "unsent": "Nicht gesendet",
    "assigned": "Zugewiesen",
    "canceled": "Storniert",
    "declined": "Abgelehnt",
    "accepted": "Angenommen",
    "in_progress": "In Bearbeitung",
    "waiting_approval": "Warten auf Genehmigung",
    "complete": "Abgeschlossen",
}


class Broken(Exception):
    """A step of the story did not hold."""


class Instance:
    """One company: its profile and its `serve`."""

    def __init__(self, ctl, name, folder):
        self.ctl = ctl
        self.name = name
        self.folder = folder
        self.port = 0
        self.server = None
        self.log = folder + ".log"
        self.options = []
        self.env = None  # of what is started next; None: ours

    def argv(self, *words):
        return [self.ctl, "--profile", self.folder, *words]

    def run(self, *words):
        done = subprocess.run(self.argv(*words), capture_output=True, text=True, check=False, env=self.env)
        if done.returncode != 0:
            raise Broken("%s: %s\n%s%s" % (self.name, " ".join(words), done.stdout, done.stderr))
        return done.stdout.strip()

    def json(self, *words):
        return json.loads(self.run("--json", *words))

    def refused(self, *words):
        """Runs a command that must be refused; gives its message."""
        done = subprocess.run(self.argv(*words), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            raise Broken("%s: should have been refused: %s" % (self.name, " ".join(words)))
        if done.returncode < 0:
            raise Broken("%s: died by signal %d: %s" % (self.name, -done.returncode, " ".join(words)))
        return done.stderr.strip()

    def serve(self):
        """Starts `serve`; on the port it had before, if it had one."""
        log = open(self.log, "ab")
        self.server = subprocess.Popen(
            self.argv("serve", "--listen", "127.0.0.1:%d" % self.port, "--tls", "off", *self.options),
            stdout=subprocess.PIPE, stderr=log, env=self.env)
        log.close()
        line = self.server.stdout.readline().decode().strip()
        if not line.startswith("http"):
            raise Broken("%s: serve did not start: %s" % (self.name, tail(self.log)))
        self.port = int(line.rsplit(":", 1)[1].rstrip("/"))
        return line.split()[-1].rstrip("/")

    def kill(self):
        """kill -9, as the cleaner pulls the plug."""
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()
        self.server.stdout.close()
        self.server = None

    def stop(self):
        if self.server is None:
            return
        if self.server.poll() is None:
            self.server.terminate()
        try:
            code = self.server.wait(10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
            code = -9
        self.server.stdout.close()
        self.server = None
        if code != 0:
            raise Broken("%s: serve ended with %d: %s" % (self.name, code, tail(self.log)))

    def show(self, number):
        return self.json("show", number)

    def items(self, number):
        return [i for i in self.show(number)["items"] if not i["deleted"]]

    def item(self, number, text):
        for item in self.items(number):
            if item["text"] == text:
                return item
        return None


def tail(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:]
    except OSError:
        return ""


def until(what, condition):
    """Asks until the condition gives something true; at most PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Broken("waited %d s in vain: %s" % (PATIENCE, what))
        time.sleep(0.02)


class World:
    """Both companies, the ticket and what is known of it."""

    def __init__(self, ctl, folder, sample, way="push"):
        self.folder = folder
        self.sample = sample
        self.way = way
        self.box = None
        self.operator = Instance(ctl, OPERATOR, os.path.join(folder, "postamt")) if way == "mailbox" else None
        self.lead = Instance(ctl, LEAD, os.path.join(folder, "nordlicht"))
        self.service = Instance(ctl, SERVICE, os.path.join(folder, "alpenblick"))
        self.number = None
        self.there = None
        self.file_lines = 2000  # of the attachment

    def sides(self):
        return (self.lead, self.service)

    def everybody(self):
        return self.sides() if self.operator is None else (*self.sides(), self.operator)

    def is_hidden(self, instance):
        """Whether it sits behind a router and nobody can call it."""
        return self.way == "mailbox" or (self.way == "pull" and instance is self.service)

    def status(self, instance, number):
        if number is None:
            return None
        outsourcing = instance.show(number)["outsourcing"]
        return outsourcing["status"] if outsourcing else None

    def both(self, status):
        for instance, number in ((self.lead, self.number), (self.service, self.there)):
            until("%s: status %s" % (instance.name, status), lambda: self.status(instance, number) == status)


# ---- The steps: each says what it does, does it, and sees that it held. ----

def set_up(world):
    for instance in world.sides():
        instance.run("config", "set", "name", instance.name)
        instance.run("config", "set", "timezone", "Europe/Berlin")
        address = instance.serve()
        if not world.is_hidden(instance):
            instance.run("config", "set", "url", address)
    if world.operator is not None:
        world.operator.options = ["--mailbox"]
        world.operator.run("config", "set", "name", OPERATOR)
        world.operator.run("config", "set", "url", world.operator.serve())
        world.box = world.operator.run("mailbox", "add", "Nordlicht und Alpenblick")


def invite(world):
    path = os.path.join(world.folder, "einladung.json")
    if world.operator is not None:
        world.lead.refused("partner", "invite", SERVICE, "--out", path)
    world.lead.run("partner", "invite", SERVICE, "--out", path, *(["--mailbox", world.box] if world.box else []))
    world.service.run("partner", "accept", path)

    def active(instance, key):
        return [p for p in instance.json("partner", "list") if p[key] == "active"]
    until("the join", lambda: active(world.lead, "lead_state") and active(world.service, "service_state"))
    world.lead.run("partner", "test", SERVICE)
    world.service.run("partner", "test", LEAD)


def take_ticket(world):
    world.lead.run("import", world.sample)
    tickets = world.lead.json("list", "--limit", "1")
    if not tickets:
        raise Broken("nothing was imported from %s" % world.sample)
    world.number = tickets[0]["number"]
    world.lead.run("set", world.number, "organisation", "Hotel Seeblick")
    world.lead.run("set", world.number, "priority", "high")
    world.lead.run("note", world.number, "Der Kunde bittet um Rückruf vor 12 Uhr.")
    world.lead.run("note", world.number, "--internal", "Zahlt immer spät.")


def outsource(world):
    world.lead.run("outsource", world.number, "--partner", SERVICE, "--rate", "85,00", "--customer-rate", "110,00",
                   "--hours", "4", "--charges", "150", "--complete-by", "+3d", "--instructions", "Bitte vor Ort prüfen.")

    def offer():
        offers = [t for t in world.service.json("list") if t["number"].startswith("A")]
        return offers and offers[0]["number"]
    world.there = until("the offer", offer)
    world.both("assigned")
    text = json.dumps(world.service.show(world.there), ensure_ascii=False)
    for secret in ("Hotel Seeblick", "Rückruf", "Zahlt immer"):
        if secret in text:
            raise Broken("the offer tells too much: %s" % secret)
    terms = world.service.show(world.there)["outsourcing"]["terms"]
    if terms["amount_minor"] != 8500 or terms["total_minor"] != 49000 or terms.get("customer_rate_minor"):
        raise Broken("the terms are wrong over there: %s" % terms)


def accept(world):
    world.service.run("act", world.there, "accept", "--organisation", LEAD)
    until("the confirmation", lambda: world.service.show(world.there)["number"].startswith("T"))
    world.both("accepted")
    if world.service.show(world.there)["organisation"] != LEAD:
        raise Broken("the second ticket does not belong to the mapped lead")
    until("the published note", lambda: world.service.item(world.there, "Der Kunde bittet um Rückruf vor 12 Uhr."))


def note(world):
    world.service.run("note", world.there, "Wir fangen an. Brauchen wir Zugang zum Rechenzentrum?")
    world.both("in_progress")
    item = until("the note", lambda: world.lead.item(world.number, "Wir fangen an. Brauchen wir Zugang zum Rechenzentrum?"))
    if not item["internal"] or item["origin"] != "partner":
        raise Broken("the note did not arrive as „Nur interne Benutzer“: %s" % item)


def notes_of_lead(world):
    world.lead.run("note", world.number, "Der Schlüssel liegt am Empfang.")
    world.lead.run("note", world.number, "--internal", "Marge knapp.")
    until("the lead's note", lambda: world.service.item(world.there, "Der Schlüssel liegt am Empfang."))


def work_time(world):
    world.service.run("time", world.there, "--minutes", "90", "Dienst neu gestartet, Zertifikat erneuert.")
    item = until("the time entry", lambda: world.lead.item(world.number, "Dienst neu gestartet, Zertifikat erneuert."))
    if item["kind"] != "time" or item["minutes"] != 90:
        raise Broken("the time entry arrived as %s" % item)


def charge(world):
    world.service.run("charge", world.there, "--amount", "49,90", "Netzteil")
    item = until("the charge", lambda: world.lead.item(world.number, "Netzteil"))
    if item["kind"] != "charge" or item["amount_minor"] != 4990:
        raise Broken("the charge arrived as %s" % item)


def attach(world):
    path = os.path.join(world.folder, "messprotokoll.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("Messprotokoll\n" * world.file_lines)
    world.service.run("attach", world.there, path)

    def file_there():
        return [i for i in world.lead.items(world.number) if i["kind"] == "file"]
    if not until("the file", file_there)[0]["internal"]:
        raise Broken("the file is not internal at the lead")


def submit(world):
    world.service.run("act", world.there, "submit")
    world.both("waiting_approval")
    for instance, number in ((world.lead, world.number), (world.service, world.there)):
        for item in instance.items(number):
            if not item["read_only"] and not item["local_only"]:
                raise Broken("%s: not read-only in the pause: %s" % (instance.name, item))
            if item["text"] == "Netzteil":
                instance.refused("edit", number, item["uuid"], "--text", "Netzteil, teurer")


def pause(world):
    world.service.run("note", world.there, "Nur für uns: Ersatzteil nachbestellt.")
    world.lead.run("note", world.number, "Nur für uns: Rechnung vorbereiten.")
    if not world.service.item(world.there, "Nur für uns: Ersatzteil nachbestellt.")["local_only"]:
        raise Broken("an entry of the pause is not local")


def reject(world):
    world.lead.refused("act", world.number, "reject")
    world.lead.run("act", world.number, "reject", "--reason", "Der Drucker druckt noch nicht.")
    world.both("in_progress")
    for instance, number in ((world.lead, world.number), (world.service, world.there)):
        reason = until("the reason", lambda: instance.item(number, "Der Drucker druckt noch nicht."))
        if not reason["read_only"]:
            raise Broken("the reason can be edited at %s" % instance.name)


def go_on(world):
    item = world.service.item(world.there, "Netzteil")
    world.service.run("edit", world.there, item["uuid"], "--text", "Netzteil 65 W")
    until("the edit", lambda: world.lead.item(world.number, "Netzteil 65 W"))
    world.service.run("time", world.there, "--minutes", "30", "Drucker eingerichtet.")
    until("the second time entry", lambda: world.lead.item(world.number, "Drucker eingerichtet."))


def submit_again(world):
    world.service.run("act", world.there, "submit")
    world.both("waiting_approval")


def approve(world):
    world.lead.run("act", world.number, "approve")
    world.both("complete")
    sums = [i for i in world.lead.items(world.number) if i["kind"] == "charge" and i["origin"] == "own"]
    # 90 + 30 minutes at 85,00 € an hour
    if len(sums) != 1 or sums[0]["amount_minor"] != 17000 or not sums[0]["internal"]:
        raise Broken("the summed charge is wrong: %s" % sums)


def look_back(world):
    mine = {i["text"] for i in world.service.items(world.there)}
    theirs = {i["text"] for i in world.lead.items(world.number)}
    for secret in ("Zahlt immer spät.", "Marge knapp.", "Nur für uns: Rechnung vorbereiten."):
        if secret in mine:
            raise Broken("something internal crossed: %s" % secret)
    if "Nur für uns: Ersatzteil nachbestellt." in theirs:
        raise Broken("an entry of the pause crossed")
    for instance in world.sides():
        until("an empty outbox", lambda: not instance.json("outbox"))
        instance.run("check")
    if world.operator is not None:
        until("an empty box", lambda: world.operator.json("mailbox", "list")[0]["letters"] == 0)
        world.operator.run("check")


STEPS = [
    ("Zwei Firmen, zwei Profile, zwei Server", set_up),
    ("Einladung übergeben und angenommen", invite),
    ("Ein Ticket mit Notizen", take_ticket),
    ("Ticket outgesourct: 85,00 €/h, 4 h, 150 €", outsource),
    ("Outsourcing angenommen, zweites Ticket", accept),
    ("Notiz des Service-Partners", note),
    ("Notizen des Lead-Partners, eine intern", notes_of_lead),
    ("Zeiteintrag 1:30 h", work_time),
    ("Warenposten 49,90 €", charge),
    ("Anhang", attach),
    ("Insourcing abgeschlossen", submit),
    ("Einträge in der Pause bleiben hier", pause),
    ("Abschluss abgelehnt, mit Grund", reject),
    ("Weiter gearbeitet, Warenposten geändert", go_on),
    ("Noch einmal eingereicht", submit_again),
    ("Abschluss genehmigt, Zeit summiert", approve),
    ("Nichts Internes ging hinaus, alles zugestellt", look_back),
]


def play(world, tell=None):
    """Plays all steps; tell(index, title) is called after each."""
    for index, (title, step) in enumerate(STEPS):
        step(world)
        if tell is not None:
            tell(index, title)


def excuse(world):
    for instance in world.everybody():
        print("\n%s, outbox:" % instance.name, file=sys.stderr)
        done = subprocess.run(instance.argv("outbox"), capture_output=True, text=True, check=False)
        print(done.stdout + done.stderr, file=sys.stderr)
        print("%s, serve:\n%s" % (instance.name, tail(instance.log)), file=sys.stderr)


def first_german_ticket(source, target):
    """One realistic ticket out of a larger file: the first German one with a subject."""
    import csv
    with open(source, encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            if row.get("language", "de") == "de" and row.get("subject") and len(row["body"]) > 80:
                with open(target, "w", encoding="utf-8", newline="") as out:
                    writer = csv.DictWriter(out, rows.fieldnames)
                    writer.writeheader()
                    writer.writerow(row)
                return
    raise Broken("no German ticket in %s" % source)


def choose_sample(given, folder):
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if given:
        return given
    real = os.path.join(top, "..", "shared", "data", "tickets-de-en.csv")
    if os.path.exists(real):
        target = os.path.join(folder, "ticket.csv")
        first_german_ticket(real, target)
        return target
    return os.path.join(top, "data", "sample-tickets.csv")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ctl")
    parser.add_argument("--way", choices=("push", "pull", "mailbox"), default="push")
    parser.add_argument("--sample")
    parser.add_argument("--keep")
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args()
    folder = args.keep or tempfile.mkdtemp(prefix="ticketbruecke-")
    os.makedirs(folder, exist_ok=True)
    world = World(os.path.abspath(args.ctl), folder, choose_sample(args.sample, folder), args.way)

    def tell(index, title):
        lead = STATUS_WORDS.get(world.status(world.lead, world.number), "?")
        service = STATUS_WORDS.get(world.status(world.service, world.there), "?")
        print("✓ %2d  %-46s  %-23s  %s" % (index + 1, title, lead, service), flush=True)

    print("\n      %-46s  %-23s  %s" % ("", LEAD, SERVICE))
    print("      %-46s  %-23s  %s" % ("Schritt", "Outsourcing-Status", "Insourcing-Status"), flush=True)
    try:
        play(world, tell)
        for instance in world.everybody():
            instance.stop()
    except Broken as broken:
        print("\n✗ %s" % broken, file=sys.stderr)
        excuse(world)
        return 1
    finally:
        for instance in world.everybody():
            if instance.server is not None:
                instance.server.kill()
                instance.server.wait()
        if not args.keep and args.quiet:
            shutil.rmtree(folder, ignore_errors=True)
    print("\nAlle %d Schritte haben gehalten." % len(STEPS))
    if not args.quiet:
        print("\nDie beiden Profile liegen hier; so sehen Sie hinein:")
        for instance, number in ((world.lead, world.number), (world.service, world.there)):
            print("  %s --profile %s show %s" % (args.ctl, instance.folder, number))
    return 0


if __name__ == "__main__":
    sys.exit(main())
