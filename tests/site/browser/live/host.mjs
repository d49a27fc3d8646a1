// A host between the browser and the book, which can fail in several ways and counts what it sends.
import { createServer } from 'node:http';
import { FRAME } from '../server.mjs';

// Scripts that take something away from a page before its own scripts run.
const WITHOUT = {
  '/_storage.js': 'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("forbidden", "SecurityError"); } });',
  '/_wasm.js': 'delete window.WebAssembly;',
  '/_worker.js': 'window.Worker = function Worker() { throw new TypeError("no module workers"); };',
};

export async function unreliable(url) {
  const host = { fault: () => undefined, script: undefined, bytes: 0 };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, url);
    if (pathname in WITHOUT) {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      return response.end(WITHOUT[pathname]);
    }
    const ours = pathname === FRAME; // the driver's own page, not the book's
    const fault = ours ? undefined : host.fault(pathname);
    if (fault === 'down') return request.socket.destroy();
    const answer = await fetch(url + request.url, { headers: { 'user-agent': request.headers['user-agent'] ?? '' } });
    let body = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type');
    if (!ours && host.script && type.startsWith('text/html')) body = Buffer.from(String(body).replace(/(?=<title)/, `<script src="${host.script}"></script>`));
    if (fault === 'wrong') body[body.length >> 1] ^= 1;
    response.writeHead(answer.status, { 'content-type': type, 'content-length': body.length });
    host.bytes += body.length;
    if (fault !== 'half') return response.end(body);
    response.write(body.subarray(0, body.length >> 1));
    return setTimeout(() => request.socket.destroy(), 50);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  host.url = `http://127.0.0.1:${server.address().port}`;
  host.stop = () => { server.close(); server.closeAllConnections(); };
  return host;
}
