# SPDX-License-Identifier: GPL-3.0-or-later
"""The end state of a story on both sides, to be compared with that of another run. Used by kill.py and death.py."""
import json
import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "build-aux"))
import story  # noqa: E402  (beside the other scripts, not on the path)

SAMPLE = os.path.join(TOP, "data", "sample-tickets.csv")
KEPT = ("kind", "text", "minutes", "amount_minor", "internal", "read_only", "origin", "local_only", "deleted")
SHARED = ("kind", "text", "minutes", "amount_minor", "deleted", "file_name")


def photograph(world):
    """What both have in the end, without what differs from run to run: ids, times, numbers."""
    picture = []
    for instance, number in ((world.lead, world.number), (world.service, world.there)):
        ticket = instance.show(number)
        items = sorted(json.dumps({key: item[key] for key in KEPT}, sort_keys=True) for item in ticket["items"])
        history = [(h["code"], h["from"], h["to"]) for h in ticket["history"] if h["code"] == "status"]
        picture.append({"status": ticket["outsourcing"]["status"], "phase": ticket["outsourcing"]["phase"],
                        "pending": ticket["outsourcing"]["pending"], "items": items, "history": history,
                        "tickets": len(instance.json("list", "--limit", "0"))})
    return picture


def check_both(world):
    """Nothing is there twice, and what came from the other is the same there."""
    items = []
    for instance, number in ((world.lead, world.number), (world.service, world.there)):
        listed = instance.show(number)["items"]
        by_uuid = {item["uuid"]: item for item in listed}
        if len(by_uuid) != len(listed):
            raise story.Broken("%s: an entry is there twice" % instance.name)
        items.append(by_uuid)
    for here, there in ((0, 1), (1, 0)):
        for uuid, item in items[here].items():
            if item["origin"] != "partner":
                continue
            twin = items[there].get(uuid)
            if twin is None:
                raise story.Broken("an entry came from nowhere: %s" % item)
            for key in SHARED:
                if item.get(key) != twin.get(key):
                    raise story.Broken("an entry is not the same on both sides: %s, %s" % (item, twin))
    if world.way == "push":
        world.lead.run("check", "--partner", story.SERVICE)
        world.service.run("check", "--partner", story.LEAD)


def differ(picture, expected):
    """Why two pictures are not the same; nothing if they are."""
    if picture == expected:
        return None
    return "another end state\n%s\nexpected\n%s" % (json.dumps(picture, indent=1, ensure_ascii=False),
                                                    json.dumps(expected, indent=1, ensure_ascii=False))


def put_down(world):
    """Ends whatever still runs."""
    for instance in world.everybody():
        if instance.server is not None:
            instance.server.kill()
            instance.server.wait()
