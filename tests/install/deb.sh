#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian packages in a system of their own: installed, used, upgraded over an older database, removed, purged.
# Usage: deb.sh FOLDER-WITH-PACKAGES     Needs to be root (debootstrap). Prints a line for each thing that holds.
set -Eeuo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
packages=$(cd "$1" && pwd)
suite=${TB_SUITE:-bookworm}
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2> /dev/null |
  sed -nE 's,^(URIs:|deb) *(https?://[^ ]*/debian)/? *.*,\2,p' | sed -n 1p || true)
work=$(mktemp -d)
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'echo "FAIL line $LINENO: $BASH_COMMAND" >&2' ERR
home=/var/lib/ticketbruecke

holds() { echo "ok   $*"; }
# inside COMMAND…: in that system, with mounts that end with the command
inside() {
  unshare --mount --propagation private sh -c '
    root=$1; shift
    mount -t proc proc "$root/proc"; mount -t tmpfs tmpfs "$root/tmp"; mkdir -m 700 "$root/tmp/run"
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 XDG_RUNTIME_DIR=/tmp/run \
      DEBIAN_FRONTEND=noninteractive "$@"' sh "$root" "$@"
}
# as_service WORD…: ticketbrueckectl with the profile of the service, as its user
as_service() { inside runuser -u ticketbruecke -- ticketbrueckectl --profile $home/profile "$@"; }
# says TEXT COMMAND…: without a pipe, which would end a command that is still speaking
says() { "${@:2}" > "$work/said"; grep -q -- "$1" "$work/said"; }
install_from() { inside sh -c 'exec apt-get install -qy --no-install-recommends '"$1"'/*.deb' > "$work/apt.log" 2>&1 || { tail -30 "$work/apt.log" >&2; exit 1; }; }

# The packages as an older version had them: the same files under a lower number.
mkdir "$work/older" "$work/newer"
for package in "$packages"/ticketbruecke{,-ctl,-common}_*.deb; do
  cp "$package" "$work/newer"
  dpkg-deb -R "$package" "$work/unpacked"
  version=$(sed -n 's/^Version: //p' "$work/unpacked/DEBIAN/control")
  sed -i "s/$version/0.0.1/" "$work/unpacked/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$work/unpacked" "$work/older" > /dev/null
  rm -r "$work/unpacked"
done

debootstrap --variant=minbase "$suite" "$root" "$mirror" > "$work/debootstrap.log" 2>&1 || { tail "$work/debootstrap.log" >&2; exit 1; }
echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/fast"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
cp -r "$work/older" "$work/newer" "$root/root"
inside sh -c 'apt-get update -q && apt-get install -qy --no-install-recommends sqlite3 xvfb xauth dbus imagemagick' > "$work/apt.log" 2>&1

install_from /root/older
holds "installed"
[ "$(stat -c %U:%a "$root$home")" = "$(inside id -u ticketbruecke > /dev/null && stat -c %U "$root$home"):700" ]
holds "the service's folder is its user's alone"
as_service sample > /dev/null
as_service check > /dev/null
before=$(as_service list --json | grep -c '"number"')
[ "$before" -gt 10 ]
holds "ticketbrueckectl works as the service's user"
says '^Befehle' inside env LANGUAGE=de ticketbrueckectl --help
holds "it speaks German"

# No systemd is in there to start it: its command as the unit has it, with what /etc/default offers.
unit=$root/lib/systemd/system/ticketbruecke.service
[ -f "$unit" ] || unit=$root/usr/lib/systemd/system/ticketbruecke.service
! command -v systemd-analyze > /dev/null || SYSTEMD_LOG_LEVEL=warning systemd-analyze verify --man=no --root="$root" ticketbruecke.service
as_unit='. /etc/default/ticketbruecke; exec timeout --preserve-status 3 '$(sed -n 's/^ExecStart=//p' "$unit")
inside sed -i 's/^#SERVE/SERVE/; s/:8443/:18443/' /etc/default/ticketbruecke
says '^https://0.0.0.0:18443$' inside runuser -u ticketbruecke -- sh -c "$as_unit"
[ -L "$root/etc/systemd/system/multi-user.target.wants/ticketbruecke.service" ]
holds "the service is enabled, and its command listens"

# A database of the first version in the place of one of the profiles.
inside runuser -u ticketbruecke -- mkdir -m 700 $home/old
cat "$top/src/store/migration-001.sql" - << 'SQL' | inside runuser -u ticketbruecke -- sqlite3 $home/old/ticketbruecke.db
PRAGMA application_id = 1413640811;
PRAGMA user_version = 1;
INSERT INTO ticket_status (name) VALUES ('Aus der Zeit');
INSERT INTO ticket (number, number_day, number_seq, title, status, is_confirmed, is_open)
  VALUES ('T20261123.0001', 20261123, 1, 'Aus der ersten Fassung', 1, 1, 1);
SQL
install_from /root/newer
holds "upgraded"
[ "$(as_service list --json | grep -c '"number"')" = "$before" ]
as_service check > /dev/null
says 'Aus der ersten Fassung' inside runuser -u ticketbruecke -- ticketbrueckectl --profile $home/old list
holds "an older database is taken over, nothing is lost"

inside sh -c '
  cd /root
  xvfb-run -a -s "-screen 0 1280x800x24 -noreset" dbus-run-session -- sh -c "
    GSK_RENDERER=cairo GDK_DEBUG=gl-disable LANGUAGE=de ticketbruecke > /root/window.log 2>&1 & pid=\$!
    for i in \$(seq 100); do
      import -window root /root/window.png 2> /dev/null
      [ \$(identify -format %k /root/window.png) -lt 50 ] || break
      sleep 0.2
    done
    kill \$pid"
  test $(identify -format %k /root/window.png) -ge 50'
cp "$root/root/window.png" "$packages/window.png"
holds "the window opens"

inside apt-get remove -qy ticketbruecke ticketbruecke-ctl ticketbruecke-common > /dev/null 2>&1
[ ! -e "$root/usr/bin/ticketbruecke" ] && [ ! -e "$root/usr/bin/ticketbrueckectl" ]
[ -f "$root$home/profile/ticketbruecke.db" ]
holds "removed; the tickets are there"
inside dpkg --purge ticketbruecke ticketbruecke-ctl ticketbruecke-common > "$work/purge.log" 2>&1
grep -q "$home holds tickets" "$work/purge.log"
[ ! -e "$root/etc/default/ticketbruecke" ]
[ -z "$(find "$root/usr" "$root/etc" "$root/lib" -iname '*ticketbruecke*' ! -path '*/systemd/*enabled*' 2> /dev/null)" ]
[ -f "$root$home/profile/ticketbruecke.db" ]
holds "purged; nothing but the tickets is left"
