// The service worker: once Python has been fetched, the pages that were visited work without the
// network too. With a network every answer is the site's own; what is kept serves only where the
// site cannot be reached. The runtime is kept by worker.mjs, not here.

const CACHE = `softmaxbook-pages ${new URL(registration.scope).pathname}`;
const RUNTIME = /\/_live\/[^/]+\/(?!worker\.mjs$)/;

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || RUNTIME.test(pathname)) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  try {
    const fresh = await fetch(request);
    if (fresh.status === 200) keep(request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

// One version of each file. Where nothing may be stored, or no room is left, nothing is kept.
async function keep(request, fresh) {
  try {
    const cache = await caches.open(CACHE);
    await cache.delete(request, { ignoreSearch: true });
    await cache.put(request, fresh);
  } catch { /* see above */ }
}
