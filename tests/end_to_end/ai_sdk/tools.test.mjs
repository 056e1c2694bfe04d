// The AI SDK's loop over tools: the SDK itself runs the tools and sends the rounds, each served by another key.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { generateText, isStepCount, Output, streamText, tool } from 'ai';
import { z } from 'zod';
import { Gateway } from './gateway.mjs';
import { PNG } from '../support/media.mjs';

const ROUNDS = 'call get_weather(city=Oslo) and get_time() then call get_time() then call get_news(topic=ice)';
// What the simulator answers to the last result, which travels as `output` since it is no JSON object.
const ANSWER = 'get_news: {"output":"none"}';
const SENTINEL = 'skip_thought_signature_validator';

describe('tools', () => {
  let gateway;
  let called;
  before(async () => {
    gateway = await Gateway.start({ keys: 4, recordRequests: 20 });
    await gateway.admin('PATCH', 'settings', { routing: { strategy: 'round_robin', affinity: false } });
  });
  beforeEach(async () => {
    called = [];
    await gateway.forgetSent();
  });
  after(() => gateway?.stop());

  const runs = (name, properties, result) =>
    tool({
      description: `What ${name} does`,
      inputSchema: z.object(properties),
      execute: async (input) => {
        called.push([name, input]);
        return result;
      },
    });
  const tools = {
    get_weather: runs('get_weather', { city: z.string() }, { celsius: 7 }),
    get_time: runs('get_time', {}, 'noon'),
    get_news: runs('get_news', { topic: z.string() }, 'none'),
  };

  async function run(stream, request) {
    const options = { tools, stopWhen: isStepCount(10), maxRetries: 0, ...request };
    if (!stream) return generateText(options);
    const result = streamText({ ...options, onError: () => {} });
    for await (const part of result.fullStream) assert.notEqual(part.type, 'error', JSON.stringify(part));
    return { text: await result.text, steps: await result.steps, totalUsage: await result.totalUsage };
  }

  /** The signatures of the first function calls of each turn, in the last request upstream. */
  const signaturesSent = (sent) =>
    sent
      .at(-1)
      .body.contents.filter(({ role }) => role === 'model')
      .map(({ parts }) => parts.find((part) => part.functionCall)?.thoughtSignature);

  // The first wants its signatures back in every round, the second has none.
  for (const id of ['gemini-3.8-flash', 'gemini-2.0-flash'])
    for (const stream of [false, true])
      test(`run three rounds on as many keys with ${id}, ${stream ? 'streamed' : 'whole'}`, async () => {
        const { text, steps } = await run(stream, { model: gateway.model(id), prompt: ROUNDS });
        assert.equal(text, ANSWER);
        assert.deepEqual(called, [
          ['get_weather', { city: 'Oslo' }],
          ['get_time', {}],
          ['get_time', {}],
          ['get_news', { topic: 'ice' }],
        ]);
        assert.deepEqual(
          steps.map(({ finishReason }) => finishReason),
          ['tool-calls', 'tool-calls', 'tool-calls', 'stop'],
        );
        const ids = steps.flatMap(({ toolCalls }) => toolCalls.map(({ toolCallId }) => toolCallId));
        assert.equal(new Set(ids).size, 4);
        const sent = await gateway.sentUpstream();
        assert.equal(sent.length, 4);
        assert.equal(new Set(sent.map(({ key }) => key)).size, 4);
        if (id === 'gemini-2.0-flash') return;
        const signatures = signaturesSent(sent);
        assert.equal(new Set(signatures).size, 3);
        assert.ok(!signatures.includes(SENTINEL));
      });

  test('go on when the other keys’ projects know nothing of the signatures', async () => {
    await gateway.addFault({ kind: 'foreign_signatures' });
    try {
      const { text } = await run(false, { model: gateway.model('gemini-3.8-flash'), prompt: ROUNDS });
      assert.equal(text, ANSWER);
      assert.deepEqual(signaturesSent(await gateway.sentUpstream()), Array(3).fill(SENTINEL));
    } finally {
      await gateway.clearFaults();
    }
  });

  test('end with an answer of the wanted form, on old models and new', async () => {
    for (const id of ['gemini-2.5-flash', 'gemini-3.8-flash']) {
      const { output } = await generateText({
        model: gateway.model(id),
        tools,
        stopWhen: isStepCount(5),
        output: Output.object({ schema: z.object({ echo: z.string() }) }),
        prompt: id.startsWith('gemini-2') ? '[[text={"echo":"text"}]] call get_time()' : 'call get_time()',
      });
      assert.deepEqual(output, { echo: 'text' });
    }
  });

  test('may answer with images', async () => {
    const look = tool({
      inputSchema: z.object({}),
      execute: () => PNG,
      toModelOutput: ({ output }) => ({
        type: 'content',
        value: [
          { type: 'text', text: 'A picture.' },
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: output } },
        ],
      }),
    });
    const model = gateway.model('gemini-3.8-flash', { supportsMultiPartToolContent: true });
    const { text } = await run(false, { model, tools: { look }, prompt: 'call look()' });
    assert.equal(text, 'look: {"output":"A picture."}');
    const response = (await gateway.sentUpstream()).at(-1).body.contents.at(-1).parts[0].functionResponse;
    assert.deepEqual(response.parts, [{ inlineData: { mimeType: 'image/png', data: PNG } }]);
  });

  test('that fail are told to the model', async () => {
    const look = tool({
      inputSchema: z.object({}),
      execute: () => {
        throw new Error('too dark');
      },
    });
    const { text } = await run(false, { model: gateway.model('gemini-3.8-flash'), tools: { look }, prompt: 'call look()' });
    assert.match(text, /^look: .*too dark/);
  });

  test('go on beside thoughts, which are not sent back', async () => {
    const { text, steps } = await run(false, {
      model: gateway.model('gemini-3.8-flash'),
      prompt: ROUNDS,
      reasoning: 'high',
      providerOptions: { geminid: { extra_body: { google: { thinking_config: { include_thoughts: true } } } } },
    });
    assert.equal(text, ANSWER);
    assert.ok(steps.every(({ reasoningText }) => reasoningText === 'Thinking about the request.'));
    const { body } = (await gateway.sentUpstream()).at(-1);
    assert.ok(!JSON.stringify(body.contents).includes('Thinking about the request.'));
  });

  test('are called when the client chooses so', async () => {
    const ask = (toolChoice) =>
      run(false, {
        model: gateway.model('gemini-3.8-flash'),
        stopWhen: isStepCount(1),
        toolChoice,
        prompt: 'Anything new?',
      });
    const names = ({ steps }) => steps[0].toolCalls.map(({ toolName }) => toolName);
    assert.deepEqual(names(await ask({ type: 'tool', toolName: 'get_time' })), ['get_time']);
    assert.equal(names(await ask('required')).length, 1);
    assert.deepEqual(names(await ask('auto')), []);
    assert.deepEqual(names(await ask('none')), []);
  });
});
