// Logits and temperature: two scores and T are moved, the probabilities follow.
import { COLOURS, draw, fixed, mountAll, plain, short, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];

export const probabilities = ({ cat, dog, bird, temperature }) => softmax([cat, dog, bird], temperature);

export const entropy = (p) => -p.reduce((sum, v) => sum + (v > 0 ? v * Math.log(v) : 0), 0);

export function sentence(state) {
  const p = probabilities(state);
  const scores = tuple([state.cat, state.dog, state.bird], plain);
  const shares = NAMES.map((name, i) => `${name} ${fixed(p[i])}`);
  return `Scores ${scores} at temperature ${short(state.temperature)} give ${shares[0]}, ${shares[1]} and ${shares[2]}; the entropy is ${fixed(entropy(p))} nats.`;
}

function paint(svg, state) {
  probabilities(state).forEach((p, i) => {
    const x = 40 + i * 150;
    draw(svg, 'rect', { x, y: 200 - 170 * p, width: 100, height: 170 * p, fill: COLOURS[i] });
    draw(svg, 'text', { x: x + 50, y: 192 - 170 * p, 'text-anchor': 'middle' }, fixed(p));
    draw(svg, 'text', { x: x + 50, y: 220, 'text-anchor': 'middle' }, NAMES[i]);
  });
  draw(svg, 'path', { d: 'M20 200H460', stroke: 'currentColor' });
}

const score = (key) => ({ key, label: `score of ${key}`, min: -5, max: 5, step: 0.1 });
const controls = [
  score('cat'),
  score('dog'),
  // From 1/8 to 16, in equal ratios.
  { key: 'temperature', label: 'temperature', min: -3, max: 4, step: 0.1, read: (v) => 2 ** v, write: Math.log2, show: short },
];

if (typeof document !== 'undefined') {
  mountAll('temperature', { title: 'Logits and temperature', view: [480, 230], controls, sentence, paint });
}
