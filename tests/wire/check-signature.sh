#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Has an independent implementation of Standard Webhooks look at our signatures, and ours at its own. Prints why and
# ends with 77 where it cannot be had. Usage: check-signature.sh BUILD-FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

command -v node > /dev/null && command -v npm > /dev/null || { echo "node and npm are not here"; exit 77; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" standardwebhooks@1 > "$work/log" 2>&1 ||
  { echo "npm cannot fetch it here"; exit 77; }
NODE_PATH="$work/node_modules" SW_PREFIX="$work" node "$here/check-signature.mjs" "$build/tests/wire/sign-sample" "$work"
