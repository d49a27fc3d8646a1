import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entropy, probabilities, sentence } from '../../../lib/softmaxbook/demos/temperature.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ cat: [-5, 0.3, 3, 5], dog: [-5, 1, 4.9], bird: [0.2], temperature: [0.125, 1, 2 ** 0.7, 16] });

test('the probabilities are those of the library, from the coldest to the hottest', () => {
  const expected = numpy('[softmaxbook.softmax([s["cat"], s["dog"], s["bird"]], axis=-1, temperature=s["temperature"]) for s in x]', all);
  all.forEach((state, i) => close(probabilities(state), expected[i]));
});

test('the entropy is the library’s, and 0 for a certainty', () => {
  const expected = numpy('[softmaxbook.entropy(softmaxbook.softmax([s["cat"], s["dog"], s["bird"]], axis=-1, temperature=s["temperature"])) for s in x]', all);
  all.forEach((state, i) => close([entropy(probabilities(state))], [expected[i]]));
  assert.equal(entropy([1, 0, 0]), -0);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('temperature', all));
});
