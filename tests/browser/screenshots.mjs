// Pictures of every page, dark and light, in both languages, at four widths: screenshots.mjs FOLDER [PAGE...]. Says which texts
// are cut, overlap or are not translated, and then fails.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
import { layoutFaults } from './support/layout.mjs';
import { Load } from './support/load.mjs';
import { PAGES } from './support/pages.mjs';
import { fillSample, SAMPLE_KEYS } from './support/sample.mjs';

const SIZES = [{ width: 1280, height: 800 }, { width: 1440, height: 900 }, { width: 1920, height: 1080 }, { width: 390, height: 844 }];

const [folder, ...wanted] = process.argv.slice(2);
const pages = PAGES.filter(({ path }) => wanted.length === 0 || wanted.includes(path));
await mkdir(resolve(folder), { recursive: true });
const [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: SAMPLE_KEYS })]);
let load, faulty = 0;
try {
  await fillSample(gateway);
  load = new Load(gateway, 150);
  for (const size of SIZES) {
    for (const language of ['en', 'zh']) {
      for (const theme of ['dark', 'light']) {
        const dashboard = await Dashboard.open(browser, gateway, { size, phone: size.width < 500, language, theme, path: pages[0].path });
        for (const { path, title } of pages) {
          await dashboard.go(path);
          await dashboard.until(`the page ${path}`, async () => (await dashboard.title()) === title[language]);
          await dashboard.loaded();
          await dashboard.page.screenshot({ path: join(resolve(folder), `${path}-${size.width}-${language}-${theme}.png`) });
          for (const fault of theme === 'dark' ? await layoutFaults(dashboard, language) : []) {
            ++faulty;
            console.log(`${path} at ${size.width} in ${language}: ${fault}`);
          }
        }
        await dashboard.close();
      }
    }
  }
} finally {
  await load?.stop();
  await browser.close();
  await gateway.stop();
}
console.log(`${pages.length * SIZES.length * 4} pictures in ${folder}`);
if (faulty > 0) process.exitCode = 1;
