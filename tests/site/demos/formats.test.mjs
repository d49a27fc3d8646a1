import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORMATS, number, rounded, sentence, steps } from '../../../lib/softmaxbook/demos/formats.mjs';
import { numpy, sentences, states } from './numpy.mjs';

const scores = { cat: [3], dog: [1], bird: [0.2] };
const shifts = [-818, -748, -747, -100, -90, -20, -12, -3, 0, 7, 8, 9, 85, 86, 90, 703, 706, 707, 818];
const all = states({ format: Object.keys(FORMATS), subtract: ['nothing', 'the maximum'], shift: shifts, ...scores });

test('rounding is that of NumPy, with ties to even, subnormal numbers and overflow', () => {
  const x = [1, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 2048.5, 65519, 65520, 2 ** -25, 2 ** -24, 1.5 * 2 ** -24, 1e-30, 0.1, 3.4028235e38, 3.4028236e38, 1e-45, 7e-46, -2.3, 0];
  for (const [format, dtype] of [['float16', 'f2'], ['float32', 'f4'], ['float64', 'f8']]) {
    const expected = numpy(`[str(float(v)) for v in (np.seterr(all="ignore"), np.array(x).astype("${dtype}"))[1]]`, x);
    assert.deepEqual(x.map((v) => rounded(v, format)), expected.map((v) => Number(v.replace('inf', 'Infinity'))));
  }
});

test('bfloat16 is a float32 without its last sixteen bits, rounded', () => {
  assert.equal(rounded(1 + 2 ** -8, 'bfloat16'), 1);
  assert.equal(rounded(1 + 3 * 2 ** -8, 'bfloat16'), 1 + 2 ** -6);
  assert.equal(rounded(3.4e38, 'bfloat16'), Infinity);
});

test('subtracting the maximum leaves no inf and no nan, whatever was added', () => {
  for (const state of all.filter((s) => s.subtract !== 'nothing')) {
    assert.ok(steps(state).shares.every((p) => p >= 0 && p <= 1), sentence(state));
  }
});

test('the exponentials may be finite and their sum not', () => {
  const { terms, total, shares } = steps({ format: 'float16', subtract: 'nothing', shift: 8, cat: 3, dog: 1, bird: 0.2 });
  assert.ok(terms.every(Number.isFinite));
  assert.deepEqual([total, ...shares], [Infinity, 0, 0, 0]);
});

test('numbers are written as Python writes them', () => {
  const x = [0, 0.001, 0.00099, 0.0009996, 999, 999.4, 999.6, 1e300, -744, 5e-324, 12.3456];
  assert.deepEqual(x.map(number), numpy('[demo("formats").number(v) for v in x]', x));
});

test('the formats are those that chapter 4 takes from Python', () => {
  assert.deepEqual(Object.entries(FORMATS), numpy('[[k, list(v)] for k, v in demo("formats").FORMATS.items()]', []));
});

test('the page says word for word what Python says', () => {
  assert.deepEqual(all.map(sentence), sentences('formats', all));
});
