// CE and MSE slopes: the score of a neuron that should answer 1 is moved, three losses follow.
import { COLOURS, draw, fixed, mountAll, plain, short } from './shared.mjs';

const SHOWN = ['loss', 'slope', 'curvature'];
const NAMES = ['cross-entropy', 'squared error', 'square of the raw score'];
const LIMIT = 9999;
// What the vertical axis shows of each.
const RANGE = { loss: [0, 6], slope: [-1.2, 0.2], curvature: [-0.2, 1.2] };
// Where the names of the lines begin.
const LEGEND = { loss: 36, slope: 150, curvature: 84 };

const sigmoid = (s) => (s < 0 ? Math.exp(s) / (1 + Math.exp(s)) : 1 / (1 + Math.exp(-s)));

// Loss, slope and curvature in the score: of −log a, ½(1 − a)² and ½(1 − score)².
export function losses(s) {
  const a = sigmoid(s);
  const b = sigmoid(-s);
  const ce = s > 0 ? Math.log1p(Math.exp(-s)) : Math.log1p(Math.exp(s)) - s;
  return [
    [ce, -b, a * b],
    [(b * b) / 2, -a * b * b, a * b * b * (3 * a - 1)],
    [(1 - s) ** 2 / 2, s - 1, 1],
  ];
}

// Steps of gradient descent until the neuron answers 0.9 or more; at most LIMIT.
export function steps(score, rate, k) {
  for (let done = 0, s = score; done < LIMIT; done++) {
    if (s >= Math.log(9)) return done;
    s -= rate * losses(s)[k][1];
  }
  return LIMIT;
}

const signed = (x) => x.toFixed(4).replace(/^-(0\.0000)$/, '$1');

export function sentence({ score, rate, show }) {
  const k = SHOWN.indexOf(show);
  const values = losses(score).map((v, i) => `${NAMES[i]} ${signed(v[k])}`);
  const count = (i) => {
    const n = steps(score, rate, i);
    return n < LIMIT ? `${n}` : `${LIMIT} or more`;
  };
  return `At the score ${plain(score)} the neuron answers ${fixed(sigmoid(score))} and should answer 1. The ${show}: ${values.join(', ')}. Steps to 0.9 at the rate ${short(rate)}: cross-entropy ${count(0)}, squared error ${count(1)}.`;
}

function paint(svg, { score, show }) {
  const k = SHOWN.indexOf(show);
  const [low, high] = RANGE[show];
  const x = (s) => 30 + (s + 12) * 18;
  const y = (v) => 20 + (200 * (high - v)) / (high - low);
  draw(svg, 'path', { d: `M30 ${y(0)}H462`, stroke: 'currentColor', 'stroke-opacity': 0.5 });
  for (const s of [-12, -6, 0, 6, 12]) draw(svg, 'text', { x: x(s), y: 244, 'text-anchor': 'middle' }, `${s}`);
  const middle = losses(score);
  NAMES.forEach((name, i) => {
    let d = '';
    for (let s = -12; s <= 12; s += 0.1) {
      const v = losses(s)[i][k];
      if (v >= low && v <= high) d += `${d ? 'L' : 'M'}${x(s).toFixed(1)} ${y(v).toFixed(1)}`;
    }
    const dash = ['', '7 4', '2 3'][i];
    draw(svg, 'path', { d, fill: 'none', stroke: COLOURS[i], 'stroke-width': 2.5, 'stroke-dasharray': dash });
    const v = middle[i][k];
    if (v >= low && v <= high) draw(svg, 'circle', { cx: x(score), cy: y(v), r: 6, fill: COLOURS[i] });
    const row = LEGEND[show] + 19 * i;
    draw(svg, 'path', { d: `M340 ${row - 5}h26`, stroke: COLOURS[i], 'stroke-width': 2.5, 'stroke-dasharray': dash });
    draw(svg, 'text', { x: 372, y: row }, name.replace('square of the raw score', 'raw square'));
  });
}

const controls = [
  { key: 'score', label: 'score', min: -12, max: 12, step: 0.5 },
  // From 0.1 to 100, in equal ratios.
  { key: 'rate', label: 'rate', min: -1, max: 2, step: 0.25, read: (v) => 10 ** v, write: Math.log10, show: short },
  { key: 'show', label: 'show', options: SHOWN },
];

if (typeof document !== 'undefined') {
  mountAll('slopes', { title: 'CE and MSE slopes', view: [480, 250], controls, sentence, paint });
}
