// Scores as peaks over a sea: its level changes every height above it, and no difference.
import { COLOURS, draw, mountAll, plain, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];
const CORNERS = [[365, 36], [267, 206], [463, 206]];

// Heights above the sea; rounded, as differences of decimals are off in the last digit.
export const above = ({ cat, dog, bird, level }) => [cat, dog, bird].map((v) => +(v - level).toFixed(6));

// Plane coordinates of a distribution over three classes.
export const place = (p) => [0, 1].map((k) => p.reduce((sum, v, i) => sum + v * CORNERS[i][k], 0));

export function sentence(state) {
  const z = above(state);
  const peaks = tuple([state.cat, state.dog, state.bird], plain);
  return `Peaks ${peaks}, the sea at ${plain(state.level)}: above the sea they are ${tuple(z, plain)}. Cat is ${plain(+(state.cat - state.dog).toFixed(6))} above dog, and softmax gives ${tuple(softmax(z))}, whatever the level of the sea.`;
}

function paint(svg, state) {
  const z = above(state);
  const height = (v) => 132 - 15 * v;
  const peaks = [state.cat, state.dog, state.bird];
  peaks.forEach((v, i) => {
    const x = 42 + 74 * i;
    draw(svg, 'path', { d: `M${x - 38} 232L${x} ${height(v)}L${x + 38} 232Z`, fill: COLOURS[i], 'fill-opacity': 0.75 });
  });
  const sea = height(state.level);
  draw(svg, 'rect', { x: 0, y: sea, width: 232, height: 232 - sea, fill: COLOURS[0], 'fill-opacity': 0.35 });
  draw(svg, 'path', { d: `M0 ${sea}H232`, stroke: COLOURS[0], 'stroke-width': 2 });
  peaks.forEach((v, i) => {
    const x = 42 + 74 * i;
    draw(svg, 'text', { x, y: height(v) - 8, 'text-anchor': 'middle' }, plain(z[i]).replace('-', '−'));
    draw(svg, 'text', { x, y: 252, 'text-anchor': 'middle' }, NAMES[i]);
  });
  draw(svg, 'polygon', { points: CORNERS.join(' '), fill: 'none', stroke: 'currentColor', 'stroke-linejoin': 'round' });
  draw(svg, 'text', { x: 365, y: 27, 'text-anchor': 'middle' }, NAMES[0]);
  draw(svg, 'text', { x: 268, y: 224, 'text-anchor': 'middle' }, NAMES[1]);
  draw(svg, 'text', { x: 462, y: 224, 'text-anchor': 'middle' }, NAMES[2]);
  const [cx, cy] = place(softmax(z));
  draw(svg, 'circle', { cx, cy, r: 8, fill: COLOURS[1] });
}

const controls = [
  { key: 'level', label: 'level of the sea', min: -5, max: 5, step: 0.5 },
  { key: 'cat', label: 'peak of cat', min: -3, max: 6, step: 0.1 },
];

if (typeof document !== 'undefined') {
  mountAll('sea', { title: 'Peaks over a sea', view: [480, 260], controls, sentence, paint });
}
