// What the lesson shows of the model that guesses words: the network with its outputs, and a table of how
// well words of test reviews are guessed from each side.
import { make } from "../lib/dom.js";
import { candidateOf, chosenSentence, wholeSentence } from "../lib/guesses.js";
import { share, thousands } from "../lib/numbers.js";
import { outputsOf } from "../lib/outputs.js";
import { table as tableOf } from "../lib/table.js";
import { fill } from "../lib/texts.js";

// texts: `directions` of LESSON. ofGuesses: GUESS. stage: of the lesson. hides(word): called when a word is
// pressed.
export function lessonGuesses(texts, ofGuesses, stage, hides) {
  const table = make("section.directions");

  // guessed: of guessesOf() in lib/guesses.js, with words.
  function show(guessed) {
    const { word } = guessed.chosen;
    stage.show(outputsOf(guessed, word, candidateOf(guessed, null), ofGuesses));
    stage.pin(word + stage.value.before);
    stage.reveal(word + stage.value.before + 1); // with the memories beside it
    stage.reveal(word + stage.value.before - 1);
  }

  // A column of the stage; the marks of a text's ends cannot be guessed.
  function press({ words }, column) {
    const word = column - stage.value.before;
    if (words[word]) hides(word);
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

  return { table, show, press, sentences, measure };
}
