// axe-core on a page of each kind: wide and on a phone, light and dark, and with the search open.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { onePageOfEach, onPage } from './stage.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is now, a line for each element. */
async function violations(page, options = {}) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
  return page.evaluate(async options => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], ...options });
    return violations.flatMap(v => v.nodes.map(node =>
      `${v.id} (${v.impact}) at ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
  }, options);
}

// A narrow window changes the places, the dark theme the colours: only that is looked at again.
const looks = [
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark', options: { runOnly: ['color-contrast', 'link-in-text-block'] } },
  { width: 360, colorScheme: 'light', options: { rules: { 'color-contrast': { enabled: false } } } },
];

async function inspect(site, name) {
  await onPage({ site }, async (page, start, faults) => {
    await page.goto(start + encodeURI(name));
    for (const { width, colorScheme, options } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const found = await violations(page, options);
      faults.push(...found.map(one => `${site}/${name}, ${width} px, ${colorScheme}: ${one}`));
    }
  });
}

describe('axe-core finds nothing', { concurrency: 2 }, () => {
  for (const name of onePageOfEach('plans')) it(`plans/${name}`, () => inspect('plans', name));
  for (const site of ['english', 'plain']) {
    // The same templates with another accent, and other templates with less in them.
    const few = onePageOfEach(site).filter(name => /^(index|plans|timeline)|^(plans|targets|pages)\//.test(name));
    for (const name of few) it(`${site}/${name}`, () => inspect(site, name));
  }
  for (const name of ['checks.html', 'plans/p5-changsha.html']) it(`faulty/${name}`, () => inspect('faulty', name));

  for (const colorScheme of ['light', 'dark']) {
    it(`the open search, ${colorScheme}`, () => onPage({ colorScheme }, async (page, start, faults) => {
      await page.goto(`${start}index.html`);
      await page.keyboard.press('/');
      await page.locator('#p\\:finder[open]').waitFor();
      await page.keyboard.type('門店');
      await page.locator('#p\\:hits [role=option]').first().waitFor();
      faults.push(...await violations(page));
    }));
  }
});
