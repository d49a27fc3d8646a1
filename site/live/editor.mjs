// A textbox for a few lines of Python: the browser's own, laid over the same code in colour.
//
// The browser's textbox is the one that phones and screen readers know best: their selection,
// dictation, undo and reading of lines work, and nothing has to be fetched. What it lacks is little
// and stands here: colour, indentation, and keys.

const WORDS = 'False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield';
// The kinds of site/finishing/pages.py, in one letter each.
const TOKEN = new RegExp([
  '(?<c>#.*)',
  '(?<s>[rbfuRBFU]{0,2}(?:"""[^]*?(?:"""|$)|\'\'\'[^]*?(?:\'\'\'|$)|"(?:\\\\.|[^"\\\\\\n])*"?|\'(?:\\\\.|[^\'\\\\\\n])*\'?))',
  '(?<=\\b(?:def|class)\\s+)(?<f>\\w+)',
  `\\b(?<k>${WORDS})\\b`,
].join('|'), 'g');

export function paint(pre, code) {
  const parts = [];
  let done = 0;
  for (const match of code.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups).find(([, text]) => text !== undefined);
    const span = document.createElement('span');
    span.className = kind;
    span.textContent = match[0];
    parts.push(code.slice(done, match.index), span);
    done = match.index + match[0].length;
  }
  // A last line that is empty has a height only if its end is there.
  pre.replaceChildren(...parts, `${code.slice(done)}\n`);
}

// As if it were typed, so that undo takes it back.
function insert(box, text) {
  if (!document.execCommand?.('insertText', false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function indent(box, outwards) {
  const { value, selectionStart: from, selectionEnd: to } = box;
  const start = value.lastIndexOf('\n', from - 1) + 1;
  if (!outwards && from === to) {
    insert(box, ' '.repeat(4 - ((from - start) % 4)));
    return;
  }
  const before = value.slice(start, to);
  const after = outwards ? before.replace(/^ {1,4}/gm, '') : before.replace(/^(?=.)/gm, '    ');
  if (after === before) return;
  box.setSelectionRange(start, to);
  insert(box, after);
  const several = before.includes('\n');
  const moved = Math.max(start, from + (outwards ? (before.match(/^ {1,4}/)?.[0].length ?? 0) * -1 : 4));
  box.setSelectionRange(several ? start : moved, start + after.length);
  if (!several && from === to) box.setSelectionRange(moved, moved);
}

function newLine(box) {
  const line = box.value.slice(0, box.selectionStart).split('\n').at(-1);
  const deeper = /:\s*(?:#.*)?$/.test(line) ? 4 : 0;
  const back = /^\s*(?:return|pass|break|continue|raise)\b/.test(line) ? -4 : 0;
  insert(box, `\n${' '.repeat(Math.max(0, line.match(/^ */)[0].length + deeper + back))}`);
}

// `box` lies over `pre`. Tab goes on to the next control until the reader touches or types: only
// then does it indent, and after Escape it goes on again.
export function edit(box, pre, { changed, submit }) {
  let indents = false;
  const show = () => paint(pre, box.value);
  pre.setAttribute('aria-hidden', 'true');
  box.addEventListener('input', () => {
    indents = true;
    show();
    changed();
  });
  box.addEventListener('pointerdown', () => { indents = true; });
  box.addEventListener('blur', () => { indents = false; });
  box.addEventListener('keydown', (event) => {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
    else if (event.key === 'Escape') {
      indents = false;
      return;
    } else if (event.key === 'Tab' && bare && indents) indent(box, event.shiftKey);
    else if (event.key === 'Enter' && bare && !event.shiftKey) newLine(box);
    else if (event.key === 'Backspace' && bare && box.selectionStart === box.selectionEnd) {
      const line = box.value.slice(0, box.selectionStart).split('\n').at(-1);
      if (line.length < 2 || line.trim()) return;
      box.setSelectionRange(box.selectionStart - (((line.length - 1) % 4) + 1), box.selectionStart);
      if (!document.execCommand?.('delete')) insert(box, '');
    } else return;
    event.preventDefault();
  });
  show();
  return {
    get text() { return box.value; },
    set text(text) {
      if (box.value === text) return;
      box.value = text;
      show();
    },
  };
}
