#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Plays the story with both companies behind nginx. Prints why and ends with 77 where that cannot be had.
# Usage: run.sh BUILD-FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unshare --mount true 2> /dev/null || { echo "no mount namespace without more rights"; exit 77; }
command -v openssl > /dev/null || { echo "openssl is missing"; exit 77; }
nginx=$(PATH=$PATH:/usr/sbin command -v nginx || true)
if [ -z "$nginx" ]; then
  # Unpacked, not installed: nobody wants a web server to start because tests ran.
  (cd "$work" && apt-get download nginx && dpkg -x nginx_*.deb nginx) > "$work/log" 2>&1 || true
  nginx=$work/nginx/usr/sbin/nginx
  "$nginx" -v 2> /dev/null || { echo "nginx cannot be fetched"; exit 77; }
fi
mkdir "$work/place"
unshare --mount --propagation private /usr/bin/env python3 "$here/proxy.py" "$build" "$nginx" "$work/place"
