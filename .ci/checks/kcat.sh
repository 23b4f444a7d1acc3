#!/usr/bin/env bash
# Debian's kcat reads keys of tokens.elements and headers of tokens.requests. Needs BOOTSTRAP and MILLRACE_URL.
source "$(dirname "$0")/../lib.sh"

kcat -b "$BOOTSTRAP" -L >"$WORK/metadata"
expect_in "$WORK/metadata" 'topic "tokens.elements" with [0-9]+ partitions'

kcat -q -b "$BOOTSTRAP" -C -t tokens.elements -o beginning -e -f '%k|%S\n' >"$WORK/elements"
[ -s "$WORK/elements" ] || fail "kcat read nothing from tokens.elements"
if grep -Evq '^[^|]+\|[0-9]+$' "$WORK/elements"; then fail "an element has no key"; fi

# A request from another producer, with a header of its own: it is on the log as it was sent.
trace="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
request='{"requestId": "kcat-1", "pipeline": "verified-answer", "input": "What does the bakery sell?", "at": '"$(date +%s%3N)"'}'
printf '{"key": "kcat-1", "value": %s, "headers": {"traceparent": "%s"}}\n' "$request" "$trace" |
  "$ROOT/millrace" publish tokens.requests
kcat -q -b "$BOOTSTRAP" -C -t tokens.requests -o beginning -e -f '%k|%h\n' >"$WORK/requests"
expect_in "$WORK/requests" "^kcat-1\|.*traceparent=$trace"
printf 'kcat: %s elements, %s requests\n' "$(wc -l <"$WORK/elements")" "$(wc -l <"$WORK/requests")"
