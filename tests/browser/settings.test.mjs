// Routing and Settings: a change is a draft until it is saved, and then the gateway has it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { eventually, Gateway } from './support/gateway.mjs';
import { chat } from './support/load.mjs';

let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
  await chat(gateway);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const settings = () => gateway.admin('GET', 'settings');

describe('routing on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'routing', size: { width: 1440, height: 1400 } });
    await dashboard.see('heading', 'Choice of the key');
  });
  after(() => dashboard?.close());

  test('shows the settings as the API says', async () => {
    const { routing } = await settings();
    for (const [label, value] of [['Attempts', routing.max_attempts], ['Longest wait (ms)', routing.max_wait_ms], ['Warning at (%)', routing.usage_warning_percent]]) {
      const field = await dashboard.reach('textbox', label);
      assert.equal(field.value, String(value), label);
    }
    assert.equal((await dashboard.reach('switch', 'Affinity')).checked ?? false, routing.affinity);
  });

  test('keeps a change as a draft, shows what it would do, and saves it when that is wanted', async () => {
    const before = (await settings()).routing;
    await dashboard.fill('Attempts', String(before.max_attempts + 2));
    await dashboard.reach('heading', 'Changes that are not saved');
    assert.equal((await settings()).routing.max_attempts, before.max_attempts, 'nothing is saved yet');
    await dashboard.click('button', /^Save/);
    await eventually('the change', async () => (await settings()).routing.max_attempts === before.max_attempts + 2);
    await dashboard.gone('heading', 'Changes that are not saved');
  });

  test('refuses a number that is out of its range, in words', async () => {
    await dashboard.fill('Attempts', '0');
    await dashboard.seeText(/^Must be a whole number from /);
    await dashboard.fill('Attempts', '3');
    await dashboard.gone('text', /^Must be a whole number from /);
  });

  test('shows how the next requests would be spread', async () => {
    await dashboard.reach('heading', 'What would happen');
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the settings on a phone, in Chinese', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'settings', phone: true, language: 'zh' });
    await dashboard.see('heading', '设置');
  });
  after(() => dashboard?.close());

  test('change the language of this browser at once', async () => {
    await dashboard.reach('radio', 'English');
    await dashboard.tap('radio', 'English');
    await dashboard.until('the title', async () => (await dashboard.texts()).includes('Look'));
    await dashboard.tap('radio', '中文');
    await dashboard.until('the title', async () => (await dashboard.texts()).includes('外观'));
    assert.deepEqual(dashboard.troubles, []);
  });
});
