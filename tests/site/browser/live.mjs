// node live.mjs FOLDER [engine or part …]: what a reader does in the live pages of the built book, in
// every engine that is installed. Prints a line for each thing that is wrong, and what was measured.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cells } from './live/cells.mjs';
import { exercises } from './live/exercises.mjs';
import { faults } from './live/faults.mjs';
import { looks } from './live/looks.mjs';
import { progress } from './live/progress.mjs';
import { questions } from './live/questions.mjs';
import { ENGINES, launch } from './engines.mjs';
import { serve } from './server.mjs';

const [, , folder, ...chosen] = process.argv;
const PARTS = { questions, exercises, cells, progress, looks, faults };
const wanted = (all) => (all.some((name) => chosen.includes(name)) ? all.filter((name) => chosen.includes(name)) : all);
const { version } = JSON.parse(readFileSync(join(folder, '_live', 'live.json'), 'utf8'));
let failed = false;

for (const engine of wanted(ENGINES)) {
  const browser = await launch(engine);
  if (!browser) {
    console.log(`live: ${engine} is not installed`);
    continue;
  }
  for (const name of wanted(Object.keys(PARTS))) {
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
process.exit(failed ? 1 : 0);
