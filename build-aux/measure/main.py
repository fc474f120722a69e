# SPDX-License-Identifier: GPL-3.0-or-later
"""Called by build-aux/bench, in a desktop session of its own: measures and prints the table.

Usage: main.py BUILD [--quick] [--json] [--only ID…] [--sizes N…] [--runs N] [--keep]
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

import link
import lists
import start
import store
from bench import Bench
from table import rows_of, show

PARTS = (store, link, start, lists)


def read_arguments():
    parser = argparse.ArgumentParser(prog="build-aux/bench")
    parser.add_argument("build")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", nargs="+", default=[""])
    parser.add_argument("--sizes", nargs="+", type=int)
    parser.add_argument("--runs", type=int)
    arguments = parser.parse_args()
    arguments.sizes = sorted(arguments.sizes or ([10000] if arguments.quick else [10000, 100000, 1000000]))
    arguments.runs = arguments.runs or 5
    return arguments


def measure(part, bench):
    """What one part could not do is short, and the others go on."""
    try:
        part.measure(bench)
    except (OSError, SystemExit, subprocess.SubprocessError) as problem:
        bench.say("%s: %s" % (part.__name__, problem))


def main():
    arguments = read_arguments()
    if arguments.keep:
        folder = os.path.join(arguments.build, "stores")
        os.makedirs(folder, exist_ok=True)
    else:
        folder = tempfile.mkdtemp(prefix="bench-", dir=arguments.build)
    try:
        bench = Bench(arguments, folder)
        for part in PARTS:
            if any(bench.wants(goal) for goal in part.IDS):
                measure(part, bench)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    rows = rows_of(bench)
    if arguments.json:
        json.dump(rows, sys.stdout, indent=1)
        print()
    else:
        show(rows)
    sys.exit(0 if rows and all(row["is_met"] for row in rows) else 1)


if __name__ == "__main__":
    main()
