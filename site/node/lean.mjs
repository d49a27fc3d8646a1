// KaTeX's drawing with fewer elements: the same boxes at the same places.
//
// A browser lays out a page as fast as it has few elements, and a chapter has a thousand formulas.
// To KaTeX a single index or exponent is a table of two rows in which a block is shifted up or down,
// nine elements; here it is a span that is shifted. Names that no rule mentions go, and spans with
// nothing left but their content. tests/site/browser/formulas.mjs compares every glyph's place.

import { readFileSync } from 'node:fs';

const sheet = readFileSync(new URL('../node_modules/katex/dist/katex.css', import.meta.url), 'utf8');
const RULED = new Set([...sheet.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name));
// Its rules count the children of these.
const COUNTED = ['vlist', 'vlist-r', 'mfrac', 'op-limits', 'mtable', 'katex-root'];

const em = (node, side) => parseFloat(node.style[side] ?? 0);
const has = (node, ...names) => names.some((name) => node.classes.includes(name));
const isBare = (node) => node.children && node.classes?.length === 0 && !Object.keys(node.style ?? {}).length && !Object.keys(node.attributes ?? {}).length;

// The one block of a table that holds nothing but an index or an exponent: [block, strut, content].
function only(node) {
  if (node.classes.join() !== 'msupsub') return undefined;
  const [first, second] = node.children[0].children;
  const blocks = first.children[0].children;
  const below = second?.children[0].children[0];
  if (blocks.length !== 1 || below?.children.length) return undefined;
  const [strut, content] = blocks[0].children;
  return blocks[0].children.length === 2 && has(strut, 'pstrut') && content.children ? [blocks[0], strut, content] : undefined;
}

// A change of size: KaTeX names the sizes before and after, and here is their ratio.
function resize(node) {
  const [sizing, from, to, ...others] = node.classes;
  if (sizing !== 'katex-sizing' || !from?.startsWith('reset-') || Object.keys(node.style).length) return;
  node.style.fontSize = sheet.match(new RegExp(`${from}\\.${to}\\s*\\{[^}]*font-size: ([\\d.]+em)`))[1];
  node.classes = others;
}

function shift([block, strut, content]) {
  const plain = !content.classes.length && Object.keys(content.style).every((name) => name === 'fontSize');
  const size = plain ? em(content, 'fontSize') || 1 : 1; // the lengths are then of the smaller size
  const length = (value) => `${+(value / size).toFixed(4)}em`;
  const span = plain ? content : block;
  if (!plain) block.children = [content];
  span.style = { ...(plain && content.style), top: length(em(block, 'top') + em(strut, 'height')), ...['marginLeft', 'marginRight'].reduce((sides, side) => (em(block, side) ? { ...sides, [side]: length(em(block, side)) } : sides), {}) };
  span.classes = ['script'];
  return span;
}

// The node for this one; changes the tree.
export function lean(node, parent) {
  if (!node.classes) return node; // of an SVG
  if (!node.children) {
    node.classes = node.classes.filter((name) => RULED.has(name));
    return node;
  }
  node.children = node.children.map((child) => lean(child, node));
  const found = only(node);
  if (found) return shift(found);
  if (node.style) resize(node);
  node.classes = node.classes.filter((name) => RULED.has(name));
  if (!has(node, ...COUNTED) && !(parent && has(parent, 'vlist'))) node.children = node.children.flatMap((child) => (isBare(child) ? child.children : [child]));
  return node;
}
