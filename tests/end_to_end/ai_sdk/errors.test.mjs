// How failures and a client that leaves look to the AI SDK.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { APICallError, generateText, streamText } from 'ai';
import { eventually, Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';

describe('errors', () => {
  let gateway;
  before(async () => {
    gateway = await Gateway.start();
    await gateway.admin('PATCH', 'settings', { routing: { max_wait_ms: 0 } });
  });
  afterEach(() => gateway.clearFaults());
  after(() => gateway?.stop());

  const ask = (model, more = {}) => generateText({ model, prompt: 'Hello.', maxRetries: 0, ...more });

  /** The request fails with this status and code, whole and then streamed, and the SDK knows whether to try again. */
  async function assertFails(model, { status, code, isRetryable }) {
    const whole = await ask(model).then(
      () => assert.fail('was answered'),
      (error) => error,
    );
    let streamed;
    const { fullStream } = streamText({ model, prompt: 'Hello.', maxRetries: 0, onError: () => {} });
    for await (const part of fullStream) if (part.type === 'error') streamed = part.error;
    for (const error of [whole, streamed]) {
      assert.ok(APICallError.isInstance(error), error);
      assert.equal(error.statusCode, status);
      assert.equal(error.data.error.code, code);
      assert.equal(error.message, error.data.error.message);
      assert.equal(error.isRetryable, isRetryable);
    }
    return streamed;
  }

  test('401: a key that nobody issued', async () => {
    const stranger = gateway.model(MODEL, { apiKey: 'sk-nobody-issued-this-one' });
    await assertFails(stranger, { status: 401, code: 'invalid_api_key', isRetryable: false });
  });

  test('404: a model that does not exist', () =>
    assertFails(gateway.model('gemini-none'), { status: 404, code: 'model_not_found', isRetryable: false }));

  test('429: every key at its limit, with the time to come back', async () => {
    const id = 'gemini-3.5-flash-lite';
    await gateway.addFault({ kind: 'status', body: 'per_minute', model: id, count: null });
    const expected = { status: 429, code: 'rate_limit_exceeded', isRetryable: true };
    const error = await assertFails(gateway.model(id), expected); // by now the gateway knows, and asks nobody
    assert.ok(Number(error.responseHeaders['retry-after']) > 0);
  });

  test('503: an overloaded model, which the SDK asks again by itself', async () => {
    await gateway.addFault({ kind: 'status', body: 'overloaded', count: null });
    await assertFails(gateway.model(MODEL), { status: 503, code: 'service_unavailable', isRetryable: true });
    await gateway.clearFaults();
    await gateway.addFault({ kind: 'status', body: 'overloaded', count: 3 }); // every attempt of one request
    const { text } = await ask(gateway.model(MODEL), { maxRetries: 1 });
    assert.equal(text, 'echo: Hello.');
  });

  test('a stream that breaks upstream is an error part, and no finished answer', async () => {
    await gateway.addFault({ kind: 'data_error', after: 2 });
    const { fullStream } = streamText({
      model: gateway.model(MODEL),
      prompt: '[[chunks=8]] A text of several parts.',
      maxRetries: 0,
      onError: () => {},
    });
    const parts = [];
    for await (const part of fullStream) parts.push(part);
    assert.equal(parts.filter(({ type }) => type === 'error').length, 1);
    assert.ok(parts.every(({ finishReason }) => finishReason === undefined || finishReason === 'error'));
  });

  test('a blocked prompt and an unsafe answer finish by the content filter', async () => {
    for (const directive of ['[[blocked=PROHIBITED_CONTENT]]', '[[finish=SAFETY]]']) {
      const { finishReason } = await ask(gateway.model(MODEL), { prompt: `${directive} Hello.` });
      assert.equal(finishReason, 'content-filter');
    }
  });

  test('a client that aborts ends its upstream request', async () => {
    const { aborted } = await gateway.upstreamStats();
    const controller = new AbortController();
    const result = streamText({
      model: gateway.model(MODEL),
      prompt: '[[tokens=6000]] [[chunks=6000]] [[pace=20]]',
      abortSignal: controller.signal,
      onError: () => {},
    });
    let deltas = 0;
    let ended;
    for await (const part of result.fullStream) {
      deltas += part.type === 'text-delta' ? 1 : 0;
      if (deltas === 3) controller.abort();
      ended = part.type;
    }
    assert.equal(ended, 'abort');
    await eventually('the end of the upstream request', async () => {
      const stats = await gateway.upstreamStats();
      return stats.active === 0 && stats.aborted > aborted;
    });
  });
});
