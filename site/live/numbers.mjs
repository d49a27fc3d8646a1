// Reads a number as people type it, and judges it as the desk does (softmaxbook.exercises.reading
// and quiz): the tests give both the same answers.

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

// {value, unit}: `unit` is what one step of the last digit is worth, 0 of what is not written in
// digits. Null if the text is no number.
export function read(text) {
  let plain = text.replace(/⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `^(${power.normalize('NFKC').replace('−', '-')})`);
  plain = plain.replace(/[½⅓⅔¼¾⅕⅙⅛]/g, (sign) => `(${sign.normalize('NFKC').replace('⁄', '/')})`);
  plain = plain.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[×·]/g, '*').replace(/÷/g, '/').trim().toLowerCase();
  plain = plain.replace(/^(?:about|approximately|approx\.?|ca\.|[≈~=])\s*/, '').replace(/\s*(?:nats?|bits?)\.?$/, '');
  const part = /\s*(?:%|per ?cent)$/.test(plain) ? 0.01 : 1;
  plain = plain.replace(/\s*(?:%|per ?cent)$/, '').replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  if (/^\+?inf(?:inity)?$|^\+?∞$/.test(plain)) return { value: Infinity, unit: 0 };
  const value = part * workedOut(plain);
  if (!Number.isFinite(value)) return null;
  const [, digits, power = 0] = plain.match(/^[+-]?\d*(?:\.(\d*))?(?:e([+-]?\d+))?$/) ?? [];
  const isPlain = /^[+-]?[\d.]+(?:e[+-]?\d+)?$/.test(plain);
  return { value, unit: isPlain ? part * 10 ** (Number(power) - (digits ?? '').length) : 0 };
}

// The unit of the last digit that is asked for; a whole number is to be whole.
function stepOf(exact, digits) {
  if (digits !== null) return 10 ** -digits;
  if (Number.isInteger(exact)) return 1e-3;
  const size = Math.floor(Math.log10(Math.abs(exact)));
  return 10 ** ((size > -3 ? Math.max(size, -1) : size) - 2);
}

function isRounding(given, exact, digits) {
  if (!Number.isFinite(exact) || !Number.isFinite(given)) return given === exact;
  const step = stepOf(exact, digits);
  const gap = Math.abs(given - exact);
  const slack = 1e-6 * step + 1e-12 * Math.abs(exact);
  if (gap > step / 2 + slack) return false;
  const onGrid = Math.abs(given - Math.round(given / step) * step) <= slack;
  return onGrid || Math.floor(given / step + 0.5) === Math.floor(exact / step + 0.5) || gap <= step / 10;
}

// Right as far as it goes, with fewer digits than are asked for.
const isShort = ({ value, unit }, exact, digits) => unit > stepOf(exact, digits) && unit < Math.abs(exact) && Math.abs(value - exact) <= unit / 2 * (1 + 1e-9);

// What to say of a number: 'right', the position of a known wrong one, 'short', or 'unknown'.
export function recognise(given, { key, also = [], wrong, digits }) {
  if ([key, ...also].some((right) => isRounding(given.value, right, digits))) return 'right';
  const exact = wrong.findIndex((other) => isRounding(given.value, other, digits));
  if (exact >= 0) return exact;
  if (isShort(given, key, digits)) return 'short';
  const near = wrong.findIndex((other) => isShort(given, other, digits) && Math.abs(given.value - other) <= 0.006 * Math.abs(other));
  return near >= 0 ? near : 'unknown';
}
