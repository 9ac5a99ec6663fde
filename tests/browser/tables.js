// Tables: sorting, filtering, trees, and taking them away; what the address keeps.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { onPage, ways } from './stage.js';

const rows = page => page.locator('#plans tbody tr:not([hidden]) th a').allTextContents();

for (const way of ways) {
  describe(`the table of plans, ${way}`, { concurrency: 2 }, () => {
    it('filters by words and by choices; the address keeps it over a reload', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}plans.html`);
      const all = await rows(page);
      await page.locator('input[data-filter]').pressSequentially('長沙');
      const found = await rows(page);
      assert.ok(found.length > 0 && found.length < all.length && found.some(title => title.includes('長沙')), `${found}`);
      await page.locator('select[data-key=status]').selectOption({ index: 1 });
      const both = await rows(page);
      assert.ok(both.length <= found.length);
      const address = new URL(page.url()).searchParams;
      assert.equal(address.get('q'), '長沙');
      assert.ok(address.get('status'), page.url());
      await page.reload();
      assert.deepEqual(await rows(page), both);
      assert.equal(await page.locator('input[data-filter]').inputValue(), '長沙');
      await page.locator('input[data-filter]').fill('沒有這份計劃');
      assert.deepEqual(await rows(page), []);
      assert.ok(await page.locator('#plans-none').isVisible(), 'says that nothing is left');
      await page.locator('input[data-filter]').fill('');
      await page.locator('select[data-key=status]').selectOption('');
      assert.deepEqual(await rows(page), all);
      assert.equal(new URL(page.url()).search, '', 'an address without choices is a plain one');
    }));

    it('filters by each of kind, status, owner, region and year', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}plans.html`);
      const all = (await rows(page)).length;
      const keys = await page.locator('[data-for=plans] select').evaluateAll(list => list.map(one => one.dataset.key));
      for (const key of ['kind', 'status', 'owner', 'region', 'year']) {
        assert.ok(keys.includes(key), `${key} in ${keys}`);
        const choice = page.locator(`select[data-key=${key}]`);
        await choice.selectOption({ index: 1 });
        const left = (await rows(page)).length;
        assert.ok(left > 0 && left < all, `${key}: ${left} of ${all}`);
        await choice.selectOption('');
      }
    }));

    it('sorts by a column, up and down; the address keeps it over a reload', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}plans.html`);
      const tree = await rows(page);
      const head = page.locator('#plans thead th').nth(5);
      const numbers = async () => (await page.locator('#plans tbody tr[data-d="0"]').evaluateAll(list =>
        list.map(row => row.cells[5].dataset.v).filter(Boolean))).map(Number);
      await head.getByRole('button').click();
      assert.equal(await head.getAttribute('aria-sort'), 'descending');
      const down = await numbers();
      assert.ok(down.length > 2);
      assert.deepEqual(down, [...down].sort((a, b) => b - a));
      await head.getByRole('button').press('Enter');
      assert.equal(await head.getAttribute('aria-sort'), 'ascending');
      const up = await numbers();
      assert.deepEqual(up, [...up].sort((a, b) => a - b));
      const sorted = await rows(page);
      assert.notDeepEqual(sorted, tree);
      await page.locator('select[data-key=status]').selectOption({ index: 1 });
      const filtered = await rows(page);
      await page.reload();
      assert.equal(await head.getAttribute('aria-sort'), 'ascending');
      assert.deepEqual(await rows(page), filtered);
      assert.deepEqual(filtered, sorted.filter(title => filtered.includes(title)));
    }));

    it('shuts and opens a branch of the tree', () => onPage({ way }, async (page, start) => {
      await page.goto(`${start}plans.html`);
      const all = await rows(page);
      const branch = page.locator('#plans .tog').first();
      await branch.press('Enter');
      assert.equal(await branch.getAttribute('aria-expanded'), 'false');
      assert.ok((await rows(page)).length < all.length);
      await branch.press('Enter');
      assert.deepEqual(await rows(page), all);
    }));
  });
}

it('a table of a text is sorted by what its cells mean, words first from their beginning', () => onPage({}, async (page, start) => {
  await page.goto(`${start}plans/changsha-2026.html`);
  const table = page.locator('.prose .scroll>table', { has: page.getByText('五一廣場店') }).first();
  const sorted = async column => {
    await table.locator('thead th').nth(column).getByRole('button').click();
    const direction = await table.locator('thead th').nth(column).getAttribute('aria-sort');
    const values = await table.locator('tbody tr').evaluateAll((rows, at) => rows.map(row => row.cells[at].dataset.v ?? row.cells[at].textContent), column);
    return { direction, values };
  };
  const words = await sorted(0);
  assert.equal(words.direction, 'ascending');
  const numbers = await sorted(3);
  assert.equal(numbers.direction, 'descending');
  const amounts = numbers.values.map(Number).filter(Boolean);
  assert.ok(amounts.length > 2);
  assert.deepEqual(amounts, [...amounts].sort((a, b) => b - a));
}));

it('on a phone the names of rows leave half of the box to the numbers', () => onPage({ viewport: { width: 360, height: 800 } }, async (page, start) => {
  for (const address of ['plans.html', 'tasks.html', 'budget.html', 'targets/revenue.html']) {
    await page.goto(`${start}${address}`);
    const shares = await page.locator('.stick:not(.gantt)').evaluateAll(list => list.map(table =>
      table.rows[0].cells[0].offsetWidth / table.parentNode.clientWidth));
    assert.ok(shares.length && Math.max(...shares) < 0.56, `${address}: ${shares}`);
  }
}));

it('a table is taken away as CSV and by copying', () => onPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page, start) => {
  await page.goto(`${start}plans/changsha-2026.html`);
  const table = page.locator('.prose .scroll', { has: page.getByText('五一廣場店') }).first();
  const [csv, copy] = await table.locator('+ .tools button').all();
  const [download] = await Promise.all([page.waitForEvent('download'), csv.click()]);
  const text = fs.readFileSync(await download.path(), 'utf8');
  assert.ok(text.startsWith('\ufeff"'), 'opens in spreadsheets as UTF-8');
  assert.match(text, /^"銷量","K\/A 賣場","五一廣場店","4,200套"$/m);
  await copy.click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /五一廣場店\t4,200/);
}));

describe('a very long timeline', { concurrency: 2 }, () => {
  const shown = page => page.locator('#tl tbody tr').evaluateAll(rows => rows.filter(row => row.checkVisibility()).length);

  it('begins folded, opens by branch, and opens what a filter finds', () => onPage({ site: 'many' }, async (page, start) => {
    await page.goto(`${start}timeline.html`);
    assert.equal(await shown(page), 210);
    await page.locator('#tl .tog').first().press('Enter');
    assert.equal(await shown(page), 215);
    await page.locator('input[data-filter]').fill('step 3');
    assert.equal(await shown(page), 420, 'each plan with its one phase');
  }));

  it('is open without JavaScript', () => onPage({ site: 'many', javaScriptEnabled: false }, async (page, start) => {
    await page.goto(`${start}timeline.html`);
    assert.equal(await shown(page), 1260);
  }));
});
