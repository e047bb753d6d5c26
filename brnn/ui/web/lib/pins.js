// What is pinned, and the answers on pins and edits ("gradients", "edit") → what is written and drawn of
// them. Pure functions.
import {
  addUp, labelOf, mapped, percent, rounded, sigmoid, signed, sum, thousands, unpack,
} from "./numbers.js";
import { counted, fill, formFor, isolated } from "./texts.js";

const EDITS = ["replaced", "inserted", "deleted"]; // kinds; of the others only what is read has moved

// Where a pinned word of one text stands in the next, from their words: what comes or goes beside it moves
// it, what is put in its place keeps the place; null: it went with its surroundings.
export function followed(place, before, after) {
  const least = Math.min(before.length, after.length);
  const same = (at) => before.at(at).word === after.at(at).word;
  let [start, end] = [0, 0];
  while (start < least && same(start)) start += 1;
  while (start + end < least && same(-1 - end)) end += 1;
  if (place < start) return place;
  if (place >= before.length - end) return place + after.length - before.length;
  const [old, now] = [before, after].map(({ length }) => length - start - end);
  return old === 1 && after.length && (start + end || now === 1) ? Math.min(place, after.length - 1) : null;
}

// A value of each reader as printed. Those of two readers come with their sum, and add up to it.
export function terms(values, all, arrows) {
  const printed = addUp(Object.values(values), all);
  const shown = Object.keys(values).map((reader, i) => `${arrows[reader]} ${printed.terms[i]}`);
  return shown.length > 1 ? [...shown, `= ${printed.total}`] : shown;
}

// The integrated gradients of one word, from the answer on all of them; `note` if they are rough.
export function gradientsOf({ readers, complete, baseline_logit: start }, word, { title, rough }, arrows) {
  const parts = Object.values(readers);
  const values = mapped(readers, ({ words }) => unpack(words)[word]);
  const gap = sum(parts.map((part) => Math.abs(part.gap)));
  const steps = Math.max(...parts.map((part) => part.steps));
  const shown = {
    gap: gap < 0.005 ? "<0.01" : gap.toFixed(2), steps: thousands(steps), start: signed(start),
  };
  const note = complete ? "" : fill(rough, shown);
  return { terms: terms(values, sum(Object.values(values)), arrows), title: fill(title, shown), note };
}

// texts: `edit` of brnn/ui/texts/pins.py. It calls the same only what was compared bit for bit.
export function editSentence(answer, texts) {
  const { readers, span, words, logit, logit_shift: shift, max_words: limit } = answer;
  const edit = nameOf(words, texts.edits);
  if (!span) return fill(texts.nothing, { edit });
  const names = Object.keys(readers);
  const moved = rounded(logit) - rounded(logit - shift); // as both verdicts are printed
  const printed = addUp(names.map((reader) => readers[reader].shift), moved);
  const shifts = Object.fromEntries(names.map((reader, i) => [reader, printed.terms[i]]));
  const same = names.filter((reader) => readers[reader].same);
  const [before, after] = [logit - shift, logit].map((one) => fill(texts.labels[labelOf(one)], {
    percent: percent(sigmoid(Math.abs(one))),
  }));
  const window = words.some(({ kind }) => !EDITS.includes(kind));
  return [
    fill(formFor(texts.shifts, names), { edit, ...shifts }),
    fill(texts.verdict[before === after ? "stays" : "moved"], { before, after }),
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
  const changes = mapped(readers, ({ change }) => [...unpack(change)]);
  const largest = Math.max(0, ...Object.values(changes).flat().filter((value) => value > 0)) || 1;
  const share = (value) => (Number.isNaN(value) ? 1 : value / largest);
  return { span, changed: mapped(changes, (values) => values.map(share)) };
}
