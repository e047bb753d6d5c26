// The evidence: a line for each reader with a marker at each word, or a bar for each word.
//
// While the player runs, a clip hides what has not been read yet, and a ghost of it stays. Colours are
// attributes, not styles: a saved picture of the page copies this element without its style sheet.
import { css, onScale, palette } from "../lib/colours.js";
import { svg } from "../lib/dom.js";
import { given } from "../lib/given.js";

const GHOST = 0.22; // opacity of evidence that is not read yet
const SPILL = 50; // pixels that the first marker may reach to the left of the words
let made = 0;

export class Evidence {
  id = `evidence-${++made}`;
  element = svg("svg", { class: "evidence", preserveAspectRatio: "none" });
  clips = {};

  // picture: of lib/reading.js. axis: { range, ticks }. row: { top, bottom } in an element of this
  // size. scale: of the letters.
  draw(picture, { range: [low, high], ticks }, row, { column, width }, height, scale) {
    const y = (value) => row.bottom - ((value - low) / (high - low)) * (row.bottom - row.top);
    const x = (word) => (word + 0.5) * column;
    const { rule, quiet } = palette();
    const line = (value, stroke) => svg("path", { d: `M0 ${fixed(y(value))}H${width}`, stroke });
    this.clips = {};
    this.element.setAttribute("width", width);
    this.element.setAttribute("height", height);
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`); // as wide as paper, when printed
    this.element.replaceChildren(
      ...ticks.filter(({ value }) => value).map(({ value }) => line(value, rule)),
      line(0, quiet),
      ...(picture.bars
        ? bars(picture, x, y, column)
        : picture.readers.flatMap((reader) => this.#reader(picture, reader, x, y, scale, width))),
    );
  }

  // Shows only what a reader has read: so many pixels from its end of the words.
  clip(reader, read, width) {
    this.clips[reader]?.setAttribute("x", reader === "forward" ? -SPILL : width - read);
    this.clips[reader]?.setAttribute("width", read + SPILL);
  }

  #reader({ evidence, means }, reader, x, y, scale, width) {
    const id = `${this.id}-${reader}`;
    const mean = means?.[reader] ?? 0;
    const own = line(evidence[reader], mean, reader, x, y, scale);
    const drawn = svg("g", { id, "data-reader": reader }, ...own);
    this.clips[reader] = svg("rect", { y: -1000, height: 4000 });
    return [
      mean && average(mean, reader, y, width),
      svg("clipPath", { id: `${id}-read` }, this.clips[reader]),
      svg("use", { class: "ghost", href: `#${id}`, opacity: GHOST }),
      svg("g", { "clip-path": `url(#${id}-read)` }, drawn),
    ].filter(Boolean);
  }
}

// Where a reader's evidence ends on average.
function average(mean, reader, y, width) {
  const dash = given.look.lines[reader].dash.join(" ") || "none";
  const d = `M0 ${fixed(y(mean))}H${width}`;
  return svg("path", { class: `average ${reader}`, d, stroke: palette().quiet, "stroke-dasharray": dash });
}

// A reader's line, and its markers: a path for each side of its average.
function line(values, mean, reader, x, y, scale) {
  const { lines, lineWidth, markers, sign } = given.look;
  const { dash, points: direction } = lines[reader];
  const points = Array.from(values, (value, word) => (
    { at: [x(word), y(value)], side: Math.sign(value - mean) }
  ));
  const [, size] = markers.find(([most]) => values.length <= most) ?? [0, 0];
  const { page, text } = palette();
  const marks = (side) => {
    const own = points.filter((point) => point.side === side);
    const d = own.map(({ at }) => triangle(...at, size, direction)).join("");
    return d && svg("path", { class: "marks", d, fill: css(onScale(side * sign)), stroke: page });
  };
  const d = `M${points.map(({ at }) => at.map(fixed).join(" ")).join("L")}`;
  return [
    svg("path", {
      class: "line", d, fill: "none", stroke: text,
      "stroke-width": lineWidth * scale, "stroke-dasharray": dash.join(" ") || "none",
      "stroke-linejoin": "round",
    }),
    ...(size ? [-1, 0, 1].map(marks).filter(Boolean) : []),
  ];
}

// With equal sides, its centre at the point.
function triangle(left, top, size, direction) {
  const half = size / Math.sqrt(3), tip = (direction * size) / 2;
  const back = `M${fixed(left - tip / 2)} ${fixed(top - half)}v${fixed(2 * half)}`;
  return `${back}L${fixed(left + tip)} ${fixed(top)}Z`;
}

// A bar for each word: thin where the words are not the same. A path for each sign.
function bars({ bars: values, words }, x, y, column) {
  const { bars: { wide, thin }, sign } = given.look;
  const outline = (value, word) => {
    const width = column * (words[word].same ? wide : thin);
    const [left, zero, end] = [x(word) - width / 2, y(0), y(value)].map(fixed);
    return `M${left} ${zero}h${fixed(width)}V${end}h${fixed(-width)}Z`;
  };
  return [1, -1].map((side) => {
    const d = values.map((value, word) => (value < 0 === side < 0 ? outline(value, word) : "")).join("");
    return svg("path", { class: "bars", d, fill: css(onScale(side * sign)) });
  });
}

const fixed = (value) => Math.round(100 * value) / 100;
