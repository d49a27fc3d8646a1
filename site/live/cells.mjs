// The cells of a chapter: Run, Edit, Reset. All run in one namespace, in the order of the page.
import { edit } from './editor.mjs';
import { keepTyped, typed } from './store.mjs';
import { button, make, say } from './verdicts.mjs';

const KEYS = 'live-keys'; // id of the sentence on the keys of every editor
const inSeconds = (s) => (s < 0.095 ? 'less than 0.1 s' : `${s.toFixed(s < 10 ? 1 : 0)} s`);

// `kept`: under which name code that the reader changed is kept. The result reads it again.
export function cell(node, page, kept) {
  const { cell: id } = node.dataset;
  const input = node.querySelector('.cell_input');
  const folded = input.closest('details'); // a box that the reader opens to see the code
  const pre = input.querySelector('pre');
  const source = pre.textContent.replace(/\n$/, '');
  const coloured = [...pre.childNodes];
  let output = node.querySelector('.cell_output');
  const old = output ? [...output.childNodes] : [];
  const region = make('div', { className: 'verdict', role: 'status' });
  let editor;

  const self = {
    id,
    get code() { return editor && editor.text !== source ? editor.text : undefined; },
    // Where outputs go, which is made for a cell that has none in the book.
    place() {
      if (!output) {
        output = make('div', { className: 'cell_output' });
        output.dataset.made = '';
        region.after(output);
      }
      const box = output.closest('details');
      if (box) box.open = true;
      return output;
    },
  };
  page.byId.set(id, self);

  async function start() {
    if (tools.classList.contains('busy')) return;
    const act = await page.act(tools, region, start);
    const result = await act?.waitFor(tools, region, 'Running', (options) => act.run(self, options), start);
    if (!result) return;
    reset.hidden = false;
    if (result.above) {
      const [error] = result.outputs.slice(-1);
      const there = document.querySelector(`[data-cell="${result.stored.id}"]`);
      const link = there && button('Show it', () => { there.scrollIntoView({ block: 'center' }); there.querySelector('button').focus(); }, 'link');
      say(region, 'failed', make('p', {}, `A cell above stopped: ${error.last} `, link));
      return;
    }
    const same = act.isSame(result.outputs, result.stored.outputs, old);
    if (same) self.place().replaceChildren(...old);
    else if (result.outputs.length || output) await act.render(self.place(), result.outputs, old, self.code !== undefined);
    const took = inSeconds(result.seconds);
    const [last] = result.outputs.slice(-1);
    if (!result.ok) say(region, 'note', make('p', {}, `Ran into an error, ${last.ename}.`));
    else if (same && self.code === undefined) say(region, 'note', make('p', {}, `Ran in ${took}, with the book’s result.`));
    else say(region, 'note', make('p', {}, `Ran in ${took}.${result.outputs.length ? '' : ' It shows nothing.'}`));
  }

  function write(text) {
    if (!editor) {
      const box = make('textarea', { spellcheck: false, autocapitalize: 'off', autocomplete: 'off', value: source, ariaLabel: 'Code of this cell' });
      box.setAttribute('autocorrect', 'off');
      if (document.getElementById(KEYS)) box.setAttribute('aria-describedby', KEYS);
      pre.closest('.highlight').parentElement.classList.add('editor');
      pre.closest('.highlight').after(box);
      editor = edit(box, pre, { changed: () => keepTyped(kept, box.value === source ? null : box.value), submit: start });
      editor.box = box;
    }
    editor.text = text;
    change.hidden = true;
    reset.hidden = false;
  }

  function open(text) {
    write(text);
    if (folded) folded.open = true;
    editor.box.focus();
  }

  function back() {
    const written = self.code;
    if (editor) {
      editor.box.remove();
      pre.closest('.editor').classList.remove('editor');
      pre.removeAttribute('aria-hidden');
      pre.replaceChildren(...coloured);
      editor = undefined;
    }
    keepTyped(kept, null);
    output?.replaceChildren(...old);
    reset.hidden = true;
    change.hidden = false;
    page.forget?.(id);
    go.focus();
    if (written === undefined) return say(region, '');
    return say(region, 'note', make('p', {}, 'The book’s code is back. ', button('Bring back what I wrote', () => {
      say(region, '');
      keepTyped(kept, written);
      open(written);
    }, 'link')));
  }

  function restore() {
    const written = typed(kept);
    if (editor) editor.text = written ?? source;
    else if (written !== null && written !== source) {
      write(written);
      say(region, 'note', make('p', {}, 'This is your code, kept from before. What is shown below it is the book’s, until you run it.'));
    }
  }

  const go = button('Run', start, 'do');
  const change = button('Edit', () => open(source));
  const reset = button('Reset', back);
  const stop = button('Stop', () => {}, 'stop');
  reset.hidden = true;
  stop.hidden = true;
  go.title = `Runs this cell, after those above. ${document.querySelector('.first-use')?.textContent ?? ''}`;
  reset.title = 'Bring back the book’s code and result';
  const tools = make('div', { className: 'cell-tools', role: 'toolbar', ariaLabel: 'This cell' }, go, change, reset, stop);
  const copy = input.querySelector('.copy-button');
  if (copy) tools.append(copy);
  for (const part of [tools, region]) part.dataset.made = '';

  // One stop of the Tab key for a cell; the arrow keys go from button to button.
  const rove = (to) => tools.querySelectorAll('button').forEach((one) => { one.tabIndex = one === to ? 0 : -1; });
  rove(go);
  tools.addEventListener('focusin', ({ target }) => rove(target));
  tools.addEventListener('keydown', ({ key, target }) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const shown = [...tools.querySelectorAll('button')].filter((one) => !one.hidden);
    if (way) shown[(shown.indexOf(target) + way + shown.length) % shown.length].focus();
  });
  if (folded) folded.before(tools);
  else input.append(tools);
  (folded ?? input).after(region);
  restore();
  return restore;
}
