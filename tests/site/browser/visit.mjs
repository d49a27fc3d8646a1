// Opens pages and notes what they ask for, what they complain of, and how far they shift.
import { gzipSync } from 'node:zlib';

const INIT = () => {
  window.shift = 0;
  window.violations = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
  });
};

export const WIDE = { width: 1200, height: 900 };
export const PHONE = { width: 390, height: 844 };

// A page that is open, with notes: files [{path, bytes, gzipped}], external, complaints.
export async function open(browser, url, { viewport = WIDE, colorScheme = 'light', javaScriptEnabled = true, expect404 = false, leaves = false } = {}) {
  const origin = new URL(url).origin;
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const notes = { files: [], external: new Set(), complaints: [] };
  const pending = [];
  let asked = 0;
  let answered = 0;
  page.on('request', () => { asked += 1; });
  page.on('requestfailed', () => { answered += 1; });
  await context.route('**/*', (route) => {
    const address = route.request().url();
    if (/^(data|blob|file):/.test(address) || address.startsWith(origin)) return route.continue();
    notes.external.add(address);
    return route.abort();
  });
  page.on('pageerror', (error) => notes.complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    if (expect404 && message.text().includes('status of 404')) return;
    notes.complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    pending.push((async () => {
      if (response.status() >= 300 && response.status() !== 304 && !(expect404 && response.url() === url)) {
        notes.complaints.push(`${response.status()} ${response.url()}`);
      }
      const body = await response.body().catch(() => Buffer.alloc(0));
      const path = decodeURIComponent(new URL(response.url()).pathname);
      notes.files.push({ path, bytes: body.length, gzipped: Math.min(body.length, gzipSync(body).length) });
      answered += 1;
    })());
  });
  if (javaScriptEnabled) await page.addInitScript(INIT);
  await page.goto(url, { waitUntil: 'load' });
  const settle = async () => {
    if (javaScriptEnabled) await page.evaluate(() => document.fonts.ready);
    for (let calm = 0; calm < 3; calm = asked === answered ? calm + 1 : 0) {
      await new Promise((later) => setTimeout(later, 20));
      await Promise.all(pending);
    }
  };
  if (!leaves) await settle();
  return { page, notes, settle, close: () => context.close() };
}

// To the end of the page and back, so that everything that loads late has loaded.
export async function scrollThrough({ page, settle }) {
  await page.evaluate(async () => {
    const step = innerHeight * 0.9;
    for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
      scrollTo(0, y);
      await new Promise(requestAnimationFrame);
    }
    scrollTo(0, 0);
    await new Promise(requestAnimationFrame);
  });
  await settle();
}

export const shift = (page) => page.evaluate(() => window.shift);
// How much there is to lay out, and milliseconds until something of it was seen.
export const size = (page) => page.evaluate(() => ({
  elements: document.querySelectorAll('*').length,
  firstPaint: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
}));
export const violations = (page) => page.evaluate(() => window.violations);

const isFigure = (file) => /^\/_images\//.test(file.path);
const sum = (files, key) => files.reduce((total, file) => total + file[key], 0);

// Kilobytes of a page without its figures, and its largest figure.
export function weigh(files) {
  const once = [...new Map(files.map((file) => [file.path, file])).values()];
  const text = once.filter((file) => !isFigure(file));
  const figures = once.filter(isFigure);
  return {
    requests: once.length,
    kilobytes: sum(text, 'bytes') / 1024,
    gzipped: sum(text, 'gzipped') / 1024,
    largestFigure: Math.max(0, ...figures.map((file) => file.bytes)) / 1024,
    heaviest: text.sort((a, b) => b.gzipped - a.gzipped).slice(0, 3).map((file) => `${file.path} ${Math.round(file.gzipped / 1024)} KB`),
  };
}
