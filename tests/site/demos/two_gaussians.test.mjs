import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundaries, parts, sentence, weights } from '../../../lib/softmaxbook/demos/two_gaussians.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ prior: [0.02, 0.1, 0.5, 0.94, 0.98], spread: [1.5, 2.9, 3, 3.1, 6], bill: [30, 38.6, 45.8, 60] });

test('the log-odds are those of the densities, from end to end of every slider', () => {
  for (const state of all) {
    const { evidence, prior } = parts(state);
    const [adelie, chinstrap] = weights(state, state.bill);
    const u = state.bill - 39;
    close([evidence[0] * u ** 2 + evidence[1] * u + evidence[2] + prior], [Math.log(chinstrap / adelie)], 1e-11);
  }
});

test('with one spread they are the logits of the library’s LDA', () => {
  // Two birds of each species, with exactly the means 39 and 49 and the deviation 3.
  const some = all.filter((s) => s.spread === 3);
  const expected = numpy('[np.diff(softmaxbook.LinearDiscriminantAnalysis([1 - s["prior"], s["prior"]]).fit([[36.0], [42.0], [46.0], [52.0]], [0, 0, 1, 1]).decision_function([[s["bill"]]]))[0, 0] for s in x]', some);
  some.forEach((state, i) => {
    const { evidence, prior } = parts(state);
    assert.equal(evidence[0], 0);
    close([evidence[1] * (state.bill - 39) + evidence[2] + prior], [expected[i]], 1e-11);
  });
});

test('on a boundary both species are equally probable', () => {
  for (const state of all) {
    for (const x of boundaries(state).filter((x) => x > 0 && x < 100)) {
      const [adelie, chinstrap] = weights(state, x);
      close([chinstrap / adelie], [1], 1e-9);
    }
  }
});

test('there is one boundary if the spreads are equal, and two or none if not', () => {
  for (const state of all) {
    const count = boundaries(state).length;
    if (state.spread === 3) assert.equal(count, 1);
    else assert.ok(count === 0 || count === 2);
  }
  assert.equal(boundaries({ prior: 0.98, spread: 6 }).length, 0);
  assert.match(sentence({ prior: 0.98, spread: 6, bill: 40 }), /one species is always more probable/);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('two_gaussians', all));
});
