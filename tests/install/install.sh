#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is built, installed into a folder and removed again: all that belongs there and nothing else, and nothing left.
# Usage: install.sh BUILD-FOLDER     Prints a line for each thing that holds.
set -Eeuo pipefail
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'echo "FAIL line $LINENO: $BASH_COMMAND" >&2' ERR
id=io.github.ticketbruecke.Ticketbruecke
prefix=$(meson introspect --buildoptions "$build" | python3 -c '
import json, sys
print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')
export DESTDIR=$work/root
holds() { echo "ok   $*"; }

meson install -C "$build" --no-rebuild > "$work/log" 2>&1 || { tail -20 "$work/log"; exit 1; }
(cd "$DESTDIR$prefix" && find . ! -type d ! -path './share/help/*' -printf '%P\n' | sort) > "$work/found"
sort > "$work/wanted" << WANTED
bin/ticketbruecke
bin/ticketbrueckectl
share/applications/$id.desktop
share/dbus-1/services/$id.service
share/doc/ticketbruecke/examples/nginx-example.conf
share/gnome-shell/search-providers/$id.search-provider.ini
share/glib-2.0/schemas/$id.gschema.xml
share/icons/hicolor/scalable/apps/$id.svg
share/icons/hicolor/symbolic/apps/$id-symbolic.svg
share/locale/de/LC_MESSAGES/ticketbruecke.mo
share/man/de/man1/ticketbruecke.1
share/man/de/man1/ticketbrueckectl.1
share/man/man1/ticketbruecke.1
share/man/man1/ticketbrueckectl.1
share/metainfo/$id.metainfo.xml
share/mime/packages/$id.xml
share/ticketbruecke/help/de/handbuch.html
share/ticketbruecke/sample-tickets.csv
WANTED
diff "$work/wanted" "$work/found"
[ "$(find "$DESTDIR" ! -type d ! -path "$DESTDIR$prefix/*")" = "" ]
test -s "$DESTDIR$prefix/share/help/de/ticketbruecke/index.docbook"
holds "installed: all of it, and nothing outside of $prefix"
"$DESTDIR$prefix/bin/ticketbrueckectl" --version | grep -q '^ticketbrueckectl [0-9]'
grep -q "^Exec=$prefix/bin/ticketbruecke " "$DESTDIR$prefix/share/dbus-1/services/$id.service"
holds "it runs from there"
ninja -C "$build" uninstall > "$work/log" 2>&1 || { tail -20 "$work/log"; exit 1; }
[ ! -d "$DESTDIR" ] || [ -z "$(find "$DESTDIR" ! -type d)" ]
holds "removed; nothing is left"
