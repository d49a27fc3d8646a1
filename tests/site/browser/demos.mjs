// Every demo of the package on one page of the book's look, and what must hold of each.

const CONTROLS = '[data-demo] input, [data-demo] select';

// Each control has a name, answers the keyboard, and what it does is said in words.
export async function demos(page) {
  const problems = [];
  const count = await page.locator(CONTROLS).count();
  const still = new Set(); // demos whose drawing has not moved yet
  const moved = new Set();
  for (let i = 0; i < count; i++) {
    const control = page.locator(CONTROLS).nth(i);
    const state = () => control.evaluate((e) => {
      const box = e.closest('[data-demo]');
      return {
        demo: box.dataset.demo,
        name: e.labels?.[0]?.firstChild.textContent ?? '',
        says: e.getAttribute('aria-valuetext') ?? e.value,
        words: box.querySelector('output[aria-live]')?.textContent ?? '',
        drawing: box.querySelector('svg').outerHTML,
        lab: 'lmSuppressShortcuts' in e.dataset,
      };
    });
    const before = await state();
    const who = `demo ${before.demo}, ${before.name || 'a control without a name'}`;
    await control.focus();
    await page.keyboard.press('ArrowUp');
    const up = await state();
    if (up.says === before.says) await page.keyboard.press('ArrowDown'); // it stood at its end
    const after = await state();
    if (!before.name) problems.push(`${who}: no label`);
    if (!before.lab) problems.push(`${who}: JupyterLab would take its arrow keys`);
    if (after.says === before.says) problems.push(`${who}: the arrow keys do nothing`);
    if (after.words === before.words) problems.push(`${who}: the words do not follow`);
    (after.drawing === before.drawing ? still : moved).add(before.demo);
    if (!/\d/.test(after.words)) problems.push(`${who}: the words carry no number`);
  }
  for (const demo of still) if (!moved.has(demo)) problems.push(`demo ${demo}: the drawing does not follow`);
  if (!count) problems.push('no demo was mounted');
  return problems;
}
