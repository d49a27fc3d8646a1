import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, lines, sentence } from '../../../lib/softmaxbook/demos/judge.mjs';
import { numpy, sentences, states } from './numpy.mjs';

const [verdicts, start, ids] = numpy('[demo("judge").VERDICTS, demo("judge").STATE, demo("judge").IDS]');
const numbers = ids.map((_, i) => i + 1);

test('the page says word for word what Python says', () => {
  const all = states({ number: numbers, verdict: verdicts, trial: [start.trial] });
  assert.deepEqual(all.map(sentence), sentences('judge', all));
});

test('each sentence, verdict and correction is the ledger’s', () => {
  const expected = numpy('[[c.says, c.verdict.name.lower(), c.correct] for c in map(__import__("softmaxbook.claims").claims.verify, x)]', ids);
  assert.deepEqual(numbers.map((number) => chosen({ ...start, number })), expected);
});

test('every verdict stands for some sentence, and no formula is left unset', () => {
  const rows = numbers.map((number) => chosen({ ...start, number }));
  assert.deepEqual(new Set(rows.map((row) => row[1])), new Set(verdicts.slice(1)));
  for (const row of rows) assert.doesNotMatch(row.join(' '), /[$`\\]/);
});

test('the drawn sentence keeps its words, and fits in three lines', () => {
  for (const number of numbers) {
    const [says] = chosen({ ...start, number });
    assert.equal(lines(`“${says}”`, 44).join(' '), `“${says}”`);
    assert.ok(lines(`“${says}”`, 44).length <= 3);
    assert.ok(lines(`“${says}”`, 44).every((line) => line.length <= 44));
  }
});

test('a choice is answered at once, and a matching one is confirmed', () => {
  for (const number of numbers) {
    const [, right] = chosen({ ...start, number });
    assert.match(sentence({ ...start, number, verdict: right }), /So does the ledger/);
    assert.match(sentence({ ...start, number, verdict: right === 'true' ? 'false' : 'true' }), new RegExp(`The ledger says ${right}`));
  }
});
