// The dashboard in a browser, seen and driven by what its mirror says: items with role, label, value and place. Nothing waits
// for a time; everything polls for a state.
import { chromium } from 'playwright-core';
import { eventually, PASSWORD } from './gateway.mjs';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

const STATE_MS_MAX = 15_000;
const START_MS_MAX = 60_000;

/** A browser of its own, with no folder that outlives it. */
export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more,
    ],
  });
}

const matches = (text, wanted) => (wanted instanceof RegExp ? wanted.test(text ?? '') : text === wanted);

export class Dashboard {
  page;
  /** What must not be: exceptions, violations of the content security policy, requests to others. */
  troubles = [];
  #gateway;
  #context;

  /**
   * `login`: the page is logged in and drawn when this returns. `path`: what stands behind the "#". `prepare` has the page
   * before it asks for anything.
   */
  static async open(browser, gateway, { path = 'system', phone = false, size = phone ? PHONE : DESKTOP, scale = phone ? 3 : 1,
    language = 'en', theme = 'dark', login = true, prepare } = {}) {
    const dashboard = new this();
    dashboard.#gateway = gateway;
    dashboard.#context = await browser.newContext({ viewport: size, deviceScaleFactor: scale, isMobile: phone, hasTouch: phone });
    await dashboard.#context.grantPermissions(['clipboard-read', 'clipboard-write']);
    dashboard.page = await dashboard.#context.newPage();
    await dashboard.#watch();
    await dashboard.page.addInitScript((wanted) => {
      for (const [name, value] of Object.entries(wanted)) {
        if (value && !localStorage.getItem(`geminid.${name}`)) localStorage.setItem(`geminid.${name}`, value);
      }
    }, { language, theme });
    await prepare?.(dashboard.page);
    await dashboard.page.goto(gateway.address(path));
    if (login) await dashboard.login();
    return dashboard;
  }

  async #watch() {
    const origin = new URL(this.#gateway.url).origin;
    this.page.on('pageerror', (error) => this.troubles.push(`exception: ${error.message}`));
    this.page.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && new URL(url).origin !== origin) this.troubles.push(`request to ${url}`);
    });
    this.page.on('console', (message) => {
      // A refused or failed request is reported as an error, too; that may be what a test wants.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.troubles.push(`console: ${message.text()}`);
    });
    await this.page.exposeFunction('reportViolation', (text) => this.troubles.push(`policy: ${text}`));
    await this.page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (event) => window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`)));
  }

  async login(password = PASSWORD) {
    await this.enterPassword(password);
    await this.drawn();
  }

  /** Only the form. */
  async enterPassword(password) {
    await this.page.waitForSelector('#login:not([hidden])');
    await this.page.fill('[name=password]', password);
    await this.page.click('#login button:not([type])');
  }

  /** The interface stands. */
  async drawn() {
    await this.until('a drawn dashboard', async () => (await this.items()).some(({ role }) => role === 'heading'), START_MS_MAX);
    await this.settled(); // bold and rare characters have come
  }

  /** What is on the screen, in the order of drawing. */
  items() {
    return this.page.evaluate(() => window.geminid?.ui?.items() ?? []);
  }

  /** All texts on the screen, of whatever role. */
  async texts() {
    return (await this.items()).map(({ label }) => label);
  }

  /** Polls; when it takes too long, the error names what is on the screen. */
  async until(what, probe, msMax = STATE_MS_MAX) {
    try {
      return await eventually(what, probe, msMax);
    } catch (error) {
      const items = await this.items().catch(() => []);
      const screen = items.map(({ role, label, value }) => `${role} "${label}"${value ? `=${value}` : ''}`).join(', ');
      throw new Error(`${error.message}; on the screen: ${screen.slice(0, 4000)}`);
    }
  }

  /** The first item of this role and label (text or pattern) that is on the screen now. */
  async find(role, label) {
    return (await this.items()).find((item) => item.role === role && matches(item.label, label));
  }

  /** Waits for it. */
  see(role, label) {
    return this.until(`${role} ${label}`, () => this.find(role, label));
  }

  /** Waits until it is gone. */
  gone(role, label) {
    return this.until(`no ${role} ${label}`, async () => !(await this.find(role, label)));
  }

  /** Waits for a text of whatever role. */
  seeText(label) {
    return this.until(`text ${label}`, async () => (await this.items()).find((item) => matches(item.label, label)));
  }

  /** What stands right of a label in its row: text of the next item, in the topmost window that has the label. */
  async fact(label) {
    const items = await this.items();
    const name = items.findLast((item) => item.role === 'text' && item.label === label);
    if (!name) return undefined;
    const middle = name.rect[1] + name.rect[3] / 2;
    const right = items.filter(({ role, rect, window }) =>
      role === 'text' && window === name.window && rect[0] > name.rect[0] && rect[1] <= middle && rect[1] + rect[3] >= middle);
    return right.sort((a, b) => a.rect[0] - b.rect[0])[0]?.label;
  }

  /** All that stands on an item's height in its window: the rest of its row. */
  async beside(role, label) {
    const items = await this.items();
    const outer = items.find((item) => item.role === role && matches(item.label, label));
    if (!outer) return [];
    const [, top, , height] = outer.rect;
    return items.filter(({ rect: [, y, , h], window, id }) => window === outer.window && id !== outer.id && y + h / 2 >= top && y + h / 2 <= top + height);
  }

  /** Scrolls by the wheel until it is on the screen as a whole: down, and at the end from the top. */
  async reach(role, label) {
    let before = '';
    let restarted = false;
    return this.until(`${role} ${label} somewhere on the page`, async () => {
      const items = await this.items();
      const item = items.find((one) => one.role === role && matches(one.label, label));
      if (item) return item;
      const now = JSON.stringify(items.map(({ label: text, rect }) => [text, rect[1]]));
      await this.#pointAtTop(items);
      if (now === before && !restarted) {
        restarted = true;
        await this.page.mouse.wheel(0, -100_000);
      } else {
        await this.page.mouse.wheel(0, this.page.viewportSize().height / 3);
      }
      before = now;
      await this.settled();
      return undefined;
    });
  }

  // The pointer over the middle of what lies on top, which is headed like the page is.
  async #pointAtTop(items) {
    const isText = ({ role }) => role === 'heading' || role === 'text';
    const top = (items.findLast(({ role }) => role === 'heading') ?? items.findLast(isText))?.window;
    const inTop = items.filter((one) => one.window === top && one.role !== 'link').map(({ rect }) => rect);
    const { width: screen, height } = this.page.viewportSize();
    const left = Math.min(screen, ...inTop.map(([x]) => x));
    const right = Math.max(left, ...inTop.map(([x, , width]) => x + width));
    await this.page.mouse.move(left < screen ? (left + right) / 2 : screen / 2, height / 2);
  }

  /** By a share of the screen. */
  async scroll(share) {
    await this.#pointAtTop(await this.items());
    await this.page.mouse.wheel(0, this.page.viewportSize().height * share);
    await this.settled();
  }

  /** What the page asked the server for has come. */
  loaded() {
    return this.until('a loaded page', async () => !(await this.items()).some(({ role, label }) => role === 'status' && /^(Loading|加载中)$/.test(label)));
  }

  settled() {
    return this.page.evaluate(() => window.geminid.ui.settled());
  }

  async #place(role, label, across = 0.5) {
    await this.reach(role, label);
    let before;
    // What still moves is waited for.
    const { rect } = await this.until(`${role} ${label} at rest`, async () => {
      const item = (await this.find(role, label)) ?? (await this.reach(role, label));
      const rests = item && before && JSON.stringify(item.rect) === JSON.stringify(before.rect);
      before = item;
      return rests && !item.disabled ? item : undefined;
    });
    return [rect[0] + rect[2] * across, rect[1] + rect[3] / 2];
  }

  /** A real click, in the middle or at another share of the width. */
  async click(role, label, across) {
    await this.page.mouse.click(...(await this.#place(role, label, across)));
    await this.settled();
  }

  /** The pointer over its middle, and nothing pressed. */
  async hover(role, label) {
    await this.page.mouse.move(...(await this.#place(role, label)));
  }

  /** A finger's tap. */
  async tap(role, label) {
    await this.page.touchscreen.tap(...(await this.#place(role, label)));
    await this.settled();
  }

  /** As a screen reader presses it: by the mirror's own element. */
  async activate(role, name) {
    const element = this.page.getByRole(role, { name, exact: typeof name === 'string' }).first();
    await element.waitFor({ state: 'attached', timeout: STATE_MS_MAX });
    await element.evaluate((button) => button.click());
    await this.settled();
  }

  /** Puts the caret into a field and replaces what stands there. */
  async fill(label, text) {
    await this.click('textbox', label);
    await this.until(`the focus in ${label}`, async () => (await this.find('textbox', label))?.focused);
    await this.page.keyboard.press('Control+A');
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.insertText(text);
    await this.until(`${label} with its text`, async () => ((await this.find('textbox', label))?.value ?? '') === text);
  }

  /** Chooses in a list that opens. */
  async choose(label, option) {
    await this.click('combobox', label);
    await this.click('option', option);
  }

  /** The text of the clipboard. */
  clipboard() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Puts a text on the clipboard and pastes it by the keyboard. */
  async paste(text) {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.page.keyboard.press('Control+V');
    await this.settled();
  }

  /** Another page, by the address. */
  async go(path) {
    await this.page.evaluate((hash) => { window.location.hash = hash; }, path);
    await this.settled();
  }

  async title() {
    return (await this.items()).find(({ role, level }) => role === 'heading' && level === 1)?.label;
  }

  async close() {
    await this.#context.close();
  }
}
