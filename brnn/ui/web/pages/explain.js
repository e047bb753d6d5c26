// Any question of the registry about the text: its settings, and the answer as facts and a table.
import { make, write } from "../lib/dom.js";
import { latest } from "../lib/server.js";
import { state } from "../lib/store.js";
import { table } from "../lib/table.js";
import { label } from "../lib/texts.js";
import { trialFrame } from "./trial.js";

const LETTERS = 24;

// offered: [{ name, question, settings }], see brnn/ui/answers/explain.py.
export function explaining({ explain: texts }, offered) {
  const options = offered.map(({ name, question }) => make("option", { value: name }, question));
  const picker = make("select", { "aria-label": texts.question, onchange: () => (layOut(), ask()) }, options);
  const settings = make("div.settings");
  const { element, note, shown } = trialFrame("explain", texts, picker, settings);
  const find = latest("explain", show, { newestOnly: true });

  function layOut() {
    const { settings: found } = offered.find(({ name }) => name === picker.value);
    settings.replaceChildren(...found.map((setting) => make("label", setting.about, field(setting, ask))));
  }

  function ask() {
    const given = [...settings.querySelectorAll("[name]")].filter(({ value }) => value);
    find({
      text: state.text, model: state.model, name: picker.value,
      settings: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    });
  }

  function show({ kind, about, title, details, facts, columns, note: limits }) {
    const there = kind === "explanation";
    write(note, there ? "" : [texts[about] ?? title, ...details].join(": "));
    if (!there) return shown.replaceChildren();
    const fact = ([name, value]) => [make("dt", name), make("dd", label(value, 80))];
    shown.replaceChildren(
      make("dl.facts", facts.flatMap(fact)), tableOf(columns, texts.table), make("p.note", limits),
    );
  }

  layOut();
  return { element, ask };
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
  const option = (choice) => make("option", { value: choice }, choice || "–");
  return make("select", about, ["", ...several].map(option));
}
