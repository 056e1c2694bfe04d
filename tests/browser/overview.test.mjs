// The overview and the logs: what traffic leaves there is what the admin API says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
import { chat, Load } from './support/load.mjs';
import { compact, integer } from './support/numbers.mjs';

const COUNT = 6;
let browser, gateway, load;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: COUNT })]);
  await gateway.admin('PUT', 'models/gemini-2.5-flash', { rpm: 50, rpd: 250 });
  for (let n = 0; n < 10; ++n) await chat(gateway, { stream: n % 2 === 0 });
});
after(async () => {
  await load?.stop();
  await browser?.close();
  await gateway?.stop();
});

const hour = async () => (await gateway.admin('GET', 'stats?window=1h')).totals;

describe('the overview on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'overview', size: { width: 1440, height: 1400 } });
    await dashboard.see('heading', 'Traffic');
  });
  after(() => dashboard?.close());

  test('shows how many requests failed in the last hour, and the tokens of all', async () => {
    const { failures, requests, prompt_tokens: input, completion_tokens: output } = await hour();
    await dashboard.reach('text', `${integer(failures)} of ${integer(requests)} failed in the last hour`);
    await dashboard.seeText(new RegExp(`^${compact(input)} in · ${compact(output)} out`));
    await dashboard.seeText('100%');
  });

  test('shows the keys by their state', async () => {
    await dashboard.reach('heading', 'Pool of keys');
    await dashboard.until('a picture of them', async () => (await dashboard.items()).some(({ role, label }) => role === 'img' && label.startsWith(`${COUNT} keys by state`)));
  });

  test('shows what is left of a model for all keys together', async () => {
    const { totals } = (await gateway.admin('GET', 'models')).models.find(({ id }) => id === 'gemini-2.5-flash');
    const today = `Today: ${integer(COUNT * 250 - totals.rpd.used)} left of ${integer(COUNT * 250)}`;
    await dashboard.reach('link', new RegExp(`^gemini-2.5-flash: ${COUNT} keys .* ${today}`));
  });

  test('says that all is well, and what is not when something is not', async () => {
    await dashboard.reach('text', 'All is well');
    const { keys } = await gateway.admin('GET', 'keys');
    await gateway.admin('POST', 'keys', { keys: ['AIzaUnknownToTheSimulator-0000000000001'] });
    await dashboard.until('an invalid key', async () => {
      await chat(gateway);
      return (await gateway.admin('GET', 'keys?state=invalid')).total === 1;
    });
    await dashboard.seeText(/1 key is invalid/);
    assert.equal(keys.length, COUNT);
  });

  test('counts live while requests come', async () => {
    load = new Load(gateway, 100);
    await dashboard.until('a rate', async () => (await dashboard.texts()).some((text) => /^[1-9]\d* in the last minute/.test(text)));
    const before = (await hour()).requests;
    await dashboard.until('more requests', async () => (await dashboard.texts()).some((text) => Number(/ of (\d+) failed in the last hour$/.exec(text)?.[1]) > before));
    await load.stop();
  });

  test('hides and shows a series of a chart by its legend', async () => {
    assert.equal((await dashboard.reach('switch', 'Failed')).checked, true);
    await dashboard.activate('switch', 'Failed');
    await dashboard.until('a hidden series', async () => !(await dashboard.find('switch', 'Failed')).checked);
    assert.equal((await dashboard.find('switch', 'Succeeded')).checked, true);
    await dashboard.click('switch', 'Failed');
    await dashboard.until('the series', async () => (await dashboard.find('switch', 'Failed')).checked);
  });

  test('has a page and a mirror without violations', async () => {
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the logs on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'logs' });
  });
  after(() => dashboard?.close());

  test('show the newest request, and all of it in a drawer', async () => {
    const [record] = (await gateway.admin('GET', 'logs?limit=1')).logs;
    const row = await dashboard.until('its row', async () => (await dashboard.items()).find(({ role, label }) => role === 'button' && label.includes(record.model) && label.includes('200')));
    await dashboard.click('button', row.label);
    await dashboard.see('heading', 'Request');
    await dashboard.see('heading', 'Attempts');
    await dashboard.reach('text', record.request_id);
    await dashboard.click('button', /^Close/);
    await dashboard.gone('heading', 'Attempts');
  });

  test('show each new request by itself', async () => {
    await chat(gateway, { model: 'gemini-2.5-flash-lite', content: 'seen live' });
    await dashboard.until('the new one', async () => (await dashboard.items()).some(({ role, label }) => role === 'button' && label.includes('gemini-2.5-flash-lite')));
  });

  test('are narrowed to failures, which a client\'s own mistakes are not', async () => {
    assert.equal(await chat(gateway, { model: 'no-such-model' }), 404);
    await gateway.addFault({ kind: 'status', body: 'overloaded', count: null });
    assert.equal(await chat(gateway, { content: 'in vain' }), 503);
    await gateway.clearFaults();
    const { logs: failed } = await gateway.admin('GET', 'logs?failed=true&limit=1000');
    assert.ok(failed.length > 0 && failed.every(({ status }) => status === 429 || status >= 500), `${failed.map(({ status }) => status)}`);
    const rows = async () => (await dashboard.items()).filter(({ role, label }) => role === 'button' && /^\d\d:\d\d:\d\d /.test(label));
    await dashboard.until('the mistake among all', async () => (await rows()).some(({ label }) => label.includes(' 404 ')));
    await dashboard.click('checkbox', 'Failures only');
    await dashboard.until('the failures alone', async () => (await rows()).length === failed.length && (await rows()).every(({ label }) => / (429|5\d\d) /.test(label)));
    await dashboard.click('checkbox', 'Failures only');
    await dashboard.until('the mistake again', async () => (await rows()).some(({ label }) => label.includes(' 404 ')));
  });

  test('show what an admin changed', async () => {
    await gateway.admin('PATCH', 'settings', { logs: { retention_days: 5 } });
    await dashboard.click('radio', 'Audit');
    const [entry] = (await gateway.admin('GET', 'audit?limit=1')).entries ?? (await gateway.admin('GET', 'audit?limit=1')).audit;
    await dashboard.until('the change', async () => (await dashboard.texts()).some((text) => /setting/i.test(text)));
    assert.ok(entry);
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});
