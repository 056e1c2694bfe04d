// The Models page: limits in three ways, names, and defaults again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';

let browser, gateway, dashboard;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
  await gateway.admin('PUT', 'models/gemini-2.5-pro', { rpm: 5, tpm: null });
  dashboard = await Dashboard.open(browser, gateway, { path: 'models' });
});
after(async () => {
  await dashboard?.close();
  await browser?.close();
  await gateway?.stop();
});

const model = async (id) => (await gateway.admin('GET', 'models')).models.find((one) => one.id === id);

describe('the Models page', () => {
  test('tells a limit that is a number from one that is unlimited or not set', async () => {
    await dashboard.see('text', 'gemini-2.5-pro');
    for (const text of ['5 per key', 'unlimited', 'as Google names it']) await dashboard.see('text', text);
  });

  test('adds a model by name with aliases and ordered fallbacks', async () => {
    await dashboard.click('button', 'Add model');
    await dashboard.fill('Name, as Google knows it', 'gemini-2.5-flash');
    await dashboard.choose('Requests per minute (RPM)', 'Number');
    await dashboard.fill('Number (RPM)', '10');
    await dashboard.fill('Aliases, one a line', 'flash, gpt-4o-mini');
    await dashboard.fill('Fallbacks, tried in this order, one a line', 'gemini-2.5-pro\ngemini-2.0-flash');
    await dashboard.click('button', 'Save');
    await dashboard.until('the model', () => model('gemini-2.5-flash'));
    const { rpm, tpm, aliases, fallbacks } = await model('gemini-2.5-flash');
    assert.equal(rpm, 10);
    assert.equal(tpm, undefined);
    assert.deepEqual(aliases, ['flash', 'gpt-4o-mini']);
    assert.deepEqual(fallbacks, ['gemini-2.5-pro', 'gemini-2.0-flash']);
    await dashboard.see('text', 'Fallbacks: gemini-2.5-pro → gemini-2.0-flash');
  });

  test('switches a model off without forgetting the rest', async () => {
    await dashboard.click('switch', 'Enable gemini-2.5-pro');
    await dashboard.until('a model that is off', async () => !(await model('gemini-2.5-pro')).enabled);
    const { rpm, tpm } = await model('gemini-2.5-pro');
    assert.deepEqual([rpm, tpm], [5, null]);
  });

  test('gives a model its defaults again, unless that is taken back', async () => {
    await dashboard.click('button', 'Configure gemini-2.5-pro');
    await dashboard.click('button', 'Reset to defaults');
    await dashboard.click('button', /^Undo/);
    await dashboard.see('text', '5 per key');
    await dashboard.click('button', 'Configure gemini-2.5-pro');
    await dashboard.click('button', 'Reset to defaults');
    await dashboard.until('a model with its defaults', async () => ((await model('gemini-2.5-pro'))?.rpm ?? 0) === 0);
    assert.deepEqual(dashboard.troubles, []);
  });
});
