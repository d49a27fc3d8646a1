// One bell is fitted to data of two bells by hand; the divergence is shown in both directions.
import { COLOURS, draw, fixed, mountAll } from './shared.mjs';

const STEP = 0.05;
const GRID = Array.from({ length: 1201 }, (_, i) => STEP * (i - 600));

// Logarithms of densities at x: of one bell, and of the data, seven tenths around -2 and three around 2.
export const bell = (x, mean, spread) => -(((x - mean) / spread) ** 2) / 2 - Math.log(spread * Math.sqrt(2 * Math.PI));
export function data(x) {
  const [a, b] = [Math.log(0.7) + bell(x, -2, 0.8), Math.log(0.3) + bell(x, 2, 0.8)];
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

// The divergence of one from another, both as logarithms of densities, as a sum over the grid.
const divergence = (of, from) => GRID.reduce((sum, x) => sum + STEP * Math.exp(of(x)) * (of(x) - from(x)), 0);

export function both({ mean, spread }) {
  const model = (x) => bell(x, mean, spread);
  return [divergence(data, model), divergence(model, data)];
}

export function sentence({ mean, spread }) {
  const [there, back] = both({ mean, spread });
  return `Of the data, 70 % are a bell around −2 and 30 % one around 2. The model is one bell around ${mean.toFixed(1).replace('-', '−')} with the spread ${spread.toFixed(1)}. D(data‖model) is ${fixed(there)} nats, D(model‖data) is ${fixed(back)}.`;
}

const least = [Infinity, Infinity]; // what the reader has reached so far
const across = (x) => 240 + 37 * x;
const outline = (log) => GRID.filter((x) => Math.abs(x) <= 6).map((x) => `${across(x).toFixed(1)} ${(150 - 190 * Math.exp(log(x))).toFixed(1)}`).join('L');

function paint(svg, state) {
  draw(svg, 'path', { d: `M${outline(data)}Z`, fill: COLOURS[0], 'fill-opacity': 0.45 });
  draw(svg, 'path', { d: `M${outline((x) => bell(x, state.mean, state.spread))}`, fill: 'none', stroke: COLOURS[1], 'stroke-width': 3 });
  draw(svg, 'path', { d: 'M18 150H462', stroke: 'currentColor' });
  for (const x of [-4, -2, 0, 2, 4]) draw(svg, 'text', { x: across(x), y: 169, 'text-anchor': 'middle' }, String(x).replace('-', '−'));
  ['data', 'model'].forEach((word, k) => {
    draw(svg, 'rect', { x: 18 + 76 * k, y: 6, width: 14, height: 14, fill: COLOURS[k] });
    draw(svg, 'text', { x: 37 + 76 * k, y: 18 }, word);
  });
  // A bar of 80 for each nat, a stroke at the least so far; what does not fit ends in an arrow.
  both(state).forEach((value, k) => {
    const top = 190 + 46 * k;
    least[k] = Math.min(least[k], value);
    draw(svg, 'text', { x: 18, y: top + 20 }, ['D(data‖model)', 'D(model‖data)'][k]);
    draw(svg, 'rect', { x: 138, y: top, width: Math.min(80 * value, 240), height: 28, fill: COLOURS[2] });
    if (value > 3) draw(svg, 'path', { d: `M378 ${top}l16 14l-16 14z`, fill: COLOURS[2] });
    if (least[k] < 3) draw(svg, 'path', { d: `M${138 + 80 * least[k]} ${top - 5}v38`, stroke: 'currentColor', 'stroke-width': 2 });
    draw(svg, 'text', { x: 404, y: top + 20 }, fixed(value));
  });
}

const controls = [
  { key: 'mean', label: 'middle', min: -4, max: 4, step: 0.1 },
  { key: 'spread', label: 'spread', min: 0.6, max: 3, step: 0.1 },
];

if (typeof document !== 'undefined') {
  mountAll('one_bell', { title: 'One bell for two', view: [480, 280], controls, sentence, paint });
}
