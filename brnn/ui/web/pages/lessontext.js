// The text of the lesson: the words of a step above its example; below it the list of steps and the glossary.
import { make, plainly } from "../lib/dom.js";
import { state } from "../lib/store.js";
import { fill } from "../lib/texts.js";

export function lessonText(texts, turnTo) {
  const { steps: all } = texts;
  const place = make("p.note");
  const title = make("h2.title", { tabindex: -1 });
  const words = make("div.words-of-step");
  const button = (by, name) => make("button.turn", { onclick: () => turn(by) }, name);
  const [previous, next] = [button(-1, `← ${texts.previous}`), button(1, `${texts.next} →`)];
  const links = all.map(({ title: name }, i) => {
    const onclick = plainly(() => turnTo(i + 1));
    return make("a", { href: `#page=lesson&step=${i + 1}`, onclick }, name);
  });
  const above = make(
    "section.told",
    make(
      "div.heading", make("div", place, title),
      make("div.turns", make("span.note", texts.keys), previous, next),
    ),
    words,
  );
  const steps = make("nav.steps", make("h3", texts.all), make("ol", links.map((link) => make("li", link))));
  const terms = texts.glossary.terms.map(([term, meaning]) => (
    make("div", make("dt", term), make("dd", meaning))
  ));
  const glossary = make("section.glossary", make("h3", texts.glossary.title), make("dl", terms));
  const below = make("div.contents", steps, glossary);

  function show() {
    const now = all[state.step - 1];
    place.textContent = fill(texts.of, { step: state.step, steps: all.length });
    title.textContent = now.title;
    words.replaceChildren(...now.words.map((paragraph) => make("p", paragraph)));
    previous.disabled = state.step === 1;
    next.disabled = state.step === all.length;
    links.forEach((link, i) => (link.ariaCurrent = i === state.step - 1 ? "step" : null));
  }

  function turn(by) {
    const to = state.step + by;
    if (to < 1 || to > all.length) return;
    turnTo(to);
    title.focus({ preventScroll: true });
  }

  // Keys turn the pages, unless something is typed or a control needs them.
  addEventListener("keydown", (event) => {
    if (state.page !== "lesson" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, dialog, .lane")) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    if (!event.repeat) turn(by); // a key that is held turns one page
  });
  return { above, below, show };
}
