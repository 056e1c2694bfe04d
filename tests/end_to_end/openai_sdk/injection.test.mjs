// The operator's text in every request: Google sees it exactly once, in its place, however many rounds a conversation has.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const CONTENT = 'Answer as a pirate would.';
const TOOL = {
  type: 'function',
  function: { name: 'get_time', parameters: { type: 'object', properties: {} }, parse: JSON.parse, function: () => 'noon' },
};
const SYSTEM = { role: 'system', content: 'Be brief.' };
const QUESTION = { role: 'user', content: 'call get_time() then call get_time() then call get_time()' };

const occurrences = (body) => JSON.stringify(body).split(CONTENT).length - 1;
const texts = (content) => content.parts.map(({ text }) => text).join('|');

describe('an injected prompt', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ recordRequests: 20 });
    client = gateway.client();
  });
  beforeEach(() => gateway.forgetSent());
  after(() => gateway?.stop());

  const inject = (position) =>
    gateway.admin('PATCH', 'settings', { prompt_injection: { enabled: true, position, content: CONTENT } });

  /** Three rounds of tools and the answer, run by the SDK itself; what of them reached Google. */
  async function rounds(stream) {
    const runner = client.chat.completions.runTools({
      model: 'gemini-3.8-flash',
      stream,
      tools: [TOOL],
      messages: [SYSTEM, QUESTION],
    });
    assert.equal(await runner.finalContent(), 'get_time: {"output":"noon"}');
    const bodies = (await gateway.sentUpstream()).map(({ body }) => body);
    assert.equal(bodies.length, 4);
    return bodies;
  }

  const places = [
    {
      position: 'system',
      system: `${CONTENT}|${SYSTEM.content}`,
      user: QUESTION.content,
    },
    {
      position: 'user_prefix',
      system: SYSTEM.content,
      user: `${CONTENT}|${QUESTION.content}`,
    },
    {
      position: 'user_suffix',
      system: SYSTEM.content,
      user: `${QUESTION.content}|${CONTENT}`,
    },
  ];
  for (const { position, system, user } of places)
    for (const stream of [false, true])
      test(`stands once in every round: ${position}, ${stream ? 'streamed' : 'whole'}`, async () => {
        await inject(position);
        for (const body of await rounds(stream)) {
          assert.equal(occurrences(body), 1);
          assert.equal(texts(body.systemInstruction), system);
          assert.equal(texts(body.contents[0]), user);
        }
      });

  test('stands by the last question only, when there are several', async () => {
    await inject('user_prefix');
    await client.chat.completions.create({
      model: 'gemini-2.5-flash',
      messages: [
        { role: 'user', content: 'One.' },
        { role: 'assistant', content: 'Aye.' },
        { role: 'user', content: 'Two.' },
      ],
    });
    const [{ body }] = await gateway.sentUpstream();
    assert.equal(occurrences(body), 1);
    assert.deepEqual(body.contents.map(texts), ['One.', 'Aye.', `${CONTENT}|Two.`]);
  });

  test('is gone when switched off', async () => {
    await inject('system');
    await gateway.admin('PATCH', 'settings', { prompt_injection: { enabled: false } });
    for (const body of await rounds(false)) assert.equal(occurrences(body), 0);
  });
});
