// A link: what is seen, in the part of an address that no browser sends to a server. Words, units, rows and
// shuffles are counted from 1 in it, as they are on the page.
import { usual } from "./store.js";

const LARGEST = 100_000; // of a number
const LONGEST = 80; // characters of a setting
export const SHUFFLES = 20, PADS = 17; // as many as there are in brnn/ui/answers/experiments.py
const ZOOMS = { all: null, 1: 1, 2: 2, 3: 3, 4: 4 };

// How a value is written, and what is meant by what is read: undefined if it cannot be meant.
const plain = (fits) => ({ write: (value) => value, read: (given) => (fits(given) ? given : undefined) });
const oneOf = (...choices) => plain((given) => choices.includes(given));
const NAME = plain((given) => /^[^<>"\p{Cc}]{1,200}$/u.test(given)); // of a folder, or hf://user/name@v1
const FLAG = { write: () => 1, read: (given) => (given === "1" ? true : undefined) };
const READER = oneOf("forward", "backward");
const GUESS = oneOf("stays", "turns", "seen");
const ZOOM = {
  write: (value) => value ?? "all",
  read: (given) => (Object.hasOwn(ZOOMS, given) ? ZOOMS[given] : undefined),
};

// least, most: as it stands in the link; first: what 0 is there.
function number(least, most, first = 0) {
  return {
    write: (value) => value + first,
    read(given) {
      const meant = /^\d{1,6}$/.test(given) ? Number(given) : NaN;
      return meant >= least && meant <= most ? meant - first : undefined;
    },
  };
}
const PLACE = number(1, LARGEST, 1);

// What a link holds: its name there, where it stands in `state` of store.js, how it is written, and the
// page that alone has it. limits: names of the pages, most letters of a text, how many steps the lesson
// has, and the explanations that can be asked for.
export function partsOf({ pages, limit, steps, explanations }) {
  const text = plain((given) => given.length <= 2 * limit && [...given].length <= limit);
  const setting = plain((given) => given.length > 0 && given.length <= LONGEST);
  const settings = new Set(explanations.flatMap((one) => one.settings.map(({ name }) => name)));
  return [
    ["page", "page", oneOf(...pages)],
    ["present", "presenting", FLAG],
    ["model", "model", NAME],
    ["shows", "view", oneOf("memories", "network")],
    ["colour", "measure", oneOf("added", "deleted", "gradients")],
    ["rows", "units", oneOf("usual", "text", "all")],
    ["zoom", "zoom", ZOOM],
    ["word", "pinned", PLACE],
    ["node", "node", READER],
    ["reader", "unit.reader", READER],
    ["unit", "unit.unit", PLACE],
    ["at", "playhead", number(0, LARGEST)],
    ["guesstext", "guess.text", text, "guess"],
    ["guessword", "guess.word", PLACE, "guess"],
    ["candidate", "guess.candidate", setting, "guess"],
    ["guessfirst", "guess.covered", FLAG, "guess"],
    ["guessshows", "guess.view", oneOf("bars", "network"), "guess"],
    ["othermodel", "other.model", NAME, "compare"],
    ["othertext", "other.text", text, "compare"],
    ["row", "row", PLACE, "compare"],
    ["order", "order.arrangement", oneOf("shuffle", "start", "end"), "experiments"],
    ["shuffle", "order.number", number(1, SHUFFLES, 1), "experiments"],
    ["orderguess", "order.guess", GUESS, "experiments"],
    ["padding", "padding.side", oneOf("after", "before"), "experiments"],
    ["pads", "padding.stop", number(0, PADS - 1), "experiments"],
    ["paddingguess", "padding.guess", oneOf("stays", "moves", "turns", "seen"), "experiments"],
    ["mute", "mute.reader", READER, "experiments"],
    ["muteguess", "mute.guess", GUESS, "experiments"],
    ["explain", "explain.name", oneOf(...explanations.map(({ name }) => name)), "experiments"],
    ...[...settings].map((name) => [`explain.${name}`, `explain.settings.${name}`, setting, "experiments"]),
    ["details", "details", FLAG, "models"],
    ["step", "step", number(1, steps), "lesson"],
    ["lesson", "lesson", text, "lesson"],
    ["lessonmodel", "live.model", NAME, "lesson"],
    ["lessonword", "live.word", PLACE, "lesson"],
    ["lessonreader", "live.reader", READER, "lesson"],
    ["lessonunit", "live.unit", PLACE, "lesson"],
    ["mirrored", "live.mirrored", FLAG, "lesson"],
    ["lessonat", "walk", number(0, LARGEST), "lesson"],
    ["text", "text", text],
  ];
}

const valueAt = (seen, place) => place.split(".").reduce((part, key) => part?.[key], seen);

// seen: `state` of store.js. What is as usual is left out, but for the text; and what could not be read
// again, so that no link grows without bounds.
export function fragmentOf(seen, parts) {
  const found = parts.flatMap(([name, place, { write, read }, page]) => {
    const value = valueAt(seen, place);
    const says = value !== undefined && (name === "text" || value !== (valueAt(usual, place) ?? null));
    if (!says || (page && page !== seen.page)) return [];
    const written = String(write(value));
    return read(written) === undefined ? [] : [[name, written]];
  });
  return `#${new URLSearchParams(found)}`;
}

// Returns { seen, bad }: what a fragment says, with the keys of store.js, undefined where it cannot be
// meant, and whether there is anything of that kind. Fragments come from anywhere.
export function readFragment(fragment, parts) {
  const given = fragment.replace(/^#/, "");
  const found = new URLSearchParams(given);
  const there = parts.filter(([name]) => found.has(name));
  const seen = { page: "read" };
  let bad = /%(?![0-9a-f]{2})/i.test(given) || (given !== "" && !there.length);
  for (const [name, place, { read }] of there) {
    const value = read(found.get(name));
    if (value === undefined) bad = true;
    else put(seen, place.split("."), value);
  }
  const { unit, other } = seen; // nothing without both parts, or without a model
  if (unit?.reader === undefined || unit.unit === undefined) delete seen.unit;
  if (other) seen.other = other.model && { text: null, ...other };
  return { seen, bad };
}

function put(seen, [key, ...more], value) {
  if (more.length) put((seen[key] ??= {}), more, value);
  else seen[key] = value;
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
