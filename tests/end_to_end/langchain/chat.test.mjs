// Text, media, structured output and reasoning through LangChain's ChatOpenAI. What stands in [[…]] steers the simulator's
// answer (tools/gemini_sim/script.hpp).
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { z } from 'zod';
import { Gateway } from './gateway.mjs';
import { dataUrl, PDF, PNG, SAMPLES, seen, WAV } from '../support/media.mjs';

const MODEL = 'gemini-2.5-flash';

const Forecast = z.object({
  city: z.string(),
  celsius: z.number(),
  sky: z.enum(['clear', 'cloudy']),
  hours: z.array(z.object({ at: z.string(), note: z.string().nullable() })),
});

function assertUsageAddsUp(usage) {
  assert.ok(usage.input_tokens > 0);
  assert.ok(usage.output_tokens > 0);
  assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
}

/** The chunks of a stream, and the message that LangChain makes of them. */
async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { chunks, message: chunks.reduce((sum, chunk) => sum.concat(chunk)) };
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
    const reply = await model.invoke([new SystemMessage('Be brief.'), new HumanMessage('[[cached=2]] Good morning, Oslo.')]);
    assert.equal(reply.content, 'echo: Good morning, Oslo.');
    assert.equal(reply.response_metadata.finish_reason, 'stop');
    assert.equal(reply.response_metadata.model_name, MODEL);
    assertUsageAddsUp(reply.usage_metadata);
    assert.equal(reply.usage_metadata.input_token_details.cache_read, 2);
    const [{ body }] = await gateway.sentUpstream();
    assert.deepEqual(body.systemInstruction, { parts: [{ text: 'Be brief.' }] });
  });

  test('streams the same text, with the usage at its end', async () => {
    const { chunks, message } = await collect(await model.stream('[[chunks=7]] The quick brown fox. Grüße, 世界, 🦊.'));
    assert.equal(message.content, 'echo: The quick brown fox. Grüße, 世界, 🦊.');
    assert.equal(chunks.filter(({ content }) => content !== '').length, 7);
    assert.equal(message.response_metadata.finish_reason, 'stop');
    assertUsageAddsUp(message.usage_metadata);
  });

  test('carries earlier turns', async () => {
    await model.invoke([new HumanMessage('Hello.'), new AIMessage('Hei.'), new HumanMessage('And now?')]);
    const [{ body }] = await gateway.sentUpstream();
    assert.deepEqual(
      body.contents.map(({ role, parts }) => [role, parts[0].text]),
      [
        ['user', 'Hello.'],
        ['model', 'Hei.'],
        ['user', 'And now?'],
      ],
    );
  });

  test('answers in batches', async () => {
    const replies = await model.batch(['One.', 'Two.', 'Three.']);
    assert.deepEqual(
      replies.map(({ content }) => content),
      ['echo: One.', 'echo: Two.', 'echo: Three.'],
    );
  });

  test('shows the model images, sound and documents, in both forms of LangChain', async () => {
    const base64 = (type, mime_type, data, more = {}) => ({ type, source_type: 'base64', mime_type, data, ...more });
    const { content } = await model.invoke([
      new HumanMessage({
        content: [
          { type: 'text', text: 'What are these?' },
          { type: 'image_url', image_url: { url: dataUrl('image/png', PNG) } },
          base64('image', 'image/png', PNG),
          { type: 'input_audio', input_audio: { data: WAV, format: 'wav' } },
          base64('audio', 'audio/wav', WAV),
          base64('file', 'application/pdf', PDF, { metadata: { filename: 'paper.pdf' } }),
        ],
      }),
    ]);
    const [png, wav, pdf] = [seen('image/png', PNG), seen('audio/wav', WAV), seen('application/pdf', PDF)];
    assert.equal(content, `echo: What are these? ${[png, png, wav, wav, pdf].join(' ')}`);
  });

  test('speaks, and takes its own words back in the next turn', async () => {
    const speaker = gateway.model('gemini-3.8-flash-tts', {
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'pcm16' },
    });
    await gateway.answerNext({
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ inlineData: { mimeType: 'audio/L16;rate=24000', data: SAMPLES.toString('base64') } }],
          },
          finishReason: 'STOP',
        },
      ],
    });
    const question = new HumanMessage('Say something.');
    const reply = await speaker.invoke([question]);
    assert.deepEqual(Buffer.from(reply.additional_kwargs.audio.data, 'base64'), SAMPLES);
    assert.ok(reply.additional_kwargs.audio.id);
    // It comes back as an assistant message with nothing but the id of its sound, which says nothing to Gemini.
    const next = await model.invoke([question, reply, new HumanMessage('And now?')]);
    assert.equal(next.content, 'echo: Say something.\nAnd now?');
  });

  describe('structured output', () => {
    for (const id of [MODEL, 'gemini-3.8-flash', 'gemini-2.0-flash'])
      for (const method of ['jsonSchema', 'functionCalling'])
        test(`conforms to its schema on ${id} by ${method}`, async () => {
          const structured = gateway.model(id).withStructuredOutput(Forecast, { method });
          assert.ok(Forecast.safeParse(await structured.invoke('How is the weather?')).success);
          const { chunks } = await collect(await structured.stream('How is the weather?'));
          assert.ok(Forecast.safeParse(chunks.at(-1)).success);
        });

    test('goes by jsonMode', async () => {
      const structured = model.withStructuredOutput(z.object({ echo: z.string() }), { method: 'jsonMode' });
      assert.deepEqual(await structured.invoke('Answer in JSON.'), { echo: 'text' });
    });
  });

  describe('reasoning', () => {
    const thoughts = { extra_body: { google: { thinking_config: { include_thoughts: true } } } };
    // LangChain's own `reasoning` is for OpenAI's models only.
    const effort = (id, reasoning_effort, more) => gateway.model(id, { modelKwargs: { reasoning_effort, ...more } });
    const thinker = () => effort(MODEL, 'high', thoughts);

    test('stands beside the content', async () => {
      const reply = await thinker().invoke('Think.');
      assert.equal(reply.content, 'echo: Think.');
      assert.equal(reply.additional_kwargs.reasoning_content, 'Thinking about the request.');
      assert.ok(reply.usage_metadata.output_token_details.reasoning > 0);
    });

    test('stands beside the content of a stream', async () => {
      const { message } = await collect(await thinker().stream('Think.'));
      assert.equal(message.content, 'echo: Think.');
      assert.equal(message.additional_kwargs.reasoning_content, 'Thinking about the request.');
      assert.ok(message.usage_metadata.output_token_details.reasoning > 0);
    });

    test('follows the effort that the client states', async () => {
      await effort(MODEL, 'low').invoke('Think.');
      await effort('gemini-3.6-flash', 'low').invoke('Think.');
      const sent = await gateway.sentUpstream();
      assert.deepEqual(
        sent.map(({ body }) => body.generationConfig.thinkingConfig),
        [{ thinkingBudget: 1024 }, { thinkingLevel: 'LOW' }],
      );
    });
  });
});
