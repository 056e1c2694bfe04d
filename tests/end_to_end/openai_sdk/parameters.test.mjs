// What a client's parameters become at Google: sent by the official SDK, taken by the simulator as Google would take it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const BUDGET_MODEL = 'gemini-2.5-flash';
const LEVEL_MODEL = 'gemini-3.6-flash';
const hello = { model: BUDGET_MODEL, messages: [{ role: 'user', content: 'Hello.' }] };

describe('parameters', () => {
  let gateway;
  let client;
  before(async () => {
    gateway = await Gateway.start({ recordRequests: 20 });
    client = gateway.client();
  });
  beforeEach(() => gateway.forgetSent());
  after(() => gateway?.stop());

  /** The reply to a request, and what reached Google of it. */
  async function ask(more) {
    const reply = await client.chat.completions.create({ ...hello, ...more });
    const [{ model, body }, ...others] = await gateway.sentUpstream();
    assert.deepEqual(others, []);
    await gateway.forgetSent();
    return { reply, model, body, config: body.generationConfig ?? {} };
  }

  describe('the name of the model', () => {
    const names = [
      { name: `models/${BUDGET_MODEL}`, model: BUDGET_MODEL },
      { name: `${BUDGET_MODEL}-search`, model: BUDGET_MODEL, tools: [{ googleSearch: {} }] },
      { name: `${BUDGET_MODEL}-nothinking`, model: BUDGET_MODEL, thinking: { thinkingBudget: 0 } },
      { name: `${BUDGET_MODEL}-maxthinking`, model: BUDGET_MODEL, thinking: { thinkingBudget: 24576 } },
      { name: `${LEVEL_MODEL}-nothinking`, model: LEVEL_MODEL, thinking: { thinkingLevel: 'MINIMAL' } },
      { name: `${LEVEL_MODEL}-maxthinking`, model: LEVEL_MODEL, thinking: { thinkingLevel: 'HIGH' } },
      {
        name: `models/${BUDGET_MODEL}-nothinking-search`,
        model: BUDGET_MODEL,
        tools: [{ googleSearch: {} }],
        thinking: { thinkingBudget: 0 },
      },
    ];
    for (const { name, model, tools, thinking } of names)
      test(`${name} is understood, and echoed as it was written`, async () => {
        const asked = await ask({ model: name });
        assert.equal(asked.reply.model, name);
        assert.equal(asked.reply.choices[0].message.content, 'echo: Hello.');
        assert.equal(asked.model, model);
        assert.deepEqual(asked.body.tools, tools);
        assert.deepEqual(asked.config.thinkingConfig, thinking);
      });
  });

  describe('reasoning_effort', () => {
    // gemini-wire.md, 9.1; a level that a model lacks is the next lower one that it has.
    const efforts = {
      'gemini-2.5-flash': { none: 0, minimal: 1024, low: 1024, medium: 8192, high: 24576, xhigh: 24576 },
      'gemini-2.5-pro': { none: 128, minimal: 1024, low: 1024, medium: 8192, high: 24576, xhigh: 32768 },
      'gemini-3.6-flash': { none: 'MINIMAL', minimal: 'MINIMAL', low: 'LOW', medium: 'MEDIUM', high: 'HIGH', xhigh: 'HIGH' },
      'gemini-3.8-flash': { none: 'LOW', minimal: 'LOW', low: 'LOW', medium: 'MEDIUM', high: 'HIGH', xhigh: 'HIGH' },
      'gemini-4-hydrogen': { none: 'LOW', minimal: 'LOW', low: 'LOW', medium: 'MEDIUM', high: 'HIGH', xhigh: 'XHIGH' },
    };
    for (const [model, values] of Object.entries(efforts))
      test(`is what ${model} takes`, async () => {
        for (const [effort, value] of Object.entries(values)) {
          const { config } = await ask({ model, reasoning_effort: effort });
          const expected = typeof value === 'number' ? { thinkingBudget: value } : { thinkingLevel: value };
          assert.deepEqual(config.thinkingConfig, expected, effort);
        }
      });

    test('says nothing to a model that does not think', async () => {
      const { config } = await ask({ model: 'gemini-2.0-flash', reasoning_effort: 'high' });
      assert.equal(config.thinkingConfig, undefined);
    });
  });

  describe('a small max_tokens leaves an answer', () => {
    for (const model of ['gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-3.6-flash', 'gemini-3.8-flash'])
      for (const limit of [
        { max_tokens: 16 },
        { max_completion_tokens: 200 },
        { max_tokens: 500, reasoning_effort: 'high' },
      ])
        test(`${model}, ${JSON.stringify(limit)}`, async () => {
          const { reply } = await ask({ model, ...limit });
          assert.equal(reply.choices[0].finish_reason, 'stop');
          assert.equal(reply.choices[0].message.content, 'echo: Hello.');
        });
  });

  describe("Google's own members", () => {
    const google = {
      thinking_config: { thinking_budget: 512, include_thoughts: true },
      safety_settings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    };
    const camel = {
      thinkingConfig: { thinkingBudget: 512, includeThoughts: true },
      safetySettings: google.safety_settings,
    };
    const { thinking_config, safety_settings } = google;
    const shapes = {
      'under extra_body.google, as Google documents it': { extra_body: { google } },
      'under google, as an SDK lifts it to the root': { google },
      'within generation_config': { extra_body: { google: { generation_config: { thinking_config }, safety_settings } } },
      'in lower camel case': { extra_body: { google: camel } },
      'in both places': { extra_body: { google: { thinking_config } }, google: { safety_settings } },
    };
    for (const [shape, members] of Object.entries(shapes))
      test(`count ${shape}`, async () => {
        const { reply, body, config } = await ask(members);
        assert.deepEqual(config.thinkingConfig, { thinkingBudget: 512, includeThoughts: true });
        assert.deepEqual(body.safetySettings, google.safety_settings);
        assert.equal(reply.choices[0].message.reasoning_content, 'Thinking about the request.');
      });

    test('win over reasoning_effort', async () => {
      const { config } = await ask({ reasoning_effort: 'low', extra_body: { google } });
      assert.equal(config.thinkingConfig.thinkingBudget, 512);
    });
  });

  test('n makes choices, whole and streamed', async () => {
    const { reply, config } = await ask({ n: 3 });
    assert.equal(config.candidateCount, 3);
    const wanted = ['echo: Hello.', 'echo 2: Hello.', 'echo 3: Hello.'];
    assert.deepEqual(
      reply.choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason]),
      wanted.map((text, index) => [index, text, 'stop']),
    );
    const stream = client.chat.completions.stream({ ...hello, n: 3 });
    const { choices } = await stream.finalChatCompletion();
    assert.deepEqual(
      choices.map(({ message }) => message.content),
      wanted,
    );
  });

  test('stop is a text or several', async () => {
    assert.deepEqual((await ask({ stop: 'Hel' })).config.stopSequences, ['Hel']);
    const { reply, config } = await ask({ stop: ['zzz', 'lo', '.', '!'] });
    assert.deepEqual(config.stopSequences, ['zzz', 'lo', '.', '!']);
    assert.equal(reply.choices[0].message.content, 'echo: Hel');
    assert.equal(reply.choices[0].finish_reason, 'stop');
  });

  test('sampling is passed on, and what Gemini lacks is left out', async () => {
    const sampling = { temperature: 0, top_p: 0.5, seed: 0, max_tokens: 2000 };
    const ignored = { logit_bias: { 50256: -100 }, user: 'u-1', metadata: { a: 'b' }, verbosity: 'low', prediction: null };
    const { body } = await ask({ ...sampling, presence_penalty: 0.5, frequency_penalty: -0.5, ...ignored });
    assert.deepEqual(body.generationConfig, { temperature: 0, topP: 0.5, seed: 0, maxOutputTokens: 2000 });
    assert.deepEqual(Object.keys(body).sort(), ['contents', 'generationConfig']);
    const { config } = await ask({ model: 'gemini-2.0-flash', presence_penalty: 0.5, frequency_penalty: -0.5 });
    assert.deepEqual(config, { presencePenalty: 0.5, frequencyPenalty: -0.5 });
  });

  test('the service tier is passed on', async () => {
    for (const [tier, sent] of [
      ['flex', 'flex'],
      ['priority', 'priority'],
      ['auto', undefined],
      ['default', undefined],
    ])
      assert.equal((await ask({ service_tier: tier })).body.serviceTier, sent, tier);
  });

  test('log probabilities come token by token, whole and streamed', async () => {
    const request = { model: 'gemini-2.0-flash', logprobs: true, top_logprobs: 2 };
    const { config } = await ask(request);
    assert.equal(config.responseLogprobs, true);
    assert.equal(config.logprobs, 2);

    const answer = {
      candidates: [
        {
          content: { role: 'model', parts: [{ text: 'Hé' }] },
          finishReason: 'STOP',
          logprobsResult: {
            chosenCandidates: [
              { token: 'H', logProbability: -0.1 },
              { token: 'é', logProbability: -0.2 },
            ],
            topCandidates: [
              {
                candidates: [
                  { token: 'H', logProbability: -0.1 },
                  { token: 'J', logProbability: -2 },
                ],
              },
              {
                candidates: [
                  { token: 'é', logProbability: -0.2 },
                  { token: 'e', logProbability: -3 },
                ],
              },
            ],
          },
        },
      ],
    };
    const wanted = [
      {
        token: 'H',
        logprob: -0.1,
        bytes: [72],
        top_logprobs: [
          { token: 'H', logprob: -0.1, bytes: [72] },
          { token: 'J', logprob: -2, bytes: [74] },
        ],
      },
      {
        token: 'é',
        logprob: -0.2,
        bytes: [195, 169],
        top_logprobs: [
          { token: 'é', logprob: -0.2, bytes: [195, 169] },
          { token: 'e', logprob: -3, bytes: [101] },
        ],
      },
    ];
    await gateway.answerNext(answer);
    assert.deepEqual((await ask(request)).reply.choices[0].logprobs.content, wanted);
    await gateway.answerNext([answer]);
    const { choices } = await client.chat.completions.stream({ ...hello, ...request }).finalChatCompletion();
    assert.deepEqual(choices[0].logprobs.content, wanted);
  });
});
