// A wanted form of the answer beside tools: models before Gemini 3 refuse both together.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { Gateway } from './gateway.mjs';

const OLD = 'gemini-2.5-flash';
const NEW = 'gemini-3.8-flash';
const user = (content) => ({ role: 'user', content });
const GET_TIME = {
  name: 'get_time',
  description: 'The time',
  parameters: { type: 'object', properties: { zone: { type: 'string' } } },
};

describe('a JSON schema beside tools', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ recordRequests: 20 });
    client = gateway.client();
  });
  beforeEach(() => gateway.forgetSent());
  after(() => gateway?.stop());

  const sentBody = async () => (await gateway.sentUpstream()).at(-1).body;

  const response_format = zodResponseFormat(z.object({ echo: z.string() }), 'echo');
  const tools = [{ type: 'function', function: { ...GET_TIME, strict: true } }];

  test('is asked for in words on a model that takes only one of them', async () => {
    const messages = [user('[[text={"echo":"text"}]] call get_time(zone=CET)')];
    const request = { model: OLD, tools, response_format, messages };
    const first = await client.chat.completions.create(request);
    const call = first.choices[0].message.tool_calls[0];
    assert.equal(call.function.name, 'get_time');
    const body = await sentBody();
    assert.equal(body.generationConfig?.responseMimeType, undefined);
    assert.match(body.systemInstruction.parts[0].text, /"echo"/);

    const result = { role: 'tool', tool_call_id: call.id, content: 'noon' };
    const second = await client.chat.completions.parse({
      ...request,
      messages: [...messages, first.choices[0].message, result],
    });
    assert.deepEqual(second.choices[0].message.parsed, { echo: 'text' });
  });

  test('is passed on to a model that takes both', async () => {
    await client.chat.completions.create({ model: NEW, tools, response_format, messages: [user('Hello.')] });
    assert.equal((await sentBody()).generationConfig.responseMimeType, 'application/json');
  });
});
