// The answers on a pinned word → what is written of them. Pure functions.
import { fill } from "./dom.js";
import { addUp, thousands, unpack } from "./numbers.js";

// A value of each reader as printed. Those of two readers come with their sum, and add up to it.
export function terms(values, sum, arrows) {
  const printed = addUp(Object.values(values), sum);
  const shown = Object.keys(values).map((reader, i) => `${arrows[reader]} ${printed.terms[i]}`);
  return shown.length > 1 ? [...shown, `= ${printed.total}`] : shown;
}

// The integrated gradients of one word, from the answer on all of them; `note` if they are rough.
export function gradientsOf({ readers, complete }, word, { title, rough }, arrows) {
  const values = {};
  let [sum, gap, steps] = [0, 0, 0];
  for (const [reader, part] of Object.entries(readers)) {
    values[reader] = unpack(part.words)[word];
    sum += values[reader];
    gap += Math.abs(part.gap);
    steps = Math.max(steps, part.steps);
  }
  const shown = { gap: gap < 0.005 ? "<0.01" : gap.toFixed(2), steps: thousands(steps) };
  const note = complete ? "" : fill(rough, shown);
  return { terms: terms(values, sum, arrows), title: fill(title, shown), note };
}
