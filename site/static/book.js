// The script of every page (one page has claims.js too). Nothing that is read depends on it: it
// adds the colour switch, the menu on a phone, copy buttons, formulas copied as TeX, the mark in
// the contents, and stops of the Tab key at boxes that scroll.

const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Colours: automatic, light, dark.
const schemes = { auto: 'automatic', light: 'light', dark: 'dark' };
const themeButton = document.querySelector('.theme-button');
function showScheme(mode) {
  root.dataset.theme = mode;
  themeButton.title = `Colours: ${schemes[mode]}`;
  themeButton.setAttribute('aria-label', themeButton.title);
}
showScheme(root.dataset.theme in schemes ? root.dataset.theme : 'auto');
themeButton.addEventListener('click', () => {
  const names = Object.keys(schemes);
  const next = names[(names.indexOf(root.dataset.theme) + 1) % names.length];
  showScheme(next);
  try { localStorage.setItem('mode', next); } catch { /* a browser that stores nothing */ }
});

// The list of chapters on a narrow screen.
const menuButton = document.querySelector('.menu-button');
function openMenu(open) {
  root.classList.toggle('menu-open', open);
  menuButton.setAttribute('aria-expanded', open);
}
menuButton.addEventListener('click', () => openMenu(!root.classList.contains('menu-open')));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && root.classList.contains('menu-open')) {
    openMenu(false);
    menuButton.focus();
  }
  if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.querySelector('.search input').focus();
  }
});

document.querySelector('.print-button')?.addEventListener('click', () => window.print());
// On paper the answers stand open.
addEventListener('beforeprint', () => all('details:not([open])').forEach((box) => {
  box.open = true;
  addEventListener('afterprint', () => { box.open = false; }, { once: true });
}));

// What the address points to, if anything: “#%” is no fragment.
function target() {
  try { return location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null; } catch { return null; }
}

// A link to something inside a closed box opens the box.
function reveal() {
  for (let box = target()?.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
}
addEventListener('hashchange', reveal);
reveal();

// Copy buttons on the code that a reader may want to run.
if (navigator.clipboard) {
  for (const code of all('.cell_input .highlight, .highlight-python .highlight, .highlight-console .highlight')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy-button';
    button.textContent = 'Copy';
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      const text = code.querySelector('pre');
      try {
        await navigator.clipboard.writeText(text.innerText.trimEnd());
        button.textContent = 'Copied';
      } catch { // not allowed here: what is selected can be copied by hand
        getSelection().selectAllChildren(text);
        button.textContent = 'Not allowed; selected instead';
      }
      setTimeout(() => { button.textContent = 'Copy'; }, 4000);
    });
    code.append(button);
  }
}

// A formula is in the page twice, drawn and as MathML; it is copied once, as TeX.
const FORMULA = '.katex[data-tex]';
document.addEventListener('copy', (event) => {
  const selection = getSelection();
  if (!selection.rangeCount || event.target.closest?.('input, textarea, [contenteditable]')) return;
  const range = selection.getRangeAt(0).cloneRange();
  const around = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(FORMULA);
  const [first, last] = [around(range.startContainer), around(range.endContainer)];
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copy = document.createElement('div');
  copy.append(range.cloneContents());
  const formulas = all(FORMULA, copy);
  if (!formulas.length) return;
  for (const formula of formulas) {
    const mark = formula.closest('.katex-display') ? '$$' : '$';
    formula.replaceWith(`${mark}${formula.dataset.tex}${mark}`);
  }
  all('.katex, .copy-button', copy).forEach((rest) => rest.remove()); // the other pieces of a formula
  copy.className = 'copied';
  document.body.append(copy); // only what is laid out has its lines
  event.clipboardData.setData('text/plain', copy.innerText);
  event.clipboardData.setData('text/html', copy.innerHTML);
  copy.remove();
  event.preventDefault();
});

// A box that scrolls must be reachable by keyboard, and one that does not must not be a stop.
// (Chromium and Firefox do this themselves; Safari does not.)
const boxes = all('.katex-display, .highlight pre, .pst-scrollable-table-container, .output pre');
const sizes = new ResizeObserver((entries) => requestAnimationFrame(() => {
  for (const { target: box } of entries) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}));
boxes.forEach((box) => sizes.observe(box));

// The section that is being read, in the contents.
const links = new Map(all('.contents-wide a[href^="#"]').map((link) => [link.hash.slice(1), link]));
const sections = all('article section[id]').filter((section) => links.has(section.id));
let current;
function mark() {
  const passed = sections.filter((section) => section.getBoundingClientRect().top < 160);
  const link = passed.length ? links.get(passed.at(-1).id) : undefined;
  if (link === current) return;
  current?.removeAttribute('aria-current');
  link?.setAttribute('aria-current', 'true');
  current = link;
}
if (sections.length) {
  addEventListener('scroll', mark, { passive: true });
  mark();
}
