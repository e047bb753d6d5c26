// The answers to "metrics" and "agreement" → tables and sentences. Pure functions. texts: those of
// brnn/ui/texts/models.py.
import { labelOf, mapped, NONE, round, share, signed, sum, thousands } from "./numbers.js";
import { total } from "./reading.js";
import { counted, fill, modelName } from "./texts.js";

const whole = (value) => (value === null ? NONE : `${round(100 * value)}%`);
const fixed = (value, digits) => (value === null ? NONE : value.toFixed(digits));
const count = (value) => (value === null ? NONE : thousands(round(value)));

// The rows of the table of models: { model, name, isModel, cells, measured }.
export function overview(models, texts) {
  return models.map(({ name, is_model: isModel, test, sentences, bytes, seconds, ...size }) => ({
    model: name,
    name: modelName(name, texts),
    isModel,
    measured: test.n !== null,
    cells: [
      accuracyOf(test, texts),
      fixed(test.log_loss, 3),
      share(test.calibration_error, ""),
      accuracyOf(sentences, texts),
      size.features === null ? count(size.parameters) : fill(texts.features, { count: count(size.features) }),
      bytes === null ? NONE : fill(texts.megabytes, { size: fixed(bytes / 1e6, 1) }),
      duration(seconds, texts),
    ],
  }));
}

function accuracyOf({ accuracy, interval }, texts) {
  if (!interval) return share(accuracy);
  const [low, high] = interval.map((end) => share(end, ""));
  return fill(texts.accuracy, { accuracy: share(accuracy), low, high });
}

function duration(seconds, texts) {
  if (seconds === null) return NONE;
  if (seconds < 120) return fill(texts.seconds, { count: count(seconds) });
  return fill(texts.minutes, { count: count(seconds / 60) });
}

export function tableNote(models, texts) {
  const [n, sentences] = ["test", "sentences"].map((split) => counts(models.map((model) => model[split].n)));
  return fill(texts.tableNote, { n, sentences });
}

// How many reviews figures are of: "25,000", or "40 to 600" where they differ.
function counts(all) {
  const found = all.filter((n) => n !== null);
  if (!found.length) return NONE;
  return [...new Set([Math.min(...found), Math.max(...found)])].map(thousands).join(" to ");
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

// Accuracy on short texts, a column for other people's and for each tag of ours: { head, rows }, or null.
export function shortTexts(models, texts) {
  const asked = models.filter((model) => model.short_reviews.n !== null || model.sentences.n !== null);
  if (!asked.length) return null;
  const tags = [...new Set(asked.flatMap((model) => Object.keys(model.by_tag)))];
  const scores = asked.map((model) => (
    [model.sentences, model.short_reviews, ...tags.map((tag) => model.by_tag[tag])]
  ));
  const columns = [texts.sentences, texts.allTags, ...tags].map((tag, i) => (
    `${tag}\n${fill(texts.count, { n: counts(scores.map((row) => row[i]?.n ?? null)) })}`
  ));
  return {
    head: [texts.columns[0], ...columns],
    rows: asked.map(({ name }, i) => ({
      model: name,
      cells: [modelName(name, texts), ...scores[i].map((score) => whole(score?.accuracy ?? null))],
    })),
  };
}

export function learningCaption({ name, training: { trained, split, held_out: heldOut } }, texts) {
  return fill(texts.learningCaption, {
    name: modelName(name, texts), epochs: trained.length, split,
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
  const { accuracy: at, n, log_loss: loss } = heldOut[best];
  const chance = 1.96 * Math.sqrt((at * (1 - at)) / n); // half of a 95% interval
  const grown = loss !== null && heldOut[last].log_loss > loss && at - heldOut[last].accuracy > chance;
  return fill(grown ? texts.overfits : texts.levelsOff, values);
}

// What both readers of a cell bring over a single one, as far as the interval supports it.
export function secondDirection({ cell, single, seeds, gain, interval, finding }, texts) {
  const [low, high] = (interval ?? []).map((end) => signed(100 * end));
  const certainty = interval ? fill(texts.pairedInterval, { low, high, seeds }) : texts.noInterval;
  return fill(texts.secondDirection, {
    cell: texts.cells[cell], single: texts.directions[single], gain: signed(100 * gain), certainty,
    finding: texts.findings[finding],
  });
}

// A sentence for every comparison of a ladder.
export const comparisons = ({ second_directions: found }, texts) => (
  found.map((one) => secondDirection(one, texts))
);

// What all comparisons together say, and how the networks do beside a model that only counts words.
export function conclusions({ rungs, second_directions: found, baseline }, texts) {
  const judged = found.filter(({ interval }) => interval); // not from a single seed
  const clear = judged.filter(({ finding }) => ["more", "fewer"].includes(finding));
  const gains = clear.map(({ gain }) => 100 * gain);
  const ends = judged.flatMap(({ interval }) => interval.map((end) => 100 * end));
  const range = {
    low: signed(Math.min(...gains)), high: signed(Math.max(...gains)), all: judged.length,
    lowest: signed(Math.min(...ends)), highest: signed(Math.max(...ends)), seeds: seedsOf(rungs),
  };
  const means = rungs.filter(({ accuracies }) => accuracies.length)
    .map(({ accuracies }) => sum(accuracies) / accuracies.length);
  const behind = means.filter((value) => value < baseline).length;
  return [
    judged.length ? counted(texts.conclusion, clear.length, range) : texts.oneSeed,
    baseline && fill(texts.counting[behind === 0 ? "none" : behind < means.length ? "some" : "all"], {
      count: behind, all: means.length, accuracy: share(baseline),
    }),
  ].filter(Boolean);
}

const seedsOf = (rungs) => counts(rungs.map(({ accuracies, failed }) => accuracies.length + failed));

export function ladderNote(rungs, title, texts) {
  const which = rungs.filter(({ failed }) => failed).map(({ cell, direction, failed }) =>
    fill(texts.failedOnes, {
      count: failed, cell: texts.cells[cell], direction: texts.directions[direction],
    }));
  const failed = which.length ? fill(texts.failedRuns, { which: which.join("; ") }) : "";
  return fill(texts.ladderNote, { title, seeds: seedsOf(rungs), n: counts(rungs.map(({ n }) => n)), failed });
}

export function confusionSentence(confusion, texts) {
  const { false_positive: falsePositive, false_negative: falseNegative } = confusion;
  return fill(texts.confusionSentence, {
    n: thousands(sum(Object.values(confusion))), wrong: thousands(falsePositive + falseNegative),
    falsePositive: thousands(falsePositive), falseNegative: thousands(falseNegative),
  });
}

export function reliabilitySentence({ reliability: { sure, right }, quadrants }, texts) {
  const gap = Math.abs(sure - right), n = sumOf(quadrants);
  const chance = 1.96 * Math.sqrt((right * (1 - right)) / n); // half of a 95% interval
  const kind = gap <= chance ? "calibrated" : sure > right ? "overconfident" : "underconfident";
  const values = { sure: share(sure), right: share(right), gap: fixed(100 * gap, 1) };
  return fill(texts[kind], { n: thousands(n), ...values });
}

// How often the readers agree and what that is worth; of one reader, that it decides alone.
export function agreementSentence({ readers, quadrants }, texts) {
  const n = sumOf(quadrants);
  if (readers.length === 1) return fill(texts.oneReader, { n: thousands(n) });
  const [agree, disagree] = [true, false].map((same) => (
    quadrants.filter(({ forward, backward }) => (forward === backward) === same)
  ));
  const shown = { agree: whole(sumOf(agree) / n), right: rightOf(agree), other: rightOf(disagree) };
  return fill(texts.readersAgree, { n: thousands(n), ...shown });
}

// The table of quadrants, a column for each reader: { head, rows }.
export function quadrantTable({ readers, quadrants }, texts) {
  const rangeOf = ([low, high]) => fill(texts.interval, { low: share(low), high: share(high) });
  const head = [...readers.map((reader) => texts.arrows[reader]), ...texts.quadrants];
  const rows = quadrants.map((quadrant) => ({
    cells: [
      ...readers.map((reader) => texts.signs[quadrant[reader]]),
      thousands(sumOf([quadrant])),
      rightOf([quadrant]),
      quadrant.interval ? rangeOf(quadrant.interval) : NONE,
    ],
  }));
  return { head, rows };
}

// Where the visitor's text lies among the test reviews: { reader: centred evidence }, or null for a
// text without words. reading: see lib/reading.js, of a model with statistics.
export function placeOf({ words, evidence, means }) {
  return words.length ? mapped(evidence, (values, reader) => total(values, reader) - means[reader]) : null;
}

export const inWords = (place, texts) => (
  Object.entries(place).map(([reader, value]) => `${texts.arrows[reader]} ${signed(value)}`).join(", ")
);

export function ownSentence(place, logit, texts) {
  if (!place) return texts.nothingRead;
  return fill(texts.own, { places: inWords(place, texts), label: texts.labels[labelOf(logit)] });
}

// Reviews in quadrants, those of both labels.
function sumOf(quadrants, of = "reviews") {
  return sum(quadrants.flatMap((quadrant) => Object.values(quadrant[of])));
}

function rightOf(quadrants) {
  const n = sumOf(quadrants);
  return n ? share(sumOf(quadrants, "right") / n) : NONE;
}
