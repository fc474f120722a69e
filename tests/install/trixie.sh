#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Debian 13 with its newer GNOME, made from nothing: what git has is laid into it, and build-aux/test runs there.
# Usage: trixie.sh [ARGUMENT-FOR-BUILD-AUX/TEST]...     Needs to be root (debootstrap).
# Environment: TB_SUITE, another release of Debian; TB_CHROOT, a folder to keep the system in and to find it again.
# Ends as build-aux/test does there; with 77, saying why, where the system cannot be had.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
suite=${TB_SUITE:-trixie}
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2> /dev/null |
  sed -nE 's,^(URIs:|deb) *(https?://[^ ]*/debian)/? *.*,\2,p' | sed -n 1p || true)
cannot() { echo "$*"; exit 77; }
[ "$(id -u)" = 0 ] || cannot "only root can make a system of its own"
command -v debootstrap > /dev/null || "$top/build-aux/deps.sh" trixie || cannot "debootstrap is not here"
git -C "$top" rev-parse --is-inside-work-tree > /dev/null 2>&1 || cannot "this is not what git keeps"

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=${TB_CHROOT:-$work/root}
# inside COMMAND…: in that system, with mounts that end with the command
inside() {
  unshare --mount --propagation private sh -c '
    root=$1; shift
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"; mount -t tmpfs tmpfs "$root/tmp"
    [ -d "$root/dev/shm" ] && mount -t tmpfs tmpfs "$root/dev/shm"
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"' sh "$root" "$@"
}

if [ ! -f "$root/made" ]; then
  echo "Making a system of Debian's $suite from $mirror …"
  debootstrap --variant=minbase "$suite" "$root" "$mirror" > "$work/log" 2>&1 ||
    { tail -5 "$work/log" >&2; cannot "debootstrap failed"; }
  echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/fast"
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  touch "$root/made"
fi
# Build folders may stay; what is no longer tracked may not.
mkdir -p "$root/src"
find "$root/src" -mindepth 1 -maxdepth 1 ! -name '_build*' -exec rm -rf {} +
git -C "$top" ls-files -z | (cd "$top" && tar -c --null -T - --ignore-failed-read) | tar -x -C "$root/src"
inside sh -c 'cd /src && exec build-aux/test "$@"' sh "$@"
