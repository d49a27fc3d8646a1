// The roles in a divergence: data and model are chosen, both directions are shown.
import { COLOURS, draw, fixed, mountAll, plain, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];
const DATA = { 'always cat': [1, 0, 0], 'cat or dog': [0.5, 0.5, 0], 'any of them': [0.6, 0.3, 0.1] };

// Σ p log(p / q): a class without p adds 0, one with p but without q makes it infinite.
export const divergence = (p, q) => p.reduce((sum, v, i) => sum + (v > 0 ? v * Math.log(v / q[i]) : 0), 0);

// Data, model, and the divergences of the one from the other.
export function roles({ data, cat, dog, bird }) {
  const y = DATA[data];
  const p = softmax([cat, dog, bird]);
  return { y, p, there: divergence(y, p), back: divergence(p, y) };
}

export function sentence(state) {
  const { y, p, there, back } = roles(state);
  const scores = tuple([state.cat, state.dog, state.bird], plain);
  const told = Number.isFinite(back) ? `${fixed(back)} nats` : 'infinite';
  return `The data are ${tuple(y)}, and the model of the scores ${scores} says ${tuple(p)}. D(data‖model) is ${fixed(there)} nats, D(model‖data) is ${told}.`;
}

function paint(svg, state) {
  const { y, p, there, back } = roles(state);
  NAMES.forEach((name, i) => {
    const x = 90 + 150 * i;
    [y, p].forEach((values, k) => {
      const height = 110 * values[i];
      draw(svg, 'rect', { x: x + 56 * k - 53, y: 150 - height, width: 50, height, fill: COLOURS[k] });
      draw(svg, 'text', { x: x + 56 * k - 28, y: 144 - height, 'text-anchor': 'middle' }, fixed(values[i]));
    });
    draw(svg, 'text', { x, y: 170, 'text-anchor': 'middle' }, name);
  });
  draw(svg, 'path', { d: 'M20 150H460', stroke: 'currentColor' });
  ['data', 'model'].forEach((word, k) => {
    draw(svg, 'rect', { x: 20 + 80 * k, y: 6, width: 14, height: 14, fill: COLOURS[k] });
    draw(svg, 'text', { x: 39 + 80 * k, y: 18 }, word);
  });
  // A bar of 55 for each nat; what does not fit ends in an arrow.
  [['D(data‖model)', there], ['D(model‖data)', back]].forEach(([word, value], k) => {
    const top = 198 + 48 * k;
    const width = Math.min(55 * value, 230);
    draw(svg, 'text', { x: 20, y: top + 21 }, word);
    draw(svg, 'rect', { x: 140, y: top, width, height: 30, fill: COLOURS[2] });
    if (55 * value > 230) draw(svg, 'path', { d: `M370 ${top}l18 15l-18 15z`, fill: COLOURS[2] });
    draw(svg, 'text', { x: 396, y: top + 21 }, Number.isFinite(value) ? fixed(value) : '∞');
  });
}

const score = (key) => ({ key, label: `score of ${key}`, min: -4, max: 6, step: 0.1 });
const controls = [{ key: 'data', label: 'data', options: Object.keys(DATA) }, score('cat'), score('dog')];

if (typeof document !== 'undefined') {
  mountAll('kl_roles', { title: 'The roles in a divergence', view: [480, 300], controls, sentence, paint });
}
