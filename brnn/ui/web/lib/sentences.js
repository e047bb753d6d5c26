// A reading in words: the facts come from its numbers, the wording from the texts.
import { labelOf, mapped, percent, sigmoid, signed } from "./numbers.js";
import { total } from "./reading.js";
import { counted, countOf, fill, formFor, inWords, isolated, isWord, knownOf } from "./texts.js";

// The verdict: label, probability, and the sum with the terms as printed. texts: VERDICT of texts/read.py.
// Where the model has little reason for it, `doubt` says so, { title, reason }; otherwise it is null.
// Without a word to read there is a message instead: { title, details }.
export function verdictOf({ words, readers, printed, bias, logit, remainder, doubt }, texts) {
  if (!words.length) {
    const { title, details } = texts.nothing;
    return { title, details: [fill(details, { bias: signed(bias) })] };
  }
  const ends = readers.map((reader) => total(printed[reader], reader)); // they add up with the bias
  const terms = [...ends, bias].map((value, i) => ({
    value: signed(value), arrow: texts.arrows[readers[i]] ?? "",
    name: texts.readers[readers[i]] ?? texts.bias,
  }));
  const probability = sigmoid(logit);
  const sign = labelOf(logit);
  const sure = Math.max(probability, 1 - probability);
  const { below, labels, note } = texts.barely;
  const label = (sure < below ? labels : texts.labels)[sign];
  const shown = percent(sure);
  const values = { known: knownOf(words), words: counted(texts.doubt.words, countOf(words)) };
  const reason = doubt && fill(texts.doubt.reasons[doubt], values);
  return {
    sign, label, probability, percent: shown, of: texts.of[sign], terms,
    total: { arrow: "=", value: signed(logit), name: texts.total },
    doubt: reason && { title: texts.doubt.title, reason },
    note: sure < below ? fill(note, { percent: percent(below) }) : formFor(texts.note, readers),
    check: fill(texts.check, { logit: precise(logit), gap: Math.abs(remainder).toExponential(0) }),
    spoken: fill(reason ? texts.doubt.spoken : texts.spoken, { label, percent: shown, reason }),
  };
}

export const precise = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(6)}`;

// What a reader did with a text: on which side of its average it mostly was and where it ends, which
// word moved its evidence most (log-odds) and at which its memory changed most (Euclidean distance).
// The text must have a word. texts: SENTENCES of brnn/ui/texts/read.py.
export function readerSentence({ words, added, steps, printed, movement, courses }, reader, texts) {
  const places = [...words.keys()]; // in the reader's own order
  if (reader === "backward") places.reverse();
  const named = { reader: texts.readers[reader], total: signed(total(printed[reader], reader)) };
  if (words.length === 1) return fill(texts.courses.one, { ...named, word: quoted(words, 0, texts) });
  const course = courses[reader];
  const furthest = (values) => (best, at) => (Math.abs(values[at]) > Math.abs(values[best]) ? at : best);
  const strongest = places.reduce(furthest(added[reader]));
  const changed = places.reduce(furthest(movement[reader]));
  return fill(changed === strongest ? texts.movesBoth : texts.moves, {
    course: courseSentence(course, words, places, named, texts),
    word: quoted(words, strongest, texts),
    step: signed(steps[reader][strongest]),
    other: quoted(words, changed, texts),
  });
}

function courseSentence(course, words, places, named, texts) {
  const count = countOf(words);
  if (!course || !count) return fill(texts.courses.unknown, named);
  const { sign, word, same, end, most } = course;
  if (most < texts.margin) return fill(texts.courses.flat, { ...named, most: most.toFixed(2) });
  const side = Math.sign(end) || 1;
  const mostly = Math.sign(2 * same - count) * side; // 0: as many words on either side
  const first = places.findIndex((place) => isWord(words[place].word));
  const throughout = places.indexOf(word) <= first;
  const form = throughout ? "throughout" : mostly === side ? "mostly" : mostly ? "late" : "even";
  const at = quoted(words, word, texts);
  return fill(texts.courses[sign ? form : `${form}Undecided`], {
    ...named, side: texts.sides[side], other: texts.sides[-side], crosses: texts.crosses[side],
    word: word === places.at(-1) ? fill(texts.lastWord, { word: at }) : at,
    count: Math.max(same, count - same), words: count,
    end: `${Math.abs(end).toFixed(2)} ${texts.sides[side]}`,
  });
}

// A word in quotation marks, harmless, with its place where it stands more than once.
export function quoted(words, place, texts) {
  const { word } = words[place];
  const once = words.filter((other) => other.word === word).length === 1;
  const before = countOf(words.slice(0, place + 1));
  const form = once || !before ? texts.quoted : isWord(word) ? texts.placed : texts.placedMark;
  return fill(form, { word: isolated(word), place: before });
}

// A description of the stage for screen readers. texts: READ.
export function alternativeOf({ readers, printed, settings, words }, texts) {
  const ends = mapped(printed, (values, reader) => signed(total(values, reader)));
  const named = { words: inWords(words, texts), units: settings.units, ...ends };
  return fill(formFor(texts.alternative, readers), named);
}
