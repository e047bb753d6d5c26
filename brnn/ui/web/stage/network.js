// The network, unrolled over the words as textbooks draw it, in place of memories and evidence. On paper,
// where nobody can scroll, it stands in several rows, each with its words.
import { palette } from "../lib/colours.js";
import { make, svg } from "../lib/dom.js";
import { halvesOf, joinOf, stateColumn } from "../lib/layout.js";
import { mapped, signed } from "../lib/numbers.js";
import { MOST } from "../lib/scalebar.js";
import { label } from "../lib/texts.js";
import { diagram } from "./diagram.js";
import { Nodes } from "./nodes.js";

const CHOSEN = 3; // pixels, the ring around the state that was pressed
const PAPER = { row: 12, width: 690, heights: [150, 144], margin: 18 }; // words of a row; pixels, by readers
const LABEL = { size: 11, letters: 11 }; // pixels

export class Network {
  name = "network";
  role = "group";
  chart = svg("svg", { class: "network", "aria-hidden": "true" });
  paper = make("div.paper", { "aria-hidden": "true" });
  verdict = make("p.join", { "aria-hidden": "true" });
  ring = svg("circle", { class: "chosen", fill: "none", stroke: "currentColor" }); // --chosen
  pressed = null;

  constructor(readers) {
    this.nodes = mapped(readers, (_, reader) => new Nodes(reader));
    this.elements = [this.chart, ...Object.values(this.nodes).map(({ element }) => element), this.paper];
  }

  narrowest(width, scale) {
    return stateColumn(width, scale);
  }

  rows(value, shown, above, height) {
    return halvesOf(shown, above, height);
  }

  fitting(states) {
    return states;
  }

  titled() {
    return [];
  }

  cells({ words }) {
    return { words };
  }

  // value: of unrolled() in lib/network.js, or of outputsOf() in lib/outputs.js.
  draw(value, { columns, above, height, scale, tints }) {
    const { words, readers, join } = value;
    const { column, width } = columns;
    const shown = value.says ?? shownBy(value, tints);
    this.place = { column, ...joinOf(readers, column, height, scale) };
    this.chart.setAttribute("width", width);
    this.chart.setAttribute("height", height);
    this.chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.chart.replaceChildren(...diagram(value, shown, { column, width, height, scale }), this.ring);
    this.ring.setAttribute("stroke-width", CHOSEN * scale);
    for (const [reader, nodes] of Object.entries(this.nodes)) {
      nodes.element.hidden = !readers.includes(reader);
      const { y } = this.place.rows[reader] ?? {};
      const said = (shown.spoken ?? shown.told)[reader];
      if (y !== undefined) nodes.fill(words, said, y, this.place.radius, value.nodes);
    }
    this.#join(this.verdict, join);
    this.verdict.style.top = `${above + this.place.middle}px`;
    this.press(this.pressed);
    this.#print(value, shown);
  }

  // Marks the state that was pressed, { reader, word }; null: none.
  press(pressed) {
    this.pressed = pressed;
    const { rows = {}, radius, column } = this.place ?? {};
    for (const [reader, nodes] of Object.entries(this.nodes)) {
      nodes.press(pressed?.reader === reader ? pressed.word : null);
    }
    const row = rows[pressed?.reader];
    this.ring.setAttribute("visibility", row ? "visible" : "hidden");
    if (!row) return;
    const at = { cx: (pressed.word + 0.5) * column, cy: row.y, r: radius + CHOSEN / 2 };
    for (const [name, value] of Object.entries(at)) this.ring.setAttribute(name, value);
  }

  // Which state a button is, { row, word }; undefined: none.
  stateOf(button) {
    return Object.entries(this.nodes).map(([row, nodes]) => ({ row, word: nodes.placeOf(button) }))
      .find(({ word }) => word >= 0);
  }

  focus(reader, word) {
    this.nodes[reader].element.children[word]?.focus();
  }

  clip() {} // a veil over what is not read is enough

  #join(element, { parts = [] } = {}) {
    element.hidden = !parts.length;
    element.replaceChildren(...parts.map((part) => make("span", part)));
  }

  #print(value, shown) {
    const { words, readers, join } = value;
    const { row, width, heights, margin } = PAPER;
    const column = width / Math.min(row, words.length);
    const height = heights[readers.length - 1];
    const place = { column, width, height, scale: 1 };
    const starts = words.map((_, i) => i).filter((i) => i % row === 0);
    const lines = starts.map((first) => {
      const stretch = [first, Math.min(first + row, words.length)];
      const written = readers.flatMap((name) => (
        labels(words.slice(...stretch), column, name === "forward" ? -6 : height + LABEL.size + 3)
      ));
      const parts = [...diagram(value, shown, place, stretch), ...written];
      const viewBox = `0 ${-margin} ${width} ${height + 2 * margin}`;
      return make("div.line", svg("svg", { viewBox }, ...parts));
    });
    const box = make("p.join");
    this.#join(box, join);
    const { middle } = joinOf(readers, column, height, 1);
    box.style.top = `${(100 * (middle + margin)) / (height + 2 * margin)}%`;
    lines.at(-1)?.append(box);
    this.paper.replaceChildren(...lines);
  }
}

function labels(words, column, y) {
  return words.map(({ word }, i) => {
    const text = label(word, LABEL.letters);
    const size = Math.min(LABEL.size, column / (0.6 * text.length));
    const at = { x: (i + 0.5) * column, y, "text-anchor": "middle", "font-size": size, fill: palette().text };
    return svg("text", { class: "label", ...at }, text);
  });
}

// What the states show: each reader's evidence after each word, or a unit's state.
export function shownBy({ evidence, printed, readers }, tints) {
  const numbers = tints ?? printed;
  const told = Object.fromEntries(readers.map((reader) => (
    [reader, numbers[reader] && Array.from(numbers[reader], signed)]
  )));
  return { values: tints ?? evenly(evidence), told };
}

// The log-odds that have the strongest colour: where no state has more, those of the words.
export const mostOf = (evidence) => (
  Math.max(MOST, ...Object.values(evidence).flatMap((line) => [...line].map(Math.abs)))
);

function evenly(evidence) {
  const most = mostOf(evidence);
  return mapped(evidence, (line) => Array.from(line, (value) => value / most));
}
