#!/usr/bin/env bash
# Three instances on one machine: what is written through one is read through another, a killed one is missed by nobody who
# takes the answer of a copy, and instances come and go while they serve.
source "$(dirname "$0")/../lib.sh"
source "$(dirname "$0")/documents.sh"

write_harbour "$WORK/docs" "Old Margaret"
start_platform "$WORK/data" "$WORK/docs" --instances 3
/usr/bin/python3 "$ROOT/.ci/checks/instances.py" "$MILLRACE_URL" "$WORK/data/run/instances-ready.properties"

"$ROOT/millrace" scale 1 --data-dir "$WORK/data" | tee "$WORK/scaled"
expect_in "$WORK/scaled" '^0  http'
"$ROOT/millrace" scale 2 --data-dir "$WORK/data" | tee "$WORK/scaled"
expect_in "$WORK/scaled" '^1  http'
"$ROOT/millrace" status --data-dir "$WORK/data" | tee "$WORK/status"
expect_in "$WORK/status" '^instance   1  http'
"$ROOT/millrace" ask "What is the lighthouse called?" --url "$(sed -n 's/^1  //p' "$WORK/scaled")" | tee "$WORK/ask"
expect_in "$WORK/ask" 'Old Margaret'
"$ROOT/millrace" down --data-dir "$WORK/data"
if pgrep -f "$WORK/data/instances/" >/dev/null; then fail "down left an instance running"; fi
