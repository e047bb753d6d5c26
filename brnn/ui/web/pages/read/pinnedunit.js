// A pinned unit: what it brings to this verdict, the words that move it, where reviews leave it.
import { answersTo } from "../../lib/answers.js";
import { onTheme, palette } from "../../lib/colours.js";
import { fill, make } from "../../lib/dom.js";
import { histogram } from "../../lib/histogram.js";
import { isolated, label } from "../../lib/labels.js";
import { rows, signed, thousands, unpack } from "../../lib/numbers.js";
import { total } from "../../lib/reading.js";
import { on, set, state } from "../../lib/store.js";

const REST = 350; // milliseconds without a new text after which the card is asked for again

export function pinnedUnit({ unit: texts, waiting }, stage) {
  const sum = make("dd.values");
  const said = make("dd.said");
  const moved = make("dl");
  const reviews = make("dl.histogram");
  const unmeasured = make("p.said.missing", {}, texts.unmeasured);
  const element = make(
    "div.methods.card", { hidden: true },
    make("dl", {}, make("dt", {}, texts.total.name), sum, said), moved, reviews, unmeasured,
  );
  const cards = answersTo("unit", show);
  let timer;

  function pinned() {
    const { reading, unit } = state;
    return unit && reading?.words.length ? { text: reading.text, model: reading.model, ...unit } : null;
  }

  function show() {
    const question = pinned();
    if (!question) return;
    const card = cards.of(question);
    tint(card);
    if (card?.kind !== "unit") {
      sum.textContent = card === undefined ? waiting : texts.failed;
      said.textContent = "";
      return;
    }
    const states = unpack(card.states);
    const here = total(states, question.reader);
    showTotal(card, states, signed(here));
    const { statistics } = card;
    unmeasured.hidden = statistics !== null;
    moved.hidden = reviews.hidden = !statistics;
    if (!statistics) return;
    showMovers(statistics);
    showHistogram(statistics, here);
  }

  function showTotal(card, states, final) {
    const { product, note, rank, at } = texts.total;
    const made = fill(product, { state: final, weight: signed(card.weight) });
    sum.replaceChildren(make("b", {}, signed(card.total)), " ", made);
    const lines = [note, fill(rank, { rank: thousands(card.rank), units: thousands(card.units) })];
    const word = state.reading.words[state.pinned]?.word;
    const held = signed(states[state.pinned] ?? 0);
    if (word !== undefined) lines.push(fill(at, { word: isolated(word), state: held }));
    said.replaceChildren(...lines.map((line) => make("span.line", {}, line)));
  }

  function showMovers({ reviews: count, rises, falls }) {
    const mover = ({ word, change, times }) => {
      const shown = { word: label(word), change: signed(change), times: thousands(times) };
      const title = fill(texts.movers.title, shown);
      return make("span", { title }, shown.word, " ", make("b", {}, shown.change));
    };
    const side = (name, words) =>
      make("dd.movers", {}, make("small", {}, name), words.length ? words.map(mover) : texts.movers.none);
    moved.replaceChildren(
      make("dt", {}, fill(texts.movers.name, { reviews: thousands(count) })),
      side(texts.movers.rises, rises), side(texts.movers.falls, falls),
    );
  }

  function showHistogram({ counts, edges, means }, here) {
    const [negative, positive] = means;
    const shown = { negative: signed(negative), positive: signed(positive), here: signed(here) };
    const count = unpack(counts).reduce((all, each) => all + each, 0);
    const ticks = ["−1", "0", "+1"].map((tick) => make("span", {}, tick));
    const drawn = histogram(rows(unpack(counts)), unpack(edges), here, palette());
    drawn.setAttribute("aria-label", fill(texts.histogram.alternative, shown));
    reviews.replaceChildren(
      make("dt", {}, fill(texts.histogram.name, { reviews: thousands(count) })),
      make("dd.plot", {}, drawn, make("small", {}, ticks)),
      make("dd.said", {}, fill(texts.histogram.note, shown)),
    );
  }

  // Only the unit's own reader has its colours: to the other one the unit is nothing. Where its states
  // are drawn already, nobody has to wait for them.
  function tint(card) {
    const { reader, unit } = state.unit;
    const { units, rows: drawn } = state.reading.states[reader] ?? { units: [] };
    const states = card?.kind === "unit" ? unpack(card.states) : drawn?.[units.indexOf(unit)];
    stage.colourBy(states ? { [reader]: states } : null);
  }

  function look(_, key) {
    clearTimeout(timer);
    const question = pinned();
    element.hidden = !question;
    if (!question) return stage.colourBy(null);
    if (key === "unit") moved.hidden = reviews.hidden = unmeasured.hidden = true; // those of another one
    show();
    if (key === "reading") timer = setTimeout(() => cards.ask(question), REST);
    else cards.ask(question);
  }

  // A unit of another model is another unit, and may not be there.
  let model = null;
  on("reading", (reading) => {
    if (!reading) return;
    if (model !== null && reading.model !== model && state.unit) set({ unit: null });
    model = reading.model;
  });
  on(["unit", "reading"], look);
  onTheme(show);
  return element;
}
