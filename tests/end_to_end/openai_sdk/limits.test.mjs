// The limits of a user key, as its client meets them: refusals, retry advice, and the headers by which clients pace
// themselves.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import OpenAI from 'openai';
import { eventually, Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';
const hello = { model: MODEL, messages: [{ role: 'user', content: 'Hello.' }] };
const slow = { ...hello, stream: true, messages: [{ role: 'user', content: '[[chunks=8]] [[pace=100]] A long story.' }] };

describe('limits of a user key', () => {
  let gateway;
  before(async () => {
    gateway = await Gateway.start();
  });
  after(() => gateway?.stop());

  /** A user key with these limits: its id, and the SDK for it. */
  async function user(limits) {
    const { id, key } = await gateway.admin('POST', 'user-keys', { name: 'limited', ...limits });
    return { id, client: gateway.client({ apiKey: key }) };
  }

  /** The headers of an answer, whole, streamed or an error. */
  async function headersOf(request) {
    try {
      const { data, response } = await request.withResponse();
      if (data[Symbol.asyncIterator]) for await (const chunk of data) assert.ok(chunk);
      return response.headers;
    } catch (error) {
      assert.ok(error instanceof OpenAI.APIError, error);
      return error.headers;
    }
  }

  async function refusal(request) {
    const error = await request.then(
      () => assert.fail('was answered'),
      (reason) => reason,
    );
    assert.ok(error instanceof OpenAI.RateLimitError, `${error.constructor.name}: ${error.message}`);
    assert.equal(error.type, 'rate_limit_error');
    assert.equal(error.code, 'rate_limit_exceeded');
    return error;
  }

  async function usage(id) {
    const { user_keys: keys } = await gateway.admin('GET', 'user-keys');
    return keys.find((key) => key.id === id).usage;
  }

  const number = (headers, name) => Number(headers.get(name));

  test('requests a minute: a RateLimitError that says when to come back', async () => {
    const { client } = await user({ rpm: 2 });
    const { total } = await gateway.upstreamStats();
    for (let i = 0; i < 2; i += 1) await client.chat.completions.create(hello);
    for (const stream of [false, true]) {
      const error = await refusal(client.chat.completions.create({ ...hello, stream }));
      assert.match(error.message, /2 requests per minute/);
      assert.equal(error.headers.get('x-should-retry'), 'true');
      assert.ok(number(error.headers, 'retry-after') > 50 && number(error.headers, 'retry-after') <= 60);
      assert.ok(number(error.headers, 'retry-after-ms') > 50_000 && number(error.headers, 'retry-after-ms') <= 60_000);
      assert.equal(error.headers.get('x-ratelimit-remaining-requests'), '0');
    }
    assert.equal((await gateway.upstreamStats()).total, total + 2);
  });

  test('requests a day: no retry is advised, and a restart forgets nothing', async () => {
    const { id, client } = await user({ rpd: 2 });
    for (let i = 0; i < 2; i += 1) await client.chat.completions.create(hello);
    const error = await refusal(client.chat.completions.create(hello));
    assert.match(error.message, /2 requests per day/);
    assert.equal(error.headers.get('x-should-retry'), 'false');
    assert.ok(number(error.headers, 'retry-after') > 0);
    assert.match(error.headers.get('x-ratelimit-reset-requests'), /^(\d+h)?(\d+m)?\d+s$/);

    await gateway.crashAndRestart();
    assert.equal((await usage(id)).rpd.used, 2);
    const again = gateway.client({ apiKey: client.apiKey });
    await refusal(again.chat.completions.create(hello));
  });

  test('tokens a minute: what a request has, and what it has alone', async () => {
    const { id, client } = await user({ tpm: 1000 });
    const long = { ...hello, messages: [{ role: 'user', content: 'word '.repeat(2000) }] };
    const tooLong = await refusal(client.chat.completions.create(long));
    assert.match(tooLong.message, /1000 input tokens per minute.*alone/);
    assert.equal(tooLong.headers.get('x-should-retry'), 'false');
    assert.equal((await usage(id)).rpm.used, 0);

    const { data, response } = await client.chat.completions.create(hello).withResponse();
    assert.equal(response.headers.get('x-ratelimit-limit-tokens'), '1000');
    assert.ok(number(response.headers, 'x-ratelimit-remaining-tokens') < 1000);
    assert.equal((await usage(id)).tpm.used, data.usage.prompt_tokens);
  });

  test('requests at a time: a place is free as soon as its answer is whole, or its client gone', async () => {
    const { id, client } = await user({ max_concurrency: 1 });
    const running = await client.chat.completions.create(slow);
    const error = await refusal(client.chat.completions.create(hello));
    assert.match(error.message, /1 requests at a time/);
    assert.equal(error.headers.get('retry-after'), '1');
    assert.equal(error.headers.get('x-should-retry'), 'true');
    assert.equal((await usage(id)).concurrent, 1);
    for await (const chunk of running) assert.ok(chunk);

    for (let i = 0; i < 20; i += 1) {
      await client.chat.completions.create(hello);
      for await (const chunk of await client.chat.completions.create({ ...hello, stream: true })) assert.ok(chunk);
    }

    const abandoned = await client.chat.completions.create(slow);
    abandoned.controller.abort();
    await eventually('a free place', async () => (await usage(id)).concurrent === 0);
    await client.chat.completions.create(hello);
  });

  test('headers come with every answer', async () => {
    const { client } = await user({ rpm: 10, tpm: 100_000, models: [MODEL] });
    const create = (more) => client.chat.completions.create({ ...hello, ...more });
    // Remaining after: what is refused before it is admitted counts nothing, what upstream refuses counts.
    for (const [request, remaining] of [
      [() => create({}), 9],
      [() => create({ stream: true }), 8],
      [() => create({ temperature: 'hot' }), 8],
      [() => create({ model: 'gemini-2.5-pro' }), 8],
      [() => create({ messages: [{ role: 'user', content: 'Again.' }] }), 7],
    ]) {
      const headers = await headersOf(request());
      assert.equal(headers.get('x-ratelimit-limit-requests'), '10');
      assert.equal(number(headers, 'x-ratelimit-remaining-requests'), remaining);
      assert.match(headers.get('x-ratelimit-reset-requests'), /^(\d+s|1m0s)$/);
      assert.equal(headers.get('x-ratelimit-limit-tokens'), '100000');
      assert.ok(number(headers, 'x-ratelimit-remaining-tokens') < 100_000);
      assert.match(headers.get('x-ratelimit-reset-tokens'), /^(\d+s|1m0s)$/);
    }
    await gateway.addFault({
      kind: 'status',
      body: 'custom',
      status: 400,
      content: '{"error":{"code":400,"message":"The picture is too dark.","status":"INVALID_ARGUMENT"}}',
    });
    const headers = await headersOf(create({}));
    assert.equal(number(headers, 'x-ratelimit-remaining-requests'), 6);
  });

  test('there are no such headers without limits', async () => {
    const { id, client } = await user({});
    const headers = await headersOf(client.chat.completions.create(hello));
    assert.deepEqual(
      [...headers.keys()].filter((name) => name.startsWith('x-ratelimit')),
      [],
    );
    assert.equal(await usage(id), undefined);
  });

  test('a change by an admin holds at once, and a deleted key is a stranger', async () => {
    const { id, client } = await user({ rpm: 1 });
    await client.chat.completions.create(hello);
    await refusal(client.chat.completions.create(hello));
    await gateway.admin('PATCH', `user-keys/${id}`, { rpm: 2 });
    await client.chat.completions.create(hello);
    await refusal(client.chat.completions.create(hello));
    await gateway.admin('PATCH', `user-keys/${id}`, { rpm: null });
    await client.chat.completions.create(hello);
    await gateway.admin('DELETE', `user-keys/${id}`);
    await assert.rejects(client.chat.completions.create(hello), OpenAI.AuthenticationError);
  });

  test('a key that has expired is a stranger', async () => {
    const { id, client } = await user({ expires_at: new Date(Date.now() + 60_000).toISOString() });
    await client.chat.completions.create(hello);
    await gateway.admin('PATCH', `user-keys/${id}`, { expires_at: new Date(Date.now() - 1000).toISOString() });
    await assert.rejects(client.chat.completions.create(hello), OpenAI.AuthenticationError);
  });

  test('the SDK waits as long as it is told, and is served then', async () => {
    const { client } = await user({ max_concurrency: 1 });
    const patient = gateway.client({ apiKey: client.apiKey, maxRetries: 3 });
    const running = await client.chat.completions.create(slow);
    const waiting = patient.chat.completions.create(hello);
    for await (const chunk of running) assert.ok(chunk);
    assert.equal((await waiting).choices[0].message.content, 'echo: Hello.');
  });
});
