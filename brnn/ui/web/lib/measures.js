// The measures of a word → what colours it, and how far its colour can be trusted. Pure functions.
import { mapped, percent, thousands, unpack } from "./numbers.js";
import { fill } from "./texts.js";

// By reader, the value of each word; none where the answer has not arrived. reading: of lib/reading.js.
// answer: to "occlusion" or "gradients".
export function laneValues(reading, measure, answer) {
  if (measure === "added") return reading.steps;
  return mapped(answer?.readers ?? {}, ({ words }) => unpack(words));
}

// How often this colour has the sign of what deleting the word takes away, for texts as long as this one;
// "" where that was not measured. texts: MEASURES of brnn/ui/texts/measures.py.
export function trustIn({ trust, readers }, measure, { trust: said, arrows }) {
  if (measure === "deleted") return said.deleted;
  const found = Object.entries(trust?.[measure] ?? {});
  if (!found.length) return "";
  const shares = found.map(([reader, { n, share: value, interval: [low, high] }]) => fill(said.share, {
    arrow: readers.length > 1 ? arrows[reader] : "",
    share: percent(value), low: percent(low), high: percent(high), n: thousands(n),
  }).trim());
  const { texts, matters } = trust;
  return fill(said.same, { shares: shares.join(said.and), matters, texts: said[texts] });
}
