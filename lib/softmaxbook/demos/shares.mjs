// The two steps of softmax: exponentials as bars, their shares of one bar, and a point in the triangle.
import { COLOURS, draw, fixed, mountAll, plain, short, softmax, tuple } from './shared.mjs';

const NAMES = ['cat', 'dog', 'bird'];
const scores = ({ cat, dog, bird }) => [cat, dog, bird];

export const powers = (state) => scores(state).map(Math.exp);

export function sentence(state) {
  const [e, p] = [powers(state), softmax(scores(state))];
  return `Scores ${tuple(scores(state), plain)}. Their exponentials are ${short(e[0])}, ${short(e[1])} and ${short(e[2])}, together ${short(e[0] + e[1] + e[2])}. Divided by the sum: cat ${fixed(p[0])}, dog ${fixed(p[1])}, bird ${fixed(p[2])}.`;
}

// Corners of the triangle, one for each class.
const CORNERS = [[390, 42], [312, 176], [468, 176]];

function paint(svg, state) {
  const write = (x, y, words, more) => draw(svg, 'text', { x, y, 'text-anchor': 'middle', ...more }, words);
  const [e, p] = [powers(state), softmax(scores(state))];
  const unit = 130 / Math.exp(4); // the highest bar that the sliders allow
  let left = 12;
  e.forEach((power, i) => {
    const x = 22 + 88 * i;
    draw(svg, 'rect', { x, y: 168 - unit * power, width: 60, height: unit * power, fill: COLOURS[i] });
    write(x + 30, 160 - unit * power, short(power));
    write(x + 30, 188, NAMES[i]);
    const width = 260 * p[i];
    draw(svg, 'rect', { x: left, y: 206, width, height: 24, fill: COLOURS[i] });
    if (width > 44) write(left + width / 2, 248, fixed(p[i]));
    left += width;
  });
  draw(svg, 'path', { d: 'M12 168H272', stroke: 'currentColor' });
  draw(svg, 'path', { d: `M${CORNERS.join('L')}Z`, fill: 'none', stroke: 'currentColor' });
  write(390, 32, 'cat');
  write(318, 196, 'dog');
  write(460, 196, 'bird');
  const [cx, cy] = [0, 1].map((axis) => p.reduce((sum, share, i) => sum + share * CORNERS[i][axis], 0));
  draw(svg, 'circle', { cx, cy, r: 6, fill: COLOURS[1], stroke: 'currentColor' });
  write(390, 222, 'the same shares');
  write(390, 240, 'as one point');
}

const controls = NAMES.map((key) => ({ key, label: `score of ${key}`, min: -2, max: 4, step: 0.2 }));

if (typeof document !== 'undefined') {
  mountAll('shares', { title: 'The two steps of softmax', view: [480, 260], controls, sentence, paint });
}
