// Text, media, structured output and reasoning through the AI SDK. What stands in [[…]] steers the simulator's answer
// (tools/gemini_sim/script.hpp).
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { generateObject, generateText, Output, streamObject, streamText } from 'ai';
import { z } from 'zod';
import { Gateway } from './gateway.mjs';
import { MP3, MP4, PDF, PNG, seen, WAV } from '../support/media.mjs';

const MODEL = 'gemini-2.5-flash';

const Forecast = z.object({
  city: z.string(),
  celsius: z.number(),
  sky: z.enum(['clear', 'cloudy']),
  hours: z.array(z.object({ at: z.string(), note: z.string().nullable() })),
});

function assertUsageAddsUp(usage) {
  assert.ok(usage.inputTokens > 0);
  assert.ok(usage.outputTokens > 0);
  assert.equal(usage.totalTokens, usage.inputTokens + usage.outputTokens);
  assert.equal(usage.outputTokens, usage.outputTokenDetails.textTokens + usage.outputTokenDetails.reasoningTokens);
}

async function partsOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe('chat', () => {
  let gateway;
  let model;
  before(async () => {
    gateway = await Gateway.start({ recordRequests: 10 });
    model = gateway.model(MODEL);
  });
  beforeEach(() => gateway.forgetSent());
  after(() => gateway?.stop());

  test('answers a text, and tells what it cost', async () => {
    const { text, finishReason, usage, response, warnings } = await generateText({
      model,
      instructions: 'Be brief.',
      prompt: '[[cached=2]] Good morning, Oslo.',
    });
    assert.equal(text, 'echo: Good morning, Oslo.');
    assert.equal(finishReason, 'stop');
    assertUsageAddsUp(usage);
    assert.equal(usage.inputTokenDetails.cacheReadTokens, 2);
    assert.match(response.id, /^chatcmpl-/);
    assert.equal(response.modelId, MODEL);
    assert.deepEqual(warnings, []);
    const [{ body }] = await gateway.sentUpstream();
    assert.deepEqual(body.systemInstruction, { parts: [{ text: 'Be brief.' }] });
  });

  test('streams the same text, with the usage at its end', async () => {
    const result = streamText({ model, prompt: '[[chunks=7]] The quick brown fox. Grüße, 世界, 🦊.' });
    const parts = await partsOf(result.fullStream);
    const deltas = parts.filter(({ type }) => type === 'text-delta').map(({ text }) => text);
    assert.equal(deltas.join(''), 'echo: The quick brown fox. Grüße, 世界, 🦊.');
    assert.equal(deltas.length, 7);
    assert.ok(parts.every(({ type }) => type !== 'error'));
    assert.equal(parts.at(-1).type, 'finish');
    assert.equal(parts.at(-1).finishReason, 'stop');
    assertUsageAddsUp(parts.at(-1).totalUsage);
  });

  test('carries earlier turns and the sampling parameters', async () => {
    await generateText({
      model,
      temperature: 0.5,
      topP: 0.9,
      seed: 7,
      maxOutputTokens: 2000,
      stopSequences: ['halt'],
      messages: [
        { role: 'user', content: 'Hello.' },
        { role: 'assistant', content: 'Hei.' },
        { role: 'user', content: 'And now?' },
      ],
    });
    const [{ body }] = await gateway.sentUpstream();
    assert.deepEqual(
      body.contents.map(({ role, parts }) => [role, parts[0].text]),
      [
        ['user', 'Hello.'],
        ['model', 'Hei.'],
        ['user', 'And now?'],
      ],
    );
    assert.deepEqual(body.generationConfig, {
      temperature: 0.5,
      topP: 0.9,
      seed: 7,
      maxOutputTokens: 2000,
      stopSequences: ['halt'],
    });
  });

  test('shows the model images, sound, video and documents', async () => {
    const file = (mediaType, data) => ({ type: 'file', mediaType, data });
    const { text } = await generateText({
      model,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What are these?' },
            file('image/png', PNG),
            file('image/png', Buffer.from(PNG, 'base64')),
            file('audio/wav', WAV),
            file('audio/mpeg', MP3),
            file('application/pdf', PDF),
            file('video/mp4', MP4),
          ],
        },
      ],
    });
    const media = [
      seen('image/png', PNG),
      seen('image/png', PNG),
      seen('audio/wav', WAV),
      seen('audio/mpeg', MP3),
      seen('application/pdf', PDF),
      seen('video/mp4', MP4),
    ];
    assert.equal(text, `echo: What are these? ${media.join(' ')}`);
  });

  describe('structured output', () => {
    for (const id of [MODEL, 'gemini-3.8-flash', 'gemini-2.0-flash']) {
      test(`conforms to its schema on ${id}, whole and streamed`, async () => {
        const request = { model: gateway.model(id), schema: Forecast, prompt: 'How is the weather?' };
        assert.ok(Forecast.safeParse((await generateObject(request)).object).success);
        const growing = await partsOf(streamObject(request).partialObjectStream);
        assert.ok(Forecast.safeParse(growing.at(-1)).success);
      });
    }

    test('is the output of generateText, too', async () => {
      const { output } = await generateText({
        model,
        output: Output.object({ schema: Forecast }),
        prompt: 'How is the weather?',
      });
      assert.ok(Forecast.safeParse(output).success);
    });

    test('goes without a schema where the provider is told of none', async () => {
      const { object } = await generateObject({
        model: gateway.model(MODEL, { supportsStructuredOutputs: false }),
        output: 'no-schema',
        prompt: 'Answer in JSON.',
      });
      assert.deepEqual(object, { echo: 'text' });
    });
  });

  describe('reasoning', () => {
    const thoughts = { extra_body: { google: { thinking_config: { include_thoughts: true } } } };
    const request = { prompt: 'Think.', reasoning: 'high', providerOptions: { geminid: thoughts } };

    test('is a part of its own beside the text', async () => {
      const { reasoningText, text, usage } = await generateText({ model, ...request });
      assert.equal(reasoningText, 'Thinking about the request.');
      assert.equal(text, 'echo: Think.');
      assert.ok(usage.outputTokenDetails.reasoningTokens > 0);
    });

    test('comes before the text in a stream', async () => {
      const parts = await partsOf(streamText({ model, ...request }).fullStream);
      const kinds = parts.map(({ type }) => type).filter((type) => /^(reasoning|text)-(start|end)$/.test(type));
      assert.deepEqual(kinds, ['reasoning-start', 'reasoning-end', 'text-start', 'text-end']);
      const textOf = (kind) =>
        parts
          .filter(({ type }) => type === kind)
          .map(({ text }) => text)
          .join('');
      assert.equal(textOf('reasoning-delta'), 'Thinking about the request.');
      assert.equal(textOf('text-delta'), 'echo: Think.');
    });

    test('follows the effort that the client states', async () => {
      await generateText({ model, prompt: 'Think.', reasoning: 'low' });
      await generateText({ model: gateway.model('gemini-3.6-flash'), prompt: 'Think.', reasoning: 'low' });
      const sent = await gateway.sentUpstream();
      assert.deepEqual(
        sent.map(({ body }) => body.generationConfig.thinkingConfig),
        [{ thinkingBudget: 1024 }, { thinkingLevel: 'LOW' }],
      );
    });
  });
});
