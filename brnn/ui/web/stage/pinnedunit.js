// A pinned unit: what it brings to this verdict, the words that move it, where reviews leave it.
import { onTheme, template } from "../lib/colours.js";
import { fill, make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";
import { PLAIN, plotly } from "../lib/plotly.js";
import { latest } from "../lib/server.js";
import { on, set, state } from "../lib/store.js";

const REST = 350; // milliseconds without a new text after which the card is asked for again

export function pinnedUnit(texts, stage) {
  const total = make("dd.values");
  const sum = make("dd.said");
  const movers = make("dl");
  const plot = make("div.plot", { role: "img" });
  const histogram = make("dl.histogram");
  const missing = make("p.said.missing");
  const element = make(
    "div.methods.card", { hidden: true },
    make("dl", {}, make("dt", {}, texts.total.name), total, sum), movers, histogram, missing,
  );
  let card = null;
  let waiting;

  const ask = latest("unit", (answer, question) => {
    const now = question_();
    if (!now || JSON.stringify(now) !== JSON.stringify(question)) return;
    if (answer.state === "unit") show(answer);
    else total.textContent = texts.failed;
  }, () => (total.textContent = texts.failed));

  function question_() {
    const { reading, unit } = state;
    if (!unit || !reading?.words.length) return null;
    return { text: reading.text, model: reading.model, ...unit };
  }

  function show(answer) {
    card = answer;
    tint(answer.memory);
    total.replaceChildren(make("b", {}, answer.total.value), " ", answer.total.sum);
    const { pinned, reading } = state;
    const word = reading.words[pinned]?.label;
    const at = word === undefined ? "" : fill(texts.total.at, { word: fill(texts.quoted, { word }), value: signed(answer.memory[pinned]) });
    sum.replaceChildren(...[texts.total.note, answer.total.rank, at].filter(Boolean).map((line) => make("span.line", {}, line)));
    missing.textContent = answer.missing ?? "";
    missing.hidden = !answer.missing;
    movers.hidden = histogram.hidden = !answer.movers;
    if (!answer.movers) return;
    movers.replaceChildren(
      make("dt", {}, answer.movers.name),
      ...["rises", "falls"].map((key) => {
        const { name, words } = answer.movers[key];
        return make("dd.movers", {}, make("small", {}, name), words.map(({ word, change, title }) => make("span", { title }, word, " ", make("b", {}, change))));
      }),
    );
    plot.setAttribute("aria-label", answer.histogram.alternative);
    histogram.replaceChildren(make("dt", {}, answer.histogram.name), make("dd", {}, plot), make("dd.said", {}, answer.histogram.note));
    draw();
  }

  function draw() {
    const figure = card?.histogram?.figure;
    if (!figure || element.hidden || !plot.clientWidth) return;
    const layout = { ...figure.layout, template: template(), width: plot.clientWidth, height: plot.clientHeight };
    plotly.then((Plotly) => Plotly.react(plot, figure.data, layout, { ...PLAIN, staticPlot: true }));
  }

  // Only the unit's own reader has its colours: to the other one the unit is nothing.
  function tint(memory) {
    stage.colourBy(memory ? { [state.unit.reader]: memory } : null);
  }

  // The unit's memory, if it is among those that are drawn: then nobody has to wait for it.
  function drawn() {
    const { reader, unit } = state.unit;
    const { units, rows } = state.reading.states[reader] ?? {};
    return rows?.[units.indexOf(unit)] ?? null;
  }

  function look(_, key) {
    clearTimeout(waiting);
    const question = question_();
    element.hidden = !question;
    if (!question) {
      ask.forget();
      card = null;
      stage.colourBy(null);
      return;
    }
    tint(drawn());
    total.textContent = sum.textContent = texts.waiting;
    if (key === "reading" && card) waiting = setTimeout(() => ask(question), REST);
    else ask(question);
    if (key === "unit") {
      card = null;
      movers.hidden = histogram.hidden = missing.hidden = true;
    }
  }

  // A unit of another model is another unit, and may not be there.
  let model = null;
  on("reading", (reading) => {
    if (!reading) return;
    if (model !== null && reading.model !== model && state.unit) set({ unit: null });
    model = reading.model;
  });
  on(["unit", "reading"], look);
  onTheme(draw);
  new ResizeObserver(() => plot.clientWidth !== plot._fullLayout?.width && draw()).observe(plot);
  return { element };
}

// A list of all units of both readers, so that a keyboard reaches each.
export function unitPicker(texts) {
  const { label, none, option } = texts.units;
  const select = make("select.units", { "aria-label": label, title: label, onchange: choose });
  let waiting;

  function choose() {
    const [reader, unit] = select.value.split(" ");
    set({ unit: reader ? { reader, unit: Number(unit) } : null });
  }

  function list() {
    const ranking = state.reading?.contributions ?? [];
    select.replaceChildren(
      make("option", { value: "" }, none),
      ...ranking.map(({ reader, unit, value }) => make("option", { value: `${reader} ${unit}` }, fill(option, { arrow: texts.arrows[reader], unit: unit + 1, value: signed(value) }))),
    );
    mark();
  }

  function mark() {
    select.hidden = !state.reading?.words.length;
    select.value = state.unit ? `${state.unit.reader} ${state.unit.unit}` : "";
  }

  on("reading", () => {
    clearTimeout(waiting);
    if (select.options.length < 2) list();
    else waiting = setTimeout(list, REST); // hundreds of lines, not for every letter
  });
  on(["unit", "reading"], mark);
  return select;
}
