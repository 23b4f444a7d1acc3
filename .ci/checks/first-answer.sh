#!/usr/bin/env bash
# README's first command on a fresh data directory: an answer from the given documents, with a citation; when the
# documents change, so does the answer. Then without a question, and as README has it: in a fresh clone, without documents.
source "$(dirname "$0")/../lib.sh"
source "$(dirname "$0")/documents.sh"

question="What is the lighthouse of Quillmouth called?"
millrace="$ROOT/millrace"
first_answer() {
  local data="$1"
  shift
  "$millrace" up --once --data-dir "$data" --port "$(free_port)" "$@" | tee "$WORK/answer"
}
answer() {
  first_answer "$WORK/data" --docs "$WORK/docs" --ask "$question"
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

first_answer "$WORK/data" --docs "$WORK/docs"
expect_in "$WORK/answer" '^> What is said about The harbour of Quillmouth\?'
expect_in "$WORK/answer" 'grounded \[1\]'

git clone -q "$ROOT" "$WORK/clone"
millrace="$WORK/clone/millrace"
first_answer "$WORK/own"
expect_in "$WORK/answer" 'dead-letter topic'
expect_in "$WORK/answer" 'grounded \[1\]'
expect_in "$WORK/answer" '\[1\] .*docs/operations\.md'
