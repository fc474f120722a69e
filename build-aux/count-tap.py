#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases in meson's testlog.json: first line `passed failed skipped`, then what was
skipped and why, and what failed, with its output."""
import json
import re
import sys

passed = failed = skipped = 0
shown = []
with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        test = json.loads(line)
        out = test.get("stdout") or ""
        bad = []
        seen = 0
        for case in re.finditer(r"^(not ok|ok) (\d+)([^\n]*)", out, re.M):
            seen += 1
            if "# SKIP" in case.group(3).upper():
                skipped += 1
                shown.append("skip " + re.sub(r"\s*# SKIP *", ": ", case.group(3).lstrip(" -"), flags=re.I))
            elif case.group(1) == "ok":
                passed += 1
            else:
                failed += 1
                bad.append(case.group(3).strip())
        plan = re.search(r"^1\.\.(\d+)", out, re.M)
        # A program that died, or ran out of time, has failed even where no case says so.
        if test.get("returncode") not in (0, 77) and not bad:
            failed += 1
            bad.append("the program ended with %s after %d cases" % (test.get("returncode"), seen))
        elif plan and seen < int(plan.group(1)) and not bad:
            failed += 1
            bad.append("only %d of %s cases ran" % (seen, plan.group(1)))
        if bad:
            tail = [l for l in (out + "\n" + (test.get("stderr") or "")).split("\n") if not l.startswith("ok ")][-40:]
            shown.append("FAIL %s: %s\n     %s" % (test["name"], "; ".join(bad), "\n     ".join(tail)))
print(passed, failed, skipped)
for text in shown:
    print(text)
