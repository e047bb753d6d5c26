// The Compare page: two texts, or one text under two models, on the same axes, and B minus A.
//
// A is what the Read page reads: `state.text` by `state.model`. B is `state.other`.
import { compared, sentenceOf, sumOf } from "../lib/comparison.js";
import { make, speak } from "../lib/dom.js";
import { modelLine, modelName } from "../lib/models.js";
import { ask, latest } from "../lib/server.js";
import { Stage } from "../stage/stage.js";
import { on, set, state } from "../lib/store.js";
import { term, verdict } from "../stage/verdict.js";

const A = 0, B = 1;

// texts: COMPARE of brnn/ui/texts/compare.py. reading: READ of texts/read.py.
export function comparePage(texts, reading) {
  let models = []; // names
  const offered = new Map(); // a button → what it sets
  let rows = []; // of the difference: { places: [word of A, word of B] }
  let pinned = null;
  let stale = true; // whether what is shown is not of the newest texts and models

  const sides = texts.sides.map((name, i) => side(texts, reading, name, {
    text: (text) => set(i === A ? { text } : { other: { ...state.other, text } }),
    model: (model) => (set(i === A ? { model } : { other: { ...state.other, model } }), settle()),
    ...linked((row) => row.places[i]),
  }));
  const same = make("input", {
    type: "checkbox",
    onchange: () => set({ other: { ...state.other, text: same.checked ? null : state.text } }),
  });
  sides[B].head.append(make("label.switch", {}, same, texts.same));
  const stage = new Stage(texts.stage, linked((_, i) => i));
  const stages = [...sides.map((one) => one.stage), stage];
  const sum = make("p.sum");
  const sentence = make("p.sentence");
  const difference = make(
    "section.difference", { "aria-label": texts.heading, hidden: true },
    make("div.result", {}, make("h2", {}, texts.heading), sum, sentence), stage.element,
  );
  const ready = make("div.ready");
  const element = make("div.page", { id: "compare" }, ready, sides.map((one) => one.element), difference);
  const compare = latest("compare", show, () => fail(texts.failed));

  // The same text by the same model would be no comparison: B then gets a text of its own. By two
  // models it is what one wants to compare.
  function settle() {
    if (!state.other) return;
    const { text, model } = state.other;
    if (model === state.model && text === null) set({ other: { text: state.text, model } });
    if (model !== state.model && text === state.text) set({ other: { text: null, model } });
  }

  // Listeners of a stage: its words are lit and pinned in all three. placeIn: a row's word there.
  function linked(placeIn) {
    const rowOf = (word) => (word === null ? null : rows.findIndex((row, i) => placeIn(row, i) === word));
    return {
      lit: (word) => mark("light", rowOf(word)),
      word: (word) => {
        const row = rowOf(word);
        pinned = pinned === row ? null : row;
        mark("pin", pinned);
      },
      unit: (reader, unit, word) => mark("light", rowOf(word)),
    };
  }

  function mark(how, row) {
    const found = row === null ? undefined : rows[row];
    const places = found ? [...found.places, row] : [-1, -1, -1];
    stages.forEach((one, i) => one.value && one[how](places[i] < 0 ? null : places[i]));
  }

  const textOfB = () => state.other.text ?? state.text;

  function paint() {
    if (!state.other) return;
    const names = [state.model, state.other.model];
    const written = [state.text, textOfB()];
    sides.forEach((one, i) => one.fill(models, names[i], written[i]));
    same.checked = state.other.text === null;
    same.disabled = names[A] === names[B];
    sides[B].box.readOnly = same.checked;
    for (const [button, made] of offered) {
      const { text, model = state.model, other } = made();
      const now = text === state.text && model === names[A]
        && other.text === state.other.text && other.model === names[B];
      button.setAttribute("aria-pressed", String(now));
    }
  }

  function refresh() {
    stale = true;
    paint();
    if (state.page !== "compare" || !state.other) return;
    stale = false;
    compare({ text: state.text, model: state.model, otherText: textOfB(), other: state.other.model });
  }

  function show(answer) {
    if (answer.kind !== "comparison") return fail(answer);
    const found = compared(answer, texts, reading);
    rows = found.rows;
    pinned = null;
    found.sides.forEach((picture, i) => sides[i].show(picture));
    mark("pin", null);
    difference.hidden = !found.difference;
    if (difference.hidden) return;
    const { terms, total } = sumOf(found, answer.bias, texts);
    sum.replaceChildren(...[...terms, total].map(term));
    sum.lastChild.classList.add("total");
    sentence.textContent = sentenceOf(found, texts, reading.sentences);
    stage.show(found.difference);
    speak(sentence.textContent);
  }

  function fail(message) {
    difference.hidden = true;
    for (const one of sides) one.message(message);
  }

  // Begins with the text that is read, by another model; without one, with another text.
  async function begin() {
    ({ models } = await ask("models"));
    offer();
    if (state.other && models.includes(state.other.model)) return paint();
    const other = models.find((name) => name !== state.model);
    if (other) return set({ other: { text: null, model: other } });
    const [text, otherText] = texts.ready[0].texts;
    set({ text, other: { text: otherText, model: state.model } });
  }

  // The comparisons that these models can make.
  function offer() {
    const groups = { twoTexts: [], twoModels: [] };
    for (const one of texts.ready) {
      const pair = one.models?.find((both) => both.every((name) => models.includes(name)));
      if (one.models && !pair) continue;
      const made = () => (pair
        ? { text: one.text, model: pair[A], other: { text: null, model: pair[B] } }
        : { text: one.texts[A], other: { text: one.texts[B], model: state.model } });
      const button = make("button.quiet", { type: "button", onclick: () => set(made()) }, one.name);
      offered.set(button, made);
      groups[pair ? "twoModels" : "twoTexts"].push(button);
    }
    ready.replaceChildren(...Object.keys(groups).filter((name) => groups[name].length).map((name) => make(
      "div.group", { role: "group", "aria-label": texts[name] },
      make("span.name", {}, texts[name]), groups[name],
    )));
  }

  on(["text", "model", "other"], refresh);
  let begun;
  async function shown() {
    if (state.model === null) return; // none has loaded yet; `model` calls again
    begun ??= begin();
    await begun;
    if (stale) refresh();
  }
  on("model", () => {
    settle();
    if (state.page === "compare") shown();
  });
  return { element, shown };
}

// One side: model, text, verdict, stage. listeners: { text(text), model(name) } and a stage's.
function side(texts, reading, name, listeners) {
  const title = (text) => text.replace("{side}", name);
  const select = make("select", { onchange: () => listeners.model(select.value) });
  const head = make(
    "div.who", {},
    make("b", { "aria-hidden": "true" }, name),
    make("label", {}, make("span.spoken", {}, title(texts.model)), select),
  );
  const box = make("textarea", {
    rows: 2, dir: "auto", spellcheck: false, placeholder: texts.placeholder,
    "aria-label": title(texts.review), oninput: () => listeners.text(box.value),
  });
  const said = verdict(reading.verdict);
  const stage = new Stage(reading.stage, listeners);
  const element = make("section.side", { "aria-label": name }, head, box, said.element, stage.element);
  said.message(texts.loading, true);
  stage.element.hidden = true;

  function fill(models, model, text) {
    if (select.length !== models.length) {
      const option = (value) => make("option", { value }, modelName(value, reading.models));
      select.replaceChildren(...models.map(option));
    }
    select.value = model;
    if (box.value !== text) box.value = text;
  }

  function show(picture) {
    said.show(picture);
    select.title = modelLine(picture, reading.models);
    stage.element.hidden = !picture.words.length;
    if (picture.words.length) stage.show(picture);
  }

  function message(value) {
    said.message(value);
    stage.element.hidden = true;
  }

  return { element, head, box, stage, fill, show, message };
}
