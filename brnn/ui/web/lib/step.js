// The answer to "step" (see brnn/ui/answers/step.py) → what is written about a state of the network. Pure
// functions. texts: STEP of brnn/ui/texts/step.py, or its part for that.
import { addUp, signed } from "./numbers.js";
import { fill } from "./texts.js";

// What a state holds: { terms: [{ value, name }], notes }. picture: of lib/reading.js. Where there are no
// gates to sum it up, a note says how far the word moved all units.
export function heldBy({ reader, word }, { evidence, printed, steps, means, movement, settings }, texts) {
  const [now, by] = [printed[reader][word], steps[reader][word]];
  const mean = means[reader];
  const distance = movement[reader][word].toFixed(2);
  return {
    terms: [
      { value: signed(now - by), name: texts.before }, { value: signed(by), name: texts.added },
      { value: `= ${signed(now)}` },
    ],
    notes: [
      mean === null ? texts.raw : fill(texts.centred, { value: signed(evidence[reader][word] - mean) }),
      settings.cell === "simple" && fill(texts.moved, { distance }),
    ].filter(Boolean),
  };
}

// The units that hold most of it, [{ unit, value }], and all others as one text.
export function holdersOf({ strongest, others }, units, texts) {
  const values = strongest.map(({ evidence }) => evidence);
  const printed = addUp([...values, others], values.reduce((sum, value) => sum + value, others)).terms;
  const rest = { count: units - strongest.length, value: printed.at(-1) };
  return {
    units: strongest.map(({ unit }, i) => ({ unit, value: printed[i] })),
    others: rest.count > 0 ? fill(texts.others, rest) : "",
  };
}

// The sums of a unit, a row each: { name, word, memory, bias, total, squash, value, mean }. Gates lie between
// 0 and 1 and have no sign; only their means say how far they are open.
export function sumsOf({ sums }, texts) {
  return sums.map(({ name, from_word: word, from_memory: memory, bias, value, mean }) => {
    const { terms, total } = addUp([word, memory, bias], word + memory + bias);
    const gate = isGate(name);
    return {
      name: texts.names[name], word: terms[0], memory: terms[1], bias: terms[2], total,
      squash: gate ? texts.sigmoid : texts.tanh, value: shown(name, value),
      mean: gate ? shown(name, mean) : "",
    };
  });
}

const isGate = (name) => !["state", "candidate"].includes(name);
const shown = (name, value) => (isGate(name) ? value.toFixed(2) : signed(value));

// What else there is to say of a unit's sums, a text each. first: whether the word is the reader's first.
export function remarksOf({ sums }, first, texts) {
  const rows = sumsOf({ sums }, texts);
  const reset = sums.flatMap(({ unreset }, i) => (
    unreset === null ? [] : [fill(texts.reset, { value: signed(unreset), gated: rows[i].memory })]
  ));
  return [...(first ? [texts.first] : []), ...reset];
}

// The equations with their numbers, a text each. cell: of the model's settings.
export function equationsOf(step, cell, texts) {
  const { sums, before, state, cell_before: cellBefore, cell: inner, kept, written } = step;
  const parts = kept === null ? [] : addUp([kept, written], inner ?? state).terms;
  const [{ from_word: word, from_memory: memory, bias }] = sums;
  const [first, ...others] = addUp([word, memory, bias], word + memory + bias).terms;
  const values = {
    ...Object.fromEntries(sums.map(({ name, value }) => [name, shown(name, value)])),
    word: first, memory: apart(others[0]), bias: apart(others[1]),
    before: signed(before), state: signed(state), kept: parts[0], written: parts[1] && apart(parts[1]),
    cellBefore: cellBefore === null ? "" : signed(cellBefore), cell: inner === null ? "" : signed(inner),
    squashed: inner === null ? "" : signed(Math.tanh(inner)),
  };
  return texts[cell].map((line) => fill(line, values));
}

// "+0.71" → "+ 0.71": a term within a sum.
const apart = (term) => (/^[+−]/.test(term) ? `${term[0]} ${term.slice(1)}` : `+ ${term}`);
