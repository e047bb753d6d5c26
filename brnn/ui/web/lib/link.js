// A link: what is seen, in the part of an address that no browser sends to a server.
//
// Words and units are counted from 1 in it, as they are on the page.

const KEYS = [
  "page", "model", "word", "reader", "unit", "at", "step", "lesson", "othermodel", "text", "othertext",
];
const MOST = 2_000_000; // letters; a browser's own limit
const LARGEST = 100_000; // of a number

// seen: { text, model, page, pinned, unit, playhead, step, lesson, other }, see store.js.
export function fragmentOf({ text, model, page, pinned, unit, playhead, step, lesson, other }) {
  const parts = {
    page: page === "read" ? null : page,
    model,
    word: placed(pinned),
    reader: unit?.reader,
    unit: placed(unit?.unit),
    at: playhead,
    step: page === "lesson" ? step : null,
    lesson: page === "lesson" ? lesson : null,
    othermodel: page === "compare" ? other?.model : null,
    text,
    othertext: page === "compare" ? other?.text : null,
  };
  const given = new URLSearchParams();
  for (const key of KEYS) if (parts[key] != null && parts[key] !== "") given.set(key, parts[key]);
  if (text === "") given.set("text", ""); // an empty box is shared, too
  return `#${given}`;
}

// Returns { seen, trouble }: what a fragment says, each part only if it can be meant; trouble names
// what is wrong with the rest: "" for nothing, "bad" or "long". Fragments come from anywhere.
// limits: names of the pages, most letters of a text, how many steps the lesson has.
export function readFragment(fragment, { pages, limit, steps }) {
  const seen = {};
  const given = fragment.replace(/^#/, "");
  if (!given) return { seen, trouble: "" };
  if (given.length > MOST) return { seen, trouble: "long" };
  const found = new URLSearchParams(given);
  let bad = /%(?![0-9a-f]{2})/i.test(given) || !KEYS.some((key) => found.has(key));
  const text = (name) => {
    const value = found.get(name);
    if (value === null) return undefined;
    if (value.length <= 2 * limit && [...value].length <= limit) return value;
    bad = true;
    return undefined;
  };
  const number = (name, from, most = LARGEST) => {
    const value = found.get(name);
    if (value === null) return undefined;
    const meant = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    if (meant >= from && meant <= most) return meant - from;
    bad = true;
    return undefined;
  };
  const oneOf = (name, choices) => {
    const value = found.get(name);
    if (value === null || choices.includes(value)) return value ?? undefined;
    bad = true;
    return undefined;
  };
  const name = (key) => {
    const value = found.get(key);
    if (value === null || /^[\w./-]{1,200}$/.test(value)) return value ?? undefined;
    bad = true;
    return undefined;
  };
  seen.page = oneOf("page", pages) ?? "read";
  seen.model = name("model");
  seen.text = text("text");
  seen.pinned = number("word", 1);
  seen.playhead = number("at", 0);
  const step = number("step", 1, steps);
  if (step !== undefined) seen.step = step + 1;
  const lesson = text("lesson");
  if (lesson !== undefined) seen.lesson = lesson;
  const reader = oneOf("reader", ["forward", "backward"]);
  const unit = number("unit", 1);
  if (reader !== undefined && unit !== undefined) seen.unit = { reader, unit };
  const model = name("othermodel");
  if (model !== undefined) seen.other = { model, text: text("othertext") ?? null };
  return { seen, trouble: bad ? "bad" : "" };
}

function placed(index) {
  return index == null ? null : index + 1;
}

// The address that a link is put on. Query parts are left out: a private Space's hold its key.
//
// Inside a Space's page the app stands in a frame of its own. That page hands its own fragment to
// the frame when it is opened, so its address is the better one; where the browser does not tell
// which page it is, the frame's own works as well.
export function addressOf({ origin, pathname }, referrer, framed) {
  const space = /^https:\/\/huggingface\.co\/spaces\/[\w.-]+\/[\w.-]+/.exec(referrer ?? "");
  return framed && space ? space[0] : origin + pathname;
}
