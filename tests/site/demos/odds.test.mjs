import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gain, sentence, sigmoid } from '../../../lib/softmaxbook/demos/odds.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ log_odds: Array.from({ length: 161 }, (_, i) => (i - 80) / 10) });

test('the probability is the library’s sigmoid, also beyond what the slider reaches', () => {
  const scores = [-800, -40, -8, -2.3, -0.1, 0, 0.1, 2, 7.9, 40, 800];
  close(scores.map(sigmoid), numpy('softmaxbook.sigmoid(np.array(x))', scores));
});

test('one more gains most across the middle, a little less than a quarter, and less at the ends', () => {
  const gains = all.map((state) => gain(state.log_odds));
  const best = gains.indexOf(Math.max(...gains));
  assert.equal(all[best].log_odds, -0.5);
  assert.ok(gains[best] < 0.25 && gains[best] > 0.244);
  gains.forEach((g, i) => assert.ok(i === 0 || (g > gains[i - 1]) === (i <= best)));
});

test('the page says word for word what Python says, at every place of the slider', () => {
  assert.deepEqual(all.map(sentence), sentences('odds', all));
});

test('the odds are written without an exponent', () => {
  for (const state of all) assert.doesNotMatch(sentence(state), /\de[+-]?\d/);
});

test('two are the odds of the first page, 7.39 to 1', () => {
  assert.equal(
    sentence({ log_odds: 2 }),
    'Log-odds 2 are odds of 7.39 to 1 and a probability of 0.8808. One more makes them 20.1 to 1, 2.72 times as high, and 0.9526, higher by 0.0718.',
  );
});
