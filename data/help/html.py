#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes one page for a browser of the guide, with all pictures inside: of a sandbox the browser is given one file only.

Usage: html.py STYLE-SHEET INDEX OUTPUT
"""
import base64
import os
import re
import subprocess
import sys


def main():
    style, index, output = sys.argv[1:]
    done = subprocess.run(["xsltproc", "--nonet", "--xinclude", style, index], capture_output=True, check=False)
    complaints = done.stderr.decode(errors="replace")
    if done.returncode != 0 or "rror" in complaints:
        sys.exit(complaints)

    def picture(match):
        with open(os.path.join(os.path.dirname(index), match.group(1)), "rb") as file:
            return 'src="data:image/png;base64,%s"' % base64.b64encode(file.read()).decode()

    with open(output, "w", encoding="utf-8") as file:
        file.write(re.sub(r'src="([^":]*)"', picture, done.stdout.decode()))


if __name__ == "__main__":
    main()
