// A chart with its title, its caption and the sentences that say what is seen in it.
import { Chart } from "./chart.js";
import { ladderChart } from "./chartvalues.js";
import { fill, make } from "./dom.js";
import { figureOf } from "./figures.js";
import { ladderNote, secondDirection } from "./metrics.js";

// show() takes what fills a chart (see chartvalues.js); miss() says why there is none.
export function block(title = "") {
  const caption = make("p.caption");
  const chart = new Chart();
  const missing = make("p.missing");
  const said = make("div.sayings");
  const note = make("p.note");
  const heading = make("h2", { hidden: !title }, title);
  const element = make("section.block", {}, heading, caption, chart.element, missing, said, note);

  function tell(lines, texts) {
    for (const [part, text] of [[caption, texts.caption], [missing, texts.missing], [note, texts.note]]) {
      part.textContent = text ?? "";
      part.hidden = !text;
    }
    said.replaceChildren(...lines.filter(Boolean).map((line) => make("p.said", {}, line)));
  }

  function show({ figure, values }, sentences, { caption: above, note: below, alternative } = {}) {
    chart.element.hidden = false;
    tell(sentences, { caption: above, note: below });
    chart.show(figureOf(figure, values), alternative ?? sentences.join(" "));
  }

  function miss(reason, above) {
    chart.element.hidden = true;
    tell([], { caption: above, missing: reason });
  }

  return { element, show, miss };
}

// The ladder, with what the second direction brings: a sentence for every cell.
export function ladderBlock(texts, title = "") {
  const one = block(title);
  one.element.classList.add("ladder");
  return {
    element: one.element,
    show({ rungs, second_directions: found, problem }) {
      if (problem) return one.miss(fill(texts.badLadder, { problem }));
      if (!rungs.length) return one.miss(texts.noLadder);
      const sentences = found.map((second) => secondDirection(second, texts));
      const seen = fill(texts.ladderAlternative, { count: rungs.length });
      const beside = { alternative: [seen, ...sentences].join(" "), note: ladderNote(rungs, texts) };
      one.show(ladderChart(rungs, texts), sentences, beside);
    },
  };
}
