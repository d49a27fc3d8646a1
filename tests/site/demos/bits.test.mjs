import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentence, value } from '../../../lib/softmaxbook/demos/bits.mjs';
import { sentences, states } from './numpy.mjs';

const all = states({ exponent: [0, 1, 2, 3, 4, 5, 6, 7], fraction: [0, 1, 2, 3] });

test('the page says word for word what Python says, for all bits', () => {
  assert.deepEqual(all.map(sentence), sentences('bits', all));
});

test('the finite numbers are those of the chapter: each row of four has twice the steps of the last', () => {
  const finite = all.filter(({ exponent }) => exponent < 7).map(value);
  assert.deepEqual(finite, [...finite].sort((a, b) => a - b));
  assert.deepEqual(finite.slice(0, 8), [0, 1, 2, 3, 4, 5, 6, 7].map((n) => n / 16));
  for (let row = 2; row < 7; row++) {
    for (let i = 0; i < 4; i++) assert.equal(finite[4 * row + i], 2 * finite[4 * row - 4 + i]);
  }
  assert.equal(finite.at(-1), 14);
});

test('what is reserved is infinity, and nan three times', () => {
  assert.deepEqual(all.filter(({ exponent }) => exponent === 7).map(value), [Infinity, NaN, NaN, NaN]);
});
