import assert from 'node:assert/strict';
import { test } from 'node:test';
import { place, sentence, above } from '../../../lib/softmaxbook/demos/sea.mjs';
import { softmax } from '../../../lib/softmaxbook/demos/shared.mjs';
import { close, numpy, sentences, states } from './numpy.mjs';

const all = states({ cat: [-3, 0, 3, 5.7], dog: [1], bird: [0.2], level: [-5, -0.5, 0, 4.5] });

test('softmax is the library’s, far from 0 as well', () => {
  const vectors = [[3, 1, 0.2], [1000, 998, 0], [-1000, -1001, -999]];
  const expected = numpy('softmaxbook.softmax(x, axis=-1)', vectors);
  vectors.forEach((z, i) => close(softmax(z), expected[i]));
});

test('the point of the triangle stays where it is whatever the level of the sea', () => {
  for (const state of all) {
    close(place(softmax(above(state))), place(softmax(above({ ...state, level: 0 }))), 1e-12);
  }
});

test('the point stands where the library’s simplex has it', () => {
  const vectors = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.836, 0.113, 0.051]];
  // From the corners of plots.simplex, of side 1, to those of the demo, of side 196.
  const expected = numpy('[[267 + 196 * u, 206 - 170 / (3 ** 0.5 / 2) * v] for u, v in __import__("softmaxbook.plots").plots.simplex_xy(x)]', vectors);
  vectors.forEach((p, i) => close(place(p), expected[i]));
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('sea', all));
});
