import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCORES, SENTENCE, sentence, STEPS, weights, WORDS } from '../../../lib/softmaxbook/demos/attention.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ steps: STEPS, word: WORDS, mask: ['none', 'causal'] });

test('the scores are those of the head that Python trains', () => {
  assert.deepEqual(SCORES, numpy('demo("attention").scores()'));
  assert.deepEqual([SENTENCE, WORDS, STEPS], numpy('[demo("attention").SENTENCE, demo("attention").WORDS, demo("attention").STEPS]'));
});

test('the weights are those of the library', () => {
  for (const mask of ['none', 'causal']) {
    const found = STEPS.map((steps) => weights({ steps, mask }));
    const expected = numpy('softmaxbook.softmax(demo("attention").scores(), where=np.tri(7, dtype=bool) if x == "causal" else True)', mask);
    close(found.flat(2), expected.flat(2));
  }
});

test('before training every word gets about a seventh, afterwards the word before nearly all', () => {
  const first = weights({ steps: 0, mask: 'none' }).flat();
  assert.ok(Math.min(...first) > 0.07 && Math.max(...first) < 0.19);
  weights({ steps: 100, mask: 'none' }).slice(1).forEach((row, i) => assert.ok(row[i] > 0.95));
});

test('under the causal mask no word looks ahead, and the first looks at itself', () => {
  for (const steps of STEPS) {
    const rows = weights({ steps, mask: 'causal' });
    assert.equal(rows[0][0], 1);
    rows.forEach((row, i) => row.slice(i + 1).forEach((w) => assert.equal(w, 0)));
  }
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('attention', all));
});
