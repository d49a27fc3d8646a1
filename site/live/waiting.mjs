// What a reader sees while Python is fetched, starts or runs, and when it cannot.
import { Stopped } from './python.mjs';
import { button, make, say } from './verdicts.mjs';

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const LIBRARIES = { start: 'Python', matplotlib: 'Matplotlib', sympy: 'SymPy', markdown: 'the reader of formatted text' };

// What is said when it cannot run, by the reason that the worker gives.
const FAULTS = {
  network: 'The connection to this site broke off before Python was here. What has arrived is kept; try again when you are back on line.',
  integrity: 'What arrived is not what this book was built with, so it was not used. Try again; if it stays so, the site is being changed or was copied incompletely.',
  memory: 'This device has too little free memory to run Python in a page. Close other pages and try again, or run the notebook on a computer: “Run it yourself”, at the top of the chapter, says how.',
  unsupported: 'This browser cannot run Python in a page. A newer one can; or run the notebook on a computer: “Run it yourself”, at the top of the chapter, says how.',
  internal: 'Python stopped for a reason that is not yours.',
};

let turn = Promise.resolve(); // one request after another

function bar() {
  const words = make('span');
  const meter = make('progress', { max: 1, ariaHidden: 'true' });
  const node = make('p', { className: 'waiting' }, words, meter);
  return {
    node,
    tell(text, done, total) {
      words.textContent = text;
      if (total) Object.assign(meter, { max: total, value: done });
      else meter.removeAttribute('value');
    },
  };
}

// Runs `task` in its turn. Returns its result, or undefined if it was stopped or Python failed;
// then the region says so. `box` holds the buttons; `again` is what *Try again* does.
export function waitFor(python, box, region, doing, task, again) {
  const stop = box.querySelector('.stop');
  const progress = bar();
  let waited = false; // for its turn
  let stopped = false;
  const onStop = () => {
    stopped = true;
    if (waited) python.stop();
  };
  const idle = [...box.querySelectorAll('.do, .again')];
  box.classList.add('busy');
  idle.forEach((one) => one.setAttribute('aria-disabled', 'true'));
  region.classList.remove('stale');
  stop.hidden = false;
  stop.addEventListener('click', onStop);
  const fetched = document.documentElement.classList.contains('fetched');
  const first = fetched ? 'Python is starting …' : 'Python is being fetched from this site, once; nothing you write leaves your machine.';
  say(region, 'running', make('p', {}, python.isStarted ? `${doing} …` : first));
  progress.tell(`${doing} …`);
  region.after(progress.node);

  const hear = ({ type, stage, unit, done, total, step }) => {
    if (type !== 'progress') return;
    if (unit === 'bytes') progress.tell(`Fetching ${LIBRARIES[stage] ?? stage}: ${megabytes(done)} of ${megabytes(total)} MB`, done, total);
    else progress.tell(done < total ? `${step} …` : `${doing} …`, done, total);
  };

  const mine = turn.then(async () => {
    if (stopped) throw new Stopped();
    waited = true;
    return task({ hear, tell: progress.tell });
  });
  turn = mine.catch(() => {});
  return mine.catch((error) => {
    if (error instanceof Stopped) say(region, 'note', make('p', {}, 'Stopped. Python starts anew by itself when you run something.'));
    else {
      const said = FAULTS[error.reason] ?? FAULTS.internal;
      const detail = FAULTS[error.reason] && error.reason !== 'internal' ? '' : ` (${error.message})`;
      say(region, 'failed', make('p', {}, said + detail, ' ', button('Try again', again, 'link')));
    }
  }).finally(() => {
    progress.node.remove();
    if (document.activeElement === stop) box.querySelector('.do').focus();
    stop.hidden = true;
    stop.removeEventListener('click', onStop);
    box.classList.remove('busy');
    idle.forEach((one) => one.removeAttribute('aria-disabled'));
  });
}
