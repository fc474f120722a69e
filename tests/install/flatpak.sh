#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Flatpak: made and installed into a Flatpak folder of its own, what it may do, what is in it, what the desktop sees
# of it; the story in two windows inside the sandbox, and the desktop around it; its bundle, installed anew.
# Usage: flatpak.sh FOLDER     FOLDER keeps the runtimes and what was built: the second time is much shorter.
# Prints a line for each thing that holds, and of what does not what was said; ends with 0 only if all held.
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "${1:?a folder}"
folder=$(cd "$1" && pwd)
id=io.github.ticketbruecke.Ticketbruecke
python3=/usr/bin/python3
[ -x $python3 ] || python3=python3
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# holds NAME COMMAND…
holds() {
  if "${@:2}" > "$work/out" 2>&1; then
    echo "ok   $1"
  else
    echo "FAIL $1"
    tail -60 "$work/out" | sed 's/^/     /'
    failed=1
  fi
}

export FLATPAK_USER_DIR=$folder/user FLATPAK_SYSTEM_DIR=$folder/system
# What the machine's desktop would hand on into the sandbox.
outside=(--unset-env=LOCPATH --unset-env=TICKETBRUECKE_LOCALEDIR --unset-env=TICKETBRUECKE_HELPDIR --unset-env=GSETTINGS_SCHEMA_DIR
  --unset-env=GSETTINGS_BACKEND --unset-env=GDK_DEBUG --env=GDK_DISABLE=gl --env=LC_ALL=de_DE.UTF-8 --env=LANGUAGE=de)
inside() { flatpak run --user "${outside[@]}" --command="$1" "$id" "${@:2}"; }

# Nothing but these, each on a line as `flatpak info` says them. No folder of the home, no bus name, no other socket.
may_do() {
  sort > "$work/allowed" << 'ALLOWED'
devices=dri
shared=ipc
shared=network
sockets=fallback-x11
sockets=wayland
sockets=x11
ALLOWED
  flatpak info --user --show-permissions "$id" | sed '/^\[Context\]$/d; /^$/d' | awk -F= '
    { n = split($2, words, ";"); for (i = 1; i <= n; i++) if (words[i] != "") print $1 "=" words[i] }' | sort > "$work/found"
  # Flatpak says x11 as well where X is the fallback.
  diff "$work/allowed" "$work/found"
}
is_closed_in() {
  local probe=$HOME/ticketbruecke-outside
  echo secret > "$probe"
  inside sh -c '! cat "$1" && ! ls /root /etc/shadow && ! touch /app/x && ! touch /usr/x' sh "$probe" 2> /dev/null
  local result=$?
  rm -f "$probe"
  return $result
}
has_german() { inside ticketbrueckectl --help > "$work/said" && grep '^Befehle' "$work/said"; }
has_files() {
  inside sh -c '
    set -e
    test -s /app/share/ticketbruecke/help/de/handbuch.html
    test -s /app/share/help/de/ticketbruecke/index.docbook
    test -s /app/share/icons/hicolor/scalable/apps/$0.svg
    test -s /app/share/icons/hicolor/symbolic/apps/$0-symbolic.svg
    test -s /app/share/glib-2.0/schemas/gschemas.compiled
    test -s /app/share/dbus-1/services/$0.service
    ! ls /app/include /app/share/xml /app/share/man 2> /dev/null
    GSETTINGS_BACKEND=memory gsettings list-keys $0:/x/ | grep -q window-width' "$id"
}
# Flatpak hands on only what is called after the program; it writes itself into what starts something.
is_exported() {
  local there=$FLATPAK_USER_DIR/exports/share runs="^Exec=.*flatpak run .*$id" file
  for file in "applications/$id.desktop" "dbus-1/services/$id.service" "gnome-shell/search-providers/$id.search-provider.ini" \
    "icons/hicolor/scalable/apps/$id.svg" "icons/hicolor/symbolic/apps/$id-symbolic.svg" "mime/packages/$id.xml"; do
    test -s "$there/$file" || { echo "lacks $file"; return 1; }
  done
  desktop-file-validate "$there/applications/$id.desktop" && grep '^Comment\[de\]=' "$there/applications/$id.desktop" &&
    [ "$(grep -c "$runs" "$there/applications/$id.desktop")" = "$(grep -c '^Exec=' "$there/applications/$id.desktop")" ] &&
    grep "$runs.*--gapplication-service" "$there/dbus-1/services/$id.service" &&
    grep "^DesktopId=$id.desktop" "$there/gnome-shell/search-providers/$id.search-provider.ini" &&
    [ -n "$(find "$there/metainfo/" -name "$id.metainfo.xml" -o -name "$id.appdata.xml")" ] &&
    grep -F 'application/vnd.ticketbruecke.invitation+json:*.tbinvite' "$there/mime/globs"
}
# What a software center shows: name, summary, categories, icon, in both languages.
is_composed() {
  zcat "$folder/build/files/share/app-info/xmls/$id.xml.gz" > "$work/composed.xml"
  local word
  for word in '<name>Ticketbrücke' '<summary>' '<description xml:lang="de">' '<category>Office' '<keyword>Outsourcing' \
    'type="cached"[^>]*>'"$id.png" '<screenshot ' '<release '; do
    grep -q -- "$word" "$work/composed.xml" || { echo "lacks $word"; return 1; }
  done
}
# in_session SIZE FOLDER SCRIPT WORD-FOR-FLATPAK…: has it play with the program in the sandbox, and keeps the pictures.
in_session() {
  # For who plays it, a build folder whose programs are the ones in the sandbox.
  local launch=$work/launch program
  mkdir -p "$launch/src" "$launch/data"
  for program in ticketbruecke ticketbrueckectl; do
    { printf '#!/bin/sh\nexec flatpak run --user --die-with-parent'
      printf ' %q' "${outside[@]}" "${@:4}"
      printf ' --command=%s %s "$@"\n' $program "$id"; } > "$launch/src/$program"
    chmod +x "$launch/src/$program"
  done
  XDG_DATA_HOME='' XDG_DATA_DIRS=$FLATPAK_USER_DIR/exports/share:/usr/local/share:/usr/share TB_PATIENCE=40 \
    "$top/build-aux/window/session.sh" --size "$1" "$launch" sh -c '
    folder=$HOME/.var/app/$1/data/$5
    '$python3' "$2/build-aux/window/$6" "$3" "$folder"
    result=$?
    mkdir -p "$4" && cp "$folder"/*.png "$4"
    exit $result' sh "$id" "$top" "$launch" "$folder/pictures" "$2" "$3"
}
# No portal is there to ask for files: GTK asks by itself.
plays() { in_session 2560x800 story story.py --env=GDK_DEBUG=no-portals; }
# What the bus starts gets the same from outside.
fits_into_the_desktop() {
  flatpak override --user "${outside[@]}" "$id"
  in_session 1280x800 desktop sandbox.py
  local result=$?
  flatpak override --user --reset "$id"
  return $result
}
from_bundle() {
  flatpak --user uninstall -y --noninteractive "$id" && ! inside true 2> /dev/null &&
    flatpak --user install -y --noninteractive --bundle "$folder/$id.flatpak" && has_german
}

holds "made and installed" "$top/build-aux/flatpak/build" "$folder"
[ $failed = 0 ] || exit 1
holds "it may do what is allowed, and no more" may_do
holds "nothing of the home folder, no writing to itself" is_closed_in
holds "it speaks German" has_german
holds "guide, icons, settings, service are inside; nothing that is only for building" has_files
holds "the desktop is told of it" is_exported
holds "the software center's page" is_composed
holds "the story in two windows" plays
holds "started by the bus, F1, notifications, the search of the desktop" fits_into_the_desktop
holds "a picture of each step" test "$(find "$folder/pictures" -name '*.png' -newer "$work/allowed" 2> /dev/null | wc -l)" -ge 16
holds "installed anew from its bundle" from_bundle
exit $failed
