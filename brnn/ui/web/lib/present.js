// Presenting: large type, nothing that is typed or chosen, and keys that lead through every page.
import { make, speak } from "./dom.js";
import { on, set, state } from "./store.js";

const TYPED = "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
const TEXT = "textarea, #lesson-text, #own-guess"; // Escape leaves it first, so that keys work again
const STEPS = { PageUp: -1, PageDown: 1, ArrowLeft: -1, ArrowRight: 1 };
const STEPPED = "input, .lane, .nodes, .scrolls"; // what these keys move already
// What of a page is shown at a time: a page is stepped through, and so is a step of the lesson.
const PARTS = ".page:not([hidden]) :is(.side, .difference, .trial, .body > *, #lesson .told, #lesson .live)";
const TURN = 0.85; // of the height that is seen: how far a part scrolls that is taller

// element: that of the whole page. pages(): names of its pages, which the keys 1, 2, … choose. The playhead
// and the steps of the lesson have their own keys.
export function presenting(texts, element, pages = () => []) {
  const turn = (now) => () => set({ presenting: now });
  const button = make("button.quiet", { title: texts.presentTitle, onclick: turn(true) }, texts.present);
  const out = make("button", { onclick: turn(false) }, texts.leave);
  const leave = make("span.leave", { hidden: true }, make("span.keys", texts.keys), out);

  on("presenting", (now) => {
    for (const place of [element, document.documentElement]) place.classList.toggle("presenting", now);
    leave.hidden = !now;
    if (!now) return button.focus();
    document.activeElement?.blur?.(); // the keys are the playhead's
    scrollTo(0, 0);
    speak(texts.presenting, element, 0);
  });
  const place = () => element.querySelector(".pages");
  on(["page", "step"], () => place().scrollTo(0, 0));

  // What a key does; null: nothing.
  function actionOf({ key, target }) {
    if (key === "Escape" && target.matches?.(TEXT)) return () => target.blur();
    if (key === "Escape") return state.presenting ? turn(false) : null;
    if (target.matches?.(TYPED)) return null;
    if (key.toLowerCase() === "p") return turn(!state.presenting);
    if (!state.presenting) return null;
    const page = pages()[key - 1];
    if (page) return () => set({ page });
    const by = STEPS[key];
    const stop = by && !target.closest?.(STEPPED) ? nextStop(by) : undefined;
    return stop === undefined ? null : () => (place().scrollTop = stop);
  }

  // Where the next part begins, or what is not seen yet of one that is taller than the window; undefined:
  // there is none that way. A part that has more to show in its place keeps the presenter: it hears of
  // "lead" and prevents that it is left.
  function nextStop(by) {
    const { scrollTop, scrollHeight, clientHeight } = place();
    const { top: from, height: seen } = place().getBoundingClientRect();
    const shown = [...element.querySelectorAll(PARTS)].filter((part) => part.checkVisibility());
    const stops = shown.flatMap((part) => {
      const { top, height } = part.getBoundingClientRect();
      const beyond = Math.max(0, height - seen - 1);
      const turns = Array.from({ length: 1 + Math.ceil(beyond / (TURN * seen)) }, (_, i) => i * TURN * seen);
      const ends = turns.map((turn) => scrollTop + top - from + Math.min(turn, beyond));
      return ends.map((end) => ({ part, top: Math.min(end, scrollHeight - clientHeight) }));
    }).sort((one, other) => one.top - other.top);
    const here = stops.findLast(({ top }) => top <= scrollTop + 1)?.part;
    const next = by > 0
      ? stops.find(({ top }) => top > scrollTop + 1)
      : stops.findLast(({ top }) => top < scrollTop - 1);
    const leaves = here && next?.part !== here;
    const stays = leaves && !here.dispatchEvent(new CustomEvent("lead", { detail: by, cancelable: true }));
    return stays ? stops.find(({ part }) => part === here).top : next?.top;
  }

  // Before all others hear of a key: Escape would unpin as well.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    const action = actionOf(event);
    if (!action) return;
    action();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  return { button, leave };
}
