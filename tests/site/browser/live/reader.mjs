// What a reader does with exercises and cells, for the other modules of this folder.

export const PATIENCE = { timeout: 120_000 }; // a busy machine fetches and starts Python slowly
export const exercise = (id) => `[data-exercise="${id}"]`;
export const cell = (id) => `[data-cell="${id}"]`;
export const wait = (ms) => new Promise((later) => setTimeout(later, ms));

export const textOf = (page, selector) => page.evaluate((s) => document.querySelector(s)?.textContent ?? '', selector);

// Scrolled to first, and clicked when pictures above have their places.
export async function click(page, selector) {
  await page.evaluate((s) => document.querySelector(s).scrollIntoView({ block: 'center' }), selector);
  await wait(150);
  await page.evaluate((s) => document.querySelector(s).scrollIntoView({ block: 'center' }), selector);
  await page.click(selector);
}

// Types code in place of what a textbox holds, as a keyboard does: indentation comes by itself.
export async function write(page, box, code) {
  await page.focus(box);
  await page.evaluate((s) => document.querySelector(s).select(), box);
  await page.press('Backspace');
  const lines = code.split('\n');
  for (const [i, line] of lines.entries()) {
    if (i) {
      await page.press('Enter');
      // To the margin, then as deep as this line is.
      await page.evaluate((s) => {
        const node = document.querySelector(s);
        const start = node.value.lastIndexOf('\n', node.selectionStart - 1) + 1;
        node.setRangeText('', start, node.selectionStart, 'end');
        node.dispatchEvent(new Event('input', { bubbles: true }));
      }, box);
    }
    await page.type(line);
  }
}

// The verdict that comes of code: {kind, text}.
export async function check(page, id, code) {
  const place = exercise(id);
  await write(page, `${place} textarea`, code);
  await click(page, `${place} .do`);
  return verdict(page, place);
}

export async function verdict(page, place) {
  await page.until((s) => !document.querySelector(s).matches('.busy') && !document.querySelector(`${s} .busy`) && document.querySelector(`${s} .verdict`).childNodes.length > 0, place, PATIENCE);
  return page.evaluate((s) => {
    const region = document.querySelector(`${s} .verdict`);
    return { kind: region.className.split(' ')[1] ?? '', text: region.textContent, links: [...region.querySelectorAll('a')].map((a) => a.href) };
  }, place);
}

export const requests = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));

// Until the service worker has kept what this page needs for a visit without a network.
export const kept = (page) => page.until(async () => {
  const caching = (await caches.keys()).find((name) => name.startsWith('softmaxbook-pages'));
  const paths = caching ? (await (await caches.open(caching)).keys()).map(({ url }) => new URL(url).pathname) : [];
  return [location.pathname, 'worker.mjs', 'live.json', 'acting.js', 'live.js', 'book.css'].every((end) => paths.some((path) => path.endsWith(end)));
}, PATIENCE);
