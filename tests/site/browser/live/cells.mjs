// Cells: a figure drawn anew, SymPy, an edited cell, an error, and back to the book's.
import { cell, click, PATIENCE, textOf, verdict, write } from './reader.mjs';

export async function cells(browser, server, { measure }) {
  const problems = [];
  const expect = (holds, problem) => holds || problems.push(problem);
  const chapter = `${server.url}/chapters/02_softmax.html`;
  const page = await browser.open(chapter);
  const ids = await page.evaluate(() => {
    const all = [...document.querySelectorAll('[data-cell]')];
    const without = all.filter((node) => ['Run', 'Edit'].some((name) => ![...node.querySelectorAll('button')].some((b) => b.textContent === name)));
    return {
      without: without.map((node) => node.dataset.cell),
      figure: all.find((node) => node.querySelector('img')).dataset.cell,
      sympy: all.find((node) => /\bsp\./.test(node.querySelector('pre').textContent)).dataset.cell,
      text: all.find((node) => node.querySelector('.stream')).dataset.cell,
    };
  });
  expect(!ids.without.length, `no Run or Edit in ${ids.without}`);
  const press = (place, name) => page.evaluate((s, text) => [...document.querySelectorAll(`${s} button`)].find((b) => b.textContent === text).click(), place, name);
  const run = async (id) => {
    const start = Date.now();
    await click(page, `${cell(id)} .cell-tools button`);
    const said = await verdict(page, cell(id));
    measure(id, Date.now() - start);
    return said;
  };

  const caption = await textOf(page, `${cell(ids.figure)} figcaption`);
  const drawn = await run(ids.figure);
  expect(/^Ran in/.test(drawn.text), `of a figure it says: ${drawn.text}`);
  const image = await page.evaluate((s) => {
    const { src, alt, naturalWidth, width } = document.querySelector(`${s} .cell_output img`);
    return { src: src.slice(0, 22), alt, naturalWidth, width };
  }, cell(ids.figure));
  expect(image.src === 'data:image/png;base64,' && image.naturalWidth > 300 && image.width > 300, `the figure is ${JSON.stringify(image)}`);
  expect(image.alt.length > 40, 'the figure loses its words');
  expect((await textOf(page, `${cell(ids.figure)} figcaption`)) === caption, 'the figure loses its caption');
  const output = await textOf(page, `${cell(ids.figure)} .cell_output`);
  expect(!/font cache/.test(output), `beside the figure stands: ${output}`);

  const symbols = await run(ids.sympy);
  expect(/with the book’s result/.test(symbols.text), `of SymPy it says: ${symbols.text}`);

  const old = await textOf(page, `${cell(ids.text)} .cell_output`);
  const source = await textOf(page, `${cell(ids.text)} pre`);
  await click(page, `${cell(ids.text)} .cell-tools button:nth-child(2)`);
  await write(page, `${cell(ids.text)} textarea`, 'print(6 * 7)\nz.shape');
  await page.press('Control+Enter');
  await page.until((s) => /42/.test(document.querySelector(`${s} .cell_output`).textContent), cell(ids.text), PATIENCE);
  await verdict(page, cell(ids.text));
  expect(/\(3,\)/.test(await textOf(page, `${cell(ids.text)} .cell_output`)), 'the value of the last line is not shown');
  await write(page, `${cell(ids.text)} textarea`, '1 / 0');
  await page.press('Control+Enter');
  await page.until((s) => document.querySelector(`${s} .output.error`) !== null, cell(ids.text), PATIENCE);
  const error = await page.evaluate((s) => {
    const box = document.querySelector(`${s} .output.error`);
    return { first: box.querySelector('p').textContent, open: box.querySelector('details').open };
  }, cell(ids.text));
  expect(error.first === 'ZeroDivisionError: division by zero' && !error.open, `an error begins with “${error.first}”`);
  await verdict(page, cell(ids.text));
  await press(cell(ids.text), 'Reset');
  expect((await textOf(page, `${cell(ids.text)} .cell_output`)) === old, 'Reset does not bring back the result');
  expect((await textOf(page, `${cell(ids.text)} pre`)) === source, 'Reset does not bring back the code');

  // What was written stays over a reload, until Reset.
  const first = cell(ids.text);
  await click(page, `${first} .cell-tools button:nth-child(2)`);
  await write(page, `${first} textarea`, 'print("mine")');
  await page.go(chapter);
  const kept = await page.evaluate((s) => [document.querySelector(`${s} textarea`)?.value, document.querySelector(`${s} .verdict`).textContent, document.activeElement.tagName], first);
  expect(kept[0] === 'print("mine")' && /your code/.test(kept[1]) && kept[2] === 'BODY', `after a reload the cell has ${JSON.stringify(kept)}`);
  await press(first, 'Reset');
  await press(first, 'Bring back what I wrote');
  expect((await page.evaluate((s) => document.querySelector(`${s} textarea`).value, first)) === 'print("mine")', 'what was written does not come back');
  await press(first, 'Reset');
  await page.go(chapter);
  expect((await page.evaluate((s) => document.querySelector(`${s} textarea`), first)) === null, 'after Reset and a reload the cell has an editor');
  expect((await textOf(page, `${first} pre`)) === source, 'after Reset and a reload the code is not the book’s');

  // Formulas: one that the page has looks as there, another is typeset when it comes; and SymPy's.
  const known = await page.evaluate(() => document.querySelector('p .katex[data-tex]').dataset.tex);
  await click(page, `${first} .cell-tools button:nth-child(2)`);
  await write(page, `${first} textarea`, `from IPython.display import Markdown\ndisplay(Markdown(${JSON.stringify(`**New**: $${known}$, $\\frac{a_1 * b_2}{c_3 * d_4}$ and $\\nonsense{x}$`)}))\nimport sympy\nsympy.sqrt(sympy.Symbol("x"))`);
  await page.press('Control+Enter');
  await page.until((s) => document.querySelector(`${s} .text_latex math msqrt`) !== null, first, PATIENCE);
  const shown = await page.evaluate((s) => {
    const output = document.querySelector(`${s} .cell_output`);
    return { known: output.querySelector('.katex[data-tex]')?.dataset.tex, fraction: output.querySelector('math mfrac')?.textContent, code: output.querySelector('code')?.textContent, bold: output.querySelector('strong')?.textContent };
  }, first);
  expect(JSON.stringify(shown) === JSON.stringify({ known, fraction: 'a1∗b2c3∗d4', code: '\\nonsense{x}', bold: 'New' }), `formulas are shown as ${JSON.stringify(shown)}`);
  await press(first, 'Reset');
  problems.push(...(await page.complaints()));
  await page.close();
  return problems;
}
