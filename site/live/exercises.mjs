// An exercise: editor, Check, verdict, hints.
import { edit } from './editor.mjs';
import { keepTyped, note, typed } from './store.mjs';
import { button, make, say, show } from './verdicts.mjs';

const ATTEMPTS = ['passed', 'named', 'symptom', 'unnamed', 'raised'];

// Each hint opens the way to the next; the solution is never locked.
function hints(block, id) {
  const boxes = [...block.querySelectorAll('details.hint, details.solution')];
  boxes.forEach((box, i) => box.addEventListener('toggle', () => {
    if (!box.open || box.classList.contains('noted') || document.documentElement.classList.contains('on-paper')) return;
    box.classList.add('noted');
    if (box.classList.contains('hint')) note('hint', id, { level: i + 1 });
    else note('solution', id);
  }));
}

// `done` is called when the reader's progress has changed. The result reads again what was typed.
export function exercise(block, page, done, live) {
  const { exercise: id } = block.dataset;
  hints(block, id);
  if (!live) return () => {};
  const find = (selector) => block.querySelector(selector);
  const region = find('.verdict');
  const box = find('textarea');
  const starter = box.value;
  const kept = block.dataset.keep ?? id; // under which name what was typed is kept

  async function check() {
    if (block.classList.contains('busy')) return;
    const source = editor.text;
    const act = await page.act(block, region, check);
    const verdict = await act?.waitFor(block, region, 'Checking', async (options) => {
      try {
        return await act.python.ask('check', { exercise: id, source }, options);
      } catch (error) {
        if (!error.verdict) throw error;
        return error.verdict; // the worker said beforehand what to show if it did not come back
      }
    }, check);
    if (!verdict) return;
    show(region, verdict);
    if (ATTEMPTS.includes(verdict.status)) {
      note('check', id, { status: verdict.status, name: verdict.name });
      block.classList.toggle('just-passed', verdict.status === 'passed');
      done();
    }
  }

  const editor = edit(box, find('.editor pre'), {
    changed: () => {
      keepTyped(kept, box.value === starter ? null : box.value);
      // What was said of other code may stay, and says so by its look.
      region.classList.toggle('stale', region.childNodes.length > 0);
    },
    submit: check,
  });
  const restore = () => { editor.text = typed(kept) ?? starter; };
  restore();

  function again() {
    const written = editor.text;
    editor.text = starter;
    keepTyped(kept, null);
    box.focus();
    if (written === starter) return say(region, '');
    return say(region, 'note', make('p', {}, 'The starter is back. ', button('Bring back what I wrote', () => {
      editor.text = written;
      keepTyped(kept, written);
      say(region, '');
      box.focus();
    }, 'link')));
  }

  find('.do').addEventListener('click', check);
  find('.again').addEventListener('click', again);
  return restore;
}
