// Any question of the registry about the text: its settings, and the answer as facts and a table.
import { make } from "../lib/dom.js";
import { label } from "../lib/labels.js";
import { latest } from "../lib/server.js";
import { state } from "../lib/store.js";
import { table } from "../lib/table.js";

const LETTERS = 24;

// offered: [{ name, question, settings }], see brnn/ui/answers/explain.py.
export function explaining(texts, offered) {
  const own = texts.explain;
  const options = offered.map(({ name, question }) => make("option", { value: name }, question));
  const picker = make("select", { "aria-label": own.question, onchange: () => (layOut(), ask()) }, options);
  const settings = make("div.settings");
  const note = make("p.note.message", { hidden: true });
  const shown = make("div.shown");
  const element = make(
    "section.trial", { "aria-labelledby": "explain-title", "data-trial": "explain" },
    make(
      "div.about", {},
      make("h2", { id: "explain-title" }, own.title), make("p", {}, own.about), picker, settings, note,
    ),
    shown,
  );
  let newest = null;
  const newestOnly = (act) => (answer, question) => question === newest && act(answer);
  const find = latest("explain", newestOnly(show), newestOnly(() => say(texts.failed.title)));

  function layOut() {
    const { settings: found } = offered.find(({ name }) => name === picker.value);
    const made = found.map((setting) => make("label", {}, setting.about, field(setting, ask)));
    settings.replaceChildren(...made);
  }

  function ask() {
    const given = [...settings.querySelectorAll("[name]")].filter(({ value }) => value);
    newest = {
      text: state.text, model: state.model, name: picker.value,
      settings: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    };
    find(newest);
  }

  function show(answer) {
    if (answer.kind !== "explanation") {
      return say([own[answer.about] ?? answer.title, ...answer.details].join(": "));
    }
    note.hidden = true;
    const fact = ([name, value]) => [make("dt", {}, name), make("dd", {}, label(value, 80))];
    shown.replaceChildren(
      make("dl.facts", {}, answer.facts.flatMap(fact)),
      tableOf(answer.columns, own.table),
      make("p.note", {}, answer.note),
    );
  }

  function say(text) {
    note.textContent = text;
    note.hidden = false;
    shown.replaceChildren();
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
