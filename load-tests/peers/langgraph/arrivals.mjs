// Where requests come from. Each is { id, tokens, sentences, claims } and is yielded when it is due, whatever became of others.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

// One JSON object a line, due when it is read.
export async function* asked(input) {
  for await (const line of createInterface({ input })) yield JSON.parse(line);
}

// Poisson arrivals for so many seconds, of answers drawn from a CSV file of tokens, sentences and claims.
export async function* poisson({ rate, seconds, seed, workload }) {
  const rows = readFileSync(workload, 'utf8').trim().split('\n').slice(1);
  const answers = rows.map((row) => row.split(',').map(Number));
  const random = mulberry32(seed);
  const start = performance.now();
  let due = 0;
  for (let id = 0; due < seconds; id++) {
    await sleep(start + due * 1000 - performance.now());
    const [tokens, sentences, claims] = answers[Math.floor(random() * answers.length)];
    yield { id, due, tokens, sentences, claims };
    due -= Math.log(1 - random()) / rate;
  }
}

// A generator with a seed, which Math.random has not (Mulberry32 by Tommy Ettinger, public domain).
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
