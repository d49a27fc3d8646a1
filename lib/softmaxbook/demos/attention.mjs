// Seven words and how each looks at the others, while one head of attention is trained.
import { COLOURS, draw, fixed, mountAll, plain, softmax } from './shared.mjs';

export const SENTENCE = 'the cat and the dog saw it'.split(' ');
export const WORDS = ['every word', ...SENTENCE.map((word, i) => `${i + 1}: ${word}`)];
export const STEPS = [0, 10, 20, 25, 30, 100];

// Hundredths of the scores of each word with each, a line for each number of steps: attention.py
// trains the head.
export const SCORES = [
  '-1 -14 -21 -2 12 19 16 1 -3 -13 -11 7 6 -1 -4 11 -2 2 -3 9 26 -8 -45 -30 27 10 18 21 6 6 20 -2 2 2 -6 7 -43 21 31 25 41 23 2 -15 -1 4 7 5 -6',
  '2 -8 -19 -5 16 13 12 6 6 -11 -27 17 3 -12 -3 25 -5 -3 -6 8 21 -1 -40 -10 26 10 8 12 1 -1 19 14 -5 1 1 14 -30 29 24 36 30 9 3 -22 -5 2 14 4 -5',
  '8 8 -24 -17 29 13 3 35 32 -56 -91 67 -18 -31 -6 110 -38 -44 -6 12 11 -23 -60 118 64 -11 -3 -9 -32 -42 49 92 -79 9 29 15 13 76 -59 131 12 -44 16 -49 -15 0 38 7 -2',
  '6 29 -38 -39 41 31 1 192 8 -212 -123 53 -59 -16 -5 357 -136 -127 -18 -16 12 -168 -106 347 89 12 -35 -25 -96 -146 46 292 -260 48 58 13 62 81 -286 354 24 -66 26 -117 -75 14 51 99 13',
  '-3 29 -47 -54 47 65 -2 365 -27 -323 -128 21 -100 -16 -7 467 -171 -154 -14 -54 13 -265 -122 430 98 55 -60 -10 -110 -186 43 409 -367 62 52 5 57 69 -411 459 62 -60 -13 -175 -127 9 43 296 6',
  '-17 30 -48 -65 55 87 -4 524 -56 -441 -122 4 -135 -19 -27 609 -200 -169 -19 -105 11 -377 -147 579 99 83 -99 5 -103 -217 52 563 -521 50 43 -4 47 74 -568 609 80 -50 -61 -228 -171 2 39 481 -7',
].map((line) => SENTENCE.map((_, i) => line.split(' ').slice(7 * i, 7 * i + 7).map((v) => v / 100)));

// A row for each word: the weights of the words that it looks at.
export const weights = ({ steps, mask }) => SCORES[STEPS.indexOf(steps)].map((row, i) => {
  const p = softmax(mask === 'causal' ? row.slice(0, i + 1) : row);
  return row.map((_, j) => p[j] ?? 0);
});

export function sentence(state) {
  const all = weights(state);
  const start = `After ${plain(state.steps)} steps${state.mask === 'causal' ? ', masked' : ''}: `;
  const i = WORDS.indexOf(state.word) - 1;
  if (i < 0) {
    const later = all.slice(1);
    const most = later.filter((row, j) => row[j] === Math.max(...row)).length;
    return `${start}${most} of the last 6 words look most at the one before, which gets ${fixed(later.reduce((sum, row, j) => sum + row[j], 0) / 6)} on average.`;
  }
  return `${start}“${SENTENCE[i]}”, word ${i + 1}, gives the words in order ${SENTENCE.map((word, j) => `${word} ${fixed(all[i][j])}`).join(', ')}.`;
}

const at = (i) => 36 + 68 * i;

// One picture of the words: their middle line at height `y0`, above it a title.
function words(svg, y0, title, state) {
  const asked = WORDS.indexOf(state.word) - 1;
  weights(state).forEach((row, i) => {
    if (asked >= 0 && i !== asked) return;
    row.forEach((w, j) => {
      // Backwards above the words, forwards below them, a ring around the word itself.
      const y = y0 + (j < i ? -19 : 19);
      const look = { fill: 'none', stroke: COLOURS[+(i < j)], 'stroke-width': 11 * w, 'stroke-opacity': 0.75 };
      if (i === j) draw(svg, 'ellipse', { cx: at(i), cy: y0, rx: 24, ry: 15, ...look, stroke: COLOURS[2] });
      else draw(svg, 'path', { d: `M${at(i)} ${y}Q${at((i + j) / 2)} ${y + 22 * (j - i)} ${at(j)} ${y}`, ...look });
    });
  });
  SENTENCE.forEach((word, i) => draw(svg, 'text', { x: at(i), y: y0 + 6, 'text-anchor': 'middle', 'font-size': 18, 'font-weight': i === asked ? 700 : 400 }, word));
  const say = (y, text, look) => draw(svg, 'text', { x: 4, y: y0 + y, ...look }, text);
  say(-88, title);
  say(-68, 'looks back', { fill: COLOURS[0] });
  say(80, 'looks ahead', { fill: COLOURS[1] });
}

function paint(svg, state) {
  words(svg, 106, 'before training', { ...state, steps: 0 });
  words(svg, 308, `after ${state.steps} steps`, state);
}

const controls = [
  { key: 'steps', label: 'steps of training', min: 0, max: 5, step: 1, read: (v) => STEPS[v], write: (v) => STEPS.indexOf(v) },
  { key: 'word', label: 'who looks', options: WORDS },
  { key: 'mask', label: 'mask', options: ['none', 'causal'] },
];

if (typeof document !== 'undefined') {
  mountAll('attention', { title: 'Where words look', view: [480, 396], controls, sentence, paint });
}
