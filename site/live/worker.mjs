/* The worker that runs Python for a page.

Start it with new Worker(BOOK + "_live/" + VERSION + "/worker.mjs", {type: "module"}); VERSION
stands in BOOK + "_live/live.json", with the bytes that each stage transfers. Messages in both
directions are plain objects.

To the worker, each with an `id` of the page's choice:
  {id, type: "load"}                     get ready: fetch what exercises need, start Python
  {id, type: "check", exercise, source}  what the checker says of this source
  {id, type: "answer", question, value}  what it says of an answer to a concept check
  {id, type: "run", cell, source}        run a cell in the page's one namespace
  {id, type: "reset"}                    a new namespace
Any of them loads first if that has not happened. They are worked on one after another.

From the worker:
  {id, type: "result", value}    load: {python, numpy, pyodide}; check and answer: a verdict as data
                                 (Verdict.as_data in the library), of check also `printed`;
                                 run: {ok, outputs}, see the library's live.py; reset: null
  {id, type: "failed", message, reason}   reason: "network", "integrity" (a file is not the one
                                 that the book was built with), "memory", "unsupported", "internal";
                                 after network and integrity the same request may be sent again
  {id, type: "progress", stage, unit, done, total, step}
                                 stage: "start", "matplotlib", "sympy" or "markdown"; unit: "bytes"
                                 while it is fetched, then "steps", with `step` in words
  {id, type: "alive", seconds, verdict}   during a check, whenever the learner's code begins or is
                                 called once more: if nothing comes within these seconds, the alarm
                                 in here was not heard; the page ends the worker and shows this
                                 verdict. Fetching has no limit, and neither has a cell.
  {id, type: "judging"}          the learner's code has run; what follows is ours and has no limit
  {id, type: "stream", text}     what a running cell has printed since the last of these; all of it
                                 is in the result too
  {type: "ready"}                once, after loading

The page ends a worker by terminate() and starts another, which finds everything in the cache. */

const HERE = new URL(".", import.meta.url);
const BOOK = new URL("../../", HERE).pathname; // several books may share a host
const CACHE = `softmaxbook ${BOOK} `;
const VERSION = HERE.pathname.split("/").at(-2);
const MEMORY = /out of memory|memory access out of bounds|allocation failed|maximum call stack/i;

class Failure extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

const download = fetch.bind(self); // Pyodide is given another one
const loaded = new Map(); // stage → promise
let manifest, python, live;

// ---- Fetching: from the cache of an earlier visit, else from the site ----------------------------

// Files are kept by hash, so a new version of the book fetches only what has changed. A browser may
// forbid storage, or have none left; then everything works, and the next visit fetches again.
async function kept(file) {
  try {
    const answer = await caches.match(keyOf(file));
    return answer && new Uint8Array(await answer.arrayBuffer());
  } catch {
    return undefined;
  }
}

async function keep(file, bytes) {
  try {
    await (await caches.open(CACHE + VERSION)).put(keyOf(file), new Response(bytes));
  } catch {
    // see above
  }
}

// What an older version of the book has kept and this one needs too moves over; the rest goes.
async function forgetOtherVersions() {
  try {
    const own = await caches.open(CACHE + VERSION);
    const wanted = new Set(Object.values(manifest.stages).flat().map(keyOf));
    for (const name of await caches.keys()) {
      if (!name.startsWith(CACHE) || name === CACHE + VERSION) continue;
      const other = await caches.open(name);
      for (const key of await other.keys())
        if (wanted.has(key.url)) await own.put(key, await other.match(key));
      await caches.delete(name);
    }
  } catch {
    // see above
  }
}

function keyOf(file) {
  return new URL(`by-hash/${file.sha256 ?? VERSION}/${file.name}`, new URL(BOOK, HERE)).href;
}

async function fetched(file, say) {
  const address = new URL(file.name, HERE);
  let answer;
  try {
    answer = await download(address, { cache: self.caches ? "no-store" : "default" });
  } catch {
    throw new Failure("network", "The connection broke off.");
  }
  if (!answer.ok) throw new Failure("network", `The site answered ${answer.status} for ${file.name}.`);
  const parts = [];
  let done = 0;
  try {
    for (const reader = answer.body.getReader(); ; ) {
      const { value, done: end } = await reader.read();
      if (end) break;
      parts.push(value);
      say(Math.min((done += value.length), file.bytes)); // more, where the host has unpacked it
    }
  } catch {
    throw new Failure("network", "The connection broke off.");
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

// Compressed here and not by the host, for some do not compress WebAssembly. A host that takes .gz
// for an encoding has unpacked it already.
async function unpacked(file, bytes) {
  if (!file.name.endsWith(".gz") || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function isRight(file, content) {
  if (!self.crypto?.subtle) return true; // only on hosts without https, whom nothing vouches for
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return file.sha256 === Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function contentOf(file, say) {
  const old = await kept(file);
  if (old) {
    const content = await unpacked(file, old).catch(() => new Uint8Array());
    if (await isRight(file, content)) return say(file.bytes), content;
  }
  const bytes = await fetched(file, say);
  const content = await unpacked(file, bytes).catch(() => new Uint8Array());
  if (!(await isRight(file, content)))
    throw new Failure("integrity", `${file.name} is not the file that this book was built with.`);
  say(file.bytes);
  await keep(file, bytes);
  return content;
}

async function readManifest() {
  const file = { name: "manifest.json", bytes: 0 };
  let bytes = await kept(file);
  if (!bytes) await keep(file, (bytes = await fetched(file, () => {})));
  return JSON.parse(new TextDecoder().decode(bytes));
}

// The files of a stage as name → content, with one message for each percent.
async function filesOf(stage, id) {
  manifest ??= await readManifest();
  const files = manifest.stages[stage];
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const done = files.map(() => 0);
  let said = -1;
  const say = (index, bytes) => {
    done[index] = bytes;
    const now = done.reduce((sum, part) => sum + part, 0);
    const percent = Math.floor((100 * now) / total);
    if (percent > said) post({ id, type: "progress", stage, unit: "bytes", done: now, total });
    said = Math.max(said, percent);
  };
  const contents = await Promise.all(files.map((file, i) => contentOf(file, (n) => say(i, n))));
  return new Map(files.map((file, i) => [file.name.replace(/\.gz$/, ""), contents[i]]));
}

// ---- Starting -----------------------------------------------------------------------------------

// Pyodide fetches by address; here everything is at hand already.
function givePyodide(files) {
  const types = { wasm: "application/wasm", zip: "application/zip", json: "application/json" };
  const lock = new TextEncoder().encode(JSON.stringify({ info: manifest.info, packages: {} }));
  files.set("pyodide-lock.json", lock);
  self.fetch = (address, options) => {
    const { href } = new URL(address instanceof Request ? address.url : address, HERE);
    const content = href.startsWith(HERE.href) && files.get(href.slice(HERE.href.length));
    if (!content) return download(address, options);
    const type = types[href.split(".").at(-1)] ?? "application/octet-stream";
    return Promise.resolve(new Response(content, { headers: { "Content-Type": type } }));
  };
}

async function imported(files, name) {
  const address = URL.createObjectURL(new Blob([files.get(name)], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

// The files of a zip archive, which holds them as they are (see publish.py), as name and content.
function* entries(archive) {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  for (let at = 0; view.getUint32(at, true) === 0x04034b50; ) {
    // Packed, or its size given only after it: publish.py writes no such file.
    if (view.getUint16(at + 8, true) || (view.getUint16(at + 6, true) & 8)) throw new Error("This archive is not laid out for a page.");
    const [size, letters, extra] = [view.getUint32(at + 18, true), view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    const content = at + 30 + letters + extra;
    yield [new TextDecoder().decode(archive.subarray(at + 30, at + 30 + letters)), archive.subarray(content, (at = content + size))];
  }
}

// What pip does with a wheel. Python's zipfile takes a second for NumPy, at every visit.
export function install(python, wheels) {
  const home = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  const folders = new Set();
  for (const wheel of wheels)
    for (const [name, content] of entries(wheel)) {
      const path = `${home}/${name}`;
      const folder = path.slice(0, path.lastIndexOf("/"));
      if (!folders.has(folder)) python.FS.mkdirTree(folder);
      folders.add(folder);
      python.FS.writeFile(path, content, { canOwn: true });
    }
  python.runPython("import importlib; importlib.invalidate_caches()");
}

const wheelsOf = (files) => [...files].filter(([name]) => name.endsWith(".whl")).map(([, content]) => content);

// Rings in Python, which looks here each time that a loop has gone round some dozens of times. The
// page's own clock is not enough: some browsers do not end what a terminated worker is busy with.
export function giveAlarm(python) {
  const SIGALRM = 14;
  let at = Infinity;
  let interval = 0; // both in milliseconds
  python.setInterruptBuffer({
    get 0() {
      const now = performance.now();
      if (now < at) return 0;
      at = interval ? now + interval : Infinity;
      return SIGALRM;
    },
    set 0(nothing) {}, // Python says that it has looked
  });
  python.pyimport("softmaxbook.exercises.limits").alarm = (seconds, every) => {
    const now = performance.now();
    const before = [at === Infinity ? 0 : Math.max(0, at - now) / 1000, interval / 1000];
    at = seconds ? now + 1000 * seconds : Infinity;
    interval = 1000 * every;
    return before;
  };
}

async function start(id) {
  if (!self.WebAssembly || !self.DecompressionStream)
    throw new Failure("unsupported", "This browser cannot run Python.");
  const files = await filesOf("start", id);
  const total = 3;
  const step = (done, words) =>
    post({ id, type: "progress", stage: "start", unit: "steps", done, total, step: words });
  step(0, "Starting Python");
  givePyodide(files);
  try {
    await imported(files, "pyodide.asm.js");
    const { loadPyodide } = await imported(files, "pyodide.mjs");
    const env = manifest.environment;
    python = await loadPyodide({ indexURL: HERE.href, env, stdout: () => {}, stderr: () => {} });
  } finally {
    self.fetch = download;
  }
  step(1, "Loading NumPy");
  install(python, wheelsOf(files));
  python.runPython("import numpy");
  step(2, "Loading the checker");
  live = python.pyimport("softmaxbook.live");
  giveAlarm(python);
  step(3, "Ready");
  forgetOtherVersions();
  post({ type: "ready" });
}

async function further(stage, id) {
  const files = await filesOf(stage, id);
  const step = (done) =>
    post({ id, type: "progress", stage, unit: "steps", done, total: 1, step: "Unpacking" });
  step(0);
  install(python, wheelsOf(files));
  step(1);
}

// Once; but a stage that failed may be tried again.
function load(stage, id) {
  if (!loaded.has(stage)) {
    const promise = stage === "start" ? start(id) : further(stage, id);
    promise.catch(() => loaded.delete(stage));
    loaded.set(stage, promise);
  }
  return loaded.get(stage);
}

// ---- Requests -----------------------------------------------------------------------------------

const answers = {
  load: () => ({ ...JSON.parse(live.versions()), pyodide: python.version }),
  check: ({ id, exercise, source }) =>
    JSON.parse(live.check_source(exercise, source, manifest.handedIn[exercise] ?? "", alive(id))),
  answer: ({ question, value }) => JSON.parse(live.answer_value(question, value)),
  run: async ({ id, source, cell = "cell" }) => {
    for (const stage of live.needs(source).toJs()) await load(stage, id);
    const result = JSON.parse(live.run_cell(source, cell, stream(id)));
    if (!result.markdown) return result;
    await load("markdown", id);
    return JSON.parse(live.with_html(JSON.stringify(result)));
  },
  reset: () => (live.reset(), null),
};

const alive = (id) => (seconds, verdict) =>
  post(seconds ? { id, type: "alive", seconds, verdict: JSON.parse(verdict) } : { id, type: "judging" });
const stream = (id) => (text) => post({ id, type: "stream", text });

function post(message) {
  self.postMessage(message);
}

async function work(request) {
  const { id, type } = request;
  try {
    if (!(type in answers)) throw new Failure("internal", `There is no request ${type}.`);
    await load("start", id);
    post({ id, type: "result", value: await answers[type](request) });
  } catch (error) {
    const said = String(error?.message ?? error);
    const reason = error?.reason ?? (MEMORY.test(said) ? "memory" : "internal");
    post({ id, type: "failed", reason, message: said.trim().split("\n").at(-1) });
  }
}

let queue = Promise.resolve();
self.onmessage = ({ data }) => (queue = queue.then(() => work(data)));
