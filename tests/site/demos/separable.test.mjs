import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descend, measures, sentence, signed } from '../../../lib/softmaxbook/demos/separable.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({
  steps: [1, 3, 100, 31623, 1000000],
  penalty: ['none', '0.001', '0.1'],
  labels: ['all labels right', 'one label wrong'],
});
const free = { penalty: 'none', labels: 'all labels right' };

test('the weights are NumPy’s', () => {
  const expected = numpy('[demo("separable").descend(**s) for s in x]', all);
  all.forEach((state, i) => close(descend(state), expected[i], 1e-4));
});

test('many steps taken as one end where single steps do', () => {
  const expected = numpy(`(lambda x, w: [w := w + (1 / (1 + np.exp(x @ w))) @ x / 7 for _ in range(20000)][-1])(np.array(x), np.zeros(2))`, signed('all labels right'));
  close(descend({ ...free, steps: 20000 }), expected, 2e-3);
});

test('the length grows by log 10 over the margin with every decade, and the loss falls like 1/t', () => {
  const best = 5.4 / Math.sqrt(29);
  const [before, after] = [1e5, 1e6].map((steps) => measures({ ...free, steps }));
  assert.ok(Math.abs(after[0] - before[0] - Math.log(10) / best) < 0.03);
  assert.ok(Math.abs(before[1] / after[1] - 10) < 0.1);
  assert.ok(before[2] < after[2] && after[2] < best);
});

test('a penalty or a wrong label puts an end to the growth', () => {
  for (const stopped of [{ ...free, penalty: '0.01' }, { ...free, labels: 'one label wrong' }]) {
    const [before, after] = [1e5, 1e6].map((steps) => measures({ ...stopped, steps }));
    close(after, before, 1e-6);
  }
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('separable', all));
});
