# SPDX-License-Identifier: GPL-3.0-or-later
IDS = ("O1", "O2j", "O2s", "O3u", "O3c", "F1", "U1i", "U1iw", "U1s", "U1sw", "U1u", "U1uw")


def measure(bench):
    pass
