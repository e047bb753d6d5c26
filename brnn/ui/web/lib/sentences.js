// Sentences about a reading: the facts come from its numbers, the wording from the texts.
import { fill } from "./dom.js";
import { isolated } from "./labels.js";
import { signed } from "./numbers.js";
import { formFor, total } from "./reading.js";

// One sentence on what a reader did with a text: on which side it ends and since when, which word
// moved its evidence most (log-odds) and at which its memory changed most (Euclidean distance).
// The text must have a word. texts: SENTENCES of brnn/ui/texts/read.py.
export function readerSentence(picture, reader, texts) {
  const { words, added, movement } = picture;
  const ending = signed(total(picture.evidence[reader], reader));
  if (words.length === 1) {
    return fill(texts.turns.one, { reader, word: quoted(words, 0, texts), total: ending });
  }
  const places = [...words.keys()];
  if (reader === "backward") places.reverse();
  const strongest = furthest(added[reader], places);
  const changed = furthest(movement[reader], places);
  return fill(changed === strongest ? texts.movesBoth : texts.moves, {
    turn: turnOf(picture, reader, places, ending, texts),
    word: quoted(words, strongest, texts),
    step: signed(added[reader][strongest]),
    other: quoted(words, changed, texts),
  });
}

// places: the words in the reader's own order.
function turnOf({ words, turns }, reader, places, ending, texts) {
  const turn = turns[reader];
  if (!turn) return fill(texts.turns.unknown, { reader, total: ending });
  if (!turn.sign) return fill(texts.turns.undecided, { reader });
  const form = { [places[0]]: "first", [places.at(-1)]: "last" }[turn.word] ?? "middle";
  const word = quoted(words, turn.word, texts);
  return fill(texts.turns[form], { reader, sign: texts.signs[turn.sign], word });
}

// The first place, in this order, at which a value is furthest from zero.
function furthest(values, places) {
  return places.reduce((best, at) => (Math.abs(values[at]) > Math.abs(values[best]) ? at : best));
}

// A word in quotation marks, harmless, with its place where it stands more than once.
export function quoted(words, place, texts) {
  const { word } = words[place];
  const once = words.filter((other) => other.word === word).length === 1;
  return fill(once ? texts.quoted : texts.placed, { word: isolated(word), place: place + 1 });
}

// A description of the stage for screen readers. texts: `alternative` of READ.
export function alternativeOf(picture, texts) {
  const { readers, evidence, settings, words } = picture;
  const ends = readers.map((reader) => [reader, signed(total(evidence[reader], reader))]);
  const values = { words: words.length, units: settings.units, ...Object.fromEntries(ends) };
  return fill(formFor(texts, readers), values);
}
