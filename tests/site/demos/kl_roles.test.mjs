import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divergence, roles, sentence } from '../../../lib/softmaxbook/demos/kl_roles.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ data: ['always cat', 'cat or dog', 'any of them'], cat: [-4, 0.3, 3, 6], dog: [-2.7, 1, 5.1], bird: [0.2] });

test('both divergences are those of the library, infinite ones included', () => {
  const given = all.map((state) => roles(state));
  const expected = numpy('[[float(min(softmaxbook.kl_divergence(a, b), 1e9)) for a, b in ((s["y"], s["p"]), (s["p"], s["y"]))] for s in x]', given);
  given.forEach(({ there, back }, i) => close([there, Math.min(back, 1e9)], expected[i], 1e-11));
});

test('of a one-hot label the divergence is the surprisal of its class, and the other way infinite', () => {
  const { p, there, back } = roles({ data: 'always cat', cat: 3, dog: 1, bird: 0.2 });
  close([there], [-Math.log(p[0])]);
  assert.equal(back, Infinity);
});

test('neither direction is negative, and both vanish where data and model agree', () => {
  for (const state of all) assert.ok(roles(state).there >= 0 && roles(state).back >= 0);
  assert.equal(divergence([0.6, 0.3, 0.1], [0.6, 0.3, 0.1]), 0);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('kl_roles', all));
});
