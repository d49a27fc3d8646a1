// Two hills: a ball rolls down cross-entropy, another one down the squared error, in equal steps.
import { COLOURS, draw, fixed, mountAll, plain, short } from './shared.mjs';

const NAMES = ['cross-entropy', 'squared error'];
const LIMIT = 9999;
const GOAL = Math.log(9); // the lead at which the right class has probability 0.9

const sigmoid = (s) => (s < 0 ? Math.exp(s) / (1 + Math.exp(s)) : 1 / (1 + Math.exp(-s)));

// Of the lead of the right class of two: −log p and ½‖p − y‖², how high each hill is.
export const heights = (lead) => [lead > 0 ? Math.log1p(Math.exp(-lead)) : Math.log1p(Math.exp(lead)) - lead, sigmoid(-lead) ** 2];

// How steep each hill is. In a step of descent both scores move, so the lead moves twice as far.
export const slopes = (lead) => [-sigmoid(-lead), -2 * sigmoid(lead) * sigmoid(-lead) ** 2];

// The leads of a ball from its start on, one after each step.
export function path(lead, rate, steps, k) {
  const leads = [lead];
  for (let done = 0; done < steps; done++) leads.push(leads[done] - 2 * rate * slopes(leads[done])[k]);
  return leads;
}

// Steps until the right class has probability 0.9; at most LIMIT.
export function needed(lead, rate, k) {
  for (let done = 0; done < LIMIT; done++) {
    if (lead >= GOAL) return done;
    lead -= 2 * rate * slopes(lead)[k];
  }
  return LIMIT;
}

export function sentence({ start, rate, steps }) {
  const at = (k) => path(start, rate, steps, k)[steps];
  const ball = (k) => `on ${NAMES[k]} is at ${fixed(at(k))}, with probability ${fixed(sigmoid(at(k)))}`;
  const count = (k) => {
    const n = needed(start, rate, k);
    return n < LIMIT ? `${n}` : `${LIMIT} or more`;
  };
  return `Both balls start at the lead ${plain(start)}, where the right class has probability ${fixed(sigmoid(start))}. After ${plain(steps)} ${steps === 1 ? 'step' : 'steps'} of rate ${short(rate)} the ball ${ball(0)}, and the ball ${ball(1)}. Steps to 0.9: ${count(0)} and ${count(1)}.`;
}

// One nat is 32 wide and 32 high, so that a slope of −1 looks like one.
const NAT = 32;
const x = (lead) => 56 + NAT * (Math.min(Math.max(lead, -8), 4.5) + 8);
const FEET = [286, 364];

function paint(svg, { start, rate, steps }) {
  const write = (across, down, words, more) => draw(svg, 'text', { x: across, y: down, 'font-size': 18, ...more }, words);
  NAMES.forEach((name, k) => {
    const foot = FEET[k];
    const y = (lead) => foot - NAT * heights(lead)[k];
    let ridge = '';
    for (let lead = -8; lead <= 4.5; lead += 0.1) ridge += `L${x(lead).toFixed(1)} ${y(lead).toFixed(1)}`;
    draw(svg, 'path', { d: `M${x(-8)} ${foot}${ridge}V${foot}Z`, fill: COLOURS[k], 'fill-opacity': 0.2 });
    draw(svg, 'path', { d: `M${ridge.slice(1)}`, fill: 'none', stroke: COLOURS[k], 'stroke-width': 2.5 });
    write(64, foot - 9, name);
    // Where the ball has been, as far apart as one can see.
    const leads = path(start, rate, steps, k);
    let last = -99;
    for (const lead of leads) {
      if (x(lead) - last < 3) continue;
      last = x(lead);
      draw(svg, 'circle', { cx: last, cy: y(lead), r: 3, fill: 'currentColor' });
    }
    const here = Math.min(leads[steps], 4.5);
    const slope = slopes(here)[k];
    const long = Math.hypot(1, slope);
    draw(svg, 'circle', { cx: x(here) - (10 * slope) / long, cy: y(here) - 10 / long, r: 9, fill: COLOURS[k] });
  });
  draw(svg, 'path', { d: `M${x(GOAL)} 60V${FEET[1]}`, stroke: 'currentColor', 'stroke-dasharray': '3 4' });
  write(x(GOAL), 50, 'p = 0.9', { 'text-anchor': 'middle' });
  for (const lead of [-8, -6, -4, -2, 0, 2, 4]) write(x(lead), FEET[1] + 21, String(lead).replace('-', '−'), { 'text-anchor': 'middle' });
  write(x(-2), FEET[1] + 43, 'lead of the right class', { 'text-anchor': 'middle' });
}

const controls = [
  { key: 'start', label: 'start', min: -7, max: 0, step: 0.5 },
  // 0, 1, 2, 4 and so on.
  { key: 'steps', label: 'steps', min: -1, max: 12, step: 1, read: (v) => (v < 0 ? 0 : 2 ** v), write: (n) => (n ? Math.log2(n) : -1) },
  // From 0.1 to 100, in equal ratios.
  { key: 'rate', label: 'rate', min: -1, max: 2, step: 0.25, read: (v) => 10 ** v, write: Math.log10, show: short },
];

if (typeof document !== 'undefined') {
  mountAll('hills', { title: 'Two hills', view: [480, 416], controls, sentence, paint });
}
