// Concept checks answer at once, and without Python.
import { click, requests, textOf } from './reader.mjs';

export async function questions(browser, server) {
  const problems = [];
  const page = await browser.open(`${server.url}/chapters/02_softmax.html`);
  const [id, key] = await page.evaluate(() => {
    const { question, key: letter } = document.querySelector('[data-question][data-key]').dataset;
    return [question, letter];
  });
  const place = `[data-question="${id}"]`;
  const options = await page.evaluate((s) => [...document.querySelectorAll(`${s} button.option`)].map((b) => b.textContent), place);
  const right = 'abcdef'.indexOf(key);
  const wrong = right ? 0 : 1;
  if (options.length < 3) problems.push(`${id} has ${options.length} options`);
  const choose = (i) => click(page, `${place} button.option:nth-of-type(${i + 1})`);
  await choose(wrong);
  if (!/^No\./.test(await textOf(page, `${place} .verdict p`))) problems.push('a wrong option is not told so');
  if (await page.evaluate((s) => document.querySelector(s).matches('.done'), place)) problems.push('a wrong option counts as done');
  await choose(right);
  if (!/^Right\./.test(await textOf(page, `${place} .verdict p`))) problems.push('the right option is not told so');
  if (!(await page.evaluate((s) => document.querySelector(s).matches('.done'), place))) problems.push('the right option gets no tick');

  const number = '[data-question][data-answer]';
  const { rows: [[, exact]] } = await page.evaluate((s) => JSON.parse(document.querySelector(s).dataset.answer), number);
  const answers = [['cat', 'note', /A single number is asked for/], [String(exact + 7), 'wrong', /none of the mistakes we know/], [`${-exact}`, 'wrong', /the sign is the opposite/],
    [`${100 * exact}`, 'wrong', /in per cent/], [exact.toFixed(2), 'wrong', /Rounded too far/], [exact.toFixed(4).replace('-', '−'), 'right', /./]];
  for (const [typed, kind, words] of answers) {
    await page.fill(`${number} input`, typed);
    await page.press('Enter');
    const seen = await page.evaluate((s) => document.querySelector(`${s} .verdict`).className, number);
    if (!seen.includes(kind) || !words.test(await textOf(page, `${number} .verdict`))) problems.push(`“${typed}” gets “${await textOf(page, `${number} .verdict`)}”`);
  }
  if ((await requests(page)).some((path) => path.includes('_live') || /acting|\.json/.test(path))) problems.push('a concept check fetches something');
  problems.push(...(await page.complaints()));
  await page.close();
  return problems;
}
