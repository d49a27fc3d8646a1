// Reads formulas as lines of JSON, {tex, display, macros}, and answers each with {pieces} or {error}.
//
// The pieces are HTML, one for each part of the formula that a browser never breaks; together they
// are the formula. The first holds its MathML and, for who copies it, its TeX; the others are
// drawings only.
import katex from 'katex';
import { createInterface } from 'node:readline';
import { lean } from './lean.mjs';
import { voice } from './voice.mjs';

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

function draw(tex, displayMode, macros) {
  const tree = katex.__renderToDomTree(tex, { displayMode, throwOnError: true, strict: 'error', trust: false, macros });
  const [formula] = displayMode ? tree.children : [tree];
  const [{ children: [math] }, html] = formula.children;
  const [{ children: [content] }] = math.children; // beside the annotation
  voice(content);
  math.children = content.type === 'mrow' ? content.children : [content]; // or a table
  const drawn = html.children.map((part) => lean(part).toMarkup());
  const [first, ...rest] = displayMode ? [drawn.join('')] : drawn;
  const piece = (drawing, voiced = '') => `<span class="katex"${voiced && ` data-tex="${escape(tex)}"`}>${voiced}<span class="katex-html" aria-hidden="true">${drawing}</span></span>`;
  const pieces = [piece(first, `<span class="katex-mathml">${math.toMarkup()}</span>`), ...rest.map((drawing) => piece(drawing))];
  return displayMode ? [`<span class="katex-display">${pieces[0]}</span>`] : pieces;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { tex, display, macros } = JSON.parse(line);
  let answer;
  try {
    answer = { pieces: draw(tex, display, macros) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
