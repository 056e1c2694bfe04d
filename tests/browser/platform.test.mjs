// What the browser and the canvas do for one another: pointer, wheel, touch, size, clipboard, input methods.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Dashboard, DESKTOP, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';

let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const canvasSize = (dashboard) => dashboard.page.evaluate(() => {
  const canvas = document.getElementById('canvas');
  return [canvas.width, canvas.height];
});
const top = async (dashboard, label) => (await dashboard.find('heading', label))?.rect[1];

describe('the canvas on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { size: { width: 1100, height: 500 } });
    await dashboard.see('heading', 'Process');
  });
  after(() => dashboard?.close());

  test('scrolls by the wheel and stays within the page', async () => {
    const before = await top(dashboard, 'System');
    await dashboard.page.mouse.move(700, 300);
    await dashboard.page.mouse.wheel(0, 120);
    await dashboard.until('a scrolled page', async () => ((await top(dashboard, 'System')) ?? -1) < before);
    await dashboard.page.mouse.wheel(0, -5_000);
    await dashboard.until('the page\'s top', async () => (await top(dashboard, 'System')) === before);
  });

  test('follows the size of the window', async () => {
    await dashboard.page.setViewportSize({ width: 1300, height: 800 });
    await dashboard.until('a larger canvas', async () => String(await canvasSize(dashboard)) === '1300,800');
    await dashboard.until('cards over the whole width', async () => {
      const items = await dashboard.items();
      return items.every(({ rect }) => rect[0] + rect[2] <= 1300) && items.some(({ rect }) => rect[0] + rect[2] > 1200);
    });
  });

  test('becomes a phone\'s layout when the window is narrow, and a desktop\'s again', async () => {
    await dashboard.page.setViewportSize({ width: 420, height: 800 });
    await dashboard.see('link', 'More');
    assert.ok((await dashboard.items()).every(({ rect }) => rect[0] + rect[2] <= 420));
    await dashboard.page.setViewportSize(DESKTOP);
    await dashboard.gone('link', 'More');
    await dashboard.see('link', 'Settings');
  });

  test('draws as many pixels as the screen has when the scale changes', async () => {
    const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
    await devtools.send('Emulation.setDeviceMetricsOverride', { width: 800, height: 600, deviceScaleFactor: 2, mobile: false });
    await dashboard.until('twice the pixels', async () => String(await canvasSize(dashboard)) === '1600,1200');
    await devtools.send('Emulation.setDeviceMetricsOverride', { width: 800, height: 600, deviceScaleFactor: 1.25, mobile: false });
    await dashboard.until('a quarter more', async () => String(await canvasSize(dashboard)) === '1000,750');
    await devtools.send('Emulation.clearDeviceMetricsOverride');
    await devtools.detach();
  });

  test('shows a hand over what can be pressed', async () => {
    const cursor = () => dashboard.page.evaluate(() => document.getElementById('canvas').style.cursor);
    const { rect } = await dashboard.see('button', 'Reload');
    await dashboard.page.mouse.move(rect[0] + 10, rect[1] + 10);
    await dashboard.until('a hand', async () => (await cursor()) === 'pointer');
    await dashboard.page.mouse.move(700, 880);
    await dashboard.until('an arrow', async () => (await cursor()) === 'default');
  });

  test('draws nothing while nothing changes', async () => {
    const frames = () => dashboard.page.evaluate(() => window.geminid.ui.frames());
    // Live events wake it about once a second; a frame for each is enough.
    await dashboard.settled();
    const [before, from] = [await frames(), Date.now()];
    await dashboard.until('two seconds', () => Date.now() - from > 2_000);
    const drawn = (await frames()) - before;
    assert.ok(drawn <= 20, `${drawn} frames in two seconds`);
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the canvas on a phone', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { phone: true });
    await dashboard.see('heading', 'Process');
  });
  after(() => dashboard?.close());

  test('draws three pixels for one', async () => {
    assert.deepEqual(await canvasSize(dashboard), [1170, 2532]);
  });

  test('scrolls by a finger and presses nothing by that', async () => {
    const before = await top(dashboard, 'System');
    await swipe(dashboard, [200, 600], [200, 300]);
    await dashboard.until('a scrolled page', async () => ((await top(dashboard, 'System')) ?? -1) < before);
    assert.equal(await dashboard.page.evaluate(() => window.location.hash), '#system');
    await swipe(dashboard, [200, 300], [200, 700]);
    await dashboard.until('the page\'s top', async () => (await top(dashboard, 'System')) === before);
  });

  test('takes a tap for a press', async () => {
    await dashboard.tap('link', 'More');
    await dashboard.see('button', 'Close');
    await dashboard.tap('button', 'Close');
    await dashboard.gone('button', 'Close');
    assert.deepEqual(dashboard.troubles, []);
  });
});

/** A finger that goes from one place to another. */
async function swipe(dashboard, [fromX, fromY], [toX, toY], steps = 5) {
  const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
  const touch = (type, touchPoints) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [{ x: fromX, y: fromY }]);
  for (let step = 1; step <= steps; ++step)
    await touch('touchMove', [{ x: fromX + ((toX - fromX) * step) / steps, y: fromY + ((toY - fromY) * step) / steps }]);
  await touch('touchEnd', []);
  await devtools.detach();
  await dashboard.settled();
}
