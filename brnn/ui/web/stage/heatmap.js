// A memory as a picture: a row for each unit, a column a word.
import { colouring } from "../lib/colours.js";
import { make } from "../lib/dom.js";
import { given } from "../lib/given.js";

const WIDEST = 8192; // pixels of a canvas; what is wider is stretched

export class Heatmap {
  constructor(reader) {
    this.element = make(`canvas.memory.${reader}`);
    this.cells = make("canvas"); // a pixel for each cell
  }

  // rows: the states of each unit, −1 … 1 for each word. words: how many. The others: pixels on the page.
  draw(rows, words, column, { top, bottom }) {
    const { element, cells } = this;
    const [width, height] = [words * column, bottom - top];
    const ratio = Math.min(window.devicePixelRatio || 1, WIDEST / width);
    Object.assign(element.style, { top: `${top}px`, width: `${width}px`, height: `${height}px` });
    element.width = Math.max(1, Math.round(width * ratio)); // which empties it
    element.height = Math.max(1, Math.round(height * ratio));
    if (!rows.length || !words) return;
    cells.width = words;
    cells.height = rows.length;
    cells.getContext("2d").putImageData(new ImageData(pixels(rows, words), words), 0, 0);
    const pen = element.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.drawImage(cells, 0, 0, element.width, element.height);
    if (words > given.look.mostGaps) return;
    for (let word = 1; word <= words; word += 1) {
      pen.clearRect(Math.round((word * column - 1) * ratio), 0, Math.ceil(ratio), element.height);
    }
  }
}

function pixels(rows, words) {
  const colour = colouring();
  const found = new Uint8ClampedArray(4 * words * rows.length).fill(255);
  rows.forEach((states, row) => {
    for (let word = 0; word < words; word += 1) found.set(colour(states[word]), 4 * (row * words + word));
  });
  return found;
}
