import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, nearer, place, sentence } from '../../../lib/softmaxbook/demos/arrows.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ score: ['cat', 'dog', 'bird', 'all three'], change: [-1, -0.3, 0, 0.1, 0.5, 1] });
const points = [[1 / 3, 1 / 3, 1 / 3], [0.8, 0.1, 0.1], [0.1, 0.2, 0.7], [0.05, 0.9, 0.05]];
const corner = { cat: 0, dog: 1, bird: 2 };

test('an arrow ends at softmax of the scores that were changed', () => {
  const cases = all.flatMap((s) => points.map((p) => ({ ...s, p })));
  const expected = numpy('[softmaxbook.softmax(np.log(s["p"]) + s["change"] * np.array(demo("arrows").SCORES[s["score"]]), axis=-1) for s in x]', cases);
  cases.forEach((s, i) => close(moved(s.p, s), expected[i]));
});

test('it lies on the straight line to the corner, and the rest of the way is as stated', () => {
  for (const s of all.filter((state) => state.score !== 'all three')) {
    for (const p of points) {
      const end = place(p.map((_, i) => +(i === corner[s.score])));
      const [before, after] = [place(p), place(moved(p, s))];
      [0, 1].forEach((k) => close([after[k] - end[k]], [nearer(p, s) * (before[k] - end[k])], 1e-9));
    }
  }
});

test('a small change moves along a column of the library’s Jacobian', () => {
  const h = 1e-6;
  const expected = numpy('[softmaxbook.softmax_jacobian(np.log(p)) for p in x]', points);
  points.forEach((p, i) => {
    for (const [score, j] of Object.entries(corner)) {
      const [above, below] = [h, -h].map((change) => moved(p, { score, change }));
      close(above.map((v, k) => (v - below[k]) / (2 * h)), expected[i].map((row) => row[j]), 1e-9);
    }
  });
});

test('a change of all three scores moves nothing', () => {
  for (const p of points) close(moved(p, { score: 'all three', change: 0.7 }), p);
});

test('the point stands where the library’s simplex has it', () => {
  const expected = numpy('[[30 + 420 * u, 394 - 364 / (3 ** 0.5 / 2) * v] for u, v in __import__("softmaxbook.plots").plots.simplex_xy(x)]', points);
  points.forEach((p, i) => close(place(p), expected[i]));
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('arrows', all));
});
