// kill -9 and a new start: what was acknowledged is still there.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Gateway } from './gateway.mjs';

const MODEL = 'gemini-2.5-flash';
const hello = { model: MODEL, messages: [{ role: 'user', content: 'Hello.' }] };

describe('after kill -9', () => {
  let gateway;
  before(async () => {
    gateway = await Gateway.start({ keys: 2 });
  });
  after(() => gateway?.stop());

  test('keys, user keys, settings, models, cooldowns and day counts are as they were', async () => {
    await gateway.admin('PATCH', 'settings', { routing: { strategy: 'round_robin', max_wait_ms: 0 } });
    await gateway.admin('PUT', `models/${MODEL}`, { rpd: 20, aliases: ['gpt-4o'] });
    const { key: userKey } = await gateway.admin('POST', 'user-keys', { name: 'made by the test' });
    const user = gateway.client({ apiKey: userKey });
    for (let i = 0; i < 6; i += 1) await user.chat.completions.create({ ...hello, model: 'gpt-4o' });
    await gateway.addFault({ kind: 'status', body: 'per_minute', count: 1 });
    await user.chat.completions.create(hello);

    const settingsBefore = await gateway.admin('GET', 'settings');
    const modelsBefore = (await gateway.admin('GET', 'models')).models.map(({ totals, ...config }) => config);
    const seen = ({ id, name, masked, state, models }) => ({
      id,
      name,
      masked,
      state,
      used: models[MODEL].rpd.used,
      until: models[MODEL].until,
    });
    const keysBefore = (await gateway.admin('GET', 'keys')).keys.map(seen);
    assert.deepEqual(keysBefore.map(({ state }) => state).sort(), ['cooling_down', 'healthy']);
    assert.equal(keysBefore[0].used + keysBefore[1].used, 8);

    await gateway.crashAndRestart();

    assert.deepEqual(await gateway.admin('GET', 'settings'), settingsBefore);
    assert.deepEqual(
      (await gateway.admin('GET', 'models')).models.map(({ totals, ...config }) => config),
      modelsBefore,
    );
    assert.deepEqual((await gateway.admin('GET', 'keys')).keys.map(seen), keysBefore);
    const answer = await gateway.client({ apiKey: userKey }).chat.completions.create({ ...hello, model: 'gpt-4o' });
    assert.equal(answer.model, 'gpt-4o');
  });
});
