// A link: what is seen, in the part of an address that no browser sends to a server. Words and units are
// counted from 1 in it, as they are on the page.

const LARGEST = 100_000; // of a number
const MEASURES = ["added", "deleted", "gradients"]; // the first is the usual one
const UNITS = ["usual", "text", "all"];
const READERS = ["forward", "backward"];
const VIEWS = ["memories", "network"];

const placed = (index) => (index == null ? null : index + 1);

// seen: the state of store.js.
export function fragmentOf(seen) {
  const { text, model, page, view, measure, units, pinned, node, unit, playhead, step, lesson, other } = seen;
  const parts = {
    page: page === "read" ? null : page,
    model,
    shows: view === VIEWS[0] ? null : view,
    colour: measure === MEASURES[0] ? null : measure,
    rows: units === UNITS[0] ? null : units,
    word: placed(pinned),
    node: pinned === null ? null : node,
    reader: unit?.reader,
    unit: placed(unit?.unit),
    at: playhead,
    ...(page === "lesson" && { step, lesson }),
    ...(page === "compare" && { othermodel: other?.model, othertext: other?.text }),
    text,
  };
  const says = ([key, value]) => value != null && (value !== "" || key === "text");
  return `#${new URLSearchParams(Object.entries(parts).filter(says))}`;
}

// Returns { seen, bad }: what a fragment says, undefined where it cannot be meant, and whether there is
// anything of that kind. Fragments come from anywhere. limits: names of the pages, most letters of a text,
// how many steps the lesson has.
export function readFragment(fragment, { pages, limit, steps }) {
  const given = fragment.replace(/^#/, "");
  const text = (value) => (value.length <= 2 * limit && [...value].length <= limit ? value : undefined);
  const name = (value) => (/^[\w./-]{1,200}$/.test(value) ? value : undefined);
  const oneOf = (choices) => (value) => (choices.includes(value) ? value : undefined);
  const number = (least, most, first) => (value) => {
    const meant = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    return meant >= least && meant <= most ? meant - first : undefined;
  };
  const meanings = {
    page: oneOf(pages), shows: oneOf(VIEWS), colour: oneOf(MEASURES), rows: oneOf(UNITS), model: name, othermodel: name, text, othertext: text, lesson: text,
    word: number(1, LARGEST, 1), reader: oneOf(READERS), node: oneOf(READERS), unit: number(1, LARGEST, 1),
    at: number(0, LARGEST, 0), step: number(1, steps, 0),
  };
  const found = new URLSearchParams(given);
  const there = Object.keys(meanings).filter((key) => found.has(key));
  const meant = Object.fromEntries(there.map((key) => [key, meanings[key](found.get(key))]));
  const broken = /%(?![0-9a-f]{2})/i.test(given) || (given !== "" && !there.length);
  const { word: pinned, at: playhead, colour: measure, rows: units, reader, unit, ...rest } = meant;
  const { shows: view, othermodel, othertext = null, ...same } = rest;
  const seen = {
    ...same, page: same.page ?? "read", view, measure, units, pinned, playhead,
    unit: reader && unit !== undefined ? { reader, unit } : undefined,
    other: othermodel && { model: othermodel, text: othertext },
  };
  return { seen, bad: broken || Object.values(meant).includes(undefined) };
}

// The address that a link is put on. Query parts are left out: a private Space's hold its key. Inside a
// Space's page the app stands in a frame of its own. That page hands its own fragment to the frame when it
// is opened, so its address is the better one; where the browser does not tell which page it is, the
// frame's own works as well.
export function addressOf({ origin, pathname }, referrer, framed) {
  const space = /^https:\/\/huggingface\.co\/spaces\/[\w.-]+\/[\w.-]+/.exec(referrer ?? "");
  return framed && space ? space[0] : origin + pathname;
}

// Whether a host names the computer that asks, so that nobody else can open an address on it.
export const isAlone = (host) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
