#!/usr/bin/env bash
# README's "Three things to try", taken from README as they stand there; only the address is that of MILLRACE_URL. And what
# else people are told to try. The platform has README and docs/ among its documents.
source "$(dirname "$0")/../lib.sh"

# Commands below heading $1 of README, one a line.
commands_below() {
  awk -v heading="## $1" '
    /^## / { inside = $0 == heading }
    inside && /^ *```/ { fenced = !fenced; next }
    inside && fenced { sub(/^ +/, ""); if (sub(/\\$/, "")) printf "%s", $0; else print }
  ' "$ROOT/README.md"
}

# Runs $1 where README says that it is run. A tail ends only with as many events as it asks for, hence the limit.
try() {
  printf '$ %s\n' "$1"
  (cd "$ROOT" && timeout 120 bash -c "${1//http:\/\/127.0.0.1:8080/$MILLRACE_URL}") | tee "$WORK/out"
}

# Before README's questions there is one that 'millrace up' asks itself unless told not to.
"$ROOT/millrace" ask "$QUESTION" | tee "$WORK/ask"
expect_in "$WORK/ask" "$EXPECTED"
expect_in "$WORK/ask" 'grounded \[1\]'
"$ROOT/millrace" ask --json "$QUESTION" >"$WORK/ask.json"
expect_in "$WORK/ask.json" '"status" : "COMPLETE"'

mapfile -t commands < <(commands_below 'Three things to try')
[ "${#commands[@]}" -eq 3 ] || fail "README has ${#commands[@]} things to try"

try "${commands[0]}"
expect_in "$WORK/out" 'dead-letter topic'
expect_in "$WORK/out" 'grounded \[1\]'
try "${commands[1]}"
expect_in "$WORK/out" 'lane'
expect_in "$WORK/out" '^data: \[DONE\]'
try "${commands[2]}"
expect_in "$WORK/out" 'requestId'

"$ROOT/millrace" status
"$ROOT/millrace" pipelines list | tee "$WORK/pipelines"
expect_in "$WORK/pipelines" 'verified-answer'
"$ROOT/millrace" query >"$WORK/stores"
