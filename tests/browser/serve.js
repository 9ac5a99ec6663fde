// `planpress serve` in a real browser: an edit shows without losing one's place, a broken file leaves the last page,
// many tabs share one stream, and pages of other sites get nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browser, target } from './stage.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const program = path.resolve(process.env.PLANPRESS ?? path.join(target, 'release', 'planpress'));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let turn = 0;

/** A copy of the sample with a server of its own; `use` gets its address and a way to write its files. */
async function serving(use) {
  const root = path.join(target, 'browser', 'serve', String(turn++));
  fs.rmSync(root, { recursive: true, force: true });
  fs.cpSync(path.join(project, 'content'), root, { recursive: true });
  const child = spawn(program, ['--site', root, '--today', '2026-09-15', 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const site = {
      url: line.trim(),
      read: name => fs.readFileSync(path.join(root, name), 'utf8'),
      write: (name, text) => {
        fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        fs.writeFileSync(path.join(root, name), text);
      },
      edit: (name, from, to) => {
        const text = site.read(name);
        assert.ok(text.includes(from), `${name} holds ${from}`);
        site.write(name, text.replace(from, to));
      },
      remove: name => fs.rmSync(path.join(root, name)),
    };
    await use(site);
  } finally {
    child.kill();
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** A page on the server; what it says of itself as an error fails the test. */
async function open(site, address, use, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  const faults = [];
  context.on('weberror', error => faults.push(`${error.error()}`));
  context.on('console', message => { if (message.type() === 'error' && !/404|503|500/.test(message.text())) faults.push(message.text()); });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(site.url + address);
    await use(page, context);
  } finally {
    await context.close();
  }
  assert.deepEqual(faults, []);
}

/** Marks the document, so that one sees whether it was loaded anew. */
const mark = page => page.evaluate(() => { window.stayed = true; });
const stayed = page => page.evaluate(() => window.stayed === true);
const shows = (page, text) => page.waitForFunction(text => document.body.textContent.includes(text), text);
const overlay = page => page.locator('planpress-overlay section');
const plan = 'plans/changsha/changsha-2026.md', address = 'plans/changsha-2026.html';
const addition = text => `\n\n## 測試\n\n${text}\n`;

describe('an edit', () => {
  it('shows in the open page, and nothing of one’s place is lost', () => serving(site => open(site, address, async page => {
    await page.evaluate(() => {
      document.querySelectorAll('main details:not(.toc)').forEach(e => { e.open = !e.open; });
      scrollTo(0, 700);
    });
    await page.locator('.toc a').nth(2).focus();
    await page.evaluate(() => scrollTo(0, 700));
    await mark(page);
    const place = () => page.evaluate(() => ({
      y: scrollY, open: [...document.querySelectorAll('main details')].map(e => e.open),
      focus: document.activeElement.textContent,
    }));
    const was = await place();
    assert.ok(was.y > 600 && was.open.length > 0, JSON.stringify(was));
    site.write(plan, site.read(plan) + addition('又一句新話'));
    await shows(page, '又一句新話');
    const now = await place();
    assert.deepEqual({ ...now, y: 0, open: now.open.slice(0, was.open.length) }, { ...was, y: 0 });
    assert.ok(Math.abs(now.y - was.y) < 3, `${was.y} → ${now.y}`);
    assert.ok(await stayed(page), 'the document was not loaded anew');
  })));

  it('above the place where one reads leaves that place in sight', () => serving(site => open(site, address, async page => {
    const text = '這一句在最後';
    site.write(plan, site.read(plan) + addition(text));
    await shows(page, text);
    const top = () => page.getByText(text).first().evaluate(e => e.closest('section,div,p').getBoundingClientRect().top);
    await page.getByText(text).first().scrollIntoViewIfNeeded();
    const was = await top();
    const lines = site.read(plan).split('\n');
    const at = lines.findIndex(line => line.startsWith('## '));
    lines.splice(at + 1, 0, '', ...Array.from({ length: 20 }, (_, i) => `前面多了一段，第 ${i} 段。\n`));
    site.write(plan, lines.join('\n'));
    await shows(page, '第 19 段');
    assert.ok(Math.abs(await top() - was) < 3, `${was} → ${await top()}`);
  })));

  it('keeps filter, sorting, the address and what is being typed', () => serving(site => open(site, 'plans.html', async page => {
    await page.locator('#plans thead th').nth(5).getByRole('button').click();
    await page.locator('select[data-key=status]').selectOption({ index: 1 });
    const field = page.locator('input[data-filter]');
    await field.pressSequentially('2026');
    await field.evaluate(e => e.setSelectionRange(1, 2));
    await mark(page);
    const place = () => page.evaluate(() => ({
      rows: [...document.querySelectorAll('#plans tbody tr:not([hidden]) th a')].map(a => a.textContent),
      sort: [...document.querySelectorAll('#plans th')].map(th => th.ariaSort), address: location.href,
      typed: document.activeElement.value, caret: document.activeElement.selectionStart,
      status: document.querySelector('select[data-key=status]').value,
    }));
    const was = await place();
    assert.ok(was.rows.length > 0 && was.typed === '2026' && was.caret === 1, JSON.stringify(was));
    const title = /title: (.*)/.exec(site.read(plan))[1];
    site.edit(plan, `title: ${title}`, `title: ${title}新名`);
    await shows(page, `${title}新名`);
    const now = await place();
    assert.deepEqual({ ...now, rows: now.rows.map(row => row.replace('新名', '')) }, was);
    assert.ok(await stayed(page));
    await field.press('End');
    await field.pressSequentially('沒有');
    assert.equal((await place()).rows.length, 0, 'the new table is filtered too');
  })));

  it('keeps the search open and finds the new text', () => serving(site => open(site, address, async page => {
    await page.keyboard.press('/');
    const input = page.locator('#p\\:finder input');
    await input.fill('紫雲英計數法');
    await page.waitForFunction(() => document.querySelector('#p\\:finder [role=status]').textContent && !document.querySelector('#p\\:finder li'));
    await mark(page);
    site.write(plan, site.read(plan) + addition('本季改用紫雲英計數法。'));
    await page.locator('#p\\:finder li a').first().waitFor();
    assert.equal(await input.inputValue(), '紫雲英計數法');
    assert.ok(await stayed(page) && await page.locator('#p\\:finder').evaluate(e => e.matches(':modal')));
    await page.keyboard.press('Escape');
    await input.waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    // The keyboard opens it again.
    await input.waitFor();
  })));

  it('to the stylesheet loads the page anew, at the same place', () => serving(site => open(site, address, async page => {
    await page.evaluate(() => scrollTo(0, 700));
    await mark(page);
    site.write('themes/default/assets/theme.css', fs.readFileSync(path.join(project, 'themes/default/assets/theme.css'), 'utf8') + '\nh1{letter-spacing:7px}');
    await page.waitForFunction(() => !window.stayed && getComputedStyle(document.querySelector('h1')).letterSpacing === '7px');
    await page.waitForFunction(() => Math.abs(scrollY - 700) < 3);
  })));

  it('that takes the page away says so', () => serving(site => open(site, 'plans/changsha-summer-2026.html', async page => {
    const words = await page.locator('h1').textContent();
    site.remove('plans/changsha/changsha-summer-2026.md');
    await overlay(page).getByText('這一頁已不在站點中').waitFor();
    assert.equal(await page.locator('h1').textContent(), words);
  })));
});

describe('a broken file', () => {
  const breaks = [
    ['planpress.yaml', 'title: [', 'planpress.yaml:1:'],
    ['schemas/base.yaml', 'fields: [', 'schemas/base.yaml:1:'],
    ['templates/plan.html', '{{ plan.title', 'templates/plan.html:1:'],
    [plan, '---\nkind: [\n---\n', `${plan}:`],
  ];
  for (const [name, text, place] of breaks) {
    it(`${name} leaves the last page, with the finding on top, and recovers`, () => serving(site => open(site, address, async (page, context) => {
      const words = await page.locator('h1').textContent();
      let old = null;
      try { old = site.read(name); } catch { /* a new file */ }
      site.write(name, text);
      await overlay(page).getByText('這是最後一個可讀的狀態').waitFor();
      assert.equal(await page.locator('h1').textContent(), words);
      const link = overlay(page).locator('a').first();
      assert.ok((await link.textContent()).startsWith(place), await link.textContent());
      const [source] = await Promise.all([context.waitForEvent('page'), link.click()]);
      await source.locator('.lines div:target').waitFor();
      assert.ok(await source.locator('.note.error').first().isVisible());
      await page.reload();
      assert.equal(await page.locator('h1').textContent(), words, 'a fresh load shows the last page too');
      await overlay(page).getByText('這是最後一個可讀的狀態').waitFor();
      if (old === null) site.remove(name); else site.write(name, old);
      await page.waitForFunction(() => !document.querySelector('planpress-overlay').shadowRoot.textContent.includes('最後一個可讀'));
    })));
  }

  it('a finding comes with the new page; it can be put away, and is said to those who hear', () => serving(site => open(site, address, async page => {
    site.write(plan, site.read(plan) + addition('見 [[nowhere-at-all]]。'));
    await overlay(page).getByText('nowhere-at-all').first().waitFor();
    await shows(page, 'nowhere-at-all');
    assert.match(await page.locator('planpress-overlay [role=status]').textContent(), /錯誤/);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await window.axe.run(document.querySelector('planpress-overlay'))).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html)}`));
      assert.deepEqual(found, [], colorScheme);
    }
    await overlay(page).locator('button').last().click();
    assert.equal(await overlay(page).count(), 0);
    await page.reload();
    await page.waitForTimeout(300);
    assert.equal(await overlay(page).count(), 0, 'stays away');
    site.write(plan, site.read(plan) + '\n見 [[nowhere-else]]。\n');
    await overlay(page).getByText('nowhere-else').first().waitFor();
  })));
});

describe('tabs', () => {
  it('twenty load, and all have the new text after an edit', () => serving(async site => {
    const context = await browser.newContext();
    // Asked now and then: twenty pages are not drawn sixty times a second.
    const shown = (page, text) => page.waitForFunction(text => document.body.textContent.includes(text), text, { polling: 250 });
    try {
      const pages = [];
      for (let count = 0; count < 20; count++) {
        const page = await context.newPage();
        page.setDefaultTimeout(60_000);
        await page.goto(site.url + address);
        pages.push(page);
      }
      site.write(plan, site.read(plan) + addition('二十個分頁都看到'));
      await Promise.all(pages.map(page => shown(page, '二十個分頁都看到')));
      // Whichever held the stream goes; another takes over.
      await Promise.all(pages.slice(0, 10).map(page => page.close()));
      site.write(plan, site.read(plan) + addition('十個分頁也看到'));
      await Promise.all(pages.slice(10).map(page => shown(page, '十個分頁也看到')));
    } finally {
      await context.close();
    }
  }));
});

/** The content of a frame once it goes nowhere else. */
async function settled(frame) {
  for (let tries = 0; ; tries++) {
    try {
      return await frame.content();
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise(done => { setTimeout(done, 100); });
    }
  }
}

describe('a page of another site', () => {
  let attacker, attack;
  before(async () => {
    attacker = http.createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<!doctype html><title>other</title><iframe name=frame></iframe>');
    }).listen(0, '127.0.0.1');
    await once(attacker, 'listening');
    attack = `http://127.0.0.1:${attacker.address().port}/`;
  });
  after(() => attacker.close());

  it('reads nothing by any way, and hears of nothing', () => serving(async site => {
    const own = await fetch(site.url + address), body = await own.text();
    const token = /data-token="(\w+)"/.exec(body)[1];
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const bodies = [];
      page.on('response', async answer => {
        if (answer.url().startsWith(site.url) && answer.status() === 200) bodies.push(answer.url());
      });
      await page.goto(attack);
      const got = await page.evaluate(async ({ site, address, token }) => {
        const got = [];
        const wait = (made, good, bad) => new Promise(done => {
          made[good] = () => done(true); made[bad] = () => done(false);
          setTimeout(() => done(false), 1500);
        });
        const addresses = ['', address, 'assets/theme.js', 'data/plans.json', '.planpress/live.js', `.planpress/state?token=${token}`, `.planpress/events?token=${token}`];
        for (const one of addresses) {
          for (const mode of ['cors', 'no-cors', 'same-origin']) {
            try {
              const answer = await fetch(site + one, { mode, credentials: 'include' });
              got.push(`fetch ${mode} ${one}: ${answer.type} ${(await answer.text()).length}`);
            } catch { /* refused */ }
          }
          const script = Object.assign(document.createElement('script'), { src: site + one });
          document.head.append(script);
          if (await wait(script, 'onload', 'onerror')) got.push(`script ${one}`);
        }
        const image = new Image();
        image.src = `${site}planpress-home.png`;
        if (await wait(image, 'onload', 'onerror')) got.push('image');
        const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${site}assets/theme.css` });
        document.head.append(style);
        if (await wait(style, 'onload', 'onerror')) got.push('style');
        const stream = new EventSource(`${site}.planpress/events?token=${token}`, { withCredentials: true });
        if (await wait(stream, 'onmessage', 'onerror')) got.push('events');
        stream.close();
        const frame = document.querySelector('iframe');
        frame.src = site + address;
        await wait(frame, 'onload', 'onerror');
        try { got.push(`frame ${frame.contentDocument.body.textContent}`); } catch { /* of another origin */ }
        const form = Object.assign(document.createElement('form'), { method: 'post', action: site + address, target: 'frame' });
        document.body.append(form);
        form.submit();
        await new Promise(done => { setTimeout(done, 500); });
        return got.filter(one => !one.endsWith(' opaque 0') && one !== 'frame ');
      }, { site: site.url, address, token });
      assert.deepEqual(got, []);
      assert.deepEqual(bodies, [], 'nothing was answered with a body');
      for (const frame of page.frames().slice(1)) assert.ok(!(await settled(frame)).includes('長沙'), 'the frame shows no plan');
    } finally {
      await context.close();
    }
  }));
});

describe('time', () => {
  it('from save to the new text in the page, over 40 edits', () => serving(site => open(site, address, async page => {
    const text = site.read(plan), times = [];
    for (let edit = 0; edit < 40; edit++) {
      const word = `第${edit}次改動的記號`;
      await page.evaluate(word => {
        window.seen = new Promise(done => {
          const look = () => { if (document.body.textContent.includes(word)) done(performance.timeOrigin + performance.now()); else setTimeout(look, 1); };
          look();
        });
      }, word);
      const start = performance.timeOrigin + performance.now();
      site.write(plan, text + addition(word));
      times.push(await page.evaluate(() => window.seen) - start);
    }
    times.sort((a, b) => a - b);
    console.log(`save to new text in the page, 40 edits: median ${times[20].toFixed(0)} ms, p95 ${times[38].toFixed(0)} ms`);
  })));
});
