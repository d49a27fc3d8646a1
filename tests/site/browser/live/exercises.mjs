// Exercises: no request before the reader acts, verdicts, an endless loop, Stop, and the keyboard.
import { check, click, exercise, requests, textOf, verdict, wait, write } from './reader.mjs';

const ID = 'softmax.columns';
const PLACE = exercise(ID);
const WRONG = 'def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum()';
const RIGHT = 'def softmax_of_columns(z):\n    e = np.exp(z)\n    return e / e.sum(axis=0)';

export async function exercises(browser, server, { measure }) {
  const problems = [];
  const expect = (holds, problem) => holds || problems.push(problem);
  const page = await browser.open(`${server.url}/chapters/02_softmax.html`);
  const before = await requests(page);
  expect(!before.some((path) => path.includes('_live/') || path.endsWith('acting.js')), `before the reader acts the page asks for ${before}`);
  const contract = await page.evaluate(() => [...document.querySelectorAll('[data-exercise]')].filter((block) => {
    const buttons = [...block.querySelectorAll('button')].filter((b) => b.textContent === 'Check');
    const box = block.querySelector('textarea');
    return block.querySelectorAll('textarea, input').length !== 1 || buttons.length !== 1 || block.querySelectorAll('[role=status]').length !== 1 || /\bcheck\(/.test(box.value) || !box.ariaLabel;
  }).map((block) => block.dataset.exercise));
  expect(!contract.length, `not one textbox, one Check and one status in ${contract}`);

  const start = Date.now();
  await click(page, `${PLACE} .do`);
  const first = await verdict(page, PLACE);
  measure('first verdict', Date.now() - start);
  expect(first.kind === 'note' && /three dots/.test(first.text), `of the starter it says: ${first.text}`);

  const named = await check(page, ID, WRONG);
  expect(named.kind === 'wrong' && named.text.startsWith('Global sum.'), `of a global sum it says: ${named.text}`);
  const status = await Promise.all(named.links.map((href) => page.evaluate(async (h) => (await fetch(h)).status, href)));
  expect(status.length && status.every((code) => code === 200), `the links of a verdict give ${status}`);
  expect(named.links.every((href) => /\.html#./.test(href)), `a verdict links to ${named.links}`);

  const again = Date.now();
  const right = await check(page, ID, RIGHT);
  measure('later, with typing', Date.now() - again);
  expect(right.kind === 'right' && right.text.startsWith('Right.'), `of the right answer it says: ${right.text}`);
  const heard = await page.evaluate((s) => [document.querySelector(s).role, document.querySelector(s).ariaLabel, document.querySelector(`${s} .sign`).ariaHidden], PLACE);
  expect(heard[0] === 'group' && /^Exercise \d+, /.test(heard[1]) && heard[2] === 'true', `heard is ${heard}`);
  expect(await page.evaluate((s) => document.querySelector(s).matches('.done'), PLACE), 'no tick after the right answer');

  const pasted = await check(page, ID, `${RIGHT}\n\n\ncheck("${ID}", softmax_of_columns)`);
  expect(pasted.kind === 'right', `of a cell pasted whole it says: ${pasted.text}`);

  const loop = await check(page, ID, 'def softmax_of_columns(z):\n    while True:\n        pass');
  expect(loop.kind === 'wrong' && /No answer came within 6 seconds/.test(loop.text), `of an endless loop it says: ${loop.text}`);
  const after = await check(page, ID, RIGHT);
  expect(after.kind === 'right', `after an endless loop it says: ${after.text}`);

  await write(page, `${PLACE} textarea`, 'while True:\n    pass');
  await click(page, `${PLACE} .do`);
  await wait(700);
  await page.focus(`${PLACE} .stop`);
  await page.press('Enter');
  const stopped = await verdict(page, PLACE);
  expect(await page.evaluate((s) => document.activeElement.matches(`${s} .do`), PLACE), 'after Stop the focus is lost');
  expect(stopped.text.startsWith('Stopped.'), `of Stop it says: ${stopped.text}`);

  // With the keyboard alone: Tab passes through, Enter keeps the depth, Escape leaves.
  await click(page, `${PLACE} .again`);
  await page.evaluate((s) => document.querySelector(s).focus(), `${PLACE} textarea`);
  await page.press('Tab');
  expect(await page.evaluate((s) => document.activeElement.matches(`${s} .do`), PLACE), 'Tab does not pass through an editor in which nothing was typed');
  await page.press('Shift+Tab');
  await page.press('Control+a');
  await page.type('def softmax_of_columns(z):');
  await page.press('Enter');
  await page.type('e = np.exp(z)');
  await page.press('Enter');
  await page.type('return e / e.sum(axis=0)');
  expect((await page.evaluate((s) => document.querySelector(`${s} textarea`).value, PLACE)) === RIGHT, 'Enter does not indent as Python needs it');
  await page.press('Escape');
  await page.press('Tab');
  await page.press('Enter');
  const typed = await verdict(page, PLACE);
  expect(typed.kind === 'right', `of what was typed it says: ${typed.text}`);
  await page.press('Shift+Tab');
  await page.press('Control+Enter');
  await wait(50);
  expect((await verdict(page, PLACE)).kind === 'right', 'Control Enter does not check');

  // Hints, one after another.
  const seen = () => page.evaluate((s) => [...document.querySelectorAll(`${s} > details`)].filter((box) => box.checkVisibility()).map((box) => box.querySelector('summary').textContent), PLACE);
  expect((await seen()).join() === 'Hint 1,Solution', `at first these can be opened: ${await seen()}`);
  await click(page, `${PLACE} .hint summary`);
  await wait(100);
  expect((await seen()).join() === 'Hint 1,Hint 2,Solution', `after the first hint these can be opened: ${await seen()}`);
  expect(/Stopped|Right/.test(await textOf(page, `${PLACE} .verdict`)), 'a hint takes the verdict away');
  problems.push(...(await page.complaints()));
  await page.close();
  return problems;
}
