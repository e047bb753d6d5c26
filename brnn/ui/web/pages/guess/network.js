// The network with an output at every word, on a stage: where its hidden word is, and which word a column is.
import { outputsOf } from "../../lib/outputs.js";

// See lib/outputs.js.
export function showOutputs(stage, picture, word, candidate, texts, alone) {
  stage.show(outputsOf(picture, word, candidate, texts, alone));
  const column = word + stage.value.before;
  stage.pin(column);
  for (const beside of [column + 1, column - 1]) stage.reveal(beside); // the memories that say something
}

// The word of a column; null for none, and for the marks of a text's ends, which cannot be guessed.
export function wordAt(stage, column, { words }) {
  const word = column === null ? -1 : column - stage.value.before;
  return words[word] ? word : null;
}
