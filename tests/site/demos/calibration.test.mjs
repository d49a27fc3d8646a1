import assert from 'node:assert/strict';
import { test } from 'node:test';
import { best, judge, sentence } from '../../../lib/softmaxbook/demos/calibration.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const SETS = ['three times too large', 'labels partly wrong', 'three times, elsewhere'];
const all = states({ data: SETS, temperature: [0.25, 0.6, 1, 1.16, 2 ** 1.6, 3, 7.3, 16] });

test('confidence, accuracy, calibration error and loss are those that NumPy computes', () => {
  const expected = numpy('[demo("calibration").judge(**s) for s in x]', all);
  all.forEach((state, i) => {
    const { sure, right, ece, loss } = judge(state);
    close([sure, right, ece, loss], expected[i], 1e-10);
  });
});

test('the error is that of the library, where labels come as often as the truth says', () => {
  const [from, to] = numpy('(lambda d: (lambda z, q: [softmaxbook.expected_calibration_error(np.repeat(softmaxbook.softmax(z / 2), 2000, axis=0), (np.tile((np.arange(2000) + 0.5) / 2000, 150)[:, None] > np.repeat(np.cumsum(q, axis=1)[:, :2], 2000, axis=0)).sum(axis=1)), d.judge("labels partly wrong", 2.0)[2]])(*d.examples("labels partly wrong")))(demo("calibration"))');
  close([from], [to], 1e-3);
});

test('the loss is nowhere less than at the best temperature', () => {
  for (const data of SETS) {
    const least = judge({ data, temperature: best(data) }).loss;
    for (const t of [0.25, 0.5, 0.9, 1, 1.1, 2, 2.9, 3.1, 6, 16]) assert.ok(judge({ data, temperature: t }).loss >= least);
  }
});

test('of logits three times too large the best temperature is 3, and nothing is left to repair', () => {
  close([best(SETS[0])], [3], 1e-9);
  assert.ok(judge({ data: SETS[0], temperature: 3 }).ece < 1e-12);
  close([best(SETS[2])], [6], 1e-9);
  assert.ok(judge({ data: SETS[2], temperature: 3 }).ece > 0.1);
});

test('with wrong labels the least loss has the larger calibration error', () => {
  const data = SETS[1];
  const [before, after] = [1, best(data)].map((temperature) => judge({ data, temperature }));
  assert.ok(after.loss < before.loss);
  assert.ok(after.ece > before.ece + 0.01);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('calibration', all));
});
