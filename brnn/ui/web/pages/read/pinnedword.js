// A pinned word: four methods side by side, each with its name and its limits.
import { answersTo } from "../../lib/answers.js";
import { fill, make } from "../../lib/dom.js";
import { signed } from "../../lib/numbers.js";
import { gradientsOf, terms } from "../../lib/pins.js";
import { on, set, state } from "../../lib/store.js";

const METHODS = ["added", "effect", "gradients", "strongest"];
const REST = 350; // milliseconds without a new text after which the slower methods are asked

export function pinnedWord({ word: texts, arrows, readers, waiting }) {
  const columns = Object.fromEntries(METHODS.map((name) => [name, column(texts[name])]));
  const element = make("div.methods", { hidden: true }, METHODS.map((name) => columns[name].element));
  const effects = answersTo("word", show);
  const gradients = answersTo("gradients", show);
  let timer;

  function pinned() {
    const { reading, pinned: word } = state;
    if (word === null || state.unit || !reading?.words[word]) return null;
    return { text: reading.text, model: reading.model, word };
  }

  function show() {
    const question = pinned();
    if (!question) return;
    const { word, ...whole } = question;
    const { readers: all, added } = state.reading;
    columns.added.fill(all.map((reader) => term(`${arrows[reader]} ${signed(added[reader][word])}`)));
    const found = effects.of(question);
    if (found?.kind === "word") {
      columns.effect.fill(terms(found.effect, found.of_logit, arrows).map(term));
      columns.strongest.fill(Object.entries(found.strongest).map(units));
    } else {
      for (const name of ["effect", "strongest"]) columns[name].fill([missing(found)]);
    }
    const slopes = gradients.of(whole);
    if (slopes?.kind === "gradients") {
      const { terms: shown, note, title } = gradientsOf(slopes, word, texts.gradients, arrows);
      columns.gradients.fill(shown.map(term), note, title);
    } else {
      columns.gradients.fill([missing(slopes)]);
    }
  }

  // What stands there instead of an answer.
  function missing(answer) {
    return answer === undefined ? waiting : texts.failed;
  }

  function units([reader, strongest]) {
    const buttons = strongest.map(({ unit, state: held }) => {
      const value = signed(held);
      const title = fill(texts.strongest.unit, { unit: unit + 1, reader: readers[reader], state: value });
      const onclick = () => set({ unit: { reader, unit } });
      const about = { type: "button", title, "aria-label": title, onclick };
      return make("button.unit", about, make("small", {}, String(unit + 1)), " ", value);
    });
    return term([arrows[reader], ...buttons]);
  }

  function look(_, key) {
    clearTimeout(timer);
    const question = pinned();
    element.hidden = !question;
    if (!question) return;
    show();
    const { word, ...whole } = question;
    const ask = () => (effects.ask(question), gradients.ask(whole));
    // During typing, each letter is a new text: slow methods wait for a pause.
    if (key === "reading") timer = setTimeout(ask, REST);
    else ask();
  }
  on(["pinned", "unit", "reading"], look);
  return element;
}

function term(content) {
  return make("span.term", {}, content);
}

function column({ name, note, title }) {
  const values = make("dd.values");
  const said = make("dd.said", {}, note);
  const heading = make("dt", { title }, name);
  return {
    element: make("dl", {}, heading, values, said),
    fill(shown, other, tip) {
      values.replaceChildren(...shown);
      said.textContent = other || note;
      if (tip) heading.title = values.title = tip;
    },
  };
}
