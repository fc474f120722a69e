# SPDX-License-Identifier: GPL-3.0-or-later
IDS = ("F2r", "F2c", "F2p", "F2w", "F3", "W1", "W1p", "W2", "D1", "B1")


def measure(bench):
    pass
