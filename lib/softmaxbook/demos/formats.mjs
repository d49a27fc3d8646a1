// Float formats and overflow: the two lines of softmax, rounded as a format rounds.
import { COLOURS, draw, mountAll, plain, short, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];

// As in chapter 4: bits of the exponent and of the fraction.
export const FORMATS = { float16: [5, 10], bfloat16: [8, 7], float32: [8, 23], float64: [11, 52] };

// x as the nearest number of a format; beyond the largest, infinity.
export function rounded(x, format) {
  if (!x || !isFinite(x)) return x;
  const [bits, fraction] = FORMATS[format];
  const top = 2 ** (bits - 1);
  const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), 2 - top) - fraction);
  let whole = Math.round(x / step);
  if (Math.abs((x / step) % 1) === 0.5 && whole % 2) whole--;
  const largest = (2 - 2 ** -fraction) * 2 ** (top - 1);
  return Math.abs(whole * step) > largest ? x * Infinity : whole * step;
}

// Exponents, exponentials, their sum and the shares, each rounded.
export function steps({ format, subtract, shift, cat, dog, bird }) {
  const round = (x) => rounded(x, format);
  let z = [cat, dog, bird].map((v) => round(v + shift));
  if (subtract !== 'nothing') z = z.map((v) => round(v - Math.max(...z)));
  const terms = z.map((v) => round(Math.exp(v)));
  const total = terms.reduce((a, b) => round(a + b));
  return { z, terms, total, shares: terms.map((v) => round(v / total)) };
}

// Three digits, or two and a power of ten.
export function number(x) {
  if (!isFinite(x)) return x > 0 ? 'inf' : 'nan';
  return !x || (Math.abs(x) >= 0.001 && Math.abs(x) < 999.5) ? short(x) : x.toExponential(1).replace('+', '');
}

export function sentence(state) {
  const { z, terms, total, shares } = steps(state);
  return `In ${state.format}, scores ${tuple([state.cat, state.dog, state.bird], plain)} with ${plain(state.shift)} added and ${state.subtract} subtracted are ${tuple(z, number)}. Their exponentials are ${tuple(terms, number)} with sum ${number(total)}, and the shares ${tuple(shares, number)}.`;
}

const across = (x) => 240 + 44 * Math.asinh(x / 8);

function paint(svg, state) {
  const { z, shares } = steps(state);
  const [bits, fraction] = FORMATS[state.format];
  const top = 2 ** (bits - 1);
  // Where exp(x) ends to be 0, and to be subnormal, and to be finite.
  const [zero, full, end] = [1 - top - fraction, 2 - top, top].map((k) => across(k * Math.LN2));
  const text = (x, y, words) => draw(svg, 'text', { x, y, 'text-anchor': 'middle' }, words);
  const part = (from, to, width, stroke, words) => {
    draw(svg, 'path', { d: `M${from} 56H${to}`, stroke, 'stroke-width': width });
    text((from + to) / 2, 80, words);
  };
  part(8, zero, 1, 'currentColor', '0');
  part(zero, full, 3, COLOURS[1], '');
  part(full, end, 8, COLOURS[0], 'exp(x)');
  part(end, 472, 1, 'currentColor', 'inf');
  z.forEach((v, i) => {
    const x = 50 + 150 * i;
    const height = 2 + 100 * (shares[i] || 0);
    draw(svg, 'circle', { cx: across(v), cy: 56, r: 6, fill: COLOURS[i] });
    text(across(v), 40 - 14 * i, NAMES[i]);
    draw(svg, 'rect', { x, y: 212 - height, width: 80, height, fill: COLOURS[i] });
    text(x + 40, 231, `${NAMES[i]} ${number(shares[i])}`);
  });
}

const controls = [
  { key: 'format', label: 'format', options: Object.keys(FORMATS) },
  { key: 'subtract', label: 'subtracted', options: ['nothing', 'the maximum'] },
  // From −818 to 818, in ones near 0 and in equal ratios far from it.
  { key: 'shift', label: 'added', min: -7.4, max: 7.4, step: 0.1, read: (v) => Math.round(Math.sinh(v)), write: Math.asinh },
];

if (typeof document !== 'undefined') {
  mountAll('formats', { title: 'Formats and overflow', view: [480, 240], controls, sentence, paint });
}
