// Functions of before there were tools: `functions`, `function_call` and messages of the role `function`.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const OLD = 'gemini-2.5-flash';
const NEW = 'gemini-3.8-flash';
const user = (content) => ({ role: 'user', content });
const GET_TIME = {
  name: 'get_time',
  description: 'The time',
  parameters: { type: 'object', properties: { zone: { type: 'string' } } },
};

describe('legacy functions', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start();
    client = gateway.client();
  });
  after(() => gateway?.stop());

  const complete = async (stream, request) =>
    stream ? client.chat.completions.stream(request).finalChatCompletion() : client.chat.completions.create(request);

  for (const model of [OLD, NEW])
    for (const stream of [false, true])
      test(`are called and answered on ${model}, ${stream ? 'streamed' : 'whole'}`, async () => {
        const request = { model, functions: [GET_TIME], messages: [user('call get_time(zone=CET)')] };
        const { choices } = await complete(stream, request);
        const [{ message, finish_reason: finish }] = choices;
        assert.equal(finish, 'function_call');
        assert.equal(message.function_call.name, 'get_time');
        assert.deepEqual(JSON.parse(message.function_call.arguments), { zone: 'CET' });
        assert.equal(message.tool_calls, undefined);

        const result = { role: 'function', name: 'get_time', content: 'noon' };
        const second = await complete(stream, { ...request, messages: [...request.messages, message, result] });
        assert.equal(second.choices[0].message.content, 'get_time: {"output":"noon"}');
        assert.equal(second.choices[0].finish_reason, 'stop');
      });

  test('are chosen by function_call', async () => {
    const request = { model: NEW, functions: [GET_TIME], messages: [user('Anything new?')] };
    const forced = await complete(false, { ...request, function_call: { name: 'get_time' } });
    assert.equal(forced.choices[0].message.function_call.name, 'get_time');
    const none = await complete(false, { ...request, function_call: 'none' });
    assert.equal(none.choices[0].message.content, 'echo: Anything new?');
  });
});
