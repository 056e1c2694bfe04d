// The playground: a chat against the own gateway.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
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

const logs = async () => (await gateway.admin('GET', 'logs?limit=20')).logs;

describe('the playground on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'playground' });
    await dashboard.see('textbox', 'Message');
  });
  after(() => dashboard?.close());

  test('makes a user key for itself, which expires within a day', async () => {
    await dashboard.click('button', 'Make a key for the playground');
    await dashboard.gone('button', 'Make a key for the playground');
    const made = (await gateway.admin('GET', 'user-keys')).user_keys.find(({ name }) => name === 'playground');
    assert.ok(new Date(made.expires_at) - Date.now() <= 86_400_000 + 60_000);
  });

  test('shows no user key, neither on the screen nor in the mirror', async () => {
    assert.ok(!(await dashboard.texts()).some((text) => text.startsWith('sk-')));
    assert.ok(!/sk-[A-Za-z0-9]{8}/.test(await dashboard.page.content()));
  });

  test('asks by the return key, and shows the answer, its time, its tokens and the key that served it', async () => {
    await dashboard.click('textbox', 'Message');
    await dashboard.page.keyboard.insertText('what the playground asks');
    await dashboard.page.keyboard.press('Enter');
    await dashboard.seeText('what the playground asks');
    const figures = (await dashboard.seeText(/^first token .* tokens in, .* served by /)).label;
    await dashboard.until('its record', async () => (await logs()).some(({ user }) => JSON.stringify(user).includes('playground')));
    const record = (await logs()).find(({ user }) => JSON.stringify(user).includes('playground'));
    assert.match(figures, new RegExp(`${record.prompt_tokens} tokens in, ${record.completion_tokens} out`));
    const [{ key, key_id: keyId }] = record.attempts;
    const served = await gateway.admin('GET', `keys/${keyId ?? key?.id ?? key}`);
    assert.ok(figures.includes(served.name || served.masked), `${figures} names ${served.name || served.masked}`);
  });

  test('breaks a line by Shift and return', async () => {
    await dashboard.click('textbox', 'Message');
    await dashboard.page.keyboard.type('one');
    await dashboard.page.keyboard.press('Shift+Enter');
    await dashboard.page.keyboard.type('two');
    await dashboard.until('two lines', async () => (await dashboard.find('textbox', 'Message')).value === 'one\ntwo');
    await dashboard.click('button', 'Send');
    await dashboard.seeText('one\ntwo');
  });

  test('says why there is no answer', async () => {
    await dashboard.seeText(/^first token .* tokens in, .* served by /);
    await gateway.addFault({ kind: 'status', body: 'overloaded', count: null });
    await dashboard.click('textbox', 'Message');
    await dashboard.page.keyboard.insertText('in vain');
    await dashboard.page.keyboard.press('Enter');
    await dashboard.see('alert', /^The gateway could not serve it/);
    await gateway.clearFaults();
    await dashboard.click('button', 'Ask again');
    await dashboard.gone('alert', /^The gateway could not serve it/);
  });

  test('begins anew when it is cleared', async () => {
    await dashboard.click('button', 'Clear');
    await dashboard.seeText('Ask a model through the gateway');
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the playground on a phone, in Chinese', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'playground', phone: true, language: 'zh' });
  });
  after(() => dashboard?.close());

  test('asks and answers in Chinese', async () => {
    await dashboard.tap('button', '为试验场生成密钥');
    await dashboard.gone('button', '为试验场生成密钥');
    await dashboard.tap('textbox', '消息');
    await dashboard.page.keyboard.insertText('你好，世界');
    await dashboard.tap('button', '发送');
    await dashboard.seeText(/^首字 .*由 .* 处理$/);
    assert.deepEqual(dashboard.troubles, []);
  });
});
