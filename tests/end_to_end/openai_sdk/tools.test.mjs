// Function calls through the official SDK: parallel calls and a second round, whole and streamed, on a model that wants its
// thought signatures back and on one that does not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const user = (content) => ({ role: 'user', content });

const declare = (name, description, properties) => ({
  type: 'function',
  function: {
    name,
    description,
    parameters: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  },
});
const TOOLS = [
  declare('get_weather', 'The weather in a city', { city: { type: 'string' } }),
  declare('get_time', 'The time', {}),
];

const RESULTS = { get_weather: '{"celsius":7}', get_time: 'noon' };
// What the simulator answers to these results: one that is no JSON object travels as `output`.
const ANSWER = 'get_weather: {"celsius":7}; get_time: {"output":"noon"}';

/** The assistant's message of a stream, put together as a client does. */
async function collect(stream) {
  const message = { role: 'assistant', content: null, tool_calls: [] };
  let finishReason = null;
  for await (const chunk of stream) {
    const [choice] = chunk.choices;
    if (!choice) continue;
    finishReason = choice.finish_reason ?? finishReason;
    if (choice.delta.content) message.content = (message.content ?? '') + choice.delta.content;
    for (const { index, id, type, function: part, ...more } of choice.delta.tool_calls ?? []) {
      assert.ok(Number.isInteger(index));
      const call = (message.tool_calls[index] ??= { id, type, function: { name: part.name, arguments: '' }, ...more });
      call.function.arguments += part.arguments ?? '';
    }
  }
  if (message.tool_calls.length === 0) delete message.tool_calls;
  return { message, finishReason };
}

describe('tools', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start();
    client = gateway.client();
  });
  after(() => gateway?.stop());

  async function complete(stream, request) {
    if (stream) return collect(await client.chat.completions.create({ ...request, stream: true }));
    const reply = await client.chat.completions.create(request);
    return { message: reply.choices[0].message, finishReason: reply.choices[0].finish_reason };
  }

  for (const model of ['gemini-2.5-flash', 'gemini-3.5-flash'])
    for (const stream of [false, true])
      describe(`${model}, ${stream ? 'streamed' : 'whole'}`, () => {
        const question = user('call get_weather(city=Oslo) and get_time()');
        const firstRound = () => complete(stream, { model, tools: TOOLS, messages: [question] });
        const results = (calls) =>
          calls.map((call) => ({ role: 'tool', tool_call_id: call.id, content: RESULTS[call.function.name] }));

        test('calls in parallel', async () => {
          const { message, finishReason } = await firstRound();
          assert.equal(finishReason, 'tool_calls');
          assert.equal(message.content, null);
          const [weather, time] = message.tool_calls;
          assert.equal(message.tool_calls.length, 2);
          assert.deepEqual([weather.type, time.type], ['function', 'function']);
          assert.deepEqual([weather.function.name, time.function.name], ['get_weather', 'get_time']);
          assert.deepEqual(JSON.parse(weather.function.arguments), { city: 'Oslo' });
          assert.deepEqual(JSON.parse(time.function.arguments), {});
          assert.ok(weather.id && time.id && weather.id !== time.id);
          if (model.startsWith('gemini-3')) assert.ok(weather.extra_content.google.thought_signature);
        });

        test('answers with the results in a second round', async () => {
          const { message } = await firstRound();
          // Out of order, since clients run tools at once and take the results as they come.
          const messages = [question, message, ...results(message.tool_calls).reverse()];
          const second = await complete(stream, { model, tools: TOOLS, messages });
          assert.equal(second.finishReason, 'stop');
          assert.equal(second.message.content, ANSWER);
        });

        test('answers a client that knows only the members of OpenAI', async () => {
          const { message } = await firstRound();
          const calls = message.tool_calls.map(({ id, type, function: called }) => ({ id, type, function: called }));
          const messages = [question, { role: 'assistant', content: null, tool_calls: calls }, ...results(calls)];
          const second = await complete(stream, { model, tools: TOOLS, messages });
          assert.equal(second.message.content, ANSWER);
        });

        test('calls what it is told to, or nothing', async () => {
          const ask = (choice) =>
            complete(stream, { model, tools: TOOLS, tool_choice: choice, messages: [user('Anything new?')] });
          const forced = await ask({ type: 'function', function: { name: 'get_time' } });
          assert.deepEqual(
            forced.message.tool_calls.map((call) => call.function.name),
            ['get_time'],
          );
          assert.equal((await ask('required')).message.tool_calls.length, 1);
          assert.equal((await ask('auto')).message.content, 'echo: Anything new?');
          const none = await complete(stream, { model, tools: TOOLS, tool_choice: 'none', messages: [question] });
          assert.equal(none.message.tool_calls, undefined);
        });
      });

  test("serves the SDK's tool runner over several rounds", async () => {
    const called = [];
    const runnable = (name, result) => ({
      type: 'function',
      function: {
        ...TOOLS.find((tool) => tool.function.name === name).function,
        parse: JSON.parse,
        function: (args) => {
          called.push([name, args]);
          return result;
        },
      },
    });
    const runner = client.chat.completions.runTools({
      model: 'gemini-3.5-flash',
      tools: [runnable('get_weather', RESULTS.get_weather), runnable('get_time', RESULTS.get_time)],
      messages: [user('call get_weather(city=Oslo) then call get_time()')],
    });
    assert.equal(await runner.finalContent(), 'get_time: {"output":"noon"}');
    assert.deepEqual(called, [
      ['get_weather', { city: 'Oslo' }],
      ['get_time', {}],
    ]);
  });
});
