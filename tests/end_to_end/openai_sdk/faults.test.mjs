// Every fault of the simulator: what the client sees, and what becomes of the key. A case is struck on the first key
// alone; with `otherServes` the request must succeed on the other.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Gateway, eventually } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';
const hello = { model: MODEL, messages: [{ role: 'user', content: 'Hello.' }] };

/** Bodies of errors by name, what an only key's client sees, and the state and model state of the key afterwards. */
const refusals = [
  { body: 'api_key_invalid', status: 503, code: 'no_upstream_keys', state: 'invalid' },
  { body: 'suspended', status: 503, code: 'no_upstream_keys', state: 'invalid' },
  { body: 'leaked', status: 503, code: 'no_upstream_keys', state: 'invalid' },
  { body: 'unauthenticated', status: 503, code: 'no_upstream_keys', state: 'healthy' },
  { body: 'location', status: 503, code: 'location_unsupported', state: 'healthy' },
  { body: 'not_found', status: 404, code: 'model_not_found', state: 'exhausted' },
  { body: 'no_longer_available', status: 404, code: 'model_not_found', state: 'exhausted' },
  { body: 'per_minute', status: 429, code: 'rate_limit_exceeded', state: 'cooling_down' },
  { body: 'tokens_per_minute', status: 429, code: 'rate_limit_exceeded', state: 'cooling_down' },
  { body: 'per_day', status: 429, code: 'insufficient_quota', state: 'exhausted' },
  { body: 'zero', status: 404, code: 'model_not_found', state: 'exhausted' },
  { body: 'spend', status: 429, code: 'rate_limit_exceeded', state: 'cooling_down' },
  { body: 'bare429', status: 429, code: 'rate_limit_exceeded', state: 'cooling_down' },
  { body: 'internal', status: 502, code: 'upstream_error', state: 'healthy' },
  { body: 'overloaded', status: 503, code: 'service_unavailable', state: 'healthy' },
  { body: 'deadline', status: 504, code: 'upstream_timeout', state: 'healthy' },
  { body: 'html_502', status: 502, code: 'upstream_error', state: 'healthy' },
];

async function failure(request) {
  return request.then(
    () => assert.fail('was answered'),
    (reason) => reason,
  );
}

async function read(stream) {
  let text = '';
  let finish;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }
  return { text, finish };
}

describe('refusals of an only key', () => {
  for (const { body, status, code, state } of refusals) {
    for (const stream of [false, true]) {
      test(`${body}, ${stream ? 'streamed' : 'whole'}`, async () => {
        const gateway = await Gateway.start({ keys: 1 });
        try {
          await gateway.admin('PATCH', 'settings', { routing: { max_wait_ms: 0 } });
          await gateway.addFault({ kind: 'status', body, count: null });
          const error = await failure(gateway.client().chat.completions.create({ ...hello, stream }));
          assert.equal(error.status, status, error.message);
          assert.equal(error.code, code, error.message);
          const [key] = (await gateway.admin('GET', 'keys')).keys;
          assert.equal(key.state, state, JSON.stringify(key));
          assert.equal(key.totals.requests, 1);
          assert.ok(!`${JSON.stringify(error.error)}${JSON.stringify(key)}${gateway.log}`.includes('AIzaEndToEndTestKey-0'));
        } finally {
          await gateway.stop();
        }
      });
    }
  }
});

describe('failover', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ keys: 2 });
    client = gateway.client();
    // Over the limits that the faults name, so that all can be struck within a minute.
    await gateway.admin('PUT', `models/${MODEL}`, { rpm: null, tpm: null, rpd: null });
  });
  after(() => gateway?.stop());

  const beforeTheFirstByte = [
    ...refusals.filter(({ body }) => body !== 'location').map(({ body }) => ({ kind: 'status', body })),
    { kind: 'reset' },
    { kind: 'raw_error', after: 0 },
    { kind: 'data_error', after: 0 },
    { kind: 'reset_mid_stream', after: 0 },
    { kind: 'close_mid_stream', after: 0 },
  ];
  for (const fault of beforeTheFirstByte) {
    for (const stream of [false, true]) {
      test(`${fault.body ?? fault.kind} on one key is never noticed, ${stream ? 'streamed' : 'whole'}`, async () => {
        await gateway.admin('POST', 'keys/bulk', {
          ids: (await gateway.admin('GET', 'keys')).keys.map(({ id }) => id),
          action: 'reset',
        });
        await gateway.addFault({ ...fault, count: 1 });
        try {
          const answer = await client.chat.completions.create({ ...hello, stream });
          const text = stream ? (await read(answer)).text : answer.choices[0].message.content;
          assert.equal(text, 'echo: Hello.');
        } finally {
          await gateway.clearFaults();
        }
      });
    }
  }
});

describe('streams that break after their first byte', () => {
  let gateway;
  before(async () => {
    gateway = await Gateway.start({ keys: 2 });
  });
  after(() => gateway?.stop());

  for (const kind of ['reset_mid_stream', 'close_mid_stream', 'raw_error', 'data_error', 'no_finish']) {
    test(`${kind} ends with an error event and no [DONE]`, async () => {
      await gateway.addFault({ kind, after: 1, count: 1 });
      const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${gateway.client().apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...hello, stream: true }),
      });
      assert.equal(answer.status, 200);
      const text = await answer.text();
      assert.match(text, /"delta":\{/);
      assert.match(text, /data: \{"error":\{/);
      assert.doesNotMatch(text, /\[DONE\]/);
      const { keys } = await gateway.admin('GET', 'keys');
      assert.deepEqual(
        keys.map(({ state }) => state),
        ['healthy', 'healthy'],
      );
    });
  }
});

describe('oddities that are no faults', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ keys: 1 });
    client = gateway.client();
  });
  after(() => gateway?.stop());

  const oddities = [
    { kind: 'split', bytes: 1 },
    { kind: 'split', bytes: 7 },
    { kind: 'framing', delimiter: '\n\n' },
    { kind: 'framing', delimiter: '\r\r' },
    { kind: 'framing', delimiter: '\r\n\r\n' },
    { kind: 'stop_everywhere' },
    { kind: 'stop_first' },
    { kind: 'huge_signature', bytes: 300_000 },
  ];
  for (const fault of oddities) {
    test(`${fault.kind} ${JSON.stringify(fault.bytes ?? fault.delimiter ?? '')} changes no answer`, async () => {
      await gateway.addFault({ ...fault, count: 1 });
      const stream = await client.chat.completions.create({ ...hello, stream: true });
      assert.deepEqual(await read(stream), { text: 'echo: Hello.', finish: 'stop' });
    });
  }

  test('a blocked prompt is an answer without content, filtered', async () => {
    await gateway.addFault({ kind: 'blocked_prompt', count: 1 });
    const answer = await client.chat.completions.create(hello);
    assert.equal(answer.choices[0].finish_reason, 'content_filter');
    assert.ok(answer.choices[0].message.refusal);
  });

  for (const kind of ['empty_candidate', 'malformed_function_call']) {
    test(`${kind} is asked for once more, and then still is one choice`, async () => {
      await gateway.addFault({ kind, count: 1 });
      const stream = await client.chat.completions.create({ ...hello, stream: true });
      assert.deepEqual(await read(stream), { text: 'echo: Hello.', finish: 'stop' });
      await gateway.addFault({ kind, count: 2 });
      const answer = await client.chat.completions.create(hello);
      assert.equal(answer.choices.length, 1);
      assert.equal(answer.choices[0].message.content, '');
      assert.equal(answer.choices[0].finish_reason, 'stop');
    });
  }

  test('a client that leaves ends its upstream request within a second, and blames no key', async () => {
    await gateway.addFault({ kind: 'hang', count: 1 });
    const before = (await gateway.upstreamStats()).aborted;
    const abort = new AbortController();
    const request = failure(client.chat.completions.create({ ...hello, stream: true }, { signal: abort.signal }));
    await eventually('the request upstream', async () => (await gateway.upstreamStats()).active > 0);
    abort.abort();
    await request;
    await eventually('the end of the request upstream', async () => (await gateway.upstreamStats()).aborted > before, 1000);
    const [key] = (await gateway.admin('GET', 'keys')).keys;
    assert.equal(key.state, 'healthy');
  });
});
