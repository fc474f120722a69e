#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The walls between the rooms that the compiler cannot see: system headers on the default path, includes by path,
# private headers of another room. Prints each breach; exit 1 if there is one. An argument names another tree.
set -uo pipefail
cd "${1:-$(dirname "$0")/..}" || exit 2
bad=0
breach() { echo "$*"; bad=1; }

# Whose headers: each of our own headers belongs to the room in which it lies.
declare -A owner=()
for header in src/*/*.h; do
  room=${header#src/}
  owner[${header##*/}]=${room%%/*}
done

# room: the rooms whose headers it may include: single headers besides: what of the system it must never include
while IFS=: read -r room rooms headers never; do
  [ -d "src/$room" ] || continue
  while IFS= read -r line; do
    name=${line#*[<\"]}
    name=${name%%[>\"]*}
    whose=${owner[${name##*/}]:-}
    if [[ "$name" =~ ^($never) ]]; then
      breach "$line: the room $room must never include this"
    elif [ -n "$whose" ] && [[ " $rooms $headers " != *" $whose "* && " $headers " != *" $name "* ]]; then
      breach "$line: the room $room must never include headers of the room $whose"
    fi
  done < <(grep -rnE '^ *# *include *[<"]' --include='*.[ch]' "src/$room")
done <<'ROOMS'
model:model::gtk/|gdk/|adwaita|libsoup/|json-glib|sqlite3|libpq|gnutls|csv\.h|zlib\.h
wire:model wire::gtk/|gdk/|adwaita|libsoup/|sqlite3|libpq|csv\.h
store:model store::gtk/|gdk/|adwaita|libsoup/|json-glib|gnutls|csv\.h|zlib\.h
engine:model wire store engine::gtk/|gdk/|adwaita|libsoup/|json-glib|sqlite3|libpq|gnutls|zlib\.h
sync:model wire engine sync::gtk/|gdk/|adwaita|sqlite3|libpq|csv\.h|zlib\.h
ui:model engine ui::libsoup/|json-glib|sqlite3|libpq|gnutls|csv\.h|zlib\.h
ctl:model engine ctl:tb-queries.h:gtk/|gdk/|adwaita|libsoup/|sqlite3|libpq|gnutls|csv\.h|zlib\.h
ROOMS
# (tb-queries.h in ctl: tb_engine_rows() takes its numbers.)
for folder in src/*/; do
  case $folder in
    src/model/ | src/wire/ | src/store/ | src/engine/ | src/sync/ | src/ui/ | src/ctl/) ;;
    *) breach "$folder: a room that $(basename "$0") does not know" ;;
  esac
done

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

while IFS= read -r line; do
  case $line in
    *'#include "config.h"') ;;
    *) breach "${line%%:*}: config.h comes first" ;;
  esac
done < <(grep -rHm1 -E '^ *# *include' --include='*.c' src tests)

for door in src/main.c src/ctl.c; do
  [ ! -f "$door" ] || [ "$(wc -l < "$door")" -lt 150 ] || breach "$door: a door has less than 150 lines"
done
exit $bad
