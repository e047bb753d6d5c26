// The answer to "guess" (see brnn/ui/answers/guess.py) → what is drawn and written of it. Pure functions.
// texts: GUESS of brnn/ui/texts/guess.py.
import { addUp, mapped, ordinal, percent, rows, sum, unpack } from "./numbers.js";
import { counted, fill, isolated, label } from "./texts.js";

export const MOST_BITS = 16; // of the scale of surprise, which is the same for every text
const LEAST = 2 ** -149; // of a probability in single precision
const BLANK = /^__+$/;
const SIDE = { past: 3, both: 2, future: 3 }; // words of a side that the title of a column has
const ORDER = ["past", "future", "both"]; // in sentences, which end with what both directions bring

// What the page uses:
//
//   words    [{ label, word, unknown, blank, bits }], those that are read. bits: by head, how surprising the
//            word is; null for one that is unknown, or a blank
//   heads    from left to right
//   ranks, best   { head: of each word }: its rank, and the best guess in its place
//   said     { reader: Float32Array }, what it says for each word, in nats; NaN where nothing can be
//   marks    whether the marks of the text's beginning and of its end are read
//   chosen   what one word could be, or null: { word, candidates, elsewhere, truth }, the latter by head
//   cut      whether the text goes on beyond these words
export function guessesOf({ text, words, heads, probabilities, ranks, said, ...answer }) {
  const letters = [...text]; // spans count code points
  const likely = rows(unpack(probabilities));
  const places = rows(unpack(ranks));
  const byHead = (values) => Object.fromEntries(heads.map((head, i) => [head, values[i]]));
  const read = words.filter(({ status }) => status !== "cut off").map(({ start, end, status }, place) => {
    const word = letters.slice(start, end).join("");
    const bits = byHead(likely.map((values) => bitsOf(values[place])));
    const unknown = status === "unknown";
    const blank = BLANK.test(word.normalize("NFKC"));
    return { label: label(word), word, unknown, blank, bits: unknown ? null : bits };
  });
  return {
    ...answer, text, words: read, heads, ranks: byHead(places), said: mapped(said, unpack),
    cut: read.length < words.length,
  };
}

const bitsOf = (probability) => -Math.log2(Math.max(probability, LEAST));
const printed = (bits) => bits.toFixed(1);

// The surprise of a word as text: "→ past 8.2 bits, both 3.1 bits, …", or why there is none.
export function bitsIn({ bits, blank }, heads, texts) {
  if (!bits) return texts.none[blank ? "blank" : "unknown"];
  return heads.map((head) => (
    fill(texts.bits, { head: texts.named[head], bits: printed(bits[head]) })
  )).join(", ");
}

// What a head has read beside a word, shortened: "… film I like ___", "___ . It is very …".
export function contextOf({ words }, at, head, texts) {
  const before = words.slice(0, at), after = words.slice(at + 1);
  if (head !== "both" && !(head === "past" ? before : after).length) return texts.nothing[head];
  const most = SIDE[head];
  const left = [before.length > most && "…", ...before.slice(-most).map((word) => word.label)];
  const right = [...after.slice(0, most).map((word) => word.label), after.length > most && "…"];
  const sides = [...(head === "future" ? [] : left), texts.blank, ...(head === "past" ? [] : right)];
  return fill(texts.read, { words: sides.filter(Boolean).join(" ") });
}

// What stands in the column of a head: its candidates, and the word in the text as the last one if it is not
// among them. `true` marks the one that is in the text.
export function columnOf({ candidates, truth }, head) {
  const word = truth[head];
  const own = (candidate) => ({ ...candidate, true: candidate.word === word?.word });
  const listed = candidates[head].map(own);
  return word && !listed.some((candidate) => candidate.true) ? [...listed, own(word)] : listed;
}

// A word that some head guesses, as a head sees it.
export function candidateIn({ candidates, elsewhere, truth }, head, word) {
  return [...candidates[head], ...elsewhere[head], truth[head]].find((one) => one?.word === word);
}

// The head that has read most.
export const widest = (heads) => (heads.includes("both") ? "both" : heads[0]);

// The candidate whose sums are shown: the one that was asked for if there is one of its name; else the word
// in the text; else the best guess of the head that has read most.
export function candidateOf({ heads, chosen }, asked) {
  const all = heads.flatMap((head) => columnOf(chosen, head));
  const [best] = chosen.candidates[widest(heads)];
  return (all.find(({ word }) => word === asked) ?? all.find((one) => one.true) ?? best).word;
}

// The sum behind a candidate's score, as printed, and its probability: { of, name, value } each.
export function scoreOf(candidate, head, texts) {
  const names = ["bias", "forward", "backward"].filter((name) => (
    name === "bias" || head === "both" || (head === "past") === (name === "forward")
  ));
  const { terms, total } = addUp(names.map((name) => candidate[name]), candidate.score);
  const values = { total, probability: percent(candidate.probability) };
  return [...names, ...Object.keys(values)].map((of, i) => (
    { of, name: fill(texts.sum[of], { word: isolated(candidate.word) }), value: terms[i] ?? values[of] }
  ));
}

const quoted = (word, texts) => fill(texts.quoted, { word: isolated(word) });

// Joins what is said of each head: "a, b and c".
function joined(parts, { joint, last = joint }) {
  return parts.slice(0, -1).join(joint) + (parts.length > 1 ? last : "") + parts.at(-1);
}

const ordered = (heads) => ORDER.filter((head) => heads.includes(head));

// How far the word that is hidden was guessed; for one that nobody can know, the best guesses.
export function chosenSentence({ words, heads, chosen: { word, candidates, truth } }, texts) {
  const names = ordered(heads);
  const name = quoted(words[word].word, texts);
  if (truth[heads[0]]) {
    const parts = names.map((head, i) => (
      fill(texts.ranks[i ? "next" : "first"][head], { rank: ordinal(truth[head].rank) })
    ));
    return fill(texts.ranks.all, { word: name, ranks: joined(parts, texts.ranks) });
  }
  const guesses = names.map((head) => {
    const [{ word: best, probability }] = candidates[head];
    return fill(texts.best.from[head], { word: quoted(best, texts), percent: percent(probability) });
  });
  const best = fill(texts.best.all, { guesses: joined(guesses, texts.best) });
  return words[word].blank ? best : `${fill(texts.unknown, { word: name })} ${best}`;
}

// How surprising all known words are on average; "" if there are none.
export function wholeSentence({ words, heads }, texts) {
  const known = words.filter(({ bits }) => bits);
  if (!known.length) return "";
  const parts = ordered(heads).map((head, i) => {
    const bits = printed(sum(known.map((word) => word.bits[head])) / known.length);
    return fill(texts.whole[i ? "next" : "first"][head], { bits });
  });
  return counted(texts.whole, known.length, { heads: joined(parts, texts.whole) });
}

// What became of a visitor's own guess. own: as typed.
export function ownSentence({ words, heads, chosen }, own, texts) {
  const meant = own.trim().toLowerCase().replaceAll("’", "'");
  const { [heads[0]]: truth } = chosen.truth;
  const places = heads.map((head) => {
    const found = candidateIn(chosen, head, meant);
    const said = { head: texts.named[head], rank: ordinal(found?.rank ?? 0) };
    return fill(texts.first[found ? "place" : "missing"], said);
  });
  const form = truth?.word === meant ? "right" : truth ? "wrong" : "blank";
  const named = { own: quoted(own.trim(), texts), word: quoted(words[chosen.word].word, texts) };
  return fill(texts.first[form], { ...named, places: places.join(texts.first.joint) });
}

// The table to save: what each head makes of each word.
export function guessTable({ words, heads, ranks, best }) {
  const columns = heads.flatMap((head) => [
    [`${head}_bits`, ({ bits }) => (bits ? Number(bits[head].toPrecision(6)) : "")],
    [`${head}_rank`, ({ bits }, i) => (bits ? ranks[head][i] : "")],
    [`${head}_best`, (_, i) => best[head][i]],
  ]);
  return [
    ["word", "text", ...columns.map(([name]) => name)],
    ...words.map((word, i) => [i + 1, word.word, ...columns.map(([, of]) => of(word, i))]),
  ];
}
