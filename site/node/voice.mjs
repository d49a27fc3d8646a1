// KaTeX's MathML, for those who hear it: a name is one identifier, not a row of letters, and a
// letter of another alphabet is that letter itself. KaTeX writes s, o, f, t, m, a, x for
// \mathrm{softmax}, and R with an attribute, which screen readers do not know, for ℝ.

// The first of each row of letters: A, a, 0, Α, α; and the letters that Unicode has elsewhere.
const ROWS = ['A', 'a', '0', 'Α', 'α'];
const ALPHABETS = {
  bold: ['𝐀', '𝐚', '𝟎', '𝚨', '𝛂'],
  'bold-italic': ['𝑨', '𝒂', '𝟎', '𝜜', '𝜶'],
  'double-struck': ['𝔸', '𝕒', '𝟘'],
  script: ['𝒜', '𝒶'],
};
const ELSEWHERE = { 'double-struck': 'ℂℍℕℙℚℝℤ', script: 'ℬℰℱℋℐℒℳℛℯℊℴ' };
const LENGTHS = [26, 26, 10, 25, 25];

// The letter in an alphabet, or undefined.
export function letter(variant, plain) {
  const apart = [...(ELSEWHERE[variant] ?? '')].find((other) => other.normalize('NFKC') === plain);
  if (apart) return apart;
  const code = plain.codePointAt(0);
  const row = ROWS.findIndex((first, i) => code >= first.codePointAt(0) && code < first.codePointAt(0) + LENGTHS[i]);
  const start = ALPHABETS[variant]?.[row];
  return start && String.fromCodePoint(start.codePointAt(0) + code - ROWS[row].codePointAt(0));
}

const content = (node) => node.children.map((child) => child.text).join('');
const isUpright = (node) => node.type === 'mi' && node.attributes.mathvariant === 'normal' && /^[a-z]+$/i.test(content(node));

// Changes the tree of KaTeX's nodes. Some have no type: they stand for their children.
export function voice(node, parent = node) {
  if (!node.children) return;
  const type = node.type ?? parent.type;
  node.children.forEach((child) => voice(child, node.type ? node : parent));
  if (node.type === 'mrow' && node.children.length > 1 && node.children.every(isUpright)) {
    const [first] = node.children;
    first.children[0].text = node.children.map(content).join('');
    first.children.length = 1;
    node.children = [first];
  }
  // “Function application”, where MathML has no room for it: in \lambda_{\max}.
  if (!['math', 'mrow', 'mtd', 'mstyle'].includes(type)) node.children = node.children.filter((child) => child.type !== 'mo' || content(child) !== '\u2061');
  const letters = [...(['mi', 'mn', 'mtext'].includes(node.type) ? content(node) : '')];
  const others = letters.map((plain) => letter(node.attributes.mathvariant, plain));
  if (letters.length && others.every(Boolean)) {
    node.children[0].text = others.join('');
    node.children.length = 1;
    delete node.attributes.mathvariant;
  }
}
