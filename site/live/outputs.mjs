// The outputs of a cell, in the form of a notebook's, as the page shows the book's own.
import { make } from './verdicts.mjs';
/* global FORMULAS */ // from the build: the address of formulas.js

const COLUMNS = 76; // a longer line is a sentence: site/finishing/pages.py

function printed(text, kind = 'stream') {
  const plain = text.replace(/\u001b\[[\d;]*m/g, '').replace(/\n$/, '');
  const sentence = plain.split('\n').some((line) => line.length > COLUMNS || /^[○✓✗]/.test(line));
  const pre = make('pre', sentence ? { className: 'prose' } : {}, plain);
  return make('div', { className: `output ${kind}` }, make('div', { className: 'highlight' }, pre));
}

const formula = (tex) => make('span', { className: `formula${tex.startsWith('$$') ? ' display' : ''}` }, tex.replace(/^\$+|\$+$/g, ''));

// One that the page has is taken from there; for others, what typesets them is fetched.
async function typeset(nodes, old) {
  const waiting = nodes.flatMap((node) => [...node.querySelectorAll('.formula')]);
  if (!waiting.length) return;
  const drawn = [document, ...old].flatMap((root) => [...(root.querySelectorAll?.('.katex[data-tex]') ?? [])]);
  const others = waiting.filter((place) => {
    const model = drawn.find(({ dataset }) => dataset.tex.trim() === place.textContent.trim());
    if (!model) return true;
    const pieces = [model];
    while (pieces.at(-1).nextSibling?.matches?.('.katex:not([data-tex])')) pieces.push(pieces.at(-1).nextSibling);
    place.replaceWith(...pieces.map((piece) => piece.cloneNode(true)));
    return false;
  });
  if (!others.length) return;
  const { draw } = await import(new URL(FORMULAS, import.meta.url)).catch(() => ({ draw: (tex) => make('code', {}, tex) }));
  others.forEach((place) => place.replaceChildren(draw(place.textContent, place.matches('.display'))));
}

// The policy of the page forbids style attributes in HTML, and scripts that it does not name. A
// demo's script is the one that the page has already, and may run again to mount what is new.
function html(text) {
  const { content } = make('template', { innerHTML: text });
  const scripts = [...content.querySelectorAll('script')];
  scripts.forEach((script) => script.remove());
  for (const node of content.querySelectorAll('[style]')) {
    const style = node.getAttribute('style');
    node.removeAttribute('style');
    node.style.cssText = style;
  }
  const box = make('div', { className: 'output text_html' }, content);
  const known = new Set([...document.querySelectorAll('script[type=module]')].map((script) => script.textContent));
  const mount = scripts.filter((script) => known.has(script.textContent));
  return { box, mount: () => mount.forEach((script) => {
    const again = make('script', { type: 'module' }, script.textContent);
    document.head.append(again);
    again.remove();
  }) };
}

function failed({ last, where, traceback }) {
  const [, name, said] = last.match(/^([\w.]+)(?:: ([^]*))?$/) ?? [null, last, ''];
  return make('div', { className: 'output error' },
    make('p', {}, make('strong', {}, name), said ? `: ${said}` : ''),
    where ? make('p', {}, ...where.split(/(?<=^Line \d+: )/).map((part, i) => (i ? make('code', {}, part) : part))) : null,
    make('details', {}, make('summary', {}, 'Traceback'), make('pre', { tabIndex: 0 }, traceback)));
}

// A picture takes the frame, caption and size of the one that the book has in its place.
function picture(data, size, model, alt) {
  const image = make('img', { src: `data:image/png;base64,${data}`, alt });
  if (size?.width) image.width = size.width;
  if (size?.height) image.height = size.height;
  if (!model) return make('div', { className: 'output image_png' }, image);
  const frame = model.cloneNode(true);
  const old = frame.matches('img') ? frame : frame.querySelector('img');
  if (!alt) image.alt = old.alt;
  image.className = old.className;
  if (old === frame) return image;
  old.replaceWith(image);
  frame.querySelectorAll('[id]').forEach((node) => node.removeAttribute('id'));
  frame.removeAttribute('id');
  return frame;
}

const isRich = ({ data }) => data && (data['text/markdown'] ?? data['text/html']);
const text = (entry) => entry.text ?? (isRich(entry) ? '' : entry.data?.['text/plain'] ?? '');

// Whether these outputs are those of the book: `stored` are its Markdown and HTML, `old` its nodes.
export function isSame(outputs, stored, old) {
  if (outputs.some((entry) => entry.output_type === 'error' || entry.data?.['image/png'])) return false;
  const rich = outputs.flatMap((entry) => isRich(entry) ?? []);
  if (rich.join('\0') !== stored.join('\0')) return false;
  const seen = old.filter((node) => node.matches?.('.stream, .text_plain')).map((node) => node.textContent.trimEnd());
  return seen.join('\n') === outputs.map(text).filter(Boolean).map((part) => part.trimEnd()).join('\n');
}

// Puts the outputs into `place`. `old` are the book's nodes there; `edited`: the code is another.
export async function render(place, outputs, old, edited) {
  const models = old.flatMap((node) => (node.matches?.('figure, img') ? [node] : [...(node.querySelectorAll?.('figure, img:not(figure img)') ?? [])]));
  const later = [];
  const nodes = outputs.map((entry) => {
    if (entry.output_type === 'error') return failed(entry);
    if (entry.output_type === 'stream') return printed(entry.text);
    const { data, metadata } = entry;
    if (data['image/png']) return picture(data['image/png'], metadata?.['image/png'], models.shift(), edited ? 'The figure that your code draws' : '');
    if (data['text/html']) {
      const { box, mount } = html(data['text/html']);
      later.push(mount);
      return box;
    }
    if (data['text/latex']) return make('div', { className: 'output text_latex' }, formula(data['text/latex'].trim()));
    return printed(data['text/plain'] ?? '', 'text_plain');
  });
  await typeset(nodes, old);
  place.replaceChildren(...nodes);
  later.forEach((mount) => mount());
}

// What a running cell prints, as it comes.
export function stream(place) {
  let pre;
  return (part) => {
    if (!pre) {
      const node = printed('');
      pre = node.querySelector('pre');
      place.replaceChildren(node);
    }
    pre.append(part);
  };
}
