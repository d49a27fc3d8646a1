// What goes wrong ends in a sentence and a page that can be read; then it goes right.
import { unreliable } from './host.mjs';
import { click, exercise, kept, PATIENCE, textOf, verdict, wait } from './reader.mjs';

const PLACE = exercise('softmax.columns');
export async function faults(browser, server, { version, measure }) {
  const problems = [];
  let host = await unreliable(server.url);
  let chapter = `${host.url}/chapters/02_softmax.html`;
  const page = await browser.open(chapter);

  const isWheel = (path) => path.includes(`${version}/softmaxbook-`);
  const broken = [
    ['the script', (path) => path.endsWith('acting.js') && 'down', /connection/],
    ['the version', (path) => path.endsWith('live.json') && 'down', /connection/],
    ['a wrong wheel', (path) => isWheel(path) && 'wrong', /not what this book was built with/],
    ['half a wheel', (path) => isWheel(path) && 'half', /connection/],
  ];
  let press = `${PLACE} .do`;
  for (const [name, fault, sentence] of broken) {
    host.fault = fault;
    await click(page, press);
    if (!(await page.evaluate((s) => document.activeElement.matches(`${s} .do`), PLACE))) problems.push(`${name}: the focus is lost`);
    await wait(100);
    const said = await verdict(page, PLACE);
    if (said.kind !== 'failed' || !sentence.test(said.text)) problems.push(`${name}: it says “${said.text}”`);
    press = `${PLACE} .verdict button.link`;
  }
  // A reload while it is fetched, and then all is well.
  host.fault = () => undefined;
  await click(page, press);
  await wait(400);
  await page.go(chapter);
  await click(page, `${PLACE} .do`);
  const well = await verdict(page, PLACE);
  if (well.kind !== 'note') problems.push(`after all that it says “${well.text}”`);

  // The second visit, without a network.
  if (browser.engine === 'webkit') { // under its driver, what a worker kept that was ended is lost
    host.stop();
    host = await unreliable(server.url);
    chapter = `${host.url}/chapters/02_softmax.html`;
    await page.go(chapter);
    await click(page, `${PLACE} .do`);
    await verdict(page, PLACE);
  }
  await kept(page);
  host.fault = () => 'down';
  await page.go(chapter);
  const start = Date.now();
  await click(page, `${PLACE} .do`);
  const offline = await verdict(page, PLACE);
  measure('second visit, without a network', Date.now() - start);
  if (offline.kind !== 'note') problems.push(`without a network the second visit says “${offline.text}”`);
  const figure = await page.evaluate(() => document.querySelector('[data-cell] .stream').closest('[data-cell]').dataset.cell);
  await page.evaluate((s) => document.querySelector(`[data-cell="${s}"] .cell-tools button`).click(), figure);
  const cell = await verdict(page, `[data-cell="${figure}"]`);
  if (!/Ran in|connection/.test(cell.text)) problems.push(`without a network a cell says “${cell.text}”`);
  await page.close();

  // Browsers that lack something.
  host.fault = () => undefined;
  host.script = '/_storage.js';
  const forbidden = await browser.open(chapter);
  await click(forbidden, '[data-question][data-key] button.option');
  if (!(await textOf(forbidden, '[data-question][data-key] .verdict'))) problems.push('where storage is forbidden a concept check says nothing');
  problems.push(...(await forbidden.complaints()).map((complaint) => `storage forbidden: ${complaint}`));
  await forbidden.close();
  host.script = '/_wasm.js';
  const old = await browser.open(chapter);
  const seen = await old.evaluate((s) => ({
    box: document.querySelector(`${s} textarea`).checkVisibility(),
    code: document.querySelector(`${s} pre`).checkVisibility(),
    sentence: document.querySelector('.not-live').checkVisibility(),
  }), PLACE);
  if (seen.box || !seen.code || !seen.sentence) problems.push(`without WebAssembly the page shows ${JSON.stringify(seen)}`);
  await old.close();
  host.script = '/_worker.js';
  const lacking = await browser.open(chapter);
  await click(lacking, `${PLACE} .do`);
  await lacking.until((s) => document.querySelector(`${s} .verdict`).matches('.failed'), PLACE, PATIENCE);
  if (!/cannot run Python/.test(await textOf(lacking, `${PLACE} .verdict`))) problems.push(`without workers it says “${await textOf(lacking, `${PLACE} .verdict`)}”`);
  await lacking.close();
  host.stop();
  return problems;
}
