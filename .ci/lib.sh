# Shared by .ci/run and the checks; sourced, never run. Bash only.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Outside the checkout, so that nothing here can end up in a commit.
MILLRACE_TOOLS="${MILLRACE_TOOLS:-${TMPDIR:-/tmp}/millrace-ci-tools-$(id -u)}"
export MILLRACE_TOOLS
# What the launcher compares its sources with; see needs_build in ./millrace.
LAUNCHER_BUILT="$ROOT/streams/cli/target/launcher.built"

started=()

# Runs "$@" (from the third word on) under the name $1 and prints how long it took; what hangs is ended after $2 minutes, or
# when the whole run has to end (CI_END, seconds since the epoch).
step() {
  local name="$1" limit=$(($2 * 60)) begin=$SECONDS status=0 left
  shift 2
  printf '\n== %s\n' "$name"
  if [ -n "${CI_END:-}" ]; then
    left=$((CI_END - $(date +%s)))
    [ "$left" -gt 0 ] || fail "no time is left for $name"
    limit=$((left < limit ? left : limit))
  fi
  timeout --kill-after=30 "$limit" "$@" || status=$?
  [ "$status" -ne 124 ] || fail "$name did not end within $limit s"
  [ "$status" -eq 0 ] || exit "$status"
  printf '== %s: ok in %d s (%d s in all)\n' "$name" "$((SECONDS - begin))" "$SECONDS"
}

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# Fails unless file $1 matches the extended expression $2.
expect_in() {
  grep -Eq -- "$2" "$1" || { cat "$1" >&2; fail "'$2' is missing above"; }
}

# Around a build of all modules by Maven: the launcher then runs what is there instead of building it again. The libraries go
# first, so that those of an earlier build do not stay on its class path.
forget_build() {
  rm -rf "$ROOT/streams/cli/target/lib" "$LAUNCHER_BUILT"
}

keep_build() {
  touch "$LAUNCHER_BUILT"
}

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Waits until "$@" (from the third word on) succeeds, at most $1 seconds; $2 says what is awaited.
await() {
  local seconds="$1" what="$2" deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$what did not come within $seconds s"
    sleep 0.5
  done
}

# Ends what this script started, by process id, and waits for it.
stop_started() {
  local pid
  for pid in "${started[@]}"; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in "${started[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
  started=()
}

# A directory for this script, removed when it ends. Not below /tmp: the platform keeps no state there.
mkdir -p "$ROOT/target/ci"
WORK="$(mktemp -d "$ROOT/target/ci/XXXXXX")"
finish() {
  local code=$?
  stop_started
  rm -rf "$WORK"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Starts the platform in the background on a free port: start_platform DATA_DIR DOCS_DIR [more arguments of up].
# Sets MILLRACE_URL, BOOTSTRAP, REGISTRY and PLATFORM_PID; its output is in DATA_DIR.out.
start_platform() {
  local data="$1" docs="$2" port begin=$SECONDS
  shift 2
  port="$(free_port)"
  export MILLRACE_URL="http://127.0.0.1:$port"
  "$ROOT/millrace" up --data-dir "$data" --docs "$docs" --port "$port" --no-ask "$@" >"$data.out" 2>&1 &
  PLATFORM_PID=$!
  started+=("$PLATFORM_PID")
  await_platform "$data"
  READY_SECONDS=$((SECONDS - begin))
  BOOTSTRAP="$(running "$data" bootstrap.servers)"
  REGISTRY="$(running "$data" registry.url)"
  export BOOTSTRAP REGISTRY PLATFORM_PID READY_SECONDS
}

await_platform() {
  local data="$1" deadline=$((SECONDS + 240))
  until curl -fs "$MILLRACE_URL/health/ready" >/dev/null 2>&1 && [ -f "$data/run/platform.properties" ]; do
    kill -0 "$PLATFORM_PID" 2>/dev/null || { cat "$data.out" >&2; fail "the platform ended"; }
    [ "$SECONDS" -lt "$deadline" ] || { cat "$data.out" >&2; fail "the platform is not ready after 240 s"; }
    sleep 0.5
  done
}

# A value from what the running platform says about itself.
running() {
  sed -n "s/^$2=//p" "$1/run/platform.properties" | sed 's/\\:/:/g'
}
