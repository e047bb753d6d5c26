// What a hidden word could be: a column of candidates for each head, and the sum behind one of them.
import { make } from "../../lib/dom.js";
import { candidateIn, columnOf, contextOf, scoreOf } from "../../lib/guesses.js";
import { percent, thousands } from "../../lib/numbers.js";
import { fill, isolated, label } from "../../lib/texts.js";
import { walking } from "../../stage/walk.js";

// picks(word): called when a candidate is pressed.
export function columns(texts, picks) {
  const element = make("div.columns");
  let made = []; // { head, list, score } of each column
  let chosen = null;

  function show(picture) {
    const { heads } = picture;
    chosen = picture.chosen;
    made = heads.map((head) => {
      const list = make(
        "div.candidates", { role: "group", "aria-label": fill(texts.column, { head: texts.named[head] }) },
        columnOf(chosen, head).map((candidate, i) => button(candidate, i > 0)),
      );
      walking(list, ["ArrowUp", "ArrowDown"]);
      return { head, list, score: make("dl.score") };
    });
    element.replaceChildren(...made.map(({ head, list, score }) => make(
      `div.column.${head}`,
      make("h3", make("b", texts.named[head]), make("small", contextOf(picture, chosen.word, head, texts))),
      list, score,
    )));
  }

  function button({ word, rank, probability, true: isTrue }, tabbedTo) {
    const shown = { word: isolated(word), rank: thousands(rank), percent: percent(probability) };
    const onclick = () => picks(word);
    const hover = (on) => () => light(on ? word : null);
    return make(
      `button.candidate${isTrue ? ".true" : ""}`,
      {
        tabindex: tabbedTo ? -1 : 0, value: word, "aria-pressed": "false", onclick,
        onpointerenter: hover(true), onpointerleave: hover(false), onfocus: hover(true), onblur: hover(false),
        "aria-label": fill(texts[isTrue ? "truth" : "candidate"], shown),
      },
      make("span.rank", shown.rank),
      make("span.bar", make("i", { style: `width: ${(100 * probability).toFixed(1)}%` })),
      make("span.name", label(word)),
      make("span.likely", shown.percent),
    );
  }

  // The same word in all columns.
  function light(word) {
    for (const one of element.querySelectorAll(".candidate")) one.classList.toggle("lit", one.value === word);
  }

  // Shows the sums behind a candidate, in each column.
  function press(word) {
    for (const { head, list, score } of made) {
      for (const one of list.children) one.ariaPressed = one.value === word;
      const row = ({ of, name, value }) => make(`div.${of}`, make("dt", name), make("dd", value));
      score.replaceChildren(...scoreOf(candidateIn(chosen, head, word), head, texts).map(row));
    }
  }

  return { element, show, press };
}
