// Python as the pages run it, in Node: `node python.mjs SETTINGS` with the path of a JSON file
//   {pyodide, wheels: {stage: [paths]}, script, argument, out}
// runs the script with `argument`, as JSON; each line that it prints is passed on as it comes. The
// script loads the wheels of a stage with `load(stage)`, "start" aside, which is there, and gets the
// alarm of the pages with `give_alarm()`; what it writes into /out comes into the folder `out`.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

globalThis.self ??= globalThis; // as in a worker
const { giveAlarm, install } = await import('../live/worker.mjs');
const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { loadPyodide } = await import(pathToFileURL(`${settings.pyodide}/pyodide.mjs`));
const print = (line) => process.stdout.write(`${line}\n`);
// Of the library, and not of Pyodide, if it is among the wheels: that is what pages load.
const stdLibURL = settings.wheels.library?.[0];
const options = { indexURL: settings.pyodide, env: settings.environment, stdout: print, stderr: print, ...(stdLibURL && { stdLibURL }) };
const python = await loadPyodide(options);
const loaded = new Set();
const load = (stage) => {
  if (loaded.has(stage)) return;
  loaded.add(stage);
  install(python, settings.wheels[stage].map((path) => new Uint8Array(readFileSync(path))));
};
if (settings.out) {
  python.FS.mkdir('/out');
  python.mountNodeFS('/out', settings.out);
}
load('start');
python.globals.set('load', load);
python.globals.set('give_alarm', () => giveAlarm(python));
python.globals.set('argument', JSON.stringify(settings.argument));
try {
  python.runPython(readFileSync(settings.script, 'utf8'));
} catch (error) {
  print(`FAILED ${String(error.message).trim().split('\n').slice(-12).join('\n')}`);
  process.exit(1);
}
