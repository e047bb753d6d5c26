// One column for each word: how wide it is, and how its word stands in it.

const LETTER = 7.2, ROOM = 12; // pixels: width of a letter, space beside a word
const READABLE = 19; // the narrowest column whose word, upright, can be read
const FINGER = 24; // the narrowest one that a finger finds
const WIDEST = 132;
const ZOOM = 1.45; // one step
const LANE = 27; // height of a lane whose words lie
const MOST_LETTERS = 12; // of a word that stands
const MOST_HEIGHT = 0.19; // of the stage, for a lane

// zoom: steps from the width that can be read; null: as narrow as all words need. height: of the
// stage. scale: of the letters. touched: whether fingers press the words. All lengths are measured
// in letters of the usual size, then scaled.
export function columnsFor(labels, width, height, zoom, { scale = 1, touched = false } = {}) {
  const found = columnsOf(labels, width / scale, height / scale, zoom, touched ? FINGER : READABLE);
  for (const length of ["column", "lane", "width"]) found[length] *= scale;
  return found;
}

function columnsOf(labels, width, height, zoom, least) {
  const fit = Math.min(WIDEST, width / Math.max(1, labels.length));
  const readable = Math.max(least, fit);
  const column = zoom === null ? fit : Math.min(WIDEST, Math.max(fit, readable * ZOOM ** zoom));
  const longest = Math.max(1, ...labels.map((label) => label.length));
  const lying = longest * LETTER + ROOM <= column;
  const words = column < READABLE - 5 ? "none" : lying ? "lying" : "standing";
  const letters = Math.min(longest, MOST_LETTERS);
  const standing = Math.max(LANE, Math.min(letters * LETTER + 10, MOST_HEIGHT * height));
  const lane = { none: 14, lying: LANE, standing }[words];
  return { column, words, lane, width: Math.max(1, column * labels.length) };
}
