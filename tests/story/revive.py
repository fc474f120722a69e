# SPDX-License-Identifier: GPL-3.0-or-later
"""Death while a backup is made, while a profile goes back to one, while a database is brought up to date: what is
there afterwards is the one state or the other, whole, and every backup that is listed can be used. Used by death.py."""
import os
import sqlite3
import subprocess

from picture import TOP, story

DEATH = 86
APPLICATION = 0x5442726B  # of tb-sqlite-private.h
BACKUP = ("backup-half", "file-synced", "file-renamed")
RESTORE = ("backup-half", "file-synced", "restore-half", "restore-after")
MIGRATE = ("backup-half", "migrate-before", "migrate-torn", "migrate-after")
BEFORE, AFTER = "vor der Sicherung", "nach der Sicherung"


def die(instance, point, *words):
    done = subprocess.run(instance.argv(*words), env=dict(os.environ, TB_DIE_AT=point), capture_output=True, text=True,
                          check=False)
    if done.returncode != DEATH:
        raise story.Broken("nobody died at %s of %s: %d %s" % (point, " ".join(words), done.returncode, done.stderr))


def texts(instance, number):
    instance.run("check")
    return {item["text"] for item in instance.items(number)}


def backups(mortal, folder):
    instance = story.Instance(mortal, story.LEAD, os.path.join(folder, "profile"))
    number = instance.run("new", "--title", "Drucker")
    instance.run("note", number, BEFORE)
    name = instance.run("backup", "now")
    instance.run("note", number, AFTER)
    for point in BACKUP:
        die(instance, point, "backup", "now")
        if texts(instance, number) != {BEFORE, AFTER}:
            raise story.Broken("%s has touched the profile" % point)
    for point in RESTORE:
        die(instance, point, "backup", "restore", name)
        # Once the last page is there it is the backup's state, and before that it never was.
        expected = {BEFORE} if point == "restore-after" else {BEFORE, AFTER}
        if texts(instance, number) != expected:
            raise story.Broken("%s: %s" % (point, texts(instance, number)))
        if point == "restore-after":
            instance.run("note", number, AFTER)
    # What is listed can be used, what was half is not listed.
    for backup in instance.json("backup", "list"):
        instance.run("backup", "restore", backup["name"])
        instance.run("check")
    instance.run("backup", "restore", name)
    if texts(instance, number) != {BEFORE}:
        raise story.Broken("the first backup has changed")
    return set(BACKUP + RESTORE)


def migration(mortal, folder):
    instance = story.Instance(mortal, story.LEAD, os.path.join(folder, "profile"))
    path = os.path.join(instance.folder, "ticketbruecke.db")
    os.mkdir(instance.folder, 0o700)
    with open(os.path.join(TOP, "src", "store", "migration-001.sql"), encoding="utf-8") as script:
        old = sqlite3.connect(path)
        old.executescript(script.read())
        old.executescript("PRAGMA application_id = %d; PRAGMA user_version = 1;"
                          "INSERT INTO setting (key, value) VALUES ('probe', 'alt');" % APPLICATION)
        old.close()
    for point in MIGRATE:
        die(instance, point, "list")
    instance.run("list")
    instance.run("check")
    new = sqlite3.connect(path)
    if new.execute("SELECT value FROM setting WHERE key = 'probe'").fetchone() != ("alt",):
        raise story.Broken("the migration has lost something")
    new.close()
    return set(MIGRATE)


CASES = {"backups": backups, "migration": migration}
