// Pictures of eight pages, each light, dark and on a phone, into target/screenshots/, to be looked at beside one
// another; the README's picture is the home page among them.
import fs from 'node:fs';
import path from 'node:path';
import { base, browser, close, target } from './stage.js';

const folder = path.join(target, 'screenshots');
const shots = {
  home: 'index.html',
  plans: 'plans.html',
  plan: 'plans/changsha-2026.html',
  metric: 'targets/revenue.html',
  timeline: 'timeline.html',
  graph: 'graph.html',
  checks: 'checks.html',
  manual: 'pages/manual/writing-plans.html',
};
const looks = {
  '': { viewport: { width: 1440, height: 1000 }, colorScheme: 'light' },
  '-dark': { viewport: { width: 1440, height: 1000 }, colorScheme: 'dark' },
  '-phone': { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2 },
};

fs.rmSync(folder, { recursive: true, force: true });
for (const [ending, look] of Object.entries(looks)) {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const [name, address] of Object.entries(shots)) {
    // The sample has no findings: this one page is shown of the site full of faults.
    await page.goto(base('http', name === 'checks' ? 'faulty' : 'plans') + address);
    await page.screenshot({ path: path.join(folder, `${name}${ending}.png`) });
  }
  if (ending !== '-phone') {
    await page.goto(`${base('http')}index.html`);
    await page.keyboard.press('/');
    await page.locator('#p\\:finder[open]').waitFor();
    await page.keyboard.type('門店');
    await page.locator('#p\\:hits [role=option]').first().waitFor();
    await page.screenshot({ path: path.join(folder, `search${ending}.png`) });
  }
  await context.close();
}
await close();
console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`);
