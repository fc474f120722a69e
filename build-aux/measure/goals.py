# SPDX-License-Identifier: GPL-3.0-or-later
"""The goals: what is measured, what it may be, and how it may grow with the store. Ratios are to a floor of the same run,
so they hold on any machine; where there is no floor the limit is of the figure itself."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """limit: of ours / floor, or of ours where `unit` says that it is absolute; growth: of 1,000,000 tickets
    over 10,000; is_difference: of two stores, so one of them alone has no figure."""
    id: str
    what: str
    unit: str
    limit: float
    at_least: bool = False
    is_absolute: bool = False
    growth: float | None = None
    growth_at_least: bool = False
    is_difference: bool = False


GOALS = (
    Goal("T1", "start until the first frame, warm", "ms", 1.5, growth=1.1),
    Goal("T2", "start until usable, warm", "ms", 2, growth=1.15),
    Goal("T2c", "start until usable, cold cache", "ms", 2, growth=1.15),
    Goal("T3", "instructions of a start", "million", 1.6, growth=1.05),
    Goal("O1", "open a folder: click until painted", "ms", 2, growth=1.2),
    Goal("O2j", "jump anywhere in a folder", "ms", 2, growth=1.2),
    Goal("O2s", "sort a folder by an indexed column", "ms", 2, growth=1.2),
    Goal("O3u", "ticket with 1,000 notes: usable", "ms", 2),
    Goal("O3c", "ticket with 1,000 notes: complete", "ms", 6),
    Goal("F1", "key in search until results are painted", "ms", 2, growth=1.5),
    Goal("F2r", "search in the store, rare word, newest 50", "ms", 3),
    Goal("F2c", "search in the store, common word, newest 50", "ms", 3),
    Goal("F2p", "search in the store, prefix, newest 50", "ms", 3),
    Goal("F2w", "search in the store, two words, newest 50", "ms", 3),
    Goal("F2x", "search in the store, the slowest of many words, beginnings and pairs", "ms", 10, is_absolute=True),
    Goal("F3", "search, best first, common word", "ms", 50, is_absolute=True, growth=2),
    Goal("W1", "save one note, durable, p50", "ms", 3, growth=1.5),
    Goal("W1p", "save one note, durable, p99", "ms", 5, is_absolute=True),
    Goal("W2", "import of tickets with notes", "tickets/s", 0.4, at_least=True, growth=0.4, growth_at_least=True),
    Goal("U1i", "own work between two frames during an import, p99", "ms", 16, is_absolute=True, growth=1.0),
    Goal("U1iw", "own work between two frames during an import, worst", "ms", 50, is_absolute=True),
    Goal("U1d", "own work between two frames during an import by dialog, p99", "ms", 16, is_absolute=True, growth=1.0),
    Goal("U1dw", "own work between two frames during an import by dialog, worst", "ms", 50, is_absolute=True),
    Goal("U1s", "own work between two frames during a first sync, p99", "ms", 16, is_absolute=True, growth=1.0),
    Goal("U1sw", "own work between two frames during a first sync, worst", "ms", 50, is_absolute=True),
    Goal("U1u", "own work between two frames while used, p99", "ms", 16, is_absolute=True, growth=1.0),
    Goal("U1uw", "own work between two frames while used, worst", "ms", 50, is_absolute=True),
    Goal("S1", "sync of a backlog, TLS, durable on both sides", "items/s", 0.5, at_least=True, growth=0.8,
         growth_at_least=True),
    Goal("S2", "one change, commit there until committed here, p50", "ms", 5, growth=1.2),
    Goal("S2p", "one change, commit there until committed here, p99", "ms", 20),
    Goal("S2l", "the same by long poll, p50", "ms", 5, growth=1.2),
    Goal("S2lp", "the same by long poll, p99", "ms", 20),
    Goal("S3", "bytes on the wire for one change alone", "B", 1.5),
    Goal("S3b", "bytes on the wire a change in a batch", "B", 1.15),
    Goal("S4", "an idle link, both ways", "B/min", 1800, is_absolute=True),
    Goal("S4c", "an idle link, processor time of both sides", "%", 0.1, is_absolute=True),
    Goal("S5", "descriptors left after 1,000 connections", "", 0, is_absolute=True),
    Goal("S5m", "memory left after 1,000 connections", "MiB", 1, is_absolute=True),
    Goal("M1", "memory with a folder open", "MiB", 1.35, growth=1.12),
    Goal("M2", "memory a ticket that is not shown", "B", 16, is_absolute=True, is_difference=True),
    Goal("D1", "disk a ticket with 3 notes, audit and queue", "B", 2, growth=1.05),
    Goal("B1", "CSV of all tickets", "tickets/s", 0.3, at_least=True),
)
