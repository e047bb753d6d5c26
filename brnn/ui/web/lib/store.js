// The state of the page. Components change it with `set` and listen for changes with `on`.

export const state = {
  page: "read", // which page is shown
  models: [], // names of all
  guesses: false, // whether there is a model that guesses words
  model: null, // name of the one that reads; null: not known yet
  text: "", // what is typed
  other: null, // side B of Compare: { text, model }; text null: the same as A's, which is `text`
  reading: null, // the server's answer to "read" for the newest text it has answered
  view: "memories", // what the stage shows: the "memories", or the "network"
  units: "usual", // which are drawn: the most influential ones, those of the "text", or "all"
  measure: "added", // of the words in the lanes: "added", "deleted" or "gradients"
  zoom: 0, // of the columns of words: steps from the width that can be read; null fits all
  playhead: null, // words each reader has read; null: all, not playing
  hovered: null, // word that is lit, counted from 0 among those read
  pinned: null, // word that is pinned, likewise
  node: null, // reader whose state after the pinned word is looked into, in the network
  unit: null, // unit that is pinned: { reader, unit }, unit from 0
  row: null, // of the difference on Compare that is pinned, from 0
  // Of Guess: what is typed there (null: its first example), the word that is hidden (null: the server
  // chooses), the candidate whose sum is shown (null: the usual one), whether visitors guess first, and what
  // is seen of all words: "bars" or the "network".
  guess: { text: null, word: null, candidate: null, covered: false, view: "bars" },
  // Of Experiments: what is set, and what was predicted; null: nothing yet; "seen": of another setting.
  order: { arrangement: "shuffle", number: 0, guess: null },
  padding: { side: "after", stop: 12, guess: null },
  mute: { reader: "forward", guess: null },
  explain: { name: null, settings: {} }, // the question that is asked below; null: the first one
  details: false, // of Models: whether they are open
  step: 1, // of the lesson
  lesson: null, // what is typed in this step of the lesson; null: the step's own first example
  live: { model: null, word: null, reader: null, unit: null, mirrored: false }, // what is chosen in it
  walk: null, // words that each reader has read in it; null: all
  presenting: false,
  busy: 0, // how many questions the server had no time for, and get asked again
  examples: 0, // how many were taken until now: each is an entry of the history
};

// What holds until somebody changes it.
export const usual = { ...state };

const listeners = new Map();

// Calls `listener(value)` whenever one of the keys has changed.
export function on(keys, listener) {
  for (const key of [keys].flat()) {
    if (!(key in state)) throw new Error(`no such key: ${key}`);
    listeners.set(key, [...(listeners.get(key) ?? []), listener]);
  }
}

// What is undefined stays as it is.
export function set(changes) {
  const changed = Object.keys(changes).filter((key) => ![state[key], undefined].includes(changes[key]));
  for (const key of changed) state[key] = changes[key];
  const called = new Set();
  for (const key of changed) {
    for (const listener of listeners.get(key) ?? []) {
      if (!called.has(listener)) listener(state[key], key);
      called.add(listener);
    }
  }
}

// Puts an example in the place of what is typed. Back returns to that.
export function take(example) {
  const differs = (key) => JSON.stringify(example[key]) !== JSON.stringify(state[key]);
  if (Object.keys(example).some(differs)) set({ ...example, examples: state.examples + 1 });
}

// Calls `ask` while a page is shown, whenever one of the keys is not what it was at the last call; never
// before it is known which model reads. What it returns makes it ask once more when the page is shown.
export function onPage(page, keys, ask) {
  let asked = [];
  on([...keys, "page"], () => {
    const now = keys.map((key) => state[key]);
    if (state.page !== page || state.model === null || now.every((value, i) => value === asked[i])) return;
    asked = now;
    ask();
  });
  return () => (asked = []);
}

// What this browser keeps in its "localStorage", or for this tab in its "sessionStorage". Where there is
// no room, or it is not allowed, nothing is kept.
export function remember(storage, key, value) {
  try {
    window[storage].setItem(key, value);
  } catch {}
}

export function remembered(storage, key) {
  try {
    return window[storage].getItem(key);
  } catch {
    return null;
  }
}
