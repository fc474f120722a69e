#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Has spin walk status.pml, made of this build's table of transitions, through every state; and plants faults in
# the model and in the table, each of which must be found: what could not fail would prove nothing.
# Usage: tests/spin/check.sh BUILD-FOLDER [--long]     Prints what was explored; exit 1 if anything is wrong.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd) || exit 2
long=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

table() { "$build/tests/spin/print-transitions"; }

# walk NAME OPTIMISATION SPIN-FLAGS...: the output of the walk goes to $work/NAME.out
walk() {
  local name=$1 optimise=$2 folder=$work/$1 flags=(-DSAFETY -DNOCLAIM) how=()
  shift 2
  mkdir -p "$folder"
  [ -f "$folder/transitions.pml" ] || table > "$folder/transitions.pml"
  cp "$here/status.pml" "$folder"
  if [[ " $* " == *" -DLIVE "* ]]; then
    flags=() how=(-a)
  fi
  (cd "$folder" && spin -a "$@" status.pml && gcc "$optimise" -w "${flags[@]}" -DCOLLAPSE -DNOREDUCE -DVECTORSZ=2048 \
    -DMEMLIM=8000 -o pan pan.c && ./pan "${how[@]}" -m1000000 -w22) > "$work/$name.out" 2>&1
}

# prove NAME WHAT SPIN-FLAGS...: walks to the end and finds nothing
prove() {
  local name=$1 what=$2
  shift 2
  walk "$name" -O2 "$@"
  if grep -q 'errors: 0$' "$work/$name.out" &&
    ! grep -qE 'Search not completed|max search depth too small' "$work/$name.out"; then
    echo "$what: $(sed -nE 's/^ *([0-9]+) states, stored.*/\1/p' "$work/$name.out") states, no error"
  else
    echo "$what: not proved"
    tail -40 "$work/$name.out"
    (cd "$work/$name" && spin -t -g "$@" status.pml | tail -60)
    bad=1
  fi
}

# find NAME WHAT SPIN-FLAGS...: a planted fault is found
find_fault() {
  local name=$1 what=$2
  shift 2
  walk "$name" -O1 "$@"
  if grep -qE '^pan:1: (assertion violated|acceptance cycle)' "$work/$name.out"; then
    echo "found: $what ($(sed -nE 's/^pan:1: (.*) \(at depth.*/\1/p' "$work/$name.out"))"
  else
    echo "NOT found: $what"
    tail -20 "$work/$name.out"
    return 1
  fi
}

# A table in which a row has changed: what the sed script does to it must be seen.
find_in_table() {
  local name=$1 what=$2 script=$3
  shift 3
  mkdir -p "$work/$name"
  table | sed -E "$script" > "$work/$name/transitions.pml"
  if cmp -s "$work/$name/transitions.pml" <(table); then
    echo "nothing changed: $what"
    return 1
  fi
  find_fault "$name" "$what" "$@"
}

small=(-DREJECTS=1 -DITEMS=1)
live=(-DLIVE -DREJECTS=1 -DITEMS=1 -DLEAD_ITEMS=0)

faults() {
  local failed=0
  find_fault 1 "an acceptance is done whatever happened meanwhile" "${small[@]}" -DBUG_1 || failed=1
  find_fault 2 "the order by n is not kept" "${small[@]}" -DBUG_2 || failed=1
  find_fault 3 "a repeat is applied again" "${small[@]}" -DBUG_3 || failed=1
  find_fault 4 "what was born in a pause travels" "${small[@]}" -DBUG_4 || failed=1
  find_fault 5 "any newer status ends a request" "${small[@]}" -DBUG_5 || failed=1
  find_fault 6 "the clock declines without a contact" "${small[@]}" -DBUG_6 || failed=1
  find_fault 7 "the phase is not taken over" "${small[@]}" -DBUG_7 || failed=1
  find_fault 8 "a sender gives up after a loss" "${live[@]}" -DBUG_8 || failed=1
  find_fault 9 "a request that cannot be done gets no answer" "${live[@]}" -DBUG_9 || failed=1
  find_fault 10 "an item is applied after the end" "${small[@]}" -DBUG_10 || failed=1
  find_fault 11 "the start is not sent before the first item" "${small[@]}" -DBUG_11 || failed=1
  find_fault 12 "a rejection does not end the pause" "${small[@]}" -DBUG_12 || failed=1
  find_in_table t1 "table: canceling after the acceptance" \
    's/\(\(1 << status\) & 4\) (&& LEAD_MAY\(3,)/((1 << status) \& 36) \1/' "${small[@]}" || failed=1
  find_in_table t2 "table: a rejection that does not count the phase" \
    's/(row_to = 6; row_verb = 0; row_needs = 8; row_effects = )644/\1516/' "${small[@]}" || failed=1
  find_in_table t3 "table: an acceptance at any time" \
    's/(row_verb = 1; row_needs = )48/\116/' "${small[@]}" || failed=1
  return $failed
}

command -v spin > /dev/null || { echo "spin is not here (package spin)"; exit 1; }
faults > "$work/faults.txt" 2>&1 &
planted=$!
prove safety "any loss, repetition and order; two rejections, two items a side" -DREJECTS=2 -DITEMS=2
prove liveness "fair loss: every request is answered, both end alike" "${live[@]}"
if [ "$long" = --long ]; then
  prove safety-long "any loss, repetition and order; three rejections, three items a side" -DREJECTS=3 -DITEMS=3
  prove liveness-long "fair loss, two in a row; items of both sides" -DLIVE -DREJECTS=1 -DITEMS=1 -DLOSSES=2
fi
wait $planted || bad=1
cat "$work/faults.txt"
exit $bad
