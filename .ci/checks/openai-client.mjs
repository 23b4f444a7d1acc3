// The official OpenAI client, unmodified, against the front door: models, one answer at once, one streamed.
// Needs MILLRACE_URL and MILLRACE_TOOLS; the documents hold the fact that is asked for.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.MILLRACE_TOOLS}/package.json`);
const OpenAI = require('openai');
const client = new OpenAI({ baseURL: `${process.env.MILLRACE_URL}/v1`, apiKey: 'unused', maxRetries: 0 });
const model = 'verified-answer';
const messages = [{ role: 'user', content: process.env.QUESTION }];
const expected = process.env.EXPECTED;

const models = [];
for await (const one of client.models.list()) models.push(one.id);
assert.ok(models.includes(model), `models: ${models}`);

const whole = await client.chat.completions.create({ model, messages });
assert.equal(whole.choices[0].message.role, 'assistant');
assert.equal(whole.choices[0].finish_reason, 'stop');
assert.ok(whole.choices[0].message.content.includes(expected), whole.choices[0].message.content);
assert.ok(whole.usage.total_tokens > 0, JSON.stringify(whole.usage));

const stream = await client.chat.completions.create({
  model,
  messages,
  stream: true,
  stream_options: { include_usage: true },
});
let text = '';
let fragments = 0;
let finish = null;
let usage = null;
for await (const chunk of stream) {
  const choice = chunk.choices[0];
  if (choice?.delta?.content) {
    text += choice.delta.content;
    fragments += 1;
  }
  finish = choice?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}
assert.ok(text.includes(expected), text);
assert.ok(fragments > 1, `the answer came in ${fragments} piece`);
assert.equal(finish, 'stop');
assert.ok(usage?.total_tokens > 0, JSON.stringify(usage));
assert.equal(text.trim(), whole.choices[0].message.content.trim());

await assert.rejects(
  client.chat.completions.create({ model: 'no-such-pipeline', messages }),
  (error) => error.status === 404,
);
console.log(`openai client: ${models.length} models, ${fragments} fragments, ${usage.total_tokens} tokens`);
