// Guesses → the network as a stage draws it, with an output at every word. Pure functions.
//
// A reader's state after a word speaks for the next word that it reads: it has not read that one yet.
import { bitsIn, columnOf, scoreOf, widest } from "./guesses.js";
import { mapped, percent, short, signed } from "./numbers.js";
import { beyond } from "./scalebar.js";
import { fill, inWords, label } from "./texts.js";

const HEADS = { forward: "past", backward: "future" };
const MOST = 12; // nats that have the strongest colour in every text: what two readings share looks the same

// picture: of guessesOf() in lib/guesses.js. at: the word that is hidden. candidate: the word whose sum is
// shown in its place. texts: GUESS of brnn/ui/texts/guess.py. alone: whether a state has the probability that
// its reader gives to the word by itself, and for a blank its best guess; else it has its term of the sum.
// Returns the picture for a stage; where the marks of a text's ends are read, they are its ends.
//
//   before   the column of the first word
//   says     { values, told, spoken } by reader, what each state says: its colour, of which the scale ends
//            at −1 and 1, what is written in it, a text or several lines, and what is said
//            of it
//   tips     what a tip says of each column
//   outputs  of each column: { lines, hidden }, what is written in its box; null: there is none
export function outputsOf(picture, at, candidate, texts, alone = false) {
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
  // What a state says: its colour, its number, what is written of it, and of which word; null: nothing.
  const term = (reader, word) => {
    const value = word === at ? found?.[reader] : said[reader][word];
    if (!Number.isFinite(value)) return null;
    const terms = word === at ? scoreOf(found, head, texts) : []; // as printed, so that they add up
    const printed = terms.find((one) => one.of === reader)?.value ?? signed(value);
    const of = word === at ? found.word : words[word].word;
    return { colour: value / MOST, value: printed, told: short(printed), of };
  };
  const guess = (reader, word) => {
    const { bits, word: of } = words[word] ?? {};
    const best = word === chosen.word && chosen.candidates[HEADS[reader]][0];
    if (!bits && !best) return null;
    const probability = bits ? 2 ** -bits[HEADS[reader]] : best.probability;
    const value = percent(probability);
    if (bits) return { colour: probability, value, told: value, of };
    return { colour: probability, value, told: [label(best.word), value], of: best.word };
  };
  const says = mapped(said, (_, reader) => (
    columns.map((_, i) => (alone ? guess : term)(reader, wordFor(reader, i)))
  ));
  const each = (made) => mapped(says, (all) => all.map((one) => one && made(one)));
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
      values: each(({ colour }) => colour),
      told: each(({ told }) => told),
      spoken: each(({ value, of }) => fill(texts.says, { value, word: label(of) })),
    },
    tips: columns.map((_, i) => {
      const { [i - before]: word } = words;
      if (!word) return "";
      return i - before === at && candidate === null ? texts.covered : bitsIn(word, heads, texts);
    }),
    view: "network", nodes: texts.nodes, held: alone
      ? { name: texts.alone, ends: ["0%", "100%"], from: 0 }
      : { name: texts.held, ends: beyond(MOST), unit: texts.nats },
    lanes: { values: {}, names: texts.lanes },
    alternative: fill(texts.network, { words: inWords(words, texts) }),
  };
}
