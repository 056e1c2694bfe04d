// The System page: what it shows is what the admin API says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
import { Load } from './support/load.mjs';
import { bytes, dateTime, integer } from './support/numbers.mjs';

let browser, gateway, load;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start()]);
  load = new Load(gateway, 100);
});
after(async () => {
  await load?.stop();
  await browser?.close();
  await gateway?.stop();
});

/** Polls until what is shown behind a label is what the API says at about that time. */
async function agrees(dashboard, label, expected) {
  await dashboard.reach('text', label);
  let shown, said;
  await dashboard.until(label, async () => {
    said = expected(await gateway.admin('GET', 'system'));
    shown = await dashboard.fact(label);
    return typeof said === 'function' ? said(shown) : shown === said;
  }).catch((error) => {
    throw new Error(`${label}: "${shown}" is shown, the API says ${said}; ${error.message}`);
  });
}

const near = (value, share, read) => (shown) => shown !== undefined && Math.abs(read(shown) - value) <= value * share;

describe('the System page in English on a desktop', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway);
    await dashboard.see('heading', 'Process');
  });
  after(() => dashboard?.close());

  test('shows the version and when it was started, in the viewer\'s zone', async () => {
    await agrees(dashboard, 'Version', ({ version, commit }) => `${version} (${commit})`);
    const { started_at: startedAt } = await gateway.admin('GET', 'system');
    assert.equal(await dashboard.fact('Started at'), dateTime(startedAt));
  });

  test('shows memory, threads and files of the process', async () => {
    await agrees(dashboard, 'Memory', ({ process }) => near(process.resident_bytes, 0.2, bytes));
    await agrees(dashboard, 'Threads', ({ process }) => integer(process.threads));
    await agrees(dashboard, 'Open files', ({ process }) => (shown) =>
      new RegExp(`^\\d+ of ${integer(process.open_files_max)}$`).test(shown) && Math.abs(Number.parseInt(shown, 10) - process.open_files) <= 10);
  });

  test('shows the uptime and the processor\'s time, and that they go on', async () => {
    const seconds = (shown) => [...shown.matchAll(/(\d+) (min|s)/g)].reduce((sum, [, n, unit]) => sum + n * (unit === 'min' ? 60 : 1), 0);
    await agrees(dashboard, 'Uptime', ({ uptime_seconds: uptime }) => (shown) => Math.abs(seconds(shown) - uptime) <= 15);
    const before = await dashboard.fact('Uptime');
    await dashboard.until('a later uptime', async () => (await dashboard.fact('Uptime')) !== before);
  });

  test('shows the traffic', async () => {
    await agrees(dashboard, 'Waiting for a key', ({ traffic }) => integer(traffic.waiting_requests));
    for (const [label, member] of [['Connections', 'open_connections'], ['Open streams', 'open_streams'], ['Calls to Google', 'upstream_calls'],
      ['Active requests', 'active_requests'], ['Idle connections to Google', 'upstream_idle_connections']]) {
      await agrees(dashboard, label, ({ traffic }) => (shown) => Math.abs(Number.parseInt(shown, 10) - traffic[member]) <= 6);
    }
  });

  test('shows the store', async () => {
    await agrees(dashboard, 'Directory', ({ store }) => store.directory);
    await agrees(dashboard, 'Size on disk', ({ store }) => near(store.bytes, 0.5, bytes));
    await agrees(dashboard, 'File system', ({ store }) => store.filesystem);
    await agrees(dashboard, 'Survives a restart of the host', ({ store }) => (store.persistent ? 'Yes' : 'No'));
    await agrees(dashboard, 'Master key', ({ store }) => (store.master_key === 'environment' ? 'from the environment' : 'from a file in the directory'));
  });

  test('shows the environment as understood', async () => {
    await agrees(dashboard, 'Public address', ({ public_url: url }) => url || 'Not known');
    await agrees(dashboard, 'Listens on', ({ listeners }) => listeners.join(', '));
    await agrees(dashboard, 'Log level', ({ log_level: level }) => level);
  });

  test('says at once what a reload brings', async () => {
    await dashboard.click('button', 'Reload');
    await agrees(dashboard, 'Threads', ({ process }) => integer(process.threads));
    assert.deepEqual(dashboard.troubles, []);
  });
});

describe('the System page in Chinese on a phone', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { phone: true, language: 'zh' });
    await dashboard.see('heading', '进程');
  });
  after(() => dashboard?.close());

  test('shows the same facts in one column', async () => {
    await agrees(dashboard, '版本', ({ version, commit }) => `${version} (${commit})`);
    await agrees(dashboard, '线程', ({ process }) => integer(process.threads));
    await agrees(dashboard, '主机重启后保留', ({ store }) => (store.persistent ? '是' : '否'));
    await agrees(dashboard, '日志级别', ({ log_level: level }) => level);
    assert.deepEqual(dashboard.troubles, []);
  });
});
