// The verdict: label and probability, a rope pulled from both ends, the sum in one line.
import { make, speak } from "../lib/dom.js";
import { verdictOf } from "../lib/sentences.js";

// Writes the terms of a sum, { arrow, value, name } each; the total stands out.
export function sumIn(element, terms, total = null) {
  element.replaceChildren(...[...terms, total].filter(Boolean).map((one) => make(
    `span.term${one === total ? ".total" : ""}`,
    make("b", one.arrow ? `${one.arrow} ${one.value}` : one.value), make("small", one.name),
  )));
}

// texts: VERDICT of brnn/ui/texts/read.py.
export function verdict(texts) {
  const heading = make("p.verdict-label");
  const track = make("div.track", make("i.fill"), make("i.middle"), make("i.knot"));
  const ends = texts.ends.map((end) => make("span", end));
  const rope = make("div.rope", { "aria-hidden": "true" }, ends[0], track, ends[1]);
  const sum = make("p.sum");
  const note = make("p.note");
  const element = make("section.verdict", heading, rope, sum, note);

  function message({ title, details }, waiting) {
    element.dataset.state = waiting ? "waiting" : "message";
    heading.replaceChildren(make("span.message", title));
    sum.replaceChildren();
    note.replaceChildren(...details.map((line) => make("span.line", line)));
    speak([title, ...details].join(". "), element);
  }

  function show(picture) {
    const value = verdictOf(picture, texts);
    if (!value.terms) return message(value);
    element.dataset.state = "verdict";
    element.dataset.sign = value.sign;
    element.toggleAttribute("data-doubtful", Boolean(value.doubt));
    heading.replaceChildren(
      ...(value.doubt ? [make("span.doubt", value.doubt.title)] : []),
      make("span.label", value.label), make("span.percent", value.percent), make("small", value.of),
    );
    track.style.setProperty("--at", value.probability);
    sumIn(sum, value.terms, value.total);
    sum.title = note.title = value.check;
    note.textContent = value.doubt?.reason ?? value.note;
    speak(value.spoken, element);
  }

  return { element, show, message };
}
