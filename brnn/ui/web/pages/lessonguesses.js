// What the lesson shows of the model that guesses words: the network with its outputs, and a table of how
// well words of test reviews are guessed from each side.
import { make } from "../lib/dom.js";
import {
  candidateIn, candidateOf, chosenSentence, scoreOf, wholeSentence, widest,
} from "../lib/guesses.js";
import { share, thousands } from "../lib/numbers.js";
import { table as tableOf } from "../lib/table.js";
import { fill } from "../lib/texts.js";
import { showOutputs, wordAt } from "./guess/network.js";

// texts: `directions` of LESSON. ofGuesses: GUESS. stage: of the lesson. hides(word): called when a word is
// pressed.
export function lessonGuesses(texts, ofGuesses, stage, hides) {
  const table = make("section.directions");

  // guessed: of guessesOf() in lib/guesses.js, with words. alone: see lib/outputs.js.
  function show(guessed, alone) {
    showOutputs(stage, guessed, guessed.chosen.word, candidateOf(guessed, null), ofGuesses, alone);
  }

  // The sum behind the guess in the box of the hidden word.
  function sumOf(guessed, equation) {
    const head = widest(guessed.heads);
    const candidate = candidateIn(guessed.chosen, head, candidateOf(guessed, null));
    return { title: candidate.word, equation, terms: scoreOf(candidate, head, ofGuesses) };
  }

  function press(guessed, column) {
    const word = wordAt(stage, column, guessed);
    if (word !== null) hides(word);
  }

  const sentences = (guessed) => (guessed.chosen
    ? [chosenSentence(guessed, ofGuesses), wholeSentence(guessed, ofGuesses)]
    : [ofGuesses.empty]);

  // directions: see brnn/ui/answers/lesson.py; null: there is nothing to show.
  function measure(directions) {
    const { title, head, rows, caption } = texts;
    const there = directions && Object.values(directions.rows).every(({ top1 }) => top1 !== null);
    const cells = ({ top1, top5, perplexity }) => [share(top1), share(top5), perplexity.toFixed(1)];
    const body = there && Object.entries(rows).map(([name, row]) => (
      { cells: [row, ...cells(directions.rows[name])] }
    ));
    table.replaceChildren(...(there ? [
      make("h3", title), tableOf(title, head, body),
      make("p.note", fill(caption, { n: thousands(directions.n) })),
    ] : []));
    table.hidden = !there;
  }

  return { table, show, sumOf, press, sentences, measure };
}
