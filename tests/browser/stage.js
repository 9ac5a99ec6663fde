// What every browser test stands on: the built sites, a real nginx that serves them under a sub-path, one Chromium,
// and pages that are watched for console errors, failed requests and requests that leave the site.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const project = fileURLToPath(new URL('../../', import.meta.url));
export const target = path.join(project, 'target');

/** The built sites: the name that is also their sub-path, and their folder. tests/browser/run says what they are. */
const built = path.join(target, 'browser', 'sites');
const folders = Object.fromEntries(['plans', 'english', 'faulty', 'many', 'plain'].map(name => [name, path.join(built, name)]));
for (const folder of Object.values(folders)) {
  if (!fs.existsSync(path.join(folder, 'index.html'))) throw new Error(`${folder} is not built: tests/browser/run does`);
}

/** Every page of a site, by its address inside the site, sorted; but for those that only lead on to another. */
export function pages(site) {
  const text = name => fs.readFileSync(path.join(folders[site], name), 'utf8');
  return files(folders[site]).filter(name => name.endsWith('.html') && !text(name).includes('http-equiv="refresh"'));
}
function files(folder, below = '') {
  const entries = fs.readdirSync(path.join(folder, below), { withFileTypes: true });
  return entries.flatMap(entry => {
    const name = below + entry.name;
    return entry.isDirectory() ? files(folder, `${name}/`) : [name];
  }).sort();
}

/**
 * One page of each kind: all at the top, and of each folder the page that says most; but for the very long ones, on which
 * tools take minutes to see the same again.
 */
export function onePageOfEach(site) {
  const biggest = new Map();
  for (const page of pages(site)) {
    const folder = page.includes('/') ? path.dirname(page) : page;
    const size = fs.statSync(path.join(folders[site], page)).size;
    if (size < 60_000 && size > (biggest.get(folder)?.size ?? 0)) biggest.set(folder, { page, size });
  }
  return [...biggest.values()].map(entry => entry.page).sort();
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
}

/** Debian's nginx with a configuration and folders of its own; it ends with the tests. */
async function serve() {
  const home = path.join(target, 'browser', 'nginx');
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(home, { recursive: true });
  const port = await freePort();
  const user = os.userInfo().uid === 0 ? `user root ${fs.existsSync('/etc/debian_version') ? 'root' : 'wheel'};` : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const configuration = `${user}
    worker_processes 1; daemon off; pid nginx.pid; error_log error.log;
    events { worker_connections 256; }
    http {
      include /etc/nginx/mime.types; access_log off; charset utf-8;
      ${temporary.map(name => `${name}_temp_path ${name};`).join(' ')}
      server {
        listen 127.0.0.1:${port};
        ${Object.entries(folders).map(([name, folder]) => `location /${name}/ { alias "${folder}/"; index index.html; }`).join('\n')}
        location / { return 404; }
      }
    }`;
  fs.writeFileSync(path.join(home, 'nginx.conf'), configuration);
  const nginx = spawn('nginx', ['-e', 'error.log', '-p', `${home}/`, '-c', 'nginx.conf'], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: 'inherit',
  });
  process.once('exit', () => nginx.kill());
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/plans/index.html`).catch(() => null);
    if (answer?.ok) return { port, nginx };
    if (tries > 100 || nginx.exitCode !== null) {
      throw new Error(`nginx does not serve: see ${home}/error.log (answer: ${answer?.status ?? 'none'})`);
    }
    await new Promise(done => setTimeout(done, 50));
  }
}

const { port, nginx } = await serve();
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--font-render-hinting=none',
    // Nothing but the loopback can be looked up, whatever a page asks for.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
});
export async function close() {
  await browser.close();
  nginx.kill();
}

/** Where a site is: `http` from nginx under a sub-path, `file` straight from disk. */
export function base(way, site = 'plans') {
  return way === 'http' ? `http://127.0.0.1:${port}/${site}/` : pathToFileURL(folders[site] + path.sep).href;
}
export const ways = ['http', 'file'];

/**
 * Runs `use(page, faults)` on a fresh page without any memory, then fails when the pages it opened said or did
 * something wrong.
 */
export async function onPage(options, use) {
  const { way = 'http', site = 'plans', width = 1440, height = 900, ...more } = options;
  const start = base(way, site);
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', ...more });
  const faults = [];
  context.on('request', request => {
    const url = request.url();
    if (!url.startsWith(start) && !/^(data|blob|about):/.test(url)) faults.push(`request off the site: ${url}`);
  });
  context.on('requestfailed', request => {
    // What is still under way when one goes to another page is given up: no fault.
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}: ${why}`);
  });
  context.on('response', answer => {
    if (answer.status() >= 400) faults.push(`${answer.status()}: ${answer.url()}`);
  });
  context.on('console', message => {
    if (/error|warning/.test(message.type())) faults.push(`console, ${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', error => faults.push(`exception, ${error.page()?.url()}: ${error.error()}`));
  try {
    const page = await context.newPage();
    // Far more than anything needs; a busy machine is no fault of a page.
    page.setDefaultTimeout(60_000);
    await use(page, start, faults);
  } finally {
    await context.close();
  }
  if (faults.length) throw new Error(faults.join('\n'));
}

/** The output of a program; throws what it says when it fails. */
export function run(program, args) {
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.error ?? ran.stderr}`);
  return ran.stdout;
}
