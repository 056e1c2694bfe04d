// What the dashboard costs: the first load without a warm cache, what is transferred, and the tab at rest.
import { setTimeout as pause } from 'node:timers/promises';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway, PASSWORD } from './support/gateway.mjs';
import { Load } from './support/load.mjs';
import { SAMPLE_KEYS, fillSample } from './support/sample.mjs';

const REST_S = 20;
const LOADS = 3;

const kb = (size) => `${(size / 1000).toFixed(1)} KB`;

/** From the request for the page to a drawn dashboard, in a context that knows nothing but the session; and what came. */
async function firstLoad(browser, gateway, language) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    await context.request.post(`${gateway.url}/admin/api/login`, { data: { password: PASSWORD } });
    const page = await context.newPage();
    await page.addInitScript((wanted) => localStorage.setItem('geminid.language', wanted), language);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    const names = new Map(), sizes = new Map();
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, new URL(request.url).pathname.replace(/.*\//, '').replace(/\.[0-9a-f]{10}\./, '.') || 'index.html'));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(names.get(requestId), encodedDataLength));
    const from = performance.now();
    await page.goto(gateway.address('overview'), { waitUntil: 'commit' });
    await page.waitForFunction(() => window.geminid?.ui?.items().some(({ role }) => role === 'heading'), undefined, { polling: 'raf', timeout: 60_000 });
    const ms = performance.now() - from;
    const atFirst = [...sizes].filter(([name]) => /\.(js|wasm|css|html|otf|ttf)$/.test(name));
    return { ms, sizes: atFirst };
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

async function atRest(browser, dashboard) {
  const frames = () => dashboard.page.evaluate(() => window.geminid.ui.frames());
  await dashboard.settled();
  const [framesBefore, before] = [await frames(), await processorSeconds(browser)];
  await pause(REST_S * 1000); // the measure itself
  const share = (((await processorSeconds(browser)) - before) / REST_S) * 100;
  return { share, frames: ((await frames()) - framesBefore) / REST_S };
}

const [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: SAMPLE_KEYS })]);
let load;
try {
  console.log('| measured | |\n| --- | --- |');
  for (const [language, name] of [['en', 'English'], ['zh', 'Chinese']]) {
    const loads = [];
    for (let n = 0; n < LOADS; ++n) loads.push(await firstLoad(browser, gateway, language));
    const median = loads.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(LOADS / 2)];
    console.log(`| ${name}: drawn after the first request, no cache, median of ${LOADS} | ${Math.round(median)} ms |`);
    console.log(`| ${name}: transferred until then | ${kb(loads[0].sizes.reduce((sum, [, size]) => sum + size, 0))} |`);
    if (language === 'zh') for (const [file, size] of loads[0].sizes.sort((a, b) => b[1] - a[1])) console.log(`| – ${file} | ${kb(size)} |`);
  }
  const dashboard = await Dashboard.open(browser, gateway, { path: 'overview' });
  const quiet = await atRest(browser, dashboard);
  console.log(`| tab at rest, no traffic: of one core | ${quiet.share.toFixed(1)} % |\n| – frames a second | ${quiet.frames.toFixed(1)} |`);
  await fillSample(gateway);
  load = new Load(gateway, 50);
  for (const path of ['overview', 'keys', 'logs', 'system']) {
    await dashboard.go(path);
    await dashboard.loaded();
    const busy = await atRest(browser, dashboard);
    console.log(`| ${path} open, under traffic: of one core | ${busy.share.toFixed(1)} % |\n| – frames a second | ${busy.frames.toFixed(1)} |`);
  }
} finally {
  await load?.stop();
  await browser.close();
  await gateway.stop();
}
