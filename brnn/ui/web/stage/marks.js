// What lies over a stage: the word that is lit, the word and the row of the unit that are pinned, and,
// while somebody plays, the heads of both readers and a veil over what they have not read.
import { make } from "../lib/dom.js";

export class Marks {
  lit = make("i.mark.lit");
  pin = make("i.mark.pin");
  row = make("i.row");
  veils = { forward: make("i.dim.top"), backward: make("i.dim.bottom") };
  heads = { forward: make("i.head.forward"), backward: make("i.head.backward") };
  elements = [this.lit, this.pin, this.row, ...Object.values(this.veils), ...Object.values(this.heads)];

  // rows: of lib/layout.js. height: of all. A veil covers a reader's memory and the lane beside it.
  place(rows, height) {
    for (const { name, top, bottom } of rows.filter((row) => row.name in this.veils)) {
      const from = name === "forward" ? 0 : top;
      for (const { style } of [this.veils[name], this.heads[name]]) {
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

  // Puts a mark around the row of a unit, pixels; undefined: it is not drawn.
  putRow(bounds) {
    this.row.hidden = !bounds;
    if (!bounds) return;
    this.row.style.top = `${bounds.top}px`;
    this.row.style.height = `${bounds.bottom - bounds.top}px`;
  }

  // share: that each reader has read of the words, as wide as that; null: not playing. readers: those that
  // there are.
  read(share, readers, width) {
    for (const [reader, veil] of Object.entries(this.veils)) {
      const head = this.heads[reader];
      veil.hidden = head.hidden = share === null || !readers.includes(reader);
      const at = width * (reader === "forward" ? share : 1 - share);
      veil.style.transform = `translateX(${reader === "forward" ? at : at - width}px)`;
      head.style.transform = `translateX(${at}px)`;
    }
  }
}
