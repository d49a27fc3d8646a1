// Evidence on a ruler of log-odds: what is known of an animal, as arrows laid end to end.
import { COLOURS, draw, fixed, mountAll, plain } from './shared.mjs';

// How much each thing that may be learned of an animal multiplies the odds of a cat.
export const NOON = { 'not known': null, asleep: 3, awake: 1 / 3 };
export const CALL = { 'not known': null, comes: 1 / 4, 'stays away': 4 };

const ratio = (times) => (times >= 1 ? plain(times) : `1/${plain(1 / times)}`);
const signed = (v) => (v < 0 ? '' : '+') + fixed(v);
const against = (odds) => `${plain(+odds.toFixed(4))} to 1`;

// The arrows: [label, factor of the odds].
export function arrows({ cats, noon, call }) {
  const all = [[`${plain(cats)} cats, ${plain(100 - cats)} dogs`, cats / (100 - cats)]];
  if (NOON[noon]) all.push([`is ${noon}`, NOON[noon]]);
  if (CALL[call]) all.push([call, CALL[call]]);
  return all;
}

export function sentence(state) {
  const [[, prior], ...news] = arrows(state);
  const odds = news.reduce((product, [, times]) => product * times, prior);
  const told = news.map(([says, times]) => ` It ${says}: odds times ${ratio(times)}, log-odds ${signed(Math.log(times))}.`);
  return `${plain(state.cats)} cats and ${plain(100 - state.cats)} dogs: odds ${against(prior)}, log-odds ${fixed(Math.log(prior))}.${told.join('')} Together: odds ${against(odds)}, log-odds ${fixed(Math.log(odds))}, probability of a cat ${plain(+(odds / (1 + odds)).toFixed(4))}.`;
}

const at = (logOdds) => 260 + 36 * logOdds;

function paint(svg, state) {
  const line = (d, more) => draw(svg, 'path', { d, fill: 'none', stroke: 'currentColor', ...more });
  const write = (x, y, words, more) => draw(svg, 'text', { x, y, 'text-anchor': 'middle', ...more }, words);
  // One ruler, read in three ways.
  line('M40 190H480');
  for (let s = -6; s <= 6; s++) line(`M${at(s)} 190v${s ? 6 : 10}`);
  for (const s of [-4, -2, 2, 4]) write(at(s), 213, String(s).replace('-', '−'));
  write(at(0), 213, '0');
  for (const [y, words] of [[213, 'log-odds'], [250, 'odds'], [284, 'probability']]) write(0, y, words, { 'text-anchor': 'start', 'font-size': 13 });
  for (const [odds, words] of [[0.01, '1 : 100'], [0.1, '1 : 10'], [1, '1 : 1'], [10, '10 : 1'], [100, '100 : 1']]) {
    line(`M${at(Math.log(odds))} 228v6`);
    write(at(Math.log(odds)), 250, words);
  }
  for (const p of [0.01, 0.1, 0.5, 0.9, 0.99]) {
    line(`M${at(Math.log(p / (1 - p)))} 262v6`);
    write(at(Math.log(p / (1 - p))), 284, p);
  }
  line(`M${at(0)} 20V190`, { 'stroke-dasharray': '2 5' });

  let from = 0;
  arrows(state).forEach(([label, times], i) => {
    const [to, y] = [from + Math.log(times), 44 + 46 * i];
    const colour = COLOURS[i ? 1 : 0];
    const way = Math.sign(to - from);
    // The words stand beside the arrow, on the side that has room.
    const words = i ? `${label}: × ${ratio(times)}` : label;
    const right = at(Math.max(from, to)) + 10;
    if (right < 340) write(right, y + 5, words, { 'text-anchor': 'start' });
    else write(at(Math.min(from, to)) - 10, y + 5, words, { 'text-anchor': 'end' });
    line(`M${at(from)} ${y}H${at(to) - 5 * way}`, { stroke: colour, 'stroke-width': 5 });
    if (way) line(`M${at(to) - 9 * way} ${y - 7}L${at(to)} ${y}L${at(to) - 9 * way} ${y + 7}`, { stroke: colour, 'stroke-width': 3 });
    line(`M${at(to)} ${y}V190`, { 'stroke-dasharray': '3 3', 'stroke-opacity': 0.6 });
    from = to;
  });
  draw(svg, 'circle', { cx: at(from), cy: 190, r: 7, fill: COLOURS[1] });
}

const controls = [
  { key: 'cats', label: 'cats of 100', min: 5, max: 95, step: 5 },
  { key: 'noon', label: 'at noon', options: Object.keys(NOON) },
  { key: 'call', label: 'in the evening', options: Object.keys(CALL) },
];

if (typeof document !== 'undefined') {
  mountAll('evidence', { title: 'Evidence on a ruler of log-odds', view: [480, 300], controls, sentence, paint });
}
