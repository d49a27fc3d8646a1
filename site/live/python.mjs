// Python for one page: a worker (worker.mjs, where the messages are described) that is started at
// the first request, and started anew after one that had to be ended.

export class Stopped extends Error {}
class TooSlow extends Error {
  constructor(verdict) {
    super(verdict.seen);
    this.verdict = verdict;
  }
}
export class Unavailable extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

const KEY = 'softmaxbook.runtime';

// Which runtime there is. Without a network it is the one of the last visit.
async function versionAt(root) {
  try {
    const answer = await fetch(new URL('_live/live.json', root), { cache: 'no-cache' });
    if (answer.ok) return (await answer.json()).version;
  } catch { /* see below */ }
  try {
    const last = localStorage.getItem(KEY);
    if (last) return last;
  } catch { /* nothing is stored */ }
  throw new Unavailable('network', 'The connection broke off.');
}

// From now on this page, and those that are visited, are kept for when there is no network.
async function keepPages(root) {
  await navigator.serviceWorker.register(new URL('offline.js', root));
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  const here = performance.getEntriesByType('resource').map(({ name }) => name);
  const wanted = [location.href.split('#')[0], ...here].filter((name) => name.startsWith(root.origin) && !/\.(?:gz|whl|zip)$|offline\.js$/.test(name));
  // As the page has them: they are not transferred again.
  await Promise.all([...new Set(wanted)].map((name) => fetch(name, { cache: 'force-cache' })));
}

// `root` is the address of the book.
export function python(root) {
  let worker; // undefined before the first request, and after an end
  let loading;
  let count = 0;
  let session = 0; // changes whenever Python has lost all its names
  const waiting = new Map();

  function end(error) {
    session += 1;
    worker?.terminate();
    worker = undefined;
    loading = undefined;
    const calls = [...waiting.values()];
    waiting.clear();
    calls.forEach((call) => {
      clearTimeout(call.timer);
      call.reject(error);
    });
  }

  function hear({ data }) {
    const call = waiting.get(data.id);
    if (!call) return;
    clearTimeout(call.timer);
    if (data.type === 'result' || data.type === 'failed') {
      waiting.delete(data.id);
      if (data.type === 'result') call.resolve(data.value);
      else call.reject(new Unavailable(data.reason, data.message));
    } else if (data.type === 'alive') {
      call.timer = setTimeout(() => end(new TooSlow(data.verdict)), 1000 * data.seconds);
    } else call.hear?.(data);
  }

  function send(type, details, options = {}) {
    return new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject, ...options });
      worker.postMessage({ id: count, type, ...details });
    });
  }

  async function load(options) {
    const version = await versionAt(root);
    try {
      worker = new Worker(new URL(`_live/${version}/worker.mjs`, root), { type: 'module', name: 'Python' });
    } catch (error) {
      throw new Unavailable('unsupported', error.message);
    }
    worker.addEventListener('message', hear);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(new Unavailable(navigator.onLine ? 'unsupported' : 'network', event.message || 'The program for Python did not start.'));
    });
    await send('load', {}, options);
    try { localStorage.setItem(KEY, version); } catch { /* the next visit asks again */ }
    document.documentElement.classList.add('fetched');
    keepPages(root).catch(() => {}); // then a later visit needs the network
  }

  return {
    get isStarted() { return worker !== undefined; },
    get session() { return session; },
    // hear: of progress and of what is printed.
    async ask(type, details, options) {
      loading ??= load(options);
      const mine = loading;
      try {
        await mine;
      } catch (error) {
        if (loading === mine) end(error);
        throw error;
      }
      return send(type, details, options);
    },
    // Ends whatever runs, and says so to whoever waits for it.
    stop: () => end(new Stopped()),
  };
}
