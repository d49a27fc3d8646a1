// Every page in one engine, at many widths and with large text: nothing scrolls sideways, nothing
// that is cut off shows no way to the rest, nothing covers text, and nobody complains.

const WIDTHS = [1400, 1170, 930, 768, 480, 440, 360, 344, 320, 300];
// No fault: a size changed again while sizes were told, and is told in the next frame.
const NOTICE = 'ResizeObserver loop completed with undelivered notifications';
const PHONE = { width: 390, height: 844 };

// In the page: what sticks out to the right.
const WIDE = async () => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  const root = document.documentElement;
  const problems = [];
  const name = (e) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''} “${e.textContent.trim().slice(0, 40)}”`;
  if (root.scrollWidth > root.clientWidth) {
    const inBox = (e) => e && e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || inBox(e.parentElement));
    const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 0.5 && !inBox(e.parentElement));
    problems.push(`the page is ${root.scrollWidth} px wide: ${wide.length ? name(wide.at(-1)) : 'for no visible reason'}`);
  }
  return problems;
};

// In the page: boxes that scroll and do not say so, and what must not touch and does.
const LOOK = () => {
  const problems = [];
  const name = (e) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''} “${e.textContent.trim().slice(0, 40)}”`;
  for (const box of document.querySelectorAll('.katex-display, pre, .pst-scrollable-table-container')) {
    if (box.scrollWidth <= box.clientWidth + 1 || !box.checkVisibility()) continue;
    const { overflowX, backgroundImage } = getComputedStyle(box);
    if (!['auto', 'scroll'].includes(overflowX)) problems.push(`cut off: ${name(box)}`);
    else if (box.tabIndex < 0) problems.push(`scrolls, but the Tab key does not reach it: ${name(box)}`);
    else if (!backgroundImage.includes('gradient')) problems.push(`scrolls and does not show it: ${name(box)}`);
  }
  // The smallest words of a figure are of 10 points on 5.6 inches (tests/lib/test_plots.py).
  for (const image of document.querySelectorAll('article .cell_output img')) {
    const height = (image.getBoundingClientRect().width / 5.6) * (10 / 72);
    if (image.checkVisibility() && height < 9) problems.push(`words of ${height.toFixed(1)} px in the figure ${image.src.split('/').pop()}`);
  }
  // Text in the way of text: the number of a formula, the buttons of a cell.
  const apart = [['.eqno', (e) => e.parentElement.querySelector('.katex-display')], ['.copy-button, .cell-tools', (e) => e.closest('.highlight, [data-cell]').querySelector('pre')]];
  for (const [selector, other] of apart) {
    for (const e of document.querySelectorAll(selector)) {
      if (!e.checkVisibility()) continue;
      const over = e.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(other(e));
      const scroll = other(e).getBoundingClientRect();
      const hit = over.width && [...range.getClientRects()].slice(0, 40).find((r) => r.width && r.left < Math.min(over.right, scroll.right) - 1 && Math.min(r.right, scroll.right) > over.left + 1 && r.top < over.bottom - 1 && r.bottom > over.top + 1);
      if (hit) problems.push(`${name(e)} covers text`);
    }
  }
  return problems;
};

const GROW = (size) => { document.documentElement.style.fontSize = size; };

export async function layout(browser, url, paths) {
  const problems = [];
  for (const path of paths) {
    const note = (where, list) => problems.push(...list.map((problem) => `${path} in ${browser.engine}${where}: ${problem}`));
    await look(browser, url + path, note).catch((error) => note('', [error.message.split('\n')[0]]));
  }
  return problems;
}

async function look(browser, address, note) {
  const page = await browser.open(address, PHONE);
  note(' at 390 px', [...(await page.evaluate(WIDE)), ...(await page.evaluate(LOOK))]);
  await page.evaluate(GROW, '200%');
  note(' with text of 200 %', await page.evaluate(WIDE));
  await page.evaluate(GROW, '');
  for (const width of WIDTHS) {
    await page.resize(width);
    note(` at ${width} px`, await page.evaluate(WIDE));
  }
  note('', (await page.complaints()).filter((complaint) => !complaint.includes(NOTICE)));
  await page.close();
}
