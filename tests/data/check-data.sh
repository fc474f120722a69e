#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Has one file beside the programs read by the tool that reads it on a desktop. Prints TAP.
# Usage: check-data.sh desktop|metainfo|mime|schema|service|icon|symbolic-icon|manual-page FILE
set -uo pipefail
kind=$1
file=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

need() {
  command -v "$1" > /dev/null || { echo "ok 1 - /data/$kind # SKIP $1 is missing"; exit 0; }
}

# Nothing to say for either of the two programs that show it.
check_manual_page() {
  groff -man -K utf8 -ww -T utf8 -z "$file" 2>&1 | tee "$work/said"
  mandoc -T lint -W warning "$file" | tee -a "$work/said"
  [ ! -s "$work/said" ]
}

# Renders at the size $1; an empty picture would be smaller than $2 bytes.
check_icon() {
  rsvg-convert --width "$1" --height "$1" --output "$work/icon.png" "$file" &&
    [ "$(stat -c %s "$work/icon.png")" -gt "$2" ]
}

# Nothing may be said but two things: that the name has capitals, as the name on the bus has, and, by versions before 1.0,
# that they do not know who makes a program by the tag that later ones and Flathub want.
check_metainfo() {
  appstreamcli validate --pedantic --no-net "$file" > "$work/said" || { cat "$work/said"; return 1; }
  ! grep -E '^[PIWE]:' "$work/said" | grep -vE ' (cid-contains-uppercase-letter|unknown-tag developer)$' || return 1
  ! command -v appstream-util > /dev/null || appstream-util validate-relax --nonet "$file"
}

check_schema() {
  cp "$file" "$work" && glib-compile-schemas --strict --dry-run "$work"
}

# An invitation is known by its name, and without one by how it begins.
check_mime() {
  mkdir -p "$work/mime/packages"
  cp "$file" "$work/mime/packages"
  update-mime-database "$work/mime" || return 1
  echo x > "$work/other.tbinvite"
  printf '{\n  "ticketbruecke": "invitation",\n  "version": 1\n' > "$work/file"
  printf 'tb1-eyJ0aWNrZXRicnVlY2tlIjoi' > "$work/code"
  printf '{\n  "name": "Ticketbruecke"\n' > "$work/other"
  for name in other.tbinvite file code other; do
    XDG_DATA_HOME=$work XDG_DATA_DIRS=$work gio info --attributes standard::content-type "$work/$name" |
      sed -n 's/.*content-type: //p'
  done > "$work/types"
  [ "$(sort "$work/types" | uniq -c | sed 's/^ *//' | grep vnd)" = "3 application/vnd.ticketbruecke.invitation+json" ]
}

# The file must be called after the name, and start the program as a service.
check_service() {
  grep -qx "Name=$(basename "$file" .service)" "$file" &&
    grep -qE '^Exec=/.*/ticketbruecke --gapplication-service$' "$file"
}

echo 1..1
case $kind in
  desktop) need desktop-file-validate; check=(desktop-file-validate "$file") ;;
  metainfo) need appstreamcli; check=(check_metainfo) ;;
  mime) need update-mime-database; need gio; check=(check_mime) ;;
  manual-page) need groff; need mandoc; check=(check_manual_page) ;;
  service) check=(check_service) ;;
  schema) need glib-compile-schemas; check=(check_schema) ;;
  icon) need rsvg-convert; check=(check_icon 128 1000) ;;
  symbolic-icon) need rsvg-convert; check=(check_icon 16 250) ;;
  *) echo "unknown: $kind" >&2; exit 2 ;;
esac
if "${check[@]}" >&2; then
  echo "ok 1 - /data/$kind"
else
  echo "not ok 1 - /data/$kind"
  exit 1
fi
