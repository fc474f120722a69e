# SPDX-License-Identifier: GPL-3.0-or-later
IDS = ("T1", "T2", "T2c", "T3", "M1", "M2")


def measure(bench):
    pass
