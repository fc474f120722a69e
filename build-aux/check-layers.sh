#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The walls between the rooms that the compiler cannot see: system headers on the default path, includes by path,
# private headers of another room. Prints each breach; exit 1 if there is one. An argument names another tree.
set -uo pipefail
cd "${1:-$(dirname "$0")/..}"
bad=0
breach() { echo "$*"; bad=1; }

# room: what it must never include (extended regular expressions over the text between < > or " ")
while IFS=: read -r room never; do
  [ -d "src/$room" ] || continue
  while IFS= read -r line; do
    breach "$line: the room $room must never include this"
  done < <(grep -rnE "^ *# *include *[<\"]($never)" "src/$room" 2> /dev/null)
done <<'ROOMS'
model:gtk/|adwaita|libsoup/|json-glib|sqlite3|libpq|gnutls|csv\.h|tb-store|tb-queries|tb-event|tb-batch|tb-envelope|tb-engine|tb-command|tb-transport|tb-ctl
wire:gtk/|adwaita|libsoup/|sqlite3|libpq|tb-store|tb-queries|tb-engine|tb-command|tb-transport|tb-ctl
store:gtk/|adwaita|libsoup/|json-glib|gnutls|tb-event|tb-batch|tb-envelope|tb-engine|tb-command|tb-transport|tb-ctl
engine:gtk/|adwaita|libsoup/|sqlite3|libpq|gnutls|tb-courier|tb-http|tb-way|tb-ctl|tb-sqlite
sync:gtk/|adwaita|sqlite3|libpq|tb-ctl|tb-sqlite
ctl:gtk/|adwaita|libsoup/|sqlite3|libpq|gnutls|tb-courier|tb-http|tb-way|tb-sqlite|tb-event|tb-batch
ui:libsoup/|json-glib|sqlite3|libpq|gnutls|tb-courier|tb-http|tb-way|tb-sqlite|tb-event|tb-batch
ROOMS

while IFS= read -r line; do
  case $line in
    src/store/tb-sqlite*) ;;
    *) breach "$line: SQLite is spoken in src/store/tb-sqlite* only" ;;
  esac
done < <(grep -rnE '^ *# *include *[<"](sqlite3|libpq)' src 2> /dev/null)

while IFS= read -r line; do
  breach "$line: headers are included by their name, not by a path"
done < <(grep -rnE '^ *# *include *"[^"]*/' src tests 2> /dev/null)

for header in $(find src -name '*-private.h'); do
  name=$(basename "$header")
  room=$(dirname "$header")
  while IFS= read -r line; do
    case $line in
      "$room"/*-private.h:* | "$room"/*.c:*) ;;
      "$room"/*.h:*) breach "$line: a private header in a public one" ;;
      *) breach "$line: a private header of another room" ;;
    esac
  done < <(grep -rnE "^ *# *include *\"$name\"" src 2> /dev/null)
done

for door in src/main.c src/ctl.c; do
  [ ! -f "$door" ] || [ "$(wc -l < "$door")" -lt 150 ] || breach "$door: a door has less than 150 lines"
done
exit $bad
