// Search by keyboard, from a server and from disk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onPage, ways } from './stage.js';

/** Opens search on the home page and types a query. */
async function typed(page, start, query) {
  await page.goto(`${start}index.html`);
  await page.keyboard.press('/');
  await page.locator('#p\\:finder[open]').waitFor();
  await page.keyboard.type(query);
}

/** The results, once they are there for what was typed. */
async function results(page) {
  await page.locator('#p\\:hits [role=option]').first().waitFor();
  return page.locator('#p\\:hits [role=option]').evaluateAll(list => list.map(item => ({
    href: item.getAttribute('href'),
    text: item.textContent,
    marks: [...item.querySelectorAll('mark')].map(mark => mark.textContent),
    selected: item.getAttribute('aria-selected') === 'true',
  })));
}
const focused = page => page.evaluate(() => document.activeElement.closest('dialog')?.id ?? document.activeElement.tagName);

for (const way of ways) {
  describe(`search, ${way}`, { concurrency: 2 }, () => {
    it('opens by / and by Ctrl+K, closes by Esc, and leaves the focus where it was', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}plans/changsha-2026.html`);
      const link = page.locator('.facts a').first();
      for (const key of ['/', 'Control+k']) {
        await link.focus();
        await page.keyboard.press(key);
        await page.locator('#p\\:finder[open]').waitFor();
        await page.waitForFunction(() => document.activeElement.matches('#p\\:finder input'));
        assert.equal(await page.locator('#p\\:finder input').inputValue(), '', 'the key itself is not typed');
        await page.keyboard.press('Escape');
        await page.locator('#p\\:finder:not([open])').waitFor({ state: 'attached' });
        assert.ok(await link.evaluate(e => e === document.activeElement), `focus after ${key} and Esc: ${await focused(page)}`);
      }
    }));

    it('closes by one Esc with words in the field', () => onPage({ way }, async (page, start) => {
      await typed(page, start, '樣機');
      await page.keyboard.press('Escape');
      await page.locator('#p\\:finder:not([open])').waitFor({ state: 'attached' });
    }));

    it('a slash in a field is a slash', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}plans.html`);
      await page.locator('input[data-filter]').focus();
      await page.keyboard.press('/');
      assert.equal(await page.locator('input[data-filter]').inputValue(), '/');
      assert.equal(await page.locator('#p\\:finder[open]').count(), 0);
    }));

    it('finds a Chinese word of two characters inside a sentence, and goes there', () => onPage({ way }, async (page, start) => {
      await typed(page, start, '樣機');
      const first = await results(page);
      const hit = first.findIndex(one => one.text.includes('店中櫃用同一套樣機、價簽'));
      assert.ok(hit >= 0, `the sentence is shown: ${JSON.stringify(first)}`);
      assert.ok(first[hit].marks.includes('樣機'), `the word is marked: ${JSON.stringify(first[hit])}`);
      assert.ok(first[0].selected, 'the first result is selected');
      for (let down = 0; down < hit; down++) await page.keyboard.press('ArrowDown');
      assert.equal((await results(page)).findIndex(one => one.selected), hit, 'arrows move the selection');
      await page.keyboard.press('Enter');
      await page.waitForURL(url => url.href.includes('plans/changsha-2026.html'));
      const seen = await page.evaluate(() => document.querySelector(decodeURIComponent(location.hash))?.getBoundingClientRect().top);
      assert.ok(seen >= 0 && seen < 900, `the section stands in the window: ${seen}`);
    }));

    it('parts what a result says', () => onPage({ way }, async (page, start) => {
      await typed(page, start, '門店');
      const [shop, first, ...others] = await results(page);
      assert.match(shop.text, /^東門店/, 'what is called so comes first');
      assert.match(first.text, /\S+ · 2026 年/);
      assert.ok(others.some(one => / · /.test(one.text.split(' ').slice(2).join(' '))) && !others.some(one => one.text.includes('\n')), JSON.stringify(others));
    }));

    it('finds Traditional text for a Simplified query, and the other way round', async () => {
      await onPage({ way }, async (page, start) => {
        await page.goto(`${start}index.html`);
        await page.keyboard.press('Control+k');
        await page.locator('#p\\:finder[open]').waitFor();
        await page.keyboard.type('样机');
        const simplified = await results(page);
        assert.ok(simplified.some(one => one.marks.includes('樣機')), JSON.stringify(simplified));
        await page.locator('#p\\:finder input').fill('樣機');
        await page.waitForFunction(n => document.querySelectorAll('#p\\:hits [role=option]').length === n, simplified.length);
        assert.deepEqual((await results(page)).map(one => one.href), simplified.map(one => one.href));
      });
    });

    it('arrows go round, filters narrow, and nothing found is said', () => onPage({ way }, async (page, start) => {
      await typed(page, start, '門店');
      const all = await results(page);
      await page.keyboard.press('ArrowUp');
      assert.equal((await results(page)).findIndex(one => one.selected), all.length - 1, 'up from the first is the last');
      await page.keyboard.press('ArrowDown');
      assert.equal((await results(page)).findIndex(one => one.selected), 0);
      const said = page.locator('#p\\:finder [role=status]');
      const count = async () => Number(/\d+/.exec(await said.textContent())?.[0]);
      assert.match(await said.textContent(), /^計劃 \d+( · 頁面 \d+)?( · 指標 \d+)?$/, 'what was found is counted by kind');
      const before = await count();
      const owner = page.locator('#p\\:finder select[aria-label="負責人"]');
      await owner.selectOption('李明');
      await page.waitForFunction(n => Number(/\d+/.exec(document.querySelector('#p\\:finder [role=status]').textContent)?.[0]) < n, before);
      assert.ok((await results(page)).length > 0);
      await owner.selectOption('');
      await page.locator('#p\\:finder input').fill('沒有這樣的詞組');
      await page.waitForFunction(() => !document.querySelector('#p\\:hits li'));
      assert.doesNotMatch(await said.textContent(), /\d/);
      assert.ok((await said.textContent()).length > 3, 'it is said that nothing was found');
    }));

    it('the page of its own opens it', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}search.html`);
      await page.locator('#p\\:finder[open]').waitFor();
      await page.keyboard.type('changsha');
      assert.match((await results(page))[0].href, /changsha/);
    }));
  });
}
