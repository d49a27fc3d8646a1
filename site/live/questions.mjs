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
    if (given === null) {
      say(region, 'note', make('p', {}, text.trim() ? 'A single number is asked for, such as 0.25, 1/4 or 25 %.' : 'Not answered yet. Write a number.'));
      return;
    }
    const { status, name, says, added } = recognise(given, numbers);
    const right = status === 'passed';
    const you = `You gave ${text.trim()}`;
    const said = {
      number: () => copies([...boxes[says].children].slice(1)),
      string: () => [make('p', {}, `${you}. ${says}`)],
      undefined: () => [make('p', {}, `${you}; none of the mistakes we know gives that.`)],
    }[typeof says]();
    if (!right && typeof says === 'number') said.find((node) => node.nodeType === 1).prepend('No. ');
    if (added) said.push(make('p', {}, added));
    say(region, right ? 'right' : 'wrong', make('div', {}, ...said));
    note('answer', id, { status, name });
    done();
  });
}

export function ask(block, done) {
  const region = block.querySelector('.verdict');
  if (block.dataset.answer) reckon(block, region, done);
  else choose(block, region, done);
}
