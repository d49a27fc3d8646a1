// What is shown of a verdict: its data (softmaxbook.exercises.verdict) as a sentence of the page.

export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// `code` and *stress*, which messages may hold, and nothing else of Markdown.
export function inline(text) {
  return text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/).map((part) => {
    if (/^`.+`$/.test(part)) return make('code', {}, part.slice(1, -1));
    return /^\*.+\*$/.test(part) ? make('em', {}, part.slice(1, -1)) : part;
  });
}

export const button = (text, click, className = '') => {
  const node = make('button', { type: 'button', className }, text);
  node.addEventListener('click', click);
  return node;
};

// A tick or a cross that is drawn, as large as the text. It is heard where the words do not say it.
function sign(kind, words) {
  const path = { right: 'm4 13 5.5 6L20 5', wrong: 'M5.5 5.5l13 13m0-13-13 13' }[kind];
  if (!path) return null;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'sign');
  if (/^\s*(?:Right|No)\./.test(words)) svg.setAttribute('aria-hidden', 'true');
  else {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', kind === 'right' ? 'Right.' : 'Not right.');
  }
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

// Puts children into a role="status" region, and its look: right, wrong, note, failed, or none.
export function say(region, kind, ...children) {
  region.className = `verdict ${kind}`;
  const words = children.map((child) => child.textContent).join('');
  region.replaceChildren(...[sign(kind, words), ...children].filter(Boolean));
}

const paragraphs = (text) => (text ?? '').split(/\n{2,}|\n/).filter(Boolean);

function place({ text, href }) {
  const [, chapter] = text.match(/^(.*?)(?: \([^)]*\))?$/);
  return make('p', {}, 'Read ', make('a', { href }, chapter), '.');
}

// The name of a mistake opens its first sentence: “Global sum. Your result …”
function title({ status, name, head }) {
  if (status === 'named' || status === 'symptom') {
    const words = (name || head || '').replaceAll('-', ' ');
    return words ? `${words[0].toUpperCase()}${words.slice(1)}. ` : '';
  }
  return { passed: 'Right. ', raised: 'An exception. ', unnamed: 'Not yet. ', fault: 'Our fault, not yours. ' }[status] ?? '';
}

export function show(region, verdict) {
  const { status, seen, why, question, reply, case: probe } = verdict;
  const kind = { passed: 'right', 'not-attempted': 'note', fault: 'failed' }[status] ?? 'wrong';
  const strip = status === 'passed' ? /^(?:Right\.|All \d+ probes agree\.)\s*/ : /^$/;
  const [first = '', ...rest] = [...paragraphs(seen), ...paragraphs(why)];
  const opening = title(verdict);
  const taken = probe ? ['Take ', make('code', {}, probe), '. '] : [];
  const nodes = [make('p', {}, opening && make('strong', {}, opening), ...taken, ...inline(opening === 'Right. ' ? first.replace(strip, '') : first))];
  rest.forEach((text) => nodes.push(make('p', {}, ...inline(text))));
  if (question && reply) nodes.push(make('details', {}, make('summary', {}, ...inline(question)), ...paragraphs(reply).map((text) => make('p', {}, ...inline(text)))));
  else if (question) nodes.push(make('p', {}, ...inline(question)));
  if (verdict.place && status !== 'passed') nodes.push(place(verdict.place));
  say(region, kind, make('div', {}, ...nodes));
}
