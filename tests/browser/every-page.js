// Every page of the sites, on a phone and on a wide screen: nothing to scroll sideways, nothing said on the console,
// nothing asked of anyone else.
import { describe, it } from 'node:test';
import { onePageOfEach, onPage, pages } from './stage.js';

/** In the page: what sticks out of it. */
function overhang() {
  const wide = document.documentElement.clientWidth;
  const over = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - wide;
  if (over <= 0) return null;
  const held = element => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    }
    return false;
  };
  const out = [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > wide + 0.5 && !held(e))
    .map(e => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}${e.className?.baseVal === undefined && e.className ? '.' + e.className.replaceAll(' ', '.') : ''}`
      + ` to ${Math.round(e.getBoundingClientRect().right)} px`);
  return `${over} px too wide: ${out.slice(-3).join(', ') || 'by something without a box'}`;
}

async function look(way, site, list) {
  await onPage({ way, site, width: 360, height: 780 }, async (page, start, faults) => {
    let widths = [360, 1440];
    for (const name of list) {
      await page.goto(start + encodeURI(name));
      for (const width of widths) {
        await page.setViewportSize({ width, height: 780 });
        const fault = await page.evaluate(overhang);
        if (fault) faults.push(`${site}/${name} at ${width} px: ${fault}`);
      }
      // The next page is opened in the window as it now is.
      widths = widths.reverse();
    }
  });
}

describe('every page fits its window and is quiet', { concurrency: 2 }, () => {
  for (const site of ['plans', 'english', 'faulty']) {
    const folder = name => name.slice(0, name.lastIndexOf('/') + 1);
    const all = pages(site);
    for (const one of new Set(all.map(folder))) {
      const list = all.filter(name => folder(name) === one);
      it(`${site}/${one} (${list.length})`, () => look('http', site, list));
    }
  }
  for (const site of ['plans', 'english', 'faulty']) {
    it(`${site}: the home page shows its tables whole on a wide screen`, () => onPage({ site }, async (page, start, faults) => {
      for (const width of [1280, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${start}index.html`);
        const cut = await page.locator('.split .scroll').evaluateAll(list => list.map(one => one.scrollWidth - one.clientWidth).filter(over => over > 0));
        faults.push(...cut.map(over => `${site} at ${width} px: ${over} px of a table are cut`));
      }
    }));
  }
  it('a metric says its numbers in its columns', () => onPage({}, async (page, start, faults) => {
    await page.goto(`${start}targets/revenue.html`);
    const hidden = await page.locator('.multi text').evaluateAll(list => list.filter(text => !text.checkVisibility()).map(text => text.textContent));
    faults.push(...hidden.map(text => `not to be seen: ${text}`));
  }));
  it('plain, one of each kind', () => look('http', 'plain', onePageOfEach('plain')));
  it('plans, one of each kind from disk', () => look('file', 'plans', onePageOfEach('plans')));
});
