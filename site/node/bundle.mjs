// The scripts of site/live, each with what it imports in one file: node bundle.mjs FOLDER CHAPTERS
// RENAMED, the last two in JSON: what site/live/ticks.mjs and store.mjs describe.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , folder, chapters, renamed] = process.argv;
const live = fileURLToPath(new URL('../live/', import.meta.url));
// The first two stand in pages, also in those on a disk, where a browser runs no modules.
const scripts = { live: 'iife', progress: 'iife', formulas: 'esm', acting: 'esm' };
const define = { CHAPTERS: chapters, RENAMED: renamed };

for (const [name, format] of Object.entries(scripts)) {
  // By its contents, and written here: in a path esbuild would take some signs for patterns.
  const stdin = { contents: readFileSync(join(live, `${name}.mjs`), 'utf8'), resolveDir: live, sourcefile: `${name}.mjs` };
  const { outputFiles } = await build({ stdin, format, bundle: true, minify: true, write: false, target: 'es2022', define, logLevel: 'warning' });
  writeFileSync(join(folder, `${name}.js`), outputFiles[0].contents);
  // The last one fetches the one before it, in the version that it was made with.
  define[name.toUpperCase()] = JSON.stringify(`${name}.js?v=${outputFiles[0].hash.replace(/\W/g, '')}`);
}
