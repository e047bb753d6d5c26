// The answers to "metrics", "agreement" and "lesson" → what fills the templates of their charts. Pure
// functions; each returns the values by the names of their slots, and `figure`, the name of the template.
import { inWords } from "./metrics.js";
import { percent, rows, share, sum, thousands, unpack } from "./numbers.js";
import { fill, label } from "./texts.js";

const WILD = 0.03; // spread over seeds above which a rung does not widen the axis
const LEAST = 1e-4; // share below which a curve of the reach is drawn no lower

export function ladderChart(rungs, texts) {
  const named = rungs.map(({ accuracies, cell, direction, n }) => {
    const { mean, spread } = overSeeds(accuracies);
    const written = fill(texts.meanAndSpread, { mean: share(mean), spread: share(spread, "") });
    const description = fill(texts.rung, {
      cell: texts.cells[cell], direction: texts.directions[direction], accuracy: written,
      seeds: accuracies.length, n: thousands(n ?? 0),
    });
    return { name: `${cell}-${direction}`, accuracies, mean, spread, written, description };
  });
  const steady = named.filter(({ spread }) => spread <= WILD);
  const lows = (some) => some.flatMap(({ mean, spread, accuracies }) => [mean - spread, ...accuracies]);
  const highs = named.flatMap(({ mean, spread, accuracies }) => [mean + spread, ...accuracies]);
  const lowest = Math.min(...lows(steady.length ? steady : named)), highest = Math.max(...highs);
  const room = 0.12 * (highest - lowest);
  const range = [lowest - room, Math.min(1, highest + room)];
  const beyond = named.filter(({ mean }) => mean < range[0]);
  return {
    figure: "ladder",
    rungs: named.map(({ name }) => name),
    means: named.map(({ mean }) => mean),
    spreads: named.map(({ spread }) => spread),
    descriptions: named.map(({ description }) => description),
    accuracies: named.flatMap(({ accuracies }) => accuracies),
    rungs_of_accuracies: named.flatMap(({ name, accuracies }) => accuracies.map(() => name)),
    rungs_beyond: beyond.map(({ name }) => name),
    edges: beyond.map(() => range[0]),
    texts_beyond: beyond.map(({ written }) => ` ◀ ${written}`),
    range,
  };
}

// Mean and standard deviation of a recipe's accuracies.
function overSeeds(accuracies) {
  const mean = sum(accuracies) / accuracies.length;
  const squares = sum(accuracies.map((accuracy) => (accuracy - mean) ** 2));
  return { mean, spread: Math.sqrt(squares / Math.max(1, accuracies.length - 1)) };
}

export function learningChart({ trained, held_out: heldOut, kept }) {
  const curve = (epochs, measure) => epochs.map((epoch) => epoch[measure]);
  return {
    figure: "learning",
    epochs: trained.map((_, i) => i + 1),
    range: [0.8, trained.length + 0.2],
    kept: kept === null ? [] : [kept, kept],
    training_accuracy: curve(trained, "accuracy"),
    training_log_loss: curve(trained, "log_loss"),
    held_out_accuracy: curve(heldOut, "accuracy"),
    held_out_log_loss: curve(heldOut, "log_loss"),
  };
}

export function confusionChart({ true_negative, false_positive, false_negative, true_positive }) {
  const table = [[true_negative, false_positive], [false_negative, true_positive]];
  const shares = table.map(([one, other]) => [one, other].map((count) => count / Math.max(1, one + other)));
  const written = (y) => (count, x) => `<b>${thousands(count)}</b><br>${share(shares[y][x])}`;
  return {
    figure: "confusion",
    signed_shares: shares.map(([negative, positive]) => [-negative, positive]),
    texts: table.map((row, y) => row.map(written(y))),
  };
}

export function reliabilityChart(reliability) {
  const [said, positive, low, high, reviews] = ["said", "positive", "low", "high", "reviews"]
    .map((name) => [...unpack(reliability[name])]);
  return {
    figure: "reliability",
    said, positive, reviews,
    above: high.map((end, i) => end - positive[i]),
    below: low.map((end, i) => positive[i] - end),
    heights: [...reviews, reviews.at(-1)],
  };
}

// place: { reader: centred evidence } of the visitor's own text, or null. stacked: for a narrow page.
export function planeChart({ readers, edge, boundary, quadrants, counts: packed }, place, stacked, texts) {
  const one = readers.length === 1;
  const counts = ["negative", "positive"].map((label) => [label, unpack(packed[label])]);
  const highest = Math.max(1, ...counts.map(([, cells]) => Math.max(...cells)));
  const step = (2 * edge) / packed.negative.shape[0];
  const within = (value) => Math.min(edge, Math.max(-edge, value));
  // x + y = boundary, cut off where it leaves the axes.
  const ends = [-edge, edge].map((end) => within(end + boundary));
  const own = place ? readers.map((reader) => place[reader]) : [];
  const values = {
    first: -edge + step / 2, step, axis: [-edge, edge],
    most: Math.sqrt(highest), least: -Math.sqrt(highest),
    reader: `${texts.arrows[readers[0]]} ${texts.readers[readers[0]]}`,
    boundary_x: one ? [boundary, boundary] : ends,
    boundary_y: one ? [-highest, highest] : ends.map((end) => boundary - end),
    own_x: own.slice(0, 1).map(within),
    own_y: one ? own.map(() => 0) : own.slice(1).map(within),
    own: place ? [inWords(place, texts)] : [],
  };
  for (const [label, cells] of counts) {
    const sign = label === "positive" ? 1 : -1;
    const table = one ? cells : rows(cells);
    values[`${label}_reviews`] = thousands(sum(cells));
    values[`${label}_counts`] = table;
    if (one) values[`${label}_heights`] = cells.map((count) => sign * count);
    else values[`${label}_colours`] = table.map((row) => row.map((count) => sign * Math.sqrt(count)));
    for (const { forward, backward, reviews: { [label]: all }, right: { [label]: right } } of quadrants) {
      const corner = { count: thousands(all), right: part(right, all) };
      values[`${label}_${forward}_${backward}`] = all ? fill(texts.corner, corner) : "0";
    }
  }
  return { figure: one ? "planeOfOne" : stacked ? "stackedPlane" : "plane", ...values };
}

// In whole percent; only all are 100%.
const part = (count, all) => (count % all ? percent(count / all) : `${100 * (count / all)}%`);

// reach: of the answer to "lesson". words: as typed. width: pixels, over which labels are thinned out.
// marks: of each reader, for the key.
export function reachChart(reach, words, width, marks) {
  const step = Math.max(1, Math.ceil((13 * words.length) / width));
  const places = words.map((_, i) => i + 1);
  const every = (_, i) => i % step === 0;
  const values = {
    places, range: [0.5, words.length + 0.5],
    words: words.map((word) => escaped(label(word, 40))),
    ticks: places.filter(every),
    labels: words.filter(every).map((word) => escaped(label(word))),
    key: Object.keys(reach).map((reader) => marks[reader]).join("   "),
  };
  for (const reader of ["forward", "backward"]) {
    const slopes = reach[reader] ? [...unpack(reach[reader].slopes)] : [];
    const strongest = Math.max(...slopes);
    values[reader] = strongest > 0 ? slopes.map((slope) => slope / strongest) : [];
    values[`${reader}_drawn`] = values[reader].map((value) => Math.max(LEAST, value));
  }
  return { figure: "reach", ...values };
}

// Plotly reads tags and entities in labels.
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
