// β and the die: the mean of a die is moved; the faces and the multiplier follow.
import { COLOURS, draw, fixed, mountAll, plain, softmax, tuple } from './shared.mjs';

const FACES = [1, 2, 3, 4, 5, 6];

const sum = (values) => values.reduce((a, b) => a + b);

// The mean of softmax(β · face) rises with β, so halving an interval finds the β of a mean.
export function solve(mean) {
  let [low, high] = [-30, 30];
  for (let step = 0; step < 100; step++) {
    const beta = (low + high) / 2;
    const p = softmax(FACES.map((face) => beta * face));
    if (sum(p.map((v, i) => v * (FACES[i] - mean))) < 0) low = beta;
    else high = beta;
  }
  const beta = (low + high) / 2;
  return { beta, p: softmax(FACES.map((face) => beta * face)) };
}

export const entropy = (p) => -sum(p.map((v) => (v > 0 ? v * Math.log(v) : 0)));

const signed = (x) => fixed(x).replace(/^-(0\.000)$/, '$1');

export function sentence({ mean }) {
  const { beta, p } = solve(mean);
  return `If the mean of a die is ${plain(mean)} and nothing else is known, the faces 1 to 6 have the probabilities ${tuple(p)}, with β = ${signed(beta)}; the entropy is ${fixed(entropy(p))} of at most ${fixed(Math.log(6))} nats.`;
}

function paint(svg, { mean }) {
  const { beta, p } = solve(mean);
  const across = (face) => 45 + 78 * (face - 1);
  p.forEach((v, i) => {
    const x = across(FACES[i]);
    draw(svg, 'rect', { x: x - 25, y: 196 - 170 * v, width: 50, height: 170 * v, fill: COLOURS[0] });
    draw(svg, 'text', { x, y: 189 - 170 * v, 'text-anchor': 'middle' }, fixed(v));
    draw(svg, 'text', { x, y: 230, 'text-anchor': 'middle' }, FACES[i]);
  });
  draw(svg, 'path', { d: 'M10 196H470', stroke: 'currentColor' });
  // The mean balances the bars.
  const m = across(mean);
  draw(svg, 'path', { d: `M${m} 198l-9 15h18z`, fill: COLOURS[1] });
  draw(svg, 'path', { d: 'M75 268H405M240 261V275', stroke: 'currentColor' });
  draw(svg, 'text', { x: 240, y: 290, 'text-anchor': 'middle' }, '0');
  draw(svg, 'text', { x: 63, y: 273, 'text-anchor': 'end' }, 'β');
  const b = 240 + 50 * beta;
  draw(svg, 'circle', { cx: b, cy: 268, r: 8, fill: COLOURS[1] });
  draw(svg, 'text', { x: b, y: 254, 'text-anchor': 'middle' }, signed(beta));
}

const controls = [{ key: 'mean', label: 'mean of the die', min: 1.05, max: 5.95, step: 0.05 }];

if (typeof document !== 'undefined') {
  mountAll('die', { title: 'β and the die', view: [480, 294], controls, sentence, paint });
}
