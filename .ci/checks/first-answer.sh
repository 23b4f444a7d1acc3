#!/usr/bin/env bash
# README's first command on a fresh data directory: an answer from the given documents, with a citation; when the
# documents change, so does the answer.
source "$(dirname "$0")/../lib.sh"
source "$(dirname "$0")/documents.sh"

question="What is the lighthouse of Quillmouth called?"
answer() {
  "$ROOT/millrace" up --once --data-dir "$WORK/data" --docs "$WORK/docs" --port "$(free_port)" --ask "$question" |
    tee "$WORK/answer"
}

write_harbour "$WORK/docs" "Old Margaret"
answer
expect_in "$WORK/answer" 'Old Margaret'
expect_in "$WORK/answer" 'grounded \[1\]'
expect_in "$WORK/answer" '\[1\] .*harbour\.md'

write_harbour "$WORK/docs" "Tall Edwin"
answer
expect_in "$WORK/answer" 'Tall Edwin'
if grep -q 'Old Margaret' "$WORK/answer"; then fail "the answer still comes from the old document"; fi
