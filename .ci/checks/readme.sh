#!/usr/bin/env bash
# The commands that README tells people to try, against the platform at MILLRACE_URL.
source "$(dirname "$0")/../lib.sh"

"$ROOT/millrace" ask "$QUESTION" | tee "$WORK/ask"
expect_in "$WORK/ask" "$EXPECTED"
expect_in "$WORK/ask" 'grounded \[1\]'
"$ROOT/millrace" ask --json "$QUESTION" >"$WORK/ask.json"
expect_in "$WORK/ask.json" '"status" : "COMPLETE"'

curl -fsN "$MILLRACE_URL/v1/chat/completions" -H 'Content-Type: application/json' \
  -d "{\"model\": \"verified-answer\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"$QUESTION\"}]}" \
  >"$WORK/chat"
expect_in "$WORK/chat" '^data: \[DONE\]'

"$ROOT/millrace" tail tokens.derived --from earliest --limit 5 | tee "$WORK/tail"
expect_in "$WORK/tail" 'requestId'
"$ROOT/millrace" status
"$ROOT/millrace" pipelines list | tee "$WORK/pipelines"
expect_in "$WORK/pipelines" 'verified-answer'
"$ROOT/millrace" query >"$WORK/stores"
