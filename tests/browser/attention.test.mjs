// What needs attention, followed to where something is done about it: keys that share a project, data that a host loses.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Dashboard, launch } from './support/dashboard.mjs';
import { eventually, Gateway } from './support/gateway.mjs';
import { chat } from './support/load.mjs';

const COUNT = 4;
const PASSPHRASE = 'a passphrase for this test';
let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: COUNT })]);
  await chat(gateway);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const list = async () => (await gateway.admin('GET', 'keys')).keys;
const open = (options = {}) => Dashboard.open(browser, gateway, { path: 'system', size: { width: 1440, height: 1400 }, ...options });

/** Answers a call of the admin API with what `change` makes of the server's answer. */
const change = (dashboard, call, how) => dashboard.page.route(`**/admin/api/${call}`, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, json: await how(await response.json()) });
});

describe('keys that seem to share a project', () => {
  let dashboard, suspected;
  before(async () => {
    suspected = (await list()).slice(1, 3);
    await gateway.admin('PATCH', `keys/${suspected[0].id}`, { name: 'first of two' });
    dashboard = await open();
    // The simulator would need minutes to make the server suspect them.
    await change(dashboard, 'hints', async () => {
      const apart = (await list()).filter(({ id, project }) => suspected.some((one) => one.id === id) && !project);
      const at = new Date().toISOString();
      return { hints: apart.length < 2 ? [] : [{ kind: 'shared_project', model: 'gemini-2.5-pro', keys: apart.map(({ id }) => id), projects: [], times: 5, first_at: at, last_at: at }] };
    });
    await dashboard.go('overview');
  });
  after(() => dashboard?.close());

  test('are on the overview, and lead to the keys', async () => {
    await dashboard.click('link', /^2 keys seem to share one project/);
    await dashboard.until('the Keys page', async () => (await dashboard.title()) === 'Gemini keys');
    await dashboard.see('status', '2 keys seem to share one project');
    await dashboard.seeText(`first of two, ${suspected[1].masked}`);
    await dashboard.seeText(/^Google refused them together 5 times by limits of gemini-2\.5-pro/);
  });

  test('are put into one project by one press, and are suspected no more', async () => {
    assert.match((await dashboard.find('textbox', 'Project name')).value, /^shared-/);
    await dashboard.fill('Project name', 'captions');
    await dashboard.click('button', 'Put them into this project');
    await dashboard.see('status', '2 keys are in project captions now');
    for (const { id } of suspected) assert.equal((await gateway.admin('GET', `keys/${id}`)).project, 'captions');
    assert.equal((await list()).filter(({ project }) => project).length, 2, 'the others are where they were');
    await dashboard.gone('status', '2 keys seem to share one project');
    assert.deepEqual(dashboard.troubles, []);
  });
});

for (const { device, phone, words } of [
  { device: 'a desktop', phone: false, words: { warning: /^Data is lost when this host restarts/, backup: 'Backup', passphrase: 'Passphrase', again: 'Passphrase again', make: 'Make it to copy', made: /^The document is made/, copy: 'Copy document', step: /GEMINID_RESTORE_PASSPHRASE/ } },
  { device: 'a phone, in Chinese', phone: true, words: { warning: /^主机重启后数据会丢失/, backup: '备份', passphrase: '口令', again: '再次输入口令', make: '制作用于复制', made: /^文档已制作完成/, copy: '复制文档', step: /GEMINID_RESTORE_PASSPHRASE/ } },
]) {
  describe(`a host that keeps nothing, on ${device}`, () => {
    let dashboard;
    const press = (role, label) => (phone ? dashboard.tap(role, label) : dashboard.click(role, label));
    before(async () => {
      dashboard = await open(phone ? { phone, size: undefined, language: 'zh' } : {});
      await change(dashboard, 'system', (system) => ({ ...system, store: { ...system.store, persistent: false } }));
      await dashboard.go('overview');
    });
    after(() => dashboard?.close());

    test('is warned of, and the warning leads to the backup', async () => {
      await press('link', words.warning);
      await dashboard.until('the backup on the screen', async () => {
        const heading = await dashboard.find('heading', words.backup);
        return heading && heading.rect[1] >= 0 && heading.rect[1] + heading.rect[3] <= dashboard.page.viewportSize().height;
      });
    });

    test('gets a document to copy, with words on how to set it', async () => {
      for (const label of [words.passphrase, words.again]) {
        await press('textbox', label);
        await dashboard.until(`the focus in ${label}`, async () => (await dashboard.find('textbox', label))?.focused);
        await dashboard.page.keyboard.insertText(PASSPHRASE); // which the mirror does not say
      }
      await press('button', words.make);
      await dashboard.reach('text', words.made);
      await press('button', words.copy);
      await eventually('a document on the clipboard', async () => (await dashboard.clipboard()).startsWith('{'));
      await dashboard.reach('text', words.step);
      assert.deepEqual(dashboard.troubles, []);
    });

    test('begins with what the document holds when it is started anew', async () => {
      const environment = { GEMINID_RESTORE: await dashboard.clipboard(), GEMINID_RESTORE_PASSPHRASE: PASSPHRASE };
      const next = await Gateway.start({ keys: 1, environment });
      try {
        const masks = ({ keys }) => keys.map(({ masked }) => masked).sort();
        assert.deepEqual(masks(await next.admin('GET', 'keys')), masks(await gateway.admin('GET', 'keys')));
      } finally {
        await next.stop();
      }
    });
  });
}
