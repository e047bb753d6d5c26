// The answer to "compare" → three pictures on the same axes, the sum of the difference, and sentences about
// it. B minus A throughout. Pure functions. texts: COMPARE of brnn/ui/texts/compare.py.
import { columnsFor, evidenceAxis } from "./layout.js";
import { addUp, labelOf, mapped, rounded, signed, sum, unpack } from "./numbers.js";
import { pictureOf } from "./reading.js";
import { alternativeOf, quoted } from "./sentences.js";
import { countOf, fill, inWords, label } from "./texts.js";

const PAIR_LETTERS = 40; // of two words in one column
const SEEN = { side: 6, pair: 10 }; // of these, letters that must be seen for words to lie
const NOWHERE = -1;

// Returns { sides, difference, rows }: the pictures of A and B and of B minus A, null if neither has
// a word, for the stage; and for each row of the difference { places: [word of A, of B], same }.
// reading: READ of brnn/ui/texts/read.py.
export function compared(answer, texts, reading) {
  const { before, after, kinds } = answer;
  const rows = kinds.map((kind, i) => ({ places: [before[i], after[i]], same: kind === "same" }));
  const sides = sideBySide(answer.sides.map(pictureOf), texts, reading);
  return { sides, rows, difference: rows.length ? differenceOf(answer, sides, rows, texts) : null };
}

// Two readings in the same rows, columns and range: a reader that one lacks is named there.
function sideBySide(pictures, texts, reading) {
  const readers = new Set(pictures.flatMap((picture) => picture.readers));
  const { range } = evidenceAxis(pictures.flatMap(({ evidence }) => Object.values(evidence)));
  const labels = pictures.map(({ words }) => labelsOf(words));
  const measured = (width) => widest(labels, width, SEEN.side);
  return pictures.map((picture) => {
    const missing = [...readers].filter((reader) => !picture.readers.includes(reader));
    const titles = Object.fromEntries(missing.map((reader) => [reader, texts.missing[reader]]));
    const alternative = alternativeOf(picture, reading);
    return { ...picture, missing, titles, range, measured, alternative };
  });
}

function differenceOf({ added: packed, logit }, sides, rows, texts) {
  const readers = Object.keys(packed);
  const added = mapped(packed, (values) => unpack(values));
  const bars = rows.map((_, i) => sumAt(added, i));
  const words = rows.map((row) => {
    const word = nameOf(row, sides);
    return { word, label: label(word, PAIR_LETTERS), unknown: false, same: row.same };
  });
  const same = countOf(words.filter((row) => row.same));
  return {
    text: JSON.stringify(sides.map(({ text }) => text)), readers, added, bars, words,
    range: evidenceAxis([bars]).range,
    measured: (width) => widest([labelsOf(words)], width, SEEN.pair),
    titles: { evidence: texts.bars }, key: same < rows.length ? texts.thin : "",
    alternative: fill(texts.alternative, { words: inWords(words, texts), same, gap: signed(logit) }),
  };
}

const labelsOf = (words) => words.map((word) => word.label);

// A row's word, or both words with a stroke between them.
function nameOf({ places, same }, sides) {
  const words = places.map((place, side) => (place === NOWHERE ? "·" : sides[side].words[place].word));
  return same ? words[0] : words.join(" / ");
}

// What a word adds for all readers together.
const sumAt = (added, word) => sum(Object.values(added).map((values) => values[word]));

// What the width of the columns is found by: as many words as in the longest text, and the longest
// word. Where words lie if they may be cut off after `letters`, that is better than standing.
function widest(texts, width, letters) {
  const all = texts.flat().sort((one, other) => other.length - one.length);
  const labels = all.slice(0, Math.max(...texts.map((text) => text.length)));
  const short = labels.map((text) => text.slice(0, letters));
  return columnsFor(short, width, 0, 0).words === "lying" ? short : labels;
}

const gapOf = ([first, second]) => rounded(second.logit) - rounded(first.logit);

// The difference of both verdicts as they are printed, so that it can be checked against them, and
// what it consists of; terms of nothing are left out: { terms, total }, each { arrow, value, name }.
export function sumOf({ sides, difference: { bars }, rows }, bias, texts) {
  const parts = { same: [], other: [], bias: bias === 0 ? [] : [bias] };
  bars.forEach((value, i) => parts[rows[i].same ? "same" : "other"].push(value));
  const names = Object.keys(parts).filter((name) => parts[name].length);
  const { terms, total } = addUp(names.map((name) => sum(parts[name])), gapOf(sides));
  return {
    terms: names.map((name, i) => ({ value: terms[i], name: texts.terms[name] })),
    total: { arrow: "=", value: total, name: texts.total },
  };
}

// How the verdicts differ, and at which word most. sentences: SENTENCES of texts/read.py.
export function sentenceOf({ sides, difference: { bars }, rows }, texts, sentences) {
  const gap = gapOf(sides);
  const [first, second] = sides.map(({ logit }) => labelOf(logit));
  const far = Math.round(Math.abs(gap) * 100) > 0; // no sentence about differences too small to print
  const more = gap > 0 === (first === "positive") ? "stronger" : "weaker";
  const said = (way, label, ...sides) => (
    fill(texts[sides.some(({ doubt }) => doubt) ? "leans" : "says"][way], { label: texts.labels[label] })
  );
  const verdicts = fill(texts.verdicts[first !== second ? "apart" : far ? more : "alike"], {
    first: said("one", first, sides[0]), second: said("one", second, sides[1]),
    both: said("both", first, ...sides), gap: signed(Math.abs(gap)).slice(1),
  });
  return far ? `${verdicts} ${mostOf(sides, bars, rows, gap, texts, sentences)}`.trim() : verdicts;
}

// The row that goes furthest in the direction of the gap, and the one that goes further against it, if any.
function mostOf(sides, bars, rows, gap, texts, sentences) {
  const along = bars.map((value) => value * Math.sign(gap));
  const [least, most] = [Math.min(...along), Math.max(...along)];
  if (rounded(most) <= 0) return "";
  const against = rows[along.indexOf(least)].places.map((place, i) => (
    place !== NOWHERE && quoted(sides[i].words, place, sentences)
  )).find(Boolean);
  const also = -least > most ? ` ${fill(texts.most.against, { word: against })}` : "";
  const { places, same } = rows[along.indexOf(most)];
  const [one, other] = places.map((place, i) => place !== NOWHERE && {
    word: quoted(sides[i].words, place, sentences), side: texts.sides[i],
    added: signed(sumAt(sides[i].added, place)),
  });
  if (!one || !other) return fill(texts.most.single, one || other) + also;
  const both = { word: one.word, other: other.word, first: one.added, second: other.added };
  return fill(texts.most[same ? "same" : "other"], both) + also;
}
