// The twelve wrong softmaxes of chapter 2, beside the right one; a common shift tells more of them.
import { COLOURS, draw, fixed, mountAll, plain, short, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];
const sum = (z) => z.reduce((a, b) => a + b);
const shares = (values) => values.map((v) => v / sum(values));
const sigmoid = (v) => 1 / (1 + Math.exp(-v));

function standardised(z) {
  const mean = sum(z) / z.length;
  const deviation = Math.sqrt(sum(z.map((v) => (v - mean) ** 2)) / z.length);
  return softmax(z.map((v) => (v - mean) / deviation));
}

export const MISTAKES = {
  'plain sum': shares,
  'not normalised': (z) => z.map(Math.exp),
  'divided by max': (z) => softmax(z.map((v) => v / Math.max(...z))),
  'min-max scaled': (z) => softmax(z.map((v) => (v - Math.min(...z)) / (Math.max(...z) - Math.min(...z)))),
  standardised,
  'base 2': (z) => shares(z.map((v) => 2 ** v)),
  'base 10': (z) => shares(z.map((v) => 10 ** v)),
  squares: (z) => shares(z.map((v) => v ** 2)),
  sigmoids: (z) => z.map(sigmoid),
  'sigmoids / sum': (z) => shares(z.map(sigmoid)),
  'applied twice': (z) => softmax(softmax(z)),
  'sign error': (z) => softmax(z.map((v) => -v)),
};

// What each computes, as the chapter's table says it.
const FORMULAS = {
  'plain sum': 'zᵢ / sum of all z',
  'not normalised': 'exp(zᵢ)',
  'divided by max': 'softmax of z / max z',
  'min-max scaled': 'softmax of (z − min z) / (max z − min z)',
  standardised: 'softmax of (z − mean) / standard deviation',
  'base 2': '2 to the zᵢ, over the sum of these',
  'base 10': '10 to the zᵢ, over the sum of these',
  squares: 'zᵢ², over the sum of these',
  sigmoids: 'sigmoid of zᵢ',
  'sigmoids / sum': 'sigmoid of zᵢ, over the sum of these',
  'applied twice': 'softmax of softmax of z',
  'sign error': 'softmax of −z',
};

const shifted = ({ cat, dog, bird, shift }) => [cat + shift, dog + shift, bird + shift];

export function sentence(state) {
  const z = shifted(state);
  const right = softmax(z);
  const wrong = MISTAKES[state.mistake](z);
  return `“${state.mistake}” makes ${tuple(wrong)} of the scores ${tuple(z, plain)}, where softmax gives ${tuple(right)}. Its numbers add up to ${fixed(sum(wrong))}, and cat has ${short(wrong[0] / wrong[1])} times as much as dog, where it should have ${short(right[0] / right[1])} times.`;
}

function paint(svg, state) {
  const z = shifted(state);
  const wrong = MISTAKES[state.mistake](z);
  const unit = 150 / Math.max(1, ...wrong);
  softmax(z).forEach((p, i) => {
    const x = 30 + i * 150;
    draw(svg, 'rect', { x, y: 190 - unit * p, width: 55, height: unit * p, fill: 'none', stroke: 'currentColor', 'stroke-dasharray': '4 3' });
    draw(svg, 'text', { x: x + 27, y: 182 - unit * p, 'text-anchor': 'middle' }, fixed(p));
    draw(svg, 'rect', { x: x + 62, y: 190 - unit * wrong[i], width: 55, height: unit * wrong[i], fill: COLOURS[1] });
    draw(svg, 'text', { x: x + 89, y: 182 - unit * wrong[i], 'text-anchor': 'middle' }, short(wrong[i]));
    draw(svg, 'text', { x: x + 58, y: 212, 'text-anchor': 'middle' }, NAMES[i]);
  });
  draw(svg, 'path', { d: 'M15 190H465', stroke: 'currentColor' });
  draw(svg, 'text', { x: 240, y: 236, 'text-anchor': 'middle', 'font-style': 'italic' }, 'dashed: softmax, filled: the mistake, that is');
  draw(svg, 'text', { x: 240, y: 258, 'text-anchor': 'middle' }, FORMULAS[state.mistake]);
}

const controls = [
  { key: 'mistake', label: 'mistake', options: Object.keys(MISTAKES) },
  { key: 'shift', label: 'added to every score', min: 0, max: 10, step: 0.5 },
];

if (typeof document !== 'undefined') {
  mountAll('wrong_softmaxes', { title: 'Twelve wrong softmaxes', view: [480, 267], controls, sentence, paint });
}
