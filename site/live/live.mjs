// The script of the pages that have exercises, concept checks or cells to run. It costs a reader
// who acts on nothing a few kilobytes; Python is fetched at the first *Check* or *Run*.
import { cell } from './cells.mjs';
import { exercise } from './exercises.mjs';
import { ask } from './questions.mjs';
import { follow } from './store.mjs';
import { ticks } from './ticks.mjs';
import { button, make, say } from './verdicts.mjs';

const html = document.documentElement;
const script = document.currentScript;
const live = html.classList.contains('live');
const all = (selector) => [...document.querySelectorAll(selector)];

let acting;
let tries = 0;
const page = {
  root: new URL(html.dataset.content_root || './', location.href),
  cells: script.dataset.cells && new URL(script.dataset.cells, location.href),
  byId: new Map(),
  // What the first act needs; undefined if it cannot be fetched, which the region then says. `box`
  // holds the buttons.
  async act(box, region, again) {
    // What was pressed in the region goes with it.
    if (region.contains(document.activeElement)) box.querySelector('.do').focus();
    box.classList.add('busy');
    const address = new URL(script.dataset.acting, location.href);
    if (tries) address.searchParams.set('again', tries); // a browser may remember the failure
    acting ??= import(address).then((module) => module.act(page));
    try {
      return await acting;
    } catch {
      box.classList.remove('busy');
      acting = undefined;
      tries += 1;
      say(region, 'failed', make('p', {}, 'The connection to this site broke off. ', button('Try again', again, 'link')));
      return undefined;
    }
  },
};

// A book that was built without knowing its address knows it here.
const wheel = document.querySelector('.run-it a[href$=".whl"]');
if (wheel && location.protocol !== 'file:') {
  const name = wheel.href.split('/').at(-1);
  const line = document.querySelector('.wheel-line');
  if (line.textContent.endsWith(` ${name}`)) {
    line.textContent = line.textContent.replace(name, wheel.href);
    const notebook = document.querySelector('.run-it a[href$=".ipynb"]');
    notebook.addEventListener('click', async (event) => {
      event.preventDefault();
      const text = await (await fetch(notebook.href)).text();
      const file = new Blob([text.replace(` ${name}`, ` ${wheel.href}`)], { type: 'application/x-ipynb+json' });
      const address = URL.createObjectURL(file);
      make('a', { href: address, download: notebook.href.split('/').at(-1) }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    });
  }
}

const restore = new Map(); // by the name under which code is kept
all('[data-question]').forEach((block) => ask(block, ticks));
all('[data-exercise]').forEach((block) => restore.set(block.dataset.keep ?? block.dataset.exercise, exercise(block, page, ticks, live)));
const [, chapter] = script.dataset.cells?.match(/(\w+)\.json/) ?? [];
if (live) all('[data-cell]').forEach((node) => {
  const kept = `${chapter} ${node.dataset.cell}`;
  restore.set(kept, cell(node, page, kept));
});
ticks();
follow((id) => {
  if (id === undefined) ticks();
  restore.get(id)?.();
});
