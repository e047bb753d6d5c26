// The Guess page: a word is hidden. The readers guess it from the words before it, from those after it, and
// both together.
//
// Its text is its own, `state.guess.text`. No reader has read the word that it guesses, so hiding a word only
// means choosing it.
import { make, speak, write } from "../lib/dom.js";
import * as tell from "../lib/guesses.js";
import { thousands } from "../lib/numbers.js";
import { latest } from "../lib/server.js";
import { on, onPage, set, state, take, usual } from "../lib/store.js";
import { fill, isolated } from "../lib/texts.js";
import { player } from "../stage/player.js";
import { Stage } from "../stage/stage.js";
import { columns } from "./guess/columns.js";
import { guessFirst } from "./guess/first.js";
import { showOutputs, wordAt } from "./guess/network.js";
import { strips } from "./guess/strips.js";

// texts: GUESS of brnn/ui/texts/guess.py. ofStage: STAGE of brnn/ui/texts/read.py.
export function guessPage(texts, ofStage) {
  const [{ text: first }] = texts.examples;
  let answer = null; // the newest one, what the page uses of it, and the text that it is about
  let picture = null;
  let about = null;
  let drawn = null; // the picture whose guesses stand in the columns
  let asked = null; // the newest question
  let seen = null; // the text and the word that are not covered any more

  const text = () => state.guess.text ?? first;
  const change = (what) => set({ guess: { ...state.guess, ...what } });
  const own = (typed) => (typed === first ? null : typed); // as `guess` of store.js holds it
  const choose = (word) => change({ word, candidate: null });
  // Of the word that is hidden: the server's choice as long as there is no other.
  const place = () => (about === text() ? state.guess.word : null) ?? picture?.chosen?.word ?? 0;
  const riddleOf = () => JSON.stringify([text(), place()]);
  const isCovered = () => state.guess.covered && seen !== riddleOf();

  const box = make("textarea", {
    id: "guess-text", rows: 3, dir: "auto", spellcheck: false, placeholder: texts.placeholder,
    oninput: () => reads(box.value),
  });
  const examples = texts.examples.map(({ name, text: example }) => make("button", {
    value: example,
    onclick: () => {
      const { covered, view: seenAs } = state.guess;
      take({ guess: { ...usual.guess, text: own(example), covered, view: seenAs } });
    },
  }, name));
  const line = strips(texts, { chosen: choose, lit: light });
  const stage = new Stage(ofStage, {
    lit: (column) => stage.value && light(wordAt(stage, column, picture)),
    word: (column) => {
      const word = wordAt(stage, column, picture);
      if (word !== null) choose(word);
    },
  });
  const view = make("button.quiet", {
    onclick: () => change({ view: state.guess.view === "network" ? "bars" : "network" }),
  });
  const titled = make("span");
  const key = make("p.note.key");
  const guesses = columns(texts, (candidate) => change({ candidate }));
  const riddle = guessFirst(texts.first, {
    turns: () => ((seen = null), change({ covered: !state.guess.covered })),
    uncovers: () => ((seen = riddleOf()), show()),
  });
  const playing = player(texts.play, {
    page: "guess", keys: true, first: 1, pace: 900, fresh: () => state.guess.word === null,
    words: () => picture?.words.length ?? 0,
    at: () => place() + 1,
    move: (to) => choose((to ?? picture.words.length) - 1),
  });
  const said = make("p.note.message", { role: "status" }, texts.loading);
  const told = make("p.told");
  const cut = make("p.note", { hidden: true });
  const hidden = make("p.said.hidden-word");
  const whole = make("p.said");
  const bold = make("p.note");
  const sayings = make("div.sayings", hidden, whole, bold, make("p.note", texts.softmax));
  const figure = make(
    "section.guessing", { hidden: true, "aria-label": texts.guesses },
    make("h2", titled, make("span.tools", view)), key,
    line.element, stage.element, told, cut, make("div.controls", playing.element, riddle.toggle),
    make("h2", texts.guesses), riddle.form, riddle.said, guesses.element,
  );
  const element = make(
    "div.page", { id: "guess" },
    make(
      "div.writing", make("label", { for: "guess-text" }, texts.text), box,
      make("div.examples", { role: "group", "aria-label": texts.examplesLabel }, examples), said,
    ),
    figure, sayings,
  );
  const ask = latest("guess", deliver);

  // A blank that is typed is what one wants to see guessed; otherwise the word that is hidden stays so.
  function reads(typed) {
    change({ text: own(typed), word: /__/.test(typed) ? null : state.guess.word, candidate: null });
  }

  function refresh() {
    if (box.value !== text()) box.value = text();
    for (const button of examples) button.ariaPressed = button.value === text();
    look();
    const { word } = state.guess;
    const question = { text: text(), ...(word !== null && { word }) };
    if (asked === JSON.stringify(question)) return show();
    asked = JSON.stringify(question);
    if (picture?.chosen && about === text()) hide(place()); // at once
    ask(question);
  }

  function deliver(found, { text: read, word }) {
    if (found.kind !== "guesses") {
      asked = null;
      write(said, [found.title, ...found.details].join(". "));
      if (!found.lost) figure.hidden = sayings.hidden = true;
      return;
    }
    const same = about === read;
    [answer, picture, about] = [found, tell.guessesOf(found), read];
    if (!same) playing.stop();
    const there = picture.chosen !== null;
    figure.hidden = sayings.hidden = !there;
    write(said, there ? "" : texts.empty);
    if (!there) return playing.show();
    if (!same) line.show(picture);
    write(cut, picture.cut ? fill(texts.cut, { count: thousands(picture.words.length) }) : "");
    if (word !== undefined && picture.chosen.word !== word && state.guess.word === word) choose(null);
    show();
  }

  function look() {
    const drawn = state.guess.view === "network";
    view.textContent = texts.views[state.guess.view];
    titled.textContent = drawn ? texts.outputs : texts.surprise;
    key.textContent = drawn ? texts.outputsKey : fill(texts.key, { most: tell.MOST_BITS });
    line.element.hidden = drawn;
    stage.element.hidden = !drawn;
  }

  // What is hidden, before its guesses have come.
  function hide(word) {
    line.press(word, isCovered());
    element.classList.toggle("awaiting", picture.chosen.word !== word); // its guesses are on their way
    if (state.guess.view === "network") draw(word);
    light(null);
    playing.show();
  }

  function draw(word) {
    const candidate = isCovered() ? null : tell.candidateOf(picture, state.guess.candidate);
    showOutputs(stage, picture, word, candidate, texts);
  }

  function show() {
    if (!picture?.chosen) return;
    hide(place());
    if (picture.chosen.word !== place()) return;
    if (drawn !== picture) guesses.show(picture);
    drawn = picture;
    const covered = isCovered();
    element.classList.toggle("covered", covered && !picture.words[place()].blank);
    riddle.show(picture, covered, state.guess.covered, texts);
    guesses.element.hidden = hidden.hidden = covered;
    guesses.press(tell.candidateOf(picture, state.guess.candidate));
    hidden.textContent = tell.chosenSentence(picture, texts);
    write(bold, picture.chosen.truth[picture.heads[0]] ? texts.bold : "");
    write(whole, tell.wholeSentence(picture, texts));
    if (!covered && riddle.said.hidden) speak(hidden.textContent, hidden);
    figure.dataset.shown = about;
  }

  // The word under the pointer, or else the hidden one, in numbers.
  function light(word) {
    if (!picture?.words.length) return;
    line.light(word);
    stage.light(word === null ? null : word + (stage.value?.before ?? 0));
    const at = word ?? place();
    const found = picture.words[at];
    if (!found) return;
    const name = at === place() ? texts.hidden : isolated(found.word);
    told.textContent = fill(texts.told, { word: name, bits: tell.bitsIn(found, picture.heads, texts) });
  }

  onPage("guess", ["guess", "guesses"], refresh);

  const shown = () => {
    const there = picture?.chosen && !figure.hidden && !isCovered();
    return { table: there ? tell.guessTable(picture) : null, data: there ? answer : null };
  };
  return { element, shown };
}
