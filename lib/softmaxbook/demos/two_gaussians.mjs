// Two bells with priors: their crossing walks, and the line of the log-odds moves and bends.
import { COLOURS, draw, fixed, mountAll } from './shared.mjs';

const [LOW, HIGH] = [30, 60];

// Evidence for Chinstrap against Adelie as a polynomial in bill - 39, and the log prior odds.
export function parts({ prior, spread }) {
  const slope = 10 / spread ** 2;
  const evidence = [1 / 18 - 1 / (2 * spread ** 2), slope, -5 * slope + Math.log(3 / spread)];
  return { evidence, prior: Math.log(prior / (1 - prior)) };
}

// The bills at which both species are equally probable, in ascending order.
export function boundaries(state) {
  const { evidence, prior } = parts(state);
  const [a, b] = evidence;
  const c = evidence[2] + prior;
  if (a === 0) return [39 - c / b];
  const disc = b ** 2 - 4 * a * c;
  if (disc <= 0) return [];
  const q = -(b + Math.sqrt(disc)) / 2;
  return [39 + q / a, 39 + c / q].sort((s, t) => s - t);
}

const inside = (state) => boundaries(state).filter((x) => x > LOW && x < HIGH);

const signed = (x) => fixed(x).replace(/^-(0\.000)$/, '$1');

export function sentence(state) {
  const { evidence, prior } = parts(state);
  const u = state.bill - 39;
  const nats = (evidence[0] * u + evidence[1]) * u + evidence[2];
  const found = inside(state).map((x) => x.toFixed(2)).join(' and ');
  const tied = found ? `Both species are equally probable at ${found} mm.` : `From ${LOW} to ${HIGH} mm one species is always more probable.`;
  return `${(100 * state.prior).toFixed(0)} % of the birds are Chinstraps. Their bills vary by ${state.spread.toFixed(1)} mm, those of Adelies by 3 mm. A bill of ${state.bill.toFixed(1)} mm counts ${signed(nats)} nats for Chinstrap, their share adds ${signed(prior)} nats, together ${signed(nats + prior)}: probability ${fixed(1 / (1 + Math.exp(-(nats + prior))))}. ${tied}`;
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
  const line = (d, more) => draw(svg, 'path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, ...more });
  const write = (x, y, words, side) => draw(svg, 'text', { x, y, 'text-anchor': side }, words);
  const top = Math.max(...bills.flatMap((x) => weights(state, x)));
  const y = (x, k) => 148 - (138 * weights(state, x)[k]) / top;
  const level = (x) => 265 + 6 * Math.log(weights(state, x)[0] / weights(state, x)[1]);
  // How many birds of each species there are at each length.
  ['Adelie', 'Chinstrap'].forEach((name, k) => {
    line(path(bills.map((x) => [x, y(x, k)])), { stroke: COLOURS[k], fill: COLOURS[k], 'fill-opacity': 0.12, 'stroke-width': 2.5, 'stroke-dasharray': k && '7 4' });
    const beside = 35 + 17 * k;
    write(across(beside), y(beside, k) - 9, name, k ? 'start' : 'end');
  });
  // Which species is the more probable one, and where they tie.
  const ends = [LOW, ...inside(state), HIGH];
  ends.slice(1).forEach((end, i) => {
    const from = ends[i];
    const k = +(level((from + end) / 2) < 265);
    draw(svg, 'rect', { x: across(from), y: 150, width: across(end) - across(from), height: 6 + 6 * k, fill: COLOURS[k] });
    if (i) line(`M${across(from)} ${y(from, 0)}V338`, { 'stroke-dasharray': '2 4' });
  });
  for (const x of [35, 40, 45, 50, 55]) write(across(x), 180, x, 'middle');
  // The log-odds.
  line('M0 265H480');
  write(0, 260, 'log-odds 0');
  line(path(bills.map((x) => [x, level(x)]).filter(([, h]) => h > 192 && h < 338)), { stroke: COLOURS[2], 'stroke-width': 2.5 });
  // The bird.
  const x = across(state.bill);
  line(`M${x} 0V340`);
  [y(state.bill, 0), y(state.bill, 1), Math.min(336, Math.max(194, level(state.bill)))].forEach((cy, i) => draw(svg, 'circle', { cx: x, cy, r: 6, fill: COLOURS[i] }));
}

const controls = [
  { key: 'prior', label: 'Chinstrap share', min: 0.02, max: 0.98, step: 0.02 },
  { key: 'bill', label: 'bill (mm)', min: LOW, max: HIGH, step: 0.2 },
  { key: 'spread', label: 'Chinstrap spread', min: 1.5, max: 6, step: 0.1 },
];

if (typeof document !== 'undefined') {
  mountAll('two_gaussians', { title: 'Two bells', view: [480, 340], controls, sentence, paint });
}
