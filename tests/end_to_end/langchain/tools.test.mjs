// Tools through LangChain, which keeps of a call only what OpenAI knows: it sends no thought signature back.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { Gateway } from './gateway.mjs';

const ROUNDS = 'call get_weather(city=Oslo) and get_time() then call get_time() then call get_news(topic=ice)';

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
    tool(
      (input) => {
        called.push([name, input]);
        return result;
      },
      { name, description: `What ${name} does`, schema: z.object(properties) },
    );
  const tools = [
    runs('get_weather', { city: z.string() }, '{"celsius":7}'),
    runs('get_time', {}, 'noon'),
    runs('get_news', { topic: z.string() }, 'none'),
  ];

  async function ask(model, messages, stream) {
    if (!stream) return model.invoke(messages);
    const chunks = [];
    for await (const chunk of await model.stream(messages)) chunks.push(chunk);
    return chunks.reduce((sum, chunk) => sum.concat(chunk));
  }

  /** Asks, runs what is called and asks again until there is an answer. */
  async function run(model, stream) {
    const messages = [new HumanMessage(ROUNDS)];
    for (;;) {
      const reply = await ask(model, messages, stream);
      assert.deepEqual(reply.invalid_tool_calls, []);
      messages.push(reply);
      if (reply.tool_calls.length === 0) return messages;
      assert.equal(reply.response_metadata.finish_reason, 'tool_calls');
      for (const call of reply.tool_calls) messages.push(await tools.find(({ name }) => name === call.name).invoke(call));
    }
  }

  // The first demands a signature in every round, the second has none.
  for (const id of ['gemini-3.8-flash', 'gemini-2.0-flash'])
    for (const stream of [false, true])
      test(`run three rounds on as many keys with ${id}, ${stream ? 'streamed' : 'whole'}`, async () => {
        const messages = await run(gateway.model(id).bindTools(tools), stream);
        assert.equal(messages.at(-1).content, 'get_news: {"output":"none"}');
        assert.deepEqual(called, [
          ['get_weather', { city: 'Oslo' }],
          ['get_time', {}],
          ['get_time', {}],
          ['get_news', { topic: 'ice' }],
        ]);
        const ids = messages.flatMap(({ tool_calls: calls }) => (calls ?? []).map((call) => call.id));
        assert.equal(new Set(ids).size, 4);
        const sent = await gateway.sentUpstream();
        assert.equal(sent.length, 4);
        assert.equal(new Set(sent.map(({ key }) => key)).size, 4);
      });

  test('are called when the client chooses so', async () => {
    const names = async (tool_choice) => {
      const reply = await gateway.model('gemini-3.8-flash').bindTools(tools, { tool_choice }).invoke('Anything new?');
      return reply.tool_calls.map(({ name }) => name);
    };
    assert.deepEqual(await names('get_time'), ['get_time']);
    assert.equal((await names('required')).length, 1);
    assert.deepEqual(await names('auto'), []);
    assert.deepEqual(await names('none'), []);
  });
});
