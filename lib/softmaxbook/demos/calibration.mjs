// Reliability at a temperature: three sets of logits whose true probabilities are known.
import { COLOURS, draw, fixed, mountAll, short, softmax } from './shared.mjs';

// Factor on the true logits, temperature of the truth, and share of labels that were drawn at random.
const SETS = {
  'three times too large': [3, 1, 0],
  'labels partly wrong': [0.7, 1, 0.2],
  'three times, elsewhere': [3, 2, 0],
};
const BINS = 15;

// 150 kinds of examples, equally frequent: their logits and what is true of them.
function examples(data) {
  const [factor, truth, noise] = SETS[data];
  return Array.from({ length: 150 }, (_, i) => {
    const lead = (6 * (i + 0.5)) / 150;
    const z = [lead, 0.8 * lead * ((i * 0.618034) % 1), 0];
    const q = softmax(z, truth).map((v) => (1 - noise) * v + noise / 3);
    return { z: z.map((v) => factor * v), q };
  });
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);

// Mean confidence, accuracy and loss, the calibration error, and the bins that are filled.
export function judge({ data, temperature }) {
  const rows = examples(data).map(({ z, q }) => {
    const p = softmax(z, temperature);
    return { sure: p[0], right: q[0], loss: -dot(q, p.map(Math.log)) };
  });
  const bins = Array.from({ length: BINS }, () => []);
  for (const row of rows) {
    let b = 0;
    while (b < BINS - 1 && row.sure > (b + 1) / BINS) b += 1;
    bins[b].push(row);
  }
  const of = (part, key) => mean(part.map((row) => row[key]));
  const dots = bins
    .filter((bin) => bin.length)
    .map((bin) => ({ sure: of(bin, 'sure'), right: of(bin, 'right'), share: bin.length / rows.length }));
  const ece = dots.reduce((sum, d) => sum + d.share * Math.abs(d.sure - d.right), 0);
  return { sure: of(rows, 'sure'), right: of(rows, 'right'), loss: of(rows, 'loss'), ece, dots };
}

// The temperature of least loss: where the expected logit is the true one.
export function best(data) {
  const rows = examples(data);
  let [low, high] = [0.01, 10];
  for (let i = 0; i < 60; i += 1) {
    const beta = (low + high) / 2;
    const slope = mean(rows.map(({ z, q }) => dot(softmax(z, 1 / beta), z) - dot(q, z)));
    [low, high] = slope < 0 ? [beta, high] : [low, beta];
  }
  return 1 / low;
}

export function sentence({ data, temperature }) {
  const { sure, right, loss, ece } = judge({ data, temperature });
  const least = best(data);
  return `At temperature ${short(temperature)} the model is ${fixed(sure)} sure and ${fixed(right)} right. The ECE is ${fixed(ece)}, the loss ${fixed(loss)}. The loss is least at temperature ${short(least)}, where the ECE is ${fixed(judge({ data, temperature: least }).ece)}.`;
}

function paint(svg, state) {
  const { ece, loss, dots } = judge(state);
  const x = (v) => 45 + 240 * v;
  const y = (v) => 255 - 240 * v;
  draw(svg, 'path', { d: `M${x(0)} ${y(1)}V${y(0)}H${x(1)}`, fill: 'none', stroke: 'currentColor' });
  draw(svg, 'path', { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`, stroke: 'currentColor', 'stroke-dasharray': '5 5' });
  for (const { sure, right, share } of dots) {
    draw(svg, 'path', { d: `M${x(sure)} ${y(sure)}V${y(right)}`, stroke: COLOURS[1], 'stroke-width': 3 });
    draw(svg, 'circle', { cx: x(sure), cy: y(right), r: 2 + 20 * Math.sqrt(share), fill: COLOURS[0] });
  }
  draw(svg, 'text', { x: x(1), y: 275, 'text-anchor': 'end' }, 'confidence');
  draw(svg, 'text', { x: x(0) + 8, y: y(1) + 10 }, 'accuracy');
  [['ECE', ece, 400], ['loss', loss, 80]].forEach(([word, value, scale], k) => {
    draw(svg, 'text', { x: 312, y: 90 + 80 * k }, `${word} ${fixed(value)}`);
    draw(svg, 'rect', { x: 312, y: 100 + 80 * k, width: Math.min(scale * value, 160), height: 22, fill: COLOURS[1 + k] });
  });
}

const controls = [
  { key: 'data', label: 'logits', options: Object.keys(SETS) },
  // From 1/4 to 16, in equal ratios.
  { key: 'temperature', label: 'temperature', min: -2, max: 4, step: 0.05, read: (v) => 2 ** v, write: Math.log2, show: short },
];

if (typeof document !== 'undefined') {
  mountAll('calibration', { title: 'Reliability at a temperature', view: [480, 285], controls, sentence, paint });
}
