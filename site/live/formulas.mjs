// Formulas in what a cell shows, as MathML, with names that can be heard, as in the book's own.
import katex from 'katex';
import { voice } from '../node/voice.mjs';

// A node for the page; the TeX as code, if it is none.
export function draw(tex, displayMode) {
  try {
    const tree = katex.__renderToDomTree(tex, { displayMode, output: 'mathml', throwOnError: true, strict: false, trust: false });
    let math = tree;
    while (math.type !== 'math') [math] = math.children;
    const [{ children: [content] }] = math.children; // beside the annotation
    voice(content);
    math.children = [content];
    return math.toNode();
  } catch {
    return Object.assign(document.createElement('code'), { textContent: tex });
  }
}
