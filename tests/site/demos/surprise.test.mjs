import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costs, least, sentence } from '../../../lib/softmaxbook/demos/surprise.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ said: [0.5, 0.63, 0.7, 0.9, 0.99], right: [5, 6, 7, 8, 9, 10] });

test('the average is the library’s cross-entropy of the shares under what is said', () => {
  const expected = numpy('[softmaxbook.entropy(y) + softmaxbook.kl_divergence(y, [s["said"], 1 - s["said"]]) for s in x for y in [np.array([s["right"], 10 - s["right"]]) / 10]]', all);
  close(all.map((s) => costs(s).total / 10), expected);
});

test('no report costs less than the entropy, and the share that is right costs just that', () => {
  for (const s of all) assert.ok(costs(s).total / 10 >= least(s.right) - 1e-12);
  for (const right of [5, 6, 7, 8, 9]) close([costs({ said: right / 10, right }).total / 10], [least(right)]);
  assert.equal(least(10), 0);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('surprise', all));
});
