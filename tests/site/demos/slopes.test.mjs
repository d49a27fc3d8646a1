import assert from 'node:assert/strict';
import { test } from 'node:test';
import { losses, sentence, steps } from '../../../lib/softmaxbook/demos/slopes.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const scores = [-12, -9.5, -4, -1, -0.5, 0, 2, 5.5, 12];

test('the losses are the library’s, for two scores of which one is 0', () => {
  const ce = numpy('[softmaxbook.cross_entropy([s, 0.0], 0) for s in x]', scores);
  const brier = numpy('[softmaxbook.brier_score([s, 0.0], 0) / 4 for s in x]', scores);
  const raw = numpy('[softmaxbook.squared_error([s], 0) for s in x]', scores);
  scores.forEach((s, i) => close(losses(s).map((v) => v[0]), [ce[i], brier[i], raw[i]]));
});

test('slope and curvature are the derivatives of the loss', () => {
  const h = 1e-4;
  for (const s of scores) {
    const [below, here, above] = [losses(s - h), losses(s), losses(s + h)];
    here.forEach((v, k) => {
      close([v[1], v[2]], [(above[k][0] - below[k][0]) / (2 * h), (above[k][1] - below[k][1]) / (2 * h)], 1e-6);
    });
  }
});

test('squared error curves downwards exactly where the answer is below one third', () => {
  const third = -Math.log(2);
  assert.ok(losses(third - 0.01)[1][2] < 0 && losses(third + 0.01)[1][2] > 0);
  assert.ok(Math.abs(losses(third)[1][1] + 4 / 27) < 1e-12);
});

test('from a score of -10 cross-entropy takes 21 steps, squared error more than are counted', () => {
  assert.equal(steps(-10, 1, 0), 21);
  assert.equal(steps(-10, 1, 1), 9999);
});

test('the page says word for word what Python says', () => {
  const all = states({ score: [-12, -8, -4, -0.5, 0, 5.5], rate: [0.1, 1, 10 ** 0.75, 100], show: ['loss', 'slope', 'curvature'] });
  assert.deepEqual(all.map(sentence), sentences('slopes', all));
});
