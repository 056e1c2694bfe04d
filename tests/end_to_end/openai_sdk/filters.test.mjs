// Prompts and answers that Google's filters stop, and other ends that OpenAI does not know.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';
const user = (content) => ({ role: 'user', content });

describe('an answer that was filtered', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start();
    client = gateway.client();
  });
  after(() => gateway?.stop());

  const ends = {
    '[[finish=SAFETY]]': 'content_filter',
    '[[finish=RECITATION]]': 'content_filter',
    '[[finish=BLOCKLIST]]': 'content_filter',
    '[[finish=PROHIBITED_CONTENT]]': 'content_filter',
    '[[finish=SPII]]': 'content_filter',
    '[[blocked=SAFETY]]': 'content_filter',
    '[[blocked=PROHIBITED_CONTENT]]': 'content_filter',
    '[[finish=OTHER]]': 'stop',
    '[[finish=SOMETHING_NEW]]': 'stop',
  };
  for (const [directive, finish] of Object.entries(ends))
    test(`ends by ${finish}: ${directive}`, async () => {
      const request = { model: MODEL, messages: [user(`${directive} Hello.`)] };
      for (const stream of [false, true]) {
        const chunks = [];
        if (stream)
          for await (const chunk of await client.chat.completions.create({ ...request, stream })) chunks.push(chunk);
        else chunks.push(await client.chat.completions.create(request));
        assert.ok(chunks.every(({ choices }) => choices.length === 1));
        assert.equal(chunks.at(-1).choices[0].finish_reason, finish);
      }
    });

  test('says why where there is nothing else to say', async () => {
    const { choices } = await client.chat.completions.create({
      model: MODEL,
      messages: [user('[[blocked=SAFETY]] Hello.')],
    });
    assert.match(choices[0].message.refusal, /SAFETY/);
    assert.equal(choices[0].message.content, '');
  });
});
