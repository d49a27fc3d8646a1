// Two bells with priors: their crossing walks, and the line of the log-odds moves and bends.
import { COLOURS, draw, fixed, mountAll } from './shared.mjs';

const [LOW, HIGH] = [30, 60];

// Evidence for Chinstrap against Adelie as a polynomial in bill - 39, and the log prior odds.
export function parts({ prior, spread }) {
  const slope = 10 / spread ** 2;
  const evidence = [1 / 18 - 1 / (2 * spread ** 2), slope, -5 * slope + Math.log(3 / spread)];
  return { evidence, prior: Math.log(prior / (1 - prior)) };
}

const value = ([a, b, c], x) => (a * (x - 39) + b) * (x - 39) + c;

// The bills at which both species are equally probable, in ascending order.
export function boundaries(state) {
  const { evidence, prior } = parts(state);
  const [a, b, c] = [evidence[0], evidence[1], evidence[2] + prior];
  if (a === 0) return [39 - c / b];
  const discriminant = b ** 2 - 4 * a * c;
  if (discriminant <= 0) return [];
  const q = -(b + Math.sqrt(discriminant)) / 2;
  return [39 + q / a, 39 + c / q].sort((s, t) => s - t);
}

const inside = (state) => boundaries(state).filter((x) => x > LOW && x < HIGH);

const signed = (x) => fixed(x).replace(/^-(0\.000)$/, '$1');

export function sentence(state) {
  const { evidence, prior } = parts(state);
  const nats = value(evidence, state.bill);
  const found = inside(state).map((x) => x.toFixed(2)).join(' and ');
  const tied = found ? `Both species are equally probable at ${found} mm.` : `From ${LOW} to ${HIGH} mm one species is always the more probable one.`;
  return `${(100 * state.prior).toFixed(0)} % of the birds are Chinstraps. The standard deviation of their bills is ${state.spread.toFixed(1)} mm, that of Adelies' bills 3 mm. A bill of ${state.bill.toFixed(1)} mm counts ${signed(nats)} nats for Chinstrap, the share of Chinstraps ${signed(prior)}, together ${signed(nats + prior)}: probability ${fixed(1 / (1 + Math.exp(-(nats + prior))))}. ${tied}`;
}

// Prior times density, up to a common factor.
export const weights = ({ prior, spread }, x) => [
  ((1 - prior) * Math.exp(-((x - 39) ** 2) / 18)) / 3,
  (prior * Math.exp(-((x - 49) ** 2) / (2 * spread ** 2))) / spread,
];

const across = (x) => (x - LOW) * 16;
const bills = Array.from({ length: 301 }, (_, i) => LOW + i / 10);
const path = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${across(x).toFixed(1)} ${y.toFixed(1)}`).join('');

function paint(svg, state) {
  const line = (d, colour, more) => draw(svg, 'path', { d, stroke: colour, fill: 'none', 'stroke-width': 2.5, ...more });
  const upright = (x, from) => `M${x} ${from}V167M${x} 188V338`; // but for the numbers between
  const dotted = (x, from) => line(upright(x, from), 'currentColor', { 'stroke-width': 1.5, 'stroke-dasharray': '2 4' });
  const dot = (cx, cy, fill) => draw(svg, 'circle', { cx, cy, r: 6, fill });
  const heights = bills.map((x) => weights(state, x));
  const top = Math.max(...heights.flat());
  const y = (w) => 148 - (138 * w) / top;
  const { evidence, prior } = parts(state);
  const odds = (x) => value(evidence, x) + prior;
  // How many birds of each species there are at each length.
  [['Adelie', -1, 39 - 4], ['Chinstrap', 1, Math.min(49 + 1.3 * state.spread, 55.5)]].forEach(([name, side, at], k) => {
    const bell = path(bills.map((x, i) => [x, y(heights[i][k])]));
    line(bell, COLOURS[k], { fill: COLOURS[k], 'fill-opacity': 0.12, ...(k && { 'stroke-dasharray': '7 4' }) });
    draw(svg, 'text', { x: across(at) + 5 * side, y: y(weights(state, at)[k]) - 6, 'text-anchor': k ? 'start' : 'end' }, name);
  });
  // Which species is the more probable one, and where they tie.
  const ends = [LOW, ...inside(state), HIGH];
  ends.slice(1).forEach((end, i) => {
    const k = odds((ends[i] + end) / 2) > 0 ? 1 : 0;
    draw(svg, 'rect', { x: across(ends[i]), y: 150, width: across(end) - across(ends[i]), height: k ? 12 : 6, fill: COLOURS[k] });
    if (i) dotted(across(ends[i]), y(weights(state, ends[i])[0]));
  });
  for (const x of [35, 40, 45, 50, 55]) {
    line(`M${across(x)} 162v6`, 'currentColor', { 'stroke-width': 1 });
    draw(svg, 'text', { x: across(x), y: 183, 'text-anchor': 'middle' }, x);
  }
  draw(svg, 'text', { x: 0, y: 183 }, 'mm');
  // The log-odds.
  line('M0 265H480', 'currentColor', { 'stroke-width': 1 });
  draw(svg, 'text', { x: 0, y: 215 }, 'log-odds');
  draw(svg, 'text', { x: 0, y: 260 }, '0');
  line(path(bills.map((x) => [x, 265 - 6 * odds(x)]).filter(([, h]) => h > 192 && h < 338)), COLOURS[2]);
  // The bird.
  const x = across(state.bill);
  line(upright(x, 4), 'currentColor', { 'stroke-width': 1.5 });
  weights(state, state.bill).forEach((w, k) => dot(x, y(w), COLOURS[k]));
  dot(x, Math.min(336, Math.max(194, 265 - 6 * odds(state.bill))), COLOURS[2]);
}

const controls = [
  { key: 'prior', label: 'Chinstrap share', min: 0.02, max: 0.98, step: 0.02 },
  { key: 'bill', label: 'bill (mm)', min: LOW, max: HIGH, step: 0.2 },
  { key: 'spread', label: 'Chinstrap spread', min: 1.5, max: 6, step: 0.1 },
];

if (typeof document !== 'undefined') {
  mountAll('two_gaussians', { title: 'Two normal classes with priors', view: [480, 340], controls, sentence, paint });
}
