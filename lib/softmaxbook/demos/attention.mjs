// Sixteen keys of one query: how the length d of the vectors saturates their weights.
import { COLOURS, draw, fixed, mountAll, plain, softmax } from './shared.mjs';

// np.random.default_rng(12).normal(size=16): scores divided by √d; undivided, √d times as large.
export const DRAWN = [-0.01, 1.05, 0.74, 0.72, 1.62, -1.21, -0.63, -1.32, -0.11, 1.0, -0.02, 0.5, -1.91, 0.15, -0.91, 1.78];

export const weights = ({ d, keys, scale }) => softmax(DRAWN.slice(0, keys).map((v) => v * (scale === 'as they are' ? Math.sqrt(d) : 1)));

export const trace = (p) => 1 - p.reduce((sum, v) => sum + v * v, 0);

export function sentence(state) {
  const p = weights(state);
  return `${plain(state.keys)} keys, d = ${plain(state.d)}, scores ${state.scale}: the largest weight is ${fixed(Math.max(...p))}, and the trace of J is ${fixed(trace(p))}.`;
}

function paint(svg, state) {
  const p = weights(state);
  const right = (i) => 40 + 27 * i;
  p.forEach((v, i) => {
    draw(svg, 'rect', { x: right(i), y: 200 - 180 * v, width: 20, height: 180 * v, fill: COLOURS[v === Math.max(...p) ? 1 : 0] });
  });
  draw(svg, 'path', { d: 'M34 20V200H474', stroke: 'currentColor', fill: 'none' });
  draw(svg, 'text', { x: 28, y: 25, 'text-anchor': 'end' }, '1');
  draw(svg, 'text', { x: 28, y: 205, 'text-anchor': 'end' }, '0');
  draw(svg, 'text', { x: 254, y: 226, 'text-anchor': 'middle' }, 'weights of the keys');
}

const controls = [
  { key: 'd', label: 'd', min: 0, max: 10, step: 1, read: (v) => 2 ** v, write: Math.log2 },
  { key: 'keys', label: 'number of keys', min: 2, max: 16, step: 1 },
  { key: 'scale', label: 'scores', options: ['as they are', 'divided by √d'] },
];

if (typeof document !== 'undefined') {
  mountAll('attention', { title: 'Attention and the root of d', view: [480, 240], controls, sentence, paint });
}
