import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DRAWN, sentence, trace, weights } from '../../../lib/softmaxbook/demos/attention.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const scale = ['as they are', 'divided by √d'];
const all = states({ d: [1, 4, 64, 512, 1024], keys: [2, 3, 9, 16], scale });

test('the scores are those of Python, drawn from a seed', () => {
  assert.deepEqual(DRAWN, numpy('demo("attention").DRAWN'));
  assert.deepEqual(DRAWN, numpy('np.random.default_rng(12).normal(size=16).round(2)'));
});

test('divided by the root, the weights do not depend on d', () => {
  for (const keys of [2, 16]) {
    const [first, ...others] = [1, 64, 1024].map((d) => weights({ d, keys, scale: scale[1] }));
    others.forEach((p) => close(p, first));
    close(weights({ d: 1, keys, scale: scale[0] }), first);
  }
});

test('undivided, they saturate as d grows', () => {
  const traces = [1, 4, 16, 64, 256, 1024].map((d) => trace(weights({ d, keys: 16, scale: scale[0] })));
  traces.slice(1).forEach((v, i) => assert.ok(v < traces[i]));
  assert.ok(traces.at(-1) < 0.02);
});

test('the trace is that of the library’s Jacobian', () => {
  const found = all.map((state) => trace(weights(state)));
  const expected = numpy('[np.trace(softmaxbook.softmax_jacobian(demo("attention").DRAWN[:int(s["keys"])] * (s["d"] ** 0.5 if s["scale"] == "as they are" else 1))) for s in x]', all);
  close(found, expected);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('attention', all));
});
