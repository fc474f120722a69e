# SPDX-License-Identifier: GPL-3.0-or-later
IDS = ("S1", "S2", "S2p", "S3", "S3b", "S4", "S4c", "S5", "S5m")


def measure(bench):
    pass
