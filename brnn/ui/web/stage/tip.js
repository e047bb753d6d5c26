// The numbers under the pointer.
import { fill, make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";

export class Tip {
  constructor(texts) {
    this.texts = texts;
    this.element = make("div.tip", { hidden: true, "aria-hidden": "true" });
  }

  hide() {
    this.element.hidden = true;
  }

  // found: of cellAt in lib/rows.js. frame: the box that the tip stays in.
  show(found, picture, event, frame) {
    const { element, texts } = this;
    const { words, readers, added, evidence, states } = picture;
    const { word, row, unit, at } = found;
    const place = fill(texts.placed, { place: word + 1, words: words.length });
    const lines = [make("b", {}, words[word].label), ` ${place}`, make("br")];
    if (unit !== undefined) {
      const value = signed(states[row].rows[at][word]);
      lines.push(fill(texts.cell, { reader: row, unit: unit + 1, value }));
    } else {
      for (const reader of readers) {
        const soFar = signed(evidence?.[reader]?.[word] ?? 0);
        const values = { added: signed(added[reader][word]), evidence: soFar };
        lines.push(fill(texts.point[reader], values), make("br"));
      }
    }
    element.hidden = false;
    element.replaceChildren(...lines);
    const left = Math.min(event.clientX - frame.left + 14, frame.width - element.offsetWidth - 4);
    const below = event.clientY - frame.top + 16;
    const top = below + element.offsetHeight > frame.height ? below - element.offsetHeight - 28 : below;
    element.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
  }
}
