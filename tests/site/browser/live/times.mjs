// How long a reader waits, in each engine: from the press of a button to what it brings, which the
// page itself measures. For a quiet machine: node live.mjs FOLDER times [engine …].
import { unreliable } from './host.mjs';
import { cell, exercise, kept } from './reader.mjs';

const ID = 'softmax.columns';
const WRONG = 'def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum()';
const RIGHT = WRONG.replace('sum()', 'sum(axis=0)');
// What is measured, in this order, and the most that it may be.
export const ROWS = {
  'first verdict, ms': 4000,
  'MB before the first verdict': 9.5,
  'later verdict, ms (median of 20)': 50,
  'first figure, ms': undefined,
  'a figure again, ms': undefined,
  'first SymPy cell, ms': undefined,
  'second visit without a network, first verdict, ms': undefined,
};

// Milliseconds from the press of a button in `place` until Python is done and its word is there.
// A channel's message comes after what the page has queued to do, as painting does.
const pressed = (place, button) => new Promise((done) => {
  const block = document.querySelector(place);
  const region = block.querySelector('.verdict');
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (block.matches('.busy') || block.querySelector('.busy') || region.matches('.running') || !region.childNodes.length) return;
    watch.disconnect();
    done({ ms: performance.now() - start, kind: region.className, text: region.textContent });
  });
  watch.observe(block, { subtree: true, childList: true, attributes: true });
  block.querySelector(button).click();
});

const write = (page, code) => page.evaluate((s, text) => {
  const box = document.querySelector(`${s} textarea`);
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}, exercise(ID), code);

async function press(page, place, button, expected) {
  const { ms, kind, text } = await page.evaluate(pressed, place, button);
  if (!expected.test(`${kind} ${text}`)) throw new Error(`${place} says “${kind}: ${text}”`);
  return ms;
}

// One visit by somebody who has never been here: the rows.
export async function times(browser, server) {
  const host = await unreliable(server.url);
  const chapter = `${host.url}/chapters/02_softmax.html`;
  const page = await browser.open(chapter);
  const place = exercise(ID);
  const check = (expected) => press(page, place, '.do', expected);
  const run = (id) => press(page, cell(id), '.cell-tools button', /Ran in/);

  await write(page, WRONG);
  host.bytes = 0;
  const first = await check(/wrong Global sum/i);
  const megabytes = host.bytes / 1e6;
  const later = [];
  for (let i = 0; i < 20; i++) {
    await write(page, i % 2 ? WRONG : RIGHT);
    later.push(await check(i % 2 ? /wrong/ : /right/));
  }
  const ids = await page.evaluate(() => {
    const all = [...document.querySelectorAll('[data-cell]')];
    return { figure: all.find((node) => node.querySelector('img')).dataset.cell, sympy: all.find((node) => /\bsp\./.test(node.querySelector('pre').textContent)).dataset.cell };
  });
  const figure = await run(ids.figure);
  const again = await run(ids.figure);
  const sympy = await run(ids.sympy);

  await kept(page);
  host.fault = () => 'down';
  await page.go(chapter);
  await write(page, WRONG);
  const offline = await check(/wrong Global sum/i);
  await page.close();
  host.stop();
  return [first, megabytes, later.sort((a, b) => a - b)[10], figure, again, sympy, offline];
}
