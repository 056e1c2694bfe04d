// The page of Gemini keys: what it shows and what its actions do, both by the admin API.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accessibilityViolations } from './support/axe.mjs';
import { Dashboard, launch } from './support/dashboard.mjs';
import { eventually, Gateway, geminiKey } from './support/gateway.mjs';
import { chat, Load } from './support/load.mjs';
import { activity, compact, integer } from './support/numbers.mjs';

const COUNT = 12;
let browser, gateway, load;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: COUNT })]);
  await Promise.all(Array.from({ length: COUNT * 2 }, () => chat(gateway)));
  load = new Load(gateway, 300);
});
after(async () => {
  await load?.stop();
  await browser?.close();
  await gateway?.stop();
});

const list = async (query = '') => (await gateway.admin('GET', `keys?limit=1000${query}`)).keys;
const key = (id) => gateway.admin('GET', `keys/${id}`);
const title = ({ name, masked }) => name || masked;
const opens = (one) => `Open ${title(one)}`;

describe('the keys on a desktop', () => {
  let dashboard;
  const row = async (one) => (await dashboard.beside('button', opens(one))).map(({ label }) => label);
  const inRow = (one, text) => dashboard.until(`"${text}" in the row of ${title(one)}`, async () => (await row(one)).includes(text));
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'keys', size: { width: 1440, height: 1200 } }); // all rows at once
    await dashboard.see('button', /^Open /);
  });
  after(() => dashboard?.close());

  test('are a row each, with state, project and weight as the API says', async () => {
    for (const one of await list()) {
      await dashboard.reach('button', opens(one));
      const texts = await row(one);
      assert.ok(texts.includes(title(one)) && texts.includes('Healthy') && texts.includes(one.project || 'Its own'), `${texts}`);
      assert.equal((await dashboard.find('textbox', `Weight of ${title(one)}`)).value, String(one.weight));
    }
    await dashboard.seeText(`1–${COUNT} of ${COUNT}`);
  });

  test('show how many requests each has served, and how many in the last hour', async () => {
    await load.stop();
    await dashboard.go('system');
    await dashboard.go('keys');
    for (const one of await list()) {
      await inRow(one, compact(one.totals.requests));
      assert.ok(one.activity.length === 30 && one.activity.some((count) => count > 0), `${one.activity}`);
      await inRow(one, activity(one.activity));
    }
    load = new Load(gateway, 300);
  });

  test('are counted by state', async () => {
    await dashboard.until('twelve healthy keys', async () => (await dashboard.find('checkbox', 'Healthy'))?.value === String(COUNT));
  });

  test('are searched for on the server', async () => {
    const wanted = (await list())[3];
    await gateway.admin('PATCH', `keys/${wanted.id}`, { name: 'the wanted one' });
    await dashboard.fill('Search keys', 'wanted');
    await dashboard.seeText('1–1 of 1');
    await dashboard.see('button', 'Open the wanted one');
    await dashboard.fill('Search keys', '');
    await dashboard.seeText(`1–${COUNT} of ${COUNT}`);
  });

  test('get another weight in their place', async () => {
    const [one] = await list();
    await dashboard.fill(`Weight of ${title(one)}`, '2.5');
    await dashboard.page.keyboard.press('Enter');
    await eventually('the weight', async () => (await key(one.id)).weight === 2.5);
  });

  test('refuse a weight that is none, in words, and keep theirs', async () => {
    const [one] = await list();
    await dashboard.fill(`Weight of ${title(one)}`, 'heavy');
    await dashboard.page.keyboard.press('Enter');
    await dashboard.see('alert', 'A weight is a number over 0, at most 1,000');
    await dashboard.until('the former weight', async () => (await dashboard.find('textbox', `Weight of ${title(one)}`)).value === '2.5');
    assert.equal((await key(one.id)).weight, 2.5);
  });

  test('are chosen and disabled and enabled together', async () => {
    const [, second, third] = await list();
    await dashboard.click('checkbox', `Select ${title(second)}`);
    await dashboard.click('checkbox', `Select ${title(third)}`);
    await dashboard.seeText('2 selected');
    await dashboard.click('button', 'Disable');
    await eventually('two disabled keys', async () => (await list('&state=disabled')).length === 2);
    await inRow(second, 'Disabled');
    await dashboard.click('button', 'Enable');
    await eventually('none disabled', async () => (await list('&state=disabled')).length === 0);
    await inRow(second, 'Healthy');
    await dashboard.click('button', 'Clear selection');
    await dashboard.gone('text', '2 selected');
  });

  test('come back when their deletion is undone', async () => {
    const one = (await list()).at(-1);
    await dashboard.click('checkbox', `Select ${title(one)}`);
    await dashboard.click('button', 'Delete');
    await dashboard.gone('button', opens(one));
    assert.equal((await list()).length, COUNT, 'nothing is deleted yet');
    await dashboard.click('button', /^Undo/);
    await dashboard.reach('button', opens(one));
    assert.equal((await list()).length, COUNT);
  });

  test('are gone when nobody undoes their deletion', async () => {
    const one = (await list()).at(-1);
    await dashboard.click('checkbox', `Select ${title(one)}`);
    await dashboard.click('button', 'Delete');
    await eventually('one key less', async () => (await list()).length === COUNT - 1);
    await dashboard.seeText(`1–${COUNT - 1} of ${COUNT - 1}`);
  });

  test('are all checked, with the result counted', async () => {
    await dashboard.click('button', 'Check all');
    await dashboard.seeText(`Checked: ${COUNT - 1} of ${COUNT - 1}`);
    await dashboard.seeText(`${COUNT - 1} valid · 0 invalid · 0 without an answer`);
    await dashboard.click('button', 'Dismiss check');
    await dashboard.gone('button', 'Dismiss check');
  });

  test('are added by pasting, after a preview that names what is refused', async () => {
    await dashboard.click('button', 'Add keys');
    await dashboard.see('heading', 'Add Gemini keys');
    await dashboard.click('textbox', 'Pasted keys');
    await dashboard.paste([geminiKey(500), geminiKey(501), geminiKey(0), 'sk-proj-0123456789abcdefghijklmnop'].join('\n'));
    await dashboard.see('status', '2 keys will be added');
    await dashboard.seeText(/1 doubled · 1 refused$/);
    await dashboard.seeText('Line 4');
    assert.equal((await list()).length, COUNT - 1, 'a preview adds nothing');
    await dashboard.fill('Project', 'pasted');
    await clickLast('Add keys'); // the page has a button of that name, too
    await dashboard.see('status', '2 keys were added');
    assert.equal((await list('&q=pasted')).length, 2);
    await dashboard.click('button', 'Done');
    await dashboard.seeText(`1–${COUNT + 1} of ${COUNT + 1}`);
  });

  test('show in a drawer what is known of one, as the API says', async () => {
    await load.stop();
    const one = (await list()).find(({ totals }) => totals.requests > 0);
    await dashboard.click('button', opens(one));
    await dashboard.see('heading', 'Gemini key');
    const { totals, models, id, activity: counts } = await key(one.id);
    await dashboard.until('its identifier', async () => (await dashboard.fact('Id')) === id);
    assert.equal(await dashboard.fact('Requests'), integer(totals.requests));
    assert.equal(await dashboard.fact('Prompt tokens'), integer(totals.prompt_tokens));
    assert.equal(await dashboard.fact('Completion tokens'), integer(totals.completion_tokens));
    for (const model of Object.keys(models)) await dashboard.reach('text', model);
    const { window: drawer } = await dashboard.reach('heading', 'Last hour');
    await dashboard.until('how often it was tried', async () =>
      (await dashboard.items()).some(({ role, label, window }) => role === 'img' && window === drawer && label === activity(counts)));
  });

  test('are changed in the drawer, with a Chinese name', async () => {
    const one = (await list()).find(({ totals }) => totals.requests > 0);
    await dashboard.reach('textbox', 'Tags');
    await dashboard.fill('Name', '主力密钥');
    await dashboard.fill('Tags', 'paid, main');
    await dashboard.click('button', 'Save');
    await eventually('the name', async () => (await key(one.id)).name === '主力密钥');
    assert.deepEqual((await key(one.id)).tags, ['paid', 'main']);
    await dashboard.see('status', 'Saved');
  });

  test('get limits of their own in the drawer', async () => {
    const one = (await list()).find(({ name }) => name === '主力密钥');
    await dashboard.gone('status', 'Saved'); // it lies over the field
    await dashboard.fill('Model for own limits', 'gemini-2.5-pro');
    await dashboard.click('button', 'Add limits');
    await dashboard.fill('RPM · gemini-2.5-pro', '7');
    await dashboard.click('button', 'Save');
    await eventually('the limit', async () => (await key(one.id)).limits?.['gemini-2.5-pro']?.rpm === 7);
  });

  test('have a drawer that the keyboard closes', async () => {
    await dashboard.until('a closed drawer', async () => {
      await dashboard.page.keyboard.press('Escape');
      await dashboard.settled();
      return !(await dashboard.find('heading', 'Gemini key'));
    });
    await dashboard.reach('button', 'Open 主力密钥');
  });

  test('say why one is not used', async () => {
    // Two of the pasted ones are unknown to Google.
    const one = await eventually('a refused key', async () => {
      await chat(gateway);
      return (await list('&state=invalid'))[0];
    });
    const { reason } = one;
    await inRow(one, 'Invalid');
    await inRow(one, reason);
  });

  test('have a page and a mirror without violations', async () => {
    assert.deepEqual(await accessibilityViolations(dashboard.page), []);
    assert.deepEqual(dashboard.troubles, []);
  });

  async function clickLast(label) {
    const { rect } = await dashboard.until(`an enabled ${label}`, async () => {
      const item = (await dashboard.items()).findLast((one) => one.role === 'button' && one.label === label);
      return item?.disabled ? undefined : item;
    });
    await dashboard.page.mouse.click(rect[0] + rect[2] / 2, rect[1] + rect[3] / 2);
    await dashboard.settled();
  }
});

describe('the keys on a phone, in Chinese', () => {
  let dashboard;
  before(async () => {
    dashboard = await Dashboard.open(browser, gateway, { path: 'keys', phone: true, language: 'zh' });
    await dashboard.see('button', /^打开 /);
  });
  after(() => dashboard?.close());

  test('are cards as wide as the screen', async () => {
    const [one] = await list();
    const { rect } = await dashboard.reach('button', `打开 ${title(one)}`);
    assert.ok(rect[0] >= 0 && rect[0] + rect[2] <= 390 && rect[2] > 250, JSON.stringify(rect));
  });

  test('show how many requests each had in the last hour', async () => {
    await load.stop();
    await dashboard.go('system');
    await dashboard.go('keys');
    const [one] = await list();
    const { rect: [, top, , height] } = await dashboard.reach('button', `打开 ${title(one)}`);
    await dashboard.until('its picture', async () => (await dashboard.items()).some(({ role, label, rect: [, y, , h] }) =>
      role === 'img' && label === activity(one.activity, 'zh') && y >= top && y + h <= top + height + 1));
  });

  test('open by a tap, and close by the button', async () => {
    const [one] = await list();
    await dashboard.tap('button', `打开 ${title(one)}`);
    await dashboard.see('heading', 'Gemini 密钥');
    await dashboard.see('button', '立即检查');
    await dashboard.tap('button', '关闭');
    await dashboard.gone('button', '立即检查');
  });

  test('when all are gone, the page says what to do next', async () => {
    const ids = (await list()).map(({ id }) => id);
    await gateway.admin('POST', 'keys/bulk', { ids, action: 'delete' });
    await dashboard.seeText('还没有 Gemini 密钥');
    await dashboard.tap('button', '粘贴密钥');
    await dashboard.see('textbox', '粘贴密钥');
    assert.deepEqual(dashboard.troubles, []);
  });
});
