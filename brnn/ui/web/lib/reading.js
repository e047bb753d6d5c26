// The answer to "read" (see brnn/ui/answers/reading.py) → what the stage draws and what is written of it.
// Pure functions.
import { addUp, rounded, rows, unpack } from "./numbers.js";
import { label } from "./texts.js";

// A reading as the page uses it. It keeps text, model, settings, bias, logit, remainder, doubt and trust of
// the answer, and adds:
//
//   words          [{ label, word, start, end, unknown }], those that are read
//   textWords      all words of the text: [{ start, end, status }], spans in code points
//   readers        those that there are, forward before backward
//   evidence       { reader: Float32Array }, running evidence after each word
//   added          { reader: Float32Array }, what each word added
//   printed        { reader: numbers }, the evidence in hundredths, its end as in the sum of the verdict
//   steps          { reader: numbers }, from one of these to the next: what each word added, as printed
//   means          { reader: number }, mean final evidence over the training reviews, or null
//   movement       { reader: Float32Array }, how far each word moved the memory
//   courses        { reader: { sign, word, same, end, most } or null }, see brnn/explain/knowing.py
//   states         { reader: { units: [numbers], rows: [Float32Array of each unit] } }
//   contributions  [{ reader, unit, value }], of all units of both readers, the largest first
export function pictureOf({ words, readers, ...answer }) {
  const letters = [...answer.text]; // spans count code points
  const picture = {
    ...answer, textWords: words, words: readWords(words, letters), readers: Object.keys(readers),
    evidence: {}, added: {}, printed: {}, steps: {}, means: {}, movement: {}, courses: {}, states: {},
    contributions: [],
  };
  for (const [reader, part] of Object.entries(readers)) {
    const evidence = unpack(part.evidence);
    const states = rows(unpack(part.states));
    const before = reader === "forward" ? -1 : 1; // in the reader's own order of reading
    picture.evidence[reader] = evidence;
    picture.added[reader] = evidence.map((value, t) => value - (evidence[t + before] ?? 0));
    picture.means[reader] = part.mean;
    picture.movement[reader] = unpack(part.movement);
    picture.courses[reader] = part.course;
    picture.states[reader] = { units: part.rows, rows: states };
    const values = unpack(part.contributions);
    picture.contributions.push(...part.units.map((unit, i) => ({ reader, unit, value: values[i] })));
  }
  print(picture);
  picture.contributions.sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
  return picture;
}

function print({ readers, evidence, printed, steps, bias, logit }) {
  const ends = addUp([...readers.map((reader) => total(evidence[reader], reader)), bias], logit, true).values;
  readers.forEach((reader, i) => {
    const values = Array.from(evidence[reader], rounded);
    const forward = reader === "forward";
    if (values.length) values[forward ? values.length - 1 : 0] = ends[i];
    printed[reader] = values;
    steps[reader] = values.map((value, t) => value - (values[t + (forward ? -1 : 1)] ?? 0));
  });
}

function readWords(words, letters) {
  return words.filter(({ status }) => status !== "cut off").map(({ start, end, status }) => {
    const word = letters.slice(start, end).join("");
    return { label: label(word), word, start, end, unknown: status === "unknown" };
  });
}

// A picture of some of its readers; of all of them, if it has none of these.
export function only(picture, wanted = picture.readers) {
  const readers = picture.readers.filter((reader) => wanted.includes(reader));
  if (!readers.length || readers.length === picture.readers.length) return picture;
  const kinds = ["evidence", "added", "printed", "steps", "means", "movement", "courses", "states"];
  const parts = kinds.map((part) => (
    [part, Object.fromEntries(readers.map((reader) => [reader, picture[part][reader]]))]
  ));
  const contributions = picture.contributions.filter(({ reader }) => readers.includes(reader));
  return { ...picture, ...Object.fromEntries(parts), readers, contributions };
}

// What a reader brings to the verdict: its evidence after the last word that it reads.
export const total = (evidence, reader) => (reader === "forward" ? evidence.at(-1) : evidence[0]) ?? 0;
