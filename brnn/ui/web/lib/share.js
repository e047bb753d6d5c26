// Sharing: a link that shows what is seen. The address bar follows it; Back works between pages.
import { make, write } from "./dom.js";
import { addressOf, fragmentOf, readFragment } from "./link.js";
import { menu } from "./menu.js";
import { thousands } from "./numbers.js";
import { on, set, state } from "./store.js";
import { fill } from "./texts.js";

const REST = 400; // milliseconds: browsers refuse too many changes of an address
const LONG = 2000; // characters of a link that some messengers cut
const PARTS = ["text", "model", "measure", "units", "pinned", "unit", "playhead", "step", "lesson", "other"];
const NONE = { pinned: null, unit: null, playhead: null };

// pages: the names of all. steps: of the lesson. `link` of what is returned: what the address asked for
// at the start.
export function sharing(texts, pages, steps) {
  const limits = { pages, limit: texts.limit, steps };
  const notice = make("p.lost", { role: "status", hidden: true });
  let pending = null; // pins and playhead of a link, until the words that they belong to have been read
  let shown = state.page; // the page of the entry in the history
  let address = location.hash;
  let timer;

  const select = () => field.select();
  const field = make("input", { type: "text", readonly: true, "aria-label": texts.link, onfocus: select });
  const said = make("p", { role: "status" });
  const long = make("p.note", { hidden: true });
  const { element } = menu(texts.share, [said, field, make("p.note", texts.holds), long], copy);

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
    clearTimeout(timer);
    timer = setTimeout(() => go("replaceState", fragment()), REST);
  }

  function turn(page) {
    if (page === shown) return;
    go("replaceState", fragmentOf({ ...state, ...pending, page: shown })); // what Back goes back to
    shown = page;
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
    const { measure, units, step, lesson, other } = available(link);
    set({ measure, units, step, lesson, other });
    shown = state.page;
    address = location.hash || fragment(); // without a link, the address stays clean
    on("text", () => ((pending = null), (notice.hidden = true)));
    on(PARTS, follow);
    on("page", turn);
    addEventListener("popstate", (event) => {
      address = location.hash;
      if (event.state?.brnn) { // Back, or forward again: to that page, with what is read now
        shown = readFragment(address, limits).seen.page;
        set({ page: shown });
        return follow();
      }
      const changes = { ...NONE, ...available(read()) }; // an address that somebody has put in
      const { page, text = state.text, model = state.model } = changes;
      const stays = text === state.text && model === state.model;
      const pins = pending;
      shown = page;
      set(changes);
      pending = pins; // a change of the text has let go of them
      if (stays) arrive(state.reading);
    });
  }

  return { element, notice, link, begin };
}
