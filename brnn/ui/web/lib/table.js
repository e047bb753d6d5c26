// A table of figures: the first cell of a row names it.
import { make } from "./dom.js";

// head: names of the columns, "plain\nn = 120" with what it is of below. rows: [{ cells: text or element
// each, current: whether it is the chosen one, title }]. words: the places of columns that hold words;
// the others hold numbers.
export function table(label, head, rows, words = []) {
  const side = (place) => words.includes(place) && "left";
  const columns = head.map((text, i) => {
    const [name, ...others] = text.split("\n");
    return make("th", { scope: "col", class: side(i) }, name, others.map((line) => make("small", line)));
  });
  const body = rows.map(({ cells: [name, ...cells], current, title }) => make(
    "tr", { "data-current": current, title },
    make("th", { scope: "row" }, name), cells.map((cell, i) => make("td", { class: side(i + 1) }, cell)),
  ));
  return make(
    "div.scrolls", { role: "region", "aria-label": label, tabindex: 0, onkeydown: keep },
    make("table.figures", make("thead", make("tr", columns)), make("tbody", body)),
  );
}

// Where it is too wide, arrows scroll it; elsewhere they move the playhead or turn the pages.
function keep(event) {
  const { scrollWidth, clientWidth } = event.currentTarget;
  if (scrollWidth > clientWidth && /^Arrow(Left|Right)$/.test(event.key)) event.stopPropagation();
}
