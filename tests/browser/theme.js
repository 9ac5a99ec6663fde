// Light and dark by choice, pages without JavaScript, and small comforts of reading.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onePageOfEach, onPage, ways } from './stage.js';

const theme = page => page.evaluate(() => document.documentElement.dataset.theme);
const paper = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe('light and dark', { concurrency: 2 }, () => {
  for (const way of ways) {
    it(`a choice is kept over pages, ${way}`, () => onPage({ way, colorScheme: 'light' }, async (page, start) => {
      await page.goto(`${start}index.html`);
      const light = await paper(page);
      const button = page.locator('[data-switch]');
      const names = (await button.getAttribute('data-switch')).split('|');
      assert.equal(await button.getAttribute('aria-label'), names[0]);
      await button.click();
      assert.equal(await theme(page), 'light');
      await button.click();
      assert.equal(await theme(page), 'dark');
      assert.equal(await button.getAttribute('aria-label'), names[2]);
      assert.equal(await page.locator('#p\\:say').textContent(), names[2], 'the change is said');
      const dark = await paper(page);
      assert.notEqual(dark, light);
      for (const other of ['plans/changsha-2026.html', 'pages/manual/index.html', 'index.html']) {
        await page.goto(start + other);
        assert.equal(await theme(page), 'dark', other);
        assert.equal(await paper(page), dark, other);
      }
      await button.click();
      assert.equal(await theme(page), undefined);
      assert.equal(await paper(page), light, 'follows the system again');
    }));
  }

  it('follows the system without a choice', () => onPage({ colorScheme: 'dark' }, async (page, start) => {
    await page.goto(`${start}index.html`);
    const dark = await paper(page);
    await page.emulateMedia({ colorScheme: 'light' });
    assert.notEqual(await paper(page), dark);
  }));
});

describe('without JavaScript', { concurrency: 2 }, () => {
  it('every kind of page shows its content and its ways', () => onPage({ javaScriptEnabled: false }, async (page, start, faults) => {
    for (const name of onePageOfEach('plans')) {
      await page.goto(start + encodeURI(name));
      const found = await page.evaluate(() => {
        const seen = e => e.checkVisibility({ visibilityProperty: true });
        return {
          title: [...document.querySelectorAll('h1')].filter(seen).length,
          words: document.querySelector('main').innerText.length,
          ways: [...document.querySelectorAll('.top nav a')].filter(seen).length,
          hidden: [...document.querySelectorAll('main :is(p,td,th,li,h2,h3)')].filter(e => e.hidden && e.dataset.filter === undefined).length,
          dead: [...document.querySelectorAll('button')].filter(b => seen(b) && !b.closest('th,form')).map(b => b.outerHTML.slice(0, 80)),
        };
      });
      if (found.title !== 1) faults.push(`${name}: ${found.title} headings of the first level`);
      if (found.words < 20) faults.push(`${name}: only ${found.words} characters`);
      if (found.ways < 5) faults.push(`${name}: only ${found.ways} links of navigation`);
      if (found.dead.length) faults.push(`${name}: buttons that do nothing: ${found.dead.join(' ')}`);
    }
  }));

  it('one gets from page to page, and to the search page that says what it needs', () => onPage({ javaScriptEnabled: false }, async (page, start) => {
    await page.goto(`${start}index.html`);
    await page.locator('.top nav a[href$="plans.html"]').click();
    await page.locator('#plans a[href$="changsha-2026.html"]').click();
    assert.match(await page.locator('h1').textContent(), /長沙/);
    assert.ok(await page.getByText('五一廣場店').first().isVisible());
    await page.locator('.toc a').nth(2).click();
    assert.match(page.url(), /#/);
    await page.locator('a.find').click();
    assert.ok(await page.locator('noscript p, main .none').first().isVisible());
  }));
});

describe('reading', { concurrency: 2 }, () => {
  it('the contents mark the section that is read', () => onPage({}, async (page, start) => {
    await page.goto(`${start}plans/changsha-2026.html`);
    const entry = page.locator('.toc a').nth(3);
    await entry.click();
    await page.waitForFunction(() => document.querySelectorAll('.toc a[aria-current]').length === 1);
    await page.waitForFunction(() => document.querySelectorAll('.toc a')[3].getAttribute('aria-current') === 'true');
  }));

  it('an anchor copies its address', () => onPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page, start) => {
    await page.goto(`${start}plans/changsha-2026.html`);
    await page.locator('.prose h2 .anc').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('p:say').textContent);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(copied.startsWith(`${start}plans/changsha-2026.html#`), copied);
  }));

  it('the name of a rule leads to what it says', () => onPage({ site: 'faulty' }, async (page, start) => {
    await page.goto(`${start}checks.html`);
    const dead = await page.locator('a.rule').evaluateAll(list =>
      list.map(a => a.getAttribute('href')).filter(href => !document.getElementById(href.slice(1))?.textContent));
    assert.deepEqual(dead, []);
    await page.locator('a.rule').first().click();
    assert.ok(await page.locator(new URL(page.url()).hash).getByText('planpress explain').isVisible());
  }));

  it('the place where one is stands in the bar on a phone', () => onPage({ site: 'faulty', width: 360 }, async (page, start) => {
    await page.goto(`${start}checks.html`);
    const { left, right } = await page.locator('.top [aria-current]').evaluate(e => e.getBoundingClientRect().toJSON());
    assert.ok(left >= 0 && right <= 360, `from ${left} to ${right}`);
  }));

  it('an old address leads on to its plan', () => onPage({}, async (page, start) => {
    await page.goto(`${start}plans/changsha-pilot-2026.html`);
    await page.waitForURL(`${start}plans/changsha-2026.html`);
  }));

  it('the way past the navigation is the first stop of the keyboard', () => onPage({}, async (page, start) => {
    await page.goto(`${start}plans/changsha-2026.html`);
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('.skip').evaluate(e => e === document.activeElement && e.getBoundingClientRect().left >= 0));
    await page.keyboard.press('Enter');
    assert.match(page.url(), /#p:main$/);
  }));
});
