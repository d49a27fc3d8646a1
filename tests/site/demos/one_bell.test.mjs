import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bell, both, data, sentence } from '../../../lib/softmaxbook/demos/one_bell.mjs';
import { close, sentences, states } from './numpy.mjs';

const all = states({ mean: [-4, -2, -0.8, 0, 1.3, 4], spread: [0.6, 0.8, 2, 3] });
const sliders = Array.from({ length: 41 }, (_, i) => (i - 20) / 5).flatMap((mean) => Array.from({ length: 13 }, (_, k) => ({ mean, spread: (k + 3) / 5 })));
const best = (k) => sliders.reduce((a, b) => (both(a)[k] <= both(b)[k] ? a : b));

test('data in front are fitted best by the bell of their own mean and variance', () => {
  // Mean 0.7 · (−2) + 0.3 · 2, variance 0.8² + 0.7 · 0.3 · 4².
  assert.deepEqual(best(0), { mean: -0.8, spread: 2 });
});

test('the model in front settles on the larger bell, and pays at most for what it leaves out', () => {
  assert.deepEqual(best(1), { mean: -2, spread: 0.8 });
  // Everywhere the data have at least 0.7 of that bell, so no logarithm exceeds −log 0.7.
  const paid = both({ mean: -2, spread: 0.8 })[1];
  assert.ok(paid < -Math.log(0.7) && paid > -Math.log(0.7) - 0.02);
});

test('data in front, the sum is what calculus gives up to a constant', () => {
  // ∫ data · (−log model) = log(s √2π) + ((mean of the data − m)² + their variance) / 2s².
  const calculus = ({ mean, spread }) => Math.log(spread) + ((-0.8 - mean) ** 2 + 4) / (2 * spread ** 2);
  const constant = both(all[0])[0] - calculus(all[0]);
  for (const s of all) close([both(s)[0] - calculus(s)], [constant], 1e-9);
});

test('neither divergence is negative, and the data are seven and three tenths of two bells', () => {
  for (const s of all) assert.ok(both(s).every((v) => v > 0));
  for (const x of [-3, 0, 2.5]) close([Math.exp(data(x))], [0.7 * Math.exp(bell(x, -2, 0.8)) + 0.3 * Math.exp(bell(x, 2, 0.8))]);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('one_bell', all));
});
