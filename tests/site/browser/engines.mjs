// One driver for three engines: Chromium and Firefox by puppeteer-core, WebKit by WebKitWebDriver.
//
//   const browser = await launch('chromium');         // or 'firefox', 'webkit'; undefined if it is not installed
//   const page = await browser.open(url, { width: 390, height: 844, theme: 'dark' });
//   await page.go(url);                               // another address in the same window; waits for its load event
//   await page.resize(1200, 900);
//   await page.evaluate((a, b) => …, a, b);           // a function, run in the page; JSON in, JSON out; a promise is awaited
//   await page.until((a) => …, a);                    // until that is true: an error after 10 s, or { timeout } as last argument
//   await page.click(selector);                       // a real click; the element is scrolled to
//   await page.focus(selector); await page.type(text); await page.press('Tab');   // 'Shift+Tab', 'Control+Enter', …
//   await page.fill(selector, text);                  // in place of what the field holds
//   await page.screenshot(path);                      // what the window shows, as PNG
//   page.complaints();                                // (a promise) errors, warnings, refused and missing files so far
//   await page.close(); await browser.close();
//
// `theme` is what the book's switch of colours remembers. WebKit's driver has one window, so a page
// of WebKit is closed before the next is opened, and that window is never narrower than 447 px: its
// pages stand in a frame of the width that is wanted. It says nothing of the console either. So for
// WebKit a page must come from server.mjs, which has the page with the frame, and puts a script that
// notes complaints first in every page.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { FRAME } from './server.mjs';

const require = createRequire(new URL('../../../site/package.json', import.meta.url));
const PROGRAMS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox-esr', 'firefox'],
  webkit: ['WebKitWebDriver'],
  display: ['Xvfb'],
};
const NOWHERE = '127.0.0.1:9'; // where nobody listens: the proxy for every address but this machine's
const pause = (ms) => new Promise((later) => setTimeout(later, ms));

export const ENGINES = ['chromium', 'firefox', 'webkit'];

export function find(kind) {
  const folders = process.env.PATH.split(delimiter);
  return PROGRAMS[kind].flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

export async function launch(engine) {
  const path = find(engine);
  if (!path || (engine === 'webkit' && !find('display'))) return undefined;
  return engine === 'webkit' ? webkit(path) : puppeteer(engine, path);
}

const remember = (theme) => { try { localStorage.setItem('mode', theme); } catch { /* an address that stores nothing */ } };

// What all pages can do with what each driver can.
function complete(page) {
  page.fill = async (selector, text) => {
    await page.focus(selector);
    await page.evaluate((s) => document.querySelector(s).select(), selector);
    await (text ? page.type(text) : page.press('Backspace'));
  };
  page.focus = (selector) => page.evaluate((s) => document.querySelector(s).focus(), selector);
  page.until = async (condition, ...args) => {
    const timeout = args.at(-1)?.timeout ?? 10_000;
    for (const start = Date.now(); Date.now() < start + timeout; await pause(30)) if (await page.evaluate(condition, ...args)) return;
    throw new Error(`after ${timeout / 1000} s it is not true that ${String(condition)}`);
  };
  return page;
}

// ---- Chromium and Firefox -----------------------------------------------------------------------

async function puppeteer(engine, executablePath) {
  const { default: library } = await import(require.resolve('puppeteer-core'));
  const browser = await library.launch({
    browser: engine === 'firefox' ? 'firefox' : 'chrome',
    executablePath,
    headless: true,
    args: engine === 'firefox' ? [] : ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
    extraPrefsFirefox: { 'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9, 'network.proxy.no_proxies_on': '127.0.0.1' },
  });
  // A browser older than its driver would refuse the size of the window, on every page anew.
  const first = await browser.newPage();
  await first.setViewport({ width: 1200, height: 900 }).catch(async (error) => {
    const version = await browser.version();
    await browser.close();
    throw new Error(`${executablePath} is ${version}, too old for puppeteer-core (${error.message.split('\n')[0].slice(0, 80)}…): update the browser`);
  });
  await first.close();
  const open = async (url, { width = 1200, height = 900, theme } = {}) => {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => ['error', 'warn', 'warning'].includes(message.type()) && complaints.push(`${message.type()}: ${message.text()}`));
    page.on('requestfailed', (request) => /^https?:/.test(request.url()) && !/ABORTED/.test(request.failure()?.errorText) && complaints.push(`failed: ${request.url()}`));
    page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
    await page.setViewport({ width, height });
    if (theme) await page.evaluateOnNewDocument(remember, theme);
    await page.goto(url, { waitUntil: 'load' });
    const press = async (keys) => {
      const names = keys.split('+');
      for (const name of names.slice(0, -1)) await page.keyboard.down(name);
      await page.keyboard.press(names.at(-1));
      for (const name of names.slice(0, -1).reverse()) await page.keyboard.up(name);
    };
    return complete({
      engine,
      go: (address) => page.goto(address, { waitUntil: 'load' }),
      resize: (w, h = height) => page.setViewport({ width: w, height: h }),
      evaluate: (run, ...args) => page.evaluate(run, ...args),
      click: (selector) => page.click(selector),
      type: (text) => page.keyboard.type(text),
      press,
      screenshot: (path) => page.screenshot({ path }),
      complaints: async () => [...new Set(complaints)],
      close: () => context.close(),
    });
  };
  return { engine, version: await browser.version(), open, close: () => browser.close() };
}

// ---- WebKit -------------------------------------------------------------------------------------

const KEYS = {
  Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', Escape: '\uE00C', ' ': ' ', Space: ' ',
  PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Delete: '\uE017', Meta: '\uE03D',
};

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function webkit(path) {
  const screen = spawn(find('display'), ['-displayfd', '3', '-screen', '0', '1600x1300x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const display = await new Promise((ready, failed) => {
    screen.stdio[3].once('data', (number) => ready(`:${String(number).trim()}`));
    screen.once('exit', () => failed(new Error('Xvfb does not start')));
  });
  const port = await freePort();
  const environment = { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const driver = spawn(path, [`--port=${port}`], { stdio: 'ignore', env: environment });
  const stop = () => { driver.kill(); screen.kill(); };
  process.once('exit', stop);

  const ask = async (method, address, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${address}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; !(await ask('GET', '/status').catch(() => false)); tries++) {
    if (tries === 100) throw new Error('WebKitWebDriver does not start');
    await pause(100);
  }
  const proxy = { proxyType: 'manual', httpProxy: NOWHERE, sslProxy: NOWHERE, noProxy: ['127.0.0.1'] };
  const { sessionId, capabilities } = await ask('POST', '/session', { capabilities: { alwaysMatch: { proxy } } });
  const post = (command, body = {}) => ask('POST', `/session/${sessionId}/${command}`, body);
  await post('window/rect', { x: 0, y: 0, width: 1600, height: 1300 });

  const run = async (code, args = []) => {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${code})(...Array.from(arguments).slice(0, -1))).then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
    const answer = await post('execute/async', { script, args });
    if (answer.error) throw new Error(answer.error);
    return answer.value ?? undefined;
  };
  const element = async (value) => Object.values(await post('element', { using: 'css selector', value }))[0];
  const keys = (actions) => post('actions', { actions: [{ type: 'key', id: 'keys', actions }] });

  const open = async (url, { width = 1200, height = 900, theme } = {}) => {
    const go = async (address) => {
      await post('frame', { id: null });
      await post('url', { url: new URL(FRAME, address).href });
      await run('(theme, frame) => { if (theme) localStorage.setItem("mode", theme); Object.assign(document.querySelector("iframe"), frame); }', [theme ?? null, { width, height, src: address }]);
      await post('frame', { id: 0 });
      for (let tries = 0; await run('() => document.readyState !== "complete" || location.href === "about:blank"'); tries++) {
        if (tries === 400) throw new Error(`${address} does not load`);
        await pause(25);
      }
    };
    await go(url);
    const known = new Set();
    const noted = () => run('() => window.complaints ?? ["the page does not come from server.mjs"]');
    return complete({
      engine: 'webkit',
      go: async (address) => {
        for (const complaint of await noted()) known.add(complaint);
        await go(address);
      },
      resize: async (w, h = height) => {
        [width, height] = [w, h];
        await post('frame', { id: null });
        await run('(w, h) => Object.assign(document.querySelector("iframe"), { width: w, height: h })', [w, h]);
        await post('frame', { id: 0 });
      },
      evaluate: (script, ...args) => run(typeof script === 'function' ? String(script) : `() => (${script})`, args),
      click: async (selector) => post(`element/${await element(selector)}/click`),
      type: (text) => keys([...text.replaceAll('\n', KEYS.Enter)].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }])),
      press: (names) => {
        const values = names.split('+').map((name) => KEYS[name] ?? name);
        return keys([...values.map((value) => ({ type: 'keyDown', value })), ...values.toReversed().map((value) => ({ type: 'keyUp', value }))]);
      },
      screenshot: async (file) => {
        await post('frame', { id: null });
        const frame = await element('iframe');
        const picture = await ask('GET', `/session/${sessionId}/element/${frame}/screenshot`);
        await post('frame', { id: 0 });
        await writeFile(file, Buffer.from(picture, 'base64'));
      },
      complaints: async () => [...known, ...(await noted())],
      close: async () => {
        await run('() => localStorage.clear()').catch(() => {});
        await post('frame', { id: null });
        await post('url', { url: 'about:blank' });
      },
    });
  };
  const close = async () => {
    await ask('DELETE', `/session/${sessionId}`).catch(() => {});
    stop();
  };
  return { engine: 'webkit', version: `WebKit ${capabilities.browserVersion}`, open, close };
}
