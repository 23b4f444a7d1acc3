#!/usr/bin/env bash
# One running platform, and every kind of client that README promises.
source "$(dirname "$0")/../lib.sh"
source "$(dirname "$0")/documents.sh"
here="$ROOT/.ci/checks"

write_harbour "$WORK/docs" "Old Margaret"
# README asks about these.
mkdir "$WORK/docs/docs"
cp "$ROOT/README.md" "$WORK/docs"
cp "$ROOT"/docs/*.md "$WORK/docs/docs"
start_platform "$WORK/data" "$WORK/docs"
export QUESTION="What is the lighthouse of Quillmouth called?" EXPECTED="Old Margaret"

step "readme commands" 4 "$here/readme.sh"
step "openai npm client" 2 node "$here/openai-client.mjs"
step "kcat" 2 "$here/kcat.sh"
step "python, elements" 2 /usr/bin/python3 "$here/read_values.py" "$BOOTSTRAP" "$REGISTRY" tokens.elements 5
step "python, results" 2 /usr/bin/python3 "$here/read_values.py" "$BOOTSTRAP" "$REGISTRY" tokens.results 2
step "footprint" 2 "$here/footprint.sh"

if "$ROOT/millrace" up --data-dir "$WORK/data" --docs "$WORK/docs" >"$WORK/second" 2>&1; then
  fail "a second up did not refuse"
fi
expect_in "$WORK/second" 'runs already'

"$ROOT/millrace" down --data-dir "$WORK/data"
if kill -0 "$PLATFORM_PID" 2>/dev/null; then fail "down left the platform running"; fi
