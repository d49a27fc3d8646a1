// Seven words and how each looks at the others, while one head of attention is trained.
import { COLOURS, draw, fixed, mountAll, plain, softmax } from './shared.mjs';

export const SENTENCE = ['the', 'cat', 'and', 'the', 'dog', 'saw', 'it'];
export const WORDS = ['every word', ...SENTENCE.map((word, i) => `${i + 1}: ${word}`)];
export const STEPS = [0, 10, 20, 25, 30, 50, 100];

// Scores of each word with each, after each number of steps: attention.py trains the head.
export const SCORES = [
  [[-0.01, -0.14, -0.21, -0.02, 0.12, 0.19, 0.16], [0.01, -0.03, -0.13, -0.11, 0.07, 0.06, -0.01], [-0.04, 0.11, -0.02, 0.02, -0.03, 0.09, 0.26], [-0.08, -0.45, -0.3, 0.27, 0.1, 0.18, 0.21], [0.06, 0.06, 0.2, -0.02, 0.02, 0.02, -0.06], [0.07, -0.43, 0.21, 0.31, 0.25, 0.41, 0.23], [0.02, -0.15, -0.01, 0.04, 0.07, 0.05, -0.06]],
  [[0.02, -0.08, -0.19, -0.05, 0.16, 0.13, 0.12], [0.06, 0.06, -0.11, -0.27, 0.17, 0.03, -0.12], [-0.03, 0.25, -0.05, -0.03, -0.06, 0.08, 0.21], [-0.01, -0.4, -0.1, 0.26, 0.1, 0.08, 0.12], [0.01, -0.01, 0.19, 0.14, -0.05, 0.01, 0.01], [0.14, -0.3, 0.29, 0.24, 0.36, 0.3, 0.09], [0.03, -0.22, -0.05, 0.02, 0.14, 0.04, -0.05]],
  [[0.08, 0.08, -0.24, -0.17, 0.29, 0.13, 0.03], [0.35, 0.32, -0.56, -0.91, 0.67, -0.18, -0.31], [-0.06, 1.1, -0.38, -0.44, -0.06, 0.12, 0.11], [-0.23, -0.6, 1.18, 0.64, -0.11, -0.03, -0.09], [-0.32, -0.42, 0.49, 0.92, -0.79, 0.09, 0.29], [0.15, 0.13, 0.76, -0.59, 1.31, 0.12, -0.44], [0.16, -0.49, -0.15, 0, 0.38, 0.07, -0.02]],
  [[0.06, 0.29, -0.38, -0.39, 0.41, 0.31, 0.01], [1.92, 0.08, -2.12, -1.23, 0.53, -0.59, -0.16], [-0.05, 3.57, -1.36, -1.27, -0.18, -0.16, 0.12], [-1.68, -1.06, 3.47, 0.89, 0.12, -0.35, -0.25], [-0.96, -1.46, 0.46, 2.92, -2.6, 0.48, 0.58], [0.13, 0.62, 0.81, -2.86, 3.54, 0.24, -0.66], [0.26, -1.17, -0.75, 0.14, 0.51, 0.99, 0.13]],
  [[-0.03, 0.29, -0.47, -0.54, 0.47, 0.65, -0.02], [3.65, -0.27, -3.23, -1.28, 0.21, -1, -0.16], [-0.07, 4.67, -1.71, -1.54, -0.14, -0.54, 0.13], [-2.65, -1.22, 4.3, 0.98, 0.55, -0.6, -0.1], [-1.1, -1.86, 0.43, 4.09, -3.67, 0.62, 0.52], [0.05, 0.57, 0.69, -4.11, 4.59, 0.62, -0.6], [-0.13, -1.75, -1.27, 0.09, 0.43, 2.96, 0.06]],
  [[-0.12, 0.29, -0.48, -0.62, 0.53, 0.8, -0.04], [4.69, -0.46, -3.98, -1.26, 0.09, -1.23, -0.17], [-0.19, 5.57, -1.9, -1.64, -0.16, -0.86, 0.12], [-3.36, -1.38, 5.22, 0.99, 0.74, -0.84, 0], [-1.07, -2.07, 0.49, 5.06, -4.64, 0.55, 0.46], [-0.01, 0.51, 0.71, -5.1, 5.53, 0.76, -0.53], [-0.45, -2.1, -1.55, 0.04, 0.4, 4.19, -0.02]],
  [[-0.17, 0.3, -0.48, -0.65, 0.55, 0.87, -0.04], [5.24, -0.56, -4.41, -1.22, 0.04, -1.35, -0.19], [-0.27, 6.09, -2, -1.69, -0.19, -1.05, 0.11], [-3.77, -1.47, 5.79, 0.99, 0.83, -0.99, 0.05], [-1.03, -2.17, 0.52, 5.63, -5.21, 0.5, 0.43], [-0.04, 0.47, 0.74, -5.68, 6.09, 0.8, -0.5], [-0.61, -2.28, -1.71, 0.02, 0.39, 4.81, -0.07]],
];

// A row for each word: the weights of the words that it looks at.
export const weights = ({ steps, mask }) => SCORES[STEPS.indexOf(steps)].map((row, i) => {
  const p = softmax(mask === 'causal' ? row.slice(0, i + 1) : row);
  return row.map((_, j) => p[j] ?? 0);
});

export function sentence(state) {
  const all = weights(state);
  const start = `After ${plain(state.steps)} steps, mask ${state.mask}: `;
  const i = WORDS.indexOf(state.word) - 1;
  if (i < 0) {
    const before = all.slice(1).map((row, j) => row[j]);
    const most = all.slice(1).filter((row, j) => row[j] === Math.max(...row)).length;
    return `${start}${most} of the 6 later words look most at the word before them, which gets ${fixed(before.reduce((a, b) => a + b) / 6)} of their attention on average.`;
  }
  return `${start}“${SENTENCE[i]}”, word ${i + 1}, gives the words in order ${SENTENCE.map((word, j) => `${word} ${fixed(all[i][j])}`).join(', ')}.`;
}

const at = (i) => 36 + 68 * i;

function paint(svg, state) {
  const asked = WORDS.indexOf(state.word) - 1;
  weights(state).forEach((row, i) => {
    if (asked >= 0 && i !== asked) return;
    row.forEach((w, j) => {
      // Backwards above the words, forwards below them, a ring around the word itself.
      const up = j < i;
      const look = { fill: 'none', stroke: COLOURS[up ? 0 : 1], 'stroke-width': 11 * w, 'stroke-opacity': 0.75 };
      if (i === j) draw(svg, 'ellipse', { cx: at(i), cy: 150, rx: 24, ry: 15, ...look, stroke: COLOURS[2] });
      else draw(svg, 'path', { d: `M${at(i)} ${up ? 131 : 169}Q${(at(i) + at(j)) / 2} ${150 + (up ? -1 : 1) * (30 + 40 * Math.abs(i - j))} ${at(j)} ${up ? 131 : 169}`, ...look });
    });
  });
  SENTENCE.forEach((word, i) => draw(svg, 'text', { x: at(i), y: 156, 'text-anchor': 'middle', 'font-size': 18, 'font-weight': i === asked ? 700 : 400 }, word));
  draw(svg, 'text', { x: 4, y: 24, fill: COLOURS[0] }, 'looks back');
  draw(svg, 'text', { x: 4, y: 288, fill: COLOURS[1] }, 'looks ahead');
}

const controls = [
  { key: 'steps', label: 'steps of training', min: 0, max: 6, step: 1, read: (v) => STEPS[v], write: (v) => STEPS.indexOf(v) },
  { key: 'word', label: 'who looks', options: WORDS },
  { key: 'mask', label: 'mask', options: ['none', 'causal'] },
];

if (typeof document !== 'undefined') {
  mountAll('attention', { title: 'Where seven words look', view: [480, 300], controls, sentence, paint });
}
