// Where everything on a stage stands: its columns, its rows, and the axis of the evidence. All lengths in
// pixels. Pure functions.
import { mapped, sum } from "./numbers.js";

const LETTER = 6.6, ROOM = 6, BEYOND = 10; // pixels: width of a letter, space beside a word, above and below
const SEEN = 5, WHOLE = 0.75; // words lie where so many letters are seen of each, and such a share whole
const READABLE = 19; // the narrowest column whose word, upright, can be read
const FINGER = 24; // the narrowest one that a finger finds
const WIDEST = 132;
const ZOOM = 1.45; // one step
const LANE = 27; // height of a lane whose words lie
const MOST_LETTERS = 12; // of a word that stands
const MOST_HEIGHT = 0.19; // of the stage, for a lane

// zoom: steps from the width that can be read; null: as narrow as all words need. height: of the
// stage. scale: of the letters. touched: whether fingers press the words. narrowest: pixels of a column that
// what is drawn needs; a few such columns share all the width. Returns the width of a column, the height of a
// lane, and how its words stand: "none", "lying" or "standing".
export function columnsFor(labels, width, height, zoom, { scale = 1, touched = false, narrowest = 0 } = {}) {
  const least = Math.max(narrowest, scale * (touched ? FINGER : READABLE));
  const even = width / Math.max(1, labels.length);
  const widest = Math.max(scale * WIDEST, narrowest && even);
  const fit = Math.min(widest, even);
  const readable = Math.max(least, fit);
  const zoomed = readable * ZOOM ** (zoom ?? 0);
  const column = zoom === null && !narrowest ? fit : Math.min(widest, Math.max(fit, zoomed));
  const lengths = labels.map((label) => label.length);
  const longest = Math.max(1, ...lengths);
  const letters = (column / scale - ROOM) / LETTER; // that fit a column
  const whole = lengths.filter((length) => length <= letters).length;
  const tall = scale * (Math.min(longest, MOST_LETTERS) * LETTER + BEYOND);
  const standing = Math.max(scale * LANE, Math.min(tall, MOST_HEIGHT * height));
  const upright = (standing / scale - BEYOND) / LETTER; // letters that are seen of words that stand
  const lying = letters >= Math.min(longest, upright) || (letters >= SEEN && whole >= WHOLE * labels.length);
  const words = column < scale * (READABLE - 5) ? "none" : lying ? "lying" : "standing";
  const lane = { none: scale * 14, lying: scale * LANE, standing }[words];
  return { column, words, lane };
}

const ORDER = ["forward", "evidence", "backward"];

// shown: what has a row. shares: heights of rows, by kind (brnn/figures/look.py). top: where the first
// row's title begins. Each row stands under a title; together they fill the height.
export function rowsOf(shown, shares, top, height, title) {
  const names = ORDER.filter((name) => shown.includes(name));
  const share = (name) => (name === "evidence" ? shares.evidence : shares.memory);
  const unit = Math.max(0, height - names.length * title) / sum(names.map(share));
  let at = top;
  return names.map((name) => {
    const row = { name, top: at + title, bottom: at + title + share(name) * unit };
    at = row.bottom;
    return row;
  });
}

// The upper half for the forward reader, the lower one for the backward reader; a single one has all.
export function halvesOf(readers, top, height) {
  const half = height / readers.length;
  return readers.map((name, i) => ({ name, top: top + i * half, bottom: top + (i + 1) * half }));
}

// Returns { word, row, unit, at } of a point: word from 0; row: its name, if there is one; in a
// memory the unit, and in which place from the top it stands. null: there is no word.
export function cellAt(x, y, column, rows, { words, states }) {
  const word = Math.floor(x / column);
  if (word < 0 || word >= words.length) return null;
  const row = rows.find(({ top, bottom }) => y >= top && y < bottom);
  const units = states?.[row?.name]?.units;
  if (!units?.length) return { word, row: row?.name };
  const at = Math.floor(((y - row.top) / (row.bottom - row.top)) * units.length);
  return { word, row: row.name, unit: units[at], at };
}

const STATE = 56; // the narrowest column of a state whose number can be read
const MOST_RADIUS = 28;
const WINDOW = 12; // words of a network that are seen at once

// The narrowest column of a network that is drawn. width: that is seen of the words. scale: of the letters.
export const stateColumn = (width, scale) => Math.max(STATE * scale, width / WINDOW);

// Where the parts of a network stand: { rows: { reader: { y, from } }, middle, radius }. y: of its states;
// from: where its words come in. middle: where the readers join. A single reader has all the height.
export function joinOf(readers, column, height, scale) {
  const both = readers.length > 1;
  const [upper, lower] = both ? [0.25, 0.75] : [0.36, 0.64];
  const middle = both ? height / 2 : readers[0] === "forward" ? 0.8 * height : 0.2 * height;
  const places = { forward: { y: upper * height, from: 0 }, backward: { y: lower * height, from: height } };
  const rows = Object.fromEntries(readers.map((reader) => [reader, places[reader]]));
  return { rows, middle, radius: Math.min(0.36 * column, MOST_RADIUS * scale, 0.123 * height) };
}

const THIN = 2; // pixels: units cannot be told apart whose rows are thinner

// As many of the first units of each memory as can be told apart in its row; of more than `most`, all.
export function fitting(states, rows, scale, most) {
  return states && mapped(states, ({ units, rows: drawn }, reader) => {
    const { top = 0, bottom = 0 } = rows.find(({ name }) => name === reader) ?? {};
    const fit = units.length > most ? units.length : Math.max(1, Math.floor((bottom - top) / (THIN * scale)));
    return { units: units.slice(0, fit), rows: drawn.slice(0, fit) };
  });
}

// Where the row of a unit stands, { top, bottom }; undefined: it is not drawn.
export function rowOf(rows, states, { reader, unit }) {
  const memory = rows.find(({ name }) => name === reader);
  const { units = [] } = states?.[reader] ?? {};
  const at = units.indexOf(unit);
  if (!memory || at < 0) return undefined;
  const each = (memory.bottom - memory.top) / units.length;
  return { top: memory.top + at * each, bottom: memory.top + (at + 1) * each };
}

const LEAST = 2; // log-odds to both sides, the scale of the words: little looks like little, in each text
const MARGIN = 0.08; // of the range

// The axis of the evidence, { range: [low, high], ticks }, for some lines of numbers.
export function evidenceAxis(lines) {
  const all = [-LEAST, LEAST, ...lines.flatMap((line) => [...line])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = MARGIN * (high - low);
  return { range: [low - margin, high + margin], ticks: niceTicks(low, high) };
}

// Three to seven ticks at round numbers of log-odds, signed: [{ value, text }].
export function niceTicks(low, high) {
  const power = 10 ** Math.floor(Math.log10(high - low));
  const ticksAt = (step) => {
    const first = Math.ceil(low / step);
    const length = Math.max(0, Math.floor(high / step) - first + 1);
    return Array.from({ length }, (_, i) => (first + i) * step || 0); // no −0
  };
  const ticks = [5, 2, 1, 0.5, 0.2].map((step) => ticksAt(power * step));
  const widest = ticks.find(({ length }) => length >= 3);
  return widest.map((value) => ({ value, text: tickText(value) }));
}

function tickText(value) {
  const text = String(Number(Math.abs(value).toPrecision(10)));
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : "0";
}

// The ticks that are written where each needs `least` pixels and two lie `apart`: every second one,
// or third; zero always is, unless it would be alone: the outermost two, which show the scale, then are.
export function thinned(ticks, apart, least) {
  const every = Math.max(1, Math.ceil(least / apart));
  const zero = Math.max(0, ticks.findIndex(({ value }) => Math.abs(value) < 1e-9));
  const kept = ticks.filter((_, i) => (i - zero) % every === 0);
  const alone = kept.length === 1 && (ticks.length - 1) * apart >= least;
  return alone ? [ticks[0], ticks[ticks.length - 1]] : kept;
}
