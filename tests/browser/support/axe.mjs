// The independent accessibility checker.
import axe from 'axe-core';

/** Its objections to the page as it stands, in short; all of its rules, best practices too. */
export async function accessibilityViolations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 5).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
