// The answer to "read" (see brnn/ui/protocol.py) → what the stage draws and what is written of it.
//
// Pure functions: no element, no state.
import { label } from "./labels.js";
import { rows, unpack } from "./numbers.js";

// What is drawn of one reading; the words are those that are read.
//
//   words     [{ label, word, start, end, unknown }]
//   readers   those that there are, forward before backward
//   evidence  { reader: Float32Array }, running evidence after each word
//   added     { reader: Float32Array }, what each word added
//   states    { reader: { units: [numbers], rows: [Float32Array of each unit] } }
export function pictureOf(answer) {
  const letters = [...answer.text]; // spans count code points
  const words = answer.words.filter(({ status }) => status !== "cut off").map(({ start, end, status }) => {
    const word = letters.slice(start, end).join("");
    return { label: label(word), word, start, end, unknown: status === "unknown" };
  });
  const picture = { text: answer.text, model: answer.model, words, readers: Object.keys(answer.readers), evidence: {}, added: {}, states: {} };
  for (const [reader, part] of Object.entries(answer.readers)) {
    const evidence = unpack(part.evidence);
    picture.evidence[reader] = evidence;
    picture.added[reader] = steps(evidence, reader);
    const states = rows(unpack(part.states));
    picture.states[reader] = { units: part.units.slice(0, states.length), rows: states };
  }
  return picture;
}

// Running evidence → what each word added, in the reader's own order of reading.
export function steps(evidence, reader) {
  return evidence.map((value, t) => value - (evidence[reader === "forward" ? t - 1 : t + 1] ?? 0));
}

// What a reader brings to the verdict: its evidence after the last word that it reads.
export function total(evidence, reader) {
  return (reader === "forward" ? evidence.at(-1) : evidence[0]) ?? 0;
}
