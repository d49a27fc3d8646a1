// The Jacobian as a covariance: scores are moved, and one-hot vectors drawn.
import { COLOURS, draw, fixed, mountAll, plain, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];

const sum = (values) => values.reduce((a, b) => a + b);

// diag(p) − p pᵀ, for probabilities and for shares in a sample.
export const covariance = (p) => p.map((a, i) => p.map((b, j) => a * ((i === j) - b)));

// How often each class comes in so many draws, always with the same random numbers.
export function count(p, draws) {
  const found = [0, 0, 0];
  for (let k = 0, state = 1; k < draws; k++) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    const u = state / 2 ** 32;
    found[u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2]++;
  }
  return found;
}

// The two eigenvalues of the Jacobian that are not 0: their sum and their product are known.
export function eigenvalues(p) {
  const half = (1 - sum(p.map((v) => v * v))) / 2;
  const root = Math.sqrt(Math.max(0, half ** 2 - 3 * p[0] * p[1] * p[2]));
  return [half + root, half - root];
}

const signed = (x) => fixed(x).replace(/^-(0\.000)$/, '$1');

export const probabilities = ({ cat, dog, bird }) => softmax([cat, dog, bird]);

export function sentence(state) {
  const p = probabilities(state);
  const found = count(p, state.draws);
  const shares = found.map((v) => v / state.draws);
  const [first, second] = eigenvalues(p);
  const scores = tuple([state.cat, state.dog, state.bird], plain);
  return `At the scores ${scores}, raising cat moves cat, dog and bird at the rates ${tuple(covariance(p)[0], signed)}. In ${plain(state.draws)} draws they come ${found[0]}, ${found[1]} and ${found[2]} times, and the covariances of cat with them are ${tuple(covariance(shares)[0], signed)}. The eigenvalues of J are ${fixed(first)}, ${signed(second)} and 0.`;
}

function paint(svg, state) {
  const p = probabilities(state);
  const J = covariance(p);
  const sample = covariance(count(p, state.draws).map((v) => v / state.draws));
  NAMES.forEach((name, i) => {
    const y = 40 + 82 * i;
    draw(svg, 'text', { x: 126 + 128 * i, y: 22, 'text-anchor': 'middle' }, `raise ${name}`);
    draw(svg, 'text', { x: 52, y: y + 42, 'text-anchor': 'end' }, name);
    J[i].forEach((v, j) => {
      const x = 64 + 128 * j;
      const area = { x, y, width: 124, height: 78, rx: 4 };
      draw(svg, 'rect', { ...area, fill: COLOURS[v > 0 ? 0 : 1], 'fill-opacity': Math.min(2 * Math.abs(v), 0.5) });
      draw(svg, 'rect', { ...area, fill: 'none', stroke: 'currentColor', 'stroke-opacity': 0.3 });
      draw(svg, 'text', { x: x + 62, y: y + 34, 'text-anchor': 'middle', 'font-size': 19 }, signed(v));
      draw(svg, 'text', { x: x + 62, y: y + 60, 'text-anchor': 'middle' }, `drawn ${signed(sample[i][j])}`);
    });
  });
}

const score = (key) => ({ key, label: `score of ${key}`, min: -5, max: 5, step: 0.1 });
const controls = [
  score('cat'),
  score('dog'),
  // Powers of 3.
  { key: 'draws', label: 'draws', min: 1, max: 9, step: 1, read: (v) => 3 ** v, write: (v) => Math.log(v) / Math.log(3) },
];

if (typeof document !== 'undefined') {
  mountAll('covariance', { title: 'The Jacobian as a covariance', view: [480, 288], controls, sentence, paint });
}
