// Separable data: gradient descent goes on for ever, unless a penalty or a wrong label stops it.
import { COLOURS, draw, fixed, mountAll, plain } from './shared.mjs';

const LABELS = ['all labels right', 'one label wrong'];
const PENALTIES = ['none', '0.001', '0.01', '0.1'];
const BEST = 5.4 / Math.sqrt(29);

// Each row is a point times its class, 1 or -1, so that a lead is a product with w.
export function signed(labels) {
  const rows = [[3, 0.5], [2, 2.5], [0.6, 1.2], [4, 3], [1, 0.2], [2, 3], [0.5, 2]];
  return rows.map((x, i) => (i === 5 && labels === LABELS[1] ? [-x[0], -x[1]] : x));
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
const length = (w) => Math.sqrt(dot(w, w));

// The weights after so many steps of rate 1. Where the loss hardly bends, many steps are taken as
// one: at most a thousandth of those before, and never further than its curvature allows.
export function descend({ steps, penalty, labels }) {
  const rows = signed(labels);
  const l2 = penalty === 'none' ? 0 : +penalty;
  let w = [0, 0];
  let t = 0;
  while (t < steps) {
    let pull = [-l2 * w[0], -l2 * w[1]];
    let curvature = l2;
    for (const x of rows) {
      const a = 1 / (1 + Math.exp(-dot(x, w)));
      const rest = 1 / (1 + Math.exp(dot(x, w))) / 7;
      pull = [pull[0] + rest * x[0], pull[1] + rest * x[1]];
      curvature += rest * a * dot(x, x);
    }
    if (length(pull) < 1e-10) break;
    const many = Math.min(Math.max(1, Math.floor(Math.min(t / 1000, 0.5 / curvature))), steps - t);
    w = [w[0] + many * pull[0], w[1] + many * pull[1]];
    t += many;
  }
  return w;
}

// Length of the weights, mean loss, and the smallest lead in units of the plane.
export function measures(state) {
  const w = descend(state);
  const leads = signed(state.labels).map((x) => dot(x, w));
  const loss = leads.reduce((sum, g) => sum + (g > 0 ? Math.log1p(Math.exp(-g)) : Math.log1p(Math.exp(g)) - g), 0) / 7;
  return [length(w), loss, Math.min(...leads) / length(w)];
}

const power = (k) => Math.round(10 ** k);

export function sentence(state) {
  const [norm, loss, margin] = measures(state);
  const price = state.penalty === 'none' ? 'no penalty' : `the penalty ${state.penalty}`;
  const end = state.labels === LABELS[0] ? `; the largest possible is ${fixed(BEST)}` : ', as no line separates the classes';
  return `After ${plain(state.steps)} steps with ${price} and ${state.labels}, the length of w is ${norm.toFixed(2)}, the mean loss ${loss.toExponential(1).replace(/e([+-])(\d)$/, 'e$10$2')} and the margin ${fixed(margin)}${end}.`;
}

const X = (x) => 150 + 30 * x;
const Y = (y) => 125 - 30 * y;

// A line through the origin at right angles to w.
function border(svg, w, style) {
  const [a, b] = [-w[1], w[0]].map((v) => (3.9 * v) / length(w));
  draw(svg, 'path', { d: `M${X(-a)} ${Y(-b)}L${X(a)} ${Y(b)}`, stroke: 'currentColor', ...style });
}

function paint(svg, state) {
  const rows = signed(state.labels);
  const truth = signed(LABELS[0]);
  border(svg, [5, 2], { 'stroke-dasharray': '4 4', 'stroke-opacity': 0.6 });
  border(svg, descend(state), { 'stroke-width': 3 });
  truth.forEach((x, i) => {
    const side = i < 4 ? 1 : -1; // the last three points belong to the second class
    const right = rows[i][0] === x[0];
    const k = (side === 1) === right ? 0 : 1;
    draw(svg, k ? 'rect' : 'circle', k ? { x: X(side * x[0]) - 5, y: Y(side * x[1]) - 5, width: 10, height: 10, fill: COLOURS[1] } : { cx: X(side * x[0]), cy: Y(side * x[1]), r: 6, fill: COLOURS[0] });
  });
  // The length of w on its way, against the steps as a power of ten.
  const across = (k) => 316 + 25 * k;
  const up = (v) => 220 - 14 * v;
  draw(svg, 'path', { d: 'M316 30V220H470', stroke: 'currentColor', fill: 'none' });
  draw(svg, 'text', { x: 322, y: 40 }, 'length of w');
  for (const k of [0, 2, 4, 6]) draw(svg, 'text', { x: across(k), y: 240, 'text-anchor': 'middle' }, `1e${k}`);
  const line = [0, 1, 2, 3, 4, 5, 6].map((k) => [across(k), up(measures({ ...state, steps: power(k) })[0])]);
  draw(svg, 'path', { d: `M${line.join('L')}`, stroke: COLOURS[2], 'stroke-width': 2.5, fill: 'none' });
  draw(svg, 'circle', { cx: across(Math.log10(state.steps)), cy: up(measures(state)[0]), r: 6, fill: COLOURS[2] });
}

const controls = [
  { key: 'steps', label: 'steps', min: 0, max: 6, step: 0.5, read: power, write: Math.log10 },
  { key: 'penalty', label: 'penalty', options: PENALTIES },
  { key: 'labels', label: 'labels', options: LABELS },
];

if (typeof document !== 'undefined') {
  mountAll('separable', { title: 'Descent on separable data', view: [480, 250], controls, sentence, paint });
}
