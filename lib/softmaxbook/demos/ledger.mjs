// The ledger as a field: a square for each sentence, to be opened.
import { COLOURS, draw, mountAll } from './shared.mjs';

const NAMES = ['true', 'true under conditions', 'imprecise', 'false'];
const SIGNS = ['✓', 'if', '≈', '✗'];
const FILLS = [COLOURS[2], COLOURS[0], '#cc79a7', COLOURS[1]];
const WIDE = 14; // squares in a row
const SIDE = 36;

// In the order of the field: by verdict, then by chapter.
export const squares = ({ ledger }) => JSON.parse(ledger).sort((a, b) => a[1] - b[1]);

const shown = (state, row) => state.sentences === 'all' || state.sentences === `of chapter ${row[3]}`;

export const counts = (state) => NAMES.map((_, verdict) => squares(state).filter((row) => row[1] === verdict && shown(state, row)).length);

export function sentence(state) {
  const [says, verdict, , chapter] = squares(state).find((row) => row[2] === state.open);
  const found = counts(state);
  const total = found.reduce((a, b) => a + b);
  const which = state.sentences === 'all' ? `all ${total} sentences` : `the ${total} sentences ${state.sentences}`;
  return `“${says}” Verdict: ${NAMES[verdict]}; chapter ${chapter} decides. Of ${which}: ${found.map((count, i) => `${count} ${NAMES[i]}`).join(', ')}.`;
}

// The square that a key leads to from square `at` of `count`.
export function goes(key, at, count) {
  const to = at + ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WIDE, ArrowDown: WIDE }[key] ?? 0);
  return to >= 0 && to < count ? to : at;
}

function paint(svg, state) {
  const label = 'Squares: the arrow keys move, Enter opens';
  svg.removeAttribute('aria-hidden');
  svg.setAttribute('role', 'group');
  svg.setAttribute('aria-label', label);
  const open = (id) => {
    state.open = id;
    svg.parentElement.querySelector('select').dispatchEvent(new Event('input'));
    svg.querySelector('[tabindex="0"]').focus();
  };
  squares(state).forEach((row, i, all) => {
    const [says, verdict, id] = row;
    const mine = id === state.open;
    const name = `${SIGNS[verdict]} (${NAMES[verdict]}): “${says}”`;
    const group = draw(svg, 'g', { role: 'button', tabindex: mine ? 0 : -1, 'aria-label': name, 'aria-pressed': mine, opacity: mine || shown(state, row) ? 1 : 0.2, cursor: 'pointer', 'data-lm-suppress-shortcuts': '' });
    const [x, y] = [(i % WIDE) * SIDE, Math.floor(i / WIDE) * SIDE];
    draw(group, 'rect', { x: x + 3, y: y + 3, width: SIDE - 6, height: SIDE - 6, rx: 4, fill: FILLS[verdict], 'fill-opacity': 0.45, stroke: 'currentColor', 'stroke-width': mine ? 4 : 0 });
    draw(group, 'text', { x: x + SIDE / 2, y: y + 25, 'text-anchor': 'middle', 'font-size': 19 }, SIGNS[verdict]);
    group.addEventListener('click', () => open(id));
    group.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') open(id);
      else if (event.key.startsWith('Arrow')) group.parentNode.children[goes(event.key, i, all.length)].focus();
      else return;
      event.preventDefault();
    });
  });
  counts(state).forEach((count, i) => {
    draw(svg, 'text', { x: [8, 190][i % 2], y: [428, 458][i >> 1], 'font-size': 20 }, `${SIGNS[i]} ${NAMES[i]}: ${count}`);
  });
  // On the page the row of the table leads to the chapter.
  const row = document.getElementById(state.open);
  if (!row?.href) return;
  const link = draw(svg, 'a', { href: row.href });
  draw(link, 'text', { x: 8, y: 496, 'font-size': 20, 'text-decoration': 'underline' }, 'What holds instead, or why it holds');
}

const options = ['all', ...Array.from({ length: 13 }, (_, i) => `of chapter ${i + 1}`)];
const controls = [{ key: 'sentences', label: 'sentences', options }];

if (typeof document !== 'undefined') {
  mountAll('ledger', { title: 'The ledger', view: [WIDE * SIDE, 506], controls, sentence, paint });
}
