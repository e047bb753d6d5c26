// The Compare page: two texts, or one text under two models, on the same axes, and B less A.
//
// A is what the Read page reads: `state.text` by `state.model`. B is `state.other`.
import { columnsFor } from "../lib/columns.js";
import { make, speak } from "../lib/dom.js";
import { pictureOf } from "../lib/reading.js";
import { ask, latest } from "../lib/server.js";
import { Stage } from "../stage/stage.js";
import { on, set, state } from "../lib/store.js";
import { term, verdict } from "../stage/verdict.js";

const SHORT = 6, PAIR = 10; // letters of a word, and of two words in one column, that must be seen

export function comparePage(texts, reading) {
  const A = 0, B = 1;
  let models = [];
  const offered = new Map(); // a button → what it sets
  let rows = []; // of the difference: { places: [word of A, word of B] }
  let pinned = null;
  let stale = true; // whether what is shown is not of the newest texts and models

  const sides = texts.sides.map((name, i) => side({ ...texts, verdict: reading.verdict }, name, { text: write, model: choose, ...linked((row) => row.places[i]) }));
  const same = make("input", { type: "checkbox", onchange: () => set({ other: { ...state.other, text: same.checked ? null : state.text } }) });
  sides[B].head.append(make("label.switch", {}, same, texts.same));
  const stage = new Stage(texts.difference, linked((_, i) => i));
  const stages = [...sides.map((one) => one.stage), stage];
  const sum = make("p.sum");
  const sentence = make("p.sentence");
  const difference = make("section.difference", { "aria-label": texts.heading, hidden: true }, make("div.result", {}, make("h2", {}, texts.heading), sum, sentence), stage.element);
  const ready = make("div.ready");
  const element = make("div.page", { id: "compare" }, ready, sides.map((one) => one.element), difference);
  const compare = latest("compare", show, () => fail(texts.failed));

  // What a side is to say of itself when it is changed: see `side`.
  function write(name, text) {
    if (name === texts.sides[A]) set({ text });
    else set({ other: { ...state.other, text } });
  }

  function choose(name, model) {
    set(name === texts.sides[A] ? { model } : { other: { ...state.other, model } });
    settle();
  }

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
      const now = text === state.text && model === names[A] && other.text === state.other.text && other.model === names[B];
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
    if (answer.state === "message") return fail(answer);
    // Both stages have columns of one width, so that they have all axes in common.
    const labels = answer.sides.map((value) => labelsOf(value.stage));
    for (const value of answer.sides) value.stage.measured = (width) => measured(labels, width, SHORT);
    if (answer.difference.words) answer.difference.measured = (width) => measured([labelsOf(answer.difference)], width, PAIR);
    answer.sides.forEach((value, i) => sides[i].show(value));
    const found = answer.difference;
    difference.hidden = found.state !== "figure";
    rows = found.words ?? [];
    pinned = null;
    mark("pin", null);
    if (difference.hidden) return;
    sum.replaceChildren(...[...found.sum.terms, found.sum.total].map(term));
    sum.lastChild.classList.add("total");
    sentence.textContent = found.sentence;
    stage.show(found);
    speak(found.sentence);
  }

  function fail(message) {
    difference.hidden = true;
    for (const one of sides) one.message(message);
  }

  // Begins with the text that is read, by another model; without one, with another text.
  async function begin() {
    const found = await ask("models");
    models = found.models;
    const names = models.map(({ name }) => name);
    offer(names);
    if (state.other && names.includes(state.other.model)) return paint();
    const other = names.find((name) => name !== state.model);
    if (other) set({ other: { text: null, model: other } });
    else set({ text: texts.ready[0].texts[0], other: { text: texts.ready[0].texts[1], model: state.model } });
  }

  // The comparisons that these models can make.
  function offer(names) {
    const groups = [[texts.twoTexts, []], [texts.twoModels, []]];
    for (const one of texts.ready) {
      const pair = one.models?.find((both) => both.every((name) => names.includes(name)));
      if (one.models && !pair) continue;
      const made = () => (pair ? { text: one.text, model: pair[0], other: { text: null, model: pair[1] } } : { text: one.texts[0], other: { text: one.texts[1], model: state.model } });
      const button = make("button.quiet", { type: "button", onclick: () => set(made()) }, one.name);
      offered.set(button, made);
      groups[pair ? 1 : 0][1].push(button);
    }
    ready.replaceChildren(...groups.filter(([, buttons]) => buttons.length).map(([name, buttons]) => make("div.group", { role: "group", "aria-label": name }, make("span.name", {}, name), buttons)));
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

const labelsOf = ({ words = [] }) => words.map(({ label }) => label);

// What the width of the columns is found by: as many words as in the longest text, and the longest
// word. Where words lie if they may be cut off after `letters`, that is better than standing.
function measured(texts, width, letters) {
  const all = texts.flat().sort((one, other) => other.length - one.length);
  const labels = all.slice(0, Math.max(...texts.map((text) => text.length)));
  const short = labels.map((label) => label.slice(0, letters));
  return columnsFor(short, width, 0, 0).words === "lying" ? short : labels;
}

// One side: model, text, verdict, stage. on: { text(name, text), model(name, model) } and a stage's.
function side(texts, name, listeners) {
  const title = (text) => text.replace("{side}", name);
  const select = make("select", { onchange: () => listeners.model(name, select.value) });
  const head = make("div.who", {}, make("b", { "aria-hidden": "true" }, name), make("label", {}, make("span.spoken", {}, title(texts.model)), select));
  const box = make("textarea", { rows: 2, dir: "auto", spellcheck: false, placeholder: texts.placeholder, "aria-label": title(texts.review), oninput: () => listeners.text(name, box.value) });
  const said = verdict(texts.verdict);
  const stage = new Stage(texts.stage, listeners);
  const element = make("section.side", { "aria-label": name }, head, box, said.element, stage.element);
  said.message(texts.loading, true);
  stage.element.hidden = true;

  function fill(models, model, text) {
    if (select.length !== models.length) select.replaceChildren(...models.map((one) => make("option", { value: one.name }, one.label)));
    select.value = model;
    if (box.value !== text) box.value = text;
  }

  function show(value) {
    said.show(value.verdict);
    stage.element.hidden = value.stage.state !== "figure";
    select.title = value.model;
    if (!stage.element.hidden) stage.show(pictureOf(value.reading));
  }

  function message(value) {
    said.message(value);
    stage.element.hidden = true;
  }

  return { element, head, box, stage, fill, show, message };
}
