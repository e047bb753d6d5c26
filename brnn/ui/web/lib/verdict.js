// A verdict in words: label, probability, and the sum with the terms as printed.
import { addUp, labelOf, percent, sigmoid, signed } from "./numbers.js";
import { total } from "./reading.js";
import { fill, formFor } from "./texts.js";

// picture: of lib/reading.js. texts: VERDICT of brnn/ui/texts/read.py. Without a word to read there
// is a message instead: { title, details }.
export function verdictOf({ words, readers, evidence, bias, logit, remainder }, texts) {
  if (!words.length) {
    const { title, details } = texts.nothing;
    return { title, details: [fill(details, { bias: signed(bias) })] };
  }
  const printed = addUp([...readers.map((reader) => total(evidence[reader], reader)), bias], logit);
  const terms = printed.terms.map((value, i) => ({ // one for each reader, and the bias
    value, arrow: texts.arrows[readers[i]] ?? "", name: texts.readers[readers[i]] ?? texts.bias,
  }));
  const probability = sigmoid(logit);
  const sign = labelOf(logit);
  const label = texts.labels[sign];
  const shown = percent(Math.max(probability, 1 - probability));
  return {
    sign, label, probability, percent: shown, of: texts.of[sign], terms,
    total: { arrow: "=", value: printed.total, name: texts.total },
    note: formFor(texts.note, readers),
    check: fill(texts.check, { logit: precise(logit), gap: Math.abs(remainder).toExponential(0) }),
    spoken: fill(texts.spoken, { label, percent: shown }),
  };
}

// Six decimals and a sign.
export const precise = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(6)}`;
