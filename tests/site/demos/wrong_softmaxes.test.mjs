import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MISTAKES, sentence } from '../../../lib/softmaxbook/demos/wrong_softmaxes.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const vectors = [[3, 1, 0.2], [13, 11, 10.2], [5, 3, 2.2]];

test('every mistake gives the numbers that NumPy gives', () => {
  const expected = numpy('{name: [f(np.array(v, float)) for v in x] for name, f in demo("wrong_softmaxes").MISTAKES.items()}', vectors);
  for (const name in MISTAKES) vectors.forEach((z, i) => close(MISTAKES[name](z), expected[name][i]));
});

test('names and order are those of chapter 2, in JavaScript and in Python', () => {
  const notebook = JSON.parse(readFileSync(new URL('../../../chapters/02_softmax.ipynb', import.meta.url)));
  const cell = notebook.cells.map((c) => [c.source].flat().join('')).find((source) => source.includes('wrong = {'));
  const body = cell.slice(cell.indexOf('wrong = {'), cell.indexOf('\n}\n'));
  const names = [...body.matchAll(/^ {4}"([^"]+)":/gm)].map((match) => match[1]);
  assert.equal(names.length, 12);
  assert.deepEqual(Object.keys(MISTAKES), names);
  assert.deepEqual(numpy('list(demo("wrong_softmaxes").MISTAKES)'), names);
});

test('the page says word for word what Python says', () => {
  const all = states({ mistake: Object.keys(MISTAKES), shift: [0, 0.5, 10], cat: [3], dog: [1], bird: [0.2] });
  // The last digits of 10 ** 13 and its like may differ; three decimals of them are not the point.
  const some = all.filter((s) => s.shift < 10 || !['base 10', 'not normalised'].includes(s.mistake));
  assert.deepEqual(some.map(sentence), sentences('wrong_softmaxes', some));
});
