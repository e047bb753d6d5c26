// A chart with its title, its caption and the sentences that say what is seen in it.
import { Chart } from "./chart.js";
import { ladderChart } from "./chartvalues.js";
import { make, write } from "./dom.js";
import { comparisons, ladderNote } from "./metrics.js";
import { fill } from "./texts.js";

// show() takes what fills a chart (see chartvalues.js); miss() says why there is none.
export function block(title = "") {
  const parts = { caption: make("p.caption"), missing: make("p.missing"), note: make("p.note") };
  const { caption, missing, note } = parts;
  const chart = new Chart();
  const said = make("div.sayings");
  const heading = make("h2", { hidden: !title }, title);
  const element = make("section.block", heading, caption, chart.element, missing, said, note);

  function tell(lines, texts) {
    chart.element.hidden = Boolean(texts.missing);
    for (const [name, part] of Object.entries(parts)) write(part, texts[name]);
    said.replaceChildren(...lines.filter(Boolean).map((line) => make("p.said", line)));
  }

  function show(filled, sentences, { alternative = sentences.join(" "), ...texts } = {}) {
    tell(sentences, texts);
    chart.show(filled, alternative);
  }

  const miss = (reason, above) => tell([], { caption: above, missing: reason });
  return { element, show, miss, title: (text) => (heading.textContent = text) };
}

// A series of the ladder, with what the second direction brings. tell: (the answer, texts) → the sentences.
export function ladderBlock(texts, series, title = "", tell = comparisons) {
  const { element, show: draw, miss } = block(title);
  element.classList.add("ladder");

  function show(ladder) {
    const { rungs, problem } = ladder;
    if (problem) return miss(fill(texts.badLadder, { problem }));
    if (!rungs.length) return miss(texts.noLadder);
    const learnt = rungs.filter(({ accuracies }) => accuracies.length);
    const sentences = tell(ladder, texts);
    const alternative = [fill(texts.ladderAlternative, { count: rungs.length }), ...sentences].join(" ");
    const note = ladderNote(rungs, texts.ladders[series], texts);
    draw(ladderChart(learnt, texts), sentences, { alternative, note });
  }

  return { element, show };
}
