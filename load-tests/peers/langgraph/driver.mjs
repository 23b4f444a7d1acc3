// Drives the pipeline in an open loop and says what happens, one JSON object a line; see README.md.
import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import { asked, poisson } from './arrivals.mjs';
import { Pipeline } from './pipeline.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8100' },
    stdin: { type: 'boolean', default: false },
    rate: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    'warm-up': { type: 'string', default: '60' },
    seconds: { type: 'string', default: '240' },
    workload: {
      type: 'string',
      default: new URL('../../src/main/resources/headline/workload.csv', import.meta.url).pathname,
    },
  },
});

// LangGraph listens on one signal for each branch in progress, and Node warns of more than ten.
setMaxListeners(0);
const say = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const pipeline = new Pipeline(options.url);
const ends = [];

// Milliseconds are counted from when the request was due. One that fails says why, and no other is held up.
async function serve(request) {
  const { id } = request;
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  try {
    await pipeline.run(request, () => say({ id, event: 'verdict', ms: elapsed() }));
    ends.push({ due: request.due, ms: elapsed() });
    say({ id, event: 'end', ms: elapsed() });
  } catch (error) {
    ends.push({ due: request.due });
    say({ id, event: 'failed', ms: elapsed(), error: String(error?.message ?? error) });
  }
}

function summary(warmUp) {
  const measured = ends.filter(({ due }) => due >= warmUp);
  const latencies = measured.flatMap(({ ms }) => ms ?? []).sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(share * (latencies.length - 1))];
  const mean = latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length;
  const failed = measured.length - latencies.length;
  return { event: 'summary', requests: measured.length, failed, mean, p50: at(0.5), p99: at(0.99) };
}

const warmUp = Number(options['warm-up']);
const requests = options.stdin
  ? asked(process.stdin)
  : poisson({
      rate: Number(options.rate),
      seconds: warmUp + Number(options.seconds),
      seed: Number(options.seed),
      workload: options.workload,
    });
say({ event: 'ready' });
const running = [];
for await (const request of requests) running.push(serve(request));
await Promise.all(running);
if (!options.stdin) say(summary(warmUp));
