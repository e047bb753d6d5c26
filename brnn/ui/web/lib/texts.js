// Texts with their placeholders filled in, and words of a visitor as labels: bounded and harmless. They
// become text nodes, so nothing is escaped.
import { thousands } from "./numbers.js";

// "{count} words" with { count: 3 } → "3 words"
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// The form for a number of things, filled in; "2" is the one for several.
export function counted(forms, count, values = {}) {
  return fill(forms[count] ?? forms[2], { count: thousands(count), ...values });
}

// Whether people would count it as a word: a punctuation mark they do not (see brnn/text/words.py).
export const isWord = (word) => /[\p{L}\p{N}\p{M}\p{So}]/u.test(word);

// How many words there are among those that a model reads, { word } each.
export const countOf = (words) => words.filter(({ word }) => isWord(word)).length;

// "7 words". texts: with `wordCount`.
export const inWords = (words, { wordCount }) => counted(wordCount, countOf(words));

export const knownOf = (words) => words.filter(({ word, unknown }) => isWord(word) && !unknown).length;

export const unknownOf = (words) => words.filter(({ unknown }) => unknown).length;

// Where a word or a mark stands. texts: { placed, mark }, with {place} and {words}.
export function placeOf(words, at, { placed, mark }) {
  const place = countOf(words.slice(0, at + 1));
  return fill(isWord(words[at].word) ? placed : mark, { place, words: countOf(words) });
}

// Of the forms { both, one } or { both, forward, backward } of a text, the one for these readers.
export function formFor(forms, readers) {
  return readers.length > 1 ? forms.both : (forms.one ?? forms[readers[0]]);
}

const MOST_LETTERS = 14;
// Control characters, and marks that would turn the writing direction of the labels beside them;
// not the joiners, with which emoji and several scripts are written.
const HARMFUL = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function label(word, letters = MOST_LETTERS) {
  const all = [...word];
  const shown = all.length <= letters ? all : [...all.slice(0, letters - 1), "…"];
  return shown.join("").replace(HARMFUL, "�");
}

// A word within a sentence: bounded, and kept from turning the direction of the words around it.
export function isolated(word, letters = 24) {
  return `\u2068${label(word, letters)}\u2069`;
}

export function modelName(name, texts) {
  return texts.names[name] ?? name;
}

// How much a model reads of a text. limits: { words, marks }, without and with punctuation.
export function limitOf({ max_words: limit, punctuation }, limits) {
  return fill(punctuation ? limits.marks : limits.words, { limit: thousands(limit) });
}

// One line on what is reading. picture: of lib/reading.js. texts: MODELS of brnn/ui/texts/read.py.
export function modelLine({ model, settings }, texts) {
  return fill(texts.line, {
    name: modelName(model, texts),
    readers: texts.readers[settings.direction],
    cell: texts.cells[settings.cell],
    units: settings.units,
    vocabulary: thousands(settings.vocabulary_size),
    end: texts.ends[settings.keep],
    limit: limitOf(settings, texts.limits),
  });
}

// Lone halves of surrogate pairs come back from the server as U+FFFD, of the same length.
export function sameText(one, other) {
  return one === other || one === other.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
