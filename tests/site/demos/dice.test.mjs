import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, sentence, solve, totalOf } from '../../../lib/softmaxbook/demos/dice.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ dice: ['2', '5', '20', '100'], mean: [1.5, 1.75, 2.35, 3.5, 3.55, 4.5, 5.25, 5.5] });

test('two dice: each pair is counted once', () => {
  for (const state of states({ dice: ['2'], mean: [1.5, 3, 3.5, 4.5, 5.5] })) {
    const seen = Array(6).fill(0);
    for (let a = 1; a <= 6; a++) {
      const b = totalOf(state) - a;
      if (b >= 1 && b <= 6) seen[a - 1]++;
    }
    const pairs = seen.reduce((x, y) => x + y);
    close(counted(state), seen.map((n) => n / pairs));
  }
});

test('what is counted is what NumPy counts, and has the mean of the total', () => {
  const expected = numpy('[demo("dice").counted(s["dice"], demo("dice").total_of(**s)).tolist() for s in x]', all);
  all.forEach((state, i) => {
    const shares = counted(state);
    close(shares, expected[i], 1e-11);
    close([shares.reduce((sum, v, k) => sum + v * (k + 1), 0)], [totalOf(state) / state.dice]);
  });
});

test('the softmax and its multiplier are those of the library', () => {
  const means = all.map((state) => totalOf(state) / state.dice);
  const expected = numpy('[[*p, b] for p, b in (softmaxbook.maximum_entropy(np.arange(1, 7), m) for m in x)]', means);
  means.forEach((mean, i) => {
    const { beta, p } = solve(mean);
    close([...p, beta], expected[i], 1e-11);
  });
});

test('the more dice, the nearer the count comes to softmax', () => {
  for (const mean of [2.5, 4.5]) {
    const off = ['2', '20', '100'].map((dice) => {
      const shares = counted({ dice, mean });
      return Math.max(...solve(mean).p.map((v, i) => Math.abs(v - shares[i])));
    });
    assert.ok(off[0] > off[1] && off[1] > off[2] && off[2] < 0.002);
  }
});

test('the mean of fair dice needs no multiplier', () => {
  assert.match(sentence({ dice: '20', mean: 3.5 }), /β = 0\.000, has \(0\.167(, 0\.167){5}\)/);
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('dice', all));
});
