#!/usr/bin/env bash
# An independent OpenAI-compatible server (npm @dwmkerr/mock-llm) as the engine of all language-model stages.
source "$(dirname "$0")/../lib.sh"
source "$(dirname "$0")/documents.sh"

write_harbour "$WORK/docs" "Old Margaret"
cat >"$WORK/mock-llm.yaml" <<'YAML'
rules:
  - path: "/v1/chat/completions"
    method: "POST"
    match: "@"
    response:
      status: 200
      content: |
        {"id": "mock", "object": "chat.completion", "model": "mock", "choices": [{"index": 0, "finish_reason": "stop",
         "message": {"role": "assistant", "content": "The lighthouse is called Old Margaret. It shows two flashes."}}],
         "usage": {"prompt_tokens": 10, "completion_tokens": 12, "total_tokens": 22}}
  - path: "/v1/chat/completions"
    match: "contains(to_string(body.messages), 'JSON array')"
    response:
      status: 200
      content: |
        {"id": "mock", "object": "chat.completion", "model": "mock", "choices": [{"index": 0, "finish_reason": "stop",
         "message": {"role": "assistant", "content": "[\"The lighthouse is called Old Margaret.\"]"}}],
         "usage": {"prompt_tokens": 10, "completion_tokens": 12, "total_tokens": 22}}
  - path: "/v1/chat/completions"
    match: "contains(to_string(body.messages), 'verdict')"
    response:
      status: 200
      content: |
        {"id": "mock", "object": "chat.completion", "model": "mock", "choices": [{"index": 0, "finish_reason": "stop",
         "message": {"role": "assistant", "content": "{\"verdict\": \"supported\", \"score\": 0.9, \"citation\": 1}"}}],
         "usage": {"prompt_tokens": 10, "completion_tokens": 12, "total_tokens": 22}}
YAML
port="$(free_port)"
HOST=127.0.0.1 PORT="$port" node "$MILLRACE_TOOLS/node_modules/@dwmkerr/mock-llm/dist/main.js" \
  --config "$WORK/mock-llm.yaml" >"$WORK/mock.log" 2>&1 &
started+=("$!")
await 20 "the mock engine" curl -fs "http://127.0.0.1:$port/health"

start_platform "$WORK/data" "$WORK/docs" --engine-url "http://127.0.0.1:$port/v1"
"$ROOT/millrace" ask "What is the lighthouse called?" | tee "$WORK/ask"
expect_in "$WORK/ask" 'The lighthouse is called Old Margaret\.'
expect_in "$WORK/ask" 'sentence 1: supported \[1\]'
