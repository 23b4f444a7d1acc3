#!/usr/bin/env bash
# The experiments that are short enough for every change. Those that need data are skipped where it is absent.
source "$(dirname "$0")/../lib.sh"

if [ -n "${MILLRACE_DATA:-}" ] && [ -f "$MILLRACE_DATA/fact-fm2/evidence.jsonl.gz" ]; then
  step "bench retrieval" 15 "$ROOT/millrace" bench retrieval --report "$WORK/retrieval.md" --cache "$WORK/cache"
else
  echo "bench retrieval: skipped, MILLRACE_DATA holds no fact-fm2 (see docs/data.md)"
fi
# Judged with slack: a cold start on a shared machine is no measurement. The report comes from the full run.
step "bench hop" 5 "$ROOT/millrace" bench hop --smoke
step "bench cancel" 5 "$ROOT/millrace" bench cancel --smoke
step "bench orchestration" 5 "$ROOT/millrace" bench orchestration --smoke
# In virtual time: the same figures on any machine.
step "bench headline" 3 "$ROOT/millrace" bench headline --smoke
step "bench routers" 3 "$ROOT/millrace" bench routers --smoke
step "bench headline --real" 5 "$ROOT/millrace" bench headline --real --smoke
# A process that ends so soon is not worth compiling well.
step "bench langgraph" 5 env MILLRACE_JAVA_OPTS=-XX:TieredStopAtLevel=1 "$ROOT/millrace" bench langgraph --smoke
