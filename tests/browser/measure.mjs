// What the dashboard costs: the first load without a warm cache, what is transferred, the tab at rest, and frames of a large
// pool's keys.
import { setTimeout as pause } from 'node:timers/promises';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway, geminiKey, PASSWORD } from './support/gateway.mjs';
import { Load } from './support/load.mjs';
import { SAMPLE_KEYS, fillSample } from './support/sample.mjs';

const REST_S = 20;
const CALM_S = 0.06; // of processor in two seconds
const LOADS = 3;
const POOLS = [100, 20_000]; // what fits on one page of the list, and what the dashboard must stand
const PAGES_TURNED = 5;
const STEPS_A_PAGE = 12;

const kb = (size) => `${(size / 1000).toFixed(1)} KB`;
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const median = (numbers) => percentile(numbers, 0.5);

/** From the request for the page to a drawn dashboard, in a context that knows nothing but the session; and what it took. */
async function firstLoad(browser, gateway, language) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    await context.request.post(`${gateway.url}/admin/api/login`, { data: { password: PASSWORD } });
    const page = await context.newPage();
    await page.addInitScript((wanted) => localStorage.setItem('geminid.language', wanted), language);
    const from = performance.now();
    await page.goto(gateway.address('overview'), { waitUntil: 'commit' });
    await page.waitForFunction(() => window.geminid?.ui?.items().some(({ role }) => role === 'heading'), undefined, { polling: 'raf', timeout: 60_000 });
    const ms = performance.now() - from;
    await page.evaluate(() => window.geminid.ui.settled());
    const files = await page.evaluate(() => {
      const drawn = performance.getEntriesByName('geminid.drawn')[0].startTime;
      return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter(({ name }) => !name.includes('/admin/api/'))
        .map(({ name, startTime, transferSize }) => ({
          file: new URL(name).pathname.replace(/.*\//, '').replace(/\.[0-9a-f]{10}\./, '.') || 'index.html',
          before: startTime < drawn,
          size: transferSize,
        }));
    });
    return { ms, files };
  } finally {
    await context.close();
  }
}

/** Seconds of processor of all of the browser's processes. */
async function processorSeconds(browser) {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const sum = (types) => processInfo.filter(({ type }) => types.includes(type)).reduce((seconds, { cpuTime }) => seconds + cpuTime, 0);
  return sum(['renderer', 'GPU']);
}

/** Waits, at most half a minute, until what the browser compiles behind the first frames is done: that comes once. */
async function compiled(browser) {
  let before = await processorSeconds(browser);
  for (let looks = 0; looks < 15; ++looks) {
    await pause(2_000);
    const now = await processorSeconds(browser);
    if (now - before < CALM_S) return;
    before = now;
  }
}

/** Share of a core while nobody does anything. */
async function shareAtRest(browser) {
  const before = await processorSeconds(browser);
  await pause(REST_S * 1000); // the measure itself
  return (((await processorSeconds(browser)) - before) / REST_S) * 100;
}

async function atRest(browser, dashboard) {
  const devtools = await dashboard.page.context().newCDPSession(dashboard.page);
  await devtools.send('Performance.enable');
  const tasks = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const frames = () => dashboard.page.evaluate(() => window.geminid.ui.frames());
  await dashboard.settled();
  const [framesBefore, tasksBefore] = [await frames(), await tasks()];
  const share = await shareAtRest(browser);
  const main = (((await tasks()) - tasksBefore) / REST_S) * 100;
  await devtools.detach();
  return { share, main, frames: ((await frames()) - framesBefore) / REST_S };
}

async function loadingAndResting(browser) {
  const gateway = await Gateway.start({ keys: SAMPLE_KEYS });
  let load;
  try {
    for (const [language, name] of [['en', 'English'], ['zh', 'Chinese']]) {
      const loads = [];
      for (let n = 0; n < LOADS; ++n) loads.push(await firstLoad(browser, gateway, language));
      row(`${name}: drawn after the first request, no cache, median of ${LOADS}`, `${Math.round(median(loads.map(({ ms }) => ms)))} ms`);
      for (const [when, before] of [['before', true], ['after it', false]]) {
        const files = loads[0].files.filter((file) => file.before === before).sort((a, b) => b.size - a.size);
        row(`${name}: transferred ${when}`, kb(files.reduce((sum, { size }) => sum + size, 0)));
        for (const { file, size } of files) row(`– ${file}`, kb(size));
      }
    }
    const blank = await browser.newContext();
    await (await blank.newPage()).goto('about:blank');
    await compiled(browser);
    row('a blank tab of the same browser: of one core', `${(await shareAtRest(browser)).toFixed(1)} %`);
    await blank.close();
    const dashboard = await Dashboard.open(browser, gateway, { path: 'overview' });
    await compiled(browser);
    const quiet = await atRest(browser, dashboard);
    row('tab at rest, no traffic: of one core', `${quiet.share.toFixed(1)} %`);
    row("– of it tasks of the page's main thread", `${quiet.main.toFixed(2)} %`);
    row('– frames a second', quiet.frames.toFixed(1));
    await fillSample(gateway);
    load = new Load(gateway, 50);
    for (const path of ['overview', 'keys', 'logs', 'system']) {
      await dashboard.go(path);
      await dashboard.loaded();
      const busy = await atRest(browser, dashboard);
      row(`${path} open, under traffic: of one core`, `${busy.share.toFixed(1)} %`);
      row('– frames a second', busy.frames.toFixed(1));
    }
  } finally {
    await load?.stop();
    await gateway.stop();
  }
}

/** Scrolls through the list of keys and turns its pages; -> milliseconds of each frame's code, and from frame to frame. */
async function framesOfKeys(browser, count) {
  const gateway = await Gateway.start({ keys: 1 });
  try {
    await gateway.admin('POST', 'keys', { keys: Array.from({ length: count - 1 }, (_, n) => geminiKey(n + 1)) });
    const dashboard = await Dashboard.open(browser, gateway, { path: 'keys' });
    await dashboard.seeText(`1–100 of ${count.toLocaleString('en')}`);
    await dashboard.page.evaluate(() => {
      const frames = (window.measuredFrames = []);
      const request = window.requestAnimationFrame.bind(window);
      let drawing = false;
      window.requestAnimationFrame = (callback) => {
        if (callback.name !== 'tick') return request(callback); // not of browser.js
        const follows = drawing;
        return request((time) => {
          const from = performance.now();
          drawing = true;
          callback(time);
          drawing = false;
          frames.push({ time, follows, ms: performance.now() - from });
        });
      };
    });
    for (let page = 0; page < PAGES_TURNED; ++page) {
      for (let step = 0; step < STEPS_A_PAGE; ++step) await dashboard.scroll(0.3);
      if (count <= 100) await dashboard.scroll(-100); // there is one page: from its top again
      else {
        await dashboard.click('button', 'Next page');
        await dashboard.seeText(new RegExp(`^${page + 1}01–`));
      }
    }
    const frames = await dashboard.page.evaluate(() => window.measuredFrames);
    await dashboard.close();
    const gaps = frames.flatMap(({ time, follows }, n) => (follows ? [time - frames[n - 1].time] : []));
    return { code: frames.map(({ ms }) => ms), gaps };
  } finally {
    await gateway.stop();
  }
}

const browser = await launch();
try {
  console.log('| measured | |\n| --- | --- |');
  await loadingAndResting(browser);
  for (const count of POOLS) {
    const { code, gaps } = await framesOfKeys(browser, count);
    const both = (numbers) => `${median(numbers).toFixed(1)} ms, ${percentile(numbers, 0.95).toFixed(1)} ms`;
    row(`scrolling through ${count.toLocaleString('en')} keys: a frame's code, median and 95th percentile of ${code.length}`, both(code));
    row('– from frame to frame', both(gaps));
  }
} finally {
  await browser.close();
}
