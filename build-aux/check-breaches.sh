#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that the walls stand: plants breaches in a copy of the sources and sees each refused, by the compiler
# or by check-layers.sh. Usage: check-breaches.sh [BUILD-FOLDER]
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

fresh() { rm -rf "$work/tree"; mkdir "$work/tree"; cp -r "$top/src" "$work/tree/src"; cp -r "$top/tests" "$work/tree/tests"; }
seen() { # NAME FILE INCLUDE: the script must see it
  fresh
  printf '#include %s\n' "$3" >> "$work/tree/$2"
  if "$top/build-aux/check-layers.sh" "$work/tree" > /dev/null; then
    echo "not seen: $1"
    bad=1
  fi
}
seen "SQLite in the engine" src/engine/tb-engine.c '<sqlite3.h>'
seen "SQLite in the model" src/model/tb-time.c '<sqlite3.h>'
seen "libsoup in the store" src/store/tb-store.c '<libsoup/soup.h>'
seen "GTK in sync" src/sync/tb-courier.c '<gtk/gtk.h>'
seen "an include by path" src/ctl/tb-ctl.c '"../store/tb-store.h"'
seen "a private header of another room" src/ctl/tb-ctl.c '"tb-core-private.h"'
seen "a private header in a public one" src/engine/tb-engine.h '"tb-core-private.h"'
seen "the store in the wire" src/wire/tb-event.c '"tb-store.h"'
seen "the store in ctl" src/ctl/tb-ctl.c '"tb-store.h"'
seen "the wire in ctl" src/ctl/tb-ctl.c '"tb-event.h"'
seen "ctl in sync" src/sync/tb-courier.c '"tb-ctl.h"'
seen "the store in ui" src/ui/tb-window.c '"tb-store.h"'
seen "the courier in ui" src/ui/tb-window.c '"tb-courier.h"'
seen "libsoup in ui" src/ui/tb-window.c '<libsoup/soup.h>'
seen "SQLite in ui" src/ui/tb-window.c '<sqlite3.h>'
seen "json-glib in ui" src/ui/tb-window.c '<json-glib/json-glib.h>'
seen "ui in ctl" src/ctl/tb-ctl.c '"tb-window.h"'
seen "ui in sync" src/sync/tb-courier.c '"tb-window.h"'
seen "libadwaita in the engine" src/engine/tb-desk.c '<adwaita.h>'
seen "libcsv outside the engine" src/ctl/tb-ctl.c '<csv.h>'

# What the include paths enforce by themselves.
refused() { # NAME ROOM HEADER
  local ninja="$top/_build-test/compile_commands.json"
  local flags
  [ -f "$ninja" ] || return 0
  flags=$(python3 - "$ninja" "$2" <<'PY'
import json, shlex, sys
for entry in json.load(open(sys.argv[1])):
    if "/src/%s/" % sys.argv[2] in entry["file"].replace("../", "/"):
        words = shlex.split(entry["command"])
        print(entry["directory"])
        print(" ".join(w for w in words[1:] if w.startswith(("-I", "-D", "-std"))))
        break
PY
  )
  [ -n "$flags" ] || return 0
  printf '#include "%s"\n' "$3" > "$work/probe.c"
  # shellcheck disable=SC2086
  if (cd "$(sed -n 1p <<< "$flags")" && gcc $(sed -n 2p <<< "$flags") -fsyntax-only "$work/probe.c") 2> /dev/null; then
    echo "compiles: $1"
    bad=1
  fi
}
refused "the store's header in the wire" wire tb-store.h
refused "the engine's header in the store" store tb-engine.h
refused "sync's header in ctl" ctl tb-courier.h
refused "ctl's header in sync" sync tb-ctl.h
refused "the store's header in ui" ui tb-store.h
refused "sync's header in ui" ui tb-courier.h
refused "the wire's header in ui" ui tb-event.h
refused "ui's header in ctl" ctl tb-window.h
refused "GTK in the engine" engine gtk/gtk.h
refused "the wire's header in the model" model tb-event.h
refused "libsoup in the engine" engine libsoup/soup.h
exit $bad
