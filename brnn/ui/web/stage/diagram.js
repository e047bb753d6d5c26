// The picture of an unrolled network, or of a stretch of its words, as SVG: a state of each reader after
// every word, the arrows along which it is passed on, a ring around the two states that count, and the line
// on which they join. Or, in place of ring and line, an output at every word (see outputs.js).
//
// Colours are attributes, not styles: a saved picture copies the drawing without its style sheet.
import { css, legible, onScale, palette } from "../lib/colours.js";
import { svg } from "../lib/dom.js";
import { joinOf } from "../lib/layout.js";
import { state } from "../lib/store.js";
import { arrow, outputsAt } from "./outputs.js";

const LETTER = [0.62, 0.52]; // of a radius: the height of the letters of one line, and of two
const WIDE = 0.58; // of its height: the width of a letter
const LEGIBLE = 8, FROM_AFAR = 12; // pixels: smaller letters are left out, when presenting too
const BETWEEN = 1.1; // of their height: from line to line
const RING = 4; // pixels between a state and its ring
const LINE = 1.5; // pixels: the strokes of what counts

// picture: of lib/reading.js or lib/outputs.js. shown: { values, told } by reader, what the states show,
// −1 … 1 in colour and as a text or several lines. place: { column, width, height, scale }, pixels.
// stretch: [first, last] of the words, the last excluded. Returns the parts of the drawing.
export function diagram(picture, { values, told }, place, [first, last] = [0, picture.words.length]) {
  const { words, readers, outputs } = picture;
  const { column, width, height, scale } = place;
  const { rows, middle, radius } = joinOf(readers, column, height, scale);
  const { quiet, text } = palette();
  const strong = { stroke: text, fill: "none", "stroke-width": LINE * scale };
  const x = (word) => (word - first + 0.5) * column;
  const places = words.slice(first, last).map((_, i) => first + i);
  return [
    ...(outputs
      ? outputsAt(picture, told, { ...place, rows, middle, radius, x }, [first, last])
      : [svg("path", { class: "bus", d: `M0 ${middle}H${width}`, ...strong })]),
    ...readers.flatMap((reader) => {
      const { y, from } = rows[reader];
      const forward = reader === "forward";
      const step = forward ? 1 : -1;
      const end = forward ? words.length - 1 : 0;
      const side = Math.sign(y - from); // which way the words come in
      const inner = places.map((word) => arrow(x(word), from, x(word), y - side * radius));
      // From the state before, or from the edge where that one is not drawn; likewise to the next one.
      const edges = forward ? [0, x(last - 0.5)] : [x(last - 0.5), 0];
      const drawn = (word) => word >= first && word < last;
      const before = (word) => (drawn(word - step) ? x(word - step) + step * radius : edges[0]);
      const start = forward ? 0 : words.length - 1;
      const along = places.filter((word) => word !== start)
        .map((word) => arrow(before(word), y, x(word) - step * radius, y));
      const until = forward ? last - 1 : first;
      if (until !== end) along.push(`M${x(until) + step * radius} ${y}H${edges[1]}`);
      const counts = !outputs && drawn(end);
      const out = counts && arrow(x(end), y + side * (radius + RING), x(end), middle);
      return [
        svg("path", { class: "links", d: [...inner, ...along].join(""), stroke: quiet, fill: "none" }),
        ...(counts ? [
          svg("path", { class: "out", d: out, ...strong }),
          svg("circle", { class: "ring", cx: x(end), cy: y, r: radius + RING, ...strong }),
        ] : []),
        ...places.map((word) => {
          const at = { cx: x(word), cy: y, r: radius };
          return circleOf(at, values[reader]?.[word] ?? 0, told[reader]?.[word], scale, reader);
        }),
      ];
    }),
  ];
}

function circleOf({ cx, cy, r }, value, told, scale, reader) {
  const colour = onScale(value);
  const circle = svg("circle", { cx, cy, r, fill: css(colour), stroke: palette().quiet });
  const least = scale * (state.presenting ? FROM_AFAR : LEGIBLE);
  const sizeOf = (lines) => {
    const longest = Math.max(...lines.map(({ length }) => length));
    return Math.min(LETTER[lines.length - 1] * r, (1.8 * r) / (WIDE * longest));
  };
  // All lines, or else the last one, with its number, or none.
  const all = [told || []].flat();
  const lines = [all, all.slice(-1)].find((some) => sizeOf(some) >= least);
  const size = lines && sizeOf(lines);
  const written = lines?.map((line, i) => svg("text", {
    x: cx, y: cy + (0.36 + BETWEEN * (i - (lines.length - 1) / 2)) * size,
    "text-anchor": "middle", "font-size": size, fill: legible(colour),
  }, line));
  return svg("g", { class: "state", "data-reader": reader }, circle, ...(written ?? []));
}
