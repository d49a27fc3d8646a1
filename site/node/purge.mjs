// Style sheets without the rules that no page uses. Reads {css, pages, scripts} as JSON, all as texts,
// for a path is a pattern to PurgeCSS; writes the sheets in the same order.
import { PurgeCSS } from 'purgecss';
import { readFileSync } from 'node:fs';

const { css, pages, scripts } = JSON.parse(readFileSync(0, 'utf8'));
// In a page only tags, classes, ids and attributes count; its prose is full of words such as
// “table” and “progress” that are classes elsewhere. In a script every word may be a class.
const markup = (page) => [
  ...[...page.matchAll(/<([a-z][\w-]*)/g)].map(([, tag]) => tag),
  ...[...page.matchAll(/\s(?:class|id|role|type|data-[\w-]+)=["']([^"']*)["']/g)].flatMap(([, value]) => value.split(/\s+/)),
  ...[...page.matchAll(/\s([a-z][\w-]*)(?==)/g)].map(([, attribute]) => attribute),
];

const purged = await new PurgeCSS().purge({
  css: css.map((raw) => ({ raw })),
  content: [...pages.map((raw) => ({ raw, extension: 'html' })), ...scripts.map((raw) => ({ raw, extension: 'js' }))],
  extractors: [{ extensions: ['html'], extractor: markup }],
  variables: true,
  keyframes: true,
  // Scripts set the values of data-theme and these classes; boxes are opened by their readers.
  safelist: { standard: ['light', 'dark', 'auto', 'data-theme', 'js', 'wait', 'open', 'html', 'body'] },
});
process.stdout.write(JSON.stringify(purged.map((sheet) => sheet.css)));
