import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heights, needed, path, sentence, slopes } from '../../../lib/softmaxbook/demos/hills.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const leads = [-8, -6.5, -2, -0.5, 0, 1, 4.5, 40];

test('the hills are the library’s losses, of two scores of which the second is 0', () => {
  const ce = numpy('[softmaxbook.cross_entropy([s, 0.0], 0) for s in x]', leads);
  const brier = numpy('[softmaxbook.brier_score([s, 0.0], 0) / 2 for s in x]', leads);
  leads.forEach((s, i) => close(heights(s), [ce[i], brier[i]]));
});

test('the slope is the derivative of the height', () => {
  const h = 1e-5;
  for (const s of leads) {
    const [below, above] = [heights(s - h), heights(s + h)];
    close(slopes(s), above.map((v, k) => (v - below[k]) / (2 * h)), 1e-7);
  }
});

test('a step is one of descent on both scores', () => {
  const ce = numpy('[[s, 0.0] - 0.5 * softmaxbook.cross_entropy_grad([s, 0.0], 0) for s in x]', leads);
  const half = numpy('[[s, 0.0] - 0.25 * softmaxbook.brier_score_grad([s, 0.0], 0) for s in x]', leads);
  leads.forEach((s, i) => {
    [ce, half].forEach((moved, k) => close([path(s, 0.5, 1, k)[1]], [moved[i][0] - moved[i][1]]));
  });
});

test('from 6 behind cross-entropy takes 8 steps and the squared error 125', () => {
  assert.deepEqual([needed(-6, 1, 0), needed(-6, 1, 1)], [8, 125]);
  assert.deepEqual([path(-6, 1, 124, 1)[124] < Math.log(9), path(-6, 1, 125, 1)[125] > Math.log(9)], [true, true]);
});

test('the page says word for word what Python says', () => {
  const all = states({ start: [-7, -6, -2.5, 0], steps: [0, 1, 4, 64, 1024], rate: [0.1, 1, 10 ** 0.75, 100] });
  assert.deepEqual(all.map(sentence), sentences('hills', all));
});
