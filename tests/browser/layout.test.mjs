// All pages at all widths in both languages: nothing cut, nothing over something else, nothing untranslated.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dashboard, launch } from './support/dashboard.mjs';
import { Gateway } from './support/gateway.mjs';
import { layoutFaultsOfPage } from './support/layout.mjs';
import { PAGES } from './support/pages.mjs';
import { fillSample, SAMPLE_KEYS } from './support/sample.mjs';

const SIZES = [{ width: 1280, height: 800 }, { width: 1440, height: 900 }, { width: 1920, height: 1080 }, { width: 390, height: 844 }];

let browser, gateway;
before(async () => {
  [browser, gateway] = await Promise.all([launch(), Gateway.start({ keys: SAMPLE_KEYS })]);
  await fillSample(gateway);
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
});

for (const language of ['en', 'zh']) {
  for (const size of SIZES) {
    test(`every page is whole in ${language === 'zh' ? 'Chinese' : 'English'} at a width of ${size.width}`, async () => {
      // Where the texts stand does not depend on the pixels for each; three for one are drawn in the other suites.
      const dashboard = await Dashboard.open(browser, gateway, { size, language, scale: 1, phone: size.width < 500, path: PAGES[0].path });
      const faults = [];
      for (const { path, title } of PAGES) {
        await dashboard.go(path);
        await dashboard.until(`the page ${path}`, async () => (await dashboard.title()) === title[language]);
        await dashboard.loaded();
        for (const fault of await layoutFaultsOfPage(dashboard, language)) faults.push(`${path}: ${fault}`);
      }
      await dashboard.close();
      assert.deepEqual(faults, []);
      assert.deepEqual(dashboard.troubles, []);
    });
  }
}
