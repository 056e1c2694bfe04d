// The frame around the pages: navigation, language, theme, what is remembered, what a screen reader gets.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
import { PAGES, PAGES_IN_BAR } from './support/pages.mjs';

let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const hash = (dashboard) => dashboard.page.evaluate(() => window.location.hash.slice(1));
const titled = (dashboard, title) => dashboard.until(`the page ${title}`, async () => (await dashboard.title()) === title);

describe('the shell on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway);
  });
  after(() => dashboard?.close());

  test('goes to every page by the mouse, and the address says where one is', async () => {
    for (const { path, title } of PAGES) {
      await dashboard.click('link', title.en);
      await titled(dashboard, title.en);
      assert.equal(await hash(dashboard), path);
      assert.equal((await dashboard.find('link', title.en)).checked, true, `${path} is marked as the current page`);
    }
  });

  test('goes back and forward by the browser\'s buttons', async () => {
    const [last, before] = [PAGES.at(-1), PAGES.at(-2)];
    await dashboard.page.evaluate(() => history.back());
    await titled(dashboard, before.title.en);
    await dashboard.page.evaluate(() => history.forward());
    await titled(dashboard, last.title.en);
  });

  test('opens the page that the address names, and the overview for a name that is none', async () => {
    await dashboard.go('routing');
    await titled(dashboard, 'Routing');
    await dashboard.go('no-such-page');
    await titled(dashboard, 'Overview');
  });

  test('goes to every page by the mirror, as a screen reader does', async () => {
    for (const { title } of PAGES) {
      await dashboard.activate('link', title.en);
      await titled(dashboard, title.en);
      await dashboard.until('its mark in the mirror', () => dashboard.page.getByRole('link', { name: title.en, exact: true }).evaluate((link) => link.getAttribute('aria-current') === 'page'));
    }
  });

  test('is driven by the keyboard alone, with the focus in the mirror', async () => {
    await dashboard.go('system');
    const focused = () => dashboard.items().then((items) => items.find((item) => item.focused));
    await dashboard.until('the focus on the first page', async () => {
      await dashboard.page.keyboard.press('Tab');
      await dashboard.settled();
      return (await focused())?.label === 'Keys' || (await focused())?.label === 'Gemini keys';
    });
    await dashboard.until('the focus in the mirror', () => dashboard.page.evaluate(() => {
      const id = document.getElementById('keyboard').getAttribute('aria-activedescendant');
      return document.getElementById(id)?.getAttribute('aria-label') === 'Gemini keys';
    }));
    await dashboard.page.keyboard.press('Enter');
    await titled(dashboard, 'Gemini keys');
  });

  test('has a mirror to which the accessibility checker has no objection', async () => {
    await dashboard.go('system');
    await dashboard.until('the mirror', () => dashboard.page.getByRole('heading', { name: 'System', exact: true }).count());
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
  });

  test('says that it is live', async () => {
    await dashboard.seeText('Live');
  });

  test('changes its language at once, on all that is shown', async () => {
    await dashboard.go('system');
    await dashboard.click('button', '中文');
    await titled(dashboard, '系统');
    const links = (await dashboard.items()).filter(({ role }) => role === 'link').map(({ label }) => label);
    for (const { title } of PAGES) assert.ok(links.includes(title.zh), `${title.zh} in ${links}`);
    assert.equal(await dashboard.page.evaluate(() => document.documentElement.lang), 'zh-CN');
  });

  test('changes its theme at once', async () => {
    const colour = async () => (await pixel(dashboard, 700, 880)).slice(0, 3);
    const dark = await colour();
    await dashboard.click('button', '浅色主题');
    await dashboard.until('a light page', async () => Math.min(...(await colour())) > 200);
    assert.ok(Math.max(...dark) < 60, `${dark} was dark`);
    assert.equal(await dashboard.page.evaluate(() => document.documentElement.classList.contains('light')), true);
  });

  test('keeps language, theme and page over a reload', async () => {
    await dashboard.page.reload();
    await dashboard.drawn();
    await titled(dashboard, '系统');
    await dashboard.see('button', '深色主题');
    await dashboard.click('button', 'English');
    await titled(dashboard, 'System');
  });

  test('broke no policy and asked nobody else', () => {
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the shell on a phone', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { phone: true, language: 'zh' });
  });
  after(() => dashboard?.close());

  test('has the first pages in a bar that a thumb reaches', async () => {
    for (const { shortTitle, title } of PAGES.slice(0, PAGES_IN_BAR)) {
      await dashboard.tap('link', shortTitle.zh);
      await titled(dashboard, title.zh);
      const { rect } = await dashboard.find('link', shortTitle.zh);
      assert.ok(rect[1] > 700 && rect[3] >= 40 && rect[2] >= 40, JSON.stringify(rect));
    }
  });

  test('has the others behind one more', async () => {
    for (const { title } of PAGES.slice(PAGES_IN_BAR)) {
      await dashboard.tap('link', '更多');
      await dashboard.tap('link', title.zh);
      await titled(dashboard, title.zh);
    }
  });

  test('closes that drawer by its button', async () => {
    await dashboard.tap('link', '更多');
    await dashboard.tap('button', '关闭');
    await dashboard.gone('button', '关闭');
  });

  test('has a mirror to which the accessibility checker has no objection', async () => {
    await dashboard.tap('link', '更多');
    await dashboard.see('button', '关闭');
    await dashboard.until('the mirror', () => dashboard.page.getByRole('button', { name: '关闭', exact: true }).count());
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });
});

/** The colour that the canvas shows at a place, 0 to 255 each. */
function pixel(dashboard, x, y) {
  return dashboard.page.evaluate(([left, top]) => {
    const canvas = document.getElementById('canvas');
    const gl = canvas.getContext('webgl2');
    const colour = new Uint8Array(4);
    gl.readPixels(left * devicePixelRatio, canvas.height - top * devicePixelRatio, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, colour);
    return [...colour];
  }, [x, y]);
}
