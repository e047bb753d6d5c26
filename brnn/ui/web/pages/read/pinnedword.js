// A pinned word: four methods side by side, each with its name and its limits.
import { answersTo } from "../../lib/answers.js";
import { make } from "../../lib/dom.js";
import { nodeOf } from "../../lib/network.js";
import { signed } from "../../lib/numbers.js";
import { gradientsOf, terms } from "../../lib/pins.js";
import { on, set, state } from "../../lib/store.js";
import { fill } from "../../lib/texts.js";

const METHODS = ["added", "effect", "gradients", "strongest"];

export function pinnedWord({ word: texts, arrows, readers, waiting }) {
  const columns = Object.fromEntries(METHODS.map((name) => [name, column(texts[name])]));
  const element = make("div.methods", { hidden: true }, METHODS.map((name) => columns[name].element));
  const effects = answersTo("word", show);
  const gradients = answersTo("gradients", show);

  // The questions on the pinned word: { text, model, word }, and without the word, on the whole text.
  function pinned() {
    const { reading, pinned: word } = state;
    if (word === null || state.unit || nodeOf(state) || !reading?.words[word]) return {};
    const whole = { text: reading.text, model: reading.model };
    return { question: { ...whole, word }, whole };
  }

  function show() {
    const { question, whole } = pinned();
    if (!question) return;
    const { word } = question;
    const { readers: all, steps } = state.reading;
    columns.added.fill(all.map((reader) => `${arrows[reader]} ${signed(steps[reader][word])}`));
    const missing = (answer) => [answer === undefined ? waiting : texts.failed];
    const found = effects.of(question);
    const there = found?.kind === "word";
    columns.effect.fill(there ? terms(found.effect, found.of_logit, arrows) : missing(found));
    columns.strongest.fill(there ? Object.entries(found.strongest).map(units) : missing(found));
    const slopes = gradients.of(whole);
    if (slopes?.kind !== "gradients") return columns.gradients.fill(missing(slopes));
    const { terms: shown, note, title } = gradientsOf(slopes, word, texts.gradients, arrows);
    columns.gradients.fill(shown, note, title);
  }

  function units([reader, strongest]) {
    return [arrows[reader], ...strongest.map(({ unit, state: held }) => {
      const value = signed(held);
      const title = fill(texts.strongest.unit, { unit: unit + 1, reader: readers[reader], state: value });
      const about = { title, "aria-label": title, onclick: () => set({ unit: { reader, unit } }) };
      return make("button.unit", about, make("small", String(unit + 1)), " ", value);
    })];
  }

  on(["pinned", "node", "unit", "view", "reading"], (_, key) => {
    const { question, whole } = pinned();
    element.hidden = !question;
    show();
    effects.ask(question, key === "reading");
    gradients.ask(whole, key === "reading");
  });
  return element;
}

// fill() takes the terms that are shown, each a text or parts.
function column({ name, note, title }) {
  const values = make("dd.values");
  const said = make("dd.said", note);
  const heading = make("dt", { title }, name);
  return {
    element: make("dl", heading, values, said),
    fill(shown, other, tip) {
      values.replaceChildren(...shown.map((term) => make("span.term", term)));
      said.textContent = other || note;
      if (tip) heading.title = values.title = tip;
    },
  };
}
