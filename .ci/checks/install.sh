#!/usr/bin/env bash
# Installs what the checks need beyond JDK and Maven: Debian's Kafka clients, Node where there is none, two npm packages.
source "$(dirname "$0")/../lib.sh"

packages=(curl procps kcat python3-confluent-kafka python3-avro python3-requests)
command -v npm >/dev/null || packages+=(nodejs npm)
missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
kcat -V | sed -n 2p

mkdir -p "$MILLRACE_TOOLS"
npm install --prefix "$MILLRACE_TOOLS" --no-audit --no-fund --loglevel=error openai@6.49.0 @dwmkerr/mock-llm@0.1.29
