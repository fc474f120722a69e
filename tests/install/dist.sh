#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The archive of a release, as `meson dist` makes it from a clean clone: holds all that git has, builds with warnings as
# errors, passes the tests that need no display, installs.
# Usage: dist.sh [FOLDER]     FOLDER: where to leave the archive. Prints a line for each thing that holds.
set -Eeuo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'echo "FAIL line $LINENO: $BASH_COMMAND" >&2' ERR
# Whoever has a ccache finds there what was compiled at another place.
export CCACHE_NOHASHDIR=1
holds() { echo "ok   $*"; }
quietly() { "$@" > "$work/log" 2>&1 || { tail -40 "$work/log"; return 1; }; }

git -c safe.directory='*' clone --quiet --no-hardlinks "$top" "$work/clone"
quietly meson setup "$work/clone/_build" "$work/clone"
quietly meson dist -C "$work/clone/_build" --no-tests --formats xztar
archive=$(ls "$work"/clone/_build/meson-dist/ticketbruecke-*.tar.xz)
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" "$top/meson.build")
[ "$(basename "$archive")" = "ticketbruecke-$version.tar.xz" ]
mkdir "$work/tree"
tar -xf "$archive" -C "$work/tree"
tree=$work/tree/ticketbruecke-$version
diff <(git -C "$work/clone" ls-files | sort) <(cd "$tree" && find . ! -type d -printf '%P\n' | sort)
holds "made from a clean clone, with all that git has"
quietly meson setup "$tree/_build" "$tree" -Dwerror=true
quietly ninja -C "$tree/_build" all meson-test-prereq
holds "it builds without a warning"
quietly env -u DISPLAY -u WAYLAND_DISPLAY meson test -C "$tree/_build" --no-rebuild --no-suite simulation
holds "its tests pass without a display: $(sed -n 's/^Ok: *//p' "$work/log") programs"
"$top/tests/install/install.sh" "$tree/_build"
[ $# = 0 ] || { mkdir -p "$1" && cp "$archive" "$1"; }
