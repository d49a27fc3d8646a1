import assert from 'node:assert/strict';
import { test } from 'node:test';
import { powers, sentence } from '../../../lib/softmaxbook/demos/shares.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const steps = [-2, -1.4, -0.2, 0, 0.2, 1, 2.6, 3, 4];
const all = states({ cat: steps, dog: steps, bird: steps });

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('shares', all));
});

test('the bars are the exponentials of the scores', () => {
  close(all.flatMap(powers), numpy('np.exp(x).ravel()', all.map(({ cat, dog, bird }) => [cat, dog, bird])));
});

test('raising every score by the same amount multiplies every bar alike', () => {
  const [before, after] = [powers({ cat: 3, dog: 1, bird: 0.2 }), powers({ cat: 4, dog: 2, bird: 1.2 })];
  close(after.map((v, i) => v / before[i]), [Math.E, Math.E, Math.E]);
});
