// Many requests at once over several keys: each is answered with its own text, and the keys share the work evenly.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Gateway, geminiKey } from './gateway.mjs';

const KEYS = 5;
const REQUESTS = 100;

describe('100 requests at once over 5 keys', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ keys: KEYS });
    client = gateway.client();
  });
  after(() => gateway?.stop());

  async function answer(model, n) {
    const request = { model, messages: [{ role: 'user', content: `[[pace=5]] question ${n}` }] };
    if (n % 2 === 0) return (await client.chat.completions.create(request)).choices[0].message.content;
    return client.chat.completions.stream(request).finalContent();
  }

  async function served(model) {
    const counts = Object.fromEntries(Array.from({ length: KEYS }, (_, n) => [geminiKey(n), 0]));
    for (const { key, model: asked, status, count } of (await gateway.upstreamStats()).requests) {
      if (asked !== model) continue;
      assert.equal(status, 200);
      counts[key] += count;
    }
    return counts;
  }

  // A model each, so that one run's counts are none of the other's.
  for (const [strategy, model] of [
    ['least_used', 'gemini-2.5-flash'],
    ['round_robin', 'gemini-3.5-flash'],
  ])
    test(`are spread evenly by ${strategy}`, async () => {
      await gateway.admin('PATCH', 'settings', { routing: { strategy } });
      const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => answer(model, n)));
      assert.deepEqual(
        answers,
        Array.from({ length: REQUESTS }, (_, n) => `echo: question ${n}`),
      );
      const counts = await served(model);
      assert.deepEqual(Object.values(counts), Array(KEYS).fill(REQUESTS / KEYS), JSON.stringify(counts));
    });
});
