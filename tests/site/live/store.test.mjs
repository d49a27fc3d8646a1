import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

// A browser's storage, which may be forbidden or full.
class Storage {
  constructor(limit = Infinity) { Object.defineProperty(this, 'limit', { value: limit, writable: true }); }
  getItem(key) { return this[key] ?? null; }
  setItem(key, value) {
    if (key.length + value.length > this.limit) throw new Error('QuotaExceededError');
    this[key] = value;
  }
  removeItem(key) { delete this[key]; }
}
globalThis.addEventListener = () => {};
let count = 0;
const fresh = () => import(`../../../site/live/store.mjs?${count += 1}`);
beforeEach(() => { globalThis.localStorage = new Storage(); });

test('what was done is kept, a line each, in the form of the desk', async () => {
  const store = await fresh();
  store.note('check', 'softmax.columns', { status: 'named', name: 'global-sum' });
  store.note('hint', 'softmax.columns', { level: 1 });
  const [first, second] = store.asFile().trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(Object.keys(first), ['at', 'event', 'id', 'status', 'name']);
  assert.match(first.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  assert.equal(second.level, 1);
  const { tries, passed, hints } = (await fresh()).summary().get('softmax.columns');
  assert.deepEqual([tries, passed, hints.size], [1, false, 1]);
});

test('two tabs that write in turn lose nothing', async () => {
  const [one, other] = [await fresh(), await fresh()];
  one.note('check', 'a.b', { status: 'named', name: 'x' });
  other.note('check', 'a.b', { status: 'passed', name: '' });
  one.note('check', 'a.c', { status: 'passed', name: '' });
  assert.equal(other.events().length, 3);
  assert.ok(one.summary().get('a.b').passed);
});

test('a file is joined: new lines once, oldest first, and what is no entry is passed over', async () => {
  const store = await fresh();
  store.note('check', 'a.b', { status: 'passed', name: '' });
  const desk = '{"at": "2020-01-01T00:00:00+00:00", "event": "check", "id": "a.z", "status": "named", "name": "n"}\n';
  assert.equal(store.join(`${desk}not JSON\n[1]\n{"id": 3}\n${store.asFile()}`), 1);
  assert.equal(store.join(desk), 0);
  assert.deepEqual(store.events().map(({ id }) => id), ['a.z', 'a.b']);
});

for (const [name, limit] of [['full', 60], ['forbidden', 0]]) {
  test(`where storage is ${name}, the page remembers until it is closed, and says so`, async () => {
    globalThis.localStorage = new Storage(limit);
    const store = await fresh();
    store.note('check', 'a.b', { status: 'passed', name: '' });
    store.keepTyped('a.b', 'x'.repeat(100));
    assert.ok(store.summary().get('a.b').passed);
    assert.equal(store.typed('a.b').length, 100);
    assert.equal(store.isKept(), false);
  });
}

test('to forget leaves nothing but the choice of colours', async () => {
  const store = await fresh();
  localStorage.setItem('mode', 'dark');
  store.note('check', 'a.b', { status: 'passed', name: '' });
  store.keepTyped('a.b', 'code');
  store.forget();
  assert.deepEqual(Object.keys(localStorage), ['mode']);
  assert.deepEqual(store.events(), []);
});
