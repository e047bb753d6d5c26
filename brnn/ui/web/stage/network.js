// The network, unrolled over the words as textbooks draw it: a state of each reader after every word, the
// arrows along which it is passed on, a ring around the two states that count, and where they join.
//
// Colours are attributes, not styles: a saved picture copies this element without its style sheet.
import { css, legible, onScale, palette } from "../lib/colours.js";
import { make, svg } from "../lib/dom.js";
import { joinOf } from "../lib/layout.js";
import { signed } from "../lib/numbers.js";

const LETTER = 12; // pixels
const RING = 4; // pixels between a state and its ring
const TIP = 5; // pixels of an arrow's point

export class Network {
  element = svg("svg", { class: "network", "aria-hidden": "true" });
  verdict = make("p.join", { "aria-hidden": "true" });

  // picture: of lib/reading.js. values: { reader: numbers }, what the states show, −1 … 1 in colour and as
  // `told`, a text.
  draw({ words, readers, join = [] }, { values, told }, { column, width }, height, scale) {
    const { rows, middle, radius } = joinOf(readers, column, height, scale);
    const { quiet, text } = palette();
    const last = words.length - 1;
    const x = (word) => (word + 0.5) * column;
    this.element.setAttribute("width", width);
    this.element.setAttribute("height", height);
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.element.replaceChildren(
      svg("path", { class: "bus", d: `M0 ${middle}H${width}`, stroke: text, "stroke-width": 1.5 * scale }),
      ...readers.flatMap((reader) => {
        const { y, from } = rows[reader];
        const step = reader === "forward" ? 1 : -1;
        const end = reader === "forward" ? last : 0;
        const side = Math.sign(y - from); // which way the words come in
        const inner = words.map((_, i) => arrow(x(i), from, x(i), y - side * radius));
        const along = words.slice(1).map((_, i) => {
          const [one, other] = step > 0 ? [i, i + 1] : [i + 1, i];
          return arrow(x(one) + step * radius, y, x(other) - step * radius, y);
        });
        const out = arrow(x(end), y + side * (radius + RING), x(end), middle);
        return [
          svg("path", { class: "links", d: [...inner, ...along].join(""), stroke: quiet, fill: "none" }),
          svg("path", { class: "out", d: out, stroke: text, fill: "none", "stroke-width": 1.5 * scale }),
          svg("circle", {
            class: "ring", cx: x(end), cy: y, r: radius + RING, fill: "none", stroke: text,
            "stroke-width": 1.5 * scale,
          }),
          ...words.map((_, i) => {
            const at = { cx: x(i), cy: y, r: radius };
            return state(at, values[reader]?.[i] ?? 0, told[reader]?.[i], scale, reader);
          }),
        ];
      }),
    );
    this.verdict.replaceChildren(...join.map((part) => make("span", part)));
    this.verdict.style.top = `${middle}px`;
  }
}

function state({ cx, cy, r }, value, told, scale, reader) {
  const colour = onScale(value);
  const size = LETTER * scale;
  const circle = svg("circle", { cx, cy, r, fill: css(colour), stroke: palette().quiet });
  const fits = told && told.length * size * 0.58 < 2 * r;
  const number = fits && svg("text", {
    x: cx, y: cy + 0.36 * size, "text-anchor": "middle", "font-size": size, fill: legible(colour),
  }, told);
  return svg("g", { class: "state", "data-reader": reader }, circle, ...(number ? [number] : []));
}

// From one point to another that lies beside, over or under it.
function arrow(left, top, right, bottom) {
  const [across, down] = [Math.sign(right - left), Math.sign(bottom - top)];
  const wide = 0.6 * TIP;
  const half = (side) => {
    const [dx, dy] = [-across * TIP + (down && side * wide), -down * TIP + (across && side * wide)];
    return `M${right} ${bottom}l${dx} ${dy}`;
  };
  return `M${left} ${top}L${right} ${bottom}${half(1)}${half(-1)}`;
}

// What the states show: each reader's evidence after each word, or a unit's state.
export function shownBy({ evidence, readers }, tints) {
  const values = tints ?? evenly(evidence);
  const told = Object.fromEntries(readers.map((reader) => {
    const numbers = tints ? tints[reader] : evidence[reader];
    return [reader, numbers && Array.from(numbers, signed)];
  }));
  return { values, told };
}

// The log-odds that have the strongest colour.
export const mostOf = (evidence) => (
  Math.max(1, ...Object.values(evidence).flatMap((line) => [...line].map(Math.abs)))
);

function evenly(evidence) {
  const most = mostOf(evidence);
  return Object.fromEntries(
    Object.entries(evidence).map(([reader, line]) => [reader, Array.from(line, (value) => value / most)]),
  );
}
