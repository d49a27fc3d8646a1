// Many dice: the faces in all throws with one total, counted, and the softmax they come near.
import { COLOURS, draw, fixed, mountAll, plain, softmax, tuple } from './shared.mjs';

const FACES = [1, 2, 3, 4, 5, 6];

const sum = (values) => values.reduce((a, b) => a + b);

// The mean of softmax(β · face) rises with β, so halving an interval finds the β of a mean.
export function solve(mean) {
  let [low, high] = [-30, 30];
  for (let step = 0; step < 100; step++) {
    const beta = (low + high) / 2;
    const p = softmax(FACES.map((face) => beta * face));
    if (sum(p.map((v, i) => v * (FACES[i] - mean))) < 0) low = beta;
    else high = beta;
  }
  const beta = (low + high) / 2;
  return { beta, p: softmax(FACES.map((face) => beta * face)) };
}

export const totalOf = ({ dice, mean }) => Math.floor(dice * mean + 0.5);

// The share of each face in all throws with this total: the other dice make up the rest.
export function counted({ dice, mean }) {
  let ways = [1]; // of the other dice, to reach 0, 1, 2, …; as shares, lest they overflow
  for (let die = 1; die < dice; die++) {
    const next = Array(ways.length + 6).fill(0);
    ways.forEach((v, i) => FACES.forEach((face) => (next[i + face] += v / 6)));
    ways = next;
  }
  const fits = FACES.map((face) => ways[totalOf({ dice, mean }) - face] ?? 0);
  return fits.map((v) => v / sum(fits));
}

const signed = (x) => fixed(x).replace(/^-(0\.000)$/, '$1');

export function sentence(state) {
  const total = totalOf(state);
  const { beta, p } = solve(total / state.dice);
  return `A mean of ${state.mean.toFixed(2)} asks of ${state.dice} dice for the total ${total}. In all throws with it, the faces 1 to 6 have the shares ${tuple(counted(state))}. Softmax of β times the face, with β = ${signed(beta)}, has ${tuple(p)}.`;
}

function paint(svg, state) {
  const mean = totalOf(state) / state.dice;
  const { p } = solve(mean);
  const across = (face) => 45 + 78 * (face - 1);
  const up = (v) => 206 - 215 * v;
  counted(state).forEach((v, i) => {
    draw(svg, 'rect', { x: across(i + 1) - 27, y: up(v), width: 54, height: 206 - up(v), fill: COLOURS[0], 'fill-opacity': 0.75 });
    draw(svg, 'text', { x: across(i + 1), y: 227, 'text-anchor': 'middle', 'font-size': 17 }, i + 1);
  });
  draw(svg, 'path', { d: 'M10 206H470', stroke: 'currentColor' });
  p.forEach((v, i) => draw(svg, 'circle', { cx: across(i + 1), cy: up(v), r: 7, fill: COLOURS[1], stroke: 'var(--paper, #fff)', 'stroke-width': 1.5 }));
  // The mean balances the bars.
  const m = across(mean);
  draw(svg, 'path', { d: `M${m} 236l-9 15h18z`, fill: 'currentColor' });
  draw(svg, 'text', { x: m, y: 271, 'text-anchor': 'middle' }, `mean ${plain(mean)}`);
}

const controls = [
  { key: 'dice', label: 'number of dice', options: ['2', '5', '20', '100'] },
  { key: 'mean', label: 'mean of a die', min: 1.5, max: 5.5, step: 0.05 },
];

if (typeof document !== 'undefined') {
  mountAll('dice', { title: 'Many dice with one total', view: [480, 276], controls, sentence, paint });
}
