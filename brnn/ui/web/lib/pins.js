// The answers on a pinned word → what is written of them. Pure functions.
import { addUp, sum, thousands, unpack } from "./numbers.js";
import { fill } from "./texts.js";

// A value of each reader as printed. Those of two readers come with their sum, and add up to it.
export function terms(values, all, arrows) {
  const printed = addUp(Object.values(values), all);
  const shown = Object.keys(values).map((reader, i) => `${arrows[reader]} ${printed.terms[i]}`);
  return shown.length > 1 ? [...shown, `= ${printed.total}`] : shown;
}

// The integrated gradients of one word, from the answer on all of them; `note` if they are rough.
export function gradientsOf({ readers, complete }, word, { title, rough }, arrows) {
  const parts = Object.entries(readers);
  const values = Object.fromEntries(parts.map(([reader, { words }]) => [reader, unpack(words)[word]]));
  const gap = sum(parts.map(([, part]) => Math.abs(part.gap)));
  const steps = Math.max(...parts.map(([, part]) => part.steps));
  const shown = { gap: gap < 0.005 ? "<0.01" : gap.toFixed(2), steps: thousands(steps) };
  const note = complete ? "" : fill(rough, shown);
  return { terms: terms(values, sum(Object.values(values)), arrows), title: fill(title, shown), note };
}
