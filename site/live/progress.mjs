// The page Your progress.
import { asFile, follow, forget, isKept, join, summary } from './store.mjs';
import { ticks } from './ticks.mjs';
import { button, make, say } from './verdicts.mjs';

// What is worth doing again: tried and not passed, or passed only with the solution or the last
// hint, or after several named mistakes.
function repeats({ passed, tries, solution, hints, names }) {
  if (tries && !passed) return 'not passed yet';
  if (passed && solution) return 'done with the solution';
  if (passed && hints.size >= 3) return 'done with all hints';
  if (passed && names.length >= 3) return `done after ${names.length} named mistakes`;
  return '';
}

const put = (place, ...children) => {
  place.dataset.made = '';
  place.replaceChildren(...children);
};

const page = document.querySelector('article');

function overview() {
  const found = summary();
  const repeat = [];
  for (const row of page.querySelectorAll('[data-of]')) {
    const entry = found.get(row.dataset.of);
    const why = entry ? repeats(entry) : '';
    const parts = [];
    if (entry?.tries) parts.push(`${entry.tries} ${entry.tries === 1 ? 'try' : 'tries'}`);
    if (entry?.hints.size) parts.push(`${entry.hints.size} of 3 hints`);
    if (entry?.solution) parts.push('solution seen');
    put(row.querySelector('.state'), entry?.passed ? '✓' : entry?.tries ? '✗' : '');
    put(row.querySelector('.what'), parts.length ? ` ${parts.join(', ')}` : '');
    if (why) repeat.push(make('li', {}, row.querySelector('a').cloneNode(true), `: ${why}`));
  }
  for (const row of page.querySelectorAll('[data-chapter]')) {
    const ids = [...page.querySelectorAll(`[data-of^="${row.dataset.chapter}."]`)].map((one) => found.get(one.dataset.of));
    const count = (test) => ids.filter((entry) => entry && test(entry)).length;
    const [done, tried, hints] = row.querySelectorAll('.number');
    put(done, String(count(({ passed }) => passed)));
    put(tried, String(count(({ tries }) => tries)));
    put(hints, String(ids.reduce((sum, entry) => sum + (entry?.hints.size ?? 0), 0)));
  }
  const list = page.querySelector('.repeat');
  put(list, ...(repeat.length ? [make('ul', {}, ...repeat)] : [make('p', {}, found.size ? 'Nothing so far.' : 'Nothing is recorded in this browser yet.')]));
  manage();
}

function manage() {
  const place = page.querySelector('.manage');
  if (place.childElementCount) return;
  const region = make('div', { className: 'verdict', role: 'status' });
  const file = make('input', { type: 'file', accept: '.jsonl,.json,.txt', hidden: true });
  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    const added = join(await chosen.text());
    file.value = '';
    refresh();
    say(region, 'note', make('p', {}, added ? `${added} ${added === 1 ? 'entry was' : 'entries were'} added.` : 'The file held nothing new.'));
  });
  const save = () => {
    const address = URL.createObjectURL(new Blob([asFile()], { type: 'application/x-ndjson' }));
    make('a', { href: address, download: 'progress.jsonl' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  const drop = () => say(region, 'note', make('p', {}, 'This removes from this browser what you did and what you typed. ', button('Forget it all', () => {
    forget();
    refresh();
    say(region, 'note', make('p', {}, 'Everything is forgotten.'));
  }, 'link')));
  put(place, make('div', { className: 'actions' }, button('Export', save), button('Import', () => file.click()), button('Forget everything', drop), file), region);
  if (!isKept()) say(region, 'note', make('p', {}, 'This browser stores nothing for this site, or has no room left: what you do is forgotten when the page is closed. Export keeps it.'));
}

function refresh() {
  ticks();
  overview();
}
follow((id) => { if (id === undefined) refresh(); });
refresh();
