// Reads a number as people type it, and judges it by the desk's own table, which the page brings
// (softmaxbook.exercises.quiz.rows). How two numbers are compared is written here once more, after
// softmaxbook.exercises.general and reading; the tests give both the same answers.

const FUNCTIONS = { log: Math.log, ln: Math.log, log2: Math.log2, log10: Math.log10, exp: Math.exp, sqrt: Math.sqrt };
const CONSTANTS = { e: Math.E, pi: Math.PI };
const TOKEN = /\s*(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|[a-z]+\d*|\*\*|[-+*/^()])/gy;

// Arithmetic: sums, products, powers, brackets, and the functions above.
function workedOut(text) {
  const tokens = [...text.matchAll(TOKEN)].map(([, token]) => token);
  if (tokens.join('') !== text.replace(/\s/g, '')) return NaN;
  let at = 0;
  const take = (...wanted) => (wanted.includes(tokens[at]) ? tokens[at++] : undefined);
  function atom() {
    const token = tokens[at++];
    if (token === '(') {
      const value = sum();
      return take(')') ? value : NaN;
    }
    if (token in FUNCTIONS) return FUNCTIONS[token](tokens[at] === '(' ? atom() : power());
    return token in CONSTANTS ? CONSTANTS[token] : Number(token ?? NaN);
  }
  function power() {
    const base = atom();
    return take('^', '**') ? base ** signed() : base;
  }
  function signed() {
    const sign = take('+', '-');
    return sign ? (sign === '-' ? -1 : 1) * signed() : power();
  }
  function product() {
    let value = signed();
    for (let sign = take('*', '/'); sign; sign = take('*', '/')) value = sign === '*' ? value * signed() : value / signed();
    return value;
  }
  function sum() {
    let value = product();
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) value += (sign === '-' ? -1 : 1) * product();
    return value;
  }
  const value = sum();
  return at === tokens.length ? value : NaN;
}

// The number, or null if the text is none.
export function read(text) {
  let plain = text.replace(/⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `^(${power.normalize('NFKC').replace('−', '-')})`);
  plain = plain.replace(/[½⅓⅔¼¾⅕⅙⅛]/g, (sign) => `(${sign.normalize('NFKC').replace('⁄', '/')})`);
  plain = plain.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[×·]/g, '*').replace(/÷/g, '/').trim().toLowerCase();
  plain = plain.replace(/^(?:about|approximately|approx\.?|ca\.|[≈~=])\s*/, '').replace(/\s*(?:nats?|bits?)\.?$/, '');
  const part = /\s*(?:%|per ?cent)$/.test(plain) ? 0.01 : 1;
  plain = plain.replace(/\s*(?:%|per ?cent)$/, '').replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  if (/^\+?inf(?:inity)?$|^\+?∞$/.test(plain)) return Infinity;
  const value = part * workedOut(plain);
  return Number.isFinite(value) ? value : null;
}

// The unit of the last digit that is asked for; a whole number is to be whole.
function stepOf(exact, digits) {
  if (digits !== null) return 10 ** -digits;
  if (Number.isInteger(exact)) return 1e-3;
  const size = Math.floor(Math.log10(Math.abs(exact)));
  return 10 ** ((size > -3 ? Math.max(size, -1) : size) - 2);
}

const finite = (...numbers) => numbers.every(Number.isFinite);
const gapOf = (given, exact) => Math.abs(given - exact);

function isRounding(given, exact, digits) {
  if (!finite(given, exact)) return given === exact;
  const step = stepOf(exact, digits);
  const gap = gapOf(given, exact);
  const slack = 1e-6 * step + 1e-12 * Math.abs(exact);
  if (gap > step / 2 + slack) return false;
  const onGrid = Math.abs(given - Math.round(given / step) * step) <= slack;
  return onGrid || Math.floor(given / step + 0.5) === Math.floor(exact / step + 0.5) || gap <= step / 10;
}

// To how many decimals it is a right rounding, if they are fewer than asked for; or undefined.
function decimalsOf(given, exact, digits) {
  if (!finite(given, exact) || given === 0) return undefined;
  const asked = -Math.round(Math.log10(stepOf(exact, digits)));
  return [1, 2, 3, 4, 5].map((less) => asked - less).find((decimals) => {
    const step = 10 ** -decimals;
    return Math.abs(given - Math.round(given / step) * step) <= 1e-9 * Math.max(1, Math.abs(given)) && gapOf(given, exact) <= step / 2 * (1 + 1e-9);
  });
}

function isShortened(given, exact, step) {
  return [step, 10 * step, 100 * step].some((size) => {
    const cut = Math.sign(exact) * Math.floor(Math.abs(exact) / size) * size;
    return Math.abs(cut) >= 10 * size && gapOf(given, cut) <= 1e-9 * Math.max(1, Math.abs(cut));
  });
}

function isNear(given, exact, digits) {
  const step = stepOf(exact, digits);
  if (!finite(given, exact) || Math.abs(exact) < 20 * step) return false;
  return gapOf(given, exact) <= 1.01 * step || isShortened(given, exact, step);
}

const isRounded = (given, exact, digits) => decimalsOf(given, exact, digits) !== undefined;

function agreesSoFar(given, exact, asked) {
  const digits = asked === null ? null : Math.max(asked, 0);
  const isSeen = given === 0 || Math.abs(exact) >= stepOf(exact, digits);
  if (isRounding(given, exact, digits) && isSeen) return true;
  return gapOf(given, exact) <= 0.006 * Math.abs(exact) && (isRounded(given, exact, digits) || isNear(given, exact, digits));
}

const isTelling = (given, exact, digits) => (isRounding(given, exact, digits) || Number(given.toPrecision(2)) !== given) && agreesSoFar(given, exact, digits);
// 0, 1/4, 2/3: so simple that many mistakes lead to it.
const comesFromAnywhere = (given) => Math.abs(given) < 1.1 && [1, 2, 3, 4, 5].some((parts) => Math.abs(given - Math.round(given * parts) / parts) < 5e-4);

const TESTS = {
  right: isRounding,
  rounded: (given, exact, digits) => gapOf(given, exact) <= 0.06 * Math.abs(exact) && isRounded(given, exact, digits),
  'cut-off': (given, exact, digits) => isNear(given, exact, digits) && isShortened(given, exact, stepOf(exact, digits)),
  'last-digit': isNear,
  'so-far': agreesSoFar,
  clear: (given, exact, digits) => isTelling(given, exact, digits) && !comesFromAnywhere(given),
  more: (given, exact, digits) => Number(given.toPrecision(1)) !== given && agreesSoFar(given, exact, digits),
  coarse: (given, exact, digits) => decimalsOf(given, exact, digits) > 0,
};

// What is found of a number: {status, name, says, added}. `says` is a text, or the number of a box
// of the page, to which `added` may be added; undefined if nothing is known of it.
export function recognise(given, { digits, rows, said }) {
  const row = rows.find(([test, exact]) => TESTS[test](given, exact, digits));
  if (!row) return { status: 'unnamed', name: 'unrecognised' };
  const [status, name, says, added] = said[row[2]];
  return { status, name, says, added };
}
