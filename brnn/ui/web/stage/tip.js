// The numbers under the pointer.
import { make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";
import { fill, label, placeOf } from "../lib/texts.js";

const WAITING = "…";
const LETTERS = 40; // of a word, which its column may cut off

export class Tip {
  constructor(texts) {
    this.texts = texts;
    this.element = make("div.tip", { hidden: true, "aria-hidden": "true" });
  }

  hide() {
    this.element.hidden = true;
  }

  // found: of cellAt in lib/layout.js. frame: the box that the tip stays in.
  show({ word, row, unit, at }, { words, readers, lanes, printed, states, tips }, event, frame) {
    const { element, texts } = this;
    const cell = () => {
      const value = signed(states[row].rows[at][word]);
      return [fill(texts.cell, { reader: texts.readers[row], unit: unit + 1, value })];
    };
    const said = (reader) => {
      const value = lanes.values[reader] ? signed(lanes.values[reader][word]) : WAITING;
      const soFar = signed(printed?.[reader]?.[word] ?? 0);
      return [fill(lanes.point[reader], { value, evidence: soFar }), make("br")];
    };
    element.hidden = false;
    element.replaceChildren(
      make("b", label(words[word].word, LETTERS)), ` ${tips ? "" : placeOf(words, word, texts)}`,
      make("br"), ...(tips ? [tips[word]] : unit === undefined ? readers.flatMap(said) : cell()),
    );
    const left = Math.min(event.clientX - frame.left + 14, frame.width - element.offsetWidth - 4);
    const below = event.clientY - frame.top + 16;
    const top = below + element.offsetHeight > frame.height ? below - element.offsetHeight - 28 : below;
    element.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
  }
}
