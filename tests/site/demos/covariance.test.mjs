import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, covariance, eigenvalues, probabilities, sentence } from '../../../lib/softmaxbook/demos/covariance.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const scores = states({ cat: [-5, 0, 0.2, 3, 4.9], dog: [-1.3, 0.2, 1, 5], bird: [0.2] });

test('the matrix is the library’s Jacobian', () => {
  const expected = numpy('[softmaxbook.softmax_jacobian([s["cat"], s["dog"], s["bird"]]) for s in x]', scores);
  scores.forEach((s, i) => close(covariance(probabilities(s)).flat(), expected[i].flat()));
});

test('the eigenvalues are NumPy’s, and none exceeds one half', () => {
  const expected = numpy('[np.linalg.eigvalsh(softmaxbook.softmax_jacobian([s["cat"], s["dog"], s["bird"]]))[:0:-1] for s in x]', scores);
  scores.forEach((s, i) => {
    const found = eigenvalues(probabilities(s));
    close(found, expected[i], 1e-8); // a root of nearly 0 keeps half of the digits
    assert.ok(found[0] < 0.5);
  });
});

test('the matrix of a sample is the covariance that NumPy computes from its draws', () => {
  const p = probabilities({ cat: 3, dog: 1, bird: 0.2 });
  const found = count(p, 729);
  const expected = numpy('np.cov(np.eye(3)[np.repeat([0, 1, 2], x)].T, bias=True)', found);
  close(covariance(found.map((v) => v / 729)).flat(), expected.flat());
});

test('with many draws the sample comes near the Jacobian, with few it need not', () => {
  const p = probabilities({ cat: 3, dog: 1, bird: 0.2 });
  const distance = (draws) => {
    const sample = covariance(count(p, draws).map((v) => v / draws)).flat();
    return Math.max(...covariance(p).flat().map((v, i) => Math.abs(v - sample[i])));
  };
  assert.ok(distance(19683) < 0.003);
  assert.ok(distance(9) > 0.01);
});

test('every row sums to 0, in the Jacobian and in the sample', () => {
  for (const s of scores) {
    const p = probabilities(s);
    for (const shares of [p, count(p, 243).map((v) => v / 243)]) {
      close(covariance(shares).map((row) => row.reduce((a, b) => a + b)), [0, 0, 0]);
    }
  }
});

test('the page says word for word what Python says', () => {
  const all = scores.flatMap((s) => [3, 27, 729, 19683].map((draws) => ({ ...s, draws })));
  assert.deepEqual(all.map(sentence), sentences('covariance', all));
});
