// Any question of the registry about the text: its settings, and the answer as facts and a table.
import { make, write } from "../lib/dom.js";
import { latest } from "../lib/server.js";
import { on, set, state } from "../lib/store.js";
import { table } from "../lib/table.js";
import { label } from "../lib/texts.js";
import { trialFrame } from "./trial.js";

const LETTERS = 24;

// offered: [{ name, question, settings }], see brnn/ui/answers/explain.py.
export function explaining({ explain: texts }, offered) {
  const options = offered.map(({ name, question }) => make("option", { value: name }, question));
  const choose = () => set({ explain: { name: picker.value, settings: {} } });
  const picker = make("select", { "aria-label": texts.question, onchange: choose }, options);
  const settings = make("div.settings");
  const { element, note, shown } = trialFrame("explain", texts, picker, settings);
  let last = null; // the answer that is shown
  const find = latest("explain", show, { newestOnly: true });

  const now = () => offered.find(({ name }) => name === state.explain.name) ?? offered[0];

  function layOut() {
    const { name, settings: found } = now();
    if (settings.dataset.of === name) return;
    settings.dataset.of = picker.value = name;
    settings.replaceChildren(...found.map((setting) => make("label", setting.about, field(setting, change))));
  }

  function change({ target: { name, value } }) {
    const { settings: others } = state.explain;
    set({ explain: { name: now().name, settings: { ...others, [name]: value } } });
  }

  function ask() {
    const fields = [...settings.querySelectorAll("[name]")];
    for (const one of fields) one.value = state.explain.settings[one.name] ?? "";
    const given = fields.filter(({ value }) => value);
    if (shown.dataset.of !== now().name) shown.replaceChildren(); // the answer to another question
    shown.ariaBusy = true; // what stands there may be of another text, model or setting
    last = null;
    find({
      text: state.text, model: state.model, name: now().name,
      settings: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    });
  }

  function show({ kind, name, about, title, details, facts, columns, note: limits }) {
    const there = kind === "explanation";
    shown.ariaBusy = null;
    last = there ? { name, facts, columns, note: limits } : null;
    write(note, there ? "" : [texts[about] ?? title, ...details].join(": "));
    shown.dataset.of = name;
    if (!there) return shown.replaceChildren();
    const fact = ([name, value]) => [make("dt", name), make("dd", label(value, 80))];
    shown.replaceChildren(
      make("dl.facts", facts.flatMap(fact)), tableOf(columns, texts.table), make("p.note", limits),
    );
  }

  layOut();
  on("explain", () => {
    layOut();
    if (state.page === "experiments") ask();
  });
  return { element, ask, shown: () => last };
}

function tableOf(columns, title) {
  const row = (at) => ({ cells: columns.map(({ cells }) => label(cells[at], LETTERS)) });
  const rows = [...columns[0].cells.keys()].map(row);
  const words = [...columns.keys()].filter((place) => columns[place].words);
  return rows.length ? table(title, columns.map(({ head }) => head), rows, words) : "";
}

// What a setting is entered with; left empty, the explanation's own value holds.
function field({ name, accepts, choices, form }, changed) {
  const about = { name, title: accepts, onchange: changed };
  const several = form ? choices : ["yes"];
  if (!several.length) return make("input", { ...about, placeholder: form, spellcheck: false });
  const option = (choice) => make("option", { value: choice }, choice || (form ? "usual" : "no"));
  return make("select", about, ["", ...several].map(option));
}
