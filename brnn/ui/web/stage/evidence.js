// The evidence: a line for each reader with a marker at each word, or a bar for each word.
//
// While the player runs, a clip hides what has not been read yet, and a ghost of it stays. Colours are
// attributes, not styles: a saved picture of the page copies this element without its style sheet.
import { css, onScale, palette, theLook } from "../lib/colours.js";

const SVG = "http://www.w3.org/2000/svg";
const GHOST = 0.22; // opacity of evidence that is not read yet
const SPILL = 50; // pixels that the first marker may reach to the left of the words
let made = 0;

export class Evidence {
  constructor() {
    this.id = `evidence-${++made}`;
    this.element = svg("svg", { class: "evidence" });
    this.clips = {};
  }

  // picture: of lib/reading.js. axis: { range, ticks }. row: { top, bottom } in an element of this
  // size. scale: of the letters.
  draw(picture, axis, row, { column, width }, height, scale) {
    const [low, high] = axis.range;
    const y = (value) => row.bottom - ((value - low) / (high - low)) * (row.bottom - row.top);
    const x = (word) => (word + 0.5) * column;
    const { rule, quiet } = palette();
    const line = (value, stroke) => svg("path", { d: `M0 ${fixed(y(value))}H${width}`, stroke });
    this.clips = {};
    const lines = picture.bars
      ? bars(picture, x, y, column)
      : picture.readers.flatMap((reader) => this.#reader(picture, reader, x, y, scale));
    this.element.setAttribute("width", width);
    this.element.setAttribute("height", height);
    this.element.replaceChildren(
      ...axis.ticks.filter(({ value }) => value).map(({ value }) => line(value, rule)),
      line(0, quiet),
      ...lines,
    );
  }

  // Shows only what a reader has read: so many pixels from its end of the words.
  clip(reader, read, width) {
    this.clips[reader]?.setAttribute("x", reader === "forward" ? -SPILL : width - read);
    this.clips[reader]?.setAttribute("width", read + SPILL);
  }

  #reader(picture, reader, x, y, scale) {
    const id = `${this.id}-${reader}`;
    const parts = line(picture.evidence[reader], reader, x, y, scale);
    const drawn = svg("g", { id, "data-reader": reader }, ...parts);
    this.clips[reader] = svg("rect", { y: -1000, height: 4000 });
    return [
      svg("clipPath", { id: `${id}-read` }, this.clips[reader]),
      svg("use", { class: "ghost", href: `#${id}`, opacity: GHOST }),
      svg("g", { "clip-path": `url(#${id}-read)` }, drawn),
    ];
  }
}

// A reader's line, and its markers: a path for each sign.
function line(values, reader, x, y, scale) {
  const { lines, lineWidth, markers, sign } = theLook();
  const { dash, points } = lines[reader];
  const at = Array.from(values, (value, word) => [x(word), y(value)]);
  const [, size] = markers.find(([most]) => values.length <= most) ?? [0, 0];
  const { page, text } = palette();
  const drawn = [svg("path", {
    class: "line", d: `M${at.map(([left, top]) => `${fixed(left)} ${fixed(top)}`).join("L")}`, fill: "none",
    stroke: text, "stroke-width": lineWidth * scale, "stroke-dasharray": dash.join(" ") || "none",
    "stroke-linejoin": "round",
  })];
  if (!size) return drawn;
  for (const side of [-1, 0, 1]) {
    const places = at.filter((_, word) => Math.sign(values[word]) === side);
    if (!places.length) continue;
    const d = places.map(([left, top]) => triangle(left, top, size, points)).join("");
    drawn.push(svg("path", { class: "marks", d, fill: css(onScale(side * sign)), stroke: page }));
  }
  return drawn;
}

// With equal sides, its centre at the point.
function triangle(left, top, size, points) {
  const half = size / Math.sqrt(3), tip = (points * size) / 2;
  const back = `M${fixed(left - tip / 2)} ${fixed(top - half)}v${fixed(2 * half)}`;
  return `${back}L${fixed(left + tip)} ${fixed(top)}Z`;
}

// A bar for each word: thin where the words are not the same. A path for each sign.
function bars({ bars: values, words }, x, y, column) {
  const { bars: { wide, thin }, sign } = theLook();
  const paths = new Map([[1, ""], [-1, ""]]);
  values.forEach((value, word) => {
    const side = value < 0 ? -1 : 1;
    const width = column * (words[word].same ? wide : thin);
    const [left, zero, end] = [x(word) - width / 2, y(0), y(value)].map(fixed);
    paths.set(side, `${paths.get(side)}M${left} ${zero}h${fixed(width)}V${end}h${fixed(-width)}Z`);
  });
  return [...paths].map(([side, d]) => svg("path", { class: "bars", d, fill: css(onScale(side * sign)) }));
}

function fixed(value) {
  return Math.round(100 * value) / 100;
}

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
