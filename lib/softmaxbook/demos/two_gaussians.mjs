// Two normal classes with priors: the line of the log-odds moves, and bends.
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
  const line = state.spread === 3 ? 'a straight line' : 'bent';
  return `If ${(100 * state.prior).toFixed(0)} % of the birds are Chinstraps, whose bills vary by ${state.spread.toFixed(1)} mm (those of Adelies by 3), a bill of ${state.bill.toFixed(1)} mm has evidence ${signed(nats)} and prior ${signed(prior)} nats, together ${signed(nats + prior)}: Chinstrap with probability ${fixed(1 / (1 + Math.exp(-(nats + prior))))}. The log-odds are ${line}; from ${LOW} to ${HIGH} mm they are ${found ? `0 at ${found}.` : 'nowhere 0.'}`;
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
  const heights = bills.map((x) => weights(state, x));
  const top = Math.max(...heights.flat());
  const y = (w) => 122 - (96 * w) / top;
  ['Adelie', 'Chinstrap'].forEach((name, k) => {
    line(path(bills.map((x, i) => [x, y(heights[i][k])])), COLOURS[k], k ? { 'stroke-dasharray': '7 4' } : {});
    const mean = [39, 49][k];
    draw(svg, 'text', { x: across(mean), y: y(weights(state, mean)[k]) - 7, 'text-anchor': 'middle' }, name);
  });
  // Which species is the more probable one, along the axis between the two pictures.
  const { evidence, prior } = parts(state);
  const odds = (x) => value(evidence, x) + prior;
  const ends = [LOW, ...inside(state), HIGH];
  ends.slice(1).forEach((end, i) => {
    const k = odds((ends[i] + end) / 2) > 0 ? 1 : 0;
    draw(svg, 'rect', { x: across(ends[i]), y: 124, width: across(end) - across(ends[i]), height: k ? 10 : 5, fill: COLOURS[k] });
    if (i) line(`M${across(ends[i])} 134V290`, 'currentColor', { 'stroke-width': 1, 'stroke-dasharray': '2 3' });
  });
  line('M0 215H480', 'currentColor', { 'stroke-width': 1 });
  draw(svg, 'text', { x: 4, y: 155 }, 'log-odds (nats)');
  draw(svg, 'text', { x: 4, y: 210 }, '0');
  line(path(bills.map((x) => [x, 215 - 6 * odds(x)]).filter(([, h]) => h > 140 && h < 296)), COLOURS[2]);
  const x = across(state.bill);
  const h = Math.min(290, Math.max(142, 215 - 6 * odds(state.bill)));
  line(`M${x} 20V290`, 'currentColor', { 'stroke-width': 1 });
  draw(svg, 'circle', { cx: x, cy: h, r: 7, fill: COLOURS[2] });
}

const controls = [
  { key: 'prior', label: 'Chinstrap share', min: 0.02, max: 0.98, step: 0.02 },
  { key: 'spread', label: 'their spread (mm)', min: 1.5, max: 6, step: 0.1 },
  { key: 'bill', label: 'bill (mm)', min: LOW, max: HIGH, step: 0.2 },
];

if (typeof document !== 'undefined') {
  mountAll('two_gaussians', { title: 'Two normal classes with priors', view: [480, 300], controls, sentence, paint });
}
