// The Compare page: two texts, or one text under two models, on the same axes, and B minus A.
//
// A is what the Read page reads: `state.text` by `state.model`. B is `state.other`.
import { compared, sentenceOf, sumOf } from "../lib/comparison.js";
import { make, speak } from "../lib/dom.js";
import { comparisonTable } from "../lib/files.js";
import { latest, PATIENCE } from "../lib/server.js";
import { on, onPage, set, state, take } from "../lib/store.js";
import { fill, modelLine, modelName } from "../lib/texts.js";
import { Stage } from "../stage/stage.js";
import { sumIn, verdict } from "../stage/verdict.js";

const A = 0, B = 1;

// texts: COMPARE of brnn/ui/texts/compare.py. reading: READ of texts/read.py.
export function comparePage(texts, reading) {
  const offered = new Map(); // a button → what it sets
  let rows = []; // of the difference: { places: [word of A, word of B] }
  let asked = []; // the models of both sides
  let late;
  let last = {}; // what is shown: the answer, and what was found in it

  const setB = (changes) => set({ other: { ...state.other, ...changes } });
  const sides = texts.sides.map((name, i) => side(texts, reading, name, {
    text: (text) => (i === A ? set({ text }) : setB({ text })),
    model: (model) => ((i === A ? set({ model }) : setB({ model })), settle()),
    ...linked((row) => row.places[i]),
  }));
  const same = make("input", {
    type: "checkbox", onchange: () => setB({ text: same.checked ? null : state.text }),
  });
  sides[B].head.append(make("label.switch", same, texts.same));
  const stage = new Stage(texts.stage, linked((_, i) => i));
  const stages = [...sides.map((one) => one.stage), stage];
  const sum = make("p.sum");
  const sentence = make("p.sentence");
  const difference = make(
    "section.difference", { "aria-label": texts.heading, hidden: true },
    make("div.result", make("h2", texts.heading), sum, sentence), stage.element,
  );
  const ready = make("div.ready");
  const element = make("div.page", { id: "compare" }, ready, sides.map((one) => one.element), difference);
  const compare = latest("compare", show);

  // The same text by the same model would be no comparison: B then gets a text of its own. By two
  // models it is what one wants to compare.
  function settle() {
    if (!state.other) return;
    const { text, model } = state.other;
    if (model === state.model && text === null) setB({ text: state.text });
    if (model !== state.model && text === state.text) setB({ text: null });
  }

  // Listeners of a stage: its words are lit and pinned in all three. placeIn: a row's word there.
  function linked(placeIn) {
    const rowOf = (word) => (word === null ? null : rows.findIndex((row, i) => placeIn(row, i) === word));
    return {
      lit: (word) => mark("light", rowOf(word)),
      word: (word) => set({ row: state.row === rowOf(word) ? null : rowOf(word) }),
      unit: (reader, unit, word) => mark("light", rowOf(word)),
    };
  }

  function mark(how, row) {
    const places = rows[row] ? [...rows[row].places, row] : [-1, -1, -1];
    stages.forEach((one, i) => one.value && one[how](places[i] < 0 ? null : places[i]));
  }

  const textOfB = () => state.other.text ?? state.text;

  function paint() {
    const names = [state.model, state.other.model];
    sides.forEach((one, i) => one.fill(names[i], [state.text, textOfB()][i]));
    same.checked = sides[B].box.readOnly = state.other.text === null;
    same.disabled = names[A] === names[B];
    for (const [button, made] of offered) {
      const { text, model = state.model, other } = made();
      button.ariaPressed = text === state.text && model === names[A]
        && other.text === state.other.text && other.model === names[B];
    }
  }

  function refresh() {
    const { text, model, models, other } = state;
    if (!other || ![...models, model].includes(other.model)) return begin();
    paint();
    set({ row: null });
    const names = [model, other.model];
    if (names.some((name, i) => name !== asked[i])) wait(asked);
    asked = names;
    compare({ text, model, otherText: textOfB(), other: other.model });
  }

  // Another model may have to load first; choosing a third one does not wait for it. before: the models.
  function wait(before) {
    compare.forget();
    clearTimeout(late);
    late = setTimeout(() => {
      sides.forEach((one, i) => asked[i] !== before[i] && one.message(texts.loading, true));
      difference.hidden = true;
    }, PATIENCE);
  }

  function show(answer) {
    clearTimeout(late);
    const found = answer.kind === "comparison" ? compared(answer, texts, reading) : null;
    last = found ? { answer, found } : {};
    difference.hidden = !found?.difference;
    if (!found) return sides.forEach((one) => one.message(answer));
    rows = found.rows;
    found.sides.forEach((picture, i) => sides[i].show(picture));
    if (!difference.hidden) stage.show(found.difference);
    mark("pin", state.row);
    if (difference.hidden) return;
    const { terms, total } = sumOf(found, answer.bias, texts);
    sumIn(sum, terms, total);
    sentence.textContent = sentenceOf(found, texts, reading.sentences);
    speak(sentence.textContent, sentence);
  }

  // Begins with the text that is read, by another model; without one, beside another text.
  function begin() {
    const other = state.models.find((name) => name !== state.model);
    if (other) return set({ other: { text: null, model: other } });
    set({ other: { text: texts.ready[0].texts[B], model: state.model } });
  }

  // The comparisons that these models can make.
  function offer(models) {
    const groups = { twoTexts: [], twoModels: [] };
    for (const { name, text, texts: both, models: pair } of texts.ready) {
      if (!(pair ?? []).every((model) => models.includes(model))) continue;
      const made = () => (pair
        ? { text, model: pair[A], other: { text: null, model: pair[B] } }
        : { text: both[A], other: { text: both[B], model: state.model } });
      const button = make("button.quiet", { onclick: () => take(made()) }, name);
      offered.set(button, made);
      groups[pair ? "twoModels" : "twoTexts"].push(button);
    }
    ready.replaceChildren(...Object.keys(groups).filter((name) => groups[name].length).map((name) => make(
      "div.group", { role: "group", "aria-label": texts[name] },
      make("span.name", texts[name]), groups[name],
    )));
  }

  on("models", offer);
  on("row", (row) => mark("pin", row));
  on("model", settle);
  onPage("compare", ["text", "model", "other"], refresh);

  const shown = () => ({
    table: last.found?.difference ? comparisonTable(last.found) : null, data: last.answer ?? null,
  });
  return { element, shown };
}

// One side: model, text, verdict, stage. listeners: { text(text), model(name) } and a stage's.
function side(texts, reading, name, listeners) {
  const select = make("select", { onchange: () => listeners.model(select.value) });
  const title = make("span.spoken", fill(texts.model, { side: name }));
  const head = make("div.who", make("b", { "aria-hidden": "true" }, name), make("label", title, select));
  const box = make("textarea", {
    rows: 2, dir: "auto", spellcheck: false, placeholder: texts.placeholder,
    "aria-label": fill(texts.review, { side: name }), oninput: () => listeners.text(box.value),
  });
  const said = verdict(reading.verdict);
  const stage = new Stage(reading.stage, listeners);
  const element = make("section.side", { "aria-label": name }, head, box, said.element, stage.element);
  message(texts.loading, true);

  function message(value, waiting) {
    said.message(value, waiting);
    stage.element.hidden = true;
  }

  return {
    element, head, box, stage, message,
    fill(model, text) {
      const option = (value) => make("option", { value }, modelName(value, reading.models));
      if (!select.length) select.replaceChildren(...state.models.map(option));
      select.value = model;
      if (box.value !== text) box.value = text;
    },
    show(picture) {
      said.show(picture);
      select.title = modelLine(picture, reading.models);
      stage.element.hidden = !picture.words.length;
      if (picture.words.length) stage.show(picture);
    },
  };
}
