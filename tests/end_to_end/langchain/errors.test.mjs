// How failures and a client that leaves look to LangChain.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually, Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';

const failure = (request) =>
  request.then(
    () => assert.fail('was answered'),
    (error) => error,
  );

describe('errors', () => {
  let gateway;
  before(async () => {
    gateway = await Gateway.start();
    await gateway.admin('PATCH', 'settings', { routing: { max_wait_ms: 0 } });
  });
  afterEach(() => gateway.clearFaults());
  after(() => gateway?.stop());

  /** The request fails with this status, code and class of LangChain's, whole and streamed. */
  async function assertFails(model, { status, code, lcCode }) {
    for (const error of [await failure(model.invoke('Hello.')), await failure(model.stream('Hello.'))]) {
      assert.equal(error.status, status);
      assert.equal(error.code, code);
      assert.equal(error.lc_error_code, lcCode);
    }
  }

  test('401: a key that nobody issued', () =>
    assertFails(gateway.model(MODEL, { apiKey: 'sk-nobody-issued-this-one' }), {
      status: 401,
      code: 'invalid_api_key',
      lcCode: 'MODEL_AUTHENTICATION',
    }));

  test('404: a model that does not exist', () =>
    assertFails(gateway.model('gemini-none'), { status: 404, code: 'model_not_found', lcCode: 'MODEL_NOT_FOUND' }));

  test('429: every key at its limit', async () => {
    const id = 'gemini-3.5-flash-lite';
    await gateway.addFault({ kind: 'status', body: 'per_minute', model: id, count: null });
    await assertFails(gateway.model(id), { status: 429, code: 'rate_limit_exceeded', lcCode: 'MODEL_RATE_LIMIT' });
  });

  test('400: more than the model can take', async () => {
    const message = 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).';
    const content = JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
    await gateway.addFault({ kind: 'status', body: 'custom', status: 400, content, count: 2 });
    await assertFails(gateway.model(MODEL), { status: 400, code: 'context_length_exceeded', lcCode: undefined });
  });

  test('503: an overloaded model, which LangChain asks again by itself', async () => {
    await gateway.addFault({ kind: 'status', body: 'overloaded', count: 3 }); // every attempt of one request
    const { content } = await gateway.model(MODEL, { maxRetries: 1 }).invoke('Hello.');
    assert.equal(content, 'echo: Hello.');
  });

  test('a stream that breaks upstream throws after its first part', async () => {
    await gateway.addFault({ kind: 'data_error', after: 2 });
    let text = '';
    await assert.rejects(async () => {
      for await (const { content } of await gateway.model(MODEL).stream('[[chunks=8]] A text of several parts.'))
        text += content;
    });
    assert.ok('echo: A text of several parts.'.startsWith(text) && text.length > 0, text);
  });

  test('a blocked prompt and an unsafe answer finish by the content filter', async () => {
    for (const directive of ['[[blocked=PROHIBITED_CONTENT]]', '[[finish=SAFETY]]']) {
      const { response_metadata: metadata } = await gateway.model(MODEL).invoke(`${directive} Hello.`);
      assert.equal(metadata.finish_reason, 'content_filter');
    }
  });

  test('a client that aborts ends its upstream request', async () => {
    const { aborted } = await gateway.upstreamStats();
    const controller = new AbortController();
    const { signal } = controller;
    await assert.rejects(async () => {
      let chunks = 0;
      for await (const chunk of await gateway
        .model(MODEL)
        .stream('[[tokens=6000]] [[chunks=6000]] [[pace=20]]', { signal })) {
        chunks += chunk.content ? 1 : 0;
        if (chunks === 3) controller.abort();
      }
    });
    await eventually('the end of the upstream request', async () => {
      const stats = await gateway.upstreamStats();
      return stats.active === 0 && stats.aborted > aborted;
    });
  });
});
