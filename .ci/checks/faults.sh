#!/usr/bin/env bash
# Kills the app, a worker and the broker in mid-answer, a few times each; the long form is in CONTRIBUTING.
source "$(dirname "$0")/../lib.sh"
cd "$ROOT"

tests="$(git ls-files '*FaultIT.java')"
if [ -z "$tests" ]; then
  fail "no fault tests"
fi
modules="$(sed 's|/src/.*||' <<<"$tests" | sort -u | paste -sd, -)"
mvn -ntp -Pfaults -pl "$modules" -am verify \
  -Dquick -Dtest=none -Dit.test='*FaultIT' -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
