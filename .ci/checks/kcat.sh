#!/usr/bin/env bash
# Debian's kcat reads keys and headers of tokens.elements. Needs BOOTSTRAP and one answered request.
source "$(dirname "$0")/../lib.sh"

kcat -b "$BOOTSTRAP" -L >"$WORK/metadata"
expect_in "$WORK/metadata" 'topic "tokens.elements" with [0-9]+ partitions'
kcat -q -b "$BOOTSTRAP" -C -t tokens.elements -o beginning -e -f '%k|%h|%S\n' >"$WORK/elements"
[ -s "$WORK/elements" ] || fail "kcat read nothing from tokens.elements"
if grep -Eq '^\|' "$WORK/elements"; then fail "an element has no key"; fi
expect_in "$WORK/elements" '^[^|]+\|[a-z-]+=[^|]+\|[0-9]+$'
printf 'kcat: %s elements, the first: %s\n' "$(wc -l <"$WORK/elements")" "$(head -n 1 "$WORK/elements")"
