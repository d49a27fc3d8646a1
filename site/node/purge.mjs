// Style sheets without the rules that no page uses, and without comments. Reads {css, words,
// scripts} as JSON: the sheets, all that the pages have that a selector can name, and the scripts,
// in which every word may be a class; all as texts, for paths with brackets in them are patterns to
// PurgeCSS. Writes one sheet.
import { PurgeCSS } from 'purgecss';
import postcss from 'postcss';
import { text } from 'node:stream/consumers';

const { css, words, scripts } = JSON.parse(await text(process.stdin));
const purged = await new PurgeCSS().purge({
  css: css.map((raw) => ({ raw })),
  content: [{ raw: words.join('\n'), extension: 'words' }, ...scripts.map((raw) => ({ raw, extension: 'js' }))],
  extractors: [{ extensions: ['words'], extractor: (raw) => raw.split('\n') }],
  variables: true,
  keyframes: true,
  // Scripts set the values of data-theme and these classes; boxes are opened by their readers.
  safelist: { standard: ['light', 'dark', 'auto', 'data-theme', 'js', 'wait', 'open', 'html', 'body'] },
});
const sheet = postcss.parse(purged.map((part) => part.css).join('\n'));
sheet.walkComments((comment) => { comment.remove(); });
sheet.walkAtRules('charset', (rule) => { rule.remove(); });
process.stdout.write(sheet.toString());
