// What is checked on a page that is open. Each check returns sentences about what is wrong.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../site/package.json', import.meta.url));
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

// axe-core, with the boxes that are closed opened: what is in them is read too. Fixed positions
// aside, nothing is excluded.
export async function axe(page) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (rules) => {
    const closed = [...document.querySelectorAll('article details:not([open])')];
    closed.forEach((box) => { box.open = true; });
    // book.js notes which of the boxes that now have a size scroll.
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    const result = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    closed.forEach((box) => { box.open = false; });
    return result.violations.map((v) => ({ id: v.id, count: v.nodes.length, at: v.nodes[0].target.join(' '), why: v.nodes[0].failureSummary.split('\n')[1]?.trim() }));
  }, RULES);
  return violations.map((v) => `axe ${v.id} ×${v.count}: ${v.at}: ${v.why}`);
}

// The policy is there before anything that it governs, and names hashes where others allow all.
export async function policy(page) {
  return page.evaluate(() => {
    const meta = document.head.querySelector('meta[http-equiv="Content-Security-Policy"]');
    if (!meta) return ['no Content-Security-Policy'];
    const problems = [];
    const before = document.head.querySelector('script, link, style');
    if (meta.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_PRECEDING) problems.push('the policy comes after what it governs');
    const directives = Object.fromEntries(meta.content.split(';').map((d) => d.trim().split(/ (.*)/s)));
    if (directives['default-src'] !== "'none'") problems.push('the policy does not start from nothing');
    if (/unsafe|https?:|\*/.test(directives['style-src'] ?? 'unsafe')) problems.push('the policy lets any style sheet in');
    if (/unsafe|https?:|\*/.test(directives['script-src'] ?? 'unsafe')) problems.push('the policy lets any script in');
    return problems;
  });
}

// No page is wider than the screen; what is wider than its column scrolls in a box that the Tab
// key reaches.
export async function boxes(page) {
  return page.evaluate(() => {
    const problems = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) {
      const wide = [...document.querySelectorAll('body *')].find((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.skip'));
      problems.push(`the page is ${root.scrollWidth} px wide: ${wide?.outerHTML.slice(0, 120)}`);
    }
    for (const box of document.querySelectorAll('.katex-display, pre, .pst-scrollable-table-container')) {
      if (box.scrollWidth <= box.clientWidth + 1 || !box.checkVisibility()) continue;
      const style = getComputedStyle(box);
      if (!['auto', 'scroll'].includes(style.overflowX)) problems.push(`cut off: ${box.outerHTML.slice(0, 120)}`);
      else if (box.tabIndex < 0) problems.push(`not reachable by keyboard: ${box.outerHTML.slice(0, 120)}`);
    }
    for (const image of document.querySelectorAll('article img')) {
      if (!image.alt?.trim()) problems.push(`no alternative text: ${image.src.split('/').pop()}`);
      const shown = image.getBoundingClientRect();
      if (image.naturalWidth && Math.abs(shown.width / shown.height - image.naturalWidth / image.naturalHeight) > 0.02) problems.push(`distorted: ${image.src.split('/').pop()}`);
    }
    return problems;
  });
}

// The Tab key reaches every control that is seen, each has a name, and each shows that it is there.
export async function keyboard(page) {
  const seen = await page.evaluate(() => {
    const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const list = [...document.querySelectorAll(controls)].filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled);
    window.reached = new Set();
    window.unseen = new Set();
    window.noteFocus = ({ target }) => {
      window.reached.add(list.indexOf(target));
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      if (outlineStyle === 'none' || !parseFloat(outlineWidth)) window.unseen.add(target);
    };
    document.addEventListener('focusin', window.noteFocus);
    document.activeElement?.blur();
    scrollTo(0, 0);
    return list.length;
  });
  // All at once, as if the key were held down: to draw the page after each takes most of the time.
  await Promise.all(Array.from({ length: seen + 3 }, () => page.keyboard.press('Tab')));
  const problems = await page.evaluate((count) => {
    document.removeEventListener('focusin', window.noteFocus);
    const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const list = [...document.querySelectorAll(controls)].filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled);
    const missed = list.filter((_, i) => i < count && !window.reached.has(i));
    return [...missed.map((e) => `the Tab key does not reach ${e.outerHTML.slice(0, 120)}`),
      ...[...window.unseen].map((e) => `focus is not seen on ${e.outerHTML.slice(0, 120)}`)];
  }, seen);
  return { stops: seen, problems };
}

// What a reader of the article sees, without what scripts add, and the boxes that are open.
const READ = () => {
  const article = document.querySelector('article');
  const copy = article.cloneNode(true);
  copy.querySelectorAll('.copy-button, [data-demo], [data-made], .wheel-line, script, noscript').forEach((e) => e.remove());
  const hidden = [...article.querySelectorAll('p, li, pre, td, dt, dd, h1, h2, h3, figure, .katex')].filter((e) => !e.closest('details:not([open]), noscript, [data-demo], .needs-live') && !e.checkVisibility());
  return {
    text: copy.textContent.replace(/\s+/g, ' ').trim(),
    open: article.querySelectorAll('details[open]').length,
    hidden: hidden.map((e) => e.outerHTML.slice(0, 100)),
    dead: [...document.querySelectorAll('.needs-js, .needs-live, button[type=button], [role=search] select')].filter((e) => e.checkVisibility()).length,
    chapters: document.querySelector('#chapters a[href]')?.checkVisibility(),
    demos: [...article.querySelectorAll('[data-demo]')].map((e) => e.textContent.trim()),
  };
};
export const read = (page) => page.evaluate(READ);

export function readable(withScripts, without) {
  const problems = without.hidden.map((html) => `hidden without JavaScript: ${html}`);
  if (withScripts.text !== without.text) problems.push('the text differs without JavaScript');
  if (without.open) problems.push(`${without.open} boxes stand open without JavaScript`);
  if (without.dead) problems.push(`${without.dead} controls that do nothing are shown without JavaScript`);
  if (!without.chapters) problems.push('the list of chapters is not seen without JavaScript');
  without.demos.filter((words) => !/\d/.test(words)).forEach((words) => problems.push(`a demo says no number without JavaScript: ${words}`));
  return problems;
}

// What is meant for one sheet of paper fits on it.
export async function oneSheet(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const sheets = pdf.match(/\/Type\s*\/Page\b/g).length;
  return sheets === 1 ? [] : [`it prints on ${sheets} sheets of paper, not on one`];
}

// Where the page points to: addresses as written, resolved, and its own anchors; and where the
// table of all claims does.
export const links = (page) => page.evaluate(() => ({
  ids: [...document.querySelectorAll('[id], a[name]')].map((e) => e.id || e.name),
  twice: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => id && all.indexOf(id) !== i),
  to: [...document.querySelectorAll('[href], [src]')].filter((e) => !(e instanceof SVGElement)).map((e) => e.href || e.src).filter((u) => u.startsWith(location.origin)),
  claims: [...document.querySelectorAll('table.claims tbody a')].map((e) => e.href),
}));
