// The measures of a word → what colours it, and how far its colour can be trusted. Pure functions.
import { mapped, share, thousands, unpack } from "./numbers.js";
import { fill, formFor } from "./texts.js";

// By reader, the value of each word; none where the answer has not arrived. reading: of lib/reading.js.
// answer: to "occlusion" or "gradients".
export function laneValues(reading, measure, answer) {
  if (measure === "added") return reading.added;
  return mapped(answer?.readers ?? {}, ({ words }) => unpack(words));
}

// How often this colour has the sign of what deleting the word takes away, for texts as long as this one;
// "" where that was not measured. texts: MEASURES of brnn/ui/texts/measures.py.
export function trustIn({ trust, readers }, measure, texts) {
  return "";
}
