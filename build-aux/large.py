#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The large figures: 100,000 tickets imported, listed, searched and checked, each as a ratio to a floor of the same
run. Exit 1 if something is missing; the figures are for reading, speed is no test.

Usage: large.py CTL [COUNT]
"""
import csv
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

WORDS = ("Drucker Server Netzwerk Anmeldung Rechnung Kunde Fehler Sicherung Postfach Leitung Bildschirm Tastatur Müller "
         "Update Lizenz Zugang Kennwort Telefon Router Datenbank Freigabe Ordner Neustart Kabel Wartung Vertrag").split()


def tickets(count):
    dice = random.Random(20261123)
    for number in range(count):
        yield ("%s %d" % (" ".join(dice.choices(WORDS, k=5)), number), " ".join(dice.choices(WORDS, k=60)))


def timed(function):
    start = time.monotonic()
    value = function()
    return time.monotonic() - start, value


def floor_import(folder, count):
    """The same texts into a bare SQLite table with a full-text index, durable, a thousand at a time."""
    database = sqlite3.connect(os.path.join(folder, "floor.db"), isolation_level=None)
    database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                           "CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT, body TEXT);"
                           "CREATE VIRTUAL TABLE f USING fts5 (title, body, content = 't', content_rowid = 'id');")
    database.execute("BEGIN IMMEDIATE")
    for number, row in enumerate(tickets(count), 1):
        database.execute("INSERT INTO t (title, body) VALUES (?, ?)", row)
        database.execute("INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", (number,) + row)
        if number % 1000 == 0:
            database.execute("COMMIT")
            database.execute("BEGIN IMMEDIATE")
    database.execute("COMMIT")
    database.close()


def main():
    ctl = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    folder = tempfile.mkdtemp(prefix="ticketbruecke-large-")
    profile = os.path.join(folder, "profile")

    def run(*words):
        done = subprocess.run([ctl, "--profile", profile, *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit("%s: %s" % (" ".join(words), done.stderr))
        return done.stdout

    try:
        path = os.path.join(folder, "tickets.csv")
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("title", "body"))
            writer.writerows(tickets(count))
        floor, _ = timed(lambda: floor_import(folder, count))
        took, _ = timed(lambda: run("import", path))
        print("import of %d tickets: %.0f/s, %.2f x the bare rows with their index" % (count, count / took, floor / took))
        empty, _ = timed(lambda: run("config", "get", "currency"))
        took, out = timed(lambda: run("list", "--limit", "50", "--json"))
        rows = json.loads(out)
        print("list of the newest 50: %.1f x a command that reads one setting" % (took / empty))
        took, found = timed(lambda: run("list", "--search", "muller drucker", "--limit", "50", "--json"))
        print("search for two words:  %.1f x" % (took / empty))
        took, _ = timed(lambda: run("check"))
        print("check of everything:   %.1f s" % took)
        if len(rows) != 50 or len(json.loads(found)) != 50:
            raise SystemExit("tickets are missing")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
