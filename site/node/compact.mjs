// KaTeX's HTML in fewer bytes: the same boxes at the same places.
//
// A single index or exponent is, in KaTeX, a table of two rows in which a block is shifted up or
// down; here it is a span that is shifted. Indices alone halve the weight of a chapter. What no
// reader sees or hears goes too: the TeX source beside each formula, and the attributes of MathML
// that only concern its looks, for the MathML is there to be read aloud.

import { readFileSync } from 'node:fs';

// Of KaTeX's class names, those that its style sheet mentions, and the one made here.
const sheet = readFileSync(new URL('../node_modules/katex/dist/katex.css', import.meta.url), 'utf8');
const RULED = new Set(['script', ...[...sheet.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name)]);

const BALLAST = [
  / xmlns="[^"]*"/g,
  /<annotation[^>]*>.*?<\/annotation>/gs,
  /<\/?semantics>/g,
  /(?<=<math[^>]*>)<mrow>|<\/mrow>(?=<\/math>)/g, // around all of it
  /<mspace[^>]*>(?:<\/mspace>)?/g,
  /<mo>\u2061<\/mo>/g, // “function application”, which KaTeX puts where MathML has no room for it
  /(?<=<m[ion]) mathvariant="normal"(?=>[^a-z]<)/gi,
  / (?:stretchy|fence|separator|lspace|rspace|minsize|maxsize|displaystyle|scriptlevel|columnalign|columnspacing|rowspacing)="[^"]*"/g,
];

const em = (style, name) => +(style.match(new RegExp(`(?:^|;)${name}:(-?[\\d.]+)em`))?.[1] ?? 0);

// A tree of spans and of everything else, which is kept as text.
function parse(html) {
  const root = { children: [] };
  const open = [root];
  for (const [token] of html.matchAll(/<span[^>]*>|<\/span>|<(?!\/?span)[^>]*>|[^<]+/g)) {
    if (token === '</span>') open.pop();
    else if (token.startsWith('<span')) {
      const node = { names: token.match(/class="([^"]*)"/)?.[1] ?? '', style: token.match(/style="([^"]*)"/)?.[1] ?? '', rest: token.includes(' aria-hidden') ? ' aria-hidden="true"' : '', children: [] };
      open.at(-1).children.push(node);
      open.push(node);
    } else open.at(-1).children.push(token);
  }
  return root;
}

const text = (node) => {
  if (typeof node === 'string') return node;
  const names = node.names ? ` class="${node.names}"` : '';
  const style = node.style ? ` style="${node.style}"` : '';
  return `<span${names}${node.rest}${style}>${node.children.map(text).join('')}</span>`;
};

// The one block of a table of KaTeX's that holds nothing but an index or an exponent.
function script(node) {
  if (node.names !== 'msupsub') return undefined;
  const rows = node.children[0].children;
  const [cell] = rows[0].children;
  const depth = rows[1]?.children[0].children;
  if (cell.children.length !== 1 || (depth && depth[0].children.length)) return undefined;
  const [block] = cell.children;
  const [strut, content] = block.children;
  if (block.children.length !== 2 || strut.names !== 'pstrut' || typeof content === 'string') return undefined;
  return { block, strut, content };
}

// A change of size: KaTeX names the sizes before and after, and here is their ratio.
function sized(node) {
  const [, from, to] = node.names.match(/katex-sizing reset-(size\d+) (size\d+)/) ?? [];
  if (!from || node.style) return node;
  const ratio = sheet.match(new RegExp(`reset-${from}\\.${to}\\s*\\{[^}]*font-size: ([\\d.]+)em`))[1];
  const names = node.names.replace(/katex-sizing reset-size\d+ size\d+ ?/, '');
  return { ...node, names, style: `font-size:${ratio}em;` };
}

// Without names that have no rule, and without spans that have nothing: they stand for nothing,
// except where KaTeX's rules count them, in the blocks of a table and in fractions.
function lighten(node, inTable) {
  const names = node.names.split(' ').filter((name) => RULED.has(name)).join(' ');
  const bare = (child) => child.children && !child.names && !child.style && !child.rest;
  const counted = inTable || /\b(?:vlist|vlist-r|mfrac|op-limits|mtable|katex-root)\b/.test(names);
  return { ...node, names, children: counted ? node.children : node.children.flatMap((child) => (bare(child) ? child.children : [child])) };
}

function flatten(node, parent) {
  if (typeof node === 'string') return node;
  const inTable = parent?.names.split(' ').includes('vlist');
  const children = node.children.map((child) => flatten(child, node));
  const found = script({ ...node, children });
  if (!found) return lighten(sized({ ...node, children }), inTable);
  const { block, strut, content } = found;
  const ratio = em(content.style, 'font-size') || 1;
  const alone = !content.names && /^(?:font-size:[\d.]+em;)?$/.test(content.style);
  const scale = (width) => `${+(width / (alone ? ratio : 1)).toFixed(4)}em;`;
  let style = `top:${scale(em(block.style, 'top') + em(strut.style, 'height'))}`;
  for (const side of ['margin-left', 'margin-right']) if (em(block.style, side)) style += `${side}:${scale(em(block.style, side))}`;
  if (!alone) return { names: 'script', style, rest: '', children: [content] };
  return { names: 'script', style: content.style + style, rest: '', children: content.children };
}

export function compact(html) {
  const [mathml, drawn] = html.split(/(?=<span class="katex-html")/);
  const light = BALLAST.reduce((rest, ballast) => rest.replace(ballast, ''), mathml);
  if (!drawn) return light;
  // The last tags close what stands before the drawing.
  const end = light.split('<span').length - light.split('</span>').length;
  const inner = drawn.slice(0, drawn.length - 7 * end);
  return light + parse(inner).children.map((node) => text(flatten(node))).join('') + '</span>'.repeat(end);
}
