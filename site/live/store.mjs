// What the reader did and typed, in this browser and only here.
//
// Progress is the text of a file, one JSON object a line, as softmaxbook.exercises.journal writes
// it on a desk: either can be read by the other. It is read anew before every addition, so two
// tabs lose nothing. Where nothing may be stored, or no room is left, it stays in memory until the
// page is closed.

const LOG = 'softmaxbook.progress';
const CODE = 'softmaxbook.code.';
const unsaved = new Map();

function read(key) {
  if (unsaved.has(key)) return unsaved.get(key);
  try { return localStorage.getItem(key); } catch { return null; }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    unsaved.delete(key);
  } catch {
    unsaved.set(key, value);
  }
}

export const isKept = () => !unsaved.size;

/* global RENAMED */ // id of an earlier edition → the present one; from the build, so not in tests
const renamed = typeof RENAMED === 'undefined' ? {} : RENAMED;

const parse = (text) => (text ?? '').split('\n').flatMap((line) => {
  try {
    const entry = JSON.parse(line);
    return typeof entry?.id === 'string' && typeof entry.event === 'string' ? [{ ...entry, id: renamed[entry.id] ?? entry.id }] : [];
  } catch {
    return [];
  }
});
const lines = (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

export const events = () => parse(read(LOG));
export const asFile = () => read(LOG) ?? '';

export function note(event, id, details) {
  const at = new Date().toISOString().replace(/\.\d+Z$/, '+00:00');
  write(LOG, asFile() + lines([{ at, event, id, ...details }]));
}

// Joins a file with what is here: each line once, oldest first. How many lines were new.
export function join(text) {
  const known = new Map(events().map((entry) => [JSON.stringify(entry), entry]));
  const before = known.size;
  for (const entry of parse(text)) known.set(JSON.stringify(entry), entry);
  const all = [...known.values()].sort((a, b) => String(a.at).localeCompare(String(b.at)));
  write(LOG, lines(all));
  return known.size - before;
}

// What was typed in place of a starter; null: nothing.
export const typed = (id) => read(CODE + id);
export const keepTyped = (id, text) => write(CODE + id, text);

export function forget() {
  const keys = [LOG, ...unsaved.keys()];
  try { keys.push(...Object.keys(localStorage).filter((key) => key.startsWith(CODE))); } catch { /* nothing is stored */ }
  keys.forEach((key) => write(key, null));
  unsaved.clear();
}

// Another tab wrote: `changed(id)` of what was typed, or without an id of the progress.
export function follow(changed) {
  addEventListener('storage', ({ key }) => {
    if (key === null || key === LOG) changed();
    if (key?.startsWith(CODE)) changed(key.slice(CODE.length));
  });
  // A page that comes back as it was left may be older than what is stored.
  addEventListener('pageshow', ({ persisted }) => { if (persisted) changed(); });
}

// By id: {tries, passed, hints, solution, names: [of mistakes]}.
export function summary() {
  const found = new Map();
  for (const { event, id, status, name, level } of events()) {
    const entry = found.get(id) ?? { tries: 0, passed: false, hints: new Set(), solution: false, names: [] };
    found.set(id, entry);
    if (event === 'check' || event === 'answer') {
      entry.tries += 1;
      entry.passed ||= status === 'passed';
      if (status === 'named') entry.names.push(name);
    }
    if (event === 'hint') entry.hints.add(level);
    if (event === 'solution') entry.solution = true;
  }
  return found;
}
