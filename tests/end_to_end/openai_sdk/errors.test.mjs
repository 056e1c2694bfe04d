// Every class of error of the official SDK, and what its members say.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import OpenAI from 'openai';
import { Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';
const user = (content) => ({ role: 'user', content });
const hello = { model: MODEL, messages: [user('Hello.')] };

/** The request fails with this class, status, type and code, in OpenAI's shape; gives the error. */
async function assertFails(request, expected) {
  const error = await request.then(
    () => assert.fail('was answered'),
    (reason) => reason,
  );
  assert.ok(error instanceof expected.class, `${error.constructor.name}: ${error.message}`);
  assert.equal(error.status, expected.status);
  assert.equal(error.type, expected.type);
  assert.equal(error.code, expected.code);
  if ('param' in expected) assert.equal(error.param, expected.param);
  assert.ok(error.error.message);
  assert.ok(error.requestID);
  return error;
}

describe('errors', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start();
    client = gateway.client();
    // What a cooling pool answers is the matter here, not how long it may wait.
    await gateway.admin('PATCH', 'settings', { routing: { max_wait_ms: 0 } });
  });
  afterEach(() => gateway.clearFaults());
  after(() => gateway?.stop());

  const ask = (more = {}) => client.chat.completions.create({ ...hello, ...more });
  const invalid = { class: OpenAI.BadRequestError, status: 400, type: 'invalid_request_error' };
  const limited = { class: OpenAI.RateLimitError, status: 429 };
  const broken = { class: OpenAI.InternalServerError, type: 'server_error' };

  test('AuthenticationError: a key that nobody issued', async () => {
    const stranger = gateway.client({ apiKey: 'sk-nobody-issued-this-one' });
    const expected = { class: OpenAI.AuthenticationError, status: 401, type: 'invalid_request_error' };
    await assertFails(stranger.chat.completions.create(hello), { ...expected, code: 'invalid_api_key' });
    await assertFails(stranger.models.list(), { ...expected, code: 'invalid_api_key' });
  });

  test('PermissionDeniedError: a model that the user key may not use', async () => {
    const { key } = await gateway.admin('POST', 'user-keys', { name: 'pro only', models: ['gemini-2.5-pro'] });
    const expected = { class: OpenAI.PermissionDeniedError, status: 403, type: 'permission_error' };
    const bounded = gateway.client({ apiKey: key });
    await assertFails(bounded.chat.completions.create(hello), { ...expected, code: 'model_not_allowed' });
    const allowed = await bounded.chat.completions.create({ ...hello, model: 'gemini-2.5-pro' });
    assert.equal(allowed.choices[0].message.content, 'echo: Hello.');
  });

  test('BadRequestError: what OpenAI refuses, by its parameter', async () => {
    for (const [param, value] of [
      ['stop', ['1', '2', '3', '4', '5']],
      ['n', 9],
      ['temperature', 'hot'],
    ]) {
      const error = await ask({ [param]: value }).catch((reason) => reason);
      assert.ok(error instanceof OpenAI.BadRequestError, param);
      assert.equal(error.type, 'invalid_request_error');
      assert.equal(error.param, param);
    }
  });

  test('BadRequestError: what Google refuses, at once and on one key', async () => {
    const before = (await gateway.upstreamStats()).total;
    await gateway.addFault({
      kind: 'status',
      body: 'custom',
      status: 400,
      content: '{"error":{"code":400,"message":"The picture is too dark.","status":"INVALID_ARGUMENT"}}',
    });
    const error = await assertFails(ask(), { ...invalid, code: 'invalid_value' });
    assert.match(error.message, /The picture is too dark\./);
    assert.equal((await gateway.upstreamStats()).total, before + 1);
  });

  test('NotFoundError: a model that does not exist', async () => {
    const expected = { class: OpenAI.NotFoundError, status: 404, type: 'invalid_request_error', code: 'model_not_found' };
    await assertFails(ask({ model: 'gemini-none' }), expected);
    await assertFails(ask({ model: 'gemini-none', stream: true }), expected);
  });

  test('RateLimitError: every key at its limit of the minute', async () => {
    const model = 'gemini-3.5-flash-lite';
    await gateway.addFault({ kind: 'status', body: 'per_minute', model, count: null });
    const expected = { ...limited, type: 'rate_limit_error', code: 'rate_limit_exceeded' };
    await assertFails(ask({ model }), expected);
    // Now the gateway knows, and does not ask upstream.
    const { total } = await gateway.upstreamStats();
    const error = await assertFails(ask({ model, stream: true }), expected);
    assert.ok(Number(error.headers.get('retry-after')) > 0);
    assert.equal((await gateway.upstreamStats()).total, total);
    // Another model of the same keys is not touched.
    assert.equal((await ask()).choices[0].message.content, 'echo: Hello.');
  });

  test('RateLimitError: every key at its limit of the day, where a retry is of no use', async () => {
    const model = 'gemini-3.6-flash';
    await gateway.addFault({ kind: 'status', body: 'per_day', model, count: null });
    const expected = { ...limited, type: 'insufficient_quota', code: 'insufficient_quota' };
    const error = await assertFails(ask({ model }), expected);
    assert.equal(error.headers.get('x-should-retry'), 'false');
  });

  test('InternalServerError: an overloaded model', async () => {
    await gateway.addFault({ kind: 'status', body: 'overloaded', count: null });
    await assertFails(ask(), { ...broken, status: 503, code: 'service_unavailable' });
  });

  test('InternalServerError: an upstream that fails', async () => {
    await gateway.addFault({ kind: 'status', body: 'internal', count: null });
    await assertFails(ask(), { ...broken, status: 502, code: 'upstream_error' });
  });

  test('none: a failure that another key makes good', async () => {
    for (const fault of [
      { kind: 'status', body: 'overloaded' },
      { kind: 'status', body: 'per_minute', model: 'gemini-3.8-flash' },
      { kind: 'reset' },
    ]) {
      await gateway.addFault({ model: 'gemini-3.8-flash', ...fault });
      assert.equal((await ask({ model: 'gemini-3.8-flash' })).choices[0].message.content, 'echo: Hello.', fault.kind);
    }
  });

  for (const kind of ['data_error', 'raw_error', 'close_mid_stream', 'reset_mid_stream', 'no_finish'])
    test(`a stream that breaks upstream (${kind}) throws after its first part, and never ends as if whole`, async () => {
      await gateway.addFault({ kind, after: 2 });
      const stream = await ask({ stream: true, messages: [user('[[chunks=8]] A text of several parts.')] });
      let text = '';
      await assert.rejects(async () => {
        for await (const chunk of stream) text += chunk.choices[0].delta.content ?? '';
      }, OpenAI.APIError);
      assert.ok('echo: A text of several parts.'.startsWith(text) && text.length > 0, text);
    });
});
