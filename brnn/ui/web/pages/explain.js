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
    settings.replaceChildren(...found.map((setting) => make("label", {}, setting.about, field(setting, ask))));
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
    const facts = answer.facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, label(value, 80))]);
    const rows = answer.rows.map((cells) => ({ cells: cells.map((cell) => label(cell, LETTERS)) }));
    shown.replaceChildren(
      make("dl.facts", {}, facts),
      rows.length ? table(own.table, answer.heads, rows) : "",
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

// What a setting is entered with; left empty, the explanation's own value holds.
function field({ name, accepts, choices, form }, changed) {
  const about = { name, title: accepts, onchange: changed };
  const several = form ? choices : ["yes"];
  if (!several.length) return make("input", { ...about, placeholder: form, spellcheck: false });
  return make("select", about, ["", ...several].map((choice) => make("option", { value: choice }, choice || "–")));
}
