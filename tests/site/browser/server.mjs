// The book over HTTP on this machine, as a plain host serves it: 404.html for what is not there.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.ipynb': 'application/json', '.js': 'text/javascript',
  '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.woff2': 'font/woff2', '.xml': 'text/xml',
};

// `extra` holds pages that are not in the folder: path -> text.
export async function serve(folder, extra = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://book').pathname);
    const send = (status, type, body) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    };
    if (path in extra) return send(200, TYPES['.html'], extra[path]);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    try {
      return send(200, TYPES[extname(file)] ?? 'application/octet-stream', await readFile(file));
    } catch {
      return send(404, TYPES['.html'], await readFile(join(folder, '404.html')).catch(() => ''));
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
