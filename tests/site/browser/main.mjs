// node main.mjs SETTINGS.json: visits every page of the book and prints the table. The settings,
// written by tools/site_test.py: folder, root, chromium, engines (in which the layout is checked),
// budget, demos (a page as text), formulas (samples, and the folder of their finished page), only.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { axe, boxes, keyboard, links, oneSheet, policy, read, readable } from './checks.mjs';
import { claims, oneWay } from './claims.mjs';
import { demos } from './demos.mjs';
import { launch } from './engines.mjs';
import { formulas, reference } from './formulas.mjs';
import { layout } from './layout.mjs';
import { serve } from './server.mjs';
import { open, PHONE, scrollThrough, shift, size, violations, weigh, WIDE } from './visit.mjs';
import { brokenLinks, whole } from './whole.mjs';

const require = createRequire(new URL('../../../site/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const katex = require('katex');
const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { budget, folder } = settings;
const DEMOS = '/_demos.html';
// No address but this machine's, whatever a page or the browser itself may ask for.
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'];

const browser = await chromium.launch({ executablePath: settings.chromium, headless: true, args: ARGUMENTS });
const server = await serve(folder, { [DEMOS]: settings.demos });
const paths = readdirSync(folder, { recursive: true }).map((name) => `/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.html') && !['/index.html', '/404.html'].includes(name)).sort();
const found = new Map(); // path -> what its links say
const problems = [];
const rows = [];

async function inspect(path) {
  const row = { path, axe: 0, problems: [] };
  const note = (where, list) => row.problems.push(...list.map((problem) => `${path}${where}: ${problem}`));
  for (const [viewport, where] of [[WIDE, ''], [PHONE, ' at 390 px']]) {
    const visit = await open(browser, server.url + path, { viewport });
    const { page, notes } = visit;
    await scrollThrough(visit);
    const shifted = await shift(page);
    if (shifted >= budget.layoutShift) note(where, [`layout shift ${shifted.toFixed(3)}`]);
    row[viewport === WIDE ? 'shiftWide' : 'shiftPhone'] = shifted;
    if (viewport === PHONE) Object.assign(row, await size(page));
    if (viewport === WIDE) {
      Object.assign(row, weigh(notes.files));
      row.external = notes.external.size;
      if (path !== DEMOS) found.set(path, await links(page));
      note('', await policy(page));
      row.read = await read(page);
    }
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const list = await axe(page);
      row.axe += list.length;
      note(`${where} in ${colorScheme}`, list);
    }
    note(where, await boxes(page));
    const stops = await keyboard(page);
    if (viewport === WIDE) row.stops = stops.stops;
    note(where, stops.problems);
    if (path === DEMOS) note(where, await demos(page));
    if (await page.locator('.claims-search').count()) note(where, await claims(page));
    if (await page.locator('body.sheet').count()) note(where, await oneSheet(page));
    note(where, (await violations(page)).map((v) => `the policy stopped ${v}`));
    note(where, [...notes.external].map((address) => `asks ${address}`));
    note(where, [...new Set(notes.complaints)]);
    row.complaints = (row.complaints ?? 0) + notes.complaints.length;
    await visit.close();
  }
  const plain = await open(browser, server.url + path, { viewport: PHONE, javaScriptEnabled: false });
  if (path !== '/search.html') note('', readable(row.read, await read(plain.page)));
  await plain.close();
  const allowed = { ...budget.page, ...budget.exceptions[path.slice(1)] };
  if (row.gzipped > allowed.gzipped) note('', [`${row.gzipped.toFixed(0)} KB gzipped, ${allowed.gzipped} allowed: ${row.heaviest.join(', ')}`]);
  if (row.largestFigure > budget.figure.kilobytes) note('', [`a figure of ${row.largestFigure.toFixed(0)} KB, ${budget.figure.kilobytes} allowed`]);
  rows.push(row);
  problems.push(...row.problems);
}

async function drawn() {
  const ours = await serve(settings.formulas.folder);
  const theirs = await serve(dirname(require.resolve('katex/dist/katex.min.css')), { '/_reference.html': reference(katex, settings.formulas.samples) });
  problems.push(...(await formulas(browser, `${ours.url}/formulas.html`, `${theirs.url}/_reference.html`, settings.formulas.samples)));
  ours.stop();
  theirs.stop();
}

const asked = [DEMOS, ...paths].filter((path) => !settings.only || path.includes(settings.only));
const once = settings.only ? {} : { formulas: drawn, ...whole(browser, { folder, url: server.url, root: settings.root, paths }, problems) };
// The longest first: name -> what is done.
const queue = Object.entries({ ...once, ...Object.fromEntries(asked.map((path) => [path, () => inspect(path)])) });
const layouts = Promise.all(settings.engines.map(async (engine) => {
  try {
    const other = await launch(engine);
    problems.push(...(await layout(other, server.url, asked)));
    await other.close();
  } catch (error) {
    problems.push(`the layout in ${engine}: ${error.message.split('\n')[0]}`);
  }
}));
await Promise.all([1, 2].map(async () => {
  for (let next = queue.shift(); next; next = queue.shift()) {
    await next[1]().catch((error) => problems.push(`${next[0]}: ${error.message.split('\n')[0]}`));
  }
}));
problems.push(...brokenLinks(folder, found), ...oneWay(found));
await layouts;
await browser.close();
server.stop();

const cells = (row) => [
  row.path === DEMOS ? '(all demos)' : row.path.slice(1), row.requests, row.external, row.kilobytes.toFixed(0), row.gzipped.toFixed(0),
  row.largestFigure ? row.largestFigure.toFixed(0) : '–', row.axe, row.complaints, row.shiftWide.toFixed(3), row.shiftPhone.toFixed(3), row.stops, row.elements, row.firstPaint,
].map(String);
const head = ['page', 'requests', 'other hosts', 'KB', 'gzipped', 'largest figure', 'axe', 'console', 'shift', 'on a phone', 'Tab stops', 'elements', 'first paint, ms'];
const table = [head, ...rows.sort((a, b) => a.path.localeCompare(b.path)).map(cells)];
const widths = head.map((_, i) => Math.max(...table.map((line) => line[i].length)));
console.log(table.map((line) => line.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ')).join('\n'));
console.log(`allowed: ${budget.page.gzipped} KB gzipped without figures, ${budget.figure.kilobytes} KB a figure, shift ${budget.layoutShift}`);
for (const problem of new Set(problems)) console.log(`site-test: ${problem}`);
process.exitCode = problems.length ? 1 : 0;
