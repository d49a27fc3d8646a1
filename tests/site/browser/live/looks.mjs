// The states of an exercise, a concept check and a cell: within a phone's width, and nothing for
// axe to find, by day and by night.
import { axe } from '../checks.mjs';
import { check, click, exercise, verdict, wait, write } from './reader.mjs';

const ID = 'softmax.columns';
const PLACE = exercise(ID);

export async function looks(browser, server) {
  const problems = [];
  for (const [theme, width, height] of [['light', 1200, 900], ['dark', 390, 844]]) {
    const page = await browser.open(`${server.url}/chapters/02_softmax.html`, { width, height, theme });
    const look = async (state) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) problems.push(`${state}, ${theme}: the page is ${wide} px too wide`);
      // Only there is it worth its time, and its scripts are let in.
      if (browser.engine === 'chromium') problems.push(...(await axe(page)).map((found) => `${state}, ${theme}: ${found}`));
    };
    await look('empty');
    await click(page, `${PLACE} .do`);
    await wait(600);
    await look('running');
    await verdict(page, PLACE);
    await check(page, ID, 'def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum()');
    await look('wrong');
    await check(page, ID, 'def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum(axis=0)');
    await click(page, '[data-question][data-key] button.option');
    await wait(600); // the tick is drawn
    await look('right');
    await click(page, '[data-cell] .cell_input .cell-tools button:nth-child(2)');
    await write(page, '[data-cell] textarea', 'undefined_name');
    await page.press('Control+Enter');
    const cell = await page.evaluate(() => document.querySelector('[data-cell] textarea').closest('[data-cell]').dataset.cell);
    await verdict(page, `[data-cell="${cell}"]`);
    await look('failed');
    await page.go(`${server.url}/chapters/your_progress.html`);
    await look('progress');
    await page.go(`${server.url}/chapters/index.html`);
    await look('first page');
    problems.push(...(await page.complaints()));
    await page.close();
  }
  return problems;
}
