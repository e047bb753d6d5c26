// Sharing: a link that shows what is seen. The address bar follows it; Back works between pages.
import { fill, make } from "./dom.js";
import { addressOf, fragmentOf, readFragment } from "./link.js";
import { menu } from "./menu.js";
import { on, set, state } from "./store.js";

const REST = 400; // milliseconds: browsers refuse too many changes of an address
const LONG = 2000; // characters of a link that some messengers cut
const PARTS = ["text", "model", "pinned", "unit", "playhead", "step", "lesson", "other"];

// pages: the names of all. steps: of the lesson. `link` of what is returned is what the address asked for at the start.
export function sharing(texts, pages, steps) {
  const limits = { pages, limit: texts.limit, steps };
  const notice = make("p.lost", { role: "status", hidden: true });
  let pending = {}; // pins of a link whose text has not been read yet
  let shown = state.page;
  let address = location.hash;
  let timer;

  const field = make("input", { type: "text", readonly: true, "aria-label": texts.link, onfocus: () => field.select() });
  const said = make("p", { role: "status" });
  const long = make("p.note", { hidden: true });
  const { element } = menu(texts.share, [said, field, make("p.note", {}, texts.holds), long], copy);

  async function copy() {
    const link = linkNow();
    field.value = link;
    long.hidden = link.length <= LONG;
    long.textContent = fill(texts.long, { count: link.length.toLocaleString("en") });
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = texts.copied;
    } catch {
      said.textContent = texts.refused;
      field.focus();
      field.select();
    }
  }

  function linkNow() {
    return addressOf(location, document.referrer, window.parent !== window) + fragment();
  }

  function fragment(changes = {}) {
    return fragmentOf({ ...state, ...pending, ...changes });
  }

  function tell(trouble) {
    notice.textContent = { bad: texts.badLink, long: texts.longLink, model: texts.noModel }[trouble] ?? "";
    notice.hidden = !notice.textContent;
  }

  function write(how, to) {
    clearTimeout(timer);
    if (how === "replaceState" && to === address) return;
    try {
      history[how]({ brnn: true }, "", to);
      address = to;
    } catch {
      // Too often, too long or not allowed here: the button still gives the link.
    }
  }

  function follow() {
    clearTimeout(timer);
    timer = setTimeout(() => write("replaceState", fragment()), REST);
  }

  function turn() {
    if (state.page === shown) return;
    clearTimeout(timer);
    write("replaceState", fragment({ page: shown })); // what Back goes back to
    shown = state.page;
    write("pushState", fragment());
  }

  // Pins and playhead belong to words, so they wait until these have been read.
  function arrive(reading) {
    if (!Object.keys(pending).length || !reading) return;
    const words = reading.words.length;
    const { pinned, unit, playhead } = pending;
    const fits = (place, most) => place === undefined || place < most;
    pending = {};
    if (!fits(pinned, words) || !fits(playhead, words + 1)) tell("bad");
    const changes = {};
    if (pinned !== undefined && pinned < words) changes.pinned = pinned;
    if (unit !== undefined && words && reading.readers.includes(unit.reader)) changes.unit = unit;
    if (playhead !== undefined && playhead <= words) changes.playhead = playhead;
    set(changes);
  }

  function wait({ pinned, unit, playhead }) {
    pending = Object.fromEntries(Object.entries({ pinned, unit, playhead }).filter(([, value]) => value !== undefined));
  }

  const { seen, trouble } = readFragment(location.hash, limits);
  wait(seen);
  tell(trouble);
  on("reading", arrive);

  // Begins to follow, once it is known which models there are.
  function begin(models) {
    const known = (name) => models.includes(name);
    const changes = {};
    for (const key of ["step", "lesson"]) if (seen[key] !== undefined) changes[key] = seen[key];
    if (seen.other && known(seen.other.model)) changes.other = seen.other;
    if (seen.model !== undefined && !known(seen.model)) tell("model");
    set(changes);
    shown = state.page;
    const first = fragment();
    address = location.hash || first; // without a link, the address stays clean
    on("text", () => ((pending = {}), (notice.hidden = true)));
    on(PARTS, follow);
    on("page", turn);
    addEventListener("popstate", (event) => {
      const found = readFragment(location.hash, limits);
      address = location.hash;
      shown = found.seen.page ?? "read";
      if (event.state?.brnn) {
        set({ page: shown }); // Back, or forward again: to that page, with what is read now
        return follow();
      }
      tell(found.trouble); // an address that somebody has put in
      wait(found.seen);
      const { text = state.text, model } = found.seen;
      const changes = { page: shown, text, pinned: null, unit: null, playhead: null };
      if (model !== undefined && known(model)) changes.model = model;
      else if (model !== undefined) tell("model");
      for (const key of ["step", "lesson"]) if (found.seen[key] !== undefined) changes[key] = found.seen[key];
      const kept = pending;
      const stays = text === state.text && (changes.model ?? state.model) === state.model;
      set(changes);
      pending = kept; // a change of the text has let go of them
      if (stays) arrive(state.reading);
    });
  }

  return { element, notice, link: seen, begin };
}

// Whether this page was loaded again, so that what was typed last counts for more than the address.
export function loadedAgain() {
  return performance.getEntriesByType("navigation")[0]?.type === "reload";
}
