// The lesson: text on the left, a live example on the right.
import { block, ladderBlock } from "../lib/block.js";
import { reachChart } from "../lib/chartvalues.js";
import { letterScale, make } from "../lib/dom.js";
import * as tell from "../lib/lesson.js";
import { pictureOf } from "../lib/reading.js";
import { alternativeOf, readerSentence, verdictOf } from "../lib/sentences.js";
import { latest } from "../lib/server.js";
import { on, onPage, set, state } from "../lib/store.js";
import { formFor, modelLine } from "../lib/texts.js";
import { player } from "../stage/player.js";
import { Stage } from "../stage/stage.js";
import { sumIn } from "../stage/verdict.js";
import { lessonText } from "./lessontext.js";

const NOBODY = -1; // a word or a unit that has not been chosen

// texts: LESSON. read: READ. models: MODELS of brnn/ui/texts/models.py.
export function lessonPage(texts, read, models) {
  const { steps } = texts;
  const firstExample = (step) => steps[step - 1].examples[0] ?? "";
  const typed = steps.map((_, i) => firstExample(i + 1)); // what is read in each step
  let by = null; // the model that was chosen within a step
  let chosen = {}; // the word and the unit that were chosen within a step
  let mirrored = false;
  let shown = null; // the answer to "lesson", with the pictures of its readings
  let playhead = null;
  let width = 0; // pixels, to which the words below the curves were thinned out

  const box = make("input", {
    id: "lesson-text", type: "text", dir: "auto", spellcheck: false, maxlength: 2000,
    oninput: () => reads(box.value),
  });
  const examples = make("div.examples", { role: "group", "aria-label": texts.examples });
  const readBy = make("div.examples", { role: "group", "aria-label": texts.models });
  const mirror = make("button.quiet", { onclick: () => ((mirrored = !mirrored), show()) });
  const reading = make(
    "div.reading",
    make("label", { for: "lesson-text" }, texts.text), box, examples, make("div.switches", readBy, mirror),
  );
  const stage = new Stage(read.stage, {
    lit: (word) => stage.light(word),
    word: (word) => choose({ word }),
    unit: (reader, unit, word) => choose({ reader, unit, word }),
  });
  const playing = player(read.play, {
    page: "lesson",
    words: () => shown?.picture?.words.length ?? 0,
    at: () => playhead,
    move: (to) => stage.playAt((playhead = to)),
  });
  const reach = block();
  const ladder = ladderBlock(models, "scratch");
  const rows = make("div.rows");
  const sentences = make("div.sayings", { role: "status" });
  const model = make("p.note");
  const live = make(
    "section.live", { "aria-label": texts.title },
    reading, stage.element, reach.element, ladder.element, playing.element, rows, sentences, model,
  );
  const told = lessonText(texts, (step) => set({ step, lesson: ownText(typed[step - 1], step) }));
  const element = make("div.page", { id: "lesson" }, told.element, live);

  const answer = latest("lesson", deliver);
  const now = () => steps[state.step - 1];
  // The model: the one chosen in the step, otherwise the model of the page.
  const reader = () => by ?? now().models?.[0][0] ?? state.model;
  // A text as `lesson` of store.js holds it.
  const ownText = (text, step) => (text === firstExample(step) ? null : text);

  function step() {
    const within = Math.min(steps.length, Math.max(1, Math.trunc(state.step) || 1)); // links are untrusted
    if (within !== state.step) return set({ step: within });
    playing.stop();
    answer.forget();
    by = null;
    chosen = {};
    mirrored = false;
    live.dataset.state = "waiting";
    live.ariaBusy = true;
    write();
    ask();
  }

  // What needs no server: the words of the step and its controls.
  function write() {
    const { examples: given, shows, walk, models: choice = [] } = now();
    told.show();
    box.value = typed[state.step - 1];
    reading.hidden = !given.length;
    examples.hidden = given.length < 2;
    const take = (text) => ((box.value = text), reads(text));
    examples.replaceChildren(...given.map((text) => make("button", { onclick: () => take(text) }, text)));
    mirror.hidden = shows !== "mirror";
    playing.element.hidden = !walk;
    readBy.hidden = choice.length < 2;
    const pick = (name) => ((by = name), (chosen = {}), ask());
    const option = ([value, label]) => make("button", { value, onclick: () => pick(value) }, label);
    readBy.replaceChildren(texts.models, ...choice.map(option));
  }

  // What is chosen among the controls; the buttons stay, so that the focus does.
  function press() {
    for (const button of readBy.children) button.ariaPressed = button.value === reader();
    mirror.textContent = mirrored ? texts.back : texts.mirrored;
    mirror.ariaPressed = mirrored;
  }

  function reads(text) {
    typed[state.step - 1] = text;
    chosen = {};
    set({ lesson: ownText(text, state.step) });
    ask();
  }

  // A link brings a text of its own.
  on("lesson", (text) => {
    if (text === null || text === typed[state.step - 1]) return;
    box.value = text;
    reads(text);
  });

  function choose(what) {
    chosen = { ...chosen, ...what };
    if (now().shows === "equation") ask();
    else show();
  }

  function ask() {
    if (state.page !== "lesson" || state.model === null) return;
    press();
    const text = typed[state.step - 1];
    const against = now().examples.find((example) => example !== text) ?? ""; // what it is compared with
    answer({
      step: state.step, shows: now().shows, text, model: reader(), against,
      word: NOBODY, unit: NOBODY, reader: "", ...chosen,
    });
  }

  function deliver(value, { step: asked, against }) {
    if (asked !== state.step) return;
    live.dataset.state = value.kind;
    live.dataset.step = asked;
    live.ariaBusy = null;
    if (value.kind === "message") return say([value.title, ...value.details]);
    shown = { ...value, against, picture: value.reading && pictureOf(value.reading) };
    stage.playAt((playhead = null));
    playing.stop();
    show();
  }

  // The answer, as it is to be seen now.
  function show() {
    press();
    if (!shown) return;
    const { sum } = now();
    const { picture, mirror: image, equation } = shown;
    const isRead = Boolean(picture?.words.length);
    stage.element.hidden = !isRead || Boolean(shown.reach);
    reach.element.hidden = !shown.reach;
    ladder.element.hidden = !shown.ladder;
    if (!stage.element.hidden) {
      const seen = mirrored && image ? pictureOf(image.reading) : picture;
      stage.show({ ...seen, alternative: alternativeOf(seen, read.alternative) });
      stage.pin(pinned());
    }
    playing.show();
    if (shown.ladder) ladder.show(shown.ladder);
    if (shown.reach) showReach();
    const equations = [
      equation && tell.cellRow(equation, picture, texts, read.sentences),
      isRead && sum !== undefined && tell.headRow(verdictOf(picture, read.verdict), sum),
    ];
    rows.replaceChildren(...equations.filter(Boolean).map(row));
    say(picture ? (isRead ? sentencesOf() : [formFor(read.empty, picture.readers)]) : []);
    model.textContent = picture ? modelLine(picture, read.models) : "";
  }

  function pinned() {
    const { equation, contrast, picture } = shown;
    const { word = null } = chosen;
    if (equation) return equation.word;
    if (contrast) return tell.contrastPlace(contrast, picture, word, now().at);
    return mirrored ? null : word;
  }

  function showReach() {
    const words = shown.picture.words.map(({ word }) => word);
    width = live.clientWidth;
    const chart = reachChart(shown.reach, words, Math.max(200, width / letterScale() - 62));
    reach.show(chart, tell.reachSentences(shown.reach, words, texts));
  }

  function sentencesOf() {
    const { picture, mirror: image, contrast, equation, against } = shown;
    const { shows, sum } = now();
    if (image) return [tell.mirrorSentence(picture.logit, image, texts)];
    if (contrast) return tell.contrastSentences(contrast, picture, pinned(), against, texts, read.sentences);
    if (shows === "equation") return equation ? [] : [texts.gates];
    if (shows !== "reading" || sum !== undefined) return [];
    const { arrows } = read.stage;
    return picture.readers.map((name) => `${arrows[name]} ${readerSentence(picture, name, read.sentences)}`);
  }

  function say(lines) {
    sentences.replaceChildren(...lines.map((line) => make("p.said", line)));
  }

  function row({ title, equation, terms }) {
    const sum = make("p.sum");
    sumIn(sum, terms);
    return make("div.equation", make("p.of", make("b", title), make("span", equation)), sum);
  }

  write();
  onPage("lesson", ["step", "model"], step);
  const resized = () => live.clientWidth && Math.abs(live.clientWidth - width) > 20; // more than a scroll bar
  new ResizeObserver(() => shown?.reach && resized() && showReach()).observe(live);
  return { element };
}
