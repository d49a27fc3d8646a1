// Ticks beside what is done, here and in the list of chapters.
import { summary } from './store.mjs';
import { make } from './verdicts.mjs';

// CHAPTERS comes from the build: slug → [stem of the page, how many exercises and checks].
/* global CHAPTERS */

function tick(where, done) {
  const old = where.querySelector(':scope > .tick');
  if (done === Boolean(old)) return;
  if (old) old.remove();
  else {
    const mark = make('span', { className: 'tick', role: 'img', ariaLabel: 'done' }, '✓');
    mark.dataset.made = '';
    where.append(mark);
  }
}

export function ticks() {
  const found = summary();
  for (const block of document.querySelectorAll('[data-exercise], [data-question]')) {
    const done = found.get(block.dataset.exercise ?? block.dataset.question)?.passed ?? false;
    block.classList.toggle('done', done);
    const title = block.querySelector('p > strong');
    if (title) tick(title.parentElement.firstElementChild, done);
  }
  const counts = {};
  for (const [id, { passed }] of found) counts[id.split('.')[0]] = (counts[id.split('.')[0]] ?? 0) + passed;
  for (const [slug, [stem, total]] of Object.entries(CHAPTERS)) {
    const link = document.querySelector(`#chapters a[href$="${stem}.html"]`) ?? (document.title && document.querySelector(`#chapters .current > a[href="#"]`) && location.pathname.endsWith(`${stem}.html`) ? document.querySelector('#chapters .current > a') : null);
    if (!link) continue;
    const done = counts[slug] ?? 0;
    link.querySelector('.tally')?.remove();
    if (done) link.append(make('span', { className: 'tally', ariaLabel: `, ${done} of ${total} done` }, done >= total ? '✓' : `${done}/${total}`));
  }
}
