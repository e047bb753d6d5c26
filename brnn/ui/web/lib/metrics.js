// The answers to "metrics" and "agreement" (see brnn/ui/protocol.py) → tables and sentences.
//
// Pure functions: no element, no state. texts: those of brnn/ui/texts/models.py.
import { fill } from "./dom.js";
import { modelName } from "./models.js";
import { NONE, round, share, signed, thousands } from "./numbers.js";
import { total } from "./reading.js";

const whole = (value) => (value === null ? NONE : `${round(100 * value)}%`);
const fixed = (value, digits) => (value === null ? NONE : value.toFixed(digits));
const count = (value) => (value === null ? NONE : thousands(round(value)));
const rangeOf = ([low, high], texts) => fill(texts.interval, { low: share(low), high: share(high) });

// The rows of the table of models: { model, name, isModel, cells, measured }.
export function overview(models, texts) {
  return models.map((model) => ({
    model: model.name,
    name: modelName(model.name, texts),
    isModel: model.is_model,
    measured: model.test.n !== null,
    cells: [
      accuracyOf(model.test, texts),
      fixed(model.test.log_loss, 3),
      share(model.test.calibration_error, ""),
      whole(model.short_reviews.accuracy),
      sizeOf(model, texts),
      model.bytes === null ? NONE : fill(texts.megabytes, { size: fixed(model.bytes / 1e6, 1) }),
      duration(model.seconds, texts),
    ],
  }));
}

function accuracyOf({ accuracy, interval }, texts) {
  if (!interval) return share(accuracy);
  const [low, high] = interval.map((end) => share(end, ""));
  return fill(texts.accuracy, { accuracy: share(accuracy), low, high });
}

function sizeOf({ features, parameters }, texts) {
  return features === null ? count(parameters) : fill(texts.features, { count: count(features) });
}

function duration(seconds, texts) {
  if (seconds === null) return NONE;
  if (seconds < 120) return fill(texts.seconds, { count: count(seconds) });
  return fill(texts.minutes, { count: count(seconds / 60) });
}

export function tableNote(models, texts) {
  const [n, short] = ["test", "short_reviews"].map((split) => counts(models.map((model) => model[split].n)));
  return fill(texts.tableNote, { n, short });
}

// How many reviews figures are of: "25,000", or "40 to 600" where they differ.
export function counts(all) {
  const found = [...new Set(all.filter((n) => n !== null))].sort((one, other) => one - other);
  if (!found.length) return NONE;
  return [...new Set([found[0], found.at(-1)])].map(thousands).join(" to ");
}

// Which model is the most accurate, and whether its interval is apart from that of the next; or "".
export function bestSentence(models, texts) {
  const [first, next] = models
    .filter(({ test }) => test.accuracy !== null)
    .sort((one, other) => other.test.accuracy - one.test.accuracy);
  if (!next?.test.interval || !first.test.interval) return "";
  return fill(texts.best, {
    best: modelName(first.name, texts),
    accuracy: share(first.test.accuracy),
    second: modelName(next.name, texts),
    other: share(next.test.accuracy),
    apart: first.test.interval[0] > next.test.interval[1] ? texts.apart : texts.overlap,
  });
}

// Accuracy on the short reviews, a column for each tag: { head, rows }, or null without any.
export function shortReviews(models, texts) {
  const asked = models.filter((model) => model.short_reviews.n !== null);
  if (!asked.length) return null;
  const tags = [...new Set(asked.flatMap((model) => Object.keys(model.by_tag)))];
  const scores = (model) => [model.short_reviews, ...tags.map((tag) => model.by_tag[tag])];
  const columns = [texts.allTags, ...tags].map((tag, i) => {
    const n = counts(asked.map((model) => scores(model)[i]?.n ?? null));
    return `${tag}\n${fill(texts.count, { n })}`;
  });
  return {
    head: [texts.columns[0], ...columns],
    rows: asked.map((model) => ({
      model: model.name,
      cells: [modelName(model.name, texts), ...scores(model).map((score) => whole(score?.accuracy ?? null))],
    })),
  };
}

export function learningCaption(model, texts) {
  const { trained, split, held_out: heldOut } = model.training;
  return fill(texts.learningCaption, {
    name: modelName(model.name, texts), epochs: trained.length, split,
    n: count(trained.at(-1).n), held: count(heldOut.at(-1).n),
  });
}

// What the curves show, and which epoch was kept, by which measure.
export function learningSentence(training, texts) {
  const { held_out: heldOut, kept, selection } = training;
  const loss = fixed(heldOut[kept - 1]?.log_loss ?? null, 3);
  const said = kept === null ? "" : fill(texts.kept[selection] ?? "", { kept, loss });
  return [curveSentence(training, texts), said].filter(Boolean).join(" ");
}

// A network overfits where accuracy peaks before the last epoch and log-loss has grown since.
function curveSentence({ trained, split, held_out: heldOut }, texts) {
  if (heldOut.length === 1) return texts.oneEpoch;
  const accuracies = heldOut.map(({ accuracy }) => accuracy ?? -1);
  const last = accuracies.length - 1;
  const best = accuracies.indexOf(Math.max(...accuracies));
  const values = {
    split, best: best + 1, last: last + 1,
    from: share(heldOut[best].accuracy), to: share(heldOut[last].accuracy),
    trainFrom: share(trained[best].accuracy), trainTo: share(trained[last].accuracy),
    lossFrom: fixed(heldOut[best].log_loss, 2), lossTo: fixed(heldOut[last].log_loss, 2),
  };
  if (best === last) return fill(texts.improves, values);
  const grown = heldOut[best].log_loss !== null && heldOut[last].log_loss > heldOut[best].log_loss;
  return fill(grown ? texts.overfits : texts.levelsOff, values);
}

// What two readers of a cell bring over the better single one, and what they cost.
export function secondDirection({ cell, single, gain, error, weights, seconds }, texts) {
  const size = Math.abs(gain) > 2 * error ? texts.significant : texts.insignificant;
  const certainty = error === null ? texts.noError : fill(size, { error: fixed(100 * error, 2) });
  const [ofWeights, oneWeights] = weights.map(count);
  const [ofSeconds, oneSeconds] = seconds.map(count);
  return fill(texts.secondDirection, {
    cell: texts.cells[cell], gain: signed(100 * gain), single: texts.directions[single], certainty,
    weights: ofWeights, oneWeights, seconds: ofSeconds, oneSeconds,
  });
}

export function ladderNote(rungs, texts) {
  return fill(texts.ladderNote, {
    seeds: counts(rungs.map(({ accuracies }) => accuracies.length)), n: counts(rungs.map(({ n }) => n)),
  });
}

export function confusionSentence(confusion, texts) {
  const n = Object.values(confusion).reduce((sum, cell) => sum + cell, 0);
  const { false_positive: falsePositive, false_negative: falseNegative } = confusion;
  return fill(texts.confusionSentence, {
    n: thousands(n), wrong: thousands(falsePositive + falseNegative),
    falsePositive: thousands(falsePositive), falseNegative: thousands(falseNegative),
  });
}

export function reliabilitySentence({ reliability: { sure, right }, quadrants }, texts) {
  const gap = fixed(Math.abs(100 * (sure - right)), 1);
  const kind = Number(gap) === 0 ? "calibrated" : sure > right ? "overconfident" : "underconfident";
  const n = thousands(sumOf(quadrants, "reviews"));
  return fill(texts[kind], { n, sure: share(sure), right: share(right), gap });
}

// How often the readers agree and what that is worth; of one reader, that it decides alone.
export function agreementSentence({ readers, quadrants }, texts) {
  const n = sumOf(quadrants, "reviews");
  if (readers.length === 1) return fill(texts.oneReader, { n: thousands(n) });
  const agree = quadrants.filter(({ forward, backward }) => forward === backward);
  const disagree = quadrants.filter((quadrant) => !agree.includes(quadrant));
  return fill(texts.readersAgree, {
    n: thousands(n),
    agree: whole(sumOf(agree, "reviews") / n), right: rightOf(agree), other: rightOf(disagree),
  });
}

export function quadrantRows({ quadrants }, texts) {
  return quadrants.map((quadrant) => ({
    cells: [
      texts.signs[quadrant.forward] ?? "",
      texts.signs[quadrant.backward] ?? "",
      thousands(sumOf([quadrant], "reviews")),
      rightOf([quadrant]),
      quadrant.interval ? rangeOf(quadrant.interval, texts) : NONE,
    ],
  }));
}

// Where the visitor's text lies among the test reviews: { reader: centred evidence }, or null for a
// text without words. reading: see lib/reading.js, of a model with statistics.
export function placeOf({ words, readers, evidence, means }) {
  if (!words.length) return null;
  const centred = (reader) => total(evidence[reader], reader) - means[reader];
  return Object.fromEntries(readers.map((reader) => [reader, centred(reader)]));
}

export function ownSentence(place, logit, texts) {
  if (!place) return texts.nothingRead;
  const places = Object.entries(place).map(([reader, value]) => `${texts.arrows[reader]} ${signed(value)}`);
  return fill(texts.own, { places: places.join(", "), label: logit > 0 ? "positive" : "negative" });
}

function sumOf(quadrants, of) {
  return quadrants.reduce((sum, quadrant) => sum + Object.values(quadrant[of]).reduce((a, b) => a + b, 0), 0);
}

function rightOf(quadrants) {
  const n = sumOf(quadrants, "reviews");
  return n ? share(sumOf(quadrants, "right") / n) : NONE;
}
