// The surprise of each of ten guesses as a length; their average against what the guesses say.
import { COLOURS, draw, fixed, mountAll, plain } from './shared.mjs';

// What a right guess costs, a wrong one, and all ten together, in nats.
export function costs({ said, right }) {
  const [hit, miss] = [-Math.log(said), -Math.log(1 - said)];
  return { hit, miss, total: right * hit + (10 - right) * miss };
}

// The least average: the entropy of the share that is right.
export const least = (right) => [right / 10, 1 - right / 10].reduce((sum, v) => sum - (v > 0 ? v * Math.log(v) : 0), 0);

export function sentence({ said, right }) {
  const { hit, miss, total } = costs({ said, right });
  const best = right < 10 ? `The least possible average is ${fixed(least(right))}, for saying ${plain(right / 10)}.` : 'There is no least average: it falls towards 0 as one says more.';
  return `${plain(right)} of 10 guesses are right, and each says ${said.toFixed(2)}. A right guess costs ${fixed(hit)} nats, a wrong one ${fixed(miss)}. Together they cost ${fixed(total)}, on average ${fixed(total / 10)}. ${best}`;
}

const [LEFT, NAT] = [24, 17]; // the row of lengths
const across = (said) => 50 + 800 * (said - 0.5);
const down = (nats) => 336 - 124 * nats;
const TOP = 1.5; // what costs more on average is shown by an arrow

function paint(svg, state) {
  const { said, right } = state;
  const { hit, miss, total } = costs(state);
  const write = (x, y, words, more) => draw(svg, 'text', { x, y, 'text-anchor': 'middle', ...more }, words);
  const line = (d, more) => draw(svg, 'path', { d, fill: 'none', stroke: 'currentColor', ...more });

  // Ten lengths, end to end.
  [`${right} right`, `${10 - right} wrong`].forEach((words, k) => {
    draw(svg, 'rect', { x: LEFT + 110 * k, y: 6, width: 14, height: 14, fill: COLOURS[k] });
    write(LEFT + 20 + 110 * k, 18, words, { 'text-anchor': 'start' });
  });
  let from = LEFT;
  for (let i = 0; i < 10; i++) {
    const width = NAT * (i < right ? hit : miss);
    draw(svg, 'rect', { x: from, y: 32, width: Math.max(width - 1.5, width / 2), height: 34, fill: COLOURS[i < right ? 0 : 1] });
    from += width;
  }
  write(from + 8, 55, total.toFixed(2), { 'text-anchor': 'start' });
  line(`M${LEFT} 74H432`);
  for (const nats of [0, 5, 10, 15, 20]) {
    line(`M${LEFT + NAT * nats} 74v6`);
    write(LEFT + NAT * nats, 96, nats);
  }
  write(476, 96, 'nats', { 'text-anchor': 'end' });

  // The average for whatever the ten might say.
  const shares = Array.from({ length: 99 }, (_, i) => 0.5 + i / 200);
  const curve = shares.map((s) => [s, costs({ said: s, right }).total / 10]).filter(([, nats]) => nats <= TOP);
  line(`M${curve.map(([s, nats]) => `${across(s).toFixed(1)} ${down(nats).toFixed(1)}`).join('L')}`, { stroke: COLOURS[2], 'stroke-width': 2.5 });
  const floor = down(least(right));
  line(`M50 ${floor}H450`, { 'stroke-dasharray': '5 4' });
  if (right < 10) write(56, floor + 17, 'least', { 'text-anchor': 'start' });
  line('M50 142V336H450');
  for (const nats of [0, 0.5, 1, 1.5]) write(42, down(nats) + 5, nats, { 'text-anchor': 'end' });
  for (const s of [0.5, 0.6, 0.7, 0.8, 0.9]) {
    line(`M${across(s)} 336v6`);
    write(across(s), 358, s);
  }
  write(476, 358, 'says', { 'text-anchor': 'end' });
  write(10, 128, 'average', { 'text-anchor': 'start' });
  const [x, y] = [across(said), down(Math.min(total / 10, TOP))];
  line(`M${x} ${y}V336`, { 'stroke-dasharray': '2 4' });
  if (total > 10 * TOP) draw(svg, 'path', { d: `M${x - 8} ${y}h16l-8 -14z`, fill: COLOURS[1] });
  else draw(svg, 'circle', { cx: x, cy: y, r: 7, fill: COLOURS[1] });
  write(x - 12, y - 8, (total / 10).toFixed(2), { 'text-anchor': said < 0.6 ? 'start' : 'end' });
}

const controls = [
  { key: 'said', label: 'each says', min: 0.5, max: 0.99, step: 0.01 },
  { key: 'right', label: 'right of ten', min: 5, max: 10, step: 1 },
];

if (typeof document !== 'undefined') {
  mountAll('surprise', { title: 'The surprise of ten guesses', view: [480, 366], controls, sentence, paint });
}
