#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story with kill -9 of either `serve` between any two steps: 30 places, one story each, and the end state
on both sides equal to that of the undisturbed one. The kill strikes right after a step's command was given, while its
delivery may be on the way.

Usage: kill.py BUILD-FOLDER [PLACE...]     Prints a line a place; exit 1 if one did not hold.
"""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "build-aux"))
import story  # noqa: E402  (beside the other scripts, not on the path)

# The first boundaries lie before the two have joined; the kills begin behind them.
FIRST = 2
PLACES = [(index, side) for index in range(FIRST, FIRST + 15) for side in (0, 1)]
SAMPLE = os.path.join(TOP, "data", "sample-tickets.csv")


def photograph(world):
    """The end state of both sides, without what differs from run to run: ids, times, numbers."""
    picture = []
    for instance, number in ((world.lead, world.number), (world.service, world.there)):
        ticket = instance.show(number)
        items = sorted(
            json.dumps({key: item[key] for key in ("kind", "text", "minutes", "amount_minor", "internal", "read_only",
                                                   "origin", "local_only", "deleted")}, sort_keys=True)
            for item in ticket["items"])
        history = [(h["code"], h["from"], h["to"]) for h in ticket["history"] if h["code"] == "status"]
        picture.append({"status": ticket["outsourcing"]["status"], "phase": ticket["outsourcing"]["phase"],
                        "pending": ticket["outsourcing"]["pending"], "items": items, "history": history})
    return picture


def check_twice(world):
    """Nothing is there twice, and what is shared has the same id on both sides."""
    uuids = []
    for instance, number in ((world.lead, world.number), (world.service, world.there)):
        mine = [item["uuid"] for item in instance.show(number)["items"]]
        if len(mine) != len(set(mine)):
            raise story.Broken("%s: an entry is there twice" % instance.name)
        uuids.append({i["uuid"]: i for i in instance.show(number)["items"]})
    for here, there in ((0, 1), (1, 0)):
        for uuid, item in uuids[here].items():
            if item["origin"] == "partner" and uuid not in uuids[there]:
                raise story.Broken("an entry came from nowhere: %s" % item)


def play_with_kill(ctl, place):
    folder = tempfile.mkdtemp(prefix="ticketbruecke-kill-")
    world = story.World(ctl, folder, SAMPLE)
    try:
        steps = list(story.STEPS)
        if place is not None:
            boundary, side = place
            title, plain_step = steps[boundary]

            def struck(target):
                victim = target.sides()[side]
                original = {}

                # The first command of the step is given, then the plug is pulled and put in again.
                for instance in target.sides():
                    original[instance] = instance.run

                def strike(instance, *words):
                    for other in target.sides():
                        other.run = original[other]
                    out = instance.run(*words)
                    victim.kill()
                    victim.serve()
                    return out
                for instance in target.sides():
                    instance.run = lambda *words, instance=instance: strike(instance, *words)
                plain_step(target)
            steps[boundary] = (title, struck)
        for _title, step in steps:
            step(world)
        picture = photograph(world)
        check_twice(world)
        for instance in world.sides():
            instance.stop()
        return picture, None
    except (story.Broken, subprocess.SubprocessError, OSError, ValueError) as broken:
        return None, "%s\n%s\n%s" % (broken, story.tail(world.lead.log), story.tail(world.service.log))
    finally:
        for instance in world.sides():
            if instance.server is not None:
                instance.server.kill()
                instance.server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    ctl = os.path.abspath(os.path.join(sys.argv[1], "src", "ticketbrueckectl"))
    chosen = [int(word) for word in sys.argv[2:]] or range(len(PLACES))
    expected, broken = play_with_kill(ctl, None)
    if broken:
        print("the undisturbed story does not hold: %s" % broken)
        return 1
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        stories = {number: pool.submit(play_with_kill, ctl, PLACES[number]) for number in chosen}
        for number, result in stories.items():
            boundary, side = PLACES[number]
            name = "place %d: %s, kill -9 of the %s's serve" % (number, story.STEPS[boundary][0],
                                                               ("lead", "service partner")[side])
            picture, broken = result.result()
            if broken:
                failed += 1
                print("FAIL %s: %s" % (name, broken))
            elif picture != expected:
                failed += 1
                print("FAIL %s: another end state\n%s\nexpected\n%s" % (
                    name, json.dumps(picture, indent=1, ensure_ascii=False),
                    json.dumps(expected, indent=1, ensure_ascii=False)))
            else:
                print("ok   %s" % name)
    print("%d places held, %d did not" % (len(stories) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
