// A reading as the unrolled network shows it. Pure functions.
import { mapped, signed } from "./numbers.js";
import { total } from "./reading.js";
import { verdictOf } from "./sentences.js";
import { fill, formFor, inWords } from "./texts.js";

// picture: of lib/reading.js. texts: READ of brnn/ui/texts/read.py. readers: those that are drawn.
// Returns the picture for a stage. `nodes`: how its states are named. `join`: the `parts` that are written
// where the readers join. One reader of two is not enough for a verdict: there its evidence is written.
export function unrolled(picture, texts, readers = picture.readers) {
  const { words, printed } = picture;
  const { terms, total: sum, label, percent } = verdictOf(picture, texts.verdict);
  const whole = readers.length === picture.readers.length;
  const written = whole ? [...terms, sum] : terms.filter((_, i) => readers.includes(picture.readers[i]));
  const parts = written.map(({ arrow, name, value }) => `${arrow || name} ${value}`);
  const ends = mapped(printed, (values, reader) => signed(total(values, reader)));
  return {
    ...picture, readers, view: "network", nodes: texts.network.nodes,
    join: { parts: whole ? [...parts, `${label} ${percent}`] : parts },
    alternative: fill(formFor(texts.network.alternative, readers), { words: inWords(words, texts), ...ends }),
  };
}

// Which state of the network is looked into, { reader, word }; null: none. seen: store.js. A unit that is
// pinned belongs to one reader, and so does the state then.
export function nodeOf({ view, node, pinned, unit, reading }) {
  if (view !== "network" || !node || !reading?.words[pinned]) return null;
  const reader = unit?.reader ?? node;
  return reading.readers.includes(reader) ? { reader, word: pinned } : null;
}
