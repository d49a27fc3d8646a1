// The fibres z + c·1: all scores on one line go to the same point of the simplex.
import { COLOURS, draw, mountAll, plain, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];
const CORNERS = [[350, 26], [242, 213], [458, 213]];

export const shifted = ({ cat, dog, bird, shift }) => [cat + shift, dog + shift, bird + shift];

// Plane coordinates of a distribution over three classes.
export const place = (p) => [0, 1].map((k) => p.reduce((sum, v, i) => sum + v * CORNERS[i][k], 0));

export function sentence(state) {
  const z = shifted(state);
  const start = tuple([state.cat, state.dog, state.bird], plain);
  return `Scores ${start} with c = ${plain(state.shift)} added to each are ${tuple(z, plain)}. Softmax gives ${tuple(softmax(z))}, as it does for every other c.`;
}

function paint(svg, state) {
  const z = shifted(state);
  const height = (v) => 120 - 9 * v;
  draw(svg, 'path', { d: 'M60 3V237M54 120H66', stroke: 'currentColor' });
  draw(svg, 'text', { x: 48, y: 125, 'text-anchor': 'end' }, '0');
  z.forEach((v, i) => {
    draw(svg, 'circle', { cx: 60, cy: height(v), r: 6, fill: COLOURS[i] });
    draw(svg, 'path', { d: `M68 ${height(v)}L${88 + 42 * i} ${height(v)}`, stroke: COLOURS[i] });
    draw(svg, 'text', { x: 92 + 42 * i, y: height(v) + 5 }, NAMES[i]);
  });
  draw(svg, 'polygon', { points: CORNERS.join(' '), fill: 'none', stroke: 'currentColor', 'stroke-linejoin': 'round' });
  draw(svg, 'text', { x: 350, y: 17, 'text-anchor': 'middle' }, NAMES[0]);
  draw(svg, 'text', { x: 242, y: 232, 'text-anchor': 'middle' }, NAMES[1]);
  draw(svg, 'text', { x: 458, y: 232, 'text-anchor': 'middle' }, NAMES[2]);
  const [cx, cy] = place(softmax(z));
  draw(svg, 'circle', { cx, cy, r: 8, fill: COLOURS[1] });
}

const controls = [
  { key: 'shift', label: 'c, added to each', min: -5, max: 5, step: 0.5 },
  { key: 'cat', label: 'score of cat', min: -3, max: 6, step: 0.1 },
];

if (typeof document !== 'undefined') {
  mountAll('fibres', { title: 'Fibres of softmax', view: [480, 240], controls, sentence, paint });
}
