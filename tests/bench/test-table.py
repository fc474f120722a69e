#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the table of build-aux/bench says: each goal has its measurement, and none is called met that is not.

Usage: test-table.py
"""
import importlib
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "build-aux", "measure"))
sys.dont_write_bytecode = True
from goals import GOALS, Goal  # noqa: E402
from table import row_of, rows_of  # noqa: E402

RATIO = Goal("X", "a time", "ms", 2, growth=1.2)
RATE = Goal("Y", "a rate", "items/s", 0.5, at_least=True, growth=0.8, growth_at_least=True)
PLAIN = Goal("Z", "bytes", "B", 16, is_absolute=True)


def figure(ours, floor=None, size=10000):
    return {"id": "X", "size": size, "ours": ours, "floor": floor}


class Run:
    """A run of build-aux/bench that has measured nothing of what was wanted."""

    def __init__(self, sizes, wanted):
        self.sizes = sizes
        self.figures = []
        self.wants = wanted.__eq__


class Goals(unittest.TestCase):
    def test_each_is_measured_by_one_part(self):
        measured = [goal for part in ("store", "link", "start", "lists") for goal in importlib.import_module(part).IDS]
        self.assertEqual(sorted(measured), sorted(goal.id for goal in GOALS))
        self.assertEqual(len(set(measured)), len(measured))


class Row(unittest.TestCase):
    def test_beyond_the_ratio_is_short(self):
        self.assertTrue(row_of(RATIO, [figure(20, 10)])["is_met"])
        self.assertFalse(row_of(RATIO, [figure(20.1, 10)])["is_met"])

    def test_a_rate_must_not_be_below(self):
        self.assertTrue(row_of(RATE, [figure(500, 1000)])["is_met"])
        self.assertFalse(row_of(RATE, [figure(499, 1000)])["is_met"])

    def test_without_a_floor_the_figure_itself_counts(self):
        self.assertTrue(row_of(PLAIN, [figure(16)])["is_met"])
        self.assertFalse(row_of(PLAIN, [figure(17)])["is_met"])

    def test_one_short_size_is_enough(self):
        row = row_of(RATIO, [figure(10, 10), figure(30, 10, 100000), figure(11, 10, 1000000)])
        self.assertFalse(row["is_met"])
        self.assertEqual(row["size"], 100000)

    def test_growth_beyond_its_goal_is_short(self):
        self.assertTrue(row_of(RATIO, [figure(10, 10), figure(12, 10, 1000000)])["is_met"])
        self.assertFalse(row_of(RATIO, [figure(10, 10), figure(13, 10, 1000000)])["is_met"])
        self.assertFalse(row_of(RATE, [figure(1000, 1000), figure(790, 1000, 1000000)])["is_met"])

    def test_what_was_not_measured_is_short(self):
        self.assertEqual([row["is_met"] for row in rows_of(Run([10000], "O1"))], [False])

    def test_a_difference_needs_two_stores(self):
        self.assertEqual(rows_of(Run([10000], "M2")), [])
        self.assertEqual([row["is_met"] for row in rows_of(Run([10000, 1000000], "M2"))], [False])

    def test_growth_is_unknown_with_one_size(self):
        self.assertIsNone(row_of(RATIO, [figure(10, 10)])["growth"])


if __name__ == "__main__":
    unittest.main()
