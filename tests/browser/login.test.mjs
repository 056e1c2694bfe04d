// Who gets in, and what the form says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway, PASSWORD } from './support/gateway.mjs';

let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const alert = (dashboard) => dashboard.page.getByRole('alert').textContent();
const says = (dashboard, text) => dashboard.until(text, async () => (await alert(dashboard)) === text);

describe('the login form', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { login: false });
    await dashboard.page.waitForSelector('#login:not([hidden])');
  });
  after(() => dashboard?.close());

  test('begins with the caret in the password', async () => {
    assert.equal(await dashboard.page.evaluate(() => document.activeElement.name), 'password');
  });

  test('offers itself to password managers', async () => {
    const attributes = await dashboard.page.$$eval('#login input', (inputs) => inputs.map((input) => input.autocomplete));
    assert.deepEqual(attributes, ['username', 'current-password']);
  });

  test('has nothing that the accessibility checker objects to, dark and light', async () => {
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    await dashboard.page.evaluate(() => window.geminid.setPreference('theme', 'light'));
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
  });

  test('loads no program before somebody is in', async () => {
    assert.equal(await dashboard.page.evaluate(() => window.geminid.ui), undefined);
    assert.equal(await dashboard.page.evaluate(() => document.querySelector('script[src*="dash"]')), null);
  });

  test('refuses a wrong password in words', async () => {
    await dashboard.enterPassword('not-the-password');
    await says(dashboard, 'The password is wrong.');
  });

  test('changes its language at once', async () => {
    await dashboard.page.getByRole('button', { name: '中文' }).click();
    assert.equal(await dashboard.page.getByRole('button', { name: '登录' }).count(), 1);
    assert.equal(await dashboard.page.evaluate(() => document.documentElement.lang), 'zh-CN');
    await dashboard.enterPassword('again-not-the-password');
    await says(dashboard, '密码错误。');
    await dashboard.page.getByRole('button', { name: 'English' }).click();
  });

  test('says that the server is away', async () => {
    await dashboard.page.route('**/admin/api/login', (route) => route.abort());
    await dashboard.enterPassword(PASSWORD);
    await says(dashboard, 'The server does not answer: try again.');
    await dashboard.page.unroute('**/admin/api/login');
  });

  test('lets the right password in, by the return key alone', async () => {
    await dashboard.page.fill('[name=password]', PASSWORD);
    await dashboard.page.keyboard.press('Enter');
    await dashboard.drawn();
    assert.equal(await dashboard.page.isVisible('#login'), false);
  });

  test('leaves no password behind', async () => {
    assert.equal(await dashboard.page.inputValue('[name=password]'), '');
    const kept = await dashboard.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
    assert.ok(!kept.includes(PASSWORD) && !/token|session/i.test(kept), kept);
  });

  test('is not shown to whoever is logged in already', async () => {
    await dashboard.page.reload();
    await dashboard.drawn();
    assert.equal(await dashboard.page.isVisible('#login'), false);
  });

  test('comes back by logging out', async () => {
    await dashboard.click('button', 'Log out');
    await dashboard.page.waitForSelector('#login:not([hidden])');
    assert.equal(await dashboard.page.evaluate(async () => (await fetch('/admin/api/session')).status), 401);
  });

  test('broke no policy and asked nobody else', () => {
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the login form on a phone', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { phone: true, language: 'zh', login: false });
    await dashboard.page.waitForSelector('#login:not([hidden])');
  });
  after(() => dashboard?.close());

  test('fits and can be hit by a finger', async () => {
    for (const selector of ['#login', '#login input[type=password]', '#login button:not([type])']) {
      const box = await dashboard.page.locator(selector).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 390, `${selector}: ${JSON.stringify(box)}`);
      if (selector !== '#login') assert.ok(box.height >= 40, `${selector}: ${JSON.stringify(box)}`);
    }
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
  });

  // The last: from here on, this address has to wait.
  test('asks for patience after too many wrong passwords', async () => {
    await dashboard.until('to be throttled', async () => {
      await dashboard.enterPassword('not-the-password');
      await dashboard.page.waitForSelector('#login button:not([type]):not([disabled])');
      return (await alert(dashboard)) === '尝试次数过多，请稍候。';
    });
    assert.deepEqual(dashboard.troubles, []);
  });
});
