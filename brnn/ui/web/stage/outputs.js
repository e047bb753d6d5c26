// The outputs of a drawn network, one at every word: each joins what the forward state before its word and
// the backward state after it say.
import { palette } from "../lib/colours.js";
import { svg } from "../lib/dom.js";
import { state } from "../lib/store.js";
import { label } from "../lib/texts.js";

const TIP = 5; // pixels of an arrow's point
const SIZE = { height: 34, letters: 13, small: 9 }; // pixels, of a box and of what is written in it
const SHARE = 0.86; // of a column, for its box
const WIDE = 0.58; // of its height: the width of a letter
const LINE = { usual: 1, arrow: 1.7, box: 2.5 }; // pixels, the last two of the hidden word

// picture: of lib/outputs.js. told: by reader, what each state says, null: nothing. place: where the parts of
// the network stand, pixels; x(word): the middle of its column. stretch: as in diagram.js. Returns the parts.
export function outputsAt({ readers, outputs }, told, place, [first, last]) {
  const { column, scale, rows, middle, radius, x } = place;
  const height = SIZE.height * scale, width = SHARE * column;
  const places = outputs.slice(first, last).map((_, i) => first + i).filter((word) => outputs[word]);
  const lines = readers.flatMap((reader) => {
    const { y, from } = rows[reader];
    const side = Math.sign(y - from); // from its states to the outputs
    const step = reader === "forward" ? 1 : -1;
    return places.filter((word) => word - step >= first && word - step < last).map((word) => {
      const [left, top] = [x(word - step), y];
      const [right, bottom] = [x(word) - step * 0.3 * width, middle - (side * height) / 2];
      const long = Math.hypot(right - left, bottom - top);
      const share = radius / long; // of the way, within the state's circle
      const [startX, startY] = [left + share * (right - left), top + share * (bottom - top)];
      const says = told[reader]?.[word - step];
      const { hidden } = outputs[word];
      const { text, quiet } = palette();
      return svg("path", {
        class: "says", d: arrow(startX, startY, right, bottom), fill: "none",
        stroke: hidden ? text : quiet, "stroke-width": scale * (hidden ? LINE.arrow : LINE.usual),
        ...(!says && { "stroke-dasharray": "2 3" }),
      });
    });
  });
  return [...lines, ...places.map((word) => boxOf(outputs[word], x(word), middle, width, height, scale))];
}

function boxOf({ lines, hidden }, x, middle, width, height, scale) {
  const { page, text, quiet } = palette();
  const box = svg("rect", {
    x: x - width / 2, y: middle - height / 2, width, height, rx: 4, fill: page,
    stroke: hidden ? "currentColor" : quiet, "stroke-width": scale * (hidden ? LINE.box : LINE.usual),
  });
  const room = (width - 6 * scale) / WIDE;
  const each = height / (lines.length + 0.4);
  const least = scale * (state.presenting ? SIZE.letters : SIZE.small);
  const written = lines.map((line, i) => {
    const size = Math.max(least, Math.min(SIZE.letters * scale, room / line.length));
    const y = middle - height / 2 + (i + 0.95) * each;
    return svg("text", {
      x, y, "text-anchor": "middle", "font-size": size, fill: text, "font-weight": hidden ? 700 : 400,
    }, label(line, Math.max(2, Math.floor(room / size))));
  });
  return svg("g", { class: hidden ? "output asked" : "output" }, box, ...written);
}

// A line from one point to another, with its point.
export function arrow(left, top, right, bottom) {
  const long = Math.hypot(right - left, bottom - top) || 1;
  const [across, down] = [(right - left) / long, (bottom - top) / long];
  const half = (side) => {
    const wide = 0.6 * side * TIP;
    return `M${right} ${bottom}l${-across * TIP - down * wide} ${-down * TIP + across * wide}`;
  };
  return `M${left} ${top}L${right} ${bottom}${half(1)}${half(-1)}`;
}
