// Six bits and the number that they make: a sign, three bits of exponent, two of fraction.
import { COLOURS, draw, mountAll, plain } from './shared.mjs';

const BIAS = 3;

// The number, with the sign bit 0; infinity and nan where the exponent bits are all 1.
export function value({ exponent, fraction }) {
  if (exponent === 7) return fraction ? NaN : Infinity;
  if (exponent === 0) return (fraction / 4) * 2 ** (1 - BIAS);
  return (1 + fraction / 4) * 2 ** (exponent - BIAS);
}

const binary = (n, width) => n.toString(2).padStart(width, '0');

export function sentence({ exponent: e, fraction: f }) {
  const start = `Bits 0 ${binary(e, 3)} ${binary(f, 2)}:`;
  const number = plain(value({ exponent: e, fraction: f }));
  if (e === 7) return `${start} an exponent of 111 is reserved. With the fraction ${binary(f, 2)} it is ${f ? 'nan, not a number' : 'infinity'}.`;
  if (e === 0) return `${start} an exponent of 000 is reserved for the smallest numbers, without the leading 1. This one is ${f}/4 × 2^${1 - BIAS} = ${number}.`;
  return `${start} the exponent is ${e} − ${BIAS} = ${e - BIAS} and the fraction ${f}/4. The number is (1 + ${f}/4) × 2^${e - BIAS} = ${number}, and the step to the next one is ${plain(2 ** (e - BIAS) / 4)}.`;
}

const at = (v) => 24 + 29 * v;

function paint(svg, state) {
  const write = (x, y, words, more) => draw(svg, 'text', { x, y, 'text-anchor': 'middle', ...more }, words);
  const bits = `0${binary(state.exponent, 3)}${binary(state.fraction, 2)}`;
  [...bits].forEach((bit, i) => {
    const [part, gap] = i === 0 ? [2, 0] : i < 4 ? [1, 16] : [0, 32];
    const x = 90 + 46 * i + gap;
    draw(svg, 'rect', { x, y: 12, width: 40, height: 40, rx: 4, fill: COLOURS[part], 'fill-opacity': bit === '1' ? 0.85 : 0.15, stroke: COLOURS[part], 'stroke-width': 2 });
    write(x + 20, 40, bit, { 'font-size': 22 });
  });
  write(110, 72, 'sign');
  write(218, 72, 'exponent');
  write(349, 72, 'fraction');

  const v = value(state);
  draw(svg, 'path', { d: 'M24 150H466', stroke: 'currentColor' });
  for (let exponent = 0; exponent < 7; exponent++) {
    for (let fraction = 0; fraction < 4; fraction++) {
      const x = at(value({ exponent, fraction }));
      draw(svg, 'path', { d: `M${x} ${fraction ? 140 : 134}V150`, stroke: 'currentColor' });
    }
  }
  for (const mark of [0, 1, 2, 4, 8, 14]) write(at(mark), 172, mark);
  write(240, 200, 'all numbers from 0 upwards');
  const words = Number.isNaN(v) ? 'nan' : v === Infinity ? 'inf →' : plain(v);
  const x = Math.min(Number.isNaN(v) ? 240 : at(v), 444);
  if (Number.isFinite(v)) draw(svg, 'circle', { cx: x, cy: 150, r: 6, fill: COLOURS[1] });
  write(x, 122, words, { 'font-size': 19 });
}

const controls = [
  { key: 'exponent', label: 'exponent bits', min: 0, max: 7, step: 1, show: (v) => binary(v, 3) },
  { key: 'fraction', label: 'fraction bits', min: 0, max: 3, step: 1, show: (v) => binary(v, 2) },
];

if (typeof document !== 'undefined') {
  mountAll('bits', { title: 'A number in six bits', view: [480, 215], controls, sentence, paint });
}
