// Google's search as OpenAI's clients ask for it, and the sources of an answer.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';
const user = (content) => ({ role: 'user', content });

describe('web search', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ recordRequests: 20 });
    client = gateway.client();
  });
  beforeEach(() => gateway.forgetSent());
  after(() => gateway?.stop());

  const sentBody = async () => (await gateway.sentUpstream()).at(-1).body;

  const text = 'Grüße aus Oslo. It rains.';
  const begin = Buffer.byteLength('Grüße aus Oslo. ');
  const answer = {
    candidates: [
      {
        content: { role: 'model', parts: [{ text }] },
        finishReason: 'STOP',
        groundingMetadata: {
          webSearchQueries: ['oslo weather'],
          groundingChunks: [{ web: { uri: 'https://weather.example/oslo', title: 'Weather' } }],
          groundingSupports: [
            {
              segment: { startIndex: begin, endIndex: Buffer.byteLength(text), text: 'It rains.' },
              groundingChunkIndices: [0],
            },
          ],
        },
      },
    ],
  };
  const annotation = {
    type: 'url_citation',
    // In characters, where Gemini counts bytes.
    url_citation: { url: 'https://weather.example/oslo', title: 'Weather', start_index: 16, end_index: 25 },
  };

  for (const wish of [{ web_search_options: {} }, { tools: [{ type: 'web_search' }] }, { tools: [{ google_search: {} }] }])
    test(`is Google's: ${JSON.stringify(wish)}`, async () => {
      await client.chat.completions.create({ model: MODEL, messages: [user('Weather?')], ...wish });
      assert.deepEqual((await sentBody()).tools, [{ googleSearch: {} }]);
    });

  test('names its sources as annotations, whole and streamed', async () => {
    const request = { model: MODEL, web_search_options: {}, messages: [user('Weather?')] };
    await gateway.answerNext(answer);
    const { choices } = await client.chat.completions.create(request);
    assert.equal(choices[0].message.content, text);
    assert.deepEqual(choices[0].message.annotations, [annotation]);
    assert.equal(text.slice(annotation.url_citation.start_index, annotation.url_citation.end_index), 'It rains.');

    await gateway.answerNext([answer]);
    const annotations = [];
    for await (const chunk of await client.chat.completions.create({ ...request, stream: true }))
      annotations.push(...(chunk.choices[0].delta.annotations ?? []));
    assert.deepEqual(annotations, [annotation]);
  });
});
