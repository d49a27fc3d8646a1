// What was done and typed is kept, shown, exported, imported, and forgotten.
import { click, exercise, textOf, wait } from './reader.mjs';

const ID = 'softmax.columns';
const DESK = '{"at": "2026-01-01T10:00:00+00:00", "event": "check", "id": "softmax.cost-threshold", "status": "passed", "name": ""}\n';

export async function progress(browser, server) {
  const problems = [];
  const expect = (holds, problem) => holds || problems.push(problem);
  const chapter = `${server.url}/chapters/02_softmax.html`;
  const page = await browser.open(chapter);
  await page.evaluate((s) => { const box = document.querySelector(`${s} textarea`); box.value = 'mine'; box.dispatchEvent(new Event('input')); }, exercise(ID));
  const right = await page.evaluate(() => { const { key } = document.querySelector('[data-key]').dataset; return 'abcdef'.indexOf(key) + 1; });
  await click(page, `[data-key] button.option:nth-of-type(${right})`);
  await page.go(chapter);
  expect((await page.evaluate((s) => document.querySelector(`${s} textarea`).value, exercise(ID))) === 'mine', 'what was typed is lost over a reload');
  expect(await page.evaluate(() => document.querySelector('[data-key]').matches('.done')), 'a tick is lost over a reload');
  expect(/^1\//.test(await textOf(page, '#chapters .tally')), `the list of chapters says “${await textOf(page, '#chapters .tally')}”`);

  await page.go(`${server.url}/chapters/your_progress.html`);
  const row = () => page.evaluate(() => [...document.querySelectorAll('[data-chapter="softmax"] .number')].map((n) => n.textContent).join());
  expect((await row()) === '1,1,0', `the table says ${await row()}`);
  await page.evaluate((text) => {
    const input = document.querySelector('.manage input');
    const files = new DataTransfer();
    files.items.add(new File([text], 'progress.jsonl'));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  }, DESK);
  await page.until(() => /added|nothing new/.test(document.querySelector('.manage .verdict').textContent));
  expect((await row()) === '2,2,0', `with the desk's file the table says ${await row()}`);
  const exported = await page.evaluate(async () => {
    let blob;
    URL.createObjectURL = (given) => { blob = given; return '#'; };
    URL.revokeObjectURL = () => {};
    document.querySelector('.manage button').click();
    return blob.text();
  });
  const lines = exported.trim().split('\n').map((line) => JSON.parse(line));
  expect(lines.length === 2 && lines.every(({ at, event, id }) => at && event && id), `the exported file is ${exported}`);

  await click(page, '.manage button:nth-of-type(3)');
  await click(page, '.manage .verdict button');
  await wait(50);
  expect((await row()) === '0,0,0', 'Forget everything leaves the table');
  await page.go(chapter);
  expect((await page.evaluate((s) => document.querySelector(`${s} textarea`).value, exercise(ID))) !== 'mine', 'Forget everything leaves what was typed');
  problems.push(...(await page.complaints()));
  await page.close();
  return problems;
}
