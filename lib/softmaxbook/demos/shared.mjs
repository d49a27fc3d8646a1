// What demos share. `display_demo` puts before a demo's text the definitions that it uses, each of
// which begins at the left margin and uses only what stands above it.
export function softmax(z, temperature = 1) {
  const top = Math.max(...z);
  const powers = z.map((v) => Math.exp((v - top) / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((v) => v / sum);
}

// Numbers as Python prints them with :.3f, :.3g and :g.
export const fixed = (x) => x.toFixed(3);
export const short = (x) => String(+x.toPrecision(3));
export const plain = (x) => String(+x.toPrecision(6));
export const tuple = (values, format = fixed) => `(${values.map(format).join(', ')})`;

export const COLOURS = ['var(--bar, #0072b2)', 'var(--mark, #d55e00)', 'var(--third, #009e73)'];

// Appends an SVG element, or text if there is any.
export function draw(parent, tag, attributes, text) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// One native control in its label. `read` and `write` map between the state and a slider's value.
function control(spec, state, changed) {
  const { key, label, options, min, max, step, read = (v) => v, write = (v) => v, show = plain } = spec;
  const value = make('span', { ariaHidden: 'true' });
  const input = options
    ? make('select', {}, ...options.map((name) => make('option', { value: name, textContent: name })))
    : make('input', { type: 'range', min, max, step });
  input.value = options ? state[key] : write(state[key]);
  // Without this JupyterLab takes the arrow keys for itself.
  input.dataset.lmSuppressShortcuts = '';
  const tell = () => {
    if (options) return;
    value.textContent = show(state[key]);
    input.setAttribute('aria-valuetext', value.textContent);
  };
  input.addEventListener('input', () => {
    state[key] = options ? input.value : read(+input.value);
    tell();
    changed();
  });
  tell();
  const style = 'display:grid;grid-template-columns:minmax(0,9em) minmax(3em,1fr) 3.5em;gap:.6em;align-items:center';
  return make('label', { style }, make('span', { textContent: label }), input, value);
}

// A demo is {title, view: [width, height], controls, sentence(state), paint(svg, state)}.
export function mountAll(name, demo) {
  for (const box of document.querySelectorAll(`[data-demo="${name}"]:not([data-mounted])`)) {
    const state = JSON.parse(box.dataset.state);
    const svg = draw(box, 'svg', { viewBox: `0 0 ${demo.view.join(' ')}`, 'aria-hidden': 'true', 'font-size': 15, fill: 'currentColor' });
    svg.style = 'display:block;width:100%;max-width:34rem;margin:.8em auto 0';
    const words = make('output', { ariaLive: 'polite', style: 'display:block' });
    const changed = () => {
      svg.replaceChildren();
      demo.paint(svg, state);
      words.textContent = demo.sentence(state);
    };
    Object.assign(box, { role: 'group', ariaLabel: demo.title });
    box.dataset.mounted = '';
    box.replaceChildren(...demo.controls.map((spec) => control(spec, state, changed)), svg, words);
    changed();
  }
}
