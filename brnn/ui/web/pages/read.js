// The Read page: what is typed, its verdict, the stage, what was pinned.
import { make } from "../lib/dom.js";
import { given } from "../lib/given.js";
import { nodeOf, unrolled } from "../lib/network.js";
import { followed } from "../lib/pins.js";
import { pictureOf } from "../lib/reading.js";
import { alternativeOf, readerSentence } from "../lib/sentences.js";
import { latest, PATIENCE } from "../lib/server.js";
import { on, remember, set, state, take } from "../lib/store.js";
import { fill, formFor } from "../lib/texts.js";
import { player } from "../stage/player.js";
import { Stage } from "../stage/stage.js";
import { verdict } from "../stage/verdict.js";
import { words } from "../stage/words.js";
import { measures } from "./read/measures.js";
import { pinned } from "./read/pinned.js";

const MOST_ZOOM = 4; // steps
export const KEY = "brnn.text"; // what was typed stays in this tab of this browser

export function readPage(texts, examples) {
  const box = make("textarea", {
    id: "review", rows: 4, dir: "auto", spellcheck: false, placeholder: texts.placeholder,
    oninput: () => set({ text: box.value }),
  });
  const chips = examples.map(({ name, text }) => make("button", { onclick: () => take({ text }) }, name));
  const said = verdict(texts.verdict);
  said.element.prepend(make("p.later", texts.verdict.later)); // while a text plays
  const marked = words(texts.words, texts.models);
  const heading = make("span");
  const units = make("select.drawn", {
    "aria-label": texts.units.label, title: texts.units.title, onchange: () => set({ units: units.value }),
  });
  const view = make("button.quiet", {
    onclick: () => set({ view: state.view === "network" ? "memories" : "network" }),
  });
  const zoomed = (name, sign, step) => make("button.icon", {
    title: texts[name], "aria-label": texts[name], onclick: () => zoom(step),
  }, sign);
  const [closer, wider] = [zoomed("zoomIn", "+", 1), zoomed("zoomOut", "−", -1)];
  const zooms = make("span.zoom", { role: "group", "aria-label": texts.zoom }, wider, closer);
  const title = make("h2", heading, make("span.tools", view, units, zooms));
  const stage = new Stage(texts.stage, {
    lit: (word) => set({ hovered: word }),
    word: (word) => {
      const again = state.pinned === word && !nodeOf(state);
      set({ pinned: again ? null : word, unit: null, node: null });
    },
    unit: (reader, unit, word) => {
      const again = state.unit?.reader === reader && state.unit.unit === unit && state.pinned === word;
      set({ unit: again ? null : { reader, unit }, pinned: again ? null : word, node: null });
    },
    state: (reader, word) => {
      const again = nodeOf(state)?.reader === reader && state.pinned === word;
      const unit = state.unit?.reader === reader ? state.unit : null; // to the other reader it is nothing
      set(again ? { node: null, pinned: null } : { node: reader, pinned: word, unit });
    },
  });
  const coloured = measures(texts.measures, stage);
  const empty = make("p.empty");
  const playing = player(texts.play, {
    page: "read", keys: true,
    words: () => state.reading?.words.length ?? 0,
    at: () => state.playhead,
    move: (playhead) => set({ playhead }),
  });
  const sentences = make("ul.sentences");
  const below = pinned(texts.pinned, stage);
  const figure = make(
    "section.figure", { id: "stage" },
    title, stage.element, coloured.element, empty, playing.element,
    make("div.below", sentences, below.note, below.element),
  );
  const element = make(
    "div.page", { id: "read" },
    make(
      "div.writing", make("label", { for: "review" }, texts.review), box,
      make("div.examples", { role: "group", "aria-label": texts.examples }, chips),
    ),
    said.element, figure, marked.element,
  );

  // Presenting: a click on the text puts the box in its place, until that is left.
  marked.element.addEventListener("click", () => {
    if (!state.presenting || !box.isConnected) return;
    element.classList.add("typing");
    box.focus();
  });
  box.addEventListener("blur", () => element.classList.remove("typing"));

  let late;
  const read = latest("read", show);

  function ask() {
    if (state.model === null) return;
    read({ text: state.text, model: state.model, units: state.units });
  }

  // Another model may have to load first; picking a third one does not wait for it.
  function askAnother() {
    read.forget();
    clearTimeout(late);
    late = setTimeout(() => said.message(texts.loading, true), PATIENCE);
    ask();
  }

  function show(answer) {
    clearTimeout(late);
    if (answer.kind !== "reading") {
      said.message(answer);
      if (answer.lost) return; // what is seen stays
      set({ reading: null, playhead: null }); // else the message would wait for the end, too
      figure.dataset.state = "empty";
      empty.textContent = "";
      marked.show(null);
      return;
    }
    const reading = pictureOf(answer);
    const { readers, settings, words: { length: count } } = reading;
    const told = count ? tell(reading) : [];
    if (count) draw(reading, told); // first: it measures the page as it is
    said.show(reading);
    marked.show(reading);
    figure.dataset.state = count ? "figure" : "empty";
    titled(reading);
    empty.textContent = formFor(texts.empty, readers);
    offerUnits(settings.units);
    const arrow = (i) => make("b", texts.stage.arrows[readers[i]]);
    sentences.replaceChildren(...told.map((sentence, i) => make("li", arrow(i), make("span", sentence))));
    const changes = { reading };
    if (state.pinned !== null && state.reading) {
      changes.pinned = followed(state.pinned, state.reading.words, reading.words);
    } else if (state.pinned >= count) changes.pinned = null; // a link may name any
    if (state.playhead > count || state.reading?.text !== reading.text) changes.playhead = null;
    if ("playhead" in changes) playing.stop();
    set(changes);
    playing.show();
  }

  const tell = (reading) => reading.readers.map((reader) => readerSentence(reading, reader, texts.sentences));

  function draw(reading, told = tell(reading)) {
    const { alternative, ...picture } = state.view === "network"
      ? unrolled(reading, texts)
      : { ...reading, alternative: alternativeOf(reading, texts) };
    stage.show({ ...picture, alternative: [alternative, ...told].join(" "), lanes: coloured.of(reading) });
  }

  function offerUnits(count) {
    const { firstUnits } = given.constants;
    units.hidden = count <= firstUnits || state.view === "network";
    const counts = { usual: firstUnits, text: firstUnits, all: count };
    units.replaceChildren(...Object.entries(counts).map(([value, shown]) => (
      make("option", { value }, fill(texts.units[value], { units: shown }))
    )));
    units.value = state.units;
  }

  function titled({ readers }) {
    const { view: seen, unit } = state;
    const ofUnit = seen === "network" && unit; // whose state it shows then
    const named = ofUnit && { unit: unit.unit + 1, reader: texts.stage.readers[unit.reader] };
    const title = ofUnit ? texts.titles.unit : formFor(texts.titles[seen], readers);
    heading.textContent = fill(title, named ?? {});
  }

  function look() {
    view.textContent = texts.views[state.view];
    const { reading } = state;
    if (!reading) return;
    if (reading.words.length) draw(reading);
    titled(reading);
    offerUnits(reading.settings.units);
  }

  function zoom(step) {
    const now = state.zoom ?? -1;
    set({ zoom: now + step < 0 ? null : Math.min(MOST_ZOOM, now + step) });
  }

  on("text", (text) => {
    if (box.value !== text) box.value = text;
    remember("sessionStorage", KEY, text);
    ask();
  });
  on("model", askAnother);
  on("view", look);
  on("units", ask);
  on("unit", (unit) => {
    stage.pinUnit(unit);
    if (state.reading) titled(state.reading);
  });
  on(["view", "node", "pinned", "unit", "reading"], () => {
    const node = nodeOf(state);
    stage.pinState(node);
    element.classList.toggle("looking", node !== null); // into a state
  });
  on("zoom", (steps) => {
    stage.zoomTo(steps);
    wider.disabled = steps === null;
    if (document.activeElement === wider && wider.disabled) closer.focus();
  });
  on("hovered", (word) => stage.light(word));
  on("pinned", (word) => stage.pin(word));
  on("playhead", (playhead) => {
    stage.playAt(playhead);
    element.classList.toggle("playing", stage.element.classList.contains("playing"));
    playing.show();
  });
  look();
  said.message(texts.loading, true);
  return { element };
}
