// A verdict in words: label, probability, and the sum with the terms as printed.
import { constants } from "./constants.js";
import { fill } from "./dom.js";
import { addUp, percent, sigmoid, signed } from "./numbers.js";
import { formFor, total } from "./reading.js";

// picture: of lib/reading.js. texts: VERDICT of brnn/ui/texts/read.py. Without a word to read there
// is a message instead: { title, details }.
export function verdictOf(picture, texts) {
  const { readers, evidence, bias, logit } = picture;
  if (!picture.words.length) {
    const { title, details } = texts.nothing;
    return { title, details: [fill(details, { bias: signed(bias) })] };
  }
  const printed = addUp([...readers.map((reader) => total(evidence[reader], reader)), bias], logit);
  const terms = readers.map((reader, i) => (
    { arrow: texts.arrows[reader], value: printed.terms[i], name: texts.readers[reader] }
  ));
  const probability = sigmoid(logit);
  const sign = constants.labels[Number(logit > 0)];
  const label = texts.labels[sign];
  const shown = percent(Math.max(probability, 1 - probability));
  return {
    sign, label, probability, percent: shown, of: texts.of[sign], ends: texts.ends,
    terms: [...terms, { arrow: "", value: printed.terms.at(-1), name: texts.bias }],
    total: { arrow: "=", value: printed.total, name: texts.total },
    note: formFor(texts.note, readers),
    check: fill(texts.check, {
      logit: precise(logit), gap: Math.abs(picture.remainder).toExponential(0),
    }),
    spoken: fill(texts.spoken, { label, percent: shown }),
  };
}

// Six decimals and a sign.
export function precise(value) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(6)}`;
}
