// A pinned unit: what it brings to this verdict, the words that move it, where reviews leave it.
import { answersTo } from "../../lib/answers.js";
import { onTheme, palette } from "../../lib/colours.js";
import { make } from "../../lib/dom.js";
import { histogram } from "../../lib/histogram.js";
import { nodeOf } from "../../lib/network.js";
import { rows, signed, sum as sumOf, thousands, unpack } from "../../lib/numbers.js";
import { total } from "../../lib/reading.js";
import { on, set, state } from "../../lib/store.js";
import { fill, isolated, label } from "../../lib/texts.js";

export function pinnedUnit({ unit: texts, waiting }, stage) {
  const sum = make("dd.values");
  const said = make("dd.said");
  const moved = make("dl");
  const reviews = make("dl.histogram");
  const unmeasured = make("p.said.missing", texts.unmeasured);
  const element = make(
    "div.methods.card", { hidden: true },
    make("dl", make("dt", texts.total.name), sum, said), moved, reviews, unmeasured,
  );
  const cards = answersTo("unit", show);

  function pinned() {
    const { reading, unit } = state;
    return unit && reading?.words.length ? { text: reading.text, model: reading.model, ...unit } : null;
  }

  function show() {
    const question = pinned();
    if (!question) return stage.colourBy(null);
    const answer = cards.of(question);
    const card = answer?.kind === "unit" ? { ...answer, states: unpack(answer.states) } : null;
    tint(question, card);
    said.replaceChildren();
    if (!card) {
      if (answer) moved.hidden = reviews.hidden = true; // it failed: what stands there is of another text
      return void (sum.textContent = answer ? texts.failed : waiting);
    }
    const here = total(card.states, question.reader);
    showTotal(card, signed(here));
    const { statistics } = card;
    unmeasured.hidden = statistics !== null;
    moved.hidden = reviews.hidden = !statistics;
    if (!statistics) return;
    showMovers(statistics);
    showHistogram(statistics, here);
  }

  function showTotal({ states, weight, total: brought, rank, units }, final) {
    const { product, note, rank: ranked, at } = texts.total;
    const made = fill(product, { state: final, weight: signed(weight) });
    sum.replaceChildren(make("b", signed(brought)), " ", made);
    const word = state.reading.words[state.pinned]?.word;
    const held = { word: isolated(word ?? ""), state: signed(states[state.pinned] ?? 0) };
    const lines = [
      note, fill(ranked, { rank: thousands(rank), units: thousands(units) }),
      ...(word === undefined ? [] : [fill(at, held)]),
    ];
    said.append(...lines.map((line) => make("span.line", line)));
  }

  function showMovers({ reviews: count, rises, falls }) {
    const mover = ({ word, change, times }) => {
      const shown = { word: label(word), change: signed(change), times: thousands(times) };
      const title = fill(texts.movers.title, shown);
      return make("span", { title }, shown.word, " ", make("b", shown.change));
    };
    const side = (name, words) => (
      make("dd.movers", make("small", name), words.length ? words.map(mover) : texts.movers.none)
    );
    moved.replaceChildren(
      make("dt", fill(texts.movers.name, { reviews: thousands(count) })),
      side(texts.movers.rises, rises), side(texts.movers.falls, falls),
    );
  }

  function showHistogram({ counts: packed, edges, means: [negative, positive] }, here) {
    const counts = unpack(packed);
    const shown = { negative: signed(negative), positive: signed(positive), here: signed(here) };
    const drawn = histogram(rows(counts), unpack(edges), here, palette());
    drawn.setAttribute("aria-label", fill(texts.histogram.alternative, shown));
    const ticks = ["−1", "0", "+1"].map((tick) => make("span", tick));
    reviews.replaceChildren(
      make("dt", fill(texts.histogram.name, { reviews: thousands(sumOf(counts)) })),
      make("dd.plot", drawn, make("small", ticks)),
      make("dd.said", fill(texts.histogram.note, shown)),
    );
  }

  // Only the unit's own reader has its colours: to the other one the unit is nothing. Where its states
  // are drawn already, nobody has to wait for them.
  function tint({ reader, unit }, card) {
    const { units, rows: drawn } = state.reading.states[reader] ?? { units: [] };
    const states = card?.states ?? drawn?.[units.indexOf(unit)];
    stage.colourBy(states ? { [reader]: states } : {});
  }

  // A unit of another model is another unit, and may not be there.
  let model = null;
  on("reading", (reading) => {
    if (!reading) return;
    if (model !== null && reading.model !== model && state.unit) set({ unit: null });
    model = reading.model;
  });
  on(["unit", "reading"], (_, key) => {
    const question = pinned();
    if (key === "unit") moved.hidden = reviews.hidden = unmeasured.hidden = true; // those of another one
    show();
    cards.ask(question, key === "reading");
  });
  // A state of the network that is looked into has its place.
  const hide = () => (element.hidden = !pinned() || nodeOf(state) !== null);
  on(["pinned", "node", "unit", "view", "reading"], hide);
  onTheme(show);
  return element;
}
