// Log-odds: they are moved, odds and probability follow; so does what one more does to each.
import { COLOURS, draw, mountAll, plain, short } from './shared.mjs';

export const sigmoid = (s) => 1 / (1 + Math.exp(-s));

// How much the probability gains when the log-odds grow by 1.
export const gain = (s) => sigmoid(s + 1) - sigmoid(s);

// Three digits, but no exponent.
const digits = (v) => (v < 999.5 ? short(v) : v.toFixed(0));

export function sentence({ log_odds: s }) {
  const [odds, more] = [s, s + 1].map((v) => `${digits(Math.exp(v))} to 1`);
  const [p, higher] = [s, s + 1].map((v) => sigmoid(v).toFixed(4));
  return `Log-odds ${plain(s)} are odds of ${odds} and a probability of ${p}. One more makes them ${more}, 2.72 times as high, and ${higher}, higher by ${short(gain(s))}.`;
}

// The scales: log-odds and odds across, the odds from 0 to END; the probability upwards.
const END = 21;
const across = (s) => 250 + 22 * s;
const along = (odds) => 52 + 18 * Math.min(odds, END);
const up = (p) => 170 - 146 * p;

function paint(svg, { log_odds: s }) {
  const line = (d, more) => draw(svg, 'path', { d, fill: 'none', stroke: 'currentColor', ...more });
  const write = (x, y, words, more) => draw(svg, 'text', { x, y, 'text-anchor': 'middle', ...more }, words);
  line('M46 24V170M52 190H448M52 250H446m-7-5 7 5-7 5');
  let curve = '';
  for (let v = -9; v <= 9; v += 0.25) curve += `${curve ? 'L' : 'M'}${across(v)} ${up(sigmoid(v)).toFixed(1)}`;
  line(curve, { stroke: COLOURS[0], 'stroke-width': 2.5 });
  // Each scale has its marks at the whole log-odds.
  for (let v = -9; v <= 9; v++) {
    line(`M${across(v)} 190v6M46 ${up(sigmoid(v))}h-6`);
    if (v < 4) line(`M${along(Math.exp(v))} 250v6`);
    if (v % 4 === 0) write(across(v), 211, plain(v).replace('-', '−'));
  }
  for (const p of [0, 0.5, 1]) write(37, up(p) + 5, p, { 'text-anchor': 'end' });
  for (const odds of ['0', '1', '2.72', '7.39', '20.1']) write(along(odds), 272, odds);
  write(380, 211, 'log-odds');
  write(300, 272, 'odds');
  write(12, 97, 'probability', { transform: 'rotate(-90 12 97)' });

  const [p, q, odds, more] = [sigmoid(s), sigmoid(s + 1), Math.exp(s), Math.exp(s + 1)];
  line(`M46 ${up(p)}H${across(s)}V190M46 ${up(q)}H${across(s + 1)}V190`, { 'stroke-dasharray': '3 3', 'stroke-opacity': 0.6 });
  const step = `M${across(s)} 190h22M46 ${up(p)}V${up(q)}M${along(odds)} 250H${along(more)}`;
  line(step, { stroke: COLOURS[1], 'stroke-width': 6 });
  const dot = (cx, cy, fill) => draw(svg, 'circle', { cx, cy, r: 5, fill, stroke: COLOURS[1], 'stroke-width': 2 });
  [s, s + 1].forEach((v, i) => {
    const fill = i ? 'none' : COLOURS[1];
    dot(across(v), up(sigmoid(v)), fill);
    if (Math.exp(v) <= END) dot(along(Math.exp(v)), 250, fill);
  });
  write(across(s) + 11, 185, '+1');
  write(56, up(q) - 10, `+${short(gain(s))}`, { 'text-anchor': 'start' });
  if (odds > END) write(446, 238, `${digits(odds)} × 2.72 →`, { 'text-anchor': 'end' });
  else write(Math.min(Math.max((along(odds) + along(more)) / 2, 80), 420), 238, '× 2.72');
}

const controls = [{ key: 'log_odds', label: 'log-odds', min: -8, max: 8, step: 0.1 }];

if (typeof document !== 'undefined') {
  mountAll('odds', { title: 'Log-odds, odds and probability', view: [480, 280], controls, sentence, paint });
}
