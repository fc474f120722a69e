#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command in a desktop session of its own: HOME, runtime folder, X server, D-Bus; German locale.
# A compositor runs, so that what stands over a window has its shadow (not with TB_COMPOSITOR=no).
# Usage: session.sh [--size WxH] BUILD-FOLDER COMMAND...     Xvfb outside, D-Bus inside, so that all see DISPLAY.
set -euo pipefail
size=1280x800
if [ "$1" = --size ]; then
  size=$2
  shift 2
fi
build=$(cd "$1" && pwd)
shift
session=$(mktemp -d)
trap 'rm -rf "$session"' EXIT
mkdir -p -m 700 "$session/run" "$session/home" "$session/screen"
locale=$("$(dirname "$0")/../locale.sh" "$session/locale" ${TB_LOCALE:+"$TB_LOCALE"})
language=${TB_LANGUAGE:-de}
# Nothing paints with OpenGL here; GTK 4.16 took the word for it to another variable.
no_gl=GDK_DEBUG=gl-disable
! pkg-config --atleast-version=4.16 gtk4 || no_gl=GDK_DISABLE=gl
# The font and the button that a GNOME desktop sets.
mkdir -p "$session/home/.config/gtk-4.0"
{ printf '[Settings]\ngtk-font-name=Cantarell %s\ngtk-decoration-layout=:close\n' "${TB_FONT_SIZE:-11}"
  [ -z "${TB_STILL:-}" ] || printf 'gtk-enable-animations=false\ngtk-cursor-blink=false\n'; } > "$session/home/.config/gtk-4.0/settings.ini"
# Without the desktop's portal, and with painting that is the same on every machine.
env -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS -u AT_SPI_BUS_ADDRESS -u XDG_CURRENT_DESKTOP \
  HOME="$session/home" XDG_RUNTIME_DIR="$session/run" XDG_CONFIG_HOME="$session/home/.config" \
  XDG_DATA_HOME="$session/home/.local/share" XDG_CACHE_HOME="$session/home/.cache" \
  XDG_STATE_HOME="$session/home/.local/state" \
  GDK_BACKEND=x11 $no_gl GSK_RENDERER=cairo GTK_A11Y=atspi ADW_DISABLE_PORTAL=1 GSETTINGS_BACKEND=memory NO_AT_BRIDGE=1 \
  GSETTINGS_SCHEMA_DIR="$build/data" TICKETBRUECKE_LOCALEDIR="${TICKETBRUECKE_LOCALEDIR:-$build/po}" \
  TICKETBRUECKE_HELPDIR="${TICKETBRUECKE_HELPDIR:-$build/data/help}" \
  LOCPATH="$session/locale" LC_ALL="$locale" LANGUAGE="$language" \
  TB_SCREEN="$session/screen/Xvfb_screen0" \
  xvfb-run -a -s "-screen 0 ${size}x24 -noreset -fbdir $session/screen" dbus-run-session -- \
  bash -c 'setxkbmap de 2> /dev/null || true
           # As a desktop enlarges text: the resolution; the sizes of fonts stay.
           [ -z "${TB_TEXT_SCALE:-}" ] ||
             xprop -root -f RESOURCE_MANAGER 8s -set RESOURCE_MANAGER "Xft.dpi:	$((96 * TB_TEXT_SCALE / 100))"
           [ "${TB_COMPOSITOR:-}" = no ] || xcompmgr > /dev/null 2>&1 &
           "$@"; result=$?; kill %1 2> /dev/null; exit $result' bash "$@"
