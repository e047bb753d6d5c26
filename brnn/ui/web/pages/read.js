// The Read page: what is typed, its verdict, the stage, what was pinned.
import { onTheme, template } from "../lib/colours.js";
import { make } from "../lib/dom.js";
import { pinned } from "../stage/pinned.js";
import { play } from "../stage/play.js";
import { latest } from "../lib/server.js";
import { Stage } from "../stage/stage.js";
import { on, set, state } from "../lib/store.js";
import { unpack } from "../lib/reading.js";
import { verdict } from "../stage/verdict.js";
import { words } from "../stage/words.js";

const PATIENCE = 300; // milliseconds after which a model that is awaited is said to be loading
const KEY = "brnn.text"; // what was typed stays in this tab of this browser

export function readPage(texts, examples) {
  const box = make("textarea", { id: "review", rows: 4, dir: "auto", spellcheck: false, placeholder: texts.placeholder, oninput: () => set({ text: box.value }) });
  const chips = examples.map(({ name, text }) => make("button", { type: "button", onclick: () => set({ text }) }, name));
  const said = verdict();
  const marked = words();
  const bar = make("i.bar");
  const paintScale = () => {
    const stops = template().layout.coloraxis.colorscale.map(([at, colour]) => `${colour} ${100 * at}%`);
    bar.style.background = `linear-gradient(to right, ${stops})`;
  };
  paintScale();
  onTheme(paintScale);
  const scale = make("span.scale", { title: texts.scale }, "−1", bar, "+1");
  const heading = make("span");
  const units = make("button.quiet", { type: "button", "aria-pressed": "false", onclick: () => set({ allUnits: !state.allUnits }) });
  const closer = make("button.icon", { type: "button", title: texts.zoomIn, "aria-label": texts.zoomIn, onclick: () => zoom(1) }, "+");
  const wider = make("button.icon", { type: "button", title: texts.zoomOut, "aria-label": texts.zoomOut, onclick: () => zoom(-1) }, "−");
  const title = make("h2", {}, heading, make("span.tools", {}, units, make("span.zoom", { role: "group", "aria-label": texts.zoom }, wider, closer), scale));
  const stage = new Stage(texts.stage, {
    lit: (word) => set({ hovered: word }),
    word: (word) => set({ pinned: state.pinned === word ? null : word, unit: null }),
    unit: (reader, unit, word) => {
      const again = state.unit?.reader === reader && state.unit.unit === unit && state.pinned === word;
      set(again ? { unit: null, pinned: null } : { unit: { reader, unit }, pinned: word });
    },
  });
  const empty = make("p.empty");
  const player = play(texts.play, () => state.reading?.stage.words?.length ?? 0);
  const sentences = make("ul.sentences");
  const below = pinned(texts.pinned, stage);
  const figure = make("section.figure", { id: "stage" }, title, stage.element, empty, player.element, make("div.below", {}, sentences, below.note, below.element));
  const element = make(
    "div.page", { id: "read" },
    make("div.writing", {}, make("label", { for: "review" }, texts.review), box, make("div.examples", { role: "group", "aria-label": texts.examples }, chips)),
    said.element, figure, marked.element,
  );

  let late;
  const read = latest(
    "read",
    (answer) => (clearTimeout(late), show(answer)),
    () => (clearTimeout(late), said.message(texts.failed)),
  );

  function ask() {
    if (state.model === null) return;
    read({ text: state.text, model: state.model, units: state.allUnits ? "all" : "most" });
  }

  // Another model may have to be loaded first: whoever picks a third one does not wait for it.
  function askAnother() {
    read.forget();
    clearTimeout(late);
    late = setTimeout(() => said.message(texts.loading, true), PATIENCE);
    ask();
  }

  function show(answer) {
    if (answer.state === "message") {
      said.message(answer);
      set({ reading: null });
      figure.dataset.state = "empty";
      empty.textContent = "";
      marked.show(null);
      return;
    }
    const before = state.reading;
    unpack(answer);
    said.show(answer.verdict);
    marked.show(answer.words);
    const ready = answer.stage.state === "figure";
    figure.dataset.state = ready ? "figure" : "empty";
    empty.textContent = answer.stage.note ?? "";
    heading.textContent = answer.stage.title ?? "";
    units.textContent = answer.stage.unitsOffer ?? "";
    units.hidden = !answer.stage.unitsOffer;
    units.setAttribute("aria-pressed", String(state.allUnits));
    sentences.replaceChildren(
      ...(answer.stage.sentences ?? []).map(({ arrow, text }) => make("li", {}, make("b", {}, arrow), make("span", {}, text))),
    );
    const count = answer.stage.words?.length ?? 0;
    const changes = { reading: answer };
    // What is pinned or played stays where it was, as long as there is such a word.
    if (state.pinned !== null && state.pinned >= count) changes.pinned = null;
    if (state.playhead !== null && (state.playhead > count || before?.text !== answer.text)) changes.playhead = null;
    if ("playhead" in changes) player.stop();
    if (ready) stage.show(answer.stage);
    set(changes);
    player.show();
  }

  function zoom(step) {
    const now = state.zoom ?? -1;
    set({ zoom: now + step < 0 ? null : Math.min(4, now + step) });
  }

  on("text", (text) => {
    if (box.value !== text) box.value = text;
    try {
      sessionStorage.setItem(KEY, text);
    } catch {
      // No room or not allowed: then there is nothing to come back to.
    }
    ask();
  });
  on("model", askAnother);
  on("allUnits", ask);
  on("zoom", (zoomed) => {
    stage.zoomTo(zoomed);
    wider.disabled = zoomed === null;
  });
  on("hovered", (word) => {
    stage.light(word);
    marked.light?.(word);
  });
  on("pinned", (word) => stage.pin(word));
  on("reading", () => stage.pin(state.pinned));
  on("playhead", (read_) => stage.playAt(read_));
  on("page", (page) => page !== "read" && player.stop());
  said.message(texts.loading, true);
  return { element, stage };
}

// What was typed in this tab before it was loaded again.
export function remembered() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
