// The answer to "edit" → a sentence, and the light cone that is drawn over the stage. Pure functions.
import { addUp, thousands, unpack } from "./numbers.js";
import { counted, fill, formFor, isolated } from "./texts.js";

const EDITS = ["replaced", "inserted", "deleted"]; // kinds; of the others only what is read has moved

// texts: `edit` of brnn/ui/texts/pins.py. It calls the same only what was compared bit for bit.
export function editSentence({ readers, span, words, logit_shift: shift, max_words: limit }, texts) {
  const edit = nameOf(words, texts.edits);
  if (!span) return fill(texts.nothing, { edit });
  const names = Object.keys(readers);
  const printed = addUp(names.map((reader) => readers[reader].shift), shift);
  const shifts = Object.fromEntries(names.map((reader, i) => [reader, printed.terms[i]]));
  const same = names.filter((reader) => readers[reader].same);
  const window = words.some(({ kind }) => !EDITS.includes(kind));
  return [
    fill(formFor(texts.shifts, names), { edit, ...shifts }),
    same.length && formFor(texts.same, same),
    window && fill(texts.window, { limit: thousands(limit) }),
  ].filter(Boolean).join(" ");
}

function nameOf(words, texts) {
  const own = words.filter(({ kind }) => EDITS.includes(kind));
  if (own.length !== 1) return counted(texts.words, own.length || words.length);
  const [{ before, after }] = own;
  const kind = before === null ? "inserted" : after === null ? "deleted" : "replaced";
  return fill(texts[kind], { before: isolated(before ?? ""), after: isolated(after ?? "") });
}

// How much each memory changed at each word of the new text, by reader: from 0 to 1, the largest
// change of both. A word that is new has changed altogether.
export function coneOf({ readers, span }) {
  const changes = Object.entries(readers).map(([reader, { change }]) => [reader, [...unpack(change)]]);
  const largest = Math.max(...changes.flatMap(([, values]) => values).filter((value) => value > 0), 0) || 1;
  const share = (value) => (Number.isNaN(value) ? 1 : value / largest);
  const shares = changes.map(([reader, values]) => [reader, values.map(share)]);
  return { span, changed: Object.fromEntries(shares) };
}
