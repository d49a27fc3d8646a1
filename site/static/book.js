// The script of every page (one page has claims.js too). Nothing that is read depends on it: it
// adds the colour switch, the menu on a phone, copy buttons, the mark in the contents, and stops
// of the Tab key at boxes that scroll.

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

// A link to something inside a closed box opens the box.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let box = target?.closest?.('details'); box; box = box.parentElement.closest('details')) box.open = true;
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
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.querySelector('pre').innerText.trimEnd());
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    code.append(button);
  }
}

// A box that scrolls must be reachable by keyboard, and one that does not must not be a stop.
// (Chromium and Firefox do this themselves; Safari does not.)
const boxes = all('div.math, .highlight pre, .pst-scrollable-table-container, .output pre');
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});
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
