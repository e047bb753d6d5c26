// The lesson: words to the left, and to the right what they speak of, live.
import { Chart } from "../lib/chart.js";
import { fill, letterScale, make } from "../lib/dom.js";
import { pictureOf } from "../lib/reading.js";
import { latest } from "../lib/server.js";
import { Stage } from "../stage/stage.js";
import { on, set, state } from "../lib/store.js";
import { player } from "../stage/player.js";

const NOBODY = -1; // word or unit that has not been chosen
const REST = 150; // milliseconds without another size after which a figure is asked for anew

export function lessonPage(texts, readTexts) {
  const { steps } = texts;
  const typed = steps.map(({ examples }) => examples[0] ?? ""); // what is read in each step
  let by = null; // the model that was chosen within a step
  let chosen = {}; // the word and the unit that were chosen within a step
  let mirrored = false;
  let room = 0; // that the last figure was asked for

  const place = make("p.note");
  const title = make("h2.title", { tabindex: -1 });
  const words = make("p.words-of-step");
  const previous = make("button.turn", { type: "button", onclick: () => turn(-1) }, `← ${texts.previous}`);
  const next = make("button.turn", { type: "button", onclick: () => turn(1) }, `${texts.next} →`);
  const links = steps.map(({ title: name }, i) =>
    make("a", { href: `#page=lesson&step=${i + 1}`, onclick: (event) => (event.preventDefault(), turnTo(i + 1)) }, name),
  );
  const list = make("nav.steps", { "aria-label": texts.all }, make("ol", {}, links.map((link) => make("li", {}, link))));

  const box = make("input", { id: "lesson-text", type: "text", dir: "auto", spellcheck: false, maxlength: 2000, oninput: () => read(box.value) });
  const examples = make("div.examples", { role: "group", "aria-label": texts.examples });
  const readBy = make("div.examples", { role: "group", "aria-label": texts.models });
  const mirror = make("button.quiet", { type: "button", onclick: () => ((mirrored = !mirrored), ask()) });
  const reading = make("div.reading", {}, make("label", { for: "lesson-text" }, texts.text), box, examples, make("div.switches", {}, readBy, mirror));
  const stage = new Stage(readTexts.stage, { lit: (word) => stage.light(word), word: choose, unit: (reader, unit, word) => choose(word, reader, unit) });
  let words_ = 0; // of the reading that is played
  let playhead = null;
  const playing = player(readTexts.play, { words: () => words_, at: () => playhead, move: (read) => stage.playAt((playhead = read)) });
  const chart = new Chart();
  const rows = make("div.rows");
  const sentences = make("div.sayings", { role: "status" });
  const model = make("p.note");
  const live = make("section.live", { "aria-label": texts.title }, reading, stage.element, chart.element, playing.element, rows, sentences, model);
  const element = make(
    "div.page", { id: "lesson" },
    make("section.told", {}, place, title, words, make("div.turns", {}, previous, next, make("span.note", {}, texts.keys)), list),
    live,
  );

  const answer = latest("lesson", show, () => say([texts.failed]));

  function turn(by) {
    const to = state.step + by;
    if (to < 1 || to > steps.length) return;
    turnTo(to);
    title.focus({ preventScroll: true });
  }

  function turnTo(step) {
    set({ step, lesson: ownText(typed[step - 1], step) });
  }

  // A text as `lesson` of store.js holds it.
  function ownText(text, step) {
    return text === (steps[step - 1].examples[0] ?? "") ? null : text;
  }

  function step() {
    playing.stop();
    answer.forget();
    by = null;
    chosen = {};
    mirrored = false;
    live.dataset.state = "waiting";
    live.setAttribute("aria-busy", "true");
    tell();
    ask();
  }

  // What needs no server: the words of the step and its controls.
  function tell() {
    const now = steps[state.step - 1];
    place.textContent = fill(texts.of, { step: state.step, steps: steps.length });
    title.textContent = now.title;
    words.textContent = now.words;
    previous.disabled = state.step === 1;
    next.disabled = state.step === steps.length;
    links.forEach((link, i) => {
      if (i === state.step - 1) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    box.value = typed[state.step - 1];
    reading.hidden = !now.examples.length;
    examples.hidden = now.examples.length < 2;
    examples.replaceChildren(...now.examples.map((text) => make("button", { type: "button", onclick: () => ((box.value = text), read(text)) }, text)));
    mirror.hidden = !now.mirror;
    playing.element.hidden = !now.walk;
    const { models = [] } = now;
    readBy.hidden = models.length < 2;
    readBy.replaceChildren(
      texts.models,
      ...models.map(([name, label]) => make("button", { type: "button", value: name, onclick: () => ((by = name), (chosen = {}), ask()) }, label)),
    );
    controls();
  }

  // What is chosen among them; the buttons stay, so that the focus does.
  function controls() {
    for (const button of readBy.children) button.setAttribute("aria-pressed", String(button.value === reader()));
    mirror.textContent = mirrored ? texts.back : texts.mirrored;
    mirror.setAttribute("aria-pressed", String(mirrored));
  }

  // The width for a figure, less its margins, in pixels of letters of the usual size.
  function roomInLetters() {
    return Math.max(200, Math.round(live.clientWidth / letterScale()) - 62);
  }

  // Who reads: whom the step asks for, else the model of the page.
  function reader() {
    return by ?? steps[state.step - 1].models?.[0][0] ?? state.model;
  }

  function read(text) {
    typed[state.step - 1] = text;
    chosen = {};
    set({ lesson: ownText(text, state.step) });
    ask();
  }

  // A link brings a text of its own.
  on("lesson", (text) => {
    if (text === null || text === typed[state.step - 1]) return;
    box.value = text;
    read(text);
  });

  function choose(word, reader, unit) {
    chosen = { ...chosen, word, ...(unit === undefined ? {} : { reader, unit }) };
    if (state.step === 4) ask();
    else stage.pin(word);
  }

  function ask() {
    if (state.page !== "lesson" || state.model === null) return;
    controls();
    const { examples: given, contrast } = steps[state.step - 1];
    const text = typed[state.step - 1];
    const { word = NOBODY, unit = NOBODY, reader: of = "" } = chosen;
    answer({
      step: state.step, text, model: reader(), word, unit, reader: of, mirrored: Number(mirrored),
      width: room = roomInLetters(),
      ...(contrast ? { against: given.find((other) => other !== text) } : {}),
    });
  }

  function show(value, { step: asked }) {
    if (asked !== state.step) return;
    live.dataset.state = value.state;
    live.dataset.step = asked;
    live.removeAttribute("aria-busy");
    if (value.state === "message") {
      say([value.title, ...value.details]);
      return;
    }
    const ready = value.stage?.state === "figure";
    stage.element.hidden = !ready;
    chart.element.hidden = !value.figure;
    if (ready) {
      pictureOf(value.reading);
      stage.show(value.stage);
      stage.pin(value.pinned ?? null);
    }
    words_ = ready ? value.stage.words.length : 0;
    playing.stop();
    stage.playAt((playhead = null));
    playing.show();
    if (value.figure) chart.show(value.figure, value.alternative ?? value.sentences.join(" "));
    rows.replaceChildren(...(value.rows ?? []).map(row));
    say([value.missing, value.stage?.note, ...(value.sentences ?? []), value.note].filter(Boolean));
    model.textContent = value.model ?? "";
  }

  function say(lines) {
    sentences.replaceChildren(...lines.map((line) => make("p.said", {}, line)));
  }

  function row({ title: name, equation, terms }) {
    return make(
      "div.equation", {},
      make("p.of", {}, make("b", {}, name), make("span", {}, equation)),
      make("p.sum", {}, terms.map(({ value, name: of }) => make("span.term", {}, make("b", {}, value), make("small", {}, of)))),
    );
  }

  // Keys turn the pages, unless something is typed or a control needs them.
  addEventListener("keydown", (event) => {
    if (state.page !== "lesson" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, dialog, .lane")) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    turn(by);
  });
  let answered = null; // step and model that the live example was asked for
  function shown() {
    const within = Math.min(steps.length, Math.max(1, Math.trunc(state.step) || 1)); // links may say anything
    if (within !== state.step) return set({ step: within });
    const wanted = `${state.step} ${state.model}`;
    if (state.page !== "lesson" || state.model === null || answered === wanted) return;
    answered = wanted;
    step();
  }
  tell();
  on(["step", "model"], shown);
  on("page", (page) => page !== "lesson" && playing.stop());

  // A figure is made for a width: a window that has another one, or larger letters, wants it anew.
  let resized;
  new ResizeObserver(() => {
    clearTimeout(resized);
    resized = setTimeout(() => !chart.element.hidden && live.clientWidth && Math.abs(roomInLetters() - room) > 20 && ask(), REST);
  }).observe(live);
  return { element, shown };
}
