#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the fuzzers with clang and lets each work for a while on the corpus that is kept beside it. What it finds
# becomes a test; what is new is left in BUILD-FOLDER/found.
# Usage: fuzz.sh BUILD-FOLDER [SECONDS] [--keep]     10 seconds each, two at a time; exit 1 if anything was found.
# --keep: what leads to new places is added to the corpora in the tree, the smallest of each.
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
seconds=${2:-10}
keep=${3:-}
targets=(wire/fuzz-wire engine/fuzz-csv sync/fuzz-http)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -f "$build/build.ninja" ]; then
  CC=clang meson setup "$build" "$top" -Dwerror=true -Db_lundef=false > "$work/setup" 2>&1 || { cat "$work/setup"; exit 1; }
fi
ninja -C "$build" "${targets[@]/#/tests/}" > "$work/build" 2>&1 || { tail -30 "$work/build"; exit 1; }

# json-glib 1.6 leaks by itself; the tests look for our leaks.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export G_DEBUG=fatal-warnings

fuzz() {
  local name=${1##*/} corpus=$top/tests/${1%/*}/corpus/${1##*/} mine=$work/${1##*/}
  mkdir -p "$mine" "$build/found/$name"
  "$build/tests/$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -detect_leaks=0 \
    -print_final_stats=1 -artifact_prefix="$build/found/$name/" "$mine" "$corpus" > "$work/$name.log" 2>&1
  local code=$?
  if [ $code -ne 0 ]; then
    echo "FOUND by $name, see $build/found/$name:"
    grep -vE '^#[0-9]+|^stat::' "$work/$name.log" | tail -40
    return 1
  fi
  if [ "$keep" = --keep ]; then
    mkdir -p "$work/merged-$name"
    "$build/tests/$1" -merge=1 -detect_leaks=0 -max_len=8192 "$work/merged-$name" "$corpus" "$mine" > /dev/null 2>&1
    # Small ones only: the tree keeps seeds, not megabytes.
    find "$work/merged-$name" -type f -size -2k -printf '%s %p\n' | sort -n | head -60 | cut -d' ' -f2- |
      xargs -r cp -t "$corpus"
  fi
  echo "$name: $(sed -nE 's/^stat::number_of_executed_units: *//p' "$work/$name.log") runs in $seconds s, nothing found"
}

failed=0
running=()
for target in "${targets[@]}"; do
  mkdir -p "$top/tests/${target%/*}/corpus/${target##*/}"
  fuzz "$target" &
  running+=($!)
  if [ ${#running[@]} -eq 2 ]; then
    wait "${running[0]}" || failed=1
    running=("${running[@]:1}")
  fi
done
for job in "${running[@]}"; do
  wait "$job" || failed=1
done
exit $failed
