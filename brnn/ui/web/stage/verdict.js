// The verdict: label and probability, a rope pulled from both ends, the sum in one line.
import { make, speak } from "../lib/dom.js";
import { verdictOf } from "../lib/verdict.js";

// A term of a sum, as the page prints it.
export function term({ arrow, value, name }) {
  return make("span.term", {}, make("b", {}, arrow ? `${arrow} ${value}` : value), make("small", {}, name));
}

// texts: VERDICT of brnn/ui/texts/read.py.
export function verdict(texts) {
  const heading = make("p.verdict-label");
  const fill = make("i.fill");
  const knot = make("i.knot");
  const track = make("div.track", {}, fill, make("i.middle"), knot);
  const ends = texts.ends.map((end) => make("span", {}, end));
  const rope = make("div.rope", { "aria-hidden": "true" }, ends[0], track, ends[1]);
  const sum = make("p.sum");
  const note = make("p.note");
  const element = make("section.verdict", {}, heading, rope, sum, note);

  function message({ title, details }, waiting = false) {
    element.dataset.state = waiting ? "waiting" : "message";
    heading.replaceChildren(make("span.message", {}, title));
    sum.replaceChildren();
    note.replaceChildren(...details.map((line) => make("span.line", {}, line)));
    speak([title, ...details].join(". "));
  }

  // picture: of lib/reading.js.
  function show(picture) {
    const value = verdictOf(picture, texts);
    if (!value.terms) return message(value);
    element.dataset.state = "verdict";
    element.dataset.sign = value.sign;
    heading.replaceChildren(
      make("span.label", {}, value.label),
      make("span.percent", {}, value.percent),
      make("small", {}, value.of),
    );
    const at = value.probability;
    knot.style.left = `${100 * at}%`;
    fill.style.left = `${100 * Math.min(at, 0.5)}%`;
    fill.style.width = `${100 * Math.abs(at - 0.5)}%`;
    const spans = [...value.terms, value.total].map(term);
    spans.at(-1).classList.add("total");
    sum.replaceChildren(...spans);
    sum.title = note.title = value.check;
    note.replaceChildren(value.note);
    speak(value.spoken);
  }

  return { element, show, message };
}
