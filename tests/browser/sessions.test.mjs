// What happens when the session ends, the server goes away and comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
import { Load } from './support/load.mjs';
import { dateTime } from './support/numbers.mjs';

let browser, gateway, dashboard, load;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
  load = new Load(gateway, 200);
  dashboard = await Dashboard.open(browser, gateway);
  await dashboard.seeText('Live');
  // Whether the page was loaded anew is seen by what a load would lose.
  await dashboard.page.evaluate(() => { window.sameDocument = true; });
});
after(async () => {
  await load?.stop();
  await browser?.close();
  await gateway?.stop();
});

const sameDocument = () => dashboard.page.evaluate(() => window.sameDocument === true);
const formShown = () => dashboard.page.waitForSelector('#login:not([hidden])');

test('a session that was ended elsewhere brings the login form, and after it all goes on', async () => {
  await gateway.admin('POST', 'logout-everywhere', {});
  await dashboard.click('button', 'Reload');
  await formShown();
  await dashboard.login();
  await dashboard.page.waitForSelector('#login', { state: 'hidden' });
  await dashboard.click('button', 'Reload');
  await dashboard.seeText('Live');
  assert.ok(await sameDocument(), 'it was not loaded anew');
});

test('a session that was ended elsewhere is noticed without a click', async () => {
  await gateway.admin('POST', 'logout-everywhere', {});
  await formShown();
  await dashboard.login();
  await dashboard.seeText('Live');
  assert.ok(await sameDocument(), 'it was not loaded anew');
});

test('a change after a new login is accepted: it has the new session\'s token', async () => {
  await dashboard.click('button', 'Log out');
  await formShown();
  await dashboard.login();
  await dashboard.seeText('Live');
  const status = await dashboard.page.evaluate(() => fetch('/admin/api/settings', {
    method: 'PATCH', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': window.geminid.csrf }, body: '{"logs":{"retention_days":6}}',
  }).then((answer) => answer.status));
  assert.equal(status, 200);
});

test('a server that is away is said, and the last values stay', async () => {
  const version = await dashboard.fact('Version');
  await gateway.takeDown();
  await dashboard.seeText('Reconnecting…');
  await dashboard.click('button', 'Reload');
  await dashboard.see('status', /^The server does not answer/);
  assert.equal(await dashboard.fact('Version'), version);
});

test('it is said in the other language, too', async () => {
  await dashboard.click('button', '中文');
  await dashboard.seeText('正在重连…');
  await dashboard.see('status', /^服务器没有响应/);
  await dashboard.click('button', 'English');
});

test('a server that is back is found by itself, with the same session and new values', async () => {
  await gateway.bringUp();
  await dashboard.seeText('Live');
  await dashboard.gone('status', /^The server does not answer/);
  assert.ok(await sameDocument(), 'it was not loaded anew');
  const { started_at: startedAt } = await gateway.admin('GET', 'system');
  await dashboard.until('the new start', async () => (await dashboard.fact('Started at')) === dateTime(startedAt));
  await dashboard.until('a short uptime', async () => /^\d+ s$/.test(await dashboard.fact('Uptime')));
});

test('a browser without a network says so, and goes on when it has one', async () => {
  await dashboard.page.context().setOffline(true);
  await dashboard.click('button', 'Reload');
  await dashboard.see('status', /^The server does not answer/);
  await dashboard.page.context().setOffline(false);
  await dashboard.seeText('Live');
  await dashboard.gone('status', /^The server does not answer/);
});

test('nothing of this broke a policy or asked anybody else', () => {
  assert.deepEqual(dashboard.troubles, []);
});
