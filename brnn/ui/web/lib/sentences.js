// Sentences about a reading: the facts come from its numbers, the wording from the texts.
import { signed } from "./numbers.js";
import { total } from "./reading.js";
import { fill, formFor, isolated } from "./texts.js";

// One sentence on what a reader did with a text: on which side it ends and since when, which word
// moved its evidence most (log-odds) and at which its memory changed most (Euclidean distance).
// The text must have a word. texts: SENTENCES of brnn/ui/texts/read.py.
export function readerSentence({ words, added, evidence, movement, turns }, reader, texts) {
  const places = [...words.keys()]; // in the reader's own order
  if (reader === "backward") places.reverse();
  const named = { reader: texts.readers[reader], total: signed(total(evidence[reader], reader)) };
  if (words.length === 1) return fill(texts.turns.one, { ...named, word: quoted(words, 0, texts) });
  const turn = turns[reader];
  const furthest = (values) => (best, at) => (Math.abs(values[at]) > Math.abs(values[best]) ? at : best);
  const strongest = places.reduce(furthest(added[reader]));
  const changed = places.reduce(furthest(movement[reader]));
  return fill(changed === strongest ? texts.movesBoth : texts.moves, {
    turn: fill(texts.turns[formOf(turn, places)], {
      ...named, sign: texts.signs[turn?.sign], word: turn?.sign && quoted(words, turn.word, texts),
    }),
    word: quoted(words, strongest, texts),
    step: signed(added[reader][strongest]),
    other: quoted(words, changed, texts),
  });
}

function formOf(turn, places) {
  if (!turn) return "unknown";
  if (!turn.sign) return "undecided";
  return { [places[0]]: "first", [places.at(-1)]: "last" }[turn.word] ?? "middle";
}

// A word in quotation marks, harmless, with its place where it stands more than once.
export function quoted(words, place, texts) {
  const { word } = words[place];
  const once = words.filter((other) => other.word === word).length === 1;
  return fill(once ? texts.quoted : texts.placed, { word: isolated(word), place: place + 1 });
}

// A description of the stage for screen readers. texts: `alternative` of READ.
export function alternativeOf({ readers, evidence, settings, words }, texts) {
  const ends = readers.map((reader) => [reader, signed(total(evidence[reader], reader))]);
  const values = { words: words.length, units: settings.units, ...Object.fromEntries(ends) };
  return fill(formFor(texts, readers), values);
}
