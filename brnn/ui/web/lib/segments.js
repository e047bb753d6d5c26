// The text in stretches of one kind, and a legend of the kinds.
import { counted, countOf, isWord, limitOf, unknownOf } from "./texts.js";

const KINDS = { read: "", unknown: "unknown", "cut off": "cut" };

// [kind, text] of each stretch; joined, the texts give back the whole. Kinds: "" (read, with the white
// space between), "unknown" (one word), "cut" (beyond what is read, with all between), "skipped" (marks
// that the model does not read).
export function segments({ text, textWords }) {
  const letters = [...text]; // spans count code points
  const found = [];
  const add = (kind, from, to) => {
    const part = letters.slice(from, to).join("");
    if (!part) return;
    if (found.at(-1)?.[0] === kind && kind !== "unknown") found.at(-1)[1] += part;
    else found.push([kind, part]);
  };
  const gap = (from, to) => (letters.slice(from, to).join("").trim() ? "skipped" : "");
  let [end, before] = [0, null];
  for (const word of textWords) {
    const kind = KINDS[word.status];
    add(kind === "cut" && before === "cut" ? "cut" : gap(end, word.start), end, word.start);
    add(kind, word.start, word.end);
    [end, before] = [word.end, kind];
  }
  add(gap(end), end);
  return found;
}

// [{ kind, sample, text }] of what is marked, with counts. texts: WORDS of brnn/ui/texts/read.py.
export function legendOf(picture, stretches, texts) {
  const { settings, text, words, textWords } = picture;
  const letters = [...text];
  const beyond = textWords.filter(({ status }) => status === "cut off");
  const cut = beyond.filter(({ start, end }) => isWord(letters.slice(start, end).join(""))).length;
  const unknown = unknownOf(words), read = countOf(words);
  const limits = { end: texts.ends[settings.keep], limit: limitOf(settings, texts.limits) };
  const said = {
    unknown: unknown && counted(texts.unknown, unknown),
    cut: cut && counted(texts.cut, cut, limits),
    "": read && !unknown && !cut && counted(texts.read, read),
    skipped: stretches.some(([kind]) => kind === "skipped") && texts.skipped,
  };
  const entries = Object.entries(said).filter(([, text]) => text);
  return entries.map(([kind, text]) => ({ kind, sample: texts.sample[kind], text }));
}
