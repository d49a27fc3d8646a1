// The formulas of a finished page stand where KaTeX itself puts them, glyph by glyph: neither
// site/node/lean.mjs nor the smaller fonts move anything.

const GLYPHS = () => [...document.querySelectorAll('p')].map((p) => {
  const drawn = document.createRange(); // all pieces of it
  drawn.setStartBefore(p.querySelector('.katex-html'));
  drawn.setEndAfter([...p.querySelectorAll('.katex-html')].at(-1));
  const origin = drawn.getBoundingClientRect();
  const inDrawing = (node) => (node.parentElement.closest('.katex-html') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
  const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT, inDrawing);
  const glyphs = [];
  while (walk.nextNode()) {
    const letters = walk.currentNode.data;
    for (let i = 0; i < letters.length; i++) {
      if (letters[i] === '\u200b') continue;
      const range = document.createRange();
      range.setStart(walk.currentNode, i);
      range.setEnd(walk.currentNode, i + 1);
      const { x, y, width, height } = range.getBoundingClientRect();
      glyphs.push({ letter: letters[i], at: [x - origin.x, y - origin.y, width, height] });
    }
  }
  return { width: origin.width, glyphs };
});

// KaTeX's own page of the samples, to stand beside KaTeX's own style sheet and fonts.
export const reference = (katex, samples) => `<!DOCTYPE html><meta charset="utf-8"><title>KaTeX</title>
<link rel="stylesheet" href="katex.min.css"><style>body{font-size:17px}.katex{font-size:1.12em}</style>
${samples.map((tex) => `<p>${katex.renderToString(tex)}</p>`).join('\n')}`;

export async function formulas(browser, ours, theirs, samples) {
  const [mine, katex] = await Promise.all([ours, theirs].map(async (url) => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.evaluate(() => document.fonts.ready);
    const found = await page.evaluate(GLYPHS);
    await page.close();
    return found;
  }));
  if (mine.length !== samples.length || katex.length !== samples.length) return ['formulas: some are missing'];
  return samples.flatMap((tex, i) => {
    const [a, b] = [mine[i], katex[i]];
    if (a.glyphs.map((g) => g.letter).join('') !== b.glyphs.map((g) => g.letter).join('')) return [`formula ${tex}: other letters than KaTeX’s`];
    const worst = Math.max(Math.abs(a.width - b.width), ...a.glyphs.flatMap((g, j) => g.at.map((v, k) => Math.abs(v - b.glyphs[j].at[k]))));
    return worst > 0.25 ? [`formula ${tex}: ${worst.toFixed(2)} px from where KaTeX puts it`] : [];
  });
}
