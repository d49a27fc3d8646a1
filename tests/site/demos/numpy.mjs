// Values that NumPy computes, for the tests of the demos.
import { spawnSync } from 'node:child_process';

// The result of the Python expression, which may use np, softmaxbook, demo(name) and x.
export function numpy(expression, x = null) {
  const program = `
import json, sys
from importlib import import_module
import numpy as np
import softmaxbook
demo = lambda name: import_module("softmaxbook.demos." + name)
x = json.load(sys.stdin)
json.dump(${expression}, sys.stdout, default=lambda a: a.tolist())`;
  const run = spawnSync(process.env.PYTHON ?? 'python3', ['-c', program], { input: JSON.stringify(x), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout.replaceAll('Infinity', '1e999')); // JSON has no word for it
}

// What the demo's Python says of each state.
export const sentences = (name, states) => numpy(`[demo("${name}").sentence(**s) for s in x]`, states);

// Every combination of the given values, as states: {a: [1, 2], b: [3]} -> [{a: 1, b: 3}, {a: 2, b: 3}].
export function states(values) {
  return Object.entries(values).reduce(
    (rows, [key, options]) => rows.flatMap((row) => options.map((value) => ({ ...row, [key]: value }))),
    [{}],
  );
}

export function close(actual, expected, tolerance = 1e-12) {
  actual.forEach((value, i) => {
    const error = Math.abs(value - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (!(error <= tolerance)) throw new Error(`entry ${i} is ${value}, NumPy has ${expected[i]}`);
  });
}
