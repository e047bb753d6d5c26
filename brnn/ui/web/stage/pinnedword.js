// A pinned word: four methods side by side, each under its name with what it can say and cannot.
import { make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";
import { latest } from "../lib/server.js";
import { on, set, state } from "../lib/store.js";

const REST = 350; // milliseconds without a new text after which the slower methods are asked
const KEPT = 200; // answers

export function pinnedWord(texts) {
  const answers = new Map();
  let waiting;
  const columns = Object.fromEntries(["added", "lost", "gradients", "memories"].map((key) => [key, column(texts[key])]));
  const element = make("div.methods", { hidden: true }, Object.values(columns).map((column) => column.element));

  const ask = latest("word", (answer, question) => {
    if (answer.state === "word") {
      if (answers.size >= KEPT) answers.clear();
      answers.set(keyOf(question), answer);
    }
    const now = question_();
    if (now && keyOf(now) === keyOf(question)) show(answer.state === "word" ? answer : null, texts.failed);
  }, (_, question) => {
    const now = question_();
    if (now && keyOf(now) === keyOf(question)) show(null, texts.failed);
  });

  function question_() {
    const { reading, pinned } = state;
    if (pinned === null || state.unit || !reading?.words[pinned]) return null;
    return { text: reading.text, model: reading.model, word: pinned };
  }

  function show(answer, missing = texts.waiting) {
    const { readers, added } = state.reading;
    columns.added.fill(readers.map((reader) => term(texts.arrows[reader], signed(added[reader][state.pinned]))));
    for (const key of ["lost", "gradients"]) {
      const found = answer?.[key];
      columns[key].fill(found ? found.terms.map(({ arrow, value }) => term(arrow, value)) : [missing], found?.note, found?.title);
    }
    columns.memories.fill(answer ? answer.memories.map(memory) : [missing]);
  }

  function memory({ reader, arrow, units }) {
    return make(
      "span.term", {}, arrow,
      units.map(({ unit, value, title }) =>
        make("button.unit", { type: "button", title, "aria-label": title, onclick: () => set({ unit: { reader, unit } }) }, make("small", {}, String(unit + 1)), " ", value),
      ),
    );
  }

  function look(value, key) {
    clearTimeout(waiting);
    const question = question_();
    element.hidden = !question;
    if (!question) return ask.forget();
    const known = answers.get(keyOf(question));
    show(known ?? null);
    if (known) return;
    // While somebody types, each letter is a new text: what is slow waits until they rest.
    if (key === "reading") waiting = setTimeout(() => ask(question), REST);
    else ask(question);
  }
  on(["pinned", "unit", "reading"], look);
  return { element };
}

function keyOf({ text, model, word }) {
  return `${model}\n${word}\n${text}`;
}

function term(arrow, value) {
  return make("span.term", {}, `${arrow} ${value}`);
}

function column({ name, note, title }) {
  const values = make("dd.values");
  const said = make("dd.said", {}, note);
  const heading = make("dt", { title }, name);
  return {
    element: make("dl", {}, heading, values, said),
    fill(children, other, tip) {
      values.replaceChildren(...children);
      said.textContent = other || note;
      if (tip) heading.title = values.title = tip;
    },
  };
}
