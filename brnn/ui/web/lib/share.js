// Sharing: a link that shows what is seen. The address bar follows it; Back works between pages and between
// steps of the lesson.
import { make, write } from "./dom.js";
import { addressOf, fragmentOf, isAlone, readFragment } from "./link.js";
import { menu } from "./menu.js";
import { thousands } from "./numbers.js";
import { on, set, state } from "./store.js";
import { fill } from "./texts.js";

const REST = 400; // milliseconds: browsers refuse too many changes of an address
const LONG = 2000; // characters of a link that some messengers cut
const PARTS = [
  "text", "model", "view", "measure", "units", "pinned", "node", "unit", "playhead", "step", "lesson",
  "other",
];
const NONE = { pinned: null, node: null, unit: null, playhead: null };

// Where somebody is: going from there to another place can be undone with Back.
const placeOf = ({ page, step }) => ({ page, step: page === "lesson" ? step : null });
const same = (one, other) => one.page === other.page && one.step === other.step;

// pages: the names of all. steps: of the lesson. `link` of what is returned: what the address asked for
// at the start.
export function sharing(texts, pages, steps) {
  const limits = { pages, limit: texts.limit, steps };
  const notice = make("p.lost", { role: "status", hidden: true });
  let pending = null; // pins and playhead of a link, until the words that they belong to have been read
  let shown = placeOf(state); // in the entry of the history
  let left = null; // the fragment of what is seen there
  let address = location.hash;
  let timer;

  const select = () => field.select();
  const field = make("input", { type: "text", readonly: true, "aria-label": texts.link, onfocus: select });
  const said = make("p", { role: "status" });
  const alone = make("p.note", { hidden: !isAlone(location.hostname) }, texts.alone);
  const long = make("p.note", { hidden: true });
  const { element } = menu(texts.share, [said, field, alone, make("p.note", texts.holds), long], copy);

  async function copy() {
    const link = addressOf(location, document.referrer, window.parent !== window) + fragment();
    field.value = link;
    write(long, link.length > LONG ? fill(texts.long, { count: thousands(link.length) }) : "");
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = texts.copied;
    } catch {
      said.textContent = texts.refused;
      field.focus();
      field.select();
    }
  }

  const fragment = () => fragmentOf({ ...state, ...pending });

  function go(how, to) {
    clearTimeout(timer);
    try {
      if (how === "pushState" || to !== address) history[how]({ brnn: true }, "", to);
      address = to;
    } catch {
      // Too often, too long or not allowed here: the button still gives the link.
    }
  }

  function follow() {
    if (same(placeOf(state), shown)) left = fragment();
    clearTimeout(timer);
    timer = setTimeout(() => go("replaceState", fragment()), REST);
  }

  function turn() {
    const place = placeOf(state);
    if (same(place, shown)) return;
    go("replaceState", left ?? fragmentOf({ ...state, ...pending, ...shown })); // what Back goes back to
    [shown, left] = [place, null];
    go("pushState", fragment());
  }

  // What the address asks for, apart from what has to wait.
  function read() {
    const { seen: { pinned, unit, playhead, ...others }, bad } = readFragment(location.hash, limits);
    pending = { pinned, unit, playhead };
    write(notice, bad ? texts.badLink : "");
    return others;
  }

  // Without what needs a model that is not here.
  function available({ model, other, ...others }) {
    const here = (name) => (state.models.includes(name) ? name : undefined);
    if (model !== undefined && !here(model)) write(notice, texts.noModel);
    return { ...others, model: here(model), other: here(other?.model) && other };
  }

  function arrive(reading) {
    if (!pending || !reading) return;
    const { words: { length }, readers } = reading;
    const { pinned, unit, playhead } = pending;
    pending = null;
    if (pinned >= length || playhead > length) write(notice, texts.badLink);
    set({
      pinned: pinned < length ? pinned : undefined,
      unit: length && readers.includes(unit?.reader) ? unit : undefined,
      playhead: playhead <= length ? playhead : undefined,
    });
  }

  const link = read();
  on("reading", arrive);

  // Begins to follow, once it is known which models there are.
  function begin() {
    const { view, node, measure, units, step, lesson, other } = available(link);
    set({ view, node, measure, units, step, lesson, other });
    shown = placeOf(state);
    address = location.hash || fragment(); // without a link, the address stays clean
    on("text", () => ((pending = null), (notice.hidden = true)));
    on(PARTS, follow);
    on(["page", "step"], turn);
    addEventListener("popstate", (event) => {
      address = location.hash;
      if (event.state?.brnn) { // Back, or forward again: to that place, with what is read now
        const { page, step = state.step, lesson = null } = readFragment(address, limits).seen;
        shown = placeOf({ page, step });
        set(page === "lesson" ? { page, step, lesson } : { page });
        return follow();
      }
      const changes = { ...NONE, ...available(read()) }; // an address that somebody has put in
      const { page, text = state.text, model = state.model } = changes;
      const stays = text === state.text && model === state.model;
      const pins = pending;
      shown = placeOf({ ...state, page, step: changes.step ?? state.step });
      set(changes);
      pending = pins; // a change of the text has let go of them
      if (stays) arrive(state.reading);
    });
  }

  return { element, notice, link, begin };
}
