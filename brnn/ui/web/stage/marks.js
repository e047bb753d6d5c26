// What lies over a stage: the word that is lit and the one that is pinned, and, while somebody plays,
// the heads of both readers and a veil over what they have not read.
import { make } from "../lib/dom.js";

export class Marks {
  constructor() {
    this.lit = make("i.mark.lit");
    this.pin = make("i.mark.pin");
    this.readers = {
      forward: { veil: make("i.dim.top"), head: make("i.head.forward") },
      backward: { veil: make("i.dim.bottom"), head: make("i.head.backward") },
    };
    const { forward, backward } = this.readers;
    this.elements = [this.lit, this.pin, forward.veil, backward.veil, forward.head, backward.head];
  }

  // rows: of lib/rows.js. height: of all. A veil covers a reader's memory and the lane beside it.
  place(rows, height) {
    for (const { name, top, bottom } of rows) {
      const from = name === "forward" ? 0 : top;
      for (const { style } of Object.values(this.readers[name] ?? {})) {
        style.top = `${from}px`;
        style.height = `${(name === "forward" ? bottom : height) - from}px`;
      }
    }
  }

  // Puts a mark around a word; null: there is none.
  put(mark, word, column) {
    mark.hidden = word === null;
    if (mark.hidden) return;
    mark.style.transform = `translateX(${word * column}px)`;
    mark.style.width = `${column}px`;
  }

  // Pixels that each reader has read of a width; null: not playing. readers: those that there are.
  read(pixels, width, readers) {
    for (const [reader, { veil, head }] of Object.entries(this.readers)) {
      veil.hidden = head.hidden = pixels === null || !readers.includes(reader);
      const at = reader === "forward" ? pixels : width - pixels;
      veil.style.transform = `translateX(${reader === "forward" ? at : at - width}px)`;
      head.style.transform = `translateX(${at}px)`;
    }
  }
}
