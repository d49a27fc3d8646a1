// The triangle as a field of arrows: where a change of one score sends every distribution.
import { COLOURS, draw, fixed, mountAll, plain, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];
const CORNERS = [[240, 30], [30, 394], [450, 394]];
const PHOTO = softmax([3, 1, 0.2]);
const MIDDLE = [1 / 3, 1 / 3, 1 / 3];

// Where p goes when the score is changed: its odds are multiplied, the sum is made 1 again.
export function moved(p, { score, change }) {
  const raised = p.map((v, i) => (score === 'all three' || score === NAMES[i] ? v * Math.exp(change) : v));
  const sum = raised.reduce((a, b) => a + b);
  return raised.map((v) => v / sum);
}

// The distance from the score's corner after the change, over the one before.
export function nearer(p, state) {
  const i = NAMES.indexOf(state.score);
  return 1 / (1 + p[i] * (Math.exp(state.change) - 1));
}

// Plane coordinates of a distribution over three classes.
export const place = (p) => [0, 1].map((k) => p.reduce((sum, v, i) => sum + v * CORNERS[i][k], 0));

export function sentence(state) {
  const { score, change } = state;
  if (!change) return `No score changes. The photograph stays at ${tuple(PHOTO)}.`;
  const verb = change > 0 ? 'Raising' : 'Lowering';
  const by = plain(Math.abs(change));
  if (score === 'all three') return `${verb} all three scores by ${by} moves no point. The photograph stays at ${tuple(PHOTO)}.`;
  return `${verb} the score of ${score} by ${by} moves every point straight ${change > 0 ? 'towards' : 'away from'} the corner of ${score}. The photograph goes from ${tuple(PHOTO)} to ${tuple(moved(PHOTO, state))}, and its distance from that corner is multiplied by ${fixed(nearer(PHOTO, state))}; in the middle of the triangle the factor is ${fixed(nearer(MIDDLE, state))}.`;
}

function arrow(svg, p, state, colour, width) {
  const [from, to] = [place(p), place(moved(p, state))];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  draw(svg, 'circle', { cx: from[0], cy: from[1], r: width + 1, fill: colour });
  if (length < 1e-9) return;
  // A short arrow gets a small head.
  const size = Math.min(4 * width, length);
  const [ux, uy] = [(size * dx) / length, (size * dy) / length];
  const back = [to[0] - ux, to[1] - uy];
  draw(svg, 'path', { d: `M${from}L${back}`, stroke: colour, 'stroke-width': width });
  draw(svg, 'path', { d: `M${to}L${back[0] - uy / 2} ${back[1] + ux / 2}L${back[0] + uy / 2} ${back[1] - ux / 2}Z`, fill: colour });
}

function paint(svg, state) {
  draw(svg, 'polygon', { points: CORNERS.join(' '), fill: 'none', stroke: 'currentColor', 'stroke-linejoin': 'round' });
  NAMES.forEach((name, i) => draw(svg, 'text', { x: CORNERS[i][0], y: i ? 418 : 20, 'text-anchor': 'middle', 'font-size': 21 }, name));
  const parts = 10;
  for (let i = 1; i < parts; i++) {
    for (let j = 1; j < parts - i; j++) arrow(svg, [i, j, parts - i - j].map((n) => n / parts), state, COLOURS[0], 2);
  }
  arrow(svg, PHOTO, state, COLOURS[1], 4);
}

const controls = [
  { key: 'score', label: 'whose score', options: [...NAMES, 'all three'] },
  { key: 'change', label: 'change', min: -1, max: 1, step: 0.1 },
];

if (typeof document !== 'undefined') {
  mountAll('arrows', { title: 'A field of arrows', view: [480, 426], controls, sentence, paint });
}
