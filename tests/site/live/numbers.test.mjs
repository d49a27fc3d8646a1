import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, recognise } from '../../../site/live/numbers.mjs';
import { numpy } from '../demos/numpy.mjs';

const TYPED = ['0.25', ' .25 ', '1/4', '¼', '25 %', '25%', '0,25', '−3', '+5', '2.5e-1', '10^-2', '10⁻²', '3·10⁻²', '3 × 10^-2', '≈ 0.3', '= 7', 'log 8', 'log(8)', 'ln 2', '2 ** 3', 'sqrt(400)', '-log(2) / 3', 'exp(-1)', '2.08 nats', '1 / (1 + exp(-3))', '-2 ** 2', 'pi'];

test('a number is read as on the desk', () => {
  const expected = numpy('[import_module("softmaxbook.exercises.reading").number_in(t) for t in x]', TYPED);
  TYPED.forEach((text, i) => assert.ok(Math.abs(read(text)?.value - expected[i]) < 1e-12 * (1 + Math.abs(expected[i])), `${text}: ${read(text)?.value}, not ${expected[i]}`));
});

test('what is no number is none', () => {
  for (const text of ['', 'cat', '1/0', '0.2.3', '(1', '1 2 3 x', 'alert(1)', 'constructor', '...']) assert.equal(read(text), null, text);
});

test('infinity is read, and equals nothing but itself', () => {
  for (const text of ['inf', 'Infinity', '∞']) assert.equal(read(text).value, Infinity, text);
  const question = { key: 0.5, wrong: [Infinity], digits: 3 };
  assert.equal(recognise(read('inf'), question), 0);
  assert.equal(recognise(read('7'), question), 'unknown');
});

test('every number question judges its own numbers, and their roundings, as the desk does', () => {
  const questions = numpy(`(lambda q, r: [{"id": i, "key": q.value_of(n.key), "also": [q.value_of(a) for a in n.also], "wrong": [q.value_of(w) for w in n.wrong], "digits": q.digits_asked(n.asks)}
    for i, n in r.QUESTIONS.items() if hasattr(n, "wrong")])(import_module("softmaxbook.exercises.quiz"), import_module("softmaxbook.exercises.record"))`, []);
  const answers = questions.flatMap(({ id, key, also, wrong }) => [key, ...also, ...wrong].flatMap((number) => [String(number), number.toFixed(3), number.toFixed(4), number.toPrecision(2)].map((text) => [id, text])));
  const statuses = numpy(`[import_module("softmaxbook.exercises.quiz").judge(import_module("softmaxbook.exercises.record").QUESTIONS[i], t).status for i, t in x]`, answers);
  assert.ok(questions.length > 10);
  answers.forEach(([id, text], i) => {
    const ours = recognise(read(text), questions.find((question) => question.id === id));
    assert.equal(ours === 'right', statuses[i] === 'passed', `${id} ${text}: ${ours} here, ${statuses[i]} there`);
  });
});

test('what comes of the rounded numbers in a question is right as well', () => {
  const question = { key: -0.0945895, also: [-0.836 * 0.113], wrong: [-0.113], digits: 3 };
  for (const text of ['-0.095', '−0.094', '-0.094468']) assert.equal(recognise(read(text), question), 'right', text);
  assert.equal(recognise(read('-0.093'), question), 'unknown');
});
