// Judge a claim: a sentence from the ledger, the reader's verdict, and the ledger's.
import { COLOURS, draw, mountAll, plain } from './shared.mjs';

const VERDICTS = ['?', 'true', 'conditional', 'imprecise', 'false'];

export const chosen = ({ number, trial }) => JSON.parse(trial)[number - 1];

// Words in lines of at most `width` characters.
export function lines(text, width) {
  return text.split(' ').reduce((all, word) => {
    const last = all.at(-1);
    return last && last.length + 1 + word.length <= width ? [...all.slice(0, -1), `${last} ${word}`] : [...all, word];
  }, []);
}

export function sentence(state) {
  const [says, right, correct] = chosen(state);
  const start = `Sentence ${plain(state.number)} of ${JSON.parse(state.trial).length}: “${says}” `;
  if (state.verdict === '?') return `${start}Choose a verdict: true, conditional (true under conditions), imprecise, or false.`;
  const ledger = state.verdict === right ? 'So does the ledger' : `The ledger says ${right}`;
  return `${start}You say ${state.verdict}. ${ledger}: ${correct}`;
}

function paint(svg, state) {
  // A new sentence has not been judged yet; the verdict on the one before would give it away.
  if (state.judged && state.judged !== state.number) {
    state.verdict = '?';
    svg.parentElement.querySelector('select').value = '?';
  }
  state.judged = state.number;
  const [says, right] = chosen(state);
  lines(`“${says}”`, 44).forEach((line, i) => draw(svg, 'text', { x: 240, y: 30 + 27 * i, 'text-anchor': 'middle', 'font-size': 20 }, line));
  VERDICTS.slice(1).forEach((name, i) => {
    const [x, y] = [8 + 118 * i, 120];
    const mine = name === state.verdict;
    if (mine) draw(svg, 'rect', { x, y, width: 110, height: 36, rx: 18, fill: 'none', stroke: COLOURS[name === right ? 2 : 1], 'stroke-width': 3 });
    draw(svg, 'text', { x: x + 55, y: y + 24, 'text-anchor': 'middle', 'font-size': 17 }, name);
    if (state.verdict !== '?' && name === right) draw(svg, 'text', { x: x + 55, y: y + 58, 'text-anchor': 'middle' }, '▲ ledger');
  });
}

const controls = [
  { key: 'number', label: 'sentence', min: 1, max: 12, step: 1 },
  { key: 'verdict', label: 'your verdict', options: VERDICTS },
];

if (typeof document !== 'undefined') {
  mountAll('judge', { title: 'Judge a claim', view: [480, 190], controls, sentence, paint });
}
