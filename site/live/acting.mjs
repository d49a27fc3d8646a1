// What a page fetches when its reader acts for the first time: Python, and what shows its outputs.
import { isSame, render, stream } from './outputs.mjs';
import { python as startable } from './python.mjs';
import { waitFor } from './waiting.mjs';

const ran = { session: -1, ids: new Set() }; // in which worker, and what
let sources; // of all cells of the chapter, hidden ones too

async function fetchSources(page) {
  const answer = await fetch(page.cells);
  if (!answer.ok) throw new Error(`The site answered ${answer.status}`);
  return answer.json();
}

// Runs a cell, and before it those above that have not been run.
async function run(page, python, target, { hear, tell }) {
  const network = (error) => { sources = undefined; throw Object.assign(error, { reason: 'network' }); };
  sources ??= fetchSources(page);
  const list = await sources.catch(network);
  const at = list.findIndex(({ id }) => id === target.id);
  const send = async (stored, options) => {
    const result = await python.ask('run', { cell: stored.id, source: page.byId.get(stored.id)?.code ?? stored.source }, options);
    if (ran.session !== python.session) Object.assign(ran, { session: python.session, ids: new Set() });
    if (result.ok) ran.ids.add(stored.id);
    return { ...result, stored };
  };
  const isNew = ({ id }) => ran.session !== python.session || !ran.ids.has(id);
  const before = list.slice(0, at).filter(isNew);
  for (const [i, stored] of before.entries()) {
    const words = `Running the cells above, ${i + 1} of ${before.length} …`;
    const result = await send(stored, { hear: (data) => {
      if (data.type === 'progress' && !(data.unit === 'steps' && data.done >= data.total)) hear(data);
      else tell(words, i, before.length);
    } });
    tell(words, i + 1, before.length);
    if (!result.ok) return { ...result, above: true };
  }
  tell('Running …');
  const print = stream(target.place());
  let start = performance.now(); // what is fetched for the cell is not its time
  const result = await send(list[at], { hear: (data) => {
    if (data.type === 'stream') print(data.text);
    else hear(data);
    if (data.type === 'progress') start = performance.now();
  } });
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

// page: {root, cells: address of the sources, byId: of the cells that are seen}
export function act(page) {
  const python = startable(page.root);
  page.forget = (id) => ran.ids.delete(id);
  return {
    python,
    isSame,
    render,
    run: (target, options) => run(page, python, target, options),
    waitFor: (...details) => waitFor(python, ...details),
  };
}
