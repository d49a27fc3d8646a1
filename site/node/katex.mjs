// Reads formulas as lines of JSON, {tex, display, macros}, and answers each with {html} or {error}.
import katex from 'katex';
import { createInterface } from 'node:readline';
import { compact } from './compact.mjs';

createInterface({ input: process.stdin }).on('line', (line) => {
  const { tex, display, macros } = JSON.parse(line);
  let answer;
  try {
    const options = { displayMode: display, throwOnError: true, strict: 'error', trust: false, macros };
    answer = { html: compact(katex.renderToString(tex, options)) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
