// Names and descriptions of models. texts: MODELS of brnn/ui/texts/read.py.
import { fill } from "./dom.js";
import { thousands } from "./numbers.js";

export function modelName(name, texts) {
  return texts.names[name] ?? name;
}

// One line on what is reading. picture: of lib/reading.js.
export function modelLine({ model, settings }, texts) {
  return fill(texts.line, {
    name: modelName(model, texts),
    readers: texts.readers[settings.direction],
    cell: texts.cells[settings.cell],
    units: settings.units,
    vocabulary: thousands(settings.vocabulary_size),
    end: texts.ends[settings.keep],
    limit: thousands(settings.max_words),
  });
}
