// The page of user keys: made, shown once, limited, changed, deleted.
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

const list = async () => (await gateway.admin('GET', 'user-keys')).user_keys;
const named = async (name) => (await list()).find((one) => one.name === name);

describe('the user keys on a desktop', () => {
  let dashboard, secret;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'user-keys' });
    await dashboard.see('textbox', 'Search user keys');
  });
  after(() => dashboard?.close());

  test('are cards with name and masked key', async () => {
    for (const one of await list()) {
      await dashboard.seeText(one.name);
      await dashboard.seeText(one.masked);
    }
    const count = (await list()).length;
    await dashboard.seeText(`${count} ${count === 1 ? 'key' : 'keys'}, ${count} active`);
  });

  test('are made with limits, models and an expiry', async () => {
    await dashboard.click('button', 'New key');
    await dashboard.fill('Name', 'team-a');
    await dashboard.fill('Requests per minute (RPM)', '60');
    await dashboard.fill('Requests per day (RPD)', '1000');
    await dashboard.click('button', '30 days');
    await dashboard.fill('Another model, by name', 'gemini-2.5-flash');
    await dashboard.click('button', 'Add');
    await dashboard.seeText('Only these are allowed: gemini-2.5-flash');
    await dashboard.click('button', 'Create key');
    await dashboard.see('heading', 'The key of team-a');
    const made = await named('team-a');
    assert.deepEqual([made.rpm, made.rpd, made.models], [60, 1000, ['gemini-2.5-flash']]);
    const days = (new Date(made.expires_at) - Date.now()) / 86_400_000;
    assert.ok(days > 29.9 && days <= 30.1, `${days} days`);
  });

  test('are shown once, and copied by a button', async () => {
    secret = (await dashboard.texts()).find((text) => /^sk-[\w-]{20,}$/.test(text));
    assert.ok(secret, 'the key stands there');
    await dashboard.click('button', 'Copy key');
    await dashboard.until('the clipboard', async () => (await dashboard.clipboard()) === secret);
  });

  test('come with programs ready to be copied', async () => {
    for (const name of ['Python', 'Node', 'curl']) {
      const found = (await dashboard.items()).find(({ role, label }) => role === 'radio' && label.startsWith(name));
      assert.ok(found, `${name} among ${(await dashboard.items()).filter(({ role }) => role === 'radio').map(({ label }) => label)}`);
      await dashboard.click('radio', found.label);
      await dashboard.click('button', 'Copy program');
      await dashboard.until(`a program for ${name}`, async () => {
        const program = await dashboard.clipboard();
        return program !== secret && program.includes(secret) && program.includes(gateway.url);
      });
    }
  });

  test('are copied over plain http, too, where the browser has no clipboard for pages', async () => {
    await dashboard.page.evaluate(() => Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true }));
    await dashboard.page.evaluate(() => navigator.clipboard.writeText('another'));
    await dashboard.click('button', 'Copy key');
    await dashboard.until('the clipboard', async () => (await dashboard.clipboard()) === secret);
  });

  test('let requests in', async () => {
    assert.equal(await chat(gateway, { key: secret }), 200);
    assert.equal(await chat(gateway, { key: secret, model: 'gemini-2.5-pro' }), 403);
  });

  test('are gone from the page when one is done with it', async () => {
    await dashboard.click('button', 'Done');
    await dashboard.gone('heading', 'The key of team-a');
    assert.ok(!(await dashboard.page.content()).includes(secret));
    await dashboard.seeText((await named('team-a')).masked);
  });

  test('show what was used of their limits', async () => {
    await dashboard.page.reload();
    await dashboard.drawn();
    const { usage } = await named('team-a');
    await dashboard.seeText(`${usage.rpd.used} / 1k`);
  });

  test('are changed', async () => {
    await dashboard.click('button', 'Change team-a');
    await dashboard.until('the present limit', async () => (await dashboard.find('textbox', 'Requests per minute (RPM)'))?.value === '60');
    await dashboard.fill('Requests per minute (RPM)', '');
    await dashboard.fill('Requests at once', '4');
    await dashboard.click('button', 'Save');
    await eventually('the change', async () => (await named('team-a')).max_concurrency === 4);
    assert.equal((await named('team-a')).rpm ?? null, null);
  });

  test('are switched off and on in their place', async () => {
    await dashboard.click('switch', 'Enable team-a');
    await eventually('a disabled key', async () => (await named('team-a')).enabled === false);
    await dashboard.seeText('Disabled');
    assert.equal(await chat(gateway, { key: secret }), 401);
    await dashboard.click('switch', 'Enable team-a');
    await eventually('an enabled key', async () => (await named('team-a')).enabled === true);
  });

  test('are found by name', async () => {
    await dashboard.fill('Search user keys', 'no such name');
    await dashboard.seeText('Nothing found');
    await dashboard.fill('Search user keys', 'TEAM');
    await dashboard.see('button', 'Change team-a');
    await dashboard.fill('Search user keys', '');
  });

  test('come back when their deletion is undone, and are gone when it is not', async () => {
    await dashboard.click('button', 'Delete team-a');
    await dashboard.gone('button', 'Change team-a');
    await dashboard.click('button', /^Undo/);
    await dashboard.see('button', 'Change team-a');
    assert.ok(await named('team-a'));
    await dashboard.click('button', 'Delete team-a');
    // Leaving the page does not wait for the ten seconds.
    await dashboard.page.reload();
    await eventually('one key less', async () => !(await named('team-a')));
    await dashboard.drawn();
  });

  test('have a page and a mirror without violations', async () => {
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the user keys on a phone, in Chinese', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'user-keys', phone: true, language: 'zh' });
    await dashboard.see('textbox', '搜索用户密钥');
  });
  after(() => dashboard?.close());

  test('are made with a Chinese name', async () => {
    await dashboard.tap('button', '新建密钥');
    await dashboard.tap('textbox', '名称');
    await dashboard.page.keyboard.insertText('张三的电脑');
    await dashboard.until('the name', async () => (await dashboard.find('textbox', '名称'))?.value === '张三的电脑');
    await dashboard.tap('button', '创建密钥');
    await dashboard.see('heading', '张三的电脑 的密钥');
    await dashboard.tap('button', '复制密钥');
    await dashboard.tap('button', '完成');
    await dashboard.reach('button', '编辑 张三的电脑');
    assert.ok(await named('张三的电脑'));
    assert.deepEqual(dashboard.troubles, []);
  });
});
