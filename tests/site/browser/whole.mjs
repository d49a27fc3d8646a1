// What is checked once for the whole book: links, the search, the entrance, a wrong address, the
// switch of colours, the menu of a phone, the policy at work, and the book opened from a disk.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { axe } from './checks.mjs';
import { open, PHONE } from './visit.mjs';

// Every link into the book leads to a file, and to an anchor that is there.
export function brokenLinks(folder, pages) {
  const files = new Set(readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile()).map((name) => `/${name.replaceAll('\\', '/')}`));
  const ids = new Map([...pages].map(([path, { ids }]) => [path, new Set(ids)]));
  const problems = [];
  for (const [path, { to, twice }] of pages) {
    twice.forEach((id) => problems.push(`${path}: two elements have the id ${id}`));
    for (const address of new Set(to)) {
      const url = new URL(address);
      const target = decodeURIComponent(url.pathname);
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!files.has(target)) problems.push(`${path}: broken link to ${target}`);
      else if (anchor && ids.has(target) && !ids.get(target).has(anchor)) problems.push(`${path}: no anchor ${target}#${anchor}`);
    }
  }
  return problems;
}

async function search(browser, url, word) {
  const problems = [];
  const visit = await open(browser, url);
  await visit.page.fill('.bar .search input', word);
  await visit.page.press('.bar .search input', 'Enter');
  const hit = visit.page.locator('#search-results li a').first();
  await hit.waitFor({ timeout: 5000 }).catch(() => problems.push(`the search for “${word}” finds nothing`));
  if (!problems.length) {
    await visit.settle();
    if (url.startsWith('http')) problems.push(...(await axe(visit.page))); // axe reads style sheets, which a disk forbids
    await hit.click();
    await visit.page.waitForLoadState();
    if (!(await visit.page.locator('article').textContent()).toLowerCase().includes(word)) problems.push('the first result does not contain the word');
  }
  problems.push(...visit.notes.complaints, ...[...visit.notes.external].map((u) => `asks ${u}`));
  await visit.close();
  return problems;
}

async function notFound(browser, url, root) {
  const address = `${url}${root.replace(/[^/]*$/, '')}deep/er/no-such-page.html`;
  const visit = await open(browser, address, { expect404: true });
  const problems = [...visit.notes.complaints, ...(await axe(visit.page))];
  await visit.page.click('a');
  await visit.page.waitForLoadState();
  if (new URL(visit.page.url()).pathname !== root) problems.push(`its link leads to ${visit.page.url()}`);
  await visit.close();
  return problems;
}

async function entrance(browser, url, root) {
  const visit = await open(browser, `${url}/`, { leaves: true });
  await visit.page.waitForURL(`**${root}`);
  const problems = [...visit.notes.complaints];
  await visit.close();
  return problems;
}

// The choice of colours is kept from page to page, and the list of chapters opens on a phone.
async function controls(browser, url, root) {
  const problems = [];
  const { page, notes, close } = await open(browser, url + root, { viewport: PHONE });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.click('.theme-button');
  await page.click('.theme-button');
  const dark = await paper();
  if (dark === light) problems.push('the switch of colours does nothing');
  if (!/dark/.test(await page.getAttribute('.theme-button', 'aria-label'))) problems.push('the switch does not say its state');
  await page.click('.menu-button');
  if (!(await page.isVisible('#chapters a'))) problems.push('the menu does not open');
  problems.push(...(await axe(page)).map((p) => `with the menu open, ${p}`));
  await page.keyboard.press('Escape');
  if (await page.isVisible('#chapters a')) problems.push('Escape does not close the menu');
  await page.click('.menu-button');
  await page.click('#chapters li:not(.current) a');
  await page.waitForLoadState();
  if ((await paper()) !== dark) problems.push('the choice of colours is lost on the next page');
  problems.push(...notes.complaints);
  await close();
  return problems;
}

// The policy stops what it is there to stop, in this browser.
async function policyAtWork(browser, url, root) {
  const { page, close } = await open(browser, url + root);
  const stopped = await page.evaluate(async () => {
    const seen = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    new Image().src = 'https://example.org/pixel.png';
    await fetch('https://example.org/data').catch(() => {});
    const sheet = document.createElement('link');
    Object.assign(sheet, { rel: 'stylesheet', href: 'https://example.org/style.css' });
    document.head.append(sheet);
    await new Promise((later) => setTimeout(later, 300));
    return { seen, intruder: window.intruder };
  });
  await close();
  const expected = ['script-src-elem', 'img-src', 'connect-src', 'style-src-elem'];
  const problems = expected.filter((name) => !stopped.seen.includes(name)).map((name) => `${name} is not enforced`);
  if (stopped.intruder) problems.push('a script that the policy does not name ran');
  return problems;
}

async function fromDisk(browser, folder, paths) {
  const problems = [];
  for (const path of paths) {
    const visit = await open(browser, pathToFileURL(join(folder, path)).href);
    const fonts = await visit.page.evaluate(() => [...document.fonts].filter((f) => f.status === 'loaded').length);
    if (!fonts && (await visit.page.locator('article').count())) problems.push(`${path}: no font was loaded`);
    const live = await visit.page.evaluate(seenOfLive);
    // What cannot act is not there; the code is, and one sentence says how to run it.
    if (live.blocks && (live.dead.length || live.boxes || live.codes < live.blocks || live.sentences.length !== 1 || !live.sentences[0].includes('make serve'))) {
      problems.push(`${path}: its exercises and cells are shown as ${JSON.stringify(live)}`);
    }
    problems.push(...visit.notes.complaints.map((c) => `${path}: ${c}`), ...[...visit.notes.external].map((u) => `${path}: asks ${u}`));
    await visit.close();
  }
  return problems;
}

const seenOfLive = () => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  return {
    blocks: document.querySelectorAll('[data-exercise]').length,
    dead: seen('[data-exercise] button, [data-cell] button:not(.copy-button)').map((node) => node.textContent),
    boxes: seen('.editor textarea').length,
    codes: seen('[data-exercise] .editor pre').length,
    sentences: seen('.not-live').map((node) => node.textContent),
  };
};

// On paper a live page has no buttons, and the code that its reader wrote.
async function liveOnPaper(browser, url, chapter) {
  const { page, close } = await open(browser, url + chapter);
  const ran = await page.locator('[data-exercise] .do').first().isVisible();
  await page.evaluate(() => {
    document.querySelector('[data-cell] .cell-tools button:nth-child(2)').click();
    for (const box of document.querySelectorAll('[data-exercise] textarea, [data-cell] textarea')) {
      box.value = 'mine = "on paper"';
      box.dispatchEvent(new Event('input'));
    }
    const region = document.querySelector('[data-exercise] .verdict');
    region.className = 'verdict failed';
    region.innerHTML = '<p>The connection broke off. <button type="button" class="link">Try again</button></p>';
  });
  await page.emulateMedia({ media: 'print' });
  const live = await page.evaluate(seenOfLive);
  const [exercise, cell] = await page.evaluate(() => ['[data-exercise]', '[data-cell]'].map((s) => document.querySelector(`${s} .editor pre`).textContent.trim()));
  await close();
  if (!ran) return ['the page is not live'];
  const written = exercise === 'mine = "on paper"' && cell === exercise;
  return live.dead.length || live.boxes || live.codes !== live.blocks || live.sentences.length || !written ? [`it shows ${JSON.stringify({ ...live, exercise, cell })}`] : [];
}

// Words that every object of JavaScript knows are searched like others, and found nowhere.
async function oddWords(browser, url) {
  const problems = [];
  for (const word of ['constructor', '__proto__', 'hasOwnProperty']) {
    const { page, notes, close } = await open(browser, `${url}/search.html?q=${word}`);
    await page.waitForFunction(() => /did not match/.test(document.querySelector('#search-results').textContent), null, { timeout: 5000 })
      .catch(() => problems.push(`the search for ${word} does not end`));
    problems.push(...notes.complaints);
    await close();
  }
  return problems;
}

// An address that is no fragment stops nothing; what is copied is a formula once, as TeX; and a
// browser that refuses the clipboard is not said to have copied.
async function copying(browser, url, chapter) {
  const problems = [];
  const { page, notes, close } = await open(browser, `${url}${chapter}#%`);
  const copied = await page.evaluate(() => {
    const formula = document.querySelector('p .katex[data-tex]');
    const paragraph = formula.closest('p');
    getSelection().selectAllChildren(paragraph);
    const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
    formula.dispatchEvent(event);
    return { text: event.clipboardData.getData('text/plain'), tex: `$${formula.dataset.tex}$`, times: [...paragraph.querySelectorAll('.katex')].filter(({ dataset }) => dataset.tex === formula.dataset.tex).length };
  });
  if (copied.text.split(copied.tex).length !== copied.times + 1 || copied.text.includes('\n')) problems.push(`copied is ${JSON.stringify(copied.text.slice(0, 120))}, in which ${copied.tex} should be ${copied.times} times, once for each that is read`);
  const says = async (answer) => {
    await page.evaluate((ok) => { navigator.clipboard.writeText = () => (ok ? Promise.resolve() : Promise.reject(new Error('refused'))); getSelection().empty(); }, answer);
    const button = page.locator('.copy-button').first();
    await button.click();
    return `${await button.textContent()} ${await page.evaluate(() => String(getSelection()).length > 0)}`;
  };
  if (await says(true) !== 'Copied false') problems.push('the copy button does not say that it copied');
  if (!/^Not .*true$/.test(await says(false))) problems.push('a refused clipboard is not told, or the code is not selected');
  problems.push(...notes.complaints);
  await close();
  return problems;
}

// Paper is white whatever the screen is, and few colours still show where the reader is.
async function otherMedia(browser, url, chapter) {
  const problems = [];
  const { page, close } = await open(browser, url + chapter);
  const look = () => page.evaluate(() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    return {
      code: ['k', 's', 'c'].map((kind) => style(`.highlight .${kind}`).color).join(),
      paper: style('body').backgroundColor,
      figure: [style('article .cell_output img').filter, style('article .cell_output img').mixBlendMode].join(),
      here: style('#chapters .current > a').borderLeftColor,
      there: style('#chapters li:not(.current) > a').borderLeftColor,
    };
  });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const [drawn, written] = await page.evaluate(() => ['.brand .mark', '.brand'].map((part) => getComputedStyle(document.querySelector(part)).color));
    if (drawn !== written) problems.push(`in the ${colorScheme} the triangle of the logo is ${drawn} beside words in ${written}`);
  }
  await page.emulateMedia({ media: 'print' });
  const light = await look();
  for (const theme of ['auto', 'dark']) {
    await page.evaluate((name) => { document.documentElement.dataset.theme = name; }, theme);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const dark = await look();
    for (const part of ['code', 'paper', 'figure']) if (dark[part] !== light[part]) problems.push(`printed from ${theme} in the dark, ${part} is ${dark[part]}`);
  }
  for (const colorScheme of ['light', 'dark']) {
    await page.evaluate((name) => { document.documentElement.dataset.theme = name; }, colorScheme);
    await page.emulateMedia({ media: 'screen', colorScheme, forcedColors: 'active' });
    const forced = await look();
    if (forced.here === forced.there) problems.push(`with forced colours (${colorScheme}) the current chapter looks like the others`);
    if (forced.figure !== 'none,normal') problems.push(`with forced colours (${colorScheme}) figures are ${forced.figure}`);
  }
  await close();
  return problems;
}

// Each check by its name; what it finds is added to `problems`.
export function whole(browser, { folder, url, root, paths }, problems) {
  const chapter = paths.find((path) => /\/\d+_/.test(path));
  const parts = {
    'the pages from a disk': () => fromDisk(browser, folder, paths),
    'odd words': () => oddWords(browser, url),
    copying: () => copying(browser, url, chapter),
    'paper and few colours': () => otherMedia(browser, url, chapter),
    'a live page on paper': () => liveOnPaper(browser, url, chapter),
    'the entrance': () => entrance(browser, url, root),
    'a wrong address': () => notFound(browser, url, root),
    'colours and menu': () => controls(browser, url, root),
    'the policy at work': () => policyAtWork(browser, url, root),
    'the search': () => search(browser, url + root, 'temperature'),
    'the search from a disk': () => search(browser, pathToFileURL(join(folder, root)).href, 'temperature'),
  };
  const noted = (name, check) => async () => problems.push(...(await check()).map((problem) => `${name}: ${problem}`));
  return Object.fromEntries(Object.entries(parts).map(([name, check]) => [name, noted(name, check)]));
}
