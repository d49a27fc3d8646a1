// node live.mjs FOLDER [engine or part …]: what a reader does in the live pages of the built book, in
// every engine that is installed. Prints a line for each thing that is wrong, and what was measured.
// node live.mjs FOLDER times [engine …]: the best of three visits, as a table; for a quiet machine.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { cells } from './live/cells.mjs';
import { exercises } from './live/exercises.mjs';
import { faults } from './live/faults.mjs';
import { looks } from './live/looks.mjs';
import { progress } from './live/progress.mjs';
import { questions } from './live/questions.mjs';
import { ROWS, times } from './live/times.mjs';
import { ENGINES, launch } from './engines.mjs';
import { serve } from './server.mjs';

const [, , folder, ...chosen] = process.argv;
const PARTS = { questions, exercises, cells, progress, looks, faults };
const wanted = (all) => (all.some((name) => chosen.includes(name)) ? all.filter((name) => chosen.includes(name)) : all);
const { version } = JSON.parse(readFileSync(join(folder, '_live', 'live.json'), 'utf8'));
let failed = false;

async function timed(engine, browser) {
  const visits = [];
  for (let i = 0; i < 3; i++) {
    const server = await serve(folder); // of another port, so the browser knows nothing of it
    visits.push(await times(browser, server));
    server.stop();
    console.log(`live: ${engine}, visit ${i + 1}: ${visits.at(-1).map((value) => value.toFixed(value < 100 ? 1 : 0)).join(', ')} (load ${loadavg()[0].toFixed(1)})`);
  }
  return Object.keys(ROWS).map((_, i) => Math.min(...visits.map((visit) => visit[i])));
}

function table(columns) {
  console.log(['best of three'.padEnd(52), ...Object.keys(columns).map((name) => name.padStart(10)), 'at most'.padStart(10)].join(''));
  Object.entries(ROWS).forEach(([name, most], i) => {
    const values = Object.values(columns).map((column) => column[i]);
    console.log([name.padEnd(52), ...values.map((value) => value.toFixed(value < 100 ? 1 : 0).padStart(10)), String(most ?? '–').padStart(10)].join(''));
    failed ||= values.some((value) => value > most);
  });
}

const columns = {};

for (const engine of wanted(ENGINES)) {
  const browser = await launch(engine);
  if (!browser) {
    console.log(`live: ${engine} is not installed`);
    continue;
  }
  if (chosen.includes('times')) columns[engine] = await timed(engine, browser);
  else for (const name of wanted(Object.keys(PARTS))) {
    const server = await serve(folder);
    const measured = [];
    const problems = await PARTS[name](browser, server, { version, measure: (what, ms) => measured.push(`${what} ${Math.round(ms)} ms`) })
      .catch((error) => [error.stack.split('\n').slice(0, 3).join(' ')]);
    server.stop();
    failed ||= problems.length > 0;
    console.log(`live: ${engine}, ${name}: ${problems.length ? 'failed' : 'passed'}${measured.length ? ` (${measured.join(', ')})` : ''}`);
    problems.forEach((problem) => console.log(`live: ${engine}, ${name}: ${problem}`));
  }
  await browser.close();
}
if (chosen.includes('times')) table(columns);
process.exit(failed ? 1 : 0);
