// The program comes in two files. What the overview does, the first one does alone; the other pages say that they are coming, and
// come by themselves.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway, PASSWORD } from './support/gateway.mjs';
import { Load } from './support/load.mjs';
import { PAGES } from './support/pages.mjs';
import { fillSample, SAMPLE_KEYS } from './support/sample.mjs';

const LATER_PART = /\/dash-later\.[0-9a-f]{10}\.wasm$/;
const COME_MS_MAX = 45_000; // it is asked for again every half minute at last
const FAILED = { en: /^This page could not be loaded\. It is tried again /, zh: /^加载失败，.*重试。$/ };

let browser, gateway, load;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: SAMPLE_KEYS })]);
  await fillSample(gateway);
  load = new Load(gateway, 200);
});
after(async () => {
  await load?.stop();
  await browser?.close();
  await gateway?.stop();
});

const refuse = (page) => page.route(LATER_PART, (route) => route.abort());
const titled = (dashboard, title) => dashboard.until(`the page ${title}`, async () => (await dashboard.title()) === title);
const loginForm = (dashboard) => dashboard.page.waitForSelector('#login:not([hidden])');

/** Brings the pointer over all that is on the screen, which shows what is shown at the pointer; a finger does not hover. */
async function pointAtAll(dashboard, phone) {
  if (phone) return;
  for (const { rect: [x, y, width, height] } of await dashboard.items()) await dashboard.page.mouse.move(x + width / 2, y + height / 2);
  await dashboard.settled();
}

/** The overview from its top to its end, with the pointer everywhere. */
async function lookAround(dashboard, phone) {
  await dashboard.loaded();
  for (let screens = 0; screens < 4; ++screens) {
    await pointAtAll(dashboard, phone);
    await dashboard.scroll(0.8);
  }
  await dashboard.scroll(-100);
}

for (const [language, theme, phone] of [['en', 'dark', false], ['zh', 'light', false], ['zh', 'dark', true], ['en', 'light', true]]) {
  test(`the overview is whole without the later part: ${language}, ${theme}, ${phone ? 'phone' : 'desktop'}`, async () => {
    const dashboard = await Dashboard.open(browser, gateway, { path: 'overview', language, theme, phone, prepare: refuse });
    await dashboard.seeText(language === 'zh' ? '实时' : 'Live');
    await lookAround(dashboard, phone);
    const chosen = await dashboard.reach('radio', language === 'zh' ? '24 小时' : '24 h');
    await dashboard[phone ? 'tap' : 'click']('radio', chosen.label);
    await dashboard.loaded();
    await pointAtAll(dashboard, phone);
    if (phone) {
      await dashboard.tap('link', language === 'zh' ? '更多' : 'More');
      await dashboard.tap('button', language === 'zh' ? '关闭' : 'Close');
    }
    assert.deepEqual(dashboard.troubles, []);
    await dashboard.close();
  });
}

describe('without the later part', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'overview', size: { width: 1440, height: 1500 }, prepare: refuse }); // all of it at once
    await dashboard.loaded();
  });
  after(() => dashboard?.close());

  test('all of the overview can be pressed', async () => {
    const pressable = new Set(['button', 'link', 'radio', 'switch', 'checkbox']);
    const pages = new Set(PAGES.map(({ title }) => title.en));
    const others = /^(Light theme|Dark theme|中文|Log out)$/;
    const pressed = new Set();
    const next = async () => (await dashboard.items()).find(({ role, label, disabled }) =>
      pressable.has(role) && !disabled && !pages.has(label) && !others.test(label) && !pressed.has(`${role} ${label.replace(/\d.*/, '')}`));
    for (let item = await next(); item; item = await next()) {
      pressed.add(`${item.role} ${item.label.replace(/\d.*/, '')}`);
      await dashboard.page.mouse.click(item.rect[0] + item.rect[2] / 2, item.rect[1] + item.rect[3] / 2);
      await dashboard.settled();
      await dashboard.go('overview');
      await titled(dashboard, 'Overview');
    }
    // What else is there depends on the traffic.
    const always = ['radio Live', 'radio Requests', 'radio Tokens', 'switch Tokens in', 'switch Tokens out', 'link gemini-', 'link Healthy ', 'link Disabled ', 'link All errors'];
    assert.deepEqual(always.filter((one) => !pressed.has(one)), [], `pressed: ${[...pressed].join(', ')}`);
    assert.deepEqual(dashboard.troubles, []);
  });

  test('the keyboard, the wheel and the clipboard do what they do', async () => {
    for (const key of ['Tab', 'Tab', 'Shift+Tab', 'ArrowDown', 'ArrowUp', 'PageDown', 'Home', 'End', 'x', 'Control+A', 'Control+C', 'Escape']) await dashboard.page.keyboard.press(key);
    await dashboard.paste('pasted where there is no field');
    await dashboard.page.mouse.wheel(0, 300);
    await dashboard.settled();
    assert.deepEqual(dashboard.troubles, []);
  });

  test('language and theme change', async () => {
    for (const label of ['中文', '浅色主题', 'English', 'Dark theme']) await dashboard.click('button', label);
    await dashboard.see('heading', 'Traffic');
    assert.deepEqual(dashboard.troubles, []);
  });

  test('an ended session, a logout and a server that is away are gone through', async () => {
    await gateway.admin('POST', 'logout-everywhere', {});
    await loginForm(dashboard);
    await dashboard.login();
    await dashboard.click('button', 'Log out');
    await loginForm(dashboard);
    await dashboard.login();
    await dashboard.seeText('Live');
    await gateway.takeDown();
    await dashboard.seeText('Reconnecting…');
    await gateway.bringUp();
    await dashboard.seeText('Live');
    assert.deepEqual(dashboard.troubles, []);
  });

  test('every other page says that it is tried again', async () => {
    for (const { title } of PAGES.slice(1)) {
      await dashboard.click('link', title.en);
      await titled(dashboard, title.en);
      await dashboard.until('why it is empty', async () => (await dashboard.find('status', FAILED.en)) ?? (await dashboard.find('status', 'Loading')));
    }
    await dashboard.see('status', FAILED.en);
    await dashboard.click('button', '中文');
    await dashboard.see('status', FAILED.zh);
    await dashboard.click('button', 'English');
    assert.deepEqual(dashboard.troubles, []);
  });

  test('the page that is open comes by itself when it can be had', async () => {
    await dashboard.click('link', 'System');
    await dashboard.page.unroute(LATER_PART);
    await dashboard.until('the page', () => dashboard.fact('Version'), COME_MS_MAX);
    for (const { title } of PAGES) {
      await dashboard.click('link', title.en);
      await titled(dashboard, title.en);
      assert.equal(await dashboard.find('status', FAILED.en), undefined);
    }
    assert.deepEqual(dashboard.troubles, []);
  });
});

test('the later part is asked for after the first frame of the overview', async () => {
  const dashboard = await Dashboard.open(browser, gateway, { path: 'overview' });
  const [drawn, asked] = await dashboard.page.evaluate((pattern) => [
    performance.getEntriesByName('geminid.drawn')[0].startTime,
    performance.getEntriesByType('resource').filter(({ name }) => new RegExp(pattern).test(name)).map(({ startTime }) => startTime),
  ], LATER_PART.source);
  assert.equal(asked.length, 1);
  assert.ok(asked[0] >= drawn, `asked for at ${asked[0]} ms, drawn at ${drawn} ms`);
  await dashboard.close();
});

test('a page that was opened by its address says that it comes, and then shows what the address names', async () => {
  let release;
  const released = new Promise((done) => { release = done; });
  const dashboard = await Dashboard.open(browser, gateway, {
    path: 'keys?state=disabled',
    login: false,
    prepare: (page) => page.route(LATER_PART, (route) => released.then(() => route.continue())),
  });
  await dashboard.enterPassword(PASSWORD);
  await dashboard.see('status', 'Loading');
  await dashboard.see('status', 'Still loading, please wait.');
  release();
  await dashboard.seeText('1–1 of 1');
  assert.deepEqual(dashboard.troubles, []);
  await dashboard.close();
});

test('the whole dashboard can be loaded anew instead', async () => {
  const dashboard = await Dashboard.open(browser, gateway, { path: 'system', prepare: refuse });
  await dashboard.see('status', FAILED.en);
  const { rect: [x, y, width, height] } = await dashboard.see('button', 'Reload');
  await dashboard.page.unroute(LATER_PART);
  await dashboard.page.evaluate(() => { window.sameDocument = true; });
  await Promise.all([dashboard.page.waitForEvent('load'), dashboard.page.mouse.click(x + width / 2, y + height / 2)]);
  await dashboard.until('the page', () => dashboard.fact('Version'));
  assert.equal(await dashboard.page.evaluate(() => window.sameDocument), undefined);
  assert.deepEqual(dashboard.troubles, []);
  await dashboard.close();
});
