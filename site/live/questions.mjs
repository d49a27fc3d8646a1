// Concept checks: an option answers at once, a number at Enter. What is said stands in the page
// already, in the boxes that a reader without scripts opens.
import { read, recognise } from './numbers.mjs';
import { note } from './store.mjs';
import { make, say } from './verdicts.mjs';

const copies = (nodes) => [...nodes].map((node) => node.cloneNode(true));

function choose(block, region, done) {
  const { question: id, key } = block.dataset;
  for (const box of [...block.querySelectorAll('details.option')]) {
    const { letter } = box.dataset;
    const [summary, ...said] = box.children;
    const option = make('button', { type: 'button', className: 'option', ariaPressed: 'false' }, ...summary.childNodes);
    const stored = make('div', { hidden: true }, ...said);
    box.replaceWith(option, ' ', stored);
    option.addEventListener('click', () => {
      const right = letter === key;
      block.querySelectorAll('button.option').forEach((other) => { other.ariaPressed = String(other === option); });
      option.classList.add(right ? 'right' : 'wrong');
      say(region, right ? 'right' : 'wrong', make('div', {}, ...copies(stored.childNodes)));
      note('answer', id, { status: right ? 'passed' : 'named', name: right ? '' : 'another-option-is-right' });
      done();
    });
  }
}

function reckon(block, region, done) {
  const { question: id } = block.dataset;
  const numbers = JSON.parse(block.dataset.answer);
  const boxes = [...block.querySelectorAll('details.number')];
  const form = block.querySelector('form');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = form.querySelector('input').value;
    const given = read(text);
    if (!given) {
      say(region, 'note', make('p', {}, text.trim() ? 'A single number is asked for, such as 0.25, 1/4 or 25 %.' : 'Not answered yet. Write a number.'));
      return;
    }
    const found = recognise(given, numbers);
    const words = {
      short: `You gave ${text.trim()}. Rounded too far: it is right as far as it goes, but more digits are asked for.`,
      unknown: `You gave ${text.trim()}; none of the mistakes we know gives that.`,
    }[found];
    const said = words ? [make('p', {}, words)] : copies([...boxes[found === 'right' ? 0 : found + 1].children].slice(1));
    if (!words && found !== 'right') said.find((node) => node.nodeType === 1).prepend('No. ');
    say(region, found === 'right' ? 'right' : 'wrong', make('div', {}, ...said));
    const [status, name] = { right: ['passed', ''], short: ['symptom', 'rounded'], unknown: ['unnamed', 'unrecognised'] }[found] ?? ['named', 'another-number-is-right'];
    note('answer', id, { status, name });
    done();
  });
}

export function ask(block, done) {
  const region = block.querySelector('.verdict');
  if (block.dataset.answer) reckon(block, region, done);
  else choose(block, region, done);
}
