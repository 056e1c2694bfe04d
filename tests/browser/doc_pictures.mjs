// The pictures in README and docs: doc_pictures.mjs FOLDER. A phone's pages along the way from the login to a client's key, and
// the overview on a desktop under traffic, in both languages.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway, geminiKey } from './support/gateway.mjs';
import { Load } from './support/load.mjs';
import { fillSample, SAMPLE_KEYS } from './support/sample.mjs';

const HOST = 'gateway.example'; // what the pictures show instead of the test's own address
const WORDS = {
  en: {
    add: 'Add keys', pasted: 'Pasted keys', makeKey: 'Make a key for the playground', message: 'Message',
    question: 'Which way to the station?', answer: 'Left at the bridge, then two streets on.', figures: /^first token /,
    dismiss: 'Dismiss', newKey: 'New key', name: 'Name', create: 'Create key', keyOf: 'The key of phone', apps: 'Apps',
    backup: 'Backup', make: 'Download backup',
  },
  zh: {
    add: '添加密钥', pasted: '粘贴密钥', makeKey: '为试验场生成密钥', message: '消息',
    question: '去车站怎么走？', answer: '过桥左转，再走两条街。', figures: /^首字 /,
    dismiss: '关闭提示', newKey: '新建密钥', name: '名称', create: '创建密钥', keyOf: 'phone 的密钥', apps: '应用程序',
    backup: '备份', make: '下载备份',
  },
};

const folder = resolve(process.argv[2]);
await mkdir(folder, { recursive: true });
const gateway = await Gateway.start({ keys: SAMPLE_KEYS });
const { port } = new URL(gateway.url);
const browser = await launch([`--host-resolver-rules=MAP ${HOST}:80 127.0.0.1:${port}`]);
const shown = { url: `http://${HOST}`, address: (page) => `http://${HOST}/admin/#${page}` };

async function phonePages(language) {
  const words = WORDS[language];
  const dashboard = await Dashboard.open(browser, shown, { phone: true, scale: 2, language, path: 'keys', login: false });
  const take = async (name) => {
    await dashboard.loaded();
    await dashboard.settled();
    await dashboard.page.screenshot({ path: join(folder, `phone-${name}-${language}.png`) });
  };
  await dashboard.page.waitForSelector('#login:not([hidden])');
  await dashboard.page.screenshot({ path: join(folder, `phone-login-${language}.png`) });
  await dashboard.login();

  await dashboard.click('button', words.add);
  await dashboard.click('textbox', words.pasted);
  await dashboard.page.keyboard.insertText([geminiKey(700), geminiKey(701), geminiKey(700), 'sk-proj-0123456789abcdefghij'].join('\n'));
  await dashboard.seeText(/sk-/);
  await take('import');

  await dashboard.page.reload();
  await dashboard.drawn();
  await dashboard.go('playground');
  await dashboard.click('button', words.makeKey);
  await dashboard.click('button', words.dismiss);
  await dashboard.gone('button', words.dismiss);
  const content = { role: 'model', parts: [{ text: words.answer }] };
  const usageMetadata = { promptTokenCount: 7, candidatesTokenCount: 9, totalTokenCount: 16 };
  await gateway.answerNext([{ candidates: [{ content, finishReason: 'STOP', index: 0 }], usageMetadata }]);
  await dashboard.click('textbox', words.message);
  await dashboard.page.keyboard.insertText(words.question);
  await dashboard.page.keyboard.press('Enter');
  await dashboard.seeText(words.figures);
  await take('playground');

  await dashboard.go('user-keys');
  await dashboard.click('button', words.newKey);
  await dashboard.fill(words.name, 'phone');
  await dashboard.click('button', words.create);
  await dashboard.seeText(words.keyOf);
  await dashboard.click('radio', words.apps);
  await take('user-key');

  await dashboard.page.reload();
  await dashboard.drawn();
  await dashboard.go('settings');
  await dashboard.loaded();
  // A long page: its end is far for a browser without a GPU.
  for (let n = 0; n < 60 && !(await dashboard.find('button', words.make)); ++n) await dashboard.scroll(0.5);
  await dashboard.see('heading', words.backup);
  await take('backup');
  await dashboard.close();
}

async function desktopOverview(language) {
  const dashboard = await Dashboard.open(browser, shown, { language, path: 'overview' });
  await dashboard.loaded();
  await dashboard.settled();
  await dashboard.page.screenshot({ path: join(folder, `dashboard-${language}.png`) });
  await dashboard.close();
}

let load;
try {
  await fillSample(gateway);
  for (const language of ['en', 'zh']) await phonePages(language);
  load = new Load(gateway, 150);
  for (const language of ['en', 'zh']) await desktopOverview(language);
} finally {
  await load?.stop();
  await browser.close();
  await gateway.stop();
}
