import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { read, recognise } from '../../../site/live/numbers.mjs';
import { numpy } from '../demos/numpy.mjs';

const TYPED = ['0.25', ' .25 ', '1/4', '¼', '25 %', '25%', '0,25', '−3', '+5', '2.5e-1', '10^-2', '10⁻²', '3·10⁻²', '3 × 10^-2', '≈ 0.3', '= 7', 'log 8', 'log(8)', 'ln 2', '2 ** 3', 'sqrt(400)', '-log(2) / 3', 'exp(-1)', '2.08 nats', '1 / (1 + exp(-3))', '-2 ** 2', 'pi', '0'];

test('a number is read as on the desk', () => {
  const expected = numpy('[import_module("softmaxbook.exercises.reading").number_in(t) for t in x]', TYPED);
  TYPED.forEach((text, i) => assert.ok(Math.abs((read(text) ?? NaN) - expected[i]) < 1e-12 * (1 + Math.abs(expected[i])), `${text}: ${read(text)}, not ${expected[i]}`));
});

test('what is no number is none', () => {
  for (const text of ['', 'cat', '1/0', '0.2.3', '(1', '1 2 3 x', 'alert(1)', 'constructor', '...']) assert.equal(read(text), null, text);
});

// What the page brings of every number question, and the texts of its boxes.
const EXTENSIONS = fileURLToPath(new URL('../../../site/extensions', import.meta.url));
const questions = numpy(`(import_module("sys").path.insert(0, ${JSON.stringify(EXTENSIONS)}), {i: {"table": import_module("live_pages").numbers(q), "boxes": [q.says, *q.wrong.values()]}
  for i, q in import_module("softmaxbook.exercises.record").QUESTIONS.items() if hasattr(q, "wrong")})[1]`, []);

test('every number question says of a number what the desk says', () => {
  assert.ok(Object.keys(questions).length > 10);
  const answers = Object.entries(questions).flatMap(([id, { table }]) => {
    const numbers = [...new Set(table.rows.map(([, number]) => number))].filter((number) => Math.abs(number) < 1e15);
    const forms = numbers.flatMap((n) => [String(n), n.toFixed(1), n.toFixed(2), n.toFixed(3), n.toFixed(4), n.toPrecision(2), n.toPrecision(3),
      String(Math.trunc(n * 100) / 100), String(Math.trunc(n * 1000) / 1000), String(n * 1.004), String(n * 0.97), String(n + 0.0011), String(n / 100)]);
    return [...new Set([...forms, '0', '1', '7', '-3', '0.5', 'inf'])].map((text) => [id, text]);
  });
  assert.ok(answers.length > 5000);
  const desk = numpy(`[(lambda v: [v.status, v.name, v.seen if v.status == "passed" else v.why])(import_module("softmaxbook.exercises.quiz").judge(import_module("softmaxbook.exercises.record").QUESTIONS[i], t)) for i, t in x]`, answers);
  const kinds = new Set();
  answers.forEach(([id, text], i) => {
    const { table, boxes } = questions[id];
    const { status, name, says = '', added } = recognise(read(text), table);
    const said = [typeof says === 'number' ? boxes[says] : says, added].filter(Boolean).join(' ');
    assert.deepEqual([status, name, said], desk[i], `${id} ${text}`);
    kinds.add(name);
  });
  for (const kind of ['', 'another-number-is-right', 'rounded', 'percent', 'sign-flipped', 'base-2', 'upside-down', 'twice', 'counted-from-0', 'unrecognised']) assert.ok(kinds.has(kind), `no answer was ${kind || 'right'}`);
});

test('infinity is read, and equals nothing but itself', () => {
  for (const text of ['inf', 'Infinity', '∞']) assert.equal(read(text), Infinity, text);
  const { table } = questions['jacobian.q1'];
  assert.equal(recognise(Infinity, table).name, 'unrecognised');
});
