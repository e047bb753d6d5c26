// A table of figures: the first cell of a row names it.
import { make } from "./dom.js";

// rows: [{ cells: text or element each, current: whether it is the chosen one, title }]. words: the
// places of columns that hold words; the others hold numbers.
export function table(label, head, rows, words = []) {
  const side = (place) => words.includes(place) && "left";
  return make(
    "div.scrolls", { role: "region", "aria-label": label, tabindex: 0 },
    make(
      "table.figures", {},
      make("thead", {}, make("tr", {}, head.map((text, i) => (
        make("th", { scope: "col", class: side(i) }, ...lines(text))
      )))),
      make("tbody", {}, rows.map(({ cells: [name, ...cells], current, title }) =>
        make(
          "tr", { "data-current": current, title },
          make("th", { scope: "row" }, name),
          cells.map((cell, i) => make("td", { class: side(i + 1) }, cell)),
        ),
      )),
    ),
  );
}

// "plain\nn = 120" → the name, and below it what it is of.
function lines(text) {
  const [first, ...others] = text.split("\n");
  return [first, ...others.map((line) => make("small", {}, line))];
}
