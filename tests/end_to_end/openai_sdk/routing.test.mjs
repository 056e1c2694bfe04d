// What routing does for a client beyond trying another key: mended requests, fallbacks, conversations that stay with their
// key, circuits. Each test has a gateway of its own, since what one finds out another would know.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const MODEL = 'gemini-3.8-flash';
const user = (content) => ({ role: 'user', content });
const hello = { model: MODEL, messages: [user('Hello.')] };

async function withGateway(keys, story) {
  const gateway = await Gateway.start({ keys, recordRequests: 100 });
  try {
    await story(gateway, gateway.client());
  } finally {
    await gateway.stop();
  }
}

async function textOf(answer, stream) {
  if (!stream) return answer.choices[0].message.content;
  let text = '';
  for await (const chunk of answer) text += chunk.choices[0]?.delta?.content ?? '';
  return text;
}

const failure = (request) =>
  request.then(
    () => assert.fail('was answered'),
    (reason) => reason,
  );

describe('what a model refuses', () => {
  /** A 400 as Google words it. */
  const refusal = (message) => ({
    kind: 'status',
    body: 'custom',
    status: 400,
    content: JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
    model: MODEL,
  });

  const fields = [
    ['penalties', 'Penalty is not enabled for this model', { presence_penalty: 0.5 }, 'presencePenalty'],
    ['log probabilities', 'Logprobs is not enabled for this model', { logprobs: true }, 'responseLogprobs'],
    ['a thinking level', 'Thinking level is not supported for this model.', { reasoning_effort: 'high' }, 'thinkingConfig'],
  ];
  for (const [what, message, parameters, field] of fields) {
    for (const stream of [false, true]) {
      test(`${what}: left out on the same key, and at once from then on, ${stream ? 'streamed' : 'whole'}`, () =>
        withGateway(3, async (gateway, client) => {
          await gateway.addFault({ ...refusal(message), count: 1 });
          const request = { ...hello, ...parameters, stream };
          assert.equal(await textOf(await client.chat.completions.create(request), stream), 'echo: Hello.');
          assert.equal(await textOf(await client.chat.completions.create(request), stream), 'echo: Hello.');
          const sent = await gateway.sentUpstream();
          assert.deepEqual(
            sent.map(({ body }) => field in (body.generationConfig ?? {})),
            [true, false, false],
          );
          assert.equal(sent[0].key, sent[1].key);
          assert.ok((await gateway.admin('GET', 'keys')).keys.every(({ state }) => state === 'healthy'));
        }));
    }
  }

  test('a thought signature: replaced by the sentinel, once', () =>
    withGateway(2, async (gateway, client) => {
      await gateway.addFault({ ...refusal('Corrupted thought signature.'), count: 1 });
      const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } };
      const extra = { google: { thought_signature: 'QUJDRA==' } };
      await client.chat.completions.create({
        model: MODEL,
        tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }],
        messages: [
          user('Look.'),
          { role: 'assistant', content: null, tool_calls: [{ ...call, extra_content: extra }] },
          { role: 'tool', tool_call_id: 'call_1', content: 'seen' },
        ],
      });
      const signatures = (await gateway.sentUpstream()).map(
        ({ body }) => body.contents.flatMap(({ parts }) => parts).find((part) => part.functionCall).thoughtSignature,
      );
      assert.deepEqual(signatures, ['QUJDRA==', 'skip_thought_signature_validator']);
    }));

  test('anything else goes back at once and blames nobody', () =>
    withGateway(2, async (gateway, client) => {
      await gateway.addFault({ ...refusal('Invalid value at contents[0]'), count: null });
      const error = await failure(client.chat.completions.create(hello));
      assert.equal(error.status, 400);
      assert.equal((await gateway.sentUpstream()).length, 1);
      const { keys } = await gateway.admin('GET', 'keys');
      assert.ok(keys.every(({ state, totals }) => state === 'healthy' && totals.failures === 0));
    }));
});

describe('fallbacks', () => {
  const FALLBACK = 'gemini-2.5-flash';
  for (const stream of [false, true]) {
    for (const body of ['overloaded', 'per_day']) {
      test(`take over after ${body}, ${stream ? 'streamed' : 'whole'}, and the header tells`, () =>
        withGateway(2, async (gateway, client) => {
          await gateway.admin('PUT', `models/${MODEL}`, { fallbacks: ['gemini-2.0-none', FALLBACK] });
          await gateway.admin('PUT', 'models/gemini-2.0-none', { enabled: false });
          await gateway.addFault({ kind: 'status', body, model: MODEL, count: null });
          const { data, response } = await client.chat.completions.create({ ...hello, stream }).withResponse();
          assert.equal(await textOf(data, stream), 'echo: Hello.');
          assert.equal(response.headers.get('x-geminid-model'), FALLBACK);
        }));
    }
  }

  test('are no help against what the client got wrong', () =>
    withGateway(1, async (gateway, client) => {
      await gateway.admin('PUT', `models/${MODEL}`, { fallbacks: [FALLBACK] });
      await gateway.addFault({ kind: 'status', body: 'custom', status: 400, content: '{}', model: MODEL, count: null });
      assert.equal((await failure(client.chat.completions.create(hello))).status, 400);
    }));

  test('are not needed while the model serves', () =>
    withGateway(1, async (gateway, client) => {
      await gateway.admin('PUT', `models/${MODEL}`, { fallbacks: [FALLBACK] });
      const { response } = await client.chat.completions.create(hello).withResponse();
      assert.equal(response.headers.get('x-geminid-model'), MODEL);
    }));
});

describe('affinity', () => {
  async function keysOfAConversation(gateway, client, extra = {}) {
    const messages = [];
    for (let turn = 0; turn < 5; ++turn) {
      messages.push(user(`Turn ${turn}.`));
      const reply = await client.chat.completions.create({ model: MODEL, messages, ...extra });
      messages.push({ role: 'assistant', content: reply.choices[0].message.content });
    }
    return new Set((await gateway.sentUpstream()).map(({ key }) => key)).size;
  }

  test('keeps a conversation on its key, known by its messages', () =>
    withGateway(3, async (gateway, client) => {
      assert.equal(await keysOfAConversation(gateway, client), 1);
    }));

  test('spreads it when switched off', () =>
    withGateway(3, async (gateway, client) => {
      await gateway.admin('PATCH', 'settings', { routing: { affinity: false } });
      assert.equal(await keysOfAConversation(gateway, client), 3);
    }));

  test('knows it by prompt_cache_key from the first turn on', () =>
    withGateway(3, async (gateway, client) => {
      for (let i = 0; i < 4; ++i) {
        await client.chat.completions.create({ model: MODEL, messages: [user(`Part ${i}.`)], prompt_cache_key: 'book' });
      }
      assert.equal(new Set((await gateway.sentUpstream()).map(({ key }) => key)).size, 1);
    }));

  test('fails no request when the key has died', () =>
    withGateway(2, async (gateway, client) => {
      await client.chat.completions.create({ ...hello, prompt_cache_key: 'book' });
      const [{ key }] = await gateway.sentUpstream();
      await gateway.addFault({ kind: 'status', body: 'api_key_invalid', key, count: null });
      const reply = await client.chat.completions.create({ ...hello, prompt_cache_key: 'book' });
      assert.equal(reply.choices[0].message.content, 'echo: Hello.');
    }));
});

describe('circuits', () => {
  test('bare 429s of three projects open the model’s, blame no key, and are told', () =>
    withGateway(4, async (gateway, client) => {
      await gateway.admin('PATCH', 'settings', { routing: { max_wait_ms: 0 } });
      await gateway.addFault({ kind: 'status', body: 'bare429', model: MODEL, count: null });
      assert.equal((await failure(client.chat.completions.create(hello))).status, 429);
      const error = await failure(client.chat.completions.create(hello));
      assert.equal(error.status, 429);
      assert.equal(error.code, 'rate_limit_exceeded');
      assert.ok(Number(error.headers.get('retry-after')) <= 15);
      assert.equal(error.headers.get('x-should-retry'), 'true');
      assert.equal((await gateway.sentUpstream()).length, 3);
      const { circuits } = await gateway.admin('GET', 'circuits');
      assert.equal(circuits.length, 1);
      assert.deepEqual(
        { ...circuits[0], until: undefined, reason: undefined },
        { scope: 'model', subject: MODEL, state: 'open', keys: 4, until: undefined, reason: undefined },
      );
      assert.ok((await gateway.admin('GET', 'keys')).keys.every(({ state }) => state === 'healthy'));
      assert.match(await gateway.metrics(), /geminid_circuits\{scope="model",state="open"\} 1/);
      const other = await client.chat.completions.create({ ...hello, model: 'gemini-2.5-flash' });
      assert.equal(other.choices[0].message.content, 'echo: Hello.');
    }));

  test('a location that Google does not serve rests the refused keys, which stay healthy', () =>
    withGateway(2, async (gateway, client) => {
      await gateway.addFault({ kind: 'status', body: 'location', count: 2 });
      assert.equal((await failure(client.chat.completions.create(hello))).code, 'location_unsupported');
      const error = await failure(client.chat.completions.create(hello));
      assert.equal(error.code, 'location_unsupported');
      assert.equal((await gateway.sentUpstream()).length, 2);
      const { circuits } = await gateway.admin('GET', 'circuits');
      assert.deepEqual(
        circuits.map(({ scope, state, keys }) => ({ scope, state, keys })),
        [{ scope: 'location', state: 'open', keys: 2 }],
      );
      assert.ok((await gateway.admin('GET', 'keys')).keys.every(({ state }) => state === 'healthy'));
    }));

  test('a spending limit rests its project for every model', () =>
    withGateway(1, async (gateway, client) => {
      await gateway.addFault({ kind: 'status', body: 'spend', count: 1 });
      assert.equal((await failure(client.chat.completions.create(hello))).status, 429);
      assert.equal((await failure(client.chat.completions.create({ ...hello, model: 'gemini-2.5-flash' }))).status, 429);
      assert.equal((await gateway.sentUpstream()).length, 1);
      const { circuits } = await gateway.admin('GET', 'circuits');
      assert.deepEqual(
        circuits.map(({ scope, state }) => ({ scope, state })),
        [{ scope: 'project', state: 'open' }],
      );
    }));
});

test('/metrics counts requests, attempts and states, for the admin alone', () =>
  withGateway(2, async (gateway, client) => {
    await client.chat.completions.create(hello);
    assert.equal((await fetch(`${gateway.url}/metrics`)).status, 401);
    const text = await gateway.metrics();
    assert.match(text, /geminid_requests_total\{status="200",surface="chat"\} 1/);
    assert.match(text, /geminid_upstream_attempts_total\{status="200"\} 1/);
    assert.match(text, /geminid_keys\{state="healthy"\} 2/);
    assert.match(text, /geminid_request_duration_seconds_count\{surface="chat"\} 1/);
  }));
