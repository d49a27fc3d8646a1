import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts, goes, sentence, squares } from '../../../lib/softmaxbook/demos/ledger.mjs';
import { numpy, sentences } from './numpy.mjs';

const [start, choices] = numpy('[demo("ledger").STATE, demo("ledger").SENTENCES]');
const claims = numpy('[[c.id, c.verdict.value, c.notebook, c.says] for c in __import__("softmaxbook.claims").claims.all_claims()]');
const VALUES = ['True', 'True under conditions', 'Imprecise', 'False'];

test('the page says word for word what Python says', () => {
  const all = choices.flatMap((which, i) => [0, 70, 140].map((n) => ({ ...start, sentences: which, open: claims[n + (i % 5)][0] })));
  assert.deepEqual(all.map(sentence), sentences('ledger', all));
});

test('every claim has one square, with its sentence, its verdict and its chapter', () => {
  const found = new Map(squares(start).map((row) => [row[2], row]));
  assert.equal(found.size, squares(start).length);
  assert.deepEqual(new Set(found.keys()), new Set(claims.map(([id]) => id)));
  for (const [id, verdict, notebook, says] of claims) {
    const [shown, number, , chapter] = found.get(id);
    assert.equal(VALUES[number], verdict);
    assert.equal(chapter, +notebook.slice(0, 2));
    if (!says.includes('$')) assert.equal(shown, says);
    assert.doesNotMatch(shown, /[$\\{}`]/);
  }
});

test('squares of one verdict stand together, and the counts add up over the chapters', () => {
  const order = squares(start).map((row) => row[1]);
  assert.deepEqual(order, order.toSorted());
  assert.deepEqual(counts(start), VALUES.map((value) => claims.filter((claim) => claim[1] === value).length));
  const parts = choices.slice(1).map((which) => counts({ ...start, sentences: which }));
  assert.deepEqual(VALUES.map((_, i) => parts.reduce((sum, part) => sum + part[i], 0)), counts(start));
});

test('the arrow keys lead to the next square or the next row, and never out of the field', () => {
  const count = claims.length;
  assert.equal(goes('ArrowRight', 0, count), 1);
  assert.equal(goes('ArrowLeft', 0, count), 0);
  assert.equal(goes('ArrowDown', 3, count), 17);
  assert.equal(goes('ArrowUp', 17, count), 3);
  assert.equal(goes('ArrowDown', count - 1, count), count - 1);
});
