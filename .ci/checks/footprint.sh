#!/usr/bin/env bash
# Resident memory of the platform with all its children. Needs PLATFORM_PID and READY_SECONDS.
# Fails above 2.5 GiB or when it took more than 45 s to be ready.
source "$(dirname "$0")/../lib.sh"

family() {
  local child
  echo "$1"
  for child in $(ps -o pid= --ppid "$1"); do family "$child"; done
}

processes="$(family "$PLATFORM_PID")"
[ "$(wc -l <<<"$processes")" -ge 3 ] || fail "the platform, its broker and its registry are not all there"
total=0
for pid in $processes; do
  kib="$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)"
  total=$((total + ${kib:-0}))
done
printf 'footprint: ready after %s s, %s MiB resident in all\n' "$READY_SECONDS" "$((total / 1024))"
[ "$total" -lt $((2560 * 1024)) ] || fail "more than 2.5 GiB resident"
[ "$READY_SECONDS" -lt 45 ] || fail "not ready within 45 s"
