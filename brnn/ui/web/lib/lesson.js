// The answer to "lesson" → what stands below the stage. Pure functions. texts: LESSON of texts/lesson.py.
// of: SENTENCES of texts/read.py. picture: see lib/reading.js.
import { addUp, share, signed, unpack } from "./numbers.js";
import { precise, quoted } from "./sentences.js";
import { counted, fill, isWord } from "./texts.js";

// A unit of a simple cell at one word, as a sum: { title, equation, terms: [{ value, name }] }.
export function cellRow(equation, { settings, words }, texts, of) {
  const { reader, word, unit, from_word: fromWord, from_memory: fromMemory, bias, memory } = equation;
  const printed = addUp([fromWord, fromMemory, bias], fromWord + fromMemory + bias);
  const first = word === (reader === "forward" ? 0 : words.length - 1);
  const before = first ? texts.fromNothing : fill(texts.fromMemory, { count: settings.units });
  const names = [fill(texts.fromWord, { count: settings.embedding_size }), before, texts.bias];
  const named = { unit: unit + 1, reader: texts.readers[reader], word: quoted(words, word, of) };
  return {
    title: fill(texts.unit, named),
    equation: texts.cell,
    terms: [
      ...printed.terms.map((value, i) => ({ value, name: names[i] })),
      { value: printed.total, arrow: "=", name: texts.sum },
      { value: signed(memory), arrow: "tanh →", name: texts.memory },
    ],
  };
}

// The sum behind a verdict, likewise. verdict: of lib/sentences.js. equation: how it is written. told:
// whether the figure has its terms.
export const headRow = ({ label, terms, total, percent, of }, equation, told) => (
  { title: label, equation, terms: told ? [] : [...terms, total, { value: percent, name: of }] }
);

// How far each reader reaches back; omitted for a reader without gradients, and of one word there is
// nothing to say. words: as typed.
export function reachSentences(reach, words, texts) {
  const countOf = (some) => some.filter(isWord).length;
  if (countOf(words) < 2) return [];
  return Object.entries(reach).filter(([, { half }]) => half).map(([reader, { slopes, half }]) => {
    const found = unpack(slopes);
    const first = found.at(reader === "forward" ? 0 : -1) / Math.max(...found);
    const shown = first < 0.001 ? texts.tiny : share(first);
    const last = countOf(reader === "forward" ? words.slice(-half) : words.slice(0, half));
    const named = { reader: texts.readers[reader], words: countOf(words), share: shown };
    return counted(texts.halfReach, last, named);
  });
}

// What mirroring will be, or has been, compared with: the result only once it was asked for.
export function mirrorSentence(logit, mirrored, { reading, state_gap: stateGap }, texts) {
  if (!mirrored) return fill(texts.unmirrored, { logit: precise(logit) });
  const gap = Math.abs(logit - reading.logit);
  return fill(texts.mirror, {
    logit: precise(logit),
    mirrored: precise(reading.logit),
    gap: gap ? fill(texts.gap, { gap: gap.toExponential(0) }) : texts.noGap,
    memories: stateGap ? fill(texts.memories, { gap: stateGap.toExponential(0) }) : texts.sameMemories,
  });
}
