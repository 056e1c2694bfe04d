// What the browser and the canvas do for one another: pointer, wheel, touch, size, clipboard, input methods.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Dashboard, DESKTOP, launch } from './support/dashboard.mjs';
import { Gateway, geminiKey } from './support/gateway.mjs';

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
    await dashboard.page.setViewportSize({ width: 1300, height: 800 }); // what it has already it would not set again
    await dashboard.page.setViewportSize(DESKTOP);
    await dashboard.until('its own pixels again', async () => String(await canvasSize(dashboard)) === '1440,900');
  });

  test('shows a hand over what can be pressed', async () => {
    const cursor = () => dashboard.page.evaluate(() => document.getElementById('canvas').style.cursor);
    await dashboard.hover('button', 'Reload');
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
    // A caret that blinks, seen or not, has the browser draw its own frames: two thirds of what a tab at rest took.
    const field = dashboard.page.locator('#keyboard');
    assert.equal(await field.evaluate((one) => document.activeElement === one && getComputedStyle(one).caretAnimation), 'manual');
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('text on a desktop', () => {
  let dashboard;
  const value = async (label) => (await dashboard.find('textbox', label))?.value ?? '';
  const holds = (label, text) => dashboard.until(`${label} with ${text}`, async () => (await value(label)) === text);
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'keys?import=1' });
    await dashboard.see('heading', 'Add Gemini keys');
  });
  after(() => dashboard?.close());

  test('takes a hundred pasted keys by Ctrl+V', async () => {
    await dashboard.click('textbox', 'Pasted keys');
    await dashboard.paste(Array.from({ length: 100 }, (_, n) => geminiKey(1_000 + n)).join('\n'));
    await holds('Pasted keys', '100 lines');
    await dashboard.see('status', '100 keys will be added');
  });

  test('takes what is typed, in any language', async () => {
    await dashboard.click('textbox', 'Name');
    await dashboard.page.keyboard.type('Team Ä, 100%');
    await holds('Name', 'Team Ä, 100%');
    await dashboard.page.keyboard.press('Control+A');
    await dashboard.page.keyboard.insertText('测试密钥');
    await holds('Name', '测试密钥');
  });

  test('is copied by Ctrl+C and stays', async () => {
    await dashboard.page.keyboard.press('Control+A');
    await dashboard.page.keyboard.press('Control+C');
    await dashboard.until('the clipboard', async () => (await dashboard.clipboard()) === '测试密钥');
    await holds('Name', '测试密钥');
  });

  test('is cut by Ctrl+X and pasted elsewhere', async () => {
    await dashboard.fill('Name', 'to be moved');
    await dashboard.page.keyboard.press('Control+A');
    await dashboard.page.keyboard.press('Control+X');
    await holds('Name', '');
    assert.equal(await dashboard.clipboard(), 'to be moved');
    await dashboard.click('textbox', 'Project');
    await dashboard.page.keyboard.press('Control+V');
    await holds('Project', 'to be moved');
  });

  test('is edited by the keys that every field knows', async () => {
    await dashboard.fill('Project', 'abcd');
    await dashboard.page.keyboard.press('Home');
    await dashboard.page.keyboard.press('Delete');
    await dashboard.page.keyboard.press('End');
    await dashboard.page.keyboard.press('Backspace');
    await dashboard.page.keyboard.press('ArrowLeft');
    await dashboard.page.keyboard.type('X');
    await holds('Project', 'bXc');
    await dashboard.page.keyboard.press('Control+Z');
    await dashboard.until('an undone edit', async () => (await value('Project')) !== 'bXc');
  });

  test('composed by an input method is shown at the caret and taken when it is chosen', async () => {
    await dashboard.fill('Name', 'A');
    const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
    await devtools.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
    const composing = await dashboard.page.evaluate(() => {
      const field = document.getElementById('keyboard');
      const { left, top } = field.getBoundingClientRect();
      return { shown: field.classList.contains('composing'), text: field.value, left, top };
    });
    const { rect } = await dashboard.find('textbox', 'Name');
    assert.deepEqual([composing.shown, composing.text], [true, 'ni hao']);
    assert.ok(composing.left >= rect[0] && composing.left <= rect[0] + rect[2], JSON.stringify([composing, rect]));
    assert.ok(composing.top >= rect[1] - 4 && composing.top <= rect[1] + rect[3], JSON.stringify([composing, rect]));
    assert.equal(await value('Name'), 'A', 'nothing is taken before it is chosen');
    await devtools.send('Input.insertText', { text: '你好' });
    await holds('Name', 'A你好');
    assert.equal(await dashboard.page.evaluate(() => document.getElementById('keyboard').classList.contains('composing')), false);
    await devtools.detach();
  });

  test('goes from field to field by Tab, and Escape closes the dialog', async () => {
    await dashboard.click('textbox', 'Name');
    await dashboard.page.keyboard.press('Tab');
    await dashboard.until('the focus in the next field', async () => (await dashboard.find('textbox', 'Project'))?.focused);
    await dashboard.until('a closed dialog', async () => {
      await dashboard.page.keyboard.press('Escape');
      await dashboard.settled();
      return !(await dashboard.find('heading', 'Add Gemini keys'));
    });
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

  test('brings the phone\'s keyboard for a field, and takes it away for anything else', async () => {
    const keyboard = () => dashboard.page.evaluate(() => {
      const field = document.getElementById('keyboard');
      return document.activeElement === field && field.getAttribute('inputmode') === 'text';
    });
    await dashboard.go('keys');
    await dashboard.tap('textbox', 'Search keys');
    await dashboard.until('the keyboard', keyboard);
    await dashboard.page.keyboard.insertText('nothing has this');
    await dashboard.seeText('No key matches');
    // A phone's backspace has no key, only its effect.
    await dashboard.page.evaluate(() => document.getElementById('keyboard').dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'deleteContentBackward', bubbles: true, cancelable: true })));
    await dashboard.until('one character less', async () => (await dashboard.find('textbox', 'Search keys'))?.value === 'nothing has thi');
    await dashboard.tap('button', 'Show all keys');
    await dashboard.until('no keyboard', async () => !(await keyboard()));
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
