// The page of models: limits, totals of the pool, what is configured.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { eventually, Gateway } from './support/gateway.mjs';
import { chat } from './support/load.mjs';
import { compact, integer } from './support/numbers.mjs';

let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: 4 })]);
  await gateway.admin('PUT', 'models/gemini-2.5-flash', { rpm: 10, rpd: 250 });
  for (let n = 0; n < 6; ++n) await chat(gateway);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const list = async () => (await gateway.admin('GET', 'models')).models;
const model = async (id) => (await list()).find((one) => one.id === id);

describe('the models on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'models' });
    await dashboard.see('textbox', 'Search models');
  });
  after(() => dashboard?.close());

  test('are a card each, and counted', async () => {
    const models = await list();
    for (const { id } of models) await dashboard.reach('text', id);
    await dashboard.reach('text', `${integer(models.length)} ${models.length === 1 ? 'model' : 'models'}, ${integer(models.filter(({ enabled }) => enabled).length)} enabled`);
  });

  test('show N keys × limit, what is used and what is left', async () => {
    const totals = (await model('gemini-2.5-flash')).totals;
    const shown = ({ used }, limit) => `4 × ${limit} = ${compact(4 * limit)}: ${compact(used)} used, ${compact(4 * limit - used)} left`;
    await dashboard.reach('text', new RegExp(`^${shown(totals.rpd, 250).replace('×', '.')}`));
  });

  test('are switched off and on in their place', async () => {
    await dashboard.click('switch', 'Enable gemini-2.5-flash');
    await eventually('a disabled model', async () => (await model('gemini-2.5-flash')).enabled === false);
    assert.equal(await chat(gateway), 404);
    await dashboard.click('switch', 'Enable gemini-2.5-flash');
    await eventually('an enabled model', async () => (await model('gemini-2.5-flash')).enabled === true);
    assert.equal((await model('gemini-2.5-flash')).rpm, 10, 'the rest stays as it was');
  });

  test('get limits, aliases, fallbacks and thinking', async () => {
    await dashboard.click('button', 'Configure gemini-2.5-flash');
    await dashboard.until('the present limit', async () => (await dashboard.find('textbox', 'Number (RPM)'))?.value === '10');
    await dashboard.fill('Number (RPM)', '15');
    await dashboard.fill('Aliases, one a line', 'quick');
    await dashboard.fill('Fallbacks, tried in this order, one a line', 'gemini-2.5-flash-lite');
    await dashboard.choose('Thinking', 'Off');
    await dashboard.click('button', 'Save');
    await eventually('the limit', async () => (await model('gemini-2.5-flash')).rpm === 15);
    const { aliases, fallbacks, thinking } = await model('gemini-2.5-flash');
    assert.deepEqual([aliases, fallbacks, thinking.mode], [['quick'], ['gemini-2.5-flash-lite'], 'off']);
    await dashboard.reach('text', 'Aliases: quick');
    assert.equal(await chat(gateway, { model: 'quick' }), 200);
  });

  test('are added before anybody asks for them', async () => {
    await dashboard.click('button', 'Add model');
    await dashboard.fill('Name, as Google knows it', 'gemini-9-test');
    await dashboard.click('button', 'Save');
    await eventually('the model', () => model('gemini-9-test'));
    await dashboard.reach('button', 'Configure gemini-9-test');
  });

  test('are searched for', async () => {
    await dashboard.fill('Search models', 'quick');
    await dashboard.see('button', 'Configure gemini-2.5-flash');
    await dashboard.gone('button', 'Configure gemini-9-test');
    await dashboard.fill('Search models', '');
  });

  test('have their defaults again, unless that is undone', async () => {
    await dashboard.click('button', 'Configure gemini-2.5-flash');
    await dashboard.click('button', 'Reset to defaults');
    await dashboard.gone('text', 'Aliases: quick');
    await dashboard.click('button', /^Undo/);
    await dashboard.reach('text', 'Aliases: quick');
    assert.equal((await model('gemini-2.5-flash')).rpm, 15);
  });

  test('say which project cannot serve them, why and until when, and lead to its key', async () => {
    await gateway.addFault({ kind: 'status', model: 'gemini-2.5-flash-lite', body: 'zero', count: 1 });
    await chat(gateway, { model: 'gemini-2.5-flash-lite' });
    const { unavailable: [who], unavailable_total: total, totals } = await model('gemini-2.5-flash-lite');
    assert.deepEqual([total, who.cause], [1, 'not_in_tier']);
    await dashboard.reach('text', `Unavailable: 1 of ${totals.projects} projects`);
    await dashboard.click('button', 'Configure gemini-2.5-flash-lite');
    await dashboard.reach('text', `1 of ${totals.projects} projects can't serve it now`);
    await dashboard.click('link', new RegExp(`^${who.key}: Not in its tier\\. ${who.reason} · .* left$`));
    await dashboard.until('the Keys page', async () => (await dashboard.title()) === 'Gemini keys');
    await dashboard.until('its drawer', async () => (await dashboard.fact('Id')) === who.key_id);
    await dashboard.go('models');
    await dashboard.see('textbox', 'Search models');
  });

  test('have a page and a mirror without violations', async () => {
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the models on a phone, in Chinese', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'models', phone: true, language: 'zh' });
    await dashboard.see('textbox', '搜索模型');
  });
  after(() => dashboard?.close());

  test('are cards as wide as the screen', async () => {
    const { rect } = await dashboard.reach('text', 'gemini-2.5-flash');
    assert.ok(rect[0] < 60 && rect[0] + rect[2] <= 390, JSON.stringify(rect));
    await dashboard.reach('text', '别名：quick');
    assert.deepEqual(dashboard.troubles, []);
  });
});
