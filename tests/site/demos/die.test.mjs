import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entropy, sentence, solve } from '../../../lib/softmaxbook/demos/die.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ mean: [1.05, 1.5, 2.35, 3.45, 3.5, 3.55, 4.5, 5.2, 5.95] });

test('probabilities and multiplier are those of the library, from end to end of the slider', () => {
  const expected = numpy('[[*p, b] for p, b in (softmaxbook.maximum_entropy(np.arange(1, 7), s["mean"]) for s in x)]', all);
  all.forEach(({ mean }, i) => {
    const { beta, p } = solve(mean);
    close([...p, beta], expected[i], 1e-11);
  });
});

test('the probabilities have the mean that the slider shows', () => {
  for (const { mean } of all) {
    const { p } = solve(mean);
    close([p.reduce((sum, v, i) => sum + v * (i + 1), 0)], [mean]);
  }
});

test('mirrored means have mirrored faces and opposite multipliers', () => {
  const [low, high] = [solve(2.5), solve(4.5)];
  close([...low.p].reverse(), high.p);
  close([low.beta], [-high.beta]);
});

test('the entropy is largest at 3.5, where the multiplier is 0', () => {
  close([entropy(solve(3.5).p)], [Math.log(6)]);
  for (const { mean } of all) assert.ok(mean === 3.5 || entropy(solve(mean).p) < Math.log(6));
  assert.match(sentence({ mean: 3.5 }), /β = 0\.000;/);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('die', all));
});
