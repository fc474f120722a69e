#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages of the named purposes (see build-aux/packages) that are missing.
# Usage: deps.sh PURPOSE...     As root or with sudo; without either it prints the one line to type.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

wanted=()
for purpose in "$@"; do
  while read -r kind package; do
    if [ "$kind" = "$purpose" ]; then wanted+=("$package"); fi
  done < "$here/packages"
done

missing=()
have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/ installed$//p' || true)
for package in "${wanted[@]}"; do
  grep -qx -- "$package" <<< "$have" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
  as_root=(sudo -n)
else
  echo "These packages are missing. Please type this line, then try again:" >&2
  echo "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

echo "Installing ${#missing[@]} missing packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update -q &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"; } \
     > "$log" 2>&1; then
  tail -20 "$log" >&2
  exit 1
fi
