// The Models page: how good each model is, how it learned, what it gets wrong, who agrees with whom.
import { Chart } from "../lib/chart.js";
import { onTheme } from "../lib/colours.js";
import { fill, make } from "../lib/dom.js";
import { latest } from "../lib/server.js";
import { on, set, state } from "../lib/store.js";
import { table } from "../lib/table.js";

const narrow = matchMedia("(max-width: 43.75em)"); // then one plane stands below the other

export function modelsPage(texts) {
  const notice = make("p.note", { role: "status" }, texts.loading);
  const overview = make("div.wide");
  const sentence = make("p.said");
  const note = make("p.note");
  const amiss = make("p.note");
  const short = make("div.wide");
  const shorts = make("details", {}, make("summary", {}, texts.short), make("p.note", {}, texts.shortNote), short);
  const learning = [block(), block()];
  const learningNote = make("p.note");
  const ladder = block(texts.ladder);
  ladder.element.classList.add("ladder");
  const confusion = block(texts.confusion);
  const reliability = block(texts.reliability);
  const plane = block(texts.plane);
  const own = make("p.said.own");
  const quadrants = make("div.wide");
  const beside = make("div.beside", {}, make("p.note", {}, texts.planeNote), own, quadrants);
  const body = make(
    "div.body", { hidden: true },
    make("section.all", {}, make("h2", {}, texts.title), overview, sentence, note, amiss, shorts),
    make("section.learning", {}, make("h2", {}, texts.learning), make("div.pair", {}, learning.map((one) => one.element)), learningNote),
    ladder.element,
    make("div.pair", {}, confusion.element, reliability.element),
    make("section.plane", {}, plane.element, beside),
  );
  const element = make("div.page", { id: "models" }, notice, body);

  const askMetrics = latest("metrics", showMetrics, failed);
  const askPlane = latest("agreement", showPlane, failed);
  let asked = {}; // what was asked last, so that a page that is shown again asks nothing twice

  function ask() {
    if (state.page !== "models" || state.model === null) return;
    const { model, text } = state;
    const question = { model, text, narrow: Number(narrow.matches) };
    const before = asked;
    asked = question;
    if (before.model !== model) askMetrics({ model });
    if (Object.keys(question).some((key) => before[key] !== question[key])) askPlane(question);
  }

  function failed() {
    asked = {};
    notice.textContent = texts.failed;
    notice.hidden = false;
  }

  function refused(answer) {
    if (answer.state !== "message") return false;
    notice.textContent = [answer.title, ...answer.details].join(". ");
    notice.hidden = false;
    return true;
  }

  function showMetrics(answer) {
    if (refused(answer)) return;
    notice.hidden = true;
    body.hidden = false;
    const { head, rows } = answer.table;
    const inside = overview.contains(document.activeElement);
    overview.replaceChildren(
      table(texts.title, head, rows.map((row) => ({
        current: row.model === state.model,
        cells: [row.pickable ? picker(row) : row.label, ...row.cells],
        title: row.missing || null,
      }))),
    );
    if (inside) overview.querySelector("[aria-pressed=true]")?.focus(); // whoever chose goes on from there
    sentence.textContent = answer.table.sentence;
    note.textContent = answer.table.note;
    amiss.textContent = answer.amiss.join(" ");
    amiss.hidden = !answer.amiss.length;
    shorts.hidden = !answer.short;
    if (answer.short) {
      short.replaceChildren(
        table(texts.short, answer.short.head, answer.short.rows.map((row) => ({
          current: row.model === state.model,
          cells: [row.label, ...row.cells],
        }))),
      );
    }
    learning.forEach((one, i) => one.show(answer.learning[i], answer.learning[i]?.caption ?? answer.learning[i]?.name));
    learningNote.textContent = answer.learningNote;
    ladder.show(answer.ladder);
    confusion.show(answer.confusion, answer.name);
    reliability.show(answer.reliability, answer.name);
  }

  function picker({ model, label }) {
    const name = fill(texts.choose, { name: label });
    return make("button.quiet", { type: "button", title: name, "aria-pressed": String(model === state.model), onclick: () => set({ model }) }, label);
  }

  function showPlane(answer) {
    if (refused(answer)) return;
    plane.show(answer);
    beside.hidden = !answer.figure;
    own.textContent = answer.own ?? "";
    if (answer.figure) {
      quadrants.replaceChildren(table(texts.plane, answer.head, answer.quadrants.map((cells) => ({ cells }))));
    }
  }

  on(["model", "text"], ask);
  narrow.addEventListener("change", ask);
  return { element, shown: ask };
}

// A figure under its title, with what is seen in it; without one, the reason why.
function block(title = "") {
  const heading = make("h2", { hidden: !title }, title);
  const caption = make("p.caption", { hidden: true });
  const chart = new Chart();
  const missing = make("p.missing");
  const said = make("div.sayings");
  const note = make("p.note");
  const element = make("section.block", {}, heading, caption, chart.element, missing, said, note);
  let shown = null;

  function show(value, captioned = "") {
    element.hidden = !value;
    if (!value) return;
    caption.textContent = captioned;
    caption.hidden = !captioned;
    missing.textContent = value.missing;
    missing.hidden = !value.missing;
    chart.element.hidden = !value.figure;
    said.replaceChildren(...[value.sentence, ...(value.sentences ?? [])].filter(Boolean).map((line) => make("p.said", {}, line)));
    note.textContent = value.note ?? "";
    note.hidden = !value.note;
    shown = value.figure && value;
    if (shown) draw();
  }

  // What is the visitor's own has the accent, whatever the theme.
  function draw() {
    const accent = getComputedStyle(element).getPropertyValue("--chosen").trim();
    for (const trace of shown.figure.data) if (trace.meta === "chosen") trace.marker.color = accent;
    chart.show(shown.figure, shown.alternative);
  }
  onTheme(() => shown && draw());
  return { element, show };
}
