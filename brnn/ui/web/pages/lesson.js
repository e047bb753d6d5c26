// The lesson: the text of a step, a live example below it.
import { block, ladderBlock } from "../lib/block.js";
import { reachChart } from "../lib/chartvalues.js";
import { letterScale, make } from "../lib/dom.js";
import { lessonFiles } from "../lib/files.js";
import { guessesOf } from "../lib/guesses.js";
import * as tell from "../lib/lesson.js";
import { conclusions } from "../lib/metrics.js";
import { unrolled } from "../lib/network.js";
import { only, pictureOf } from "../lib/reading.js";
import { alternativeOf, readerSentence, verdictOf } from "../lib/sentences.js";
import { latest } from "../lib/server.js";
import { on, onPage, set, state, take, usual } from "../lib/store.js";
import { fill, formFor, modelLine } from "../lib/texts.js";
import { player } from "../stage/player.js";
import { Stage } from "../stage/stage.js";
import { sumIn } from "../stage/verdict.js";
import { lessonControls } from "./lessoncontrols.js";
import { lessonGuesses } from "./lessonguesses.js";
import { lessonText } from "./lessontext.js";

const NOBODY = -1; // a word or a unit that has not been chosen
const NONE = { word: null, reader: null, unit: null };

// texts: LESSON. read: READ. models: MODELS of brnn/ui/texts/models.py. ofGuesses: GUESS.
export function lessonPage(texts, read, models, ofGuesses) {
  const { steps } = texts;
  const firstExample = (step) => steps[step - 1].examples[0] ?? "";
  const typed = steps.map((_, i) => firstExample(i + 1)); // what is read in each step
  let shown = null; // the answer to "lesson", with the pictures of its readings
  let asked = null; // the newest question
  let width = 0; // pixels, to which the words below the curves were thinned out

  const choose = (what) => set({ live: { ...state.live, ...what } });
  const controls = lessonControls(texts, read.models, {
    reads,
    takes: (text) => take({ lesson: ownText(text, state.step) }),
    picks: (model) => choose({ ...NONE, model }),
    mirrors: () => choose({ mirrored: !state.live.mirrored }),
  });
  const stage = new Stage(read.stage, {
    lit: (word) => stage.light(word),
    word: (word, reader = state.live.reader) => (shown?.guessed
      ? guesses.press(shown.guessed, word)
      : choose({ word, ...(reader !== state.live.reader && { reader, unit: null }) })),
    unit: (reader, unit, word) => choose({ reader, unit, word }),
  });
  const guesses = lessonGuesses(texts.directions, ofGuesses, stage, (word) => choose({ word }));
  const playing = player(texts.play, {
    page: "lesson",
    words: () => shown?.picture?.words.length ?? 0,
    at: () => state.walk,
    move: (walk) => set({ walk }),
  });
  const reach = block();
  const ladder = ladderBlock(models, "scratch", "", conclusions);
  const rows = make("div.rows");
  const sentences = make("div.sayings", { role: "status" });
  const model = make("p.note");
  const again = make("p.again", { "aria-hidden": "true" }); // where the text above is not seen
  const live = make(
    "section.live", { "aria-label": texts.title },
    again, controls.element, stage.element, reach.element, ladder.element, guesses.table, playing.element,
    rows, sentences, model,
  );
  const told = lessonText(texts, turnTo);
  const element = make("div.page", { id: "lesson" }, make("div.slide", told.above, live), told.below);

  const answer = latest("lesson", deliver);
  const now = () => steps[state.step - 1];
  // The models to choose from in the step: those that it names, as far as they are here.
  const offered = () => (now().models ?? []).filter(([name]) => state.models.includes(name));
  // Who reads: the one that was chosen in the step, otherwise its first one, or the model of the page.
  const chosen = ([name]) => name === state.live.model;
  const reader = () => (offered().find(chosen) ?? offered()[0] ?? [state.model])[0];
  // A text as `lesson` of store.js holds it.
  const ownText = (text, step) => (text === firstExample(step) ? null : text);

  function step() {
    const within = Math.min(steps.length, Math.max(1, Math.trunc(state.step) || 1)); // links are untrusted
    if (within !== state.step) return set({ step: within });
    typed[within - 1] = state.lesson ?? firstExample(within);
    playing.stop();
    answer.forget();
    asked = null;
    live.dataset.state = "waiting";
    live.dataset.shows = now().shows;
    live.ariaBusy = true;
    write();
    set({ live: usual.live, walk: null });
    ask();
  }

  // What a clicker has chosen in a step is not kept: it goes through the step again.
  function turnTo(step) {
    const kept = typed[step - 1];
    const led = state.presenting && steps[step - 1].examples.includes(kept);
    typed[step - 1] = led ? firstExample(step) : kept;
    set({ step, lesson: ownText(typed[step - 1], step) });
  }

  // What needs no server: the words of the step and its controls.
  function write() {
    told.show();
    const place = fill(texts.of, { step: state.step, steps: steps.length });
    again.replaceChildren(make("b", place), make("span", now().look ?? now().title));
    controls.show(now(), offered());
    press();
    playing.element.hidden = !now().walk;
  }

  const press = () => controls.press(typed[state.step - 1], reader(), state.live.mirrored);

  function reads(text) {
    typed[state.step - 1] = text;
    playing.stop();
    set({ lesson: ownText(text, state.step), live: { ...state.live, ...NONE }, walk: null });
  }

  // An example, a link, or Back brings another text.
  on("lesson", (own) => {
    const text = own ?? firstExample(state.step);
    if (text !== typed[state.step - 1]) reads(text);
  });
  on("live", () => {
    ask();
    if (live.dataset.state === "lesson") show();
  });
  on("walk", (to) => {
    stage.playAt(to);
    playing.show();
  });

  // Presenting: a clicker plays what has not been played, then goes through the choices, before it leads on.
  live.addEventListener("lead", (event) => {
    const by = event.detail;
    if ((by > 0 && (playing.finish() || playing.begin())) || controls.lead(by)) event.preventDefault();
  });

  function question() {
    const { shows } = now();
    const asked = { step: state.step, shows, text: typed[state.step - 1], model: reader() };
    const { word, unit, reader: whose } = shows === "equation" ? state.live : NONE;
    if (shows === "guess") return { ...asked, ...(state.live.word !== null && { word: state.live.word }) };
    return { ...asked, word: word ?? NOBODY, unit: unit ?? NOBODY, reader: whose ?? "" };
  }

  function ask() {
    if (state.page !== "lesson" || state.model === null) return;
    press();
    const key = JSON.stringify(question());
    if (key === asked) return;
    asked = key;
    answer(question());
  }

  function deliver(value, { step: of }) {
    if (of !== state.step) return;
    const stays = value.lost && shown?.step === of; // what is seen, if it is of this step
    live.dataset.state = stays ? "lesson" : value.kind;
    live.dataset.step = of;
    live.ariaBusy = null;
    if (value.kind === "message") {
      [asked, shown] = [null, stays ? shown : null];
      say([value.title, ...value.details]);
      return !value.lost && state.live.unit !== null && choose(NONE); // a link may name one that is not there
    }
    const whole = value.reading && pictureOf(value.reading);
    const guessed = value.guess && guessesOf(value.guess);
    shown = { ...value, step: of, whole, picture: whole && only(whole, now().readers), guessed };
    const begun = playing.stop(); // before what is to be played was there
    if (begun || state.walk > (shown.picture?.words.length ?? 0)) set({ walk: null });
    show();
    if (begun) playing.begin();
  }

  // The answer, as it is to be seen now.
  function show() {
    press();
    const { sum, view } = now();
    const { whole, picture, mirror: image, equation, guessed } = shown;
    const isRead = Boolean(picture?.words.length);
    stage.element.hidden = guessed ? !guessed.chosen : !isRead || Boolean(shown.reach);
    reach.element.hidden = !shown.reach;
    ladder.element.hidden = !shown.ladder;
    guesses.measure(shown.directions);
    if (guessed?.chosen) guesses.show(guessed, sum === undefined);
    else if (!stage.element.hidden) {
      const seen = state.live.mirrored && image ? pictureOf(image.reading) : picture;
      stage.show(view === "network"
        ? unrolled(whole, read, picture.readers)
        : { ...seen, bare: Boolean(equation), alternative: alternativeOf(seen, read) });
      const { word, mirrored } = state.live;
      stage.pin(equation ? equation.word : mirrored ? null : word);
      stage.pinUnit(equation);
    }
    playing.show();
    if (shown.ladder) ladder.show(shown.ladder);
    if (shown.reach) showReach();
    const first = equation && tell.cellRow(equation, picture, texts, read.sentences);
    const summed = isRead && sum !== undefined;
    const second = summed && tell.headRow(verdictOf(picture, read.verdict), sum, view === "network");
    const third = guessed?.chosen && sum !== undefined && guesses.sumOf(guessed, sum);
    rows.replaceChildren(...[first, second, third].filter(Boolean).map(row));
    say(picture && !isRead ? [formFor(read.empty, picture.readers)] : sentencesOf());
    model.textContent = picture ? modelLine(picture, read.models) : "";
  }

  function showReach() {
    const words = shown.picture.words.map(({ word }) => word);
    width = live.clientWidth;
    const { picture: { readers }, reach: all } = shown;
    const shownReach = Object.fromEntries(readers.map((reader) => [reader, all[reader]]));
    const chart = reachChart(shownReach, words, Math.max(200, width / letterScale() - 62), texts.marks);
    reach.show(chart, tell.reachSentences(shownReach, words, texts));
  }

  function sentencesOf() {
    const { picture, mirror: image, equation, guessed } = shown;
    const { shows, sum } = now();
    if (guessed) return guesses.sentences(guessed);
    if (!picture) return [];
    if (image) return [tell.mirrorSentence(picture.logit, state.live.mirrored, image, texts)];
    if (shows === "equation") return equation ? [] : [texts.gates];
    if (shows !== "reading" || sum !== undefined) return [];
    const { arrows } = read.stage;
    return picture.readers.map((name) => `${arrows[name]} ${readerSentence(picture, name, read.sentences)}`);
  }

  const say = (lines) => sentences.replaceChildren(...lines.map((line) => make("p.said", line)));

  function row({ title, equation, terms }) {
    const sum = make("p.sum");
    sumIn(sum, terms);
    const written = equation.split(/([→←])/).map((part, i) => (i % 2 ? make("sup", part) : part));
    const of = make("p.of", make("b", title), make("span", written));
    return make("div.equation", of, terms.length > 0 && sum);
  }

  write();
  onPage("lesson", ["step", "model"], step);
  const resized = () => live.clientWidth && Math.abs(live.clientWidth - width) > 20; // more than a scroll bar
  new ResizeObserver(() => shown?.reach && resized() && showReach()).observe(live);

  const toSave = () => (live.dataset.state === "lesson"
    ? lessonFiles(shown, state.live.mirrored, { step: state.step, title: now().title })
    : { table: null, data: null });
  return { element, shown: toSave };
}
