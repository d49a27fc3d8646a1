// The book over HTTP on this machine, as a plain host serves it: 404.html for what is not there.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.ipynb': 'application/json', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm',
  '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.woff2': 'font/woff2', '.xml': 'text/xml',
};

// The first script of every page that WebKit gets, whose driver does not tell of the console.
const WATCH = '/_watch.js';
const NOTE = `window.complaints = [];
addEventListener('error', (event) => complaints.push(event.message ? 'error: ' + event.message : 'failed: ' + (event.target.src ?? event.target.href)), true);
addEventListener('unhandledrejection', (event) => complaints.push('error: ' + event.reason));
document.addEventListener('securitypolicyviolation', (event) => complaints.push('the policy stopped ' + event.effectiveDirective + ' ' + event.blockedURI));
for (const kind of ['error', 'warn']) console[kind] = (...words) => complaints.push(kind + ': ' + words.join(' '));
`;
// And the frame in which they stand: engines.mjs.
export const FRAME = '/_frame.html';
const FRAMING = '<!DOCTYPE html><title>frame</title><style>body{margin:0}iframe{display:block;border:0}</style><iframe allow="clipboard-write"></iframe>';
const isWebKit = (request) => /AppleWebKit(?!.*Chrom)/.test(request.headers['user-agent'] ?? '');
const watched = (page) => String(page).replace(/(?=<(?:title|link|script|style)\b)/, `<script src="${WATCH}"></script>`);

// `extra` holds pages that are not in the folder: path -> text.
export async function serve(folder, extra = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://book').pathname);
    const send = (status, type, body) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    };
    const html = (status, page) => send(status, TYPES['.html'], isWebKit(request) ? watched(page) : page);
    if (path === FRAME) return send(200, TYPES['.html'], FRAMING);
    if (path === WATCH) return send(200, TYPES['.js'], NOTE);
    if (path in extra) return html(200, extra[path]);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    try {
      const content = await readFile(file);
      return extname(file) === '.html' ? html(200, content) : send(200, TYPES[extname(file)] ?? 'application/octet-stream', content);
    } catch {
      return html(404, await readFile(join(folder, '404.html')).catch(() => ''));
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
