// What a stage usually shows between its lanes: both memories and, between them, the evidence.
import { make } from "../lib/dom.js";
import { given } from "../lib/given.js";
import { evidenceAxis, fitting, niceTicks, rowsOf } from "../lib/layout.js";
import { mapped } from "../lib/numbers.js";
import { Evidence } from "./evidence.js";
import { Heatmap } from "./heatmap.js";

const TITLE = 18; // pixels over a row, for its title

export class Memories {
  name = "memories";
  role = "img";
  words = [];

  constructor(readers) {
    this.memories = mapped(readers, (_, reader) => new Heatmap(reader));
    this.evidence = new Evidence();
    // On paper, the words of the lanes stand in lines, so those under the picture are told, where they fit.
    this.labels = make("div.labels", { "aria-hidden": "true" });
    const drawn = Object.values(this.memories).map(({ element }) => element);
    this.elements = [...drawn, this.evidence.element, this.labels];
    addEventListener("beforeprint", () => {
      const told = this.words.length <= given.look.mostGaps ? this.words.map(({ label }) => label) : [];
      this.labels.replaceChildren(...told.map((one) => make("span", one)));
      // They are written upwards, and what is below makes room for the longest.
      const longest = Math.max(0, ...told.map(({ length }) => length));
      this.labels.parentElement.style.setProperty("--letters", longest);
    });
  }

  narrowest() {
    return 0;
  }

  rows(value, shown, above, height, scale) {
    const names = [...(value.bars ? [] : shown), ...(value.bare ? [] : ["evidence"])];
    return rowsOf(names, given.look.shares, above, height, TITLE * scale);
  }

  // The units that are drawn.
  fitting(states, rows, scale) {
    return fitting(states, rows, scale, given.constants.firstUnits);
  }

  // The rows that have a title and ticks beside them.
  titled(rows) {
    return rows;
  }

  axis({ range, evidence = {} }) {
    return range ? { range, ticks: niceTicks(...range) } : evidenceAxis(Object.values(evidence));
  }

  // What a pointer can find, see cellAt in lib/layout.js.
  cells({ words, states }) {
    return { words, states };
  }

  draw(value, { columns, rows, above, height, scale }) {
    this.words = value.words;
    const inPlot = (name) => {
      const { top, bottom } = rows.find((row) => row.name === name) ?? {};
      return { top: top - above, bottom: bottom - above };
    };
    for (const [reader, memory] of Object.entries(this.memories)) {
      const states = value.states?.[reader];
      memory.element.hidden = !states;
      if (states) memory.draw(states.rows, value.words.length, columns.column, inPlot(reader));
    }
    this.evidence.element.toggleAttribute("hidden", Boolean(value.bare));
    if (!value.bare) this.evidence.draw(value, this.axis(value), inPlot("evidence"), columns, height, scale);
  }

  // Shows only what a reader has read: so many pixels from its end of the words.
  clip(reader, read, width) {
    this.evidence.clip(reader, read, width);
  }
}
