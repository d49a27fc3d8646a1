import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL, NOON, arrows, sentence } from '../../../lib/softmaxbook/demos/evidence.mjs';
import { numpy, sentences, states } from './numpy.mjs';

const all = states({
  cats: Array.from({ length: 19 }, (_, i) => 5 + 5 * i),
  noon: Object.keys(NOON),
  call: Object.keys(CALL),
});

test('the page says word for word what Python says, in every state', () => {
  assert.deepEqual(all.map(sentence), sentences('evidence', all));
});

test('each factor is a ratio of shares that one can count', () => {
  const share = { asleep: [3 / 4, 1 / 4], awake: [1 / 4, 3 / 4], comes: [1 / 5, 4 / 5], 'stays away': [4 / 5, 1 / 5] };
  for (const [name, times] of Object.entries({ ...NOON, ...CALL })) {
    if (times) assert.ok(Math.abs(share[name][0] / share[name][1] - times) < 1e-12, name);
  }
  assert.deepEqual(numpy('[demo("evidence").NOON, demo("evidence").CALL]'), [NOON, CALL]);
});

test('the odds are those of counting the animals that fit', () => {
  for (const [says, cats, dogs] of [['asleep', 45, 10], ['awake', 15, 30]]) {
    const product = arrows({ cats: 60, noon: says, call: 'not known' }).reduce((a, [, times]) => a * times, 1);
    assert.ok(Math.abs(product - cats / dogs) < 1e-12);
  }
});

test('the odds are written without an exponent', () => {
  for (const state of all) assert.doesNotMatch(sentence(state), /\de[+-]?\d/);
});
