// The address bar: it follows what is seen. Pages, steps of the lesson and examples are entries of the
// history; whatever else changes, changes the entry that is there.
import { make, write } from "./dom.js";
import { fragmentOf, partsOf, readFragment } from "./link.js";
import { mapped } from "./numbers.js";
import { on, set, state, usual } from "./store.js";
import { sameText } from "./texts.js";

const REST = 400; // milliseconds: browsers refuse too many changes of an address
const NONE = { pinned: null, node: null, unit: null, playhead: null, row: null };
// What Back over a choice of an example brings back: what was typed before it, and what was chosen in that.
const TYPED = ["page", "step", "lesson", "guess", "text", "model", "other", ...Object.keys(NONE)];

// Where somebody is: going from there to another place can be undone with Back.
const placeOf = ({ page, step, examples }) => ({ page, step: page === "lesson" ? step : null, examples });
const same = (one, other) => Object.keys(one).every((key) => one[key] === other[key]);

// The same as a link says it.
const placeIn = ({ page, step = 1, lesson = null }) => ({ page, ...(page === "lesson" && { step, lesson }) });

// What a link leaves out of a record is as usual.
const whole = (value, key) => (usual[key]?.constructor === Object ? { ...usual[key], ...value } : value);

// limits: see partsOf. Of what is returned, `link` is what the address asked for at the start, and
// `fragment` makes the link to what is seen now, or to that with something `other` in it.
export function addressBar(texts, limits) {
  const parts = partsOf(limits);
  const notice = make("p.lost", { role: "status", hidden: true });
  const start = readFragment(location.hash, parts);
  let pending = null; // pins and playhead of a link, until the words that they belong to have been read
  let shown = placeOf(state); // in the entry of the history
  let left = null; // the fragment of what is seen there
  let address = location.hash;
  let timer = null;

  const fragment = (other = {}) => fragmentOf({ ...state, ...pending, ...other }, parts);

  function go(how, to, { examples } = state) {
    clearTimeout(timer);
    timer = null;
    try {
      history[how]({ brnn: true, examples }, "", to);
      address = to;
    } catch {
      // Too often, too long or not allowed here: the button still gives the link.
    }
  }

  function catchUp() {
    if (timer && fragment() !== address) go("replaceState", fragment());
  }

  function follow() {
    if (same(placeOf(state), shown)) left = fragment();
    clearTimeout(timer);
    timer = setTimeout(catchUp, REST);
  }

  function turn() {
    const place = placeOf(state);
    if (same(place, shown)) return;
    go("replaceState", left, shown); // what Back goes back to
    [shown, left] = [place, fragment()];
    go("pushState", left);
  }

  // Without what needs a model that is not here.
  function available({ page, model, other, ...others }) {
    const here = (name) => (state.models.includes(name) ? name : undefined);
    const there = page !== "guess" || state.guesses;
    return { ...others, page: there ? page : "read", model: here(model), other: here(other?.model) && other };
  }

  // First what is read: pages let go of what was chosen in another text. Then what is chosen in it.
  function show(seen, examples, bad = false) {
    const { text, pinned, unit, playhead, ...others } = available(seen);
    const { page, step, lesson, model, other, ...chosen } = others;
    if (page === "guess") chosen.guess ??= {}; // without a text of its own, its first example
    const place = placeIn({ page, step, lesson });
    shown = placeOf({ ...state, ...place, examples });
    set({ ...NONE, ...place, text, model, other, examples });
    set(mapped(chosen, whole));
    // Said only now: a text that changes takes away what was said before.
    const lost = (page !== seen.page && texts.noGuesses) || (model !== seen.model && texts.noModel);
    write(notice, lost || (bad ? texts.badLink : ""));
    pending = { pinned, unit, playhead };
    arrive(state.reading);
    follow();
  }

  // The answer about another text, or by another model, may have been under way.
  function arrive(reading) {
    const newest = reading && sameText(reading.text, state.text) && reading.model === state.model;
    if (!pending || !newest) return;
    const { words: { length }, readers, settings } = reading;
    const asked = pending;
    pending = null;
    const there = {
      pinned: asked.pinned < length,
      unit: length > 0 && readers.includes(asked.unit?.reader) && asked.unit.unit < settings.units,
      playhead: asked.playhead <= length,
    };
    const odd = Object.keys(there).some((key) => asked[key] !== undefined && !there[key]);
    if (odd) write(notice, texts.badLink);
    set(mapped(asked, (value, key) => (there[key] ? value : undefined)));
  }

  // Begins to follow, once it is known which models there are.
  function begin() {
    const seen = { ...start.seen, page: state.page, text: undefined }; // they are set
    show(seen, history.state?.examples ?? 0, start.bad);
    address = location.hash || fragment(); // without a link, the address stays clean
    on("reading", arrive);
    on("text", () => ((pending = null), (notice.hidden = true)));
    on(["page", "step", "examples"], turn);
    on([...new Set(parts.map(([, place]) => place.split(".")[0]))].filter((key) => key !== "page"), follow);
    addEventListener("popstate", back);
    addEventListener("pagehide", catchUp);
  }

  function back({ state: entry }) {
    address = location.hash;
    const { seen, bad } = readFragment(address, parts);
    if (entry?.brnn && entry.examples === state.examples) { // to that place, with what is read now
      shown = placeOf({ ...state, ...placeIn(seen) });
      set(placeIn(seen));
      return follow();
    }
    if (entry?.brnn) { // to what was typed before an example, or forward to that
      const typed = Object.entries(seen).filter(([key]) => TYPED.includes(key));
      return show(Object.fromEntries(typed), entry.examples);
    }
    show(seen, state.examples + 1, bad); // an address that somebody has put in
  }

  return { begin, fragment, link: start.seen, notice };
}
