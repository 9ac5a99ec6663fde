// A plan printed: how many pages, no row cut by a page's end, heads repeated, no heading and no signature left alone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { onPage, pages, run, target } from './stage.js';

const folder = path.join(target, 'browser', 'print');
fs.mkdirSync(folder, { recursive: true });

/** Prints to a PDF; the text of each of its pages. */
async function print(page, name) {
  const file = path.join(folder, `${name}.pdf`);
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  return run('pdftotext', ['-raw', file, '-']).split('\f').slice(0, -1);
}

/**
 * In the page: puts marks of one pixel, which no reader sees, at the beginning and end of each cell, each table's head,
 * each heading and what follows it. Where the marks come out tells where a page's end fell.
 */
function mark() {
  let count = 0;
  const seen = e => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const put = (element, place, name) => {
    const span = document.createElement('span');
    span.style.cssText = 'font-size:1px;line-height:0;letter-spacing:0';
    span.textContent = `zq${name}z`;
    element[place](span);
  };
  const rows = [], heads = [];
  for (const table of document.querySelectorAll('table')) {
    const own = [];
    for (const row of table.querySelectorAll('tr')) {
      const cells = [...row.cells].filter(seen);
      if (!cells.length) continue;
      const name = `r${count++}`;
      cells.forEach(cell => { put(cell, 'prepend', name); put(cell, 'append', name); });
      if (row.closest('tbody')) own.push(name);
      rows.push({ name, head: Boolean(row.closest('thead')), text: row.innerText.replace(/zq\w+?z/g, '').slice(0, 40) });
    }
    const head = rows.filter(row => row.head).at(-1);
    if (head && table.tHead && own.length) heads.push({ head: head.name, rows: own });
  }
  const headings = [];
  for (const heading of document.querySelectorAll('main :is(h2,h3)')) {
    const next = heading.nextElementSibling ?? heading.parentElement.nextElementSibling;
    if (!seen(heading) || !next || !seen(next)) continue;
    const first = next.querySelector('td,th,li,p') ?? next;
    if (!seen(first)) continue;
    const name = `h${count++}`;
    headings.push({ name, text: heading.innerText });
    put(heading, 'append', name);
    put(first, 'prepend', `${name}n`);
  }
  return { rows, heads, headings };
}

/** What is wrong with where the marks came out. */
function cuts(marked, sheets) {
  const on = new Map();
  sheets.forEach((text, sheet) => {
    for (const [, name] of text.matchAll(/zq(r\d+|h\d+n?)z/g)) on.set(name, (on.get(name) ?? new Set()).add(sheet + 1));
  });
  const at = name => [...on.get(name) ?? []];
  const faults = [];
  for (const row of marked.rows) {
    if (!at(row.name).length) faults.push(`a row is not printed: ${row.text}`);
    if (!row.head && at(row.name).length > 1) faults.push(`a row is cut between pages ${at(row.name)}: ${row.text}`);
  }
  for (const { head, rows } of marked.heads) {
    const bare = new Set(rows.flatMap(at).filter(sheet => !on.get(head)?.has(sheet)));
    if (bare.size) faults.push(`no head of its table on pages ${[...bare]}: ${marked.rows.find(row => row.name === head).text}`);
  }
  for (const heading of marked.headings) {
    const sheet = at(heading.name)[0];
    if (sheet && !on.get(`${heading.name}n`)?.has(sheet)) faults.push(`a heading alone at the end of page ${sheet}: ${heading.text}`);
  }
  return faults;
}

describe('plans in print', { concurrency: 2 }, () => {
  for (const name of pages('plans').filter(name => name.startsWith('plans/'))) {
    it(name, () => onPage({}, async (page, start, faults) => {
      await page.goto(start + name);
      await page.emulateMedia({ media: 'print' });
      const signed = (await page.locator('.sign').innerText()).replace(/\s/g, '');
      const marked = await page.evaluate(mark);
      const sheets = await print(page, path.basename(name, '.html'));
      faults.push(...cuts(marked, sheets).map(fault => `${name}: ${fault}`));
      const last = sheets.at(-1).replace(/\s/g, '').replace(/\d+\/\d+$/, '');
      if (signed.endsWith(last)) faults.push(`${name}: the lines to sign stand alone on page ${sheets.length}`);
    }));
  }
});

describe('a plan in print is a document', () => {
  const expected = { 'changsha-2026': 5 };
  for (const [name, count] of Object.entries(expected)) {
    it(name, () => onPage({ colorScheme: 'dark' }, async (page, start) => {
      await page.goto(`${start}plans/${name}.html`);
      // Where lines break, and so how many pages there are, must not depend on what else is installed: this one setup.sh has.
      await page.addStyleTag({ content: '*{font-family:"Noto Sans CJK TC"!important}' });
      const title = await page.locator('h1').innerText();
      const sheets = await print(page, `${name}.clean`);
      assert.equal(sheets.length, count, 'pages');
      assert.ok(sheets[0].replace(/\s/g, '').includes(title.replace(/\s/g, '')), 'the first page has the title');
      for (const word of await page.locator('.top nav a').allInnerTexts()) {
        assert.ok(!sheets[0].split('\n').includes(word), `no navigation: ${word}`);
      }
      sheets.forEach((text, at) => assert.match(text, new RegExp(`^${at + 1} ?/ ?${count}$`, 'm'), 'pages are counted'));
    }));
  }
});
