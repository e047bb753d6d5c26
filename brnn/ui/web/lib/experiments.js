// Answers to "order", "padding" and "mute" → what became of the verdict: which prediction is right,
// sentences, and the values of their figures (brnn/figures/experiments.py). Pure functions: all take an
// answer as `received` makes it, the texts (EXPERIMENTS), and what the controls of the experiment say.
import { addUp, labelOf, mapped, rounded, share, signed, thousands, unpack } from "./numbers.js";
import { counted, fill } from "./texts.js";

const WITHIN = 0.05; // log-odds by which a verdict may move and still count as hardly moved

// An answer with its numbers as plain arrays.
export function received(answer) {
  return mapped(answer, (value) => (value?.base64 === undefined ? value : [...unpack(value)]));
}

const turns = (before, after) => labelOf(before) !== labelOf(after);

export function verdictWords(before, after, texts) {
  const { positive, negative } = texts.labels;
  const [same, other] = before > 0 ? [positive, negative] : [negative, positive];
  const outcome = fill(texts.outcomes[turns(before, after) ? "turns" : "stays"], { same, other });
  return { same, other, before: signed(before), after: signed(after), outcome };
}

export const order = {
  // The key of the prediction that is right.
  result: ({ logit, shown }) => (turns(logit, shown) ? "turns" : "stays"),

  sentence(answer, { order: own, ...texts }, { arrangement }) {
    const { logit, shown, shown_totals: there, shuffles, start, end, totals, words: read } = answer;
    if (read.length === 1) return own.oneWord;
    if (arrangement !== "shuffle" && start === logit && end === logit) return own.oneSentence;
    const readers = Object.keys(totals);
    // The printed shifts lead from the one printed verdict to the other.
    const shift = rounded(shown) - rounded(logit);
    const { terms, total } = addUp(readers.map((reader) => there[reader] - totals[reader]), shift);
    const shifts = terms.map((value, i) => fill(own.shift, { arrow: texts.arrows[readers[i]], value }));
    const turned = shuffles.filter((other) => turns(logit, other)).length;
    const words = { ...verdictWords(logit, shown, texts), shifts: shifts.join(", ") };
    return [
      fill(total === signed(0) ? own.same : own.moved, words),
      counted(own.shuffles, turned, { shuffles: shuffles.length }),
      own.counting,
    ].join(" ");
  },

  alternative: ({ logit, start, end, shuffles }, { order: own }) => fill(own.alternative, {
    before: signed(logit), start: signed(start), end: signed(end), shuffles: shuffles.length,
    low: signed(Math.min(...shuffles)), high: signed(Math.max(...shuffles)),
  }),

  // Marked is the order that is shown: "start", "end", or the shuffle with that number.
  slots({ logit, start, end, shuffles }, texts, { arrangement, number }) {
    const marked = { start: 1, end: 2 }[arrangement] ?? 3 + number;
    return { ...dots([[logit], [start], [end], shuffles], [marked]), count: shuffles.length };
  },
};

export const padding = {
  result({ logit, unmasked }, texts, { stop }) {
    const after = unmasked[stop];
    return turns(logit, after) ? "turns" : Math.abs(after - logit) < WITHIN ? "stays" : "moves";
  },

  sentence(answer, { padding: own, ...texts }, { stop }) {
    const { logit, masked, pads, side, unmasked } = answer;
    const stays = padding.result(answer, texts, { stop }) === "stays";
    return fill(!pads[stop] ? own.none : stays ? own.stayed : own.moved, {
      ...verdictWords(logit, unmasked[stop], texts), masked: signed(masked[stop]), within: WITHIN,
      pads: counted(own.pads, pads[stop]), where: own.sides[side],
    });
  },

  alternative: ({ logit, pads, side, unmasked }, { padding: own }) => fill(own.alternative, {
    masked: signed(logit), before: signed(unmasked[0]), after: signed(unmasked.at(-1)),
    pads: counted(own.pads, pads.at(-1)), where: own.sides[side],
  }),

  slots: ({ masked, pads, side, unmasked }, texts, { stop }) => ({
    pads, side, masked, unmasked, marked: [stop],
    masked_printed: masked.map(signed), unmasked_printed: unmasked.map(signed),
  }),
};

export const mute = {
  result: ({ logit, muted }, texts, { reader }) => (turns(logit, muted[reader]) ? "turns" : "stays"),

  sentence({ accuracy, logit, muted, muted_accuracy: without, n }, { mute: own, ...texts }, { reader }) {
    return fill(Object.keys(muted).length > 1 ? own.both : own.alone, {
      ...verdictWords(logit, muted[reader], texts), reader: own.names[reader],
      n: thousands(n), unmuted: share(accuracy), muted: share(without[reader]),
    });
  },

  alternative: ({ logit, muted }, { mute: own }, { reader }) => fill(own.alternative, {
    before: signed(logit), after: signed(muted[reader]), reader: own.names[reader],
  }),

  slots: ({ logit, muted }, { arrows }, { reader }) => (
    { ...dots([[logit], [muted[reader]]], []), arrow: arrows[reader] }
  ),
};

// Rows of log-odds → what fills a template of dots; see `_values` of brnn/figures/experiments.py.
function dots(rows, marked) {
  const logits = rows.flat();
  const places = rows.flatMap((row, place) => row.map(() => place));
  const printed = logits.map(signed);
  // Where many share a row, the marked ones alone say their number.
  const texts = printed.map((text, i) => (rows[places[i]].length === 1 || marked.includes(i) ? text : ""));
  return { logits, rows: places, signs: logits.map(Math.sign), printed, texts, marked };
}
