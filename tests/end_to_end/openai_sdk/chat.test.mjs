// Text, streams, images, JSON, reasoning and models through the official SDK. The simulator echoes the last user text, and
// what stands in [[…]] steers its answer (tools/gemini_sim/script.hpp).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { eventually, Gateway } from './gateway.mjs';
import { dataUrl, PNG, seen } from '../support/media.mjs';

const MODEL = 'gemini-2.5-flash';
const user = (content) => ({ role: 'user', content });

const Forecast = z.object({
  city: z.string(),
  celsius: z.number(),
  sky: z.enum(['clear', 'cloudy']),
  hours: z.array(z.object({ at: z.string(), note: z.string().nullable() })),
});

function assertUsageAddsUp(usage) {
  assert.ok(usage.prompt_tokens > 0);
  assert.ok(usage.completion_tokens > 0);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
}

describe('chat', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start();
    client = gateway.client();
  });
  after(() => gateway?.stop());

  test('answers a text with everything that the SDK promises', async () => {
    const reply = await client.chat.completions.create({ model: MODEL, messages: [user('Good morning, Oslo.')] });
    assert.equal(reply.object, 'chat.completion');
    assert.match(reply.id, /^chatcmpl-/);
    assert.equal(reply.model, MODEL);
    assert.ok(reply._request_id);
    assert.equal(reply.choices.length, 1);
    const [choice] = reply.choices;
    assert.equal(choice.index, 0);
    assert.equal(choice.finish_reason, 'stop');
    assert.equal(choice.message.role, 'assistant');
    assert.equal(choice.message.content, 'echo: Good morning, Oslo.');
    assertUsageAddsUp(reply.usage);
  });

  test('carries system and developer messages and earlier turns', async () => {
    const reply = await client.chat.completions.create({
      model: MODEL,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'developer', content: 'Speak Norwegian.' },
        user('Hello.'),
        { role: 'assistant', content: 'Hei.' },
        user('[[show=system]]'),
      ],
    });
    assert.equal(reply.choices[0].message.content, 'Be brief.\nSpeak Norwegian.');
  });

  test('ends at a stop word and at the token limit', async () => {
    const stopped = await client.chat.completions.create({ model: MODEL, stop: ['two'], messages: [user('one two three')] });
    assert.equal(stopped.choices[0].message.content, 'echo: one ');
    const cut = await client.chat.completions.create({
      model: MODEL,
      reasoning_effort: 'none',
      max_completion_tokens: 2,
      messages: [user('a text of more than two tokens')],
    });
    assert.equal(cut.choices[0].finish_reason, 'length');
  });

  test('streams the same text, with usage in a last chunk of its own', async () => {
    const stream = await client.chat.completions.create({
      model: MODEL,
      stream: true,
      stream_options: { include_usage: true },
      messages: [user('[[chunks=7]] The quick brown fox jumps over the lazy dog. Grüße, 世界, 🦊.')],
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);

    assert.equal(new Set(chunks.map((chunk) => `${chunk.id} ${chunk.created} ${chunk.model}`)).size, 1);
    assert.ok(chunks.every((chunk) => chunk.object === 'chat.completion.chunk'));
    assert.equal(chunks[0].choices[0].delta.role, 'assistant');
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    assert.equal(text, 'echo: The quick brown fox jumps over the lazy dog. Grüße, 世界, 🦊.');
    assert.ok(chunks.length > 7);

    const last = chunks.pop();
    assert.deepEqual(last.choices, []);
    assertUsageAddsUp(last.usage);
    assert.ok(chunks.every((chunk) => chunk.usage === null));
    assert.deepEqual(
      chunks.map((chunk) => chunk.choices[0].finish_reason).filter((reason) => reason !== null),
      ['stop'],
    );
  });

  test('streams no usage to who did not ask for it', async () => {
    const stream = await client.chat.completions.create({ model: MODEL, stream: true, messages: [user('Hello.')] });
    for await (const chunk of stream) {
      assert.equal(chunk.choices.length, 1);
      assert.equal(chunk.usage ?? null, null);
    }
  });

  test('makes three choices with a model that answers one at a time, whole and streamed', async () => {
    const three = { model: 'gemini-3.8-flash', n: 3, messages: [user('[[chunks=5]] The quick brown fox.')] };
    const reply = await client.chat.completions.create(three);
    assert.deepEqual(
      reply.choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason]),
      [0, 1, 2].map((index) => [index, 'echo: The quick brown fox.', 'stop']),
    );
    assertUsageAddsUp(reply.usage);

    const streamed = await client.chat.completions.stream({ ...three, stream_options: { include_usage: true } }).finalChatCompletion();
    assert.deepEqual(
      streamed.choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason]),
      reply.choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason]),
    );
    assert.deepEqual(streamed.usage, reply.usage);
  });

  test('puts an answer together that is too long for one request, whole and streamed', async () => {
    const long = { model: MODEL, messages: [user('[[decode=3]][[think=0]][[text=The quick brown fox jumps.]]')] };
    const before = (await gateway.upstreamStats()).total;
    const reply = await client.chat.completions.create(long);
    assert.equal(reply.choices[0].message.content, 'The quick brown fox jumps.');
    assert.equal(reply.choices[0].finish_reason, 'stop');
    assert.equal(reply.usage.completion_tokens, 7);
    assert.equal((await gateway.upstreamStats()).total - before, 3);

    const streamed = await client.chat.completions.stream({ ...long, stream_options: { include_usage: true } }).finalChatCompletion();
    assert.equal(streamed.choices[0].message.content, 'The quick brown fox jumps.');
    assert.equal(streamed.choices[0].finish_reason, 'stop');
    assert.deepEqual(streamed.usage, reply.usage);
  });

  test("feeds the SDK's stream helper", async () => {
    const stream = client.chat.completions.stream({ model: MODEL, messages: [user('Hello.')] });
    assert.equal(await stream.finalContent(), 'echo: Hello.');
  });

  test('shows the model an image from a data URL', async () => {
    const reply = await client.chat.completions.create({
      model: MODEL,
      messages: [
        user([
          { type: 'text', text: 'What colour is this?' },
          { type: 'image_url', image_url: { url: dataUrl('image/png', PNG) } },
        ]),
      ],
    });
    assert.equal(reply.choices[0].message.content, `echo: What colour is this? ${seen('image/png', PNG)}`);
  });

  test("answers by a JSON schema, as the SDK's parse helper expects it", async () => {
    const reply = await client.chat.completions.parse({
      model: MODEL,
      messages: [user('How is the weather?')],
      response_format: zodResponseFormat(Forecast, 'forecast'),
    });
    assert.ok(Forecast.safeParse(reply.choices[0].message.parsed).success);
  });

  test('streams by a JSON schema, too', async () => {
    const stream = client.chat.completions.stream({
      model: MODEL,
      messages: [user('How is the weather?')],
      response_format: zodResponseFormat(Forecast, 'forecast'),
    });
    const reply = await stream.finalChatCompletion();
    assert.ok(Forecast.safeParse(reply.choices[0].message.parsed).success);
  });

  test('answers in JSON without a schema', async () => {
    const reply = await client.chat.completions.create({
      model: MODEL,
      messages: [user('Answer in JSON.')],
      response_format: { type: 'json_object' },
    });
    assert.equal(typeof JSON.parse(reply.choices[0].message.content), 'object');
  });

  describe('reasoning', () => {
    const showThoughts = { extra_body: { google: { thinking_config: { include_thoughts: true } } } };

    test('follows the effort, and is counted', async () => {
      const reasoningTokens = async (effort) => {
        const { usage } = await client.chat.completions.create({
          model: MODEL,
          reasoning_effort: effort,
          messages: [user('Think.')],
        });
        assertUsageAddsUp(usage);
        return usage.completion_tokens_details?.reasoning_tokens ?? 0;
      };
      assert.ok((await reasoningTokens('high')) > 0);
      assert.equal(await reasoningTokens('none'), 0);
    });

    test('comes beside the content, never in it', async () => {
      const reply = await client.chat.completions.create({
        model: MODEL,
        reasoning_effort: 'high',
        messages: [user('Think.')],
        ...showThoughts,
      });
      const { message } = reply.choices[0];
      assert.equal(message.content, 'echo: Think.');
      assert.equal(message.reasoning_content, 'Thinking about the request.');
    });

    test('comes before the content in a stream', async () => {
      const stream = await client.chat.completions.create({
        model: MODEL,
        reasoning_effort: 'high',
        stream: true,
        messages: [user('Think.')],
        ...showThoughts,
      });
      let reasoning = '';
      let content = '';
      for await (const chunk of stream) {
        const { delta } = chunk.choices[0];
        if (delta.reasoning_content) assert.equal(content, '');
        reasoning += delta.reasoning_content ?? '';
        content += delta.content ?? '';
      }
      assert.equal(reasoning, 'Thinking about the request.');
      assert.equal(content, 'echo: Think.');
    });
  });

  describe('a client that goes away', () => {
    const endsUpstream = async (abortedBefore) => {
      await eventually('the end of the upstream request', async () => {
        const { active, aborted } = await gateway.upstreamStats();
        return active === 0 && aborted > abortedBefore;
      });
    };

    test('in the middle of a stream ends it upstream', async () => {
      const { aborted } = await gateway.upstreamStats();
      const stream = await client.chat.completions.create({
        model: MODEL,
        stream: true,
        messages: [user('[[tokens=6000]] [[chunks=6000]] [[pace=20]]')],
      });
      let chunks = 0;
      for await (const chunk of stream) {
        chunks += chunk.choices[0].delta.content ? 1 : 0;
        if (chunks === 3) stream.controller.abort();
      }
      await endsUpstream(aborted);
    });

    test('before any answer ends it upstream', async () => {
      const { aborted } = await gateway.upstreamStats();
      await gateway.addFault({ kind: 'hang' });
      const controller = new AbortController();
      const reply = client.chat.completions.create(
        { model: MODEL, messages: [user('Hello.')] },
        { signal: controller.signal },
      );
      const refused = assert.rejects(reply, OpenAI.APIUserAbortError);
      await eventually('the request upstream', async () => (await gateway.upstreamStats()).active > 0);
      controller.abort();
      await refused;
      await endsUpstream(aborted);
    });

    test('leaves a gateway that serves the next one', async () => {
      const reply = await client.chat.completions.create({ model: MODEL, messages: [user('Still there?')] });
      assert.equal(reply.choices[0].message.content, 'echo: Still there?');
    });
  });

  describe('models', () => {
    test('are listed', async () => {
      const models = [];
      for await (const model of client.models.list()) models.push(model);
      assert.ok(models.some((model) => model.id === MODEL));
      assert.ok(models.every((model) => model.object === 'model'));
    });

    test('are found by id', async () => {
      assert.equal((await client.models.retrieve(MODEL)).id, MODEL);
      await assert.rejects(client.models.retrieve('gemini-none'), OpenAI.NotFoundError);
    });
  });
});
