// Python as the pages run it, in Node: `node python.mjs SETTINGS` with the path of a JSON file
//   {pyodide, wheels: {stage: [paths]}, script, argument}
// runs the script with `argument`; each line that it prints is passed on as it comes. The script
// loads the wheels of a stage with `load(stage)`.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { loadPyodide } = await import(pathToFileURL(`${settings.pyodide}/pyodide.mjs`));
const print = (line) => process.stdout.write(`${line}\n`);
const env = { HOME: '/home/reader', SOFTMAXBOOK_PROGRESS: 'off', MPLBACKEND: 'module://softmaxbook_backend' };
const python = await loadPyodide({ indexURL: settings.pyodide, env, stdout: print, stderr: print });
const loaded = new Set();
const load = (stage) => {
  if (loaded.has(stage)) return;
  loaded.add(stage);
  for (const path of settings.wheels[stage]) python.unpackArchive(new Uint8Array(readFileSync(path)), 'wheel');
  python.runPython('import importlib; importlib.invalidate_caches()');
};
load('start');
python.globals.set('load', load);
python.globals.set('argument', JSON.stringify(settings.argument));
try {
  python.runPython(readFileSync(settings.script, 'utf8'));
} catch (error) {
  print(`FAILED ${String(error.message).trim().split('\n').slice(-12).join('\n')}`);
  process.exit(1);
}
