// Guesses → the network as a stage draws it, with an output at every word. Pure functions.
//
// A reader's state after a word speaks for the next word that it reads: it has not read that one yet.
import { bitsIn, columnOf, widest } from "./guesses.js";
import { mapped, percent, signed } from "./numbers.js";
import { beyond } from "./scalebar.js";
import { fill, label } from "./texts.js";

const MOST = 12; // nats that have the strongest colour in every text: what two readings share looks the same

// picture: of guessesOf() in lib/guesses.js. at: the word that is hidden. candidate: the word whose sum is
// shown in its place. texts: GUESS of brnn/ui/texts/guess.py. Returns the picture for a stage; where the
// marks of a text's ends are read, they are its first and last word.
//
//   before   the column of the first word
//   says     { values, told, spoken } by reader, what each state says: its colour, of which the scale ends
//            at −1 and 1, a number, a text
//   tips     what a tip says of each column
//   outputs  of each column: { lines, hidden }, what is written in its box; null: there is none
export function outputsOf(picture, at, candidate, texts) {
  const { words, heads, said, marks: [begins, ends], chosen } = picture;
  const head = widest(heads);
  const found = chosen.word === at && columnOf(chosen, head).find(({ word }) => word === candidate);
  const before = Number(begins);
  const mark = (name) => ({ label: texts.marks[name], word: texts.marks[name], unknown: false });
  const blank = { label: texts.blank, word: texts.blank, unknown: false };
  const columns = [
    ...(begins ? [mark("begin")] : []),
    ...words.map((word, i) => (i === at || word.blank ? blank : word)),
    ...(ends ? [mark("end")] : []),
  ];
  // The word that a reader's state in a column speaks for.
  const wordFor = (reader, i) => i - before + (reader === "forward" ? 1 : -1);
  const terms = mapped(said, (values, reader) => columns.map((_, i) => {
    const word = wordFor(reader, i);
    const value = word === at ? found?.[reader] : values[word];
    return Number.isFinite(value) ? value : null;
  }));
  const named = (word) => label(word === at ? found.word : words[word].word);
  const spoken = mapped(terms, (values, reader) => values.map((value, i) => (
    value !== null && fill(texts.says, { value: signed(value), word: named(wordFor(reader, i)) })
  )));
  const outputs = columns.map((_, i) => {
    const { [i - before]: word } = words;
    if (!word) return null;
    if (i - before === at) {
      const lines = found ? [found.word, percent(found.probability)] : [texts.blank];
      return { hidden: true, lines };
    }
    return { hidden: false, lines: [word.bits ? percent(2 ** -word.bits[head]) : texts.unmeasured] };
  });
  return {
    text: picture.text, words: columns, readers: Object.keys(said), before, outputs,
    says: {
      values: mapped(terms, (values) => values.map((value) => (value ?? 0) / MOST)),
      told: mapped(terms, (values) => values.map((value) => value !== null && signed(value))),
      spoken,
    },
    tips: columns.map((_, i) => (words[i - before] ? bitsIn(words[i - before], heads, texts) : "")),
    view: "network", nodes: texts.nodes, held: { name: texts.held, ends: beyond(MOST), unit: texts.nats },
    lanes: { values: {}, names: texts.lanes },
    alternative: fill(texts.network, { words: words.length }),
  };
}
